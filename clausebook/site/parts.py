"""Parts: pieces of finished sites, kept by a key for all that they were made from, so that nothing is made twice.

A part is a folder of files with a manifest. The key covers every input; the manifest covers every file, so a part that was
truncated, swapped or written to is found out and made again. The whole store can be deleted, copied and shared at any time.
"""

from __future__ import annotations

import json
import os
import shutil
import stat
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from clausebook import storage


class Stamp(NamedTuple):
    """A file as it was made: its name in the part, its bytes, when it was changed last (nanoseconds), and its SHA-256 in hex."""

    name: str
    size: int
    changed: int
    digest: str


Facts = Mapping[str, Any]

_MANIFEST = "manifest.json"
_FILES = "files"
# No page of MkDocs begins so.
_PUT = "put-"
_NOTES = "notes.json"


@dataclass(frozen=True)
class Part:
    """A piece of a site: where its files lie, the stamp of each by its path, and what is known of them, as JSON tells it."""

    key: str
    folder: Path
    files: Mapping[str, Stamp]
    told: bytes = field(repr=False)

    @cached_property
    def facts(self) -> Facts:
        found: Facts = json.loads(self.told)
        return found


# Manifests that were read, by the folder of their part, with what the system told of the file then.
Manifests = dict[Path, tuple[tuple[int, int, int], Part]]


@dataclass
class NewPart:
    """A part on its way: files are put into it, and facts noted."""

    folder: Path
    facts: dict[str, Any] = field(default_factory=dict)
    _put: dict[str, Stamp] = field(default_factory=dict, repr=False)

    def put(self, path: str, data: bytes) -> None:
        """Write the file that is to stand at `path` in the site. In the part it lies beside all others: folders cost time."""
        name = f"{_PUT}{len(self._put)}"
        with open(f"{self.folder}/{name}", "wb", buffering=0) as file:
            file.write(data)
            changed = os.fstat(file.fileno()).st_mtime_ns
        self._put[path] = Stamp(name, len(data), changed, sha256(data).hexdigest())

    def stamps(self) -> dict[str, Stamp]:
        """The stamps of all files, those included that others wrote here in folders as they are in the site."""
        found = dict(self._put)
        for path in _walk(self.folder):
            if not path.startswith(_PUT):
                status = os.stat(f"{self.folder}/{path}")
                found[path] = Stamp(path, status.st_size, status.st_mtime_ns, _digest(f"{self.folder}/{path}"))
        return dict(sorted(found.items()))


@dataclass(frozen=True)
class Store:
    """Parts in a folder of their own; those in `others` are found too, and left alone.

    `note` is told, in plain words, of parts that had to be thrown away. A store serves one build: what it has proven once is taken as proven. `manifests` may outlive it.
    """

    folder: Path
    note: Callable[[str], None] = lambda line: None
    others: tuple[Path, ...] = ()
    manifests: Manifests = field(default_factory=dict, compare=False, repr=False)
    _proven: dict[str, Part] = field(default_factory=dict, compare=False, repr=False)

    def has(self, key: str) -> bool:
        """Whether a part with this key is there, proven or not."""
        return any((store / key / _MANIFEST).is_file() for store in (self.folder, *self.others))

    def find(self, key: str) -> Part | None:
        """The part with this key, its files proven to be as they were made; None where there is none."""
        if key not in self._proven:
            part = self._prove(key)
            if part is None:
                return None
            self._proven[key] = part
        return self._proven[key]

    def _prove(self, key: str) -> Part | None:
        for store in (self.folder, *self.others):
            folder = store / key
            try:
                part = self._read_manifest(key, folder)
            except OSError:
                continue
            if part is not None and all(_is_as_made(part.folder, stamp) for stamp in part.files.values()):
                return part
            self.note("a kept piece of the site is not as it was made; it is made again")
            if store is self.folder:
                self._remove(folder)
        return None

    def _read_manifest(self, key: str, folder: Path) -> Part | None:
        status = os.stat(folder / _MANIFEST)
        stamp = status.st_ino, status.st_size, status.st_mtime_ns
        known = self.manifests.get(folder)
        if known and known[0] == stamp:
            return known[1]
        part = _read_manifest(key, folder, (folder / _MANIFEST).read_bytes())
        if part:
            self.manifests[folder] = stamp, part
        return part

    def make(self, key: str, fill: Callable[[NewPart], None]) -> Part:
        """The part that `fill` fills; it is in the store, whole, once that has ended without an error."""
        self.folder.mkdir(parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(prefix=".new-", dir=self.folder))
        try:
            (beside / _FILES).mkdir()
            new = NewPart(beside / _FILES)
            fill(new)
            stamps = new.stamps()
            facts = _json(new.facts)
            storage.replace(beside / _MANIFEST, storage.seal(_json({"key": key, "files": stamps}) + b"\n" + facts))
            beside.chmod(0o755)
            self._remove(self.folder / key)
            beside.rename(self.folder / key)
            part = self._proven[key] = Part(key, self.folder / key / _FILES, stamps, facts)
            part.__dict__["facts"] = new.facts  # as they will be read, without reading them
            return part
        finally:
            shutil.rmtree(beside, ignore_errors=True)

    def read_notes(self) -> dict[str, str]:
        """What was noted last, by name; nothing where that was broken."""
        notes: dict[str, str] = {}
        for store in (self.folder, *self.others):
            with suppress(OSError):
                notes.update(unsealed((store / _NOTES).read_bytes()) or {})
        return notes

    def write_notes(self, notes: Mapping[str, str]) -> None:
        """Keep small findings beside the parts."""
        self.folder.mkdir(parents=True, exist_ok=True)
        write_sealed(self.folder / _NOTES, notes)

    def keep_only(self, keys: Iterable[str]) -> None:
        """Remove every part but those with these keys, and what an interrupted build left."""
        kept = {*keys, _NOTES}
        if self.folder.is_dir():
            for entry in self.folder.iterdir():
                if entry.name not in kept:
                    shutil.rmtree(entry, ignore_errors=True)
                    self.manifests.pop(entry, None)

    def _remove(self, folder: Path) -> None:
        if folder.exists():
            # Renamed first: a part that is only half removed must not be found.
            gone = folder.with_name(f".gone-{folder.name}")
            shutil.rmtree(gone, ignore_errors=True)
            folder.rename(gone)
            shutil.rmtree(gone, ignore_errors=True)


