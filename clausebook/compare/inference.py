"""Inference: clauses whose ids vanished and appeared without a word from the author, paired where the evidence leaves no doubt.

The evidence is the likeness of the texts and which clauses stand beside them. Of up to `ALL_PAIRS` pairs each is weighed; of more, candidates come from
an inverted index of words, rarest first, so that a whole text with new ids costs n · `_CANDIDATES` comparisons and not n². Where the two best
candidates of a text are about as good, none can stand out, so that the ranking of the table alone decides most cases.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import cached_property
from typing import Protocol

from clausebook.compare.likeness import LEAST_EVIDENCE, MIN_WORDS, LikenessTable
from clausebook.model.document import Clause, Edition

# A candidate stands out when the evidence is so great, and that for any other one is so much less.
_CLEAR = 0.45
_MARGIN = 0.2
# So much is enough for the only clause that came where the only one went.
_IN_PLACE = 0.4
# What a neighbour that goes on adds; and more than all rounding errors together.
_BESIDE = 0.05
_ROUNDING = 1e-9
# With more pairs than this only the candidates that share the rarest words are weighed.
ALL_PAIRS = 10_000
_CANDIDATES = 6
_COMMON_WORD = 20


def pair_alike(
    vanished: Mapping[str, Clause],
    appeared: Mapping[str, Clause],
    paired: Mapping[str, str],
    old: Edition,
    new: Edition,
    table: LikenessTable,
) -> dict[str, str]:
    """New id to old id: equal texts that stand once on each side, then where one candidate stands out, then sections by their clauses.

    `paired` gives, new id to old id, what is paired already: the clauses of a section speak for it, and neighbours for what stands between.
    """
    if not vanished or not appeared:
        return {}
    matcher = _Matcher(vanished, appeared, dict(paired), table.neighbours(old), table.neighbours(new), table)
    matcher.pair_equal()
    matcher.pair_clear()
    matcher.pair_sections()
    return matcher.pairs


@dataclass
class _Matcher:
    """Pairs what vanished from one state and what appeared in another; `pairs` grows step by step, new id to old id.

    `old` and `new` give for each clause that is not paired yet the number of its text in the table.
    """

    vanished: Mapping[str, Clause]
    appeared: Mapping[str, Clause]
    paired: dict[str, str]
    old_beside: Mapping[str, tuple[str, str]]
    new_beside: Mapping[str, tuple[str, str]]
    table: LikenessTable
    pairs: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.old = {key: self.table.number(clause) for key, clause in self.vanished.items()}
        self.new = {key: self.table.number(clause) for key, clause in self.appeared.items()}

    def _pair(self, pairs: Mapping[str, str]) -> None:
        for new_id, old_id in pairs.items():
            del self.new[new_id], self.old[old_id]
        self.pairs |= pairs
        self.paired |= pairs

    def pair_equal(self) -> None:
        """Pair texts that are equal and stand once on each side, whatever their titles."""
        olds, news = self._by_words(self.old), self._by_words(self.new)
        self._pair(
            {
                news[text][0]: olds[text][0]
                for text in olds.keys() & news.keys()
                if self.table.words(text) and len(olds[text]) == len(news[text]) == 1
            }
        )

    def _by_words(self, clauses: Mapping[str, int]) -> Mapping[int, list[str]]:
        """The clauses that say the same, titles apart, by the number of the first such text."""
        holders: dict[int, list[str]] = defaultdict(list)
        for key, number in clauses.items():
            holders[self.table.first_alike(number)].append(key)
        return holders

    def pair_clear(self) -> None:
        """Pair those of which each is the other's best candidate, by a margin; and the only ones in their place."""
        candidates = self._candidates()
        alone = self._alone_in_place()
        clear: dict[str, str] = {}
        for old_id in candidates.promising(self.table, {old_id for old_id, _ in alone}):
            row = self._scores((old_id, new_id) for new_id in candidates.news_for(old_id))
            if not row:
                continue
            new_id, best = max(((pair[1], score) for pair, score in row.items()), key=lambda candidate: candidate[1])
            column = self._scores((other, new_id) for other in candidates.olds_for(new_id))
            rival = max((score for pair, score in (row | column).items() if pair != (old_id, new_id)), default=0.0)
            stands_out = best >= _CLEAR and best - rival >= _MARGIN
            if stands_out or ((old_id, new_id) in alone and best >= _IN_PLACE and best > rival):
                clear[new_id] = old_id
        if len(set(clear.values())) == len(clear):
            self._pair(clear)

    def _scores(self, pairs: Iterator[tuple[str, str]]) -> dict[tuple[str, str], float]:
        """The evidence for each pair for which there is any, its neighbours included."""
        scores = {}
        for old_id, new_id in pairs:
            evidence = self.table.evidence(self.old[old_id], self.new[new_id])
            if evidence >= LEAST_EVIDENCE:
                scores[old_id, new_id] = evidence + _BESIDE * self._beside(old_id, new_id)
        return scores

    def _candidates(self) -> _Candidates:
        long = self._long(self.old), self._long(self.new)
        if len(long[0]) * len(long[1]) <= ALL_PAIRS:
            return _AllCandidates(*long)
        words = [{key: self.table.words(number) for key, number in clauses.items()} for clauses in long]
        return _FewCandidates(list(_by_rare_words(*words)))

    def _long(self, clauses: Mapping[str, int]) -> dict[str, int]:
        return {key: number for key, number in clauses.items() if len(self.table.words(number)) >= MIN_WORDS}

    def _beside(self, old_id: str, new_id: str) -> int:
        """How many of the neighbours of two clauses go on as one another."""
        paired = self.paired
        (was_before, was_after), (before, after) = self.old_beside[old_id], self.new_beside[new_id]
        return (paired.get(before, before and "-") == was_before) + (paired.get(after, after and "-") == was_after)

    def _alone_in_place(self) -> set[tuple[str, str]]:
        """Vanished and appeared clauses that stand alone between the same neighbours."""
        between: dict[tuple[str, str], list[str]] = defaultdict(list)
        for old_id in self.old:
            between[self.old_beside[old_id]].append(old_id)
        paired = self.paired
        alone = set()
        for new_id in self.new:
            before, after = self.new_beside[new_id]
            place = paired.get(before, before and "-"), paired.get(after, after and "-")
            alone.update([(old_id, new_id) for old_id in between.get(place, ())])
        return alone

    def pair_sections(self) -> None:
        """Sections most of whose clauses went into the same one, from the innermost outwards: a paired one speaks for that around it."""
        parents = {child.id: key for key, clause in self.vanished.items() for child in clause.clauses}
        for key in reversed([key for key in self.new if self.appeared[key].clauses] if parents else ()):
            children = [self.paired[child.id] for child in self.appeared[key].clauses if child.id in self.paired]
            votes = Counter(parents[child] for child in children if child in parents)
            for old_id, common in votes.most_common(1):
                clauses = len(self.appeared[key].clauses), len(self.vanished[old_id].clauses)
                if old_id in self.old and 2 * common > max(clauses):
                    alike = self.table.text_likeness(self.old[old_id], self.new[key])
                    if alike >= _CLEAR:
                        self._pair({key: old_id})


