"""The host: makes what one language is put together from, by one process."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from clausebook.pages.language_view import LanguageView
from clausebook.private import Secret
from clausebook.site.keys import Keys
from clausebook.site.languages import LanguageParts
from clausebook.site.links import Links
from clausebook.site.parts import NewPart, Part, Sealed, Store, place
from clausebook.site.plugin.build import build_with_mkdocs
from clausebook.site.shell import Shell


@dataclass(frozen=True, slots=True)
class LanguageBuild:
    """All that one process needs to build one language into the folder of parts `store` with its `secret`; parts in `others` are found too.

    All parts are put into the folder `site`, if there is one. `only` names the documents whose texts and archive are to be made, if not all are, nor what MkDocs makes.
    """

    language: str
    keys: Keys
    store: Path
    secret: Secret
    others: tuple[Sealed, ...] = ()
    site: Path | None = None
    only: frozenset[str] | None = None

    @property
    def view(self) -> LanguageView:
        return self.keys.views[self.language]

    def texts(self) -> dict[str, str]:
        """The key of each document's texts, by its id."""
        return {name: self.keys.texts(self.language, document) for name, document in self.view.documents.items()}


@dataclass(frozen=True, slots=True)
class Built:
    """The keys of a language's parts, what was found by comparing, what there is to say about kept parts."""

    keys: tuple[str, ...]
    compared: Mapping[str, str]
    notes: tuple[str, ...]


def is_made(job: LanguageBuild, store: Store) -> bool:
    """Whether it looks as if all parts of a language were there; `find_language` proves them."""
    return store.has(job.keys.language(job.language))


def find_language(job: LanguageBuild, store: Store) -> list[Part] | None:
    """All parts of a language but its search index, where every one was made before and is as it was."""
    front = store.find(job.keys.language(job.language))
    if front is None:
        return None
    parts = [front, *map(store.find, front.facts["parts"])]
    return [part for part in parts if part] if all(parts) else None


def build_language(job: LanguageBuild) -> Built:
    """Make the parts of a language that are not there; raises ProblemsFound when MkDocs gives up."""
    notes: list[str] = []
    store = Store(job.store, job.secret, notes.append, job.others)
    if job.only is not None:
        return _build_share(job, store, job.only, notes)
    parts = LanguageParts(job.keys, job.language, job.texts(), store)

    def fill(new: NewPart) -> None:
        shell = Shell(build_with_mkdocs(job.view, new.folder / job.language))
        for document in job.view.documents.values():
            parts.write(document, shell)
        parts.write_files(shell)
        links = Links(new.folder)
        links.add_files(new.folder)
        parts.write_front(shell, new, links)
        for part in parts.used:
            links.learn(part.facts)
        new.facts.update(links.settled(), parts=[part.key for part in parts.used])

    front = store.make(job.keys.language(job.language), fill)
    return _built(job, [front, *parts.used], notes)


def _build_share(job: LanguageBuild, store: Store, only: frozenset[str], notes: list[str]) -> Built:
    """The parts of some documents; MkDocs lends its theme, and what it writes itself is thrown away."""
    documents = job.view.documents
    texts = {name: job.keys.texts(job.language, documents[name]) for name in sorted(only)}
    parts = LanguageParts(job.keys, job.language, texts, store)
    with tempfile.TemporaryDirectory(prefix=".new-", dir=store.folder) as passing:
        shell = Shell(build_with_mkdocs(job.view, Path(passing) / job.language, lends_theme=True))
        for document in documents.values():
            parts.write(document, shell)
    return _built(job, parts.used, notes)


def _built(job: LanguageBuild, parts: Sequence[Part], notes: Sequence[str]) -> Built:
    if job.site:
        for part in parts:
            place(part, job.site)
    return Built(tuple(part.key for part in parts), dict(job.keys.used), tuple(notes))
