"""Nodes: a value of a YAML file with its place."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypeAlias

from clausebook.problems import Place

MAX_DEPTH = 20
MAX_VALUES = 25_000

_KEY_OR_ITEM = re.compile(r"^ *(?:- |[a-z0-9][a-z0-9-]*:)", re.MULTILINE)
_FLOW_LINE = re.compile(r"^.*[\[{].*$", re.MULTILINE)

Scalar: TypeAlias = str | int | bool | Decimal | None


@dataclass(frozen=True, slots=True)
class Node:
    """A value of a YAML file: a scalar, a list of nodes, or a mapping of text keys to nodes, with its place.

    `keys` holds the place of each key of a mapping; `body` the place of the first character of a block text, whose
    lines stand in the file as they stand in the value (None for other texts).
    """

    value: Scalar | list[Node] | dict[str, Node]
    place: Place
    keys: dict[str, Place] | None = None
    body: Place | None = None

    def plain(self) -> Any:
        """The value without places: dict, list, str, int, bool, Decimal or None."""
        if isinstance(self.value, dict):
            return {key: node.plain() for key, node in self.value.items()}
        if isinstance(self.value, list):
            return [node.plain() for node in self.value]
        return self.value

    def at(self, *path: str | int) -> Node | None:
        """The node below this one at `path`, or None where there is nothing."""
        node: Node | None = self
        for step in path:
            if node is None:
                return None
            if isinstance(node.value, dict) and isinstance(step, str):
                node = node.value.get(step)
            elif isinstance(node.value, list) and isinstance(step, int) and step < len(node.value):
                node = node.value[step]
            else:
                return None
        return node

    def place_of_key(self, key: str) -> Place:
        """Where `key` of this mapping is written; the mapping's own place if it is not there."""
        return (self.keys or {}).get(key, self.place)

    def place_in_text(self, offset: int) -> Place:
        """Where the character `offset` of a block text stands in the file; the text's own place for other styles."""
        if self.body is None or not isinstance(self.value, str):
            return self.place
        before = self.value[:offset]
        return Place(
            self.place.path,
            self.body.line + before.count("\n"),
            self.body.column + offset - (before.rfind("\n") + 1),
        )


def may_hold_too_much(text: str) -> bool:
    """Whether a text may hold more than MAX_VALUES keys and values, so that the exact reader has to count them."""
    if len(text) <= 2 * MAX_VALUES:
        return False
    lines = 3 * sum(1 for _ in _KEY_OR_ITEM.finditer(text))
    return lines + 2 * sum(line[0].count(",") for line in _FLOW_LINE.finditer(text)) > MAX_VALUES
