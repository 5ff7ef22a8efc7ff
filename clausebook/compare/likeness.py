"""Likeness: clauses whose ids vanished and appeared without a word from the author, paired where their texts leave no doubt."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping

from rapidfuzz.distance import Indel

from clausebook.model.document import Clause

# A likeness is clear when it is great, and no other clause comes near it.
_CLEAR = 0.75
_MARGIN = 0.15
_MIN_WORDS = 5
_TITLE_SHARE = 0.15
# More candidate pairs than this are not weighed: only equal texts are then paired.
_MAX_PAIRS = 250_000

_WORD = re.compile(r"\{[^{}]*\}|\w+")


def likeness(old: Clause, new: Clause) -> float:
    """How much two clauses say the same, 0 to 1, their titles counting a little."""
    return _score(_Said(old), _Said(new), 0.0)


def pair_alike(
    vanished: Mapping[str, Clause], appeared: Mapping[str, Clause], paired: Mapping[str, str]
) -> dict[str, str]:
    """New id to old id: equal texts that stand once on each side, then the clearly alike, then sections by their clauses.

    `paired` gives, new id to old id, what is paired already; the clauses of a section speak for it.
    """
    old = {key: _Said(clause) for key, clause in vanished.items()}
    new = {key: _Said(clause) for key, clause in appeared.items()}
    found = _equal(old, new)
    _forget(found, old, new)
    if len(old) * len(new) <= _MAX_PAIRS:
        alike = _clear(old, new)
        _forget(alike, old, new)
        found |= alike
    # From the innermost outwards, as a section that was paired speaks for the one around it.
    for key in reversed(list(new)):
        section = _by_clauses(appeared[key], {other: vanished[other] for other in old}, {**paired, **found})
        if section:
            found[key] = section
            del old[section]
    return found


class _Said:
    """The words of a clause, its title apart."""

    def __init__(self, clause: Clause) -> None:
        self.title = _WORD.findall(clause.title.casefold())
        self.text = _WORD.findall(clause.text)

    @property
    def key(self) -> tuple[str, ...]:
        return tuple(self.text)


def _score(old: _Said, new: _Said, at_least: float) -> float:
    text = Indel.normalized_similarity(old.text, new.text, score_cutoff=at_least)
    if not old.title and not new.title:
        return text
    return (1 - _TITLE_SHARE) * text + _TITLE_SHARE * Indel.normalized_similarity(old.title, new.title)


def _equal(old: Mapping[str, _Said], new: Mapping[str, _Said]) -> dict[str, str]:
    holders: dict[tuple[str, ...], tuple[list[str], list[str]]] = defaultdict(lambda: ([], []))
    for side, clauses in enumerate((old, new)):
        for key, said in clauses.items():
            holders[said.key][side].append(key)
    return {news[0]: olds[0] for key, (olds, news) in holders.items() if key and len(olds) == len(news) == 1}


def _forget(pairs: Mapping[str, str], old: dict[str, _Said], new: dict[str, _Said]) -> None:
    for new_id, old_id in pairs.items():
        del new[new_id], old[old_id]


def _clear(old: Mapping[str, _Said], new: Mapping[str, _Said]) -> dict[str, str]:
    """Pairs of which each is the other's best match, by a margin."""
    rows: dict[str, list[tuple[float, str]]] = defaultdict(list)
    columns: dict[str, list[tuple[float, str]]] = defaultdict(list)
    for new_id, now in new.items():
        for old_id, was in old.items():
            if min(len(now.text), len(was.text)) >= _MIN_WORDS:
                score = _score(was, now, _CLEAR - _MARGIN)
                rows[new_id].append((score, old_id))
                columns[old_id].append((score, new_id))
    found = {}
    for new_id, row in rows.items():
        score, old_id = max(row)
        rivals = sorted([score for score, _ in row], reverse=True)[1:2]
        rivals += sorted([score for score, _ in columns[old_id]], reverse=True)[1:2]
        if score >= _CLEAR and max(columns[old_id])[1] == new_id and all(score - rival >= _MARGIN for rival in rivals):
            found[new_id] = old_id
    return found


def _by_clauses(new: Clause, candidates: Mapping[str, Clause], paired: Mapping[str, str]) -> str | None:
    """The section most of whose clauses went into `new`, and make up most of it, with a text of its own that is alike."""
    children = {paired[child.id] for child in new.clauses if child.id in paired}
    for old_id, old in candidates.items():
        common = len(children & {child.id for child in old.clauses})
        most = 2 * common > max(len(new.clauses), len(old.clauses))
        if most and Indel.normalized_similarity(_WORD.findall(old.text), _WORD.findall(new.text)) >= _CLEAR:
            return old_id
    return None
