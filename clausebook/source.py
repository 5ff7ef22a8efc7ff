"""Source: a YAML file as plain values, each with its place. The only importer of ruamel.yaml.

YAML is read to its node graph and no further: no tag constructs anything, dates stay text, numbers with a
fraction become Decimal. Anchors, aliases, merge keys, tags, duplicate keys and several documents in one file are refused,
and so are characters that a reader cannot see (see `_hidden_characters`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeAlias

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    CollectionStartEvent,
    DocumentStartEvent,
    NodeEvent,
)
from ruamel.yaml.nodes import MappingNode, ScalarNode, SequenceNode

from clausebook.problems import Place, Problems

MAX_BYTES = 1 << 20
MAX_DEPTH = 20

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


def digest(data: bytes) -> str:
    """The digest of a file's bytes, as `sha256sum` prints it, after the name of the algorithm."""
    return f"sha256:{sha256(data).hexdigest()}"


def read_text(root: Path, path: str, problems: Problems) -> str | None:
    """The text of a file below `root`; None with a problem when it is missing, unreadable, not UTF-8, empty or too large."""
    place = Place(path)
    full = root / path
    try:
        if not full.resolve().is_relative_to(root.resolve()):
            problems.add(
                place, "file-outside", "the file lies outside the site's folder", "replace the link by the file itself"
            )
            return None
        if full.is_dir():
            problems.add(place, "file-type", "a folder stands where a file is expected", "replace it by a YAML file")
            return None
        if not full.is_file() and full.exists():
            problems.add(place, "file-type", "this is no ordinary file", "replace it by a YAML file")
            return None
        if full.stat().st_size > MAX_BYTES:
            problems.add(place, "file-size", f"the file is larger than {MAX_BYTES:,} bytes", "split the document")
            return None
        data = full.read_bytes()
    except FileNotFoundError:
        problems.add(place, "file-missing", "the file does not exist", "create it, or remove what refers to it")
        return None
    except OSError as error:
        problems.add(place, "file-unreadable", f"the file cannot be read: {error.strerror}", "check its permissions")
        return None
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = error.start - (data.rfind(b"\n", 0, error.start) + 1) + 1
        problems.add(Place(path, line, column), "file-encoding", "the file is not UTF-8 text", "save it as UTF-8")
        return None
    if not text.strip():
        problems.add(place, "file-empty", "the file is empty", "write the document, or remove the file")
        return None
    return text


def read_yaml(root: Path, path: str, problems: Problems) -> Node | None:
    """The mapping that the YAML file `path` below `root` holds; None with problems when it holds none."""
    text = read_text(root, path, problems)
    return None if text is None else parse_yaml(text, path, problems)


