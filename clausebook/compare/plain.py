"""A redline as one line of runs: for text, Markdown and JSON, where blocks are told by signs and line breaks.

Without its insertions the line is the old text, without its deletions the new one, both as `plain_text` writes them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

from clausebook.compare.blocks import RedBlock
from clausebook.compare.words import Op, Run
from clausebook.model.prose import Block, BlockKind, Placeholder

Piece = tuple[Op, str]


def plain_runs(blocks: Sequence[RedBlock]) -> list[Piece]:
    """The runs of a redline, neighbours with the same operation joined. Words that stand are those of the new side."""
    return _joined(_pieces(blocks, Op.SAME, None))


def plain_text(blocks: Sequence[Block], prints: Callable[[Placeholder], str]) -> str:
    """A text as it would stand in such a line; `prints` gives the words of a placeholder."""
    return "".join(text for _, text in plain_runs([_unchanged(block, prints) for block in blocks]))


def _unchanged(block: Block, prints: Callable[[Placeholder], str]) -> RedBlock:
    runs = tuple(
        Run(Op.SAME, atom, prints(atom.placeholder) if atom.placeholder else atom.text) for atom in block.atoms
    )
    inner = tuple(_unchanged(child, prints) for child in block.blocks)
    return RedBlock(block.kind, Op.SAME, runs, inner, block.start, block.start)


def _pieces(blocks: Sequence[RedBlock], around: Op, indent: str | None) -> Iterator[Piece]:
    """Blocks one after the other. Outside of items (`indent` is None) each ends its line; inside, where none can know
    whether it is the first on its side, paragraphs follow on the line and everything else begins one."""
    for block in blocks:
        yield from _block(block, _within(around, block), indent)


def _within(around: Op, block: RedBlock) -> Op:
    return around if block.op is Op.SAME else block.op


def _block(block: RedBlock, op: Op, indent: str | None) -> Iterator[Piece]:
    before, after = ("", "\n") if indent is None else (f"\n{indent}", "")
    match block.kind:
        case BlockKind.BULLETS | BlockKind.NUMBERS:
            # Items have no numbers here: after an insertion they would differ on the two sides.
            sign = "-" if block.kind is BlockKind.BULLETS else "#"
            for item in block.blocks:
                own = _within(op, item)
                yield own, f"{before}{sign}"
                yield from _pieces(item.blocks, own, f"{indent or ''}  ")
                yield own, after
        case BlockKind.ROW:
            yield op, f"{before}|"
            for cell in block.blocks:
                own = _within(op, cell)
                yield own, " "
                yield from _words(cell, own)
                yield own, " |"
            yield op, after
        case BlockKind.TABLE | BlockKind.QUOTE | BlockKind.ITEM:
            yield from _pieces(block.blocks, op, indent)
        case _:
            yield op, "" if indent is None else " "
            yield from _words(block, op)
            yield op, after


def _words(block: RedBlock, op: Op) -> Iterator[Piece]:
    for run in block.runs:
        yield (run.op if op is Op.SAME else op), run.text


def _joined(pieces: Iterator[Piece]) -> list[Piece]:
    grouped = ((op, "".join(text for _, text in group)) for op, group in groupby(pieces, key=lambda piece: piece[0]))
    return [(op, text) for op, text in grouped if text]
