"""A cache of the digests of files by their `stat`, as git's index has it: what nobody has written to is not read again.

A stamp is what the system itself notes of a file: its size and place, and when its content and its state changed last. The last of
these nobody can set, so what has the same stamp has the same bytes. What was touched a moment ago gets none, as the clock of a disk ticks in steps.
"""

from __future__ import annotations

import json
import os
import stat
import time
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from clausebook import confined, storage
from clausebook.private import Secret

A_MOMENT = 2_000_000_000  # nanoseconds; some disks note times in steps of two seconds
_PURPOSE = "stamps of files"
# Size, place, times; then the digest.
_Stamp = list[int | str]


@dataclass
class StatCache:
    """The stamps and digests of files, kept in the file `path` with the code of `secret`; without it they count for nothing."""

    path: Path
    secret: Secret
    _known: dict[str, _Stamp] = field(default_factory=dict, repr=False)
    _used: dict[str, _Stamp] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        with suppress(OSError):
            told = self.secret.unseal(_PURPOSE, confined.read(self.path.parent, self.path.name))
            known = json.loads(told or b"{}")
            if isinstance(known, dict) and all(isinstance(stamp, list) and stamp for stamp in known.values()):
                self._known = known

    def digest(self, root: Path, path: str, most: int) -> str | None:
        """The SHA-256 of the file `path` below `root`, in hex; None for what is no ordinary file or has more than `most` bytes.

        Raises OSError for what cannot be read.
        """
        full = f"{root}/{path}"
        status = os.lstat(full)
        if not stat.S_ISREG(status.st_mode) or status.st_size > most:
            return None
        stamp = [status.st_size, status.st_ino, status.st_mtime_ns, status.st_ctime_ns]
        known = self._known.get(path)
        if known is None or known[:-1] != stamp:
            known = [*stamp, sha256(confined.read(root, path, most)).hexdigest()]
        if time.time_ns() - max(status.st_mtime_ns, status.st_ctime_ns) > A_MOMENT:
            self._used[path] = known
        return str(known[-1])

    def keep(self) -> None:
        """Keep the stamps of all files that were asked for; raises OSError."""
        if self._used != self._known:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            storage.replace(self.path, self.secret.seal(_PURPOSE, json.dumps(self._used).encode()))
            self._known = self._used
