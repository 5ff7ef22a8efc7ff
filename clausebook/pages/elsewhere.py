"""What a document's own address shows where its terms are not published in a language: where they can be read instead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from markupsafe import Markup

from clausebook.model.document import Document
from clausebook.pages import addresses
from clausebook.pages.language_view import LanguageView
from clausebook.pages.page import Page, PageKind
from clausebook.pages.status_sentences import Sentence, missing_sentence, status_sentences, version_name
from clausebook.pages.templates import TemplateData, render


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
