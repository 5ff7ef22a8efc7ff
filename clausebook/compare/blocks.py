"""Blocks: paragraphs, list items, table rows and cells paired with one another, so that words are compared where they belong."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import compress
from typing import NamedTuple

from rapidfuzz.distance import Indel

from clausebook.compare.sequences import best_pairs
from clausebook.compare.tokens import Passage, passage
from clausebook.compare.words import Letters, Op, Run, compare_words, one_side
from clausebook.model.prose import Atom, Block, BlockKind, Placeholder

# Blocks less alike than this are a removal and an addition, not one block reworded.
_ALIKE = 0.4
_EQUAL = 1.01  # an equal block wins over a merely similar one
_SAME_FIRST_CELL = 0.5  # a row keeps its name when its figures change
# More candidate pairs than this are not weighed one by one, so that the cost of a hostile text stays bounded.
_MAX_PAIRS = 20_000


class RedBlock(NamedTuple):
    """A block with what happened to it: a leaf has runs, a container has blocks.

    `start` numbers the first item of a numbered list on the new side (the old one if it was deleted), `old_start` on the old.
    """

    kind: BlockKind
    op: Op
    runs: tuple[Run, ...] = ()
    blocks: tuple[RedBlock, ...] = ()
    start: int = 1
    old_start: int = 1

    @property
    def changed(self) -> bool:
        own = self.op is not Op.SAME or self.start != self.old_start or any(run.op is not Op.SAME for run in self.runs)
        return own or any(block.changed for block in self.blocks)


@dataclass(frozen=True)
class Side:
    """How one side of a redline reads: what each of its placeholders says and prints. Passages are made once for each block."""

    meanings: Mapping[Placeholder, tuple[Hashable, str]]
    letters: Letters
    _passages: dict[tuple[Atom, ...], Passage] = field(default_factory=dict)
    _words: dict[int, tuple[Block, str]] = field(default_factory=dict)

    def says(self, placeholder: Placeholder) -> Hashable:
        return self.meanings[placeholder][0]

    def prints(self, placeholder: Placeholder) -> str:
        return self.meanings[placeholder][1]

    def passage(self, atoms: tuple[Atom, ...]) -> Passage:
        found = self._passages.get(atoms)
        if found is None:
            found = self._passages[atoms] = passage(atoms, self.says, self.prints)
        return found

    def words(self, block: Block) -> str:
        """The words of a block and of all blocks in it, one letter for each. Kept by identity, with the block kept alive."""
        found = self._words.get(id(block))
        if found is None:
            leaves = [self.passage(leaf.atoms) for leaf in block.walk()]
            spelled = "".join([self.letters.spell(compress(leaf.keys, leaf.words)) for leaf in leaves])
            found = self._words[id(block)] = (block, spelled)
        return found[1]

    def look(self, block: Block) -> object:
        """Equal for blocks between which a reader sees no difference."""
        inner = tuple(self.look(child) for child in block.blocks)
        return block.kind, block.start, self.passage(block.atoms).shape, inner

    def whole(self, block: Block, op: Op) -> RedBlock:
        """A block that has no counterpart."""
        inner = tuple(self.whole(child, op) for child in block.blocks)
        return RedBlock(block.kind, op, one_side(op, self.passage(block.atoms)), inner, block.start, block.start)


@dataclass(frozen=True, slots=True)
class Aligner:
    """Aligns the blocks of two sides."""

    old: Side
    new: Side

    def align(self, old: Sequence[Block], new: Sequence[Block]) -> tuple[RedBlock, ...]:
        """Every block of both sides exactly once, in reading order."""
        return self._along(self._pairs(old, new), old, new, self._pair)

    def _along(
        self,
        pairs: Iterable[tuple[int, int]],
        old: Sequence[Block],
        new: Sequence[Block],
        compare: Callable[[Block, Block], RedBlock],
    ) -> tuple[RedBlock, ...]:
        found: list[RedBlock] = []
        row = column = 0
        for next_row, next_column in [*pairs, (len(old), len(new))]:
            found += [self.old.whole(block, Op.DEL) for block in old[row:next_row]]
            found += [self.new.whole(block, Op.INS) for block in new[column:next_column]]
            if next_row < len(old):
                found.append(compare(old[next_row], new[next_column]))
            row, column = next_row + 1, next_column + 1
        return tuple(found)

    def _pair(self, old: Block, new: Block) -> RedBlock:
        runs = compare_words(self.old.passage(old.atoms), self.new.passage(new.atoms), self.new.letters)
        blocks = self._table(old, new) if new.kind is BlockKind.TABLE else self.align(old.blocks, new.blocks)
        return RedBlock(new.kind, Op.SAME, runs, blocks, new.start, old.start)

    def _pairs(self, old: Sequence[Block], new: Sequence[Block]) -> list[tuple[int, int]]:
        """Rising index pairs: what is equal at both ends, and between them the choice with the greatest likeness in all."""
        if len(old) == len(new) == 1:
            return [(0, 0)] if old[0].kind is new[0].kind else []
        says_old = [self.old.look(block) for block in old]
        says_new = [self.new.look(block) for block in new]
        shorter = min(len(old), len(new))
        start = 0
        while start < shorter and says_old[start] == says_new[start]:
            start += 1
        end = 0
        while end < shorter - start and says_old[-1 - end] == says_new[-1 - end]:
            end += 1
        rows, columns = len(old) - start - end, len(new) - start - end

        def likeness(row: int, column: int) -> float:
            before, after = start + row, start + column
            if old[before].kind is not new[after].kind:
                return 0.0
            if says_old[before] == says_new[after]:
                return _EQUAL
            if rows == columns == 1:
                return 1.0  # nothing else that it could be
            return self._likeness(old[before], new[after])

        if rows * columns <= _MAX_PAIRS:
            middle = best_pairs(rows, columns, likeness)
        else:
            middle = _rough_pairs(says_old[start : start + rows], says_new[start : start + columns], likeness)
        head = [(index, index) for index in range(start)]
        tail = [(len(old) - end + index, len(new) - end + index) for index in range(end)]
        return [*head, *((start + row, start + column) for row, column in middle), *tail]

    def _likeness(self, old: Block, new: Block) -> float:
        alike = Indel.normalized_similarity(self.old.words(old), self.new.words(new))
        if old.kind is BlockKind.ROW and old.blocks and new.blocks:
            first = self.old.words(old.blocks[0])
            if first and first == self.new.words(new.blocks[0]):
                alike = _SAME_FIRST_CELL + alike / 2
        return alike if alike >= _ALIKE else 0.0

    def _table(self, old: Block, new: Block) -> tuple[RedBlock, ...]:
        """Row by row; in all rows the same columns are paired, so that a new column is one insertion in each.

        The first row holds the headings, on both sides.
        """
        rows = [(0, 0), *((row + 1, other + 1) for row, other in self._pairs(old.blocks[1:], new.blocks[1:]))]
        columns = self._columns([(old.blocks[row], new.blocks[other]) for row, other in rows])

        def compare(was: Block, now: Block) -> RedBlock:
            return RedBlock(now.kind, Op.SAME, (), self._along(columns, was.blocks, now.blocks, self._pair))

        return self._along(rows, old.blocks, new.blocks, compare)

    def _columns(self, rows: Sequence[tuple[Block, Block]]) -> list[tuple[int, int]]:
        """The columns that belong together: by their headings first, then by their cells."""
        old_width, new_width = len(rows[0][0].blocks), len(rows[0][1].blocks)
        if old_width == new_width and self._same_headings(*rows[0]):
            return [(index, index) for index in range(old_width)]
        if old_width * new_width * len(rows) > _MAX_PAIRS:
            return [(index, index) for index in range(min(old_width, new_width))]

        def likeness(column: int, other: int) -> float:
            alike = 0.0
            weight = 0
            for old, new in rows:
                before, after = old.blocks[column], new.blocks[other]
                counts = len(rows) if before.kind is BlockKind.HEADER_CELL else 1
                equal = self.old.look(before) == self.new.look(after)
                words = 1.0 if equal else Indel.normalized_similarity(self.old.words(before), self.new.words(after))
                alike += counts * words
                weight += counts
            return alike / weight if alike / weight >= _ALIKE else 0.0

        pairs = best_pairs(old_width, new_width, likeness)
        if old_width == new_width and len(pairs) < old_width:
            return [(index, index) for index in range(old_width)]  # reworded headings, not other columns
        return pairs

    def _same_headings(self, old: Block, new: Block) -> bool:
        return [self.old.look(cell) for cell in old.blocks] == [self.new.look(cell) for cell in new.blocks]


def _rough_pairs(
    old: Sequence[object], new: Sequence[object], likeness: Callable[[int, int], float]
) -> list[tuple[int, int]]:
    """For very long lists: equal blocks in their longest common order, and between them one by one what is alike."""
    numbers: dict[object, int] = {}
    first = [numbers.setdefault(says, len(numbers)) for says in old]
    second = [numbers.setdefault(says, len(numbers)) for says in new]
    pairs: list[tuple[int, int]] = []
    for step in Indel.opcodes(first, second):
        rows, columns = range(step.src_start, step.src_end), range(step.dest_start, step.dest_end)
        if step.tag == "equal":
            pairs += zip(rows, columns, strict=True)
        elif step.tag == "replace":
            pairs += [(row, column) for row, column in zip(rows, columns, strict=False) if likeness(row, column)]
    return pairs


def reconstruct(blocks: Sequence[RedBlock], side: Op) -> tuple[Block, ...]:
    """The blocks of one side: without insertions (`Op.DEL`) the old text, without deletions (`Op.INS`) the new one."""
    dropped = Op.INS if side is Op.DEL else Op.DEL
    return tuple(
        Block(
            block.kind,
            join_atoms(run.on(side) for run in block.runs if run.op is not dropped),
            reconstruct(block.blocks, side),
            block.old_start if side is Op.DEL else block.start,
        )
        for block in blocks
        if block.op is not dropped
    )


def join_atoms(atoms: Iterable[Atom]) -> tuple[Atom, ...]:
    """Atoms with neighbouring words of the same marks joined, as parsing gives them."""
    joined: list[Atom] = []
    for atom in atoms:
        last = joined[-1] if joined else None
        plain = atom.placeholder is None and atom.text != "\n"
        if plain and last and last.placeholder is None and last.text != "\n" and last.marks == atom.marks:
            joined[-1] = Atom(last.text + atom.text, None, atom.marks)
        else:
            joined.append(atom)
    return tuple(joined)
