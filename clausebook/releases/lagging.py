"""Lagging: the texts of a draft that did not follow a change of one that prevails."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from clausebook.compare import Comparison, compare_snapshots
from clausebook.model.document import Clause, Document, Snapshot
from clausebook.model.staleness import changed_clauses, is_unaffected, stale_in_short
from clausebook.problems import Problems


class Stale(NamedTuple):
    """A clause in a language that stands as it did, and the language that prevails in which it has changed."""

    language: str
    clause: Clause
    original: str


def compare_with(document: Document, old: Snapshot, new: Snapshot) -> Comparison:
    """What one state of a document changed in the one before it."""
    pair = (old, new)
    return compare_snapshots(*pair, document.pivot(pair), equals=document.equals(pair))


def stale_clauses(document: Document, comparison: Comparison) -> Iterator[Stale]:
    """The clauses of each language that did not follow a change in one that prevails; each once.

    Not those of which the author says there, newly since the last version, that the change leaves the other languages as they are.
    """
    pair = (comparison.old, comparison.new)
    told: set[tuple[str, str]] = set()
    for original in (document.pivot(pair), *sorted(document.equals(pair))):
        if not all(original in state.editions for state in pair):
            continue
        for language, clause in (*_not_reworded(comparison, original), *_not_shortened(comparison, original)):
            if (language, clause.id) not in told:
                told.add((language, clause.id))
                yield Stale(language, clause, original)


def _not_reworded(comparison: Comparison, original: str) -> Iterator[tuple[str, Clause]]:
    """The languages, with their clauses, whose words a change in another one left as they were."""
    for change in comparison.changes:
        if change.old_id is None or change.new_id is None or original not in change.languages:
            continue
        old = comparison.old.editions[original].by_id[change.old_id]
        new = comparison.new.editions[original].by_id[change.new_id]
        if is_unaffected(old, new):
            continue
        for language, edition in comparison.new.editions.items():
            if language not in change.languages and language in comparison.old.editions:
                yield language, edition.by_id[change.new_id]


def _not_shortened(comparison: Comparison, original: str) -> Iterator[tuple[str, Clause]]:
    """The same for what clauses say in short."""
    for old, new in changed_clauses(comparison.new.editions[original], comparison.old):
        yield from stale_in_short(old, new, comparison.old, comparison.new)


def check_stale(document: Document, comparison: Comparison, problems: Problems) -> None:
    """stale: every language follows a change in one that prevails."""
    for language, clause, original in stale_clauses(document, comparison):
        problems.add(
            document.draft.editions[language].node(clause).place,
            "stale",
            f"the clause “{clause.id}” changed in “{original}”, but not in “{language}”",
            f"translate the change, or say “unaffected: why” on the clause in “{original}”",
        )
