"""A redline as one line of runs: for text, Markdown and JSON, where blocks are told by signs and line breaks.

Without insertions and without what moved there, the line is the old text; without deletions and without what left, the new one; both as
`plain_text` writes them, with the numbers that items have on each side.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from clausebook.compare.display import RedBlock, ShownLeaf, TableAtom, left_behind, shown_leaves
from clausebook.compare.edit_script import Op, Run
from clausebook.compare.formats import Note, annotated
from clausebook.compare.outline import Outline
from clausebook.compare.redline import TextRedline
from clausebook.model.prose import Block, Placeholder


class Piece(NamedTuple):
    """Plain words with one operation. `move` numbers the move in which they came here or, for `Op.LEFT`, went away, 0 for none.

    A piece with a `note` has no words: it tells what else changed in those before it, their link or their emphasis.
    """

    op: Op
    text: str
    move: int = 0
    note: Note | None = None

    @property
    def is_old(self) -> bool:
        """Whether it belongs to the old text at this place."""
        return self.op is Op.LEFT or (self.op is not Op.INS and not self.move)

    @property
    def is_new(self) -> bool:
        """Whether it belongs to the new text."""
        return self.op in {Op.SAME, Op.INS}


def plain_runs(marked: TextRedline) -> list[Piece]:
    """The runs of a text, neighbours alike joined. Words that stand are those of the new side."""
    return _joined(_pieces(marked))


def plain_words(runs: Iterable[Run]) -> list[Piece]:
    """The runs of a title."""
    return _joined(map(_piece, annotated(runs)))


def plain_text(blocks: Sequence[Block], prints: Callable[[Placeholder], str]) -> str:
    """A text as it would stand in such a line; `prints` gives the words of a placeholder."""
    outline = Outline.of(blocks)
    found = []
    for leaf, (opening, closing) in zip(outline.leaves, outline.signs(), strict=True):
        words = [prints(atom.placeholder) if atom.placeholder else atom.text for atom in leaf.atoms]
        found += [opening, *words, closing]
    return "".join(found)


def _pieces(marked: TextRedline) -> Iterator[Piece]:
    old, new = marked.old.signs(), marked.new.signs()
    opened = -1  # the last old leaf whose opening was written
    for leaf in shown_leaves(marked.script):
        row = leaf.first_old
        begins = row > opened and (leaf.end is not Op.INS or any(run.is_old for run in leaf.runs))
        opened = row if begins else opened
        yield from _signs(old[row][0] if begins else "", new[leaf.new][0] if leaf.new is not None else "", leaf)
        for run in annotated(leaf.runs):
            if not isinstance(run, Run):
                yield Piece(Op.SAME, "", 0, run)
            elif isinstance(run.atom, TableAtom):
                yield from _table(marked.tables[run.atom.text], run)
            elif not run.is_break:
                yield _piece(run)
            else:
                yield Piece(Op.DEL, old[row][1])
                row += 1
                if row < len(old):
                    yield Piece(Op.DEL, old[row][0])
                    opened = row
        closing = "" if leaf.end is Op.INS else old[row][1]
        yield from _signs(closing, new[leaf.new][1] if leaf.new is not None else "", leaf)


def _signs(old: str, new: str, leaf: ShownLeaf) -> Iterator[Piece]:
    """What stands before or after a block on both sides."""
    if leaf.op in {Op.MOVED, Op.LEFT}:
        move = leaf.runs[0].move if leaf.runs else 0
        yield Piece(Op.LEFT, old, move) if leaf.op is Op.LEFT else Piece(Op.SAME, new, move)
    elif old == new:
        yield Piece(Op.SAME, new)
    else:
        yield Piece(Op.DEL, old)
        yield Piece(Op.INS, new)


def _piece(run: Run | Note) -> Piece:
    return Piece(run.op, run.text, run.move) if isinstance(run, Run) else Piece(Op.SAME, "", 0, run)


def _table(block: RedBlock, run: Run) -> Iterator[Piece]:
    """The rows of a table, each between bars on a line. `run` tells what happened to the table as a whole.

    Where it moved, all of it belongs to that one move: its rows as they were where it left, and compared where it stands now, those that
    changed places in it once.
    """
    shown = left_behind(block) if run.op is Op.LEFT else block
    for row in shown.blocks:
        if run.move and row.op is Op.LEFT:
            continue
        own, move = row.op if run.op is Op.SAME else run.op, run.move or row.move
        whole = Op.SAME if own is Op.MOVED else own
        yield Piece(whole, "|", move)
        for cell in row.blocks:
            op = whole if whole is not Op.SAME else cell.op
            yield Piece(op, " ", move)
            for each in annotated(cell.runs) if op is Op.SAME else cell.runs:
                piece = _piece(each)
                yield piece._replace(move=move) if op is Op.SAME else piece._replace(op=op, move=move)
            yield Piece(op, " |", move)
        yield Piece(whole, "\n", move)


def _joined(pieces: Iterable[Piece]) -> list[Piece]:
    grouped = groupby(
        (piece for piece in pieces if piece.text or piece.note), key=lambda piece: (piece.op, piece.move, piece.note)
    )
    return [Piece(op, "".join([piece.text for piece in group]), move, note) for (op, move, note), group in grouped]
