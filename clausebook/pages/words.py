"""Words: the interface in one language: catalogue lookups, dates and numbers. No visible word comes from elsewhere."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from string import Formatter

from babel.lists import format_list
from markupsafe import Markup, escape

from clausebook.languages import LANGUAGES, N_, catalogue
from clausebook.model.document import Document, Version, VersionKind
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


@cache
def _pieces(pattern: str) -> tuple[tuple[str, str | None], ...]:
    """The words of a pattern, each with the name of what is filled in after them."""
    return tuple((literal, name) for literal, name, _, _ in Formatter().parse(pattern))


def _fill(pattern: str, values: Mapping[str, object]) -> Markup:
    """A pattern of the catalogue, which is HTML, with its `{names}` filled in and escaped."""
    html = []
    for literal, name in _pieces(pattern):
        html.append(literal)
        if name is not None:
            value = values[name]
            html.append(value if isinstance(value, Markup) else escape(value))
    return Markup("".join(html))


@cache
def _phrase(language: str, source: str) -> Markup:
    return Markup(catalogue(language).gettext(source))


@lru_cache(maxsize=10_000)
def _date(language: str, day: dt.date) -> Markup:
    return Markup(f'<time datetime="{day.isoformat()}">{escape(format_day(day, language))}</time>')


@dataclass(frozen=True, slots=True)
class Words:
    """The interface words of one language. Called with an English source string, gives the translation as HTML.

    Arguments fill the `{names}` of the string and are escaped unless they are Markup themselves.
    """

    language: str

    def __call__(self, source: str, **values: object) -> Markup:
        phrase = _phrase(self.language, source)
        return _fill(phrase, values) if values else phrase

    def plural(self, one: str, many: str, count: int, **values: object) -> Markup:
        """The form of a countable phrase for `count`, which also fills `{count}`."""
        return _fill(catalogue(self.language).ngettext(one, many, count), {"count": count, **values})

    def pattern(self, source: str) -> str:
        """The translation with its `{names}` as they stand, for a script to fill in."""
        return catalogue(self.language).gettext(source)

    def patterns(self, one: str, many: str) -> tuple[str, str]:
        """Both forms of a countable phrase with `{count}` as it stands, for a script to choose from."""
        found = catalogue(self.language)
        return found.ngettext(one, many, 1), found.ngettext(one, many, 2)

    def date(self, day: dt.date) -> Markup:
        """A day in words, as a `time` element."""
        return _date(self.language, day)

    def language_name(self, code: str) -> str:
        """The name of a language in this one, as it stands inside a sentence."""
        return str(LANGUAGES[self.language].cldr.languages[code])

    def country_name(self, code: str) -> str:
        """The name of a country in this language; the code itself where CLDR has none."""
        return str(LANGUAGES[self.language].cldr.territories.get(code, code))

    def period(self, period: Period) -> Markup:
        """A period, such as a notice."""
        return escape(format_value(period.quantity, self.language))

    def choice(self, items: Sequence[Markup]) -> Markup:
        """Several things of which one is taken, joined by “or”."""
        return Markup(format_list(list(map(str, items)), "or", locale=LANGUAGES[self.language].locale))

    def listing(self, items: Sequence[str]) -> Markup:
        """Several things in a row, joined by “and”."""
        escaped = [str(Markup.escape(item)) for item in items]
        return Markup(format_list(escaped, locale=LANGUAGES[self.language].locale))

    def status(self, status: Status) -> Markup:
        return self(_STATUS[status])

    def kind(self, kind: VersionKind) -> Markup:
        return self(KIND_WORDS[kind])

    def notice_given(self, document: Document, version: Version) -> Markup:
        """The notice that a version was given, in words; empty for the first version and for corrections."""
        if version.kind is not VersionKind.AMENDMENT:
            return Markup("")
        if not version.is_announcement_known:
            return self("Notice not known")
        rule = document.rule_of(version)
        given = rule.days_given(version.sent_under(rule), version.effective)
        days = self.plural("{count} day of notice", "{count} days of notice", given)
        if not rule.period and version.ground is None:
            return self("{days}; these terms require none", days=days)
        return self(
            "{days}; {required}", days=days, required=self("{period} required", period=self.period(rule.period))
        )
