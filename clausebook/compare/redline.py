"""The redline of one clause in one language: its blocks aligned one with another, then compared word by word."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from clausebook.compare.words import Op, Run, Token, compare_words, one_side, similarity, tokens
from clausebook.model.document import Clause
from clausebook.model.prose import Atom, Block, BlockKind
from clausebook.model.wording import Wording

# Blocks less alike than this are a removal and an addition, not one block reworded.
_ALIKE = 0.35
# More candidate pairs than this are not weighed one by one, so that the cost of a hostile text stays bounded.
_MAX_PAIRS = 40_000


@dataclass(frozen=True, slots=True)
class RedBlock:
    """A block with what happened to it: a leaf has runs, a container has blocks. `old_start` numbers a list on the old side."""

    kind: BlockKind
    op: Op
    runs: tuple[Run, ...] = ()
    blocks: tuple[RedBlock, ...] = ()
    start: int = 1
    old_start: int = 1

    @property
    def changed(self) -> bool:
        own = self.op is not Op.SAME or any(run.op is not Op.SAME for run in self.runs)
        return own or any(block.changed for block in self.blocks)


@dataclass(frozen=True, slots=True)
class Redline:
    """What changed in a clause: its title and its text, without the clauses nested in it."""

    title: tuple[Run, ...]
    blocks: tuple[RedBlock, ...]

    @property
    def changed(self) -> bool:
        return any(run.op is not Op.SAME for run in self.title) or any(block.changed for block in self.blocks)


def redline(
    olds: Sequence[Clause], new: Clause | None, old_wording: Wording | None, new_wording: Wording | None
) -> Redline:
    """The redline from `olds` (none for an added clause, several for clauses merged into one) to `new` (None if removed).

    A wording is needed for each side that has a clause; a missing one raises ValueError.
    """
    before = [block for old in olds for block in old.prose.blocks]
    after = list(new.prose.blocks) if new else []
    old_side = _Side(before, _needed(old_wording) if olds else None)
    new_side = _Side(after, _needed(new_wording) if new else None)
    old_title = [Atom(olds[0].title)] if olds and olds[0].title else []
    new_title = [Atom(new.title)] if new and new.title else []
    return Redline(
        tuple(compare_words(old_side.tokens(old_title), new_side.tokens(new_title))),
        tuple(_align(before, after, old_side, new_side)),
    )


def _needed(wording: Wording | None) -> Wording:
    if wording is None:
        raise ValueError("a side with a clause needs its wording")
    return wording


class _Side:
    """The blocks of one side with their tokens, made once for each block."""

    def __init__(self, blocks: Iterable[Block], wording: Wording | None) -> None:
        self._wording = wording
        self._deep: dict[int, list[Token]] = {}
        self._blocks = list(blocks)  # keeps the blocks alive, as their identities are the keys

    def tokens(self, atoms: Sequence[Atom]) -> list[Token]:
        return tokens(atoms, self._wording) if self._wording and atoms else []

    def deep(self, block: Block) -> list[Token]:
        """The tokens of a block and of all blocks in it."""
        if id(block) not in self._deep:
            self._deep[id(block)] = [token for leaf in block.walk() for token in self.tokens(leaf.atoms)]
        return self._deep[id(block)]

    def key(self, block: Block) -> object:
        """What a block says: equal for blocks that differ in nothing that counts."""
        return (
            block.kind,
            tuple(self.key(child) for child in block.blocks),
            tuple(token.key for token in self.tokens(block.atoms)),
        )

    def whole(self, block: Block, op: Op) -> RedBlock:
        """A block that has no counterpart."""
        runs = one_side(op, self.tokens(block.atoms))
        blocks = tuple(self.whole(child, op) for child in block.blocks)
        return RedBlock(block.kind, op, runs, blocks, block.start, block.start)


def _align(old: Sequence[Block], new: Sequence[Block], old_side: _Side, new_side: _Side) -> list[RedBlock]:
    """Pair blocks that say the same, then between them those that are alike; what is left was inserted or deleted."""
    found: list[RedBlock] = []
    old_position = new_position = 0
    for old_index, new_index in [*_pairs(old, new, old_side, new_side), (len(old), len(new))]:
        found += [old_side.whole(block, Op.DEL) for block in old[old_position:old_index]]
        found += [new_side.whole(block, Op.INS) for block in new[new_position:new_index]]
        if old_index < len(old):
            found.append(_pair(old[old_index], new[new_index], old_side, new_side))
        old_position, new_position = old_index + 1, new_index + 1
    return found


def _pair(old: Block, new: Block, old_side: _Side, new_side: _Side) -> RedBlock:
    runs = compare_words(old_side.tokens(old.atoms), new_side.tokens(new.atoms))
    blocks = _align(old.blocks, new.blocks, old_side, new_side)
    return RedBlock(new.kind, Op.SAME, tuple(runs), tuple(blocks), new.start, old.start)


def _pairs(old: Sequence[Block], new: Sequence[Block], old_side: _Side, new_side: _Side) -> list[tuple[int, int]]:
    """Rising index pairs of blocks that belong together: the selection with the greatest likeness in all."""
    old_keys = [old_side.key(block) for block in old]
    new_keys = [new_side.key(block) for block in new]
    start = 0
    while start < min(len(old), len(new)) and old_keys[start] == new_keys[start]:
        start += 1
    end = 0
    while end < min(len(old), len(new)) - start and old_keys[-1 - end] == new_keys[-1 - end]:
        end += 1
    head = [(index, index) for index in range(start)]
    tail = [(len(old) - end + index, len(new) - end + index) for index in range(end)]
    rows, columns = range(start, len(old) - end), range(start, len(new) - end)
    if len(rows) * len(columns) > _MAX_PAIRS:
        middle = list(zip(rows, columns, strict=False))
        return head + [(row, column) for row, column in middle if old[row].kind is new[column].kind] + tail

    def likeness(row: int, column: int) -> float:
        if old[row].kind is not new[column].kind:
            return 0.0
        if old_keys[row] == new_keys[column]:
            return 1.01  # an equal block wins over a merely similar one
        if rows == columns and len(rows) == 1:
            return 1.0  # nothing else that it could be
        alike = similarity(old_side.deep(old[row]), new_side.deep(new[column]))
        return alike if alike >= _ALIKE else 0.0

    return head + _best(list(rows), list(columns), likeness) + tail


def _best(rows: list[int], columns: list[int], likeness: Callable[[int, int], float]) -> list[tuple[int, int]]:
    """The rising pairs whose likeness adds up to the most (dynamic programming over the two sequences)."""
    weights = [[likeness(row, column) for column in columns] for row in rows]
    best = [[0.0] * (len(columns) + 1) for _ in range(len(rows) + 1)]
    for i in range(len(rows) - 1, -1, -1):
        for j in range(len(columns) - 1, -1, -1):
            taken = weights[i][j] + best[i + 1][j + 1] if weights[i][j] else 0.0
            best[i][j] = max(taken, best[i + 1][j], best[i][j + 1])
    pairs = []
    i = j = 0
    while i < len(rows) and j < len(columns):
        if weights[i][j] and best[i][j] == weights[i][j] + best[i + 1][j + 1]:
            pairs.append((rows[i], columns[j]))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return pairs


def reconstruct(blocks: Sequence[RedBlock], side: Op) -> tuple[Block, ...]:
    """The blocks of one side: without insertions (`Op.DEL`) the old text, without deletions (`Op.INS`) the new one."""
    dropped = Op.INS if side is Op.DEL else Op.DEL
    return tuple(
        Block(
            block.kind,
            join_atoms(run.atom for run in block.runs if run.op is not dropped),
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
