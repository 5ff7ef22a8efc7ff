"""Keys: what each part of a site is made from, as one digest. Whatever a page can tell must be in the key of its part.

A key is made of facts that are cheap to have: digests of files, dates, what was found by comparing. No page is needed for it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from functools import cached_property
from pathlib import Path
from uuid import uuid4

from clausebook import confined
from clausebook.compare import HistoryData
from clausebook.digests import digest_of
from clausebook.model import timeline
from clausebook.model.document import Clause, Document, Snapshot
from clausebook.pages.language_view import LanguageView
from clausebook.pages.library import Volume, volumes
from clausebook.pages.templates import own_templates
from clausebook.program import program_digest, tree_digest
from clausebook.site.found import Found
from clausebook.site.plugin.theme import own_theme
from clausebook.site.settings import Settings
from clausebook.site.settings_file import CONTENT, SETTINGS_FILE


@dataclass(frozen=True)
class Keys:
    """The keys of one site as of its views' days, one view for each language.

    `noted` is what an earlier build noted of its comparisons and texts; `used` is what this one is to note.
    """

    root: Path
    settings: Settings
    views: Mapping[str, LanguageView]
    noted: dict[str, str] = field(default_factory=dict)
    used: dict[str, str] = field(default_factory=dict)
    _found: dict[str, Found] = field(default_factory=dict, repr=False)
    _told: dict[int, str] = field(default_factory=dict, repr=False)
    _languages: dict[str, str] = field(default_factory=dict, repr=False)
    _names: dict[tuple[str, str], str] = field(default_factory=dict, repr=False)
    _outlined: dict[tuple[str, str], str] = field(default_factory=dict, repr=False)

    @cached_property
    def site(self) -> str:
        """Everything that all parts are made from: the program, the settings, the site's own templates, the languages.

        Where a hook or another plugin has a say, nobody knows what it reads: then no key is ever the same again.
        """
        settings = confined.read(self.root, SETTINGS_FILE)
        theme = self.settings.theme_folder
        own = tree_digest(self.root / "templates"), tree_digest(Path(theme)) if theme else "", self._all
        view = next(iter(self.views.values()))
        told = self.settings, view.languages, view.drafts, str(uuid4()) if self.settings.open_ended else ""
        return digest_of(program_digest(), settings, own, told)

    @cached_property
    def _all(self) -> str:
        """Everything that any template could tell, where there are templates of the site's own: nobody knows what these look at."""
        view = next(iter(self.views.values()))
        if not own_templates(self.root, "pages") and not own_theme(self.root, self.settings.theme_folder):
            return ""
        told = [
            (self._facts(document), [(self._facts(state), _digests(state)) for state in document.states])
            for document in view.book.documents.values()
        ]
        return digest_of(told, sorted(view.days.items()))

    @property
    def days(self) -> Mapping[str, dt.date]:
        """The day as of which each document is shown."""
        return next(iter(self.views.values())).days

    @property
    def left_out(self) -> list[str]:
        """The documents that the site does not tell of."""
        view = next(iter(self.views.values()))
        return [name for name in view.book.documents if name not in view.documents]

    def compare(self, spread: Spread = map) -> None:
        """Compare, once for all languages, the documents of whose texts nothing is noted; maybe several at a time."""
        jobs = {
            name: (view, document)
            for view in self.views.values()
            for document in view.documents.values()
            if (name := self._texts_compared(view, document)) not in self.noted
        }
        for (name, (view, document)), (told, whole) in zip(
            jobs.items(), spread(_compare, list(jobs.values())), strict=True
        ):
            view.histories.learn(document, view.active_versions(document), told)
            self.used[name] = whole

    def texts(self, language: str, document: Document) -> str:
        """The pages and data of a document in a language, as they are before the theme is put around them."""
        view = self.views[language]
        texts = [(state.name, _digest_in(state, language)) for state in _states(view, document)]
        key = digest_of(self._frame(view, document), texts, self._compared(view, document))
        self.used[self.note_of_texts(language, document)] = key
        return key

    def is_as_noted(self, language: str) -> bool:
        """Whether the language's own texts are those of an earlier build, whatever was told in others."""
        view, name = self.views[language], f"own {self.site} {language}"
        documents = view.documents.values()
        self.used[name] = digest_of([_digest_in(state, language) for one in documents for state in _states(view, one)])
        return self.noted.get(name) == self.used[name]

    def note_of_texts(self, language: str, document: Document) -> str:
        """Under which name the key of a document's texts is noted, for the next build to take over what it can.

        Only one by the same program, with the same settings and templates, finds it.
        """
        return f"texts {self.site} {language} {document.id}"

    def volumes(self, language: str, document: Document) -> Iterator[tuple[Volume, str]]:
        """Each volume of a document's archive with its key, which the theme is no part of.

        A page tells all of the texts of its own states and clauses. Of the others it tells titles, numbers and defined terms at most, and
        the summary of a version that is announced.
        """
        view = self.views[language]
        states = view.shown(document)
        found = self._find(view, document)
        frame = self.outline(language, document)
        wordings = _wordings(states, language)
        begun = found.begun(language)
        for volume in volumes(view, document):
            told: list[object] = [
                (
                    state.name,
                    found.steps.get(state.name),
                    begun.get(state.name),
                    self._texts_of_step(view, document, state),
                )
                for state in volume.states
            ]
            for clause in volume.clauses:
                happened, shown = found.clauses[clause]
                told.append((clause, happened, [(each, wordings.get(each)) for each in sorted(shown)]))
            yield volume, digest_of(frame, told)

    def outline(self, language: str, document: Document) -> str:
        """All that may be told of a document outside of the pages that show its texts."""
        view = self.views[language]
        known = self._outlined.get((language, document.id))
        if known is None:
            told = self._frame(view, document), list(_outlines(view.shown(document), language))
            known = self._outlined[language, document.id] = digest_of(told)
        return known

    def _texts_of_step(self, view: LanguageView, document: Document, state: Snapshot) -> object:
        before = view.predecessor(document, state)
        return view.edition(state).digest, before and view.edition(before).digest

    def _frame(self, view: LanguageView, document: Document) -> str:
        """All that the pages of a document in a language tell but its texts."""
        facts = [self._facts(state) for state in _states(view, document)]
        turns, outside = _turns(document, view.day(document)), self._outside(view, document)
        return digest_of(self.site, view.language, self._facts(document), facts, turns, outside)

    def _compared(self, view: LanguageView, document: Document) -> str:
        """What comparing found in all languages: the other languages' texts have a say in nothing else.

        It is noted under the texts that were compared, so that they are compared only when one of them changed.
        """
        name = self._texts_compared(view, document)
        if name not in self.used:
            self.used[name] = self.noted.get(name) or self._find(view, document).whole
        return self.used[name]

    def _find(self, view: LanguageView, document: Document) -> Found:
        name = self._texts_compared(view, document)
        if name not in self._found:
            self._found[name] = Found(view, document)
        return self._found[name]

    def _texts_compared(self, view: LanguageView, document: Document) -> str:
        """A name for all that comparing looks at."""
        known = self._names.get((view.language, document.id))
        if known is None:
            known = self._names[view.language, document.id] = self._name_compared(view, document)
        return known

    def _name_compared(self, view: LanguageView, document: Document) -> str:
        shown = view.shown(document)
        texts = [
            (state.name, [(code, edition.digest) for code, edition in state.editions.items()])
            for state in shown or _states(view, document)
        ]
        facts = self._facts(document), [self._facts(state) for state in shown]
        return digest_of(self.site, facts, texts, _turns(document, view.day(document)))

    def _facts(self, thing: Document | Snapshot) -> str:
        """The fields of a document or a state, without its texts."""
        known = self._told.get(id(thing))
        if known is None:
            shown = (each.name for each in fields(thing) if each.name not in _TEXTS)
            languages = tuple(thing.editions) if isinstance(thing, Snapshot) else ()
            known = self._told[id(thing)] = digest_of([(name, getattr(thing, name)) for name in shown], languages)
        return known

    def _outside(self, view: LanguageView, document: Document) -> object:
        """How other documents look that this one refers to."""
        named = {each.document for each in document.references if each.language == view.language}
        return [
            (name, there.document, there.title, sorted(there.numbers.items()), there.has_page, sorted(there.anchors))
            for name in sorted(named)
            if (there := view.outside.get(name))
        ]

    def language(self, language: str) -> str:
        """All that MkDocs makes of a language. Found out once for a build, as it looks through the folders of hand-written pages."""
        if language not in self._languages:
            view = self.views[language]
            texts = [self.texts(language, document) for document in view.documents.values()]
            content = tree_digest(self.root / CONTENT / language)
            pages = sorted((code, _listing(self.root / CONTENT / code)) for code in view.languages)
            self._languages[language] = digest_of(self.site, language, sorted(view.days.items()), texts, content, pages)
        return self._languages[language]


