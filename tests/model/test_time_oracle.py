"""The rules of time against an oracle: every day of five years, both sides of midnight, zones from UTC−12 to UTC+14.

1827 days × 22 zones × 2 instants around midnight, and the 364 days that Samoa had in 2011; every hour around the first
days of versions in each zone; 1827 days × 4 histories × each of their versions; 1827 announcements × 9 notices × 2 countings.
"""

import datetime as dt
from dataclasses import replace
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clausebook.model import timeline
from clausebook.model.document import Document, Snapshot, Version, VersionKind, Withdrawal
from clausebook.model.notices import Counting, NoticeRule, Start, TerminationRight
from clausebook.model.periods import Period
from clausebook.model.reading import read_book
from clausebook.model.values import Unit
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
    "Pacific/Chatham", "Etc/GMT-14", "Pacific/Kiritimati", "Pacific/Apia", "America/Havana", "America/Nuuk", "Asia/Beirut",
    "Asia/Kolkata", "Antarctica/Troll",
)  # fmt: skip
COUNTS = (0, 1, 7, 14, 30, 45, 60, 90, 365)


@pytest.mark.parametrize("zone", ZONES)
def test_the_day_on_both_sides_of_midnight(document: Document, zone: str) -> None:
    here = in_zone(document, ZoneInfo(zone))
    checked = 0
    for day in FIVE_YEARS:
        before, first = oracle.last_second_and_first(day, here.regime.timezone)
        assert timeline.today(here, before) == day - oracle.ONE
        assert timeline.today(here, first) == day
        checked += 2
    assert checked == 2 * 1827


def test_a_day_that_never_was(document: Document) -> None:
    """Samoa went from 29 to 31 December 2011."""
    here = in_zone(document, ZoneInfo("Pacific/Apia"))
    midnight = dt.datetime(2011, 12, 30, 10, tzinfo=dt.UTC)
    assert timeline.today(here, midnight - dt.timedelta(seconds=1)) == dt.date(2011, 12, 29)
    assert timeline.today(here, midnight) == dt.date(2011, 12, 31)


@pytest.mark.parametrize("counting", Counting)
@pytest.mark.parametrize("count", COUNTS)
def test_notices(counting: Counting, count: int) -> None:
    rule, whole = NoticeRule(Period(Unit.DAYS, count), counting), counting is Counting.FULL_DAYS
    for announced in FIVE_YEARS:
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
    # New customers earlier and later than the others, once so late that the next version overtakes; corrections.
    "new customers": [
        oracle.Life("1.0", dt.date(2023, 6, 1), dt.date(2023, 6, 1)),
        oracle.Life("2.0", dt.date(2024, 1, 14), dt.date(2024, 3, 31), new=dt.date(2024, 2, 29)),
        oracle.Life("2.1", dt.date(2024, 10, 27), dt.date(2024, 10, 27)),
        oracle.Life("3.0", dt.date(2024, 11, 1), dt.date(2024, 12, 31), new=dt.date(2025, 6, 1)),
        oracle.Life("4.0", dt.date(2024, 11, 1), dt.date(2025, 1, 1), new=dt.date(2025, 3, 30)),
        oracle.Life("5.0", dt.date(2025, 8, 1), dt.date(2025, 10, 26), new=dt.date(2025, 8, 1)),
        oracle.Life("5.1", dt.date(2026, 10, 4), dt.date(2026, 10, 4), new=dt.date(2026, 10, 5)),
        oracle.Life("6.0", dt.date(2028, 1, 1), dt.date(2028, 12, 31), new=dt.date(2028, 12, 30)),
    ],
    # Two announced on one day, both withdrawn, the last first; two that only wait for each other's day.
    "at once": [
        oracle.Life("1.0", dt.date(2024, 2, 29), dt.date(2024, 2, 29)),
        oracle.Life("2.0", dt.date(2025, 1, 1), dt.date(2025, 3, 30), dt.date(2025, 3, 29)),
        oracle.Life("3.0", dt.date(2025, 1, 1), dt.date(2025, 3, 31), dt.date(2025, 2, 1)),
        oracle.Life("4.0", dt.date(2025, 3, 29), dt.date(2025, 3, 30)),
        oracle.Life("5.0", dt.date(2027, 12, 31), dt.date(2028, 1, 1)),
        oracle.Life("6.0", dt.date(2027, 12, 31), dt.date(2028, 2, 29)),
    ],
}  # fmt: skip


