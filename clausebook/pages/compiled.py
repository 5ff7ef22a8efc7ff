"""Templates of several environments, compiled once and listed quickly: the theme has an environment for each language."""

from __future__ import annotations

import os
from collections.abc import Iterator

from jinja2 import BytecodeCache, FileSystemLoader
from jinja2.bccache import Bucket


class CompiledOnce(BytecodeCache):
    """What templates compile to, kept in memory for all environments of a process and for those that it forks."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self._kept:
            bucket.bytecode_from_string(self._kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._kept[bucket.key] = bucket.bytecode_to_string()


class VisibleFiles(FileSystemLoader):
    """Loads what it is asked for, but lists no hidden folder: MkDocs takes nothing from these, and Material has 14,500 icons in one."""

    def list_templates(self) -> list[str]:
        return sorted({name for folder in self.searchpath for name in _visible(os.fspath(folder))})


def _visible(top: str) -> Iterator[str]:
    """All files below a folder but those in hidden folders, by their paths in it, with forward slashes."""
    for where, folders, names in os.walk(top):
        folders[:] = [name for name in folders if not name.startswith(".")]
        inside = os.path.relpath(where, top).replace(os.sep, "/")
        yield from names if inside == "." else (f"{inside}/{name}" for name in names)
