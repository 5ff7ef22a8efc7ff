"""The cache: where a site keeps what was read and made, for the next build. It is a hint: it can be deleted at any time, and is believed only
with the code of a secret that only those who may write it know.

It lies outside the checkout, in the user's own cache folder under a name for the site's path, or in a folder that the user names; its
owner alone can read and write it.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from clausebook import confined, private, storage
from clausebook.model.document_cache import DocumentCache
from clausebook.private import NotPrivate, Secret
from clausebook.site.artifacts import Manifests

_MARKER = "cache"
_PURPOSE = "cache of a site"
_FOLDERS = ("documents", "artifacts", "spare", "preview")


@dataclass(frozen=True)
class Cache:
    """The cache in `folder`, authenticated with `secret`, which remembers what it read there for as long as it is held.

    `note` is told, in plain words, of what had to be thrown away; the same only once.
    """

    folder: Path
    secret: Secret
    note: Callable[[str], None] = lambda line: None
    manifests: Manifests = field(default_factory=dict, compare=False, repr=False)

    @cached_property
    def documents(self) -> DocumentCache:
        """Where checked documents are kept."""
        return DocumentCache(self.folder / "documents", self.secret, self.note)


def open_cache(root: Path, note: Callable[[str], None], chosen: Path | None = None) -> Cache | None:
    """The cache of the site at `root`, in the folder `chosen` or the user's own; None, with a note, where none can be used.

    That is so where others could have written it, where it was written with another secret, and where nothing can be written.
    """
    try:
        secret = private.cache_secret()
        folder = chosen or private.user_folder() / "sites" / secret.code("site", os.fsencode(root))[:32]
        if chosen is None:
            private.make_private(private.user_folder())
            private.make_private(folder.parent)
        private.make_private(folder)
        _check(folder, secret)
    except OSError as error:
        note(f"nothing is taken from a cache, nor kept for the next time: {error.filename}: {error.strerror}")
        return None
    return Cache(folder, secret, once(note))


def _check(folder: Path, secret: Secret) -> None:
    """Raises NotPrivate where a folder is not the cache that was made here with this secret."""
    if any(point != folder.resolve() for point in confined.mounts_in(folder)):
        raise NotPrivate(0, "a file system is mounted in it", str(folder))
    for name in _FOLDERS:
        if os.path.lexists(folder / name) and not confined.is_folder(folder / name):
            raise NotPrivate(0, "a link or a file stands where a folder is expected", str(folder / name))
    if not any(folder.iterdir()):
        storage.replace(folder / _MARKER, secret.seal(_PURPOSE, b""))
        (folder / ".gitignore").write_text("*\n", encoding="utf-8")
    elif not confined.is_file(folder, _MARKER) or secret.unseal(_PURPOSE, confined.read(folder, _MARKER)) is None:
        raise NotPrivate(0, "this was not written with the key of this machine or workflow", str(folder))


def once(note: Callable[[str], None]) -> Callable[[str], None]:
    """Tells each line only the first time."""
    told: set[str] = set()

    def tell(line: str) -> None:
        if line not in told:
            told.add(line)
            note(line)

    return tell
