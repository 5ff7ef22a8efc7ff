"""New files, all of them or none: what exists is never written over, and what was begun is removed when something fails."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from clausebook import storage
from clausebook.problems import Place, Problem, ProblemsFound


def write_new(root: Path, files: Mapping[str, str]) -> None:
    """Write each text to its path below `root`, making the folders that it needs.

    Raises ProblemsFound naming every path at which something exists already, before anything is written; an OSError of the system after
    removing what was written.
    """
    taken = [path for path in files if (root / path).exists() or (root / path).is_symlink()]
    if taken:
        raise ProblemsFound(
            [
                Problem(Place(path), "file-exists", "there is a file already", "move it away, or keep it elsewhere")
                for path in taken
            ]
        )
    made: list[Path] = []
    try:
        for path, text in files.items():
            target = root / path
            for folder in reversed([parent for parent in target.parents if not parent.exists()]):
                folder.mkdir()
                made.append(folder)
            made.append(target)
            storage.replace(target, text.encode())
    except BaseException:
        for begun in reversed(made):
            if begun.is_dir():
                begun.rmdir()
            else:
                begun.unlink(missing_ok=True)
        raise
