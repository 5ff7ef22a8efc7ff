"""The host: one MkDocs build of one language into a folder."""

from __future__ import annotations

import logging
import os
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from mkdocs.commands.build import build
from mkdocs.exceptions import Abort

from clausebook.pages.language_view import LanguageView
from clausebook.pages.sandbox import problem_in
from clausebook.pages.templates import package_templates
from clausebook.private import Secret
from clausebook.problems import Place, Problem, ProblemsFound
from clausebook.site.keys import Keys
from clausebook.site.languages import LanguageParts
from clausebook.site.links import Links
from clausebook.site.parts import NewPart, Part, Sealed, Store, place
from clausebook.site.plugin import ClausebookPlugin
from clausebook.site.settings import CONTENT, SETTINGS_FILE, load_host_config
from clausebook.site.theme import own_theme


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
        _run_mkdocs(job, parts, new.folder / job.language)
        links = Links(new.folder)
        links.add_files(new.folder)
        for part in parts.used:
            links.learn(part.facts)
        new.facts.update(links.settled(), parts=[part.key for part in parts.used])

    front = store.make(job.keys.language(job.language), fill)
    return _built(job, [front, *parts.used], notes)


def _build_share(job: LanguageBuild, store: Store, only: frozenset[str], notes: list[str]) -> Built:
    """The parts of some documents; MkDocs lends its theme, and what it writes itself is thrown away."""
    documents = job.view.documents
    texts = {name: job.keys.texts(job.language, documents[name]) for name in sorted(only)}
    parts = LanguageParts(job.keys, job.language, texts, store, documents_only=True)
    with tempfile.TemporaryDirectory(prefix=".new-", dir=store.folder) as passing:
        _run_mkdocs(job, parts, Path(passing) / job.language)
    return _built(job, parts.used, notes)


def _built(job: LanguageBuild, parts: Sequence[Part], notes: Sequence[str]) -> Built:
    if job.site:
        for part in parts:
            place(part, job.site)
    return Built(tuple(part.key for part in parts), dict(job.keys.used), tuple(notes))


def _run_mkdocs(job: LanguageBuild, parts: LanguageParts, target: Path) -> None:
    """Let MkDocs write the pages of a language into `target` but those of its documents, which become `parts`."""
    view, settings = job.view, job.keys.settings
    with _settled_surroundings(view), tempfile.TemporaryDirectory() as empty:
        content = view.root / CONTENT / view.language
        config = load_host_config(
            view.root,
            docs_dir=str(content) if content.is_dir() else empty,
            site_dir=str(target),
            site_url=f"{settings.url}{view.language}/" if settings.url else "",
            use_directory_urls=True,
        )
        for folder in (package_templates() / "theme", view.root / "templates" / "theme"):
            if folder.is_dir() and str(folder) not in config.theme.dirs:
                config.theme.dirs.insert(0, str(folder))
        plugin = config.plugins["clausebook"]
        if not isinstance(plugin, ClausebookPlugin):
            raise TypeError("the plugin named clausebook is not ours")
        plugin.bind(parts)
        try:
            build(config)
        except Abort as error:
            raise ProblemsFound([Problem(Place(SETTINGS_FILE), "bad-setting", str(error))]) from error
        except ProblemsFound:
            raise
        except Exception as error:
            problem = problem_in(view.root, own_theme(view.root, job.keys.settings.theme_folder), error)
            if problem is None:
                raise
            raise ProblemsFound([problem]) from error


@contextmanager
def _settled_surroundings(view: LanguageView) -> Iterator[None]:
    """What MkDocs takes from around it: the time that it dates pages with, and a log to write to."""
    newest = max(view.days.values())
    before = os.environ.get("SOURCE_DATE_EPOCH")
    logger = logging.getLogger("mkdocs")
    level = logger.level
    os.environ["SOURCE_DATE_EPOCH"] = str(int(datetime(newest.year, newest.month, newest.day, tzinfo=UTC).timestamp()))
    # Broken links are found in the finished site, with their places; MkDocs would only log them.
    logger.setLevel(logging.ERROR)
    try:
        yield
    finally:
        logger.setLevel(level)
        if before is None:
            del os.environ["SOURCE_DATE_EPOCH"]
        else:
            os.environ["SOURCE_DATE_EPOCH"] = before