def write_sealed(path: Path, told: object) -> None:
    """Write plain values with the digest of how they are written."""
    storage.replace(path, storage.seal(_json(told)))


def unsealed(data: bytes) -> Any:
    """What `write_sealed` wrote; None where it is not as it was written."""
    text = storage.unseal(data)
    return None if text is None else json.loads(text)


def _read_manifest(key: str, folder: Path, data: bytes) -> Part | None:
    """The part that a manifest describes; None for one that is broken or belongs to another key."""
    head, _, facts = (storage.unseal(data) or b"").partition(b"\n")
    told = json.loads(head) if head else None
    if told is None or told["key"] != key:
        return None
    files = {path: Stamp(*stamp) for path, stamp in told["files"].items()}
    return Part(key, folder / _FILES, files, facts)


def _json(told: object) -> bytes:
    """On one line."""
    return json.dumps(told, ensure_ascii=False).encode()


def _is_as_made(folder: Path, stamp: Stamp) -> bool:
    """By size and time, as version control does it; where the time differs, as it does after copying, by the digest."""
    full = f"{folder}/{stamp.name}"
    try:
        status = os.lstat(full)
        if not stat.S_ISREG(status.st_mode) or status.st_size != stamp.size:
            return False
        return status.st_mtime_ns == stamp.changed or _digest(full) == stamp.digest
    except OSError:
        return False


def _digest(path: str) -> str:
    with open(path, "rb") as file:
        return sha256(file.read()).hexdigest()


def _walk(folder: Path) -> Iterator[str]:
    """All files below a folder, by their paths in it."""
    start = len(str(folder)) + 1
    for where, _, names in os.walk(folder):
        inside = where[start:]
        for name in names:
            yield f"{inside}/{name}" if inside else name


def place(part: Part, target: Path) -> None:
    """Put the files of a part into the folder `target`: as further names of the same files where the disk allows, else copied."""
    made: set[str] = set()
    for path, stamp in part.files.items():
        folder = f"{target}/{path.rpartition('/')[0]}"
        if folder not in made:
            _make_folder(folder)
            made.add(folder)
        _link(f"{part.folder}/{stamp.name}", f"{target}/{path}")


def place_file(part: Part, path: str, target: Path) -> None:
    """Put one file of a part into the folder `target`."""
    _make_folder(f"{target}/{path.rpartition('/')[0]}")
    _link(f"{part.folder}/{part.files[path].name}", f"{target}/{path}")


def _make_folder(folder: str) -> None:
    try:
        os.mkdir(folder)
    except FileExistsError:
        pass
    except FileNotFoundError:
        os.makedirs(folder, exist_ok=True)  # other processes make some of them too


def _link(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except FileExistsError:
        raise
    except OSError:
        shutil.copyfile(source, target)
