"""Records: the published files of the book are ordinary files, and each is sealed.

That files, chain and prints fit their seals is part of reading the book (`model.seals`); problems with it are found there.
"""

from __future__ import annotations

import stat
from dataclasses import dataclass
from pathlib import Path

from clausebook.model.document import Book
from clausebook.model.reading import TERMS
from clausebook.problems import Place, Problems


@dataclass(frozen=True, slots=True)
class Count:
    """How much was verified."""

    documents: int
    versions: int
    files: int


def verify_book(root: Path, book: Book, problems: Problems) -> Count:
    """not-sealed, file-mode: each version is sealed, and records and published texts are ordinary files that nothing runs."""
    files = 0
    for document in book.documents.values():
        record = f"{TERMS}/{document.id}.yml"
        _check_mode(root, record, problems)
        for version in document.versions:
            if not version.chain:
                problems.add(
                    Place(record),
                    "not-sealed",
                    f"version {version.name} has no seal: nothing proves that it is as it was published",
                    "the next “clausebook release” or “clausebook withdraw” of this document seals it as it is now",
                )
            for edition in version.editions.values():
                files += 1
                _check_mode(root, edition.path, problems)
    versions = sum(len(document.versions) for document in book.documents.values())
    return Count(len(book.documents), versions, files)


def _check_mode(root: Path, path: str, problems: Problems) -> None:
    mode = (root / path).lstat().st_mode
    if not stat.S_ISREG(mode) or mode & 0o111:
        problems.add(
            Place(path),
            "file-mode",
            "what was published is an ordinary file that cannot be run",
            "chmod 644, or put the file in the place of the link",
        )
