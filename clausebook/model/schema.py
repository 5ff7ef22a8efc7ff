"""The form of the files: every key of a record and of a text, and the type of its value (docs/format.md explains each).

Pydantic checks the plain values of a file all at once; `misfits` turns its findings into problems at their places.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, Generic, TypeVar
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
)

from clausebook.languages import LANGUAGES
from clausebook.model.document import Counting, Start, VersionKind
from clausebook.model.numbering import Level
from clausebook.model.value_forms import fault, parse_date, parse_value, said
from clausebook.model.values import Value
from clausebook.names import NAME_FORM, VersionNumber, is_name, suggestion


def read_name(value: str) -> str:
    """An id or a name; raises a fault for anything else."""
    if not is_name(value):
        raise fault("bad-name", f"“{value}” cannot be a name here", f"use {NAME_FORM}")
    return value


def read_version(value: Any) -> VersionNumber:
    """A version number, written in quotes."""
    if isinstance(value, Decimal | int):
        raise fault("bad-version", f"the version {value} is written as a number", f'write it in quotes: "{value}"')
    try:
        return VersionNumber.parse(str(value))
    except ValueError:
        raise fault("bad-version", f"{said(value)} is not a version number", 'write it as "1.0" or "1.0.2"') from None


def read_language(value: Any) -> str:
    """The code of a language that Clausebook speaks."""
    if not isinstance(value, str) or value not in LANGUAGES:
        named = value if isinstance(value, str) else ""
        raise fault("unknown-language", f"{said(value)} is not a language of Clausebook", suggestion(named, LANGUAGES))
    return value


def read_prevailing(value: Any) -> tuple[str, ...]:
    """One language that prevails, or several."""
    languages = tuple([read_language(each) for each in (value if isinstance(value, list) else [value])])
    if not languages:
        raise fault("unknown-language", "an empty list names no language", suggestion("", LANGUAGES))
    if len(set(languages)) < len(languages):
        twice = next(code for code in languages if languages.count(code) > 1)
        raise fault("wrong-type", f"“{twice}” stands twice", "name each language once")
    return languages


def read_timezone(value: Any) -> ZoneInfo:
    """A zone of the tz database."""
    try:
        if isinstance(value, str):
            return ZoneInfo(value)
    except (ValueError, OSError, KeyError):
        pass
    raise fault("unknown-timezone", f"{said(value)} is not a time zone", "write one such as Europe/Copenhagen")


def read_level(value: Any) -> Level:
    """The numbering pattern of one level."""
    try:
        if isinstance(value, list | dict):
            raise ValueError(f"{said(value)} is no pattern; write it as the first clause is numbered: 1, 1.1, (a)")
        return Level.parse(str(value))
    except ValueError as error:
        raise fault("bad-numbering", str(error)) from None


Member = TypeVar("Member", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Choice(Generic[Member]):
    """A validator that takes one of the words of an enumeration."""

    choices: type[Member]

    def __call__(self, value: Any) -> Member:
        try:
            return self.choices(value)
        except ValueError:
            allowed = ", ".join(self.choices)
            raise fault(
                "wrong-type", f"{said(value)} is not one of the words allowed here", f"write one of: {allowed}"
            ) from None


def _unquoted(value: Any) -> Any:
    if value is not None and not isinstance(value, str | list | dict):
        raise fault("wrong-type", f"{said(value)} is read as a number or a switch, not as text", "put it in quotes")
    return value


def read_counter(value: Any) -> Any:
    """The counter of a clause, which may look like a number."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else _unquoted(value)


def read_digest(value: Any) -> str:
    """A digest as records hold it."""
    if not isinstance(value, str) or not re.fullmatch(r"sha256:[0-9a-f]{64}", value):
        raise fault(
            "bad-digest", f"{said(value)} is not a digest", "restore the line: a release wrote it, nobody edits it"
        )
    return value


Name = Annotated[str, AfterValidator(read_name)]
Day = Annotated[dt.date, PlainValidator(parse_date)]
LanguageCode = Annotated[str, PlainValidator(read_language)]
Prevailing = Annotated[tuple[str, ...], PlainValidator(read_prevailing)]
Digest = Annotated[str, PlainValidator(read_digest)]
Country = Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
Zone = Annotated[ZoneInfo, PlainValidator(read_timezone)]
Numbering = list[Annotated[Level, PlainValidator(read_level)]]
Words = Annotated[str, BeforeValidator(_unquoted)]
Count = Annotated[str, BeforeValidator(read_counter)]


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


MAX_LEVELS = 9  # clauses in clauses; a file may be nested twice as deep (source.MAX_DEPTH)
MAX_VERSIONS = 1_000
MAX_CLAUSES = 3_000


