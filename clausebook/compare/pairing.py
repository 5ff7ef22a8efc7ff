"""Pairing: which clause of a new state continues which clauses of an old one.

By id first; then by `was`, in which an author names the former ids; at last, for ids that vanished and appeared without a word, by
the likeness of their texts, where it is clear.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Indel

from clausebook.model.document import Clause, Snapshot

# A likeness is clear when it is great, and no other clause comes near it.
_CLEAR = 0.75
_MARGIN = 0.15
_MIN_WORDS = 5


@dataclass(frozen=True, slots=True)
class Pairing:
    """How two states hang together, by clause ids.

    `old_of` gives the clause that each continuing clause continues; `merged` the further old clauses that went into a new
    one; `split` the old clauses, still there, that a new one was taken out of; `inferred` the new ids paired by likeness.
    """

    old_of: Mapping[str, str]
    merged: Mapping[str, tuple[str, ...]]
    split: Mapping[str, tuple[str, ...]]
    inferred: frozenset[str]


def origins_between(states: Sequence[Snapshot], language: str) -> dict[str, tuple[str, ...]]:
    """For each clause of the last state the clauses of the first that it came from, step by step through `was`."""
    origins: dict[str, tuple[str, ...]] = {clause.id: (clause.id,) for clause in states[0].editions[language].walk()}
    for state in states[1:]:
        origins = {
            clause.id: tuple(
                dict.fromkeys(old for former in (clause.id, *clause.was) for old in origins.get(former, ()))
            )
            for clause in state.editions[language].walk()
        }
    return origins


def pair_clauses(
    old: Mapping[str, Clause], new: Mapping[str, Clause], origins: Mapping[str, tuple[str, ...]]
) -> Pairing:
    """Pair the clauses of two editions; `origins` gives for each new id the old ids that it came from."""
    old_of = {clause_id: clause_id for clause_id in new if clause_id in old}
    taken = set(old_of.values())
    merged: dict[str, tuple[str, ...]] = {}
    split: dict[str, tuple[str, ...]] = {}
    for clause_id in new:
        named = [origin for origin in origins.get(clause_id, ()) if origin in old and origin != clause_id]
        free = [origin for origin in named if origin not in taken]
        if clause_id not in old_of and free:
            old_of[clause_id] = free.pop(0)
            taken.add(old_of[clause_id])
        if free:
            merged[clause_id] = tuple(free)
            taken.update(free)
        elif named and clause_id not in old_of:
            split[clause_id] = tuple(named)
    vanished = {clause_id: clause for clause_id, clause in old.items() if clause_id not in taken}
    appeared = {key: clause for key, clause in new.items() if key not in old_of and key not in split}
    likely = _alike(vanished, appeared)
    return Pairing({**old_of, **likely}, merged, split, frozenset(likely))


def _alike(vanished: Mapping[str, Clause], appeared: Mapping[str, Clause]) -> dict[str, str]:
    """New id to old id where the texts leave no doubt: each is the other's best match, by a margin."""
    words_old = {key: _words(clause) for key, clause in vanished.items()}
    words_new = {key: _words(clause) for key, clause in appeared.items()}
    scores = {
        (new, old): Indel.normalized_similarity(new_words, old_words)
        for new, new_words in words_new.items()
        for old, old_words in words_old.items()
        if min(len(new_words), len(old_words)) >= _MIN_WORDS
    }
    found = {}
    for (new, old), score in scores.items():
        rivals = [other for (n, o), other in scores.items() if (n == new) != (o == old)]
        if score >= _CLEAR and all(score - rival >= _MARGIN for rival in rivals):
            found[new] = old
    return found


def _words(clause: Clause) -> list[str]:
    return f"{clause.title} {clause.text}".split()
