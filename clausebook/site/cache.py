"""The cache: where a site keeps what was read and made, for the next build. It can be deleted, copied and shared at any time."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from clausebook.model.kept import KeptDocuments

FOLDER = Path(".cache") / "clausebook"


def cache_of(root: Path, note: Callable[[str], None]) -> Path | None:
    """The folder of the cache of the site at `root`; None, with a note, where nothing can be written."""
    folder = root / FOLDER
    try:
        folder.mkdir(parents=True, exist_ok=True)
        ignored = folder / ".gitignore"
        if not ignored.exists():
            ignored.write_text("*\n", encoding="utf-8")
    except OSError as error:
        note(f"nothing is kept for the next time: {folder}: {error.strerror}")
        return None
    return folder


def kept_documents(cache: Path | None, note: Callable[[str], None]) -> KeptDocuments | None:
    """Where checked documents are kept in a cache."""
    return KeptDocuments(cache / "documents", note) if cache else None
