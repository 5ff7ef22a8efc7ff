"""Keys: what each part of a site is made from, as one digest. Whatever a page can tell must be in the key of its part.

A key is made of facts that are cheap to have: digests of files, dates, what was found by comparing. No page is needed for it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from uuid import uuid4

from clausebook.compare import Change
from clausebook.model.document import Document, Snapshot, Version
from clausebook.pages.shelf import Shelf
from clausebook.program import program_digest, tree_digest
from clausebook.site.settings import CONTENT, SETTINGS_FILE, Settings


def digest_of(*facts: object) -> str:
    """One digest of facts that are told apart by how they are written: text, numbers, dates, tuples and data classes of these."""
    return sha256(repr(facts).encode()).hexdigest()


@dataclass(frozen=True)
class Keys:
    """The keys of one site as of its shelves' days, one shelf for each language.

    `noted` is what an earlier build noted of its comparisons; `used` is what this one is to note.
    """

    root: Path
    settings: Settings
    shelves: Mapping[str, Shelf]
    noted: dict[str, str] = field(default_factory=dict)
    used: dict[str, str] = field(default_factory=dict)

    @cached_property
    def site(self) -> str:
        """Everything that all parts are made from: the program, the settings, the site's own templates, the languages.

        Where a hook or another plugin has a say, nobody knows what it reads: then no key is ever the same again.
        """
        settings = (self.root / SETTINGS_FILE).read_bytes()
        theme = self.settings.theme_folder
        own = tree_digest(self.root / "templates"), tree_digest(Path(theme)) if theme else ""
        shelf = next(iter(self.shelves.values()))
        told = self.settings, shelf.languages, shelf.drafts, str(uuid4()) if self.settings.open_ended else ""
        return digest_of(program_digest(), settings, own, told)

    @property
    def days(self) -> Mapping[str, dt.date]:
        """The day as of which each document is shown."""
        return next(iter(self.shelves.values())).days

    def is_cheap(self, language: str) -> bool:
        """Whether all keys of a language can be told without comparing anything."""
        shelf = self.shelves[language]
        names = (self._texts_compared(shelf, document) for document in shelf.book.documents.values())
        return all(name in self.noted or name in self.used for name in names)

    def texts(self, language: str, document: Document) -> str:
        """The pages and data of a document in a language, as they are before the theme is put around them."""
        shelf = self.shelves[language]
        states = (*document.versions, *((document.draft,) if document.draft in shelf.shown(document) else ()))
        return digest_of(
            self.site,
            language,
            _facts(document),
            [_facts(state) for state in states],
            [(state.name, _digest_in(state, language)) for state in states],
            _turns(document, shelf.day(document)),
            self._found(shelf, document),
            self._outside(shelf, document),
        )

    def _found(self, shelf: Shelf, document: Document) -> str:
        """What comparing found in all languages: the other languages' texts have a say in nothing else.

        It is noted under the texts that were compared, so that they are compared only when one of them changed.
        """
        name = self._texts_compared(shelf, document)
        if name not in self.used:
            self.used[name] = self.noted.get(name) or self._compared(shelf, document)
        return self.used[name]

    def _texts_compared(self, shelf: Shelf, document: Document) -> str:
        """A name for all that comparing looks at."""
        shown = shelf.shown(document)
        texts = [
            (state.name, [(code, edition.digest) for code, edition in state.editions.items()])
            for state in shown or _states(document)
        ]
        facts = _facts(document), [_facts(state) for state in shown]
        return digest_of(self.site, facts, texts, _turns(document, shelf.day(document)))

    def _compared(self, shelf: Shelf, document: Document) -> str:
        if not shelf.shown(document):  # its page says where it can be read, under its original title
            return digest_of([state.editions[document.authoritative].title for state in _states(document)])
        history = shelf.history(document)
        steps = [shelf.comparison(document, state) for state in shelf.shown(document)]
        told = [(extent.comparison.old.name, _told(extent.change), extent.at) for extent in history.extents]
        return digest_of([step and [_told(change) for change in step.changes] for step in steps], told, history.renames)

    def _outside(self, shelf: Shelf, document: Document) -> object:
        """How other documents look that this one refers to."""
        named = {each.document for each in document.references if each.language == shelf.language}
        return [
            (name, shelf.outside[name].title, sorted(shelf.outside[name].numbers.items())) for name in sorted(named)
        ]

    def language(self, language: str, texts: Iterable[str]) -> str:
        """All that MkDocs makes of a language whose documents' texts have these keys."""
        shelf = self.shelves[language]
        content = [(code, tree_digest(self.root / CONTENT / code)) for code in (language,)]
        pages = {code: _listing(self.root / CONTENT / code) for code in shelf.languages}
        return digest_of(self.site, language, sorted(shelf.days.items()), list(texts), content, sorted(pages.items()))


def _states(document: Document) -> tuple[Snapshot, ...]:
    return (*document.versions, document.draft)


def _facts(thing: object) -> object:
    """The fields of a document or a state, without its texts."""
    hidden = {"versions", "draft", "editions", "references"}
    found = [(each.name, getattr(thing, each.name)) for each in fields(thing) if each.name not in hidden]  # type: ignore[arg-type]
    if isinstance(thing, Snapshot):
        found.append(("languages", tuple(thing.editions)))
    return found


def _digest_in(state: Snapshot, language: str) -> str:
    return state.editions[language].digest if language in state.editions else ""


def _told(change: Change) -> object:
    """A change as it is written the same way in every process: sets have an order of their own in each."""
    found = {each.name: getattr(change, each.name) for each in fields(change)}
    return {**found, "languages": sorted(change.languages)}


def _turns(document: Document, day: dt.date) -> object:
    """Which of its days have come; nothing on a page depends on the day in another way."""
    return [[turn <= day for turn in _days_of(version)] for version in document.versions]


def _days_of(version: Version) -> tuple[dt.date, ...]:
    withdrawn = (version.withdrawn.day,) if version.withdrawn else ()
    return version.announced, version.effective, version.effective_new or version.effective, *withdrawn


def _listing(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))
