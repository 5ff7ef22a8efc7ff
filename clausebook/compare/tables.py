"""Tables: rows aligned with rows and columns with columns, so that a new column is one insertion in each row, and a moved row is shown once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import count

from rapidfuzz.distance import Indel

from clausebook.compare.display import RedBlock
from clausebook.compare.edit_script import Op
from clausebook.compare.sides import Side, compare_words
from clausebook.compare.subsequences import best_alignment
from clausebook.model.prose import Block, BlockKind

_ALIKE = 0.4
_CLEARLY_ALIKE = 0.6
_EQUAL = 1.01  # an equal row wins over a merely similar one
_SAME_FIRST_CELL = 0.5  # a row keeps its name when its figures change
# More candidate pairs than this are not weighed one by one, so that the cost of a hostile text stays bounded.
_MAX_PAIRS = 20_000

Pairs = list[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class TableAligner:
    """Aligns the tables of two sides; `numbers` gives a number to each move."""

    old: Side
    new: Side
    numbers: count[int]

    def pair_tables(self, old: Sequence[Block], new: Sequence[Block]) -> Pairs:
        """The tables that go on as one another, in their order; a lone table on each side always does."""
        if len(old) == len(new) == 1:
            return [(0, 0)]
        if len(old) * len(new) > _MAX_PAIRS:
            return [(index, index) for index in range(min(len(old), len(new)))]
        return best_alignment(len(old), len(new), lambda row, column: self._likeness(old[row], new[column]))

    def compare(self, old: Block, new: Block) -> RedBlock:
        """A table row by row; in all rows the same columns are paired. The first row holds the headings, on both sides."""
        kept, moved = self._rows(old.blocks[1:], new.blocks[1:])
        rows = [(0, 0), *((row + 1, other + 1) for row, other in kept)]
        gone = {row + 1: next(self.numbers) for row, _ in moved}
        come = {other + 1: row + 1 for row, other in moved}
        columns = self._columns([(old.blocks[row], new.blocks[other]) for row, other in rows])
        found: list[RedBlock] = []
        row = column = 0
        for next_row, next_column in [*rows, (len(old.blocks), len(new.blocks))]:
            for index in range(row, next_row):
                found.append(
                    self._one_side(
                        self.old, old.blocks[index], Op.LEFT if index in gone else Op.DEL, gone.get(index, 0)
                    )
                )
            for index in range(column, next_column):
                former = come.get(index)
                if former is None:
                    found.append(self._one_side(self.new, new.blocks[index], Op.INS))
                else:
                    compared = self._row(columns, old.blocks[former], new.blocks[index])
                    found.append(compared._replace(op=Op.MOVED, move=gone[former]))
            if next_row < len(old.blocks):
                found.append(self._row(columns, old.blocks[next_row], new.blocks[next_column]))
            row, column = next_row + 1, next_column + 1
        return RedBlock(BlockKind.TABLE, Op.SAME, (), tuple(found))

    def _one_side(self, side: Side, block: Block, op: Op, move: int = 0) -> RedBlock:
        """A row that has no counterpart at its place, or a cell."""
        inner = tuple([self._one_side(side, cell, op, move) for cell in block.blocks])
        runs = side.whole(block, Op.DEL if op is Op.LEFT else op)
        return RedBlock(block.kind, op, tuple([run._replace(op=op, move=move) for run in runs]), inner, move=move)

    def _rows(self, old: Sequence[Block], new: Sequence[Block]) -> tuple[Pairs, Pairs]:
        """The rows that keep their order, and those that moved: equal ends first, then the choice with the greatest likeness in all.

        A row that is clearly the same as one elsewhere stays in its place for no other that is merely similar: it moved.
        """
        says_old, says_new = [self.old.look(row) for row in old], [self.new.look(row) for row in new]
        shorter = min(len(old), len(new))
        start = end = 0
        while start < shorter and says_old[start] == says_new[start]:
            start += 1
        while end < shorter - start and says_old[-1 - end] == says_new[-1 - end]:
            end += 1
        rows, columns = range(start, len(old) - end), range(start, len(new) - end)

        @cache
        def likeness(row: int, column: int) -> float:
            if says_old[row] == says_new[column]:
                return _EQUAL
            return self._likeness(old[row], new[column])

        middle: Pairs = []
        moved: Pairs = []
        if len(rows) == len(columns) == 1:
            middle = [(start, start)]  # nothing else that it could be
        elif len(rows) * len(columns) <= _MAX_PAIRS:
            clear = _moved(rows, columns, [], likeness)
            clear_rows, clear_columns = {row for row, _ in clear}, {column for _, column in clear}

            def weigh(row: int, column: int) -> float:
                alike = likeness(start + row, start + column)
                belongs_elsewhere = start + row in clear_rows or start + column in clear_columns
                return 0.0 if alike < _CLEARLY_ALIKE and belongs_elsewhere else alike

            found = best_alignment(len(rows), len(columns), weigh)
            middle = [(start + row, start + column) for row, column in found]
            moved = _moved(rows, columns, middle, likeness)
        else:
            middle = [
                (start + row, start + column)
                for row, column in _rough(says_old[start : len(old) - end], says_new[start : len(new) - end])
            ]
        head = [(index, index) for index in range(start)]
        tail = [(len(old) - end + index, len(new) - end + index) for index in range(end)]
        return [*head, *middle, *tail], moved

    def _likeness(self, old: Block, new: Block) -> float:
        alike = Indel.normalized_similarity(self.old.words(old), self.new.words(new))
        if old.kind is BlockKind.ROW and old.blocks and new.blocks:
            first = self.old.words(old.blocks[0])
            if first and first == self.new.words(new.blocks[0]):
                alike = _SAME_FIRST_CELL + alike / 2
        return alike if alike >= _ALIKE else 0.0

    def _columns(self, rows: Sequence[tuple[Block, Block]]) -> Pairs:
        """The columns that belong together: by their headings first, then by their cells."""
        old_width, new_width = len(rows[0][0].blocks), len(rows[0][1].blocks)
        if old_width == new_width and self._same_cells(*rows[0]) == old_width:
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

        pairs = best_alignment(old_width, new_width, likeness)
        if old_width == new_width and len(pairs) < old_width:
            return [(index, index) for index in range(old_width)]  # reworded headings, not other columns
        return pairs

    def _same_cells(self, old: Block, new: Block) -> int:
        return sum(
            self.old.look(one) == self.new.look(other) for one, other in zip(old.blocks, new.blocks, strict=False)
        )

    def _row(self, columns: Pairs, old: Block, new: Block) -> RedBlock:
        """A row by its columns, or by its own cells where more of them stand so: a cell was put in, and the others gave way."""
        stands = sum(self.old.look(old.blocks[row]) == self.new.look(new.blocks[column]) for row, column in columns)
        if stands < len(columns) and len(old.blocks) * len(new.blocks) <= _MAX_PAIRS:
            shifted = best_alignment(
                len(old.blocks),
                len(new.blocks),
                lambda row, column: float(self._same_words(old.blocks[row], new.blocks[column])),
            )
            if len(shifted) > stands + 1:
                columns = shifted
        return RedBlock(new.kind, Op.SAME, (), tuple(self._cells(columns, old.blocks, new.blocks)))

    def _same_words(self, old: Block, new: Block) -> bool:
        return bool(self.old.words(old)) and self.old.look(old) == self.new.look(new)

    def _cells(self, columns: Pairs, old: Sequence[Block], new: Sequence[Block]) -> Iterator[RedBlock]:
        row = column = 0
        for next_row, next_column in [*columns, (len(old), len(new))]:
            yield from (self._one_side(self.old, cell, Op.DEL) for cell in old[row:next_row])
            yield from (self._one_side(self.new, cell, Op.INS) for cell in new[column:next_column])
            if next_row < len(old):
                was, now = old[next_row], new[next_column]
                runs = compare_words(self.old.passage(was.atoms), self.new.passage(now.atoms), self.new.alphabet)
                yield RedBlock(now.kind, Op.SAME, runs)
            row, column = next_row + 1, next_column + 1


def _moved(rows: Iterable[int], columns: Iterable[int], kept: Pairs, likeness: Callable[[int, int], float]) -> Pairs:
    """Rows out of their order that are clearly the same, best first; of equally good ones those that stand nearest."""
    stay, stayed = {row for row, _ in kept}, {column for _, column in kept}
    left, come = [row for row in rows if row not in stay], [column for column in columns if column not in stayed]
    found = sorted(
        (-score, abs(row - column), min(row, column), row, column)
        for row in left
        for column in come
        if (score := likeness(row, column)) >= _CLEARLY_ALIKE
    )
    pairs: Pairs = []
    for *_, row, column in found:
        if row not in {one for one, _ in pairs} and column not in {other for _, other in pairs}:
            pairs.append((row, column))
    return sorted(pairs)


def _rough(old: Sequence[object], new: Sequence[object]) -> Pairs:
    """For very long tables: equal rows in their longest common order, and between them one by one."""
    numbers: dict[object, int] = {}
    first = [numbers.setdefault(says, len(numbers)) for says in old]
    second = [numbers.setdefault(says, len(numbers)) for says in new]
    pairs: Pairs = []
    for step in Indel.opcodes(first, second):
        if step.tag in {"equal", "replace"}:
            pairs += zip(range(step.src_start, step.src_end), range(step.dest_start, step.dest_end), strict=False)
    return pairs
