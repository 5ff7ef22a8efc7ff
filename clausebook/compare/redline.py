"""The redline of one clause in one language: its title and its text, without the clauses nested in it."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from clausebook.compare.blocks import Aligner, RedBlock, Side
from clausebook.compare.tokens import Sense
from clausebook.compare.words import Letters, Op, Run, compare_words
from clausebook.model.document import Clause
from clausebook.model.prose import Atom, Block, Placeholder, parse_prose, placeholders_in
from clausebook.model.wording import Wording


@dataclass(frozen=True, slots=True, eq=False)
class Redline:
    """What changed in a clause. Equal to itself alone, so that what was made of it can be kept by it."""

    title: tuple[Run, ...]
    blocks: tuple[RedBlock, ...]

    @property
    def changed(self) -> bool:
        return any(run.op is not Op.SAME for run in self.title) or any(block.changed for block in self.blocks)


def redline(
    old: Clause | Sequence[Clause] | None,
    new: Clause | None,
    old_wording: Wording | None,
    new_wording: Wording | None,
    renamed: Mapping[str, str] | None = None,
) -> Redline:
    """The redline from `old` (None for an added clause, several for clauses merged into one) to `new` (None if removed).

    `renamed` gives the new ids of clauses whose ids changed (`Comparison.renamed`), so that a reference to such a clause
    stays the same reference. A wording is needed for each side that has a clause; a missing one raises ValueError.
    """
    olds = [old] if isinstance(old, Clause) else list(old or ())
    before = _read(olds, old_wording, renamed or {})
    after = _read([new] if new else [], new_wording, {})
    return _redline(before, after)


# What a clause's title and text read on one side, with what each placeholder says and prints there.
_Words = tuple[str, str, tuple[tuple[Placeholder, Hashable, str], ...]]


def _read(clauses: Sequence[Clause], wording: Wording | None, renamed: Mapping[str, str]) -> tuple[_Words, ...]:
    if not clauses:
        return ()
    if wording is None:
        raise ValueError("a side with a clause needs its wording")
    snapshot = wording.snapshot
    sense = Sense(snapshot.document, snapshot.values, wording.edition.definitions, renamed)
    return tuple(
        (
            clause.title,
            clause.text,
            tuple((each, sense.of(each), wording.words(each)) for each in placeholders_in(clause.text)),
        )
        for clause in clauses
    )


# The same two texts meet on the page of a version's changes, on that of the clause and in the comparison of versions.
@lru_cache(maxsize=500)
def _redline(olds: tuple[_Words, ...], news: tuple[_Words, ...]) -> Redline:
    letters = Letters()
    before, after = _side(olds, letters), _side(news, letters)
    title = compare_words(before.passage(_title(olds)), after.passage(_title(news)), letters)
    return Redline(title, Aligner(before, after).align(_blocks(olds), _blocks(news)))


def _title(clauses: tuple[_Words, ...]) -> tuple[Atom, ...]:
    """The title of the first clause; those merged into it have lost theirs."""
    return (Atom(clauses[0][0]),) if clauses and clauses[0][0] else ()


def _side(clauses: tuple[_Words, ...], letters: Letters) -> Side:
    return Side({each: (said, printed) for _, _, meanings in clauses for each, said, printed in meanings}, letters)


def _blocks(clauses: tuple[_Words, ...]) -> list[Block]:
    return [block for _, text, _ in clauses for block in parse_prose(text).blocks]
