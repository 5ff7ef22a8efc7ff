"""A new site: settings, a first document, the workflows that check and publish it, and what editors and git need to know."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from importlib.resources import files
from string import Template
from zoneinfo import ZoneInfo

from clausebook.model.json_schema import NAMES, schema_text
from clausebook.scaffold.document import NewDocument, document_files
from clausebook.source.writer import to_yaml


@dataclass(frozen=True, slots=True)
class NewSite:
    """What is asked about a new site; `url` is empty where it is not known yet. Its languages are those of the document."""

    name: str
    url: str
    document: NewDocument


# Where the files of the package folder `skeleton` go; `$name` in them stands for what `_substitutions` says.
_SKELETON = {
    "README.md": "README.md",
    "requirements.txt": "requirements.txt",
    "gitignore": ".gitignore",
    "gitattributes": ".gitattributes",
    "editorconfig": ".editorconfig",
    "vscode-settings.json": ".vscode/settings.json",
    "vscode-extensions.json": ".vscode/extensions.json",
    "check.yml": ".github/workflows/check.yml",
    "publish.yml": ".github/workflows/publish.yml",
}


def site_files(new: NewSite) -> dict[str, str]:
    """The files of a new site, by path: `clausebook check` and `build` find nothing wrong with them."""
    skeleton = files("clausebook.scaffold") / "skeleton"
    substitutions = _substitutions(new)
    texts = {
        target: Template((skeleton / name).read_text(encoding="utf-8")).substitute(substitutions)
        for name, target in _SKELETON.items()
    }
    schemas = {f".vscode/schemas/{name}.schema.json": schema_text(name) for name in NAMES}
    return {"mkdocs.yml": _settings(new), **texts, **schemas, **document_files(new.document)}


def _settings(new: NewSite) -> str:
    values: dict[str, object] = {"site_name": new.name}
    if new.url:
        values["site_url"] = new.url
    values["theme"] = {"name": "material"}
    values["plugins"] = [{"clausebook": {"languages": list(new.document.languages)}}]
    comment = "# The site itself: its name, address and look. Languages, pages and dates come from terms/.\n"
    return comment + to_yaml(values, frozenset({"theme", "clausebook"}))


def _substitutions(new: NewSite) -> Mapping[str, str]:
    document = new.document
    return {
        "site": new.name,
        "document": document.name,
        "languages": _listed(document.languages),
        "release": version("clausebook"),
        "timezone": document.timezone,
        "crons": "\n".join(f'    - cron: "{line}"' for line in _after_midnight(document.timezone)),
        "dollar": "$",
    }


def _listed(codes: Sequence[str]) -> str:
    return ", ".join(f"`terms/{code}/`" for code in codes)


_AFTER = dt.timedelta(minutes=7)  # schedules on the hour are the ones that wait longest


def _after_midnight(timezone: str) -> list[str]:
    """The times of day, as cron has them in UTC, that come a few minutes after midnight in a zone: one for each of its offsets in a year."""
    zone = ZoneInfo(timezone)
    days = [dt.datetime(dt.datetime.now(zone).year, month, 1, tzinfo=zone) for month in range(1, 13)]
    moments = sorted({(day.astimezone(dt.UTC) + _AFTER).time() for day in days})
    return [f"{moment.minute} {moment.hour} * * *" for moment in moments]
