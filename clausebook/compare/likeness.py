"""Likeness: clauses whose ids vanished and appeared without a word from the author, paired where the evidence leaves no doubt.

What counts is what is printed: words, apart from the addresses of links; headings; how much of the shorter text stands in the longer one; and
which clauses stand beside them. Candidates come from an inverted index of words, rarest first, so that a whole text with new ids costs
n · `_CANDIDATES` comparisons and not n².
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from rapidfuzz.distance import Indel, LCSseq

from clausebook.compare.alphabet import TokenAlphabet
from clausebook.model.document import Clause, Edition
from clausebook.model.prose import parse_prose

# A candidate stands out when the evidence is so great, and that for any other one is so much less.
_CLEAR = 0.45
_MARGIN = 0.2
# So much is enough for the only clause that came where the only one went.
_IN_PLACE = 0.4
# Shorter texts are paired only if they are equal; in longer ones a share that stands within the other text is evidence too.
_MIN_WORDS = 5
_LONG = 20
_CONTAINED_WORDS, _CONTAINED = 8, 0.8
_TITLE_SHARE = 0.2
# A text of which less than this stands has nothing to do with its former one; from the other share on two texts are the same one.
_UNLIKE, _SAME_TEXT = 0.3, 0.75
_BESIDE = 0.05
# With more pairs than this only the candidates that share the rarest words are weighed.
_ALL_PAIRS = 10_000
_CANDIDATES = 6
_COMMON_WORD = 20

_WORD = re.compile(r"\w+")


def likeness(old: Clause, new: Clause) -> float:
    """How much of two clauses is the same, 0 to 1, their headings counting a little."""
    alphabet = TokenAlphabet()
    was, now = _Said.of(old, alphabet), _Said.of(new, alphabet)
    text = _text_likeness(was.letters, now.letters, alphabet, contained=False)
    return text if not was.title and not now.title else _with_titles(text, was, now)


def pair_alike(
    vanished: Mapping[str, Clause],
    appeared: Mapping[str, Clause],
    paired: Mapping[str, str],
    old: Edition,
    new: Edition,
) -> dict[str, str]:
    """New id to old id: equal texts that stand once on each side, then where one candidate stands out, then sections by their clauses.

    `paired` gives, new id to old id, what is paired already: the clauses of a section speak for it, and neighbours for what stands between.
    """
    if not vanished or not appeared:
        return {}
    matcher = _Matcher(vanished, appeared, dict(paired), _beside(old, vanished), _beside(new, appeared))
    matcher.pair_equal()
    matcher.pair_clear()
    matcher.pair_sections()
    return matcher.found


def is_unlike(old: Clause, new: Clause) -> bool:
    """Whether two texts under the same id have next to nothing in common."""
    if old.text == new.text:
        return False
    return _unlike(old.text, new.text)


@lru_cache(maxsize=5_000)
def _unlike(old: str, new: str) -> bool:
    alphabet = TokenAlphabet()
    was, now = _printed_words(old), _printed_words(new)
    if min(len(was), len(now)) < _MIN_WORDS:
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
            if min(len(was.words), len(now.words)) >= _MIN_WORDS
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
    found: list[str] = []
    for atom in parse_prose(text).atoms():
        found += [atom.placeholder.target] if atom.placeholder else _WORD.findall(atom.text.casefold())
    return tuple(found)


def _evidence(old: _Said, new: _Said, alphabet: TokenAlphabet) -> float:
    text = _text_likeness(old.letters, new.letters, alphabet)
    if not old.title and not new.title:
        return text
    return _with_titles(text, old, new)


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
    return sum(alphabet.weigh(old[each.a : each.a + each.size]) for each in blocks)


def _title_likeness(old: Sequence[str], new: Sequence[str]) -> float:
    if not old or not new:
        return 0.3  # a heading that came or went says little
    if set(old) <= set(new) or set(new) <= set(old):
        return 1.0 if old == new else 0.8
    return Indel.normalized_similarity(old, new)


@dataclass
class _Matcher:
    vanished: Mapping[str, Clause]
    appeared: Mapping[str, Clause]
    paired: dict[str, str]
    old_beside: Mapping[str, tuple[str, str]]
    new_beside: Mapping[str, tuple[str, str]]
    found: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.alphabet = TokenAlphabet()
        self.old = {key: _Said.of(clause, self.alphabet) for key, clause in self.vanished.items()}
        self.new = {key: _Said.of(clause, self.alphabet) for key, clause in self.appeared.items()}

    def _pair(self, pairs: Mapping[str, str]) -> None:
        for new_id, old_id in pairs.items():
            del self.new[new_id], self.old[old_id]
        self.found |= pairs
        self.paired |= pairs

    def pair_equal(self) -> None:
        """Texts that are equal and stand once on each side."""
        holders: dict[tuple[str, ...], tuple[list[str], list[str]]] = defaultdict(lambda: ([], []))
        for side, clauses in enumerate((self.old, self.new)):
            for key, said in clauses.items():
                holders[said.words][side].append(key)
        self._pair(
            {news[0]: olds[0] for words, (olds, news) in holders.items() if words and len(olds) == len(news) == 1}
        )

    def pair_clear(self) -> None:
        """Pairs of which each is the other's best candidate, by a margin; and the only ones in their place."""
        scores: dict[tuple[str, str], float] = {}
        rows: dict[str, list[float]] = defaultdict(list)
        columns: dict[str, list[float]] = defaultdict(list)
        for old_id, new_id in self._candidates():
            score = _evidence(self.old[old_id], self.new[new_id], self.alphabet)
            if score >= _IN_PLACE - _MARGIN:
                score += _BESIDE * self._beside(old_id, new_id)
                scores[old_id, new_id] = score
                rows[old_id].append(score)
                columns[new_id].append(score)
        alone = self._alone_in_place()
        found: dict[str, str] = {}
        for (old_id, new_id), score in scores.items():
            rivals = [*sorted(rows[old_id])[:-1], *sorted(columns[new_id])[:-1]]
            best = score == max(rows[old_id]) == max(columns[new_id])
            stands_out = best and all(score - rival >= _MARGIN for rival in rivals)
            if (stands_out and score >= _CLEAR) or (
                (old_id, new_id) in alone
                and best
                and score >= _IN_PLACE
                and not any(rival >= score for rival in rivals)
            ):
                found[new_id] = old_id
        if len(set(found.values())) == len(found):
            self._pair(found)

    def _candidates(self) -> Iterator[tuple[str, str]]:
        old = {key: said for key, said in self.old.items() if len(said.words) >= _MIN_WORDS}
        new = {key: said for key, said in self.new.items() if len(said.words) >= _MIN_WORDS}
        if len(old) * len(new) <= _ALL_PAIRS:
            yield from ((old_id, new_id) for old_id in old for new_id in new)
            return
        yield from _by_rare_words(old, new)

    def _beside(self, old_id: str, new_id: str) -> int:
        """How many of the neighbours of two clauses go on as one another."""
        return sum(
            self.paired.get(after, after and "-") == before
            for before, after in zip(self.old_beside[old_id], self.new_beside[new_id], strict=True)
        )

    def _alone_in_place(self) -> set[tuple[str, str]]:
        """Vanished and appeared clauses that stand alone between the same neighbours."""
        between: dict[tuple[str, ...], list[str]] = defaultdict(list)
        for old_id, beside in self.old_beside.items():
            between[beside].append(old_id)
        return {
            (old_id, new_id)
            for new_id, beside in self.new_beside.items()
            if new_id in self.new
            for old_id in between.get(tuple([self.paired.get(each, each and "-") for each in beside]), ())
            if old_id in self.old
        }

    def pair_sections(self) -> None:
        """Sections most of whose clauses went into the same one, from the innermost outwards: a paired one speaks for that around it."""
        parents = {child.id: key for key, clause in self.vanished.items() for child in clause.clauses}
        for key in reversed(list(self.new)):
            children = [self.paired[child.id] for child in self.appeared[key].clauses if child.id in self.paired]
            votes = Counter(parents[child] for child in children if child in parents)
            for old_id, common in votes.most_common(1):
                clauses = len(self.appeared[key].clauses), len(self.vanished[old_id].clauses)
                if old_id in self.old and 2 * common > max(clauses):
                    alike = _text_likeness(self.old[old_id].letters, self.new[key].letters, self.alphabet)
                    if alike >= _CLEAR:
                        self._pair({key: old_id})


