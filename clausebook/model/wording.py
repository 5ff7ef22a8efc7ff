"""Wording: what a placeholder prints in an edition, and what it points at."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from clausebook.model.document import Book, Document, Edition, Snapshot
from clausebook.model.prose import Atom, Placeholder, PlaceholderKind, Prose
from clausebook.model.timeline import in_force
from clausebook.model.values import format_value


@dataclass(frozen=True, slots=True)
class Outside:
    """Another document as references print it: its title, and the number of each clause it has or had."""

    title: str
    numbers: Mapping[str, str]


@dataclass(frozen=True)
class Wording:
    """The printed words of one edition: its values, numbers and terms, and the other documents that it may name."""

    snapshot: Snapshot
    language: str
    outside: Mapping[str, Outside] = field(default_factory=dict)

    @property
    def edition(self) -> Edition:
        return self.snapshot.editions[self.language]

    def words(self, placeholder: Placeholder) -> str:
        """What it prints; raises KeyError for a name that the rules would have refused."""
        match placeholder.kind:
            case PlaceholderKind.VALUE:
                return format_value(self.snapshot.values[placeholder.name], self.language)
            case PlaceholderKind.CLAUSE if placeholder.document not in (None, self.snapshot.document):
                return self.outside[placeholder.document].numbers[placeholder.name]
            case PlaceholderKind.CLAUSE:
                return self.edition.by_id[placeholder.name].number
            case PlaceholderKind.DOCUMENT if placeholder.name != self.snapshot.document:
                return self.outside[placeholder.name].title
            case PlaceholderKind.DOCUMENT:
                return self.edition.title
            case PlaceholderKind.TERM:
                return placeholder.words or self.edition.definitions[placeholder.name][0]

    def atom(self, atom: Atom) -> str:
        """The words of an atom as printed."""
        return self.words(atom.placeholder) if atom.placeholder else atom.text

    def plain(self, prose: Prose) -> str:
        """A text as one line of plain words, for descriptions, excerpts and search."""
        leaves = (block for top in prose.blocks for block in top.walk() if block.atoms)
        words = " ".join("".join(self.atom(atom) for atom in block.atoms) for block in leaves)
        return " ".join(words.split())


class LooseWording(Wording):
    """The words of a text without a record: what cannot be looked up prints as it is written."""

    def words(self, placeholder: Placeholder) -> str:
        try:
            return super().words(placeholder)
        except KeyError:
            return str(placeholder)


def outside(book: Book, language: str, days: Mapping[str, dt.date]) -> dict[str, Outside]:
    """Every document that has `language`, as references from other documents print it on the day given for it."""
    return {
        document.id: _outside(document, language, days[document.id])
        for document in book.documents.values()
        if language in document.draft.editions
    }


def _outside(document: Document, language: str, day: dt.date) -> Outside:
    """A clause prints the number it has in the version in force, else the one that it had or will have last."""
    numbers: dict[str, str] = {}
    current = in_force(document, day)
    versions = [version for version in document.versions if language in version.editions]
    ordered: list[Snapshot] = [*versions, document.draft]
    if current and current in versions:
        ordered = [document.draft, *(version for version in versions if version is not current), current]
    for snapshot in ordered:
        numbers.update({clause.id: clause.number for clause in snapshot.editions[language].walk()})
    return Outside(ordered[-1].editions[language].title, numbers)
