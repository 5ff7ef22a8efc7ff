"""Found: what comparing the states of a document told, as digests for the keys of the pages that show it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cached_property

from clausebook.compare import Change, Comparison, Lineage
from clausebook.digests import digest_of
from clausebook.model.document import Document
from clausebook.pages.clauses import clause_ids
from clausebook.pages.language_view import LanguageView


@dataclass(frozen=True)
class Found:
    """What comparing told of one document, whose pages one language shows; only what is asked for is written as digests."""

    view: LanguageView
    document: Document

    @cached_property
    def whole(self) -> str:
        """Everything, for all languages."""
        if not self.view.shown(self.document):  # its page says where it can be read, under its original title
            return digest_of(
                [state.editions[self.document.regime_of(state).authoritative].title for state in self.document.states]
            )
        history = self.view.history(self.document)
        told = [(found.comparison.old.name, _told(found.change), found.at) for found in history.change_ranges]
        return digest_of(sorted(self.steps.items()), told, history.renames)

    @cached_property
    def steps(self) -> Mapping[str, str]:
        """What each state changed, by its name."""
        compared = ((state, self.view.comparison(self.document, state)) for state in self.view.shown(self.document))
        return {state.name: digest_of(_step(comparison)) for state, comparison in compared if comparison}

    def begun(self, language: str) -> Mapping[str, str]:
        """When the wordings in each state began, by its name."""
        lineage = self.view.history(self.document).lineage
        names = [state.name for state in lineage.states]
        return {
            name: digest_of([(clause, names[index]) for clause, index in begun.items()])
            for name, begun in zip(names, lineage.since(language), strict=True)
        }

    @cached_property
    def clauses(self) -> Mapping[str, tuple[str, frozenset[str]]]:
        """All that happened to each clause, by its id; and the ids of the clauses whose texts its page shows."""
        lineage, language = self.view.history(self.document).lineage, self.view.language
        return {clause: _life(lineage, clause, language) for clause in clause_ids(lineage.states, language)}


def _step(comparison: Comparison) -> object:
    renamed = sorted(comparison.renamed.items())
    return comparison.old.name, [_told(change) for change in comparison.changes], renamed


def _told(change: Change) -> object:
    """A change as it is written the same way in every process: sets have an order of their own in each."""
    told = {each.name: getattr(change, each.name) for each in fields(change)}
    return {**told, "languages": sorted(change.languages)}


def _life(lineage: Lineage, clause: str, language: str) -> tuple[str, frozenset[str]]:
    line = lineage.line(clause)
    last, _ = line[-1]
    shown = {each for _, each in line}
    shown.update(nested.id for nested in lineage.states[last].editions[language].by_id[clause].clauses)
    told: list[object] = []
    for index, each in line:
        change = lineage.steps[index - 1].change_of(each) if index else None
        if change:
            told.append((index, _told(change)))
            shown.update(change.origins)
            shown.update(clause for transfer in change.transfers for clause in transfer)
    if last < len(lineage.steps):
        later = lineage.steps[last].renamed.get(clause)
        change = lineage.steps[last].change_of(later) if later else None
        told.append((later, change and _told(change)))
    return digest_of(line, told), frozenset(shown)
