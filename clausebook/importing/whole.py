"""The whole of an import: states of a document to its files, checked, and written all or none."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from clausebook import storage
from clausebook.importing.existing import Existing
from clausebook.importing.intermediate import Outline
from clausebook.importing.text_files import find_numbering, record_file, text_file, with_own_numbers
from clausebook.importing.typed_values import plain_value
from clausebook.importing.understanding import Memory, Understood, Wish, understand
from clausebook.languages import N_, catalogue
from clausebook.model.numbering import Level
from clausebook.model.reading import TERMS, read_book
from clausebook.names import DRAFT
from clausebook.problems import Place, Problem, Problems, ProblemsFound
from clausebook.source import digest

_SUMMARY = N_("This version was taken over from an earlier publication.")


@dataclass(frozen=True, slots=True)
class State:
    """A state of a document: the outline in each of its languages, the original first; as a version its number and its day."""

    sources: tuple[tuple[str, Outline], ...]
    version: str = ""
    day: dt.date | None = None

    @property
    def name(self) -> str:
        return self.version or DRAFT


@dataclass(frozen=True, slots=True)
class Target:
    """What the record of the document is to say where it does not exist yet."""

    document: str
    law: str
    timezone: str
    notice_days: int = 0


@dataclass(frozen=True, slots=True)
class Result:
    """What an import made: the files by path, the states as they were understood, the numbering, what `check` says of the files."""

    files: Mapping[str, str]
    states: tuple[tuple[str, Understood], ...]
    levels: tuple[Level, ...]
    problems: tuple[Problem, ...]
    existing: Existing | None = None


def import_states(states: Sequence[State], target: Target, wish: Wish, existing: Existing | None = None) -> Result:
    """The files of a document made from these states, oldest first; the last one is the draft too. Raises ProblemsFound."""
    memory = existing.memory if existing else Memory()
    understood: list[tuple[str, Understood]] = []
    for state in states:
        done, memory = understand(state.sources, wish, memory)
        understood.append((state.name, done))
    if existing:
        last_name, last = understood[-1]
        understood[-1] = (last_name, existing.kept(last))
    languages = _languages(states, existing)
    texts = [text for _, done in understood for text in done.texts]
    numbering = [] if existing else find_numbering(texts)
    levels = existing.levels if existing else tuple(Level.parse(pattern) for pattern in numbering)
    understood = [(name, replace(done, texts=tuple(with_own_numbers(done.texts, levels)))) for name, done in understood]
    files = _text_files(states, understood, target.document, existing)
    path = f"{TERMS}/{target.document}.yml"
    if existing:
        record = existing.record_with(understood[-1][1].values)
        if record != existing.record:
            files[path] = record
    else:
        files[path] = record_file(_record(states, understood, target, languages, numbering, files))
    return Result(files, tuple(understood), levels, tuple(_checked(files, existing)), existing)


def _languages(states: Sequence[State], existing: Existing | None) -> list[str]:
    """The languages of the last state: those in which the draft is."""
    last = [language for language, _ in states[-1].sources]
    return [*existing.languages] if existing else last


def _text_files(
    states: Sequence[State], understood: Sequence[tuple[str, Understood]], document: str, existing: Existing | None
) -> dict[str, str]:
    files = {}
    for state, (_, done) in zip(states, understood, strict=True):
        for text in done.texts:
            summary = catalogue(text.language).gettext(_SUMMARY) if state.version else ""
            if state.version:
                files[f"{TERMS}/{text.language}/{document}/{state.version}.yml"] = text_file(text, summary)
            if state is states[-1]:
                kept = existing.summaries.get(text.language, "") if existing else summary
                files[f"{TERMS}/{text.language}/{document}/{DRAFT}.yml"] = text_file(text, kept)
    return files


def _record(
    states: Sequence[State],
    understood: Sequence[tuple[str, Understood]],
    target: Target,
    languages: Sequence[str],
    numbering: Sequence[str],
    files: Mapping[str, str],
) -> dict[str, Any]:
    record: dict[str, Any] = {
        "law": target.law,
        "authoritative": languages[0],
        "languages": list(languages),
        "timezone": target.timezone,
        "numbering": list(numbering),
        "notice": {"days": target.notice_days, "counting": "full-days"},
    }
    values = {name: plain_value(value) for name, value in understood[-1][1].values.items()}
    if values:
        record["values"] = values
    entries = []
    for index, (state, (_, done)) in enumerate(zip(states, understood, strict=True)):
        if state.version and state.day:
            entries.append(_entry(state, done, target, files, is_first=not index))
    record["versions"] = entries
    return record


def _entry(
    state: State, done: Understood, target: Target, files: Mapping[str, str], *, is_first: bool
) -> dict[str, Any]:
    """The entry of a version, without a seal: `clausebook seal` completes it. It was announced and took effect on the day of its file."""
    day = (state.day or dt.date.min).isoformat()
    entry: dict[str, Any] = {
        "version": state.version,
        "kind": "initial" if is_first else "amendment",
        "announced": day,
        "effective": day,
        "authoritative": state.sources[0][0],
        "notice": {"days": 0, "counting": "full-days"},
    }
    values = {name: plain_value(value) for name, value in done.values.items()}
    if values:
        entry["values"] = values
    paths = {language: f"{TERMS}/{language}/{target.document}/{state.version}.yml" for language, _ in state.sources}
    entry["editions"] = {language: digest(files[path].encode()) for language, path in paths.items()}
    return entry


def _checked(files: Mapping[str, str], existing: Existing | None) -> list[Problem]:
    """What `check` will say of the files, as they would stand by themselves."""
    problems = Problems()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for path, text in {**(existing.files() if existing else {}), **files}.items():
            target = root / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8", newline="\n")
        read_book(root, problems)
    return [problem for problem in problems if problem.code != "unknown-document"]


def write(root: Path, result: Result) -> None:
    """Put the files in their places: all are on the disk before the first is, and the record comes last.

    Raises ProblemsFound where a file of a new document would take the place of another one.
    """
    if result.existing is None:
        taken = [path for path in result.files if (root / path).exists()]
        if taken:
            advice = "say --update to import again into the same document, or choose another name"
            raise ProblemsFound(
                [Problem(Place(path), "import-exists", "there is a file already", advice) for path in taken]
            )
    targets = sorted((root / path for path in result.files), key=lambda target: target.parent == root / TERMS)
    texts = {root / path: text for path, text in result.files.items()}
    try:
        for target in targets:
            target.parent.mkdir(parents=True, exist_ok=True)
            storage.stage(target, texts[target].encode())
    except OSError:
        for target in targets:
            storage.staged(target).unlink(missing_ok=True)
        raise
    for target in targets:
        storage.commit(target)


def with_day(state: State, version: str, day: dt.date) -> State:
    """The state as a version of this number and day."""
    return replace(state, version=version, day=day)
