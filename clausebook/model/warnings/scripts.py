"""Scripts: words in which the letters of two scripts stand together, as a Cyrillic а in a Latin word (UTS #39, 5.2 and 5.3).

Unicode's names of letters begin with their script. Chinese, Japanese and Korean writing mixes scripts by nature,
Latin letters too (“highly restrictive”).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple


class Mixture(NamedTuple):
    """A word, where it stands in its text, and the scripts or digits in it, the rarer one last, with a letter of it."""

    word: str
    offset: int
    scripts: tuple[str, str]
    letter: str


# Signs that are letters by category, but belong to every script.
_COMMON = {
    "MICRO",
    "OHM",
    "FEMININE",
    "MASCULINE",
    "MODIFIER",
    "SUPERSCRIPT",
    "KELVIN",
    "ANGSTROM",
    "PRIME",
    "COMBINING",
    "DEGREE",
}
_EAST_ASIAN = {"CJK", "HIRAGANA", "KATAKANA", "HANGUL", "BOPOMOFO", "KATAKANA-HIRAGANA"}


def mixed_words(text: str) -> Iterator[Mixture]:
    """The words of a text that mix scripts, and the numbers that mix digits."""
    if not may_mix(text):
        return
    for match in re.finditer(r"[^\W_]+", text):
        word = match[0]
        if word.isascii():
            continue
        for kind in (_script, _digits):
            kinds = [(character, found) for character in word if (found := kind(character))]
            names = [found for _, found in kinds]
            others = set(names) - _EAST_ASIAN
            if len(others) > 1 or (len(others) < len(set(names)) and others - {"LATIN"}):
                common, rare = max(set(names), key=names.count), min(set(names), key=names.count)
                if common == rare:
                    rare = next(name for name in names if name != common)
                letter = next(character for character, name in kinds if name == rare)
                yield Mixture(word, match.start(), (common, rare), letter)


_NOT_LATIN = re.compile(r"[^\W_0-9A-Za-z\u00aa\u00b2-\u00ba\u00c0-\u024f]")


def may_mix(text: str) -> bool:
    """Whether a text has any letter that is not surely Latin."""
    return not text.isascii() and _NOT_LATIN.search(text) is not None


@cache
def _script(character: str) -> str:
    """The script of a letter, by the first word of its name; empty for what is no letter or belongs to every script."""
    if not character.isalpha():
        return ""
    first = unicodedata.name(character, "UNNAMED").split()[0]
    return "" if first in _COMMON else first


@cache
def _digits(character: str) -> str:
    """Of which script the digits are to which a character belongs; empty for what is no digit."""
    if unicodedata.category(character) != "Nd":
        return ""
    first = unicodedata.name(character).split()[0]
    return "LATIN" if first == "DIGIT" else first
