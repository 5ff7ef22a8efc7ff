"""The change log: every version of a document, newest first, with its notice and its changes."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from clausebook.languages import N_
from clausebook.model.document import Document, Version, VersionKind
from clausebook.model.timeline import Status
from clausebook.pages import addresses
from clausebook.pages.changes import ChangeLister, ChangeView
from clausebook.pages.derivations import notice_sentences, termination_sentence
from clausebook.pages.life import Life, life_of, status_sentences
from clausebook.pages.page import Page, PageKind, TocEntry
from clausebook.pages.particulars import particulars
from clausebook.pages.shelf import Shelf, source_link
from clausebook.pages.templates import render


@dataclass(frozen=True, slots=True)
class VersionView:
    """One version in the change log."""

    name: str
    anchor: str
    kind: Markup
    is_correction: bool
    applies: bool
    overtaken: bool
    life: Life
    version: Version
    notice: Markup
    derivation: list[Markup]
    termination: Markup
    sentences: list[Markup]
    summary: Markup
    changes: list[ChangeView]
    address: str
    changes_address: str


def history_heading(shelf: Shelf, document: Document) -> tuple[str, str]:
    """The title and the description of the change log."""
    words, title = shelf.words, shelf.title(document)
    sentence = N_("Every version of “{document}”, with its dates, its notice and what it changed.")
    return str(words("Change log: {document}", document=title)), str(words(sentence, document=title))


def history_page(shelf: Shelf, document: Document) -> Page:
    """The change log of a document."""
    language, words = shelf.language, shelf.words
    address = addresses.history(language, document.id)
    views = [
        _view(shelf, document, state, address)
        for state in reversed(shelf.shown(document))
        if isinstance(state, Version)
    ]
    title = shelf.title(document)
    alternates, translations = shelf.alternates(address, document)
    html = render(
        shelf.root,
        "history.html",
        language,
        address,
        title=words("Change log"),
        document_title=title,
        versions=views,
        current_address=addresses.current(language, document.id),
        feed_address=addresses.feed(language, document.id),
        calendar_address=addresses.calendar(language),
        source=source_link(shelf, f"terms/{document.id}.yml"),
    )
    return Page(
        PageKind.HISTORY,
        language,
        address,
        *history_heading(shelf, document),
        html,
        address,
        alternates,
        translations,
        indexed=True,
        toc=tuple(TocEntry(view.anchor, str(words("Version {number}", number=view.name))) for view in views),
        source=f"terms/{document.id}.yml",
        document=document.id,
    )


def _view(shelf: Shelf, document: Document, version: Version, address: str) -> VersionView:
    language, status = shelf.language, shelf.status(document, version)
    comparison = shelf.comparison(document, version)
    changes_address = addresses.changes(language, document.id, version.name)
    changes = ChangeLister.on_page(shelf, comparison, changes_address).changes(marked=False) if comparison else []
    return VersionView(
        version.name,
        f"v{version.name.replace('.', '-')}",
        shelf.words.kind(version.kind),
        version.kind is VersionKind.CORRECTION,
        version.kind is not VersionKind.RETIREMENT and status is not Status.OVERTAKEN,
        status is Status.OVERTAKEN,
        life_of(shelf, document, version),
        version,
        shelf.words.notice_given(document, version),
        [*particulars(shelf.words, document, version), *notice_sentences(shelf.words, document, version)],
        Markup("")
        if shelf.status(document, version) is Status.WITHDRAWN
        else termination_sentence(shelf.words, document, version),
        status_sentences(shelf, document, version, address),
        shelf.writer(version, address).html(shelf.edition(version).summary),
        changes,
        addresses.version(language, document.id, version.name),
        changes_address if comparison else "",
    )
