"""Changes: one language-neutral list of what changed between two states of a document."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from clausebook.compare.aspects import Aspect, Severity
from clausebook.compare.differ import ClauseDiffer, Differ, Difference
from clausebook.compare.moves import find_moved
from clausebook.compare.pairing import Origins, Pairing, former_ids, former_ids_along, pair_clauses, turned_round
from clausebook.compare.structure import Restructuring
from clausebook.compare.transfers import Transfer, find_transfers
from clausebook.model.document import Clause, Edition, Snapshot


class ChangeKind(StrEnum):
    """The kinds of changes, in the order in which they are told. A clause can have several at once."""

    ADDED = "added"
    """The clause is new."""
    REMOVED = "removed"
    """The clause is no longer there."""
    MOVED = "moved"
    """It stands in another clause, or in another order among those that stayed."""
    REPEALED = "repealed"
    """It is repealed: it keeps its number and says nothing any more."""
    REINSTATED = "reinstated"
    """It was repealed and has a text again."""
    SPLIT = "split"
    """It was taken out of another clause, or is what continues a clause that was divided."""
    MERGED = "merged"
    """Other clauses, no longer there, went into it."""
    REWORDED = "reworded"
    """The words of its text changed."""
    RETITLED = "retitled"
    """Its title changed."""
    VALUE = "value"
    """A typed value that it prints changed."""
    LINK = "link"
    """A link in it leads to another address."""
    STRUCTURE = "structure"
    """Its paragraphs, lists or levels changed, or the order of what it says."""
    EMPHASIS = "emphasis"
    """Nothing but italics, bold or code changed in it."""
    SPACING = "spacing"
    """Nothing but space between its words changed."""
    CAPITALS = "capitals"
    """Nothing but capital letters changed in it."""
    PUNCTUATION = "punctuation"
    """Nothing but punctuation that changes no word changed in it."""
    RENUMBERED = "renumbered"
    """Only its number changed, because something was inserted or removed above it."""
    TRANSLATION = "translation"
    """Its wording changed in some languages only, not in the authoritative one."""


_OF_ASPECT = {
    Aspect.WORDS: ChangeKind.REWORDED,
    Aspect.LINK: ChangeKind.LINK,
    Aspect.STRUCTURE: ChangeKind.STRUCTURE,
    Aspect.EMPHASIS: ChangeKind.EMPHASIS,
    Aspect.SPACING: ChangeKind.SPACING,
    Aspect.CAPITALS: ChangeKind.CAPITALS,
    Aspect.PUNCTUATION: ChangeKind.PUNCTUATION,
}
# Told beside a change of words too: a reader cannot take them for one.
_ALWAYS_TOLD = {Aspect.LINK, Aspect.STRUCTURE}
FORM_KINDS = frozenset(
    {
        ChangeKind.STRUCTURE,
        ChangeKind.EMPHASIS,
        ChangeKind.SPACING,
        ChangeKind.CAPITALS,
        ChangeKind.PUNCTUATION,
        ChangeKind.MOVED,
        ChangeKind.RENUMBERED,
    }
)
"""Kinds that leave what is said as it was."""
WEIGHTY_KINDS = frozenset({ChangeKind.VALUE, ChangeKind.REPEALED, ChangeKind.REINSTATED})
"""Kinds that are of substance whatever the words."""


@dataclass(frozen=True, slots=True)
class Change:
    """What happened to one clause.

    `id` is its id in the new state, the old one if it was removed (with `_removed` if another clause has that id now). `languages` are those whose words changed; `origins` the
    old clauses, other than `old_id`, that were merged into it, or those that it was split from; `inferred` says that it was
    paired by likeness, and `anew` that this is because ids were used anew; `values` names the values that changed in it. `flag` says that the
    authoritative wording changed and a translation did not, or the reverse; `substance` that its words touch figures, dates, duties or
    rights; `restructurings` how its shape changed; `transfers` which sentences moved between it and other clauses.
    """

    id: str
    old_id: str | None
    new_id: str | None
    kinds: tuple[ChangeKind, ...]
    languages: frozenset[str] = frozenset()
    origins: tuple[str, ...] = ()
    inferred: bool = False
    old_parent: str | None = None
    new_parent: str | None = None
    values: tuple[str, ...] = ()
    flag: bool = False
    anew: bool = False
    substance: bool = False
    restructurings: tuple[Restructuring, ...] = ()
    transfers: tuple[Transfer, ...] = ()

    @property
    def substantive(self) -> bool:
        """Whether it is more than another number; one that rests on an inference always is."""
        return self.inferred or self.kinds != (ChangeKind.RENUMBERED,)

    @property
    def severity(self) -> Severity:
        """How much it weighs: what is certain to be form alone is told as such, and nothing else."""
        if self.substance or self.old_id is None or self.new_id is None or not WEIGHTY_KINDS.isdisjoint(self.kinds):
            return Severity.SUBSTANCE
        if self.kinds and FORM_KINDS.issuperset(self.kinds) and not self.inferred:
            return Severity.FORM
        return Severity.WORDING

    def rewords(self, language: str) -> bool:
        """Whether a reader of `language` sees other words: printed values count, another place or number does not."""
        whole = self.old_id is None or ChangeKind.MERGED in self.kinds or ChangeKind.VALUE in self.kinds
        return whole or language in self.languages


@dataclass(frozen=True)
class Comparison:
    """All changes between two states, in the reading order of the new one; removed clauses stand where they were.

    `renamed` gives the new id of every old clause that goes on under another one, merged clauses included.
    """

    old: Snapshot
    new: Snapshot
    changes: tuple[Change, ...]
    renamed: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def _by_id(self) -> Mapping[str, Change]:
        former = {change.old_id: change for change in self.changes if change.old_id}
        return former | {change.id: change for change in self.changes}

    def change_of(self, clause: str) -> Change | None:
        """The change of the clause with this id, new or old; None when it did not change, or does not exist."""
        return self._by_id.get(clause)

    @cached_property
    def inferred(self) -> tuple[tuple[str, str], ...]:
        """Old id and new id of the clauses that go on as one another by the likeness of their texts alone, so that an author can confirm them.

        Where ids were used anew they are among them, also those under which nothing else changed.
        """
        return tuple(
            (change.old_id, change.new_id)
            for change in self.changes
            if change.inferred and change.old_id and change.new_id
        )

    @cached_property
    def substantive(self) -> tuple[Change, ...]:
        """The changes that are more than another number."""
        return tuple(change for change in self.changes if change.substantive)

    def substantive_in(self, language: str) -> tuple[Change, ...]:
        """The same as a reader of a language meets them: those of a list that is sorted by the alphabet stand in the order of its words."""
        edition, ordered = self.new.editions[language], list(self.substantive)
        place = {clause: index for index, clause in enumerate(edition.by_id)}
        for section in edition.walk():
            if section.filed:
                slots = [index for index, change in enumerate(ordered) if change.new_parent == section.id]
                own = sorted([ordered[index] for index in slots], key=lambda change: place[change.id])
                for index, change in zip(slots, own, strict=True):
                    ordered[index] = change
        return tuple(ordered)


def former_of(new_id: str, renamed: Mapping[str, str]) -> str:
    """The id that a clause had in the old state, by what was renamed; its own if it was not."""
    return next((old_id for old_id, later in renamed.items() if later == new_id), new_id)


def compare_snapshots(
    old: Snapshot,
    new: Snapshot,
    authoritative: str,
    lineage: Mapping[str, str | Sequence[str]] | None = None,
    *,
    equals: Collection[str] = (),
) -> Comparison:
    """Compare a state with its direct successor. `equals` are the languages that prevail together with the authoritative one.

    `lineage` gives new ids with the old id, or ids, that they came from; without it, what `was` says in `new` holds.
    """
    if lineage is None:
        return _compare(old, new, authoritative, former_ids(old, new, authoritative), equals)
    before = old.editions[authoritative].by_id
    origins = {}
    for clause in new.editions[authoritative].walk():
        told = lineage.get(clause.id, ())
        own = (clause.id,) if clause.id in before else ()
        origins[clause.id] = tuple(dict.fromkeys((*own, *((told,) if isinstance(told, str) else told))))
    return _compare(old, new, authoritative, Origins(origins), equals)


def compare_history(
    versions: Sequence[Snapshot], old: Snapshot, new: Snapshot, authoritative: str, *, equals: Collection[str] = ()
) -> Comparison:
    """Compare any two of `versions` (oldest first), following `was` through all that lie between; `old` may be the later one.

    The draft stands last, also where `versions` does not hold it. Raises ValueError for any other state that is not in it.
    """
    states = list(versions)
    states += [
        state for state in (old, new) if state.number is None and state.name not in {one.name for one in states}
    ][:1]
    names = [state.name for state in states]
    start, end = names.index(old.name), names.index(new.name)
    if start <= end:
        return _compare(old, new, authoritative, former_ids_along(states[start : end + 1], authoritative), equals)
    origins = turned_round(former_ids_along(states[end : start + 1], authoritative))
    return _compare(old, new, authoritative, origins, equals)


def _compare(old: Snapshot, new: Snapshot, authoritative: str, origins: Origins, equals: Collection[str]) -> Comparison:
    before, after = old.editions[authoritative], new.editions[authoritative]
    pairing = pair_clauses(before, after, origins)
    moved = find_moved(before, after, pairing)
    differ = ClauseDiffer(old, new, authoritative, pairing.renamed)
    builder = ChangeBuilder(before, after, pairing, moved, differ, equals=frozenset(equals))
    return Comparison(old, new, tuple(builder.changes()), pairing.renamed)


@dataclass(frozen=True)
class ChangeBuilder:
    """Builds the changes one by one. `exchanging` are the ids of the clauses between which text can have moved, None where that is unknown;
    `equals` the languages that prevail together with the authoritative one."""

    old: Edition
    new: Edition
    pairing: Pairing
    moved: frozenset[str]
    differ: Differ
    exchanging: frozenset[str] | None = None
    equals: frozenset[str] = frozenset()

    @cached_property
    def _transfers(self) -> Mapping[str, tuple[Transfer, ...]]:
        if self.exchanging is not None and not self.exchanging:
            return {}
        return find_transfers(self.old, self.new, self.pairing, self.differ, self.exchanging)

    def changes(self) -> Iterator[Change]:
        """In the new order, each removed clause after the one that it followed in the old."""
        removed = self._removed() if self.old.by_id.keys() - self.pairing.new_of.keys() else {}
        yield from removed.get("", ())
        old, same = self.old.by_id, self.differ.same
        simple = self.pairing.simple - self.moved
        for clause in self.new.walk():
            new_id = clause.id
            # So it is with nearly all.
            unchanged = new_id in simple and old[new_id].number == clause.number and same(new_id, new_id)
            change = None if unchanged else self.change(clause)
            if change:
                yield change
            yield from removed.get(new_id, ())

    def _removed(self) -> dict[str, list[Change]]:
        """Removed clauses by the new id that they follow: the nearest before them that did not move, "" for none."""
        new_of = self.pairing.new_of
        removed: dict[str, list[Change]] = {}
        anchor = ""
        for clause in self.old.walk():
            new_id = new_of.get(clause.id)
            if new_id is None:
                removed.setdefault(anchor, []).append(self.removal(clause.id))
            elif self.pairing.old_of.get(new_id) == clause.id and not self._went_elsewhere(new_id):
                anchor = new_id
        return removed

    def removal(self, old_id: str) -> Change:
        """The change of a clause of the old state that nothing continues."""
        languages = self.differ.languages_of(old_id, None)
        transfers = self._transfers.get(old_id, ())
        parent = self.old.parents.get(old_id)
        # Where ids were used anew, another clause has this one now; no id has an underscore.
        own = f"{old_id}_removed" if old_id in self.new.by_id else old_id
        return Change(own, old_id, None, (ChangeKind.REMOVED,), languages, old_parent=parent, transfers=transfers)

    def _went_elsewhere(self, new_id: str) -> bool:
        """Whether a clause moved, or a clause around it did."""
        here: str | None = new_id
        while here is not None and here not in self.moved:
            here = self.new.parents.get(here)
        return here is not None

    def change(self, clause: Clause) -> Change | None:
        """The change of a clause of the new state; None when nothing changed, its number included."""
        pairing, new_id = self.pairing, clause.id
        old_id = pairing.old_of.get(new_id)
        origins = pairing.merged.get(new_id) or pairing.split.get(new_id, ())
        new_parent = self.new.parents.get(new_id)
        if old_id is None:
            kind = ChangeKind.SPLIT if origins else ChangeKind.ADDED
            languages = self.differ.languages_of(None, new_id)
            transfers = self._transfers.get(new_id, ())
            return Change(new_id, None, new_id, (kind,), languages, origins, new_parent=new_parent, transfers=transfers)
        says = self.differ.compare(old_id, new_id, pairing.merged.get(new_id, ()))
        wording = _aspects_told(says.aspects)
        was_repealed = self.old.by_id[old_id].repealed
        if clause.repealed is not was_repealed:
            wording.clear()
        present = {  # in the order in which kinds are told
            ChangeKind.MOVED: new_id in self.moved,
            ChangeKind.REPEALED: clause.repealed and not was_repealed,
            ChangeKind.REINSTATED: was_repealed and not clause.repealed,
            ChangeKind.SPLIT: new_id in pairing.split,
            ChangeKind.MERGED: new_id in pairing.merged,
            ChangeKind.REWORDED: Aspect.WORDS in wording or self._only_equals(says, says.reworded),
            ChangeKind.RETITLED: says.authoritative in says.retitled or self._only_equals(says, says.retitled),
            ChangeKind.VALUE: bool(says.values),
            **{kind: aspect in wording for aspect, kind in _OF_ASPECT.items() if aspect is not Aspect.WORDS},
            ChangeKind.TRANSLATION: any(
                touched and says.authoritative not in touched and self.equals.isdisjoint(touched)
                for touched in (says.reworded, says.retitled)
            ),
        }
        kinds = tuple([kind for kind, told in present.items() if told])
        if not kinds and self.old.by_id[old_id].number != clause.number:
            kinds = (ChangeKind.RENUMBERED,)
        inferred = new_id in pairing.inferred
        if not kinds and not inferred:
            return None
        return Change(
            new_id,
            old_id,
            new_id,
            kinds,
            says.reworded | says.retitled,
            origins,
            inferred,
            self.old.parents.get(old_id),
            new_parent,
            says.values,
            says.uneven,
            inferred and new_id in pairing.origins.anew,
            says.substance,
            says.restructurings,
            self._transfers.get(new_id, ()) if Aspect.WORDS in says.aspects else (),
        )

    def _only_equals(self, says: Difference, touched: frozenset[str]) -> bool:
        """Whether a language that prevails too changed, and the authoritative one did not."""
        return says.authoritative not in touched and not self.equals.isdisjoint(touched)


def _aspects_told(aspects: Sequence[Aspect]) -> set[Aspect]:
    """Differences of form are told where no word changed; of links and structure always."""
    return {each for each in aspects if Aspect.WORDS not in aspects or each is Aspect.WORDS or each in _ALWAYS_TOLD}
