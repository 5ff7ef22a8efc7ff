"""Notices: how much notice an amendment needs, from which day it counts, and which right to terminate it opens.

A rule says what is needed of one kind of amendment, a policy which rule is that of which kind. docs/notice.md tells a lawyer how each
date comes about, with the acts that the rules follow.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from clausebook.model.periods import ONE_DAY, Period, month_end


class Counting(StrEnum):
    """Whether the last day of a notice must pass in full (docs/notice.md)."""

    FULL_DAYS = "full-days"
    CALENDAR_DAYS = "calendar-days"


class CountingFrom(StrEnum):
    """The event from which a notice runs."""

    ANNOUNCEMENT = "announcement"
    """The publication of the amendment."""
    DISPATCH = "dispatch"
    """The sending of the messages to the customers."""
    RECEIPT = "receipt"
    """Their arrival: the day of dispatch and the days allowed for delivery."""


class Ground(StrEnum):
    """What lets an amendment have a notice of its own, where the record allows it."""

    FAVOURABLE = "favourable"
    """It is to the customers' advantage alone (practice of the Danish Consumer Ombudsman)."""
    LAW = "law"
    """A provision of law demands it (Regulation (EU) 2019/1150, art. 3(4)(a))."""
    DANGER = "danger"
    """It meets an unforeseen and imminent danger (Regulation (EU) 2019/1150, art. 3(4)(b))."""
    INDEX = "index"
    """Amounts follow an index that the terms name (Directive 93/13/EEC, Annex, point 2(d))."""
    EDITORIAL = "editorial"
    """It words or arranges the same rights anew (Regulation (EU) 2019/1150, recital 18)."""


@dataclass(frozen=True, slots=True)
class NoticeRule:
    """The notice that an amendment needs; a period of 0 is a rule too.

    `delivery` are the days allowed between dispatch and receipt, `at_most` bounds the notice from above. `sealed` is the earliest day of
    effect as it was computed at the release, for a rule in business days: later holidays change nothing of it.
    """

    period: Period
    counting: Counting = Counting.FULL_DAYS
    start: CountingFrom = CountingFrom.ANNOUNCEMENT
    delivery: Period | None = None
    at_most: Period | None = None
    sealed: dt.date | None = None

    def event(self, sent: dt.date) -> dt.date:
        """The day from which the notice runs that was announced or sent on `sent`."""
        return self.delivery.last_day(sent) if self.delivery else sent

    def earliest(self, sent: dt.date) -> dt.date:
        """The first day on which a version announced, or sent to the customers, on `sent` may take effect.

        Full days: each day of the period must pass in full (Regulation (EEC, Euratom) No 1182/71, art. 3(1) and 3(2)); without a
        notice the same day will do.
        """
        return self.sealed or self._after(self.period, sent)

    def furthest(self, sent: dt.date) -> dt.date | None:
        """The last day on which it may take effect; None where the notice has no upper bound."""
        return self._after(self.at_most, sent) if self.at_most else None

    def latest(self, effective: dt.date) -> dt.date:
        """The last day on which a version that takes effect on `effective` may be announced, or sent."""
        if not self.period.count:
            return effective
        event = self.period.latest_event(effective - ONE_DAY if self.counting is Counting.FULL_DAYS else effective)
        return self.delivery.latest_event(event) if self.delivery else event

    def days_given(self, sent: dt.date, effective: dt.date) -> int:
        """How many days of notice lie between the two dates, in this rule's counting; never below 0."""
        between = (effective - self.event(sent)).days
        return max(0, between - 1 if self.counting is Counting.FULL_DAYS else between)

    def _after(self, period: Period, sent: dt.date) -> dt.date:
        if not period.count:
            return sent
        last = period.last_day(self.event(sent))
        return last + ONE_DAY if self.counting is Counting.FULL_DAYS else last

    @property
    def rests_on_holidays(self) -> bool:
        """Whether its days hang on what are holidays in a country."""
        return any(period.country for period in (self.period, self.delivery, self.at_most) if period)

    @property
    def plain(self) -> dict[str, Any]:
        """As it is written in an entry; what is not said has its default."""
        return {
            **self.period.plain,
            "counting": self.counting.value,
            **({"counting-from": self.start.value} if self.start is not CountingFrom.ANNOUNCEMENT else {}),
            **({"delivery": self.delivery.plain} if self.delivery else {}),
            **({"at-most": self.at_most.plain} if self.at_most else {}),
        }

    def __str__(self) -> str:
        """In plain words, for messages."""
        return f"{self.period} of notice ({self.counting.replace('-', ' ')})"


