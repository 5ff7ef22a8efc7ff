"""The shelf: a book as of a day, with everything that the pages of one language ask of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from clausebook.compare import Comparison, History, compare_snapshots
from clausebook.model import timeline
from clausebook.model.document import Book, Clause, Document, Edition, Snapshot, Version
from clausebook.model.timeline import Status
from clausebook.model.wording import Outside, Wording, outside
from clausebook.pages import addresses
from clausebook.pages.prose import PageLinks, ProseWriter
from clausebook.pages.words import Words

_EXCERPT_WORDS = 9


@dataclass(frozen=True)
class Histories:
    """The histories of documents, kept for all languages that show the same states of them."""

    _known: dict[tuple[str, ...], History] = field(default_factory=dict)

    def of(self, document: Document, states: Sequence[Snapshot]) -> History:
        key = (document.id, *(state.name for state in states))
        if key not in self._known:
            self._known[key] = History(states, document.authoritative)
        return self._known[key]


@dataclass(frozen=True, slots=True)
class _Kept:
    """What a shelf has found out of each document, by its id."""

    wordings: dict[tuple[str, str], Wording] = field(default_factory=dict)
    shown: dict[tuple[str, str], tuple[Snapshot, ...]] = field(default_factory=dict)
    statuses: dict[tuple[str, str], Status] = field(default_factory=dict)
    standing: dict[str, tuple[Snapshot, ...]] = field(default_factory=dict)
    ids: dict[str, frozenset[str]] = field(default_factory=dict)
    positions: dict[str, Mapping[str, Sequence[int]]] = field(default_factory=dict)
    since: dict[str, Mapping[str, Mapping[str, Snapshot]]] = field(default_factory=dict)


@dataclass(frozen=True)
class Shelf:
    """What every page of `language` is made from.

    `root` is the site's folder (for its templates), `days` the date, for each document, as of which its status is
    told, `drafts` whether drafts are shown (in a preview), `source_url` the address below which readers find the YAML files (empty for no link),
    `root_url` the address of the whole site with a final slash (empty where it is not known).
    """

    root: Path
    book: Book
    language: str
    languages: tuple[str, ...]
    days: Mapping[str, dt.date]
    drafts: bool = False
    source_url: str = ""
    root_url: str = ""
    histories: Histories = field(default_factory=Histories, compare=False, repr=False)
    _kept: _Kept = field(default_factory=_Kept, compare=False, repr=False)

    @property
    def words(self) -> Words:
        return Words(self.language)

    def day(self, document: Document) -> dt.date:
        return self.days[document.id]

    @cached_property
    def outside(self) -> Mapping[str, Outside]:
        return outside(self.book, self.language, self.days)

    def wording(self, snapshot: Snapshot) -> Wording:
        key = snapshot.document, snapshot.name
        if key not in self._kept.wordings:
            self._kept.wordings[key] = Wording(snapshot, self.language, self.outside)
        return self._kept.wordings[key]

    def edition(self, snapshot: Snapshot) -> Edition:
        return snapshot.editions[self.language]

    def writer(self, snapshot: Snapshot, address: str, clauses_at: str | None = None) -> ProseWriter:
        """Writes texts of `snapshot` for the page at `address`; its clauses are on its own page unless said otherwise."""
        own = addresses.version(self.language, snapshot.document, snapshot.name)
        links = PageLinks(address, own if clauses_at is None else clauses_at)
        return ProseWriter(self.wording(snapshot), links)

    def shown(self, document: Document) -> tuple[Snapshot, ...]:
        """The states of a document that have pages in this language, oldest first; withdrawn ones keep theirs."""
        return self._shown_in(document, self.language)

    def _shown_in(self, document: Document, language: str) -> tuple[Snapshot, ...]:
        key = document.id, language
        if key not in self._kept.shown:
            published = timeline.published(document, self.day(document))
            drafts = (document.draft,) if self.drafts or not published else ()
            self._kept.shown[key] = tuple(state for state in (*published, *drafts) if language in state.editions)
        return self._kept.shown[key]

    def standing(self, document: Document) -> tuple[Snapshot, ...]:
        """The states that have pages and are not withdrawn: each follows the one before it."""
        if document.id not in self._kept.standing:
            self._kept.standing[document.id] = tuple(
                state for state in self.shown(document) if self.status(document, state) is not Status.WITHDRAWN
            )
        return self._kept.standing[document.id]

    def current(self, document: Document) -> Snapshot:
        """What the document's own address shows: the version in force, else the first announced one, else the draft."""
        in_force = timeline.in_force(document, self.day(document))
        shown = self.shown(document)
        return in_force if in_force in shown and in_force else shown[0]

    def status(self, document: Document, snapshot: Snapshot) -> Status:
        if not isinstance(snapshot, Version):
            return Status.UNPUBLISHED
        key = document.id, snapshot.name
        if key not in self._kept.statuses:
            self._kept.statuses[key] = timeline.status(document, snapshot, self.day(document))
        return self._kept.statuses[key]

    def predecessor(self, document: Document, snapshot: Snapshot) -> Snapshot | None:
        before = document.predecessor(snapshot)
        return before if before and self.language in before.editions else None

    def history(self, document: Document) -> History:
        """The states that follow one another, compared."""
        return self.histories.of(document, self.standing(document))

    def comparison(self, document: Document, snapshot: Snapshot) -> Comparison | None:
        """What `snapshot` changed in its predecessor; None for a first version."""
        old = self.predecessor(document, snapshot)
        if old is None:
            return None
        states = self.standing(document)
        if snapshot in states[1:] and states[states.index(snapshot) - 1] is old:
            return self.history(document).steps[states.index(snapshot) - 1]
        return compare_snapshots(old, snapshot, document.authoritative)

    def clause_history(self, snapshot: Snapshot, clause: str) -> str:
        """The address of all wordings of a clause; empty for one that only a withdrawn version has."""
        document = self.book.documents.get(snapshot.document)
        if document is None or clause not in self._ids(document):
            return ""
        return addresses.clause(self.language, snapshot.document, clause)

    def _ids(self, document: Document) -> frozenset[str]:
        """The ids of all clauses that a standing state has."""
        if document.id not in self._kept.ids:
            editions = (self.edition(state) for state in self.standing(document))
            self._kept.ids[document.id] = frozenset(clause for edition in editions for clause in edition.by_id)
        return self._kept.ids[document.id]

    def positions(self, document: Document) -> Mapping[str, Sequence[int]]:
        """For each clause id of a document, in their order, the states with pages that have it, as indices."""
        if document.id not in self._kept.positions:
            known: dict[str, list[int]] = {}
            for position, state in enumerate(self.shown(document)):
                for clause in self.edition(state).by_id:
                    known.setdefault(clause, []).append(position)
            self._kept.positions[document.id] = dict(sorted(known.items()))
        return self._kept.positions[document.id]

    def wordings_since(self, document: Document, snapshot: Snapshot) -> Mapping[str, Snapshot]:
        """For each clause of `snapshot` the state with which its wording in this language began."""
        if document.id not in self._kept.since:
            lineage = self.history(document).lineage
            found = lineage.since(self.language)
            self._kept.since[document.id] = {
                state.name: {clause: lineage.states[index] for clause, index in begun.items()}
                for state, begun in zip(lineage.states, found, strict=True)
            }
        begun = self._kept.since[document.id].get(snapshot.name)
        return dict.fromkeys(self.edition(snapshot).by_id, snapshot) if begun is None else begun

    def title(self, document: Document) -> str:
        return self.edition(self.current(document)).title

    def heading(self, snapshot: Snapshot, clause: Clause) -> str:
        """Words that name a clause: its title, or its section's title with how its text begins."""
        if clause.title:
            return clause.title
        edition = self.edition(snapshot)
        section = self.section(edition, clause)
        excerpt = self.wording(snapshot).plain(clause.text).split(" ")
        words = " ".join(excerpt[:_EXCERPT_WORDS]) + (" …" if len(excerpt) > _EXCERPT_WORDS else "")
        return f"{section} – {words}" if section else words

    def section(self, edition: Edition, clause: Clause) -> str:
        """The title of the nearest clause around `clause` that has one."""
        parent = edition.parents.get(clause.id)
        while parent:
            if edition.by_id[parent].title:
                return edition.by_id[parent].title
            parent = edition.parents.get(parent)
        return ""

    def alternates(
        self, address: str, document: Document | None = None, *snapshots: Snapshot
    ) -> tuple[dict[str, str], tuple[str, ...]]:
        """The page's address in each language of the site, and the languages in which it really exists.

        A page of a document is there where the document is, one of some versions where all of these were published.
        """
        if document is None:
            return {code: addresses.in_language(address, code) for code in self.languages}, self.languages
        there = tuple(
            code
            for code in self.languages
            if (all(code in one.editions for one in snapshots) if snapshots else bool(self._shown_in(document, code)))
        )
        absent = {code: addresses.current(code, document.id) for code in self.languages}
        return {**absent, **{code: addresses.in_language(address, code) for code in there}}, there


def source_link(shelf: Shelf, path: str) -> str:
    """Where a reader finds the file that a page is made from, to propose a change; empty where the site does not say."""
    return f"{shelf.source_url.rstrip('/')}/{path}" if shelf.source_url else ""
