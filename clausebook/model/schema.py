"""The form of the files: every key of a record and of a text, and the type of its value (docs/format.md explains each).

Pydantic checks the plain values of a file all at once; `misfits` turns its findings into problems at their places.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, Self, TypeVar
from zoneinfo import ZoneInfo

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    PlainValidator,
    Tag,
    ValidationError,
    model_validator,
)

from clausebook.languages import LANGUAGES
from clausebook.model.document import VersionKind
from clausebook.model.notices import Counting, CountingFrom, Ground, Means, Refund, Start
from clausebook.model.numbering import Level
from clausebook.model.value_forms import fault, parse_date, parse_value, said
from clausebook.model.values import Unit, Value
from clausebook.names import NAME_FORM, VersionNumber, is_name, suggestion


def _name(value: str) -> str:
    if not is_name(value):
        raise fault("bad-name", f"“{value}” cannot be a name here", f"use {NAME_FORM}")
    return value


def _version(value: Any) -> VersionNumber:
    if isinstance(value, Decimal | int):
        raise fault("bad-version", f"the version {value} is written as a number", f'write it in quotes: "{value}"')
    try:
        return VersionNumber.parse(str(value))
    except ValueError:
        raise fault("bad-version", f"{said(value)} is not a version number", 'write it as "1.0" or "1.0.2"') from None


def _language(value: Any) -> str:
    if not isinstance(value, str) or value not in LANGUAGES:
        named = value if isinstance(value, str) else ""
        raise fault("unknown-language", f"{said(value)} is not a language of Clausebook", suggestion(named, LANGUAGES))
    return value


def _timezone(value: Any) -> ZoneInfo:
    try:
        if isinstance(value, str):
            return ZoneInfo(value)
    except (ValueError, OSError, KeyError):
        pass
    raise fault("unknown-timezone", f"{said(value)} is not a time zone", "write one such as Europe/Copenhagen")


def _level(value: Any) -> Level:
    try:
        if isinstance(value, list | dict):
            raise ValueError(f"{said(value)} is no pattern; write it as the first clause is numbered: 1, 1.1, (a)")
        return Level.parse(str(value))
    except ValueError as error:
        raise fault("bad-numbering", str(error)) from None


Choice = TypeVar("Choice", bound=StrEnum)


def _choice(choices: type[Choice]) -> Callable[[Any], Choice]:
    def read(value: Any) -> Choice:
        try:
            return choices(value)
        except ValueError:
            allowed = ", ".join(choices)
            raise fault(
                "wrong-type", f"{said(value)} is not one of the words allowed here", f"write one of: {allowed}"
            ) from None

    return read


def _means(value: Any) -> tuple[Means, ...]:
    return tuple(map(_choice(Means), value if isinstance(value, list) else [value]))


def _announced(value: Any) -> dt.date | None:
    return None if value == UNKNOWN else parse_date(value)


def _unquoted(value: Any) -> Any:
    if value is not None and not isinstance(value, str | list | dict):
        raise fault("wrong-type", f"{said(value)} is read as a number or a switch, not as text", "put it in quotes")
    return value


def _digest(value: Any) -> str:
    if not isinstance(value, str) or not re.fullmatch(r"sha256:[0-9a-f]{64}", value):
        raise fault(
            "bad-digest", f"{said(value)} is not a digest", "restore the line: a release wrote it, nobody edits it"
        )
    return value


Name = Annotated[str, AfterValidator(_name)]
Day = Annotated[dt.date, PlainValidator(parse_date)]
LanguageCode = Annotated[str, PlainValidator(_language)]
Digest = Annotated[str, PlainValidator(_digest)]
Country = Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
Zone = Annotated[ZoneInfo, PlainValidator(_timezone)]
Numbering = list[Annotated[Level, PlainValidator(_level)]]
Words = Annotated[str, BeforeValidator(_unquoted)]


class File(BaseModel):
    """What all forms are: plain values, no key too much, keys with hyphens where Python has underscores."""

    model_config = ConfigDict(
        defer_build=True,  # until a form is read: most runs read few files, or none
        extra="forbid",
        strict=True,
        frozen=True,
        arbitrary_types_allowed=True,
        alias_generator=lambda name: name.replace("_", "-"),
    )


UNKNOWN = "unknown"  # the day of an announcement that an imported history does not tell
MAX_LEVELS = 9  # clauses in clauses; a file may be nested twice as deep (source.MAX_DEPTH)
MAX_VERSIONS = 1_000
MAX_CLAUSES = 3_000


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

    counting: Annotated[Counting, PlainValidator(_choice(Counting))] | None = None
    counting_from: Annotated[CountingFrom, PlainValidator(_choice(CountingFrom))] | None = None
    delivery: PeriodForm | None = None
    at_most: PeriodForm | None = None


class NoticeForm(RuleForm):
    """A `notice` of a record or of one of its groups; `prices` is the rule of versions that change an amount of money."""

    prices: RuleForm | None = None
    rules: dict[Name, RuleForm] = {}
    grounds: dict[Annotated[Ground, PlainValidator(_choice(Ground))], RuleForm] = {}
    clause: Name = ""


class TerminationForm(File):
    """A `termination`: the right that a substantial amendment opens."""

    within: PeriodForm | None = None
    start: Annotated[Start, PlainValidator(_choice(Start)), Field(alias="from")]
    month_end: bool = False
    notice: PeriodForm | None = None
    refund: Annotated[Refund, PlainValidator(_choice(Refund))] | None = None
    how: Annotated[tuple[Means, ...], PlainValidator(_means)] = ()
    where: Words = ""
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

    name: dict[LanguageCode, Words]
    notice: NoticeForm | None = None
    termination: TerminationForm | None = None


class HeadForm(File):
    """An entry's `head` in one language: the lines above the plain text, each by what it tells."""

    version: Words
    announced: Words
    effective: Words
    effective_new: Words = ""
    groups: Words = ""
    clauses: Words = ""
    ground: Words = ""
    law: Words
    prevails: Words = ""
    summary: Words = ""


