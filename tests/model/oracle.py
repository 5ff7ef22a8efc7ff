"""What the rules of time must give, found in another way than the program does: by counting days one by one, by a list of
intervals, and by walking through the instants of a zone. Imports nothing of the code that it judges."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from zoneinfo import ZoneInfo

ONE = dt.timedelta(days=1)


def days(first: dt.date, last: dt.date) -> Iterator[dt.date]:
    """Every day from `first` to `last`."""
    day = first
    while day <= last:
        yield day
        day += ONE


def earliest(announced: dt.date, count: int, whole: bool) -> dt.date:
    """Count the days of a notice on one's fingers.

    Whole days: the first that counts is the one after the announcement, and the version may take effect on the day after
    the last. Calendar days: the last day counted is the day of effect.
    """
    if count == 0:
        return announced
    day = announced
    for _ in range(count):
        day += ONE
    return day + ONE if whole else day


def given(announced: dt.date, effective: dt.date, whole: bool) -> int:
    """How many days of notice lie between: whole ones strictly between the two, or the nights from one to the other."""
    if whole:
        return sum(1 for day in days(announced, effective) if announced < day < effective)
    return sum(1 for day in days(announced, effective) if day > announced)


def last_day(event: dt.date, count: int, unit: str, country: str = "") -> dt.date:
    """The day with which a period ends that runs from an event, by walking through the calendar from the day after it.

    Weeks are over when the same day of the week has come round; months when the same date has, or when a month ends without having
    it; business days when that many were met.
    """
    if count == 0:
        return event
    passed, day = 0, event
    while True:
        before, day = day, day + ONE
        match unit:
            case "days":
                passed += 1
            case "weeks":
                passed += day.isoweekday() == event.isoweekday()
            case "months":
                passed += day.month != before.month
            case "business-days":
                passed += day.isoweekday() < 6 and day not in public_holidays(day.year, country)
        if passed == count and (unit != "months" or day.day == event.day or (day + ONE).month != day.month):
            return day


def easter(year: int) -> dt.date:
    """Easter Sunday of the Gregorian calendar, as Gauss computed it (with his two exceptions)."""
    a, b, c = year % 19, year % 4, year % 7
    k = year // 100
    m = (15 + k - k // 4 - (13 + 8 * k) // 25) % 30
    n = (4 + k - k // 4) % 7
    d = (19 * a + m) % 30
    e = (2 * b + 4 * c + 6 * d + n) % 7
    if d == 29 and e == 6:
        return dt.date(year, 4, 19)
    if d == 28 and e == 6 and (11 * m + 11) % 30 < 19:
        return dt.date(year, 4, 18)
    return dt.date(year, 3, 22) + (d + e) * ONE


@cache
def public_holidays(year: int, country: str) -> frozenset[dt.date]:
    """The public holidays of a country in a year from 2024 on, as its acts list them."""
    moving = {
        "DK": (-3, -2, 0, 1, 39, 49, 50),
        "BE": (0, 1, 39, 49, 50),
        "FR": (1, 39, 50),
    }[country]
    fixed = {
        "DK": ["1-1", "12-25", "12-26"],
        "BE": ["1-1", "5-1", "7-21", "8-15", "11-1", "11-11", "12-25"],
        "FR": ["1-1", "5-1", "5-8", "7-14", "8-15", "11-1", "11-11", "12-25"],
    }[country]
    days = {easter(year) + offset * ONE for offset in moving}
    days |= {dt.date(year, *map(int, each.split("-"))) for each in fixed}
    return frozenset(days)


def open_days(announced: dt.date, received: dt.date, effective: dt.date, right: str, count: int) -> list[dt.date]:
    """The days on which a customer can terminate, by living through them: from the announcement on, until the days that the right
    gives have passed since its event. `right` is “announced”, “effective”, “later-of” or “until-effective”."""
    events = {"announced": {received}, "effective": {effective}, "later-of": {received, effective}}.get(right, set())
    found: list[dt.date] = []
    met, passed, day = set[dt.date](), 0, announced
    while True:
        if right == "until-effective":
            if day == effective:
                return found
        elif met == events:
            passed += 1
            if passed > count:
                return found
        if day in events:
            met.add(day)
        found.append(day)
        day += ONE


@dataclass(frozen=True)
class Life:
    """The dates of one version: announced, effective, the day of its withdrawal if there was one, and the day for new
    customers if they have their own."""

    name: str
    announced: dt.date
    effective: dt.date
    withdrawn: dt.date | None = None
    new: dt.date | None = None


def statuses(lives: list[Life], day: dt.date) -> dict[str, str]:
    """The status of every version on a day, from intervals: a version is in force until the next one that stands begins."""
    found = {}
    for number, life in enumerate(lives):
        later = [other.effective for other in lives[number + 1 :] if other.withdrawn is None]
        end = min(later) if later else dt.date.max
        intervals = [(dt.date.min, life.announced, "unpublished"), (life.announced, life.effective, "announced")]
        if life.withdrawn:
            intervals = [
                intervals[0],
                (life.announced, life.withdrawn, "announced"),
                (life.withdrawn, dt.date.max, "withdrawn"),
            ]
        else:
            intervals += [(life.effective, end, "in-force"), (end, dt.date.max, "superseded")]
        (found[life.name],) = [name for start, stop, name in intervals if start <= day < stop]
    return found


def last_second_and_first(day: dt.date, zone: ZoneInfo) -> tuple[dt.datetime, dt.datetime]:
    """The last second before a calendar day of a zone, and its first: found by walking hour by hour, then second by second."""
    instant = dt.datetime.combine(day, dt.time(), dt.UTC) - dt.timedelta(hours=16)
    step = dt.timedelta(minutes=15)  # no zone of these years is off by less
    while instant.astimezone(zone).date() < day:
        instant += step
    while (instant - dt.timedelta(seconds=60)).astimezone(zone).date() >= day:
        instant -= dt.timedelta(seconds=60)
    while (instant - dt.timedelta(seconds=1)).astimezone(zone).date() >= day:
        instant -= dt.timedelta(seconds=1)
    return instant - dt.timedelta(seconds=1), instant


@dataclass(frozen=True)
class Page:
    """What a diarist who knows nothing of tomorrow writes down at the start of a day.

    `followed` names, for every version that was announced and not withdrawn, the one that follows it as far as is known.
    `doubtful` says that one of the versions will be withdrawn later, which the diarist cannot know.
    """

    day: dt.date
    statuses: dict[str, str]
    in_force: str | None
    in_force_new: str | None
    announced: list[str]
    followed: dict[str, str | None]
    doubtful: bool


def diary(lives: list[Life], first: dt.date, last: dt.date) -> Iterator[Page]:
    """Live through the days one by one, from before the first announcement; gives the pages from `first` to `last`.

    Nothing is looked up by comparing dates with the day asked for: every event happens once, on its day, and changes what
    is so from then on.
    """
    statuses = {life.name: "unpublished" for life in lives}
    new: list[str] = []
    order = [life.name for life in lives]
    for day in days(min(first, *(life.announced for life in lives)), last):
        for life in lives:
            if life.announced == day:
                statuses[life.name] = "announced"
            if life.withdrawn == day:
                statuses[life.name] = "withdrawn"
                new = [name for name in new if name != life.name]
            if statuses[life.name] == "announced" and life.effective == day:
                statuses = {name: "superseded" if now == "in-force" else now for name, now in statuses.items()}
                statuses[life.name] = "in-force"
            if statuses[life.name] != "withdrawn" and (life.new or life.effective) == day:
                new.append(life.name)
        if day < first:
            continue
        told = [name for name in order if statuses[name] not in {"unpublished", "withdrawn"}]
        binding = [name for name in order if statuses[name] == "in-force"]
        assert len(binding) <= 1
        yield Page(
            day,
            dict(statuses),
            binding[0] if binding else None,
            max(new, key=order.index) if new else None,
            [name for name in order if statuses[name] == "announced"],
            {name: next(iter(told[place + 1 :]), None) for place, name in enumerate(told)},
            any(life.withdrawn and life.name in told for life in lives),
        )


def last_sundays(first: dt.date, last: dt.date, months: set[int]) -> list[dt.date]:
    """The last Sundays of some months, found by reading the calendar backwards."""
    found: dict[tuple[int, int], dt.date] = {}
    for day in reversed(list(days(first, last))):
        if day.month in months and day.isoweekday() == 7:
            found.setdefault((day.year, day.month), day)
    return sorted(found.values())


def local_days(zone: ZoneInfo, first: dt.date, last: dt.date) -> list[dt.date]:
    """The calendar days that a zone lives through, in their order, by looking at its calendar every quarter of an hour."""
    instant = dt.datetime.combine(first, dt.time(), dt.UTC) - dt.timedelta(hours=16)
    end = dt.datetime.combine(last, dt.time(), dt.UTC) + dt.timedelta(hours=40)
    seen: list[dt.date] = []
    while instant < end:
        day = instant.astimezone(zone).date()
        if first <= day <= last and (not seen or seen[-1] != day):
            seen.append(day)
        instant += dt.timedelta(minutes=15)
    return seen
