"""Changes: one language-neutral list of what changed between two states of a document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Protocol

from clausebook.compare.kinds import Difference, Kinds
from clausebook.compare.moves import find_moved
from clausebook.compare.pairing import Origins, Pairing, former_ids, former_ids_along, pair_clauses, turned_round
from clausebook.model.document import Clause, Edition, Snapshot


class ChangeKind(StrEnum):
    """The kinds of changes, in the order in which they are told. A clause can have several at once."""

    ADDED = "added"
    """The clause is new."""
    REMOVED = "removed"
    """The clause is no longer there."""
    MOVED = "moved"
    """It stands in another clause, or in another order among those that stayed."""
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
    RENUMBERED = "renumbered"
    """Only its number changed, because something was inserted or removed above it."""
    TRANSLATION = "translation"
    """Its wording changed in some languages only, not in the authoritative one."""


@dataclass(frozen=True, slots=True)
class Change:
    """What happened to one clause.

    `id` is its id in the new state, the old one if it was removed. `languages` are those whose words changed; `origins` the
    old clauses, other than `old_id`, that were merged into it, or those that it was split from; `inferred` says that it was
    paired by likeness; `values` names the values that changed in it. `flag` says that the authoritative wording changed
    and a translation did not, or the reverse; `editorial` that its text changed in punctuation, spacing or emphasis only.
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
    editorial: bool = False

    @property
    def substantive(self) -> bool:
        """Whether it is more than another number; one that rests on an inference always is."""
        return self.inferred or self.kinds != (ChangeKind.RENUMBERED,)

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
    def substantive(self) -> tuple[Change, ...]:
        """The changes that are more than another number."""
        return tuple(change for change in self.changes if change.substantive)


def compare_snapshots(
    old: Snapshot, new: Snapshot, authoritative: str, lineage: Mapping[str, str | Sequence[str]] | None = None
) -> Comparison:
    """Compare a state with its direct successor.

    `lineage` gives new ids with the old id, or ids, that they came from; without it, what `was` says in `new` holds.
    """
    if lineage is None:
        return _compare(old, new, authoritative, former_ids(old, new, authoritative))
    before = old.editions[authoritative].by_id
    origins = {}
    for clause in new.editions[authoritative].walk():
        told = lineage.get(clause.id, ())
        own = (clause.id,) if clause.id in before else ()
        origins[clause.id] = tuple(dict.fromkeys((*own, *((told,) if isinstance(told, str) else told))))
    return _compare(old, new, authoritative, origins)


def compare_history(versions: Sequence[Snapshot], old: Snapshot, new: Snapshot, authoritative: str) -> Comparison:
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
        return _compare(old, new, authoritative, former_ids_along(states[start : end + 1], authoritative))
    origins = turned_round(former_ids_along(states[end : start + 1], authoritative))
    return _compare(old, new, authoritative, origins)


def _compare(old: Snapshot, new: Snapshot, authoritative: str, origins: Origins) -> Comparison:
    before, after = old.editions[authoritative], new.editions[authoritative]
    pairing = pair_clauses(before, after, origins)
    moved = find_moved(before, after, pairing)
    teller = Teller(before, after, pairing, moved, Kinds(old, new, authoritative, pairing.renamed))
    return Comparison(old, new, tuple(teller.changes()), pairing.renamed)


class WhatDiffers(Protocol):
    """What `Kinds` tells, or something that remembers it."""

    def same(self, old_id: str, new_id: str) -> bool:
        """Whether two clauses certainly say the same."""
        ...

    def compare(self, old_id: str, new_id: str) -> Difference:
        """What differs between a clause of the old state and the one of the new state that continues it."""
        ...

    def languages_of(self, old_id: str | None, new_id: str | None) -> frozenset[str]:
        """The languages in which a clause that has one side only is there."""
        ...


@dataclass(frozen=True, slots=True)
class Teller:
    """Tells the changes one by one."""

    old: Edition
    new: Edition
    pairing: Pairing
    moved: frozenset[str]
    kinds: WhatDiffers

    def changes(self) -> Iterator[Change]:
        """In the new order, each removed clause after the one that it followed in the old."""
        removed = self._removed() if self.old.by_id.keys() - self.pairing.new_of.keys() else {}
        yield from removed.get("", ())
        old, same = self.old.by_id, self.kinds.same
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
        languages = self.kinds.languages_of(old_id, None)
        return Change(old_id, old_id, None, (ChangeKind.REMOVED,), languages, old_parent=self.old.parents.get(old_id))

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
            languages = self.kinds.languages_of(None, new_id)
            return Change(new_id, None, new_id, (kind,), languages, origins, new_parent=new_parent)
        says = self.kinds.compare(old_id, new_id)
        present = {  # in the order in which kinds are told
            ChangeKind.MOVED: new_id in self.moved,
            ChangeKind.SPLIT: new_id in pairing.split,
            ChangeKind.MERGED: new_id in pairing.merged,
            ChangeKind.REWORDED: says.authoritative in says.reworded,
            ChangeKind.RETITLED: says.authoritative in says.retitled,
            ChangeKind.VALUE: bool(says.values),
            ChangeKind.TRANSLATION: any(
                touched and says.authoritative not in touched for touched in (says.reworded, says.retitled)
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
            says.editorial,
        )
