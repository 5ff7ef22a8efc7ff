"""The exact reader: any YAML to nodes with places, and every mistake explained. The only importer of ruamel.yaml.

YAML is read to its node graph and no further: no tag constructs anything, dates stay text, numbers with a
fraction become Decimal. Anchors, aliases, merge keys, tags, duplicate keys and several documents in one file are refused,
and so are characters that a reader cannot see (see `hidden_characters`).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

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
from clausebook.source.characters import hidden_characters, hidden_in
from clausebook.source.nodes import MAX_DEPTH, Node, Scalar


def read_exactly(text: str, path: str, problems: Problems) -> Node | None:
    """The mapping that a YAML text holds; None with problems where it has a mistake or holds anything else."""
    found = Problems()
    node = _compose(text, path, MAX_DEPTH, found)
    root = None
    if isinstance(node, MappingNode):
        root = _convert(node, path, text.split("\n"), found)
    elif not len(found):
        found.add(Place(path), "wrong-type", "the file must hold keys with values (“key: value”)", "see docs/format.md")
    problems.extend(found)
    return None if len(found) else root


def read_part(text: str, depth: int) -> Node | None:
    """The block mapping or block list that a part of a file holds, with places in the part; None in any doubt.

    `depth` is the number of levels that may be nested in it.
    """
    problems = Problems()
    node = _compose(text, "", depth, problems)
    if not isinstance(node, MappingNode | SequenceNode) or node.flow_style:
        return None
    found = _convert(node, "", text.split("\n"), problems)
    return None if len(problems) else found


def _compose(text: str, path: str, depth: int, problems: Problems) -> Any:
    """The parser's nodes; None with problems, or for a text that holds nothing."""
    before = len(problems)
    for place, message in hidden_characters(text, path):
        problems.add(place, "character", message, "remove it, or retype the word")
    if len(problems) > before:
        return None
    try:
        if not _is_plain_yaml(text, path, depth, problems):
            return None
        return _parser().compose(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = Place(path, mark.line + 1, mark.column + 1) if mark else Place(path)
        problems.add(place, "yaml-syntax", *_sentence(error))
    except YAMLError as error:
        problems.add(Place(path), "yaml-syntax", str(error).splitlines()[0], "check the file in a YAML editor")
    return None


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


def _is_plain_yaml(text: str, path: str, most: int, problems: Problems) -> bool:
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
            if depth > most:
                refuse(event, f"more than {most} levels are nested here", "flatten the structure")
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
