"""Hard histories with a known answer: texts in which clauses are inserted, deleted, moved, retitled and reworded, and every number follows."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

_WORDS = [
    "provider",
    "customer",
    "service",
    "invoice",
    "payment",
    "notice",
    "agreement",
    "data",
    "backup",
    "support",
    "domain",
    "order",
    "price",
    "period",
    "account",
    "liability",
    "damage",
    "access",
    "server",
    "storage",
    "traffic",
    "licence",
    "refund",
    "renewal",
    "termination",
    "breach",
    "security",
    "password",
    "request",
    "answer",
    "week",
    "month",
    "year",
    "hour",
    "written",
    "electronic",
    "legal",
    "reasonable",
    "material",
    "immediate",
    "public",
    "private",
    "technical",
    "annual",
    "monthly",
    "free",
    "extra",
    "total",
    "partial",
    "sends",
    "receives",
    "stores",
    "deletes",
    "pays",
    "delivers",
    "restores",
    "suspends",
    "changes",
    "measures",
    "reports",
    "confirms",
    "accepts",
    "refuses",
    "repairs",
    "protects",
    "limits",
    "extends",
    "ends",
    "begins",
    "covers",
    "excludes",
]


@dataclass(frozen=True)
class Part:
    """A clause with its name for ever, which no file says."""

    name: str
    title: str
    text: str
    parts: tuple[Part, ...] = ()


@dataclass
class History:
    """Makes one state after the other; the same seed makes the same ones."""

    seed: int
    sections: int = 8
    size: int = 6
    reworded: int = 8  # one word of so many is another one in a clause that is reworded
    _random: random.Random = field(init=False)
    _count: int = 0

    def __post_init__(self) -> None:
        self._random = random.Random(self.seed)

    def states(self, count: int, changes: int) -> Iterator[tuple[Part, ...]]:
        """`count` states, each with so many changes to the one before."""
        state = tuple(self._section() for _ in range(self.sections))
        for _ in range(count):
            yield state
            for _ in range(changes):
                state = self._changed(state)

    def _name(self) -> str:
        self._count += 1
        return f"n{self._count}"

    def _sentence(self, most: int = 22) -> str:
        words = self._random.choices(_WORDS, k=self._random.randint(9, most))
        return f"The {' '.join(words)}."

    def _title(self) -> str:
        return " ".join(self._random.sample(_WORDS, 2)).capitalize()

    def _clause(self) -> Part:
        text = " ".join(self._sentence() for _ in range(self._random.randint(1, 3)))
        items = tuple(Part(self._name(), "", self._sentence(12)) for _ in range(self._random.choice([0, 0, 0, 2, 3])))
        return Part(self._name(), "", text, items)

    def _section(self) -> Part:
        return Part(self._name(), self._title(), "", tuple(self._clause() for _ in range(self.size)))

    def _changed(self, state: tuple[Part, ...]) -> tuple[Part, ...]:
        sections = list(state)
        at = self._random.randrange(len(sections))
        section = sections[at]
        clauses = list(section.parts)
        where = self._random.randrange(len(clauses)) if clauses else 0
        match self._random.choice(["insert", "delete", "move", "retitle", "reword", "reword", "swap", "section"]):
            case "insert":
                clauses.insert(where, self._clause())
            case "delete" if len(clauses) > 3:
                del clauses[where]
            case "move" if len(clauses) > 3:
                other = self._random.randrange(len(sections))
                if other != at:
                    moved = clauses.pop(where)
                    sections[other] = replace(sections[other], parts=(*sections[other].parts, moved))
            case "retitle":
                section = replace(section, title=self._title())
            case "reword" if clauses:
                clauses[where] = replace(clauses[where], text=self._reworded(clauses[where].text))
            case "swap":
                sections[at], sections[at - 1] = sections[at - 1], sections[at]
                return tuple(sections)
            case "section" if self._random.random() < 0.3:
                sections.insert(at, self._section())
                return tuple(sections)
        sections[at] = replace(section, parts=tuple(clauses))
        return tuple(sections)

    def _reworded(self, text: str) -> str:
        words = text.split()
        for _ in range(max(1, len(words) // self.reworded)):
            words[self._random.randrange(1, len(words) - 1)] = self._random.choice(_WORDS)
        return " ".join(words)


def markdown(state: tuple[Part, ...]) -> str:
    """A state as a file with typed numbers."""
    lines = ["# Terms", ""]
    for first, section in enumerate(state, 1):
        lines += [f"## {first}. {section.title}", ""]
        for second, clause in enumerate(section.parts, 1):
            lines += [f"{first}.{second} {clause.text}", ""]
            for third, item in enumerate(clause.parts):
                lines += [f"({chr(97 + third)}) {item.text}", ""]
    return "\n".join(lines)


def names(state: tuple[Part, ...]) -> list[str]:
    """The names of all clauses in the order in which they stand."""
    return [part.name for section in state for clause in (section, *_walk(section)) for part in (clause,)]


def _walk(part: Part) -> Iterator[Part]:
    for inner in part.parts:
        yield inner
        yield from _walk(inner)