Spread = Callable[
    [Callable[[tuple[LanguageView, Document]], tuple[HistoryData, str]], Sequence[tuple[LanguageView, Document]]],
    Iterable[tuple[HistoryData, str]],
]


def _compare(job: tuple[LanguageView, Document]) -> tuple[HistoryData, str]:
    view, document = job
    return view.history(document).told(), Found(view, document).whole


# Fields that hold texts, or tell of them.
_TEXTS = {"versions", "draft", "editions", "references"}


def _states(view: LanguageView, document: Document) -> tuple[Snapshot, ...]:
    """The states that have a say: drafts only where they are shown."""
    return (*document.versions, *([document.draft] if view.drafts else []))


def _outlines(states: Iterable[Snapshot], language: str) -> Iterator[object]:
    """What the pages of other versions may tell of each edition, and all that references into it print."""
    last: list[object] = []
    for state in states:
        edition = state.editions[language]
        clauses: list[object] = [
            (clause.id, clause.label, clause.number, clause.title) for clause in edition.by_id.values()
        ]
        told: list[object] = [clauses, edition.parents, edition.definitions]
        # Most have the outline of the one before them.
        yield state.name, edition.title, edition.summary, None if told == last else told
        last = told


def _wordings(states: Iterable[Snapshot], language: str) -> Mapping[str, list[object]]:
    """By the id of each clause what it said in these states, with the state in which that began."""
    said: dict[str, list[object]] = {}
    last: dict[str, Clause] = {}
    for state in states:
        for name, clause in state.editions[language].by_id.items():
            before = last.get(name)
            if before is clause:  # as nearly always
                continue
            last[name] = clause
            words = _said(clause)
            if before is None or _said(before) != words:
                said.setdefault(name, []).append((state.name, *words))
    return said


def _said(clause: Clause) -> tuple[str, ...]:
    return clause.title, clause.text, clause.in_short, clause.note


def _digests(state: Snapshot) -> object:
    return sorted((language, edition.digest) for language, edition in state.editions.items())


def _digest_in(state: Snapshot, language: str) -> str:
    return state.editions[language].digest if language in state.editions else ""


def _turns(document: Document, day: dt.date) -> object:
    """Which of its days have come; nothing on a page depends on the day in another way."""
    return [[turn <= day for turn in timeline.days_of(document, version)] for version in document.versions]


def _listing(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))
