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
from clausebook.compare import Told
from clausebook.digests import digest_of
from clausebook.model import timeline
from clausebook.model.document import Clause, Document, Snapshot, Version
from clausebook.pages.library import Volume, volumes
from clausebook.pages.shelf import Shelf
from clausebook.pages.templates import own_templates
from clausebook.program import program_digest, tree_digest
from clausebook.site.found import Found
from clausebook.site.settings import CONTENT, SETTINGS_FILE, Settings
from clausebook.site.theme import own_theme


@dataclass(frozen=True)
class Keys:
    """The keys of one site as of its shelves' days, one shelf for each language.

    `noted` is what an earlier build noted of its comparisons and texts; `used` is what this one is to note.
    """

    root: Path
    settings: Settings
    shelves: Mapping[str, Shelf]
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
        shelf = next(iter(self.shelves.values()))
        told = self.settings, shelf.languages, shelf.drafts, str(uuid4()) if self.settings.open_ended else ""
        return digest_of(program_digest(), settings, own, told)

    @cached_property
    def _all(self) -> str:
        """Everything that any template could tell, where there are templates of the site's own: nobody knows what these look at."""
        shelf = next(iter(self.shelves.values()))
        if not own_templates(self.root, "pages") and not own_theme(self.root, self.settings.theme_folder):
            return ""
        told = [
            (self._facts(document), [(self._facts(state), _digests(state)) for state in document.states])
            for document in shelf.book.documents.values()
        ]
        return digest_of(told, sorted(shelf.days.items()))

    @property
    def days(self) -> Mapping[str, dt.date]:
        """The day as of which each document is shown."""
        return next(iter(self.shelves.values())).days

    @property
    def left_out(self) -> list[str]:
        """The documents that the site does not tell of."""
        shelf = next(iter(self.shelves.values()))
        return [name for name in shelf.book.documents if name not in shelf.documents]

    def compare(self, spread: Spread = map) -> None:
        """Compare, once for all languages, the documents of whose texts nothing is noted; maybe several at a time."""
        jobs = {
            name: (shelf, document)
            for shelf in self.shelves.values()
            for document in shelf.documents.values()
            if (name := self._texts_compared(shelf, document)) not in self.noted
        }
        for (name, (shelf, document)), (told, whole) in zip(
            jobs.items(), spread(_compare, list(jobs.values())), strict=True
        ):
            shelf.histories.learn(document, shelf.standing(document), told)
            self.used[name] = whole

    def texts(self, language: str, document: Document) -> str:
        """The pages and data of a document in a language, as they are before the theme is put around them."""
        shelf = self.shelves[language]
        texts = [(state.name, _digest_in(state, language)) for state in _states(shelf, document)]
        key = digest_of(self._frame(shelf, document), texts, self._compared(shelf, document))
        self.used[self.note_of_texts(language, document)] = key
        return key

    def is_as_noted(self, language: str) -> bool:
        """Whether the language's own texts are those of an earlier build, whatever was told in others."""
        shelf, name = self.shelves[language], f"own {self.site} {language}"
        documents = shelf.documents.values()
        self.used[name] = digest_of([_digest_in(state, language) for one in documents for state in _states(shelf, one)])
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
        shelf = self.shelves[language]
        states = shelf.shown(document)
        found = self._find(shelf, document)
        frame = self.outline(language, document)
        wordings = _wordings(states, language)
        begun = found.begun(language)
        for volume in volumes(shelf, document):
            told: list[object] = [
                (
                    state.name,
                    found.steps.get(state.name),
                    begun.get(state.name),
                    self._texts_of_step(shelf, document, state),
                )
                for state in volume.states
            ]
            for clause in volume.clauses:
                happened, shown = found.clauses[clause]
                told.append((clause, happened, [(each, wordings.get(each)) for each in sorted(shown)]))
            yield volume, digest_of(frame, told)

    def outline(self, language: str, document: Document) -> str:
        """All that may be told of a document outside of the pages that show its texts."""
        shelf = self.shelves[language]
        known = self._outlined.get((language, document.id))
        if known is None:
            told = self._frame(shelf, document), list(_outlines(shelf.shown(document), language))
            known = self._outlined[language, document.id] = digest_of(told)
        return known

    def _texts_of_step(self, shelf: Shelf, document: Document, state: Snapshot) -> object:
        before = shelf.predecessor(document, state)
        return shelf.edition(state).digest, before and shelf.edition(before).digest

    def _frame(self, shelf: Shelf, document: Document) -> str:
        """All that the pages of a document in a language tell but its texts."""
        facts = [self._facts(state) for state in _states(shelf, document)]
        turns, outside = _turns(document, shelf.day(document)), self._outside(shelf, document)
        return digest_of(self.site, shelf.language, self._facts(document), facts, turns, outside)

    def _compared(self, shelf: Shelf, document: Document) -> str:
        """What comparing found in all languages: the other languages' texts have a say in nothing else.

        It is noted under the texts that were compared, so that they are compared only when one of them changed.
        """
        name = self._texts_compared(shelf, document)
        if name not in self.used:
            self.used[name] = self.noted.get(name) or self._find(shelf, document).whole
        return self.used[name]

    def _find(self, shelf: Shelf, document: Document) -> Found:
        name = self._texts_compared(shelf, document)
        if name not in self._found:
            self._found[name] = Found(shelf, document)
        return self._found[name]

    def _texts_compared(self, shelf: Shelf, document: Document) -> str:
        """A name for all that comparing looks at."""
        known = self._names.get((shelf.language, document.id))
        if known is None:
            known = self._names[shelf.language, document.id] = self._name_compared(shelf, document)
        return known

    def _name_compared(self, shelf: Shelf, document: Document) -> str:
        shown = shelf.shown(document)
        texts = [
            (state.name, [(code, edition.digest) for code, edition in state.editions.items()])
            for state in shown or _states(shelf, document)
        ]
        facts = self._facts(document), [self._facts(state) for state in shown]
        return digest_of(self.site, facts, texts, _turns(document, shelf.day(document)))

    def _facts(self, thing: Document | Snapshot) -> str:
        """The fields of a document or a state, without its texts."""
        known = self._told.get(id(thing))
        if known is None:
            shown = (each.name for each in fields(thing) if each.name not in _TEXTS)
            languages = tuple(thing.editions) if isinstance(thing, Snapshot) else ()
            known = self._told[id(thing)] = digest_of([(name, getattr(thing, name)) for name in shown], languages)
        return known

    def _outside(self, shelf: Shelf, document: Document) -> object:
        """How other documents look that this one refers to."""
        named = {each.document for each in document.references if each.language == shelf.language}
        return [
            (name, there.document, there.title, sorted(there.numbers.items()), there.has_page, sorted(there.anchors))
            for name in sorted(named)
            if (there := shelf.outside.get(name))
        ]

    def language(self, language: str) -> str:
        """All that MkDocs makes of a language. Found out once for a build, as it looks through the folders of hand-written pages."""
        if language not in self._languages:
            shelf = self.shelves[language]
            texts = [self.texts(language, document) for document in shelf.documents.values()]
            content = tree_digest(self.root / CONTENT / language)
            pages = sorted((code, _listing(self.root / CONTENT / code)) for code in shelf.languages)
            self._languages[language] = digest_of(
                self.site, language, sorted(shelf.days.items()), texts, content, pages
            )
        return self._languages[language]


