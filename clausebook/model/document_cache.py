"""The cache of documents that were read and checked, each under the digest of all its files.

Nothing is wrong in a cached document; only its references into other documents have to be checked again. An entry is data: JSON that is
validated against the types of the model when it is read, so it can name no code. It is authenticated with the secret of the cache, belongs to one
version of the program, and can be deleted at any time.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from hashlib import sha256
from pathlib import Path

from pydantic import NonNegativeInt, TypeAdapter

from clausebook import confined, storage
from clausebook.model.document import Clause, Document, Edition, Snapshot
from clausebook.model.stat_cache import StatCache
from clausebook.private import Secret
from clausebook.program import program_digest
from clausebook.source.files import MAX_BYTES
from clausebook.source.site_languages import text_folders

_ENDING = ".document"
_KEY = re.compile("[0-9a-f]{64}-[0-9a-f]{64}")


@dataclass(frozen=True)
class Entry:
    """A document as it is stored: JSON has no references, so what editions share is stored once and told by its index.

    `document` has editions without clauses. `clauses` are all distinct ones without those nested in them, `nested` the indices of these for each;
    a clause comes after those nested in it. `editions` holds for each of `Document.all_editions()` the indices of its top-level clauses.
    """

    document: Document
    clauses: tuple[Clause, ...]
    nested: tuple[tuple[NonNegativeInt, ...], ...]
    editions: tuple[tuple[NonNegativeInt, ...], ...]

    @classmethod
    def decode(cls, data: bytes) -> Entry:
        """What `encode` wrote; raises ValueError for anything else."""
        return _form().validate_json(data)

    def encode(self) -> bytes:
        """As JSON."""
        return _form().dump_json(self)

    @classmethod
    def of(cls, document: Document) -> Entry:
        """The entry of a document; clauses that are one object in it will be one object again."""
        table = _ClauseTable()
        editions = tuple(table.add_all(edition.clauses) for edition in document.all_editions())
        bare = _with_editions(document, lambda edition: replace(edition, clauses=(), root=None))
        return cls(bare, tuple(table.clauses), tuple(table.nested), editions)

    def restore(self, root: Path) -> Document:
        """The document, as one of the site at `root`; raises ValueError where an index leads nowhere."""
        clauses: list[Clause] = []
        if len(self.editions) != sum(1 for _ in self.document.all_editions()):
            raise ValueError("not as many editions as the document has")
        for clause, nested in zip(self.clauses, self.nested, strict=True):
            inner = tuple([clauses[index] for index in nested])
            clauses.append(replace(clause, clauses=inner) if inner else clause)
        tops: Iterator[tuple[int, ...]] = iter(self.editions)

        def restored(edition: Edition) -> Edition:
            return replace(edition, clauses=tuple([clauses[index] for index in next(tops)]), root=root)

        return _with_editions(self.document, restored)


class _ClauseTable:
    """Distinct clauses in the order in which they are met, nested ones first."""

    def __init__(self) -> None:
        self.clauses: list[Clause] = []
        self.nested: list[tuple[int, ...]] = []
        self._index: dict[int, int] = {}

    def add_all(self, clauses: Sequence[Clause]) -> tuple[int, ...]:
        return tuple([self._add(clause) for clause in clauses])

    def _add(self, clause: Clause) -> int:
        index = self._index.get(id(clause))
        if index is None:
            nested = self.add_all(clause.clauses)
            index = self._index[id(clause)] = len(self.clauses)
            self.clauses.append(replace(clause, clauses=()) if nested else clause)
            self.nested.append(nested)
        return index


def _with_editions(document: Document, change: Callable[[Edition], Edition]) -> Document:
    """The document with each edition changed, in the order of `Document.all_editions()`."""

    def changed(editions: Mapping[str, Edition]) -> dict[str, Edition]:
        return {language: change(edition) for language, edition in editions.items()}

    versions = tuple(replace(version, editions=changed(version.editions)) for version in document.versions)
    draft: Snapshot = replace(document.draft, editions=changed(document.draft.editions))
    return replace(document, versions=versions, draft=draft)


@cache
def _form() -> TypeAdapter[Entry]:
    return TypeAdapter(Entry)


@dataclass(frozen=True)
class DocumentCache:
    """Documents in a folder of their own, remembered once they were read or kept, and authenticated with `secret`.

    `note` is told, in plain words, of files that had to be thrown away.
    """

    folder: Path
    secret: Secret
    note: Callable[[str], None] = lambda line: None
    _remembered: dict[tuple[Path, str], Document] = field(default_factory=dict, compare=False, repr=False)

    @cached_property
    def _stamps(self) -> StatCache:
        return StatCache(self.folder / "stamps.json", self.secret)

    def key(self, root: Path, terms: str, name: str) -> str | None:
        """A key for all files of a document: its record and its texts below the folder `terms` of `root`.

        It begins with a digest of what all its texts are read with: the program and the record. None where anything is not an ordinary
        file in an ordinary folder: that has to be looked at closely each time.
        """
        read = sha256()
        languages = text_folders(root)
        folders = [f"{terms}/{language}/{name}" for language in languages]
        paths = [f"{terms}/{name}.yml"]
        try:
            for folder in (terms, *(f"{terms}/{language}" for language in languages), *folders):
                if os.path.islink(root / folder):
                    return None
            for folder in folders:
                if (root / folder).is_dir():
                    listed = os.listdir(root / folder)
                    paths += sorted(f"{folder}/{each}" for each in listed if not each.startswith("."))
            for path in paths:
                digest = self._stamps.digest(root, path, MAX_BYTES)
                if digest is None:
                    return None
                read.update(f"{path}\n{digest}\n".encode())
            record = self._stamps.digest(root, paths[0], MAX_BYTES)
        except OSError:
            return None
        read_with = sha256(f"{program_digest()}\n{name}\n{record}".encode())
        return f"{read_with.hexdigest()}-{read.hexdigest()}"

    def find(self, root: Path, key: str) -> Document | None:
        """The document cached under this key, as a document of the site at `root`; None where there is none."""
        if (root, key) in self._remembered:
            return self._remembered[root, key]
        try:
            data = confined.read(self.folder, f"{key}{_ENDING}")
        except confined.Refused:
            data = b""
        except OSError:
            return None
        content = self.secret.unseal(_purpose(key), data)
        with suppress(ValueError, IndexError):  # of another form than this program writes
            if content is not None:
                document = self._remembered[root, key] = Entry.decode(content).restore(root)
                return document
        self.note("a kept document is not as it was kept; its files are read again")
        return None

    def unchanged(self, root: Path, key: str) -> dict[str, Edition]:
        """Editions of one document that was kept with the same record, by path: those whose files are as they were."""
        best: dict[str, Edition] = {}
        for path in sorted(self.folder.glob(f"{key.partition('-')[0]}-*{_ENDING}")):
            other = path.name.removesuffix(_ENDING)
            document = self.find(root, other) if _KEY.fullmatch(other) else None
            found: dict[str, Edition] = {}
            for edition in document.all_editions() if document else ():
                with suppress(OSError):
                    if edition.digest == f"sha256:{self._stamps.digest(root, edition.path, MAX_BYTES)}":
                        found[edition.path] = edition
            best = max(best, found, key=len)
        return best

    def keep(self, root: Path, key: str, document: Document) -> None:
        """Store a document of the site at `root` in which nothing is wrong; raises OSError."""
        self._remembered[root, key] = document
        self.folder.mkdir(parents=True, exist_ok=True)
        data = self.secret.seal(_purpose(key), Entry.of(document).encode())
        storage.replace(self.folder / f"{key}{_ENDING}", data)

    def keep_only(self, keys: set[str]) -> None:
        """Remove the documents that were kept under other keys, and keep what tells these keys."""
        self._stamps.keep()
        for place in [place for place in self._remembered if place[1] not in keys]:
            del self._remembered[place]
        if self.folder.is_dir():
            for path in self.folder.glob(f"*{_ENDING}"):
                key = path.name.removesuffix(_ENDING)
                if key not in keys and _KEY.fullmatch(key):
                    path.unlink(missing_ok=True)


def _purpose(key: str) -> str:
    return f"document {key}"