def written(document: Document, lives: list[oracle.Life]) -> Document:
    return replace(document, versions=tuple(version_of(document, life, number) for number, life in enumerate(lives)))


def assert_page(here: Document, page: oracle.Page) -> None:
    """Compare all that the program says of a day with a page of the diary.

    What follows a version, and what binds new customers, while a version is announced that is withdrawn later, is left to
    the two tests of that case.
    """
    day = page.day
    statuses = {version.name: timeline.status(here, version, day).value for version in here.versions}
    assert statuses == page.statuses
    in_force = timeline.in_force(here, day)
    assert (in_force.name if in_force else None) == page.in_force
    assert [version.name for version in timeline.announced(here, day)] == page.announced
    published = {version.name for version in timeline.published(here, day)}
    assert published == {name for name, status in statuses.items() if status != "unpublished"}
    # Each published version is one of four things, and at most one binds.
    kinds = ("announced", "in-force", "superseded", "withdrawn")
    assert sum(list(statuses.values()).count(kind) for kind in kinds) == len(published)
    assert list(statuses.values()).count("in-force") == (1 if in_force else 0)
    if not page.doubtful:
        bound = timeline.in_force_new(here, day)
        assert (bound.name if bound else None) == page.in_force_new
        followed = {}
        for version in here.versions:
            if version.name in page.followed:
                successor = timeline.replaced_on(here, version, day)
                followed[version.name] = successor.name if successor else None
        assert followed == page.followed


@pytest.mark.parametrize("name", LIVES)
def test_every_day_as_a_diary_tells_it(document: Document, name: str) -> None:
    here = written(document, LIVES[name])
    checked = 0
    for page in oracle.diary(LIVES[name], FIRST, LAST):
        assert_page(here, page)
        assert page.statuses == oracle.statuses(LIVES[name], page.day)
        checked += 1
    assert checked == 1827


# 2.0 binds new customers from 10 January and is withdrawn on 1 February, before it binds the others.
WITHDRAWN_LATER = [
    oracle.Life("1.0", dt.date(2024, 1, 1), dt.date(2024, 1, 1)),
    oracle.Life("2.0", dt.date(2027, 1, 1), dt.date(2027, 4, 1), dt.date(2027, 2, 1), dt.date(2027, 1, 10)),
]


def test_what_replaces_a_version_before_a_withdrawal_is_announced(document: Document) -> None:
    """As of a day on which a version is announced and its withdrawal is not, it is what will replace its predecessor."""
    here = written(document, WITHDRAWN_LATER)
    found = {}
    for page in oracle.diary(WITHDRAWN_LATER, dt.date(2026, 12, 25), dt.date(2027, 4, 5)):
        successor = timeline.replaced_on(here, here.versions[0], page.day)
        if (successor.name if successor else None) != page.followed["1.0"]:
            found[str(page.day)] = (successor.name if successor else None, page.followed["1.0"])
    assert found == {}


def test_new_customers_before_a_withdrawal_is_announced(document: Document) -> None:
    """Those who became customers between a version's first day for them and its withdrawal were bound by it."""
    here = written(document, WITHDRAWN_LATER)
    found = {}
    for page in oracle.diary(WITHDRAWN_LATER, dt.date(2026, 12, 25), dt.date(2027, 4, 5)):
        bound = timeline.in_force_new(here, page.day)
        if (bound.name if bound else None) != page.in_force_new:
            found[str(page.day)] = (bound.name if bound else None, page.in_force_new)
    assert found == {}


