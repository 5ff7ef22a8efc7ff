"""Renaming a document: its record and its folders under another name, which keeps the former one as `formerly`.

Several files and folders move, so a note of the two names is written first, in one step: from then on the document is renamed.
Every command finishes what an interrupted rename left, each step only where it was not yet done.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path

from clausebook import storage
from clausebook.model.document import Book, Document
from clausebook.model.reading import TAKEN, TERMS
from clausebook.names import NAME_FORM, VersionNumber, is_name
from clausebook.problems import Place, Problem, Problems, ProblemsFound
from clausebook.releases.record import with_former_name
from clausebook.source import read_yaml, text_folders

# Hidden, so that nothing reads it as a record.
_NOTE = f"{TERMS}/.rename"
_MOST_BYTES = 200


def rename(root: Path, book: Book, document: Document, name: str) -> None:
    """Give a document another name. Raises ProblemsFound, with nothing done, where that name cannot be used."""
    _check_name(root, book, document, name)
    # What can be refused is refused before the first step.
    _renamed_record(root, document.id)
    storage.stage(root / _NOTE, f"{document.id} {name}\n".encode())
    storage.commit(root / _NOTE)
    finish(root)


def is_interrupted(root: Path) -> bool:
    """Whether a rename was begun and not finished, or about to begin."""
    return os.path.lexists(root / _NOTE) or os.path.lexists(storage.staged(root / _NOTE))


def finish(root: Path) -> list[str]:
    """Do what is left of an interrupted rename, or forget one that had not begun; gives a sentence that says so, mostly none.

    Raises ProblemsFound where the note of it is none that was written here.
    """
    if not is_interrupted(root):
        return []
    if not os.path.lexists(root / _NOTE):
        waiting = storage.staged(root / _NOTE)
        _refuse_others(root, waiting)
        waiting.unlink()
        storage.sync_folder(waiting.parent)
        return ["undid an interrupted rename: it had not begun"]
    old, new = _names(root)
    record, renamed = root / TERMS / f"{old}.yml", root / TERMS / f"{new}.yml"
    if record.exists() and not renamed.exists():
        storage.stage(renamed, _renamed_record(root, old))
        storage.commit(renamed)
    for language in text_folders(root):
        folder = root / TERMS / language / old
        if folder.exists() and not folder.with_name(new).exists():
            folder.rename(folder.with_name(new))
            storage.sync_folder(folder.parent)
    record.unlink(missing_ok=True)
    storage.sync_folder(record.parent)
    (root / _NOTE).unlink()
    storage.sync_folder(record.parent)
    return [f"finished an interrupted rename: {old} is {new} now"]


def _names(root: Path) -> tuple[str, str]:
    """The old and the new name in the note of a rename."""
    path = root / _NOTE
    _refuse_others(root, path)
    names = path.read_bytes().decode("utf-8", errors="replace").split()
    if len(names) == 2 and all(map(is_name, names)):
        return names[0], names[1]
    raise _no_note(root, path)


def _refuse_others(root: Path, path: Path) -> None:
    """Only a small ordinary file can be a note; nothing else is opened, followed or removed."""
    status = os.lstat(path)
    if not stat.S_ISREG(status.st_mode) or status.st_size > _MOST_BYTES:
        raise _no_note(root, path)


def _no_note(root: Path, path: Path) -> ProblemsFound:
    message = "this has the name of the note of an unfinished rename, but it is none"
    return ProblemsFound([Problem(Place(path.relative_to(root).as_posix()), "file-type", message, "remove it")])


def _renamed_record(root: Path, old: str) -> bytes:
    """The record with its former name; a document that was never released leaves no name behind."""
    path = f"{TERMS}/{old}.yml"
    data = (root / path).read_bytes()
    node = read_yaml(root, path, Problems())
    entries = node.plain().get("versions") if node else None
    names = [VersionNumber.parse(str(entry["version"])) for entry in entries or () if "version" in entry]
    return with_former_name(data.decode("utf-8"), path, old, str(max(names))).encode("utf-8") if names else data


def _check_name(root: Path, book: Book, document: Document, name: str) -> None:
    """bad-name, rename: the name can be used, and nothing else has or had it."""
    problems = Problems()
    place = Place(f"{TERMS}/{document.id}.yml")
    if not is_name(name):
        problems.add(place, "bad-name", f"“{name}” cannot name a document", f"use {NAME_FORM}")
    elif name in TAKEN:
        message = f"“{name}” cannot name a document: the site has something else at that address"
        problems.add(place, "bad-name", message, "choose another name")
    elif name == document.id:
        problems.add(place, "rename", f"the document is called “{name}” already", "nothing is left to do")
    else:
        other = book.find(name)
        if other:
            message = f"“{name}” is or was the name of “{other.id}”, whose addresses it keeps"
            problems.add(place, "rename", message, "choose another name")
        folders = [f"{TERMS}/{language}/{name}" for language in text_folders(root)]
        for path in folders:
            if os.path.lexists(root / path):
                problems.add(Place(path), "rename", f"something stands where “{name}” would", "move it away")
    if len(problems):
        raise ProblemsFound(problems)