def parse_yaml(text: str, path: str, problems: Problems) -> Node | None:
    """The mapping that a YAML text holds; `path` names it in problems."""
    before = len(problems)
    for place, message in _hidden_characters(text, path):
        problems.add(place, "character", message, "remove it, or retype the word")
    if len(problems) > before:
        return None
    try:
        if not _is_plain_yaml(text, path, problems):
            return None
        node = _parser().compose(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = Place(path, mark.line + 1, mark.column + 1) if mark else Place(path)
        problems.add(place, "yaml-syntax", *_sentence(error))
        return None
    except YAMLError as error:
        problems.add(Place(path), "yaml-syntax", str(error).splitlines()[0], "check the file in a YAML editor")
        return None
    if not isinstance(node, MappingNode):
        problems.add(
            Place(path), "wrong-type", "the file must hold keys with values (“key: value”)", "see docs/format.md"
        )
        return None
    root = _convert(node, path, text.split("\n"), problems)
    return root if len(problems) == before else None


def _parser() -> YAML:
    return YAML(typ="safe", pure=True)


# What the parser says, and what an author needs to hear.
_PLAIN_WORDS = {
    "mapping values are not allowed": (
        "a colon stands inside an unquoted value",
        "put the value in quotes, or start a block with “|”",
    ),
    "expected <block end>": ("the indentation does not fit the lines above", "align this line with its neighbours"),
    "'<stream end>'": ("a bracket is opened and never closed", "close it, or put the text in quotes"),
    "unexpected end of stream": ("a quote or bracket is opened and never closed", "close it"),
    "could not find expected ':'": ("a colon is missing after this key", "write “key: value”"),
    "cannot start any token": (
        "this sign cannot start a value",
        "put the value in quotes; indent with spaces, not tabs",
    ),
}


def _sentence(error: MarkedYAMLError) -> tuple[str, str]:
    """The parser's complaint in plain words, and what to do."""
    said = ", ".join(str(part).strip() for part in (error.context, error.problem) if part)
    for words, plain in _PLAIN_WORDS.items():
        if words in said:
            return plain
    return f"this is not valid YAML: {said}", "check the indentation, colons and quotes on this line and the one before"


def _is_plain_yaml(text: str, path: str, problems: Problems) -> bool:
    """Refuse what plain data does not need, from the event stream alone: nothing has been expanded yet."""
    depth = documents = 0
    before = len(problems)

    def refuse(event: Any, what: str, advice: str) -> None:
        mark = event.start_mark
        problems.add(Place(path, mark.line + 1, mark.column + 1), "yaml-feature", what, advice)

    for event in _parser().parse(text):
        if isinstance(event, DocumentStartEvent):
            documents += 1
            if documents > 1:
                refuse(event, "a second YAML document starts here", "keep one document in a file")
                return False
        if isinstance(event, AliasEvent):
            refuse(event, f"the alias “*{event.anchor}” is not allowed", "write the value out")
        elif isinstance(event, NodeEvent):
            if event.anchor:
                refuse(event, f"the anchor “&{event.anchor}” is not allowed", "write the value out where it is needed")
            tag = getattr(event, "tag", None)
            if tag:
                refuse(event, f"the tag “{tag}” is not allowed", "write a plain value")
        if isinstance(event, CollectionStartEvent):
            depth += 1
            if depth > MAX_DEPTH:
                refuse(event, f"more than {MAX_DEPTH} levels are nested here", "flatten the structure")
                return False
        elif isinstance(event, CollectionEndEvent):
            depth -= 1
    return len(problems) == before


def _convert(node: Any, path: str, lines: list[str], problems: Problems) -> Node:
    mark = node.start_mark
    place = Place(path, mark.line + 1, mark.column + 1)
    if isinstance(node, MappingNode):
        values: dict[str, Node] = {}
        keys: dict[str, Place] = {}
        for key_node, value_node in node.value:
            key_place = Place(path, key_node.start_mark.line + 1, key_node.start_mark.column + 1)
            key = key_node.value
            if not isinstance(key_node, ScalarNode) or not isinstance(key, str):
                problems.add(key_place, "wrong-type", "a key must be plain text", "write “key: value”")
            elif hidden_in(key):
                problems.add(key_place, "character", hidden_in(key), "remove the escape, or write the letter itself")
            elif key == "<<":
                problems.add(key_place, "yaml-feature", "merge keys are not allowed", "write the keys out")
            elif key in values:
                problems.add(
                    key_place, "yaml-duplicate-key", f"the key “{key}” stands here twice", "remove one of them"
                )
            else:
                keys[key] = key_place
                values[key] = _convert(value_node, path, lines, problems)
        return Node(values, place, keys)
    if isinstance(node, SequenceNode):
        return Node([_convert(item, path, lines, problems) for item in node.value], place)
    # An escape such as "\u202e" puts into the value what the file's own text does not show.
    found = hidden_in(node.value)
    if found:
        problems.add(place, "character", found, "remove the escape, or write the letter itself")
    body = _block_start(place, lines) if node.style == "|" else None
    return Node(_scalar(node), place, None, body)


def _block_start(place: Place, lines: list[str]) -> Place:
    for number in range(place.line, len(lines)):
        line = lines[number]
        if line.strip():
            return Place(place.path, place.line + 1, len(line) - len(line.lstrip(" ")) + 1)
    return place


_CONVERSIONS: dict[str, Callable[[str], Scalar]] = {
    "tag:yaml.org,2002:null": lambda text: None,
    "tag:yaml.org,2002:bool": lambda text: text.lower() == "true",
    "tag:yaml.org,2002:int": lambda text: int(text) if re.fullmatch(r"[-+]?[0-9]{1,18}", text) else text,
    "tag:yaml.org,2002:float": lambda text: (
        Decimal(text) if re.fullmatch(r"[-+]?[0-9]{1,18}\.[0-9]{1,9}", text) else text
    ),
}


def _scalar(node: ScalarNode) -> Scalar:
    convert = _CONVERSIONS.get(str(node.tag)) if not node.style else None
    value: Scalar = convert(node.value) if convert else node.value
    return value


_ALLOWED_CONTROLS = {"\n", "\r", "\t"}
_ALLOWED_FORMATS = {"\u00ad"}  # soft hyphen


def is_hidden(character: str) -> bool:
    """Whether a reader cannot see a character, or it changes what is seen around it."""
    category = unicodedata.category(character)
    return category in {"Cc", "Cf", "Co", "Cn", "Cs"} and character not in _ALLOWED_CONTROLS | _ALLOWED_FORMATS


def hidden_in(text: str) -> str:
    """What to say of the first hidden character of a text, or of its form; empty where all is seen as it is."""
    if text.isascii() and text.isprintable():
        return ""
    found = next((character for character in text if is_hidden(character)), None)
    if found:
        return hidden_words(found)
    if not unicodedata.is_normalized("NFC", text):
        return "a letter is written as two characters (the text is not in Unicode form NFC)"
    return ""


def hidden_words(character: str) -> str:
    """What to say of a hidden character."""
    name = unicodedata.name(character, "unnamed")
    return f"the invisible or unassigned character U+{ord(character):04X} ({name}) stands here"


def _hidden_characters(text: str, path: str) -> Iterator[tuple[Place, str]]:
    """Places of characters that a reader cannot see or that change what is seen.

    Refused: controls, every format character but the soft hyphen (so bidirectional controls, zero-width and tag
    characters, the byte-order mark), private use, unassigned code points, and text that is not in Unicode's NFC.
    """
    if text.isascii() and text.isprintable():
        return
    normal = unicodedata.is_normalized("NFC", text)
    for number, line in enumerate(text.split("\n"), 1):
        if not normal and not unicodedata.is_normalized("NFC", line):
            column = next(
                (i for i in range(1, len(line) + 1) if not unicodedata.is_normalized("NFC", line[:i])), len(line)
            )
            yield (
                Place(path, number, column),
                "a letter is written as two characters (the text is not in Unicode form NFC)",
            )
        if line.isascii() and line.replace("\t", "").rstrip("\r").isprintable():
            continue
        for column, character in enumerate(line, 1):
            if is_hidden(character):
                yield Place(path, number, column), hidden_words(character)
