"""The library: all pages of one language, in the order in which readers meet them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar, NamedTuple

from markupsafe import Markup

from clausebook.model.document import Document, Snapshot, Version
from clausebook.pages import addresses
from clausebook.pages.calendars import calendar
from clausebook.pages.clauses import ClauseHistory, clause_ids
from clausebook.pages.compare import compare_heading, compare_page
from clausebook.pages.comparison_files import comparison_files
from clausebook.pages.comparisons import KeptRows, comparison_data
from clausebook.pages.feeds import feed
from clausebook.pages.history import history_heading, history_page
from clausebook.pages.language_view import LanguageView
from clausebook.pages.page import DataFile, Page, PageKind
from clausebook.pages.redirects import redirects
from clausebook.pages.status_sentences import (
    ComingView,
    Life,
    Sentence,
    coming_view,
    life_of,
    missing_sentence,
    status_sentences,
    version_name,
)
from clausebook.pages.templates import TemplateData, render
from clausebook.pages.terms import TermsWriter, terms_heading
from clausebook.pages.update_page import changes_page

# So that an edited clause has few pages made again, and an archive few parts.
_VERSIONS_IN_A_VOLUME = 8
_CLAUSES_IN_A_VOLUME = 16


class ComingItem(NamedTuple):
    """An announced version on the page about all documents: its day of effect, the title of its document, its name, the day of its announcement, and the rest."""

    effective: dt.date
    title: str
    name: Markup
    announced: dt.date
    banner: ComingView


class DocumentCard(NamedTuple):
    """A document on the page about all: its title, the addresses of its pages, its status, and how many versions there are."""

    title: str
    address: str
    history: str
    compare: str
    life: Life
    sentences: Sequence[Markup | Sentence[Markup]]
    versions: int


@dataclass(frozen=True, slots=True)
class HomeData(TemplateData):
    """The page about all documents of a language; `coming` is in the order of the days of effect."""

    TEMPLATE: ClassVar[str] = "home.html"
    site_name: str
    documents: Sequence[DocumentCard]
    coming: Sequence[ComingItem]
    feed_address: str
    calendar_address: str


@dataclass(frozen=True, slots=True)
class SearchData(TemplateData):
    """The page of the search: its `own` address, and title and address of every document."""

    TEMPLATE: ClassVar[str] = "search.html"
    own: str
    documents: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class AbsentData(TemplateData):
    """A document that is not published in this language, or no longer: why, and where it can be read.

    `title_language` is the code of the language of its title, `others` has name, code and address for each language that has it, `versions` name and address of what there was in this one.
    """

    TEMPLATE: ClassVar[str] = "absent.html"
    title: str
    sentences: Sequence[Markup | Sentence[Markup]]
    others: Sequence[tuple[str, str, str]]
    title_language: str
    versions: Sequence[tuple[Markup, str]]
    history_address: str


def language_pages(view: LanguageView, site_name: str) -> Iterator[Page]:
    """The pages about all documents."""
    yield home_page(view, site_name)
    yield search_page(view)


def document_pages(view: LanguageView, document: Document) -> Iterator[Page]:
    """The pages in the navigation about one document."""
    if not view.shown(document):
        yield absent_page(view, document)
        return
    current = view.current(document)
    yield TermsWriter(view, document, at_current=True).page(current) if current else lapsed_page(view, document)
    yield history_page(view, document)
    yield compare_page(view, document)


def outline_pages(view: LanguageView, document: Document) -> Iterator[Page]:
    """The pages in the navigation about one document with their titles and addresses alone."""
    language = view.language
    headings = [
        (PageKind.CURRENT, addresses.current, terms_heading if view.current(document) else lapsed_heading),
        (PageKind.HISTORY, addresses.history, history_heading),
        (PageKind.COMPARE, addresses.compare, compare_heading),
    ]
    if not view.shown(document):
        headings = [(PageKind.ABSENT, addresses.current, absent_heading)]
    for kind, address, heading in headings:
        own = address(language, document.id)
        title, description = heading(view, document)
        yield Page(kind, language, own, title, description, "", own, {}, (), indexed=False, document=document.id)


@dataclass(frozen=True, slots=True)
class Volume:
    """A piece of a document's archive: some versions that follow one another, or some clauses.

    A change of one text concerns few volumes, so most are as they were.
    """

    states: tuple[Snapshot, ...] = ()
    clauses: tuple[str, ...] = ()


def volumes(view: LanguageView, document: Document) -> Iterator[Volume]:
    """The volumes of a document's archive. What is added later stands in the last ones."""
    shown = view.shown(document)
    for start in range(0, len(shown), _VERSIONS_IN_A_VOLUME):
        yield Volume(states=shown[start : start + _VERSIONS_IN_A_VOLUME])
    ids = clause_ids(view.active_versions(document), view.language)
    for start in range(0, len(ids), _CLAUSES_IN_A_VOLUME):
        yield Volume(clauses=tuple(ids[start : start + _CLAUSES_IN_A_VOLUME]))


