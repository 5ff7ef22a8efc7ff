"""Kept documents: what reading and checking a document found, kept by the digest of all its files.

A kept document was found cache; only its references into other documents have to be looked at again. What is kept can be
deleted at any time. A file is believed only with the code of the secret that it was kept with, names nothing but the model's own types, and
belongs to one version of the program.
"""

from __future__ import annotations

import io
import os
import pickle
import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from clausebook import confined, storage
from clausebook.languages import LANGUAGES
from clausebook.model.document import Document, Edition
from clausebook.model.stat_cache import StatCache
from clausebook.private import Secret
from clausebook.program import program_digest
from clausebook.source.files import MAX_BYTES

_ENDING = ".document"
_KEY = re.compile("[0-9a-f]{64}-[0-9a-f]{64}")


@dataclass(frozen=True)
class DocumentCache:
    """Documents in a folder of their own, remembered once they were read or kept, and authenticated with `secret`.

    `note` is told, in plain words, of files that had to be thrown away.
    """

    folder: Path
    secret: Secret
    note: Callable[[str], None] = lambda line: None
    _remembered: dict[str, Document] = field(default_factory=dict, compare=False, repr=False)

    @cached_property
    def _stamps(self) -> StatCache:
        return StatCache(self.folder / "stamps.json", self.secret)

    def key(self, root: Path, terms: str, name: str) -> str | None:
        """A key for all files of a document: its record and its texts below the folder `terms` of `root`.

        It begins with a digest of what all its texts are read with: the program and the record. None where anything is not an ordinary
        file in an ordinary folder: that has to be looked at closely each time.
        """
        read = sha256()
        folders = [f"{terms}/{language}/{name}" for language in LANGUAGES]
        paths = [f"{terms}/{name}.yml"]
        try:
            for folder in (terms, *(f"{terms}/{language}" for language in LANGUAGES), *folders):
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
        """The document that was kept under this key, as a document of the site at `root`; None where there is none."""
        if key in self._remembered:
            return _placed(self._remembered[key], root)
        try:
            data = confined.read(self.folder, f"{key}{_ENDING}")
        except confined.Refused:
            data = b""
        except OSError:
            return None
        content = self.secret.unseal(_purpose(key), data)
        if content is not None:
            found = self._remembered[key] = _placed(_Reader(io.BytesIO(content)).load(), root)
            return found
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
        """Keep a cache document of the site at `root`."""
        written = io.BytesIO()
        pickler = pickle.Pickler(written, protocol=5)
        pickler.dispatch_table = {ZoneInfo: lambda zone: (ZoneInfo, (zone.key,))}
        pickler.dump(_placed(document, None))
        _placed(document, root)
        self._remembered[key] = document
        self.folder.mkdir(parents=True, exist_ok=True)
        storage.replace(self._path(key), self.secret.seal(_purpose(key), written.getvalue()))

    def keep_only(self, keys: set[str]) -> None:
        """Remove the documents that were kept under other keys, and keep what tells these keys."""
        self._stamps.keep()
        for key in self._remembered.keys() - keys:
            del self._remembered[key]
        if self.folder.is_dir():
            for path in self.folder.glob(f"*{_ENDING}"):
                key = path.name.removesuffix(_ENDING)
                if key not in keys and _KEY.fullmatch(key):
                    path.unlink(missing_ok=True)

    def _path(self, key: str) -> Path:
        return self.folder / f"{key}{_ENDING}"


def _purpose(key: str) -> str:
    return f"document {key}"


def _placed(document: Document, root: Path | None) -> Document:
    """The same document as one of the site at `root`."""
    for edition in document.all_editions():
        edition.__dict__["root"] = root
    return document


# Everything that a document is made of, apart from the classes of the model.
_FOREIGN = {
    ("clausebook.names", "VersionNumber"),
    ("clausebook.problems", "Place"),
    ("clausebook.problems", "Problem"),
    ("clausebook.problems", "Severity"),
    ("datetime", "date"),
    ("datetime", "time"),
    ("decimal", "Decimal"),
    ("zoneinfo", "ZoneInfo"),
}
_MODEL = {f"clausebook.model.{name}" for name in ("document", "notices", "numbering", "periods", "values")}


class _Reader(pickle.Unpickler):
    """Reads the types of the model and nothing else, so that a file from elsewhere can run nothing."""

    def find_class(self, module: str, name: str) -> Any:
        if module in _MODEL and name.isidentifier():
            found = super().find_class(module, name)
            if isinstance(found, type) and found.__module__ == module:
                return found
        elif (module, name) in _FOREIGN:
            return super().find_class(module, name)
        raise pickle.UnpicklingError(f"{module}.{name} is no part of a document")
