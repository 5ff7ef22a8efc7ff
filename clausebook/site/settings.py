"""Settings: what mkdocs.yml says about a site, read once, with its mistakes as problems."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import ConfigurationError

from clausebook.languages import LANGUAGES
from clausebook.problems import Place, Problem, Problems, ProblemsFound
from clausebook.source import read_text

SETTINGS_FILE = "mkdocs.yml"


@dataclass(frozen=True, slots=True)
class Settings:
    """The site's own settings. `url` is its address with a final slash, or empty; `languages` is empty for all."""

    name: str
    url: str
    languages: tuple[str, ...]
    source_url: str


def read_settings(root: Path, problems: Problems) -> Settings | None:
    """The settings of the site at `root`; None with problems when mkdocs.yml cannot be used."""
    if read_text(root, SETTINGS_FILE, problems) is None:
        return None
    try:
        config = load_host_config(root)
    except ProblemsFound as error:
        problems.extend(error.problems)
        return None
    plugin = config.plugins.get("clausebook")
    if plugin is None:
        advice = "add “plugins:” with “- clausebook”"
        problems.add(Place(SETTINGS_FILE), "missing-key", "the plugin “clausebook” is not switched on", advice)
        return None
    url = (config.site_url or "").rstrip("/")
    options: Any = plugin.config
    languages = tuple(code for code in LANGUAGES if code in options.languages)
    return Settings(config.site_name, f"{url}/" if url else "", languages, options.source_url)


def load_host_config(root: Path, **overrides: Any) -> MkDocsConfig:
    """MkDocs' configuration of the site; raises ProblemsFound with what MkDocs says is wrong with it."""
    try:
        # The documents of each language are set per build; the folder itself is optional.
        return load_config(str(root / SETTINGS_FILE), **{"docs_dir": str(root), **overrides})
    except ConfigurationError as error:
        text = str(error)
        line = re.search(r"line (\d+), column (\d+)", text)
        place = Place(SETTINGS_FILE, int(line[1]), int(line[2])) if line else Place(SETTINGS_FILE)
        message = " ".join(text.split())
        raise ProblemsFound([Problem(place, "bad-setting", message, "see README.md, “Settings”")]) from None

