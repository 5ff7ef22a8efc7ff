"""Blocks: the many versions of a text, cut into the items of its list, so that each distinct item is read once.

An item is the lines from its `- ` to the next line that stands as far left or farther. No scalar of an item reaches beyond that: what
a key or an item holds is indented more, and a quote or bracket left open makes both halves of the cut unreadable. As
anchors are refused, an item means the same wherever it stands (docs/decisions/0010-blocks.md).
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, TypeAlias

from clausebook.source.exact import read_part
from clausebook.source.fast.simple import Unsure, read_simple
from clausebook.source.nodes import MAX_DEPTH, Node, may_hold_too_much

Values: TypeAlias = dict[str, Any]


class Refused(Unsure):
    """Raised for an item that the exact reader does not take by itself: then it is not asked again for what is around it."""


class BlockReader:
    """Reads the texts of one document without places. Equal items of the list under `key` become one and the same object.

    Items hold such lists in turn. What is read must not be changed, since it is shared.
    """

    def __init__(self, key: str) -> None:
        self._key = key
        self._items: dict[tuple[int, int], dict[str, Any]] = {}

    def read(self, text: str) -> Values | None:
        """The plain values of a file's text; None for one that only the exact reader can judge, mistakes among them."""
        if "\r" in text:
            text = text.replace("\r\n", "\n")
        if not text.endswith("\n") or may_hold_too_much(text):
            return None
        try:
            return self._mapping(text[:-1], 0, 0)
        except Unsure:
            return None

    def _mapping(self, text: str, column: int, depth: int) -> Values:
        """The mapping whose keys stand at `column`, its list cut into items."""
        margin = " " * column
        opening = f"{margin}{self._key}:\n"
        start = 0 if text.startswith(opening) else text.find("\n" + opening) + 1
        listed = dash = start + len(opening)
        while text.startswith(" ", dash):
            dash += 1
        indentation = dash - listed
        if not text.startswith(opening, start) or indentation < column or not text.startswith("- ", dash):
            return _frame(text + "\n", column, depth)
        pieces = text[dash + 2 :].split("\n" + " " * indentation + "- ")
        tail = _outside(indentation).search(pieces[-1])
        frame = text[:start]
        if tail:
            after = pieces[-1][tail.end() :]
            pieces[-1] = pieces[-1][: tail.start()]
            key = after.lstrip(" ")
            if len(after) - len(key) != column or not key[0].isalnum():
                raise Unsure
            frame += after + "\n"
        values = _frame(frame, column, depth) if frame else {}
        if self._key in values:
            raise Unsure
        known = self._items.setdefault((indentation, depth), {})
        for piece in pieces:
            if piece not in known:
                known[piece] = self._item(piece, indentation, depth + 2)
        values[self._key] = [known[piece] for piece in pieces]
        return values

    def _item(self, piece: str, indentation: int, depth: int) -> Any:
        """The item whose dash stands at `indentation`, from its text after the dash."""
        if _outside(indentation).search(piece):
            raise Unsure
        column = indentation + 2
        try:
            return self._mapping(" " * column + piece, column, depth)
        except Refused:
            raise
        except Unsure:
            part = read_part(f"{' ' * indentation}- {piece}\n", MAX_DEPTH - depth + 1)
        items = part.plain() if part else None
        if not isinstance(items, list) or len(items) != 1:
            raise Refused
        return items[0]


def _frame(text: str, column: int, depth: int) -> Values:
    """A mapping that is read as a whole, or what stands around its list; it has at least one key."""
    try:
        return _values(read_simple(text, None, column, depth))
    except Unsure:
        pass
    if re.search(r"^(---|\.\.\.|%)", text, re.MULTILINE):
        raise Unsure
    part = read_part(text, MAX_DEPTH - depth)
    if part is None or part.place.column != column + 1:
        raise Unsure
    return _values(part)


def _values(node: Node) -> Values:
    values = node.plain()
    if not isinstance(values, dict):
        raise Unsure
    return values


@lru_cache
def _outside(indentation: int) -> re.Pattern[str]:
    """A line break before something, but for comments, that does not stand farther right than `indentation`."""
    return re.compile(rf"\n(?= {{0,{indentation}}}[^ \n#])")
