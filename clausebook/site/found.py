"""Found: what comparing the states of a document told, as digests for the keys of the pages that show it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields

from clausebook.compare import Change, Comparison, Lineage
from clausebook.model.document import Document
from clausebook.pages.clauses import clause_ids
from clausebook.pages.shelf import Shelf
from clausebook.site.digests import digest_of


@dataclass(frozen=True, slots=True)
class Found:
    """What comparing told of one document.

    `whole` is a digest of everything. `steps` has one for each state, by its name, of what that changed; `begun` one for each language and
    state of when the wordings in it began; `clauses` one for each clause of all that happened to it, with the ids of the clauses whose
    texts its page shows.
    """

    whole: str
    steps: Mapping[str, str]
    begun: Mapping[str, Mapping[str, str]]
    clauses: Mapping[str, tuple[str, frozenset[str]]]


def find(shelf: Shelf, document: Document) -> Found:
    """Compare the states of a document that have pages."""
    states = shelf.shown(document)
    if not states:  # its page says where it can be read, under its original title
        titles = [state.editions[document.authoritative].title for state in (*document.versions, document.draft)]
        return Found(digest_of(titles), {}, {}, {})
    history = shelf.history(document)
    comparisons = {state.name: shelf.comparison(document, state) for state in states}
    steps = {name: digest_of(_step(comparison)) for name, comparison in comparisons.items() if comparison}
    told = [(extent.comparison.old.name, _told(extent.change), extent.at) for extent in history.extents]
    return Found(
        digest_of(sorted(steps.items()), told, history.renames),
        steps,
        {language: dict(_begun(history.lineage, language)) for language in document.languages},
        dict(_clauses(history.lineage, shelf.language)),
    )


def _step(comparison: Comparison) -> object:
    renamed = sorted(comparison.renamed.items())
    return comparison.old.name, [_told(change) for change in comparison.changes], renamed


def _told(change: Change) -> object:
    """A change as it is written the same way in every process: sets have an order of their own in each."""
    told = {each.name: getattr(change, each.name) for each in fields(change)}
    return {**told, "languages": sorted(change.languages)}


def _begun(lineage: Lineage, language: str) -> Iterator[tuple[str, str]]:
    """For each state a digest of where its wordings in a language began; nothing for one that has gaps."""
    if all(language in state.editions for state in lineage.states):
        names = [state.name for state in lineage.states]
        for name, begun in zip(names, lineage.since(language), strict=True):
            yield name, digest_of([(clause, names[index]) for clause, index in begun.items()])


def _clauses(lineage: Lineage, language: str) -> Iterator[tuple[str, tuple[str, frozenset[str]]]]:
    for clause in clause_ids(lineage.states, language):
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
        if last < len(lineage.steps):
            later = lineage.steps[last].renamed.get(clause)
            change = lineage.steps[last].change_of(later) if later else None
            told.append((later, change and _told(change)))
        yield clause, (digest_of(line, told), frozenset(shown))
