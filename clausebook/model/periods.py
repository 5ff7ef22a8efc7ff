"""Periods: a count of days, weeks, months or business days, and the day with which it ends.

The counting is that of Regulation (EEC, Euratom) No 1182/71: the day of the event from which a period runs is not counted (art. 3(1)); a
period ends with the last hour of its last day (art. 3(2)); Saturdays, Sundays and public holidays count, unless it is expressed in working
days (art. 3(3)). An end on such a day is not moved to the next working day (art. 3(4)): see docs/notice.md.
"""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass
from itertools import islice

from clausebook.model.business_days import business_days_after, business_days_until
from clausebook.model.values import Quantity, Unit

ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Period:
    """A count of a unit: days, weeks, months or business days; `country` is the one whose business days are counted."""

    unit: Unit
    count: int
    country: str = ""

    def last_day(self, event: dt.date) -> dt.date:
        """The day with which the period ends that runs from an event on `event`.

        Weeks end on the same day of the week, months on the same day of the month, or on its last where it has no such day
        (art. 3(2)(c)). Raises NoBusinessDays.
        """
        match self.unit:
            case Unit.DAYS | Unit.WEEKS:
                return event + self._days()
            case Unit.MONTHS:
                return _months_later(event, self.count)
            case _:
                return (
                    next(islice(business_days_after(event, self.country), self.count - 1, None))
                    if self.count
                    else event
                )

    def latest_event(self, last: dt.date) -> dt.date:
        """The latest day on which an event can be whose period ends with `last` or before."""
        match self.unit:
            case Unit.DAYS | Unit.WEEKS:
                return last - self._days()
            case Unit.MONTHS:
                event = _months_later(last, -self.count)
                # Several days end their month on the same day: from 28, 29, 30 and 31 January one month ends on 28 February.
                while _months_later(event + ONE_DAY, self.count) <= last:
                    event += ONE_DAY
                return event
            case _:
                if not self.count:
                    return last
                return next(islice(business_days_until(last, self.country), self.count - 1, None)) - ONE_DAY

    def _days(self) -> dt.timedelta:
        return dt.timedelta(days=self.count * (7 if self.unit is Unit.WEEKS else 1))

    @property
    def quantity(self) -> Quantity:
        """The same as a typed value, which prints in every language."""
        return Quantity(self.unit, (self.count,))

    @property
    def plain(self) -> dict[str, int]:
        """As it is written in a record."""
        return {self.unit.value: self.count}

    def __str__(self) -> str:
        """In plain words, for messages: `45 days`, `1 month`."""
        name = self.unit.value.replace("-", " ")
        return f"{self.count} {name.removesuffix('s') if self.count == 1 else name}"


def month_end(day: dt.date) -> dt.date:
    """The last day of the month of a day."""
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def _months_later(day: dt.date, months: int) -> dt.date:
    years, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date(years, month + 1, min(day.day, calendar.monthrange(years, month + 1)[1]))
