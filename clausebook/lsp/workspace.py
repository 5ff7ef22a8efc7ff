"""The workspace: a copy of the site's records and texts in which open files are as the editor has them, read and checked as ever.

So nothing that reads a site has to know of buffers that are not saved. Documents that did not change are not read again.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from clausebook import confined
from clausebook.model.document import Book, Document
from clausebook.model.document_cache import DocumentCache
from clausebook.model.reading import TERMS, read_book
from clausebook.private import Secret
from clausebook.problems import Problem, Problems

_KEPT = ".cache"


class Workspace:
    """A site as an editor has it. `book` is the last one that could be read, so that answers go on while a file is half written."""

    def __init__(self, root: Path) -> None:
        self.root = root.resolve()
        self._holder = tempfile.TemporaryDirectory(prefix="clausebook-")
        self._copy = Path(self._holder.name).resolve() / "site"
        self._copy.mkdir()
        self._cache = DocumentCache(self._copy.parent / _KEPT, Secret.passing(), lambda line: None)
        self._open: dict[str, str] = {}
        self.book: Book | None = None
        self.refresh()

    def close(self) -> None:
        """Remove the copy."""
        self._holder.cleanup()

    def path_of(self, file: Path) -> str | None:
        """The path of a file below the site's folder, if it is a record or a text; None for any other."""
        try:
            path = file.resolve().relative_to(self.root).as_posix()
        except ValueError:
            return None
        return path if path.startswith(f"{TERMS}/") and path.endswith(".yml") and confined.is_confined(path) else None

    def edit(self, path: str, text: str) -> None:
        """An open file says this, saved or not."""
        self._open[path] = text
        self._write(path, text.encode())

    def close_file(self, path: str) -> None:
        """A file is as the disk has it."""
        self._open.pop(path, None)
        self._take(path)

    def refresh(self) -> None:
        """Take all files that are not open as the disk has them now."""
        known = {file.relative_to(self._copy).as_posix() for file in self._copy.rglob("*.yml")}
        there = (
            {path for path, kind in confined.walk(self.root, TERMS) if kind is None and path.endswith(".yml")}
            if (self.root / TERMS).is_dir()
            else set()
        )
        for path in (known | there) - self._open.keys():
            self._take(path)

    def text(self, path: str) -> str:
        """The text of a file as the editor has it, else as the disk has it; empty where there is none."""
        if path in self._open:
            return self._open[path]
        try:
            return (self._copy / path).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            return ""

    def line(self, path: str, number: int) -> str:
        """A line of a file, counted from 0, as the editor has it; empty beyond its end."""
        lines = self.text(path).splitlines()
        return lines[number] if 0 <= number < len(lines) else ""

    def check(self) -> list[Problem]:
        """Every mistake and warning there would be if all were saved."""
        problems = Problems()
        book = read_book(self._copy, problems, self._cache)
        for document in book.documents.values() if book else ():
            problems.extend(document.warnings)
        if book:
            self.book = book
        return list(problems)

    def paths(self) -> list[str]:
        """The paths of all records and texts."""
        return sorted(file.relative_to(self._copy).as_posix() for file in self._copy.rglob("*.yml"))

    def document(self, path: str) -> tuple[Document, str] | None:
        """The document to which a file belongs, and the language of a text (empty for a record)."""
        steps = path.removesuffix(".yml").split("/")
        name, language = (steps[1], "") if len(steps) == 2 else (steps[2], steps[1]) if len(steps) == 4 else ("", "")
        document = self.book.documents.get(name) if self.book else None
        return (document, language) if document else None

    def _take(self, path: str) -> None:
        """Copy a file from the disk; what is no ordinary file is left out, and told when the site itself is checked."""
        try:
            data = confined.read(self.root, path)
        except OSError:
            (self._copy / path).unlink(missing_ok=True)
            return
        target = self._copy / path
        if not (target.is_file() and target.read_bytes() == data):
            self._write(path, data)

    def _write(self, path: str, data: bytes) -> None:
        target = self._copy / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
