"""Operative words: what decides, in a text of terms, who must or may do what, how much and by when.

The words are facts of each language (`languages.operative`); figures, amounts, addresses and placeholders are found by their form, in every language alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from clausebook.languages.operative import operative_matcher
from clausebook.model.document import Clause, Edition
from clausebook.model.prose import Atom, Block, BlockKind, MarkKind, PlaceholderKind, parse_prose

# What stands in a text in the place of a placeholder, or of the beginning and end of a link.
_SPECIAL = "\ufffc"
_FIGURE = r"[€£$]?\d+(?:[.,:/’'\u00a0\u202f\u2009-]\d+)*(?:[\u00a0\u202f ]?[%‰€£$])?|[%‰€£$]"
_CURRENCY = r"\b(?:EUR|DKK|USD|GBP|SEK|NOK|CHF|kr)\b"
_ADDRESS = r"https?://\S*[^\s.,;:!?)\]”\"'’]|[^\s@]+@[^\s@]+\.\w+"
_WORD = r"[^\W\d_]+(?:[’']t\b)?"  # can’t, don’t


class Operative(NamedTuple):
    """Something operative in a text: what it says, so that equal things are equal however they are written, and how it is shown."""

    says: str
    shown: str


def operative_in(clause: Clause, edition: Edition) -> list[Operative]:
    """What is operative in the title and the text of a clause, in the order of the text."""
    return [
        *title_operative(clause.title, edition.language),
        *(each for block in parse_prose(clause.text).blocks for each in _in_block(block, edition)),
    ]


def title_operative(title: str, language: str) -> list[Operative]:
    """The same of a line of plain text."""
    return list(_in_line(title, [], language))


def _in_block(block: Block, edition: Edition) -> Iterator[Operative]:
    if block.kind is BlockKind.NUMBERS and block.start != 1:
        yield Operative(f"start {block.start}", str(block.start))
    specials: list[Operative] = []
    line = "".join(_flat(atom, edition, specials) for atom in block.atoms)
    yield from _in_line(line, specials, edition.language)
    for inner in block.blocks:
        yield from _in_block(inner, edition)


def _flat(atom: Atom, edition: Edition, specials: list[Operative]) -> str:
    """The words of an atom, with a sign for what is no word; `specials` gets what each sign stands for."""
    signs = ""
    for mark in atom.marks:
        if mark.kind is MarkKind.LINK:
            specials.append(Operative(f"link {mark.href}", mark.href))
            signs += _SPECIAL
    placeholder = atom.placeholder
    if placeholder is None:
        return signs + atom.text
    if placeholder.kind is PlaceholderKind.TERM:
        return signs + (placeholder.words or edition.definitions.get(placeholder.name, ("",))[0])
    specials.append(Operative(placeholder.target, placeholder.target))
    return signs + _SPECIAL


def _in_line(line: str, specials: list[Operative], language: str) -> Iterator[Operative]:
    told = iter(specials)
    for match in _pieces().finditer(line):
        found = match[0]
        if found == _SPECIAL:
            yield next(told)
        elif match.lastgroup == "word":
            if operative_matcher(language)(found):
                yield Operative(found.casefold().replace("’", "'"), found)
        else:
            yield Operative("".join(found.split()), found)


@cache
def _pieces() -> re.Pattern[str]:
    return re.compile(rf"{_SPECIAL}|{_ADDRESS}|{_FIGURE}|{_CURRENCY}|(?P<word>{_WORD})")
