"""Markers: the number before a clause, typed or printed by the format, read as what it counts.

`4.3` is two numbers, `(c)` is the third letter, `(i)` may be the ninth letter or the first Roman numeral: which one is told by what stood
before (`hierarchy`), so a marker gives every way to read it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from clausebook.importing.citation_words import citing_words, conjunctions
from clausebook.languages import cached

# What legislation adds to the number of a clause that was put between two others: 5A, 5 bis.
_ADDED = r"(?:[a-z](?![a-z0-9]|\.[a-z0-9])|\s?(?:bis|ter|quater|quinquies|sexies)(?!\w))"


_FORMS = rf"""(?P<all>
        (?:(?P<word>(?:WORDS)|§{{1,2}})\s*(?:(?P<cited>[0-9]{{1,3}}(?:\.[0-9]{{1,3}})*)(?P<added_to_cited>{_ADDED})?|(?P<roman>[ivxlc]{{1,7}}))(?:er|ère|º|°)?(?P<after_cited>[.):]?))
      | (?P<open>\()(?P<inner>[0-9]{{1,3}}|[a-z]{{1,2}}|[ivxlc]{{1,7}})\)
      | (?P<decimal>[0-9]{{1,3}}(?:\.[0-9]{{1,3}})*)(?P<added>{_ADDED})?(?P<after>[.)°º]|\.\)|\s?[–—-](?=\s))?
      | (?P<letter>[a-z]|[ivxlc]{{1,7}})(?P<after_letter>[.)])
    )(?P<gap>[\s:–—-]+|$)"""


@cached()
def _typed() -> re.Pattern[str]:
    """A number at the beginning of a text: with a word before it, in parentheses, as figures, as a letter."""
    words = "|".join(map(re.escape, citing_words()))
    return re.compile(_FORMS.replace("WORDS", words or "(?!)"), re.VERBOSE | re.IGNORECASE)


_ROMAN = re.compile(r"(?=[ivxlc])(?:c{0,3})(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})", re.IGNORECASE)
_ROMAN_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}


class Form(NamedTuple):
    """How a number looks: what it counts with (`1`, `a`, `A`, `i`, `I`), the signs around it, how many numbers it has."""

    style: str
    before: str
    after: str
    depth: int = 1


class Reading(NamedTuple):
    """One way to read a number: its form, and the position that it gives."""

    form: Form
    value: int


@dataclass(frozen=True, slots=True)
class Marker:
    """A number as it stands before a text: `text` as printed, `length` with the space after it, every way to read it.

    `parts` are the numbers of a decimal one, `4.3` being 4 and 3. `word` is the word before it, as in “Article 4”. A number is `bare` when it
    has no sign of its own, so that it may belong to the sentence. `added` are the letters behind it in `5A`.
    """

    text: str
    length: int
    readings: tuple[Reading, ...]
    parts: tuple[int, ...] = ()
    word: str = ""
    bare: bool = False
    added: str = ""


def read_marker(text: str) -> Marker | None:
    """The number at the beginning of a text; None where there is none."""
    found = _typed().match(text)
    if not found:
        return None
    if found["word"]:
        word = found["word"]
        return _marker(found, found["cited"] or found["roman"], word.casefold(), "", bare=False, word=word)
    if found["open"]:
        return _marker(found, found["inner"], "(", ")", bare=False)
    if found["decimal"]:
        after = (found["after"] or "").strip()
        # “1 Payment” may be a number, or “1 month” a sentence; a tab or two spaces after it say that it is one.
        bare = not after and not re.match(r"\t|\s{2}", found["gap"])
        return _marker(found, found["decimal"], "", after, bare=bare)
    return _marker(found, found["letter"], "", found["after_letter"], bare=False)


def _marker(found: re.Match[str], number: str, before: str, after: str, *, bare: bool, word: str = "") -> Marker | None:
    readings = tuple(_readings(number, before, after))
    if not readings:
        return None
    parts = tuple(int(part) for part in number.split(".")) if number[0].isdigit() else ()
    if word and not parts:
        parts = (readings[-1].value,)  # “Article IV”, under which 4.1 may stand
    added = (found["added_to_cited"] or found["added"] or "").strip()
    return Marker(found["all"].strip(), found.end(), readings, parts, word, bare, added)


def _readings(number: str, before: str, after: str) -> list[Reading]:
    if number[0].isdigit():
        parts = number.split(".")
        return [Reading(Form("1", before, "" if len(parts) > 1 else after, len(parts)), int(parts[-1]))]
    found = []
    upper = number.isupper()
    if len(number) == 1 or (len(number) == 2 and number[0] == number[1]):
        position = ord(number[0].lower()) - ord("a") + 1 + 26 * (len(number) - 1)
        found.append(Reading(Form("A" if upper else "a", before, after), position))
    if _ROMAN.fullmatch(number):
        found.append(Reading(Form("I" if upper else "i", before, after), _roman(number.lower())))
    return found


def _roman(numeral: str) -> int:
    values = [_ROMAN_VALUES[letter] for letter in numeral]
    return sum(-value if value < max(values[index:]) else value for index, value in enumerate(values))


BULLET = re.compile(r"[•·▪◦‣●○■□➢✓✔–—*-]\s+")


def begins_after(before: str, line: str) -> bool:
    """Whether a line of a paragraph begins with a number of its own: the one before it ends a sentence or an item, and cites nothing.

    A wrapped line may begin with the end of “section 4.2”.
    """
    marker = read_marker(line)
    words = before.split()
    if marker is None or (marker.bare and len(marker.parts) < 2) or not words:
        return False
    last = words[-1].strip('(“"«')
    if last.casefold() in citing_words():
        return False
    return last[-1:] in ".;:,!?" or (not marker.parts and last.casefold() in conjunctions())


_NUMERALS = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


def roman_of(position: int) -> str:
    """A position in Roman numerals, as lists count with them."""
    made = ""
    for value, letters in _NUMERALS:
        count, position = divmod(position, value)
        made += letters * count
    return made


def letters_of(position: int) -> str:
    """A position as letters: a, b … z, aa, bb, as Word counts on."""
    return chr(ord("a") + (position - 1) % 26) * ((position - 1) // 26 + 1) if position > 0 else ""
