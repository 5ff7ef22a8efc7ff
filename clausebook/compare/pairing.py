"""Pairing: which clause of a new state continues which clauses of an old one.

By id first, unless ids were used anew for other texts; then by `was`, in which an author names the former ids; at last, for ids that
vanished and appeared without a word, by the likeness of their texts, where it is clear.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from clausebook.compare.inference import pair_alike
from clausebook.compare.likeness import LikenessTable, likeness
from clausebook.compare.reuse import find_reused_ids
from clausebook.model.document import Edition, Snapshot


@dataclass(frozen=True, slots=True)
class Origins:
    """For each new id the old ids that it came from; `anew` are the new ids that were found by their texts, as ids were used anew."""

    formers: Mapping[str, tuple[str, ...]]
    anew: frozenset[str] = frozenset()

    def get(self, new_id: str) -> tuple[str, ...]:
        """The old ids that a clause came from, if any."""
        return self.formers.get(new_id, ())

    def after(self, earlier: Origins) -> Origins:
        """These origins and those of the states before, taken together."""
        formers = {
            key: tuple(dict.fromkeys(first for former in formers for first in earlier.formers[former]))
            for key, formers in self.formers.items()
        }
        through = {key for key, formers in self.formers.items() if not earlier.anew.isdisjoint(formers)}
        return Origins(formers, self.anew | through)


@dataclass(frozen=True, eq=False)
class Pairing:
    """How two states hang together, by clause ids. Every old id is continued, merged into another or gone; never two of these.

    `old_of` gives the clause that each continuing clause continues; `merged` the further old clauses that went into a new
    one; `split` the old clauses that a new one was taken out of; `inferred` the new ids paired by likeness; `origins` is all
    that was said of where clauses came from, and which ids were used anew.
    """

    old_of: Mapping[str, str]
    merged: Mapping[str, tuple[str, ...]]
    split: Mapping[str, tuple[str, ...]]
    inferred: frozenset[str]
    origins: Origins

    @cached_property
    def new_of(self) -> dict[str, str]:
        """Old id to the id under which the clause goes on, merged ones included."""
        found = {old_id: new_id for new_id, olds in self.merged.items() for old_id in olds}
        return found | {old_id: new_id for new_id, old_id in self.old_of.items()}

    @cached_property
    def renamed(self) -> dict[str, str]:
        """Old id to new id of what goes on under another one."""
        return {old_id: new_id for old_id, new_id in self.new_of.items() if old_id != new_id}

    @cached_property
    def simple(self) -> frozenset[str]:
        """The ids under which a clause continues the one with the same id, and nothing else happened to either."""
        same = {new_id for new_id, old_id in self.old_of.items() if new_id == old_id}
        return frozenset(same - self.merged.keys() - self.split.keys() - self.inferred)

    @property
    def all_simple(self) -> bool:
        """Whether nothing else happened to any clause that goes on."""
        return len(self.simple) == len(self.old_of) and not self.split


def former_ids(old: Snapshot, new: Snapshot, language: str) -> Origins:
    """For each clause of `new` the clauses of `old`, its direct predecessor, that it came from.

    What `was` said of the same clause before is old news and counts no more; and a clause that was there before takes
    in only what is there no longer. Where ids were used anew, what the texts say counts.
    """
    before, after = old.editions[language].by_id, new.editions[language].by_id
    reused = find_reused_ids(before, after)
    formers = {}
    for clause in after.values():
        known = before.get(clause.id)
        told = [former for former in clause.was if former in before and former != clause.id]
        if known:
            told = [clause.id, *(former for former in told if former not in after and former not in known.was)]
        formers[clause.id] = tuple(dict.fromkeys(told))
    gone = set(reused.values())
    for key in after:
        if key in reused:
            formers[key] = (reused[key],)
        elif key in gone:
            formers[key] = tuple(former for former in formers[key] if former != key)
    return Origins(formers, frozenset(reused))


def former_ids_along(states: Sequence[Snapshot], language: str) -> Origins:
    """For each clause of the last state the clauses of the first that it came from, step by step."""
    origins = Origins({key: (key,) for key in states[0].editions[language].by_id})
    for old, new in pairwise(states):
        origins = former_ids(old, new, language).after(origins)
    return origins


def turned_round(origins: Origins) -> Origins:
    """The same relation read backwards: for each old id the new ones that came from it."""
    found: dict[str, tuple[str, ...]] = {}
    for new_id, olds in origins.formers.items():
        for old_id in olds:
            found[old_id] = (*found.get(old_id, ()), new_id)
    return Origins(found, frozenset(old_id for new_id in origins.anew for old_id in origins.formers[new_id]))


def pair_clauses(old: Edition, new: Edition, origins: Origins, table: LikenessTable | None = None) -> Pairing:
    """Pair the clauses of two editions; `origins` gives for each new id the old ids that it came from.

    `table` remembers how texts were weighed when other editions of the document were paired.
    """
    before, after = old.by_id, new.by_id
    named = {key: [former for former in origins.get(key) if former in before] for key in after}
    old_of = {key: key for key, formers in named.items() if key in formers}
    taken = set(old_of.values())
    edges = [(old_id, key) for key, formers in named.items() for old_id in formers]

    def closeness(edge: tuple[str, str]) -> tuple[float, list[str]]:
        return -likeness(before[edge[0]], after[edge[1]]), sorted(edge)

    closest = sorted((edge for edge in edges if edge[0] not in taken), key=closeness)
    for old_id, key in closest:
        if key not in old_of and old_id not in taken:
            old_of[key] = old_id
            taken.add(old_id)
    again = [key for key in after if key in before and key not in old_of and key not in taken]
    old_of |= {key: key for key in again}
    taken.update(again)
    into: dict[str, str] = {}
    for old_id, key in closest:
        if old_id not in taken and key in old_of:
            into.setdefault(old_id, key)
    merged = {
        key: tuple(old_id for old_id in before if into.get(old_id) == key) for key in after if key in into.values()
    }
    split = _split(named, old_of, after)
    gone = {key: clause for key, clause in before.items() if key not in taken and key not in into}
    come = {key: clause for key, clause in after.items() if key not in old_of and key not in split}
    inferred = pair_alike(gone, come, old_of, old, new, table or LikenessTable())
    anew = {key for key in origins.anew if key in old_of and key in after}
    return Pairing({**old_of, **inferred}, merged, split, frozenset({*inferred, *anew}), origins)


def _split(
    named: Mapping[str, list[str]], old_of: Mapping[str, str], after: Mapping[str, object]
) -> dict[str, tuple[str, ...]]:
    """New clauses taken out of others; and of a clause that is gone by name, the part that continues it too."""
    split = {key: tuple(formers) for key, formers in named.items() if formers and key not in old_of}
    divided = {former for formers in split.values() for former in formers if former not in after}
    heads = {key: (old_id,) for key, old_id in old_of.items() if old_id in divided}
    return {**split, **heads}
