"""Corrections: what a version that mends wording only may touch.

A correction needs no notice, so it must change nothing that anybody relies on. Values, references and the structure it can never
change. What else may carry weight (figures, amounts, dates, addresses of links, words of negation and of obligation: `operative`)
it can touch only where the author has named the clause, which the entry keeps for good.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from clausebook.compare import ChangeKind, Comparison
from clausebook.model.document import Clause, Document, Edition
from clausebook.problems import Place, Problems
from clausebook.releases.operative import Operative, operative_in, title_operative

_CORRECTIBLE = {
    ChangeKind.REWORDED,
    ChangeKind.RETITLED,
    ChangeKind.TRANSLATION,
    ChangeKind.LINK,
    ChangeKind.STRUCTURE,
    ChangeKind.EMPHASIS,
    ChangeKind.SPACING,
    ChangeKind.CAPITALS,
    ChangeKind.PUNCTUATION,
}
# What confirms a change of the title of the whole text, which is no clause.
TITLE = "title"
_ADVICE = "release it as an amendment, with its notice"


@dataclass(frozen=True, slots=True)
class Touched:
    """A clause in one language whose operative words a correction changes: each as it was and as it is, empty on the side where
    it is not. `clause` is empty for the title of the whole text."""

    clause: str
    language: str
    place: Place
    words: tuple[tuple[str, str], ...]

    @property
    def name(self) -> str:
        """How it is named to confirm it, and in the entry."""
        return self.clause or TITLE

    def __str__(self) -> str:
        told = [
            f"“{old}” becomes “{new}”" if old and new else f"“{new}” is added" if new else f"“{old}” is removed"
            for old, new in self.words
        ]
        return f"“{self.name}” in “{self.language}”: {'; '.join(told)}"


def touched_words(comparison: Comparison) -> Iterator[Touched]:
    """The operative words that differ, clause by clause in each language that both states have."""
    for language, old, new in _shared(comparison):
        words = _differing(title_operative(old.title, language), title_operative(new.title, language))
        if words:
            yield Touched("", language, new.source.place_of_key("title"), words)
        same_terms = old.definitions == new.definitions
        for clause in new.walk():
            former = old.by_id.get(clause.id)
            if former is None or (same_terms and (former.title, former.text) == (clause.title, clause.text)):
                continue
            words = _differing(operative_in(former, old), operative_in(clause, new))
            if words:
                yield Touched(clause.id, language, new.node(clause).place, words)


def _shared(comparison: Comparison) -> Iterator[tuple[str, Edition, Edition]]:
    for language, new in comparison.new.editions.items():
        old = comparison.old.editions.get(language)
        if old:
            yield language, old, new


def _differing(old: Sequence[Operative], new: Sequence[Operative]) -> tuple[tuple[str, str], ...]:
    """What stands in the place of what, by the longest runs that both have in common (Ratcliff and Obershelp)."""
    matcher = SequenceMatcher(None, [each.says for each in old], [each.says for each in new], autojunk=False)
    return tuple(
        (" ".join(each.shown for each in old[a:b]), " ".join(each.shown for each in new[c:d]))
        for kind, a, b, c, d in matcher.get_opcodes()
        if kind != "equal"
    )


def check_correction(
    document: Document, comparison: Comparison, confirmed: frozenset[str], problems: Problems
) -> tuple[Touched, ...]:
    """correction-changes, correction-words: a correction changes no value, no reference and no structure, and no operative word of
    a clause that is not `confirmed`. Gives what it touches in those that are."""
    _check_values(document, comparison, problems)
    if document.regime_of(comparison.old) != document.regime_of(comparison.new):
        place = Place(f"terms/{document.id}.yml")
        message = "a correction cannot change the law, the prevailing language, what a translation binds to, the time zone or the numbering"
        problems.add(place, "correction-changes", message, _ADVICE)
    for change in comparison.changes:
        state = comparison.new if change.new_id else comparison.old
        edition = state.editions[document.regime_of(state).authoritative]
        place = edition.node(edition.by_id[change.new_id or change.old_id or ""]).place
        if set(change.kinds) - _CORRECTIBLE - {ChangeKind.VALUE}:
            kinds = ", ".join(kind for kind in change.kinds if kind not in _CORRECTIBLE)
            message = f"a correction cannot change the structure: “{change.id}” is {kinds}"
            problems.add(place, "correction-changes", message, _ADVICE)
        elif change.old_id and change.new_id:
            _check_references(comparison, change.old_id, change.new_id, place, problems)
    touched = tuple(touched_words(comparison))
    for each in touched:
        if each.name not in confirmed:
            message = f"a correction cannot touch what may carry weight: {each}"
            advice = f"{_ADVICE}, or say --confirm {each.name} if it mends wording only"
            problems.add(each.place, "correction-words", message, advice)
    return touched


def _check_values(document: Document, comparison: Comparison, problems: Problems) -> None:
    old, new = comparison.old.values, comparison.new.values
    names = sorted(name for name in old.keys() | new.keys() if old.get(name) != new.get(name))
    if names:
        place = Place(f"terms/{document.id}.yml")
        message = f"a correction cannot change a value: {', '.join(names)}"
        problems.add(place, "correction-changes", message, _ADVICE)


def _check_references(comparison: Comparison, old_id: str, new_id: str, place: Place, problems: Problems) -> None:
    for _, old, new in _shared(comparison):
        if _targets(old.by_id.get(old_id)) != _targets(new.by_id.get(new_id)):
            message = f"a correction cannot change what “{new_id}” refers to"
            problems.add(place, "correction-changes", message, _ADVICE)
            return


def _targets(clause: Clause | None) -> list[str]:
    """What the placeholders of a clause point at."""
    return sorted(placeholder.target for placeholder in clause.prose.placeholders()) if clause else []
