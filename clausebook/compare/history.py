"""History: all states of a document compared, each thing found out once.

Between most pairs of states most clauses stand where they stood and only some say something else. A clause that is never renamed,
merged, split or moved is therefore not looked at pair by pair: what it says in two runs of states tells its change between all
of them at once. The other clauses are compared between each two states, which is what the rules of pairing ask for.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations, pairwise, permutations, product
from typing import NamedTuple

from clausebook.compare.changes import Change, ChangeBuilder, ChangeKind, Comparison, former_of
from clausebook.compare.content_ids import ContentIds
from clausebook.compare.differ import ClauseDiffer
from clausebook.compare.lineage import Lineage
from clausebook.compare.moves import Disorder, find_disorder, sizes_of
from clausebook.compare.pairing import Origins, Pairing, former_ids, pair_clauses
from clausebook.compare.reuse import find_reused_ids
from clausebook.compare.transfers import exchanging_clauses
from clausebook.compare.version_ranges import Span, VersionRange, spans, version_ranges
from clausebook.model.document import Edition, Snapshot

Indices = tuple[int, int]


@dataclass(frozen=True, slots=True)
class ChangeRange:
    """A change with all pairs of states at which it holds, as rectangles; `comparison` holds two states between which it does.

    The comparison of a range tells its two states and what was renamed between them, not all of their changes.
    """

    comparison: Comparison
    change: Change
    at: tuple[VersionRange, ...]


class HistoryData(NamedTuple):
    """What a history found, without its states: plain values that another process can be given.

    Each step with its changes and renamed ids; each change with the indices of two states, what was renamed between these, its change,
    and where it holds.
    """

    steps: tuple[tuple[tuple[Change, ...], Mapping[str, str]], ...]
    change_ranges: tuple[tuple[int, int, Mapping[str, str], Change, tuple[VersionRange, ...]], ...]
    renames: Sequence[tuple[str, str, list[VersionRange]]]


@dataclass(frozen=True, slots=True)
class _Pair:
    """How two states hang together: their clauses paired, and the new ids of those that moved."""

    pairing: Pairing
    moved: frozenset[str]

    @property
    def simple(self) -> frozenset[str]:
        """The ids of the clauses of which nothing but words and number can have changed."""
        return self.pairing.simple - self.moved if self.moved else self.pairing.simple


@dataclass(frozen=True, eq=False)
class History:
    """The states of a document that follow one another, oldest first; a withdrawn one is not among them.

    `equals` are the languages that prevail together with the authoritative one.
    """

    states: Sequence[Snapshot]
    authoritative: str
    equals: frozenset[str] = frozenset()
    _origins: dict[Indices, Origins] = field(default_factory=dict, repr=False)
    _doubts: dict[Indices, tuple[list[str], list[str]]] = field(default_factory=dict, repr=False)
    _pairings: dict[Hashable, tuple[Pairing, Disorder]] = field(default_factory=dict, repr=False)
    _pairs: dict[Indices, _Pair] = field(default_factory=dict, repr=False)

    @classmethod
    def from_data(cls, states: Sequence[Snapshot], authoritative: str, told: HistoryData) -> History:
        """The history of these states, of which `told` is known already."""
        steps = (
            Comparison(old, new, changes, renamed)
            for (old, new), (changes, renamed) in zip(pairwise(states), told.steps, strict=True)
        )
        ranges = [
            ChangeRange(Comparison(states[old], states[new], (), renamed), change, at)
            for old, new, renamed, change, at in told.change_ranges
        ]
        history = cls(states, authoritative)
        vars(history).update(steps=tuple(steps), change_ranges=ranges, renames=told.renames)
        return history

    def told(self) -> HistoryData:
        """All that there is to know of it."""
        index = {id(state): number for number, state in enumerate(self.states)}
        return HistoryData(
            tuple((step.changes, step.renamed) for step in self.steps),
            tuple(
                (
                    index[id(each.comparison.old)],
                    index[id(each.comparison.new)],
                    each.comparison.renamed,
                    each.change,
                    each.at,
                )
                for each in self.change_ranges
            ),
            self.renames,
        )

    @cached_property
    def steps(self) -> tuple[Comparison, ...]:
        """What each state but the first changed in the one before it."""
        return tuple(self.compare(index, index + 1) for index in range(len(self.states) - 1))

    @cached_property
    def lineage(self) -> Lineage:
        return Lineage(self.states, self.steps)

    def compare(self, old: int, new: int) -> Comparison:
        """What one state, by its index, changed in an earlier one."""
        builder = self._builder(old, new, self._pair(old, new))
        return self._comparison(old, new, builder.changes())

    @cached_property
    def change_ranges(self) -> Sequence[ChangeRange]:
        """Every change between any two states, but mere renumberings; equal changes are told once."""
        pairs = {indices: self._pair(*indices) for indices in combinations(range(len(self.states)), 2)}
        unsteady = self._unsteady(pairs)
        concerned: dict[Indices, list[str]] = {}
        groups: dict[Hashable, tuple[Indices, Change, list[Indices]]] = {}
        for indices, pair in pairs.items():
            for change in self._unsteady_changes(indices, pair, unsteady, concerned):
                key = self._looks(indices, pair, change)
                groups.setdefault(key, (indices, change, []))[2].append(indices)
        found = [
            ChangeRange(self._comparison(*indices), change, tuple(version_ranges(where)))
            for indices, change, where in groups.values()
        ]
        return [*found, *self._steady_changes(unsteady)]

    @cached_property
    def renames(self) -> Sequence[tuple[str, str, list[VersionRange]]]:
        """Every id that goes on under another one: the old id, the new one, and between which states."""
        found: dict[tuple[str, str], list[Indices]] = {}
        for indices in combinations(range(len(self.states)), 2):
            for names in self._pair(*indices).pairing.renamed.items():
                found.setdefault(names, []).append(indices)
        return [(former, later, version_ranges(where)) for (former, later), where in found.items()]

    # --- How two states hang together ---

    @cached_property
    def _contents(self) -> ContentIds:
        return ContentIds.of(self.states)

    @cached_property
    def _editions(self) -> Sequence[Edition]:
        return [state.editions[self.authoritative] for state in self.states]

    @cached_property
    def _exchanging(self) -> frozenset[str]:
        """The ids of the clauses between which text can have moved: by their words, or because an author said so."""
        found = set(exchanging_clauses(self._editions))
        for origins in self._formers:
            for key, formers in origins.formers.items():
                if formers not in ((), (key,)):
                    found.update((key, *formers))
        return frozenset(found)

    @cached_property
    def _sizes(self) -> Sequence[Mapping[str, int]]:
        return [sizes_of(edition) for edition in self._editions]

    @cached_property
    def _runs(self) -> Sequence[int]:
        """For each state the run of neighbouring states that it belongs to: with the same clauses in the same places, and no id used anew."""
        shapes = [
            [(one.id, edition.parents.get(one.id), one.was) for one in edition.walk()] for edition in self._editions
        ]
        runs = [0] if shapes else []
        for (before, after), (old, new) in zip(pairwise(shapes), pairwise(self._editions), strict=True):
            runs.append(runs[-1] + (before != after or bool(find_reused_ids(old.by_id, new.by_id))))
        return runs

    @cached_property
    def _starts(self) -> Sequence[int]:
        """The first state of each run."""
        return [index for index, run in enumerate(self._runs) if index == 0 or self._runs[index - 1] != run]

    def _origins_of(self, first: int, last: int) -> Origins:
        """For each clause of the run `last` the clauses of the run `first` that it came from, run by run."""
        found = self._origins.get((first, last))
        if found is None:
            if first == last:
                found = Origins({key: (key,) for key in self._editions[self._starts[last]].by_id})
            else:
                found = self._formers[last].after(self._origins_of(first, last - 1))
            self._origins[first, last] = found
        return found

    @cached_property
    def _formers(self) -> Sequence[Origins]:
        """For each run the clauses of the one before it that its clauses came from; nothing for the first."""
        later = [(self.states[start - 1], self.states[start]) for start in self._starts[1:]]
        return [Origins({}), *(former_ids(old, new, self.authoritative) for old, new in later)]

    def _doubtful(self, first: int, last: int) -> tuple[list[str], list[str]]:
        """The clauses of two runs, old ids and new ones, whose texts could decide on what continues what."""
        found = self._doubts.get((first, last))
        if found is None:
            origins = self._origins_of(first, last)
            found = self._doubts[first, last] = (
                [key for key in self._editions[self._starts[first]].by_id if origins.get(key) != (key,)],
                [key for key, formers in origins.formers.items() if formers != (key,)],
            )
        return found

    def _pair(self, old: int, new: int) -> _Pair:
        """Found out once for all states of two runs, unless it rests on the likeness of texts that differ there."""
        known = self._pairs.get((old, new))
        if known is not None:
            return known
        first, last = self._runs[old], self._runs[new]
        before, after = self._editions[old], self._editions[new]
        vanished, appeared = self._doubtful(first, last)
        was, now = self._contents.numbers[old], self._contents.numbers[new]
        key = first, last, tuple(was[clause] for clause in vanished), tuple(now[clause] for clause in appeared)
        found = self._pairings.get(key)
        if found is None:
            pairing = pair_clauses(before, after, self._origins_of(first, last))
            found = self._pairings[key] = pairing, find_disorder(before, after, pairing)
        pairing, disorder = found
        pair = self._pairs[old, new] = _Pair(pairing, disorder.settle(self._sizes[old], self._sizes[new]))
        return pair

    # --- What changed ---

    def _builder(self, old: int, new: int, pair: _Pair) -> ChangeBuilder:
        differ = ClauseDiffer(self.states[old], self.states[new], self.authoritative, pair.pairing.renamed)
        known = self._contents.between(old, new, differ)
        before, after = self._editions[old], self._editions[new]
        return ChangeBuilder(before, after, pair.pairing, pair.moved, known, self._exchanging, self.equals)

    def _comparison(self, old: int, new: int, changes: Iterable[Change] = ()) -> Comparison:
        renamed = self._pair(old, new).pairing.renamed
        return Comparison(self.states[old], self.states[new], tuple(changes), renamed)

    def _unsteady(self, pairs: Mapping[Indices, _Pair]) -> set[str]:
        """Ids of the clauses to which more may happen than other words, and of those that refer to a renamed one."""
        found = set(self._exchanging)
        renamed: set[str] = set()
        seen: set[Pairing] = set()
        for (old, _), pair in pairs.items():
            found |= pair.moved
            if pair.pairing not in seen:
                seen.add(pair.pairing)
                on_both_sides = pair.pairing.origins.formers.keys() & self._editions[old].by_id.keys()
                found.update(on_both_sides - pair.pairing.simple)
                renamed.update(pair.pairing.renamed)
        if renamed:
            referring = [not refers.isdisjoint(renamed) for refers in self._contents.refers]
            found.update(
                clause for row in self._contents.numbers for clause, number in row.items() if referring[number]
            )
        return found

    def _unsteady_changes(
        self, indices: Indices, pair: _Pair, unsteady: set[str], concerned: dict[Indices, list[str]]
    ) -> Iterator[Change]:
        """The changes between two states of clauses that are unsteady, or that only one of the two has.

        `concerned` remembers for each two runs which clauses of the new state these are.
        """
        old, new = indices
        before, after = self._editions[old].by_id, self._editions[new].by_id
        runs = self._runs[old], self._runs[new]
        if runs not in concerned:  # the same clauses, in the same order, in all states of a run
            concerned[runs] = [clause for clause in after if clause in unsteady or clause not in before]
        builder, simple = self._builder(old, new, pair), pair.simple
        for clause in concerned[runs]:
            if clause in simple and builder.differ.same(clause, clause):
                continue
            change = builder.change(after[clause])
            if change and change.substantive:
                yield change
        if before.keys() - pair.pairing.new_of.keys():
            yield from (builder.removal(clause) for clause in before if clause not in pair.pairing.new_of)

    def _looks(self, indices: Indices, pair: _Pair, change: Change) -> Hashable:
        """Equal for changes between which a reader of any language sees no difference, numbers of clauses apart."""
        old, new = (self._contents.numbers[index] for index in indices)
        olds = [change.old_id, *(change.origins if ChangeKind.MERGED in change.kinds else ())]
        was = tuple(old[clause] for clause in olds if clause)
        renamed = pair.pairing.renamed
        referred = {name for number in was for name in self._contents.refers[number] if name in renamed}
        exchanged = tuple(
            [
                (
                    old.get(one.source),
                    new.get(renamed.get(one.source, one.source)),
                    old.get(former_of(one.target, renamed)),
                    new.get(one.target),
                )
                for one in change.transfers
            ]
        )
        return (
            exchanged,
            (change.id, change.old_id, change.new_id, change.kinds, change.languages),
            tuple(origin for origin in change.origins if origin in old),
            (
                change.inferred,
                change.anew,
                change.values,
                change.flag,
                change.substance,
                change.restructurings,
                change.transfers,
            ),
            was,
            new.get(change.new_id or ""),
            tuple(sorted((name, renamed[name]) for name in referred)),
        )

    def _steady_changes(self, unsteady: set[str]) -> Iterator[ChangeRange]:
        """The changes of all other clauses: between each two things that one said, in all the states in which it did."""
        said: dict[str, dict[int, list[int]]] = {}
        for index, row in enumerate(self._contents.numbers):
            for clause, number in row.items():
                if clause not in unsteady:
                    said.setdefault(clause, {}).setdefault(number, []).append(index)
        for clause, states in said.items():
            if len(states) > 1:
                for was, now in permutations(map(spans, states.values()), 2):
                    yield from self._steady_change(clause, was, now)

    def _steady_change(self, clause: str, was: Sequence[Span], now: Sequence[Span]) -> Iterator[ChangeRange]:
        at = tuple((*before, *after) for before, after in product(was, now) if before < after)
        if not at:
            return
        old, new = at[0][0], at[0][2]
        change = self._builder(old, new, self._pair(old, new)).change(self._editions[new].by_id[clause])
        if change and change.substantive:
            yield ChangeRange(self._comparison(old, new), change, at)
