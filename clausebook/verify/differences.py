"""Differences: where a copy and what is made again part, told clause by clause with both wordings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any, NamedTuple

from clausebook.verify.visible import OPEN, Token, words_of

# Words that are shown around a difference, of it, and differences that are told.
_AROUND, _SHOWN, TOLD = 10, 60, 5


class Difference(NamedTuple):
    """One difference: the clause or place it is at (an id, or empty), and what it is."""

    anchor: str
    message: str


@dataclass(frozen=True, slots=True)
class Piece:
    """The part of a page from one anchor to the next; `anchor` is empty at its beginning."""

    anchor: str
    tokens: Sequence[Token]


def pieces_of(tokens: Sequence[Token]) -> dict[str, Piece]:
    """A page in pieces by their anchors; an anchor that comes again is told apart by its number."""
    pieces: dict[str, list[Token]] = {"": []}
    here, times = "", Counter[str]()
    for token in tokens:
        if token.kind == OPEN and token.anchor:
            times[token.anchor] += 1
            here = token.anchor if times[token.anchor] == 1 else f"{token.anchor} ({times[token.anchor]})"
            pieces[here] = []
        pieces[here].append(token)
    return {anchor: Piece(anchor, found) for anchor, found in pieces.items()}


def distance(one: Counter[Token], other: Counter[Token]) -> int:
    """How far two pages are apart, to find the nearest."""
    return sum(((one - other) + (other - one)).values())


def compare_pages(copy: Sequence[Token], made: Sequence[Token]) -> list[Difference]:
    """Every difference between two pages, in the order of the page made again."""
    theirs, ours = pieces_of(copy), pieces_of(made)
    found = []
    for anchor, piece in ours.items():
        other = theirs.get(anchor)
        if other is None:
            found.append(Difference(anchor, f"{_place(anchor)} is missing; the record has “{_short(piece.tokens)}”"))
        elif list(other.tokens) != list(piece.tokens):
            found.append(Difference(anchor, f"{_place(anchor)}: {_told(other.tokens, piece.tokens)}"))
    for anchor, piece in theirs.items():
        if anchor not in ours:
            found.append(Difference(anchor, f"{_place(anchor)} is not in the record: “{_short(piece.tokens)}”"))
    if not found:
        order = [anchor for anchor, other in zip(theirs, ours, strict=True) if anchor != other]
        found = (
            [Difference(order[0], f"{_place(order[0])} stands at another place than in the record")] if order else []
        )
    return found


def _place(anchor: str) -> str:
    return f"“{anchor}”" if anchor else "the head of the page"


def _told(copy: Sequence[Token], made: Sequence[Token]) -> str:
    """Both wordings of a piece from a little before its first difference to a little after its last."""
    start = 0
    while start < min(len(copy), len(made)) and copy[start] == made[start]:
        start += 1
    end = 0
    while end < min(len(copy), len(made)) - start and copy[-1 - end] == made[-1 - end]:
        end += 1
    theirs, ours = _cut(copy, start, end), _cut(made, start, end)
    if theirs == ours:  # the same words, in another element or form
        theirs, ours = _raw(copy[start : len(copy) - end]), _raw(made[start : len(made) - end])
    return f"the copy says “{theirs}”, the record “{ours}”"


def _cut(tokens: Sequence[Token], start: int, end: int) -> str:
    first, last = max(0, start - _AROUND), min(len(tokens), len(tokens) - end + _AROUND)
    shown = tokens[first : min(last, first + _AROUND + _SHOWN)]
    before, after = "… " if first else "", " …" if first + len(shown) < len(tokens) else ""
    return f"{before}{_line(shown)}{after}"


def _short(tokens: Sequence[Token]) -> str:
    shown = tokens[:_SHOWN]
    return f"{_line(shown)}{' …' if len(tokens) > _SHOWN else ''}"


def _line(tokens: Sequence[Token]) -> str:
    return " ".join(words_of(list(tokens)).split())


def _raw(tokens: Sequence[Token]) -> str:
    return " ".join(
        f"<{'/' if token.kind == 'close' else ''}{token.text}>"
        if token.kind in {"open", "close"}
        else token.text or "␣"
        for token in tokens[:_SHOWN]
    )


def compare_lines(copy: str, made: str) -> list[tuple[int, str]]:
    """The first lines at which two texts part, from 1, with both; what follows after lines were added or left out is not told."""
    theirs, ours = copy.split("\n"), made.split("\n")
    start = next((at for at, (one, other) in enumerate(zip_longest(theirs, ours)) if one != other), None)
    if start is None:
        return []
    if len(theirs) != len(ours):
        return [(start + 1, _lines(theirs[start : start + 1], ours[start : start + 1]))]
    return [
        (at + 1, _lines([one], [other]))
        for at, (one, other) in enumerate(zip(theirs, ours, strict=True))
        if one != other
    ]


def _lines(theirs: Sequence[str], ours: Sequence[str]) -> str:
    one, other = (f"“{_around_end(lines[0])}”" if lines else "nothing more" for lines in (theirs, ours))
    return f"the copy says {one}, the record {other}"


def _around_end(line: str) -> str:
    return line if len(line) <= 240 else f"{line[:240]} …"


def compare_values(copy: Any, made: Any, path: str = "") -> list[tuple[str, str]]:
    """Where two JSON values part: the path of each place, and both values."""
    if isinstance(copy, Mapping) and isinstance(made, Mapping):
        found = []
        for key in {**made, **copy}:
            inner = f"{path}.{key}" if path else str(key)
            if key not in copy:
                found.append((inner, f"it is missing; the record has {_value(made[key])}"))
            elif key not in made:
                found.append((inner, f"the record has no such field; the copy says {_value(copy[key])}"))
            else:
                found += compare_values(copy[key], made[key], inner)
        return found
    if isinstance(copy, list) and isinstance(made, list):
        found = []
        for at, (one, other) in enumerate(zip(copy, made, strict=False)):
            found += compare_values(one, other, f"{path}[{_name(other, at)}]")
        if len(copy) != len(made):
            found.append((path, f"the copy has {len(copy)} entries, the record {len(made)}"))
        return found
    if type(copy) is type(made) and copy == made:
        return []
    return [(path, f"the copy says {_value(copy)}, the record {_value(made)}")]


def _name(entry: Any, at: int) -> str:
    """How an entry of a list is called: a clause or version by its name."""
    if isinstance(entry, Mapping):
        return str(entry.get("id") or entry.get("version") or entry.get("name") or at)
    return str(at)


def _value(value: Any) -> str:
    if isinstance(value, str):
        return f"“{_around_end(value)}”"
    if isinstance(value, Mapping | list):
        return f"{len(value)} entries"
    return (
        {True: "true", False: "false", None: "null"}.get(value, str(value))
        if not isinstance(value, (int, float)) or isinstance(value, bool)
        else str(value)
    )


def counted(found: Sequence[Any]) -> Iterable[tuple[Any, str]]:
    """The first few of what was found; with the last of them, how many more there are."""
    for at, each in enumerate(found[:TOLD]):
        more = len(found) - TOLD
        yield each, f" (and {more:,} more)" if at == TOLD - 1 and more > 0 else ""
