"""The display of a redline: its runs in the blocks of the new text, with what was removed in blocks of its own where it stood."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from clausebook.compare.edit_script import Op, Run
from clausebook.compare.outline import LISTS, Outline
from clausebook.compare.structure import Restructuring, reshaped
from clausebook.compare.tokens import BREAK
from clausebook.model.prose import Atom, BlockKind


class RedBlock(NamedTuple):
    """A block with what happened to it: a leaf has runs, a container has blocks.

    `start` numbers the first item of a numbered list on the new side (the old one if it was deleted), `old_start` on the old; `number` and
    `old_number` are those of an item, 0 where it has none. `form` tells how the shape around its words changed. `move` numbers the move of
    a row that stood elsewhere.
    """

    kind: BlockKind
    op: Op
    runs: tuple[Run, ...] = ()
    blocks: tuple[RedBlock, ...] = ()
    start: int = 1
    old_start: int = 1
    number: int = 0
    old_number: int = 0
    form: Restructuring | None = None
    move: int = 0

    @property
    def changed(self) -> bool:
        own = self.op is not Op.SAME or self.move or self.start != self.old_start or self.form is not None
        return bool(own) or any(has_changed(run) for run in self.runs) or any(block.changed for block in self.blocks)


def has_changed(run: Run) -> bool:
    """Whether a reader sees anything in a run: words of one side, words that moved, or other marks."""
    return run.op is not Op.SAME or bool(run.move) or run.reformatted


def left_behind(table: RedBlock) -> RedBlock:
    """A compared table as it was on the old side, for the place that it left; its runs are `Op.LEFT`, its rows and cells plain."""
    inner = [left_behind(block) for block in table.blocks if block.op not in {Op.INS, Op.MOVED}]
    runs = [
        Run(Op.LEFT, run.on(Op.DEL), run.old_text if run.op is Op.SAME else run.text)
        for run in table.runs
        if run.op is not Op.INS
    ]
    return RedBlock(table.kind, Op.SAME, tuple(runs), tuple(inner))


class TableAtom(Atom):
    """Stands for a whole table, number `text`, among the words of a text."""


# Containers are told apart by their side and number: new ones, old ones that are gone, and wrappers that hold what would stand loose.
_Key = tuple[str, int]


class ShownLeaf(NamedTuple):
    """A leaf in the order of display. `new` and `old` are its numbers on the two sides, None where it has none; `first_old` is the number of
    the old leaf in which its first words stood, and `end` what happened to its end. Ends of old blocks that are gone are among its runs."""

    op: Op
    runs: Sequence[Run]
    new: int | None
    old: int | None
    first_old: int
    end: Op


@dataclass
class DisplayBuilder:
    """Builds the blocks of a redline from its runs. `tables` are the tables that both sides have, compared."""

    old: Outline
    new: Outline
    tables: Mapping[str, RedBlock]
    _later: dict[int, int] = field(default_factory=dict)
    _former: dict[int, int] = field(default_factory=dict)
    _wrappers: dict[int, BlockKind] = field(default_factory=dict)

    def build(self, runs: Iterable[Run]) -> tuple[RedBlock, ...]:
        shown = list(shown_leaves(runs))
        for leaf in shown:
            if leaf.new is not None and leaf.old is not None:
                self._relate(self.old.leaves[leaf.old].path, self.new.leaves[leaf.new].path)
        return self._tree(shown)

    def _relate(self, was: Sequence[int], now: Sequence[int]) -> None:
        """Containers around a leaf on both sides that go on as one another, from the outermost inwards."""
        for before, after in zip(was, now, strict=False):
            kinds = self.old.kind(before), self.new.kind(after)
            if kinds[0] is not kinds[1] and not set(kinds) <= LISTS:
                return
            if self._later.setdefault(before, after) != after or self._former.setdefault(after, before) != before:
                return

    def _tree(self, shown: Sequence[ShownLeaf]) -> tuple[RedBlock, ...]:
        following: list[tuple[_Key, ...]] = [()] * (len(shown) + 1)
        for index in range(len(shown) - 1, -1, -1):
            new = shown[index].new
            following[index] = following[index + 1] if new is None else self._keys(new)
        placed: list[tuple[tuple[_Key, ...], RedBlock]] = []
        last_new: tuple[_Key, ...] = ()
        last: tuple[_Key, ...] = ()
        form: Restructuring | None = None
        for index, leaf in enumerate(shown):
            if leaf.new is not None:
                last = last_new = following[index]
                told = reshaped(self.old, leaf.old, self.new, leaf.new) if leaf.old is not None else None
                if told is Restructuring.RENUMBERED and form is told:
                    told = None  # said once for the list
                placed.append((last, self._leaf(leaf, None if told is form else told)))
                form = told or (form if form is Restructuring.RENUMBERED else None)
            else:
                last = self._place(leaf, last, _common(last_new, following[index]), following[index])
                placed.append((last, self._leaf(leaf, None)))
        return self._fold(placed, 0)

    def _keys(self, leaf: int) -> tuple[_Key, ...]:
        return tuple([("new", each) for each in self.new.leaves[leaf].path])

    def _place(
        self, leaf: ShownLeaf, last: tuple[_Key, ...], open_here: tuple[_Key, ...], following: tuple[_Key, ...]
    ) -> tuple[_Key, ...]:
        """Where a leaf of the old side stands: in the containers that go on, as far as they are at hand, else in its own."""
        path = self.old.leaves[leaf.old or 0].path
        wanted: list[_Key] = []
        for each in path:
            if each not in self._later:
                break
            wanted.append(("new", self._later[each]))
        reached = max((_common(tuple(wanted), each) for each in (last, following)), key=len)
        kept = reached if len(reached) >= len(open_here) else open_here
        keys = list(kept)
        kinds = [self.old.kind(each) for each in path]
        for depth in range(len(reached), len(path)):
            self._wrap(keys, kinds[depth])
            keys.append(("old", path[depth]))
        self._wrap(keys, self.old.leaves[leaf.old or 0].kind)
        return tuple(keys)

    def _wrap(self, keys: list[_Key], kind: BlockKind) -> None:
        """Add what HTML wants between a container and what stands in it: items in lists, and lists around items."""
        parent = self._kind(keys[-1]) if keys else None
        needed: list[BlockKind] = []
        if kind is BlockKind.ITEM and parent not in LISTS:
            needed = [BlockKind.BULLETS]
        elif kind is not BlockKind.ITEM and parent in LISTS:
            needed = [BlockKind.ITEM]
        elif kind is BlockKind.ROW and parent is not BlockKind.TABLE:
            needed = [BlockKind.TABLE]
        elif kind in _CELLS and parent is not BlockKind.ROW:
            needed = [BlockKind.TABLE, BlockKind.ROW]
        elif kind not in _CELLS and parent is BlockKind.ROW:
            needed = [BlockKind.CELL]
        elif kind is not BlockKind.ROW and parent is BlockKind.TABLE:
            needed = [BlockKind.ROW, BlockKind.CELL]
        for each in needed:
            number = len(self._wrappers)
            self._wrappers[number] = each
            keys.append(("wrapper", number))

    def _kind(self, key: _Key) -> BlockKind:
        side, number = key
        if side == "wrapper":
            return self._wrappers[number]
        return (self.new if side == "new" else self.old).kind(number)

    def _leaf(self, leaf: ShownLeaf, form: Restructuring | None) -> RedBlock:
        kind = self.new.leaves[leaf.new].kind if leaf.new is not None else self.old.leaves[leaf.old or 0].kind
        for run in leaf.runs:
            if isinstance(run.atom, TableAtom):
                table = self.tables[run.atom.text]
                shown = left_behind(table) if leaf.op is Op.LEFT else table
                return shown._replace(op=leaf.op, form=form, move=run.move)
        marked = [Run(leaf.end, BREAK, "")] if leaf.op is Op.SAME and leaf.end is Op.INS else []
        return RedBlock(kind, leaf.op, (*leaf.runs, *marked), form=form)

    def _fold(self, placed: Sequence[tuple[tuple[_Key, ...], RedBlock]], depth: int) -> tuple[RedBlock, ...]:
        """Neighbouring leaves with the same container at this depth as one block."""
        found: list[RedBlock] = []
        start = 0
        while start < len(placed):
            keys, leaf = placed[start]
            end = start + 1
            if len(keys) <= depth:
                found.append(leaf)
            else:
                while end < len(placed) and placed[end][0][depth : depth + 1] == keys[depth : depth + 1]:
                    end += 1
                found.append(self._container(keys[: depth + 1], self._fold(placed[start:end], depth + 1)))
            start = end
        return tuple(found)

    def _container(self, keys: tuple[_Key, ...], blocks: tuple[RedBlock, ...]) -> RedBlock:
        side, number = keys[-1]
        ops = {block.op for block in blocks}
        kind = self._kind(keys[-1])
        if side != "new":
            op = ops.pop() if len(ops) == 1 else Op.DEL
            start = self.old.containers[number].start if side == "old" else 1
            return RedBlock(
                kind, op, (), blocks, start, start, 0, self.old.containers[number].number if side == "old" else 0
            )
        start = self.new.containers[number].start
        former = self._former.get(number)
        # A container that nothing continues, and in which nothing stands, is what its blocks are: inserted, or moved.
        op = ops.pop() if former is None and len(ops) == 1 and not ops & {Op.SAME, Op.DEL, Op.LEFT} else Op.SAME
        was = self._old_start(former, start)
        old_number = self.old.containers[former].number if former is not None else 0
        return RedBlock(kind, op, (), blocks, start, was, self.new.containers[number].number, old_number)

    def _old_start(self, former: int | None, start: int) -> int:
        if former is None or self.old.kind(former) is not BlockKind.NUMBERS:
            return start
        return self.old.containers[former].start


_CELLS = frozenset({BlockKind.CELL, BlockKind.HEADER_CELL})


def shown_leaves(runs: Iterable[Run]) -> Iterator[ShownLeaf]:
    """Runs cut at the ends of blocks. Words that are only on the old side, up to the end of their block, are a leaf by themselves."""
    held: list[Run] = []
    old = new = first = 0
    was: int | None = None
    for run in runs:
        if not run.is_break:
            held.append(run)
            if run.op is Op.SAME and not run.move and was is None and not run.text.isspace():
                was = old
        elif run.op is Op.DEL:
            if any(each.is_new for each in held):
                held.append(run)
            else:
                yield ShownLeaf(_op_of(held, Op.DEL), held, None, old, first, Op.DEL)
                held, first = [], old + 1
            old += 1
        else:
            stands = run.op is Op.SAME
            if stands and was is None:
                was = old
            yield ShownLeaf(Op.SAME if stands else _op_of(held, Op.INS), held, new, was, first, run.op)
            held, was, new, old = [], None, new + 1, old + stands
            first = old


def _op_of(runs: Sequence[Run], op: Op) -> Op:
    """What a leaf is whose end is on one side only: inserted or deleted as a whole, moved as a whole, or neither."""
    words = [run for run in runs if not run.text.isspace() or run.atom.placeholder]
    if op is Op.DEL:
        return Op.LEFT if words and all(run.op is Op.LEFT for run in words) else Op.DEL
    if words and all(run.move and run.op is not Op.LEFT for run in words):
        return Op.MOVED
    if all(run.op is Op.INS or run.move for run in words):
        return Op.INS
    return Op.SAME


def _common(one: tuple[_Key, ...], other: tuple[_Key, ...]) -> tuple[_Key, ...]:
    """The longest prefix of both."""
    length = 0
    while length < min(len(one), len(other)) and one[length] == other[length]:
        length += 1
    return one[:length]
