"""Parts: pieces of finished sites, kept by a key for all that they were made from, so that nothing is made twice.

A part is a folder of files with a manifest. The key covers every input; the manifest covers every file, and is believed only with the code
of the store's secret. So a part that was truncated, swapped, written to or made by somebody else is found out and made again. The whole store
can be deleted at any time.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import stat
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from clausebook import confined, storage
from clausebook.digests import digest_of
from clausebook.model.stat_cache import A_MOMENT
from clausebook.private import Secret


class Stamp(NamedTuple):
    """A file as it was made: its name in the part, its bytes, and its SHA-256 in hex."""

    name: str
    size: int
    digest: str


Facts = Mapping[str, Any]

_MANIFEST = "manifest.json"
_FILES = "files"
# No page of MkDocs begins so.
_PUT = "put-"
NOTES = "notes.json"
_LOOKS = "looks.json"
# The names that a store gives: those of parts, and of what is on its way into it and out of it.
_KEY = re.compile("[0-9a-f]{64}")
_PASSING = (".new-", ".gone-")


def is_key(name: str) -> bool:
    """Whether a name is one that a store gives to a part."""
    return _KEY.fullmatch(name) is not None


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
Manifests = dict[Path, tuple[tuple[int, int, int, int], Part]]


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
        self._put[path] = Stamp(name, len(data), sha256(data).hexdigest())

    def stamps(self) -> dict[str, Stamp]:
        """The stamps of all files, those included that others wrote here in folders as they are in the site."""
        found = dict(self._put)
        for path in _walk(self.folder):
            if not path.startswith(_PUT):
                data = confined.read(self.folder, path)
                found[path] = Stamp(path, len(data), sha256(data).hexdigest())
        return dict(sorted(found.items()))


@dataclass(frozen=True)
class Sealed:
    """Parts that another machine made, in a folder that is left alone: the digest of each one's manifest, by its key, and of their notes."""

    folder: Path
    manifests: Mapping[str, str]
    notes: str


@dataclass(frozen=True)
class Store:
    """Parts in a folder of their own, authenticated with `secret`; those in `others` are found too.

    `note` is told, in plain words, of parts that had to be thrown away. A store serves one build: what it has proven once is taken as proven. `manifests` may outlive it.
    """

    folder: Path
    secret: Secret
    note: Callable[[str], None] = lambda line: None
    others: tuple[Sealed, ...] = ()
    manifests: Manifests = field(default_factory=dict, compare=False, repr=False)
    _proven: dict[str, Part] = field(default_factory=dict, compare=False, repr=False)

    def has(self, key: str) -> bool:
        """Whether a part with this key is there, proven or not."""
        return (self.folder / key / _MANIFEST).is_file() or any(key in other.manifests for other in self.others)

    def find(self, key: str) -> Part | None:
        """The part with this key, its files proven to be as they were made; None where there is none."""
        if key not in self._proven:
            part = self._find_own(key) or self._find_others(key)
            if part is None:
                return None
            self._proven[key] = part
        return self._proven[key]

    def _find_own(self, key: str) -> Part | None:
        try:
            part = self._read_manifest(key, self.folder / key)
        except OSError as error:
            if not isinstance(error, confined.Refused):
                return None
            part = None
        if part is not None and self._is_as_made(part):
            return part
        self.note("a kept piece of the site is not as it was made; it is made again")
        self._remove(self.folder / key)
        return None

    def _find_others(self, key: str) -> Part | None:
        for other in self.others:
            if key not in other.manifests:
                continue
            try:
                data = confined.read(other.folder, f"{key}/{_MANIFEST}")
            except OSError:
                data = b""
            if sha256(data).hexdigest() == other.manifests[key]:
                part = _read_manifest(key, other.folder / key, data.partition(b"\n")[2])
                if part is not None and all(_has_digest(part.folder, stamp) for stamp in part.files.values()):
                    return part
            self.note("a piece of a share is not as it was made; it is made again")
        return None

    def _read_manifest(self, key: str, folder: Path) -> Part | None:
        status = confined.find(self.folder, f"{key}/{_MANIFEST}")
        stamp = status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns
        known = self.manifests.get(folder)
        if known and known[0] == stamp:
            return known[1]
        told = self.secret.unseal(_purpose(key), confined.read(self.folder, f"{key}/{_MANIFEST}"))
        part = None if told is None else _read_manifest(key, folder, told)
        if part:
            self.manifests[folder] = stamp, part
        return part

    @cached_property
    def _looks(self) -> dict[str, str]:
        """How the files of each part looked to the system when they were last known to be as they were made, by its key."""
        return _texts(self._read_sealed(_LOOKS))

    def _is_as_made(self, part: Part) -> bool:
        """By what the system notes of each file, which nobody can set; where that differs, as after copying, by their digests."""
        look = _look(part)
        if look is not None and self._looks.get(part.key) == look.digest:
            return True
        return look is not None and all(_has_digest(part.folder, stamp) for stamp in part.files.values())

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
            told = _json({"key": key, "files": stamps}) + b"\n" + facts
            storage.replace(beside / _MANIFEST, self.secret.seal(_purpose(key), told))
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
        notes = _texts(self._read_sealed(NOTES))
        for other in self.others:
            with suppress(OSError):
                data = confined.read(other.folder, NOTES)
                if sha256(data).hexdigest() == other.notes:
                    notes.update(_texts(json.loads(data.partition(b"\n")[2])))
        return notes

    def write_notes(self, notes: Mapping[str, str]) -> None:
        """Keep small findings beside the parts."""
        self.folder.mkdir(parents=True, exist_ok=True)
        write_sealed(self.secret, self.folder / NOTES, notes)

    def write_looks(self, keys: Iterable[str]) -> None:
        """Note how the files of these parts look, which are as they were made. What was touched a moment ago is not noted: clocks tick in steps."""
        before = time.time_ns() - A_MOMENT
        looks = {key: _look(self._proven[key]) for key in keys if key in self._proven}
        told = {key: look.digest for key, look in looks.items() if look is not None and look.newest < before}
        write_sealed(self.secret, self.folder / _LOOKS, told)

    def keep_only(self, keys: Iterable[str]) -> None:
        """Remove every part but those with these keys, and what an interrupted build left; nothing else that lies here."""
        kept = {*keys}
        for entry in list(self.folder.iterdir()) if self.folder.is_dir() else []:
            if entry.name not in kept and (is_key(entry.name) or entry.name.startswith(_PASSING)):
                _remove_own(entry)
                self.manifests.pop(entry, None)

    def seal_all(self) -> tuple[dict[str, str], str]:
        """The digests of all manifests, by the keys of their parts, and that of the notes: for `Sealed` on another machine."""
        manifests = {
            entry.name: _digest(self.folder, f"{entry.name}/{_MANIFEST}")
            for entry in sorted(self.folder.iterdir())
            if is_key(entry.name)
        }
        return manifests, _digest(self.folder, NOTES)

    def _read_sealed(self, name: str) -> Any:
        try:
            return unsealed(self.secret, name, confined.read(self.folder, name))
        except OSError:
            return None

    def _remove(self, folder: Path) -> None:
        if os.path.lexists(folder):
            # Renamed first: a part that is only half removed must not be found.
            gone = folder.with_name(f".gone-{folder.name}")
            _remove_own(gone)
            folder.rename(gone)
            _remove_own(gone)


