"""Transfers: sentences and paragraphs that moved from one clause to another, found among what a comparison left without a counterpart.

What was deleted in one clause and inserted in another is the same text if it is clearly alike and at least three words of both follow one another
(3-grams, kept in an index, so that only such pairs are weighed). Where an author said that a clause was split or merged, less will do.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import combinations, compress
from typing import NamedTuple

from rapidfuzz.distance import LCSseq

from clausebook.compare.alignment import MovedPair, likeness, match_passages
from clausebook.compare.alphabet import TokenAlphabet
from clausebook.compare.aspects import Aspect
from clausebook.compare.differ import Differ
from clausebook.compare.edit_script import Arrival, Departure, cut_passage
from clausebook.compare.outline import Outline
from clausebook.compare.pairing import Pairing
from clausebook.compare.redline import Body, TextRedline, compare_bodies
from clausebook.compare.segments import SegmentedText, find_segments
from clausebook.compare.tokens import join_passages, passage
from clausebook.model.document import Edition
from clausebook.model.prose import parse_prose

# What is certainly the same text, and has enough words to be no common phrase; and what will do where the author said so.
_CLEARLY_ALIKE, _MIN_WORDS = 0.6, 6
_ALIKE, _FEW_WORDS = 0.4, 3
# A sentence of which so little stands in its own clause has no counterpart there.
_LOOSE = 0.25
_GRAM = 3
# More loose sentences than this on either side, or a quarter as many clauses, are a new document, not one in which text moved.
_MAX_LOOSE = 2_000


class Transfer(NamedTuple):
    """That sentences moved between two clauses: `source` is the id of the one that they left in the old state, `target` where they are now."""

    source: str
    target: str


class Loose(NamedTuple):
    """A sentence without a counterpart: its index among those of its side, and its words."""

    segment: int
    words: tuple[Hashable, ...]


class _End(NamedTuple):
    """A loose sentence with the clause that it stands in, and the clauses to which the author said that this one is related."""

    clause: str
    loose: Loose
    related: frozenset[str]


@lru_cache(maxsize=2_000)
def loose_in(olds: tuple[Body, ...], news: tuple[Body, ...]) -> tuple[tuple[Loose, ...], tuple[Loose, ...]]:
    """The sentences that a redline deletes and those that it inserts, as wholes."""
    return loose_sentences(compare_bodies(olds, news))


def loose_sentences(marked: TextRedline) -> tuple[tuple[Loose, ...], tuple[Loose, ...]]:
    """The same of a redline that is at hand."""
    stands = [(was, was + length) for was, _, length in marked.alignment.matches]
    came = [(now, now + length) for _, now, length in marked.alignment.matches]
    gone = [(move.old, move.old_end) for move in marked.alignment.moves]
    come = [(move.new, move.new_end) for move in marked.alignment.moves]
    return tuple(_loose(marked.was, [*stands, *gone])), tuple(_loose(marked.now, [*came, *come]))


def _loose(text: SegmentedText, known: Iterable[tuple[int, int]]) -> Iterator[Loose]:
    standing = bytearray(len(text.letters))
    for start, end in known:
        standing[start:end] = b"\1" * (end - start)
    for index, segment in enumerate(text.segments):
        words = text.passage.words[segment.start : segment.end]
        letters = text.letters[segment.start : segment.end]
        kept = text.alphabet.weigh("".join(compress(letters, standing[segment.start : segment.end])))
        if any(words) and kept <= _LOOSE * text.alphabet.weigh(letters):
            yield Loose(index, tuple(compress(text.passage.folds[segment.start : segment.end], words)))


def find_transfers(
    old: Edition, new: Edition, pairing: Pairing, differ: Differ, among: Collection[str] | None = None
) -> Mapping[str, tuple[Transfer, ...]]:
    """The transfers of each clause, by its new id, or its old one if it is gone. `among` are the ids that can have any, if that is known."""
    gone: list[_End] = []
    come: list[_End] = []
    if (
        max(len(old.by_id.keys() - pairing.new_of.keys()), len(new.by_id.keys() - pairing.old_of.keys()))
        > _MAX_LOOSE // 4
    ):
        return {}
    for old_ids, new_id in _changed(old, new, pairing, differ, among):
        # What was merged into a clause is compared with it already.
        left, came = loose_in(*differ.bodies(old_ids, new_id))
        if old_ids and left:
            source, related = old_ids[0], _related(pairing, old_ids[0])
            gone += [_End(source, each, related) for each in left]
        if new_id and came:
            come += [_End(new_id, each, frozenset()) for each in came]
    found: dict[str, dict[Transfer, None]] = defaultdict(dict)
    if not gone or not come or max(len(gone), len(come)) > _MAX_LOOSE:
        return {}
    for source, target in _matches(gone, come, pairing):
        transfer = Transfer(source, target)
        found[pairing.new_of.get(source, source)][transfer] = None
        found[target][transfer] = None
    return {clause: tuple(sorted(transfers)) for clause, transfers in found.items()}


def _changed(
    old: Edition, new: Edition, pairing: Pairing, differ: Differ, among: Collection[str] | None
) -> Iterator[tuple[tuple[str, ...], str | None]]:
    """Clauses whose words changed, with those merged into them, and those that have one side only."""
    for clause in new.by_id:
        if among is not None and clause not in among:
            continue
        old_id = pairing.old_of.get(clause)
        if old_id is None:
            yield (), clause
        elif not (old_id == clause and clause in pairing.simple and differ.same(old_id, clause)):
            merged = pairing.merged.get(clause, ())
            if Aspect.WORDS in differ.compare(old_id, clause, merged).aspects:
                yield (old_id, *merged), clause
    for clause in old.by_id:
        if clause not in pairing.new_of and (among is None or clause in among):
            yield (clause,), None


def _related(pairing: Pairing, source: str) -> frozenset[str]:
    """The new clauses of which the author said that they came from an old one."""
    return frozenset(key for key, formers in pairing.origins.formers.items() if source in formers)


def _matches(gone: Sequence[_End], come: Sequence[_End], pairing: Pairing) -> Iterator[tuple[str, str]]:
    """Sources and targets of loose sentences that are the same text, each once, best first."""
    alphabet = TokenAlphabet()
    spelt = [alphabet.spell(each.loose.words) for each in come]
    index: dict[Hashable, list[int]] = defaultdict(list)
    for position, letters in enumerate(spelt):
        for gram in grams(letters):
            index[gram].append(position)
    scores = []
    for row, left in enumerate(gone):
        letters = alphabet.spell(left.loose.words)
        for column in sorted({position for gram in grams(letters) for position in index.get(gram, ())}):
            target = come[column].clause
            if pairing.new_of.get(left.clause) == target:
                continue
            declared = target in left.related
            least, words = (_ALIKE, _FEW_WORDS) if declared else (_CLEARLY_ALIKE, _MIN_WORDS)
            shorter = min(len(letters), len(spelt[column]))
            if shorter >= words and 2 * LCSseq.similarity(letters, spelt[column]) >= least * shorter:
                score = likeness(letters, spelt[column], alphabet)
                if score >= least:
                    scores.append((-score, min(row, column), max(row, column), row, column))
    rows: set[int] = set()
    columns: set[int] = set()
    for *_, row, column in sorted(scores):
        if row not in rows and column not in columns:
            rows.add(row)
            columns.add(column)
            yield gone[row].clause, come[column].clause


def grams(words: Sequence[Hashable] | str) -> set[Hashable]:
    """All runs of three words; a shorter text as a whole."""
    return {words[at : at + _GRAM] for at in range(max(1, len(words) - _GRAM + 1))} if words else set()


@dataclass(frozen=True, slots=True)
class Partner:
    """The other clause of a transfer: its id as it is told, its redline, and whether text came from it (else it went there)."""

    clause: str
    marked: TextRedline
    is_source: bool


def with_transfers(marked: TextRedline, partners: Sequence[Partner]) -> TextRedline:
    """A redline in which what came from other clauses, or went there, is shown as moved, with what changed in it."""
    departures, arrivals = list(marked.departures), list(marked.arrivals)
    elsewhere = dict(marked.elsewhere)
    number = max([each.number for each in departures], default=0) + _last_row_move(marked)
    taken: set[tuple[bool, int]] = set()
    for partner in partners:
        before, after = (partner.marked, marked) if partner.is_source else (marked, partner.marked)
        for move, row, column in _moves_between(before, after):
            own = (partner.is_source, column if partner.is_source else row)
            if own in taken:
                continue
            taken.add(own)
            number += 1
            elsewhere[number] = partner.clause
            if partner.is_source:
                former = cut_passage(before.was.passage, move.old, move.old_end)
                arrivals.append(Arrival(move.new, move.new_end, number, former, move.matches))
            else:
                departures.append(Departure(move.old, move.old_end, number))
    return replace(
        marked,
        departures=tuple(sorted(departures)),
        arrivals=tuple(sorted(arrivals, key=lambda each: each.start)),
        elsewhere=elsewhere,
    )


def _last_row_move(marked: TextRedline) -> int:
    """How many moves of rows there are, which are numbered after those of sentences or before."""
    return sum(bool(row.move) for table in marked.tables.values() for row in table.blocks)


def _moves_between(before: TextRedline, after: TextRedline) -> Iterator[tuple[MovedPair, int, int]]:
    """What the first redline deletes and the second one inserts, as moves between their texts, in the order of the new one."""
    gone, come = loose_sentences(before)[0], loose_sentences(after)[1]
    alphabet = TokenAlphabet()
    spelt = [alphabet.spell(each.words) for each in come]
    scores = []
    for row, left in enumerate(gone):
        letters = alphabet.spell(left.words)
        for column, other in enumerate(spelt):
            score = likeness(letters, other, alphabet) if min(len(letters), len(other)) >= _FEW_WORDS else 0.0
            if score >= _ALIKE:
                scores.append((-score, min(row, column), max(row, column), row, column))
    rows: dict[int, int] = {}
    for *_, row, column in sorted(scores):
        if row not in rows and column not in rows.values():
            rows[row] = column
    for row, column in sorted(rows.items(), key=lambda pair: pair[1]):
        was, now = before.was.segments[gone[row].segment], after.now.segments[come[column].segment]
        matches = match_passages(
            cut_passage(before.was.passage, was.start, was.end), cut_passage(after.now.passage, now.start, now.end)
        )
        yield MovedPair(was.start, was.end, now.start, now.end, matches), row, column


def exchanging_clauses(editions: Sequence[Edition]) -> frozenset[str]:
    """The ids of all clauses between which text can have moved, between whichever two of these editions.

    Only sentences that a clause does not have in every edition can leave it or come to it.
    """
    alphabet = TokenAlphabet()
    ends: list[tuple[str, str]] = []
    index: dict[Hashable, list[int]] = defaultdict(list)
    for clause, sentences in _passing_sentences(editions).items():
        for words in sentences:
            letters = alphabet.spell(words)
            if len(letters) >= _MIN_WORDS:
                for gram in grams(letters):
                    index[gram].append(len(ends))
                ends.append((clause, letters))
    found: set[str] = set()
    seen: set[tuple[int, int]] = set()
    for holders in index.values():
        for row, column in combinations(holders, 2):
            first, second = ends[row], ends[column]
            if first[0] == second[0] or (row, column) in seen or {first[0], second[0]} <= found:
                continue
            seen.add((row, column))
            shorter = min(len(first[1]), len(second[1]))
            if 2 * LCSseq.similarity(first[1], second[1]) < _CLEARLY_ALIKE * shorter:
                continue  # their likeness cannot be so great
            if likeness(first[1], second[1], alphabet) >= _CLEARLY_ALIKE:
                found |= {first[0], second[0]}
    return frozenset(found)


def _passing_sentences(editions: Sequence[Edition]) -> dict[str, list[tuple[Hashable, ...]]]:
    """For each clause the sentences that it does not have in every edition."""
    texts: dict[str, Counter[str]] = defaultdict(Counter)
    for edition in editions:
        for clause in edition.by_id.values():
            texts[clause.id][clause.text] += 1
    found = {}
    for key, counts in texts.items():
        if len(counts) == 1 and counts.total() == len(editions):
            continue
        held: Counter[tuple[Hashable, ...]] = Counter()
        for text, count in counts.items():
            for words in _sentences(text):
                held[words] += count
        passing = [words for words, count in held.items() if count < len(editions)]
        if passing:
            found[key] = passing
    return found


@lru_cache(maxsize=3_000)
def _sentences(text: str) -> frozenset[tuple[Hashable, ...]]:
    """The words of each sentence of a text; all placeholders are alike."""
    outline = Outline.of(parse_prose(text).blocks)
    read = join_passages(passage(leaf.atoms, lambda _: "", str) for leaf in outline.leaves)
    return frozenset(
        tuple(compress(read.folds[each.start : each.end], read.words[each.start : each.end]))
        for each in find_segments(read)
    )
