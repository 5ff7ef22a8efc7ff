"""The library: all pages and files of one language, in the order in which readers meet them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from clausebook.model.document import Document, Snapshot
from clausebook.pages.calendars import calendar
from clausebook.pages.clauses import clause_ids
from clausebook.pages.comparison_files import comparison_files
from clausebook.pages.comparisons import KeptRows, comparison_data
from clausebook.pages.feeds import feeds
from clausebook.pages.kinds import DOCUMENT_KINDS, LANGUAGE_KINDS, Item, PageMaker, Per
from clausebook.pages.language_view import LanguageView
from clausebook.pages.page import DataFile, Page, PageKind
from clausebook.pages.redirects import redirects

# So that an edited clause has few pages made again, and an archive few artifacts.
_VERSIONS_IN_A_BATCH = 8
_CLAUSES_IN_A_BATCH = 16


def language_pages(view: LanguageView, site_name: str) -> Iterator[Page]:
    """The pages about all documents."""
    for row in LANGUAGE_KINDS:
        yield row.make(view, site_name)


def document_pages(view: LanguageView, document: Document) -> Iterator[Page]:
    """The pages that a document has once."""
    maker = PageMaker(view, document)
    for row in DOCUMENT_KINDS:
        if row.per is Per.DOCUMENT:
            for item in row.items(view, document):
                yield row.make(maker, item)


def count_pages(view: LanguageView, document: Document) -> int:
    """How many pages there are about one document."""
    return sum(len(row.items(view, document)) for row in DOCUMENT_KINDS)


@dataclass(frozen=True, slots=True)
class PageBatch:
    """A piece of a document's archive: some versions that follow one another, or some clauses.

    A change of one text concerns few batches, so most are as they were.
    """

    states: tuple[Snapshot, ...] = ()
    clauses: tuple[str, ...] = ()


def batches(view: LanguageView, document: Document) -> Iterator[PageBatch]:
    """The batches of a document's archive. What is added later stands in the last ones."""
    shown = view.shown(document)
    for start in range(0, len(shown), _VERSIONS_IN_A_BATCH):
        yield PageBatch(states=shown[start : start + _VERSIONS_IN_A_BATCH])
    ids = clause_ids(view.active_versions(document), view.language)
    for start in range(0, len(ids), _CLAUSES_IN_A_BATCH):
        yield PageBatch(clauses=tuple(ids[start : start + _CLAUSES_IN_A_BATCH]))


@dataclass(frozen=True)
class DocumentArchive:
    """Writes the batches of a document's archive, which share what they have in common."""

    view: LanguageView
    document: Document

    @cached_property
    def _maker(self) -> PageMaker:
        return PageMaker(self.view, self.document)

    @cached_property
    def _items(self) -> Mapping[PageKind, frozenset[Item]]:
        return {row.kind: frozenset(row.items(self.view, self.document)) for row in DOCUMENT_KINDS}

    def pages(self, batch: PageBatch) -> Iterator[Page]:
        """The pages of each version and clause in a batch."""
        yield from self._pages_per(Per.VERSION, [state.name for state in batch.states])
        yield from self._pages_per(Per.CLAUSE, batch.clauses)

    def _pages_per(self, per: Per, items: Iterable[Item]) -> Iterator[Page]:
        rows = [row for row in DOCUMENT_KINDS if row.per is per]
        for item in items:
            for row in rows:
                if item in self._items[row.kind]:
                    yield row.make(self._maker, item)


def page_at(view: LanguageView, address: str, site_name: str) -> Page | None:
    """The one page of the view's language at `address`; None where there is none."""
    address = f"{address.rstrip('/')}/"
    for page in LANGUAGE_KINDS:
        if page.address(view.language) == address:
            return page.make(view, site_name)
    _, name, *rest = *address.rstrip("/").split("/"), ""
    document = view.book.documents.get(name)
    if document is None:
        return None
    for kind in DOCUMENT_KINDS:
        for item in ("",) if kind.per is Per.DOCUMENT else filter(None, rest):
            if kind.address_of(view.language, name, item) == address and item in kind.items(view, document):
                return kind.make(PageMaker(view, document), item)
    return None


def language_files(view: LanguageView, site_name: str) -> Iterator[DataFile]:
    """The files about all documents."""
    yield from feeds(view, None, site_name)
    yield calendar(view, site_name)


def document_files(
    view: LanguageView, document: Document, site_name: str, kept: KeptRows | None = None
) -> Iterator[DataFile]:
    """The files about one document; for the comparison data, `kept` holds what was made before."""
    if view.shown(document):
        yield from comparison_files(comparison_data(view, document, kept))
        yield from feeds(view, document, site_name)
    yield from redirects(view, document, site_name)
