"""Days: the one that a file's name says, or the first lines of its text."""

from __future__ import annotations

import datetime as dt
import re

from clausebook.importing.intermediate import Outline
from clausebook.importing.typed_values import day_at

_FORMS = (
    (re.compile(r"(?<![0-9])([0-9]{4})[-_. ]([0-9]{1,2})[-_. ]([0-9]{1,2})(?![0-9])"), (1, 2, 3)),
    (re.compile(r"(?<![0-9])([0-9]{4})([0-9]{2})([0-9]{2})(?![0-9])"), (1, 2, 3)),
    (re.compile(r"(?<![0-9])([0-9]{1,2})[-_./]([0-9]{1,2})[-_./]([0-9]{4})(?![0-9])"), (3, 2, 1)),
)
_FIRST_LINES = 6


def day_in(text: str) -> dt.date | None:
    """The day that a name says in figures: year, month, day, or day, month, year."""
    for pattern, order in _FORMS:
        found = pattern.search(text)
        if found:
            try:
                return dt.date(*(int(found[group]) for group in order))
            except ValueError:
                continue
    return None


def day_of_text(outline: Outline, language: str) -> dt.date | None:
    """The only day that the first lines of a text say, in words or figures; None where they say none, or several."""
    found = set()
    for block in outline.blocks[:_FIRST_LINES]:
        for match in re.finditer(r"(?<![0-9])[0-9]{1,2}\D", block.text):
            day = day_at(block.text[match.start() :], language)
            found |= {day} if day else set()
        day = day_in(block.text)
        found |= {day} if day else set()
    return found.pop() if len(found) == 1 else None
