"""The rules of notice against the oracle: units, business days of three countries, groups, grounds, dispatch and receipt, rights to terminate.

1827 days from which each of 19 periods runs, in both countings: 69,426 earliest days, 54,226 latest ones; 1827 days × 3 groups × 4
versions; 1827 announcements × 20 rights; both sides of midnight in 22 zones × 32 days of effect.
"""

import datetime as dt
from bisect import bisect_right
from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest

from clausebook.model import timeline
from clausebook.model.business_days import NoBusinessDays, known_years
from clausebook.model.document import Document, Snapshot, Version, VersionKind, Withdrawal
from clausebook.model.notices import (
    Counting,
    CountingFrom,
    Ground,
    Group,
    GroupTerms,
    NoticePolicy,
    NoticeRule,
    Start,
    TerminationRight,
)
from clausebook.model.periods import Period
from clausebook.model.reading import read_book
from clausebook.model.values import Amount, Unit
from clausebook.names import VersionNumber
from clausebook.problems import Problems
from tests.model import oracle
from tests.model.test_time_oracle import FIVE_YEARS, ZONES, in_zone
from tests.sites import write_site

COUNTRIES = ("DK", "BE", "FR")
PERIODS = [
    *(Period(Unit.DAYS, count) for count in (0, 1, 15)),
    *(Period(Unit.WEEKS, count) for count in (1, 4, 53)),
    *(Period(Unit.MONTHS, count) for count in (1, 2, 6, 12)),
    *(Period(Unit.BUSINESS_DAYS, count, country) for country in COUNTRIES for count in (1, 10, 30)),
]


@pytest.mark.parametrize("period", PERIODS, ids=lambda period: f"{period}-{period.country}")
def test_every_period_from_every_day(period: Period) -> None:
    ends = []
    for event in FIVE_YEARS:
        last = oracle.last_day(event, period.count, period.unit, period.country)
        assert period.last_day(event) == last
        ends.append(last)
        for counting in Counting:
            whole = counting is Counting.FULL_DAYS and period.count > 0
            assert NoticeRule(period, counting).earliest(event) == (last + oracle.ONE if whole else last)
    # The latest event is the last of all days whose period ends in time: a search in the list, which rises.
    for day in FIVE_YEARS[400:]:
        expected = FIVE_YEARS[bisect_right(ends, day) - 1]
        assert period.latest_event(day) == expected
        if period.count:
            assert NoticeRule(period, Counting.CALENDAR_DAYS).latest(day) == expected
            assert NoticeRule(period, Counting.FULL_DAYS).latest(day + oracle.ONE) == expected


@pytest.mark.parametrize("delivery", [Period(Unit.DAYS, 2), Period(Unit.BUSINESS_DAYS, 3, "BE")], ids=str)
def test_a_notice_from_receipt(delivery: Period) -> None:
    rule = NoticeRule(Period(Unit.MONTHS, 1), start=CountingFrom.RECEIPT, delivery=delivery)
    earliest = []
    for sent in FIVE_YEARS:
        received = oracle.last_day(sent, delivery.count, delivery.unit, delivery.country)
        assert rule.event(sent) == received
        earliest.append(oracle.last_day(received, 1, "months") + oracle.ONE)
        assert rule.earliest(sent) == earliest[-1]
    for effective in FIVE_YEARS[400:]:
        assert rule.latest(effective) == FIVE_YEARS[bisect_right(earliest, effective) - 1]


@pytest.mark.parametrize(
    ("event", "count", "last"),
    [("2026-01-31", 1, "2026-02-28"), ("2027-12-31", 2, "2028-02-29"), ("2028-02-29", 12, "2029-02-28"), ("2026-11-30", 3, "2027-02-28")],
)  # fmt: skip
def test_months_end_on_the_last_day_of_a_short_one(event: str, count: int, last: str) -> None:
    """Regulation 1182/71, art. 3(2)(c), second subparagraph."""
    assert Period(Unit.MONTHS, count).last_day(dt.date.fromisoformat(event)) == dt.date.fromisoformat(last)


def test_business_days_are_known_for_years() -> None:
    assert known_years("DK")[1] == 2100
    with pytest.raises(NoBusinessDays, match="known for the years 1771 to 2100, not for 2101"):
        Period(Unit.BUSINESS_DAYS, 5, "DK").last_day(dt.date(2100, 12, 30))
    with pytest.raises(NoBusinessDays, match="the public holidays of ZZ are not known"):
        Period(Unit.BUSINESS_DAYS, 5, "ZZ").last_day(dt.date(2026, 1, 1))


