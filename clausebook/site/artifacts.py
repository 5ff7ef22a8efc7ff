"""The artifact store: pieces of finished sites, each with the trace of what it was made from, so that nothing is made twice.

An artifact is a folder of files with a manifest. The key covers the trace; the manifest covers every file, and is believed only with the code of
the store's secret. So an artifact that was truncated, swapped, written to or made by somebody else is found out and made again. The whole store can be
deleted at any time.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import stat
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property, partial
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from clausebook import confined, storage
from clausebook.digests import digest_of
from clausebook.model.stat_cache import A_MOMENT
from clausebook.private import Secret


class Stamp(NamedTuple):
    """A file as it was made: its name in the artifact, its bytes, and its SHA-256 in hex."""

    name: str
    size: int
    digest: str


Facts = Mapping[str, Any]

_MANIFEST = "manifest.json"
_FILES = "files"
# No page of MkDocs begins so.
_PUT = "put-"
INDEX = "index.json"
_LOOKS = "looks.json"
# The names that a store gives: those of artifacts, and of what is on its way into it and out of it.
_KEY = re.compile("[0-9a-f]{64}")
_PASSING = (".new-", ".gone-")


def is_key(name: str) -> bool:
    """Whether a name is one that a store gives to an artifact."""
    return _KEY.fullmatch(name) is not None


class Details(NamedTuple):
    """What is known of an artifact beside its files: what it was made from, each input with a digest; and facts, as JSON tells them."""

    trace: Mapping[str, str]
    facts: Facts


@dataclass(frozen=True)
class Artifact:
    """A piece of a site: where its files lie, and the stamp of each by its path. Its details are read when they are asked for."""

    key: str
    folder: Path
    files: Mapping[str, Stamp]
    read_details: Callable[[], Details] = field(repr=False, compare=False)

    @cached_property
    def _details(self) -> Details:
        return self.read_details()

    @property
    def facts(self) -> Facts:
        """What its maker noted for those who use it."""
        return self._details.facts

    @property
    def trace(self) -> Mapping[str, str]:
        """What it was made from: a digest for each input by its name."""
        return self._details.trace


# Manifests that were read, by the folder of their artifact, with what the system told of the file then.
Manifests = dict[Path, tuple[tuple[int, int, int, int], Artifact]]


@dataclass
class ArtifactWriter:
    """An artifact that is being made: files are put into it, and facts noted."""

    folder: Path
    facts: dict[str, Any] = field(default_factory=dict)
    _put: dict[str, Stamp] = field(default_factory=dict, repr=False)

    def put(self, path: str, data: bytes) -> None:
        """Write the file that is to stand at `path` in the site. In the artifact it lies beside all others: folders cost time."""
        name = f"{_PUT}{len(self._put)}"
        with open(f"{self.folder}/{name}", "wb", buffering=0) as file:
            file.write(data)
        self._put[path] = Stamp(name, len(data), sha256(data).hexdigest())

    def stamps(self) -> dict[str, Stamp]:
        """The stamps of all files, those included that others wrote here in folders as they are in the site."""
        stamps = dict(self._put)
        for path in _walk(self.folder):
            if not path.startswith(_PUT):
                data = confined.read(self.folder, path)
                stamps[path] = Stamp(path, len(data), sha256(data).hexdigest())
        return dict(sorted(stamps.items()))


@dataclass(frozen=True)
class Sealed:
    """Artifacts that another machine made, in a folder that is left alone: the digest of each one's manifest, by its key, and of their index."""

    folder: Path
    manifests: Mapping[str, str]
    index: str


