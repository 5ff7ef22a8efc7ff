"""A recorded book: whatever is read of it is a query, and a page whose queries have the same answers is the same page."""

import datetime as dt
import pickle
import random
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from benchmarks import stale
from clausebook.model import timeline
from clausebook.model.document import Book, Edition
from clausebook.model.reading import read_book
from clausebook.pages.answers import Answers, source_of
from clausebook.pages.language_view import LanguageView
from clausebook.pages.recording import (
    Query,
    RecordedDay,
    RecordedEdition,
    Recorder,
    recorded_book,
    recorded_days,
)
from clausebook.problems import Problems
from tests import EXPLORING
from tests.sites import all_pages

ROOT = Path(__file__).parents[2]
DAY = dt.date(2026, 11, 25)
EDITION = "subscription", "en"


@pytest.fixture(scope="module")
def plain() -> Book:
    book = read_book(ROOT, Problems())
    assert book
    return book


def view_of(book: Book, *, drafts: bool = False) -> LanguageView:
    recorder, days = Recorder(), dict.fromkeys(book.documents, DAY)
    recorded = recorded_book(book, recorder, days, drafts=drafts)
    told = recorded_days(book, recorder, days)
    return LanguageView(ROOT, recorded, "en", book.languages, told, drafts, recorder=recorder)


@pytest.mark.parametrize("drafts", [False, True])
def test_a_recorded_book_makes_the_same_pages(plain: Book, drafts: bool) -> None:
    days = dict.fromkeys(plain.documents, DAY)
    wanted = list(all_pages(LanguageView(ROOT, plain, "en", plain.languages, days, drafts), "Site"))
    assert list(all_pages(view_of(plain, drafts=drafts), "Site")) == wanted


READS: list[tuple[str, Callable[[Edition], Any], set[str]]] = [
    ("title", lambda edition: edition.title, {"outline"}),
    ("summary", lambda edition: edition.summary, {"outline"}),
    ("numbers", lambda edition: edition.numbers["payment"], {"outline"}),
    ("titles", lambda edition: edition.titles["payment"], {"outline"}),
    ("parents", lambda edition: edition.parents.get("invoicing"), {"outline"}),
    ("children", lambda edition: edition.children[""], {"outline"}),
    ("definitions", lambda edition: edition.definitions, {"outline"}),
    ("ids", lambda edition: list(edition.by_id), {"outline"}),
    ("is there", lambda edition: "payment" in edition.by_id, {"outline"}),
    ("how many", lambda edition: len(edition.by_id), {"outline"}),
    ("clause", lambda edition: edition.by_id["payment"].text, {"clause"}),
    ("clause or none", lambda edition: edition.by_id.get("no-such-clause"), {"clause"}),
    ("clauses", lambda edition: edition.clauses, {"text"}),
    ("walk", lambda edition: list(edition.walk()), {"text"}),
    ("values", lambda edition: list(edition.by_id.values()), {"text"}),
    ("items", lambda edition: list(edition.by_id.items()), {"text"}),
    ("digest", lambda edition: edition.digest, {"text"}),
    ("source", lambda edition: edition.source, set()),
    ("root", lambda edition: edition.root, set()),
    ("path", lambda edition: edition.path, set()),
    ("language", lambda edition: edition.language, set()),
]


@pytest.mark.parametrize(("read", "kinds"), [read[1:] for read in READS], ids=[read[0] for read in READS])
def test_each_read_of_a_text_is_a_query(plain: Book, read: Callable[[Edition], Any], kinds: set[str]) -> None:
    view = view_of(plain)
    name, code = EDITION
    edition = view.book.documents[name].versions[0].editions[code]
    with view.recorder.recording() as queries:
        read(edition)
    assert {query.kind for query in queries} == kinds
    assert not [query for query in queries if query.document != name or query.detail[0] != code]


def test_no_attribute_of_an_edition_goes_unrecorded() -> None:
    public = {name for name in dir(Edition) if not name.startswith("_")} | set(Edition.__dataclass_fields__)
    from_others = {"walk", "node", "key_place", "source"}  # made of those that note what they read
    assert public - from_others <= vars(RecordedEdition).keys()


def test_a_source_file_cannot_be_read_through_an_edition(plain: Book) -> None:
    edition = view_of(plain).book.documents["subscription"].versions[0].editions["en"]
    assert edition.source.value is None


def test_a_draft_that_is_not_shown_has_nothing_but_its_texts(plain: Book) -> None:
    hidden, shown = (view_of(plain, drafts=drafts).book.documents["subscription"] for drafts in (False, True))
    assert hidden.draft.values == {} != shown.draft.values
    assert hidden.planned is None
    assert hidden.warnings == shown.warnings == ()


def test_a_paused_recorder_notes_nothing(plain: Book) -> None:
    view = view_of(plain)
    with view.recorder.recording() as queries, view.recorder.paused():
        list(view.book.documents["subscription"].versions[0].editions["en"].walk())
    assert queries == set()


