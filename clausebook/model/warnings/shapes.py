"""Shapes: how many paragraphs, items of lists and rows of tables a text has, and in which order they stand."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache

from clausebook.model.prose import Block, BlockKind, parse_prose

_COUNTED = {
    BlockKind.PARAGRAPH: ("paragraph", "paragraphs"),
    BlockKind.ITEM: ("item of a list", "items of lists"),
    BlockKind.ROW: ("row of a table", "rows of tables"),
    BlockKind.QUOTE: ("quote", "quotes"),
}


# Without one of these at the beginning of a line, a text is paragraphs.
_MAY_BE_MORE = re.compile(r"^\s*(?:[-+*>|#=]|[0-9]+[.)])", re.MULTILINE)


@lru_cache(maxsize=5_000)
def _shape(text: str) -> tuple[tuple[BlockKind, int], ...]:
    """Every block with its level, in reading order."""
    if not _MAY_BE_MORE.search(text):
        return ((BlockKind.PARAGRAPH, 0),) * len(re.findall(r"\S(?=\s*\n\s*\n|\s*\Z)", text))
    return tuple(_walk(parse_prose(text).blocks, 0))


def _walk(blocks: tuple[Block, ...], level: int) -> list[tuple[BlockKind, int]]:
    found: list[tuple[BlockKind, int]] = []
    for block in blocks:
        if block.kind not in (BlockKind.CELL, BlockKind.HEADER_CELL):
            found.append((block.kind, level))
        found += _walk(block.blocks, level + 1)
    return found


def difference(text: str, other: str) -> tuple[str, str] | None:
    """What one text has and what the other has instead, in words; None where their shapes are alike."""
    ours, theirs = _shape(text), _shape(other)
    if ours == theirs:
        return None
    counts = [Counter(kind for kind, _ in shape) for shape in (ours, theirs)]
    for kind in (BlockKind.ITEM, BlockKind.ROW, BlockKind.PARAGRAPH, BlockKind.QUOTE):
        have, has = counts[0][kind], counts[1][kind]
        if have != has:
            return _counted(kind, have), _counted(kind, has)
    return "paragraphs and lists in this order", "them in another order"


def _counted(kind: BlockKind, count: int) -> str:
    one, many = _COUNTED[kind]
    return f"{count or 'no'} {one if count == 1 else many}"
