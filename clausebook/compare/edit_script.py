"""Words: an edit script between two passages as runs that a careful reader would have marked by hand.

The script is woven from matching blocks in one pass over both sides, in time that grows with their pieces: what matches stands, the rest
is deleted and inserted. Tokens that match but differ in capitals are changed words; those that differ in their marks alone stand, with both
marks. Space belongs to a change as far as only one side has it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from itertools import zip_longest
from typing import NamedTuple

from clausebook.compare.matching import Match
from clausebook.compare.tokens import BREAK, BREAK_KEY, NOTHING, Key, Passage
from clausebook.model.prose import Atom


class Op(StrEnum):
    """What happened to a piece of text."""

    SAME = "same"
    """It stands on both sides."""
    INS = "ins"
    """It stands on the new side only."""
    DEL = "del"
    """It stood on the old side only."""
    LEFT = "left"
    """It stood here on the old side and moved: it is shown, with what changed in it, where it stands now."""
    MOVED = "moved"
    """A whole block that stands here on the new side and stood elsewhere; its runs tell what changed in it."""


class Run(NamedTuple):
    """Words with one operation. `text` is as printed on its side, for SAME on the new one.

    `old_text` is as printed on the old side (empty for INS). `old_atom` is set where the same words had other marks there, or a placeholder
    that says the same was written differently, such as a reference to a clause by its former id. `move` numbers the move in which
    these words came here, or for LEFT went away; 0 for words that did not move.
    """

    op: Op
    atom: Atom
    text: str
    old_text: str = ""
    old_atom: Atom | None = None
    move: int = 0

    @property
    def is_break(self) -> bool:
        """Whether it is the end of a block, and no words."""
        return self.atom is BREAK

    @property
    def is_old(self) -> bool:
        """Whether it belongs to the old text at this place; words that came here stood elsewhere."""
        return self.op in {Op.DEL, Op.LEFT, Op.SAME} and (self.op is Op.LEFT or not self.move)

    @property
    def is_new(self) -> bool:
        """Whether it belongs to the new text."""
        return self.op in {Op.SAME, Op.INS}

    @property
    def reformatted(self) -> bool:
        """Whether visible words stand with other marks than before."""
        if self.op is not Op.SAME or self.old_atom is None or self.old_atom.marks == self.atom.marks:
            return False
        return self.atom.placeholder is not None or not self.text.isspace()

    def on(self, side: Op) -> Atom:
        """The atom of the old (`Op.DEL`) or the new (`Op.INS`) side."""
        if side is Op.INS or self.op is not Op.SAME:
            return self.atom
        if self.atom.placeholder is None:
            return Atom(self.old_text, None, (self.old_atom or self.atom).marks)
        return self.old_atom or self.atom


class Departure(NamedTuple):
    """Tokens of the old side, from `start` to before `end`, that moved away."""

    start: int
    end: int
    number: int


class Arrival(NamedTuple):
    """Tokens of the new side that moved here, with what they were compared with: a passage and the matching blocks of the two."""

    start: int
    end: int
    number: int
    former: Passage
    matches: Sequence[Match]


def weave(
    matches: Iterable[Match],
    old: Passage,
    new: Passage,
    departures: Sequence[Departure] = (),
    arrivals: Sequence[Arrival] = (),
) -> list[Run]:
    """All runs in reading order; where both changed, the deletion stands before the insertion.

    `matches` rise on both sides and hold tokens with the same fold.
    """
    runs: list[Run] = []
    row = column = 0
    for was, now, length, stands in [*_standing(matches, old, new), (len(old.keys), len(new.keys), 0, True)]:
        _between(runs, old, (row, was), new, (column, now), departures, arrivals)
        if length:
            start, other = old.places[was + 1], new.places[now + 1]
            end, other_end = old.places[was + length] + 1, new.places[now + length] + 1
            if stands:
                _stand(runs, old, start, new, other, other_end)
            else:
                _mark(runs, Op.DEL, old, start, end)
                _mark(runs, Op.INS, new, other, other_end)
        row, column = was + length, now + length
    return _joined(runs)


def _joined(runs: Iterable[Run]) -> list[Run]:
    """Neighbouring words that stand, with the same marks on both sides, as one run."""
    found: list[Run] = []
    for run in runs:
        last = found[-1] if found else None
        if (
            last
            and last.op is run.op is Op.SAME
            and last.move == run.move
            and _is_plain(last)
            and _is_plain(run)
            and last.atom.marks == run.atom.marks
        ):
            text = last.text + run.text
            found[-1] = Run(
                Op.SAME, Atom(text, None, run.atom.marks), text, last.old_text + run.old_text, None, run.move
            )
        else:
            found.append(run)
    return found


def _is_plain(run: Run) -> bool:
    """Whether a run is words alone, which had the same marks before."""
    return (
        bool(run.text)
        and run.atom.placeholder is None
        and run.old_atom is None
        and "\n" not in (run.text, run.old_text)
    )


def one_side(op: Op, side: Passage) -> list[Run]:
    """All of a passage as inserted or deleted."""
    return weave([], NOTHING, side) if op is Op.INS else weave([], side, NOTHING)


def cut_passage(passage: Passage, start: int, end: int) -> Passage:
    """The tokens from `start` to before `end` as a passage of their own, without the space around them."""
    first, last = passage.places[start + 1], passage.places[end] + 1
    offset = passage.bounds[first]
    low, high = bisect_right(passage.ends, first), bisect_right(passage.ends, last - 1) + 1
    return Passage(
        passage.text[offset : passage.bounds[last]],
        [bound - offset for bound in passage.bounds[first : last + 1]],
        passage.atoms[low:high],
        [min(stop, last) - first for stop in passage.ends[low:high]],
        passage.keys[start:end],
        passage.folds[start:end],
        passage.words[start:end],
        [-1, *(place - first for place in passage.places[start + 1 : end + 1]), last - first],
        [(), *passage.gaps[start + 1 : end], ()],
        [each - start for each in passage.breaks if start <= each < end],
    )


def _standing(matches: Iterable[Match], old: Passage, new: Passage) -> Iterator[tuple[int, int, int, bool]]:
    """The matching blocks, cut into those that stand piece by piece and those that do not.

    Tokens stand if they say the same and the gaps within the block have as many pieces; tokens in other capitals do not. Where one side alone
    has space between two tokens, both are changed with it, as a space by itself cannot be seen.
    """
    for was, now, length in _merged(matches):
        if (
            old.keys[was : was + length] == new.keys[now : now + length]
            and old.gaps[was + 1 : was + length] == new.gaps[now + 1 : now + length]
        ):
            yield was, now, length, True
            continue
        stands = [_says(old.keys[was + n]) == _says(new.keys[now + n]) for n in range(length)]
        joined = [True] * length  # whether a token stands piece by piece with the one before it
        for n in range(1, length):
            gap, other = old.gaps[was + n], new.gaps[now + n]
            if bool(gap) != bool(other) and BREAK_KEY not in (old.keys[was + n], old.keys[was + n - 1]):
                stands[n - 1] = stands[n] = False
            joined[n] = len(gap) == len(other)
        start = 0
        while start < length:
            end = start + 1
            while end < length and stands[end] is stands[start] and (joined[end] or not stands[start]):
                end += 1
            yield was + start, now + start, end - start, stands[start]
            start = end


def _merged(matches: Iterable[Match]) -> Iterator[Match]:
    """Blocks that follow one another on both sides as one."""
    last: Match | None = None
    for was, now, length in matches:
        if last and (last[0] + last[2], last[1] + last[2]) == (was, now):
            last = (last[0], last[1], last[2] + length)
        else:
            if last:
                yield last
            last = (was, now, length)
    if last:
        yield last


def _says(key: Key) -> object:
    return key if isinstance(key, str) else key[0]


def _between(
    runs: list[Run],
    old: Passage,
    rows: tuple[int, int],
    new: Passage,
    columns: tuple[int, int],
    departures: Sequence[Departure],
    arrivals: Sequence[Arrival],
) -> None:
    """What lies between two blocks that stand: the gaps, and tokens of one side or both."""
    (row, was), (column, now) = rows, columns
    start, end = old.places[row] + 1, old.places[was + 1]
    other_start, other_end = new.places[column] + 1, new.places[now + 1]
    if row == was and column == now and (start == end) is (other_start == other_end):
        _stand_loosely(runs, old, range(start, end), new, range(other_start, other_end))
        return
    shared = min(len(old.gaps[row]), len(new.gaps[column]))
    _stand(runs, old, start, new, other_start, other_start + shared)
    start, other_start = start + shared, other_start + shared
    shared = min(len(old.gaps[was]), len(new.gaps[now]), end - start, other_end - other_start)
    end, other_end = end - shared, other_end - shared
    _mark(runs, Op.DEL, old, start, end, departures)
    _insert(runs, new, other_start, other_end, arrivals)
    _stand(runs, old, end, new, other_end, other_end + shared)


def _mark(runs: list[Run], op: Op, side: Passage, start: int, end: int, departures: Sequence[Departure] = ()) -> None:
    """The pieces from `start` to before `end` as inserted, or as deleted and departed."""
    for departure in departures:
        first, last = side.places[departure.start + 1], side.places[departure.end] + 1
        if start <= first and last <= end:
            _mark(runs, op, side, start, first)
            moved: list[Run] = []
            _mark(moved, op, side, first, last)
            runs += [run._replace(op=Op.LEFT, move=departure.number) for run in moved]
            start = last
    bounds, ends = side.bounds, side.ends
    while start < end:
        index = bisect_right(ends, start)
        stop = ends[index] if ends[index] < end else end
        text = side.text[bounds[start] : bounds[stop]]
        _, placeholder, marks = atom = side.atoms[index]
        words = Atom(text, None, marks) if placeholder is None and text else atom
        runs.append(Run(op, words, text, text if op is Op.DEL else ""))
        start = stop


def _insert(runs: list[Run], new: Passage, start: int, end: int, arrivals: Sequence[Arrival]) -> None:
    """The pieces from `start` to before `end` as inserted, or compared with what they were before they came here."""
    for arrival in arrivals:
        first, last = new.places[arrival.start + 1], new.places[arrival.end] + 1
        if start <= first and last <= end:
            _mark(runs, Op.INS, new, start, first)
            moved = weave(arrival.matches, arrival.former, cut_passage(new, arrival.start, arrival.end))
            runs += [run._replace(move=arrival.number) for run in moved]
            start = last
    _mark(runs, Op.INS, new, start, end)


def _stand(runs: list[Run], old: Passage, was: int, new: Passage, now: int, end: int) -> None:
    """The pieces of the new side from `now` to before `end`, and as many of the old one from `was`, which say the same."""
    bounds, old_bounds, ends, old_ends, back = new.bounds, old.bounds, new.ends, old.ends, was - now
    while now < end:
        index, other = bisect_right(ends, now), bisect_right(old_ends, now + back)
        stop = min(ends[index], old_ends[other] - back, end)
        text = new.text[bounds[now] : bounds[stop]]
        old_text = old.text[old_bounds[now + back] : old_bounds[stop + back]]
        _, placeholder, marks = atom = new.atoms[index]
        former = old.atoms[other]
        differs = former.placeholder != placeholder or former.marks != marks
        words = Atom(text, None, marks) if placeholder is None and text else atom
        runs.append(Run(Op.SAME, words, text, old_text, former if differs else None))
        now = stop


def _stand_loosely(runs: list[Run], old: Passage, was: range, new: Passage, now: range) -> None:
    """Two gaps, cut into pieces by marks in different ways: space on both sides, which is no difference."""
    for place, other in zip_longest(was, now):
        text = new.text[new.bounds[other] : new.bounds[other + 1]] if other is not None else ""
        old_text = old.text[old.bounds[place] : old.bounds[place + 1]] if place is not None else ""
        before = old.atoms[bisect_right(old.ends, place)].marks if place is not None else ()
        after = new.atoms[bisect_right(new.ends, other)].marks if other is not None else before
        former = Atom(old_text, None, before) if before != after else None
        runs.append(Run(Op.SAME, Atom(text, None, after), text, old_text, former))
