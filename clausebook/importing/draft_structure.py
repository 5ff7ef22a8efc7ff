"""The structure of a draft, for an import into it: clauses stand where its author put them, and what is new stands beside what it follows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from clausebook.importing.clause_tree import ImportedClause, ImportedText
from clausebook.importing.intermediate import Finding, Kind
from clausebook.model.document import Clause, Edition
from clausebook.problems import Place


def in_draft_structure(text: ImportedText, edition: Edition) -> ImportedText:
    """The clauses of `text`, ids given, in the order and on the levels of the draft.

    A clause that only the draft has stays where others of the text stand in it, as a heading of the author's; what is new comes after the clause that it
    follows in the file, else first in the one that it stands in there.
    """
    imported = {clause.id: clause for clause in text.walk()}
    findings: list[Finding] = []
    children: dict[str, list[ImportedClause]] = defaultdict(list)

    def take(clauses: Sequence[Clause], parent: str) -> bool:
        """Note the clauses of the draft that stay; whether any does."""
        stays = False
        for clause in clauses:
            at = len(children[parent])
            holds = take(clause.clauses, clause.id)
            if clause.id in imported:
                children[parent].insert(at, imported[clause.id])
            elif holds:
                place = Place(edition.path)
                message = f"“{clause.id}” stays as the draft has it, though it is not in the file: clauses of the file stand in it"
                findings.append(Finding(place, Kind.UNCERTAIN, message))
                kept = ImportedClause(
                    place, title=clause.title, id=clause.id, text=clause.text.strip("\n"), note=clause.note
                )
                children[parent].insert(at, kept)
            stays = stays or holds or clause.id in imported
        return stays

    take(edition.clauses, "")
    _put_new(text.clauses, "", edition, children)

    def build(parent: str) -> tuple[ImportedClause, ...]:
        return tuple(replace(clause, clauses=build(clause.id)) for clause in children[parent])

    return replace(text, clauses=build("")).telling(findings)


def _put_new(
    clauses: Sequence[ImportedClause], parent: str, edition: Edition, children: dict[str, list[ImportedClause]]
) -> None:
    """Put each clause that the draft does not have after the one before it, wherever that stands now."""
    parent_of = {clause.id: key for key, group in children.items() for clause in group}
    before = ""
    for clause in clauses:
        if clause.id not in edition.by_id:
            where = parent_of.get(before, parent) if before else parent
            siblings = children[where]
            at = next((index + 1 for index, each in enumerate(siblings) if each.id == before), 0)
            siblings.insert(at, clause)
            parent_of[clause.id] = where
        before = clause.id
        _put_new(clause.clauses, clause.id, edition, children)
