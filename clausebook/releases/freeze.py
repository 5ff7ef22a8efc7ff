"""Freezing: the files of a release or a withdrawal, written so that afterwards all of it is there or none.

The texts are staged beside their places, hidden; the record's rename is the one step that makes the release; then the texts
are put in their places. A command that is interrupted before that step leaves the old state, after it the new one: `recovery`,
which every command runs first, throws away what was only staged or finishes what was released.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from clausebook import confined, storage
from clausebook.model.document import Book, Document, Version
from clausebook.model.entries import check_entries
from clausebook.model.misfits import read_form
from clausebook.model.reading import TERMS
from clausebook.model.schema import RecordForm
from clausebook.model.seals import check_chain
from clausebook.names import DRAFT, VersionNumber
from clausebook.problems import Place, Problem, Problems, ProblemsFound
from clausebook.releases.entry import fixed_facts, new_entries
from clausebook.releases.plan import Plan
from clausebook.releases.record import append_entry, seal_entries, without_planned
from clausebook.source import digest, hidden_in, read_yaml, with_lf


def freeze(root: Path, book: Book, plan: Plan) -> str:
    """Release a version; gives the record's new entries as text for showing. Raises ProblemsFound or OSError, nothing done."""
    document = plan.document
    record = _record_values(root, document)
    targets = {
        _target(root, document, plan.number, language): data for language, data in _draft_texts(root, document).items()
    }
    for each in plan.earlier:
        for language, data in each.repaired.texts.items():
            targets[_target(root, document, each.number, language)] = data
    return _write(root, book, document, new_entries(book, plan, record), targets)


def _target(root: Path, document: Document, number: VersionNumber, language: str) -> Path:
    return root / TERMS / language / document.id / f"{number}.yml"


def seal(root: Path, book: Book, document: Document) -> str:
    """Seal the entries of an imported history that have no seal yet; gives the lines that were added, none where all have one."""
    return _write(root, book, document, [], {})


def withdraw(
    root: Path, book: Book, document: Document, version: Version, day: dt.date, reason: Mapping[str, str]
) -> str:
    """Record that an announced version will not take effect; gives the entry. Raises ProblemsFound when it cannot be."""
    problems = Problems()
    place = Place(f"{TERMS}/{document.id}.yml")
    told = {language: " ".join(text.split()) for language, text in reason.items()}
    fault = _why_not_withdrawn(document, version, day)
    if fault:
        problems.add(place, "withdrawal", *fault)
    missing = [language for language in version.editions if not told.get(language)]
    if missing:
        message = f"the reason is missing in {', '.join(missing)}"
        problems.add(place, "withdrawal", message, "give one --reason LANGUAGE=TEXT for each language")
    for language, text in told.items():
        hidden = hidden_in(text)
        if hidden:
            problems.add(place, "character", f"in the reason in {language}: {hidden}", "type it again")
    if len(problems):
        raise ProblemsFound(problems)
    entry = {"withdraws": version.name, "announced": day.isoformat(), "reason": told}
    return _write(root, book, document, [entry], {})


def _why_not_withdrawn(document: Document, version: Version, day: dt.date) -> tuple[str, str] | None:
    """Why a version cannot be withdrawn on a day, and what to do instead; None where it can."""
    standing = document.active_versions
    if version.withdrawn:
        return f"version {version.name} was withdrawn on {version.withdrawn.day}", "nothing is left to do"
    if version is not standing[-1]:
        later = standing[-1].name
        return f"version {later} was released after {version.name}", f"withdraw {later} first"
    if len(standing) == 1:
        return "the first version cannot be withdrawn", "release another version instead"
    if day >= version.first_effect:
        message = f"version {version.name} took effect on {version.first_effect}"
        return message, "it can no longer be withdrawn; release another version"
    if day < version.announced:
        message = f"version {version.name} is announced on {version.announced}, after {day}"
        return message, "withdraw it on that day or later"
    entries = [one.announced for one in document.versions] + [
        one.withdrawn.day for one in document.versions if one.withdrawn
    ]
    if day < max(entries):
        message = f"the record already has an announcement on {max(entries)}, after {day}"
        return message, "withdraw it on that day or later"
    return None


def _draft_texts(root: Path, document: Document) -> dict[str, bytes]:
    """The bytes of each draft, which must still be those that were checked."""
    texts = {}
    for language, edition in document.draft.editions.items():
        data = with_lf(confined.read(root, edition.path))
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
    root: Path,
    book: Book,
    document: Document,
    entries: Sequence[Mapping[str, Any]],
    targets: Mapping[Path, bytes],
) -> str:
    """Seal what has no seal, add the entries, and put the texts in their places; gives the lines added.

    `planned` speaks of the draft: it goes with a version.
    """
    path = f"{TERMS}/{document.id}.yml"
    record = root / path
    text = with_lf(confined.read(root, path)).decode("utf-8")
    values = _record_values(root, document)
    facts = {
        version.name: fixed_facts(book, document, version, values) for version in document.versions if not version.chain
    }
    sealed = made = seal_entries(without_planned(text, path) if targets else text, path, facts)
    for entry in entries:
        made = append_entry(made, path, entry)
    try:
        for target, data in targets.items():
            storage.stage(target, data)
        storage.stage(record, made.encode("utf-8"))
        _prove(root, record)
    except (OSError, ProblemsFound):
        for target in (*targets, record):
            storage.staged(target).unlink(missing_ok=True)
        raise
    # From here on what is staged stays, whatever fails: `recovery` sees from the record whether to finish or to undo.
    storage.commit(record)
    for target in targets:
        storage.commit(target)
    return _added(sealed if entries else text, made)


def _prove(root: Path, record: Path) -> None:
    """Read a staged record as every later command will; raises ProblemsFound, as of the record, for what these would refuse."""
    problems = Problems()
    staged = storage.staged(record).relative_to(root).as_posix()
    node = read_yaml(root, staged, problems)
    form = read_form(node, RecordForm, problems) if node else None
    if node and form:
        check_entries(form, node, problems)
        check_chain(node, problems)
    if len(problems):
        place = record.relative_to(root).as_posix()
        raise ProblemsFound([Problem(Place(place), each.code, each.message, each.advice) for each in problems])


def _added(before: str, after: str) -> str:
    """The lines that were added, in one block."""
    old, new = before.splitlines(), after.splitlines()
    start = next((index for index, pair in enumerate(zip(old, new, strict=False)) if pair[0] != pair[1]), len(old))
    return "\n".join(new[start : start + len(new) - len(old)])
