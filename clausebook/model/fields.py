"""Fields: what the values of files can be, and the base of all forms. Each reader raises a fault for anything else."""

from __future__ import annotations

import datetime as dt
import re
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
    Field,
    PlainValidator,
)

from clausebook.languages import LANGUAGES, language_advice
from clausebook.model.numbering import Level
from clausebook.model.value_forms import fault, parse_date, said
from clausebook.names import NAME_FORM, VersionNumber, is_name


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
        raise fault("unknown-language", f"{said(value)} is not a language", language_advice(named))
    return value


def read_prevailing(value: Any) -> tuple[str, ...]:
    """One language that prevails, or several."""
    languages = tuple([read_language(each) for each in (value if isinstance(value, list) else [value])])
    if not languages:
        raise fault("unknown-language", "an empty list names no language", language_advice(""))
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


def read_words(value: Any) -> Any:
    """What was typed as text; YAML reads numbers and switches without quotes as something else."""
    if value is not None and not isinstance(value, str | list | dict):
        raise fault("wrong-type", f"{said(value)} is read as a number or a switch, not as text", "put it in quotes")
    return value


def read_line(value: str) -> str:
    """Words that stand inside a sentence, and so on one line."""
    if not value.strip() or len(value.splitlines()) > 1:
        raise fault("wrong-type", f"{said(value)} is not a line of text", "write the words on one line")
    return value


def read_counter(value: Any) -> Any:
    """The counter of a clause, which may look like a number."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else read_words(value)


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
Words = Annotated[str, BeforeValidator(read_words)]
Line = Annotated[str, BeforeValidator(read_words), AfterValidator(read_line)]
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
