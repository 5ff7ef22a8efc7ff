"""The words of the interface as HTML: what `clausebook.sentences` says, escaped, with days as `time` elements."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from babel.lists import format_list
from markupsafe import Markup, escape

from clausebook.languages import LANGUAGES, SOURCE_LANGUAGE, cached
from clausebook.model.values import format_day
from clausebook.sentences.words import Phrases, Words, pieces


@cache
def _escaped_pieces(pattern: str) -> tuple[tuple[str, str | None], ...]:
    return tuple((str(escape(literal)), name) for literal, name in pieces(pattern))


@lru_cache(maxsize=10_000)
def _escaped(text: str) -> Markup:
    return escape(text)


@cached(maxsize=10_000)
def _date(language: str, day: dt.date) -> Markup:
    return Markup(f'<time datetime="{day.isoformat()}">{escape(format_day(day, language))}</time>')


@dataclass(frozen=True, slots=True)
class HtmlWords(Phrases[Markup]):
    """The interface words of one language as HTML. What fills a phrase is escaped unless it is Markup itself."""

    @property
    def plain(self) -> Words:
        """The same words as plain text, for attributes and scripts."""
        return Words(self.language)

    @property
    def respellings(self) -> str:
        """What a search in the language tries where it finds nothing, for its script: JSON, or empty."""
        known = LANGUAGES[self.language].facts.search.respellings
        return json.dumps(known, ensure_ascii=False) if known else ""

    def text(self, text: str) -> Markup:
        return _escaped(text)

    def english(self, text: Markup) -> Markup:
        direction = ' dir="ltr"' if LANGUAGES[self.language].direction == "rtl" else ""
        return Markup(f'<span lang="{SOURCE_LANGUAGE}"{direction}>{text}</span>')

    def fill(self, pattern: str, values: Mapping[str, object]) -> Markup:
        html = []
        for literal, name in _escaped_pieces(pattern):
            html.append(literal)
            if name is not None:
                value = values[name]
                html.append(value if isinstance(value, Markup) else escape(value))
        return Markup("".join(html))

    def date(self, day: dt.date) -> Markup:
        return _date(self.language, day)

    def joined(self, items: Sequence[str], separator: str = " ") -> Markup:
        return Markup(escape(separator).join(items))

    def choice(self, items: Sequence[str]) -> Markup:
        escaped = [str(Markup.escape(item)) for item in items]
        return Markup(format_list(escaped, "or", locale=LANGUAGES[self.language].locale))

    def listing(self, items: Sequence[str]) -> Markup:
        escaped = [str(Markup.escape(item)) for item in items]
        return Markup(format_list(escaped, locale=LANGUAGES[self.language].locale))
