"""What the rules of time must give, found in another way than the program does: by counting days one by one, by a list of
intervals, and by walking through the instants of a zone. Imports nothing of the code that it judges."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
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


@dataclass(frozen=True)
class Life:
    """The dates of one version: announced, effective, and the day of its withdrawal if there was one."""

    name: str
    announced: dt.date
    effective: dt.date
    withdrawn: dt.date | None = None


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
