"""Placeholders in a line as somebody types it: whole ones, and one that is only begun."""

from __future__ import annotations

import re
from typing import NamedTuple

from clausebook.model.prose import PlaceholderKind
from clausebook.names import NAME

_WHOLE = re.compile(rf"\{{(?:(clause|document|term):)?(?:({NAME})/)?({NAME})(?:\|[^{{}}\n]*)?\}}")
_BEGUN = re.compile(r"\{(?:(clause|document|term):)?(?:([a-z0-9-]*)/)?([a-z0-9-]*)$")


class Mention(NamedTuple):
    """A placeholder in a line: what it names, in which other document, and the columns (from 0) at which its last name begins and ends."""

    kind: PlaceholderKind
    document: str
    name: str
    start: int
    end: int


def mentions_in(line: str) -> list[Mention]:
    """Every whole placeholder of a line."""
    return [_mention(found) for found in _WHOLE.finditer(line)]


def mention_at(line: str, column: int) -> Mention | None:
    """The whole placeholder in which a column stands."""
    for found in _WHOLE.finditer(line):
        if found.start() <= column <= found.end():
            return _mention(found)
    return None


def begun_at(line: str, column: int) -> Mention | None:
    """The placeholder that is being typed before a column; one without a kind may become any."""
    found = _BEGUN.search(line[:column])
    return _mention(found) if found else None


def _mention(found: re.Match[str]) -> Mention:
    kind = PlaceholderKind(found[1]) if found[1] else PlaceholderKind.VALUE
    return Mention(kind, found[2] or "", found[3], found.start(3), found.end(3))