def test_an_upper_bound() -> None:
    rule = NoticeRule(Period(Unit.DAYS, 45), at_most=Period(Unit.MONTHS, 6))
    for sent in FIVE_YEARS:
        assert rule.furthest(sent) == oracle.last_day(sent, 6, "months") + oracle.ONE


RIGHTS = [(start, count) for start in Start if start is not Start.UNTIL_EFFECTIVE for count in (1, 14, 30)]


@pytest.mark.parametrize(("start", "count"), [*RIGHTS, (Start.UNTIL_EFFECTIVE, 0)])
@pytest.mark.parametrize("delivery", [None, Period(Unit.DAYS, 20)], ids=str)
def test_the_days_on_which_customers_can_terminate(
    document: Document, start: Start, count: int, delivery: Period | None
) -> None:
    """With 20 days for delivery of the notice and 14 until the effect, the receipt is the later of the two."""
    rule = NoticeRule(Period(Unit.DAYS, 0), start=CountingFrom.RECEIPT, delivery=delivery)
    right = TerminationRight(start, None if start is Start.UNTIL_EFFECTIVE else Period(Unit.DAYS, count))
    version = replace(
        document.versions[0], kind=VersionKind.AMENDMENT, substantial=True, notice=rule, termination=right
    )
    for announced in FIVE_YEARS:
        received = oracle.last_day(announced, delivery.count if delivery else 0, "days")
        effective = announced + 14 * oracle.ONE
        here = replace(version, announced=announced, dispatched_by=announced, effective=effective)
        days = oracle.open_days(announced, received, effective, start.value, count)
        assert timeline.last_day_to_terminate(document, here) == days[-1]
        assert timeline.last_day_to_terminate(document, replace(here, substantial=False)) is None


def test_a_window_to_the_end_of_a_month() -> None:
    right = TerminationRight(Start.EFFECTIVE, Period(Unit.MONTHS, 1), month_end=True)
    for effective in FIVE_YEARS:
        last = right.last_day(effective, effective)
        assert last
        assert (last + oracle.ONE).day == 1
        assert oracle.last_day(effective, 1, "months").timetuple()[:2] == last.timetuple()[:2]


# Consumers are bound later, resellers earlier; the third version is withdrawn.
NAMES = {"en": "a group"}
GROUPS: dict[str, list[oracle.Life]] = {
    "": [
        oracle.Life("1.0", dt.date(2024, 1, 1), dt.date(2024, 2, 1)),
        oracle.Life("2.0", dt.date(2025, 1, 14), dt.date(2025, 3, 1)),
        oracle.Life("3.0", dt.date(2026, 2, 1), dt.date(2026, 6, 1), dt.date(2026, 3, 1)),
        oracle.Life("4.0", dt.date(2027, 10, 1), dt.date(2028, 2, 29)),
    ],
    "consumers": [
        oracle.Life("1.0", dt.date(2024, 1, 1), dt.date(2024, 2, 1)),
        oracle.Life("2.0", dt.date(2025, 1, 14), dt.date(2025, 12, 31)),
        oracle.Life("3.0", dt.date(2026, 2, 1), dt.date(2026, 8, 1), dt.date(2026, 3, 1)),
        oracle.Life("4.0", dt.date(2027, 10, 1), dt.date(2028, 10, 29)),
    ],
    "resellers": [
        oracle.Life("1.0", dt.date(2024, 1, 1), dt.date(2024, 1, 15)),
        oracle.Life("2.0", dt.date(2025, 1, 14), dt.date(2025, 1, 30)),
        oracle.Life("3.0", dt.date(2026, 2, 1), dt.date(2026, 4, 1), dt.date(2026, 3, 1)),
        oracle.Life("4.0", dt.date(2027, 10, 1), dt.date(2027, 10, 31)),
    ],
}  # fmt: skip


def test_every_group_lives_by_its_own_days(document: Document) -> None:
    here = replace(document, versions=tuple(grouped(document, number) for number in range(4)))
    checked = 0
    for group, lives in GROUPS.items():
        for page in oracle.diary(lives, FIVE_YEARS[0], FIVE_YEARS[-1]):
            statuses = {each.name: timeline.status(here, each, page.day, group).value for each in here.versions}
            assert statuses == page.statuses == oracle.statuses(lives, page.day)
            bound = timeline.in_force(here, page.day, group)
            assert (bound.name if bound else None) == page.in_force
            assert [each.name for each in timeline.announced(here, page.day, group)] == page.announced
            checked += len(statuses)
    assert checked == 1827 * 3 * 4


