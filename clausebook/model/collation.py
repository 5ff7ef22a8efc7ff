"""Collation: the alphabetical order of words in each language.

A small part of the Unicode Collation Algorithm (UTS #10) with the tailorings that the facts of a language have from CLDR: letters first, then
their accents, then capitals. Spaces and signs come before figures and figures before letters, so that “data deletion” stands before “database”.
The order of a published list is sealed with it, so it rests on nothing that a later library could change.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

from clausebook.languages import LANGUAGES

_EXPANDED = {"æ": "ae", "œ": "oe", "ß": "ss", "ð": "d", "đ": "d", "ø": "o", "ł": "l", "þ": "th"}

Key = tuple[tuple[tuple[int, str], ...], str, str]


def collation_key(words: str, language: str) -> Key:
    """What sorts words as a dictionary of `language` does; equal for equal words alone."""
    plain = unicodedata.normalize("NFC", " ".join(words.split()))
    folded = plain.casefold()
    facts = LANGUAGES[language].facts.sorting
    letters = tuple([_weight(letter) for letter in _letters(folded, facts.letters)])
    return letters, folded, plain if facts.capitals_first else plain.swapcase()


def _letters(folded: str, tailored: Mapping[str, str]) -> list[str]:
    found: list[str] = []
    index = 0
    while index < len(folded):
        pair, letter = folded[index : index + 2], folded[index]
        if pair in tailored:
            found.append(tailored[pair])
            index += 2
            continue
        index += 1
        if letter in tailored:
            found.append(tailored[letter])
        else:
            base = "".join(_EXPANDED.get(each, each) for each in unicodedata.normalize("NFKD", letter))
            found += [each for each in base if not unicodedata.combining(each)]
    return found


def _weight(letter: str) -> tuple[int, str]:
    """Spaces, signs, figures, letters: each group by itself."""
    if letter.isspace():
        return 0, letter
    if not letter[0].isalnum():
        return 1, letter
    return (2 if letter[0].isdigit() else 3), letter
