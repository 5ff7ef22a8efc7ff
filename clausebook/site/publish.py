"""Publishing: the whole site into a folder beside the old one, then swapped in, so that readers see the old or the new."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from clausebook.languages import LANGUAGES
from clausebook.model import timeline
from clausebook.model.document import Book
from clausebook.model.reading import read_book
from clausebook.pages.shelf import Histories, Shelf
from clausebook.problems import Problems, ProblemsFound
from clausebook.site.folder import beside, swap
from clausebook.site.host import Built, LanguageBuild, build_language
from clausebook.site.links import Links, all_lead_somewhere, check_links
from clausebook.site.root import write_data, write_root
from clausebook.site.search import indexed
from clausebook.site.settings import Settings, read_settings
from clausebook.site.workers import run_all

Report = Callable[[str], None]
# Told how many pages are written, of about how many.
Watch = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class BuildResult:
    """What a build wrote: the number of pages and files, and their bytes."""

    pages: int
    files: int
    size: int


def check_site(root: Path) -> tuple[Settings, Book]:
    """Read everything that a site is built from; raises ProblemsFound with all its mistakes."""
    problems = Problems()
    settings = read_settings(root, problems)
    book = read_book(root, problems)
    if len(problems) or settings is None or book is None:
        raise ProblemsFound(problems)
    return settings, book


def build_site(
    root: Path,
    target: Path,
    *,
    as_of: dt.date | None = None,
    drafts: bool = False,
    report: Report = lambda line: None,
    watch: Watch | None = None,
    workers: int | None = None,
) -> BuildResult:
    """Build the site at `root` into `target` as of a date (today in each document's zone by default).

    `report` is told each stage, `watch` the pages written. `workers` is the number of processes (that of processors by default); the site is the same with any.
    Raises ProblemsFound, with `target` as it was, when there is any mistake; OSError when it cannot be written.
    """
    report("reading the terms")
    settings, book = check_site(root)
    days = days_of(book, as_of)
    with beside(target) as building:
        shelves = _shelves(root, settings, book, days, drafts)
        built = _build_languages(shelves, settings, building, report, watch, workers)
        write_root(root, building, settings, book)
        write_data(root, building, settings, book, days)
        report("indexing for search")
        with indexed(building, [page for language in built for page in language.searched]):
            report("checking every link")
            _check_links(root, building, built)
        result = _measure(building)
        swap(building, target)
    return result


def days_of(book: Book, as_of: dt.date | None) -> dict[str, dt.date]:
    """The day as of which each document is shown: the given one, else today in the document's time zone."""
    now = dt.datetime.now(dt.UTC)
    return {document.id: as_of or timeline.today(document, now) for document in book.documents.values()}


def _shelves(root: Path, settings: Settings, book: Book, days: dict[str, dt.date], drafts: bool) -> list[Shelf]:
    languages = settings.languages or book.languages
    histories = Histories()
    return [
        Shelf(root, book, language, languages, days, drafts, settings.source_url, settings.url, histories)
        for language in languages
    ]


def _build_languages(
    shelves: Sequence[Shelf],
    settings: Settings,
    building: Path,
    report: Report,
    watch: Watch | None,
    workers: int | None,
) -> list[Built]:
    """Build every language, as many at a time as there are workers."""
    jobs = [LanguageBuild(shelf, settings, building) for shelf in shelves]
    expected = sum(map(_pages_expected, shelves)) if watch else 0
    report(f"building {len(jobs)} languages: {', '.join(shelf.language for shelf in shelves)}")
    results = run_all(build_language, jobs, workers, partial(_tell, watch, expected) if watch else None)
    built = []
    for shelf, result in zip(shelves, results, strict=True):
        built.append(result)
        report(f"built {LANGUAGES[shelf.language].name}")
    return built


def _pages_expected(shelf: Shelf) -> int:
    """About how many pages the archive of a language has; clauses that are gone are not counted."""
    shown = [(document, shelf.shown(document)) for document in shelf.book.documents.values()]
    return sum(
        2 * len(states) + len(shelf.edition(shelf.current(document)).by_id) for document, states in shown if states
    )


def _tell(watch: Watch, expected: int, pages: int) -> None:
    watch(pages, max(pages, expected))


def _check_links(root: Path, building: Path, built: Sequence[Built]) -> None:
    """Settle what the languages could not settle by themselves; raises ProblemsFound with every broken link."""
    links = Links(building)
    links.add_files(building, below=False)
    known = frozenset(links.anchors).union(*(language.pages for language in built))
    unsettled = links.unsettled().union(*(language.unsettled for language in built)) - known
    if not all_lead_somewhere(building, unsettled):
        problems = Problems()
        check_links(building, root, problems)
        if len(problems):
            raise ProblemsFound(problems)


def _measure(site: Path) -> BuildResult:
    sizes = {file.path: file.stat().st_size for file in _files(site)}
    return BuildResult(sum(path.endswith(".html") for path in sizes), len(sizes), sum(sizes.values()))


def _files(folder: str | Path) -> Iterator[os.DirEntry[str]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                yield from _files(entry.path)
            else:
                yield entry
