"""Redirects: at each address that a renamed document had, a page that leads to the one that it has now.

A static site can send no redirect (RFC 9110, 15.4): a small page does instead, by script with query and anchor, without by itself.
Feeds are there twice, as the programs that read them follow no such page; so are the data (`pages.data`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from clausebook.model.document import Document
from clausebook.pages import addresses
from clausebook.pages.clauses import clause_ids
from clausebook.pages.feeds import absolute, feeds
from clausebook.pages.language_view import LanguageView
from clausebook.pages.page import DataFile
from clausebook.pages.templates import TemplateData, render


@dataclass(frozen=True, slots=True)
class RedirectData(TemplateData):
    """A page at a former address, which leads to `target`; `canonical` is the same as a whole address where the site knows its own."""

    TEMPLATE: ClassVar[str] = "redirect.html"
    title: str
    target: str
    canonical: str
    style: str
    script: str


def redirects(view: LanguageView, document: Document, site_name: str) -> Iterator[DataFile]:
    """What stands at the former addresses of a document in the language of the view; nothing for one that was never renamed."""
    if not document.formerly:
        return
    own = addresses.current(view.language, document.id)
    pages = list(_page_addresses(view, document))
    for name in document.former_names:
        former = addresses.current(view.language, name)
        for target in pages:
            yield _redirect(view, document, former + target.removeprefix(own), target)
        if view.shown(document):
            for file in feeds(view, document, site_name):
                yield DataFile(former + file.address.removeprefix(own), file.text)


def _page_addresses(view: LanguageView, document: Document) -> Iterator[str]:
    """Every page of a document in a language."""
    language, name = view.language, document.id
    yield addresses.current(language, name)
    if not view.shown(document):
        return
    yield addresses.history(language, name)
    yield addresses.compare(language, name)
    for state in view.shown(document):
        yield addresses.version(language, name, state.name)
        if view.comparison(document, state):
            yield addresses.changes(language, name, state.name)
    for clause in clause_ids(view.active_versions(document), language):
        yield addresses.clause(language, name, clause)


def _redirect(view: LanguageView, document: Document, address: str, target: str) -> DataFile:
    language = view.language
    title = view.title(document) if view.shown(document) else document.id
    data = RedirectData(
        title=title,
        target=target,
        canonical=absolute(view, address, target),
        style=addresses.asset(language, "clausebook.css"),
        script=addresses.asset(language, "moved.js"),
    )
    html = render(view.root, language, address, data)
    return DataFile(f"{address}index.html", html)