class _Candidates(Protocol):
    """Which vanished clauses are weighed against which that appeared."""

    def promising(self, table: LikenessTable, alone: AbstractSet[str]) -> Sequence[str]:
        """The old ids of which one may be paired; `alone` are those for which less will do, as they are the only ones in their place."""
        ...

    def news_for(self, old_id: str) -> Sequence[str]: ...

    def olds_for(self, new_id: str) -> Sequence[str]: ...


@dataclass(frozen=True)
class _AllCandidates:
    """Each against each; `old` and `new` give the numbers of their texts."""

    old: Mapping[str, int]
    new: Mapping[str, int]

    def promising(self, table: LikenessTable, alone: AbstractSet[str]) -> Sequence[str]:
        """Those whose best candidate can be so far ahead of the second one that it stands out, neighbours included."""
        if not self.new:
            return ()
        news = frozenset(self.new.values())
        doubled = len(news) < len(self.new)
        most = 2 * _BESIDE + _ROUNDING
        promising = []
        for old_id, number in self.old.items():
            best, second = table.best_two(number, news)
            stands_out = best + most >= _CLEAR and (best + most - second >= _MARGIN or not second)
            if doubled or stands_out or (old_id in alone and best + most >= _IN_PLACE):
                promising.append(old_id)
        return promising

    def news_for(self, old_id: str) -> Sequence[str]:
        return list(self.new)

    def olds_for(self, new_id: str) -> Sequence[str]:
        return list(self.old)


@dataclass(frozen=True)
class _FewCandidates:
    """Only these pairs of an old id and a new one."""

    pairs: Sequence[tuple[str, str]]

    def promising(self, table: LikenessTable, alone: AbstractSet[str]) -> Sequence[str]:
        return list(self._news)

    def news_for(self, old_id: str) -> Sequence[str]:
        return self._news[old_id]

    def olds_for(self, new_id: str) -> Sequence[str]:
        return self._olds[new_id]

    @cached_property
    def _news(self) -> Mapping[str, Sequence[str]]:
        return _grouped(self.pairs)

    @cached_property
    def _olds(self) -> Mapping[str, Sequence[str]]:
        return _grouped((new_id, old_id) for old_id, new_id in self.pairs)


def _grouped(pairs: Iterable[tuple[str, str]]) -> Mapping[str, Sequence[str]]:
    groups: dict[str, list[str]] = defaultdict(list)
    for first, second in pairs:
        groups[first].append(second)
    return groups


def _by_rare_words(old: Mapping[str, Sequence[str]], new: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, str]]:
    """For each new clause the old ones that share most of its rare words; the words of each are given by its id."""
    postings: dict[str, list[str]] = defaultdict(list)
    for key, words in old.items():
        for word in dict.fromkeys(words):
            postings[word].append(key)
    for key, words in new.items():
        shared: Counter[str] = Counter()
        for word in dict.fromkeys(words):
            holders = postings.get(word, ())
            if len(holders) <= _COMMON_WORD:
                for holder in holders:
                    shared[holder] += 1 + _COMMON_WORD // len(holders)
        for old_id, _ in sorted(shared.items(), key=lambda item: (-item[1], item[0]))[:_CANDIDATES]:
            yield old_id, key
