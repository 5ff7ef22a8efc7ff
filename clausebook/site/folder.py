"""The folder of the site: built beside the old one, then swapped in, so that readers see the old or the new.

What is removed is only what this program wrote: a site lists its files in itself, and where anything else lies among them nothing is
touched. What is on its way lies in a folder of its own with a marker.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from clausebook import confined, storage
from clausebook.problems import Place, Problem, ProblemsFound

# Tells GitHub Pages to publish the files as they are.
MARKER = ".nojekyll"
# Lists all files of a site, so that it is known what may be replaced.
LIST = ".clausebook-files"
_LIST_HEAD = "Clausebook wrote these files, and replaces them with its next build:"
# Marks a folder of files on their way.
_ON_ITS_WAY = ".clausebook-passing"
# What systems drop into any folder that somebody looks at.
_DROPPED = {".DS_Store", "Thumbs.db", "desktop.ini"}
_MOST_STRAYS_TOLD = 10


@contextmanager
def beside(target: Path, note: Callable[[str], None]) -> Iterator[Path]:
    """A new folder on the same disk as `target`, in one that is gone at the end with all that is in it then.

    `note` is told of what an earlier build left. Raises ProblemsFound where `target` cannot be replaced by a site, storage.Busy while another build is at work.
    """
    try:
        _check_replaceable(target)
        target.parent.mkdir(parents=True, exist_ok=True)
        _clear_leftovers(target, note)
        passing = _passing_folder(target, "new")
    except storage.Busy:
        raise
    except OSError as error:
        raise ProblemsFound([_unwritable(target, error)]) from error
    try:
        with storage.locked(passing):
            building = passing / target.name
            building.mkdir()
            building.chmod(0o755)
            yield building
    finally:
        with suppress(OSError):
            _remove_passing(passing)


def _check_replaceable(target: Path) -> None:
    if target.is_symlink() or (target.exists() and not target.is_dir()):
        raise ProblemsFound([_problem(target, "no folder stands here, or a link to one", "remove it, or")])
    if confined.mounts_in(target):
        raise ProblemsFound(
            [_problem(target, "a file system is mounted here, and cannot be replaced", "unmount it, or")]
        )
    if target.is_dir() and any(target.iterdir()) and not confined.is_file(target, LIST):
        message = "the folder holds files that are not a site built by Clausebook; they would be lost"
        raise ProblemsFound([_problem(target, message, "move them away, or")])


def _problem(target: Path, message: str, advice: str) -> Problem:
    return Problem(Place(str(target)), "site-folder", message, f"{advice} choose another folder with --site-dir")


def _unwritable(target: Path, error: OSError) -> Problem:
    advice = "choose another folder with --site-dir"
    return Problem(Place(str(target)), "site-folder", f"the site cannot be written here: {error.strerror}", advice)


def check_own(target: Path) -> None:
    """Raises ProblemsFound where something lies in the site at `target` that its list does not name: it would be lost."""
    strays = list(_strays(target)) if target.is_dir() else []
    if strays:
        message = "Clausebook did not write this, and would remove it with the old site"
        advice = "move it away: what belongs to the site lies in content/"
        problems = [
            Problem(Place(str(target / path)), "site-folder", message, advice) for path in strays[:_MOST_STRAYS_TOLD]
        ]
        raise ProblemsFound(problems)


def _strays(target: Path) -> Iterator[str]:
    listed = (
        {*confined.read(target, LIST).decode("utf-8", "replace").split("\n")[1:]} if any(target.iterdir()) else set()
    )
    folders = {path[:end] for path in listed for end, letter in enumerate(path) if letter == "/"}

    def look(folder: str) -> Iterator[str]:
        with os.scandir(f"{target}/{folder}") as entries:
            for entry in sorted(entries, key=lambda entry: entry.name):
                path = f"{folder}{entry.name}"
                if entry.is_dir(follow_symlinks=False):
                    if path in folders:
                        yield from look(f"{path}/")
                    else:
                        yield path
                elif not entry.is_file(follow_symlinks=False) or (path not in listed and entry.name not in _DROPPED):
                    yield path

    yield from look("")


def list_of(paths: Iterable[str]) -> str:
    """The text of the list of a site with these files, which is itself one of them."""
    return "\n".join([_LIST_HEAD, *sorted({*paths, LIST}), ""])


def _passing_folder(target: Path, state: str) -> Path:
    folder = Path(tempfile.mkdtemp(prefix=f".{target.name}-{state}-", dir=target.parent))
    (folder / _ON_ITS_WAY).touch()
    return folder


def _clear_leftovers(target: Path, note: Callable[[str], None]) -> None:
    """Remove what a build that was killed left beside `target`; raises storage.Busy when another build is at work there."""
    for leftover in _leftovers(target, "new"):
        with storage.locked(leftover) as taken_over:
            for line in taken_over or ["an earlier build ended before it was done; what it left is removed"]:
                note(line)
            _remove_passing(leftover)
    for leftover in _leftovers(target, "old"):
        # Only where two folders cannot change places in one step can a kill fall between the two renames.
        if not target.exists() and confined.is_folder(leftover / target.name):
            (leftover / target.name).rename(target)
        _remove_passing(leftover)


def _leftovers(target: Path, state: str) -> list[Path]:
    found = sorted(target.parent.glob(f".{target.name}-{state}-*"))
    folders = [path for path in found if confined.is_folder(path)]
    return [path for path in folders if confined.is_file(path, _ON_ITS_WAY) or not any(path.iterdir())]


def _remove_passing(folder: Path) -> None:
    """Remove a folder of files on their way, its marker last: what an error or a kill leaves of it is known as ours by the next build."""
    for entry in list(folder.iterdir()):
        if entry.name != _ON_ITS_WAY:
            confined.remove_tree(entry)
    if all(entry.name == _ON_ITS_WAY for entry in folder.iterdir()):
        (folder / _ON_ITS_WAY).unlink(missing_ok=True)
        folder.rmdir()


def swap(building: Path, target: Path) -> None:
    """Put the new site, safe on the disk, in the place of the old one."""
    storage.sync_disk(building)
    if not target.exists():
        building.rename(target)
    elif not storage.exchange(building, target):
        old = _passing_folder(target, "old")
        target.rename(old / target.name)
        building.rename(target)
        _remove_passing(old)
    storage.sync_folder(target.parent)
