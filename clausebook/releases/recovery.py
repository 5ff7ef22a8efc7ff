"""Recovery: only one command writes below `terms/` at a time, and what an interrupted one left is finished or undone first.

A text that is staged was released exactly when the record lists it with its digest; a record that is staged was never put in its
place. Whatever is in doubt stays as it is, with a problem at its place: nothing that may have been published is thrown away.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from clausebook import confined, storage
from clausebook.model.misfits import read_form
from clausebook.model.reading import TERMS
from clausebook.model.schema import RecordForm, VersionForm
from clausebook.problems import Place, Problem, Problems, ProblemsFound
from clausebook.releases import renaming
from clausebook.source import digest, read_yaml
from clausebook.source.files import MAX_BYTES


@contextmanager
def session(root: Path) -> Iterator[list[str]]:
    """Be the only command that writes below `terms/`, after finishing what an interrupted one left; gives what that was.

    Raises storage.Busy when another command is at work, ProblemsFound where what was left cannot be judged.
    """
    with storage.locked(root / TERMS) as taken_over:
        yield [*taken_over, *_recover(root)]


def recover(root: Path) -> list[str]:
    """Finish or undo what an interrupted command left; gives a sentence for each thing done, mostly none. Raises as `session` does."""
    if not _staged_files(root) and not renaming.is_interrupted(root):
        return []
    with storage.locked(root / TERMS) as taken_over:
        return [*taken_over, *_recover(root)]


def _staged_files(root: Path) -> list[Path]:
    terms = root / TERMS
    return sorted([*terms.glob(".*.yml.new"), *terms.glob("*/*/.*.yml.new")])


def _recover(root: Path) -> list[str]:
    done = renaming.finish(root)
    staged = _staged_files(root)
    _refuse_others(root, staged)
    released = {path: path.parent != root / TERMS and _is_released(root, _target(path), path) for path in staged}
    for path in staged:
        target = _target(path)
        shown = target.relative_to(root).as_posix()
        if released[path]:
            storage.commit(target)
            done.append(f"finished an interrupted release: {shown}")
        else:
            path.unlink()
            storage.sync_folder(path.parent)
            done.append(f"undid an interrupted release: {shown}")
    return done


def _target(staged: Path) -> Path:
    """The place for which a file was staged."""
    return staged.with_name(staged.name.removeprefix(".").removesuffix(".new"))


def _refuse_others(root: Path, staged: list[Path]) -> None:
    """file-type: only an ordinary file can have been staged; nothing else is opened, followed or removed."""
    problems = Problems()
    for path in staged:
        if not stat.S_ISREG(os.lstat(path).st_mode):
            place = Place(path.relative_to(root).as_posix())
            message = "this has the name of a file that a release left unfinished, but it is no ordinary file"
            problems.add(place, "file-type", message, "remove it")
    if len(problems):
        raise ProblemsFound(problems)


def _is_released(root: Path, target: Path, staged: Path) -> bool:
    """Whether the record lists the edition that was staged for `target`, with just these bytes.

    Raises ProblemsFound with what is wrong in a record that cannot tell.
    """
    language, document = target.parts[-3:-1]
    problems = Problems()
    node = read_yaml(root, f"{TERMS}/{document}.yml", problems)
    record = read_form(node, RecordForm, problems) if node else None
    if record is None:
        shown = staged.relative_to(root).as_posix()
        message = (
            "a command was interrupted here; whether this text was released cannot be told before the record is mended"
        )
        unsure = Problem(Place(shown), "release-unfinished", message, f"mend {TERMS}/{document}.yml, then run it again")
        raise ProblemsFound([*problems, unsure])
    try:
        found = digest(confined.read(root, staged.relative_to(root).as_posix(), MAX_BYTES))
    except confined.Refused:
        return False  # no text that was released is as large
    return any(
        isinstance(entry, VersionForm) and str(entry.version) == target.stem and entry.editions.get(language) == found
        for entry in record.versions
    )
