"""Typed values of a record (`{late-fee}`), and how each language prints them (CLDR, by Babel)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise
from typing import Literal, TypeAlias

from babel.dates import format_date, format_interval, format_time, format_timedelta
from babel.lists import format_list
from babel.numbers import format_currency, format_decimal, format_percent, get_currency_name, get_currency_symbol
from babel.units import format_unit

from clausebook.languages import LANGUAGES, Language, cached, catalogue


class Unit(StrEnum):
    """What a quantity counts. The name of the unit is its key in the record."""

    MINUTES = "minutes"
    HOURS = "hours"
    DAYS = "days"
    BUSINESS_DAYS = "business-days"
    WEEKS = "weeks"
    MONTHS = "months"
    YEARS = "years"


class Party(StrEnum):
    """Whose a value is: who pays an amount, or who has a period."""

    CUSTOMER = "customer"
    PROVIDER = "provider"


@dataclass(frozen=True, slots=True)
class Amount:
    """A sum of money, `{amount: 100, currency: DKK}`; `whose` tells who pays it, and changes nothing that it prints."""

    amount: Decimal
    currency: str
    whose: Party | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Percentage:
    """`{percent: 1.45}`: 1.45 %; `whose` tells who pays it."""

    percent: Decimal
    whose: Party | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A count of a unit, `{days: 45}`; several are alternatives: `{hours: [4, 8]}` prints “4 or 8 hours”. `whose` tells who has the time."""

    unit: Unit
    counts: tuple[int, ...]
    whose: Party | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Number:
    """A plain number, `{number: 4}`; several are alternatives."""

    numbers: tuple[Decimal, ...]


@dataclass(frozen=True, slots=True)
class TimeOfDay:
    """`{time: "09:00"}`, a time on the clock of the document's zone."""

    time: dt.time


@dataclass(frozen=True, slots=True)
class TimeRange:
    """`{from: "09:00", to: "17:00"}`."""

    start: dt.time
    end: dt.time


@dataclass(frozen=True, slots=True)
class Date:
    """`{date: 2013-12-01}`, a calendar day."""

    date: dt.date


@dataclass(frozen=True, slots=True)
class Text:
    """Words that are the same in every language, `{text: Example Hosting ApS}`; several are joined by “and”."""

    texts: tuple[str, ...]


Value: TypeAlias = Amount | Percentage | Quantity | Number | TimeOfDay | TimeRange | Date | Text

_NO_BREAK_SPACE = "\u00a0"


def format_value(value: Value, language: str) -> str:
    """The words that print `value` in `language` (a code of LANGUAGES)."""
    # Equal decimals can be written differently, 1.5 and 1.50, and then print so.
    return _format_value(value, repr(value), language)


@cached(maxsize=10_000)
def _format_value(value: Value, written: str, language: str) -> str:
    locale = LANGUAGES[language].locale
    match value:
        case Amount():
            return _format_amount(value, LANGUAGES[language])
        case Percentage(percent):
            return format_percent(percent / 100, locale=locale, decimal_quantization=False)
        case Quantity(unit, counts):
            return _format_quantity(unit, counts, language)
        case Number(numbers):
            return _join([_format_number(number, locale) for number in numbers], "or", locale)
        case TimeOfDay(time):
            return format_time(time, "short", locale=locale)
        case TimeRange(start, end):
            return format_interval(start, end, "Hm", locale=locale)
        case Date(date):
            return format_day(date, language)
        case Text(texts):
            return _join(list(texts), "standard", locale)


@cached(maxsize=10_000)
def format_day(day: dt.date, language: str) -> str:
    """A calendar day in words. Where a language writes one as an ordinal, as French does the first of a month, CLDR's pattern cannot say so."""
    spoken = LANGUAGES[language]
    text = format_date(day, "long", locale=spoken.locale)
    ordinal = spoken.facts.dates.ordinals.get(day.day)
    return text.replace(str(day.day), ordinal, 1) if ordinal else text


def _format_amount(value: Amount, language: Language) -> str:
    """Whole amounts without decimals; a currency code never touches its number (CLDR currencySpacing).

    A symbol with a full stop ("kr.") would double the one that ends a sentence: the currency is named instead.
    """
    locale = language.locale
    if get_currency_symbol(value.currency, locale).endswith("."):
        number = _format_number(value.amount, locale)
        return f"{number}{_NO_BREAK_SPACE}{get_currency_name(value.currency, value.amount, locale)}"
    if value.amount == value.amount.to_integral_value():
        pattern = language.cldr.currency_formats["standard"].pattern.replace(".00", "")
        text = format_currency(value.amount, value.currency, pattern, locale=locale, currency_digits=False)
    else:
        text = format_currency(value.amount, value.currency, locale=locale)
    for letter, digit in pairwise(text):
        if letter.isalpha() and digit.isdigit():
            return text.replace(letter + digit, letter + _NO_BREAK_SPACE + digit, 1)
    return text


def _format_number(number: Decimal | int, locale: str) -> str:
    return format_decimal(number, locale=locale, decimal_quantization=False)


def _join(words: list[str], style: Literal["or", "standard"], locale: str) -> str:
    return format_list(words, style=style, locale=locale) if len(words) > 1 else words[0]


def _format_quantity(unit: Unit, counts: tuple[int, ...], language: str) -> str:
    """The unit takes the form of the last count: “4, 8 or 20 hours”."""
    locale = LANGUAGES[language].locale
    last = _format_count(unit, counts[-1], language)
    number = _format_number(counts[-1], locale)
    numbers = _join([_format_number(count, locale) for count in counts], "or", locale)
    return last.replace(number, numbers, 1)


def _format_count(unit: Unit, count: int, language: str) -> str:
    locale = LANGUAGES[language].locale
    if unit is Unit.BUSINESS_DAYS:
        words = catalogue(language).ngettext("{count} business day", "{count} business days", count)
        return words.format(count=_format_number(count, locale))
    name = unit.value.removesuffix("s")
    if unit in {Unit.MONTHS, Unit.YEARS}:
        return format_unit(count, f"duration-{name}", "long", locale=locale)
    # format_unit has no Dutch words for days and hours; format_timedelta has, and with a granularity and an
    # unreachable threshold it never turns 45 days into two months.
    per_unit = {"minute": 60, "hour": 3600, "day": 86400, "week": 604800}[name]
    return format_timedelta(count * per_unit, granularity=name, threshold=10**12, locale=locale)  # type: ignore[arg-type]
