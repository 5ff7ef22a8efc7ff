"""The files of an imported document: its record and its texts, as YAML."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from clausebook.importing.clause_tree import ImportedClause, ImportedText
from clausebook.importing.hierarchy import depth_of
from clausebook.importing.markers import read_marker
from clausebook.model.numbering import Level, Siblings
from clausebook.source.writer import PROSE, to_yaml

_DEFAULT = ("1", "1.1", "(a)", "(i)", "(A)", "(I)", "1)", "a)", "i)")
_LEAST_LEVELS = 4


def text_file(text: ImportedText, summary: str = "") -> str:
    """A text in one language, as YAML."""
    values: dict[str, Any] = {"title": text.title}
    if summary:
        values["summary"] = summary
    values["clauses"] = [_plain(clause) for clause in text.clauses]
    return to_yaml(values, PROSE)


def _plain(clause: ImportedClause) -> dict[str, Any]:
    values: dict[str, Any] = {"id": clause.id}
    if clause.own:
        values["number"] = int(clause.own) if clause.own.isdigit() else clause.own
    if clause.title:
        values["title"] = clause.title
    if clause.was:
        values["was"] = list(clause.was)
    if clause.text:
        values["text"] = clause.text
    if clause.note:
        values["note"] = clause.note
    if clause.defines:
        values["defines"] = dict(clause.defines)
    if clause.clauses:
        values["clauses"] = [_plain(each) for each in clause.clauses]
    return values


def find_numbering(texts: Sequence[ImportedText]) -> list[str]:
    """The pattern of each level that most clauses of the files have, in the form of a record; the usual one where they have none."""
    counts: dict[int, Counter[str]] = defaultdict(Counter)
    for text in texts:
        _count(text.clauses, 0, counts)
    patterns: list[str] = []
    for level in range(max([_LEAST_LEVELS, *(depth_of(text.clauses) for text in texts)])):
        most = [pattern for pattern, _ in counts[level].most_common() if pattern not in patterns[1:]]
        unused = [pattern for pattern in _DEFAULT[min(level, 2) :] if pattern not in patterns]
        patterns.append(
            most[0] if most else _DEFAULT[level] if level < 2 and _DEFAULT[level] not in patterns else unused[0]
        )
    return patterns


def _count(clauses: Iterable[ImportedClause], level: int, counts: dict[int, Counter[str]]) -> None:
    for clause in clauses:
        pattern = _pattern(clause.label, level)
        if pattern:
            counts[level][pattern] += 1
        _count(clause.clauses, level + 1, counts)


def _pattern(label: str, level: int) -> str:
    """What the first clause of a level would have before it, if this is the label of one; empty where no pattern says it."""
    marker = read_marker(f"{label} ") if label else None
    if not marker:
        return ""
    form = marker.readings[0].form
    if len(marker.parts) > 1:
        return ".".join(["1"] * min(len(marker.parts), level + 1)) if level else "1"
    style = next((each.form.style for each in marker.readings if each.value == 1), form.style)
    if form.before == "(":
        return f"({style})"
    if form.before.startswith("§"):
        return f"§ {style}"
    sign = form.after if form.after in {")", "."} else ""
    pattern = style if level == 0 and style == "1" and sign != ")" else f"{style}{sign or '.'}"
    try:
        Level.parse(pattern)
    except ValueError:
        return ""
    return pattern


def with_own_numbers(texts: Sequence[ImportedText], levels: Sequence[Level]) -> list[ImportedText]:
    """The texts of one state with a number of its own for each clause whose number in the original is not the next one, where it rises: 5A, or 6 after 4."""
    own = _own_numbers(texts[0].clauses, levels, 0) if texts else {}
    return [text.mapped(lambda clause: replace(clause, own=own.get(clause.id, ""))) for text in texts]


def _own_numbers(clauses: Sequence[ImportedClause], levels: Sequence[Level], depth: int) -> dict[str, str]:
    level = levels[min(depth, len(levels) - 1)]
    siblings = Siblings(level)
    found = {}
    for clause in clauses:
        shown = ""
        if clause.counter and clause.counter != siblings.expected:
            try:
                shown = siblings.next(clause.counter)
                found[clause.id] = shown
            except ValueError:  # a number that does not rise, or is counted otherwise: the next one is printed
                shown = ""
        if not shown:
            siblings.next()
        found |= _own_numbers(clause.clauses, levels, depth + 1)
    return found


def numbers_of(
    clauses: Sequence[ImportedClause], levels: Sequence[Level], above: str = "", depth: int = 0
) -> dict[str, str]:
    """The number that each clause will print, by id."""
    found = {}
    level = levels[min(depth, len(levels) - 1)]
    siblings = Siblings(level)
    for clause in clauses:
        number = level.number(siblings.next(clause.own), above)
        found[clause.id] = number
        found |= numbers_of(clause.clauses, levels, number, depth + 1)
    return found


def record_file(head: Mapping[str, Any]) -> str:
    """A record as YAML: an entry for each version, on lines of its own."""
    return to_yaml(head, frozenset({"values", "editions"}))
