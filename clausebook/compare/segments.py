"""Segments: a text as its sentences, the units that are aligned and that move. A block without a full stop is one segment."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import compress
from typing import NamedTuple

from clausebook.compare.alphabet import TokenAlphabet
from clausebook.compare.tokens import Passage

_STOPS = frozenset(".!?…:;")
_CLOSING = frozenset(")]”’\"'»")
_OPENING = frozenset("([“‘\"'«")
# A full stop after one of these mostly ends no sentence.
_ABBREVIATED = frozenset(
    [
        "v",
        "nr",
        "no",
        "art",
        "stk",
        "jf",
        "ca",
        "bl",
        "bv",
        "cf",
        "dvs",
        "e.g",
        "i.e",
        "f.eks",
        "m.v",
        "osv",
        "o.s.v",
        "inc",
        "ltd",
        "co",
        "mr",
        "mrs",
        "dr",
        "st",
        "pkt",
        "lit",
        "resp",
        "incl",
        "inkl",
        "evt",
        "al",
        "par",
        "sect",
        "p",
        "pp",
    ]
)


class Segment(NamedTuple):
    """The tokens of a sentence, from `start` to before `end`; `whole` if it is all of its block, which is number `block`."""

    start: int
    end: int
    block: int
    whole: bool


@dataclass(frozen=True)
class SegmentedText:
    """A passage with its segments and its spelling in the alphabet that both sides of a comparison share.

    `tables` gives, by what the token of each table says, the number of words in that table.
    """

    passage: Passage
    alphabet: TokenAlphabet
    tables: Mapping[Hashable, int] = field(default_factory=dict)
    _spelt: dict[tuple[int, int], str] = field(default_factory=dict, compare=False, repr=False)

    @cached_property
    def letters(self) -> str:
        return self.alphabet.spell(self.passage.folds)

    @cached_property
    def segments(self) -> Sequence[Segment]:
        return find_segments(self.passage)

    @cached_property
    def folds(self) -> Sequence[Hashable]:
        """What each segment says: equal for segments that differ in form alone."""
        return [self.letters[each.start : each.end] for each in self.segments]

    def is_table(self, segment: int) -> bool:
        """Whether a segment stands for a table that both sides have."""
        return self.passage.folds[self.segments[segment].start] in self.tables

    def size(self, segment: int) -> int:
        """The number of words in a segment, those of its table included."""
        found = self.tables.get(self.passage.folds[self.segments[segment].start])
        return len(self.words(segment, segment + 1)) if found is None else found

    def words(self, start: int, end: int) -> str:
        """The words of the segments from `start` to before `end` as letters, without marks."""
        found = self._spelt.get((start, end))
        if found is None:
            first, last = self.segments[start].start, self.segments[end - 1].end
            flags = self.passage.words[first:last]
            found = self._spelt[start, end] = "".join(compress(self.letters[first:last], flags))
        return found


def find_segments(passage: Passage) -> list[Segment]:
    """The sentences of every block, in order; a block without tokens has none."""
    found = []
    start = 0
    for block, end in enumerate(passage.breaks):
        cuts = _sentence_starts(passage, start, end)
        for first, last in zip([start, *cuts], [*cuts, end], strict=True):
            if first < last:
                found.append(Segment(first, last, block, not cuts))
        start = end + 1
    return found


def _sentence_starts(passage: Passage, start: int, end: int) -> list[int]:
    """The tokens of a block with which its second and later sentences begin."""
    folds, keys = passage.folds, passage.keys
    found = []
    for stop in range(start + 1, end - 1):
        if folds[stop] not in _STOPS or folds[stop - 1] in _ABBREVIATED:
            continue
        following = stop + 1
        while following < end and folds[following] in _CLOSING and not passage.gaps[following]:
            following += 1
        if following < end and passage.gaps[following] and _begins(keys[following], folds[following]):
            found.append(following)
    return found


def _begins(key: object, fold: Hashable) -> bool:
    """Whether a sentence can begin with a token: a capital letter, a bracket, or what a placeholder prints."""
    says = key if isinstance(key, str) else key[0] if isinstance(key, tuple) else ""
    return not isinstance(says, str) or not isinstance(fold, str) or says[:1].isupper() or fold in _OPENING
