"""The spare: the site that was replaced last, which becomes the next one with only what changed put into it.

A site has a folder for each page, and making and removing thousands of them takes longer than all else in a small change. So the
folder that changed places with the new site is kept, with a note of what it holds. One that is not as noted is thrown away.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path

from clausebook import confined
from clausebook.digests import digest_of
from clausebook.site.artifacts import Artifact, ArtifactStore, place, unsealed, write_sealed

_LIVE, _SPARE = "live", "spare"
_NOTE = "spare.json"


@dataclass(frozen=True, slots=True)
class Held:
    """What a folder holds: the keys of its artifacts, the paths of its other files, and a digest of when its folders changed last."""

    folder: tuple[int, int]
    artifacts: Sequence[str]
    others: Sequence[str]
    changed: str


class Spare:
    """The spare of a cache, for one target at a time; without a cache there is none."""

    def __init__(self, cache: Path | None, store: ArtifactStore) -> None:
        self._cache, self._store = cache, store
        self._notes = _read_notes(store, cache) if cache else {}
        self._holds: dict[str, Artifact] = {}

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing that could be taken."""
        return _SPARE not in self._notes

    def is_live(self, target: Path) -> bool:
        """Whether the site at `target` is known to hold what was put there, and nothing else."""
        held = self._notes.get(_LIVE)
        artifacts = self._parts_of(held) if held else None
        return bool(held and artifacts is not None and _is_as_noted(target, held, artifacts))

    def _parts_of(self, held: Held) -> list[Artifact] | None:
        artifacts = [artifact for key in held.artifacts if (artifact := self._store.find(key))]
        return artifacts if len(artifacts) == len(held.artifacts) else None

    def take(self, building: Path) -> None:
        """Let the empty folder `building` hold what the spare held, if there is one and it is as noted."""
        held = self._notes.pop(_SPARE, None)
        if self._cache is None:
            return
        folder = self._cache / _SPARE
        self._write_notes()  # from here on it is not as noted any more
        on_this_disk = held and held.folder[0] == building.stat().st_dev
        artifacts = self._parts_of(held) if held and on_this_disk else None
        if held and artifacts is not None and _is_as_noted(folder, held, artifacts):
            # Entry by entry: `building` stays the folder that is locked against other builds.
            for entry in list(folder.iterdir()):
                entry.rename(building / entry.name)
            for path in held.others:
                (building / path).unlink()
            self._holds = {artifact.key: artifact for artifact in artifacts}
        if os.path.lexists(folder):
            confined.remove_tree(folder)

    def note(self, placed: Iterable[Artifact]) -> None:
        """Know of artifacts that others have put in place."""
        self._holds |= {artifact.key: artifact for artifact in placed}

    def fill(self, building: Path, artifacts: Iterable[Artifact]) -> None:
        """Put these artifacts into `building`, and nothing else that the spare held."""
        wanted = {artifact.key: artifact for artifact in artifacts}
        for key in self._holds.keys() - wanted.keys():
            _remove(self._holds.pop(key), building)
        for artifact in [artifact for key, artifact in wanted.items() if key not in self._holds]:
            place(artifact, building)
        self._holds |= wanted

    def keep(self, old: Path, target: Path, artifacts: Sequence[Artifact], others: Iterable[str]) -> list[str]:
        """Note what the site at `target` holds, and keep the folder `old` that it replaced; the keys of all artifacts in the two."""
        if self._cache is None:
            return []
        before = self._notes.pop(_LIVE, None)
        if before and old.is_dir() and before.folder == _identity(old):
            with suppress(OSError):
                old.rename(self._cache / _SPARE)
                self._notes[_SPARE] = before
        others = sorted(others)
        keys = [artifact.key for artifact in artifacts]
        self._notes[_LIVE] = Held(_identity(target), keys, others, _changes(target, artifacts, others))
        self._write_notes()
        return [key for held in self._notes.values() for key in held.artifacts]

    def _write_notes(self) -> None:
        if self._cache:
            write_sealed(
                self._store.secret, self._cache / _NOTE, {name: asdict(held) for name, held in self._notes.items()}
            )


def _read_notes(store: ArtifactStore, cache: Path) -> dict[str, Held]:
    try:
        notes = unsealed(store.secret, _NOTE, confined.read(cache, _NOTE))
        return {name: Held(**{**held, "folder": tuple(held["folder"])}) for name, held in (notes or {}).items()}
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return {}  # of another version of the program


def _identity(folder: Path) -> tuple[int, int]:
    status = folder.stat()
    return status.st_dev, status.st_ino


def _is_as_noted(folder: Path, held: Held, artifacts: Sequence[Artifact]) -> bool:
    """Whether its files are further names of those in the artifacts, which are proven, and no folder has got or lost one since."""
    try:
        if not confined.is_folder(folder) or held.folder != _identity(folder):
            return False
        for artifact in artifacts:
            for path, stamp in islice(artifact.files.items(), 1):  # all were put there in the same way
                if os.stat(f"{folder}/{path}").st_ino != os.stat(f"{artifact.folder}/{stamp.name}").st_ino:
                    return False
        return held.changed == _changes(folder, artifacts, held.others)
    except OSError:
        return False


def _changes(folder: Path, artifacts: Sequence[Artifact], others: Sequence[str]) -> str:
    paths = [*others, *(path for artifact in artifacts for path in artifact.files)]
    return digest_of([(name, os.stat(f"{folder}/{name}").st_mtime_ns) for name in sorted({*_folders(paths)})])


def _folders(paths: Iterable[str]) -> Iterator[str]:
    """The folders of files, and those around them."""
    seen = {""}
    yield ""
    for path in paths:
        folder = path.rpartition("/")[0]
        while folder not in seen:
            seen.add(folder)
            yield folder
            folder = folder.rpartition("/")[0]


def _remove(artifact: Artifact, folder: Path) -> None:
    """Take the files of an artifact out of a folder, and the folders that hold nothing then."""
    for path in artifact.files:
        os.unlink(f"{folder}/{path}")
    for name in sorted(_folders(artifact.files), reverse=True):
        if name:
            with suppress(OSError):  # others have files there
                os.rmdir(f"{folder}/{name}")
