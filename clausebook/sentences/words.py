"""Words: the interface in one language: catalogue lookups, dates and numbers. No visible word comes from elsewhere."""

from __future__ import annotations

import datetime as dt
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from string import Formatter
from typing import Generic, TypeVar

from babel.lists import format_list

from clausebook.languages import LANGUAGES, N_, catalogue, language_name, plurals
from clausebook.model.document import Document, Snapshot, Version, VersionKind
from clausebook.model.periods import Period
from clausebook.model.plaintext import KIND_WORDS
from clausebook.model.timeline import Status
from clausebook.model.values import format_day, format_value

_STATUS = {
    Status.IN_FORCE: N_("In force"),
    Status.ANNOUNCED: N_("Announced"),
    Status.SUPERSEDED: N_("No longer in force"),
    Status.UNPUBLISHED: N_("Draft"),
    Status.WITHDRAWN: N_("Withdrawn"),
    Status.OVERTAKEN: N_("Replaced by its correction"),
    Status.RETIRED: N_("No longer applies"),
}

Text = TypeVar("Text", bound=str)


@cache
def pieces(pattern: str) -> tuple[tuple[str, str | None], ...]:
    """The words of a pattern, each with the name of what is filled in after them."""
    return tuple((literal, name) for literal, name, _, _ in Formatter().parse(pattern))


@dataclass(frozen=True, slots=True)
class Phrases(ABC, Generic[Text]):
    """The interface words of one language in one form. Called with an English source string, gives the translation.

    Arguments fill the `{names}` of the string. Subclasses say how plain text, filled patterns, days and lists look in their form.
    """

    language: str

    @abstractmethod
    def text(self, text: str) -> Text:
        """Plain text in this form."""

    @abstractmethod
    def fill(self, pattern: str, values: Mapping[str, object]) -> Text:
        """A pattern, which is plain text, with its `{names}` filled in by values of this form or by plain text."""

    @abstractmethod
    def date(self, day: dt.date) -> Text:
        """A day in words."""

    @abstractmethod
    def joined(self, items: Sequence[str], separator: str = " ") -> Text:
        """Several pieces of this form in a row."""

    @abstractmethod
    def listing(self, items: Sequence[str]) -> Text:
        """Several things in a row, joined by “and”."""

    @abstractmethod
    def english(self, text: Text) -> Text:
        """Words that stand in English where this language has none for them."""

    @abstractmethod
    def choice(self, items: Sequence[str]) -> Text:
        """Several things of which one is taken, joined by “or”."""

    def __call__(self, source: str, **values: object) -> Text:
        words = catalogue(self.language)
        phrase = words.gettext(source)
        said = self.fill(phrase, values) if values else self.text(phrase)
        return said if words.translates(source) else self.english(said)

    def plural(self, one: str, many: str, count: int, **values: object) -> Text:
        """The form of a countable phrase for `count`, which also fills `{count}`."""
        words = catalogue(self.language)
        said = self.fill(words.ngettext(one, many, count), {"count": count, **values})
        return said if words.translates(one) else self.english(said)

    def pattern(self, source: str) -> str:
        """The translation as plain text with its `{names}` as they stand, for a script to fill in."""
        return catalogue(self.language).gettext(source)

    def patterns(self, one: str, many: str) -> dict[str, str]:
        """The forms of a countable phrase by CLDR's plural categories, with `{count}` as it stands, for a script to choose from."""
        return plurals(self.language, one, many)

    def period(self, period: Period) -> Text:
        """A period, such as a notice."""
        return self.text(format_value(period.quantity, self.language))

    def language_name(self, code: str) -> str:
        """The name of a language in this one, as it stands inside a sentence."""
        return language_name(code, self.language)

    def country_name(self, code: str) -> str:
        """The name of a country in this language; the code itself where CLDR has none."""
        return str(LANGUAGES[self.language].cldr.territories.get(code, code))

    def status(self, status: Status) -> Text:
        return self(_STATUS[status])

    def kind(self, kind: VersionKind) -> Text:
        return self(KIND_WORDS[kind])

    def version_name(self, snapshot: Snapshot) -> Text:
        """What a version is called where it stands alone: “Version 5.0”, “Draft”."""
        return self("Draft") if snapshot.number is None else self("Version {number}", number=snapshot.name)

    def version_inside(self, snapshot: Snapshot) -> Text:
        """What a version is called inside a sentence: “version 5.0”, “the draft”."""
        return self("the draft") if snapshot.number is None else self("version {number}", number=snapshot.name)

    def notice_given(self, document: Document, version: Version) -> Text:
        """The notice that a version was given, in words; empty for the first version and for corrections."""
        if version.kind is not VersionKind.AMENDMENT:
            return self.text("")
        if not version.is_announcement_known:
            return self("Notice not known")
        rule = document.rule_of(version)
        given = rule.days_given(version.sent_under(rule), version.effective)
        days = self.plural("{count} day of notice", "{count} days of notice", given)
        if not rule.period.count and version.ground is None:
            return self("{days}; these terms require none", days=days)
        return self(
            "{days}; {required}", days=days, required=self("{period} required", period=self.period(rule.period))
        )


@dataclass(frozen=True, slots=True)
class Words(Phrases[str]):
    """The interface words of one language as plain text."""

    def text(self, text: str) -> str:
        return text

    def english(self, text: str) -> str:
        return text

    def fill(self, pattern: str, values: Mapping[str, object]) -> str:
        return "".join([literal if name is None else f"{literal}{values[name]}" for literal, name in pieces(pattern)])

    def date(self, day: dt.date) -> str:
        return format_day(day, self.language)

    def joined(self, items: Sequence[str], separator: str = " ") -> str:
        return separator.join(items)

    def listing(self, items: Sequence[str]) -> str:
        return format_list(list(items), locale=LANGUAGES[self.language].locale)

    def choice(self, items: Sequence[str]) -> str:
        return format_list(list(items), "or", locale=LANGUAGES[self.language].locale)
