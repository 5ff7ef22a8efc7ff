"""The folder of the site: built beside the old one, then swapped in, so that readers see the old or the new."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from clausebook import storage
from clausebook.problems import Place, Problem, ProblemsFound

# Tells GitHub Pages to publish the files as they are, and us that a folder is a site that may be replaced.
MARKER = ".nojekyll"


@contextmanager
def beside(target: Path) -> Iterator[Path]:
    """A new folder on the same disk as `target`; removed at the end if it is still there."""
    try:
        if target.is_dir() and any(target.iterdir()) and not (target / MARKER).exists():
            message = "the folder holds files that are not a site built by Clausebook; they would be lost"
            raise ProblemsFound([Problem(Place(str(target)), "site-folder", message, "choose another with --site-dir")])
        target.parent.mkdir(parents=True, exist_ok=True)
        _clear_leftovers(target)
        building = Path(tempfile.mkdtemp(prefix=f".{target.name}-new-", dir=target.parent))
    except storage.Busy:
        raise
    except OSError as error:
        advice = "choose another folder with --site-dir"
        message = f"the site cannot be written here: {error.strerror}"
        raise ProblemsFound([Problem(Place(str(target)), "site-folder", message, advice)]) from error
    building.chmod(0o755)
    try:
        with storage.locked(building):
            yield building
    finally:
        shutil.rmtree(building, ignore_errors=True)


def _clear_leftovers(target: Path) -> None:
    """Remove what a build that was killed left beside `target`; raises storage.Busy when another build is at work there."""
    for leftover in sorted(target.parent.glob(f".{target.name}-new-*")):
        with storage.locked(leftover):
            shutil.rmtree(leftover, ignore_errors=True)
    for leftover in sorted(target.parent.glob(f".{target.name}-old-*")):
        # Only where two folders cannot change places in one step can a kill fall between the two renames.
        if not target.exists() and (leftover / target.name).is_dir():
            (leftover / target.name).rename(target)
        shutil.rmtree(leftover, ignore_errors=True)


def swap(building: Path, target: Path) -> None:
    """Put the new site, safe on the disk, in the place of the old one."""
    storage.sync_disk(building)
    if not target.exists():
        building.rename(target)
    elif not storage.exchange(building, target):
        old = Path(tempfile.mkdtemp(prefix=f".{target.name}-old-", dir=target.parent))
        target.rename(old / target.name)
        building.rename(target)
        shutil.rmtree(old)
    storage.sync_folder(target.parent)
