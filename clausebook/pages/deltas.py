"""Deltas: a piece of HTML as copies from one or two others, and what stands between these (delta encoding, as in RFC 3284).

A redline is mostly made of pieces of the two wordings that it compares. So it is stored as a row of integers: the number of a literal, then how much is
copied behind it, and so on. A table that many deltas share gives for each literal its text and from where to copy; a cursor in each source says
where, as the next copy mostly begins where the last one of that source ended. Lengths and places count UTF-16 code units, as scripts do. Encoding takes
time that grows with the length of the HTML, and so does decoding, of which `compose` in compare.js is the twin.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import NamedTuple

from clausebook.compare import fewest_edits

# What is copied behind a literal: nothing; a piece of the old source or of the new one; or what both have where their cursors stand.
NOTHING, OLD, NEW, BOTH = 0, 1, 2, 3
# Added where the place in the source comes before the length.
PLACED = 4

_TOKEN = re.compile(r"<[^>]*>|[^<]+|<")
_WORD = re.compile(r"<[^>]*>|[^<\s]+|\s+|<")
# What the redline says of itself; no source has it.
_REMARKS = ('<span class="cb-spoken">', '<span class="cb-gap">')
# Texts that are shorter are not looked for elsewhere than at the cursors.
_LEAST_FOUND = 12
_ASTRAL = re.compile("[\U00010000-\U0010ffff]")
_SURROGATES = re.compile("[\ud800-\udbff][\udc00-\udfff]")


@dataclass
class Literals:
    """The literals of some deltas, each with what is copied behind it, in the order in which they are first met."""

    rows: list[tuple[str, int]] = field(default_factory=list)
    _numbers: dict[tuple[str, int], int] = field(default_factory=dict)

    def number(self, text: str, source: int) -> int:
        """The number of a literal, which is added if it is new."""
        row = _characters(text), source
        if row not in self._numbers:
            self._numbers[row] = len(self.rows)
            self.rows.append(row)
        return self._numbers[row]


class _Piece(NamedTuple):
    """Some text, the source that it is copied from, and the place there; for a literal the place is 0."""

    source: int
    place: int
    text: str


def redline_delta(html: str, old: str, new: str, literals: Literals) -> list[int]:
    """The delta that gives `html`, the redline from `old` to `new`."""
    return list(_written(_redline_pieces(_units(html), _units(old), _units(new)), literals))


def text_delta(html: str, base: str, literals: Literals) -> list[int]:
    """The delta that gives `html` from `base` as its old source, by a longest common subsequence of their words."""
    base, html = _units(base), _units(html)
    return list(_written(_text_pieces(_WORD.findall(base), _WORD.findall(html)), literals))


def compose(delta: Sequence[int], literals: Sequence[Sequence[str | int]], old: str, new: str = "") -> str:
    """The HTML that a delta gives."""
    sources = {OLD: _units(old), NEW: _units(new)}
    cursors = {OLD: 0, NEW: 0}
    numbers = iter(delta)
    html = []
    for number in numbers:
        text, kind = literals[number]
        html.append(_units(str(text)))
        source = int(kind) & BOTH
        if source == NOTHING:
            continue
        main = NEW if source & NEW else OLD
        if int(kind) & PLACED:
            cursors[main] = next(numbers)
        length = next(numbers)
        html.append(sources[main][cursors[main] : cursors[main] + length])
        for each in (OLD, NEW):
            cursors[each] += length if source & each else 0
    return _characters("".join(html))


def _redline_pieces(html: str, old: str, new: str) -> Iterator[_Piece]:
    """Greedily, token by token: what stands at the cursors of both sources or of one, else anywhere, else a literal."""
    cursors = {OLD: 0, NEW: 0}
    inside = remark = ""
    for token in _TOKEN.findall(html):
        piece = _Piece(NOTHING, 0, token)
        if token.startswith(("<del", "<ins")):
            inside = token[1:4]
        elif token in ("</del>", "</ins>"):
            inside = ""
        elif token in _REMARKS or remark:
            remark = "" if token == "</span>" else token  # noqa: S105 -- an end tag
        else:
            piece = _find(token, {OLD: old, NEW: new}, cursors, {"del": OLD, "ins": NEW}.get(inside, BOTH))
        if piece.source == BOTH:
            cursors = {source: place + len(token) for source, place in cursors.items()}
        elif piece.source:
            cursors[piece.source] = piece.place + len(token)
        yield piece


def _find(token: str, sources: dict[int, str], cursors: dict[int, int], wanted: int) -> _Piece:
    """Where a token can be copied from; `wanted` is where it stands if all is as usual."""
    there = [source for source in (NEW, OLD) if sources[source].startswith(token, cursors[source])]
    if wanted == BOTH and len(there) == 2:
        return _Piece(BOTH, cursors[NEW], token)
    for source in sorted(there, key=lambda source: source != wanted):
        return _Piece(source, cursors[source], token)
    if len(token) >= _LEAST_FOUND:
        for source in (NEW, OLD):
            place = sources[source].find(token)
            if place >= 0:
                return _Piece(source, place, token)
    return _Piece(NOTHING, 0, token)


def _text_pieces(base: Sequence[str], words: Sequence[str]) -> Iterator[_Piece]:
    starts = [0, *accumulate(map(len, base))]
    place = 0
    for edit in [*fewest_edits(base, words), None]:
        end = edit.start if edit else len(base)
        if place < end:
            yield _Piece(OLD, starts[place], "".join(base[place:end]))
        if edit:
            if edit.new_start < edit.new_end:
                yield _Piece(NOTHING, 0, "".join(words[edit.new_start : edit.new_end]))
            place = edit.end


def _written(pieces: Iterable[_Piece], literals: Literals) -> Iterator[int]:
    """Pieces as integers; neighbours that can be one are joined."""
    cursors = {OLD: 0, NEW: 0}
    literal = ""
    for piece in _joined(pieces):
        if piece.source == NOTHING:
            literal = piece.text
            continue
        main = NEW if piece.source & NEW else OLD
        is_placed = piece.place != cursors[main]
        yield literals.number(literal, piece.source + PLACED * is_placed)
        if is_placed:
            yield piece.place
        yield len(piece.text)
        literal, cursors[main] = "", piece.place + len(piece.text)
        if piece.source == BOTH:
            cursors[OLD] += len(piece.text)
    if literal:
        yield literals.number(literal, NOTHING)


def _joined(pieces: Iterable[_Piece]) -> Iterator[_Piece]:
    last: _Piece | None = None
    for piece in pieces:
        if last and piece.source == last.source and (not piece.source or piece.place == last.place + len(last.text)):
            last = last._replace(text=last.text + piece.text)
        else:
            if last:
                yield last
            last = piece
    if last:
        yield last


def _units(text: str) -> str:
    """A text with each character outside of the basic plane as the two surrogates that UTF-16 writes for it."""
    return _ASTRAL.sub(lambda found: _pair(ord(found[0]) - 0x10000), text)


def _pair(code: int) -> str:
    return chr(0xD800 + (code >> 10)) + chr(0xDC00 + (code & 0x3FF))


def _characters(units: str) -> str:
    """The same turned round."""
    return _SURROGATES.sub(
        lambda found: chr(0x10000 + ((ord(found[0][0]) & 0x3FF) << 10) + (ord(found[0][1]) & 0x3FF)), units
    )
