"""Reading order: the lines of printed pages as paragraphs. Columns are read one after the other, what repeats on the pages is left out.

A page has two columns where a strip in its middle is crossed by next to no line, while both sides hold many. What crosses the strip, a title
or a table, parts the page into bands, which are read from top to bottom.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from clausebook.importing.citation_words import citing_words
from clausebook.importing.intermediate import Finding, Kind, Line, Piece, joined
from clausebook.importing.markers import BULLET, read_marker
from clausebook.problems import Place


@dataclass(frozen=True, slots=True)
class Printed:
    """A line of a page, or a part of one: where it stands (in points, `top` from the top of the page), its pieces, the size of its letters."""

    left: float
    right: float
    top: float
    size: float
    pieces: tuple[Piece, ...]

    @property
    def text(self) -> str:
        return "".join(piece.text for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class PrintedPage:
    """A page: its size in points, and all that is printed on it."""

    width: float
    height: float
    lines: tuple[Printed, ...]


_GUTTER = (0.35, 0.65)
_MARGIN = 0.12
_STEPS = 60


def lines_of_pages(pages: Sequence[PrintedPage], path: str) -> tuple[list[Line], list[Finding]]:
    """The paragraphs of pages, each with its page as its place, and what was left out of them."""
    repeated = _repeated(pages)
    findings: list[Finding] = []
    ordered: list[list[Printed]] = []
    for number, page in enumerate(pages, 1):
        kept = []
        for line in page.lines:
            if _is_at_edge(line, page) and (_key(line) in repeated or re.fullmatch(r"\W*[0-9ivx]{1,4}\W*", line.text)):
                findings.append(
                    Finding(Place(path, number), Kind.LEFT_OUT, "what is printed at the edge of the pages", line.text)
                )
            else:
                kept.append(line)
        ordered.append(list(_in_order(kept, page.width)))
    return list(_paragraphs(ordered, path)), findings


def _is_at_edge(line: Printed, page: PrintedPage) -> bool:
    return line.top < _MARGIN * page.height or line.top > (1 - _MARGIN) * page.height


def _key(line: Printed) -> str:
    return re.sub(r"[0-9]+", "0", line.text).strip().casefold()


def _repeated(pages: Sequence[PrintedPage]) -> set[str]:
    """What stands at the edge of half of the pages, whatever numbers are in it."""
    counts = Counter(key for page in pages for key in {_key(line) for line in page.lines if _is_at_edge(line, page)})
    return {key for key, count in counts.items() if count >= max(3, len(pages) // 2)} if len(pages) > 2 else set()


def _in_order(lines: Sequence[Printed], width: float) -> Iterator[Printed]:
    gutter = _gutter(lines, width)
    if gutter is None:
        yield from _rows(lines)
        return
    left: list[Printed] = []
    right: list[Printed] = []
    for line in sorted(lines, key=lambda line: line.top):
        if line.left < gutter < line.right:
            yield from (*_rows(left), *_rows(right), line)
            left, right = [], []
        else:
            (left if line.right <= gutter else right).append(line)
    yield from (*_rows(left), *_rows(right))


def _gutter(lines: Sequence[Printed], width: float) -> float | None:
    """The middle of the strip between two columns; None where the page has one column."""
    if len(lines) < 8:
        return None
    start, end = _GUTTER[0] * width, _GUTTER[1] * width
    found: tuple[int, float, float] | None = None
    for step in range(_STEPS + 1):
        at = start + (end - start) * step / _STEPS
        crossing = sum(line.left < at < line.right for line in lines)
        on_left = sum(line.right <= at for line in lines)
        on_right = len(lines) - crossing - on_left
        if crossing <= 0.25 * len(lines) and min(on_left, on_right) >= 0.2 * len(lines) and _begins_many(lines, at):
            candidate = (crossing, abs(at - width / 2), at)
            found = candidate if found is None else min(found, candidate)
    return found[2] if found else None


def _begins_many(lines: Sequence[Printed], at: float) -> bool:
    """Whether what stands right of a place begins at one edge, as a column does: the ends of short lines do not."""
    lefts = Counter(round(line.left / 6) for line in lines if line.left >= at)
    most = sum(count for _, count in lefts.most_common(3))
    return most >= 0.5 * sum(lefts.values())


def _rows(lines: Sequence[Printed]) -> Iterator[Printed]:
    """Lines from top to bottom; what stands beside each other, a number and its words, is one line."""
    row: list[Printed] = []
    for line in sorted(lines, key=lambda line: (line.top, line.left)):
        if row and abs(line.top - row[0].top) > 0.5 * max(line.size, 1):
            yield _one(row)
            row = []
        row.append(line)
    if row:
        yield _one(row)


def _one(row: Sequence[Printed]) -> Printed:
    ordered = sorted(row, key=lambda line: line.left)
    pieces = [piece for line in ordered for piece in (*line.pieces, Piece("\t"))]
    largest = max(line.size for line in ordered)
    return Printed(ordered[0].left, ordered[-1].right, ordered[0].top, largest, tuple(pieces[:-1]))


def _paragraphs(pages: Sequence[Sequence[Printed]], path: str) -> Iterator[Line]:
    """Lines as paragraphs: a new one begins after a gap, at a number or a bullet, at another size, and after a short line that ends a sentence."""
    heights = Counter(
        round(below.top - above.top, 0) for lines in pages for above, below in pairwise(lines) if below.top > above.top
    )
    usual = heights.most_common(1)[0][0] if heights else 12.0
    group: list[Printed] = []
    first = 1
    for number, lines in enumerate(pages, 1):
        widest = max((line.right for line in lines), default=0.0)
        for line in lines:
            if group and _begins(line, group, usual, widest):
                yield _paragraph(group, path, first)
                group = []
            if not group:
                first = number
            group.append(line)
    if group:
        yield _paragraph(group, path, first)


def _begins(line: Printed, group: Sequence[Printed], usual: float, widest: float) -> bool:
    last = group[-1]
    words, before = line.text.strip(), last.text.rstrip()
    if abs(line.size - last.size) > 0.6 or _strength(line) != _strength(last):
        return True
    if before.split() and before.split()[-1].strip('(“"').casefold() in citing_words():
        return False
    marker = read_marker(line.text.lstrip())
    if BULLET.match(words) or (marker and not (marker.bare and len(marker.parts) < 2)):
        return True
    follows = line.top > last.top  # else the column or the page is another one
    if follows and line.top - last.top > 1.45 * usual:
        return True
    if not follows:
        return before[-1:] in ".:;!?" or (_strength(last) == 1)
    ends = before[-1:] in ".:;!?" and last.right < widest - 0.15 * (widest - last.left)
    return ends and words[:1].isupper() and line.left <= group[0].left + 1


def _strength(line: Printed) -> int:
    """1 for a line that is strong as a whole, else 0."""
    return int(all(piece.strong for piece in line.pieces if piece.text.strip()))


def _paragraph(group: Sequence[Printed], path: str, page: int) -> Line:
    pieces: list[Piece] = []
    for line in group:
        if pieces:
            before, after = pieces[-1].text, line.text
            if re.search(r"[^\W\d_]-$", before) and after[:1].islower():
                pieces[-1] = pieces[-1]._replace(text=before[:-1])
            else:
                pieces.append(pieces[-1]._replace(text=" "))
        pieces += line.pieces
    sizes = Counter(line.size for line in group)
    return Line(joined(pieces), Place(path, page), indent=group[0].left, size=sizes.most_common(1)[0][0])
