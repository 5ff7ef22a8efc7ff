"""Holders: who holds a lock, noted in the user's own folder, so that the next command can say whom it waits for or whom it follows."""

from __future__ import annotations

import json
import os
import socket
import sys
from contextlib import suppress
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from textwrap import shorten

from clausebook import confined, private

_MOST_BYTES = 4096
_MOST_CHARACTERS = 100


@dataclass(frozen=True, slots=True)
class Holder:
    """A process, known again by when it began: numbers are given out again."""

    host: str
    process: int
    began: str
    command: str

    @classmethod
    def of_this_process(cls) -> Holder:
        command = shorten(" ".join(["clausebook", *sys.argv[1:]]), _MOST_CHARACTERS, placeholder=" …")
        return cls(socket.gethostname(), os.getpid(), _began(os.getpid()), command)

    def is_alive(self) -> bool:
        """Whether it runs, as far as can be told from here: one on another machine is taken to run."""
        if self.host != socket.gethostname():
            return True
        return _began(self.process) == self.began

    def __str__(self) -> str:
        return f"“{self.command}” (process {self.process} on {self.host})"


def note_of(folder: Path) -> Path:
    """Where the holder of a folder's lock is noted."""
    name = sha256(os.fsencode(os.path.realpath(folder))).hexdigest()[:32]
    return private.user_folder() / "locks" / f"{name}.json"


def write(note: Path) -> None:
    """Note this process; a lock holds without, too, where the user has no folder to write to."""
    with suppress(OSError):
        private.make_private(private.user_folder())
        private.make_private(note.parent)
        beside = note.with_name(f".new-{os.getpid()}-{note.name}")
        beside.write_text(json.dumps(asdict(Holder.of_this_process())), encoding="utf-8")
        beside.replace(note)


def told(note: Path) -> str:
    """The holder in words after a colon; nothing where none is known."""
    holder = _read(note)
    return f": {holder}" if holder and holder.is_alive() else ""


def told_of_the_dead(note: Path) -> list[str]:
    """A sentence for a holder that ended without giving back its lock; none where that was given back."""
    holder = _read(note)
    return [f"{holder} ended before it was done; its lock is taken over"] if holder and not holder.is_alive() else []


def _read(note: Path) -> Holder | None:
    try:
        found = json.loads(confined.read(note.parent, note.name, _MOST_BYTES))
        holder = Holder(**found)
    except (OSError, ValueError, TypeError):
        return None
    texts = (holder.host, holder.began, holder.command)
    is_sound = isinstance(holder.process, int) and all(isinstance(each, str) and each.isprintable() for each in texts)
    return holder if is_sound else None


def _began(process: int) -> str:
    """When a process began, as the system counts; empty where it is gone or the system does not tell."""
    try:
        # The name in brackets may hold anything; the start is the 20th field after it (proc(5)).
        fields = Path(f"/proc/{process}/stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
    except OSError:
        return _running_elsewhere(process)
    return "" if fields[0] == "Z" else fields[19]


def _running_elsewhere(process: int) -> str:
    """On a system without /proc: whether there is such a process, which is all that can be asked."""
    if sys.platform.startswith("linux") or os.name != "posix":
        return ""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return ""
    except PermissionError:
        pass
    return "running"
