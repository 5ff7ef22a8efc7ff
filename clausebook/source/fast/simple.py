"""The simple reader: the YAML in which terms are written nearly always, read line by line.

It knows keys of small letters, lists of items, texts after `|` and `|-`, values on one line (words, whole and decimal numbers, days, quoted
words without escapes) and `[…]`, `{…}` of these, with keys in quotes where they need them. All else, right or wrong, makes it unsure, and the exact reader decides. What
it does yield is what the exact reader would, places too; a test holds the two together.
"""

from __future__ import annotations

import re
from decimal import Decimal

from clausebook.problems import Place
from clausebook.source.characters import is_seen
from clausebook.source.nodes import MAX_DEPTH, Node, Scalar, may_hold_too_much


class Unsure(Exception):
    """Raised for a text that only the exact reader can judge."""


_NOWHERE = Place("")
_KEY = re.compile(r"([a-z0-9][a-z0-9-]{0,99}):(?: (?=[^ ])|$)")
_FLOW_KEY = re.compile(r"(?:([a-z0-9][a-z0-9-]{0,99})|\"([a-z0-9][a-z0-9:/-]{0,199})\"): (?=[^ ])")
_FLOW_WORDS = re.compile(r"[^\W_][\w.()/@+%’–-]*(?: [\w(%][\w.()/@+%’–-]*)*")
_QUOTED = re.compile(r"\"([^\"\\]*)\"|'([^']*)'")
_WHOLE = re.compile(r"0|[1-9][0-9]{0,17}")
_DECIMAL = re.compile(r"(?:0|[1-9][0-9]{0,17})\.[0-9]{1,9}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_SWITCHES = {"true": True, "false": False}
# Words that are, or were in an older YAML, something else than text.
_SPECIAL = {"true", "false", "yes", "no", "on", "off", "y", "n", "null"}


def read_simple(text: str, path: str | None, column: int = 0, depth: int = 0) -> Node:
    """The mapping whose keys stand `column` spaces from the margin of a text, below `depth` levels of nesting.

    Without a `path` all places are the same one, which says nothing: finding them takes a third of the time. Raises Unsure for what is not simple, and for every mistake.
    """
    text = text.replace("\r\n", "\n")
    if not text.endswith("\n") or not is_seen(text) or may_hold_too_much(text):
        raise Unsure
    return _Lines(text[:-1].split("\n"), path).document(column, depth)


class _Lines:
    """The lines of a text, read from the first to the last."""

    def __init__(self, lines: list[str], path: str | None) -> None:
        self._lines = lines
        self._path = path
        self._index = 0

    def document(self, column: int, depth: int) -> Node:
        if self._lines[0] == "---" and column == 0:
            self._index = 1
        if self._indentation() != column:
            raise Unsure
        node = self._mapping(column, depth + 1)
        if self._indentation() >= 0:
            raise Unsure
        return node

    def _indentation(self) -> int:
        """That of the next line that says something, to which it goes; -1 at the end."""
        lines = self._lines
        while self._index < len(lines):
            line = lines[self._index]
            bare = line.lstrip(" ")
            if bare and not bare.startswith("#"):
                return len(line) - len(bare)
            if line and not bare:
                raise Unsure  # spaces alone: whether they count depends on what stands before
            self._index += 1
        return -1

    def _place(self, column: int) -> Place:
        return _NOWHERE if self._path is None else Place(self._path, self._index + 1, column + 1)

    def _mapping(self, column: int, depth: int) -> Node:
        if depth > MAX_DEPTH:
            raise Unsure
        place = self._place(column)
        values: dict[str, Node] = {}
        keys: dict[str, Place] = {}
        indentation = column
        while indentation == column:
            line = self._lines[self._index]
            match = _KEY.match(line, column)
            if not match or match[1] in values:
                raise Unsure
            key = match[1]
            keys[key] = self._place(column)
            values[key] = self._value(line, match.end(), column, depth)
            indentation = self._indentation()
        if indentation > column:
            raise Unsure
        return Node(values, place, keys)

    def _value(self, line: str, start: int, column: int, depth: int) -> Node:
        """What stands after a key of a mapping at `column`."""
        if start < len(line):
            if line[start] == "|":
                return self._block_text(line, start, column)
            node = self._inline(line, start, depth)
            self._index += 1
            return node
        if line[-1] != ":":
            raise Unsure
        self._index += 1
        indentation = self._indentation()
        if indentation < column:
            raise Unsure
        if self._lines[self._index].startswith("- ", indentation):
            return self._list(indentation, depth + 1)
        if indentation == column:
            raise Unsure
        return self._mapping(indentation, depth + 1)

    def _list(self, column: int, depth: int) -> Node:
        if depth > MAX_DEPTH:
            raise Unsure
        place = self._place(column)
        items = []
        while self._indentation() == column and self._lines[self._index].startswith("- ", column):
            line = self._lines[self._index]
            if _KEY.match(line, column + 2):
                self._lines[self._index] = " " * (column + 2) + line[column + 2 :]
                items.append(self._mapping(column + 2, depth + 1))
            else:
                items.append(self._inline(line, column + 2, depth))
                self._index += 1
        return Node(items, place)

    def _block_text(self, line: str, start: int, column: int) -> Node:
        header = line[start:]
        if header not in ("|", "|-"):
            raise Unsure
        place = self._place(start)
        first = end = self._index + 1
        lines = self._lines
        opening = lines[first] if first < len(lines) else ""
        indentation = len(opening) - len(opening.lstrip(" "))
        if indentation <= column or indentation == len(opening):
            raise Unsure
        margin = opening[:indentation]
        while end < len(lines) and (not lines[end] or lines[end].startswith(margin)):
            if lines[end].isspace():
                raise Unsure
            end += 1
        self._index = end
        text = "\n".join([line[indentation:] for line in lines[first:end]]).rstrip("\n")
        ending = "\n" if header == "|" else ""
        body = Place(place.path, place.line + 1, indentation + 1) if self._path is not None else None
        return Node(text + ending, place, None, body)

    def _inline(self, line: str, start: int, depth: int) -> Node:
        """A value that stands on one line, to its end."""
        if start == len(line):
            raise Unsure
        if line[start] in "[{":
            node, end = self._flow(line, start, depth)
        else:
            match = _QUOTED.match(line, start)
            value = _quoted(match) if match else _plain(line[start:])
            node, end = Node(value, self._place(start)), match.end() if match else len(line)
        if end < len(line):
            raise Unsure
        return node

    def _flow(self, line: str, start: int, depth: int) -> tuple[Node, int]:
        """A value inside `[…]` or `{…}`, or one of these, and where it ends."""
        place = self._place(start)
        opening = line[start : start + 1]
        if opening not in ("[", "{"):
            quoted = _QUOTED.match(line, start)
            if quoted:
                return Node(_quoted(quoted), place), quoted.end()
            words = _FLOW_WORDS.match(line, start)
            if not words:
                raise Unsure
            return Node(_plain(words[0]), place), words.end()
        if depth >= MAX_DEPTH:
            raise Unsure
        closing = "]" if opening == "[" else "}"
        items: list[Node] = []
        values: dict[str, Node] = {}
        keys: dict[str, Place] = {}
        end = start + 1
        while not line.startswith(closing, end):
            if end > start + 1:
                if not line.startswith(", ", end):
                    raise Unsure
                end += 2
            if opening == "[":
                item, end = self._flow(line, end, depth + 1)
                items.append(item)
                continue
            match = _FLOW_KEY.match(line, end)
            key = (match[1] or match[2]) if match else ""
            if not match or key in values:
                raise Unsure
            keys[key] = self._place(end)
            values[key], end = self._flow(line, match.end(), depth + 1)
        return (Node(items, place) if opening == "[" else Node(values, place, keys)), end + 1


def _quoted(match: re.Match[str]) -> str:
    return match[1] if match[1] is not None else match[2]


def _plain(text: str) -> Scalar:
    """What words without quotes stand for."""
    first = text[0]
    if first.isalpha() or first == "(" or first > "\x7f":
        if text[-1] in " :" or ": " in text or " #" in text:
            raise Unsure
        if text.lower() in _SPECIAL:
            if text not in _SWITCHES:
                raise Unsure
            return _SWITCHES[text]
        return text
    if _WHOLE.fullmatch(text):
        return int(text)
    if _DECIMAL.fullmatch(text):
        return Decimal(text)
    if _DAY.fullmatch(text):
        return text
    raise Unsure
