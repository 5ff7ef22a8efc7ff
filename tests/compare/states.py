"""States of a made-up document for comparisons, from a short notation."""

from dataclasses import dataclass, field, replace

from clausebook.model.document import Clause, Edition, Snapshot
from clausebook.model.numbering import Level
from clausebook.model.values import Value
from clausebook.names import VersionNumber

LEVELS = tuple(Level.parse(pattern) for pattern in ("1", "1.1", "(a)"))


@dataclass(frozen=True)
class C:
    """A clause in the notation of a test; `other` is its text in the second language (the same by default)."""

    id: str
    text: str = ""
    title: str = ""
    was: tuple[str, ...] = ()
    clauses: tuple["C", ...] = field(default=())
    other: str | None = None


def state(*clauses: C, number: str = "1.0", values: dict[str, Value] | None = None) -> Snapshot:
    """A state in Danish (authoritative) and English."""
    editions = {}
    for language in ("da", "en"):
        chosen = [_in(language, clause) for clause in clauses]
        editions[language] = Edition(language, "T", "S", _number(chosen, LEVELS, ""), "test.yml")
    return Snapshot("doc", VersionNumber.parse(number), values or {}, editions)


def _in(language: str, clause: C) -> C:
    text = clause.other if language == "en" and clause.other is not None else clause.text
    return replace(clause, text=text, clauses=tuple(_in(language, child) for child in clause.clauses))


def _number(clauses: list[C] | tuple[C, ...], levels: tuple[Level, ...], parent: str) -> tuple[Clause, ...]:
    made = []
    for position, clause in enumerate(clauses, 1):
        count = levels[0].count(position)
        number = levels[0].number(count, parent)
        nested = _number(clause.clauses, levels[1:], number) if clause.clauses else ()
        label = levels[0].label(count, parent)
        made.append(Clause(clause.id, label, number, clause.title, clause.text, "", clause.was, {}, nested))
    return tuple(made)