class RuleForm(File):
    """A notice: how many days, and how they are counted."""

    days: Annotated[int, Field(ge=0, le=3650)]
    counting: Annotated[Counting, PlainValidator(Choice(Counting))] = Counting.FULL_DAYS


class NoticeForm(RuleForm):
    """A record's `notice`; `prices` is the rule of versions that change an amount of money."""

    prices: RuleForm | None = None


class TerminationForm(File):
    """A record's `termination`: the right that a substantial amendment opens."""

    days: Annotated[int, Field(ge=1, le=3650)]
    start: Annotated[Start, PlainValidator(Choice(Start)), Field(alias="from")]


def _localised(value: Any) -> dict[str, str]:
    """One text for all languages, or one for each."""
    texts = value if isinstance(value, dict) else {"": value}
    for code, text in texts.items():
        if code:
            read_language(code)
        if not isinstance(_unquoted(text), str) or not text.strip():
            raise fault(
                "wrong-type", f"{said(text)} is no text", "write one text, or one for each language: {da: …, en: …}"
            )
    return texts


def _website(value: Any) -> str:
    if not isinstance(value, str) or not re.fullmatch(r"https?://[^\s<>\"]+", value):
        raise fault("publisher", f"{said(value)} is not the address of a website", "begin it with https://")
    return value


def _email(value: Any) -> str:
    if not isinstance(value, str) or not re.fullmatch(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+", value):
        raise fault("publisher", f"{said(value)} is not an e-mail address", "write one such as legal@example.com")
    return value


Localised = Annotated[dict[str, str], PlainValidator(_localised)]


class PublisherForm(File):
    """A record's `publisher`: who customers contract with, and how to reach them."""

    name: Annotated[Words, Field(min_length=1)]
    address: Localised
    email: Annotated[str, PlainValidator(_email)]
    registration: Localised = {}
    phone: Words = ""
    website: Annotated[str, PlainValidator(_website)] = ""


class HeadForm(File):
    """An entry's `head` in one language: the lines above the plain text, each by what it tells."""

    version: Words
    announced: Words
    effective: Words
    effective_new: Words = ""
    law: Words
    prevails: Words = ""
    summary: Words = ""


class VersionForm(File):
    """One entry of a record's `versions`."""

    version: Annotated[VersionNumber, PlainValidator(read_version)]
    kind: Annotated[VersionKind, PlainValidator(Choice(VersionKind))]
    announced: Day
    effective: Day
    effective_new: Day | None = None
    substantial: bool = False
    law: Country | None = None
    authoritative: Prevailing | None = None
    courtesy: list[LanguageCode] = []
    timezone: Zone | None = None
    numbering: Annotated[Numbering | None, Field(min_length=1, max_length=MAX_LEVELS)] = None
    notice: RuleForm | None = None
    termination: TerminationForm | None = None
    values: dict[Name, Annotated[Value, PlainValidator(parse_value)]] = {}
    head: dict[LanguageCode, HeadForm] = {}
    printed: dict[LanguageCode, dict[str, Words]] = {}
    editions: dict[LanguageCode, Digest] = {}
    texts: dict[LanguageCode, Digest] = {}
    confirmed: list[Name] = []
    carries: Annotated[VersionNumber, PlainValidator(read_version)] | None = None
    chain: Digest = ""


class WithdrawalForm(File):
    """An entry of a record's `versions` that withdraws an announced version."""

    withdraws: Annotated[VersionNumber, PlainValidator(read_version)]
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
    authoritative: Prevailing
    courtesy: list[LanguageCode] = []
    languages: Annotated[list[LanguageCode], Field(min_length=1)]
    timezone: Zone
    numbering: Annotated[Numbering, Field(min_length=1, max_length=MAX_LEVELS)]
    notice: NoticeForm
    termination: TerminationForm | None = None
    publisher: PublisherForm | None = None
    planned: Day | None = None
    formerly: dict[Name, Annotated[VersionNumber, PlainValidator(read_version)]] = {}
    values: dict[Name, Annotated[Value, PlainValidator(parse_value)]] = {}
    versions: Annotated[list[EntryForm], Field(max_length=MAX_VERSIONS)] = []


class ClauseHead(File):
    """One clause of a text, without those nested in it."""

    id: Name
    number: Count = ""
    title: Words = ""
    was: Annotated[list[Name], Field(default_factory=list)]
    repealed: bool = False
    text: Words = ""
    in_short: Words = ""
    note: Words = ""
    unaffected: Words = ""
    defines: Annotated[dict[Name, Words], Field(default_factory=dict)]
    sorted: bool = False


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
