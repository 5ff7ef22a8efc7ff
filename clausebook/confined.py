"""Confined: files below a folder, reached by no symbolic link and no `..`, and never anything but ordinary files.

Each step from the folder down is opened by itself and follows no link (openat(2) with O_NOFOLLOW), so nothing that is put in the way while
a file is opened leads elsewhere; and nothing is read before it is known to be an ordinary file, so no pipe and no device is waited for.
"""

from __future__ import annotations

import errno
import os
import re
import shutil
import stat
import sys
from collections.abc import Iterator
from enum import Enum
from pathlib import Path

_STEPWISE = os.open in os.supports_dir_fd and hasattr(os, "O_NOFOLLOW")
# Without waiting, for a pipe without a writer is only known to be one once it is open.
_READ = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
_FOLDER = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_DIRECTORY", 0)
# A step that could lead elsewhere on some system: Windows has drives, streams and a second separator.
_FORBIDDEN = re.compile(r'[\x00-\x1f\\:*?"<>|]')


class Kind(Enum):
    """Why something is not opened, in words."""

    LINK = "a symbolic link stands here"
    FOLDER = "a folder stands where a file is expected"
    SPECIAL = "this is no ordinary file"
    OUTSIDE = "this leads out of the folder"
    SIZE = "the file is too large"


class Refused(OSError):
    """What stands at a path is not opened; `kind` says why, `filename` where."""

    def __init__(self, kind: Kind, path: str) -> None:
        super().__init__(errno.EPERM, kind.value, path)
        self.kind = kind


def is_confined(path: str) -> bool:
    """Whether a path with forward slashes, from wherever, stays below the folder that it is joined to, on every system."""
    return not _FORBIDDEN.search(path) and all(step not in ("", ".", "..") for step in path.split("/"))


def read(root: Path, path: str, most: int | None = None) -> bytes:
    """The bytes of the ordinary file `path` below `root`, at most `most`; raises Refused for anything else, else OSError."""
    descriptor = open_file(root, path)
    with os.fdopen(descriptor, "rb") as file:
        if most is None:
            return file.read()
        data = file.read(most + 1)
    if len(data) > most:
        raise Refused(Kind.SIZE, path)
    return data


def open_file(root: Path, path: str) -> int:
    """A descriptor of the ordinary file `path` below `root`, for reading; raises Refused for anything else, else OSError."""
    try:
        descriptor = _open_stepwise(root, path) if _STEPWISE else _open_looked_at(root, path)
    except OSError:
        find(root, path)  # says it better where it was a link, or something that cannot be opened
        raise
    mode = os.fstat(descriptor).st_mode
    if not stat.S_ISREG(mode):
        os.close(descriptor)
        raise Refused(Kind.FOLDER if stat.S_ISDIR(mode) else Kind.SPECIAL, path)
    return descriptor


def find(root: Path, path: str) -> os.stat_result:
    """The status of what stands at `path` below `root`, a file or a folder, and nothing is opened.

    Raises Refused where a step is a link or leads out, or the end is neither; OSError where there is nothing.
    """
    status = None
    step = str(root)
    for part in path.split("/"):
        if part in ("", ".", ".."):
            raise Refused(Kind.OUTSIDE, path)
        step = f"{step}{os.sep}{part}"
        status = os.lstat(step)
        if _is_link(status):
            raise Refused(Kind.LINK, os.path.relpath(step, root).replace(os.sep, "/"))
    if status is None or not (stat.S_ISREG(status.st_mode) or stat.S_ISDIR(status.st_mode)):
        raise Refused(Kind.SPECIAL, path)
    return status


def is_file(root: Path, path: str) -> bool:
    """Whether an ordinary file stands at `path` below `root`."""
    try:
        return stat.S_ISREG(find(root, path).st_mode)
    except OSError:
        return False


def is_folder(folder: Path) -> bool:
    """Whether a folder, and no link to one, stands at a path."""
    try:
        return stat.S_ISDIR(os.lstat(folder).st_mode)
    except OSError:
        return False


def walk(root: Path, path: str) -> Iterator[tuple[str, Kind | None]]:
    """Everything but folders below the folder `path` of `root`, by their paths, in order; with the reason why it is not to be opened.

    So for `path` itself where that is no folder. Nothing where it does not exist; raises OSError for a folder that cannot be listed.
    """
    full = f"{root}/{path}"
    try:
        status = os.lstat(full)
    except FileNotFoundError:
        return
    if _is_link(status):
        yield path, Kind.LINK
    elif stat.S_ISDIR(status.st_mode):
        for name in sorted(os.listdir(full)):
            yield from walk(root, f"{path}/{name}")
    else:
        yield path, None if stat.S_ISREG(status.st_mode) else Kind.SPECIAL


def remove_tree(folder: Path) -> None:
    """Remove a folder with everything in it, as far as the system lets it; of a link, and of a file, only that. Raises OSError, nothing done, where a file system is mounted in it."""
    if not is_folder(folder):
        folder.unlink()
        return
    mounted = mounts_in(folder)
    if mounted:
        raise OSError(errno.EBUSY, "a file system is mounted here; nothing in it is removed", str(mounted[0]))
    shutil.rmtree(folder, ignore_errors=True)  # which follows no link


def mounts_in(folder: Path) -> list[Path]:
    """Where file systems are mounted at a folder or below it, those included that are bound there from the same disk."""
    if not sys.platform.startswith("linux"):
        return [folder] if folder.exists() and os.path.ismount(folder) else []
    whole = os.path.realpath(folder)
    below = f"{whole.rstrip(os.sep)}/"
    found = []
    with open("/proc/self/mountinfo", "rb") as file:
        for line in file:
            point = os.fsdecode(re.sub(rb"\\([0-7]{3})", lambda code: bytes([int(code[1], 8)]), line.split()[4]))
            if point == whole or point.startswith(below):
                found.append(Path(point))
    return sorted(found)


def _is_link(status: os.stat_result) -> bool:
    """Links, and on Windows what else stands for a place elsewhere (junctions are reparse points)."""
    return stat.S_ISLNK(status.st_mode) or bool(getattr(status, "st_reparse_tag", 0))


def _open_stepwise(root: Path, path: str) -> int:
    *folders, name = path.split("/")
    if not all(part not in ("", ".", "..") for part in (*folders, name)):
        raise Refused(Kind.OUTSIDE, path)
    here = os.open(root, os.O_RDONLY)
    try:
        for part in folders:
            below = os.open(part, _FOLDER, dir_fd=here)
            os.close(here)
            here = below
        return os.open(name, _READ, dir_fd=here)
    finally:
        os.close(here)


def _open_looked_at(root: Path, path: str) -> int:
    """Where the system cannot open step by step: each is looked at first."""
    find(root, path)
    return os.open(root / path, _READ)
