"""Matching: the blocks of tokens that two texts have in common, apart from coincidences that would tear up phrases.

A longest common subsequence (LCS) is found by bit-parallel dynamic programming (Hyyrö 2004, as rapidfuzz has it) in n·m/64 steps, then
cleaned by the semantic clean-up of diff-match-patch (Fraser 2006), which drops matches that are shorter than the changes on both sides.
"""

from __future__ import annotations

from collections.abc import Iterator

from diff_match_patch import diff_match_patch
from rapidfuzz.distance import Indel, LCSseq

# Tokens in common: where they begin on the old side and on the new one, and how many they are.
Match = tuple[int, int, int]

# The clean-up is done for so many tokens at a time; a change longer than twice that is left as it is.
_PORTION = 200
_CLEANER = diff_match_patch()


def matching_blocks(old: str, new: str) -> list[Match]:
    """The matching blocks of two texts in rising order; each token is one character.

    What the clean-up dropped is taken back where one side of a change is nothing but words of the other: then it was only added to, or shortened.
    """
    return list(_with_subsequences(_cleaned(old, new), old, new))


def _with_subsequences(blocks: list[Match], old: str, new: str) -> Iterator[Match]:
    row = column = 0
    for was, now, length in [*blocks, (len(old), len(new), 0)]:
        gone, come = old[row:was], new[column:now]
        if gone and come:
            common = LCSseq.similarity(gone, come)
            if common == min(len(gone), len(come)):
                for block in Indel.opcodes(gone, come).as_matching_blocks():
                    if block.size:
                        yield row + block.a, column + block.b, block.size
        if length:
            yield was, now, length
        row, column = was + length, now + length


def _cleaned(old: str, new: str) -> list[Match]:
    """A longest common subsequence, cleaned portion by portion, as the cost rises with the square of the length."""
    portions: list[list[tuple[int, str]]] = [[]]
    size = 0
    for op, text in _edits(old, new):
        if op == 0 and size + len(text) > _PORTION:
            half = len(text) // 2
            portions[-1].append((op, text[:half]))
            portions.append([(op, text[half:])])
            size = len(text) - half
        else:
            portions[-1].append((op, text))
            size += len(text)
    kept = []
    row = column = 0
    for portion in portions:
        if sum([len(text) for _, text in portion]) <= 2 * _PORTION:
            _CLEANER.diff_cleanupSemantic(portion)
        for op, text in portion:
            length = len(text)
            if op == 0 and length:
                kept.append((row, column, length))
            row += length if op <= 0 else 0
            column += length if op >= 0 else 0
    return kept


def _edits(old: str, new: str) -> list[tuple[int, str]]:
    """The fewest edits: what was deleted (-1), was inserted (1) or stands (0)."""
    edits = []
    row = column = 0
    for block in Indel.opcodes(old, new).as_matching_blocks():
        was, now = block.a, block.b
        if row < was:
            edits.append((-1, old[row:was]))
        if column < now:
            edits.append((1, new[column:now]))
        row, column = was + block.size, now + block.size
        if was < row:
            edits.append((0, old[was:row]))
    return edits
