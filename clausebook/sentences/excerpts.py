"""Excerpts: what a change did to a text, as a short old and a short new wording for readers who see no redline."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import NamedTuple

from clausebook.compare import Piece

# How many unchanged words are repeated on each side of a change, and how many words an excerpt has at most.
_CONTEXT = 6
_LONGEST = 60
_GAP = "… "


class OldNew(NamedTuple):
    """What was and what is now, in plain words; empty on the side where there is nothing."""

    old: str
    new: str


class _Word(NamedTuple):
    text: str
    is_old: bool
    is_new: bool

    @property
    def stands(self) -> bool:
        return self.is_old and self.is_new


def excerpt(pieces: Iterable[Piece]) -> OldNew:
    """The changed words of a text with a few around them, as they were and as they are; long gaps and long ends become “…”.

    Both are empty where no word changed, as when paragraphs were joined.
    """
    shown = list(_with_gaps(_words(pieces)))
    old = _cut([word.text for word in shown if word.is_old])
    new = _cut([word.text for word in shown if word.is_new])
    return OldNew(old, new) if old != new else OldNew("", "")


def _words(pieces: Iterable[Piece]) -> Iterator[_Word]:
    for piece in pieces:
        for text in re.findall(r"\S+\s*|\s+", piece.text):
            yield _Word(text, piece.is_old, piece.is_new)


def _with_gaps(words: Iterable[_Word]) -> Iterator[_Word]:
    """The words without those that stand far from any change."""
    runs = [(stands, list(run)) for stands, run in groupby(words, key=lambda word: word.stands)]
    for index, (stands, run) in enumerate(runs):
        after = _CONTEXT if index else 0
        before = _CONTEXT if index < len(runs) - 1 else 0
        if not stands or len(run) <= after + before + 1:
            yield from run
        else:
            yield from run[:after]
            yield _Word(_GAP, is_old=True, is_new=True)
            yield from run[len(run) - before :]


def _cut(words: list[str]) -> str:
    kept = words if len(words) <= _LONGEST else [*words[:_LONGEST], _GAP]
    text = " ".join("".join(kept).split())
    return "" if text == _GAP.strip() else text
