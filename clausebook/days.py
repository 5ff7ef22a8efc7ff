"""Days: how a calendar day is written, and between which bounds it lies.

The bounds leave room for every notice, termination right and time zone on both sides of a day, so that nothing computed from
one leaves the calendar of the language (years 1 to 9999).
"""

from __future__ import annotations

import datetime as dt
import re

FIRST_DAY = dt.date(1000, 1, 1)
LAST_DAY = dt.date(9000, 12, 31)

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


class BadDay(ValueError):
    """A text that is no day which can be used here: says why, and what to do about it."""

    def __init__(self, message: str, advice: str) -> None:
        super().__init__(message)
        self.message = message
        self.advice = advice


def parse_day(text: str) -> dt.date:
    """The day written as 2027-01-15; raises BadDay for any other text and for days outside the bounds."""
    if not _DAY.fullmatch(text):
        raise BadDay(f"“{text}” is not a date", "write year-month-day, such as 2027-01-15")
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        raise BadDay(f"{text} is not a day of the calendar", "check the month and the day") from None
    fault = outside(day)
    if fault:
        raise BadDay(f"{text} {fault}", "check the year")
    return day


def outside(day: dt.date) -> str:
    """That a day lies outside the bounds, as the end of a sentence that names the bound; empty for a day that can be used."""
    if day < FIRST_DAY:
        return f"lies outside the years that can be used here: the first day is {FIRST_DAY}"
    if day > LAST_DAY:
        return f"lies outside the years that can be used here: the last day is {LAST_DAY}"
    return ""
