"""The form of the files: every key of a record and of a text, and the type of its value (docs/format.md explains each).

Pydantic checks the plain values of a file all at once; `read_file` turns its findings into problems at their places.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, TypeVar
from zoneinfo import ZoneInfo

from babel.numbers import is_currency
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
from pydantic_core import ErrorDetails, PydanticCustomError

from clausebook.days import BadDay, parse_day
from clausebook.languages import LANGUAGES
from clausebook.model.document import Counting, Start, VersionKind
from clausebook.model.numbering import Level
from clausebook.model.values import Amount, Date, Number, Percentage, Quantity, Text, TimeOfDay, TimeRange, Unit, Value
from clausebook.names import NAME_FORM, VersionNumber, is_name, suggestion
from clausebook.problems import Place, Problems
from clausebook.source import Node


def _fault(code: str, message: str, advice: str = "") -> PydanticCustomError:
    return PydanticCustomError("clausebook", "{message}", {"code": code, "message": message, "advice": advice})


def parse_date(value: Any) -> dt.date:
    """An ISO calendar day. Raises a fault for anything else."""
    try:
        return parse_day(value if isinstance(value, str) else str(value))
    except BadDay as error:
        raise _fault("bad-date", error.message, error.advice) from None


def _name(value: str) -> str:
    if not is_name(value):
        raise _fault("bad-name", f"“{value}” cannot be a name here", f"use {NAME_FORM}")
    return value


def _version(value: Any) -> VersionNumber:
    if isinstance(value, Decimal | int):
        raise _fault("bad-version", f"the version {value} is written as a number", f'write it in quotes: "{value}"')
    try:
        return VersionNumber.parse(str(value))
    except ValueError:
        raise _fault("bad-version", f"“{value}” is not a version number", 'write it as "1.0" or "1.0.2"') from None


def _language(value: Any) -> str:
    if value not in LANGUAGES:
        raise _fault(
            "unknown-language", f"“{value}” is not a language of Clausebook", suggestion(str(value), LANGUAGES)
        )
    return str(value)


def _timezone(value: Any) -> ZoneInfo:
    try:
        return ZoneInfo(str(value))
    except (ValueError, OSError, KeyError):
        raise _fault(
            "unknown-timezone", f"“{value}” is not a time zone", "write one such as Europe/Copenhagen"
        ) from None


def _level(value: Any) -> Level:
    try:
        return Level.parse(str(value))
    except ValueError as error:
        raise _fault("bad-numbering", str(error)) from None


def _decimal(value: Any, key: str) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise _fault("bad-value", f"“{value}” is not a number, which “{key}” needs", "write it with a point: 1.45")
    return Decimal(value)


def _count(value: Any, key: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise _fault("bad-value", f"“{value}” is not a whole number from 0, which “{key}” needs")
    return value


def _time(value: Any, key: str) -> dt.time:
    if isinstance(value, str) and re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", value):
        return dt.time.fromisoformat(value)
    raise _fault("bad-value", f"“{value}” is not a time, which “{key}” needs", 'write it in quotes: "09:00"')


def _words(value: Any, key: str) -> str:
    if not isinstance(value, str) or not value.strip() or "\n" in value:
        raise _fault("bad-value", f"“{value}” is not a line of text, which “{key}” needs", "write it in quotes")
    return value


def _currency(value: Any) -> str:
    if not isinstance(value, str) or not is_currency(value):
        raise _fault("bad-value", f"“{value}” is not a currency code", "write the ISO code, such as EUR or DKK")
    return value


Choice = TypeVar("Choice", bound=StrEnum)


def _choice(choices: type[Choice]) -> Callable[[Any], Choice]:
    def read(value: Any) -> Choice:
        try:
            return choices(value)
        except ValueError:
            allowed = ", ".join(choices)
            raise _fault(
                "wrong-type", f"“{value}” is not one of the words allowed here", f"write one of: {allowed}"
            ) from None

    return read


T = TypeVar("T")


def _several(value: Any, key: str, read: Callable[[Any, str], T]) -> tuple[T, ...]:
    items = value if isinstance(value, list) else [value]
    if not items:
        raise _fault("bad-value", f"the list of “{key}” is empty")
    return tuple(read(item, key) for item in items)


_VALUE_KEYS = {"amount", "currency", "percent", "number", "time", "from", "to", "date", "text", *Unit}


def parse_value(value: Any) -> Value:
    """A typed value from its mapping in the record. The keys tell the type."""
    if not isinstance(value, dict):
        raise _fault(
            "bad-value",
            f"“{value}” does not say what it is",
            "write its type: {days: 45}, {amount: 100, currency: DKK}, {text: …}",
        )
    for key in value:
        if key not in _VALUE_KEYS:
            raise _fault("bad-value", f"“{key}” is not a type of value", suggestion(key, _VALUE_KEYS))
    keys = set(value)
    if keys == {"amount", "currency"}:
        return Amount(_decimal(value["amount"], "amount"), _currency(value["currency"]))
    if keys == {"from", "to"}:
        return TimeRange(_time(value["from"], "from"), _time(value["to"], "to"))
    if len(keys) == 1:
        key = keys.pop()
        item = value[key]
        match key:
            case "percent":
                return Percentage(_decimal(item, key))
            case "number":
                return Number(_several(item, key, _decimal))
            case "time":
                return TimeOfDay(_time(item, key))
            case "date":
                return Date(parse_date(item))
            case "text":
                return Text(_several(item, key, _words))
            case _ if key in set(Unit):
                return Quantity(Unit(key), _several(item, key, _count))
    raise _fault(
        "bad-value",
        f"the keys {', '.join(sorted(value))} do not make a value",
        "an amount needs amount and currency, a time range from and to; every other value has one key",
    )


def _unquoted(value: Any) -> Any:
    if value is not None and not isinstance(value, str | list | dict):
        raise _fault("wrong-type", f"“{value}” is read as a number or a switch, not as text", "put it in quotes")
    return value


def _digest(value: Any) -> str:
    if not isinstance(value, str) or not re.fullmatch(r"sha256:[0-9a-f]{64}", value):
        raise _fault(
            "bad-digest", f"“{value}” is not a digest", "restore the line: a release wrote it, nobody edits it"
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


class _File(BaseModel):
    model_config = ConfigDict(
        defer_build=True,  # until a form is read: most runs read few files, or none
        extra="forbid",
        strict=True,
        frozen=True,
        arbitrary_types_allowed=True,
        alias_generator=lambda name: name.replace("_", "-"),
    )


class RuleForm(_File):
    """A notice: how many days, and how they are counted."""

    days: Annotated[int, Field(ge=0, le=3650)]
    counting: Annotated[Counting, PlainValidator(_choice(Counting))] = Counting.FULL_DAYS


class NoticeForm(RuleForm):
    """A record's `notice`; `prices` is the rule of versions that change an amount of money."""

    prices: RuleForm | None = None


