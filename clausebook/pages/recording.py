"""Recording: what is read of a book while a page is made, as queries whose answers can be compared later (verifying traces).

A recorded book is the book itself, but that its texts are read through editions which note each read as a query. There is no
other way to the texts, so no page can show a word of one without a query that says so, whatever the page is made for. Queries are as coarse as pays:
the outline of all states of a document (titles, numbers, defined terms), one clause through all of them, one whole text.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, ItemsView, Iterable, Iterator, Mapping, ValuesView
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from clausebook.model import timeline
from clausebook.model.document import Book, Clause, Document, Edition, Snapshot, Version


class Query(NamedTuple):
    """A question of which the answer is a fact: its kind, the document that it is about (empty for all), and what in it."""

    kind: str
    document: str = ""
    detail: tuple[str, ...] = ()

    def __str__(self) -> str:
        return " ".join((self.kind, *filter(None, (self.document, *self.detail))))

    @classmethod
    def parse(cls, text: str) -> Query:
        """The query that was written as `text`: no kind, name, code or id has a space."""
        kind, document, *detail = (*text.split(" "), "")
        return cls(kind, document, tuple(filter(None, detail)))


@dataclass
class Recorder:
    """Notes the queries made while something is made; one for all views of a book in a process."""

    _queries: set[Query] | None = field(default=None, repr=False)
    is_paused: bool = False

    def note(self, query: Query) -> None:
        """A query was made."""
        if self._queries is not None and not self.is_paused:
            self._queries.add(query)

    def has(self, query: Query) -> bool:
        """Whether a query was noted in the recording that is open."""
        return self._queries is not None and query in self._queries

    def note_all(self, queries: Iterable[Query]) -> None:
        """Queries were made before, of which something is used now."""
        if self._queries is not None and not self.is_paused:
            self._queries.update(queries)

    @contextmanager
    def recording(self) -> Iterator[set[Query]]:
        """The queries made meanwhile; those of a recording inside another belong to both."""
        outer, inner = self._queries, set[Query]()
        self._queries = inner
        try:
            yield inner
        finally:
            self._queries = outer
            if outer is not None:
                outer |= inner

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Meanwhile nothing is noted and texts are read as they are: for what is an answer to a query of its own."""
        before, self.is_paused = self.is_paused, True
        try:
            yield
        finally:
            self.is_paused = before


class RecordedClauses(Mapping[str, Clause]):
    """The clauses of an edition by their ids; which ids there are is told by the outline."""

    def __init__(self, edition: RecordedEdition) -> None:
        self._edition = edition

    def __getitem__(self, name: str) -> Clause:
        self._edition.read_clause(name)
        return self._edition.plain.by_id[name]

    def __contains__(self, name: object) -> bool:
        self._edition.read_outline()
        return name in self._edition.plain.by_id

    def __iter__(self) -> Iterator[str]:
        self._edition.read_outline()
        return iter(self._edition.plain.by_id)

    def __len__(self) -> int:
        self._edition.read_outline()
        return len(self._edition.plain.by_id)

    def items(self) -> ItemsView[str, Clause]:
        return self._edition.whole.by_id.items()

    def values(self) -> ValuesView[Clause]:
        return self._edition.whole.by_id.values()


