"""History: all states of a document compared, each thing found out once.

Between most pairs of states most clauses stand where they stood and only some say something else. A clause that is never renamed,
merged, split or moved is steady: it is not looked at pair by pair, as what it says in two spans of states, or that it is missing in one, tells its
change between all of them at once. The other clauses are compared between each two states, which is what the rules of pairing ask for.

With N states of n clauses, of which u are not steady and r rectangles come out, the cost is O(N² · (n + u) + r), where the first term is a few set
operations for each pair of states: whether its clauses go on under their own ids in their places.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import combinations, pairwise, permutations, product
from typing import NamedTuple

from clausebook.compare.changes import Change, ChangeBuilder, ChangeKind, Comparison, former_of
from clausebook.compare.content_ids import ContentIds
from clausebook.compare.differ import ClauseDiffer
from clausebook.compare.inference import ALL_PAIRS, pair_alike
from clausebook.compare.likeness import LikenessTable
from clausebook.compare.lineage import Lineage
from clausebook.compare.moves import Disorder, find_disorder, sizes_of
from clausebook.compare.pairing import Origins, Pairing, former_ids, pair_clauses
from clausebook.compare.reuse import find_reused_ids
from clausebook.compare.transfers import exchanging_clauses
from clausebook.compare.version_ranges import VersionRange, spans, version_ranges
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


# Equal changes by what tells them apart: two states between which the change holds, None if there is none, and all pairs of states.
_Groups = dict[Hashable, tuple[Indices, Change | None, list[Indices]]]


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
    _pairs: dict[Indices, _Pair | None] = field(default_factory=dict, repr=False)
    _in_place: dict[Indices, bool] = field(default_factory=dict, repr=False)
    _likeness: LikenessTable = field(default_factory=LikenessTable, repr=False)

    @classmethod
    def from_data(cls, states: Sequence[Snapshot], authoritative: str, data: HistoryData) -> History:
        """The history of these states whose data another process made."""
        steps = (
            Comparison(old, new, changes, renamed)
            for (old, new), (changes, renamed) in zip(pairwise(states), data.steps, strict=True)
        )
        ranges = [
            ChangeRange(Comparison(states[old], states[new], (), renamed), change, at)
            for old, new, renamed, change, at in data.change_ranges
        ]
        history = cls(states, authoritative)
        vars(history).update(steps=tuple(steps), change_ranges=ranges, renames=data.renames)
        return history

    def find_all(self) -> None:
        """Find out what there is to know, so that no text is looked at later."""
        _ = self.steps, self.change_ranges, self.renames

    def told(self) -> HistoryData:
        """The data from which `from_data` makes this history again."""
        index = {id(state): number for number, state in enumerate(self.states)}
        return HistoryData(
            tuple((step.changes, step.renamed) for step in self.steps),
            tuple(
                (
                    index[id(change_range.comparison.old)],
                    index[id(change_range.comparison.new)],
                    change_range.comparison.renamed,
                    change_range.change,
                    change_range.at,
                )
                for change_range in self.change_ranges
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
        unsteady = self._unsteady
        rows = [[clause for clause in edition.by_id if clause in unsteady] for edition in self._editions]
        groups: _Groups = {}
        for old, new in combinations(range(len(self.states)), 2):
            if rows[old] or rows[new]:
                self._group_unsteady((old, new), rows[old], rows[new], groups)
        grouped = [
            ChangeRange(self._comparison(*indices), change, tuple(version_ranges(where)))
            for indices, change, where in groups.values()
            if change and change.substantive
        ]
        return [*grouped, *self._steady_changes(unsteady)]

    @cached_property
    def renames(self) -> Sequence[tuple[str, str, list[VersionRange]]]:
        """Every id that goes on under another one: the old id, the new one, and between which states."""
        pairs_of: dict[tuple[str, str], list[Indices]] = {}
        for indices, pair in self._notable.items():
            for names in pair.pairing.renamed.items():
                pairs_of.setdefault(names, []).append(indices)
        return [(former, later, version_ranges(where)) for (former, later), where in pairs_of.items()]

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
            [(clause.id, edition.parents.get(clause.id), clause.was) for clause in edition.walk()]
            for edition in self._editions
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

    @cached_property
    def _ids_suffice(self) -> bool:
        """Whether no author named a former id, and none was used anew: then clauses with the same id are the same."""
        return all(
            not origins.anew and all(formers in ((), (key,)) for key, formers in origins.formers.items())
            for origins in self._formers
        )

    @cached_property
    def _notable(self) -> Mapping[Indices, _Pair]:
        """The pairs of states between which a clause goes on under another id, was merged or split, or moved."""
        pairs = {indices: self._find_notable(*indices) for indices in combinations(range(len(self.states)), 2)}
        return {indices: pair for indices, pair in pairs.items() if pair}

    def _find_notable(self, old: int, new: int) -> _Pair | None:
        """How two states hang together; None if no more happened than that clauses came and went."""
        if (old, new) not in self._pairs:
            pair = self._pair_by_ids(old, new) if self._ids_suffice else self._pair_by_origins(old, new)
            plain = pair is None or not (pair.moved or pair.pairing.renamed or not pair.pairing.all_simple)
            self._pairs[old, new] = None if plain else pair
        return self._pairs[old, new]

    def _pair_by_ids(self, old: int, new: int) -> _Pair | None:
        """The same where clauses with the same id are the same; others can be paired by the likeness of their texts alone."""
        runs = self._runs[old], self._runs[new]
        if runs[0] == runs[1]:
            return None
        before, after = self._editions[old], self._editions[new]
        in_place = self._stay_in_place(old, new)
        vanished, appeared = before.by_id.keys() - after.by_id.keys(), after.by_id.keys() - before.by_id.keys()
        if len(vanished) * len(appeared) <= ALL_PAIRS:
            vanished, appeared = vanished & self._lookalikes, appeared & self._lookalikes
        if in_place and not (vanished and appeared):
            return None
        own = self._plain_pairing(old, new)
        olds = {key: clause for key, clause in before.by_id.items() if key in vanished}
        news = {key: clause for key, clause in after.by_id.items() if key in appeared}
        inferred = pair_alike(olds, news, own.old_of, before, after, self._likeness)
        if in_place and not inferred:
            return None
        if inferred:
            pairing = replace(own, old_of={**own.old_of, **inferred}, inferred=frozenset(inferred))
            disorder = find_disorder(before, after, pairing)
        else:
            if runs not in self._pairings:  # places alone decide
                self._pairings[runs] = own, find_disorder(before, after, own)
            pairing, disorder = self._pairings[runs]
        return _Pair(pairing, disorder.settle(self._sizes[old], self._sizes[new]))

    @cached_property
    def _lookalikes(self) -> AbstractSet[str]:
        """The ids of the clauses that some state lacks whose text is at all like that of another such clause; no others can be paired by likeness."""
        count = Counter(clause for edition in self._editions for clause in edition.by_id)
        passing = [
            {key: clause for key, clause in edition.by_id.items() if count[key] < len(self.states)}
            for edition in self._editions
        ]
        return self._likeness.lookalikes(clause for clauses in passing for clause in clauses.values())

    def _stay_in_place(self, old: int, new: int) -> bool:
        """Whether the clauses that two states share stand in the same order in the same clauses."""
        runs = self._runs[old], self._runs[new]
        if runs not in self._in_place:
            before, after = self._places[old], self._places[new]
            order = [before[clause] for clause in after if clause in before]
            same_sections = len(self._links[old] & self._links[new]) == len(order)
            self._in_place[runs] = same_sections and order == sorted(order)
        return self._in_place[runs]

    @cached_property
    def _places(self) -> Sequence[Mapping[str, int]]:
        """For each state the position of each clause in reading order."""
        return [{clause: position for position, clause in enumerate(edition.by_id)} for edition in self._editions]

    @cached_property
    def _links(self) -> Sequence[AbstractSet[tuple[str, str | None]]]:
        """For each state each clause with the one around it."""
        return [
            frozenset((clause, edition.parents.get(clause)) for clause in edition.by_id) for edition in self._editions
        ]

    def _pair(self, old: int, new: int) -> _Pair:
        """How two states hang together."""
        return self._find_notable(old, new) or _Pair(self._plain_pairing(old, new), frozenset())

    def _plain_pairing(self, old: int, new: int) -> Pairing:
        """Each clause that two states share, paired with itself."""
        before, after = self._editions[old].by_id, self._editions[new].by_id
        return Pairing({key: key for key in after if key in before}, {}, {}, frozenset(), Origins({}))

    def _pair_by_origins(self, old: int, new: int) -> _Pair:
        """Found out once for all states of two runs, unless it rests on the likeness of texts that differ there."""
        first, last = self._runs[old], self._runs[new]
        before, after = self._editions[old], self._editions[new]
        vanished, appeared = self._doubtful(first, last)
        was, now = self._contents.numbers[old], self._contents.numbers[new]
        key = first, last, tuple([was[clause] for clause in vanished]), tuple([now[clause] for clause in appeared])
        known = self._pairings.get(key)
        if known is None:
            pairing = pair_clauses(before, after, self._origins_of(first, last), self._likeness)
            known = self._pairings[key] = pairing, find_disorder(before, after, pairing)
        pairing, disorder = known
        return _Pair(pairing, disorder.settle(self._sizes[old], self._sizes[new]))

    # --- What changed ---

    def _builder(self, old: int, new: int, pair: _Pair) -> ChangeBuilder:
        differ = ClauseDiffer(self.states[old], self.states[new], self.authoritative, pair.pairing.renamed)
        known = self._contents.between(old, new, differ)
        before, after = self._editions[old], self._editions[new]
        return ChangeBuilder(before, after, pair.pairing, pair.moved, known, self._exchanging, self.equals)

    def _comparison(self, old: int, new: int, changes: Iterable[Change] = ()) -> Comparison:
        renamed = self._pair(old, new).pairing.renamed
        return Comparison(self.states[old], self.states[new], tuple(changes), renamed)

    @cached_property
    def _unsteady(self) -> AbstractSet[str]:
        """Ids of the clauses to which more may happen than other words, and of those that refer to a renamed one."""
        unsteady = set(self._exchanging)
        renamed: set[str] = set()
        seen: set[Pairing] = set()
        for (old, _), pair in self._notable.items():
            unsteady |= pair.moved
            if pair.pairing not in seen:
                seen.add(pair.pairing)
                on_both_sides = pair.pairing.old_of.keys() & self._editions[old].by_id.keys()
                unsteady.update(on_both_sides - pair.pairing.simple, pair.pairing.split, pair.pairing.merged)
                renamed.update(pair.pairing.renamed)
                unsteady.update(pair.pairing.renamed, pair.pairing.renamed.values())
        if renamed:
            referring = [not refers.isdisjoint(renamed) for refers in self._contents.refers]
            unsteady.update(
                clause for row in self._contents.numbers for clause, number in row.items() if referring[number]
            )
        return unsteady

    def _group_unsteady(self, indices: Indices, olds: Sequence[str], news: Sequence[str], groups: _Groups) -> None:
        """Add the changes between two states of these of their clauses, given by their old and their new ids, to groups of equal ones."""
        pair = self._pair(*indices)
        was, now = (self._contents.numbers[index] for index in indices)
        after, renamed = self._editions[indices[1]].by_id, pair.pairing.renamed
        builder, simple = self._builder(*indices, pair), pair.simple - self._exchanging
        for clause in news:
            key: Hashable = None
            if clause in simple and not self._refers_to(renamed, was[clause], now[clause]):
                if was[clause] == now[clause]:
                    continue
                key = clause, was[clause], now[clause]  # nothing else has a say
                if key in groups:
                    groups[key][2].append(indices)
                    continue
            change = builder.change(after[clause])
            if change and not key:
                key = self._looks(indices, pair, change)
            if key:
                groups.setdefault(key, (indices, change, []))[2].append(indices)
        for change in [builder.removal(clause) for clause in olds if clause not in pair.pairing.new_of]:
            groups.setdefault(self._looks(indices, pair, change), (indices, change, []))[2].append(indices)

    def _refers_to(self, renamed: Mapping[str, str], *numbers: int) -> bool:
        """Whether one of these contents refers to a clause that was renamed."""
        return bool(renamed) and any(not self._contents.refers[number].isdisjoint(renamed) for number in numbers)

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

    def _steady_changes(self, unsteady: AbstractSet[str]) -> Iterator[ChangeRange]:
        """The changes of all other clauses: between each two things that one said, or its absence, in all the states in which it did."""
        states_of: dict[str, dict[int | None, list[int]]] = {}
        for index, row in enumerate(self._contents.numbers):
            for clause, number in row.items():
                if clause not in unsteady:
                    states_of.setdefault(clause, {}).setdefault(number, []).append(index)
        everywhere = range(len(self.states))
        for clause, states in states_of.items():
            there = set().union(*states.values())
            if len(there) < len(everywhere):
                states[None] = [index for index in everywhere if index not in there]
            said = {number: spans(indices) for number, indices in states.items()}
            for was, now in permutations(said, 2):
                at = tuple((*before, *after) for before, after in product(said[was], said[now]) if before < after)
                change = self._steady_change(clause, at[0], removed=now is None) if at else None
                if change and change.substantive:
                    yield ChangeRange(self._comparison(at[0][0], at[0][2]), change, at)

    def _steady_change(self, clause: str, at: VersionRange, *, removed: bool) -> Change | None:
        """The change of a clause between the first two states of a range."""
        old, _, new, _ = at
        builder = self._builder(old, new, self._pair(old, new))
        return builder.removal(clause) if removed else builder.change(self._editions[new].by_id[clause])
