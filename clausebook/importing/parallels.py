"""Parallels: which clause of a text is which clause of the same text in another language.

No word is compared, as the words are others. Siblings are aligned in their order (Needleman & Wunsch 1970) by what translations share: numbers,
figures and addresses in the text, whether there is a heading, how many clauses are nested, how long the text is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from clausebook.importing.clause_tree import ImportedClause, ImportedText
from clausebook.importing.intermediate import Finding, Grid, Kind, Line, Piece

_FIGURES = re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+|https?://[^\s)]+|\d+")
_LEAST = 1.0


@dataclass(frozen=True, slots=True)
class Alignment:
    """A text with the ids of another one, and how many of its clauses have a counterpart there."""

    text: ImportedText
    paired: int
    alone: int

    @property
    def share(self) -> float:
        return self.paired / max(1, self.paired + self.alone)


def aligned(original: ImportedText, other: ImportedText) -> Alignment:
    """`other` with the ids that the clauses of `original` have; what stands in one of the two only is told."""
    findings: list[Finding] = []
    counts = [0, 0]

    def align(ours: Sequence[ImportedClause], theirs: Sequence[ImportedClause]) -> tuple[ImportedClause, ...]:
        made = {}
        pairs = _pairs(ours, theirs)
        left = set(range(len(ours)))
        for index, clause in enumerate(theirs):
            at = pairs.get(index)
            if at is None:
                counts[1] += sum(1 for _ in clause.walk())
                findings.append(
                    Finding(clause.place, Kind.UNCERTAIN, f"{_named(clause)} has no counterpart in {original.path}")
                )
                made[index] = clause
            else:
                left.discard(at)
                counts[0] += 1
                made[index] = replace(clause, id=ours[at].id, clauses=align(ours[at].clauses, clause.clauses))
        for at in sorted(left):
            counts[1] += sum(1 for _ in ours[at].walk())
            message = f"{_named(ours[at])} of {original.path} has no counterpart in {other.path}"
            findings.append(Finding(ours[at].place, Kind.UNCERTAIN, message))
        return tuple(made[index] for index in sorted(made))

    text = replace(other, clauses=align(original.clauses, other.clauses))
    return Alignment(text.telling(findings), *counts)


def _named(clause: ImportedClause) -> str:
    words = clause.title or " ".join(clause.said.split()[:8])
    return f"{clause.number} “{words}”".strip()


def _pairs(ours: Sequence[ImportedClause], theirs: Sequence[ImportedClause]) -> dict[int, int]:
    """Index in `theirs` to index in `ours`, in order, with the greatest sum of likenesses."""
    scores = [[_likeness(first, second) for second in theirs] for first in ours]
    best = [[0.0] * (len(theirs) + 1) for _ in range(len(ours) + 1)]
    for row in range(len(ours) - 1, -1, -1):
        for column in range(len(theirs) - 1, -1, -1):
            paired = scores[row][column] + best[row + 1][column + 1] if scores[row][column] >= _LEAST else 0.0
            best[row][column] = max(paired, best[row + 1][column], best[row][column + 1])
    pairs = {}
    row = column = 0
    while row < len(ours) and column < len(theirs):
        score = scores[row][column]
        if score >= _LEAST and best[row][column] == score + best[row + 1][column + 1]:
            pairs[column] = row
            row, column = row + 1, column + 1
        elif best[row][column] == best[row + 1][column]:
            row += 1
        else:
            column += 1
    return pairs


def _likeness(first: ImportedClause, second: ImportedClause) -> float:
    score = 0.5
    if first.label and second.label:
        score += 1.0 if _bare(first.number) == _bare(second.number) else -0.25
    ours, theirs = set(_FIGURES.findall(first.said)), set(_FIGURES.findall(second.said))
    if ours or theirs:
        score += 2.0 * len(ours & theirs) / len(ours | theirs) - 0.5
    score += 0.25 if bool(first.title) == bool(second.title) else -0.25
    nested = len(first.clauses), len(second.clauses)
    score += 0.75 * (min(nested) / max(nested)) - 0.25 if max(nested) else 0.25
    lengths = len(first.said) + 1, len(second.said) + 1
    return score + 0.5 * min(lengths) / max(lengths)


def _bare(number: str) -> str:
    return re.sub(r"[^0-9A-Za-z]+", ".", number).strip(".").lower()


def with_same_headings(texts: Sequence[ImportedText]) -> list[ImportedText]:
    """Texts of one state in which a clause has a heading in every language, or in none.

    What is a heading in one and a first line in the other becomes a heading where it can, else text everywhere.
    """
    by_id = [{clause.id: clause for clause in text.walk() if clause.id} for text in texts]
    shared = set.intersection(*(set(clauses) for clauses in by_id)) if by_id else set()
    uneven = {key for key in shared if len({bool(clauses[key].title) for clauses in by_id}) > 1}
    raised = {key for key in uneven if all(clauses[key].title or _first_as_heading(clauses[key]) for clauses in by_id)}

    def changed(clause: ImportedClause) -> ImportedClause:
        if clause.id in raised and not clause.title:
            return _first_as_heading(clause) or clause
        if clause.id in uneven - raised and clause.title:
            line = Line((Piece(clause.title),), clause.place)
            return replace(clause, title="", blocks=(line, *clause.blocks))
        return clause

    return [text.mapped(changed) for text in texts]


def _first_as_heading(clause: ImportedClause) -> ImportedClause | None:
    first = clause.blocks[0] if clause.blocks else None
    if (
        not isinstance(first, Line)
        or isinstance(first, Grid)
        or first.bullet
        or len(clause.blocks) + len(clause.clauses) < 2
    ):
        return None
    if len(first.text.split()) > 16 or first.text.endswith((".", ";", ",")):
        return None
    return replace(clause, title=first.text.removesuffix(":").rstrip(), blocks=clause.blocks[1:])