def grouped(document: Document, number: int) -> Version:
    life = GROUPS[""][number]
    base = document.versions[0]
    withdrawn = Withdrawal(life.withdrawn, {}) if life.withdrawn else None
    return replace(
        base,
        number=VersionNumber.parse(life.name),
        kind=VersionKind.AMENDMENT if number else VersionKind.INITIAL,
        announced=life.announced,
        effective=life.effective,
        withdrawn=withdrawn,
        entry=number,
        groups={name: GroupTerms(NAMES, lives[number].effective) for name, lives in GROUPS.items() if name},
    )


def test_a_clause_that_begins_later(document: Document) -> None:
    version = replace(
        document.versions[0],
        groups={"consumers": GroupTerms(NAMES, dt.date(2020, 6, 1))},
        clause_days={"fee": dt.date(2020, 3, 1)},
    )
    begins = [
        timeline.clause_effective(version, name, group) for group in ("", "consumers") for name in ("fee", "changes")
    ]
    assert begins == [dt.date(2020, 3, 1), dt.date(2020, 1, 1), dt.date(2020, 6, 1), dt.date(2020, 6, 1)]


# A month from 31 January, four weeks, ten business days across Easter, Christmas and a leap day, in each zone.
STARTS = [dt.date(2024, 1, 31), dt.date(2024, 3, 20), dt.date(2026, 12, 18), dt.date(2028, 2, 20)]
RULES = [
    NoticeRule(period, counting)
    for counting in Counting
    for period in (Period(Unit.MONTHS, 1), Period(Unit.WEEKS, 4), Period(Unit.BUSINESS_DAYS, 10, "DK"), Period(Unit.DAYS, 45))
]  # fmt: skip


@pytest.mark.parametrize("zone", ZONES)
def test_a_notice_ends_at_midnight_of_its_zone(document: Document, zone: str) -> None:
    here = in_zone(document, ZoneInfo(zone))
    checked = 0
    for rule in RULES:
        for sent in STARTS:
            effective = oracle.last_day(sent, rule.period.count, rule.period.unit, rule.period.country)
            effective += oracle.ONE if rule.counting is Counting.FULL_DAYS else 0 * oracle.ONE
            version = replace(here.versions[0], announced=sent, effective=rule.earliest(sent))
            book = replace(here, versions=(version,))
            for instant, status in zip(
                oracle.last_second_and_first(effective, here.regime.timezone), ("announced", "in-force"), strict=True
            ):
                assert timeline.status(book, version, timeline.today(book, instant)).value == status
                checked += 1
    assert checked == 64


PLAIN, PRICES, SECURITY, LAW, OWN, OWN_LAW = (NoticeRule(Period(Unit.DAYS, count)) for count in (45, 60, 3, 0, 30, 7))


@pytest.mark.parametrize(
    ("group", "name", "ground", "dearer", "expected"),
    [
        ("", "", None, False, PLAIN),
        ("", "", None, True, PRICES),
        ("", "security", None, True, SECURITY),
        ("", "", Ground.LAW, True, LAW),
        ("", "", Ground.DANGER, False, None),
        ("", "other", None, False, None),
        ("consumers", "", None, False, OWN),
        ("consumers", "", None, True, OWN),
        ("consumers", "security", None, False, SECURITY),
        ("consumers", "", Ground.LAW, False, OWN_LAW),
        ("resellers", "", Ground.LAW, False, LAW),
        ("resellers", "", None, True, PRICES),
    ],
)
def test_which_rule_applies(
    document: Document, group: str, name: str, ground: Ground | None, dearer: bool, expected: NoticeRule | None
) -> None:
    """A ground comes before a named rule, a named rule before that of prices; what a group does not list is as for all."""
    groups = {"consumers": Group(NAMES, NoticePolicy(OWN, grounds={Ground.LAW: OWN_LAW})), "resellers": Group(NAMES)}
    policy = NoticePolicy(PLAIN, PRICES, {"security": SECURITY}, {Ground.LAW: LAW})
    values = document.versions[0].values
    fee = values["fee"]
    assert isinstance(fee, Amount)
    draft: Snapshot = replace(document.draft, values={**values, "fee": replace(fee, amount=fee.amount + dearer)})
    here = replace(document, notice=policy, groups=groups, draft=draft)
    assert here.rule_for(here.draft, group, name, ground) == expected


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> Document:
    book = read_book(write_site(tmp_path_factory.mktemp("rules")), Problems())
    assert book
    return book.documents["basic"]
