"""The rules of time against an oracle: every day of five years, both sides of midnight, zones from UTC−12 to UTC+14."""

import datetime as dt
from dataclasses import replace
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from clausebook.model import timeline
from clausebook.model.document import (
    Counting,
    Document,
    NoticeRule,
    Snapshot,
    Start,
    TerminationRight,
    Version,
    VersionKind,
    Withdrawal,
)
from clausebook.model.reading import read_book
from clausebook.names import VersionNumber
from clausebook.problems import Problems
from tests.model import oracle
from tests.sites import write_site

FIRST, LAST = dt.date(2024, 1, 1), dt.date(2028, 12, 31)
FIVE_YEARS = list(oracle.days(FIRST, LAST))
# West to east; with clock changes in both hemispheres, by half an hour, at midnight, around a month, and none at all.
ZONES = (
    "Etc/GMT+12", "Pacific/Pago_Pago", "America/New_York", "America/Santiago", "America/St_Johns", "Atlantic/Azores", "UTC",
    "Europe/Copenhagen", "Africa/Casablanca", "Africa/Cairo", "Asia/Kathmandu", "Australia/Lord_Howe", "Pacific/Auckland",
    "Pacific/Chatham", "Etc/GMT-14", "Pacific/Kiritimati",
)  # fmt: skip
COUNTS = (0, 1, 7, 14, 30, 45, 60, 90, 365)


@pytest.mark.parametrize("zone", ZONES)
def test_the_day_on_both_sides_of_midnight(document: Document, zone: str) -> None:
    here = replace(document, timezone=ZoneInfo(zone))
    checked = 0
    for day in FIVE_YEARS:
        before, first = oracle.last_second_and_first(day, here.timezone)
        assert timeline.today(here, before) == day - oracle.ONE
        assert timeline.today(here, first) == day
        checked += 2
    assert checked == 2 * 1827


def test_a_day_that_never_was(document: Document) -> None:
    """Samoa went from 29 to 31 December 2011."""
    here = replace(document, timezone=ZoneInfo("Pacific/Apia"))
    midnight = dt.datetime(2011, 12, 30, 10, tzinfo=dt.UTC)
    assert timeline.today(here, midnight - dt.timedelta(seconds=1)) == dt.date(2011, 12, 29)
    assert timeline.today(here, midnight) == dt.date(2011, 12, 31)


@pytest.mark.parametrize("counting", Counting)
@pytest.mark.parametrize("count", COUNTS)
def test_notices(counting: Counting, count: int) -> None:
    rule, whole = NoticeRule(count, counting), counting is Counting.FULL_DAYS
    for announced in FIVE_YEARS[:: 1 if count < 90 else 5]:
        earliest = rule.earliest(announced)
        assert earliest == oracle.earliest(announced, count, whole)
        assert rule.latest(earliest) == announced
        assert rule.days_given(announced, earliest) == oracle.given(announced, earliest, whole)
        assert rule.days_given(announced, earliest) >= count
        assert count == 0 or rule.days_given(announced, earliest - oracle.ONE) < count


LIVES = {
    "plain": [
        oracle.Life("1.0", dt.date(2024, 1, 1), dt.date(2024, 1, 1)),
        oracle.Life("2.0", dt.date(2024, 1, 14), dt.date(2024, 2, 29)),
        oracle.Life("3.0", dt.date(2024, 11, 15), dt.date(2024, 12, 31)),
        oracle.Life("4.0", dt.date(2024, 11, 16), dt.date(2025, 1, 1)),
        oracle.Life("5.0", dt.date(2026, 2, 10), dt.date(2026, 3, 29)),
        oracle.Life("6.0", dt.date(2028, 2, 28), dt.date(2028, 10, 29)),
    ],
    "withdrawn": [
        oracle.Life("1.0", dt.date(2023, 1, 1), dt.date(2024, 6, 1)),
        oracle.Life("2.0", dt.date(2024, 7, 1), dt.date(2024, 9, 1), dt.date(2024, 8, 31)),
        oracle.Life("3.0", dt.date(2024, 8, 31), dt.date(2024, 11, 1)),
        oracle.Life("4.0", dt.date(2025, 2, 28), dt.date(2028, 2, 29), dt.date(2025, 2, 28)),
        oracle.Life("5.0", dt.date(2027, 1, 1), dt.date(2028, 2, 29)),
    ],
}  # fmt: skip


@pytest.mark.parametrize("name", LIVES)
def test_the_status_of_every_version_on_every_day(document: Document, name: str) -> None:
    lives = LIVES[name]
    here = replace(document, versions=tuple(version_of(document, life, number) for number, life in enumerate(lives)))
    for day in FIVE_YEARS:
        wanted = oracle.statuses(lives, day)
        assert {version.name: timeline.status(here, version, day).value for version in here.versions} == wanted
        in_force = timeline.in_force(here, day)
        assert [in_force.name] if in_force else [one for one, status in wanted.items() if status == "in-force"] == []
        assert [version.name for version in timeline.announced(here, day)] == [
            one for one, status in wanted.items() if status == "announced"
        ]
        assert len([one for one in wanted.values() if one == "in-force"]) <= 1


def test_new_customers_are_bound_from_their_own_day(document: Document) -> None:
    lives = LIVES["plain"]
    versions = [version_of(document, life, number) for number, life in enumerate(lives)]
    versions[1] = replace(versions[1], effective_new=dt.date(2024, 1, 20))
    versions[4] = replace(versions[4], effective_new=dt.date(2026, 4, 15))
    here = replace(document, versions=tuple(versions))
    for day in FIVE_YEARS:
        bound = timeline.in_force_new(here, day)
        begun = [version.name for version in versions if (version.effective_new or version.effective) <= day]
        assert bound
        assert bound.name == begun[-1]


@pytest.mark.parametrize("start", Start)
def test_the_last_day_to_terminate(document: Document, start: Start) -> None:
    here = replace(document, termination=TerminationRight(30, start))
    for announced in FIVE_YEARS:
        version = replace(
            here.versions[0], announced=announced, effective=announced + 46 * oracle.ONE, substantial=True
        )
        first = announced if start is Start.ANNOUNCED else version.effective
        assert timeline.last_day_to_terminate(here, version) == oracle.earliest(first, 30, whole=False)
        assert timeline.last_day_to_terminate(here, replace(version, substantial=False)) is None


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> Document:
    book = read_book(write_site(tmp_path_factory.mktemp("document")), Problems())
    assert book
    return book.documents["basic"]


def version_of(document: Document, life: oracle.Life, number: int) -> Version:
    text: Snapshot = document.versions[0]
    return Version(
        document.id,
        VersionNumber.parse(life.name),
        text.values,
        text.editions,
        VersionKind.AMENDMENT if number else VersionKind.INITIAL,
        life.announced,
        life.effective,
        None,
        withdrawn=Withdrawal(life.withdrawn, {}) if life.withdrawn else None,
    )


def test_the_folder_of_this_file_has_the_oracle() -> None:
    """The oracle stays independent: it imports nothing of the program."""
    assert "clausebook" not in Path(oracle.__file__).read_text(encoding="utf-8")