@dataclass(frozen=True, slots=True)
class NoticePolicy:
    """Which rule applies to which kind of amendment; `clause` is the id of the clause that gives the notice."""

    standard: NoticeRule
    prices: NoticeRule | None = None
    named: Mapping[str, NoticeRule] = field(default_factory=dict)
    grounds: Mapping[Ground, NoticeRule] = field(default_factory=dict)
    clause: str = ""

    def find(self, name: str, ground: Ground | None, *, changes_price: bool) -> NoticeRule | None:
        """The rule for an amendment on a ground, or else under a named rule, or else the one for prices, or the standard."""
        if ground:
            return self.grounds.get(ground)
        if name:
            return self.named.get(name)
        return (self.prices if changes_price else None) or self.standard


class Start(StrEnum):
    """From when a right to terminate runs."""

    ANNOUNCED = "announced"
    EFFECTIVE = "effective"
    LATER_OF = "later-of"
    """The receipt of the information or the effect, whichever is later (Directive (EU) 2019/770, art. 19(2))."""
    UNTIL_EFFECTIVE = "until-effective"
    """Until the last day before the effect (Directive (EU) 2018/1972, art. 105(4); Regulation (EU) 2019/1150, art. 3(2))."""


class Refund(StrEnum):
    """What a customer who terminates gets back of what was paid ahead."""

    PRO_RATA = "pro-rata"
    FULL = "full"
    NONE = "none"


class Means(StrEnum):
    """How a customer terminates."""

    EMAIL = "by-email"
    WRITING = "in-writing"
    ONLINE = "online"
    PHONE = "by-phone"


@dataclass(frozen=True, slots=True)
class TerminationRight:
    """The right to terminate that a substantial amendment opens.

    `within` is a window in which to terminate, `notice` the period of notice with which the contract then ends; a right can have one of
    them or both. With `month_end` a window runs on to the end of the month in which it would end. `where` is the address to which a customer turns, `clause` the id of the clause that gives the right. `sealed` is the
    last day as it was computed at the release, for a window in business days.
    """

    start: Start
    within: Period | None = None
    notice: Period | None = None
    refund: Refund | None = None
    means: tuple[Means, ...] = ()
    where: str = ""
    clause: str = ""
    month_end: bool = False
    sealed: dt.date | None = None

    def runs_from(self, received: dt.date, effective: dt.date) -> dt.date:
        """The day of the event from which the right runs; `received` is the day on which customers have the information."""
        match self.start:
            case Start.EFFECTIVE:
                return effective
            case Start.LATER_OF:
                return max(received, effective)
            case _:
                return received

    def last_day(self, received: dt.date, effective: dt.date) -> dt.date | None:
        """The last day on which a customer can terminate, itself included; None for a right that does not end.

        The day from which the days run is not counted (Regulation (EEC, Euratom) No 1182/71, art. 3(1)).
        """
        if self.sealed:
            return self.sealed
        if self.start is Start.UNTIL_EFFECTIVE:
            return effective - ONE_DAY
        if self.within is None:
            return None
        last = self.within.last_day(self.runs_from(received, effective))
        return month_end(last) if self.month_end else last

    @property
    def plain(self) -> dict[str, Any]:
        """As it is written in an entry."""
        means = [each.value for each in self.means]
        return {
            **({"within": self.within.plain} if self.within else {}),
            "from": self.start.value,
            **({"month-end": True} if self.month_end else {}),
            **({"notice": self.notice.plain} if self.notice else {}),
            **({"refund": self.refund.value} if self.refund else {}),
            **({"how": means if len(means) > 1 else means[0]} if means else {}),
            **({"where": self.where} if self.where else {}),
            **({"clause": self.clause} if self.clause else {}),
        }


@dataclass(frozen=True, slots=True)
class Group:
    """A group of customers that a record names: its name by language, and its own rules where it has some."""

    names: Mapping[str, str]
    notice: NoticePolicy | None = None
    termination: TerminationRight | None = None


@dataclass(frozen=True, slots=True)
class GroupTerms:
    """What a version is for one group: the day from which it binds them, and the rules of its day."""

    names: Mapping[str, str]
    effective: dt.date
    notice: NoticeRule | None = None
    termination: TerminationRight | None = None
