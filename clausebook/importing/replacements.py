"""Replacements: words of a clause text that become placeholders, with the words kept, so that nothing is lost unnoticed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import NamedTuple

from clausebook.importing.clause_text import LINK_CLOSE, LINK_MIDDLE, LINK_OPEN
from clausebook.importing.clause_tree import ImportedClause

_MARKUP = re.compile(rf"\]\([^)\n]*\)|\{{[^{{}}\n]*\}}|{LINK_OPEN}[^{LINK_MIDDLE}]*{LINK_MIDDLE}|{LINK_CLOSE}")
_PLACEHOLDER = re.compile(r"(?<!\\)\{[^{}\n]*\}")


class Replacement(NamedTuple):
    """The words between two offsets of a text, and the placeholder for them."""

    start: int
    end: int
    placeholder: str
    words: str


def outside_markup(text: str) -> Iterator[tuple[int, int]]:
    """The stretches of a Markdown text that hold words: no addresses, no placeholders."""
    at = 0
    for found in _MARKUP.finditer(text):
        yield at, found.start()
        at = found.end()
    yield at, len(text)


def with_replacements(clause: ImportedClause, replacements: Iterable[Replacement]) -> ImportedClause:
    """The clause with these words as placeholders; those that overlap another, earlier one are left as they are."""
    made: list[str] = []
    replaced: list[str] = []
    known = iter(clause.replaced)
    at = 0

    def keep(until: int) -> None:
        stretch = clause.text[at:until]
        made.append(stretch)
        replaced.extend(next(known, "") for _ in _PLACEHOLDER.findall(stretch))

    for each in sorted(replacements):
        if each.start < at:
            continue
        keep(each.start)
        made.append(each.placeholder)
        replaced.append(each.words)
        at = each.end
    keep(len(clause.text))
    return replace(clause, text="".join(made), replaced=tuple(replaced))