class TerminationForm(_File):
    """A record's `termination`: the right that a substantial amendment opens."""

    days: Annotated[int, Field(ge=1, le=3650)]
    start: Annotated[Start, PlainValidator(_choice(Start)), Field(alias="from")]


class HeadForm(_File):
    """An entry's `head` in one language: the lines above the plain text, each by what it tells."""

    version: Words
    announced: Words
    effective: Words
    effective_new: Words = ""
    law: Words
    prevails: Words = ""
    summary: Words = ""


class VersionForm(_File):
    """One entry of a record's `versions`."""

    version: Annotated[VersionNumber, PlainValidator(_version)]
    kind: Annotated[VersionKind, PlainValidator(_choice(VersionKind))]
    announced: Day
    effective: Day
    effective_new: Day | None = None
    substantial: bool = False
    law: Country | None = None
    authoritative: LanguageCode | None = None
    timezone: Zone | None = None
    numbering: Annotated[Numbering | None, Field(min_length=1)] = None
    notice: RuleForm | None = None
    termination: TerminationForm | None = None
    values: dict[Name, Annotated[Value, PlainValidator(parse_value)]] = {}
    head: dict[LanguageCode, HeadForm] = {}
    printed: dict[LanguageCode, dict[str, Words]] = {}
    editions: dict[LanguageCode, Digest] = {}
    texts: dict[LanguageCode, Digest] = {}
    confirmed: list[Name] = []
    carries: Annotated[VersionNumber, PlainValidator(_version)] | None = None
    chain: Digest = ""


class WithdrawalForm(_File):
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


