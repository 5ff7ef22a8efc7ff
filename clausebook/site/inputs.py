"""Inputs: what a site is made from beside its terms, looked at before MkDocs and Jinja open it: ordinary files of the site, and nothing else."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from clausebook import confined
from clausebook.problems import Place, Problems
from clausebook.site.settings import Settings
from clausebook.site.settings_file import CONTENT, SETTINGS_FILE
from clausebook.source import refuse

_TEMPLATES = "templates"


def check_inputs(root: Path, settings: Settings, problems: Problems) -> None:
    """A problem for each link, pipe, device or socket in `content/`, `templates/` and the theme's `custom_dir`, and for one that lies elsewhere."""
    for folder in _folders(root, settings, problems):
        try:
            for path, kind in confined.walk(root, folder):
                if kind is not None:
                    refuse(problems, path, kind)
                elif path.startswith(f"{CONTENT}/") and path.endswith(".md"):
                    _check_encoding(root, path, problems)
                elif path == folder:
                    advice = "replace it by a folder"
                    problems.add(Place(path), "file-type", "a file stands where a folder is expected", advice)
        except OSError as error:
            place = Place(os.path.relpath(error.filename, root) if error.filename else folder)
            problems.add(place, "file-unreadable", f"this cannot be read: {error.strerror}", "check its permissions")


def _check_encoding(root: Path, path: str, problems: Problems) -> None:
    try:
        confined.read(root, path).decode("utf-8")
    except UnicodeDecodeError:
        problems.add(Place(path), "file-encoding", "the file is not UTF-8 text", "save it as UTF-8")


def _folders(root: Path, settings: Settings, problems: Problems) -> Iterator[str]:
    yield from (CONTENT, _TEMPLATES)
    if not settings.theme_folder:
        return
    path = os.path.relpath(settings.theme_folder, root).replace(os.sep, "/")
    if confined.is_confined(path):
        try:
            confined.find(root, path)
        except confined.Refused as refused:
            refuse(problems, refused.filename, refused.kind)
        else:
            yield path
    else:
        message = "“custom_dir” leads out of the site's folder"
        problems.add(Place(SETTINGS_FILE), "file-outside", message, "put the templates below the site's folder")
