"""The table of page kinds: every page that is made from terms is of one of them, and whoever asks for pages reads the table.

The navigation, the list of pages, the count of pages to come and the search for the page at an address all follow from it. A new
kind is a member of `PageKind` and a row here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cached_property

from clausebook.languages import N_
from clausebook.model.document import Document, Snapshot
from clausebook.pages import addresses
from clausebook.pages.clauses import ClauseHistory, clause_ids
from clausebook.pages.compare import compare_heading, compare_page
from clausebook.pages.elsewhere import absent_heading, absent_page, lapsed_heading, lapsed_page
from clausebook.pages.front import home_page, search_page
from clausebook.pages.history import history_heading, history_page
from clausebook.pages.language_view import LanguageView
from clausebook.pages.page import Page, PageKind
from clausebook.pages.terms import TermsWriter, terms_heading
from clausebook.pages.update_page import changes_page


class Per(Enum):
    """What has a page of a kind to itself."""

    DOCUMENT = "document"
    VERSION = "version"
    CLAUSE = "clause"


# The title and the description of a page.
Heading = tuple[str, str]
# The name of a version, the id of a clause, or empty for what a document has once.
Item = str


@dataclass(frozen=True)
class PageMaker:
    """Makes the pages of one document in one language, which share what they have in common."""

    view: LanguageView
    document: Document

    @cached_property
    def terms(self) -> TermsWriter:
        return TermsWriter(self.view, self.document)

    @cached_property
    def clauses(self) -> ClauseHistory:
        return ClauseHistory(self.view, self.document)

    def state(self, name: Item) -> Snapshot:
        return next(state for state in self.view.shown(self.document) if state.name == name)


@dataclass(frozen=True, slots=True)
class LanguageKind:
    """A page that a language has once: its address, what makes it, and its name in the navigation, empty where it does not stand there."""

    kind: PageKind
    address: Callable[[str], str]
    make: Callable[[LanguageView, str], Page]
    name: str = ""


@dataclass(frozen=True, slots=True)
class DocumentKind:
    """Pages of a document: one for itself, for each version or for each clause, as `per` says, where `items` names it.

    With a `name` it stands in the navigation, below its document. `heading` tells the title and the description of a page before it is made.
    """

    kind: PageKind
    per: Per
    address: Callable[..., str]
    items: Callable[[LanguageView, Document], Sequence[Item]]
    make: Callable[[PageMaker, Item], Page]
    heading: Callable[[LanguageView, Document], Heading] | None = None
    name: str = ""

    def address_of(self, language: str, document: str, item: Item = "") -> str:
        """The address of the page of an item."""
        return self.address(language, document, item) if item else self.address(language, document)


def _once(view: LanguageView, document: Document) -> Sequence[Item]:
    return ("",) if view.shown(document) else ()


def _where_not_published(view: LanguageView, document: Document) -> Sequence[Item]:
    return () if view.shown(document) else ("",)


def _versions(view: LanguageView, document: Document) -> Sequence[Item]:
    return [state.name for state in view.shown(document)]


def _compared_versions(view: LanguageView, document: Document) -> Sequence[Item]:
    return [state.name for state in view.shown(document) if view.has_changes(document, state)]


def _clauses(view: LanguageView, document: Document) -> Sequence[Item]:
    return clause_ids(view.active_versions(document), view.language)


def _current_heading(view: LanguageView, document: Document) -> Heading:
    return terms_heading(view, document) if view.current(document) else lapsed_heading(view, document)


def _current_page(maker: PageMaker, _: Item) -> Page:
    view, document = maker.view, maker.document
    current = view.current(document)
    return TermsWriter(view, document, at_current=True).page(current) if current else lapsed_page(view, document)


def _changes_page(maker: PageMaker, name: Item) -> Page:
    state = maker.state(name)
    comparison = maker.view.comparison(maker.document, state)
    if comparison is None:
        raise ValueError(f"{name} is compared with nothing")
    return changes_page(maker.view, maker.document, state, comparison)


LANGUAGE_KINDS = (
    LanguageKind(PageKind.HOME, addresses.home, home_page, N_("All terms")),
    LanguageKind(PageKind.SEARCH, addresses.search, lambda view, _: search_page(view)),
)
DOCUMENT_KINDS = (
    DocumentKind(
        PageKind.CURRENT,
        Per.DOCUMENT,
        addresses.current,
        _once,
        _current_page,
        _current_heading,
        N_("Terms in force"),
    ),
    DocumentKind(
        PageKind.HISTORY,
        Per.DOCUMENT,
        addresses.history,
        _once,
        lambda maker, _: history_page(maker.view, maker.document),
        history_heading,
        N_("Change log"),
    ),
    DocumentKind(
        PageKind.COMPARE,
        Per.DOCUMENT,
        addresses.compare,
        _once,
        lambda maker, _: compare_page(maker.view, maker.document),
        compare_heading,
        N_("Compare versions"),
    ),
    DocumentKind(
        PageKind.ABSENT,
        Per.DOCUMENT,
        addresses.current,
        _where_not_published,
        lambda maker, _: absent_page(maker.view, maker.document),
        absent_heading,
    ),
    DocumentKind(
        PageKind.VERSION,
        Per.VERSION,
        addresses.version,
        _versions,
        lambda maker, name: maker.terms.page(maker.state(name)),
    ),
    DocumentKind(PageKind.CHANGES, Per.VERSION, addresses.changes, _compared_versions, _changes_page),
    DocumentKind(
        PageKind.CLAUSE,
        Per.CLAUSE,
        addresses.clause,
        _clauses,
        lambda maker, clause: maker.clauses.page(clause),
    ),
)
# The pages outside the navigation: there are many of each.
ARCHIVE = frozenset(row.kind for row in DOCUMENT_KINDS if row.per is not Per.DOCUMENT)
