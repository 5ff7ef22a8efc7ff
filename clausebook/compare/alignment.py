"""Alignment: which sentences of two texts belong together, in their order or moved, and from them the tokens that match.

1. Equal sentences: a longest common subsequence (LCS).
2. Sentences that are clearly alike, wherever they stand: greedy matching, best first.
3. Of these pairs the increasing subsequence of the greatest weight keeps its place; the others moved (move detection).
4. Between kept pairs a global alignment of what is left, by likeness; a sentence that was joined to or split from its neighbour is added
   to the pair that already holds most of its words.
5. In each pair the matching blocks of tokens; then the ends of blocks between them.

With s and t sentences on the two sides steps 2 and 4 weigh at most `_MAX_PAIRS` pairs; beyond that only equal sentences are found again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from rapidfuzz.distance import Indel, LCSseq

from clausebook.compare.alphabet import TokenAlphabet
from clausebook.compare.matching import Match, matching_blocks
from clausebook.compare.segments import SegmentedText
from clausebook.compare.subsequences import best_alignment, max_weight_increasing_subsequence
from clausebook.compare.tokens import Passage

# Sentences less alike than this are a removal and an addition, not one sentence reworded.
_ALIKE = 0.4
# So much alike are two sentences that are the same one even if it stands elsewhere.
_CLEARLY_ALIKE = 0.6
# A sentence of which so much stands in another one goes on in it, however much that says besides.
_CONTAINED = 0.8
_CONTAINED_WORDS = 5
# Sentences that share fewer words than this, by their number alone, are not weighed: in long ones as many are shared by chance.
_LEAST, _LONG = (0.25, 0.4), 20
# Where less than this share of the words stands, on both sides, the text counts as rewritten: marks would only confuse.
_RECOGNISABLE = 0.3
# In a text of so few words each counts, also “the”.
_SHORT = 4
# A moved block has as many words at least; a moved sentence more, as short ones recur.
_MOVED_BLOCK, _MOVED_SENTENCE = 3, 4
# More candidate pairs than this are not weighed one by one, so that the cost of a hostile text stays bounded.
_MAX_PAIRS = 20_000


class Group(NamedTuple):
    """Neighbouring sentences of both sides that belong together: from `old` to before `old_end`, and likewise of the new side."""

    old: int
    old_end: int
    new: int
    new_end: int


class MovedPair(NamedTuple):
    """Tokens that moved, on the old side and on the new one, with the matching blocks between them (counted from their starts)."""

    old: int
    old_end: int
    new: int
    new_end: int
    matches: Sequence[Match]


class Alignment(NamedTuple):
    """The tokens that match in their order, ends of blocks included, and what moved."""

    matches: Sequence[Match]
    moves: Sequence[MovedPair]


def likeness(old: str, new: str, alphabet: TokenAlphabet) -> float:
    """How much two sentences say the same, 0 to 1, by their words of substance: the share in common, or that of the shorter one in the longer."""
    if old == new:
        return 1.0
    common = LCSseq.similarity(old, new)
    if common < _LEAST[min(len(old), len(new)) >= _LONG] * min(len(old), len(new)):
        return 0.0
    weight = common_weight(old, new, alphabet)
    first, second = alphabet.weigh(old), alphabet.weigh(new)
    share = 2 * weight / (first + second) if first + second else 0.0
    lesser = min(first, second)
    if lesser and weight >= _CONTAINED * lesser and min(len(old), len(new)) >= _CONTAINED_WORDS:
        share = max(share, _CONTAINED * _CONTAINED * weight / lesser)
    return share


def common_weight(old: str, new: str, alphabet: TokenAlphabet) -> float:
    """What the longest common subsequence of two spellings says."""
    blocks = Indel.opcodes(old, new).as_matching_blocks()
    return sum(alphabet.weigh(old[each.a : each.a + each.size]) for each in blocks)


def match_words(old: str, new: str, alphabet: TokenAlphabet) -> list[Match]:
    """The matching blocks of two spellings; none where too little matches to be marked: then the text was rewritten."""
    if old == new:
        return [(0, 0, len(old))] if old else []
    found = matching_blocks(old, new)
    least = min(alphabet.count(old), alphabet.count(new))
    if least <= _SHORT:
        kept = sum(alphabet.count(new[now : now + length]) for _, now, length in found)
        return found if kept >= _RECOGNISABLE * least else []
    weight = sum(alphabet.weigh(new[now : now + length]) for _, now, length in found)
    return found if weight >= _RECOGNISABLE * min(alphabet.weigh(old), alphabet.weigh(new)) else []


def match_passages(old: Passage, new: Passage) -> list[Match]:
    """The matching blocks of two passages, whatever alphabets they were spelt in."""
    alphabet = TokenAlphabet()
    return match_words(alphabet.spell(old.folds), alphabet.spell(new.folds), alphabet)


def align(old: SegmentedText, new: SegmentedText) -> Alignment:
    """Align two texts that share an alphabet."""
    return _Aligner(old, new).align()


@dataclass(frozen=True, slots=True)
class _Aligner:
    old: SegmentedText
    new: SegmentedText

    def align(self) -> Alignment:
        if self.old.passage.folds == self.new.passage.folds:
            length = len(self.old.passage.folds)
            return Alignment([(0, 0, length)] if length else [], [])
        kept, moved = self._pairs()
        gone, come = {was for was, _ in moved}, {now for _, now in moved}
        groups = [*self._groups(kept, gone, come)]
        matches = [match for group in groups for match in self._matches(group)]
        moves = self._moves(moved)
        return Alignment(self._with_breaks(matches, moves), moves)

    def _pairs(self) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
        """Pairs of segments that keep their order, and those that do not, both in the order of the old side."""
        old, new = self.old.folds, self.new.folds
        equal = list(_equal(old, new))
        left = sorted(set(range(len(old))) - {was for was, _ in equal})
        come = sorted(set(range(len(new))) - {now for _, now in equal})
        if len(left) * len(come) <= _MAX_PAIRS:
            alike = self._clearly_alike(left, come)
        else:
            alike = list(_equal_once(old, new, left, come))
        if not alike:
            return equal, []
        pairs = sorted([*equal, *alike])
        weights = [self._mass(*pair) for pair in pairs]
        chain = max_weight_increasing_subsequence([now for _, now in pairs], weights)
        kept = [pair for index, pair in enumerate(pairs) if index in chain]
        moved = [pair for index, pair in enumerate(pairs) if index not in chain and self._can_move(*pair)]
        return kept, moved

    def _clearly_alike(self, left: Sequence[int], come: Sequence[int]) -> list[tuple[int, int]]:
        """Segments that are clearly alike, each once, best first; of equally good ones those that stand nearest."""
        found = []
        for was in left:
            for now in come:
                score = self._likeness(was, now)
                if score >= _CLEARLY_ALIKE:
                    found.append((-score, abs(was - now), min(was, now), max(was, now), was, now))
        pairs: list[tuple[int, int]] = []
        gone, taken = set(), set()
        for *_, was, now in sorted(found):
            if was not in gone and now not in taken:
                gone.add(was)
                taken.add(now)
                pairs.append((was, now))
        return pairs

    def _likeness(self, was: int, now: int) -> float:
        if self.old.folds[was] == self.new.folds[now]:
            return 1.0
        old, new = self.old.words(was, was + 1), self.new.words(now, now + 1)
        return likeness(old, new, self.old.alphabet) if old and new else 0.0

    def _mass(self, was: int, now: int) -> tuple[int, ...]:
        """How much a pair weighs that keeps its place; of equal ones the more alike."""
        size = self.old.size(was) + self.new.size(now)
        return (1 + size, self.old.folds[was] == self.new.folds[now])

    def _can_move(self, was: int, now: int) -> bool:
        """Whether a pair out of its order is told as moved. A table that both sides have always is: it is shown compared, once."""
        if self.old.is_table(was):
            return True
        whole = self.old.segments[was].whole and self.new.segments[now].whole
        size = min(self.old.size(was), self.new.size(now))
        return size >= (_MOVED_BLOCK if whole else _MOVED_SENTENCE)

    def _groups(self, kept: Sequence[tuple[int, int]], gone: set[int], come: set[int]) -> Iterator[Group]:
        """The kept pairs with, between them, what belongs together by likeness, and neighbours joined to them."""
        row = column = 0
        last: Group | None = None
        for was, now in [*kept, (len(self.old.segments), len(self.new.segments))]:
            rows = [each for each in range(row, was) if each not in gone]
            columns = [each for each in range(column, now) if each not in come]
            following = Group(was, was + 1, now, now + 1) if was < len(self.old.segments) else None
            inner = [Group(each, each + 1, other, other + 1) for each, other in self._between(rows, columns)]
            chain = [each for each in (last, *inner, following) if each]
            if rows or columns:
                chain = self._absorb(chain, set(rows), set(columns))
            yield from chain[:-1] if following else chain
            last = chain[-1] if following else None
            row, column = was + 1, now + 1

    def _between(self, rows: Sequence[int], columns: Sequence[int]) -> list[tuple[int, int]]:
        if not rows or not columns:
            return []
        if len(rows) == len(columns) == 1:
            return [(rows[0], columns[0])]  # nothing else that it could be

        def weigh(row: int, column: int) -> float:
            score = self._likeness(rows[row], columns[column])
            return score if score >= _ALIKE else 0.0

        if len(rows) * len(columns) <= _MAX_PAIRS:
            found = best_alignment(len(rows), len(columns), weigh)
        else:
            shorter = min(len(rows), len(columns))
            found = [(index, index) for index in range(shorter) if weigh(index, index)]
        return [(rows[row], columns[column]) for row, column in found]

    def _absorb(self, chain: list[Group], rows: set[int], columns: set[int]) -> list[Group]:
        """Groups with those neighbouring segments most of whose words stand in them on the other side: joined or split sentences."""
        rows -= {was for each in chain for was in range(each.old, each.old_end)}
        columns -= {now for each in chain for now in range(each.new, each.new_end)}
        found = []
        for group in chain:
            grown = True
            while grown:
                grown = False
                for wider, segment, side in self._wider(group, rows, columns):
                    said = side.words(segment, segment + 1)
                    gain = self._common(wider) - self._common(group)
                    if len(said) > 1 and gain >= side.alphabet.weigh(said) / 2:
                        (rows if side is self.old else columns).discard(segment)
                        group, grown = wider, True
                        break
            found.append(group)
        return found

    def _wider(self, group: Group, rows: set[int], columns: set[int]) -> Iterator[tuple[Group, int, SegmentedText]]:
        if self._spell(group)[0] == self._spell(group)[1]:
            return  # there are no words to spare
        old, old_end, new, new_end = group
        if new_end in columns:
            yield group._replace(new_end=new_end + 1), new_end, self.new
        if new - 1 in columns:
            yield group._replace(new=new - 1), new - 1, self.new
        if old_end in rows:
            yield group._replace(old_end=old_end + 1), old_end, self.old
        if old - 1 in rows:
            yield group._replace(old=old - 1), old - 1, self.old

    def _spell(self, group: Group) -> tuple[str, str]:
        return self.old.words(group.old, group.old_end), self.new.words(group.new, group.new_end)

    def _common(self, group: Group) -> float:
        return common_weight(*self._spell(group), self.old.alphabet)

    def _matches(self, group: Group) -> list[Match]:
        """The matching tokens of a group."""
        old, new = self.old.segments, self.new.segments
        start, other = old[group.old].start, new[group.new].start
        return self._match(start, old[group.old_end - 1].end, other, new[group.new_end - 1].end)

    def _match(self, start: int, end: int, other: int, other_end: int) -> list[Match]:
        was, now = self.old.letters[start:end], self.new.letters[other:other_end]
        return [(start + a, other + b, size) for a, b, size in match_words(was, now, self.old.alphabet)]

    def _moves(self, moved: Sequence[tuple[int, int]]) -> list[MovedPair]:
        """What moved, neighbouring sentences of a block together."""
        joined: list[list[tuple[int, int]]] = []
        for was, now in moved:
            last = joined[-1][-1] if joined else None
            if last == (was - 1, now - 1) and self._same_block(last, (was, now)):
                joined[-1].append((was, now))
            else:
                joined.append([(was, now)])
        found = []
        for pairs in joined:
            start, other = self.old.segments[pairs[0][0]].start, self.new.segments[pairs[0][1]].start
            end, other_end = self.old.segments[pairs[-1][0]].end, self.new.segments[pairs[-1][1]].end
            blocks = self._match(start, end, other, other_end)
            matches = [(row - start, column - other, size) for row, column, size in blocks]
            found.append(MovedPair(start, end, other, other_end, matches))
        return found

    def _same_block(self, before: tuple[int, int], after: tuple[int, int]) -> bool:
        old, new = self.old.segments, self.new.segments
        return old[before[0]].block == old[after[0]].block and new[before[1]].block == new[after[1]].block

    def _with_breaks(self, matches: Sequence[Match], moves: Sequence[MovedPair]) -> list[Match]:
        """The matches with the ends of blocks that stand too.

        After words that stand, the end of their block is its end on both sides; a whole block alone in its place that was replaced by
        another one keeps its end as well. All other ends were inserted, removed, or belong to blocks that were.
        """
        old, new = self.old.passage, self.new.passage
        # Ends of blocks that moved to their end; tokens that are no ends do no harm here.
        gone, come = {each.old_end for each in moves}, {each.new_end for each in moves}
        olds, news = _Breaks(old.breaks), _Breaks(new.breaks)
        found: list[Match] = []
        row = column = 0
        for was, now, length in [*matches, (len(old.keys), len(new.keys), 0)]:
            before, after = olds.until(was), news.until(now)
            if before and after and row and column and not olds.is_break(row - 1) and not news.is_break(column - 1):
                found.append((before[0], after[0], 1))
                before, after = before[1:], after[1:]
            if len(before) == len(after) and not (gone.intersection(before) or come.intersection(after)):
                empty = [
                    olds.is_empty(each) and news.is_empty(other) for each, other in zip(before, after, strict=True)
                ]
                if len(before) == 1 or all(empty):
                    found += zip(before, after, [1] * len(before), strict=True)
            if length:
                found.append((was, now, length))
                olds.skip(was + length)
                news.skip(now + length)
            row, column = was + length, now + length
        return found


class _Breaks:
    """The ends of blocks on one side, in order."""

    def __init__(self, breaks: Sequence[int]) -> None:
        self._breaks = breaks
        self._all = frozenset(breaks)
        self._next = 0

    def is_break(self, token: int) -> bool:
        return token in self._all

    def is_empty(self, one: int) -> bool:
        """Whether the block that ends at a break has no token."""
        return one == 0 or self.is_break(one - 1)

    def until(self, token: int) -> list[int]:
        """Those not yet given that come before a token."""
        start = self._next
        while self._next < len(self._breaks) and self._breaks[self._next] < token:
            self._next += 1
        return list(self._breaks[start : self._next])

    def skip(self, token: int) -> None:
        self.until(token)


def _equal(old: Sequence[object], new: Sequence[object]) -> Iterator[tuple[int, int]]:
    """A longest common subsequence of equal segments."""
    numbers: dict[object, int] = {}
    first = [numbers.setdefault(says, len(numbers)) for says in old]
    second = [numbers.setdefault(says, len(numbers)) for says in new]
    for block in Indel.opcodes(first, second).as_matching_blocks():
        yield from zip(range(block.a, block.a + block.size), range(block.b, block.b + block.size), strict=True)


def _equal_once(
    old: Sequence[object], new: Sequence[object], left: Sequence[int], come: Sequence[int]
) -> Iterator[tuple[int, int]]:
    """Segments that say the same and stand once among the rest of each side."""
    first, second = Counter(old[each] for each in left), Counter(new[each] for each in come)
    where = {new[each]: each for each in come}
    for each in left:
        if first[old[each]] == second[old[each]] == 1:
            yield each, where[old[each]]
