"""The build of a language, or of some of its documents, by one process: its artifacts are found, or made and put into the store.

A document has several in each language: its front (the pages that it has once), the files about all of its versions, and the batches of its
archive. Around them are the pages about all documents with what MkDocs writes, the files about all, and at the end what is known only when all
are there: the sitemap, and which links are left to be settled.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import cached_property, partial
from pathlib import Path

from clausebook.digests import digest_of
from clausebook.pages.addresses import comparison_data, comparison_part
from clausebook.pages.comparison_files import read_comparison
from clausebook.pages.comparisons import KeptRows
from clausebook.pages.data import DataMaker
from clausebook.pages.language_view import LanguageView
from clausebook.pages.library import (
    DocumentArchive,
    PageBatch,
    batches,
    document_files,
    document_pages,
    language_files,
    language_pages,
)
from clausebook.pages.page import Page
from clausebook.pages.policy import with_policy
from clausebook.pages.templates import render
from clausebook.private import Secret
from clausebook.site.artifacts import Artifact, ArtifactStore, ArtifactWriter, Sealed, place
from clausebook.site.build_plan import BuildPlan
from clausebook.site.links import Links
from clausebook.site.plugin.build import build_with_mkdocs
from clausebook.site.shell import Shell
from clausebook.site.sitemap import SitemapEntry, sitemap_of
from clausebook.site.traces import Entry, Index, Tracer
from clausebook.workers import step


@dataclass(frozen=True, slots=True)
class Job:
    """All that one process needs to build some documents of a language into the store at `store` with its `secret`; what is in `others` is found too.

    `index` is that of the last build. With `whole` these are all documents, and all that is about them together is made, too; with `leads` only its pages.
    What is there in the end is put into the folder `site`, if there is one.
    """

    language: str
    plan: BuildPlan
    store: Path
    secret: Secret
    index: Index
    documents: tuple[str, ...]
    leads: bool = True
    whole: bool = True
    others: tuple[Sealed, ...] = ()
    site: Path | None = None

    @property
    def view(self) -> LanguageView:
        return self.plan.views[self.language]


@dataclass(frozen=True, slots=True)
class Built:
    """The keys of artifacts in the order in which they are put into the site, their entries by name, why which were made, what there is to say."""

    keys: tuple[str, ...]
    index: Index
    reasons: Mapping[str, tuple[str, ...]]
    notes: tuple[str, ...]


def build(job: Job) -> Built:
    """Find or make the artifacts of a job; raises ProblemsFound where a template or MkDocs gives up."""
    notes: list[str] = []
    store = ArtifactStore(job.store, job.secret, notes.append, job.others)
    language = LanguageArtifacts(job, store)
    artifacts = language.find_or_make()
    if job.site:
        for artifact in artifacts:
            place(artifact, job.site)
    return Built(tuple(one.key for one in artifacts), language.tracer.used, language.tracer.reasons, tuple(notes))


@dataclass
class LanguageArtifacts:
    """Finds and makes the artifacts of one language."""

    job: Job
    store: ArtifactStore
    _shell: Shell | None = field(default=None, repr=False)

    @cached_property
    def tracer(self) -> Tracer:
        plan = self.job.plan
        return Tracer(plan.answers(self.job.language), self.store, self.job.index, plan.given)

    @property
    def view(self) -> LanguageView:
        return self.job.view

    @property
    def site_name(self) -> str:
        return self.job.plan.settings.name

    def find(self) -> list[Artifact] | None:
        """All artifacts of the language, where every one is there and current."""
        pages = self._find_pages()
        if pages is None:
            return None
        names = self._names(pages.facts["theme"])
        artifacts = [pages, *(self.tracer.find(name, given) for name, given in names)]
        whole = [artifact for artifact in artifacts if artifact]
        return [*whole, self.finish(whole)] if len(whole) == len(artifacts) else None

    def looks_current(self) -> bool:
        """Whether it looks as if every artifact were current; `find` proves it."""
        pages = self._find_pages()
        return pages is not None and all(
            self.tracer.looks_current(name, given) for name, given in self._names(pages.facts["theme"])
        )

    def _find_pages(self) -> Artifact | None:
        return self.tracer.find(f"{self.job.language} pages", self._content)

    @cached_property
    def _content(self) -> Mapping[str, str]:
        return {"content": self.job.plan.content(self.job.language)}

    def _names(self, theme: str) -> Iterator[tuple[str, Mapping[str, str] | None]]:
        """The names of all artifacts but that of the pages, with what else each is made from."""
        language, given = self.job.language, {"theme": theme}
        yield f"{language} files", None
        for name in self.job.documents:
            yield f"{language} {name} front", given
            yield f"{language} {name} files", None
            for number, _ in enumerate(batches(self.view, self.view.documents[name])):
                yield f"{language} {name} batch-{number}", given

    def find_or_make(self) -> list[Artifact]:
        """The artifacts of the job, those that are current found and the others made."""
        language, artifacts = self.job.language, []
        pages = self._find_pages()
        if pages is None and self.job.leads:
            pages = self.tracer.make(f"{language} pages", self._fill_pages, self._content)
        if pages and self.job.leads:
            artifacts += [pages, self.tracer.find_or_make(f"{language} files", self._fill_files)]
        theme = pages.facts["theme"] if pages else self.shell().theme.digest
        for name in self.job.documents:
            artifacts += self._document(name, {"theme": theme})
        if self._shell:  # a hand-written page may stand where it would be in the way
            self._shell.theme.refuse_taken(path for artifact in artifacts[1:] for path in artifact.files)
        return [*artifacts, self.finish(artifacts)] if self.job.whole else artifacts

    def shell(self) -> Shell:
        """The shell around pages; MkDocs is asked for the theme once, and only where a page is made.

        What it reads for that is told by the digest of the theme.
        """
        if self._shell is None:
            recorder = self.view.recorder
            with recorder.paused(), tempfile.TemporaryDirectory(prefix=".new-", dir=self.store.folder) as passing:
                target = Path(passing) / self.job.language
                self._shell = Shell(build_with_mkdocs(self.view, target, lends_theme=True))
        return self._shell

    def _document(self, name: str, theme: Mapping[str, str]) -> Iterator[Artifact]:
        start, tracer = f"{self.job.language} {name}", self.tracer
        yield tracer.find_or_make(f"{start} front", partial(self._fill_front, name), theme)
        yield tracer.find_or_make(f"{start} files", partial(self._fill_document_files, name))
        archive = DocumentArchive(self.view, self.view.documents[name])
        for number, batch in enumerate(batches(self.view, archive.document)):
            yield tracer.find_or_make(f"{start} batch-{number}", partial(self._fill_batch, archive, batch), theme)

    def _fill_pages(self, writer: ArtifactWriter) -> None:
        """What MkDocs writes, and the pages about all documents."""
        shell = self._shell = Shell(build_with_mkdocs(self.view, writer.folder / self.job.language))
        links = Links(writer.folder)
        links.add_files(writer.folder)
        entries = [*shell.theme.hand_written()]
        for page in language_pages(self.view, self.site_name):
            entries += _write(page, shell, writer, links)
        indexed = [asdict(entry) for entry in entries]
        writer.facts.update(links.as_facts(), indexed=indexed, theme=shell.theme.digest)

    def _fill_files(self, writer: ArtifactWriter) -> None:
        for file in language_files(self.view, self.site_name):
            writer.put(file.address, file.text.encode())

    def _fill_front(self, name: str, writer: ArtifactWriter) -> None:
        self._write_pages(document_pages(self.view, self.view.documents[name]), writer)

    def _fill_document_files(self, name: str, writer: ArtifactWriter) -> None:
        rows = self._kept_rows(name)
        for file in document_files(self.view, self.view.documents[name], self.site_name, rows):
            text = with_policy(file.text) if file.address.endswith(".html") else file.text
            writer.put(file.address, text.encode())
        writer.facts["rows"] = rows.digests

    def _kept_rows(self, name: str) -> KeptRows:
        """The rows of the comparison data that an earlier build with the same program and settings left, whatever changed since in the texts."""
        entry = self.job.index.get(f"{self.job.language} {name} files")
        artifact = (
            self.store.find(entry.key) if entry and self.job.plan.given.items() <= entry.sources.items() else None
        )
        path = comparison_data(self.job.language, name)
        if artifact is None or path not in artifact.files:
            return KeptRows()
        start, end = comparison_part(self.job.language, name, "*").split("*")
        pieces = {
            piece.removeprefix(start).removesuffix(end): (artifact.folder / stamp.name).read_text(encoding="utf-8")
            for piece, stamp in artifact.files.items()
            if piece.startswith(start) and piece.endswith(end)
        }
        data = json.loads((artifact.folder / artifact.files[path].name).read_bytes())
        return KeptRows.of(read_comparison(data, pieces), artifact.facts["rows"])

    def _fill_batch(self, archive: DocumentArchive, batch: PageBatch, writer: ArtifactWriter) -> None:
        document = self.view.documents[archive.document.id]  # a query, whoever asked for the archive
        self._write_pages(archive.pages(batch), writer)
        for file in self._data.editions(document, self.job.language, batch.states):
            writer.put(file.address, file.text.encode())

    @cached_property
    def _data(self) -> DataMaker:
        view = self.view
        return DataMaker(view.root, view.book, view.days, view.languages, view.root_url, {view.language: view.outside})

    def _write_pages(self, pages: Iterable[Page], writer: ArtifactWriter) -> None:
        """Write pages of a document, and note what the rest of the language needs to know of them."""
        links = Links(writer.folder)
        entries = [entry for page in pages for entry in _write(page, self.shell(), writer, links)]
        writer.facts.update(links.as_facts(), indexed=[asdict(entry) for entry in entries])

    def finish(self, artifacts: Sequence[Artifact]) -> Artifact:
        """What is known only when all artifacts of the language are there, these in their order."""
        day, view = self.job.plan.newest_day.isoformat(), self.view

        def fill(writer: ArtifactWriter) -> None:
            links = Links(writer.folder)
            for artifact in artifacts:
                links.learn(artifact.facts)
            entries = [SitemapEntry(**entry) for artifact in artifacts for entry in artifact.facts.get("indexed", ())]
            sitemap = render(view.root, view.language, "", sitemap_of(entries, view.root_url, day))
            writer.put(f"{view.language}/sitemap.xml", sitemap.encode())
            writer.facts.update(links.settled())

        key = digest_of("whole", self.job.plan.given, view.language, day, [artifact.key for artifact in artifacts])
        artifact = self.store.find_or_make(key, fill)
        self.tracer.used[f"{view.language} whole"] = Entry(key, {})
        return artifact


def _write(page: Page, shell: Shell, writer: ArtifactWriter, links: Links) -> list[SitemapEntry]:
    """Write a page, and note its links; its entry in the sitemap, if it has one."""
    printed = shell.print(page)
    links.add(printed.address, printed.anchors, printed.links, is_searched=printed.is_searched)
    writer.put(printed.path, printed.data)
    step()
    return [SitemapEntry.of(page)] if page.indexed else []
