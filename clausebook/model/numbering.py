"""Numbering: the legal numbers of clauses, from the patterns of a record such as `["1", "1.1", "(a)", "(i)"]`."""

from __future__ import annotations

import re
from dataclasses import dataclass

_PATTERN = re.compile(
    r"(?P<before>[^0-9A-Za-z]*(?:[^\W\d_]{2,}\.?\s)?)(?P<parents>(?:1\.)*)(?P<counter>[1aAiI])(?P<after>[^0-9A-Za-z]*)"
)


@dataclass(frozen=True, slots=True)
class Level:
    """How the clauses of one depth are counted.

    `counter` is `1`, `a`, `A`, `i` or `I`; `compound` says that the numbers of the levels above stand before it ("1.1").
    """

    before: str
    counter: str
    after: str
    compound: bool

    @classmethod
    def parse(cls, pattern: str) -> Level:
        """Read one pattern; raises ValueError when it shows no counter or more than one style."""
        match = _PATTERN.fullmatch(pattern)
        if not match:
            raise ValueError(f"“{pattern}” shows no counter; write it as the first one looks: 1, 1.1, (a), (i), § 1")
        return cls(match["before"], match["counter"], match["after"], bool(match["parents"]))

    def count(self, position: int) -> str:
        """The counter of the clause at `position` (from 1): `5`, `e` or `v`."""
        return _count(self.counter, position)

    def label(self, count: str, parent_number: str) -> str:
        """The label in the margin of the clause counted `count` below the clause numbered `parent_number`."""
        if self.compound and parent_number:
            count = f"{parent_number}.{count}"
        return f"{self.before}{count}{self.after}"

    def number(self, count: str, parent_number: str) -> str:
        """The number that cites the clause from anywhere, such as `14.1(a)`."""
        label = self.label(count, parent_number).rstrip(". ")
        return label if self.compound or not parent_number else parent_number + label

    def rank(self, count: str) -> Rank:
        """Where a counter that an author wrote stands among the others of its level; raises ValueError where it shows none.

        It is a counter of the level and, for a clause that was put between two others, what legislation adds to it: letters (`5A`,
        `5 a`), a Latin numeral (`5 bis`) or a figure (`5-1`).
        """
        match = _COUNTS[self.counter].fullmatch(count)
        if not match:
            raise ValueError(f"“{count}” is not a number of this level")
        return _position(self.counter, match["count"]), tuple([_added(part) for part in _ADDED.findall(match["added"])])


# The position, and what was added to it, each part by its kind: `5A-1` is (5, ((1, "a"), (2, 1))).
Rank = tuple[int, tuple[tuple[int, int | str], ...]]


class OutOfOrder(ValueError):
    """Raised for a number that does not follow the one before it."""


class Siblings:
    """Counts the clauses in one clause, or at the top, one after another.

    A clause without a number of its own has the counter after the last one, whatever was added to that: 5, 5A, 6.
    """

    def __init__(self, level: Level) -> None:
        self.level = level
        self._last: Rank = (0, ())
        self._shown = ""

    @property
    def expected(self) -> str:
        """The counter of the next clause, if it has none of its own."""
        return self.level.count(self._last[0] + 1)

    def next(self, own: str = "") -> str:
        """The counter of the next clause; raises ValueError for an `own` one that is none, or that does not follow the last."""
        rank: Rank = self.level.rank(own) if own else (self._last[0] + 1, ())
        if rank <= self._last:
            raise OutOfOrder(f"the number {own} does not follow {self._shown}")
        self._last, self._shown = rank, own or self.level.count(rank[0])
        return self._shown


_LATIN = ("", "", "bis", "ter", "quater", "quinquies", "sexies", "septies", "octies", "novies", "decies")
_WORDS = "|".join(_LATIN[2:])
_ADDED = re.compile(rf"{_WORDS}|[A-Za-z]+|[0-9]+")
_ONE_ADDED = rf"[ ]?(?:(?:{_WORDS})|[A-Za-z]{{1,3}})(?![A-Za-z])|[ -][0-9]{{1,3}}"
_NUMERAL = "(?=[mdclxvi])m{0,3}(?:cm|cd|d?c{0,3})(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})"
# A letter is followed by what was added to it: (aa) stands between (a) and (b).
_COUNTS = {
    style: re.compile(rf"(?P<count>{counter})(?P<added>(?:{added}){{0,3}})")
    for style, counter, added in (
        ("1", "[1-9][0-9]{0,4}", _ONE_ADDED),
        ("a", "[a-z]", rf"{_ONE_ADDED}|[0-9]{{1,3}}"),
        ("A", "[A-Z]", rf"{_ONE_ADDED}|[0-9]{{1,3}}"),
        ("i", _NUMERAL, _ONE_ADDED),
        ("I", _NUMERAL.upper(), _ONE_ADDED),
    )
}


def _added(part: str) -> tuple[int, int | str]:
    if part in _LATIN:
        return 0, _LATIN.index(part)
    return (2, int(part)) if part.isdigit() else (1, part.casefold())


def _position(style: str, count: str) -> int:
    """The position that a counter stands for: the reverse of `_count`."""
    match style:
        case "a" | "A":
            return ord(count.lower()) - ord("a") + 1
        case "i" | "I":
            return _value(count.lower())
        case _:
            return int(count)


def _value(numeral: str) -> int:
    value = 0
    for count, letters in _ROMAN:
        while numeral.startswith(letters):
            value, numeral = value + count, numeral.removeprefix(letters)
    return value


def _count(style: str, position: int) -> str:
    match style:
        case "a" | "A":
            letters = _letters(position)
            return letters.upper() if style == "A" else letters
        case "i" | "I":
            roman = _roman(position)
            return roman.upper() if style == "I" else roman
        case _:
            return str(position)


def _letters(position: int) -> str:
    letters = ""
    while position > 0:
        position, rest = divmod(position - 1, 26)
        letters = chr(ord("a") + rest) + letters
    return letters


_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
          (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip


def _roman(position: int) -> str:
    numeral = ""
    for value, letters in _ROMAN:
        count, position = divmod(position, value)
        numeral += letters * count
    return numeral
