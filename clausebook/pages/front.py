"""The pages about all documents: the home page of a language and its search page."""

from __future__ import annotations

from clausebook.model.document import Document, Version
from clausebook.pages import addresses
from clausebook.pages.language_view import LanguageView
from clausebook.pages.page import Page, PageKind
from clausebook.pages.status_sentences import coming_view, life_of, missing_sentence, status_sentences, version_name
from clausebook.pages.templates import render


def home_page(view: LanguageView, site_name: str) -> Page:
    """The documents of the site, what is in force and what is coming."""
    language, words = view.language, view.words
    address = addresses.home(language)
    alternates, translations = view.alternates(address)
    documents = [
        _document_card(view, document, address) for document in view.documents.values() if view.shown(document)
    ]
    coming = sorted(
        (
            (version.effective, view.title_of(version), version, coming_view(view, document, version, address))
            for document in view.documents.values()
            if view.shown(document)
            for version in view.announced(document)
        ),
        key=lambda item: item[:2],
    )
    html = render(
        view.root,
        "home.html",
        language,
        address,
        version_name=lambda state: version_name(view, state),
        site_name=site_name,
        documents=documents,
        coming=coming,
        feed_address=addresses.feed(language),
        calendar_address=addresses.calendar(language),
    )
    description = str(
        words("The terms of {site}: what is in force, what is announced, and every earlier version.", site=site_name)
    )
    return Page(
        PageKind.HOME, language, address, site_name, description, html, address, alternates, translations, indexed=True
    )


def _document_card(view: LanguageView, document: Document, address: str) -> dict[str, object]:
    leading = view.leading(document)
    sentences = status_sentences(view, document, leading, address)
    return {
        "title": view.title(document),
        "address": addresses.current(view.language, document.id),
        "history": addresses.history(view.language, document.id),
        "compare": f"{addresses.compare(view.language, document.id)}?since=",
        "life": life_of(view, document, leading),
        "sentences": sentences if view.current(document) else [missing_sentence(view, leading), *sentences],
        "versions": sum(isinstance(state, Version) for state in view.shown(document)),
    }


def search_page(view: LanguageView) -> Page:
    """Where the search of the header leads; without JavaScript it says what to do instead."""
    language, words = view.language, view.words
    address = addresses.search(language)
    alternates, translations = view.alternates(address)
    documents = [
        (view.title(document), addresses.current(language, document.id))
        for document in view.documents.values()
        if view.shown(document)
    ]
    html = render(view.root, "search.html", language, address, own=address, documents=documents)
    title = str(words("Search"))
    return Page(
        PageKind.SEARCH,
        language,
        address,
        title,
        str(words("Search the terms in force.")),
        html,
        address,
        alternates,
        translations,
        indexed=False,
    )
