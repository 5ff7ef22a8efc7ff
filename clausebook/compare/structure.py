"""Structure: how the shape around words changed while the words stand: a break made or closed, a list that became text."""

from __future__ import annotations

from enum import StrEnum

from clausebook.compare.outline import LISTS, Outline
from clausebook.model.prose import BlockKind


class Restructuring(StrEnum):
    """What happened to the shape of a text, in the order in which it is told."""

    BREAK_INSERTED = "break-inserted"
    """One paragraph, item or cell was divided in two."""
    BREAK_REMOVED = "break-removed"
    """Two became one."""
    LIST_TO_TEXT = "list-to-text"
    """Items became paragraphs."""
    TEXT_TO_LIST = "text-to-list"
    """Paragraphs became items."""
    TABLE_TO_TEXT = "table-to-text"
    """Cells became paragraphs or items."""
    TEXT_TO_TABLE = "text-to-table"
    """Paragraphs or items became cells."""
    BULLETS_TO_NUMBERS = "bullets-to-numbers"
    """Items without numbers have numbers now."""
    NUMBERS_TO_BULLETS = "numbers-to-bullets"
    """Items with numbers have none any more."""
    INDENTED = "indented"
    """An item stands one level deeper, or more."""
    OUTDENTED = "outdented"
    """An item stands one level higher, or more."""
    QUOTED = "quoted"
    """Words became a quotation."""
    UNQUOTED = "unquoted"
    """Words are no quotation any more."""
    RENUMBERED = "list-start"
    """A numbered list begins with another number."""
    MOVED = "moved-inside"
    """Sentences, items, rows or paragraphs changed places."""


def reshaped(old: Outline, leaf: int, new: Outline, other: int) -> Restructuring | None:
    """What happened to the shape around a leaf that goes on as another one; the one thing that says most."""
    was, now = old.leaves[leaf], new.leaves[other]
    before, after = [old.kind(each) for each in was.path], [new.kind(each) for each in now.path]
    if (BlockKind.ROW in before) is not (BlockKind.ROW in after):
        return Restructuring.TABLE_TO_TEXT if BlockKind.ROW in before else Restructuring.TEXT_TO_TABLE
    lists, others = [each for each in before if each in LISTS], [each for each in after if each in LISTS]
    if bool(lists) is not bool(others):
        return Restructuring.LIST_TO_TEXT if lists else Restructuring.TEXT_TO_LIST
    if len(lists) != len(others):
        return Restructuring.INDENTED if len(lists) < len(others) else Restructuring.OUTDENTED
    if lists and lists[-1] is not others[-1]:
        to_numbers = others[-1] is BlockKind.NUMBERS
        return Restructuring.BULLETS_TO_NUMBERS if to_numbers else Restructuring.NUMBERS_TO_BULLETS
    quotes, quoted = before.count(BlockKind.QUOTE), after.count(BlockKind.QUOTE)
    if quotes != quoted:
        return Restructuring.QUOTED if quotes < quoted else Restructuring.UNQUOTED
    if _starts(old, was.path) != _starts(new, now.path):
        return Restructuring.RENUMBERED
    return None


def _starts(outline: Outline, path: tuple[int, ...]) -> list[int]:
    """The first numbers of the lists around a leaf."""
    return [outline.containers[each].start for each in path if outline.kind(each) is BlockKind.NUMBERS]
