"""Moves: which clauses really stand elsewhere, and not only have another number."""

from __future__ import annotations

from zlib import crc32

from clausebook.compare.pairing import Pairing
from clausebook.compare.sequences import heaviest_rise
from clausebook.model.document import Clause, Edition


def find_moved(old: Edition, new: Edition, pairing: Pairing) -> frozenset[str]:
    """New ids of the clauses that stand in another clause, or out of the longest run that kept its order.

    Clauses that went with their section, when it was renamed, merged or split, did not move. Where several runs are equally
    long, the one with the most words stays, so that the lesser texts moved; the choice is the same in both directions.
    """
    moved = set()
    families: dict[tuple[str | None, str | None], list[tuple[Clause, Clause]]] = {}
    for clause in new.walk():
        old_id = pairing.old_of.get(clause.id)
        if old_id is None:
            continue
        before, after = old.parents.get(old_id), new.parents.get(clause.id)
        if (after is None and before is None) or (after is not None and before in pairing.sections(after)):
            families.setdefault((before, after), []).append((old.by_id[old_id], clause))
        else:
            moved.add(clause.id)
    position = {clause.id: index for index, clause in enumerate(old.walk())}
    for family in families.values():
        places = [position[was.id] for was, _ in family]
        kept = heaviest_rise(places, [(1, _size(was) + _size(now), _tie(was.id, now.id)) for was, now in family])
        moved.update(now.id for index, (_, now) in enumerate(family) if index not in kept)
    return frozenset(moved)


def _size(clause: Clause) -> int:
    return sum(len(each.text.split()) + len(each.title.split()) for each in clause.walk())


def _tie(old_id: str, new_id: str) -> int:
    """A number that tells equally long clauses apart, whichever state is called the old one."""
    return crc32("|".join(sorted((old_id, new_id))).encode())
