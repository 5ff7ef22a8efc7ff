"""The scheduler: the languages of a site, those that are current found and the others made, by as many processes as there are processors.

A job is some documents of a language. Where there are fewer languages than processors, a language is several jobs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from clausebook.languages import LANGUAGES
from clausebook.pages.kinds import LANGUAGE_KINDS
from clausebook.pages.library import count_pages
from clausebook.site.artifacts import Artifact, ArtifactStore, place
from clausebook.site.build_plan import BuildPlan
from clausebook.site.language_build import Built, Job, LanguageArtifacts, build
from clausebook.site.traces import Entry, Index
from clausebook.workers import processors, run_all, spread

Report = Callable[[str], None]
# Told how many pages are written, of about how many.
Watch = Callable[[int, int], None]


class BuiltLanguage(NamedTuple):
    """The artifacts of a language, that which knows of all others last; and whether they are in the folder of the new site."""

    artifacts: list[Artifact]
    in_place: bool


@dataclass(frozen=True)
class BuildScheduler:
    """Builds what a plan says; `report`, `watch` and `workers` are those of `build_site`.

    `used` holds the entries of all artifacts of this build, `reasons` says why which were made.
    """

    plan: BuildPlan
    report: Report
    watch: Watch | None
    workers: int | None
    index: Index = field(default_factory=dict)
    used: dict[str, Entry] = field(default_factory=dict)
    reasons: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def languages(
        self, store: ArtifactStore, site: Path | None, meanwhile: Callable[[], None]
    ) -> Iterator[tuple[str, BuiltLanguage]]:
        """Each language as soon as it is there. What is made is put into the folder `site`, if there is one.

        While workers are at work, this process does `meanwhile`, and proves what is there of the other languages. Those whose own texts
        changed come first: their search indexes are made while the others are.
        """
        undone = [meanwhile]

        def do_it_once() -> None:
            while undone:
                undone.pop()()

        self.plan.compare(self.index, partial(spread, workers=self.workers, meanwhile=do_it_once))
        jobs = {language: self._job(language, store, site) for language in self._order()}
        missing = [language for language, job in jobs.items() if not LanguageArtifacts(job, store).looks_current()]
        current: dict[str, list[Artifact] | None] = {}

        def look() -> None:
            do_it_once()
            for language, job in jobs.items():
                if language not in missing:
                    artifacts = LanguageArtifacts(job, store)
                    current[language] = artifacts.find()
                    self.used.update(artifacts.tracer.used)

        if not missing:
            look()
        yield from self._make([jobs[language] for language in missing], store, look)
        yield from (
            (language, BuiltLanguage(artifacts, in_place=False)) for language, artifacts in current.items() if artifacts
        )
        spoiled = [jobs[language] for language, artifacts in current.items() if not artifacts]
        yield from self._make(spoiled, store)

    def _order(self) -> list[str]:
        """The languages, those first whose texts are not those of the last build."""
        texts = {language: Entry("", {"texts": self.plan.texts(language)}) for language in self.plan.views}
        names = {language: f"{language} texts" for language in texts}
        self.used.update({names[language]: entry for language, entry in texts.items()})
        return sorted(texts, key=lambda language: self.index.get(names[language]) == texts[language])

    def _job(self, language: str, store: ArtifactStore, site: Path | None) -> Job:
        documents = tuple(self.plan.views[language].documents)
        return Job(
            language, self.plan, store.folder, store.secret, self.index, documents, others=store.others, site=site
        )

    def _make(
        self, jobs: Sequence[Job], store: ArtifactStore, meanwhile: Callable[[], None] = lambda: None
    ) -> Iterator[tuple[str, BuiltLanguage]]:
        divided = [self._divided(job, len(jobs)) for job in jobs]
        results = self.run([part for parts in divided for part in parts], meanwhile)
        for job, parts in zip(jobs, divided, strict=True):
            keys = [key for _ in parts for key in next(results).keys]
            artifacts = [artifact for key in keys if (artifact := store.find(key))]
            if len(artifacts) < len(keys):
                raise OSError(0, "artifacts of the site vanished while it was built", str(store.folder))
            if len(parts) > 1:
                language = LanguageArtifacts(job, store)
                artifacts.append(language.finish(artifacts))
                self.used.update(language.tracer.used)
                if job.site:
                    place(artifacts[-1], job.site)
            self.report(f"built {LANGUAGES[job.language].name}")
            yield job.language, BuiltLanguage(artifacts, job.site is not None)
        for _ in results:  # to its end, where errors are told
            pass

    def _divided(self, job: Job, languages: int) -> list[Job]:
        """A language as so many jobs that every processor has one."""
        count = min(max((self.workers or processors()) // languages, 1), max(len(job.documents), 1))
        if count == 1:
            return [job]
        bounds = [len(job.documents) * number // count for number in range(count + 1)]
        return [
            replace(job, documents=job.documents[start:end], leads=start == 0, whole=False)
            for start, end in pairwise(bounds)
        ]

    def run(self, jobs: Sequence[Job], meanwhile: Callable[[], None] = lambda: None) -> Iterator[Built]:
        """What comes of each job, in their order."""
        if not jobs:
            return
        languages = list(dict.fromkeys(job.language for job in jobs))
        self.report(f"building {len(languages)} languages: {', '.join(languages)}")
        expected = partial(_tell, self.watch, _pages_expected(jobs)) if self.watch else None
        for built in run_all(build, jobs, self.workers, expected, meanwhile):
            self.used.update(built.index)
            self.reasons.update(built.reasons)
            for note in built.notes:
                self.report(note)
            yield built


def _pages_expected(jobs: Iterable[Job]) -> int:
    """How many pages these jobs write, if nothing is there yet."""
    pages = 0
    for job in jobs:
        view = job.view
        pages += sum(count_pages(view, view.documents[name]) for name in job.documents)
        pages += len(LANGUAGE_KINDS) if job.leads else 0
    return pages


def _tell(watch: Watch, expected: int, pages: int) -> None:
    watch(pages, max(pages, expected))
