"""Settings: what mkdocs.yml says about a site, read once, with its mistakes as problems."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import ConfigurationError

from clausebook.languages import LANGUAGES, unique
from clausebook.problems import Place, Problem, Problems, ProblemsFound
from clausebook.site.settings_file import (
    THEME,
    SettingsFile,
    check_settings_file,
    icons,
    is_among,
    is_flag,
    is_source_url,
    read_settings_files,
)
from clausebook.site.trust import PLAIN_PLUGINS, check_trust, is_trusted
from clausebook.source import read_text, use_languages

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


_ICON = re.compile(r"[a-z0-9][a-z0-9/_-]{0,200}")
_OPTIONS = {"languages": is_among(LANGUAGES), "source_url": is_source_url, "trusted": is_flag}


def read_settings(root: Path, problems: Problems) -> Settings | None:
    """The settings of the site at `root`; None with problems when mkdocs.yml cannot be used."""
    found = Problems()
    use_languages(root, Problems())  # reading the book tells their mistakes
    files = read_settings_files(root, SETTINGS_FILE, found)
    trusted = is_trusted(read_text(root, SETTINGS_FILE, Problems()) or "")
    for file in files:
        check_settings_file(file, MkDocsConfig()._schema_keys, _OPTIONS, found)
        if not trusted:
            check_trust(read_text(root, file.path, found) or "", file.path, found)
    config = None
    if not len(found):
        try:
            with tempfile.TemporaryDirectory() as empty:
                config = load_host_config(root, docs_dir=empty)
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


def load_host_config(root: Path, **overrides: Any) -> MkDocsConfig:
    """MkDocs' configuration of the site; raises ProblemsFound with everything that MkDocs finds wrong with it."""
    path = root / SETTINGS_FILE
    files = read_settings_files(root, SETTINGS_FILE, Problems())
    config = MkDocsConfig(config_file_path=str(path))
    try:
        with path.open("rb") as file:
            config.load_file(file)
        config.load_dict(overrides)
        faults, _ = config.validate()
    except ConfigurationError as error:
        raise ProblemsFound([_problem(files, "", error)]) from None
    except Exception as error:  # MkDocs and plugins take much of what they read for granted
        raise ProblemsFound(
            [_problem(files, "", f"MkDocs cannot use this: {type(error).__name__}: {error}")]
        ) from error
    found = [_problem(files, key, f"“{key}”: {error}") for key, error in faults]
    found = found or list(_faults_of_theme(config, files))
    if found:
        raise ProblemsFound(found)
    return config


def _faults_of_theme(config: MkDocsConfig, files: Sequence[SettingsFile]) -> Iterator[Problem]:
    """Another theme than ours, and icons that it does not have: its templates take these in by name."""
    if config.theme.name != THEME:
        yield _problem(
            files, "theme", f"“theme”: pages are made for the theme “{THEME}”; add “theme:” with “name: {THEME}”"
        )
        return
    for file in files:
        for node in icons(file):
            files_of_it = (Path(folder) / ".icons" / f"{node.value}.svg" for folder in config.theme.dirs)
            if not (_ICON.fullmatch(node.value) and any(path.is_file() for path in files_of_it)):
                yield Problem(file.place(node), "bad-setting", f"“theme.icon”: there is no icon “{node.value}”")


def _problem(files: Sequence[SettingsFile], key: str, said: object) -> Problem:
    """What MkDocs says, in one line, at the first place that writes the key; options of plugins are known by its words."""
    text = " ".join(str(said).split())
    option = re.search(r"Plugin '([^']*)' option '([^']*)'", text)
    for file in files:
        node = file.option(option[1], option[2])[0] if option else file.key(key)
        if node is not None:
            return Problem(file.place(node), "bad-setting", text)
    return Problem(Place(SETTINGS_FILE), "bad-setting", text)
