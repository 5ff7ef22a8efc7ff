"""The form of the files: every key of a record and of a text, and the type of its value (docs/format.md explains each).

Pydantic checks the plain values of a file all at once; `misfits` turns its findings into problems at their places.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import Annotated, Any, TypeVar

from pydantic import Discriminator, Field, PlainValidator, Tag, ValidationError

from clausebook.model.document import VersionKind
from clausebook.model.fields import (
    Choice,
    Count,
    Country,
    Day,
    Digest,
    File,
    LanguageCode,
    Line,
    Name,
    Numbering,
    Prevailing,
    Words,
    Zone,
    read_language,
    read_version,
    read_words,
)
from clausebook.model.notices import Ground
from clausebook.model.rule_forms import (
    ClauseEntryForm,
    EntryRuleForm,
    EntryTerminationForm,
    GroupEntryForm,
    GroupForm,
    NoticeForm,
    TerminationForm,
)
from clausebook.model.value_forms import fault, parse_date, parse_value, said
from clausebook.model.values import Value
from clausebook.names import VersionNumber

UNKNOWN = "unknown"  # the day of an announcement that an imported history does not tell
MAX_LEVELS = 9  # clauses in clauses; a file may be nested twice as deep (source.MAX_DEPTH)
MAX_VERSIONS = 1_000
MAX_CLAUSES = 3_000


def _localised(value: Any) -> dict[str, str]:
    """One text for all languages, or one for each."""
    texts = value if isinstance(value, dict) else {"": value}
    for code, text in texts.items():
        if code:
            read_language(code)
        if not isinstance(read_words(text), str) or not text.strip():
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
    groups: Words = ""
    clauses: Words = ""
    ground: Words = ""
    law: Words
    prevails: Words = ""
    summary: Words = ""


def read_announced(value: Any) -> dt.date | None:
    """The day of an announcement; None where it is not known."""
    return None if value == UNKNOWN else parse_date(value)


class VersionForm(File):
    """One entry of a record's `versions`; `announced` is None in an imported history that does not know the day."""

    version: Annotated[VersionNumber, PlainValidator(read_version)]
    kind: Annotated[VersionKind, PlainValidator(Choice(VersionKind))]
    announced: Annotated[dt.date | None, PlainValidator(read_announced)]
    effective: Day
    effective_new: Day | None = None
    substantial: bool = False
    law: Country | None = None
    authoritative: Prevailing | None = None
    courtesy: list[LanguageCode] = []
    timezone: Zone | None = None
    numbering: Annotated[Numbering | None, Field(min_length=1, max_length=MAX_LEVELS)] = None
    ground: Annotated[Ground, PlainValidator(Choice(Ground))] | None = None
    provision: dict[LanguageCode, Line] = {}
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
    carries: Annotated[VersionNumber, PlainValidator(read_version)] | None = None
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
    groups: dict[Name, GroupForm] = {}
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
    only: Annotated[list[Name], Field(default_factory=list)]
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
