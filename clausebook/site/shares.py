"""Shares: a site built by several machines that have nothing in common but the checkout.

Each builds the pages of some documents and languages into a folder of parts; whoever joins the folders finds everything there
that takes time. What a share lacks, or has from other sources, is made when they are joined, so the site is that of one build.
"""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from clausebook.problems import Place, Problem, ProblemsFound
from clausebook.program import program_digest
from clausebook.site.keys import Keys
from clausebook.site.parts import unsealed, write_sealed

_NOTE = "share.json"


@dataclass(frozen=True, slots=True)
class Share:
    """Which share of how many, counted from 1."""

    number: int
    count: int

    def __str__(self) -> str:
        return f"{self.number}/{self.count}"

    def documents(self, keys: Keys) -> dict[str, frozenset[str]]:
        """For each language the documents whose pages belong to this share.

        A document stays together as far as it goes: what its languages have in common is then found out once.
        """
        units = [
            (language, document)
            for document in next(iter(keys.shelves.values())).documents
            for language in keys.shelves
        ]
        first, end = (len(units) * number // self.count for number in (self.number - 1, self.number))
        mine = units[first:end]
        return {
            language: frozenset(document for code, document in mine if code == language)
            for language in dict.fromkeys(code for code, _ in mine)
        }


def prepare_share(folder: Path) -> None:
    """An empty folder for a share, in the place of an earlier share; raises ProblemsFound where anything else is."""
    if folder.is_dir() and any(folder.iterdir()):
        if not (folder / _NOTE).is_file():
            message = "the folder holds files that are no share of a site; they would be lost"
            raise ProblemsFound([Problem(Place(str(folder)), "share", message, "choose another with --site-dir")])
        shutil.rmtree(folder)
    folder.mkdir(parents=True, exist_ok=True)


def write_note(folder: Path, share: Share, days: Mapping[str, dt.date]) -> None:
    """Say in a folder of parts which share it is."""
    told = {"number": share.number, "count": share.count, "program": program_digest(), "days": _written(days)}
    write_sealed(folder / _NOTE, told)


def check_notes(folders: Sequence[Path], days: Mapping[str, dt.date]) -> None:
    """Raises ProblemsFound unless the folders are all shares of one site, as of these days, built by this program."""
    problems: list[Problem] = []
    counts: set[int] = set()
    found: dict[int, Path] = {}
    for folder in folders:
        told = _read_note(folder)
        fault = ("this is no share of a site, or a damaged one", "build it with “clausebook build --part”")
        if told is not None:
            fault = _fault(told, days)
            counts.add(told["count"])
            if told["number"] in found:
                fault = (f"this share stands in {found[told['number']]} too", "name each share once")
            found[told["number"]] = folder
        if fault[0]:
            problems.append(Problem(Place(str(folder)), "share", *fault))
    if len(counts) > 1:
        message = f"the shares are of different counts: {', '.join(map(str, sorted(counts)))}"
        problems.append(Problem(Place(str(folders[0])), "share", message, "build all shares with the same count"))
    elif counts:
        missing = sorted(set(range(1, counts.pop() + 1)) - found.keys())
        if missing:
            message = f"these shares are missing: {', '.join(map(str, missing))}"
            problems.append(Problem(Place(str(folders[0])), "share", message, "name all folders"))
    if problems:
        raise ProblemsFound(problems)


def _fault(told: Mapping[str, object], days: Mapping[str, dt.date]) -> tuple[str, str]:
    """What is wrong with a share; empty when nothing is."""
    if told["program"] != program_digest():
        return "another version of the program built this share", "build all shares with the same installation"
    if told["days"] != _written(days):
        return "this share shows the terms as of another day", "give all commands the same --as-of"
    return "", ""


def _read_note(folder: Path) -> dict[str, int] | None:
    try:
        told: dict[str, int] | None = unsealed((folder / _NOTE).read_bytes())
    except OSError:
        return None
    return told


def _written(days: Mapping[str, dt.date]) -> dict[str, str]:
    return {name: day.isoformat() for name, day in sorted(days.items())}