def _remove_own(path: Path) -> None:
    """Remove what lies in a store under a name of the store's, whatever it is; nothing through a link."""
    if confined.is_folder(path):
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


def _purpose(key: str) -> str:
    return f"part {key}"


def write_sealed(secret: Secret, path: Path, told: object) -> None:
    """Write plain values with the code of a secret."""
    storage.replace(path, secret.seal(path.name, _json(told)))


def unsealed(secret: Secret, name: str, data: bytes) -> Any:
    """What `write_sealed` wrote into a file of this name; None where it is not as it was written."""
    text = secret.unseal(name, data)
    return None if text is None else json.loads(text)


def _texts(told: Any) -> dict[str, str]:
    """A mapping of texts; empty for anything else."""
    is_one = isinstance(told, dict) and all(isinstance(each, str) for each in told.values())
    return told if is_one else {}


def _read_manifest(key: str, folder: Path, told: bytes) -> Part | None:
    """The part that a manifest describes; None for one of another key, or that names a file outside the part or the site."""
    head, _, facts = told.partition(b"\n")
    try:
        found = json.loads(head)
        files = {path: Stamp(*stamp) for path, stamp in found["files"].items()}
        is_sound = found["key"] == key and all(map(_is_sound, files.items()))
    except (ValueError, TypeError, KeyError, AttributeError):
        return None
    return Part(key, folder / _FILES, files, facts) if is_sound else None


def _is_sound(file: tuple[str, Stamp]) -> bool:
    path, stamp = file
    is_typed = isinstance(stamp.name, str) and isinstance(stamp.size, int) and isinstance(stamp.digest, str)
    return is_typed and confined.is_confined(path) and confined.is_confined(stamp.name)


def _json(told: object) -> bytes:
    """On one line."""
    return json.dumps(told, ensure_ascii=False).encode()


class _Look(NamedTuple):
    """How the files of a part look to the system: one digest, and when the last of them was changed, in nanoseconds."""

    digest: str
    newest: int


def _look(part: Part) -> _Look | None:
    """None where a file is missing, no ordinary one, or of another size than it was made with."""
    seen = []
    newest = 0
    for stamp in part.files.values():
        try:
            status = os.lstat(f"{part.folder}/{stamp.name}")
        except OSError:
            return None
        if not stat.S_ISREG(status.st_mode) or status.st_size != stamp.size:
            return None
        newest = max(newest, status.st_ctime_ns, status.st_mtime_ns)
        seen.append((status.st_ino, status.st_mtime_ns, status.st_ctime_ns))
    return _Look(digest_of(seen), newest)


def _has_digest(folder: Path, stamp: Stamp) -> bool:
    try:
        return _digest(folder, stamp.name) == stamp.digest
    except OSError:
        return False


def _digest(folder: Path, name: str) -> str:
    return sha256(confined.read(folder, name)).hexdigest()


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
