"""Left over: in which language words are written, by the small words of each, and whether a translation is its original.

Of each language a few dozen function words are known (its facts). A text is compared with its own language and one other at a time, by the words that only one of
the two has. It counts as left in the other one when at least three different words of it are that one's, and they outnumber its own by three to one; two
do where no word of its own, nor of a third language, stands beside them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from clausebook.languages import LANGUAGES, cached, language_name

_WORD = re.compile(r"\b[^\W\d_]+\b")
_FEWEST = 3
_FEWEST_ALONE = 2  # where no word of any other language stands beside them
_SHORTEST = 5  # two words of two letters with a space between


class _Telling(NamedTuple):
    """How many words of a text only another language has, and how many only its own."""

    theirs: int
    own: int


@cached()
def _function_words() -> Mapping[str, frozenset[str]]:
    return {code: frozenset(LANGUAGES[code].facts.words.function) for code in LANGUAGES}


@cached()
def _any_word() -> frozenset[str]:
    return frozenset().union(*_function_words().values())


def _tell(text: str, own: str) -> dict[str, _Telling]:
    """For each other language of which the text has a word that its own does not have."""
    words = _any_word().intersection(_WORD.findall(text.lower()))
    if not words:
        return {}
    known = _function_words()
    mine = known.get(own, frozenset())
    return {
        code: _Telling(len(words & theirs - mine), len(words & mine - theirs))
        for code, theirs in known.items()
        if code != own and words & theirs - mine
    }


@cached(maxsize=5_000)
def other_language(text: str, own: str) -> str:
    """The name of the language in which a text seems to be left; empty where it is `own`, or too little tells."""
    if len(text) < _SHORTEST:
        return ""
    telling = _tell(text, own)
    if not telling:
        return ""
    most = max(found.theirs for found in telling.values())
    language = min(code for code, found in telling.items() if found.theirs == most)
    count, against = telling[language]
    if count < 3 * against:
        return ""
    words = set(_WORD.findall(text.lower()))
    alone = not against and all(words & _function_words()[code] <= _function_words()[language] for code in telling)
    return language_name(language, "en") if count >= (_FEWEST_ALONE if alone else _FEWEST) else ""


def is_surely(text: str, own: str) -> bool:
    """Whether no part of a text can seem to be left in a language other than `own`: too few words of any tell so."""
    return all(found.theirs < _FEWEST_ALONE for found in _tell(text, own).values())


def is_untranslated(text: str, original: str) -> bool:
    """Whether a translation is its original word for word, with so many words that no name would be."""
    words = re.findall(r"(?<![\w@./{:-])[^\W\d_A-ZÀ-Þ][^\W\d_]+(?![\w@}-]|\.\w)", text)
    return len(words) > _FEWEST and " ".join(text.split()) == " ".join(original.split())
