"""Typed values: figures that a clause says alike in every language, as values of the record.

A figure is replaced only where its value, printed in the form of the language, is just what stood there: so no word changes, and every pattern comes from
the same tables that print it (CLDR). What would print otherwise is told, and stays.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from babel.dates import get_month_names
from babel.numbers import get_decimal_symbol, get_group_symbol

from clausebook.importing.clause_tree import ImportedClause, ImportedText
from clausebook.importing.intermediate import Finding, Kind
from clausebook.importing.replacements import Replacement, outside_markup, with_replacements
from clausebook.languages import LANGUAGES, cached
from clausebook.model.values import Amount, Date, Percentage, Quantity, Unit, Value, format_value

_NUMBER = re.compile(
    r"""(?<![\w.,{:/-])(?:[0-9]{1,3}(?:[.,'’\ \u00a0\u202f][0-9]{3})+(?:[.,][0-9]{1,4})?|[0-9]+(?:[.,][0-9]{1,4})?)(?![\w.,/-]*[0-9])""",
    re.VERBOSE,
)
_SPACES = re.compile("[ \u00a0\u202f]")
_CURRENCIES = ("EUR", "USD", "GBP", "DKK", "SEK", "NOK", "CHF", "PLN", "CZK", "HUF", "RON", "ISK")
_MOST = 100_000
_KINDS = {Percentage: "share", Amount: "amount", Date: "date"}


_MONEY = re.compile(
    r"(?:[€$£]|\b(?:EUR|USD|GBP|DKK|SEK|NOK|CHF|PLN))\s?[0-9][0-9.,  ]*[0-9]|[0-9](?:[0-9.,  ]*[0-9])?\s?(?:[€£]|%|(?:EUR|USD|GBP|DKK|SEK|NOK|CHF|PLN|kr\b))"
)


class Figure(NamedTuple):
    """A value as it stands in a text, by the offsets of its words."""

    start: int
    end: int
    value: Value


def find_figures(text: str, language: str) -> list[Figure]:
    """The amounts, periods, percentages and dates of a Markdown text that print as they stand there."""
    found: list[Figure] = []
    shown = _plain(text)
    for start, end in outside_markup(text):
        for match in _NUMBER.finditer(text, start, end):
            if found and match.start() < found[-1].end:
                continue
            figure = next((figure for figure in _readings(text, shown, match, language) if figure.end <= end), None)
            if figure:
                found.append(figure)
    return found


def other_figures(text: str, figures: Sequence[Figure]) -> list[str]:
    """Amounts and percentages that are written in another form than values print, so that they stay as they are."""
    taken = [(figure.start, figure.end) for figure in figures]
    found = []
    for start, end in outside_markup(text):
        for match in _MONEY.finditer(text, start, end):
            if not any(first < match.end() and match.start() < last for first, last in taken):
                found.append(match[0])
    return found


def _readings(text: str, shown: str, match: re.Match[str], language: str) -> Iterator[Figure]:
    number = _decimal(match[0], language)
    for value in _values(text, match, number, language):
        words = _plain(format_value(value, language))
        inner = words.find(_plain(match[0])) if not isinstance(value, Date) else 0
        begin = match.start() - inner
        if inner >= 0 and begin >= 0 and shown.startswith(words, begin):
            end = begin + len(words)
            if not _goes_on(shown, begin, end):
                yield Figure(begin, end, value)


def _plain(text: str) -> str:
    return _SPACES.sub(" ", text)


def _goes_on(text: str, begin: int, end: int) -> bool:
    """Whether the word at either end is longer than what was found: “30 days” in “30 daystreet”."""
    return (begin > 0 and text[begin - 1].isalnum() and text[begin].isalnum()) or (
        end < len(text) and text[end].isalnum() and text[end - 1].isalnum()
    )


def _values(text: str, match: re.Match[str], number: Decimal | None, language: str) -> Iterator[Value]:
    day = day_at(text[match.start() :], language)
    if day:
        yield Date(day)
    if number is None:
        return
    yield Percentage(number)
    if number == number.to_integral_value() and number <= _MOST:
        for unit in (Unit.BUSINESS_DAYS, *(unit for unit in Unit if unit is not Unit.BUSINESS_DAYS)):
            yield Quantity(unit, (int(number),))
    around = text[max(0, match.start() - 4) : match.end() + 20]
    if re.search(r"[A-Z]{3}|[€$£]|\bkr|kron", around):
        for currency in _CURRENCIES:
            yield Amount(number, currency)


def _decimal(words: str, language: str) -> Decimal | None:
    locale = LANGUAGES[language].locale
    plain = _SPACES.sub("", words).replace(_SPACES.sub("", get_group_symbol(locale)) or "\0", "")
    plain = plain.replace(get_decimal_symbol(locale), ".")
    return Decimal(plain) if re.fullmatch(r"[0-9]+(?:\.[0-9]+)?", plain) else None


@cached(maxsize=64)
def _months(language: str) -> Mapping[str, int]:
    names = get_month_names("wide", locale=LANGUAGES[language].locale)
    return {str(name).casefold(): number for number, name in names.items()}


def day_at(text: str, language: str) -> dt.date | None:
    """The day that a text begins with, in the words of a language."""
    found = re.match(r"([0-9]{1,2})(?:[^\W\d_]{1,2}|[.º°])?\s+([^\W\d_]+)\s+([0-9]{4})(?![0-9])", text)
    month = _months(language).get(found[2].casefold()) if found else None
    if not found or not month:
        return None
    try:
        return dt.date(int(found[3]), month, int(found[1]))
    except ValueError:
        return None


def with_values(
    texts: Sequence[ImportedText], known: Mapping[str, Value]
) -> tuple[list[ImportedText], dict[str, Value]]:
    """The texts of one state with values for the figures that a clause has in each of its languages, and the values by name.

    `known` are those of the state before: the same clause keeps the name of a value, whatever it is now.
    """
    figures = [{clause.id: find_figures(clause.text, text.language) for clause in text.walk()} for text in texts]
    values: dict[str, Value] = {}
    names: dict[tuple[str, Value], str] = {}
    for clause in texts[0].walk() if texts else ():
        shared = [{figure.value for figure in each[clause.id]} for each in figures if clause.id in each]
        for figure in figures[0][clause.id]:
            if (clause.id, figure.value) not in names and all(figure.value in each for each in shared):
                name = _name(clause.id, figure.value, values)
                names[clause.id, figure.value] = name
                values[name] = figure.value
    made = []
    for text, by_clause in zip(texts, figures, strict=True):
        findings: list[Finding] = []
        changed = {}
        for clause in text.walk():
            replacements = []
            for figure in by_clause[clause.id]:
                words = clause.text[figure.start : figure.end]
                chosen = names.get((clause.id, figure.value))
                if chosen:
                    replacements.append(Replacement(figure.start, figure.end, "{" + chosen + "}", words))
                else:
                    findings.append(
                        Finding(
                            clause.place,
                            Kind.UNCERTAIN,
                            f"“{words}” stays as it was typed: the other languages do not say it here",
                        )
                    )
            changed[clause.id] = replacements
            for words in other_figures(clause.text, by_clause[clause.id]):
                message = f"“{words}” stays as it was typed: a value is printed in another form"
                findings.append(Finding(clause.place, Kind.UNCERTAIN, message))
        made.append(_replaced(text, changed).telling(findings))
    return made, {**{name: known[name] for name in known if name in values}, **values}


def _replaced(text: ImportedText, replacements: Mapping[str, list[Replacement]]) -> ImportedText:
    def changed(clause: ImportedClause) -> ImportedClause:
        return with_replacements(clause, replacements[clause.id])

    return text.mapped(changed)


def _name(clause: str, value: Value, used: Mapping[str, Value]) -> str:
    kind = value.unit.value if isinstance(value, Quantity) else _KINDS.get(type(value), "value")
    base = f"{clause}-{kind}"[:58].strip("-")
    name, number = base, 2
    while name in used:
        name, number = f"{base}-{number}", number + 1
    return name


def plain_value(value: Value) -> dict[str, Any]:
    """A value as a record writes it."""
    match value:
        case Amount(amount, currency):
            return {"amount": _number(amount), "currency": currency}
        case Percentage(percent):
            return {"percent": _number(percent)}
        case Quantity(unit, counts):
            return {unit.value: counts[0] if len(counts) == 1 else list(counts)}
        case Date(date):
            return {"date": date.isoformat()}
    raise TypeError(f"{value} is no value that an import finds")


def _number(number: Decimal) -> Decimal | int:
    return int(number) if number == number.to_integral_value() and "." not in str(number) else number
