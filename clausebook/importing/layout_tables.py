"""Tables that only lay a page out: their cells are lines of the text, in reading order, and no table.

A table is one for the eye when it has one column, when its first column holds nothing but numbers or bullets of what stands beside them, or
when a cell holds what no cell of a table does: headings, lists, tables, several long paragraphs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from clausebook.importing.intermediate import Grid, Line, Outline, Piece, joined
from clausebook.importing.markers import BULLET, read_marker
from clausebook.model.markup import MAX_COLUMNS

_LONG = 60
_Cell = tuple[Line | Grid, ...]


def without_layout(outline: Outline) -> Outline:
    """The outline with the cells of layout tables in the place of these."""
    return replace(outline, blocks=tuple(_flattened(outline.blocks)))


def _flattened(blocks: Iterable[Line | Grid]) -> Iterator[Line | Grid]:
    for block in blocks:
        if not isinstance(block, Grid):
            yield block
        elif _has_markers(block):
            yield from _beside_markers(block)
        elif _is_layout(block):
            for row in block.rows:
                for cell in row:
                    yield from _flattened(cell)
        elif any(any(cell for cell in row) for row in block.rows):
            yield block


def _is_layout(grid: Grid) -> bool:
    columns = max((len(row) for row in grid.rows), default=0)
    return (
        columns <= 1
        or columns > MAX_COLUMNS
        or (len(grid.rows) == 1 and not grid.has_header and any(len(cell) > 1 for cell in grid.rows[0]))
        or any(_is_page(cell) for row in grid.rows for cell in row)
    )


def _is_page(cell: _Cell) -> bool:
    if any(isinstance(block, Grid) for block in cell):
        return True
    lines = [block for block in cell if isinstance(block, Line)]
    if any(line.heading or line.number for line in lines):
        return True
    numbered = [marker for line in lines if (marker := read_marker(line.text)) and marker.length < len(line.text)]
    return len(lines) > 1 and (len(numbered) > 1 or sum(len(line.text.split()) for line in lines) > _LONG)


def _has_markers(grid: Grid) -> bool:
    """Whether the first column numbers what stands in the second."""
    if any(len(row) != 2 for row in grid.rows) or len(grid.rows) < 2:
        return False
    firsts = [_words(row[0]) for row in grid.rows]
    return any(firsts) and all(not first or _is_marker(first) for first in firsts)


def _is_marker(text: str) -> bool:
    marker = read_marker(text)
    alone = marker is not None and marker.length >= len(text)
    return (alone and not text.isdigit()) or BULLET.fullmatch(f"{text} ") is not None


def _beside_markers(grid: Grid) -> Iterator[Line | Grid]:
    for first, second in grid.rows:
        marker = _words(first)
        blocks = list(_flattened(second))
        head = next((at for at, block in enumerate(blocks) if isinstance(block, Line)), None)
        if head is not None and marker:
            line = blocks[head]
            if isinstance(line, Line):
                blocks[head] = replace(line, pieces=joined([Piece(f"{marker} "), *line.pieces]))
            yield from blocks
        else:
            yield from (*first, *blocks)


def _words(cell: _Cell) -> str:
    return " ".join(block.text for block in cell).strip()