@st.composite
def histories(draw: st.DrawFn) -> list[oracle.Life]:
    """Histories that a record may hold: versions take effect one after the other, only the last one is withdrawn."""
    lives: list[oracle.Life] = []
    announced = standing = dt.date(2024, 1, 1) + draw(st.integers(0, 60)) * oracle.ONE
    for number in range(draw(st.integers(1, 6))):
        announced += draw(st.integers(0, 60)) * oracle.ONE
        effective = max(announced, standing + oracle.ONE) + draw(st.integers(0, 60)) * oracle.ONE
        withdrawn = None
        if number and draw(st.booleans()):
            withdrawn = announced + draw(st.integers(0, (effective - announced).days)) * oracle.ONE
            withdrawn = withdrawn if withdrawn < effective else None
        new = announced + draw(st.integers(0, 150)) * oracle.ONE if draw(st.booleans()) else None
        lives.append(oracle.Life(f"{number + 1}.0", announced, effective, withdrawn, new))
        if withdrawn:
            announced = withdrawn
        else:
            standing = effective
    return lives


@settings(max_examples=100)
@given(lives=histories())
def test_any_history_is_as_its_diary_tells_it(document: Document, lives: list[oracle.Life]) -> None:
    here = written(document, lives)
    dates = [date for life in lives for date in (life.announced, life.effective, life.withdrawn, life.new) if date]
    switches = {date + offset * oracle.ONE for date in dates for offset in (-1, 0, 1)}
    for page in oracle.diary(lives, min(switches), max(switches)):
        if page.day in switches:  # nothing happens on the days between
            assert_page(here, page)


@pytest.mark.parametrize("zone", ZONES)
def test_a_version_takes_effect_at_the_first_instant_of_its_day(document: Document, zone: str) -> None:
    """Every hour around leap days, turns of the year and clock changes, and both sides of the switch to the second."""
    here = in_zone(document, ZoneInfo(zone))
    switches = [
        dt.date(2024, 2, 29), dt.date(2028, 2, 29), dt.date(2024, 12, 31), dt.date(2025, 1, 1),
        *oracle.last_sundays(FIRST, LAST, {3, 10}),
        dt.date(2026, 3, 8), dt.date(2026, 11, 1),  # New York
        dt.date(2026, 4, 5), dt.date(2026, 10, 4),  # Lord Howe
        dt.date(2024, 9, 8), dt.date(2024, 4, 26), dt.date(2024, 11, 1),  # Santiago; Cairo
    ]  # fmt: skip
    hours, checked = range(-30, 31), 0
    for switch in switches:
        lives = [
            oracle.Life("1.0", dt.date(2020, 1, 1), dt.date(2020, 1, 1)),
            oracle.Life("2.0", dt.date(2020, 1, 1), switch),
        ]
        both = written(here, lives)
        before, first = oracle.last_second_and_first(switch, here.regime.timezone)
        for instant in (before, *(first + hour * dt.timedelta(hours=1) for hour in hours)):
            wanted = ["superseded", "in-force"] if instant >= first else ["in-force", "announced"]
            day = timeline.today(both, instant)
            assert [timeline.status(both, version, day).value for version in both.versions] == wanted, (switch, instant)
            checked += 1
    assert checked == len(switches) * 62 == 21 * 62


@pytest.mark.parametrize(
    ("zone", "day", "hour"),
    [
        ("America/Santiago", "2024-09-08", 1),
        ("Africa/Cairo", "2024-04-26", 1),
        ("Atlantic/Azores", "2024-03-31", 1),
        ("America/Santiago", "2024-04-07", 0),
        ("Europe/Copenhagen", "2024-03-31", 0),
    ],
)
def test_the_first_hour_of_a_day_may_be_missing(document: Document, zone: str, day: str, hour: int) -> None:
    """The oracle itself, against what is known of some clock changes at midnight."""
    here = in_zone(document, ZoneInfo(zone))
    _, first = oracle.last_second_and_first(dt.date.fromisoformat(day), here.regime.timezone)
    assert first.astimezone(here.regime.timezone).time() == dt.time(hour)
    assert timeline.today(here, first) == dt.date.fromisoformat(day)


