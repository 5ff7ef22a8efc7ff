"""Operative words: what decides, in a text of terms, who must or may do what, how much and by when.

They stand in the facts of each language, by kind; docs/releases.md tells what they are for. Months and days of the week come from CLDR.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from clausebook.languages.registry import LANGUAGES, cached

KINDS = ("negation", "obligation", "limits", "conditions", "numbers", "units", "endings")
WEIGHTY = tuple(kind for kind in KINDS if kind != "conditions")
"""Those whose change weighs as one of figures, duties or rights. “Before”, “each” or “or” come and go with any rewording."""
_PARTS = re.compile(r"[-’']")
_CONTRACTED = re.compile(r"\w+[’']t", re.IGNORECASE)


@cached()
def operative_matcher(language: str, *, weighty: bool = False) -> Callable[[str], bool]:
    """Whether a word of a language is operative: itself, or a part of it between hyphens and apostrophes. With `weighty`, only words of the
    kinds `WEIGHTY` are; the names of months and days are operative otherwise."""
    facts = LANGUAGES[language].facts.operative
    listed = [word for kind in (WEIGHTY if weighty else KINDS) for word in getattr(facts, kind)]
    if not weighty:
        listed += _calendar_names(language)
    parts = sorted({part for word in listed for part in _PARTS.split(word) if part})
    pattern = re.compile("|".join(re.escape(part).replace(r"\*", r"\w*") for part in parts) or r"(?!)", re.IGNORECASE)

    def matches(word: str) -> bool:
        if facts.contractions and _CONTRACTED.fullmatch(word):
            return True
        return any(map(pattern.fullmatch, _PARTS.split(word)))

    return matches


def _calendar_names(language: str) -> list[str]:
    cldr = LANGUAGES[language].cldr
    return [
        name
        for calendar in (cldr.months, cldr.days)
        for width in (calendar["format"]["wide"], calendar["stand-alone"]["wide"])
        for name in width.values()
    ]
