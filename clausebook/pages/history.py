"""The change log: every version of a document, newest first, with its notice and its changes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from markupsafe import Markup

from clausebook.languages import N_
from clausebook.model import timeline
from clausebook.model.document import Document, Version, VersionKind
from clausebook.model.timeline import Status
from clausebook.pages import addresses
from clausebook.pages.changes import ChangeLister, ChangeView
from clausebook.pages.language_view import LanguageView, source_link
from clausebook.pages.page import Page, PageKind, TocEntry
from clausebook.pages.status_sentences import Life, Sentence, life_of, overtaken_told, termination_told, withdrawal_told
from clausebook.pages.templates import TemplateData, render
from clausebook.sentences.derivations import notice_sentences
from clausebook.sentences.own_days import clause_day_sentences, group_name, groups_apart
from clausebook.sentences.particulars import particulars


@dataclass(frozen=True, slots=True)
class VersionView:
    """One version in the change log. One that is not published in the language has only its dates, and `elsewhere` says where it is.

    Of a withdrawn one nothing is told that would only be true if it took effect.
    """

    name: str
    anchor: str
    kind: Markup
    is_correction: bool
    applies: bool
    life: Life
    announced: dt.date | None
    effective: dt.date
    effective_new: dt.date | None
    groups: list[tuple[Markup, dt.date]]
    withdrawn: dt.date | None
    notice: Markup
    derivation: list[Markup]
    termination: list[Sentence[Markup]]
    withdrawal: list[Markup]
    summary: Markup
    changes: list[ChangeView]
    address: str
    changes_address: str
    elsewhere: list[tuple[str, str, str]] | None


@dataclass(frozen=True, slots=True)
class HistoryPageData(TemplateData):
    """The change log of a document; `versions` are newest first."""

    TEMPLATE: ClassVar[str] = "history.html"
    title: Markup
    document_title: str
    versions: Sequence[VersionView]
    current_address: str
    feed_address: str
    calendar_address: str
    source: str


def history_heading(view: LanguageView, document: Document) -> tuple[str, str]:
    """The title and the description of the change log."""
    text, title = view.text, view.title(document)
    sentence = N_("Every version of “{document}”, with its dates, its notice and what it changed.")
    return text("Change log: {document}", document=title), text(sentence, document=title)


def history_page(view: LanguageView, document: Document) -> Page:
    """The change log of a document."""
    language, words = view.language, view.words
    address = addresses.history(language, document.id)
    views = [
        _view(view, document, version, address)
        for version in reversed(timeline.published(document, view.day(document)))
    ]
    title = view.title(document)
    alternates, translations = view.alternates(address, document)
    data = HistoryPageData(
        title=words("Change log"),
        document_title=title,
        versions=views,
        current_address=addresses.current(language, document.id),
        feed_address=addresses.feed(language, document.id),
        calendar_address=addresses.calendar(language),
        source=source_link(view, f"terms/{document.id}.yml"),
    )
    html = render(view.root, language, address, data)
    return Page(
        PageKind.HISTORY,
        language,
        address,
        *history_heading(view, document),
        html,
        address,
        alternates,
        translations,
        indexed=bool(views),
        toc=tuple(TocEntry(shown.anchor, view.text("Version {number}", number=shown.name)) for shown in views),
        source=f"terms/{document.id}.yml",
        document=document.id,
    )


def _view(view: LanguageView, document: Document, version: Version, address: str) -> VersionView:
    language, words, status = view.language, view.words, view.status(document, version)
    withdrawal = withdrawal_told(view, version)
    overtaken = overtaken_told(view, document, version, address)
    untrue = bool(withdrawal or overtaken)
    here = language in version.editions
    has_changes = view.has_changes(document, version)
    return VersionView(
        version.name,
        f"v{version.name.replace('.', '-')}",
        words.kind(version.kind),
        version.kind is VersionKind.CORRECTION,
        version.kind is not VersionKind.RETIREMENT and status is not Status.OVERTAKEN,
        life_of(view, document, version),
        version.announced if version.is_announcement_known else None,
        version.effective,
        version.effective_new,
        [
            (words("For {group}", group=group_name(terms, language)), terms.effective)
            for terms in groups_apart(version).values()
        ],
        version.withdrawn.day if version.withdrawn else None,
        Markup("") if untrue else words.notice_given(document, version),
        [
            *([] if withdrawal else particulars(words, document, version)),
            *([] if untrue else clause_day_sentences(words, version)),
            *([] if untrue else notice_sentences(words, document, version)),
        ],
        [] if untrue else termination_told(view, document, version, words),
        withdrawal or ([overtaken] if overtaken else []),
        view.writer(version, address).html(view.edition(version).summary) if here else Markup(""),
        _changes(view, document, version) if has_changes else [],
        addresses.version(language, document.id, version.name) if here else "",
        addresses.changes(language, document.id, version.name) if has_changes else "",
        None if here else _elsewhere(view, document, version),
    )


def _changes(view: LanguageView, document: Document, version: Version) -> list[ChangeView]:
    comparison = view.comparison(document, version)
    address = addresses.changes(view.language, document.id, version.name)
    return ChangeLister.on_page(view, comparison, address).changes(marked=False) if comparison else []


def _elsewhere(view: LanguageView, document: Document, version: Version) -> list[tuple[str, str, str]]:
    """The languages of the site in which a version is published: name, code, address."""
    codes = [code for code in view.languages if code in version.editions]
    return [
        (view.words.language_name(code), code, addresses.version(code, document.id, version.name)) for code in codes
    ]
