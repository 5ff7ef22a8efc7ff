"""Problems: mistakes in a site's files as values with a place, collected together and printed once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from clausebook.quoting import quoted

MAX_FOUND = 10_000
_MAX_MESSAGE = 600


class Severity(StrEnum):
    """How bad a problem is: nothing is published with an error; a warning is for people to judge."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where in the site's files something stands: path relative to the site's folder, line and column from 1."""

    path: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One mistake: where, which kind (a code of docs/problems.md), what is wrong, and what to do about it."""

    place: Place
    code: str
    message: str
    advice: str = ""
    severity: Severity = Severity.ERROR

    def __str__(self) -> str:
        """One line: whatever a name or a text holds, it writes no second one and no control character."""
        kind = f"{self.code}: " if self.severity is Severity.ERROR else f"warning: {self.code}: "
        advice = f" — {_shortened(self.advice)}" if self.advice else ""
        return quoted(f"{_shortened(str(self.place))}: {kind}{_shortened(self.message)}{advice}")


def _shortened(text: str) -> str:
    return text if len(text) <= _MAX_MESSAGE else text[: _MAX_MESSAGE - 1] + "…"


@dataclass(slots=True)
class Problems:
    """The problems found so far. Reading goes on after each, so that one run names them all.

    Of more than MAX_FOUND only the number is kept, so that a hostile file fills no memory.
    """

    found: set[Problem] = field(default_factory=set)
    dropped: int = 0

    def add(self, place: Place, code: str, message: str, advice: str = "") -> None:
        self.extend((Problem(place, code, message, advice),))

    def warn(self, place: Place, code: str, message: str, advice: str = "") -> None:
        """Note what people should look at, but nothing has to stop for."""
        self.extend((Problem(place, code, message, advice, Severity.WARNING),))

    def extend(self, problems: Iterable[Problem]) -> None:
        for problem in problems:
            if len(self.found) < MAX_FOUND:
                self.found.add(problem)
            elif problem not in self.found:
                self.dropped += 1

    def __iter__(self) -> Iterator[Problem]:
        return iter(sorted(self.found))

    def __len__(self) -> int:
        return len(self.found)


class ProblemsFound(Exception):
    """Raised by commands that cannot go on; carries every problem, in the order of their places."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sorted(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))

    def __reduce__(self) -> tuple[type[ProblemsFound], tuple[list[Problem]]]:
        """A worker process hands its problems over as they are."""
        return ProblemsFound, (self.problems,)