class RecordedEdition(Edition):
    """An edition that notes what is read of it. `is_shown` says that its state has a page, and so a part in the outline of its document."""

    plain: Edition

    def __init__(self, plain: Edition, state: Snapshot, recorder: Recorder, *, is_shown: bool) -> None:
        text = Query("text", state.document, (plain.language, state.name))
        outline = Query("outline", state.document, (plain.language,)) if is_shown else text
        for name, value in (("plain", plain), ("_text", text), ("_outline", outline), ("_recorder", recorder)):
            object.__setattr__(self, name, value)
        object.__setattr__(self, "_clauses", RecordedClauses(self))

    _text: Query
    _outline: Query
    _recorder: Recorder
    _clauses: RecordedClauses

    def read_outline(self) -> None:
        """Something of its outline is read."""
        self._recorder.note(self._outline)

    def read_clause(self, name: str) -> None:
        """One clause is read, with those nested in it; none has the empty name. Where the whole text was read, it is no query of its own."""
        if not name or self._recorder.has(self._text):
            return
        if self._outline is self._text:
            self._recorder.note(self._text)
        else:
            self._recorder.note(Query("clause", self._text.document, (self.plain.language, name)))

    @property
    def whole(self) -> Edition:
        """All of it, to be read at once."""
        self._recorder.note(self._text)
        return self.plain

    @property
    def language(self) -> str:
        return self.plain.language

    @property
    def path(self) -> str:
        return self.plain.path

    @property
    def title(self) -> str:
        self.read_outline()
        return self.plain.title

    @property
    def summary(self) -> str:
        self.read_outline()
        return self.plain.summary

    @property
    def numbers(self) -> Mapping[str, str]:
        self.read_outline()
        return self.plain.numbers

    @property
    def titles(self) -> Mapping[str, str]:
        self.read_outline()
        return self.plain.titles

    @property
    def parents(self) -> Mapping[str, str]:
        self.read_outline()
        return self.plain.parents

    @property
    def children(self) -> Mapping[str, tuple[str, ...]]:
        self.read_outline()
        return self.plain.children

    @property
    def definitions(self) -> Mapping[str, tuple[str, str]]:
        self.read_outline()
        return self.plain.definitions

    @property
    def by_id(self) -> Mapping[str, Clause]:
        return self._clauses

    @property
    def clauses(self) -> tuple[Clause, ...]:
        return self.whole.clauses

    @property
    def digest(self) -> str:
        return self.whole.digest

    @property
    def root(self) -> None:
        """Nothing that is read from its file later would be noted."""
        return None


class RecordedEditions(Mapping[str, Edition]):
    """The editions of a state by language; in which languages there are any is a fact of its record."""

    def __init__(self, state: Snapshot, recorder: Recorder, *, is_shown: bool) -> None:
        self._recorder, self._plain = recorder, state.editions
        self._recorded = {
            language: RecordedEdition(edition, state, recorder, is_shown=is_shown)
            for language, edition in state.editions.items()
        }

    def __getitem__(self, language: str) -> Edition:
        return self._plain[language] if self._recorder.is_paused else self._recorded[language]

    def __contains__(self, language: object) -> bool:
        return language in self._plain

    def __iter__(self) -> Iterator[str]:
        return iter(self._plain)

    def __len__(self) -> int:
        return len(self._plain)


class RecordedDocuments(Mapping[str, Document]):
    """The documents of a book by their names; which there are is a query, and the record of each."""

    def __init__(self, documents: Mapping[str, Document], recorder: Recorder) -> None:
        self._documents, self._recorder = documents, recorder

    def __getitem__(self, name: str) -> Document:
        self._recorder.note(Query("record", name))
        return self._documents[name]

    def __contains__(self, name: object) -> bool:
        self._recorder.note(Query("documents"))
        return name in self._documents

    def __iter__(self) -> Iterator[str]:
        self._recorder.note(Query("documents"))
        return iter(self._documents)

    def __len__(self) -> int:
        self._recorder.note(Query("documents"))
        return len(self._documents)


def recorded_book(book: Book, recorder: Recorder, days: Mapping[str, dt.date], *, drafts: bool) -> Book:
    """The same book, whose texts are read by queries. Where drafts are not shown, they have no values, no plans and no warnings either."""
    documents = {
        name: _recorded(document, recorder, days[name], drafts=drafts) for name, document in book.documents.items()
    }
    return Book(RecordedDocuments(documents, recorder))


def recorded_days(book: Book, recorder: Recorder, days: Mapping[str, dt.date]) -> dict[str, dt.date]:
    """The same day for each document, which notes what it is used for."""
    return {
        name: RecordedDay.of(days[name], name, timeline.turning_days(document), recorder)
        for name, document in book.documents.items()
    }


