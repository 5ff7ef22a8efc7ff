"""Freezing: the files of a release or a withdrawal, written so that afterwards all of it is there or none.

The texts are staged beside their places, hidden; the record's rename is the one step that makes the release; then the texts
are put in their places. A command that is interrupted before that step leaves the old state, after it the new one: `recover`,
which every command runs first, throws away what was only staged or finishes what was released.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from clausebook import storage
from clausebook.model.document import Book, Document, Version
from clausebook.model.reading import TERMS
from clausebook.names import DRAFT
from clausebook.problems import Place, Problem, Problems, ProblemsFound
from clausebook.releases.entry import fixed_facts, new_entry
from clausebook.releases.plan import Plan
from clausebook.releases.record import append_entry, seal_entries
from clausebook.source import digest, read_yaml


@contextmanager
def session(root: Path) -> Iterator[list[str]]:
    """Be the only command that writes below `terms/`, after finishing what an interrupted one left; gives what that was.

    Raises storage.Busy when another command is at work.
    """
    with storage.locked(root / TERMS):
        yield _recover(root)


def recover(root: Path) -> list[str]:
    """Finish or undo what an interrupted command left; gives a sentence for each thing done, mostly none."""
    if not _staged_files(root):
        return []
    with storage.locked(root / TERMS):
        return _recover(root)


def _staged_files(root: Path) -> list[Path]:
    terms = root / TERMS
    return sorted([*terms.glob(".*.yml.new"), *terms.glob("*/*/.*.yml.new")])


def _recover(root: Path) -> list[str]:
    done = []
    for path in _staged_files(root):
        target = path.with_name(path.name.removeprefix(".").removesuffix(".new"))
        shown = target.relative_to(root).as_posix()
        if path.parent != root / TERMS and _is_released(root, target, path):
            storage.commit(target)
            done.append(f"finished an interrupted release: {shown}")
        else:
            path.unlink()
            storage.sync_folder(path.parent)
            done.append(f"undid an interrupted release: {shown}")
    return done


def _is_released(root: Path, target: Path, staged: Path) -> bool:
    """Whether the record lists the edition that was staged for `target`, with just these bytes."""
    language, document = target.parts[-3:-1]
    record = read_yaml(root, f"{TERMS}/{document}.yml", Problems())
    entries = record.plain().get("versions", []) if record else []
    sealed = [entry.get("editions", {}).get(language) for entry in entries if entry.get("version") == target.stem]
    return sealed == [digest(staged.read_bytes())]


def freeze(root: Path, book: Book, plan: Plan) -> str:
    """Release a version; gives the record's new entry as text for showing. Raises ProblemsFound or OSError, nothing done."""
    document = plan.document
    texts = _draft_texts(root, document)
    entry = new_entry(book, plan, _record_values(root, document))
    targets = {root / TERMS / language / document.id / f"{plan.number}.yml": data for language, data in texts.items()}
    return _write(root, book, document, entry, targets)


def seal(root: Path, book: Book, document: Document) -> str:
    """Seal the entries of an imported history that have no seal yet; gives the lines that were added, none where all have one."""
    return _write(root, book, document, None, {})


def withdraw(
    root: Path, book: Book, document: Document, version: Version, day: dt.date, reason: Mapping[str, str]
) -> str:
    """Record that an announced version will not take effect; gives the entry. Raises ProblemsFound when it cannot be."""
    problems = Problems()
    place = Place(f"{TERMS}/{document.id}.yml")
    standing = document.standing
    if version.withdrawn:
        problems.add(
            place,
            "withdrawal",
            f"version {version.name} was withdrawn on {version.withdrawn.day}",
            "nothing is left to do",
        )
    elif version is not standing[-1]:
        problems.add(
            place,
            "withdrawal",
            f"version {standing[-1].name} was released after {version.name}",
            f"withdraw {standing[-1].name} first",
        )
    elif len(standing) == 1:
        problems.add(place, "withdrawal", "the first version cannot be withdrawn", "release another version instead")
    elif day >= version.first_effect:
        problems.add(
            place,
            "withdrawal",
            f"version {version.name} took effect on {version.first_effect}",
            "it can no longer be withdrawn; release another version",
        )
    elif day < version.announced:
        problems.add(
            place,
            "withdrawal",
            f"version {version.name} is announced on {version.announced}, after {day}",
            "withdraw it on that day or later",
        )
    missing = [
        language
        for language in document.languages
        if language in version.editions and not reason.get(language, "").strip()
    ]
    if missing:
        problems.add(
            place,
            "withdrawal",
            f"the reason is missing in {', '.join(missing)}",
            "give one --reason LANGUAGE=TEXT for each language",
        )
    if len(problems):
        raise ProblemsFound(problems)
    entry = {"withdraws": version.name, "announced": day.isoformat(), "reason": dict(reason)}
    return _write(root, book, document, entry, {})


def _draft_texts(root: Path, document: Document) -> dict[str, bytes]:
    """The bytes of each draft, which must still be those that were checked."""
    texts = {}
    for language, edition in document.draft.editions.items():
        data = (root / edition.path).read_bytes()
        if digest(data) != edition.digest:
            message = f"the {DRAFT} changed while it was being released"
            raise ProblemsFound([Problem(Place(edition.path), "release-changed", message, "run the command again")])
        texts[language] = data
    return texts


def _record_values(root: Path, document: Document) -> dict[str, Any]:
    """The plain values of a document's record."""
    record = read_yaml(root, f"{TERMS}/{document.id}.yml", Problems())
    values = record.plain() if record else None
    return values if isinstance(values, dict) else {}


def _write(
    root: Path, book: Book, document: Document, entry: Mapping[str, Any] | None, targets: Mapping[Path, bytes]
) -> str:
    """Seal what has no seal, add an entry if there is one to add, and put the texts in their places; gives the lines added."""
    path = f"{TERMS}/{document.id}.yml"
    record = root / path
    text = record.read_bytes().decode("utf-8")
    values = _record_values(root, document)
    facts = {
        version.name: fixed_facts(book, document, version, values) for version in document.versions if not version.chain
    }
    sealed = seal_entries(text, path, facts)
    made = append_entry(sealed, path, entry) if entry else sealed
    try:
        for target, data in targets.items():
            storage.stage(target, data)
        storage.stage(record, made.encode("utf-8"))
    except OSError:
        for target in (*targets, record):
            storage.staged(target).unlink(missing_ok=True)
        raise
    # From here on what is staged stays, whatever fails: `recover` sees from the record whether to finish or to undo.
    storage.commit(record)
    for target in targets:
        storage.commit(target)
    return _added(sealed if entry else text, made)


def _added(before: str, after: str) -> str:
    """The lines that were added, in one block."""
    old, new = before.splitlines(), after.splitlines()
    start = next((index for index, pair in enumerate(zip(old, new, strict=False)) if pair[0] != pair[1]), len(old))
    return "\n".join(new[start : start + len(new) - len(old)])
