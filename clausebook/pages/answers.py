"""Answers to recorded queries, as digests: a page is as it was when the answers to all queries that were made for it are.

An answer is found from the book as it is now; its `source` says which texts it can depend on, so that it need not even be found where
these are the same files.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields

from clausebook.compare import Change, Comparison
from clausebook.digests import digest_of
from clausebook.model import timeline
from clausebook.model.document import Clause, Document, Edition, Snapshot
from clausebook.pages.language_view import LanguageView
from clausebook.pages.recording import Query, RecordedDay

_TEXTS = {"versions", "draft", "editions"}
SHOWN, ALL, DAY, BOOK = "shown", "all", "day", "book"


@dataclass(frozen=True)
class Answers:
    """The answers that a view gives now, each found once; `others` are those in another language of the same book, which has the same sources."""

    view: LanguageView
    others: Answers | None = field(default=None, repr=False)
    _digests: dict[Query, str] = field(default_factory=dict, repr=False)
    _sources: dict[str, str] = field(default_factory=dict, repr=False)
    _clauses: dict[int, str] = field(default_factory=dict, repr=False)
    _steps: dict[int, str] = field(default_factory=dict, repr=False)
    _wordings: dict[tuple[str, str], Mapping[str, list[object]]] = field(default_factory=dict, repr=False)

    def digest(self, query: Query) -> str:
        """The digest of the answer; raises KeyError for a query of another kind than this program makes."""
        known = self._digests.get(query)
        if known is None:
            with self.view.recorder.paused():
                answer = _ANSWERS[query.kind](self, query)
            # Half of it is as safe against chance, and there are many of them.
            known = self._digests[query] = digest_of(answer)[:32]
        return known

    def sources(self, queries: Sequence[Query] | set[Query]) -> dict[str, str]:
        """Digests of all that the answers to these queries can depend on, by names for these sources."""
        return {name: self.source(name) for name in sorted({source_of(query) for query in queries})}

    def source(self, name: str) -> str:
        """The digest of a source; empty for one that is not there any more."""
        if self.others:
            return self.others.source(name)
        known = self._sources.get(name)
        if known is None:
            kind, _, document = name.partition(" ")
            with self.view.recorder.paused():
                known = self._sources[name] = digest_of(self._source(kind, document))[:32]
        return known

    def _source(self, kind: str, name: str) -> object:
        view = self.view
        if kind == DAY:
            return sorted((document, _plain(day).isoformat()) for document, day in view.days.items())
        if kind == BOOK:
            return [self._source(ALL, document) for document in view.book.documents]
        if name not in view.book.documents:
            return ""
        document = view.book.documents[name]
        texts = [
            (state.name, sorted((code, edition.digest) for code, edition in state.editions.items()))
            for state in (self._published(document) if kind == SHOWN else document.states)
        ]
        return self.digest(Query("record", name)), texts

    def _published(self, document: Document) -> Sequence[Snapshot]:
        published = timeline.published(document, self.view.day(document))
        return (*published, document.draft) if self.view.drafts else published

    # --- What is answered ---

    def _documents(self, query: Query) -> object:
        """Which documents there are, by which names, and which of them the site tells of."""
        book = self.view.book
        names = [(name, document.former_names) for name, document in book.documents.items()]
        return names, list(self.view.documents)

    def _record(self, query: Query) -> object:
        """Everything but texts: facts of the document and of its states, in which languages these are, which of its days have come."""
        if query.document not in self.view.book.documents:
            return None
        document, day = (
            self.view.book.documents[query.document],
            self.view.day(self.view.book.documents[query.document]),
        )
        states = [(_facts(state), list(state.editions)) for state in document.states]
        turns = [turn for turn in sorted(timeline.turning_days(document)) if turn <= day]
        return _facts(document), states, turns

    def _outline(self, query: Query) -> object:
        """Title and summary of each state with a page, and of its clauses all but the texts; most have those of the one before."""
        (language,) = query.detail
        states, last = [], None
        for state in self._shown(query.document, language):
            edition = state.editions[language]
            clauses = _outline_of(edition)
            states.append(
                (state.name, edition.title, edition.summary, edition.path, None if clauses == last else clauses)
            )
            last = clauses
        return states

    def _text(self, query: Query) -> object:
        language, name = query.detail
        for state in self._states(query.document):
            if state.name == name and language in state.editions:
                return state.editions[language].digest
        return None

    def _clause(self, query: Query) -> object:
        """What a clause said in the states with a page, each time that it said something else."""
        language, name = query.detail
        key = query.document, language
        if key not in self._wordings:
            self._wordings[key] = self._find_wordings(query.document, language)
        return self._wordings[key].get(name)

    def _find_wordings(self, document: str, language: str) -> dict[str, list[object]]:
        said: dict[str, list[object]] = {}
        last: dict[str, Clause] = {}
        for state in self._shown(document, language):
            for name, clause in state.editions[language].by_id.items():
                before = last.get(name)
                if before is clause:  # as nearly always
                    continue
                last[name] = clause
                digest = self._digest_of_clause(clause)
                if before is None or self._digest_of_clause(before) != digest:
                    said.setdefault(name, []).append((state.name, digest))
        return said

    def _digest_of_clause(self, clause: Clause) -> str:
        """With all that is nested in it. Versions share the clauses that are alike as one object."""
        known = self._clauses.get(id(clause))
        if known is None:
            own = [(one.name, getattr(clause, one.name)) for one in fields(clause) if one.name != "clauses"]
            nested = [self._digest_of_clause(inner) for inner in clause.clauses]
            known = self._clauses[id(clause)] = digest_of(own, nested)
        return known

    def _changes(self, query: Query) -> object:
        """What a state changed in the one before it."""
        language, name = query.detail
        document = self._document(query.document)
        for state in self._shown(query.document, language):
            if state.name == name and document:
                comparison = self.view.comparison(document, state)
                return comparison and self._digest_of_step(comparison)
        return None

    def _digest_of_step(self, comparison: Comparison) -> str:
        known = self._steps.get(id(comparison))
        if known is None:
            known = digest_of(_step_facts(comparison))
            self._steps[id(comparison)] = known
        return known

    def _life(self, query: Query) -> object:
        _, clause = query.detail
        document = self._document(query.document)
        if document is None or not self.view.active_versions(document):
            return None
        life = self.view.clause_life(document, clause)
        steps = [(index, _step_facts(step)) for index, step in life.steps.items()]
        return life.line, life.begun, steps, life.end and _step_facts(life.end)

    def _begun(self, query: Query) -> object:
        """The state with which each wording of a state began, by its name."""
        language, name = query.detail
        document = self._document(query.document)
        for state in self._shown(query.document, language):
            if state.name == name and document:
                shown = self.view.shown(document)
                begun = self.view.wordings_since(document, state)
                return [(clause, shown[index].name) for clause, index in begun.items()]
        return None

    def _history(self, query: Query) -> object:
        document = self._document(query.document)
        if document is None:
            return None
        history = self.view.history(document)
        ranges = [
            (one.comparison.old.name, one.comparison.renamed, _change_facts(one.change), one.at)
            for one in history.change_ranges
        ]
        return [_step_facts(step) for step in history.steps], ranges, history.renames

    def _outside(self, query: Query) -> object:
        return self.view.outside.get(query.document)

    def _turn(self, query: Query) -> object:
        (day,) = query.detail
        return query.document in self.view.days and self.view.days[query.document] >= dt.date.fromisoformat(day)

    def _day(self, query: Query) -> object:
        return query.document in self.view.days and _plain(self.view.days[query.document])

    # --- Where it is found ---

    def _document(self, name: str) -> Document | None:
        return self.view.book.documents.get(name)

    def _states(self, name: str) -> Iterator[Snapshot]:
        document = self._document(name)
        yield from document.states if document else ()

    def _shown(self, name: str, language: str) -> Iterator[Snapshot]:
        """The states with a page in a language."""
        document = self._document(name)
        if document:
            yield from (state for state in self._published(document) if language in state.editions)


_ANSWERS: Mapping[str, Callable[[Answers, Query], object]] = {
    "documents": Answers._documents,
    "record": Answers._record,
    "outline": Answers._outline,
    "text": Answers._text,
    "clause": Answers._clause,
    "changes": Answers._changes,
    "life": Answers._life,
    "begun": Answers._begun,
    "history": Answers._history,
    "outside": Answers._outside,
    "turn": Answers._turn,
    "day": Answers._day,
}


def source_of(query: Query) -> str:
    """The name of all that the answer to a query can depend on.

    Drafts that are not shown have a say only in how a document looks from outside, and where a text of theirs was read.
    """
    match query.kind:
        case "turn" | "day":
            return DAY
        case "documents" | "outside":
            return BOOK
        case "text":
            return f"{ALL} {query.document}"
        case _:
            return f"{SHOWN} {query.document}"


def _plain(day: dt.date) -> dt.date:
    return day.plain if isinstance(day, RecordedDay) else day


def _facts(thing: Document | Snapshot) -> list[tuple[str, object]]:
    """The fields of a document or a state, without its texts."""
    return [(one.name, getattr(thing, one.name)) for one in fields(thing) if one.name not in _TEXTS]


def _outline_of(edition: Edition) -> object:
    clauses = [(clause.id, clause.label, clause.number, clause.title) for clause in edition.by_id.values()]
    return clauses, edition.parents, edition.definitions


def _step_facts(comparison: Comparison) -> object:
    return comparison.old.name, [_change_facts(change) for change in comparison.changes], comparison.renamed


def _change_facts(change: Change) -> object:
    return [(one.name, getattr(change, one.name)) for one in fields(change)]
