"""The head: what the theme is told of a page beside its contents, as templates read it under the name `clausebook`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup, escape

from clausebook.languages import LANGUAGES
from clausebook.pages import addresses
from clausebook.pages.kinds import ARCHIVE
from clausebook.pages.language_view import LanguageView
from clausebook.pages.page import Page, PageKind
from clausebook.site.slots import Hidden, Slot

# What our own templates of the theme print of a page, as `slots`; empty for a page that MkDocs writes.
FRAME_SLOTS = {name: Slot(name) for name in ("head", "languages", "contents")}


def head_of_frame(view: LanguageView, kind: PageKind, document: str, address: str) -> dict[str, Any]:
    """The head of a frame, which many pages have in common: slots for what only a page knows."""
    languages = [
        {
            "code": code,
            "name": LANGUAGES[code].name,
            "href": Slot(f"link {code}"),
            "url": Slot(f"address {code}"),
            "translation": Hidden("translation"),
        }
        for code in view.languages
    ]
    return {
        **_about_place(view, address, document if kind is not PageKind.ABSENT else ""),
        "kind": kind.value,
        "document": document,
        "in_archive": kind in ARCHIVE,
        "languages": languages,
        "title": Slot("title"),
        "description": Slot("description"),
        "canonical": Slot("canonical"),
        "page": Slot("address"),
        "indexed": Hidden("indexed"),
        "linked": Hidden("linked"),
        "source": "",  # it stands in the page itself
    }


def head_of_page(view: LanguageView, page: Page) -> dict[str, Any]:
    """The head of one of our pages."""
    return {
        **_about_place(view, page.address, page.document if page.kind is not PageKind.ABSENT else ""),
        "kind": page.kind.value,
        "document": page.document,
        "in_archive": page.kind in ARCHIVE,
        "languages": _languages(view, page.address, page.alternates, page.translations),
        "title": escape(page.title),
        "description": page.description,
        "canonical": _permanent(view, page.address, page.canonical),
        "page": page.address,
        "indexed": page.indexed,
        "linked": page.linked,
        "source": "",
    }


def head_of_hand_written(
    view: LanguageView,
    address: str,
    alternates: Mapping[str, str],
    translations: tuple[str, ...],
    *,
    title: str,
    description: str,
    source: str,
) -> dict[str, Any]:
    """The head of a page of content/; its title is HTML already."""
    return {
        **_about_place(view, address, ""),
        "kind": "",
        "document": "",
        "in_archive": False,
        "languages": _languages(view, address, alternates, translations),
        "title": Markup(title),
        "description": description,
        "canonical": _permanent(view, address, address),
        "page": "",
        "indexed": True,
        "linked": "",
        "source": source,
    }


def _about_place(view: LanguageView, address: str, document: str) -> dict[str, Any]:
    """What follows from where a page stands; with a `document` its feed is that of the document."""
    return {
        "language": view.language,
        "absolute": bool(view.root_url),
        "search": addresses.link(address, addresses.search(view.language)),
        "feed": addresses.link(address, addresses.feed(view.language, document)),
        "root": addresses.link(address, "") if address else "./",
    }


def _permanent(view: LanguageView, address: str, canonical: str) -> str:
    return view.root_url + canonical if view.root_url else addresses.link(address, canonical)


def _languages(
    view: LanguageView, address: str, alternates: Mapping[str, str], translations: tuple[str, ...]
) -> list[dict[str, Any]]:
    """The page at `address` in each language: links to it and whole addresses."""
    own, up = address.partition("/")[0], "../" * address.count("/")
    return [
        {
            "code": code,
            "name": LANGUAGES[code].name,
            # To another language's pages a link always goes through the root.
            "href": addresses.link(address, target) if code == own else up + target,
            "url": view.root_url + target,
            "translation": code in translations,
        }
        for code, target in alternates.items()
    ]
