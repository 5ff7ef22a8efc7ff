"""Alterations: the changes of a version as customers are told them, each with what was and what is now, and why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Generic

from clausebook.compare import Change, ChangeKind, Severity, plain_runs
from clausebook.sentences.changes import KIND_WORDS, ChangeSentences
from clausebook.sentences.excerpts import OldNew, excerpt
from clausebook.sentences.words import Text


@dataclass(frozen=True, slots=True)
class Alteration(Generic[Text]):
    """One change. `values` are the amounts, periods and the like that became others; `replaced` are sentences that tell these, and another
    heading; `facts` are others, such as where the clause stood. `wording` is a short old and new wording, with empty sides where the
    sentences tell all, or no words changed. `note` says why, in plain words; numbers are empty on a side where the clause is not.
    """

    change: Change
    old_number: str
    new_number: str
    heading: str
    kinds: tuple[Text, ...]
    values: tuple[OldNew, ...]
    replaced: tuple[Text, ...]
    facts: tuple[Text, ...]
    wording: OldNew
    note: str

    @property
    def number(self) -> str:
        """The number of the clause, or what it was and is."""
        old, new = self.old_number, self.new_number
        return f"{old} → {new}" if old and new and old != new else new or old


# Kinds of which values and facts tell all that a customer needs.
_TOLD_BY_FACTS = {
    ChangeKind.VALUE,
    ChangeKind.RETITLED,
    ChangeKind.MOVED,
    ChangeKind.RENUMBERED,
    ChangeKind.LINK,
    ChangeKind.EMPHASIS,
    ChangeKind.SPACING,
    ChangeKind.CAPITALS,
    ChangeKind.PUNCTUATION,
}


def alterations(sentences: ChangeSentences[Text]) -> list[Alteration[Text]]:
    """Every change of a comparison but mere renumberings, in reading order."""
    return [_alteration(sentences, change) for change in sentences.comparison.substantive_in(sentences.new.language)]


def _alteration(sentences: ChangeSentences[Text], change: Change) -> Alteration[Text]:
    before = sentences.old.edition.by_id.get(change.old_id or "")
    after = sentences.new.edition.by_id.get(change.new_id or "")
    wording, clause = (sentences.new, after) if after else (sentences.old, before)
    if clause is None:
        raise ValueError(f"the change of {change.id} has no side")
    heading = wording.heading(clause)
    return Alteration(
        change,
        before.number if before else "",
        after.number if after else "",
        heading,
        tuple([sentences.words(KIND_WORDS[kind]) for kind in change.kinds]),
        tuple([OldNew(*pair) for pair in sentences.value_pairs(change)]),
        tuple(replaced(sentences, change)),
        (*sentences.facts(change), *sentences.addresses(change)),
        _wording(sentences, change, heading),
        sentences.new.plain(after.note) if after else "",
    )


def _wording(sentences: ChangeSentences[Text], change: Change, heading: str) -> OldNew:
    """The short old and new wording of a change; nothing where the rest that is told of it, with its heading, tells all."""
    if _TOLD_BY_FACTS.issuperset(change.kinds) or change.severity is Severity.FORM:
        return OldNew("", "")
    old, new = excerpt(plain_runs(sentences.redline(change).text))
    return OldNew("", "") if not (old and new) and heading.endswith(old or new) else OldNew(old, new)


def replaced(sentences: ChangeSentences[Text], change: Change) -> Iterator[Text]:
    """What a clause's new heading and values are instead of."""
    if ChangeKind.RETITLED in change.kinds:
        yield _heading(sentences, change)
    yield from sentences.values(change)


def _heading(sentences: ChangeSentences[Text], change: Change) -> Text:
    """That a clause has another heading, or one where it had none, or none any more."""
    words = sentences.words
    before = sentences.old.edition.by_id[change.old_id or ""].title
    after = sentences.new.edition.by_id[change.new_id or ""].title
    if before and after:
        return words("The heading is “{new}” instead of “{old}”.", new=after, old=before)
    if after:
        return words("It now has the heading “{new}”.", new=after)
    return words("It no longer has the heading “{old}”.", old=before)