@dataclass(frozen=True)
class ArtifactStore:
    """Artifacts in a folder of their own, authenticated with `secret`; those in `others` are found too.

    `note` is told, in plain words, of artifacts that had to be thrown away. A store serves one build: what it has proven once is taken as proven. `manifests` may outlive it.
    """

    folder: Path
    secret: Secret
    note: Callable[[str], None] = lambda line: None
    others: tuple[Sealed, ...] = ()
    manifests: Manifests = field(default_factory=dict, compare=False, repr=False)
    _proven: dict[str, Artifact] = field(default_factory=dict, compare=False, repr=False)

    def has(self, key: str) -> bool:
        """Whether an artifact with this key is there, proven or not."""
        return (self.folder / key / _MANIFEST).is_file() or any(key in other.manifests for other in self.others)

    def find(self, key: str) -> Artifact | None:
        """The artifact with this key, its files proven to be as they were made; None where there is none."""
        if key not in self._proven:
            artifact = self._find_own(key) or self._find_others(key)
            if artifact is None:
                return None
            self._proven[key] = artifact
        return self._proven[key]

    def _find_own(self, key: str) -> Artifact | None:
        try:
            artifact = self._read_manifest(key, self.folder / key)
        except OSError as error:
            if not isinstance(error, confined.Refused):
                return None
            artifact = None
        if artifact is not None and self._is_as_made(artifact):
            return artifact
        self.note("a kept piece of the site is not as it was made; it is made again")
        self._remove(self.folder / key)
        return None

    def _find_others(self, key: str) -> Artifact | None:
        for other in self.others:
            if key not in other.manifests:
                continue
            try:
                data = confined.read(other.folder, f"{key}/{_MANIFEST}")
            except OSError:
                data = b""
            if sha256(data).hexdigest() == other.manifests[key]:
                artifact = _parse_manifest(key, other.folder / key, data.partition(b"\n")[2])
                if artifact and all(_has_digest(artifact.folder, stamp) for stamp in artifact.files.values()):
                    return artifact
            self.note("a piece of a shard is not as it was made; it is made again")
        return None

    def _read_manifest(self, key: str, folder: Path) -> Artifact | None:
        status = confined.find(self.folder, f"{key}/{_MANIFEST}")
        stamp = status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns
        known = self.manifests.get(folder)
        if known and known[0] == stamp:
            return known[1]
        text = self.secret.unseal(_purpose(key), confined.read(self.folder, f"{key}/{_MANIFEST}"))
        artifact = None if text is None else _parse_manifest(key, folder, text)
        if artifact:
            self.manifests[folder] = stamp, artifact
        return artifact

    @cached_property
    def _looks(self) -> dict[str, str]:
        """How the files of each artifact looked to the system when they were last known to be as they were made, by its key."""
        looks = self._read_sealed(_LOOKS)
        is_one = isinstance(looks, dict) and all(isinstance(look, str) for look in looks.values())
        return looks if is_one else {}

    def _is_as_made(self, artifact: Artifact) -> bool:
        """By what the system notes of each file, which nobody can set; where that differs, as after copying, by their digests."""
        look = _look(artifact)
        if look is not None and self._looks.get(artifact.key) == look.digest:
            return True
        return look is not None and all(_has_digest(artifact.folder, stamp) for stamp in artifact.files.values())

    def make(
        self, key_of: Callable[[], tuple[str, Mapping[str, str]]], fill: Callable[[ArtifactWriter], None]
    ) -> Artifact:
        """The artifact that `fill` fills; it is in the store, whole, once that has ended without an error.

        `key_of` tells its key and its trace, once all that it is made from is known.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(prefix=".new-", dir=self.folder))
        try:
            (beside / _FILES).mkdir()
            writer = ArtifactWriter(beside / _FILES)
            fill(writer)
            key, trace = key_of()
            stamps, details = writer.stamps(), Details(trace, writer.facts)
            lines = [_json({"key": key, "files": stamps}), *map(_json, details)]
            storage.replace(beside / _MANIFEST, self.secret.seal(_purpose(key), b"\n".join(lines)))
            beside.chmod(0o755)
            self._remove(self.folder / key)
            beside.rename(self.folder / key)
            # As it will be read, without reading it.
            artifact = self._proven[key] = Artifact(key, self.folder / key / _FILES, stamps, lambda: details)
            return artifact
        finally:
            shutil.rmtree(beside, ignore_errors=True)

    def find_or_make(self, key: str, fill: Callable[[ArtifactWriter], None]) -> Artifact:
        """The artifact of a key that tells all that it is made from."""
        return self.find(key) or self.make(lambda: (key, {}), fill)

    def read_index(self) -> list[Any]:
        """What was written last as the index, here and by the others; nothing for one that was broken."""
        indexes = [self._read_sealed(INDEX)]
        for other in self.others:
            with suppress(OSError, ValueError):
                data = confined.read(other.folder, INDEX)
                if sha256(data).hexdigest() == other.index:
                    indexes.append(json.loads(data.partition(b"\n")[2]))
        return indexes

    def write_index(self, index: object) -> None:
        """Keep an index beside the artifacts."""
        self.folder.mkdir(parents=True, exist_ok=True)
        write_sealed(self.secret, self.folder / INDEX, index)

    def write_looks(self, keys: Iterable[str]) -> None:
        """Note how the files of these artifacts look, which are as they were made. What was touched a moment ago is not noted: clocks tick in steps."""
        before = time.time_ns() - A_MOMENT
        looks = {key: _look(self._proven[key]) for key in keys if key in self._proven}
        settled = {key: look.digest for key, look in looks.items() if look is not None and look.newest < before}
        write_sealed(self.secret, self.folder / _LOOKS, settled)

    def keep_only(self, keys: Iterable[str]) -> None:
        """Remove every artifact but those with these keys, and what an interrupted build left; nothing else that lies here."""
        kept = {*keys}
        for entry in list(self.folder.iterdir()) if self.folder.is_dir() else []:
            if entry.name not in kept and (is_key(entry.name) or entry.name.startswith(_PASSING)):
                _remove_own(entry)
                self.manifests.pop(entry, None)

    def seal_all(self) -> tuple[dict[str, str], str]:
        """The digests of all manifests, by the keys of their artifacts, and that of the index: for `Sealed` on another machine."""
        manifests = {
            entry.name: _digest(self.folder, f"{entry.name}/{_MANIFEST}")
            for entry in sorted(self.folder.iterdir())
            if is_key(entry.name)
        }
        return manifests, _digest(self.folder, INDEX)

    def _read_sealed(self, name: str) -> Any:
        try:
            return unsealed(self.secret, name, confined.read(self.folder, name))
        except OSError:
            return None

    def _remove(self, folder: Path) -> None:
        if os.path.lexists(folder):
            # Renamed first: an artifact that is only half removed must not be found.
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
    return f"artifact {key}"


def write_sealed(secret: Secret, path: Path, content: object) -> None:
    """Write plain values with the code of a secret."""
    storage.replace(path, secret.seal(path.name, _json(content)))


def unsealed(secret: Secret, name: str, data: bytes) -> Any:
    """What `write_sealed` wrote into a file of this name; None where it is not as it was written."""
    text = secret.unseal(name, data)
    return None if text is None else json.loads(text)


def _parse_manifest(key: str, folder: Path, text: bytes) -> Artifact | None:
    """The artifact that a manifest describes; None for one of another key, or that names a file outside the artifact or the site."""
    head, *rest = text.split(b"\n")
    try:
        described = json.loads(head)
        files = {path: Stamp(*stamp) for path, stamp in described["files"].items()}
        is_sound = described["key"] == key and len(rest) == len(Details._fields) and all(map(_is_sound, files.items()))
    except (ValueError, TypeError, KeyError, AttributeError):
        return None
    details = partial(_parse_details, rest)
    return Artifact(key, folder / _FILES, files, details) if is_sound else None


def _parse_details(lines: Sequence[bytes]) -> Details:
    return Details(*map(json.loads, lines))


def _is_sound(file: tuple[str, Stamp]) -> bool:
    path, stamp = file
    is_typed = isinstance(stamp.name, str) and isinstance(stamp.size, int) and isinstance(stamp.digest, str)
    return is_typed and confined.is_confined(path) and confined.is_confined(stamp.name)


def _json(content: object) -> bytes:
    """On one line."""
    return json.dumps(content, ensure_ascii=False).encode()


class _Look(NamedTuple):
    """How the files of an artifact look to the system: one digest, and when the last of them was changed, in nanoseconds."""

    digest: str
    newest: int


def _look(artifact: Artifact) -> _Look | None:
    """None where a file is missing, no ordinary one, or of another size than it was made with."""
    seen = []
    newest = 0
    for stamp in artifact.files.values():
        try:
            status = os.lstat(f"{artifact.folder}/{stamp.name}")
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


def place(artifact: Artifact, target: Path) -> None:
    """Put the files of an artifact into the folder `target`: as further names of the same files where the disk allows, else copied."""
    made: set[str] = set()
    for path, stamp in artifact.files.items():
        folder = f"{target}/{path.rpartition('/')[0]}"
        if folder not in made:
            _make_folder(folder)
            made.add(folder)
        _link(f"{artifact.folder}/{stamp.name}", f"{target}/{path}")


def place_file(artifact: Artifact, path: str, target: Path) -> None:
    """Put one file of an artifact into the folder `target`."""
    _make_folder(f"{target}/{path.rpartition('/')[0]}")
    _link(f"{artifact.folder}/{artifact.files[path].name}", f"{target}/{path}")


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
