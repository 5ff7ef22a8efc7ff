"""The plan of a build: all that a site is made from, read and checked, with what its views are asked and what is given to every artifact."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from uuid import uuid4

from clausebook import confined
from clausebook.compare import HistoryData
from clausebook.digests import digest_of
from clausebook.model.document import Book, Document
from clausebook.pages.answers import SHOWN, Answers
from clausebook.pages.language_view import LanguageView
from clausebook.program import program_digest, tree_digest
from clausebook.site.settings import Settings
from clausebook.site.settings_file import CONTENT, SETTINGS_FILE
from clausebook.site.traces import Index

# Does a piece of work for each of some jobs, as `map` does; maybe in several processes.
Spread = Callable[
    [Callable[[tuple[LanguageView, Document]], HistoryData], Sequence[tuple[LanguageView, Document]]],
    Iterable[HistoryData],
]


@dataclass(frozen=True)
class BuildPlan:
    """All that the site at `root` is made from, with a recording view for each language; `days` are those as of which documents are shown."""

    root: Path
    settings: Settings
    book: Book
    days: Mapping[str, dt.date]
    views: Mapping[str, LanguageView]
    _answers: dict[str, Answers] = field(default_factory=dict, repr=False)

    @cached_property
    def given(self) -> Mapping[str, str]:
        """What every artifact is made from beside texts and records: a digest for each.

        Where a hook or another plugin has a say, nobody knows what it reads: then nothing is ever as it was.
        """
        view = next(iter(self.views.values()))
        theme = self.settings.theme_folder
        own = tree_digest(self.root / "templates"), tree_digest(Path(theme)) if theme else ""
        given = {
            "program": program_digest(),
            "settings": digest_of(confined.read(self.root, SETTINGS_FILE), self.settings.url),
            "languages": digest_of(view.languages, view.drafts),
            "templates": digest_of(own),
        }
        return given | ({"anything": uuid4().hex} if self.settings.open_ended else {})

    @property
    def left_out(self) -> list[str]:
        """The documents that the site does not tell of."""
        view = next(iter(self.views.values()))
        return [name for name in self.book.documents if name not in view.documents]

    @property
    def newest_day(self) -> dt.date:
        """The day as of which the site is built."""
        return max(self.days.values())

    def answers(self, language: str) -> Answers:
        """The answers of the view of a language."""
        if language not in self._answers:
            others = next(iter(self._answers.values()), None)
            self._answers[language] = Answers(self.views[language], others)
        return self._answers[language]

    def content(self, language: str) -> str:
        """The hand-written pages of a language, and which there are in the others."""
        listings = [(code, _listing(self.root / CONTENT / code)) for code in sorted(self.views)]
        return digest_of(tree_digest(self.root / CONTENT / language), listings)

    def texts(self, language: str) -> str:
        """The texts in a language, whatever is told of them in others."""
        return digest_of(
            [
                (name, state.name, state.editions[language].digest)
                for name, document in self.book.documents.items()
                for state in document.states
                if language in state.editions
            ]
        )

    def compare(self, index: Index, spread: Spread) -> None:
        """Compare, once for all languages, the documents of which an artifact is not known to be current; maybe several at a time."""
        jobs: dict[tuple[str, ...], tuple[LanguageView, Document]] = {}
        changed = self._changed(index)
        for view in self.views.values():
            for name in changed:
                document = view.documents.get(name)
                if document and view.active_versions(document):
                    jobs[name, *(state.name for state in view.active_versions(document))] = view, document
        for (view, document), data in zip(jobs.values(), spread(_compare, list(jobs.values())), strict=True):
            view.histories.learn(document, view.active_versions(document), data)

    def _changed(self, index: Index) -> list[str]:
        """The documents that are not as they were when all artifacts of the index were current."""
        known: dict[str, set[str]] = {}
        for entry in index.values():
            is_given = self.given.items() <= entry.sources.items()
            for source, digest in entry.sources.items():
                known.setdefault(source, set()).add(digest if is_given else "")
        answers = self.answers(next(iter(self.views)))
        sources = {name: f"{SHOWN} {name}" for name in self.book.documents}
        return [name for name, source in sources.items() if known.get(source) != {answers.source(source)}]


def _compare(job: tuple[LanguageView, Document]) -> HistoryData:
    view, document = job
    return view.history(document).told()


def _listing(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))
