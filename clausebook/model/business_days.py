"""Business days: all days but Saturdays, Sundays and public holidays (Regulation (EEC, Euratom) No 1182/71, art. 2(2)).

The public holidays of a country, and its weekend where that is on other days, come from the library `holidays`. It knows each country
from a year of its own to 2100: what lies outside cannot be counted.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holidays import HolidayBase

_ONE_DAY = dt.timedelta(days=1)


class NoBusinessDays(ValueError):
    """The holidays of a country, or of a year of it, are not known: says why, and what to do about it."""

    def __init__(self, message: str, advice: str) -> None:
        super().__init__(message)
        self.message = message
        self.advice = advice


def known_years(country: str) -> tuple[int, int]:
    """The first and the last year whose holidays are known; raises NoBusinessDays for a country of which none are."""
    calendar = _calendar(country)
    return calendar.start_year, calendar.end_year


def is_business_day(day: dt.date, country: str) -> bool:
    """Whether people work on `day` in `country` (ISO 3166-1); raises NoBusinessDays where that is not known."""
    first, last = known_years(country)
    if not first <= day.year <= last:
        raise NoBusinessDays(
            f"the public holidays of {country} are known for the years {first} to {last}, not for {day.year}",
            "count in days, weeks or months, or check the year",
        )
    return bool(_calendar(country).is_working_day(day))


def business_days_after(day: dt.date, country: str) -> Iterator[dt.date]:
    """The business days after `day`, the next first."""
    while True:
        day += _ONE_DAY
        if is_business_day(day, country):
            yield day


def business_days_until(day: dt.date, country: str) -> Iterator[dt.date]:
    """The business days up to `day`, the last first; `day` itself too where it is one."""
    while True:
        if is_business_day(day, country):
            yield day
        day -= _ONE_DAY


@cache
def _calendar(country: str) -> HolidayBase:
    from holidays import (
        country_holidays,  # only where business days are counted: it takes as long to load as a small site to check
    )

    try:
        return country_holidays(country)
    except NotImplementedError:
        message = f"the public holidays of {country} are not known"
        raise NoBusinessDays(message, "count in days, weeks or months") from None
