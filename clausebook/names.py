"""Names: what ids, document names and version numbers look like, and the nearest valid one to a misspelt one."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import get_close_matches
from typing import NamedTuple

NAME_FORM = "a–z, 0–9 and hyphens, at most 64 characters, starting with a letter or a digit"
NAME = "[a-z0-9][a-z0-9-]{0,63}"  # as a regular expression
_VERSION = re.compile(r"(0|[1-9][0-9]{0,3})(\.(0|[1-9][0-9]{0,3})){1,2}")

DRAFT = "draft"


def is_name(text: str) -> bool:
    """Whether `text` can be an id or a file name: it goes into addresses and paths as it stands."""
    return re.fullmatch(NAME, text) is not None


class VersionNumber(NamedTuple):
    """The number of a version, such as `1.0` or `3.1`; ordered by its numbers, not as text (9.0 < 10.0)."""

    parts: tuple[int, ...]

    @classmethod
    def parse(cls, text: str) -> VersionNumber:
        """Read `1.0` or `1.0.2`; raises ValueError for anything else."""
        if not _VERSION.fullmatch(text):
            raise ValueError(f"{text!r} is not a version number such as 1.0")
        return cls(tuple(int(part) for part in text.split(".")))

    def __str__(self) -> str:
        return ".".join(map(str, self.parts))


def nearest(name: str, candidates: Iterable[str]) -> str | None:
    """The candidate that `name` most likely misspells, or None when nothing is close."""
    matches = get_close_matches(name.lower(), sorted(candidates), n=1, cutoff=0.6)
    return matches[0] if matches else None


def suggestion(name: str, candidates: Iterable[str]) -> str:
    """What to do about an unknown `name`: the nearest candidate, or all of them when they are few."""
    known = sorted(candidates)
    match = nearest(name, known)
    if match:
        return f"did you mean “{match}”?"
    if not known:
        return "there are none here"
    if len(known) <= 12:
        return "known here: " + ", ".join(known)
    return f"none of the {len(known)} known here is close"
