"""Comparing: what changed between two states of a document, as data. Pure; knows no HTML, reads no clock.

1. `pairing`   which clause of the new state continues which of the old: by id (`reuse` tells where ids mislead), by `was`, by `inference` from the `likeness` of texts
2. `moves`     which of them really stand elsewhere
3. `differ`    which of them say something else, in which languages and in what way (`aspects`), and which values changed
4. `changes`   one language-neutral list of changes for a pair of states; `transfers` finds what moved between clauses
5. `tokens`    a text as the smallest pieces that are compared, `outline` its blocks as a sequence, `segments` its sentences
6. `alignment` which sentences belong together, in order or moved, and which tokens match (`matching`); `edit_script` is woven from them,
               `tables` compares row by row
7. `redline`   all this for one clause; `display` puts it into blocks, `structure` and `formats` tell what else changed, `plain` writes
               it as one line of runs, for what is no page
8. `lineage`   one clause through all states
9. `history`   all states of a document compared, each thing found out once; `content_ids` tells what can differ at all,
               `version_ranges` between which states
"""

from clausebook.compare.aspects import Aspect, Severity
from clausebook.compare.changes import (
    FORM_KINDS,
    Change,
    ChangeKind,
    Comparison,
    compare_history,
    compare_snapshots,
    former_of,
)
from clausebook.compare.display import RedBlock, TableAtom
from clausebook.compare.edit_script import Op, Run
from clausebook.compare.formats import AddressChange, EmphasisChange, annotated, notes_in
from clausebook.compare.history import ChangeRange, History, HistoryData
from clausebook.compare.lineage import Lineage
from clausebook.compare.plain import Piece, plain_runs, plain_text, plain_words
from clausebook.compare.redline import Redline, TextRedline, reconstruct, redline
from clausebook.compare.reuse import find_reused_ids
from clausebook.compare.structure import Restructuring
from clausebook.compare.subsequences import fewest_edits
from clausebook.compare.transfers import Partner, Transfer, with_transfers
from clausebook.compare.version_ranges import VersionRange, pairs_in, version_ranges

__all__ = [
    "FORM_KINDS",
    "AddressChange",
    "Aspect",
    "Change",
    "ChangeKind",
    "ChangeRange",
    "Comparison",
    "EmphasisChange",
    "History",
    "HistoryData",
    "Lineage",
    "Op",
    "Partner",
    "Piece",
    "RedBlock",
    "Redline",
    "Restructuring",
    "Run",
    "Severity",
    "TableAtom",
    "TextRedline",
    "Transfer",
    "VersionRange",
    "annotated",
    "compare_history",
    "compare_snapshots",
    "fewest_edits",
    "find_reused_ids",
    "former_of",
    "notes_in",
    "pairs_in",
    "plain_runs",
    "plain_text",
    "plain_words",
    "reconstruct",
    "redline",
    "version_ranges",
    "with_transfers",
]