def test_a_recording_inside_another_belongs_to_both() -> None:
    recorder = Recorder()
    first, second = Query("record", "a"), Query("record", "b")
    with recorder.recording() as outer:
        recorder.note(first)
        with recorder.recording() as inner:
            recorder.note(second)
    assert (outer, inner) == ({first, second}, {second})


def test_a_query_is_written_and_read(plain: Book) -> None:
    view = view_of(plain)
    with view.recorder.recording() as queries:
        list(all_pages(view, "Site"))
    answers = Answers(view)
    assert {query.kind for query in queries} >= {
        "record",
        "outline",
        "text",
        "clause",
        "changes",
        "life",
        "begun",
        "outside",
    }
    for query in queries:
        assert Query.parse(str(query)) == query
        assert source_of(query)
        assert len(answers.digest(query)) == 32
    assert answers.sources(queries).keys() == {source_of(query) for query in queries}


def test_a_query_about_what_is_no_longer_there_has_an_answer(plain: Book) -> None:
    answers = Answers(view_of(plain))
    details = {"text": ("en", "9.9"), "changes": ("en", "9.9"), "begun": ("en", "9.9"), "clause": ("en", "gone"), "life": ("en", "gone"), "outline": ("en",), "history": ("en",), "turn": ("2026-01-01",)}  # fmt: skip
    for kind in (
        "record",
        "outline",
        "text",
        "clause",
        "changes",
        "life",
        "begun",
        "history",
        "outside",
        "turn",
        "day",
    ):
        for document in ("subscription", "no-such-document"):
            assert answers.digest(Query(kind, document, details.get(kind, ())))
    assert answers.source("shown no-such-document")


@pytest.mark.parametrize("turn", [DAY - dt.timedelta(days=1), DAY, DAY + dt.timedelta(days=1)])
def test_a_day_notes_what_it_is_compared_with(turn: dt.date) -> None:
    recorder = Recorder()
    day = RecordedDay.of(DAY, "terms", frozenset(), recorder)
    with recorder.recording() as queries:
        assert (turn <= day, turn < day, turn >= day, turn > day) == (turn <= DAY, turn < DAY, turn >= DAY, turn > DAY)
        assert (day <= turn, day < turn, day >= turn, day > turn) == (turn >= DAY, turn > DAY, turn <= DAY, turn < DAY)
    later = turn + dt.timedelta(days=1)
    assert queries == {Query("turn", "terms", (one.isoformat(),)) for one in (turn, later)}
    with recorder.recording() as queries:
        known = RecordedDay.of(DAY, "terms", frozenset({turn}), recorder)
        assert (turn <= known) == (turn <= DAY)
    assert queries == set()


@pytest.mark.parametrize(
    "use",
    [str, repr, hash, lambda day: day.isoformat(), lambda day: f"{day:%Y}", lambda day: day.year, lambda day: day.month, lambda day: day.day, lambda day: day == DAY, lambda day: day - DAY, lambda day: DAY - day, lambda day: day + dt.timedelta(1), lambda day: day.weekday(), lambda day: day.toordinal(), lambda day: day.strftime("%d"), lambda day: day.timetuple()],
)  # fmt: skip
def test_any_other_use_of_a_day_is_a_query(use: Callable[[dt.date], Any]) -> None:
    recorder = Recorder()
    with recorder.recording() as queries:
        assert use(RecordedDay.of(DAY, "terms", frozenset(), recorder)) == use(DAY)
    assert queries == {Query("day", "terms")}


def test_a_day_is_sent_to_another_process() -> None:
    recorder = Recorder()
    copy, other = pickle.loads(pickle.dumps((RecordedDay.of(DAY, "terms", frozenset(), recorder), recorder)))
    with other.recording() as queries:
        assert copy.year == DAY.year
    assert queries == {Query("day", "terms")}


def test_turning_days_are_all_that_a_status_depends_on(plain: Book) -> None:
    for document in plain.documents.values():
        turns = sorted(timeline.turning_days(document))
        for turn, following in pairwise(turns):
            last = following - dt.timedelta(days=1)
            for version in document.versions:
                assert timeline.status(document, version, turn) is timeline.status(document, version, last)


@pytest.mark.parametrize("drafts", [False, True])
def test_no_page_is_stale_after_random_edits(tmp_path: Path, drafts: bool) -> None:
    """Many more with `python benchmarks/stale.py --rounds 2000`."""
    site = stale.Site(tmp_path, random.Random(5 + drafts), drafts=drafts)
    assert list(stale.look(site, 200 if EXPLORING else 12)) == []


FORGOTTEN = [("record", 5), ("outline", 5), ("changes", 5), ("life", 5), ("history", 5), ("text", 6), ("begun", 6)]


@pytest.mark.parametrize(("kind", "seed"), FORGOTTEN if EXPLORING else FORGOTTEN[:3])
def test_a_query_that_was_forgotten_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, seed: int
) -> None:
    """What the search for stale pages is worth: with one kind of query unnoted, it finds some soon."""
    note = Recorder.note
    monkeypatch.setattr(Recorder, "note", lambda recorder, query: None if query.kind == kind else note(recorder, query))
    site = stale.Site(tmp_path, random.Random(seed))
    assert next(stale.look(site, 25), None)
