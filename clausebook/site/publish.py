"""Publishing: the whole site into a folder beside the old one, then swapped in, so that readers see the old or the new."""

from __future__ import annotations

import datetime as dt
import json
import multiprocessing
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from clausebook import storage
from clausebook.languages import LANGUAGES
from clausebook.model import timeline
from clausebook.model.document import Book
from clausebook.model.reading import read_book
from clausebook.pages import addresses
from clausebook.pages.data import DataMaker
from clausebook.pages.shelf import Shelf
from clausebook.pages.templates import package_templates, render
from clausebook.pages.words import Words
from clausebook.problems import Place, Problem, Problems, ProblemsFound
from clausebook.site.host import LanguageBuild, run_language
from clausebook.site.links import check_links
from clausebook.site.settings import Settings, read_settings

# Tells GitHub Pages to publish the files as they are, and us that a folder is a site that may be replaced.
MARKER = ".nojekyll"

Report = Callable[[str], None]


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
    root: Path, target: Path, *, as_of: dt.date | None = None, drafts: bool = False, report: Report = lambda line: None
) -> BuildResult:
    """Build the site at `root` into `target` as of a date (today in each document's zone by default).

    Raises ProblemsFound, with `target` as it was, when there is any mistake; OSError when it cannot be written.
    """
    report("reading the terms")
    settings, book = check_site(root)
    days = days_of(book, as_of)
    with _beside(target) as building:
        build_languages(root, building, settings, book, days, drafts, report)
        _write_root(root, building, settings, book)
        _write_data(root, building, settings, book, days)
        report("indexing for search")
        _index(building)
        report("checking every link")
        problems = Problems()
        check_links(building, root, problems)
        if len(problems):
            raise ProblemsFound(problems)
        result = _measure(building)
        _swap(building, target)
    return result


def days_of(book: Book, as_of: dt.date | None) -> dict[str, dt.date]:
    """The day as of which each document is shown: the given one, else today in the document's time zone."""
    now = dt.datetime.now(dt.UTC)
    return {document.id: as_of or timeline.today(document, now) for document in book.documents.values()}


def build_languages(
    root: Path, building: Path, settings: Settings, book: Book, days: dict[str, dt.date], drafts: bool, report: Report
) -> None:
    """Build every language, as many at a time as there are processors."""
    languages = settings.languages or book.languages
    jobs = [
        LanguageBuild(
            Shelf(root, book, language, languages, days, drafts, settings.source_url, settings.url),
            settings,
            building / language,
        )
        for language in languages
    ]
    workers = min(len(jobs), os.cpu_count() or 1)
    report(f"building {len(jobs)} languages: {', '.join(languages)}")
    with ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn")) as pool:
        for language, _ in zip(languages, pool.map(run_language, jobs), strict=True):
            report(f"built {LANGUAGES[language].name}")


@contextmanager
def _beside(target: Path) -> Iterator[Path]:
    """A new folder on the same disk as `target`; removed at the end if it is still there."""
    try:
        if target.is_dir() and any(target.iterdir()) and not (target / MARKER).exists():
            message = "the folder holds files that are not a site built by Clausebook; they would be lost"
            raise ProblemsFound([Problem(Place(str(target)), "site-folder", message, "choose another with --site-dir")])
        target.parent.mkdir(parents=True, exist_ok=True)
        _clear_leftovers(target)
        building = Path(tempfile.mkdtemp(prefix=f".{target.name}-new-", dir=target.parent))
    except storage.Busy:
        raise
    except OSError as error:
        advice = "choose another folder with --site-dir"
        message = f"the site cannot be written here: {error.strerror}"
        raise ProblemsFound([Problem(Place(str(target)), "site-folder", message, advice)]) from error
    building.chmod(0o755)
    try:
        with storage.locked(building):
            yield building
    finally:
        shutil.rmtree(building, ignore_errors=True)


def _clear_leftovers(target: Path) -> None:
    """Remove what a build that was killed left beside `target`; raises storage.Busy when another build is at work there."""
    for leftover in sorted(target.parent.glob(f".{target.name}-new-*")):
        with storage.locked(leftover):
            shutil.rmtree(leftover, ignore_errors=True)
    for leftover in sorted(target.parent.glob(f".{target.name}-old-*")):
        # Only where two folders cannot change places in one step can a kill fall between the two renames.
        if not target.exists() and (leftover / target.name).is_dir():
            (leftover / target.name).rename(target)
        shutil.rmtree(leftover, ignore_errors=True)


def _swap(building: Path, target: Path) -> None:
    """Put the new site, safe on the disk, in the place of the old one."""
    if hasattr(os, "sync"):
        os.sync()
    if not target.exists():
        building.rename(target)
    elif not storage.exchange(building, target):
        old = Path(tempfile.mkdtemp(prefix=f".{target.name}-old-", dir=target.parent))
        target.rename(old / target.name)
        building.rename(target)
        shutil.rmtree(old)
    storage.sync_folder(target.parent)


def _write_root(root: Path, building: Path, settings: Settings, book: Book) -> None:
    """The pages that belong to no language: the language chooser, the page for missing addresses, the sitemap index."""
    languages = [LANGUAGES[code] for code in settings.languages or book.languages]
    assets = building / "assets"
    assets.mkdir()
    for name in ("clausebook.css", "chooser.js"):
        own = root / "templates" / "theme" / "assets" / name
        shutil.copyfile(own if own.is_file() else package_templates() / "theme" / "assets" / name, assets / name)
    for name, template in (("index.html", "chooser.html"), ("404.html", "missing.html")):
        html = render(
            root,
            template,
            languages[0].code,
            "",
            site_name=settings.name,
            languages=[(language, addresses.home(language.code)) for language in languages],
            root_url=settings.url,
            missing=lambda code: Words(code)("There is no page at this address."),
        )
        (building / name).write_text(html, encoding="utf-8")
    (building / MARKER).touch()
    if settings.url:
        entries = "".join(
            f"<sitemap><loc>{settings.url}{language.code}/sitemap.xml</loc></sitemap>" for language in languages
        )
        index = f'<?xml version="1.0" encoding="UTF-8"?>\n<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{entries}</sitemapindex>\n'
        (building / "sitemap.xml").write_text(index, encoding="utf-8")


def _write_data(root: Path, building: Path, settings: Settings, book: Book, days: dict[str, dt.date]) -> None:
    """The facts for programs, which belong to no language."""
    languages = settings.languages or book.languages
    for data in DataMaker(root, book, days, languages, settings.url).make():
        path = building / data.address
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(data.text, encoding="utf-8")


def _index(building: Path) -> None:
    """Make the search index of each language from the pages in force."""
    command = [sys.executable, "-m", "pagefind", "--site", str(building), "--output-subdir", "pagefind"]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", errors="replace", check=False)
    if done.returncode:
        lines = (done.stderr or done.stdout).strip().splitlines() or ["no message"]
        raise ProblemsFound([Problem(Place(str(building)), "search-index", f"the search index failed: {lines[-1]}")])
    # The indexer writes its languages in an order that changes from run to run.
    entry = building / "pagefind" / "pagefind-entry.json"
    languages = json.loads(entry.read_text(encoding="utf-8"))
    entry.write_text(json.dumps(languages, sort_keys=True, separators=(",", ":")), encoding="utf-8")


def _measure(site: Path) -> BuildResult:
    files = [path for path in site.rglob("*") if path.is_file()]
    pages = sum(path.suffix == ".html" for path in files)
    return BuildResult(pages, len(files), sum(path.stat().st_size for path in files))
