"""Plain values as YAML text, in the form in which people edit terms: the inverse of reading for what a record and a text can hold."""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

PROSE = frozenset({"text", "note", "summary", "in-short"})  # the keys of a text whose values are written as blocks
WIDTH = 100  # columns of a text's lines, so that a change of a few words is a change of a few lines
_PLAIN = re.compile(r"[^\W\d_](?:[\w /.()&’-]*[\w).])?|\d{4}-\d{2}-\d{2}|sha256:[0-9a-f]{64}")
_WORDS_OF_YAML = {"true", "false", "null", "yes", "no", "on", "off", "y", "n"}
# A sign that begins a list, a heading or a quote where it is the first of a line: the word before it stays on its line.
_BEGINS_A_BLOCK = re.compile(r" (?=(?:[-+*#>|=~:!•·▪–—]|\(?(?:[0-9]+|[a-zA-Z]|[ivxIVX]{2,5})[.)](?: |$)))")
_KEPT = "\ue00f"
_PARAGRAPH = re.compile(r"[^\W\d_\[({“„«»\"'‘].*")


def scalar(value: Any) -> str:
    """A plain value on one line: what is nested in it in brackets, text in quotes where it must be."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{scalar(key)}: {scalar(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "[" + ", ".join(scalar(inner) for inner in value) + "]"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | Decimal):
        return str(value)
    text = str(value)
    if _PLAIN.fullmatch(text) and text.lower() not in _WORDS_OF_YAML:
        return text
    return json.dumps(text, ensure_ascii=False)  # what JSON escapes, YAML reads in the same way


def to_yaml(values: Mapping[str, Any], blocks: frozenset[str] = frozenset()) -> str:
    """A file's values as text. A list of mappings and a mapping under a key of `blocks` get lines of their own, other lists and
    mappings stand on one line; text under a key of `blocks` is a literal block, its paragraphs wrapped."""
    return "".join(f"{line}\n" for line in _mapping(values, blocks))


def _mapping(values: Mapping[str, Any], blocks: frozenset[str]) -> Iterator[str]:
    for key, value in values.items():
        yield from _pair(key, value, blocks)


def _pair(key: str, value: Any, blocks: frozenset[str]) -> Iterator[str]:
    if isinstance(value, list) and value and isinstance(value[0], Mapping):
        yield f"{key}:"
        for item in value:
            lines = _mapping(item, blocks)
            yield f"  - {next(lines)}"
            yield from (f"    {line}" if line else "" for line in lines)
    elif key in blocks and isinstance(value, Mapping) and value:
        yield f"{key}:"
        yield from (f"  {line}" for line in _mapping(value, blocks))
    elif key in blocks and isinstance(value, str) and value and not value[0].isspace():
        yield f"{key}: |"
        yield from (f"  {line}" if line else "" for line in wrapped(value))
    else:
        yield f"{key}: {scalar(value)}"


def wrapped(text: str) -> Iterator[str]:
    """The lines of a text; a plain paragraph is wrapped, everything in which a line may mean something stays as it is."""
    for index, block in enumerate(text.strip("\n").split("\n\n")):
        if index:
            yield ""
        lines = block.split("\n")
        if len(lines) == 1 and _PARAGRAPH.fullmatch(block) and "`" not in block:
            kept = _BEGINS_A_BLOCK.sub(_KEPT, block)
            lines = textwrap.wrap(kept, WIDTH, break_long_words=False, break_on_hyphens=False)
            yield from (line.replace(_KEPT, " ") for line in lines)
        else:
            yield from lines