def test_samoa_in_2011(document: Document) -> None:
    """A version for the day that never was takes effect with the first instant of the next."""
    zone = ZoneInfo("Pacific/Apia")
    skipped = dt.date(2011, 12, 30)
    lived = oracle.local_days(zone, dt.date(2011, 1, 1), dt.date(2011, 12, 31))
    assert lived == [day for day in oracle.days(dt.date(2011, 1, 1), dt.date(2011, 12, 31)) if day != skipped]
    lives = [
        oracle.Life("1.0", dt.date(2011, 1, 1), dt.date(2011, 1, 1)),
        oracle.Life("2.0", dt.date(2011, 11, 1), skipped),
    ]
    here = in_zone(written(document, lives), zone)
    checked = 0
    for number, day in enumerate(lived):
        before, first = oracle.last_second_and_first(day, zone)
        assert timeline.today(here, before) == (lived[number - 1] if number else dt.date(2010, 12, 31))
        assert timeline.today(here, first) == day
        in_force = timeline.in_force(here, timeline.today(here, first))
        assert in_force
        assert in_force.name == ("2.0" if day == dt.date(2011, 12, 31) else "1.0")
        checked += 2
    assert checked == 364 * 2


@pytest.mark.parametrize("name", LIVES)
def test_the_status_of_every_version_on_every_day(document: Document, name: str) -> None:
    lives = LIVES[name]
    here = replace(document, versions=tuple(version_of(document, life, number) for number, life in enumerate(lives)))
    for day in FIVE_YEARS:
        wanted = oracle.statuses(lives, day)
        assert {version.name: timeline.status(here, version, day).value for version in here.versions} == wanted
        in_force = timeline.in_force(here, day)
        assert ([in_force.name] if in_force else []) == [one for one, status in wanted.items() if status == "in-force"]
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


@pytest.mark.parametrize("count", [1, 14, 30, 90])
@pytest.mark.parametrize("start", [Start.ANNOUNCED, Start.EFFECTIVE])
def test_the_last_day_to_terminate(document: Document, start: Start, count: int) -> None:
    here = replace(document, termination=TerminationRight(start, Period(Unit.DAYS, count)))
    for announced in FIVE_YEARS:
        version = replace(
            here.versions[0],
            announced=announced,
            effective=announced + 46 * oracle.ONE,
            substantial=True,
            kind=VersionKind.AMENDMENT,
        )
        first = announced if start is Start.ANNOUNCED else version.effective
        assert timeline.last_day_to_terminate(here, version) == oracle.earliest(first, count, whole=False)
        assert timeline.last_day_to_terminate(here, replace(version, substantial=False)) is None


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> Document:
    book = read_book(write_site(tmp_path_factory.mktemp("document")), Problems())
    assert book
    return book.documents["basic"]


def in_zone(document: Document, zone: ZoneInfo) -> Document:
    """The document with all its versions in another time zone."""
    regime = replace(document.regime, timezone=zone)
    versions = tuple(replace(version, regime=regime) for version in document.versions)
    return replace(document, regime=regime, versions=versions)


def version_of(document: Document, life: oracle.Life, number: int) -> Version:
    text: Snapshot = document.versions[0]
    return Version(
        document.id,
        VersionNumber.parse(life.name),
        text.values,
        text.editions,
        VersionKind.INITIAL
        if not number
        else VersionKind.AMENDMENT
        if life.name.endswith(".0")
        else VersionKind.CORRECTION,
        life.announced,
        life.effective,
        life.new,
        withdrawn=Withdrawal(life.withdrawn, {}) if life.withdrawn else None,
    )


def test_the_folder_of_this_file_has_the_oracle() -> None:
    """The oracle stays independent: it imports nothing of the program."""
    assert "clausebook" not in Path(oracle.__file__).read_text(encoding="utf-8")
