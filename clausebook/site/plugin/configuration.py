"""The configuration: what MkDocs makes of mkdocs.yml, with its mistakes as problems at their places."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import ConfigurationError

from clausebook.problems import Place, Problem, Problems, ProblemsFound
from clausebook.site.settings_file import SETTINGS_FILE, THEME, SettingsFile, icons, read_settings_files

_ICON = re.compile(r"[a-z0-9][a-z0-9/_-]{0,200}")


def known_keys() -> frozenset[str]:
    """The keys that MkDocs knows at the top of mkdocs.yml."""
    return frozenset(MkDocsConfig())


def load_configuration(root: Path, **overrides: Any) -> MkDocsConfig:
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