@dataclass(frozen=True)
class DocumentArchive:
    """Writes the volumes of a document's archive, which share what they have in common."""

    view: LanguageView
    document: Document

    @cached_property
    def _terms(self) -> TermsWriter:
        return TermsWriter(self.view, self.document)

    @cached_property
    def _clauses(self) -> ClauseHistory:
        return ClauseHistory(self.view, self.document)

    def pages(self, volume: Volume) -> Iterator[Page]:
        """The pages of each version and clause in a volume."""
        for state in volume.states:
            yield self._terms.page(state)
            comparison = self.view.comparison(self.document, state)
            if comparison:
                yield changes_page(self.view, self.document, state, comparison)
        for clause in volume.clauses:
            yield self._clauses.page(clause)


def page_at(view: LanguageView, address: str, site_name: str) -> Page | None:
    """The one page of the view's language at `address`; None where there is none."""
    match address.rstrip("/").split("/")[1:]:
        case []:
            return home_page(view, site_name)
        case ["search"]:
            return search_page(view)
        case [name, *rest] if name in view.book.documents:
            return _page_of_document(view, view.book.documents[name], rest)
        case _:
            return None


def _page_of_document(view: LanguageView, document: Document, rest: Sequence[str]) -> Page | None:
    """The page of a document at what follows its own address, in parts."""
    states = {state.name: state for state in view.shown(document)}
    if not rest:
        return next(document_pages(view, document))
    if not states:
        return None
    match rest:
        case ["history"]:
            return history_page(view, document)
        case ["compare"]:
            return compare_page(view, document)
        case ["clause", clause] if clause in clause_ids(view.active_versions(document), view.language):
            return ClauseHistory(view, document).page(clause)
        case [name] if name in states:
            return TermsWriter(view, document).page(states[name])
        case [name, "changes"] if name in states:
            comparison = view.comparison(document, states[name])
            return changes_page(view, document, states[name], comparison) if comparison else None
        case _:
            return None


def language_files(view: LanguageView, site_name: str) -> Iterator[DataFile]:
    """The files about all documents."""
    yield feed(view, None, site_name)
    yield calendar(view, site_name)


def document_files(
    view: LanguageView, document: Document, site_name: str, kept: KeptRows | None = None
) -> Iterator[DataFile]:
    """The files about one document; for the comparison data, `kept` holds what was made before."""
    if view.shown(document):
        yield from comparison_files(comparison_data(view, document, kept))
        yield feed(view, document, site_name)
    yield from redirects(view, document, site_name)


def home_page(view: LanguageView, site_name: str) -> Page:
    """The documents of the site, what is in force and what is coming."""
    language = view.language
    address = addresses.home(language)
    alternates, translations = view.alternates(address)
    documents = [
        _document_card(view, document, address) for document in view.documents.values() if view.shown(document)
    ]
    coming = sorted(
        (
            ComingItem(
                version.effective,
                view.title_of(version),
                version_name(view, version),
                version.announced,
                coming_view(view, document, version, address),
            )
            for document in view.documents.values()
            if view.shown(document)
            for version in view.announced(document)
        ),
        key=lambda item: (item.effective, item.title),
    )
    data = HomeData(
        site_name=site_name,
        documents=documents,
        coming=coming,
        feed_address=addresses.feed(language),
        calendar_address=addresses.calendar(language),
    )
    html = render(view.root, language, address, data)
    description = view.text(
        "The terms of {site}: what is in force, what is announced, and every earlier version.", site=site_name
    )
    return Page(
        PageKind.HOME, language, address, site_name, description, html, address, alternates, translations, indexed=True
    )