def _by_rare_words(old: Mapping[str, _Said], new: Mapping[str, _Said]) -> Iterator[tuple[str, str]]:
    """For each new clause the old ones that share most of its rare words."""
    postings: dict[str, list[str]] = defaultdict(list)
    for key, said in old.items():
        for word in dict.fromkeys(said.words):
            postings[word].append(key)
    for key, said in new.items():
        shared: Counter[str] = Counter()
        for word in dict.fromkeys(said.words):
            holders = postings.get(word, ())
            if len(holders) <= _COMMON_WORD:
                for holder in holders:
                    shared[holder] += 1 + _COMMON_WORD // len(holders)
        for old_id, _ in sorted(shared.items(), key=lambda item: (-item[1], item[0]))[:_CANDIDATES]:
            yield old_id, key


def _beside(edition: Edition, clauses: Iterable[str]) -> dict[str, tuple[str, str]]:
    """The clauses before and after each of these among its siblings; the section around it stands in for one that is missing."""
    found = {}
    wanted = set(clauses)
    for parent, siblings in [("", edition.clauses), *((clause.id, clause.clauses) for clause in edition.walk())]:
        ids = [clause.id for clause in siblings]
        for index, key in enumerate(ids):
            if key in wanted:
                found[key] = (ids[index - 1] if index else parent, ids[index + 1] if index + 1 < len(ids) else parent)
    return found
