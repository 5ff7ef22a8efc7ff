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
from clausebook.pages.recording import Recorder, recorded_book, recorded_days
from clausebook.private import Secret
from clausebook.problems import Problems, ProblemsFound
from clausebook.site.artifacts import Artifact, ArtifactStore, Sealed
from clausebook.site.build_plan import BuildPlan
from clausebook.site.cache import Cache, once
from clausebook.site.folder import LIST, beside, check_own, list_of, swap
from clausebook.site.inputs import check_inputs
from clausebook.site.language_build import Job
from clausebook.site.links import Links, all_lead_somewhere, check_links
from clausebook.site.root import write_overview, write_text
from clausebook.site.scheduler import BuildScheduler, Report, Watch
from clausebook.site.search import ENTRY, Indexes, entry_of, find_or_make_program
from clausebook.site.settings import Settings, read_settings
from clausebook.site.shards import SHARD_KEY, Shard, prepare_shard, read_shards, write_note
from clausebook.site.spare import Spare
from clausebook.site.traces import explanation, read_index, write_index


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

    def plan(self, kept: DocumentCache | None, workers: int | None = None) -> BuildPlan:
        """Everything that it is made from, read and checked; raises ProblemsFound with all mistakes."""
        settings, book = check_site(self.root, kept, workers)
        days, languages = days_of(book, self.as_of), settings.languages or book.languages
        recorder, histories = Recorder(), Histories()
        recorded = recorded_book(book, recorder, days, drafts=self.drafts)
        views = {
            language: LanguageView(
                self.root,
                recorded,
                language,
                languages,
                recorded_days(book, recorder, days),
                self.drafts,
                settings.source_url,
                settings.url,
                recorder,
                histories,
            )
            for language in languages
        }
        return BuildPlan(self.root, settings, book, days, views)


def build_site(
    root: Path,
    target: Path,
    *,
    as_of: dt.date | None = None,
    drafts: bool = False,
    cache: Cache | None = None,
    shards: Sequence[Path] = (),
    digests: Sequence[str] = (),
    report: Report = lambda line: None,
    watch: Watch | None = None,
    workers: int | None = None,
    explain: str = "",
) -> BuildResult:
    """Build the site at `root` into `target` as of a date (today in each document's zone by default).

    What did not change since an earlier build is taken from `cache`, if one is given, and what others built from `shards`, each with one of the `digests`.
    `report` is told each stage, `watch` the pages written. `workers` is the number of processes (that of processors by default). Of the page `explain`, if one is named, `report` is told why it was made again. The site is
    the same with any cache, shards and workers. Raises ProblemsFound, with `target` as it was, when there is any mistake; OSError when it
    cannot be written.
    """
    report("reading the terms")
    plan = Wanted(root, as_of, drafts).plan(cache.documents if cache else None, workers)
    for name in plan.left_out:
        report(f"left out: {name}, of which nothing is published (--drafts shows drafts)")
    sealed = read_shards(shards, digests, plan.days) if shards else ()
    with (
        beside(target, report) as building,
        _store(cache, building, sealed, report) as store,
        Indexes(store) as indexes,
        ThreadPoolExecutor(1) as behind,
    ):
        spare = Spare(cache.folder if cache else None, store)

        overview: dict[str, int] = {}

        def prepare() -> None:
            if not spare.is_live(target):
                check_own(target)
            spare.take(building)
            find_or_make_program(store)
            overview.update(write_overview(plan, building))

        scheduler = BuildScheduler(plan, report, watch, workers, read_index(store))
        languages: dict[str, list[Artifact]] = {}
        indexing = []
        site = building if spare.is_empty else None
        for language, built in scheduler.languages(store, site, prepare):
            languages[language] = built.artifacts
            indexing.append(indexes.start(built.artifacts))
            if built.in_place:
                spare.note(built.artifacts)
                # What is written so far goes to the disk meanwhile; `swap` waits for the rest, and is told of errors.
                behind.submit(storage.sync_disk, building)
        artifacts = [find_or_make_program(store), *(one for code in plan.views for one in languages[code])]
        report("putting the site together")
        spare.fill(building, [*artifacts, *(index.result() for index in indexing if index.done())])
        report("checking every link")
        _check_links(root, building, [language[-1] for language in languages.values()], artifacts, overview)
        searches = [index.result() for index in indexing]
        overview[ENTRY] = write_text(building / ENTRY, entry_of([find_or_make_program(store), *searches]))
        artifacts += searches
        spare.fill(building, artifacts)
        files = list_of([*overview, *(path for artifact in artifacts for path in artifact.files)])
        overview[LIST] = write_text(building / LIST, files)
        swap(building, target)
        used = spare.keep(building, target, artifacts, overview)
        if cache:
            write_index(store, scheduler.used)
            store.write_looks(used)
            store.keep_only(used)
        if explain:
            _explain(explain, scheduler, artifacts, overview, report)
    return _measure(artifacts, overview)


