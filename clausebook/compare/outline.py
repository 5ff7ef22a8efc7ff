"""Outlines: a text's blocks as a sequence of leaves, each with the containers around it, so that words can be compared through them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from clausebook.model.prose import Atom, Block, BlockKind

LISTS = frozenset({BlockKind.BULLETS, BlockKind.NUMBERS})


class Leaf(NamedTuple):
    """A block with words of its own, or without anything in it; `path` are the containers around it, outermost first.

    A table that is compared with another one row by row is a leaf too, with its `block`; an empty item has its `number`, 0 for none.
    """

    kind: BlockKind
    path: tuple[int, ...]
    atoms: tuple[Atom, ...] = ()
    block: Block | None = None
    number: int = 0


class Container(NamedTuple):
    """A list, an item, a table, a row or a quotation: the first number of a numbered list, and the number of an item, 0 for none."""

    kind: BlockKind
    start: int
    number: int


@dataclass(frozen=True)
class Outline:
    """The leaves and containers of one side. Of `blocks` only the structure is used to put leaves back in their places."""

    blocks: Sequence[Block]
    leaves: list[Leaf] = field(default_factory=list)
    containers: list[Container] = field(default_factory=list)

    @classmethod
    def of(cls, blocks: Sequence[Block], whole: Collection[int] = ()) -> Outline:
        """`whole` are the ids, as `id()` gives them, of the tables that are leaves."""
        outline = cls(blocks)
        for block in blocks:
            outline._add(block, (), 0, whole)
        return outline

    def _add(self, block: Block, path: tuple[int, ...], number: int, whole: Collection[int]) -> None:
        if not block.blocks or id(block) in whole:
            self.leaves.append(Leaf(block.kind, path, block.atoms, block if id(block) in whole else None, number))
            return
        inner = (*path, len(self.containers))
        self.containers.append(Container(block.kind, block.start, number))
        numbered = block.kind is BlockKind.NUMBERS
        for index, child in enumerate(block.blocks):
            self._add(child, inner, block.start + index if numbered else 0, whole)

    def kind(self, container: int) -> BlockKind:
        return self.containers[container].kind

    def rebuild(self, leaves: Iterator[tuple[Atom, ...] | Block]) -> tuple[Block, ...]:
        """The blocks with the given contents of the leaves, in order, in place of their own."""
        whole = {id(leaf.block) for leaf in self.leaves if leaf.block}
        return tuple([_rebuilt(block, leaves, whole) for block in self.blocks])

    def signs(self) -> list[tuple[str, str]]:
        """What stands before and after each leaf where the text is written as plain lines.

        Paragraphs end in a line break, items begin with “- ” or their number, nested ones are indented; cells stand between bars.
        """
        found = []
        before: tuple[int, ...] = ()
        for index, leaf in enumerate(self.leaves):
            following = self.leaves[index + 1] if index + 1 < len(self.leaves) else None
            found.append((self._opening(before, leaf), self._closing(leaf, following)))
            before = leaf.path
        return found

    def _opening(self, before: tuple[int, ...], leaf: Leaf) -> str:
        kinds = [self.kind(each) for each in leaf.path]
        begun = [depth for depth, each in enumerate(leaf.path) if depth >= len(before) or before[depth] != each]
        if leaf.kind in _CELLS:
            return "| " if kinds[-1:] == [BlockKind.ROW] and len(leaf.path) - 1 in begun else ""
        signs = ""
        for depth, kind in enumerate(kinds):
            if kind is BlockKind.QUOTE:
                signs += "> "
            elif kind is BlockKind.ITEM:
                signs += _item_sign(self.containers[leaf.path[depth]].number) if depth in begun else "  "
        return signs + _empty_sign(leaf)

    def _closing(self, leaf: Leaf, following: Leaf | None) -> str:
        if leaf.kind in _CELLS:
            same_row = following is not None and following.kind in _CELLS and following.path == leaf.path
            return " | " if same_row else " |\n"
        return "" if leaf.block else "\n"


def _item_sign(number: int) -> str:
    return f"{number}. " if number else "- "


def _empty_sign(leaf: Leaf) -> str:
    """The sign of an item or a quotation without anything in it."""
    if leaf.kind is BlockKind.ITEM:
        return _item_sign(leaf.number)
    return "> " if leaf.kind is BlockKind.QUOTE else ""


_CELLS = frozenset({BlockKind.CELL, BlockKind.HEADER_CELL})


def _rebuilt(block: Block, leaves: Iterator[tuple[Atom, ...] | Block], whole: Collection[int]) -> Block:
    if block.blocks and id(block) not in whole:
        return block._replace(blocks=tuple([_rebuilt(child, leaves, whole) for child in block.blocks]))
    content = next(leaves)
    return content if isinstance(content, Block) else block._replace(atoms=content)


def tables_in(blocks: Sequence[Block]) -> list[Block]:
    """Every table, in reading order; none lies in another one."""
    return [each for block in blocks for each in block.walk() if each.kind is BlockKind.TABLE and each.blocks]
