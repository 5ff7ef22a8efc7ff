"""Comparing: what changed between two states of a document, as data. Pure; knows no HTML, reads no clock.

1. `pairing`  which clause of the new state continues which of the old: by id, by `was`, by likeness
2. `changes`  one language-neutral list of changes for a pair of states
3. `words`    what changed between two sequences of atoms, word by word
4. `redline`  what changed inside one clause in one language: blocks aligned, then words
"""

from clausebook.compare.changes import Change, ChangeKind, Comparison, compare_history, compare_snapshots
from clausebook.compare.redline import RedBlock, Redline, reconstruct, redline
from clausebook.compare.words import Op, Run

__all__ = [
    "Change",
    "ChangeKind",
    "Comparison",
    "Op",
    "RedBlock",
    "Redline",
    "Run",
    "compare_history",
    "compare_snapshots",
    "reconstruct",
    "redline",
]
