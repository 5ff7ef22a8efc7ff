"""The program itself as an input: what it makes depends on its own files and on the packages that it stands on."""

from __future__ import annotations

import os
import sys
import sysconfig
from functools import cache
from hashlib import sha256
from pathlib import Path

from clausebook.languages import current_site


def program_digest() -> str:
    """Another one for another version of Clausebook, of its templates, of Python, of any package beside it, and of what the site at hand
    says of languages, which is as good as a part of the program."""
    return sha256(f"{_installed_digest()}{current_site().digest}".encode()).hexdigest()


@cache
def _installed_digest() -> str:
    package = Path(__file__).parent
    templates = package / "templates"
    packages = {name for kind in ("purelib", "platlib") for name in os.listdir(sysconfig.get_path(kind))}
    read = sha256(repr((sys.version, sorted(packages))).encode())
    for folder in (package, templates if templates.is_dir() else package.parent / "templates"):
        read.update(tree_digest(folder).encode())
    return read.hexdigest()


def tree_digest(folder: Path) -> str:
    """The digest of all files below a folder, with their paths in it; caches of the interpreter apart. Empty for no folder."""
    read = sha256()
    for where, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if name != "__pycache__")
        for name in sorted(names):
            data = Path(where, name).read_bytes()
            read.update(f"{os.path.relpath(where, folder)}/{name}\n{len(data)}\n".encode() + data)
    return read.hexdigest()
