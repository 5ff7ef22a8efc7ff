"""Revisions: the site as a commit has it, laid out in a folder of its own, so that everything reads it as it reads a working tree."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from clausebook import confined
from clausebook.git import FILE, RUNNABLE, Commit

_SITE = ("mkdocs.yml", "terms", "content", "templates")


@contextmanager
def checked_out(root: Path, revision: str) -> Iterator[Path]:
    """A folder that holds the site's files as they are in the commit to which `revision` leads; it is gone afterwards.

    Links and submodules are left out, as nothing of a site may be one. Raises git.Unknown where the commit is not here.
    """
    commit = Commit.find(root, revision)
    blobs = {
        path: blob
        for part in _SITE
        for path, blob in commit.files(part).items()
        if blob.mode in {FILE, RUNNABLE} and confined.is_confined(path)
    }
    contents = commit.contents(blobs.values())
    with tempfile.TemporaryDirectory(prefix="clausebook-") as name:
        folder = Path(name).resolve()
        for path, blob in blobs.items():
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(contents[blob])
        yield folder
