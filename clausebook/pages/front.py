"""The pages about all documents: the home page of a language and its search page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from markupsafe import Markup

from clausebook.model.document import Document, Version
from clausebook.pages import addresses
from clausebook.pages.language_view import LanguageView
from clausebook.pages.page import Page, PageKind
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


class ElsewhereItem(NamedTuple):
    """A document that this language does not have: its title, in which language that is, and the name, code and address of each that has it."""

    title: str
    title_language: str
    languages: Sequence[tuple[str, str, str]]


@dataclass(frozen=True, slots=True)
class HomeData(TemplateData):
    """The page about all documents of a language; `coming` is in the order of the days of effect, `elsewhere` are those that it does not have."""

    TEMPLATE: ClassVar[str] = "home.html"
    site_name: str
    documents: Sequence[DocumentCard]
    coming: Sequence[ComingItem]
    elsewhere: Sequence[ElsewhereItem]
    feed_address: str
    calendar_address: str


@dataclass(frozen=True, slots=True)
class SearchData(TemplateData):
    """The page of the search: its `own` address, and title and address of every document."""

    TEMPLATE: ClassVar[str] = "search.html"
    own: str
    documents: Sequence[tuple[str, str]]


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
        elsewhere=[
            _elsewhere(view, document, address) for document in view.documents.values() if not view.shown(document)
        ],
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


def _elsewhere(view: LanguageView, document: Document, address: str) -> ElsewhereItem:
    leading = view.leading(document)
    original = document.regime_of(leading).authoritative
    _, codes = view.alternates(address, document)
    return ElsewhereItem(
        leading.editions[original].title,
        original,
        [(view.words.language_name(code), code, addresses.current(code, document.id)) for code in codes],
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
