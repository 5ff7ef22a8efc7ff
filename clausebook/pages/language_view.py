"""The view of one language on a book, as of a day: the only source of facts of everything that is printed in that language.

Of a recorded book (`pages.recording`) it notes each query that is made of it; `pages.answers` answers a query again.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, wraps
from itertools import pairwise
from pathlib import Path
from typing import TypeVar

from clausebook.compare import Comparison, History, HistoryData, compare_snapshots
from clausebook.model import timeline
from clausebook.model.document import Book, Clause, Document, Edition, Snapshot, Version
from clausebook.model.timeline import Status
from clausebook.model.wording import Outside, Wording, outside
from clausebook.pages import addresses
from clausebook.pages.html_words import HtmlWords
from clausebook.pages.prose import PageLinks, ProseWriter
from clausebook.pages.recording import Query, RecordedDocuments, Recorder
from clausebook.sentences.words import Words


@dataclass(frozen=True)
class Histories:
    """The histories of documents, kept for all languages that show the same states of them."""

    _known: dict[tuple[str, ...], History] = field(default_factory=dict)

    def of(self, document: Document, states: Sequence[Snapshot]) -> History:
        key = (document.id, *(state.name for state in states))
        if key not in self._known:
            self._known[key] = History(states, document.pivot(states), document.equals(states))
        return self._known[key]

    def learn(self, document: Document, states: Sequence[Snapshot], told: HistoryData) -> None:
        """Know the history of these states, as another process told it."""
        self._known[document.id, *(state.name for state in states)] = History.from_data(
            states, document.pivot(states), told
        )


@dataclass(frozen=True, slots=True)
class ClauseLife:
    """All that happened to one clause, up to the last state that has it.

    `line` has every state in which it stood, oldest first, as its index among those that follow one another, with the id that it had there; `begun` for each
    of these the index of the state with which its wording began. `steps` has by index what that state changed in it, as a comparison that knows
    nothing else; `end` what the state after the last one did, where there is one: it tells as what the clause went on, if it did.
    """

    line: Sequence[tuple[int, str]]
    begun: Sequence[int]
    steps: Mapping[int, Comparison]
    end: Comparison | None


class RecordedOutside(Mapping[str, Outside]):
    """How other documents look from outside; each that is looked at is a query."""

    def __init__(self, documents: Mapping[str, Outside], language: str, recorder: Recorder) -> None:
        self._documents, self._language, self._recorder = documents, language, recorder

    def _note(self, name: object) -> None:
        self._recorder.note(Query("outside", str(name), (self._language,)))

    def __getitem__(self, name: str) -> Outside:
        self._note(name)
        return self._documents[name]

    def __contains__(self, name: object) -> bool:
        self._note(name)
        return name in self._documents

    def __iter__(self) -> Iterator[str]:
        self._recorder.note(Query("documents"))
        return iter(self._documents)

    def __len__(self) -> int:
        return len(self._documents)


@dataclass(frozen=True)
class LanguageView:
    """What every page of `language` is made from.

    `root` is the site's folder (for its templates), `days` the date, for each document, as of which its status is
    told, `drafts` whether drafts are shown, `source_url` the address below which readers find the YAML files (empty for no link),
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
    recorder: Recorder = field(default_factory=Recorder, compare=False, repr=False)
    histories: Histories = field(default_factory=Histories, compare=False, repr=False)
    _facts: dict[str, _Facts] = field(default_factory=dict, compare=False, repr=False)
    _wordings: dict[tuple[str, str], Wording] = field(default_factory=dict, compare=False, repr=False)

    @cached_property
    def words(self) -> HtmlWords:
        """The interface words of the language as HTML."""
        return HtmlWords(self.language)

    @cached_property
    def text(self) -> Words:
        """The same as plain text."""
        return self.words.plain

    def day(self, document: Document) -> dt.date:
        self.recorder.note(Query("record", document.id))
        return self.days[document.id]

    @cached_property
    def outside(self) -> Mapping[str, Outside]:
        """How other documents look, by every name that they have or had."""
        with self.recorder.paused():
            documents = outside(self.book, self.language, self.days, drafts=self.drafts)
        return RecordedOutside(documents, self.language, self.recorder)

    @cached_property
    def documents(self) -> Mapping[str, Document]:
        """The documents that the site tells of: all but those of which nothing is published in any of its languages."""
        with self.recorder.paused():
            documents = {name: document for name, document in self.book.documents.items() if self._of(document).offered}
        return RecordedDocuments(documents, self.recorder)

    def _of(self, document: Document) -> _Facts:
        self.recorder.note(Query("record", document.id))
        facts = self._facts.get(document.id)
        if facts is None:
            with self.recorder.paused():
                facts = self._facts[document.id] = _Facts(self, document)
        return facts

    def _note_outline(self, document: str) -> None:
        self.recorder.note(Query("outline", document, (self.language,)))

    def wording(self, snapshot: Snapshot) -> Wording:
        """What a state prints. It remembers what it looked up, so all that it can look up is noted here: the outline, and how the documents look to which
        any text of its document refers."""
        document = self.book.documents.get(snapshot.document)
        if document:
            self._of(document)
            self._note_outline(document.id)
            for name in self._of(document).references:
                self.recorder.note(Query("outside", name, (self.language,)))
        key = snapshot.document, snapshot.name
        wording = self._wordings.get(key)
        if wording is None:
            wording = self._wordings[key] = Wording(snapshot, self.language, self.outside)
        return wording

    def edition(self, snapshot: Snapshot) -> Edition:
        return snapshot.editions[self.language]

    def read_text(self, snapshot: Snapshot) -> None:
        """Note that all of a text is shown: what is read of it then is no query of its own, which would be about all versions."""
        self.recorder.note(Query("text", snapshot.document, (self.language, snapshot.name)))

    def writer(self, snapshot: Snapshot, address: str, clauses_at: str | None = None) -> ProseWriter:
        """Writes texts of `snapshot` for the page at `address`; its clauses are on its own page unless said otherwise."""
        own = addresses.version(self.language, snapshot.document, snapshot.name) if clauses_at is None else clauses_at
        return ProseWriter(self.wording(snapshot), PageLinks(address, own))

    def shown(self, document: Document) -> tuple[Snapshot, ...]:
        """The states of a document that have pages in this language, oldest first; withdrawn ones keep theirs."""
        return self._of(document).shown

    def position(self, document: Document, snapshot: Snapshot) -> int:
        """The index of `snapshot` among the states that have pages."""
        return self._of(document).places[snapshot.name]

    def active_versions(self, document: Document) -> tuple[Snapshot, ...]:
        """The states that have pages and are not withdrawn: each follows the one before it."""
        return self._of(document).active_versions

    def current(self, document: Document) -> Snapshot | None:
        """What the document's own address shows: the version in force or that which ended it, else the first announced one, else a
        draft that is shown.

        None where that is not published in this language, whatever earlier ones were.
        """
        return self._of(document).current

    def leading(self, document: Document) -> Snapshot:
        """What the document's own address would show in a language that has everything."""
        return self._of(document).leading

    def unpublished_here(self, document: Document) -> tuple[Version, ...]:
        """The published versions that have no text in this language, though the document has or had one."""
        return self._of(document).unpublished_here

    def announced(self, document: Document) -> tuple[Version, ...]:
        """The versions that are to take effect, in this language or not."""
        return self._of(document).announced

    def status(self, document: Document, snapshot: Snapshot) -> Status:
        if not isinstance(snapshot, Version):
            return Status.UNPUBLISHED
        known = self._of(document).statuses
        status = known.get(snapshot.name)
        if status is None:
            with self.recorder.paused():
                status = known[snapshot.name] = timeline.status(document, snapshot, self.day(document))
        return status

    def predecessor(self, document: Document, snapshot: Snapshot) -> Snapshot | None:
        before = document.predecessor(snapshot)
        return before if before and self.language in before.editions else None

    def has_changes(self, document: Document, snapshot: Snapshot) -> bool:
        """Whether there is a page of what a version changed: it and the one before it are published in this language."""
        return self.language in snapshot.editions and self.predecessor(document, snapshot) is not None

    def history(self, document: Document) -> History:
        """The states that follow one another, compared: all of it is found out when it is asked for."""
        self.recorder.note(Query("history", document.id, (self.language,)))
        with self.recorder.paused():
            history = self._history(document)
            history.find_all()
        return history

    def _history(self, document: Document) -> History:
        """Only to be asked while the recorder is paused."""
        return self.histories.of(document, self.active_versions(document))

    def comparison(self, document: Document, snapshot: Snapshot) -> Comparison | None:
        """What `snapshot` changed in its predecessor; None for a first version."""
        old = self.predecessor(document, snapshot)
        if old is None:
            return None
        self.recorder.note(Query("changes", document.id, (self.language, snapshot.name)))
        with self.recorder.paused():
            for index, (before, after) in enumerate(pairwise(self.active_versions(document))):
                if before is old and after is snapshot:
                    return self._history(document).steps[index]
            pair = (old, snapshot)
            return compare_snapshots(*pair, document.pivot(pair), equals=document.equals(pair))

    def clause_life(self, document: Document, clause: str) -> ClauseLife:
        """What happened to a clause that a state has which follows another."""
        self.recorder.note(Query("life", document.id, (self.language, clause)))
        with self.recorder.paused():
            return self._of(document).life(clause)

    def clause_history(self, snapshot: Snapshot, clause: str) -> str:
        """The address of all wordings of a clause; empty for one that only a withdrawn version has."""
        document = self.book.documents.get(snapshot.document)
        if document is None or clause not in self._of(document).ids:
            return ""
        self._note_outline(document.id)
        return addresses.clause(self.language, snapshot.document, clause)

    def positions(self, document: Document) -> Mapping[str, Sequence[int]]:
        """For each clause id of a document, in their order, the states with pages that have it, as indices."""
        self._note_outline(document.id)
        return self._of(document).positions

    def wordings_since(self, document: Document, snapshot: Snapshot) -> Mapping[str, int]:
        """For each clause of `snapshot` the state with which its wording in this language began, as an index of those with pages."""
        self.recorder.note(Query("begun", document.id, (self.language, snapshot.name)))
        begun = self._of(document).since.get(snapshot.name)
        if begun is None:
            return dict.fromkeys(self.edition(snapshot).by_id, self.position(document, snapshot))
        return begun

    def title(self, document: Document) -> str:
        """What the document is called in this language: as its own address shows it, else as it was called last."""
        return self.edition(
            self.current(document) or (self.active_versions(document) or self.shown(document))[-1]
        ).title

    def title_of(self, version: Version) -> str:
        """What a version is called in this language; one without a text in it as the one before that has one, else the next."""
        if self.language in version.editions:
            return self.edition(version).title
        document = self.book.documents[version.document]
        having = [one for one in document.versions if self.language in one.editions]
        before = [one for one in having if one.number < version.number]
        return self.edition(before[-1] if before else having[0]).title

    def heading(self, snapshot: Snapshot, clause: Clause) -> str:
        """Words that name a clause: its title, or its section's title with how its text begins."""
        return self.wording(snapshot).heading(clause)

    def alternates(
        self, address: str, document: Document | None = None, *snapshots: Snapshot
    ) -> tuple[dict[str, str], tuple[str, ...]]:
        """The page's address in each language of the site, and the languages in which it really exists.

        A page of a document is there where the document is, one of some versions where all of these were published.
        """
        tail = address.partition("/")[2]
        if document is None:
            return {code: f"{code}/{tail}" for code in self.languages}, self.languages
        there = self._of(document).offered
        if snapshots:
            there = tuple([code for code in self.languages if all(code in one.editions for one in snapshots)])
        return {
            code: f"{code}/{tail}" if code in there else addresses.current(code, document.id) for code in self.languages
        }, there


