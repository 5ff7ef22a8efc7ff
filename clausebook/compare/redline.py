"""The redline of one clause in one language: its title and its text, without the clauses nested in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from clausebook.compare.blocks import Aligner, RedBlock, Side
from clausebook.compare.tokens import Sense
from clausebook.compare.words import Letters, Op, Run, compare_words
from clausebook.model.document import Clause
from clausebook.model.prose import Atom, Placeholder
from clausebook.model.wording import Wording


@dataclass(frozen=True, slots=True)
class Redline:
    """What changed in a clause."""

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
    letters = Letters()
    before = _side(old_wording, bool(olds), letters, renamed or {})
    after = _side(new_wording, new is not None, letters, {})
    old_title = _title(olds[0]) if olds else ()
    new_title = _title(new) if new else ()
    title = compare_words(before.passage(old_title), after.passage(new_title), letters)
    old_blocks = [block for clause in olds for block in clause.prose.blocks]
    return Redline(title, Aligner(before, after).align(old_blocks, new.prose.blocks if new else ()))


def _title(clause: Clause) -> tuple[Atom, ...]:
    return (Atom(clause.title),) if clause.title else ()


def _side(wording: Wording | None, needed: bool, letters: Letters, renamed: Mapping[str, str]) -> Side:
    if wording is None:
        if needed:
            raise ValueError("a side with a clause needs its wording")
        return Side(Sense("", {}, {}), _never, letters)
    snapshot = wording.snapshot
    sense = Sense(snapshot.document, snapshot.values, wording.edition.definitions, renamed)
    return Side(sense, wording.words, letters)


def _never(placeholder: Placeholder) -> str:
    raise ValueError(f"{placeholder} stands on a side without a wording")
