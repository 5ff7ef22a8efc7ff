"""The text of a version as HTML, clause by clause. What looks the same in many versions of a document is written once."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import NamedTuple

from markupsafe import Markup

from clausebook.languages import N_
from clausebook.model.document import Clause, Document, Snapshot, Version
from clausebook.model.prose import Placeholder, placeholders_in
from clausebook.pages import addresses
from clausebook.pages.page import TocEntry
from clausebook.pages.prose import ProseWriter
from clausebook.pages.shelf import Shelf
from clausebook.pages.templates import render


class ClauseView(NamedTuple):
    """A clause as the template prints it: `level` counts from 1, `inner` is the HTML of the clauses in it."""

    id: str
    label: str
    number: str
    title: str
    html: Markup
    level: int
    since: Markup
    history: str
    inner: Markup


class _Looks(dict[str | Placeholder, Hashable]):
    """What decides, beside its words, how a clause of one version looks: since which state its wording has stood, by its id,
    and what each placeholder prints and leads to. The latter is found when it is asked for."""

    def __init__(self, begun: Mapping[str, Snapshot], writer: ProseWriter) -> None:
        super().__init__((clause, state.name) for clause, state in begun.items())
        self.begun, self.writer = begun, writer

    def __missing__(self, placeholder: Placeholder) -> Hashable:
        found = self[placeholder] = self.writer.look(placeholder)
        return found


class ClauseWriter:
    """Writes the clauses of a document's versions for pages that lie in folders of the same depth.

    Versions share the clauses that are alike in them as one object. So how a section looks is known by its identity and by
    the looks of what is in it.
    """

    def __init__(self, shelf: Shelf, document: Document) -> None:
        self.shelf, self.document = shelf, document
        self._written: dict[Hashable, Markup] = {}
        self._inside: dict[int, tuple[str | Placeholder, ...]] = {}
        self._entries: dict[int, TocEntry] = {}

    def clauses(self, writer: ProseWriter, address: str) -> Markup:
        """All clauses of the writer's edition for the page at `address`."""
        snapshot = writer.wording.snapshot
        looks = _Looks(self.shelf.wordings_since(self.document, snapshot), writer)
        written = [self._write(clause, 1, looks, address) for clause in self.shelf.edition(snapshot).clauses]
        return Markup("".join(written))

    def _write(self, clause: Clause, level: int, looks: _Looks, address: str) -> Markup:
        inside = self._inside.get(id(clause))
        if inside is None:
            inside = self._inside[id(clause)] = _inside_of(clause)
        key = id(clause), *map(looks.__getitem__, inside)
        found = self._written.get(key)
        if found is None:
            found = self._written[key] = self._render(clause, level, looks, address)
        return found

    def _render(self, clause: Clause, level: int, looks: _Looks, address: str) -> Markup:
        inner = [self._write(nested, level + 1, looks, address) for nested in clause.clauses]
        history = self.shelf.clause_history(looks.writer.wording.snapshot, clause.id)
        view = ClauseView(
            clause.id,
            clause.label,
            clause.number,
            clause.title,
            looks.writer.clause(clause),
            level,
            self._since(looks.begun[clause.id]),
            addresses.link(address, history) if history else "",
            Markup("".join(inner)),
        )
        return Markup(render(self.shelf.root, "terms-clause.html", self.shelf.language, address, item=view))

    def _since(self, state: Snapshot) -> Markup:
        """Since when a wording has stood; the date is that of existing customers."""
        words = self.shelf.words
        if not isinstance(state, Version):
            return words("In this wording in the draft")
        coming = state.effective > self.shelf.days[state.document]
        sentence = N_("In this wording from {date}") if coming else N_("In this wording since {date}")
        return words(sentence, date=words.date(state.effective))

    def contents(self, clauses: tuple[Clause, ...]) -> tuple[TocEntry, ...]:
        """The titled clauses with their numbers."""
        entries = []
        for clause in clauses:
            if clause.title:
                entry = self._entries.get(id(clause))
                if entry is None:
                    entry = TocEntry(clause.id, f"{clause.label} {clause.title}", self.contents(clause.clauses))
                    self._entries[id(clause)] = entry
                entries.append(entry)
        return tuple(entries)


def _inside_of(clause: Clause) -> tuple[str | Placeholder, ...]:
    """The ids of a clause and those in it, and all their placeholders."""
    inside = list(clause.walk())
    placeholders = dict.fromkeys(each for one in inside for each in placeholders_in(one.text))
    return *(one.id for one in inside), *placeholders
