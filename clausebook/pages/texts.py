"""The text of a version as HTML, clause by clause. What looks the same in many versions of a document is written once."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from markupsafe import Markup

from clausebook.languages import N_
from clausebook.model import timeline
from clausebook.model.document import Clause, Document, Version
from clausebook.model.wording import Mentions, Wording
from clausebook.pages import addresses
from clausebook.pages.language_view import LanguageView
from clausebook.pages.page import TocEntry
from clausebook.pages.prose import ProseWriter
from clausebook.pages.status_sentences import Sentence, anchor, zone_of
from clausebook.pages.templates import TemplateData, render

# HTML in pieces: what looks the same in many versions is the same object in each.
Pieces = tuple[str, ...]
# Where clauses go in what is around them; a text cannot hold this character.
INNER = Markup("\ue000")


class ClauseView(NamedTuple):
    """A clause as the template prints it: `level` counts from 1, `inner` stands for the HTML of the clauses in it, `in_short` is what it says
    in short, which does not bind, `begins` that it applies later than its version."""

    id: str
    label: str
    number: str
    title: str
    html: Markup
    level: int
    since: Markup
    history: str
    inner: Markup
    in_short: Markup
    repealed: bool
    begins: Sentence[Markup] | None


@dataclass(frozen=True, slots=True)
class ClauseData(TemplateData):
    """One clause with those nested in it, printed once for all versions in which it looks the same."""

    TEMPLATE: ClassVar[str] = "terms-clause.html"
    item: ClauseView


class _Text(NamedTuple):
    """One version on its way to the page at `address`; `begun` tells, as an index, the state with which each wording began."""

    writer: ProseWriter
    address: str
    begun: Mapping[str, int]

    def looks(self, clauses: Sequence[str], mentions: Mentions) -> Hashable:
        """What decides how clauses with the same words look in one version or another."""
        return *map(self.begun.__getitem__, clauses), *self.writer.wording.reading(mentions)


class ClauseWriter:
    """Writes the clauses of a document's versions for pages that lie in folders of the same depth.

    Versions share the clauses that are alike in them as one object. So how a section looks is known by its identity and by
    the looks of what is in it.
    """

    def __init__(self, view: LanguageView, document: Document) -> None:
        self.view, self.document = view, document
        self._written: dict[Hashable, Pieces] = {}
        self._own: dict[Hashable, list[str]] = {}
        self._inside: dict[int, tuple[list[str], Mentions]] = {}
        self._entries: dict[tuple[int, str], TocEntry] = {}

    def clauses(self, writer: ProseWriter, address: str) -> Pieces:
        """All clauses of the writer's edition for the page at `address`."""
        snapshot = writer.wording.snapshot
        text = _Text(writer, address, self.view.wordings_since(self.document, snapshot))
        return self._write_all(self.view.edition(snapshot).clauses, 1, text)

    def _write_all(self, clauses: Sequence[Clause], level: int, text: _Text) -> Pieces:
        return tuple([piece for clause in clauses for piece in self._write(clause, level, text)])

    def _write(self, clause: Clause, level: int, text: _Text) -> Pieces:
        inside = self._inside.get(id(clause))
        if inside is None:
            clauses = list(clause.walk())
            inside = self._inside[id(clause)] = [one.id for one in clauses], Mentions.of(clauses)
        key = id(clause), text.looks(*inside)
        found = self._written.get(key)
        if found is None:
            if clause.clauses:
                inner = self._write_all(clause.clauses, level + 1, text)
                found = put_in(self._around(clause, level, text), inner)
            else:
                found = (self._render(clause, level, text),)
            self._written[key] = found
        return found

    def _around(self, clause: Clause, level: int, text: _Text) -> list[str]:
        """The HTML of a section, in pieces between which the clauses in it go: it stays when only one of these has changed."""
        words = level, clause.id, clause.label, clause.number, clause.title, clause.text, clause.in_short
        key = words, text.looks([clause.id], Mentions.of([clause]))
        found = self._own.get(key)
        if found is None:
            found = self._own[key] = self._render(clause, level, text).split(INNER)
        return found

    def _render(self, clause: Clause, level: int, text: _Text) -> str:
        history = self.view.clause_history(text.writer.wording.snapshot, clause.id)
        item = ClauseView(
            clause.id,
            clause.label,
            clause.number,
            clause.title,
            text.writer.clause(clause),
            level,
            self._since(clause, text.begun[clause.id]),
            addresses.link(text.address, history) if history else "",
            INNER if clause.clauses else Markup(""),
            text.writer.html(clause.in_short),
            clause.repealed,
            self._begins(clause, text),
        )
        return render(self.view.root, self.view.language, text.address, ClauseData(item))

    def _since(self, clause: Clause, position: int) -> Markup:
        """Since when a wording has stood; the date is that of existing customers."""
        words, state = self.view.words, self.view.shown(self.document)[position]
        if not isinstance(state, Version):
            return words("In this wording in the draft")
        begins = timeline.clause_effective(state, clause.id)
        coming = begins > self.view.days[state.document]
        sentence = N_("In this wording from {date}") if coming else N_("In this wording since {date}")
        return words(sentence, date=words.date(begins))

    def _begins(self, clause: Clause, text: _Text) -> Sentence[Markup] | None:
        """That a clause, which its version changed or added, applies later than that, and what applies here until then."""
        state, words = self.view.shown(self.document)[text.begun[clause.id]], self.view.words
        day = state.clause_days.get(clause.id) if isinstance(state, Version) else None
        if day is None or not isinstance(state, Version) or day <= self.view.day(self.document):
            return None
        date, before = words.date(day), self.document.predecessor(state)
        told = words("This wording applies from {date}.", date=date)
        ids = (clause.id, *clause.was)
        former = self.view.edition(before).by_id if before and self.view.language in before.editions else {}
        known = next((former_id for former_id in ids if former_id in former), "")
        if before and known:
            target = f"{addresses.version(self.view.language, self.document.id, before.name)}#{known}"
            link = anchor(addresses.link(text.address, target), words.version_inside(before))
            told += " " + words("Until then the wording of {version} applies.", version=link)
        later = words("This wording applies since {date}.", date=date)
        return Sentence(told, later, day.isoformat(), zone_of(self.document, state))

    def contents(self, wording: Wording) -> tuple[TocEntry, ...]:
        """The clauses that have a title with their numbers, and those that are repealed."""
        return self._contents(wording.edition.clauses, wording)

    def _contents(self, clauses: Sequence[Clause], wording: Wording) -> tuple[TocEntry, ...]:
        entries = []
        for clause in clauses:
            repealed = wording.plain(clause.text) if clause.repealed else ""
            if clause.title or repealed:
                key = id(clause), repealed
                entry = self._entries.get(key)
                if entry is None:
                    title = " ".join(filter(None, (clause.label, clause.title, repealed)))
                    entry = self._entries[key] = TocEntry(clause.id, title, self._contents(clause.clauses, wording))
                entries.append(entry)
        return tuple(entries)


def put_in(around: Sequence[str], inner: Pieces) -> Pieces:
    """HTML in pieces with these clauses between every two of them."""
    return (around[0], *[piece for after in around[1:] for piece in (*inner, after)])
