"""Standing: which tokens of a text are there in the new one too, apart from coincidences that would tear up phrases."""

from __future__ import annotations

from diff_match_patch import diff_match_patch
from rapidfuzz.distance import Indel

# Tokens that stand: where they begin on the old side and on the new one, and how many they are.
Stretch = tuple[int, int, int]

# The clean-up is done for so many tokens at a time; a change longer than twice that is left as it is.
_PORTION = 1_000
_CLEANER = diff_match_patch()


def standing(old: str, new: str) -> list[Stretch]:
    """The stretches that stand, in rising order; each token is one character.

    Cleaned portion by portion, as the cost rises with the square of the length.
    """
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
