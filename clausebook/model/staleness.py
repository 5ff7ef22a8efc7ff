"""Staleness: what a translation, or what is said in short, has not followed since the version before.

The published versions are the baseline: no digests stand in the files. An author says `unaffected` of a change that leaves the translations as
they are.
"""

from __future__ import annotations

from collections.abc import Iterator

from clausebook.model.document import Clause, Edition, Snapshot


def said(clause: Clause) -> tuple[str, ...]:
    """What a clause says, however its lines are broken."""
    return tuple(" ".join(text.split()) for text in (clause.title, clause.text))


def in_short(clause: Clause) -> str:
    """What it says in short, however its lines are broken."""
    return " ".join(clause.in_short.split())


def is_unaffected(old: Clause, new: Clause) -> bool:
    """Whether its author says, newly since the version before, that a change leaves the other languages as they are."""
    return bool(new.unaffected.strip()) and new.unaffected != old.unaffected


def changed_clauses(original: Edition, before: Snapshot) -> Iterator[tuple[Clause, Clause]]:
    """Each clause of an authoritative edition as it was in the version before and as it is, unless its author says, newly since then, that
    its change leaves the translations as they are."""
    old_original = before.editions.get(original.language)
    if old_original is None:
        return
    for clause in original.walk():
        old = next((old_original.by_id[name] for name in (clause.id, *clause.was) if name in old_original.by_id), None)
        if old is not None and not is_unaffected(old, clause):
            yield old, clause


def stale_in_short(old: Clause, clause: Clause, before: Snapshot, snapshot: Snapshot) -> Iterator[tuple[str, Clause]]:
    """The languages, with their clauses, in which what a clause says in short stands as it did before, though it has changed in this one."""
    if in_short(old) == in_short(clause):
        return
    for language, edition in snapshot.editions.items():
        old_edition, other = before.editions.get(language), edition.by_id.get(clause.id)
        old_other = old_edition.by_id.get(old.id) if old_edition else None
        if other and old_other and in_short(old_other) == in_short(other):
            yield language, other
