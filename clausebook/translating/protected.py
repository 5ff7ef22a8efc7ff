"""Protected text: words for a translator, and between them placeholders and markup that have to stay as they are."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from clausebook.model.prose import parse_prose, placeholders_in


class Part(NamedTuple):
    """A piece of a text; a `code` is to be left as it is."""

    text: str
    code: bool


# A placeholder, or the ends of one that prints words of its own; marks of emphasis and links; what begins a block or a cell; an escape.
_CODE = re.compile(
    r"""\{[^{}|\n]*\} | \{term:[^{}|\n]*\| | (?<=[^{}])\}
    | \*{1,3} | (?<!\w)_{1,2}(?=\S) | (?<=\S)_{1,2}(?!\w)
    | \[(?=[^\]\n]*\]\() | \]\([^)\n]*\)
    | (?:(?<=\n)|^)[ ]*(?:[-*+]|\d+[.)])[ ]+ | [ ]*\|[ ]*(?:\n)?(?:\|[-:| ]+\|\n)? | \\. | \n+""",
    re.VERBOSE,
)


def joined_lines(text: str) -> str:
    """A text with each paragraph and item on one line, as where a line is broken says nothing; tables and code stay as they are."""
    blocks = []
    for block in re.split(r"\n{2,}", text.strip("\n")):
        lines: list[str] = []
        for line in block.split("\n"):
            starts = (
                not lines or re.match(r"\s*(?:[-*+]|\d+[.)])(?:\s|$)|\s*\|", line) or lines[-1].endswith(("\\", "  "))
            )
            if starts:
                lines.append(line.rstrip())
            else:
                lines[-1] += f" {line.strip()}"
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks)


def parts(text: str) -> list[Part]:
    """The parts of a text; joined they are the text."""
    found, end = [], 0
    for code in _CODE.finditer(text):
        if code.start() > end:
            found.append(Part(text[end : code.start()], False))
        found.append(Part(code[0], True))
        end = code.end()
    if end < len(text):
        found.append(Part(text[end:], False))
    return found


def numbered(pieces: Sequence[Part], like: Sequence[Part] = ()) -> list[tuple[Part, int]]:
    """The parts with a number for each code, 0 for words. A code that `like` has too gets its number there, others the numbers after."""
    free: dict[str, list[int]] = {}
    count = 0
    for part in like:
        if part.code:
            count += 1
            free.setdefault(part.text, []).append(count)
    numbers = []
    for part in pieces:
        if not part.code:
            numbers.append((part, 0))
        elif free.get(part.text):
            numbers.append((part, free[part.text].pop(0)))
        else:
            count += 1
            numbers.append((part, count))
    return numbers


def fault(source: str, target: str) -> str:
    """What is wrong with the placeholders or the markup of a translation, in words; empty for nothing."""
    prose = parse_prose(target)
    if prose.faults:
        return str(prose.faults[0].message)
    wanted, found = (
        Counter((each.kind, each.document, each.name) for each in placeholders_in(text)) for text in (source, target)
    )
    if wanted == found:
        return ""
    lost = [f"{{{_name(each)}}}" for each in (wanted - found)]
    new = [f"{{{_name(each)}}}" for each in (found - wanted)]
    return "; ".join(
        filter(
            None,
            [f"{', '.join(lost)} is gone" if lost else "", f"{', '.join(new)} is not in the original" if new else ""],
        )
    )


def _name(placeholder: tuple[object, str | None, str]) -> str:
    kind, document, name = placeholder
    full = f"{document}/{name}" if document else name
    return full if str(kind) == "value" else f"{kind}:{full}"
