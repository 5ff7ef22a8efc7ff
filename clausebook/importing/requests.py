"""What an author asks of the readers, and how they say that they cannot do it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Side(StrEnum):
    """Which side of the tracked changes of a file is read."""

    ACCEPT = "accept"
    REJECT = "reject"


@dataclass(frozen=True, slots=True)
class ReadingWish:
    """What the author says about reading a file: the side of tracked changes, the address at which a web page stood."""

    tracked: Side | None = None
    base: str = ""


class Unreadable(Exception):
    """A reader cannot make anything of a file: what is wrong, and what to do; `code` is that of docs/problems.md."""

    def __init__(self, message: str, advice: str, code: str = "import-unreadable") -> None:
        super().__init__(message)
        self.advice = advice
        self.code = code
