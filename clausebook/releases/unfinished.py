"""Texts that wait for a person: a draft that holds one cannot be released."""

from __future__ import annotations

import re
from collections.abc import Iterator

from clausebook.model.document import Document, Edition
from clausebook.model.warnings.leftovers import TO_DO, UNREVIEWED
from clausebook.problems import Place, Problems

_MARKED = re.compile(rf"\b(?:{TO_DO}|{UNREVIEWED})\b")


def check_finished(document: Document, problems: Problems) -> None:
    """to-do: no text of the draft is marked as still to be written or translated."""
    for edition in document.draft.editions.values():
        for place, text in _texts(edition):
            found = _MARKED.search(text)
            if found:
                todo = "write or translate it" if found[0] == TO_DO else "read it, mend it"
                problems.add(
                    place, "to-do", f"this text is still marked {found[0]}", f"{todo}, and remove the word {found[0]}"
                )


def _texts(edition: Edition) -> Iterator[tuple[Place, str]]:
    for key, text in (("title", edition.title), ("summary", edition.summary)):
        if _MARKED.search(text):
            yield edition.source.place_of_key(key), text
    for clause in edition.walk():
        texts = ("title", clause.title), ("text", clause.text), ("in-short", clause.in_short), ("note", clause.note)
        for key, text in texts:
            if _MARKED.search(text):
                yield edition.key_place(clause, key), text
        if any(map(_MARKED.search, clause.defines.values())):
            yield edition.key_place(clause, "defines"), " ".join(clause.defines.values())
