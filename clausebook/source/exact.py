"""The exact reader: any YAML to nodes with places, and every mistake explained. The only importer of ruamel.yaml.

The parser's events are made into nodes one by one, and no further: no tag constructs anything, dates stay text, numbers with a
fraction become Decimal. Anchors, aliases, merge keys, tags, duplicate keys and several documents in one file are refused,
and so are characters that a reader cannot see (see `hidden_characters`) and what would lose words of a text: a comment
after words, and lists whose lines YAML joins. Reading stops at MAX_VALUES and after MAX_MISTAKES, so that its cost has a bound.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from itertools import islice
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    NodeEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)
from ruamel.yaml.nodes import ScalarNode

from clausebook.problems import Place, Problems
from clausebook.source.characters import hidden_characters, hidden_in
from clausebook.source.mistakes import QUOTES_OR_BLOCK, conflict_markers, find_mistake, indentation
from clausebook.source.nodes import MAX_DEPTH, MAX_VALUES, Node, Scalar

MAX_MISTAKES = 100


class _Enough(Exception):
    """Raised where reading on would cost more than it tells."""


def read_exactly(text: str, path: str, problems: Problems) -> Node | None:
    """The mapping that a YAML text holds; None with problems where it has a mistake or holds anything else."""
    found = Problems()
    root = _read(text, path, MAX_DEPTH, found)
    if not len(found) and not (root and isinstance(root.value, dict)):
        found.add(
            Place(path),
            "wrong-type",
            "the file must hold keys with values (“key: value”)",
            "see “clausebook help format”",
        )
    problems.extend(found)
    return None if len(found) else root


def read_part(text: str, depth: int) -> Node | None:
    """The block mapping or block list that a part of a file holds, with places in the part; None in any doubt.

    `depth` is the number of levels that may be nested in it.
    """
    problems = Problems()
    root = _read(text, "", depth, problems)
    if len(problems) or root is None or not isinstance(root.value, dict | list):
        return None
    return None if re.match(r"(?:\s|#.*|---)*[\[{]", text) else root


def _read(text: str, path: str, depth: int, problems: Problems) -> Node | None:
    """The node of a text that holds one; else None, with a problem for each mistake. A text that holds nothing has none."""
    text = text.replace("\r\n", "\n")
    for place, message in islice(hidden_characters(text, path), MAX_MISTAKES):
        problems.add(place, "character", message, "remove it, or retype the word")
    for mistake in islice(conflict_markers(text), MAX_MISTAKES):
        problems.add(Place(path, mistake.line, mistake.column), "merge-conflict", mistake.message, mistake.advice)
    if len(problems):
        return None
    directive = re.search(r"^%.*", text, re.MULTILINE)
    if directive:
        line = text.count("\n", 0, directive.start()) + 1
        message = "a line that begins with “%” tells YAML readers how to read, which is fixed here"
        problems.add(
            Place(path, line), "yaml-feature", message, "remove it; a text that begins so stands indented after “|”"
        )
        return None
    composer = _Composer(text, path, depth, problems)
    try:
        return composer.document()
    except _Enough:
        pass
    except (
        YAMLError,
        ValueError,
        OverflowError,
    ) as error:  # ValueError: an escape such as "\U00110000" names no character
        composer.explain(error)
    return None


class _Composer:
    """Makes the nodes of one text from the events of the parser; what is refused on the way is noted, and reading goes on."""

    def __init__(self, text: str, path: str, depth: int, problems: Problems) -> None:
        yaml = YAML(typ="safe", pure=True)
        self._events: Iterator[Any] = yaml.parse(text)
        self._resolve = yaml.resolver.resolve
        self._lines = text.split("\n")
        self._path = path
        self._most = depth
        self._values = 0
        self._problems = problems
        self._joined: list[Place] = []
        self._last: Any = None

    def document(self) -> Node | None:
        """The node of the only document; None where there is none, or another one follows."""
        self._next()  # the beginning of the stream
        if isinstance(self._next(), StreamEndEvent):
            return None
        node = self._node(self._next(), 1)
        self._next()  # the end of the document
        after = self._next()
        if isinstance(after, DocumentStartEvent):
            self._refuse(after, "a second YAML document starts here", "keep one document in a file")
            return None
        for place in self._joined:
            self._add(
                place,
                "text-joined",
                "the lines of this text are joined into one paragraph, and the items of its list with them",
                "write “|” after the key and the text on the lines below, indented",
            )
        return node

    def explain(self, error: Exception) -> None:
        """Note the parser's complaint in plain words, at the place where the slip is."""
        mark = None
        if isinstance(error, MarkedYAMLError):
            mark = error.problem_mark or error.context_mark
        elif self._last is not None:
            mark = self._last.end_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        said = _said(error)
        mistake = find_mistake(self._lines, line)
        if mistake is None and any(words in said for words in _ABOUT_INDENTATION):
            mistake = indentation(self._lines, line)
        if mistake:
            place = Place(self._path, mistake.line, mistake.column)
            if not any(problem.place == place for problem in self._problems):
                self._add(place, "yaml-syntax", mistake.message, mistake.advice)
            return
        plain = next((plain for words, plain in _PLAIN_WORDS.items() if words in said), None)
        message, advice = plain or (f"this is not valid YAML: {said}", _LOOK_AROUND)
        self._add(Place(self._path, line, column), "yaml-syntax", message, advice)

    def _next(self) -> Any:
        self._last = next(self._events)
        return self._last

    def _add(self, place: Place, code: str, message: str, advice: str) -> None:
        self._problems.add(place, code, message, advice)
        if len(self._problems) >= MAX_MISTAKES:
            raise _Enough

    def _refuse(self, event: Any, what: str, advice: str) -> None:
        self._add(self._place(event), "yaml-feature", what, advice)

    def _place(self, event: Any) -> Place:
        return Place(self._path, event.start_mark.line + 1, event.start_mark.column + 1)

    def _node(self, event: Any, depth: int) -> Node:
        """The node that begins with an event, at the given level of nesting."""
        self._values += 1
        if self._values > MAX_VALUES:
            self._refuse(event, f"the file holds more than {MAX_VALUES:,} keys and values", "split the document")
            raise _Enough
        if isinstance(event, AliasEvent):
            self._refuse(
                event,
                f"the alias “*{event.anchor}” is not allowed",
                f"write the value out; if it is a text, {QUOTES_OR_BLOCK}",
            )
            return Node(None, self._place(event))
        self._check_node(event)
        if isinstance(event, ScalarEvent):
            return self._scalar(event)
        if depth > self._most:
            self._refuse(event, f"more than {self._most} levels are nested here", "flatten the structure")
            raise _Enough
        return self._list(event, depth) if isinstance(event, SequenceStartEvent) else self._mapping(event, depth)

    def _check_node(self, event: NodeEvent) -> None:
        if event.anchor:
            advice = f"write the value out where it is needed; if it is a text, {QUOTES_OR_BLOCK}"
            self._refuse(event, f"the anchor “&{event.anchor}” is not allowed", advice)
        tag = getattr(event, "tag", None)
        if tag:
            self._refuse(
                event, f"the tag “{tag}” is not allowed", f"write a plain value; if it is a text, {QUOTES_OR_BLOCK}"
            )

    def _list(self, event: Any, depth: int) -> Node:
        place = self._place(event)
        items = []
        while not isinstance(item := self._next(), SequenceEndEvent):
            items.append(self._node(item, depth + 1))
        return Node(items, place)

    def _mapping(self, event: Any, depth: int) -> Node:
        place = self._place(event)
        values: dict[str, Node] = {}
        keys: dict[str, Place] = {}
        while not isinstance(start := self._next(), MappingEndEvent):
            node = self._node(start, depth + 1)
            key = self._key(start, node, values)
            value = self._node(self._next(), depth + 1)
            if key is not None:
                keys[key] = node.place
                values[key] = value
        return Node(values, place, keys)

    def _key(self, event: Any, node: Node, known: dict[str, Node]) -> str | None:
        """The text of a key; None with a problem for what cannot be one, or stands there already."""
        key = event.value if isinstance(event, ScalarEvent) else None
        if key is None:
            self._add(
                node.place,
                "wrong-type",
                "a key must be plain text",
                f"write “key: value”; if it is a text, {QUOTES_OR_BLOCK}",
            )
        elif key == "<<":
            self._refuse(event, "merge keys are not allowed", "write the keys out")
        elif key in known:
            advice = "remove one of them; if a new item of the list begins here, write “- ” before its first key"
            self._add(node.place, "yaml-duplicate-key", f"the key “{key}” stands here twice", advice)
        else:
            return str(key)
        return None

    def _scalar(self, event: Any) -> Node:
        place = self._place(event)
        text: str = event.value
        found = hidden_in(text)
        if found:  # an escape such as "\u202e" puts into the value what the file's own text does not show
            self._add(place, "character", found, "remove the escape, or write the letter itself")
        if not event.style:
            self._check_comment(event)
        if event.style != "|":
            self._check_joined(event)
        body = _block_start(place, self._lines) if event.style == "|" else None
        tag = str(self._resolve(ScalarNode, text, event.implicit)) if not event.style else ""
        convert = _CONVERSIONS.get(tag)
        return Node(convert(text) if convert else text, place, None, body)

    def _check_comment(self, event: Any) -> None:
        """text-comment: after words, ` #` begins a comment, and what follows is not read; after a name or a day one may stand."""
        number, column = event.end_mark.line, event.end_mark.column
        line = self._lines[number]
        comment = _COMMENT.match(line, column)
        if not comment or (_NAME_LIKE.fullmatch(event.value) and line[comment.end() : comment.end() + 1] in ("", " ")):
            return
        self._add(
            Place(self._path, number + 1, comment.end()),
            "text-comment",
            f"what stands after “#” is a comment and is not read: “{line[comment.end() - 1 :].strip()}”",
            "put the value in quotes; a comment stands on a line of its own",
        )

    def _check_joined(self, event: Any) -> None:
        """text-joined: without `|` the lines of a text become one paragraph, and the items of a list with them.

        Told only of a text that can be read to its end: before that, the lines may belong to something else.
        """
        first, last = event.start_mark.line, event.end_mark.line
        for number in range(first + 1, min(last + 1, len(self._lines))):
            line = self._lines[number]
            item = _ITEM.match(line)
            if item and self._lines[number - 1].strip() and (number < last or event.end_mark.column > item.end()):
                self._joined.append(Place(self._path, number + 1, len(line) - len(line.lstrip()) + 1))
                return


