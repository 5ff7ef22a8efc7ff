"""Storage: files written so that a crash at any moment leaves the old or the new state, never half of one.

Written beside, flushed to the disk, then renamed: a rename within a folder is one step (POSIX rename(2)).
"""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

from clausebook import holders

try:
    import fcntl
except ImportError:  # a system without these locks: nothing keeps two commands apart there
    fcntl = None  # type: ignore[assignment]

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2


class Busy(OSError):
    """Another command is writing in the same folder."""


def staged(path: Path) -> Path:
    """Where the new contents of `path` wait: hidden, so that nothing reads them yet."""
    return path.with_name(f".{path.name}.new")


def stage(path: Path, data: bytes) -> Path:
    """Write `data` beside `path`, safely on the disk, without touching `path` itself."""
    beside = staged(path)
    descriptor = _create(beside)
    try:
        with os.fdopen(descriptor, "wb", closefd=False) as file:
            file.write(data)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    sync_folder(path.parent)
    return beside


def commit(path: Path) -> None:
    """Put what was staged for `path` in its place, in one step."""
    staged(path).replace(path)
    sync_folder(path.parent)


def seal(data: bytes) -> bytes:
    """Data after their digest, so that damage shows."""
    return sha256(data).hexdigest().encode() + b"\n" + data


def unseal(sealed: bytes) -> bytes | None:
    """What was sealed; None where it is not as it was."""
    digest, _, data = sealed.partition(b"\n")
    return data if digest == sha256(data).hexdigest().encode() else None


def replace(path: Path, data: bytes) -> None:
    """Put `data` in the place of a file, whole, without waiting for the disk: for what can be made again."""
    beside = path.with_name(f".new-{os.getpid()}-{path.name}")
    with os.fdopen(_create(beside), "wb") as file:
        file.write(data)
    beside.replace(path)


def _create(path: Path) -> int:
    """A descriptor of a new file in the place of what was left there, which is not written through, wherever it may lead."""
    path.unlink(missing_ok=True)
    return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o644)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder safe on the disk, where the system can."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_disk(folder: Path) -> None:
    """Make all that was written on the disk of `folder` safe there: one call for any number of files, and no other disk's."""
    syncfs = getattr(ctypes.CDLL(None, use_errno=True), "syncfs", None) if sys.platform.startswith("linux") else None
    if syncfs is None:
        if hasattr(os, "sync"):
            os.sync()
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        if syncfs(descriptor):
            error = ctypes.get_errno()
            raise OSError(error, os.strerror(error), str(folder))
    finally:
        os.close(descriptor)


@contextmanager
def locked(folder: Path) -> Iterator[list[str]]:
    """Keep other commands from writing in `folder`; raises Busy, which names the holder, when one is.

    The system gives the lock back when its holder ends, however it ends (flock(2)). Who holds it is noted in this user's own folder, so one
    that ended before it was done is noticed: what there is to say of that is given.
    """
    if fcntl is None:
        yield []
        return
    descriptor = os.open(folder, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0))
    note = holders.note_of(folder)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = holders.told(note)
            raise Busy(0, f"another command is writing here{holder}; wait until it is done", str(folder)) from None
        _held.add(descriptor)
        taken_over = holders.told_of_the_dead(note)
        holders.write(note)
        try:
            yield taken_over
        finally:
            note.unlink(missing_ok=True)
    finally:
        _held.discard(descriptor)
        os.close(descriptor)


# The locks of this process. Its copies have the descriptors too, and with any of them open a lock is not given back.
_held: set[int] = set()


def drop_inherited_locks() -> None:
    """In a copy of a process: leave its locks to it alone."""
    for descriptor in _held:
        os.close(descriptor)
    _held.clear()


def exchange(first: Path, second: Path) -> bool:
    """Let two existing folders change places in one step; False where the system cannot (then nothing happened)."""
    if not sys.platform.startswith("linux"):
        return False
    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if rename is None:
        return False
    return bool(rename(_AT_FDCWD, os.fsencode(first), _AT_FDCWD, os.fsencode(second), _RENAME_EXCHANGE) == 0)
