"""Figures: the numbers, dates, times, amounts and percentages of a text, in one form for all languages.

“1.000,50 kr.” in Danish and “DKK 1,000.50” in English are the same figure; so are “1. maj 2027” and “1 May 2027”. A number that is
spelt out counts as the figure where another language has one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from clausebook.languages import LANGUAGES, cached, spoken


class Figure(NamedTuple):
    """A figure in the form that all languages share, what it counts (`%`, a currency, or nothing), and how it is written."""

    value: str
    unit: str
    written: str

    @property
    def kind(self) -> str:
        """What it is, in a message."""
        if self.unit == "date":
            return "date"
        return "percentage" if self.unit == "%" else "amount" if self.unit else "figure"


def has_figures(text: str) -> bool:
    """Whether any figure may stand in a text."""
    return _DIGIT.search(_PLACEHOLDER.sub("", text) if "{" in text else text) is not None


_PLACEHOLDER = re.compile(r"\{[^{}]*\}")
_DIGIT = re.compile(r"(?<!\w)[0-9]|(?:kr|[A-Z]{3})[0-9]")


@cached(maxsize=5_000, by_use=True)
def figures_in(text: str, language: str) -> tuple[Figure, ...]:
    """The figures of a text in a language, in reading order. Those of addresses are none."""
    if not has_figures(text):
        return ()
    found: list[Figure] = []
    end = 0
    for match in _pattern(language, spoken()).finditer(text):
        figure = _figure(match, language)
        if figure is None:
            continue
        if (
            figure.unit not in ("", "date")
            and found
            and not found[-1].unit
            and _up_to(language).fullmatch(text, end, match.start())
        ):
            found[-1] = found[-1]._replace(unit=figure.unit)  # “from 500 to 650 DKK”
        found.append(figure)
        end = match.end()
    return tuple(found)


@cached(maxsize=5_000)
def numbers_spelt(text: str, language: str) -> frozenset[str]:
    """The numbers that a text spells out, as figures."""
    known = _spelt(language)
    words = re.findall(r"[^\W\d_]+", text.lower())
    return frozenset(figure for word in words for figure in known.get(word, ()))


_SPACES = " \u00a0\u202f\u2009"


@cached()
def _group(language: str) -> str:
    """What may stand between the thousands of a number, beside what CLDR names: spaces and apostrophes."""
    sign = LANGUAGES[language].cldr.number_symbols["latn"]["group"]
    return f".’{_SPACES}" if sign.isspace() else f"{sign}’'\u00a0\u202f"


@cached()
def _up_to(language: str) -> re.Pattern[str]:
    """What stands between the ends of a range."""
    words = "|".join(map(re.escape, LANGUAGES[language].facts.numbers.ranges))
    return re.compile(rf"\s*(?:{words or '(?!)'}|–|-|/)\s*")


@cached()
def _spelt(language: str) -> dict[str, list[str]]:
    """The figures that each word stands for. More than these are written in figures everywhere."""
    spelt: dict[str, list[str]] = {}
    for figure, words in LANGUAGES[language].facts.numbers.spelt.items():
        for word in words:
            spelt.setdefault(word, []).append(figure)
    return spelt


_SIGNS = {"€": "EUR", "$": "USD", "£": "GBP"}
_CODES = ("EUR", "USD", "GBP", "DKK", "SEK", "NOK", "CHF")


@cached()
def _currencies(language: str, codes: frozenset[str]) -> dict[str, str]:
    """The currency of each sign, code and name in the languages in which texts may be, above all in one of them."""
    known = [*(LANGUAGES[each].facts for each in sorted(codes)), LANGUAGES[language].facts]
    names = {word.lower(): currency for facts in known for word, currency in facts.numbers.currencies.items()}
    return {**names, **{code.lower(): code for code in _CODES}, **_SIGNS}


def _any_of(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, set(words)), key=lambda word: (-len(word), word))) or "(?!)"


@cached()
def _months(language: str) -> dict[str, int]:
    names = LANGUAGES[language].cldr.months["format"]
    return {
        name.lower().rstrip("."): number
        for width in ("wide", "abbreviated")
        for number, name in names.get(width, {}).items()
    }


@cached()
def _pattern(language: str, codes: frozenset[str]) -> re.Pattern[str]:
    month, group, currency = (
        _any_of(_months(language)),
        re.escape(_group(language)),
        _any_of(_currencies(language, codes)),
    )
    known = [LANGUAGES[each].facts for each in codes]
    suffix = _any_of(word for facts in known for word in (*facts.dates.suffixes, "."))
    joiner = _any_of(f"{word} " for facts in known for word in facts.dates.joiners)
    percent = _any_of(word for facts in known for word in facts.numbers.percent)
    adjective = _any_of(f"{word} " for facts in known for word in facts.numbers.currency_adjectives)
    return re.compile(
        rf"""(?P<address>https?://\S+|www\.\S+|\S+@\S+)
        |(?P<iso>(?<![\w-])[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}(?![\w-]))
        |(?<![\w.])(?P<d>[0-9]{{1,2}})[./](?P<m>[0-9]{{1,2}})[./](?P<y>[0-9]{{4}})(?!\w)
        |(?<![\w.,])(?P<day>[0-9]{{1,2}})(?:{suffix})?[{_SPACES}]+(?:{joiner})?(?P<month>{month})\b\.?(?:,?[{_SPACES}]+(?:{joiner})?(?P<year>[0-9]{{4}})(?!\w))?
        |\b(?P<month2>{month})[{_SPACES}]+(?P<day2>[0-9]{{1,2}})(?:{suffix})?(?![\w.,][0-9])(?:,?[{_SPACES}]+(?P<year2>[0-9]{{4}})(?!\w))?
        |(?:(?<!\w)(?P<before>{currency})\.?[{_SPACES}]?|(?<!\w))
         (?P<number>[0-9]{{1,3}}(?:[{group}][0-9]{{3}})+(?![0-9])(?:[.,][0-9]+)?|[0-9]{{1,2}}[ ]?h[ ]?[0-5][0-9](?![0-9])|[0-9]+(?:[.,:][0-9]+)*)
         (?:[{_SPACES}]?(?P<percent>%|(?:{percent})\b)|[{_SPACES}]?(?P<noon>[ap]\.?m\b\.?)|[{_SPACES}]?(?:{adjective})?(?P<after>{currency})(?![^\W\d_]))?""",
        re.VERBOSE | re.IGNORECASE,
    )


def _figure(match: re.Match[str], language: str) -> Figure | None:
    """What was found, in one form; None for an address."""
    part = match.groupdict()
    written = match[0].strip()
    if part["address"]:
        return None
    if part["iso"]:
        return Figure(part["iso"], "date", written)
    if part["y"]:
        return Figure(_date(part["y"], int(part["m"]), part["d"]), "date", written)
    for day, month, year in (("day", "month", "year"), ("day2", "month2", "year2")):
        if part[month]:
            return Figure(_date(part[year], _months(language)[part[month].lower()], part[day]), "date", written)
    unit = "%" if part["percent"] else ""
    if part["before"] or part["after"]:
        unit = _currencies(language, spoken())[(part["before"] or part["after"]).lower()]
    return Figure(_number(part["number"], language, part["noon"] or ""), unit, written)


def _date(year: str | None, month: int, day: str) -> str:
    return f"{year or '–'}-{month:02}-{int(day):02}"


def _number(written: str, language: str, noon: str) -> str:
    """A number with a point before its decimals and nothing between its thousands; a time of the day is written the same way."""
    group = _group(language)
    grouped = re.fullmatch(rf"([0-9]{{1,3}}(?:[{re.escape(group)}][0-9]{{3}})+)(?:[.,]([0-9]+))?", written)
    if grouped:
        whole, decimals = re.sub(r"[^0-9]", "", grouped[1]), grouped[2] or ""
    else:
        parts = re.split(r"[.,:]|[ ]?h[ ]?", written, flags=re.IGNORECASE)
        if len(parts) > 2:
            return ".".join(parts)  # 3.1.2: the number of a clause
        whole, decimals = parts[0], parts[1] if parts[1:] else ""
    whole = whole.lstrip("0") or "0"
    if noon[:1].lower() == "p" and int(whole) < 12:
        whole = str(int(whole) + 12)
    return f"{whole}.{decimals}" if decimals.strip("0") else whole
