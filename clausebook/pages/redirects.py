"""Redirects: at each address that a renamed document had, a page that leads to the one that it has now.

A static site can send no redirect (RFC 9110, 15.4): a small page does instead, by script with query and anchor, without by itself.
Feeds are there twice, as the programs that read them follow no such page; so are the data (`pages.data`).
"""

from __future__ import annotations

from collections.abc import Iterator

from clausebook.model.document import Document
from clausebook.pages import addresses
from clausebook.pages.clauses import clause_ids
from clausebook.pages.feeds import absolute, feed
from clausebook.pages.page import DataFile
from clausebook.pages.shelf import Shelf
from clausebook.pages.templates import render


def redirects(shelf: Shelf, document: Document, site_name: str) -> Iterator[DataFile]:
    """What stands at the former addresses of a document in the language of the shelf; nothing for one that was never renamed."""
    if not document.formerly:
        return
    own = addresses.current(shelf.language, document.id)
    pages = list(_page_addresses(shelf, document))
    for name in document.former_names:
        former = addresses.current(shelf.language, name)
        for target in pages:
            yield _redirect(shelf, document, former + target.removeprefix(own), target)
        if shelf.shown(document):
            yield DataFile(addresses.feed(shelf.language, name), feed(shelf, document, site_name).text)


def _page_addresses(shelf: Shelf, document: Document) -> Iterator[str]:
    """Every page of a document in a language."""
    language, name = shelf.language, document.id
    yield addresses.current(language, name)
    if not shelf.shown(document):
        return
    yield addresses.history(language, name)
    yield addresses.compare(language, name)
    for state in shelf.shown(document):
        yield addresses.version(language, name, state.name)
        if shelf.comparison(document, state):
            yield addresses.changes(language, name, state.name)
    for clause in clause_ids(shelf.standing(document), language):
        yield addresses.clause(language, name, clause)


def _redirect(shelf: Shelf, document: Document, address: str, target: str) -> DataFile:
    language = shelf.language
    title = shelf.title(document) if shelf.shown(document) else document.id
    html = render(
        shelf.root,
        "redirect.html",
        language,
        address,
        title=title,
        target=target,
        canonical=absolute(shelf, address, target),
        style=addresses.asset(language, "clausebook.css"),
        script=addresses.asset(language, "moved.js"),
    )
    return DataFile(f"{address}index.html", html)
