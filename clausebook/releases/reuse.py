"""Ids used anew in a draft: texts that moved on under other ids, while their own ids were given to other texts."""

from __future__ import annotations

from collections.abc import Iterator

from clausebook.compare import find_reused_ids
from clausebook.model.document import Document
from clausebook.problems import Problem, Severity


def reused_ids(document: Document) -> Iterator[Problem]:
    """ids-anew: what people should look at in the draft; comparisons follow the texts, links to a clause follow the id."""
    last = document.predecessor(document.draft)
    if last is None:
        return
    language = document.pivot((last, document.draft))
    edition = document.draft.editions[language]
    before, after = last.editions[language].by_id, edition.by_id
    for new_id, old_id in find_reused_ids(before, after).items():
        yield Problem(
            edition.node(after[new_id]).place,
            "ids-anew",
            f"“{new_id}” has the text that “{old_id}” has in {last.name}, and “{old_id}” another one: ids seem to be used anew",
            f"keep the id “{old_id}” with its text, and give what is new an id of its own",
            Severity.WARNING,
        )