_NAME_LIKE = re.compile(r"[a-z0-9+-][a-z0-9/.:%+-]*|[A-Z]{2,3}|[A-Z][A-Za-z]+/[A-Za-z_/+-]+|~?")
_COMMENT = re.compile(r"[ \t]+#")
_ITEM = re.compile(r"[ \t]*(?:[-*+–•·▪◦‣]|\(?(?:[0-9]{1,3}|[a-z])[.)])[ \t]")


def _block_start(place: Place, lines: list[str]) -> Place:
    for number in range(place.line, len(lines)):
        line = lines[number]
        if line.strip():
            return Place(place.path, place.line + 1, len(line) - len(line.lstrip(" ")) + 1)
    return place


_ABOUT_INDENTATION = (
    "expected <block end>", "mapping values are not allowed", "could not find expected ':'", "mapping keys are not allowed",
    "sequence entries are not allowed",
)  # fmt: skip

# What else the parser says, and what an author needs to hear.
_PLAIN_WORDS = {
    "'<stream end>'": ("a bracket is opened and never closed", "close it, or put the text in quotes"),
    "expected ',' or": (
        "a bracket is opened and not closed before this",
        "close it, and separate what is in it by commas",
    ),
    "unexpected end of stream": ("a quote or bracket is opened and never closed", "close it"),
    "cannot start any token": (
        "this sign cannot start a value",
        "put the value in quotes; indent with spaces, not tabs",
    ),
    "escape": (
        "a backslash in double quotes begins an escape, and this is none",
        "use single quotes, or write “|” and the text on the lines below, indented",
    ),
    "not in range": (
        "an escape names a character that does not exist",
        "use single quotes, or write the letter itself",
    ),
}
_LOOK_AROUND = "check the indentation, colons and quotes on this line and the one before"


def _said(error: Exception) -> str:
    if isinstance(error, MarkedYAMLError):
        return ", ".join(str(part).strip() for part in (error.context, error.problem) if part)
    return (str(error).splitlines() or [type(error).__name__])[0]


_CONVERSIONS: dict[str, Callable[[str], Scalar]] = {
    "tag:yaml.org,2002:null": lambda text: None,
    "tag:yaml.org,2002:bool": lambda text: text.lower() == "true",
    "tag:yaml.org,2002:int": lambda text: int(text) if re.fullmatch(r"[-+]?[0-9]{1,18}", text) else text,
    "tag:yaml.org,2002:float": lambda text: (
        Decimal(text) if re.fullmatch(r"[-+]?[0-9]{1,18}\.[0-9]{1,9}", text) else text
    ),
}
