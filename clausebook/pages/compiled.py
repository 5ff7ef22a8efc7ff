"""Templates of several environments, compiled once and listed quickly: the theme has an environment for each language."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import cache
from importlib.metadata import version
from importlib.util import cache_from_source
from pathlib import Path

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

from clausebook import storage
from clausebook.pages.sandbox import OwnOrInstalled

_LASTING = ".lasting"


class CompiledOnce(BytecodeCache):
    """What templates compile to, kept in memory for all environments of a process and for those that it forks.

    That of the program's own templates, in the folders `installed`, lasts: it is kept where Python keeps what the program itself compiles
    to, since compiling the theme takes longer than most rebuilds. Only for environments that compile them as every other run does.
    """

    def __init__(self, installed: Iterable[str | Path] = ()) -> None:
        self._kept: dict[str, bytes] = {}
        self._installed = tuple(map(str, installed))

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        lasts = filename is not None and filename.startswith(self._installed)
        return super().get_cache_key(name, filename) + (_LASTING if lasts else "")

    def load_bytecode(self, bucket: Bucket) -> None:
        kept = self._kept.get(bucket.key)
        if kept is None and bucket.key.endswith(_LASTING):
            with suppress(OSError):
                kept = storage.unseal(_lasting_file(bucket.key).read_bytes())
        if kept is not None:
            self._kept[bucket.key] = kept
            bucket.bytecode_from_string(kept)

    def dump_bytecode(self, bucket: Bucket) -> None:
        kept = self._kept[bucket.key] = bucket.bytecode_to_string()
        if bucket.key.endswith(_LASTING) and not sys.dont_write_bytecode:
            with suppress(OSError):  # the program's folder need not be there for writing
                storage.replace(_lasting_file(bucket.key), storage.seal(kept))


def _lasting_file(key: str) -> Path:
    """Jinja itself looks whether the template is the same."""
    return _beside_the_program().with_suffix(f".{key}")


@cache
def _beside_the_program() -> Path:
    return Path(cache_from_source(str(Path(__file__).parents[1] / f"templates-{version('jinja2')}.py")))


class VisibleFiles(OwnOrInstalled):
    """Loads what it is asked for, but lists no hidden folder: MkDocs takes nothing from these, and Material has 14,500 icons in one."""

    def list_templates(self) -> list[str]:
        return sorted({name for folder in self.searchpath for name in _visible(os.fspath(folder))})


def _visible(top: str) -> Iterator[str]:
    """All files below a folder but those in hidden folders, by their paths in it, with forward slashes."""
    for where, folders, names in os.walk(top):
        folders[:] = [name for name in folders if not name.startswith(".")]
        inside = os.path.relpath(where, top).replace(os.sep, "/")
        yield from names if inside == "." else (f"{inside}/{name}" for name in names)
