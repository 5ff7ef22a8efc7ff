"""Private: the folder of the user who runs Clausebook, where caches lie, and the secret that proves that this user wrote them.

What a cache holds is believed only with its message authentication code (HMAC, RFC 2104), whose key never leaves this folder or the
environment: whoever can write into a checkout, an archive of a cache or a shared folder cannot make one.
"""

from __future__ import annotations

import hmac
import os
import secrets
import stat
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from platformdirs import user_cache_path

from clausebook import confined

KEY_VARIABLE = "CLAUSEBOOK_CACHE_KEY"
_LEAST_CHARACTERS = 32  # of a key that people choose: what a secret store makes, not a word
_KEY_FILE = "key"
_KEY_BYTES = 32


class NotPrivate(OSError):
    """A folder that others could write to, or that is not what it should be."""


def user_folder() -> Path:
    """Where this user's caches lie: `~/.cache/clausebook`, or what the system has for that; nothing is made yet."""
    return user_cache_path("clausebook", appauthor=False)


def make_private(folder: Path) -> None:
    """Make a folder that its owner alone can read and write, or see that it is one; raises NotPrivate, or OSError."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with suppress(FileExistsError):
        folder.mkdir(mode=0o700)
    status = folder.lstat()
    if not stat.S_ISDIR(status.st_mode):
        raise NotPrivate(0, "this is no folder, or a link to one", str(folder))
    if hasattr(os, "geteuid") and (status.st_uid != os.geteuid() or status.st_mode & 0o077):
        raise NotPrivate(0, "others than you can read or write this folder (chmod 700)", str(folder))


@dataclass(frozen=True, slots=True)
class Secret:
    """A key that authenticates what was written with it."""

    key: bytes = field(repr=False)

    @classmethod
    def passing(cls) -> Secret:
        """One that is forgotten with the process: for what nobody else is to believe."""
        return cls(secrets.token_bytes(_KEY_BYTES))

    def code(self, purpose: str, data: bytes = b"") -> str:
        """The authentication code, in hex, of data for a purpose: what was written as one thing is not read as another."""
        return hmac.new(self.key, purpose.encode() + b"\0" + data, sha256).hexdigest()

    def seal(self, purpose: str, data: bytes) -> bytes:
        """Data after their authentication code."""
        return self.code(purpose, data).encode() + b"\n" + data

    def unseal(self, purpose: str, sealed: bytes) -> bytes | None:
        """What was sealed; None where it is not as it was, or was sealed with another key or for another purpose."""
        code, _, data = sealed.partition(b"\n")
        return data if hmac.compare_digest(code, self.code(purpose, data).encode()) else None


def cache_secret() -> Secret:
    """The secret of `CLAUSEBOOK_CACHE_KEY` where it is set, else that of this user, made when it is first asked for.

    Raises NotPrivate for one that others could know, OSError where none can be kept.
    """
    chosen = os.environ.get(KEY_VARIABLE)
    if chosen is not None:
        if len(chosen) < _LEAST_CHARACTERS:
            raise NotPrivate(0, f"a key has at least {_LEAST_CHARACTERS} characters", KEY_VARIABLE)
        return Secret(sha256(chosen.encode()).digest())
    folder = user_folder()
    make_private(folder)
    try:
        # Linked into its place when it is whole: of two processes that make one, both then read the same.
        beside = folder / f".new-{os.getpid()}-{_KEY_FILE}"
        if not (folder / _KEY_FILE).exists():
            descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(descriptor, "wb") as file:
                file.write(secrets.token_bytes(_KEY_BYTES))
            os.link(beside, folder / _KEY_FILE)
    except FileExistsError:
        pass
    finally:
        beside.unlink(missing_ok=True)
    key = confined.read(folder, _KEY_FILE, _KEY_BYTES)
    status = (folder / _KEY_FILE).lstat()
    if len(key) != _KEY_BYTES or (hasattr(os, "geteuid") and (status.st_uid != os.geteuid() or status.st_mode & 0o077)):
        raise NotPrivate(0, "this is no key of yours alone (remove it, and a new one is made)", str(folder / _KEY_FILE))
    return Secret(key)
