"""Plain text: lines that somebody wrapped, with blank lines, numbers, capitals and underlines in the place of styles."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from clausebook.importing.citation_words import citing_words
from clausebook.importing.decoding import decoded
from clausebook.importing.intermediate import Finding, Kind, Line, Outline, Piece, joined
from clausebook.importing.markers import BULLET, read_marker
from clausebook.importing.requests import ReadingWish
from clausebook.problems import Place

_UNDERLINE = re.compile(r"\s*([=~*#_-])\1{2,}\s*")
_POINTS_PER_COLUMN = 6.0
_TAB = 8


def read_text(data: bytes, path: str, wish: ReadingWish) -> Outline:
    """The outline of a text file."""
    lines = [line.expandtabs(_TAB).rstrip() for line in decoded(data).replace("\f", "\n\n").split("\n")]
    width = _width(lines)
    blocks: list[Line] = []
    findings: list[Finding] = []
    for first, group in _paragraphs(lines, width):
        place = Place(path, first + 1)
        heading = 0
        if len(group) > 1 and _UNDERLINE.fullmatch(group[-1]):
            heading = 1 if group[-1].strip()[0] in "=#*" else 2
            group = group[:-1]
        elif len(group) == 1 and _UNDERLINE.fullmatch(group[0]):
            findings.append(Finding(place, Kind.LEFT_OUT, "a line across the page", group[0].strip()))
            continue
        pieces = joined([Piece(_one_line(group))])
        if pieces:
            indent = _POINTS_PER_COLUMN * (len(group[0]) - len(group[0].lstrip()))
            blocks.append(Line(pieces, place, heading, indent=indent))
    return Outline(tuple(blocks), path, findings=tuple(findings))


def _width(lines: Sequence[str]) -> int:
    """The column at which whoever wrote the file went to a new line; 0 where each paragraph is one line."""
    lengths = sorted(len(line) for line in lines if line)
    longest = lengths[int(0.95 * (len(lengths) - 1))] if lengths else 0
    return longest if longest <= 120 else 0


def _one_line(group: Sequence[str]) -> str:
    """The lines of a paragraph as one; a word that was divided at the end of a line is whole again."""
    text = ""
    for line in group:
        words = line.strip()
        if (
            re.search(r"[^\W\d_]-$", text)
            and words[:1].islower()
            and not re.match(r"(?:and|or|en|of|et|ou|og|eller|und|oder)\b", words)
        ):
            text = text[:-1] + words
        else:
            text = f"{text} {words}" if text else words
    return text


def _paragraphs(lines: Sequence[str], width: int) -> Iterator[tuple[int, list[str]]]:
    """The lines of each paragraph, with the index of the first: parted by blank lines, and before lines that begin with a number or a bullet.

    Where no line is wrapped, every line is a paragraph.
    """
    group: list[str] = []
    first = 0
    for index, line in enumerate(lines):
        if group and (not line.strip() or _begins(line, group, width)):
            yield first, group
            group = []
        if line.strip():
            if not group:
                first = index
            group.append(line)
    if group:
        yield first, group


def _begins(line: str, group: Sequence[str], width: int) -> bool:
    if _UNDERLINE.fullmatch(line):
        return len(group) > 1 or len(line.strip()) < 0.5 * len(group[0].strip())
    if _UNDERLINE.fullmatch(group[-1]):
        return True
    words = line.strip()
    if not width or BULLET.match(words):
        return True
    short = len(group[-1]) < 0.75 * width
    marker = read_marker(words)
    if re.sub(r"[(“\"]", "", group[-1].split()[-1]).casefold() in citing_words():
        return False  # “section” at the end of a line is about the number on the next one
    if marker and not (marker.bare and len(marker.parts) < 2):
        # A number at the beginning of a wrapped line may be the end of “section 4.2”, when the line before it is full.
        return short or group[-1].rstrip()[-1] in ".;:," or _has_marker(group[0])
    return short and len(group) == 1 and _has_marker(group[0]) and words[:1].isupper()


def _has_marker(line: str) -> bool:
    return read_marker(line.strip()) is not None
