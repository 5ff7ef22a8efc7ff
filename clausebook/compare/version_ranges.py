"""Version ranges: sets of pairs of versions, each as few rectangles in the plane of (old version, new version).

A sweep over the rows merges equal spans of neighbouring rows, in time that grows with the number of pairs.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

VersionRange = tuple[int, int, int, int]
Span = tuple[int, int]


def version_ranges(pairs: Iterable[tuple[int, int]]) -> list[VersionRange]:
    """The pairs (row, column) as rectangles (first row, last row, first column, last column) that do not overlap."""
    rows = {
        row: spans(column for _, column in group) for row, group in groupby(sorted(pairs), key=lambda pair: pair[0])
    }
    done: list[VersionRange] = []
    growing: dict[Span, Span] = {}
    for row, found in rows.items():
        for span, (first, last) in list(growing.items()):
            if span not in found or last != row - 1:
                done.append((first, last, *span))
                del growing[span]
        for span in found:
            growing[span] = (growing[span][0] if span in growing else row, row)
    return sorted([*done, *((first, last, *span) for span, (first, last) in growing.items())])


def spans(numbers: Iterable[int]) -> list[Span]:
    """Rising numbers as runs of neighbours (first, last)."""
    found: list[Span] = []
    for number in numbers:
        if found and found[-1][1] == number - 1:
            found[-1] = (found[-1][0], number)
        else:
            found.append((number, number))
    return found


def pairs_in(found: Iterable[VersionRange]) -> Iterable[tuple[int, int]]:
    """Every pair in the rectangles."""
    return (
        (row, column)
        for first_row, last_row, first_column, last_column in found
        for row in range(first_row, last_row + 1)
        for column in range(first_column, last_column + 1)
    )
