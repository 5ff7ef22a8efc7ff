"""Moves: which clauses really stand elsewhere, and not only have another number."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from zlib import crc32

from clausebook.compare.pairing import Pairing
from clausebook.compare.subsequences import Weight, max_weight_increasing_subsequence
from clausebook.model.document import Clause, Edition


def find_moved(old: Edition, new: Edition, pairing: Pairing) -> frozenset[str]:
    """New ids of the clauses that stand in another clause, or out of the longest run that kept its order.

    Clauses that went with their section, when it was renamed, merged or split, did not move; neither did those around which a level was
    put, or from around which one was taken: the section itself is told as inserted or removed; nor did those of a list that is sorted by the
    alphabet, whose places follow from their words. Moves are the complement of a longest
    increasing subsequence (LIS) of old places. Where several runs are equally
    long, the one with the most words stays, so that the lesser texts moved; the choice is the same in both directions.
    """
    return find_disorder(old, new, pairing).settle(sizes_of(old), sizes_of(new))


@dataclass(frozen=True, slots=True)
class Disorder:
    """What stands elsewhere whatever the texts say, and the families of clauses, old and new ids, that are out of order.

    Each family comes with the places that its clauses had in the old state.
    """

    moved: frozenset[str]
    families: Sequence[tuple[Sequence[tuple[str, str]], Sequence[int]]]

    def settle(self, old: Mapping[str, int], new: Mapping[str, int]) -> frozenset[str]:
        """The new ids of all that moved, given the sizes of the clauses: in each family what is not in the run that stays."""
        if not self.families:
            return self.moved
        moved = set(self.moved)
        for family, places in self.families:
            kept = _kept(tuple(places), tuple([(1, old[was] + new[now], _tie(was, now)) for was, now in family]))
            moved.update(now for index, (_, now) in enumerate(family) if index not in kept)
        return frozenset(moved)


def find_disorder(old: Edition, new: Edition, pairing: Pairing) -> Disorder:
    """How far the clauses of two editions are out of order, from their places alone."""
    moved = set()
    families: dict[tuple[str | None, str | None], list[tuple[str, str]]] = {}
    for clause in new.by_id:
        old_id = pairing.old_of.get(clause)
        if old_id is None:
            continue
        before, after = old.parents.get(old_id), new.parents.get(clause)
        levels = _levels(old, new, pairing, before, after)
        family = next((level for level in levels if _goes_on(pairing, *level)), None)
        if family is None:
            moved.add(clause)
        elif not any(key and edition.by_id[key].filed for key, edition in zip(family, (old, new), strict=True)):
            families.setdefault(family, []).append((old_id, clause))
    position = {clause: index for index, clause in enumerate(old.by_id)}
    placed = [(family, [position[was] for was, _ in family]) for family in families.values()]
    disordered = [(family, places) for family, places in placed if any(a > b for a, b in pairwise(places))]
    return Disorder(frozenset(moved), disordered)


def _levels(
    old: Edition, new: Edition, pairing: Pairing, before: str | None, after: str | None
) -> Iterator[tuple[str | None, str | None]]:
    """The sections around a clause; then without the levels that were put around it, and without those that were taken away."""
    yield before, after
    section = after
    while section is not None and section not in pairing.old_of and section not in pairing.split:
        section = new.parents.get(section)
        yield before, section
    section = before
    while section is not None and section not in pairing.new_of:
        section = old.parents.get(section)
        yield section, after


def _goes_on(pairing: Pairing, before: str | None, after: str | None) -> bool:
    """Whether one section goes on as the other; the document itself does."""
    if before is None or after is None:
        return before is after
    return pairing.old_of.get(after) == before or before in pairing.origins.get(after)


@lru_cache(maxsize=10_000)
def _kept(places: tuple[int, ...], weights: tuple[Weight, ...]) -> set[int]:
    return max_weight_increasing_subsequence(places, weights)


def sizes_of(edition: Edition) -> dict[str, int]:
    """The number of words of each clause, with those of the clauses in it."""
    sizes: dict[str, int] = {}

    def add(clause: Clause) -> int:
        size = _words(clause.text) + _words(clause.title) + sum([add(nested) for nested in clause.clauses])
        sizes[clause.id] = size
        return size

    for clause in edition.clauses:
        add(clause)
    return sizes


@lru_cache(maxsize=5_000)
def _words(text: str) -> int:
    return len(text.split())


@lru_cache(maxsize=10_000)
def _tie(old_id: str, new_id: str) -> int:
    """A number that tells equally long clauses apart, whichever state is called the old one."""
    return crc32("|".join(sorted((old_id, new_id))).encode())
