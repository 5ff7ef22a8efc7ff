"""An existing document that is imported again: its ids, and what its author wrote since, stay.

A clause whose words are as they are in the draft keeps the draft's text with its placeholders and marks, its notes and defined terms. Order and levels are
those of the file, or those of the draft, as the author wishes: whoever corrected the structure knows where.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from clausebook.importing.clause_tree import ImportedClause, ImportedText
from clausebook.importing.continuity import Known
from clausebook.importing.draft_structure import in_draft_structure
from clausebook.importing.intermediate import Finding, Kind
from clausebook.importing.typed_values import plain_value
from clausebook.importing.understanding import Memory, Understood
from clausebook.model.document import Clause, Document, Edition
from clausebook.model.numbering import Level
from clausebook.model.prose import parse_prose, placeholders_in
from clausebook.model.reading import TERMS
from clausebook.model.values import Value
from clausebook.model.wording import LooseWording
from clausebook.problems import Place
from clausebook.releases.record import with_new_values


@dataclass(frozen=True)
class Existing:
    """A document of the site as it is, and the folder that it lies in; `keeps_structure` says that clauses stay where they stand in the draft."""

    root: Path
    document: Document
    record: str
    keeps_structure: bool = False

    @classmethod
    def of(cls, root: Path, document: Document, *, keeps_structure: bool = False) -> Existing:
        return cls(root, document, (root / TERMS / f"{document.id}.yml").read_text(encoding="utf-8"), keeps_structure)

    @property
    def languages(self) -> tuple[str, ...]:
        return self.document.languages

    @property
    def levels(self) -> tuple[Level, ...]:
        return self.document.regime.numbering

    @property
    def summaries(self) -> Mapping[str, str]:
        return {language: edition.summary for language, edition in self.document.draft.editions.items()}

    @property
    def memory(self) -> Memory:
        """The draft as the state before, as its placeholders print; and every id that the document ever had."""
        known = {
            language: tuple(_known(edition.clauses, LooseWording(self.document.draft, language), ""))
            for language, edition in self.document.draft.editions.items()
        }
        taken = frozenset(key for language in self.document.languages_ever for key in self.document.ids_ever(language))
        return Memory(known, {}, taken, self.document.draft.values)

    def kept(self, understood: Understood) -> Understood:
        """The state with what the author wrote in the draft, wherever the words of a clause are the same."""
        return replace(understood, texts=tuple(self._kept_text(text) for text in understood.texts))

    def _kept_text(self, text: ImportedText) -> ImportedText:
        edition = self.document.draft.editions.get(text.language)
        if edition is None:
            return text
        wording = LooseWording(self.document.draft, text.language)
        if self.keeps_structure:
            text = in_draft_structure(text, edition)
        findings = list(_moved(text, edition))

        def kept(clause: ImportedClause) -> ImportedClause:
            draft = edition.by_id.get(clause.id)
            if draft is None:
                return clause
            clause = replace(clause, note=draft.note, was=draft.was)
            if _same_words(_printed(draft, wording), clause):
                words = tuple(wording.words(each) for each in placeholders_in(draft.text))
                return replace(clause, text=draft.text.strip("\n"), replaced=words, defines=draft.defines)
            return clause

        return text.mapped(kept).telling(findings)

    def record_with(self, values: Mapping[str, Value]) -> str:
        """The record with the values that were found beside those that it has."""
        path = f"{TERMS}/{self.document.id}.yml"
        new = {name: plain_value(value) for name, value in values.items() if name not in self.document.draft.values}
        return with_new_values(self.record, path, new) if new else self.record

    def files(self) -> dict[str, str]:
        """The files that the document has, by path."""
        paths = [f"{TERMS}/{self.document.id}.yml"]
        for state in self.document.states:
            paths += [f"{TERMS}/{language}/{self.document.id}/{state.name}.yml" for language in state.editions]
        return {path: (self.root / path).read_text(encoding="utf-8") for path in paths}


def _known(clauses: tuple[Clause, ...], wording: LooseWording, parent: str) -> list[Known]:
    found = []
    for clause in clauses:
        found.append(Known(clause.id, parent, clause.title, _printed(clause, wording)))
        found += _known(clause.clauses, wording, clause.id)
    return found


def _printed(clause: Clause, wording: LooseWording) -> str:
    """The Markdown of a clause with the words that its placeholders print."""
    text = clause.text.strip("\n")
    text = re.sub(r"(?<!\n)\n(?!\n|\s*[-|>]|\s*[0-9]+[.)] )", " ", text)
    for placeholder in dict.fromkeys(placeholders_in(clause.text)):
        text = text.replace(str(placeholder), wording.words(placeholder))
    return text


def _same_words(printed: str, clause: ImportedClause) -> bool:
    words = iter(clause.replaced)
    ours = [next(words, "") if atom.placeholder else atom.text for atom in parse_prose(clause.text).atoms()]
    theirs = [atom.text for atom in parse_prose(printed).atoms()]
    return "".join(ours).split() == "".join(theirs).split()


def _moved(text: ImportedText, edition: Edition) -> list[Finding]:
    """The clauses that stand in another section than in the draft."""
    found = []
    parents = edition.parents

    def look(clauses: tuple[ImportedClause, ...], parent: str) -> None:
        for clause in clauses:
            if clause.id in edition.by_id and parents.get(clause.id, "") != parent:
                message = f"“{clause.id}” stood {_where(parents.get(clause.id, ''))} in the draft, and stands {_where(parent)} now"
                found.append(Finding(clause.place, Kind.UNCERTAIN, message))
            look(clause.clauses, clause.id)

    look(text.clauses, "")
    present = {clause.id for clause in text.walk()}
    for clause in edition.walk():
        if clause.id not in present:
            found.append(
                Finding(
                    Place(edition.path),
                    Kind.UNCERTAIN,
                    f"the clause “{clause.id}” of the draft is not in the file any more",
                )
            )
    return found


def _where(parent: str) -> str:
    return f"in “{parent}”" if parent else "at the top"
