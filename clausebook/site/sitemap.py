"""The sitemap of a language: the pages that search engines are to keep, with the same page in every language that has it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from clausebook.pages.page import Page


@dataclass(frozen=True, slots=True)
class SitemapEntry:
    """A page by its address, and the addresses of its translations by their languages."""

    address: str
    translations: Mapping[str, str]

    @classmethod
    def of(cls, page: Page) -> SitemapEntry:
        return cls(page.address, {code: page.alternates[code] for code in page.alternates if code in page.translations})


def sitemap_rows(entries: Iterable[SitemapEntry], root_url: str) -> list[dict[str, Any]]:
    """What the template prints of each entry; nothing where the site does not know its address."""
    return [
        {
            "url": root_url + entry.address,
            "translations": [(code, root_url + target) for code, target in entry.translations.items()],
        }
        for entry in entries
        if root_url
    ]