Value = TypeVar("Value")


def _unrecorded(find: Callable[[_Facts], Value]) -> cached_property[Value]:
    """A fact that is found once, from texts as they are: whoever asks for it notes the query."""

    @wraps(find)
    def found(facts: _Facts) -> Value:
        with facts.view.recorder.paused():
            return find(facts)

    return cached_property(found)


class _Facts:
    """What a view has found out of one of its documents."""

    def __init__(self, view: LanguageView, document: Document) -> None:
        self.view, self.document, self.day = view, document, view.day(document)
        self.statuses: dict[str, Status] = {}
        self._lives: dict[str, ClauseLife] = {}

    @_unrecorded
    def _published(self) -> tuple[Snapshot, ...]:
        """The states that have pages in a language which they have."""
        published = timeline.published(self.document, self.day)
        return (*published, self.document.draft) if self.view.drafts else published

    @_unrecorded
    def shown(self) -> tuple[Snapshot, ...]:
        return tuple(state for state in self._published if self.view.language in state.editions)

    @_unrecorded
    def places(self) -> Mapping[str, int]:
        return {state.name: index for index, state in enumerate(self.shown)}

    @_unrecorded
    def offered(self) -> tuple[str, ...]:
        """The languages of the site in which the document has pages."""
        codes = self.view.languages
        return tuple(code for code in codes if any(code in state.editions for state in self._published))

    @_unrecorded
    def active_versions(self) -> tuple[Snapshot, ...]:
        status = self.view.status
        return tuple(state for state in self.shown if status(self.document, state) is not Status.WITHDRAWN)

    @_unrecorded
    def leading(self) -> Snapshot:
        return timeline.leading(self.document, self.day) or self.document.draft

    @_unrecorded
    def current(self) -> Snapshot | None:
        return self.leading if self.leading.name in self.places else None

    @_unrecorded
    def announced(self) -> tuple[Version, ...]:
        return timeline.announced(self.document, self.day)

    @_unrecorded
    def unpublished_here(self) -> tuple[Version, ...]:
        language = self.view.language
        return tuple(one for one in timeline.published(self.document, self.day) if language not in one.editions)

    @_unrecorded
    def ids(self) -> frozenset[str]:
        """The ids of all clauses that a standing state has."""
        return frozenset().union(*(self.view.edition(state).by_id for state in self.active_versions))

    @_unrecorded
    def positions(self) -> Mapping[str, Sequence[int]]:
        known: dict[str, list[int]] = {}
        for position, state in enumerate(self.shown):
            for clause in self.view.edition(state).by_id:
                known.setdefault(clause, []).append(position)
        return dict(sorted(known.items()))

    @_unrecorded
    def references(self) -> Sequence[str]:
        """The names of the documents to which its texts in the language refer."""
        language = self.view.language
        return sorted({one.document for one in self.document.references if one.language == language})

    def life(self, clause: str) -> ClauseLife:
        """All that happened to a clause; to be asked while nothing is recorded."""
        life = self._lives.get(clause)
        if life is None:
            life = self._lives[clause] = self._find_life(clause)
        return life

    def _find_life(self, clause: str) -> ClauseLife:
        lineage = self.view.histories.of(self.document, self.active_versions).lineage
        line, begun, steps = lineage.line(clause), self.begun, {}
        for index, name in line:
            step = lineage.steps[index - 1] if index else None
            change = step.change_of(name) if step else None
            if step and change:
                steps[index] = replace(step, changes=(change,))
        last = line[-1][0] if line else len(lineage.steps)
        end = None
        if last < len(lineage.steps):
            step = lineage.steps[last]
            later = step.renamed.get(clause)
            change = step.change_of(later) if later else None
            end = replace(step, changes=(change,) if change else (), renamed={clause: later} if later else {})
        return ClauseLife(line, [begun[index][name] for index, name in line], steps, end)

    @_unrecorded
    def begun(self) -> Sequence[Mapping[str, int]]:
        """For each standing state, and each clause in it, the index of the standing state with which its wording began."""
        return self.view.histories.of(self.document, self.active_versions).lineage.since(self.view.language)

    @_unrecorded
    def since(self) -> Mapping[str, Mapping[str, int]]:
        """The same by the names of the states, with indices of those shown."""
        places = [self.places[state.name] for state in self.active_versions]
        return {
            state.name: {clause: places[index] for clause, index in begun.items()}
            for state, begun in zip(self.active_versions, self.begun, strict=True)
        }


def source_link(view: LanguageView, path: str) -> str:
    """Where a reader finds the file that a page is made from, to propose a change; empty where the site does not say."""
    return f"{view.source_url.rstrip('/')}/{path}" if view.source_url else ""
