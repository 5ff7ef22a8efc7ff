"""Tables of contents: lines that only lead to headings of the same file, or give the pages on which they stand. They are left out, and told."""

from __future__ import annotations

import re
from dataclasses import replace

from clausebook.importing.intermediate import Finding, Grid, Kind, Line, Outline

_LEADERS = re.compile(r"(?:\.\s?){4,}\s*[0-9ivx]+$|…{2,}\s*[0-9ivx]+$")
_LEAST = 3


def without_contents(outline: Outline) -> Outline:
    """The outline without its table of contents."""
    runs: list[list[Line]] = [[]]
    for block in outline.blocks:
        if isinstance(block, Line) and _leads(block):
            runs[-1].append(block)
        elif runs[-1]:
            runs.append([])
    gone = [line for run in runs if len(run) >= _LEAST for line in run]
    if not gone:
        return outline
    kept: tuple[Line | Grid, ...] = tuple(block for block in outline.blocks if not any(block is line for line in gone))
    findings = [Finding(line.place, Kind.LEFT_OUT, "a line of the table of contents", line.text) for line in gone]
    return replace(outline, blocks=kept, findings=(*outline.findings, *findings))


def _leads(line: Line) -> bool:
    linked = all(piece.href.startswith("#") for piece in line.pieces if re.search(r"[^\W\d_]", piece.text))
    return (
        bool(line.pieces)
        and not line.heading
        and ((linked and _has_letters(line)) or _LEADERS.search(line.text) is not None)
    )


def _has_letters(line: Line) -> bool:
    return any(letter.isalpha() for letter in line.text)
