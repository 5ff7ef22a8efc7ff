"""The sitemap of a language: the pages that search engines are to keep, with the same page in every language that has it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from clausebook.pages.page import Page
from clausebook.pages.templates import TemplateData


@dataclass(frozen=True, slots=True)
class SitemapEntry:
    """A page by its address, and the addresses of its translations by their languages."""

    address: str
    translations: Mapping[str, str]

    @classmethod
    def of(cls, page: Page) -> SitemapEntry:
        return cls(page.address, {code: page.alternates[code] for code in page.alternates if code in page.translations})


class SitemapRow(NamedTuple):
    """A page of the sitemap by its whole address, with language and whole address of each translation."""

    url: str
    translations: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class SitemapData(TemplateData):
    """The sitemap of a language; `lastmod` is the day as of which the site was built."""

    TEMPLATE: ClassVar[str] = "sitemap.xml"
    pages: Sequence[SitemapRow]
    lastmod: str


def sitemap_of(entries: Iterable[SitemapEntry], root_url: str, lastmod: str) -> SitemapData:
    """What the template prints; no page where the site does not know its address."""
    rows = [
        SitemapRow(root_url + entry.address, [(code, root_url + target) for code, target in entry.translations.items()])
        for entry in entries
        if root_url
    ]
    return SitemapData(rows, lastmod)
