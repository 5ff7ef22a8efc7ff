"""Reasons: customers are told what a version changes and why, in every language."""

from __future__ import annotations

from clausebook.compare import Comparison
from clausebook.model.document import Document, Edition, Version
from clausebook.problems import Problems


def check_summaries(document: Document, last: Version | None, problems: Problems) -> None:
    """summary-missing, summary-old: customers are told what this version changes, in every language."""
    for language, edition in document.draft.editions.items():
        before = last.editions.get(language) if last else None
        if not edition.summary.strip():
            problems.add(
                edition.source.place_of_key("summary"),
                "summary-missing",
                "the draft has no summary in this language",
                "write “summary”: what changes, for customers",
            )
        elif before and edition.summary.split() == before.summary.split():
            problems.add(
                edition.source.place_of_key("summary"),
                "summary-old",
                f"the summary is still that of version {last.name if last else ''}",
                "write what this version changes",
            )


def check_old_notes(document: Document, last: Version | None, problems: Problems) -> None:
    """note-old: a note says why a clause changed in this version, not in an earlier one."""
    for language, edition in document.draft.editions.items():
        before = last.editions.get(language) if last else None
        for clause in edition.walk() if before else ():
            old = next(
                (before.by_id[name] for name in (clause.id, *clause.was) if before and name in before.by_id), None
            )
            if old and last and clause.note.strip() and clause.note.split() == old.note.split():
                problems.add(
                    edition.key_place(clause, "note"),
                    "note-old",
                    f"the note of the clause “{clause.id}” is still that of version {last.name}",
                    "remove it, or write why the clause changes in this version",
                )


def check_notes(document: Document, comparison: Comparison, substantial: bool, problems: Problems) -> None:
    """note-missing: a note stands in every language or in none; in a substantial amendment each changed clause has one, or stands in
    a changed clause that has one. What is gone cannot have a note: the summary tells why. A translation that was corrected alone has its
    note alone."""
    corrected = {
        change.new_id: change.languages
        for change in comparison.substantive
        if change.languages and document.authoritative not in change.languages
    }
    changed = {change.new_id for change in comparison.substantive if change.new_id}
    for clause in document.draft.editions[document.authoritative].walk():
        noted = [code for code, edition in document.draft.editions.items() if _has_note(edition, clause.id)]
        for language, edition in document.draft.editions.items():
            own = edition.by_id.get(clause.id)
            if own is None or language in noted or language not in corrected.get(clause.id, document.draft.editions):
                continue
            if noted:
                message = f"the clause “{clause.id}” has a note in {', '.join(noted)}, but not in “{language}”"
            elif substantial and clause.id in changed and not _is_explained(edition, clause.id, changed):
                message = f"the clause “{clause.id}” changes in a substantial amendment, and no note says why"
            else:
                continue
            advice = "write “note”: why the clause changes"
            problems.add(edition.node(own).place, "note-missing", message, advice)


def _has_note(edition: Edition, name: str) -> bool:
    return name in edition.by_id and bool(edition.by_id[name].note.strip())


def _is_explained(edition: Edition, name: str, changed: set[str]) -> bool:
    """Whether a changed clause stands in another one, changed too, whose note tells the reason for both."""
    parent = edition.parents.get(name)
    while parent:
        if parent in changed and _has_note(edition, parent):
            return True
        parent = edition.parents.get(parent)
    return False
