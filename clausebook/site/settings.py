"""Settings: what mkdocs.yml says about a site, read once, with its mistakes as problems."""

from __future__ import annotations

import re
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import ConfigurationError

from clausebook.languages import LANGUAGES
from clausebook.problems import Place, Problem, Problems, ProblemsFound
from clausebook.site.trust import PLAIN_PLUGINS, check_trust
from clausebook.source import read_text

SETTINGS_FILE = "mkdocs.yml"
CONTENT = "content"  # the folder of the hand-written pages


@dataclass(frozen=True, slots=True)
class Settings:
    """The site's own settings. `url` is its address with a final slash, or empty; `languages` is empty for all.

    `theme_folder` is where the site keeps templates of its own for the theme, or empty; `open_ended` says that hooks, other plugins or
    included files have a say in pages, so that nobody knows what they are made from.
    """

    name: str
    url: str
    languages: tuple[str, ...]
    source_url: str
    theme_folder: str = ""
    open_ended: bool = False


# Words in mkdocs.yml with which it takes in more than itself.
_TAKES_IN = re.compile(r"^INHERIT:|!ENV|!!python|!relative|snippets|^hooks:", re.MULTILINE)


def read_settings(root: Path, problems: Problems) -> Settings | None:
    """The settings of the site at `root`; None with problems when mkdocs.yml cannot be used."""
    text = read_text(root, SETTINGS_FILE, problems)
    if text is None or not check_trust(text, SETTINGS_FILE, problems):
        return None
    try:
        with tempfile.TemporaryDirectory() as empty:
            config = load_host_config(root, docs_dir=empty)
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
    return Settings(
        config.site_name,
        f"{url}/" if url else "",
        languages,
        options.source_url,
        str(config.theme.custom_dir or ""),
        bool(_TAKES_IN.search(text)) or not PLAIN_PLUGINS.issuperset(config.plugins),
    )


def load_host_config(root: Path, **overrides: Any) -> MkDocsConfig:
    """MkDocs' configuration of the site; raises ProblemsFound with everything that MkDocs finds wrong with it."""
    path = root / SETTINGS_FILE
    config = MkDocsConfig(config_file_path=str(path))
    try:
        with path.open("rb") as file:
            config.load_file(file)
    except ConfigurationError as error:
        text = " ".join(str(error).split())
        mark = re.search(r"line (\d+), column (\d+)", text)
        place = Place(SETTINGS_FILE, int(mark[1]), int(mark[2])) if mark else Place(SETTINGS_FILE)
        said = re.sub(r'.*configuration file: | in "[^"]*", line \d+, column \d+', "", text)
        raise ProblemsFound([Problem(place, "yaml-syntax", f"this is not valid YAML: {said}")]) from None
    config.load_dict(overrides)
    faults, _ = config.validate()
    if faults:
        raise ProblemsFound(
            [Problem(_place_of(path, key), "bad-setting", f"“{key}”: {error}") for key, error in faults]
        )
    return config


def _place_of(path: Path, key: str) -> Place:
    """The line of a top-level key of mkdocs.yml; its first line where the key is not written."""
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
        if line.startswith(f"{key}:"):
            return Place(SETTINGS_FILE, number)
    return Place(SETTINGS_FILE)