class EntryRuleForm(RuleForm):
    """An entry's `notice`; `earliest` is what was computed from it, where that rests on the holidays of a country."""

    earliest: Day | None = None


class EntryTerminationForm(TerminationForm):
    """An entry's `termination`; `last` is what was computed from it, where that rests on the holidays of a country."""

    last: Day | None = None


class GroupEntryForm(File):
    """What an entry says of one group."""

    name: dict[LanguageCode, Words]
    effective: Day
    notice: EntryRuleForm | None = None
    termination: EntryTerminationForm | None = None


class ClauseEntryForm(File):
    """What an entry says of one clause: that it begins later than its version."""

    effective: Day


class VersionForm(File):
    """One entry of a record's `versions`; `announced` is None in an imported history that does not know the day."""

    version: Annotated[VersionNumber, PlainValidator(_version)]
    kind: Annotated[VersionKind, PlainValidator(_choice(VersionKind))]
    announced: Annotated[dt.date | None, PlainValidator(_announced)]
    effective: Day
    effective_new: Day | None = None
    substantial: bool = False
    law: Country | None = None
    authoritative: LanguageCode | None = None
    timezone: Zone | None = None
    numbering: Annotated[Numbering | None, Field(min_length=1, max_length=MAX_LEVELS)] = None
    ground: Annotated[Ground, PlainValidator(_choice(Ground))] | None = None
    provision: dict[LanguageCode, Words] = {}
    rule: Name = ""
    dispatched_by: Day | None = None
    groups: dict[Name, GroupEntryForm] = {}
    clauses: dict[Name, ClauseEntryForm] = {}
    notice: EntryRuleForm | None = None
    termination: EntryTerminationForm | None = None
    values: dict[Name, Annotated[Value, PlainValidator(parse_value)]] = {}
    head: dict[LanguageCode, HeadForm] = {}
    printed: dict[LanguageCode, dict[str, Words]] = {}
    editions: dict[LanguageCode, Digest] = {}
    texts: dict[LanguageCode, Digest] = {}
    confirmed: list[Name] = []
    carries: Annotated[VersionNumber, PlainValidator(_version)] | None = None
    chain: Digest = ""

    @property
    def announced_day(self) -> dt.date:
        """The day of the announcement; where it is not known, the first day on which the version bound anybody."""
        return self.announced or self.first_effect

    @property
    def first_effect(self) -> dt.date:
        """The first day on which it binds anybody."""
        groups = [group.effective for group in self.groups.values()]
        return min(self.effective, self.effective_new or self.effective, *groups)

    def effective_for(self, group: str) -> dt.date:
        """The day from which it binds a group; that of all where it does not name the group."""
        return self.groups[group].effective if group in self.groups else self.effective


class WithdrawalForm(File):
    """An entry of a record's `versions` that withdraws an announced version."""

    withdraws: Annotated[VersionNumber, PlainValidator(_version)]
    announced: Day
    reason: dict[LanguageCode, Words]
    chain: Digest = ""


def _entry_tag(value: Any) -> str:
    return "<withdrawal>" if isinstance(value, dict) and "withdraws" in value else "<version>"


EntryForm = Annotated[
    Annotated[VersionForm, Tag("<version>")] | Annotated[WithdrawalForm, Tag("<withdrawal>")],
    Discriminator(_entry_tag),
]


class RecordForm(File):
    """`terms/<document>.yml`."""

    law: Country
    authoritative: LanguageCode
    languages: Annotated[list[LanguageCode], Field(min_length=1)]
    timezone: Zone
    numbering: Annotated[Numbering, Field(min_length=1, max_length=MAX_LEVELS)]
    notice: NoticeForm
    termination: TerminationForm | None = None
    groups: dict[Name, GroupForm] = {}
    planned: Day | None = None
    formerly: dict[Name, Annotated[VersionNumber, PlainValidator(_version)]] = {}
    values: dict[Name, Annotated[Value, PlainValidator(parse_value)]] = {}
    versions: Annotated[list[EntryForm], Field(max_length=MAX_VERSIONS)] = []


class ClauseHead(File):
    """One clause of a text, without those nested in it."""

    id: Name
    title: Words = ""
    was: Annotated[list[Name], Field(default_factory=list)]
    text: Words = ""
    note: Words = ""
    unaffected: Words = ""
    defines: Annotated[dict[Name, Words], Field(default_factory=dict)]


class ClauseForm(ClauseHead):
    """One clause of a text."""

    clauses: list[ClauseForm] = []


class TextHead(File):
    """What a text says before its clauses."""

    title: Annotated[Words, Field(min_length=1)]
    summary: Words = ""


class TextForm(TextHead):
    """`terms/<language>/<document>/<version>.yml` and `draft.yml`."""

    clauses: Annotated[list[ClauseForm], Field(min_length=1)]


Form = TypeVar("Form", bound=File)


def fit(values: Mapping[str, Any], form: type[Form]) -> Form | None:
    """The checked form of plain values; None where they do not fit it, without saying why."""
    try:
        return form.model_validate(values)
    except ValidationError:
        return None