def _document_card(view: LanguageView, document: Document, address: str) -> DocumentCard:
    leading = view.leading(document)
    sentences = status_sentences(view, document, leading, address)
    return DocumentCard(
        view.title(document),
        addresses.current(view.language, document.id),
        addresses.history(view.language, document.id),
        f"{addresses.compare(view.language, document.id)}?since=",
        life_of(view, document, leading),
        sentences if view.current(document) else [missing_sentence(view.words, leading), *sentences],
        sum(isinstance(state, Version) for state in view.shown(document)),
    )


def search_page(view: LanguageView) -> Page:
    """Where the search of the header leads; without JavaScript it says what to do instead."""
    language = view.language
    address = addresses.search(language)
    alternates, translations = view.alternates(address)
    documents = [
        (view.title(document), addresses.current(language, document.id))
        for document in view.documents.values()
        if view.shown(document)
    ]
    html = render(view.root, language, address, SearchData(address, documents))
    text = view.text
    return Page(
        PageKind.SEARCH,
        language,
        address,
        text("Search"),
        text("Search the terms in force."),
        html,
        address,
        alternates,
        translations,
        indexed=False,
    )


def absent_heading(view: LanguageView, document: Document) -> tuple[str, str]:
    """The original title of a document that this language does not have, and a description that says so."""
    description = view.text("This document is not published in this language.")
    leading = view.leading(document)
    return leading.editions[document.regime_of(leading).authoritative].title, description


def absent_page(view: LanguageView, document: Document) -> Page:
    """At the address of a document that this language does not have: says so, and where it can be read."""
    sentences: list[Markup | Sentence[Markup]] = [view.words("This document is not published in this language.")]
    original = document.regime_of(view.leading(document)).authoritative
    return _page_elsewhere(view, document, PageKind.ABSENT, absent_heading(view, document), sentences, original)


def lapsed_heading(view: LanguageView, document: Document) -> tuple[str, str]:
    """The title that a document had last in this language, and a description that says that this is past."""
    return view.title(document), missing_sentence(view.text, view.leading(document))


def lapsed_page(view: LanguageView, document: Document) -> Page:
    """At the address of a document of which this language has but earlier versions: says so, and where it can be read."""
    address, leading = addresses.current(view.language, document.id), view.leading(document)
    sentences: list[Markup | Sentence[Markup]] = [
        missing_sentence(view.words, leading),
        *status_sentences(view, document, leading, address),
    ]
    heading, versions = (
        lapsed_heading(view, document),
        [
            (version_name(view, state), addresses.version(view.language, document.id, state.name))
            for state in reversed(view.shown(document))
        ],
    )
    return _page_elsewhere(view, document, PageKind.CURRENT, heading, sentences, view.language, versions)


def _page_elsewhere(
    view: LanguageView,
    document: Document,
    kind: PageKind,
    heading: tuple[str, str],
    sentences: Sequence[Markup | Sentence[Markup]],
    title_language: str,
    versions: Sequence[tuple[Markup, str]] = (),
) -> Page:
    """What a document's own address shows where its terms are not published in the language."""
    language, words = view.language, view.words
    address = addresses.current(language, document.id)
    alternates, translations = view.alternates(address, document, view.leading(document))
    title, description = heading
    data = AbsentData(
        title=title,
        sentences=sentences,
        others=[(words.language_name(code), code, addresses.current(code, document.id)) for code in translations],
        title_language=title_language,
        versions=versions,
        history_address=addresses.history(language, document.id),
    )
    html = render(view.root, language, address, data)
    return Page(
        kind,
        language,
        address,
        title,
        description,
        html,
        address,
        alternates,
        translations,
        indexed=False,
        document=document.id,
    )
