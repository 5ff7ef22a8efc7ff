"""What is in force on the days around each switch, and the counting of notices."""

import datetime as dt
from pathlib import Path

import pytest

from clausebook.model.document import Document
from clausebook.model.notices import Counting, NoticeRule
from clausebook.model.periods import Period
from clausebook.model.reading import read_book
from clausebook.model.timeline import Status, announced, in_force, replaced_on, status, today
from clausebook.model.values import Unit
from clausebook.problems import Problems

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def document() -> Document:
    book = read_book(ROOT, Problems())
    assert book
    return book.documents["subscription"]


@pytest.mark.parametrize(
    ("day", "current", "coming"),
    [
        ("2014-05-22", None, []),
        ("2014-05-23", "1.0", []),
        ("2016-02-15", "1.0", ["2.0"]),
        ("2016-03-31", "1.0", ["2.0"]),
        ("2016-04-01", "2.0", []),
        ("2018-09-09", "3.0", []),
        ("2018-09-10", "3.1", []),
        ("2026-11-15", "5.0", []),
        ("2026-11-16", "5.0", ["6.0"]),
        ("2027-01-14", "5.0", ["6.0"]),
        ("2027-01-15", "6.0", []),
    ],
)
def test_in_force(document: Document, day: str, current: str | None, coming: list[str]) -> None:
    date = dt.date.fromisoformat(day)
    found = in_force(document, date)
    assert (found.name if found else None) == current
    assert [version.name for version in announced(document, date)] == coming
    for version in document.versions:
        expected = (
            Status.UNPUBLISHED if version.announced > date
            else Status.IN_FORCE if version.name == current
            else Status.ANNOUNCED if version.effective > date
            else Status.SUPERSEDED
        )  # fmt: skip
        assert status(document, version, date) is expected


def test_replacement_is_told_from_its_announcement(document: Document) -> None:
    current = document.version("5.0")
    assert current
    assert replaced_on(document, current, dt.date(2026, 11, 15)) is None
    assert replaced_on(document, current, dt.date(2026, 11, 16)) is document.version("6.0")


@pytest.mark.parametrize(
    ("instant", "day"), [("2027-01-14T22:59:59+00:00", "2027-01-14"), ("2027-01-14T23:00:00+00:00", "2027-01-15")]
)
def test_a_day_begins_in_the_documents_zone(document: Document, instant: str, day: str) -> None:
    assert today(document, dt.datetime.fromisoformat(instant)) == dt.date.fromisoformat(day)


@pytest.mark.parametrize(
    ("days", "counting", "announced_on", "earliest", "given"),
    [
        (45, Counting.FULL_DAYS, "2026-11-16", "2027-01-01", 45),
        (45, Counting.CALENDAR_DAYS, "2026-11-16", "2026-12-31", 45),
        (1, Counting.FULL_DAYS, "2024-02-28", "2024-03-01", 1),
        (0, Counting.FULL_DAYS, "2024-02-28", "2024-02-28", 0),
        (0, Counting.CALENDAR_DAYS, "2024-02-28", "2024-02-28", 0),
    ],
)
def test_notice(days: int, counting: Counting, announced_on: str, earliest: str, given: int) -> None:
    rule = NoticeRule(Period(Unit.DAYS, days), counting)
    start = dt.date.fromisoformat(announced_on)
    assert rule.earliest(start) == dt.date.fromisoformat(earliest)
    assert rule.days_given(start, rule.earliest(start)) == given
