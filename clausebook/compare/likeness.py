"""Likeness: how much speaks for two texts being the same clause.

What counts is what is printed: words by their weight, apart from the addresses of links; headings; and how much of the shorter text stands in the longer
one. A `LikenessTable` weighs each two texts once, however many pairs of states they meet in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice, product

from rapidfuzz.distance import Indel, LCSseq

from clausebook.compare.alphabet import TokenAlphabet
from clausebook.model.document import Clause, Edition
from clausebook.model.prose import parse_prose

# Shorter texts are paired only if they are equal; in longer ones a share that stands within the other text is evidence too.
MIN_WORDS = 5
_LONG = 20
_CONTAINED_WORDS, _CONTAINED = 8, 0.8
_TITLE_SHARE = 0.2
# A text of which less than this stands has nothing to do with its former one; from the other share on two texts are the same one.
_UNLIKE, _SAME_TEXT = 0.3, 0.75
# With less evidence two texts have nothing to do with one another.
LEAST_EVIDENCE = 0.2
# More texts than this are not weighed all against all.
_MAX_TABLE = 700

_WORD = re.compile(r"\w+")


def likeness(old: Clause, new: Clause) -> float:
    """How much of two clauses is the same, 0 to 1, their headings counting a little."""
    alphabet = TokenAlphabet()
    was, now = _Said.of(old, alphabet), _Said.of(new, alphabet)
    text = _text_likeness(was.letters, now.letters, alphabet, contained=False)
    return text if not was.title and not now.title else _with_titles(text, was, now)


def is_unlike(old: Clause, new: Clause) -> bool:
    """Whether two texts under the same id have next to nothing in common."""
    if old.text == new.text:
        return False
    return _unlike(old.text, new.text)


@lru_cache(maxsize=5_000)
def _unlike(old: str, new: str) -> bool:
    alphabet = TokenAlphabet()
    was, now = _printed_words(old), _printed_words(new)
    if min(len(was), len(now)) < MIN_WORDS:
        return False
    letters, others = alphabet.spell(was), alphabet.spell(now)
    common = _common_weight(letters, others, alphabet)
    # Of a text that lost most of its sentences, or got many, the rest still stands.
    return common < _UNLIKE * min(alphabet.weigh(letters), alphabet.weigh(others))


def clear_pairs(vanished: Mapping[str, Clause], appeared: Mapping[str, Clause]) -> dict[str, str]:
    """New id to old id where two texts are the same, or nearly: far more alike than by chance."""
    alphabet = TokenAlphabet()
    old = {key: _Said.of(clause, alphabet) for key, clause in vanished.items()}
    new = {key: _Said.of(clause, alphabet) for key, clause in appeared.items()}
    found: dict[str, list[str]] = {}
    for new_id, now in new.items():
        alike = [
            old_id
            for old_id, was in old.items()
            if min(len(was.words), len(now.words)) >= MIN_WORDS
            and _text_likeness(was.letters, now.letters, alphabet) >= _SAME_TEXT
        ]
        if len(alike) == 1:
            found.setdefault(alike[0], []).append(new_id)
    return {news[0]: old_id for old_id, news in found.items() if len(news) == 1}


@dataclass(frozen=True, slots=True)
class _Said:
    """What a clause prints, as letters; its heading as words."""

    title: tuple[str, ...]
    words: tuple[str, ...]
    letters: str

    @classmethod
    def of(cls, clause: Clause, alphabet: TokenAlphabet) -> _Said:
        words = _printed_words(clause.text)
        return cls(tuple(_WORD.findall(clause.title.casefold())), words, alphabet.spell(words))


@lru_cache(maxsize=5_000)
def _printed_words(text: str) -> tuple[str, ...]:
    words: list[str] = []
    for atom in parse_prose(text).atoms():
        words += [atom.placeholder.target] if atom.placeholder else _WORD.findall(atom.text.casefold())
    return tuple(words)


@dataclass
class _Ranking:
    """The numbers of the texts that one text was weighed against, and their evidence with it, the greatest first."""

    weighed: set[int] = field(default_factory=set)
    ranked: list[tuple[float, int]] = field(default_factory=list)


@dataclass(eq=False)
class LikenessTable:
    """The evidence that two texts are the same clause, found out once for any two; texts are numbered as they are met."""

    _alphabet: TokenAlphabet = field(default_factory=TokenAlphabet)
    _numbers: dict[tuple[str, str], int] = field(default_factory=dict)
    _said: list[_Said] = field(default_factory=list)
    _firsts: list[int] = field(default_factory=list)
    _of_words: dict[tuple[str, ...], int] = field(default_factory=dict)
    _evidence: dict[tuple[int, int], float] = field(default_factory=dict)
    _rankings: dict[int, _Ranking] = field(default_factory=dict)
    _neighbours: dict[int, tuple[Edition, Mapping[str, tuple[str, str]]]] = field(default_factory=dict)

    def number(self, clause: Clause) -> int:
        """The number of what a clause says, title included."""
        key = clause.title, clause.text
        number = self._numbers.get(key)
        if number is None:
            number = self._numbers[key] = len(self._said)
            said = _Said.of(clause, self._alphabet)
            self._said.append(said)
            self._firsts.append(self._of_words.setdefault(said.words, number))
        return number

    def first_alike(self, number: int) -> int:
        """The number of the first text with the same words, whatever the titles."""
        return self._firsts[number]

    def words(self, number: int) -> tuple[str, ...]:
        """The words of a text without its title."""
        return self._said[number].words

    def evidence(self, old: int, new: int) -> float:
        """How much speaks for two texts being the same clause, 0 to 1, titles included."""
        key = old, new
        known = self._evidence.get(key)
        if known is None:
            was, now = self._said[old], self._said[new]
            known = _text_likeness(was.letters, now.letters, self._alphabet)
            if was.title or now.title:
                known = _with_titles(known, was, now)
            self._evidence[key] = known
        return known

    def text_likeness(self, old: int, new: int) -> float:
        """The same without titles."""
        return _text_likeness(self._said[old].letters, self._said[new].letters, self._alphabet)

    def best_two(self, old: int, news: AbstractSet[int]) -> tuple[float, float]:
        """The evidence of the best candidate among the texts `news` for the text `old`, and that of the second best; 0 where there is none."""
        ranking = self._rankings.setdefault(old, _Ranking())
        unknown = news - ranking.weighed
        if unknown:
            ranking.weighed |= unknown
            evidence = [(self.evidence(old, new), new) for new in unknown]
            ranking.ranked = sorted([*ranking.ranked, *(each for each in evidence if each[0] >= LEAST_EVIDENCE)])[::-1]
        best, second, *_ = *islice((evidence for evidence, new in ranking.ranked if new in news), 2), 0.0, 0.0
        return best, second

    def lookalikes(self, clauses: Iterable[Clause]) -> AbstractSet[str]:
        """The ids of those of these clauses that are at all like another one with another id; all ids where there are too many texts to weigh."""
        ids: dict[int, set[str]] = {}
        for clause in {id(clause): clause for clause in clauses}.values():
            ids.setdefault(self.number(clause), set()).add(clause.id)
        if len(ids) > _MAX_TABLE:
            return frozenset().union(*ids.values())
        alike: set[str] = set()
        for old, new in product(ids, repeat=2):
            both = ids[old] | ids[new]
            if len(both) > 1 and not both <= alike and self.evidence(old, new) >= LEAST_EVIDENCE:
                alike |= both
        return alike

    def neighbours(self, edition: Edition) -> Mapping[str, tuple[str, str]]:
        """For each clause the ids of those before and after it among its siblings; at either end that of the section around it stands in."""
        known = self._neighbours.get(id(edition))
        if known is None:
            known = self._neighbours[id(edition)] = edition, _neighbours(edition)
        return known[1]


def _with_titles(text: float, old: _Said, new: _Said) -> float:
    return (1 - _TITLE_SHARE) * text + _TITLE_SHARE * _title_likeness(old.title, new.title)


def _text_likeness(old: str, new: str, alphabet: TokenAlphabet, *, contained: bool = True) -> float:
    """The share of words in common, by their weight; or, if `contained`, that of the shorter text which stands within the longer one."""
    if old == new:
        return 1.0
    least = min(len(old), len(new))
    if LCSseq.similarity(old, new) < (0.33 if least < _LONG else 0.4) * least:
        return 0.0  # in long texts as many words are shared by chance
    common = _common_weight(old, new, alphabet)
    first, second = alphabet.weigh(old), alphabet.weigh(new)
    share = 2 * common / (first + second) if first + second else 0.0
    lesser = min(first, second)
    if contained and least >= _CONTAINED_WORDS and common >= _CONTAINED * lesser:
        share = max(share, 0.8 * common / lesser)
    return share


def _common_weight(old: str, new: str, alphabet: TokenAlphabet) -> float:
    """What the longest common subsequence of two texts says."""
    blocks = Indel.opcodes(old, new).as_matching_blocks()
    return alphabet.weigh("".join([old[block.a : block.a + block.size] for block in blocks]))


def _title_likeness(old: Sequence[str], new: Sequence[str]) -> float:
    if not old or not new:
        return 0.3  # a heading that came or went says little
    if set(old) <= set(new) or set(new) <= set(old):
        return 1.0 if old == new else 0.8
    return Indel.normalized_similarity(old, new)


def _neighbours(edition: Edition) -> Mapping[str, tuple[str, str]]:
    beside = {}
    for parent, siblings in [("", edition.clauses), *((clause.id, clause.clauses) for clause in edition.walk())]:
        ids = [parent, *[clause.id for clause in siblings], parent]
        beside.update({key: (ids[place], ids[place + 2]) for place, key in enumerate(ids[1:-1])})
    return beside
