"""Shards: a site built by several machines that have nothing in common but the checkout.

Each builds the pages of some documents and languages into a folder of artifacts; whoever joins the folders finds everything there
that takes time. What a shard lacks, or has from other sources, is made when they are joined, so the site is that of one build.

Nothing in a shard is believed but what its digest covers, which is passed beside it, by a way that only the machines that build can write to:
the digest is that of the note, the note has those of all manifests, and a manifest those of its files.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from clausebook import confined, storage
from clausebook.private import Secret
from clausebook.problems import Place, Problem, ProblemsFound
from clausebook.program import program_digest
from clausebook.site.artifacts import INDEX, ArtifactStore, Sealed, is_key
from clausebook.site.build_plan import BuildPlan
from clausebook.source import digest

_NOTE = "shard.json"
# No secret: a shard is believed by its digest alone, which is the same wherever the shard is built.
SHARD_KEY = Secret(b"shard")


@dataclass(frozen=True, slots=True)
class Shard:
    """Which shard of how many, counted from 1."""

    number: int
    count: int

    def __str__(self) -> str:
        return f"{self.number}/{self.count}"

    def documents(self, plan: BuildPlan) -> dict[str, tuple[str, ...]]:
        """For each language the documents whose pages belong to this shard.

        A document stays together as far as it goes: what its languages have in common is then found out once.
        """
        units = [
            (language, document) for document in next(iter(plan.views.values())).documents for language in plan.views
        ]
        first, end = (len(units) * number // self.count for number in (self.number - 1, self.number))
        mine = units[first:end]
        return {
            language: tuple(document for code, document in mine if code == language)
            for language in dict.fromkeys(code for code, _ in mine)
        }


def prepare_shard(folder: Path) -> None:
    """An empty folder for a shard, in the place of an earlier shard; raises ProblemsFound where anything else is."""
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise ProblemsFound(
            [_problem(folder, "no folder stands here, or a link to one", "choose another with --site-dir")]
        )
    if folder.is_dir() and any(folder.iterdir()):
        note = _read_note(folder)
        own = {_NOTE, INDEX, *(note.manifests if note else ())}
        if note is None or {entry.name for entry in folder.iterdir()} - own:
            message = "the folder holds files that are no shard of a site; they would be lost"
            raise ProblemsFound([_problem(folder, message, "choose another with --site-dir")])
        confined.remove_tree(folder)
    folder.mkdir(parents=True, exist_ok=True)


def write_note(store: ArtifactStore, shard: Shard, days: Mapping[str, dt.date]) -> str:
    """Say in a folder of artifacts which shard it is; gives the digest that covers all of it."""
    manifests, index = store.seal_all()
    note = _Note(shard.number, shard.count, program_digest(), _written(days), manifests, index)
    data = json.dumps(asdict(note), sort_keys=True).encode()
    storage.replace(store.folder / _NOTE, data)
    return digest(data)


def read_shards(folders: Sequence[Path], digests: Sequence[str], days: Mapping[str, dt.date]) -> tuple[Sealed, ...]:
    """What the folders hold; raises ProblemsFound unless they are all shards of one site, as of these days, built by this program, with these digests."""
    problems: list[Problem] = []
    notes: dict[int, _Note] = {}
    places: dict[int, Path] = {}
    for folder in folders:
        note = _read_note(folder, digests)
        fault = ("this is no shard of a site, or not with any of the digests that were given", _BUILD_ADVICE)
        if note is not None:
            fault = _fault(note, days)
            if note.number in notes:
                fault = (f"this shard stands in {places[note.number]} too", "name each shard once")
            notes[note.number], places[note.number] = note, folder
        if fault[0]:
            problems.append(_problem(folder, *fault))
    counts = {note.count for note in notes.values()}
    if len(counts) > 1:
        message = f"the shards are of different counts: {', '.join(map(str, sorted(counts)))}"
        problems.append(_problem(folders[0], message, "build all shards with the same count"))
    elif counts:
        missing = sorted(set(range(1, counts.pop() + 1)) - notes.keys())
        if missing:
            message = f"these shards are missing: {', '.join(map(str, missing))}"
            problems.append(_problem(folders[0], message, "name all folders"))
    if problems:
        raise ProblemsFound(problems)
    return tuple(Sealed(places[number], note.manifests, note.index) for number, note in notes.items())


_BUILD_ADVICE = "build it with “clausebook build --shard”, and give the digest that this prints with --digest"


def _problem(folder: Path, message: str, advice: str) -> Problem:
    return Problem(Place(str(folder)), "shard", message, advice)


@dataclass(frozen=True, slots=True)
class _Note:
    """What a shard says of itself: which it is, by which program and as of which days it was built, and the digests of what it holds."""

    number: int
    count: int
    program: str
    days: Mapping[str, str]
    manifests: Mapping[str, str]
    index: str


def _fault(note: _Note, days: Mapping[str, dt.date]) -> tuple[str, str]:
    """What is wrong with a shard; empty when nothing is."""
    if note.program != program_digest():
        return "another version of the program built this shard", "build all shards with the same installation"
    if note.days != _written(days):
        return "this shard shows the terms as of another day", "give all commands the same --as-of"
    return "", ""


def _read_note(folder: Path, digests: Sequence[str] | None = None) -> _Note | None:
    """The note of a shard, with one of the digests where any are asked for; None for anything else."""
    try:
        data = confined.read(folder, _NOTE)
        if digests is not None and digest(data) not in digests:
            return None
        note = _Note(**json.loads(data))
        return note if all(map(is_key, note.manifests)) else None
    except (OSError, ValueError, TypeError, RecursionError):
        return None


def _written(days: Mapping[str, dt.date]) -> dict[str, str]:
    return {name: day.isoformat() for name, day in sorted(days.items())}
