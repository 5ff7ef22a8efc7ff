"""Making: the languages of a site, those that are there found and the others made, by as many processes as there are processors."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import NamedTuple

from clausebook.languages import LANGUAGES
from clausebook.pages.kinds import LANGUAGE_KINDS
from clausebook.pages.library import count_pages
from clausebook.site.host import Built, LanguageBuild, build_language, find_language, is_made
from clausebook.site.keys import Keys
from clausebook.site.parts import Part, Store
from clausebook.workers import run_all, spread

Report = Callable[[str], None]
# Told how many pages are written, of about how many.
Watch = Callable[[int, int], None]


class Made(NamedTuple):
    """The parts of a language, that of MkDocs first; and whether they are in the folder of the new site."""

    parts: list[Part]
    in_place: bool


@dataclass(frozen=True)
class Making:
    """Makes what the keys of a site name; `report`, `watch` and `workers` are those of `build_site`."""

    keys: Keys
    report: Report
    watch: Watch | None
    workers: int | None

    def languages(self, store: Store, site: Path | None, meanwhile: Callable[[], None]) -> Iterator[tuple[str, Made]]:
        """Each language as soon as its parts are there. Those that are made are put into the folder `site`, if there is one.

        While workers are at work, this process does `meanwhile`, and proves what is there of the other languages. Those whose own texts
        changed come first: their search indexes are made while the others are.
        """
        undone = [meanwhile]

        def do_it_once() -> None:
            while undone:
                undone.pop()()

        self.keys.compare(partial(spread, workers=self.workers, meanwhile=do_it_once))
        order = sorted(self.keys.views, key=self.keys.is_as_noted)
        jobs = {code: LanguageBuild(code, self.keys, store.folder, store.secret, store.others, site) for code in order}
        missing = {code: job for code, job in jobs.items() if not is_made(job, store)}
        found: dict[str, list[Part] | None] = {}

        def look() -> None:
            do_it_once()
            found.update((code, find_language(job, store)) for code, job in jobs.items() if code not in missing)

        if not missing:
            look()
        yield from self._make(list(missing.values()), store, look)
        yield from ((code, Made(parts, in_place=False)) for code, parts in found.items() if parts)
        spoiled = [jobs[code] for code, parts in found.items() if not parts]
        yield from self._make(spoiled, store)

    def _make(
        self, jobs: Sequence[LanguageBuild], store: Store, meanwhile: Callable[[], None] = lambda: None
    ) -> Iterator[tuple[str, Made]]:
        for job, built in zip(jobs, self.run(jobs, meanwhile), strict=True):
            made = [store.find(key) for key in built.keys]
            if not all(made):
                raise OSError(0, "parts of the site vanished while it was built", str(store.folder))
            yield job.language, Made([part for part in made if part], job.site is not None)

    def run(self, jobs: Sequence[LanguageBuild], meanwhile: Callable[[], None] = lambda: None) -> Iterator[Built]:
        """What comes of each job, in their order; what they compared is noted in the keys."""
        if not jobs:
            return
        self.report(f"building {len(jobs)} languages: {', '.join(job.language for job in jobs)}")
        told = partial(_tell, self.watch, _pages_expected(jobs)) if self.watch else None
        for job, built in zip(jobs, run_all(build_language, jobs, self.workers, told, meanwhile), strict=True):
            self.keys.used.update(built.compared)
            for note in built.notes:
                self.report(note)
            self.report(f"built {LANGUAGES[job.language].name}")
            yield built


def _pages_expected(jobs: Iterable[LanguageBuild]) -> int:
    """How many pages these jobs write, if nothing is there yet."""
    pages = 0
    for job in jobs:
        view = job.view
        documents = [document for name, document in view.documents.items() if job.only is None or name in job.only]
        pages += sum(count_pages(view, document) for document in documents)
        pages += len(LANGUAGE_KINDS) if job.only is None else 0
    return pages


def _tell(watch: Watch, expected: int, pages: int) -> None:
    watch(pages, max(pages, expected))
