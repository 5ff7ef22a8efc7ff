"""Settings: what mkdocs.yml says about a site, read once, with its mistakes as problems."""

from __future__ import annotations

import re
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from clausebook.languages import LANGUAGES, unique
from clausebook.problems import Place, Problems, ProblemsFound
from clausebook.site.plugin.configuration import known_keys, load_configuration
from clausebook.site.settings_file import (
    SETTINGS_FILE,
    check_settings_file,
    is_among,
    is_flag,
    is_source_url,
    read_settings_files,
)
from clausebook.site.trust import PLAIN_PLUGINS, check_trust, is_trusted
from clausebook.source import read_text, use_languages


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


_OPTIONS = {"languages": is_among(LANGUAGES), "source_url": is_source_url, "trusted": is_flag}


def read_settings(root: Path, problems: Problems) -> Settings | None:
    """The settings of the site at `root`; None with problems when mkdocs.yml cannot be used."""
    found = Problems()
    use_languages(root, Problems())  # reading the book tells their mistakes
    files = read_settings_files(root, SETTINGS_FILE, found)
    trusted = is_trusted(read_text(root, SETTINGS_FILE, Problems()) or "")
    for file in files:
        check_settings_file(file, known_keys(), _OPTIONS, found)
        if not trusted:
            check_trust(read_text(root, file.path, found) or "", file.path, found)
    config = None
    if not len(found):
        try:
            with tempfile.TemporaryDirectory() as empty:
                config = load_configuration(root, docs_dir=empty)
        except ProblemsFound as error:
            found.extend(error.problems)
    problems.extend(found)
    if config is None:
        return None
    plugin = config.plugins.get("clausebook")
    if plugin is None:
        advice = "add “plugins:” with “- clausebook”"
        problems.add(Place(SETTINGS_FILE), "missing-key", "the plugin “clausebook” is not switched on", advice)
        return None
    url = (config.site_url or "").rstrip("/")
    options: Any = plugin.config
    languages = unique(options.languages)
    return Settings(
        config.site_name,
        f"{url}/" if url else "",
        languages,
        options.source_url,
        str(config.theme.custom_dir or ""),
        any(_TAKES_IN.search(read_text(root, file.path, problems) or "") for file in files)
        or not PLAIN_PLUGINS.issuperset(config.plugins),
    )
