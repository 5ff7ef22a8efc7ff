"""The page of one clause: every wording that it ever had, newest first; the address to cite it by, for good."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from markupsafe import Markup, escape

from clausebook.compare import Change
from clausebook.languages import N_
from clausebook.model import timeline
from clausebook.model.document import Document, Snapshot, Version
from clausebook.model.timeline import Status
from clausebook.pages import addresses
from clausebook.pages.changes import ChangeLister
from clausebook.pages.language_view import ClauseLife, LanguageView, source_link
from clausebook.pages.page import Page, PageKind, TocEntry
from clausebook.pages.redlines import RedlineWriter
from clausebook.pages.status_sentences import Life, anchor, life_between, version_link, version_words
from clausebook.pages.templates import TemplateData, render
from clausebook.sentences.changes import KIND_WORDS


class StepView(NamedTuple):
    """What a version did to the clause: how it is called, its reason, and the redline where words changed."""

    labels: tuple[tuple[str, Markup], ...]
    remarks: tuple[Markup, ...]
    note: Markup
    title: Markup
    redline: Markup
    version: Markup


class WordingView(NamedTuple):
    """One wording, with the numbers it had and the steps taken with it; the first step is the one that gave it."""

    anchor: str
    period: Markup
    version: Markup
    life: Life
    numbers: Markup
    title: str
    html: Markup
    in_short: Markup
    steps: tuple[StepView, ...]


@dataclass(frozen=True, slots=True)
class ClausePageData(TemplateData):
    """Every wording that a clause ever had, newest first.

    `fate` says what became of a clause that is no longer there, `place` is where it stands, `nested` has number, heading and address of the clauses in it.
    """

    TEMPLATE: ClassVar[str] = "clause.html"
    document_title: str
    current_address: str
    number: str
    heading: str
    fate: Markup
    place: str
    nested: Sequence[tuple[str, str, str]]
    wordings: Sequence[WordingView]
    source: str


def clause_ids(states: Iterable[Snapshot], language: str) -> list[str]:
    """The ids of all clauses that these states have, in the order in which they came."""
    return list(dict.fromkeys(clause for state in states for clause in state.editions[language].by_id))


class ClauseHistory:
    """The states of a document in one language, with the state in which each wording of each clause began.

    Whatever a state tells of itself on every page of a clause stands in a list, by the index of the state.
    """

    def __init__(self, view: LanguageView, document: Document) -> None:
        self.view, self.document = view, document
        states = self.states = view.active_versions(document)
        self.clauses = [view.edition(state).by_id for state in states]
        self.numbers = [view.edition(state).numbers for state in states]
        self.statuses = [view.status(document, state) for state in states]
        self.names = [version_words(view, state) for state in states]
        self.headings = [view.words("Wording of {version}", version=name) for name in self.names]
        self.entries = [view.text("Wording of {version}", version=view.text.version_inside(state)) for state in states]
        self.title = view.title(document)

    def page(self, clause_id: str) -> Page:
        view, document = self.view, self.document
        language, title = view.language, self.title
        address = addresses.clause(language, document.id, clause_id)
        life = view.clause_life(document, clause_id)
        last, _ = life.line[-1]
        state, clause = self.states[last], self.clauses[last][clause_id]
        edition = view.edition(state)
        parts = _parts(life)[::-1]
        wordings = [self._wording(life, part, address) for part in parts]
        alternates, translations = view.alternates(address, document)
        heading = view.heading(state, clause)
        data = ClausePageData(
            document_title=title,
            current_address=addresses.current(language, document.id),
            number=clause.number,
            heading=heading,
            fate=self._fate(life, clause_id, address),
            place=f"{addresses.version(language, document.id, state.name)}#{clause_id}",
            nested=[
                (nested.number, view.heading(state, nested), addresses.clause(language, document.id, nested.id))
                for nested in clause.clauses
            ],
            wordings=wordings,
            source=source_link(view, edition.path),
        )
        html = render(view.root, language, address, data)
        description = view.text(
            "Every wording of clause {number} of “{document}”, with its dates and reasons.",
            number=clause.number,
            document=title,
        )
        return Page(
            PageKind.CLAUSE,
            language,
            address,
            view.text("{what}: {where}", what=title, where=f"{clause.number} {heading}"),
            description,
            html,
            address,
            alternates,
            translations,
            indexed=False,
            toc=tuple(
                [
                    TocEntry(wording.anchor, self.entries[part[0][0]])
                    for part, wording in zip(parts, wordings, strict=True)
                ]
            ),
            source=edition.path,
            document=document.id,
        )

    def _wording(self, life: ClauseLife, part: list[tuple[int, str]], address: str) -> WordingView:
        view = self.view
        first, _ = part[0]
        last, last_id = part[-1]
        clause = self.clauses[last][last_id]
        writer = view.writer(self.states[last], address)
        return WordingView(
            f"v{self.states[first].name.replace('.', '-')}",
            self._period(part),
            self.headings[first],
            self._life(self.states[first : last + 1], last_id),
            self._numbers(part),
            clause.title,
            writer.clause(clause),
            writer.html(clause.in_short),
            tuple(self._steps(life, part, address)),
        )

    def _life(self, states: Sequence[Snapshot], clause: str) -> Life:
        """What a wording is that these states have; that a draft has it too makes it no draft."""
        overtaken = Status.OVERTAKEN
        versions = [
            state
            for state in states
            if isinstance(state, Version) and self.view.status(self.document, state) is not overtaken
        ] or states
        return life_between(self.view, self.document, versions[0], versions[-1], clause)

    def _period(self, part: list[tuple[int, str]]) -> Markup:
        """From when to when the wording applies, in dates that stay true. What a correction overtook has never applied."""
        words = self.view.words
        applied = [index for index, _ in part if self.statuses[index] is not Status.OVERTAKEN]
        if not applied:
            return words("This wording is never in force.")
        state = self.states[applied[0]]
        if not isinstance(state, Version):
            return words("Draft: neither announced nor in force.")
        clause = dict(part)[applied[0]]
        first_day = timeline.clause_effective(state, clause)
        start = words.date(first_day)
        had = [self.states[index] for index in applied]
        latest = next((one for one in reversed(had) if isinstance(one, Version)), state)
        ended = timeline.clause_replaced_on(self.document, latest, part[-1][1], self.view.day(self.document))
        if ended and ended <= first_day and first_day > state.effective:
            return words("This wording is never in force.")
        if ended:
            end = words.date(max(ended - dt.timedelta(days=1), first_day))
            return words("In force from {start} to {end}.", start=start, end=end)
        return words("In force from {date}.", date=start)

    def _numbers(self, part: list[tuple[int, str]]) -> Markup:
        """The number that the clause had first, and each other one with the version that gave it."""
        shown: list[Markup] = []
        previous = ""
        for index, clause_id in part:
            number = self.numbers[index][clause_id]
            if number != previous:
                name = self.names[index]
                shown.append(
                    self.view.words("{number} from {version}", number=number, version=name) if shown else escape(number)
                )
                previous = number
        return Markup(", ").join(shown) if len(shown) > 1 else shown[0]

    def _steps(self, life: ClauseLife, part: list[tuple[int, str]], address: str) -> Iterator[StepView]:
        for index, clause_id in part:
            step = life.steps.get(index)
            change = step.change_of(clause_id) if step else None
            if step is None or change is None or not change.substantive or change.new_id != clause_id:
                continue
            lister = ChangeLister.on_page(self.view, step, address)
            yield self._step(lister, change, shown=index == part[0][0] and change.old_id is not None)

    def _step(self, lister: ChangeLister, change: Change, *, shown: bool) -> StepView:
        words, new = self.view.words, lister.comparison.new
        note = self.view.edition(new).by_id[change.id].note
        sentences = lister.sentences
        marked = sentences.redline(change)
        writer = RedlineWriter(words, lister.old, lister.new, f"v{new.name.replace('.', '-')}-")
        return StepView(
            tuple((kind.value, words(KIND_WORDS[kind])) for kind in change.kinds),
            tuple(sentences.remarks(change)),
            lister.new.html(note),
            writer.title(marked) if shown else Markup(""),
            writer.html(marked) if shown else Markup(""),
            words("With {version}", version=version_words(self.view, new)),
        )

    def _fate(self, life: ClauseLife, clause_id: str, address: str) -> Markup:
        """What became of a clause that the latest versions no longer have under this id; empty for one that stands."""
        step, words = life.end, self.view.words
        if step is None:
            return Markup("")
        version = version_link(self.view, step.new, address)
        later = step.renamed.get(clause_id)
        if later is None:
            return words("This clause ended with {version}.", version=version)
        target = addresses.link(address, addresses.clause(self.view.language, self.document.id, later))
        number = self.view.edition(step.new).numbers[later]
        link = anchor(target, number)
        change = step.change_of(later)
        merged = change is not None and change.old_id != clause_id
        sentence = (
            N_("With {version} this clause was joined into clause {number}.")
            if merged
            else N_("From {version} on this clause goes on as clause {number}.")
        )
        return words(sentence, version=version, number=link)


def _parts(life: ClauseLife) -> list[list[tuple[int, str]]]:
    """The line of a clause in parts with one wording each."""
    parts: list[list[tuple[int, str]]] = []
    for (index, clause_id), begun in zip(life.line, life.begun, strict=True):
        if parts and begun != index:
            parts[-1].append((index, clause_id))
        else:
            parts.append([(index, clause_id)])
    return parts
