"""Subsequences: classic optimisations over ordered things, with ties broken so that nothing depends on chance or direction."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from typing import NamedTuple

from rapidfuzz.distance import Indel

Weight = tuple[int, ...]


class Edit(NamedTuple):
    """What differs between two sequences: the items from `start` to before `end` of the old one became those of the new one."""

    start: int
    end: int
    new_start: int
    new_end: int


def fewest_edits(old: Sequence[Hashable], new: Sequence[Hashable]) -> Iterator[Edit]:
    """The differences of two sequences in rising order, by a longest common subsequence (bit-parallel: n·m/64 steps)."""
    for code in Indel.opcodes(old, new):
        if code.tag != "equal":
            yield Edit(code.src_start, code.src_end, code.dest_start, code.dest_end)


def max_weight_increasing_subsequence(positions: Sequence[int], weights: Sequence[Weight]) -> set[int]:
    """The indices of the rising subsequence of `positions` (all different) whose weights, added part by part, are greatest.

    With 1 as the first part of each weight it is a longest one (LIS), and the other parts break ties. Dynamic programming over a
    Fenwick tree: n log n steps.
    """
    if not positions:
        return set()
    nothing = (0,) * len(weights[0])
    rank = {position: index for index, position in enumerate(sorted(positions), 1)}
    # A Fenwick tree over ranks: the best sum that ends at a rank or below it, with the index at which it ends.
    tree: list[tuple[Weight, int]] = [(nothing, -1)] * (len(positions) + 1)
    previous: list[int] = []
    best = (nothing, -1)
    for index, position in enumerate(positions):
        here, below = rank[position], (nothing, -1)
        cursor = here - 1
        while cursor:
            below = max(below, tree[cursor])
            cursor &= cursor - 1
        previous.append(below[1])
        reached = (tuple(a + b for a, b in zip(below[0], weights[index], strict=True)), index)
        best = max(best, reached)
        while here < len(tree):
            tree[here] = max(tree[here], reached)
            here += here & -here
    kept = set()
    index = best[1]
    while index >= 0:
        kept.add(index)
        index = previous[index]
    return kept


def best_alignment(rows: int, columns: int, likeness: Callable[[int, int], float]) -> list[tuple[int, int]]:
    """The rising pairs (row, column) whose likeness adds up to the most; a likeness of 0 never makes a pair.

    A global alignment without gap penalty (Needleman–Wunsch 1970): rows · columns steps, each with one call of `likeness`.
    """
    weights = [[likeness(row, column) for column in range(columns)] for row in range(rows)]
    best = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    for row in range(rows - 1, -1, -1):
        for column in range(columns - 1, -1, -1):
            weight = weights[row][column]
            taken = weight + best[row + 1][column + 1] if weight else 0.0
            best[row][column] = max(taken, best[row + 1][column], best[row][column + 1])
    pairs = []
    row = column = 0
    while row < rows and column < columns:
        weight = weights[row][column]
        if weight and best[row][column] == weight + best[row + 1][column + 1]:
            pairs.append((row, column))
            row, column = row + 1, column + 1
        elif best[row][column] == best[row + 1][column]:
            row += 1
        else:
            column += 1
    return pairs
