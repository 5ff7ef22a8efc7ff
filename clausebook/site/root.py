"""What belongs to no language: the language chooser, the page for missing addresses, the sitemaps' index, facts for programs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, NamedTuple
from urllib.parse import urlsplit

from markupsafe import Markup, escape

from clausebook import confined
from clausebook.languages import LANGUAGES
from clausebook.pages import addresses
from clausebook.pages.data import DataMaker
from clausebook.pages.html_words import HtmlWords
from clausebook.pages.policy import with_policy
from clausebook.pages.templates import TemplateData, package_templates, render
from clausebook.site.build_plan import BuildPlan
from clausebook.site.folder import MARKER
from clausebook.site.settings import Settings


class LanguageLink(NamedTuple):
    """A language of the site: its code, its name in itself, its direction, the address of its home page, and that a page is missing, said in it."""

    code: str
    name: str
    direction: str
    address: str
    missing: Markup


@dataclass(frozen=True, slots=True)
class ChooserData(TemplateData):
    """The page on which a reader chooses a language; `root_url` is the site's whole address with a final slash, or empty."""

    TEMPLATE: ClassVar[str] = "chooser.html"
    site_name: str
    languages: Sequence[LanguageLink]
    root_url: str


@dataclass(frozen=True, slots=True)
class MissingData(TemplateData):
    """The page for addresses at which there is none; `root_path` is the path of the site on its host, from which its links start."""

    TEMPLATE: ClassVar[str] = "missing.html"
    site_name: str
    languages: Sequence[LanguageLink]
    root_path: str


def write_overview(plan: BuildPlan, building: Path) -> dict[str, int]:
    """The few files that belong to no language; the bytes of each by its path."""
    root, settings, languages = plan.root, plan.settings, tuple(plan.views)
    files = dict(_pages(root, settings, languages))
    sizes: dict[str, int] = {}
    for data in DataMaker(root, plan.book, plan.days, languages, settings.url).overview():
        files[data.address] = data.text
    for name in ("clausebook.css", "chooser.js"):
        asset = f"theme/assets/{name}"
        is_own = confined.is_file(root, f"templates/{asset}")
        asset_data = confined.read(*((root, f"templates/{asset}") if is_own else (package_templates(), asset)))
        sizes[f"assets/{name}"] = write_file(building / "assets" / name, asset_data)
    return sizes | {name: write_text(building / name, text) for name, text in files.items()}


def write_text(path: Path, text: str) -> int:
    """Write a text of the site, with its folder; its bytes."""
    return write_file(path, text.encode())


def write_file(path: Path, data: bytes) -> int:
    """Write a file of the site, with its folder; its bytes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    return path.write_bytes(data)


def _pages(root: Path, settings: Settings, languages: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The language chooser, the page for missing addresses, the sitemaps' index, and the marker of a site."""
    chosen = [LANGUAGES[code] for code in languages]
    links = [
        LanguageLink(
            one.code,
            one.name,
            one.direction,
            addresses.home(one.code),
            HtmlWords(one.code)("There is no page at this address."),
        )
        for one in chosen
    ]
    pages: Mapping[str, TemplateData] = {
        "index.html": ChooserData(settings.name, links, settings.url),
        "404.html": MissingData(settings.name, links, urlsplit(settings.url).path or "/"),
    }
    for name, data in pages.items():
        html = render(root, chosen[0].code, "", data)
        yield name, with_policy(html)
    yield MARKER, ""
    if settings.url:
        entries = "".join(
            f"<sitemap><loc>{escape(settings.url)}{code}/sitemap.xml</loc></sitemap>" for code in languages
        )
        namespace = "http://www.sitemaps.org/schemas/sitemap/0.9"
        yield (
            "sitemap.xml",
            f'<?xml version="1.0" encoding="UTF-8"?>\n<sitemapindex xmlns="{namespace}">{entries}</sitemapindex>\n',
        )
