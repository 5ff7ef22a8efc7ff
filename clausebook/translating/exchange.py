"""What an exchange file holds, whatever its format: of which document and languages it is, and the units with their translations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from clausebook.translating.units import Unit


@dataclass(frozen=True, slots=True)
class Export:
    """What is handed out. `title` is that of the document in the prevailing language; `redlines` by unit the change of the original, as plain
    text with [-…-] and {+…+}."""

    document: str
    title: str
    source: str
    target: str
    units: Sequence[Unit]
    redlines: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Returned:
    """One text of a file that comes back: the digest of the source that it translates, and the line or row at which it stands."""

    id: str
    digest: str
    target: str
    place: int
    reviewed: bool = True


@dataclass(frozen=True, slots=True)
class Import:
    """A file that comes back."""

    document: str
    source: str
    target: str
    units: Sequence[Returned]


class Unreadable(ValueError):
    """Why a file that comes back cannot be used; `line` is where, from 1."""

    def __init__(self, message: str, line: int = 1) -> None:
        super().__init__(message)
        self.line = line
