"""What belongs to no language: the language chooser, the page for missing addresses, the sitemaps' index, facts for programs."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Mapping
from pathlib import Path

from clausebook.languages import LANGUAGES
from clausebook.model.document import Book
from clausebook.pages import addresses
from clausebook.pages.data import DataMaker
from clausebook.pages.templates import package_templates, render
from clausebook.pages.words import Words
from clausebook.site.folder import MARKER
from clausebook.site.settings import Settings


def write_root(root: Path, building: Path, settings: Settings, book: Book) -> None:
    """The pages that belong to no language: the language chooser, the page for missing addresses, the sitemap index."""
    languages = [LANGUAGES[code] for code in settings.languages or book.languages]
    assets = building / "assets"
    assets.mkdir()
    for name in ("clausebook.css", "chooser.js"):
        own = root / "templates" / "theme" / "assets" / name
        shutil.copyfile(own if own.is_file() else package_templates() / "theme" / "assets" / name, assets / name)
    for name, template in (("index.html", "chooser.html"), ("404.html", "missing.html")):
        html = render(
            root,
            template,
            languages[0].code,
            "",
            site_name=settings.name,
            languages=[(language, addresses.home(language.code)) for language in languages],
            root_url=settings.url,
            missing=lambda code: Words(code)("There is no page at this address."),
        )
        (building / name).write_text(html, encoding="utf-8")
    (building / MARKER).touch()
    if settings.url:
        entries = "".join(
            f"<sitemap><loc>{settings.url}{language.code}/sitemap.xml</loc></sitemap>" for language in languages
        )
        index = f'<?xml version="1.0" encoding="UTF-8"?>\n<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{entries}</sitemapindex>\n'
        (building / "sitemap.xml").write_text(index, encoding="utf-8")


def write_overview(root: Path, building: Path, settings: Settings, book: Book, days: Mapping[str, dt.date]) -> None:
    """The facts for programs about all documents and versions."""
    languages = settings.languages or book.languages
    for data in DataMaker(root, book, days, languages, settings.url).overview():
        path = building / data.address
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(data.text, encoding="utf-8")
