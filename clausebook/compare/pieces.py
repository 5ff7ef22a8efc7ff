"""Pieces: a text cut into words, spaces and figures.

What is a date, an amount or a reference depends on words: the names of months (CLDR), of currencies and of clauses (facts) in the languages that the
site's texts may be in. They are looked for in all of these at once, as a text in one may cite another.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from clausebook.languages import LANGUAGES, Language, cached, spoken

_S = "[ \u00a0\u202f\u2009]"
_SHY = "\u00ad"
_NUMBER = r"\d+(?:[.,:/’'-]\d+|[\u00a0\u202f\u2009]\d{3})*(?![^\W_])"
# Digits in groups of three between plain spaces are one number only beside a currency: “of 10 000 €”, but not “in 2027 100 buyers”.
_GROUPED = r"\d{1,3}(?:[ \u00a0\u202f\u2009]\d{3})+(?:[.,]\d+)?(?!\d)"
_CODES = "DKK|EUR|USD|GBP|SEK|NOK|CHF|ISK|PLN|CZK|HUF|RON|JPY|CAD|AUD|€|£|\\$"
_IBAN = r"[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?(?!\w)"
_PHONE = r"\+\d{1,3}(?:[ .-]?\(?\d{1,4}\)?){2,7}(?!\w)"
# A number in words and again in figures: “thirty (30) days”.
_SPELT = rf"[^\W\d_]+(?:-[^\W\d_]+)*{_S}\(\d+(?:[.,]\d+)*\)(?:{_S}[^\W\d_]+)?"
_ADDRESS = r"https?://[^\s<>]*[^\s<>.,;:!?)\]”\"'’]"
_WORD = r"\w+(?:[-'’.@\u00ad\u2011]\w+)*"
_SPACE = rf"\s[\s{_SHY}]*|{_SHY}+\s[\s{_SHY}]*"
_HAS_SPELT = re.compile(rf"[^\W\d_]{_S}\(\d")


def pieces_of(text: str) -> list[str]:
    """The pieces of a text; joined they are the text."""
    return _piece(spoken(), spelt=_HAS_SPELT.search(text) is not None).findall(text)


@cached()
def _piece(codes: frozenset[str], *, spelt: bool) -> re.Pattern[str]:
    """One piece of a text in any of some languages; with `spelt` a number in words is one with its figures."""
    figure = _figure([LANGUAGES[code] for code in sorted(codes)])
    return re.compile(rf"{_SPACE}|(?:{_ADDRESS}|{figure}|{f'{_SPELT}|' if spelt else ''}{_WORD}|.){_SHY}*", re.DOTALL)


def _figure(languages: Sequence[Language]) -> str:
    """A date, an amount, a reference or a number. Each is tried only at a letter or sign with which it can begin, as most words begin with others."""
    facts = [language.facts for language in languages]
    date, months = _dates(languages)
    currencies = _any_of(word for known in facts for word in known.numbers.currencies)
    currency = rf"(?:{_CODES}|(?:{currencies})\.?)"
    amount = (
        rf"{currency}{_S}?(?:{_GROUPED}|{_NUMBER})|(?:{_GROUPED}|{_NUMBER}){_S}?(?:{currency}|%|‰)(?!\w)"
        rf"|{_NUMBER}{_S}?[ap]\.?m\b\.?"
    )
    # “Article 6(1)(b)”, “§ 4.1”, “art. 12”, “stk. 2”, “lid 3”, “alinéa 2”.
    references = [word for known in facts for word in known.words.references]
    reference = (
        rf"(?:§§?|(?i:{_any_of(references)})){_S}?\d+(?:[.]\d+)*[a-z]?(?:{_S}?\((?:\d{{1,2}}|[a-z]{{1,3}})\))*(?!\w)"
    )
    amounts = _beginnings(
        [*_CODES.replace("\\", "").split("|"), *(word for known in facts for word in known.numbers.currencies)]
    )
    return (
        rf"(?<!\w)(?:(?=[\d{months}])(?:{date})|(?=[A-Z]{{2}}\d){_IBAN}|(?=[\d{amounts}])(?:{amount})"
        rf"|(?=\+){_PHONE}|(?=[§{_beginnings(references)}])(?:{reference})|(?=\d){_NUMBER})"
    )


def _dates(languages: Sequence[Language]) -> tuple[str, str]:
    """A day with its month, and the letters with which months begin. A month that is another word too needs its year, or a full stop, to be one."""
    names: set[str] = set()
    unclear: set[str] = set()
    short: set[str] = set()
    suffixes: set[str] = set()
    joiners: set[str] = set()
    for language in languages:
        months, facts = language.cldr.months, language.facts.dates
        names |= {name for kind in months.values() for name in kind["wide"].values() if not name.isdecimal()}
        short |= {name.rstrip(".") + "." for name in months["format"]["abbreviated"].values() if not name.isdecimal()}
        unclear |= set(facts.unclear_months)
        suffixes |= set(facts.suffixes)
        joiners |= set(facts.joiners)
    clear = {name for name in names if name.lower() not in {word.lower() for word in unclear}}
    month, clear_month = rf"(?i:{_any_of(names | short)})", rf"(?i:{_any_of(clear)})"
    beginnings = _beginnings(names | short)
    joined = rf"(?:(?:{_any_of(joiners)}){_S})?"
    day = rf"\d{{1,2}}(?:\.|{_any_of(suffixes)})?{_S}{joined}"
    return (
        rf"{day}{month},?{_S}{joined}\d{{4}}|(?=[{beginnings}]){month}{_S}\d{{1,2}},?{_S}\d{{4}}"
        rf"|{day}{clear_month}(?!\w)|(?=[{beginnings}]){clear_month}{_S}\d{{1,2}}(?!\w)"
    ), beginnings


def _any_of(words: Iterable[str]) -> str:
    """A pattern for any of some words, the longest first; for no word one that fits nothing."""
    return "|".join(sorted(map(re.escape, set(words)), key=lambda word: (-len(word), word))) or "(?!)"


def _beginnings(words: Iterable[str]) -> str:
    """The first letters of words, small and capital, for a set of characters in a pattern."""
    return "".join(sorted({re.escape(letter) for word in words for letter in (word[0].lower(), word[0].upper())}))
