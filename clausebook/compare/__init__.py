"""Comparing: what changed between two states of a document, as data. Pure; knows no HTML, reads no clock.

1. `pairing`  which clause of the new state continues which of the old: by id, by `was`, by `likeness`
2. `moves`    which of them really stand elsewhere
3. `kinds`    which of them say something else, in which languages, and which values changed
4. `changes`  one language-neutral list of changes for a pair of states
5. `tokens`   a text as the smallest pieces that are compared; `standing` tells which of them are there in another text too,
              and `words` marks the others
6. `blocks`   paragraphs, items, rows and cells paired before their words are; `redline` does so for one clause
7. `plain`    the same as one line of runs, for what is no page
8. `lineage`  one clause through all states
9. `history`  all states of a document compared, each thing found out once; `sayings` tells what can differ at all,
              `rectangles` between which states
"""

from clausebook.compare.changes import Change, ChangeKind, Comparison, compare_history, compare_snapshots
from clausebook.compare.history import Extent, History, Told
from clausebook.compare.lineage import Lineage
from clausebook.compare.plain import plain_runs, plain_text
from clausebook.compare.rectangles import Rectangle, pairs_in, rectangles
from clausebook.compare.display import RedBlock
from clausebook.compare.redline import Redline, reconstruct, redline
from clausebook.compare.words import Op, Run

__all__ = [
    "Change",
    "ChangeKind",
    "Comparison",
    "Extent",
    "History",
    "Lineage",
    "Op",
    "Rectangle",
    "RedBlock",
    "Redline",
    "Run",
    "Told",
    "compare_history",
    "compare_snapshots",
    "pairs_in",
    "plain_runs",
    "plain_text",
    "reconstruct",
    "rectangles",
    "redline",
]
