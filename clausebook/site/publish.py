"""Publishing: the whole site into a folder beside the old one, then swapped in, so that readers see the old or the new."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from clausebook import storage
from clausebook.model import timeline
from clausebook.model.document import Book
from clausebook.model.document_cache import DocumentCache
from clausebook.model.loading import find_book
from clausebook.pages.language_view import Histories, LanguageView
from clausebook.private import Secret
from clausebook.problems import Problems, ProblemsFound
from clausebook.site.cache import Cache, once
from clausebook.site.folder import LIST, beside, check_own, list_of, swap
from clausebook.site.host import LanguageBuild
from clausebook.site.inputs import check_inputs
from clausebook.site.keys import Keys
from clausebook.site.links import Links, all_lead_somewhere, check_links
from clausebook.site.making import Making, Report, Watch
from clausebook.site.parts import Part, Sealed, Store
from clausebook.site.root import write_overview, write_text
from clausebook.site.search import ENTRY, Indexes, entry_of, find_or_make_program
from clausebook.site.settings import Settings, read_settings
from clausebook.site.shares import SHARE_KEY, Share, prepare_share, read_shares, write_note
from clausebook.site.spare import Spare


@dataclass(frozen=True, slots=True)
class BuildResult:
    """What a build wrote: the number of pages and files, and their bytes."""

    pages: int
    files: int
    size: int


def check_site(root: Path, kept: DocumentCache | None = None, workers: int | None = None) -> tuple[Settings, Book]:
    """Everything that a site is built from. Raises ProblemsFound with all mistakes."""
    problems = Problems()
    settings, book = read_site(root, problems, kept, workers)
    if len(problems) or settings is None or book is None:
        raise ProblemsFound(problems)
    return settings, book


def read_site(
    root: Path, problems: Problems, kept: DocumentCache | None = None, workers: int | None = None
) -> tuple[Settings | None, Book | None]:
    """Read everything that a site is built from, documents that did not change from `kept`; by one process or more.

    All mistakes are added to `problems`; what has so many that it cannot be looked at is None.
    """
    settings = read_settings(root, problems)
    book = find_book(root, problems, kept, workers)
    if settings:
        check_inputs(root, settings, problems)
    return settings, book


@dataclass(frozen=True, slots=True)
class Wanted:
    """What site is wanted: the one at `root` as of a date (today in each document's zone by default), maybe with drafts."""

    root: Path
    as_of: dt.date | None = None
    drafts: bool = False

    def keys(self, kept: DocumentCache | None, workers: int | None = None) -> Keys:
        """Everything that its parts are made from, read and checked; raises ProblemsFound with all mistakes."""
        settings, book = check_site(self.root, kept, workers)
        days, languages, histories = days_of(book, self.as_of), settings.languages or book.languages, Histories()
        views = {
            language: LanguageView(
                self.root,
                book,
                language,
                languages,
                days,
                self.drafts,
                settings.source_url,
                settings.url,
                histories=histories,
            )
            for language in languages
        }
        return Keys(self.root, settings, views)


def build_site(
    root: Path,
    target: Path,
    *,
    as_of: dt.date | None = None,
    drafts: bool = False,
    cache: Cache | None = None,
    shares: Sequence[Path] = (),
    digests: Sequence[str] = (),
    report: Report = lambda line: None,
    watch: Watch | None = None,
    workers: int | None = None,
) -> BuildResult:
    """Build the site at `root` into `target` as of a date (today in each document's zone by default).

    What did not change since an earlier build is taken from `cache`, if one is given, and what others built from `shares`, each with one of the `digests`.
    `report` is told each stage, `watch` the pages written. `workers` is the number of processes (that of processors by default). The site is
    the same with any cache, shares and workers. Raises ProblemsFound, with `target` as it was, when there is any mistake; OSError when it
    cannot be written.
    """
    report("reading the terms")
    keys = Wanted(root, as_of, drafts).keys(cache.documents if cache else None, workers)
    for name in keys.left_out:
        report(f"left out: {name}, of which nothing is published (--drafts shows drafts)")
    sealed = read_shares(shares, digests, keys.days) if shares else ()
    with (
        beside(target, report) as building,
        _store(cache, building, sealed, report) as store,
        Indexes(store) as indexes,
        ThreadPoolExecutor(1) as behind,
    ):
        keys.noted.update(store.read_notes())
        spare = Spare(cache.folder if cache else None, store)

        overview: dict[str, int] = {}

        def prepare() -> None:
            if not spare.is_live(target):
                check_own(target)
            spare.take(building)
            find_or_make_program(store)
            overview.update(write_overview(keys, building))

        making = Making(keys, report, watch, workers)
        languages: dict[str, list[Part]] = {}
        indexing = []
        site = building if spare.is_empty else None
        for language, found in making.languages(store, site, prepare):
            languages[language] = found.parts
            indexing.append(indexes.start(found.parts))
            if found.in_place:
                spare.note(found.parts)
                # What is written so far goes to the disk meanwhile; `swap` waits for the rest, and is told of errors.
                behind.submit(storage.sync_disk, building)
        parts = [find_or_make_program(store), *(part for code in keys.views for part in languages[code])]
        report("putting the site together")
        spare.fill(building, [*parts, *(index.result() for index in indexing if index.done())])
        report("checking every link")
        _check_links(root, building, [found[0] for found in languages.values()], parts, overview)
        searches = [index.result() for index in indexing]
        overview[ENTRY] = write_text(building / ENTRY, entry_of([find_or_make_program(store), *searches]))
        parts += searches
        spare.fill(building, parts)
        files = list_of([*overview, *(path for part in parts for path in part.files)])
        overview[LIST] = write_text(building / LIST, files)
        swap(building, target)
        used = spare.keep(building, target, parts, overview)
        if cache:
            store.write_notes(keys.used)
            store.write_looks(used)
            store.keep_only(used)
    return _measure(parts, overview)


def build_share(
    root: Path,
    target: Path,
    share: Share,
    *,
    as_of: dt.date | None = None,
    report: Report = lambda line: None,
    watch: Watch | None = None,
    workers: int | None = None,
) -> tuple[int, str]:
    """Build a share of the pages of a site into the folder `target`, for `build_site` to join; gives their number, and the digest of the share.

    Raises ProblemsFound and OSError as that does.
    """
    report("reading the terms")
    keys = Wanted(root, as_of).keys(None, workers)
    prepare_share(target)
    store = Store(target, SHARE_KEY)
    jobs = [
        LanguageBuild(language, keys, target, store.secret, only=documents)
        for language, documents in share.documents(keys).items()
    ]
    with storage.locked(target):
        pages = 0
        for built in Making(keys, report, watch, workers).run(jobs):
            found = filter(None, map(store.find, built.keys))
            pages += sum(path.endswith(".html") for part in found for path in part.files)
        store.write_notes(keys.used)
        return pages, write_note(store, share, keys.days)


@contextmanager
def _store(cache: Cache | None, building: Path, shares: tuple[Sealed, ...], note: Report) -> Iterator[Store]:
    """Where parts are kept: in the cache, for one build at a time; without one in a folder that is gone at the end."""
    if cache is None:
        yield Store(Path(tempfile.mkdtemp(prefix="parts-", dir=building.parent)), Secret.passing(), once(note), shares)
        return
    folder = cache.folder / "parts"
    folder.mkdir(parents=True, exist_ok=True)
    with storage.locked(folder) as taken_over:
        for line in taken_over:
            note(line)
        yield Store(folder, cache.secret, once(note), shares, manifests=cache.manifests)


def days_of(book: Book, as_of: dt.date | None) -> dict[str, dt.date]:
    """The day as of which each document is shown: the given one, else today in the document's time zone."""
    now = dt.datetime.now(dt.UTC)
    return {document.id: as_of or timeline.today(document, now) for document in book.documents.values()}


def _check_links(
    root: Path, building: Path, fronts: Iterable[Part], parts: Iterable[Part], overview: Iterable[str]
) -> None:
    """Settle what the languages could not settle by themselves; raises ProblemsFound with every broken link."""
    links = Links(building)
    links.add_files(building, below=False)
    unsettled = links.unsettled().union(*(front.facts["unsettled"] for front in fronts))
    files = {path for files in (overview, *(part.files for part in parts)) for path in files}
    unsettled = unsettled.difference(files, [path.removesuffix("index.html") for path in files])
    if not all_lead_somewhere(building, unsettled):
        problems = Problems()
        check_links(building, root, problems)
        if len(problems):
            raise ProblemsFound(problems)


def _measure(parts: Sequence[Part], overview: Mapping[str, int]) -> BuildResult:
    sizes = [(path, stamp.size) for part in parts for path, stamp in part.files.items()]
    sizes += overview.items()
    return BuildResult(sum(path.endswith(".html") for path, _ in sizes), len(sizes), sum(size for _, size in sizes))
