"""Words: what changed between two passages, word by word, as runs that a careful reader would have marked by hand."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple

from clausebook.compare.standing import Stretch, standing
from clausebook.compare.tokens import NOTHING, Key, Marks, Passage
from clausebook.model.prose import Atom

# Where less than this share of the words stands, on both sides, the text counts as rewritten: marks would only confuse.
_RECOGNISABLE = 0.3
# Tokens are mapped to characters that count as letters, far from the surrogates: first a plain run, then a second one.
_FIRST_LETTER, _LETTERS, _MORE_LETTERS = 0x4E00, 20_000, 0x20000


class Op(StrEnum):
    """What happened to a piece of text."""

    SAME = "same"
    """It stands on both sides."""
    INS = "ins"
    """It stands on the new side only."""
    DEL = "del"
    """It stood on the old side only."""


class Run(NamedTuple):
    """Words with one operation. `text` is as printed on its side, for SAME on the new one.

    `old_text` is as printed on the old side (empty for INS). `old_atom` is set where a placeholder that says the same was
    written differently there, such as a reference to a clause by its former id.
    """

    op: Op
    atom: Atom
    text: str
    old_text: str = ""
    old_atom: Atom | None = None

    def on(self, side: Op) -> Atom:
        """The atom of the old (`Op.DEL`) or the new (`Op.INS`) side."""
        if side is Op.INS or self.op is not Op.SAME:
            return self.atom
        if self.atom.placeholder is None:
            return Atom(self.old_text, None, self.atom.marks)
        return self.old_atom or self.atom


class Letters(dict[Key, str]):
    """One character for each distinct token of a redline. A punctuation mark stands for itself: the clean-up sees it."""

    def __missing__(self, key: Key) -> str:
        number = len(self)
        letter = chr(_FIRST_LETTER + number if number < _LETTERS else _MORE_LETTERS + number - _LETTERS)
        if isinstance(key, str) and len(key) == 1 and key.isascii() and not key.isalnum():
            letter = key
        self[key] = letter
        return letter

    def spell(self, keys: Iterable[Key]) -> str:
        return "".join(map(self.__getitem__, keys))


def compare_words(old: Passage, new: Passage, letters: Letters) -> tuple[Run, ...]:
    """The runs that turn `old` into `new`, in reading order; where both changed, the deletion stands before the insertion."""
    if old.keys == new.keys:
        stands = [(0, 0, len(old.keys))] if old.keys else []
    else:
        stands = standing(letters.spell(old.keys), letters.spell(new.keys))
        if not _recognisable(stands, old, new):
            stands = []
    return _weave(stands, old, new)


def one_side(op: Op, side: Passage) -> tuple[Run, ...]:
    """All of a passage as inserted or deleted."""
    return _weave([], NOTHING, side) if op is Op.INS else _weave([], side, NOTHING)


def _recognisable(stands: Iterable[Stretch], old: Passage, new: Passage) -> bool:
    """Whether enough words of the old or of the new side still stand; a side without words always counts as standing."""
    kept = sum([new.words.count(1, now, now + length) for _, now, length in stands])
    return kept >= _RECOGNISABLE * min(old.words.count(1), new.words.count(1))


def _weave(stands: Iterable[Stretch], old: Passage, new: Passage) -> tuple[Run, ...]:
    """All runs in reading order: one for the neighbouring pieces of an atom with the same operation."""
    runs: list[Run] = []
    was = now = 0
    for start, end, other_start, other_end in _changes(stands, old, new):
        if now < other_start:
            _stand(runs, old, was, new, now, other_start)
        if start < end:
            _mark(runs, Op.DEL, old, start, end)
        if other_start < other_end:
            _mark(runs, Op.INS, new, other_start, other_end)
        was, now = end, other_end
    _stand(runs, old, was, new, now, new.places[-1])
    return tuple(runs)


def _changes(stands: Iterable[Stretch], old: Passage, new: Passage) -> list[tuple[int, int, int, int]]:
    """What changed, from piece to before piece on the old side, and likewise on the new one. All else stands, piece by piece.

    Space before and after tokens that changed belongs to the change as far as only one side has it.
    """
    places, gaps = old.places, old.gaps
    other_places, other_gaps = new.places, new.gaps
    found = []
    row = column = 0
    for was, now, length in [*_evenly(stands, old, new), (len(old.keys), len(new.keys), 0)]:
        start, other_start = places[row] + 1, other_places[column] + 1
        end, other_end = places[was + 1], other_places[now + 1]
        gap, other_gap = gaps[row], other_gaps[column]
        shared = len(gap) if gap == other_gap else _shared(gap, other_gap)
        start, other_start = start + shared, other_start + shared
        if start < end and other_start < other_end:
            gap, other_gap = gaps[was], other_gaps[now]
            shared = len(gap) if gap == other_gap else _shared(gap[::-1], other_gap[::-1])
            shared = min(shared, end - start, other_end - other_start)
            end, other_end = end - shared, other_end - shared
        if start < end or other_start < other_end:
            found.append((start, end, other_start, other_end))
        row, column = was + length, now + length
    return found


def _evenly(stands: Iterable[Stretch], old: Passage, new: Passage) -> Iterable[Stretch]:
    """What stands, token by token where the space between the tokens differs."""
    found = []
    for was, now, length in stands:
        if old.gaps[was + 1 : was + length] == new.gaps[now + 1 : now + length]:
            found.append((was, now, length))
        else:
            found += [(was + ahead, now + ahead, 1) for ahead in range(length)]
    return found


def _shared(gap: tuple[Marks, ...], other: tuple[Marks, ...]) -> int:
    """How many pieces of space at the beginning of two gaps have the same marks; how wide they are is no matter."""
    shared = 0
    while shared < min(len(gap), len(other)) and gap[shared] == other[shared]:
        shared += 1
    return shared


def _mark(runs: list[Run], op: Op, side: Passage, start: int, end: int) -> None:
    """The pieces from `start` to before `end` as inserted or deleted."""
    bounds, ends = side.bounds, side.ends
    while start < end:
        index = bisect_right(ends, start)
        stop = ends[index] if ends[index] < end else end
        text = side.text[bounds[start] : bounds[stop]]
        _, placeholder, marks = atom = side.atoms[index]
        words = Atom(text, None, marks) if placeholder is None else atom
        runs.append(Run(op, words, text, text if op is Op.DEL else ""))
        start = stop


def _stand(runs: list[Run], old: Passage, was: int, new: Passage, now: int, end: int) -> None:
    """The pieces of the new side from `now` to before `end`, and as many of the old one, which say the same."""
    bounds, old_bounds, ends, back = new.bounds, old.bounds, new.ends, was - now
    while now < end:
        index = bisect_right(ends, now)
        stop = ends[index] if ends[index] < end else end
        text = new.text[bounds[now] : bounds[stop]]
        old_text = old.text[old_bounds[now + back] : old_bounds[stop + back]]
        _, placeholder, marks = atom = new.atoms[index]
        if placeholder is None:
            runs.append(Run(Op.SAME, Atom(text, None, marks), text, old_text))
        else:
            former = old.atoms[bisect_right(old.ends, now + back)]
            runs.append(Run(Op.SAME, atom, text, old_text, None if former.placeholder == placeholder else former))
        now = stop
