"""The page of one clause: every wording that it ever had, newest first; the address to cite it by, for good."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from clausebook.compare import Change, Lineage
from clausebook.languages import N_
from clausebook.model.document import Document, Snapshot, Version
from clausebook.model.timeline import Status
from clausebook.pages import addresses
from clausebook.pages.changes import KIND_WORDS, ChangeLister
from clausebook.pages.life import anchor, version_link, version_words
from clausebook.pages.page import Page, PageKind, TocEntry
from clausebook.pages.redlines import RedlineWriter
from clausebook.pages.shelf import Shelf, source_link
from clausebook.pages.templates import render


@dataclass(frozen=True, slots=True)
class StepView:
    """What a version did to the clause: how it is called, its reason, and the redline where words changed."""

    labels: tuple[tuple[str, Markup], ...]
    remarks: tuple[Markup, ...]
    note: Markup
    title: Markup
    redline: Markup
    version: Markup


@dataclass(frozen=True, slots=True)
class WordingView:
    """One wording, with the numbers it had and the steps taken with it; the first step is the one that gave it."""

    anchor: str
    period: Markup
    version: Markup
    status: str
    status_word: Markup
    numbers: Markup
    title: str
    html: Markup
    steps: tuple[StepView, ...]


def clause_pages(shelf: Shelf, document: Document) -> Iterator[Page]:
    """One page for each clause id that a published version has or had."""
    history = ClauseHistory.of(shelf, document)
    ids = dict.fromkeys(clause.id for state in history.lineage.states for clause in shelf.edition(state).walk())
    for clause_id in ids:
        yield history.page(clause_id)


@dataclass(frozen=True)
class ClauseHistory:
    """The states of a document in one language, with the state in which each wording of each clause began."""

    shelf: Shelf
    document: Document
    lineage: Lineage
    since: Sequence[dict[str, int]]

    @classmethod
    def of(cls, shelf: Shelf, document: Document) -> ClauseHistory:
        lineage = shelf.history(document).lineage
        return cls(shelf, document, lineage, lineage.since(shelf.language))

    def page(self, clause_id: str) -> Page:
        shelf, document, words = self.shelf, self.document, self.shelf.words
        language = shelf.language
        address = addresses.clause(language, document.id, clause_id)
        line = self.lineage.line(clause_id)
        last, _ = line[-1]
        state = self.lineage.states[last]
        edition = shelf.edition(state)
        clause = edition.by_id[clause_id]
        wordings = [self._wording(part, address) for part in self._parts(line)][::-1]
        alternates, translations = shelf.alternates(address, document)
        heading = shelf.heading(state, clause)
        html = render(
            shelf.root,
            "clause.html",
            language,
            address,
            document_title=shelf.title(document),
            current_address=addresses.current(language, document.id),
            number=clause.number,
            heading=heading,
            fate=self._fate(clause_id, last, address),
            place=f"{addresses.version(language, document.id, state.name)}#{clause_id}",
            nested=[
                (nested.number, shelf.heading(state, nested), addresses.clause(language, document.id, nested.id))
                for nested in clause.clauses
            ],
            wordings=wordings,
            source=source_link(shelf, edition.path),
        )
        return Page(
            PageKind.CLAUSE,
            language,
            address,
            f"{shelf.title(document)}: {clause.number} {heading}",
            str(
                words(
                    "Every wording of clause {number} of “{document}”, with its dates and reasons.",
                    number=clause.number,
                    document=shelf.title(document),
                )
            ),
            html,
            address,
            alternates,
            translations,
            indexed=False,
            toc=tuple(TocEntry(view.anchor, str(view.version)) for view in wordings),
            source=edition.path,
            document=document.id,
        )

    def _parts(self, line: list[tuple[int, str]]) -> list[list[tuple[int, str]]]:
        """The line of a clause in parts with one wording each."""
        parts: list[list[tuple[int, str]]] = []
        for index, clause_id in line:
            if parts and self.since[index][clause_id] != index:
                parts[-1].append((index, clause_id))
            else:
                parts.append([(index, clause_id)])
        return parts

    def _wording(self, part: list[tuple[int, str]], address: str) -> WordingView:
        shelf, words = self.shelf, self.shelf.words
        first, _ = part[0]
        last, last_id = part[-1]
        state, newest = self.lineage.states[first], self.lineage.states[last]
        clause = shelf.edition(newest).by_id[last_id]
        status = self._status(part)
        return WordingView(
            f"v{state.name.replace('.', '-')}",
            self._period(state, last),
            words("Wording of {version}", version=version_words(shelf, state)),
            status.value,
            words.status(status),
            self._numbers(part),
            clause.title,
            shelf.writer(newest, address).clause(clause),
            tuple(self._steps(part, address)),
        )

    def _status(self, part: list[tuple[int, str]]) -> Status:
        """What a wording is that several versions have: in force if one of them is, else announced, else no longer."""
        found = {self.shelf.status(self.document, self.lineage.states[index]) for index, _ in part}
        order = (Status.IN_FORCE, Status.ANNOUNCED, Status.SUPERSEDED, Status.UNPUBLISHED)
        return next(status for status in order if status in found)

    def _period(self, state: Snapshot, last: int) -> Markup:
        """From when to when the wording applies, in dates that stay true."""
        words = self.shelf.words
        if not isinstance(state, Version):
            return words("Draft: neither announced nor in force.")
        start = words.date(state.effective)
        following = self.lineage.states[last + 1] if last + 1 < len(self.lineage.states) else None
        if isinstance(following, Version):
            end = words.date(max(following.effective - dt.timedelta(days=1), state.effective))
            return words("In force from {start} to {end}.", start=start, end=end)
        return words("In force from {date}.", date=start)

    def _numbers(self, part: list[tuple[int, str]]) -> Markup:
        words, shown = self.shelf.words, []
        previous = ""
        for index, clause_id in part:
            state = self.lineage.states[index]
            number = self.shelf.edition(state).by_id[clause_id].number
            if number != previous:
                shown.append(
                    words("{number} from {version}", number=number, version=version_words(self.shelf, state))
                    if previous
                    else Markup.escape(number)
                )
            previous = number
        return Markup(", ").join(shown)

    def _steps(self, part: list[tuple[int, str]], address: str) -> Iterator[StepView]:
        for index, clause_id in part:
            if index == 0:
                continue
            step = self.lineage.steps[index - 1]
            change = step.change_of(clause_id)
            if change is None or change not in step.substantive or change.new_id != clause_id:
                continue
            lister = ChangeLister.on_page(self.shelf, step, address)
            yield self._step(lister, change, shown=index == part[0][0] and change.old_id is not None)

    def _step(self, lister: ChangeLister, change: Change, *, shown: bool) -> StepView:
        words, new = self.shelf.words, lister.comparison.new
        note = self.shelf.edition(new).by_id[change.id].note
        marked = lister.redline(change)
        writer = RedlineWriter(words, lister.old, lister.new)
        return StepView(
            tuple((kind.value, words(KIND_WORDS[kind])) for kind in change.kinds),
            tuple(lister.remarks(change)),
            lister.new.html(note),
            writer.title(marked) if shown else Markup(""),
            writer.html(marked) if shown else Markup(""),
            words("With {version}", version=version_words(self.shelf, new)),
        )

    def _fate(self, clause_id: str, last: int, address: str) -> Markup:
        """What became of a clause that the latest versions no longer have under this id; empty for one that stands."""
        if last + 1 >= len(self.lineage.states):
            return Markup("")
        step, words = self.lineage.steps[last], self.shelf.words
        version = version_link(self.shelf, step.new, address)
        later = step.renamed.get(clause_id)
        if later is None:
            return words("This clause ended with {version}.", version=version)
        target = addresses.link(address, addresses.clause(self.shelf.language, self.document.id, later))
        number = self.shelf.edition(step.new).by_id[later].number
        link = anchor(target, number)
        change = step.change_of(later)
        merged = change is not None and change.old_id != clause_id
        sentence = (
            N_("With {version} this clause was joined into clause {number}.")
            if merged
            else N_("From {version} on this clause goes on as clause {number}.")
        )
        return words(sentence, version=version, number=link)
