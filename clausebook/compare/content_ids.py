"""Content ids: a number for all that a clause says in a state, equal where no comparison could tell two of them apart.

Nearly every clause of a version says what it said in the version before. With a number for it (hash consing), that is one comparison of
integers, and what was found out about two contents holds wherever the same two meet.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field

from clausebook.compare.differ import ClauseDiffer, Difference
from clausebook.compare.redline import Body
from clausebook.model.document import Clause, Snapshot
from clausebook.model.prose import Placeholder, PlaceholderKind, placeholders_in


@dataclass(frozen=True)
class ContentIds:
    """What the clauses of `states` say: `numbers[n]` gives the number for each clause of `states[n]` by its id.

    `refers` holds, for each number, the ids of the document's own clauses that its texts refer to.
    """

    states: Sequence[Snapshot]
    numbers: Sequence[Mapping[str, int]]
    refers: Sequence[frozenset[str]]
    _known: dict[Hashable, Difference] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def of(cls, states: Sequence[Snapshot]) -> ContentIds:
        """Number what every clause says in all languages: titles, texts, and what the placeholders stand for.

        The value of a name counts for a clause that uses it in any of the states, as a comparison asks both states for it.
        """
        languages = sorted({language for state in states for language in state.editions})
        rows: list[dict[str, tuple[Clause | None, ...]]] = []
        used: dict[str, set[Placeholder]] = {}
        seen: set[int] = set()
        for state in states:
            editions = [state.editions[code].by_id if code in state.editions else {} for code in languages]
            ids = dict.fromkeys(clause for edition in editions for clause in edition)
            row = {clause: tuple([edition.get(clause) for edition in editions]) for clause in ids}
            for clause, each in row.items():
                for one in each:
                    if one is not None and id(one) not in seen:
                        seen.add(id(one))
                        used.setdefault(clause, set()).update(placeholders_in(one.text))
            rows.append(row)
        named = {clause: _names(placeholders) for clause, placeholders in used.items()}
        known: dict[Hashable, int] = {}
        alike: dict[Hashable, int] = {}
        refers: list[frozenset[str]] = []
        numbers = []
        for state, row in zip(states, rows, strict=True):
            defined = [state.editions[code].definitions if code in state.editions else {} for code in languages]
            found = {}
            for clause, each in row.items():
                values, terms = named[clause]
                stands_for = (
                    tuple([state.values.get(name) for name in values]),
                    tuple([definitions.get(term) for term in terms for definitions in defined]),
                )
                # States share clauses that are alike, mostly: then there is no text to look at.
                same = (*map(id, each), stands_for)
                number = alike.get(same)
                if number is None:
                    key = tuple(one and (one.title, one.text) for one in each), stands_for
                    number = alike[same] = known.setdefault(key, len(known))
                    if number == len(refers):
                        refers.append(_own_references(state, each))
                found[clause] = number
            numbers.append(found)
        return cls(states, numbers, refers)

    def between(self, old: int, new: int, differ: ClauseDiffer) -> CachedDiffer:
        """What differs between clauses of two states by their indices, found out once for any two contents."""
        return CachedDiffer(self, self.numbers[old], self.numbers[new], differ, self._known)


@dataclass(frozen=True, slots=True)
class CachedDiffer:
    """A differ that asks only once what differs between two contents. Renamed clauses that one of them refers to count too."""

    contents: ContentIds
    was: Mapping[str, int]
    now: Mapping[str, int]
    differ: ClauseDiffer
    known: dict[Hashable, Difference]

    def same(self, old_id: str, new_id: str) -> bool:
        """Whether the two certainly say the same."""
        number = self.was[old_id]
        if number != self.now[new_id]:
            return False
        return not self.differ.renamed or self.contents.refers[number].isdisjoint(self.differ.renamed)

    def compare(self, old_id: str, new_id: str, merged: tuple[str, ...] = ()) -> Difference:
        old, new = self.was[old_id], self.now[new_id]
        others = tuple([self.was[each] for each in merged])
        renamed = self.differ.renamed
        turned: tuple[tuple[str, str], ...] = ()
        if renamed:
            referred = frozenset().union(*(self.contents.refers[each] for each in (old, *others)))
            turned = tuple(sorted((name, renamed[name]) for name in referred & renamed.keys()))
        key = old, others, new, turned, self.differ.languages
        found = self.known.get(key)
        if found is None:
            found = self.known[key] = self.differ.compare(old_id, new_id, merged)
        return found

    def languages_of(self, old_id: str | None, new_id: str | None) -> frozenset[str]:
        return self.differ.languages_of(old_id, new_id)

    def bodies(self, old_ids: Sequence[str], new_id: str | None) -> tuple[tuple[Body, ...], tuple[Body, ...]]:
        return self.differ.bodies(old_ids, new_id)


def _names(placeholders: set[Placeholder]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The values and the terms among placeholders, by name."""
    values = {each.name for each in placeholders if each.kind is PlaceholderKind.VALUE}
    terms = {each.name for each in placeholders if each.kind is PlaceholderKind.TERM}
    return tuple(sorted(values)), tuple(sorted(terms))


def _own_references(state: Snapshot, clauses: Sequence[Clause | None]) -> frozenset[str]:
    return frozenset(
        each.name
        for clause in clauses
        if clause is not None
        for each in placeholders_in(clause.text)
        if each.kind is PlaceholderKind.CLAUSE and each.document in (None, state.document)
    )