def _explain(
    page: str, scheduler: BuildScheduler, artifacts: Iterable[Artifact], overview: Iterable[str], report: Report
) -> None:
    """Say why a page was made, by its address or its path in the site: which answers changed of the queries that were made for it."""
    path = page.strip("/")
    paths = {path, f"{path}/index.html".lstrip("/")}
    names = {entry.key: name for name, entry in scheduler.used.items()}
    for artifact in artifacts:
        if paths & artifact.files.keys():
            name = names.get(artifact.key, "")
            reasons = scheduler.reasons.get(name)
            if not reasons:
                report(f"{page}: not made again; nothing that it was made from changed")
            for reason in reasons or ():
                report(f"{page}: made again, since this changed: {explanation(reason)}")
            return
    report(f"{page}: {'made with every build' if paths & {*overview} else 'there is no such page in the site'}")


def build_shard(
    root: Path,
    target: Path,
    shard: Shard,
    *,
    as_of: dt.date | None = None,
    report: Report = lambda line: None,
    watch: Watch | None = None,
    workers: int | None = None,
) -> tuple[int, str]:
    """Build a shard of the pages of a site into the folder `target`, for `build_site` to join; gives their number, and the digest of the shard.

    Raises ProblemsFound and OSError as that does.
    """
    report("reading the terms")
    plan = Wanted(root, as_of).plan(None, workers)
    prepare_shard(target)
    store = ArtifactStore(target, SHARD_KEY)
    jobs = [
        Job(language, plan, target, store.secret, {}, documents, leads=False, whole=False)
        for language, documents in shard.documents(plan).items()
    ]
    scheduler = BuildScheduler(plan, report, watch, workers)
    with storage.locked(target):
        pages = 0
        for built in scheduler.run(jobs):
            artifacts = filter(None, map(store.find, built.keys))
            pages += sum(path.endswith(".html") for artifact in artifacts for path in artifact.files)
        write_index(store, scheduler.used)
        return pages, write_note(store, shard, plan.days)


@contextmanager
def _store(cache: Cache | None, building: Path, shards: tuple[Sealed, ...], note: Report) -> Iterator[ArtifactStore]:
    """Where artifacts are kept: in the cache, for one build at a time; without one in a folder that is gone at the end."""
    if cache is None:
        yield ArtifactStore(
            Path(tempfile.mkdtemp(prefix="artifacts-", dir=building.parent)), Secret.passing(), once(note), shards
        )
        return
    folder = cache.folder / "artifacts"
    folder.mkdir(parents=True, exist_ok=True)
    with storage.locked(folder) as taken_over:
        for line in taken_over:
            note(line)
        yield ArtifactStore(folder, cache.secret, once(note), shards, manifests=cache.manifests)


def days_of(book: Book, as_of: dt.date | None) -> dict[str, dt.date]:
    """The day as of which each document is shown: the given one, else today in the document's time zone."""
    now = dt.datetime.now(dt.UTC)
    return {document.id: as_of or timeline.today(document, now) for document in book.documents.values()}


def _check_links(
    root: Path, building: Path, languages: Iterable[Artifact], artifacts: Iterable[Artifact], overview: Iterable[str]
) -> None:
    """Settle what the languages could not settle by themselves; raises ProblemsFound with every broken link."""
    links = Links(building)
    links.add_files(building, below=False)
    unsettled = links.unsettled().union(*(language.facts["unsettled"] for language in languages))
    files = {path for files in (overview, *(artifact.files for artifact in artifacts)) for path in files}
    unsettled = unsettled.difference(files, [path.removesuffix("index.html") for path in files])
    if not all_lead_somewhere(building, unsettled):
        problems = Problems()
        check_links(building, root, problems)
        if len(problems):
            raise ProblemsFound(problems)


def _measure(artifacts: Sequence[Artifact], overview: Mapping[str, int]) -> BuildResult:
    sizes = [(path, stamp.size) for artifact in artifacts for path, stamp in artifact.files.items()]
    sizes += overview.items()
    return BuildResult(sum(path.endswith(".html") for path, _ in sizes), len(sizes), sum(size for _, size in sizes))
