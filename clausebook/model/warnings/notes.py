"""Notes: why a clause changed is told in every language, and follows like the texts when it is told anew."""

from __future__ import annotations

from clausebook.model.document import Clause, Edition, Snapshot
from clausebook.model.staleness import said
from clausebook.problems import Problems


def warn_of_notes(original: Edition, before: Snapshot, snapshot: Snapshot, problems: Problems) -> None:
    """note-missing, stale: a note that is new in one language is new in each, but where only a translation was corrected. `original` is
    the edition that prevails, `before` the version before `snapshot`."""
    for clause in original.walk():
        fresh = {code: _is_fresh(edition, clause.id, before) for code, edition in snapshot.editions.items()}
        reworded = {code: _is_reworded(edition, clause.id, before) for code, edition in snapshot.editions.items()}
        written = [code for code, is_fresh in fresh.items() if is_fresh]
        for language, edition in snapshot.editions.items():
            other = edition.by_id.get(clause.id)
            if other is None or not written or language in written:
                continue
            if any(reworded[code] for code in written) and not (reworded[language] or reworded[original.language]):
                continue
            if not other.note.strip():
                message = f"the clause “{clause.id}” has a note in {', '.join(written)}, but not in “{language}”"
                problems.warn(
                    edition.node(other).place, "note-missing", message, "write “note”: why the clause changes"
                )
            elif language in before.editions:
                message = f"the note of the clause “{clause.id}” is as it was in version {before.name}, but in {', '.join(written)} it is another one"
                problems.warn(edition.key_place(other, "note"), "stale", message, "write why the clause changes now")


def _is_fresh(edition: Edition, name: str, before: Snapshot) -> bool:
    """Whether a clause has a note that it had not in the version before."""
    clause, old = edition.by_id.get(name), before.editions.get(edition.language)
    note = " ".join(clause.note.split()) if clause else ""
    former = _former(old, clause) if old and clause else None
    return bool(note) and (former is None or note != " ".join(former.note.split()))


def _is_reworded(edition: Edition, name: str, before: Snapshot) -> bool:
    """Whether a clause says something else than in the version before; one that is new does."""
    clause, old = edition.by_id.get(name), before.editions.get(edition.language)
    former = _former(old, clause) if old and clause else None
    return clause is not None and (former is None or said(former) != said(clause))


def _former(edition: Edition, clause: Clause) -> Clause | None:
    """What a clause was in an earlier edition."""
    return next((edition.by_id[name] for name in (clause.id, *clause.was) if name in edition.by_id), None)
