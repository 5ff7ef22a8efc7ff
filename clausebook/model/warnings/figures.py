"""Figures: the numbers, dates, times, amounts and percentages of a text, in one form for all languages.

“1.000,50 kr.” in Danish and “DKK 1,000.50” in English are the same figure; so are “1. maj 2027” and “1 May 2027”. A number that is
spelt out counts as the figure where another language has one.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

from clausebook.languages import LANGUAGES


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


@lru_cache(maxsize=5_000)
def figures_in(text: str, language: str) -> tuple[Figure, ...]:
    """The figures of a text in a language, in reading order. Those of addresses are none."""
    if not has_figures(text):
        return ()
    found: list[Figure] = []
    end = 0
    for match in _pattern(language).finditer(text):
        figure = _figure(match, language)
        if figure is None:
            continue
        if (
            figure.unit not in ("", "date")
            and found
            and not found[-1].unit
            and _UP_TO.fullmatch(text, end, match.start())
        ):
            found[-1] = found[-1]._replace(unit=figure.unit)  # “from 500 to 650 DKK”
        found.append(figure)
        end = match.end()
    return tuple(found)


_UP_TO = re.compile(r"\s*(?:to|and|or|tot|naar|en|of|à|et|ou|til|og|eller|bis|und|oder|–|-|/)\s*")


@lru_cache(maxsize=5_000)
def numbers_spelt(text: str, language: str) -> frozenset[str]:
    """The numbers that a text spells out, as figures."""
    known = _SPELT.get(language, {})
    return frozenset(known[word] for word in re.findall(r"[^\W\d_]+", text.lower()) if word in known)


_SPACES = " \u00a0\u202f\u2009"
_GROUP = {"en": ",’'\u00a0\u202f", "fr": ".’" + _SPACES, "de": ".’'\u00a0\u202f"}
_CURRENCIES = {
    "€": "EUR", "eur": "EUR", "euro": "EUR", "euros": "EUR", "$": "USD", "usd": "USD", "dollar": "USD", "dollars": "USD", "£": "GBP", "gbp": "GBP",
    "pounds": "GBP", "dkk": "DKK", "kr": "DKK", "kroner": "DKK", "krone": "DKK", "kronen": "DKK", "kroon": "DKK", "couronnes": "DKK", "couronne": "DKK",
    "sek": "SEK", "nok": "NOK", "chf": "CHF", "francs": "CHF", "franken": "CHF",
}  # fmt: skip
_CURRENCY = "|".join(sorted(map(re.escape, _CURRENCIES), key=len, reverse=True))
_PERCENT = r"%|percent\b|per[ ]cent\b|procent\b|pct\b|pour[ ]cent\b|prozent\b"


@cache
def _months(language: str) -> dict[str, int]:
    names = LANGUAGES[language].cldr.months["format"] if language in LANGUAGES else {}
    return {
        name.lower().rstrip("."): number
        for width in ("wide", "abbreviated")
        for number, name in names.get(width, {}).items()
    }


@cache
def _pattern(language: str) -> re.Pattern[str]:
    month = "|".join(sorted(map(re.escape, _months(language)), key=len, reverse=True)) or r"(?!)"
    group = re.escape(_GROUP.get(language, ".’'\u00a0\u202f"))
    return re.compile(
        rf"""(?P<address>https?://\S+|www\.\S+|\S+@\S+)
        |(?P<iso>(?<![\w-])[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}(?![\w-]))
        |(?<![\w.])(?P<d>[0-9]{{1,2}})[./](?P<m>[0-9]{{1,2}})[./](?P<y>[0-9]{{4}})(?!\w)
        |(?<![\w.,])(?P<day>[0-9]{{1,2}})(?:\.|er|st|nd|rd|th|e|ste|de)?[{_SPACES}]+(?:of[ ]|de[ ])?(?P<month>{month})\b\.?(?:,?[{_SPACES}]+(?P<year>[0-9]{{4}})(?!\w))?
        |\b(?P<month2>{month})[{_SPACES}]+(?P<day2>[0-9]{{1,2}})(?:st|nd|rd|th)?(?![\w.,][0-9])(?:,?[{_SPACES}]+(?P<year2>[0-9]{{4}})(?!\w))?
        |(?:(?<!\w)(?P<before>{_CURRENCY})\.?[{_SPACES}]?|(?<!\w))
         (?P<number>[0-9]{{1,3}}(?:[{group}][0-9]{{3}})+(?![0-9])(?:[.,][0-9]+)?|[0-9]{{1,2}}[ ]?h[ ]?[0-5][0-9](?![0-9])|[0-9]+(?:[.,:][0-9]+)*)
         (?:[{_SPACES}]?(?P<percent>{_PERCENT})|[{_SPACES}]?(?P<noon>[ap]\.?m\b\.?)|[{_SPACES}]?(?:(?:danske|danish|deense|danoises)[ ])?(?P<after>{_CURRENCY})(?![^\W\d_]))?""",
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
        unit = _CURRENCIES[(part["before"] or part["after"]).lower()]
    return Figure(_number(part["number"], language, part["noon"] or ""), unit, written)


def _date(year: str | None, month: int, day: str) -> str:
    return f"{year or '–'}-{month:02}-{int(day):02}"


def _number(written: str, language: str, noon: str) -> str:
    """A number with a point before its decimals and nothing between its thousands; a time of the day is written the same way."""
    group = _GROUP.get(language, ".’'\u00a0\u202f")
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


def _spelt(words: str) -> dict[str, str]:
    """`1 one first, 2 two` to a figure for each word."""
    return {word: figure for figure, *names in map(str.split, words.split(",")) for word in names}


# Beside a figure in one language stands a word in another; more than these are written in figures everywhere.
_SPELT = {
    "en": _spelt("0 zero no none,1 one first once single a an,2 two second twice both,3 three third,4 four fourth,5 five fifth,6 six sixth,7 seven seventh,8 eight eighth,"
                 "9 nine ninth,10 ten tenth,11 eleven,12 twelve,14 fourteen,15 fifteen,18 eighteen,20 twenty,21 twenty,24 twenty,30 thirty,40 forty,45 forty,48 forty,50 fifty half,60 sixty,90 ninety,100 hundred"),
    "nl": _spelt("0 nul geen,1 een één eerste eenmaal,2 twee tweede tweemaal beide,3 drie derde,4 vier vierde,5 vijf vijfde,6 zes zesde,7 zeven zevende,8 acht achtste,9 negen negende,"
                 "10 tien tiende,11 elf,12 twaalf,14 veertien,15 vijftien,18 achttien,20 twintig,21 eenentwintig,24 vierentwintig,30 dertig,40 veertig,45 vijfenveertig,48 achtenveertig,50 vijftig helft,60 zestig,90 negentig,100 honderd"),
    "fr": _spelt("0 zéro aucun aucune,1 un une premier première unique,2 deux deuxième second seconde,3 trois troisième,4 quatre quatrième,5 cinq cinquième,6 six sixième,7 sept septième,8 huit huitième huitaine,"
                 "9 neuf neuvième,10 dix dixième,11 onze,12 douze,14 quatorze,15 quinze quinzaine,18 dix,20 vingt,21 vingt,24 vingt,30 trente trentaine,40 quarante,45 quarante,48 quarante,50 cinquante moitié,60 soixante,90 quatre,100 cent"),
    "da": _spelt("0 nul ingen,1 en et én ét første,2 to anden andet begge,3 tre tredje,4 fire fjerde,5 fem femte,6 seks sjette,7 syv syvende,8 otte ottende,9 ni niende,10 ti tiende,"
                 "11 elleve,12 tolv,14 fjorten,15 femten,18 atten,20 tyve,21 enogtyve,24 fireogtyve,30 tredive,40 fyrre,45 femogfyrre,48 otteogfyrre,50 halvtreds halvdelen,60 tres,90 halvfems,100 hundrede"),
}  # fmt: skip
