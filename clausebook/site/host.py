"""The host: one MkDocs build of one language into a folder."""

from __future__ import annotations

import logging
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from mkdocs.commands.build import build
from mkdocs.exceptions import Abort

from clausebook.pages.shelf import Shelf
from clausebook.pages.templates import package_templates
from clausebook.problems import Place, Problem, ProblemsFound
from clausebook.site.links import Links
from clausebook.site.plugin import ClausebookPlugin
from clausebook.site.settings import CONTENT, SETTINGS_FILE, Settings, load_host_config


@dataclass(frozen=True, slots=True)
class LanguageBuild:
    """All that one process needs to build one language into its folder of `site`."""

    shelf: Shelf
    settings: Settings
    site: Path


@dataclass(frozen=True, slots=True)
class Built:
    """What became of one language: its addresses, the links that lead out of it or perhaps nowhere, and pages to be searched."""

    pages: frozenset[str]
    unsettled: frozenset[str]
    searched: tuple[str, ...]


def build_language(job: LanguageBuild) -> Built:
    """Build a language; raises ProblemsFound when MkDocs gives up."""
    shelf, settings = job.shelf, job.settings
    target = job.site / shelf.language
    links = Links(job.site)
    with _settled_surroundings(shelf), tempfile.TemporaryDirectory() as empty:
        content = shelf.root / CONTENT / shelf.language
        config = load_host_config(
            shelf.root,
            docs_dir=str(content) if content.is_dir() else empty,
            site_dir=str(target),
            site_url=f"{settings.url}{shelf.language}/" if settings.url else "",
            use_directory_urls=True,
        )
        for folder in (package_templates() / "theme", shelf.root / "templates" / "theme"):
            if folder.is_dir() and str(folder) not in config.theme.dirs:
                config.theme.dirs.insert(0, str(folder))
        plugin = config.plugins["clausebook"]
        if not isinstance(plugin, ClausebookPlugin):
            raise TypeError("the plugin named clausebook is not ours")
        plugin.bind(shelf, settings.url, links)
        try:
            build(config)
        except Abort as error:
            raise ProblemsFound([Problem(Place(SETTINGS_FILE), "bad-setting", str(error))]) from error
    links.add_files(target)
    return Built(frozenset(links.anchors), frozenset(links.unsettled()), tuple(links.searched))


@contextmanager
def _settled_surroundings(shelf: Shelf) -> Iterator[None]:
    """What MkDocs takes from around it: the time that it dates pages with, and a log to write to."""
    newest = max(shelf.days.values())
    before = os.environ.get("SOURCE_DATE_EPOCH")
    logger = logging.getLogger("mkdocs")
    level = logger.level
    os.environ["SOURCE_DATE_EPOCH"] = str(int(datetime(newest.year, newest.month, newest.day, tzinfo=UTC).timestamp()))
    # Broken links are found in the finished site, with their places; MkDocs would only log them.
    logger.setLevel(logging.ERROR)
    try:
        yield
    finally:
        logger.setLevel(level)
        if before is None:
            del os.environ["SOURCE_DATE_EPOCH"]
        else:
            os.environ["SOURCE_DATE_EPOCH"] = before
