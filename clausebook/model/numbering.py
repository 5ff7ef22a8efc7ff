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

    def label(self, position: int, parent_number: str) -> str:
        """The label in the margin of the clause at `position` (from 1) below the clause numbered `parent_number`."""
        count = _count(self.counter, position)
        if self.compound and parent_number:
            count = f"{parent_number}.{count}"
        return f"{self.before}{count}{self.after}"

    def number(self, position: int, parent_number: str) -> str:
        """The number that cites the clause from anywhere, such as `14.1(a)`."""
        label = self.label(position, parent_number).rstrip(". ")
        return label if self.compound or not parent_number else parent_number + label


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
