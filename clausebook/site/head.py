"""The head: what the theme needs to know of a page beside its contents, as plain strings and as templates read it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup, escape

from clausebook.languages import LANGUAGES
from clausebook.pages import addresses
from clausebook.pages.language_view import LanguageView
from clausebook.pages.page import Page, PageKind


def strings_of(made: Page, root_url: str) -> dict[str, str]:
    """All strings of a page that the theme prints; the names of addresses in a language end in its code."""
    strings = {
        "title": made.title,
        "description": made.description,
        "linked": made.linked,
        "content": made.html,
        "page": made.address,
        **address_strings(made.address, made.canonical, made.alternates, root_url),
    }
    if made.toc:
        strings["first anchor"], strings["first entry"] = made.toc[0].anchor, made.toc[0].title
    return strings


def address_strings(address: str, canonical: str, alternates: Mapping[str, str], root_url: str) -> dict[str, str]:
    """The permanent address of the page at `address`, and that of the same page in each language: as links and whole."""
    strings = {"canonical": root_url + canonical if root_url else addresses.link(address, canonical)}
    own, up = address.partition("/")[0], "../" * address.count("/")
    for code, target in alternates.items():
        # To another language's pages a link always goes through the root.
        strings[f"link {code}"] = addresses.link(address, target) if code == own else up + target
        strings[f"address {code}"] = root_url + target
    return strings


def head_of_page(view: LanguageView, root_url: str, made: Page, strings: Mapping[str, str]) -> dict[str, Any]:
    """The head of one of our pages; what stands in its text is taken from `strings`."""
    return {
        **_head(view, root_url, made.address, strings, made.translations),
        "indexed": made.indexed,
        "title": escape(strings["title"]),
        "description": strings["description"],
        "linked": strings["linked"],
        "page": strings["page"],
        "source": "",  # it stands in the page itself
        "feed": addresses.link(
            made.address,
            addresses.feed(view.language, made.document if made.kind is not PageKind.ABSENT else ""),
        ),
    }


def head_of_hand_written(
    view: LanguageView,
    root_url: str,
    address: str,
    alternates: Mapping[str, str],
    translations: tuple[str, ...],
    *,
    title: str,
    description: str,
    source: str,
) -> dict[str, Any]:
    """The head of a page of content/; its title is HTML already."""
    strings = address_strings(address, address, alternates, root_url)
    return {
        **_head(view, root_url, address, strings, translations),
        "indexed": True,
        "title": Markup(title),
        "description": description,
        "linked": "",
        "page": "",
        "source": source,
        "feed": addresses.link(address, addresses.feed(view.language)),
    }


def _head(
    view: LanguageView, root_url: str, address: str, strings: Mapping[str, str], translations: tuple[str, ...]
) -> dict[str, Any]:
    codes = [name.partition(" ")[2] for name in strings if name.startswith("link ")]
    return {
        "languages": [
            {
                "code": code,
                "name": LANGUAGES[code].name,
                "href": strings[f"link {code}"],
                "url": strings[f"address {code}"],
                "translation": code in translations,
            }
            for code in codes
        ],
        "language": view.language,
        "canonical": strings["canonical"],
        "absolute": bool(root_url),
        "search": addresses.link(address, addresses.search(view.language)),
        "root": addresses.link(address, "") if address else "./",
    }