def _recorded(document: Document, recorder: Recorder, day: dt.date, *, drafts: bool) -> Document:
    def state_of(version: Version) -> Version:
        return replace(version, editions=RecordedEditions(version, recorder, is_shown=version.announced <= day))

    editions = RecordedEditions(document.draft, recorder, is_shown=drafts)
    draft = replace(document.draft, editions=editions, values=document.draft.values if drafts else {})
    versions = tuple(map(state_of, document.versions))
    return replace(document, versions=versions, draft=draft, planned=document.planned if drafts else None, warnings=())


class RecordedDay(dt.date):
    """The day as of which a document is shown: it notes which days it is asked to have reached, and whether it is used in any other way.

    So pages stay as they are from one day to the next, unless one of them told the day itself. The days in `turns` are told by the record.
    """

    _note: Callable[[Query], None]
    _document: str
    _turns: frozenset[dt.date]

    @classmethod
    def of(cls, day: dt.date, document: str, turns: frozenset[dt.date], recorder: Recorder) -> RecordedDay:
        """The same day, as that of a document."""
        recorded = cls(day.year, day.month, day.day)
        recorded._note, recorded._document, recorded._turns = recorder.note, document, turns
        return recorded

    def _has_reached(self, other: dt.date) -> bool:
        if other not in self._turns:
            self._note(Query("turn", self._document, (other.isoformat(),)))
        return super().__ge__(other)

    def __ge__(self, other: dt.date) -> bool:
        return self._has_reached(other)

    def __gt__(self, other: dt.date) -> bool:
        return self._has_reached(other + _ONE_DAY)

    def __lt__(self, other: dt.date) -> bool:
        return not self._has_reached(other)

    def __le__(self, other: dt.date) -> bool:
        return not self._has_reached(other + _ONE_DAY)

    def _tell(self) -> dt.date:
        """The day itself."""
        self._note(Query("day", self._document))
        return self.plain

    @property
    def plain(self) -> dt.date:
        """The day as one that notes nothing."""
        return dt.date.fromisoformat(super().isoformat())

    def __reduce__(self) -> tuple[object, ...]:
        return RecordedDay._remade, (self.plain, self._document, self._turns, self._note)

    @staticmethod
    def _remade(day: dt.date, document: str, turns: frozenset[dt.date], note: Callable[[Query], None]) -> RecordedDay:
        made = RecordedDay(day.year, day.month, day.day)
        made._note, made._document, made._turns = note, document, turns
        return made

    def __eq__(self, other: object) -> bool:
        return self._tell() == other

    def __hash__(self) -> int:
        return hash(self._tell())

    def __str__(self) -> str:
        return str(self._tell())

    def __repr__(self) -> str:
        return repr(self._tell())

    def __format__(self, form: str) -> str:
        return format(self._tell(), form)

    def __add__(self, other: dt.timedelta) -> dt.date:  # type: ignore[override]
        return self._tell() + other

    def __sub__(self, other: dt.date | dt.timedelta) -> dt.date | dt.timedelta:  # type: ignore[override]
        return self._tell() - other

    def __rsub__(self, other: dt.date) -> dt.timedelta:
        return other - self._tell()

    def isoformat(self) -> str:
        return self._tell().isoformat()

    def strftime(self, form: str) -> str:
        return self._tell().strftime(form)

    def toordinal(self) -> int:
        return self._tell().toordinal()

    def weekday(self) -> int:
        return self._tell().weekday()

    def timetuple(self) -> time.struct_time:
        return self._tell().timetuple()

    @property
    def year(self) -> int:
        return self._tell().year

    @property
    def month(self) -> int:
        return self._tell().month

    @property
    def day(self) -> int:
        return self._tell().day


_ONE_DAY = dt.timedelta(days=1)
