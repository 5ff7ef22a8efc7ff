"""Spoilt caches: everything that may happen to a folder that others can write to, drawn from a seed."""

from __future__ import annotations

import hashlib
import hmac
import os
import random
import shutil
from collections.abc import Callable
from pathlib import Path

Spoil = Callable[[Path, random.Random], str]

# What an attacker would like to see published, or run.
MARK = b"POISONED"
PICKLE = b"cos\nsystem\n(S'touch POISONED'\ntR."


def files_in(cache: Path) -> list[Path]:
    return sorted(
        path for path in cache.rglob("*") if path.is_file() and not path.is_symlink() and path.name != ".gitignore"
    )


def keeping_times(path: Path, data: bytes) -> None:
    """Write into a file so that only its change of state tells, which nobody can set."""
    status = path.stat()
    with path.open("r+b") as file:
        file.write(data)
        file.truncate()
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))


def poisoned(data: bytes, chance: random.Random) -> bytes:
    """The same number of bytes, with the mark somewhere in the text of a page or between other things."""
    if len(data) < len(MARK):
        return data[::-1] or b"x"
    at = chance.randrange(len(data) - len(MARK) + 1)
    return data[:at] + MARK + data[at + len(MARK) :]


def forged(data: bytes, chance: random.Random) -> bytes:
    """The content changed, and sealed as well as somebody can who knows all but the secret."""
    body = poisoned(data.partition(b"\n")[2], chance)
    for key in (b"", b"clausebook", b"secret"):
        if chance.random() < 0.3:
            return hmac.new(key, body, hashlib.sha256).hexdigest().encode() + b"\n" + body
    return hashlib.sha256(body).hexdigest().encode() + b"\n" + body


def change_bytes(cache: Path, chance: random.Random) -> str:
    path = chance.choice(files_in(cache))
    keeping_times(path, poisoned(path.read_bytes(), chance))
    return f"bytes of {path.name}"


def flip_a_bit(cache: Path, chance: random.Random) -> str:
    path = chance.choice(files_in(cache))
    data = bytearray(path.read_bytes() or b"\0")
    data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    keeping_times(path, bytes(data))
    return f"bit of {path.name}"


def cut(cache: Path, chance: random.Random) -> str:
    path = chance.choice(files_in(cache))
    os.truncate(path, chance.randrange(path.stat().st_size + 1))
    return f"length of {path.name}"


def forge(cache: Path, chance: random.Random) -> str:
    sealed = [path for path in files_in(cache) if path.suffix in {".json", ".document"} or path.name == "cache"]
    path = chance.choice(sealed)
    keeping_times(path, forged(path.read_bytes(), chance))
    return f"seal of {path.name}"


def load_a_pickle(cache: Path, chance: random.Random) -> str:
    path = chance.choice([path for path in files_in(cache) if path.suffix == ".document"] or files_in(cache))
    path.write_bytes(hashlib.sha256(PICKLE).hexdigest().encode() + b"\n" + PICKLE)
    return f"pickle in {path.name}"


def swap_files(cache: Path, chance: random.Random) -> str:
    first, second = chance.sample(files_in(cache), 2)
    one, two = first.read_bytes(), second.read_bytes()
    keeping_times(first, two)
    keeping_times(second, one)
    return f"{first.name} and {second.name} swapped"


def swap_folders(cache: Path, chance: random.Random) -> str:
    first, second = chance.sample(sorted(path for path in (cache / "artifacts").iterdir() if path.is_dir()), 2)
    first.rename(cache / "aside")
    second.rename(first)
    (cache / "aside").rename(second)
    return "two artifacts swapped"


def copy_a_part(cache: Path, chance: random.Random) -> str:
    """One part in the place of another, whole and with its own seal."""
    first, second = chance.sample(sorted(path for path in (cache / "artifacts").iterdir() if path.is_dir()), 2)
    shutil.rmtree(second)
    shutil.copytree(first, second)
    return "one part for another"


def link(cache: Path, chance: random.Random) -> str:
    """A file or folder of the cache becomes a link to something of the same kind outside."""
    path = chance.choice(sorted(path for path in cache.rglob("*") if not path.is_symlink()))
    outside = cache.parent / "outside"
    outside.mkdir(exist_ok=True)
    target = outside / ("folder" if path.is_dir() else "file")
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink()
    if not target.exists():
        if target.name == "folder":
            target.mkdir()
        (target / "precious.txt" if target.name == "folder" else target).write_bytes(MARK)
    path.symlink_to(target)
    return f"link at {path.name}"


def put_a_pipe(cache: Path, chance: random.Random) -> str:
    path = chance.choice(files_in(cache))
    path.unlink()
    os.mkfifo(path)
    return f"pipe at {path.name}"


def put_a_folder(cache: Path, chance: random.Random) -> str:
    path = chance.choice(files_in(cache))
    path.unlink()
    path.mkdir()
    return f"folder at {path.name}"


def add_strangers(cache: Path, chance: random.Random) -> str:
    folder = chance.choice([cache, *(path for path in cache.rglob("*") if path.is_dir())])
    name = chance.choice(["stranger", "0" * 64, ".new-x", "put-0", "index.html", "manifest.json"])
    if not (folder / name).exists():
        (folder / name).write_bytes(MARK)
    return f"stranger {name}"


def remove(cache: Path, chance: random.Random) -> str:
    path = chance.choice(files_in(cache))
    path.unlink()
    return f"no {path.name}"


SPOILS: tuple[Spoil, ...] = (
    change_bytes, flip_a_bit, cut, forge, load_a_pickle, swap_files, swap_folders, copy_a_part, link, put_a_pipe, put_a_folder,
    add_strangers, remove,
)  # fmt: skip


def spoil(cache: Path, seed: int) -> list[str]:
    """Spoil a cache in one to three ways; gives what was done."""
    chance = random.Random(seed)
    done = []
    for number in range(chance.randint(1, 3)):
        way = SPOILS[seed % len(SPOILS)] if number == 0 else chance.choice(SPOILS)
        try:
            done.append(way(cache, chance))
        except (ValueError, IndexError, OSError):
            break  # an earlier way left nothing that this one could spoil
    return done