class RecordForm(_File):
    """`terms/<document>.yml`."""

    law: Country
    authoritative: LanguageCode
    languages: Annotated[list[LanguageCode], Field(min_length=1)]
    timezone: Zone
    numbering: Annotated[Numbering, Field(min_length=1)]
    notice: NoticeForm
    termination: TerminationForm | None = None
    planned: Day | None = None
    formerly: dict[Name, Annotated[VersionNumber, PlainValidator(_version)]] = {}
    values: dict[Name, Annotated[Value, PlainValidator(parse_value)]] = {}
    versions: list[EntryForm] = []


class ClauseHead(_File):
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


class TextHead(_File):
    """What a text says before its clauses."""

    title: Annotated[Words, Field(min_length=1)]
    summary: Words = ""


class TextForm(TextHead):
    """`terms/<language>/<document>/<version>.yml` and `draft.yml`."""

    clauses: Annotated[list[ClauseForm], Field(min_length=1)]


Form = TypeVar("Form", bound=_File)

_TYPES = {
    "string_type": "text",
    "int_type": "a whole number",
    "list_type": "a list (lines that start with “- ”)",
    "dict_type": "keys with values",
    "model_type": "keys with values",
    "bool_type": "true or false",
}


def fit(values: Mapping[str, Any], form: type[Form]) -> Form | None:
    """The checked form of plain values; None where they do not fit it, without saying why."""
    try:
        return form.model_validate(values)
    except ValidationError:
        return None


def read_form(node: Node, form: type[Form], problems: Problems) -> Form | None:
    """The checked form of a file's values; None with problems where they do not fit it."""
    try:
        return form.model_validate(node.plain())
    except ValidationError as error:
        for detail in error.errors(include_url=False):
            _add_problem(node, form, detail, problems)
        return None


def _add_problem(node: Node, form: type[_File], detail: ErrorDetails, problems: Problems) -> None:
    path = tuple(step for step in detail["loc"] if step != "[key]" and not str(step).startswith("<"))
    place = _place(node, path, of_key="[key]" in detail["loc"])
    key = str(path[-1]) if path else ""
    context: dict[str, Any] = detail.get("ctx") or {}
    match detail["type"]:
        case "clausebook":
            problems.add(place, context["code"], context["message"], context["advice"])
        case "missing":
            problems.add(_place(node, path[:-1]), "missing-key", f"the key “{key}” is missing here", f"add “{key}: …”")
        case "extra_forbidden":
            known = _known_keys(form, path)
            problems.add(
                _place(node, path, of_key=True),
                "unknown-key",
                f"“{key}” is not a key that belongs here",
                suggestion(key, known),
            )
        case kind if kind in _TYPES:
            problems.add(place, "wrong-type", f"“{key}” must be {_TYPES[kind]}", _seen(detail["input"]))
        case "string_pattern_mismatch":
            problems.add(
                place,
                "wrong-type",
                f"“{detail['input']}” is not a country code",
                "write two capital letters, such as DK",
            )
        case "too_short" | "string_too_short":
            problems.add(place, "wrong-type", f"“{key}” is empty", "write at least one")
        case _:
            problems.add(place, "wrong-type", f"“{key}” does not fit: {detail['msg']}")


def _seen(value: Any) -> str:
    if value is None:
        return "it is empty"
    kind = {str: "text", list: "a list", dict: "keys with values", bool: "true or false"}.get(type(value), "a number")
    return f"it is {kind}"


def _known_keys(form: type[_File], path: tuple[int | str, ...]) -> list[str]:
    """The keys of the form in which the last key of `path` stands."""
    forms: dict[str, type[_File]] = {
        "clauses": ClauseForm,
        "versions": VersionForm,
        "head": HeadForm,
        "notice": NoticeForm,
        "prices": RuleForm,
        "termination": TerminationForm,
    }
    inner: type[_File] = form
    for step in path[:-1]:
        inner = forms.get(str(step), inner)
    return [field.alias or name for name, field in inner.model_fields.items()]


def _place(node: Node, path: tuple[int | str, ...], of_key: bool = False) -> Place:
    """The place of the value at `path`, or of its key; of the nearest thing above it that exists."""
    if of_key and path:
        parent = node.at(*path[:-1])
        if parent is not None:
            return parent.place_of_key(str(path[-1]))
    for length in range(len(path), -1, -1):
        found = node.at(*path[:length])
        if found is not None:
            return found.place
    return node.place
