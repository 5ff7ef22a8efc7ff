"""The intermediate form: what every reader makes of a file, whatever its format.

A reader says what its format says and judges nothing: which words stand in a paragraph, how they are set off, which number the format
itself would print before them. What is a clause is decided later, and alike for all formats (`hierarchy`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import NamedTuple

from clausebook.problems import Place
from clausebook.source import hidden_in
from clausebook.source.characters import is_hidden


class Piece(NamedTuple):
    """A run of words that are set off alike. `href` is the address of a link; `#name` leads to a place of the same file."""

    text: str
    strong: bool = False
    emphasis: bool = False
    href: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph, a heading or an item of a list, as its format has it.

    `heading` is the level of a heading by its style, from 1, or 0. `number` is the number that the format itself prints before the words,
    `series` names the list, at its level, that counts it. `bullet` is the depth of a bulleted item, from 1, or 0. `indent` and `size` (of the
    letters) are in points, 0 where the format does not say. `anchors` are the names by which links in the file lead here; `wished_id` is an
    id that the author wrote. `continued` says that it goes on the item before it.
    """

    pieces: tuple[Piece, ...]
    place: Place
    heading: int = 0
    number: str = ""
    series: str = ""
    bullet: int = 0
    indent: float = 0
    size: float = 0
    quote: bool = False
    continued: bool = False
    anchors: tuple[str, ...] = ()
    wished_id: str = ""
    is_title: bool = False

    @property
    def text(self) -> str:
        return "".join(piece.text for piece in self.pieces)

    @property
    def is_strong(self) -> bool:
        """Whether all of its words are strong."""
        return all(piece.strong for piece in self.pieces if piece.text.strip())


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: rows of cells, each with the blocks in it. `has_header` says that the first row names the columns."""

    rows: tuple[tuple[tuple[Line | Grid, ...], ...], ...]
    place: Place
    has_header: bool = False

    def lines(self) -> Iterator[Line]:
        """The lines of all cells, row by row."""
        for row in self.rows:
            for cell in row:
                for block in cell:
                    yield from block.lines() if isinstance(block, Grid) else (block,)

    @property
    def text(self) -> str:
        return " ".join(line.text for line in self.lines())


class Kind(StrEnum):
    """What a finding says: what was understood, what somebody should look at, and what is not in the result."""

    UNDERSTOOD = "understood"
    UNCERTAIN = "uncertain"
    LEFT_OUT = "left out"


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """Something to tell the author, at its place in the file. `words` are those of the file that are not in the result."""

    place: Place
    kind: Kind
    message: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Outline:
    """A file as it was read: its blocks in reading order, the title that it gives itself outside of them, what its reader has to tell.

    `says_title` says that an author wrote the title for this text, and no program or template.
    """

    blocks: tuple[Line | Grid, ...]
    path: str
    title: str = ""
    language: str = ""
    findings: tuple[Finding, ...] = ()
    says_title: bool = False


_SPACES = re.compile(r"[ \t\r\n\f\v\u2028\u2029\u2000-\u200a\u3000]+")
_DROPPED = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_SYMBOLS = str.maketrans({"\uf0b7": "•", "\uf0a7": "•", "\uf02d": "–"})  # of Word's font Symbol


def clean(text: str) -> str:
    """Words as a text may hold them: one space between them, Unicode's NFC, nothing that nobody sees."""
    text = _SPACES.sub(" ", text)
    if text.isascii() and text.isprintable():
        return text
    text = unicodedata.normalize("NFC", _DROPPED.sub("", text).translate(_SYMBOLS))
    if hidden_in(text):
        text = "".join(letter for letter in text if not is_hidden(letter))
    return text


def joined(pieces: Iterable[Piece]) -> tuple[Piece, ...]:
    """The pieces with neighbours that are set off alike as one, cleaned, and without space at the ends."""
    found: list[Piece] = []
    for piece in pieces:
        piece = piece._replace(text=clean(piece.text))
        if not piece.text:
            continue
        if found and found[-1][1:] == piece[1:]:
            found[-1] = piece._replace(text=found[-1].text + piece.text)
        elif not piece.text.strip() and found:
            found[-1] = found[-1]._replace(text=found[-1].text + piece.text)
        else:
            found.append(piece)
    for index in range(len(found) - 1):
        if found[index].text.endswith(" ") and found[index + 1].text.startswith(" "):
            found[index + 1] = found[index + 1]._replace(text=found[index + 1].text.lstrip(" "))
    while found and not found[0].text.strip():
        found.pop(0)
    while found and not found[-1].text.strip():
        found.pop()
    if found:
        found[0] = found[0]._replace(text=found[0].text.lstrip())
        found[-1] = found[-1]._replace(text=found[-1].text.rstrip())
    # A mark that was interrupted by a space only is one mark.
    return tuple(_merged(found))


def _merged(pieces: list[Piece]) -> list[Piece]:
    made: list[Piece] = []
    for piece in pieces:
        if made and made[-1][1:] == piece[1:]:
            made[-1] = piece._replace(text=_SPACES.sub(" ", made[-1].text + piece.text))
        elif piece.text:
            made.append(piece)
    return made


def continued(block: Line | Grid) -> Line | Grid:
    """The block as one that goes on what stands before it, unless it has a number or is a heading."""
    if isinstance(block, Grid) or block.number or block.heading or block.bullet:
        return block
    return replace(block, continued=True)


def without_start(pieces: tuple[Piece, ...], length: int) -> tuple[Piece, ...]:
    """The pieces without their first `length` characters."""
    left: list[Piece] = []
    for piece in pieces:
        if length >= len(piece.text):
            length -= len(piece.text)
            continue
        left.append(piece._replace(text=piece.text[length:]))
        length = 0
    return joined(left)


@dataclass(slots=True)
class ListItem:
    """The item of a list that is being read; its number goes to the first line in it."""

    number: str = ""
    series: str = ""
    bullet: int = 0
    begun: bool = False