Spread = Callable[
    [Callable[[tuple[Shelf, Document]], tuple[Told, str]], Sequence[tuple[Shelf, Document]]], Iterable[tuple[Told, str]]
]


def _compare(job: tuple[Shelf, Document]) -> tuple[Told, str]:
    shelf, document = job
    return shelf.history(document).told(), Found(shelf, document).whole


# Fields that hold texts, or tell of them.
_TEXTS = {"versions", "draft", "editions", "references"}


def _states(shelf: Shelf, document: Document) -> tuple[Snapshot, ...]:
    """The states that have a say: drafts only where they are shown."""
    return (*document.versions, *([document.draft] if shelf.drafts else []))


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
            words = clause.title, clause.text, clause.note
            if before is None or (before.title, before.text, before.note) != words:
                said.setdefault(name, []).append((state.name, *words))
    return said


def _digests(state: Snapshot) -> object:
    return sorted((language, edition.digest) for language, edition in state.editions.items())


def _digest_in(state: Snapshot, language: str) -> str:
    return state.editions[language].digest if language in state.editions else ""


def _turns(document: Document, day: dt.date) -> object:
    """Which of its days have come; nothing on a page depends on the day in another way."""
    return [[turn <= day for turn in _days_of(document, version)] for version in document.versions]


def _days_of(document: Document, version: Version) -> tuple[dt.date, ...]:
    withdrawn = (version.withdrawn.day,) if version.withdrawn else ()
    last = timeline.last_day_to_terminate(document, version)
    over = (last + dt.timedelta(days=1),) if last else ()
    return version.announced, version.effective, version.effective_new or version.effective, *withdrawn, *over


def _listing(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))
