"""Lineage: what one clause was in every state of a document, and since which state its wording has stood."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from clausebook.compare.changes import Comparison
from clausebook.model.document import Snapshot


@dataclass(frozen=True)
class Lineage:
    """The clauses of a document through its states, oldest first; `steps[n]` compares `states[n]` with `states[n + 1]`."""

    states: Sequence[Snapshot]
    steps: Sequence[Comparison]

    @cached_property
    def _former(self) -> Sequence[Mapping[str, str | None]]:
        """For each step the id that each clause of its new state had in the old one; None where it was not there."""
        return [_former_ids(step) for step in self.steps]

    def line(self, clause: str) -> list[tuple[int, str]]:
        """Every state in which a clause stood, as indices with its id there, up to the last that has it under the id `clause`.

        Empty when no state has it.
        """
        language = next(iter(self.states[0].editions))
        last = [index for index, state in enumerate(self.states) if clause in state.editions[language].by_id]
        if not last:
            return []
        line = [(last[-1], clause)]
        while line[-1][0]:
            index, here = line[-1]
            former = self._former[index - 1].get(here)
            if former is None:
                break
            line.append((index - 1, former))
        return line[::-1]

    def since(self, language: str) -> list[dict[str, int]]:
        """For each state, and each clause in it, the index of the state with which its wording in `language` began."""
        if not self.states:
            return []
        found = [dict.fromkeys(self.states[0].editions[language].by_id, 0)]
        for index, step in enumerate(self.steps, 1):
            begun = {}
            for clause in step.new.editions[language].by_id:
                former = self._former[index - 1][clause]
                change = step.change_of(clause)
                begins = former is None or (change is not None and change.rewords(language))
                begun[clause] = index if begins or former is None else found[-1][former]
            found.append(begun)
        return found


def _former_ids(step: Comparison) -> dict[str, str | None]:
    language = next(iter(step.new.editions))
    before = step.old.editions[language].by_id
    renamed = {new_id: old_id for old_id, new_id in step.renamed.items()}
    former: dict[str, str | None] = {}
    for clause in step.new.editions[language].by_id:
        change = step.change_of(clause)
        if change is not None and change.new_id == clause:
            former[clause] = change.old_id
        else:
            former[clause] = renamed.get(clause, clause if clause in before else None)
    return former
