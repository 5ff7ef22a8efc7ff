"""The form of the rules of notice and termination, in the head of a record and in its entries (docs/notice.md explains them)."""

from __future__ import annotations

from typing import Annotated, Any, Self

from pydantic import Field, PlainValidator, model_validator

from clausebook.model.fields import Choice, Day, File, LanguageCode, Line, Name
from clausebook.model.notices import Counting, CountingFrom, Ground, Means, Refund, Start
from clausebook.model.value_forms import fault
from clausebook.model.values import Unit


def read_means(value: Any) -> tuple[Means, ...]:
    """One way to terminate, or a list of several."""
    return tuple(map(Choice(Means), value if isinstance(value, list) else [value]))


class PeriodForm(File):
    """A period: a count under the name of its unit."""

    days: Annotated[int | None, Field(ge=0, le=3650)] = None
    weeks: Annotated[int | None, Field(ge=0, le=520)] = None
    months: Annotated[int | None, Field(ge=0, le=120)] = None
    business_days: Annotated[int | None, Field(ge=0, le=2500)] = None

    @property
    def counts(self) -> dict[Unit, int]:
        """The counts that are given, by their unit."""
        units = (Unit.DAYS, Unit.WEEKS, Unit.MONTHS, Unit.BUSINESS_DAYS)
        given = {unit: getattr(self, unit.value.replace("-", "_")) for unit in units}
        return {unit: count for unit, count in given.items() if count is not None}

    @model_validator(mode="after")
    def _has_one_unit(self) -> Self:
        if len(self.counts) != 1:
            message = f"a period has one unit, this one has {', '.join(self.counts) or 'none'}"
            raise fault("period", message, "write one of days, weeks, months, business-days: {days: 45}")
        return self


class RuleForm(PeriodForm):
    """A notice: how long it is and how it is counted; a rule inside another one says what differs from that."""

    counting: Annotated[Counting, PlainValidator(Choice(Counting))] | None = None
    counting_from: Annotated[CountingFrom, PlainValidator(Choice(CountingFrom))] | None = None
    delivery: PeriodForm | None = None
    at_most: PeriodForm | None = None


class NoticeForm(RuleForm):
    """A `notice` of a record or of one of its groups; `prices` is the rule of versions that change an amount of money."""

    prices: RuleForm | None = None
    rules: dict[Name, RuleForm] = {}
    grounds: dict[Annotated[Ground, PlainValidator(Choice(Ground))], RuleForm] = {}
    clause: Name = ""


class TerminationForm(File):
    """A `termination`: the right that a substantial amendment opens."""

    within: PeriodForm | None = None
    start: Annotated[Start, PlainValidator(Choice(Start)), Field(alias="from")]
    month_end: bool = False
    notice: PeriodForm | None = None
    refund: Annotated[Refund, PlainValidator(Choice(Refund))] | None = None
    how: Annotated[tuple[Means, ...], PlainValidator(read_means)] = ()
    where: Line = ""
    clause: Name = ""

    @model_validator(mode="after")
    def _is_window_or_notice(self) -> Self:
        if self.start is Start.UNTIL_EFFECTIVE and self.within:
            raise fault(
                "termination",
                f"a right “from: {self.start}” ends on the day before the effect, whatever “within” says",
                "leave “within” out, or let it run from announced, effective or later-of",
            )
        if self.start is not Start.UNTIL_EFFECTIVE and not (self.within or self.notice):
            raise fault(
                "termination",
                "the right is neither a window (“within”) nor a period of notice (“notice”)",
                "write within: {days: 30} for a window, or notice: {days: 30} for a period of notice",
            )
        return self


class GroupForm(File):
    """A group of customers: its name by language, and the rules that are its own."""

    name: dict[LanguageCode, Line]
    notice: NoticeForm | None = None
    termination: TerminationForm | None = None


class EntryRuleForm(RuleForm):
    """An entry's `notice`; `earliest` is what was computed from it, where that rests on the holidays of a country."""

    earliest: Day | None = None


class EntryTerminationForm(TerminationForm):
    """An entry's `termination`; `last` is what was computed from it, where that rests on the holidays of a country."""

    last: Day | None = None


class GroupEntryForm(File):
    """What an entry says of one group."""

    name: dict[LanguageCode, Line]
    effective: Day
    notice: EntryRuleForm | None = None
    termination: EntryTerminationForm | None = None


class ClauseEntryForm(File):
    """What an entry says of one clause: that it begins later than its version."""

    effective: Day
