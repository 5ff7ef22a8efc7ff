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

from clausebook.compare.changes import Change, ChangeKind, Comparison, Teller
from clausebook.compare.kinds import Kinds
from clausebook.compare.lineage import Lineage
from clausebook.compare.moves import Disorder, find_disorder, sizes_of
from clausebook.compare.pairing import Origins, Pairing, former_ids, pair_clauses
from clausebook.compare.rectangles import Rectangle, Span, rectangles, spans
from clausebook.compare.sayings import Sayings
from clausebook.model.document import Edition, Snapshot

Indices = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Extent:
    """A change with all pairs of states at which it holds, as rectangles; `comparison` holds two states between which it does.

    A comparison in an extent tells its two states and what was renamed between them, not all of their changes.
    """

    comparison: Comparison
    change: Change
    at: tuple[Rectangle, ...]


class Told(NamedTuple):
    """What a history found, without its states: plain values that another process can be given.

    Each step with its changes and renamed ids; each extent with the indices of two states, what was renamed between these, its change,
    and where it holds.
    """

    steps: tuple[tuple[tuple[Change, ...], Mapping[str, str]], ...]
    extents: tuple[tuple[int, int, Mapping[str, str], Change, tuple[Rectangle, ...]], ...]
    renames: Sequence[tuple[str, str, list[Rectangle]]]


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
    """The states of a document that follow one another, oldest first; a withdrawn one is not among them."""

    states: Sequence[Snapshot]
    authoritative: str
    _origins: dict[Indices, Origins] = field(default_factory=dict, repr=False)
    _doubts: dict[Indices, tuple[list[str], list[str]]] = field(default_factory=dict, repr=False)
    _pairings: dict[Hashable, tuple[Pairing, Disorder]] = field(default_factory=dict, repr=False)
    _pairs: dict[Indices, _Pair] = field(default_factory=dict, repr=False)

    @classmethod
    def retold(cls, states: Sequence[Snapshot], authoritative: str, told: Told) -> History:
        """The history of these states, of which `told` is known already."""
        steps = (
            Comparison(old, new, changes, renamed)
            for (old, new), (changes, renamed) in zip(pairwise(states), told.steps, strict=True)
        )
        extents = [
            Extent(Comparison(states[old], states[new], (), renamed), change, at)
            for old, new, renamed, change, at in told.extents
        ]
        history = cls(states, authoritative)
        vars(history).update(steps=tuple(steps), extents=extents, renames=told.renames)
        return history

    def told(self) -> Told:
        """All that there is to know of it."""
        index = {id(state): number for number, state in enumerate(self.states)}
        return Told(
            tuple((step.changes, step.renamed) for step in self.steps),
            tuple(
                (
                    index[id(each.comparison.old)],
                    index[id(each.comparison.new)],
                    each.comparison.renamed,
                    each.change,
                    each.at,
                )
                for each in self.extents
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
        teller = self._teller(old, new, self._pair(old, new))
        return self._comparison(old, new, teller.changes())

    @cached_property
    def extents(self) -> Sequence[Extent]:
        """Every change between any two states, but mere renumberings; equal changes are one extent."""
        pairs = {indices: self._pair(*indices) for indices in combinations(range(len(self.states)), 2)}
        unsteady = self._unsteady(pairs)
        concerned: dict[Indices, list[str]] = {}
        groups: dict[Hashable, tuple[Indices, Change, list[Indices]]] = {}
        for indices, pair in pairs.items():
            for change in self._unsteady_changes(indices, pair, unsteady, concerned):
                key = self._looks(indices, pair, change)
                groups.setdefault(key, (indices, change, []))[2].append(indices)
        found = [
            Extent(self._comparison(*indices), change, tuple(rectangles(where)))
            for indices, change, where in groups.values()
        ]
        return [*found, *self._steady_changes(unsteady)]

    @cached_property
    def renames(self) -> Sequence[tuple[str, str, list[Rectangle]]]:
        """Every id that goes on under another one: the old id, the new one, and between which states."""
        found: dict[tuple[str, str], list[Indices]] = {}
        for indices in combinations(range(len(self.states)), 2):
            for names in self._pair(*indices).pairing.renamed.items():
                found.setdefault(names, []).append(indices)
        return [(former, later, rectangles(where)) for (former, later), where in found.items()]

    # --- How two states hang together ---

    @cached_property
    def _sayings(self) -> Sayings:
        return Sayings.of(self.states)

    @cached_property
    def _editions(self) -> Sequence[Edition]:
        return [state.editions[self.authoritative] for state in self.states]

    @cached_property
    def _sizes(self) -> Sequence[Mapping[str, int]]:
        return [sizes_of(edition) for edition in self._editions]

    @cached_property
    def _runs(self) -> Sequence[int]:
        """For each state the run of neighbouring states with the same clauses in the same places that it belongs to."""
        shapes = [
            [(one.id, edition.parents.get(one.id), one.was) for one in edition.walk()] for edition in self._editions
        ]
        runs = [0] if shapes else []
        for before, after in pairwise(shapes):
            runs.append(runs[-1] + (before != after))
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
                found = {key: (key,) for key in self._editions[self._starts[last]].by_id}
            else:
                before = self._origins_of(first, last - 1)
                found = {
                    key: before[formers[0]]
                    if len(formers) == 1
                    else tuple(dict.fromkeys(origin for former in formers for origin in before[former]))
                    for key, formers in self._formers[last].items()
                }
            self._origins[first, last] = found
        return found

    @cached_property
    def _formers(self) -> Sequence[Origins]:
        """For each run the clauses of the one before it that its clauses came from; nothing for the first."""
        later = [(self.states[start - 1], self.states[start]) for start in self._starts[1:]]
        return [{}, *(former_ids(old, new, self.authoritative) for old, new in later)]

    def _doubtful(self, first: int, last: int) -> tuple[list[str], list[str]]:
        """The clauses of two runs, old ids and new ones, whose texts could decide on what continues what."""
        found = self._doubts.get((first, last))
        if found is None:
            origins = self._origins_of(first, last)
            found = self._doubts[first, last] = (
                [key for key in self._editions[self._starts[first]].by_id if origins.get(key) != (key,)],
                [key for key, formers in origins.items() if formers != (key,)],
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
        was, now = self._sayings.numbers[old], self._sayings.numbers[new]
        key = first, last, tuple(was[clause] for clause in vanished), tuple(now[clause] for clause in appeared)
        found = self._pairings.get(key)
        if found is None:
            pairing = pair_clauses(before, after, self._origins_of(first, last))
            found = self._pairings[key] = pairing, find_disorder(before, after, pairing)
        pairing, disorder = found
        pair = self._pairs[old, new] = _Pair(pairing, disorder.settle(self._sizes[old], self._sizes[new]))
        return pair

    # --- What changed ---

    def _teller(self, old: int, new: int, pair: _Pair) -> Teller:
        kinds = Kinds(self.states[old], self.states[new], self.authoritative, pair.pairing.renamed)
        known = self._sayings.between(old, new, kinds)
        return Teller(self._editions[old], self._editions[new], pair.pairing, pair.moved, known)

    def _comparison(self, old: int, new: int, changes: Iterable[Change] = ()) -> Comparison:
        renamed = self._pair(old, new).pairing.renamed
        return Comparison(self.states[old], self.states[new], tuple(changes), renamed)

    def _unsteady(self, pairs: Mapping[Indices, _Pair]) -> set[str]:
        """Ids of the clauses to which more may happen than other words, and of those that refer to a renamed one."""
        found: set[str] = set()
        renamed: set[str] = set()
        seen: set[Pairing] = set()
        for (old, _), pair in pairs.items():
            found |= pair.moved
            if pair.pairing not in seen:
                seen.add(pair.pairing)
                on_both_sides = pair.pairing.origins.keys() & self._editions[old].by_id.keys()
                found.update(on_both_sides - pair.pairing.simple)
                renamed.update(pair.pairing.renamed)
        if renamed:
            referring = [not refers.isdisjoint(renamed) for refers in self._sayings.refers]
            found.update(clause for row in self._sayings.numbers for clause, number in row.items() if referring[number])
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
        teller, simple = self._teller(old, new, pair), pair.simple
        for clause in concerned[runs]:
            if clause in simple and teller.kinds.same(clause, clause):
                continue
            change = teller.change(after[clause])
            if change and change.substantive:
                yield change
        if before.keys() - pair.pairing.new_of.keys():
            yield from (teller.removal(clause) for clause in before if clause not in pair.pairing.new_of)

    def _looks(self, indices: Indices, pair: _Pair, change: Change) -> Hashable:
        """Equal for changes between which a reader of any language sees no difference, numbers of clauses apart."""
        old, new = (self._sayings.numbers[index] for index in indices)
        olds = [change.old_id, *(change.origins if ChangeKind.MERGED in change.kinds else ())]
        was = tuple(old[clause] for clause in olds if clause)
        renamed = pair.pairing.renamed
        referred = {name for number in was for name in self._sayings.refers[number] if name in renamed}
        return (
            (change.id, change.old_id, change.new_id, change.kinds, change.languages),
            tuple(origin for origin in change.origins if origin in old),
            (change.inferred, change.values, change.flag, change.editorial),
            was,
            new.get(change.new_id or ""),
            tuple(sorted((name, renamed[name]) for name in referred)),
        )

    def _steady_changes(self, unsteady: set[str]) -> Iterator[Extent]:
        """The changes of all other clauses: between each two things that one said, in all the states in which it did."""
        said: dict[str, dict[int, list[int]]] = {}
        for index, row in enumerate(self._sayings.numbers):
            for clause, number in row.items():
                if clause not in unsteady:
                    said.setdefault(clause, {}).setdefault(number, []).append(index)
        for clause, states in said.items():
            if len(states) > 1:
                for was, now in permutations(map(spans, states.values()), 2):
                    yield from self._steady_change(clause, was, now)

    def _steady_change(self, clause: str, was: Sequence[Span], now: Sequence[Span]) -> Iterator[Extent]:
        at = tuple((*before, *after) for before, after in product(was, now) if before < after)
        if not at:
            return
        old, new = at[0][0], at[0][2]
        change = self._teller(old, new, self._pair(old, new)).change(self._editions[new].by_id[clause])
        if change and change.substantive:
            yield Extent(self._comparison(old, new), change, at)
