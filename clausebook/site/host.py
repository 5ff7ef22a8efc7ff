"""The host: one MkDocs build of one language into a folder."""

from __future__ import annotations

import logging
import os
import tempfile
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


@dataclass(frozen=True)
class LanguageBuild:
    """All that one process needs to build one language into `target`."""

    shelf: Shelf
    settings: Settings
    target: Path

    def run(self) -> None:
        """Build; raises ProblemsFound when MkDocs gives up."""
        shelf, settings = self.shelf, self.settings
        root = shelf.root
        newest = max(shelf.days.values())
        os.environ["SOURCE_DATE_EPOCH"] = str(
            int(datetime(newest.year, newest.month, newest.day, tzinfo=UTC).timestamp())
        )
        with tempfile.TemporaryDirectory() as empty:
            content = root / CONTENT / shelf.language
            config = load_host_config(
                root,
                docs_dir=str(content) if content.is_dir() else empty,
                site_dir=str(self.target),
                site_url=f"{settings.url}{shelf.language}/" if settings.url else "",
                use_directory_urls=True,
            )
            for folder in (package_templates() / "theme", root / "templates" / "theme"):
                if folder.is_dir() and str(folder) not in config.theme.dirs:
                    config.theme.dirs.insert(0, str(folder))
            plugin = config.plugins["clausebook"]
            if not isinstance(plugin, ClausebookPlugin):
                raise TypeError("the plugin named clausebook is not ours")
            plugin.bind(shelf, settings.url, Links(self.target.parent))
            # Broken links are found in the finished site, with their places; MkDocs would only log them.
            logging.getLogger("mkdocs").setLevel(logging.ERROR)
            try:
                build(config)
            except Abort as error:
                raise ProblemsFound([Problem(Place(SETTINGS_FILE), "bad-setting", str(error))]) from error


def run_language(job: LanguageBuild) -> None:
    """Entry of a worker process."""
    job.run()
