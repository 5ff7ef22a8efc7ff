"""The cache: where a site keeps what was read and made, for the next build. It can be deleted, copied and shared at any time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from clausebook.model.kept import KeptDocuments
from clausebook.site.parts import Manifests

FOLDER = Path(".cache") / "clausebook"


@dataclass(frozen=True)
class Cache:
    """The cache in `folder`, which remembers what it read there for as long as it is held.

    `note` is told, in plain words, of what had to be thrown away.
    """

    folder: Path
    note: Callable[[str], None] = lambda line: None
    manifests: Manifests = field(default_factory=dict, compare=False, repr=False)

    @cached_property
    def documents(self) -> KeptDocuments:
        """Where checked documents are kept."""
        return KeptDocuments(self.folder / "documents", self.note)


def cache_of(root: Path, note: Callable[[str], None]) -> Cache | None:
    """The cache of the site at `root`; None, with a note, where nothing can be written."""
    folder = root / FOLDER
    try:
        folder.mkdir(parents=True, exist_ok=True)
        ignored = folder / ".gitignore"
        if not ignored.exists():
            ignored.write_text("*\n", encoding="utf-8")
    except OSError as error:
        note(f"nothing is kept for the next time: {folder}: {error.strerror}")
        return None
    return Cache(folder, note)
