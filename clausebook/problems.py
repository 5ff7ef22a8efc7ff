"""Problems: mistakes in a site's files as values with a place, collected together and printed once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from clausebook.quoting import quoted


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

    def __str__(self) -> str:
        advice = f" — {self.advice}" if self.advice else ""
        return quoted(f"{self.place}: {self.code}: {self.message}{advice}")


@dataclass(slots=True)
class Problems:
    """The problems found so far. Reading goes on after each, so that one run names them all."""

    found: set[Problem] = field(default_factory=set)

    def add(self, place: Place, code: str, message: str, advice: str = "") -> None:
        self.found.add(Problem(place, code, message, advice))

    def extend(self, problems: Iterable[Problem]) -> None:
        self.found.update(problems)

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
