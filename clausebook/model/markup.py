"""Markup that says something else than its author meant: signs that print as they are, lines that run together, numbers that change.

CommonMark never fails: what it does not know it prints, and lines without a blank line between them it joins. Each function
looks at one piece of a text as it was read and yields what is wrong with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

# What stands for something that is no text: an escaped sign, a placeholder, code.
OPAQUE = "\x00"


class Oddity(NamedTuple):
    """What stands in the text (to find its place), what is wrong with it, and what to do."""

    found: str
    message: str
    advice: str


# Marks of other dialects, and marks of this one that are never closed.
_LITERAL = re.compile(
    r"""(?P<strike>~~(?=[^\s~]))
    |(?P<highlight>==(?=[^\s=])[^=\n]*==)
    |(?P<footnote>\[\^[^\]\s]*\]?)
    |(?P<reference>\]\[[^\]\n]*\]|^\[[^\]\n]+\]:)
    |(?P<link>\]\()
    |(?P<superscript>\^[^\s^]+\^)
    |(?P<subscript>(?<!~)~[^\s~]+~(?!~))
    |(?P<table>^\|[^\n]*\|[ ]*$)
    |(?P<task>^\[[ xX]\][ ])
    |(?P<block>^(?::::|!!![ ]))
    |(?P<strong>\*\*(?=\w)|(?<=\w)\*\*(?![*)])|(?<![_\w])__(?=[^\W_])|(?<=[^\W_])__(?![_\w]))
    |(?P<emphasis>(?<![*\w])\*(?=[^\W\d_]))
    |(?P<code>`)
    |(?P<entity>&(?:[A-Za-z][A-Za-z0-9]{1,30}|\#[0-9]+|\#[xX][0-9A-Fa-f]+);)
    |(?P<html></?[A-Za-z][^<>]{0,200}>|<!--|</?[A-Za-z][A-Za-z0-9-]*(?=\s[^<>]*=))""",
    re.VERBOSE | re.MULTILINE,
)
_INSTEAD = {
    "strike": "leave out what no longer holds: each change is shown by itself",
    "highlight": "use **strong** for words that stand out",
    "footnote": "write the note as a clause of its own, or in parentheses",
    "reference": "write the address beside the words: [words](https://…)",
    "link": "complete the link: [words](https://…), without spaces in the address",
    "superscript": "write the sign itself, such as m²",
    "subscript": "write the sign itself, such as CO₂",
    "table": "write a line such as |---|---| below the first row of a table",
    "task": "leave the box out",
    "block": "write a paragraph, or nest a clause",
    "strong": "close the strong words: **like this**",
    "emphasis": "close the emphasis: *like this*",
    "code": "close the code: `like this`",
    "entity": "write the letter itself",
    "html": "use Markdown: paragraphs, emphasis, lists, tables, links",
}


def literal_marks(text: str) -> Iterator[Oddity]:
    """Marks that print as they stand. `text` is what is left as words of a paragraph, with OPAQUE for all else."""
    for found in _LITERAL.finditer(text):
        kind = str(found.lastgroup)
        sign = found[0].partition(OPAQUE)[0].rstrip()
        if kind == "html":
            yield Oddity(sign, f"HTML such as “{sign[:40]}” is not allowed", _INSTEAD[kind])
            continue
        if kind == "table" and text[: found.start()].rstrip("\n").endswith("|"):
            continue  # told at the first row
        what = "is no character of HTML and" if kind == "entity" else "means nothing here and"
        yield Oddity(
            sign,
            f"“{sign[:40]}” {what} would be printed as it stands",
            f"{_INSTEAD[kind]}; for the sign itself write \\{sign[0]}",
        )


_BULLET = re.compile(r"\s*([•·▪◦‣●○■□➢✓✔])\s")
_DASH = re.compile(r"\s*([–—])\s")
_COUNTED = re.compile(r"\s*(\(?(?:[0-9]{1,3}|[a-z]|[ivx]{2,5})[.)])\s")
_ITEM = re.compile(r"\s*([-*+])\s")


def joined_lines(lines: Sequence[str]) -> Iterator[Oddity]:
    """Lines of one paragraph that were meant as a list, but will be read as one sentence after the other.

    A single line that begins with a dash or a number may be a sentence that was broken there; two are a list.
    """
    for line in lines:
        found = _BULLET.match(line)
        if found:
            advice = "write “- ” for each item of a list, with a blank line before the first"
            yield Oddity(found[1], f"“{found[1]}” makes no list: the lines would be printed as one paragraph", advice)
            return
        found = _ITEM.match(line)
        if found:
            message = f"“{found[1]} ” stands too far right to make a list: the lines would be printed as one paragraph"
            yield Oddity(
                found[0].strip() + " ", message, "align the items with the text, with a blank line before the first"
            )
            return
    for pattern in (_DASH, _COUNTED):
        begun = [found for found in map(pattern.match, lines) if found]
        if len(begun) > 1:
            message = f"lines that begin with “{begun[0][1]}” and “{begun[1][1]}” would be printed as one paragraph"
            advice = "write “- ” or “1. ” for each item, with a blank line before the first; or nest clauses"
            yield Oddity(begun[0][1], message, advice)


def changed_numbers(numbers: Sequence[str]) -> Iterator[Oddity]:
    """The numbers that were typed before the items of one list, where others would be printed, or no list was meant."""
    if len(numbers) == 1:
        first = f"{numbers[0]}."
        yield Oddity(
            first,
            f"“{first}” at the beginning of a line makes a list of one item",
            f"write {numbers[0]}\\. for the number itself",
        )
        return
    counted = [int(number) for number in numbers]
    wanted = list(range(counted[0], counted[0] + len(counted)))
    if counted != wanted and set(counted) != {1}:
        at = next(index for index, pair in enumerate(zip(counted, wanted, strict=True)) if pair[0] != pair[1])
        yield Oddity(
            f"{numbers[at]}",
            f"the item typed as {numbers[at]} would be printed as {wanted[at]}: items are counted from the first",
            "number the items one after the other, or nest clauses, which have numbers of their own",
        )


def lost_cells(row: str, columns: int) -> Oddity | None:
    """A row of a table with more cells than the first one has, which CommonMark leaves out. `row` is the line as it was written."""
    bare = _BEFORE_ROW.sub("", row).strip()
    cells = _BAR.split(bare.removeprefix("|"))
    if len(cells) > 1 and not cells[-1].strip():
        cells.pop()
    if len(cells) <= columns:
        return None
    lost = cells[columns].strip()
    message = f"this row has {len(cells)} cells, the first one {columns}: “{lost}” would not be printed"
    return Oddity(lost or bare, message, "give the first row as many cells, or write \\| for the sign itself")


_BEFORE_ROW = re.compile(r"^[\s>]*(?:(?:[-*+]|[0-9]{1,9}[.)])\s+)?")
_BAR = re.compile(r"(?<!\\)\|")
MAX_COLUMNS = 40


def too_wide(text: str) -> Oddity | None:
    """A line with so many bars that a table of it would have more columns than anybody can read, and cost as much."""
    for line in text.split("\n") if text.count("|") > MAX_COLUMNS else ():
        if line.count("|") > MAX_COLUMNS + 1:
            return Oddity(line[:20], f"a table has at most {MAX_COLUMNS} columns", "turn the table, or split it")
    return None
