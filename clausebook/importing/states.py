"""States of a document that somebody kept: each commit of a file in a git repository, or each file of a folder, becomes a version with its day."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

from clausebook import git
from clausebook.importing.days_in_text import day_in, day_of_text
from clausebook.importing.intermediate import Finding, Kind, Outline
from clausebook.importing.loading import SUFFIXES, load, load_bytes
from clausebook.importing.requests import ReadingWish
from clausebook.importing.whole import State
from clausebook.languages import LANGUAGES
from clausebook.model.schema import MAX_VERSIONS
from clausebook.names import VersionNumber
from clausebook.problems import Place, Problem, ProblemsFound

# What a language has on a day: how to get its outline.
_Sources = dict[str, Outline]


def language_of(path: Path) -> str:
    """The language that a path says: `terms.nl.docx`, `terms-nl.docx`, `nl/terms.docx`; empty where it says none."""
    known = frozenset(LANGUAGES)  # those that have a folder: of all codes of CLDR many are words too
    words = re.split(r"[._\s-]", path.stem.casefold())
    found = [word for word in words[-1:] + words[:1] if word in known and len(words) > 1]
    if not found and words[0] in known and len(words) == 1:
        found = words
    if not found:
        found = [part.casefold() for part in reversed(path.parts[:-1]) if part.casefold() in known][:1]
    return found[0] if found else ""


def states_of_git(files: Sequence[tuple[str, Path]], wish: ReadingWish) -> list[State]:
    """The states of these files, each with its language, the original first. Of several on one day the last counts.

    Raises ProblemsFound where there is no history, or a state that cannot be read: with the commit that it is of.
    """
    timeline: dict[dt.date, dict[str, Outline | None]] = {}
    for language, path in files:
        folder = path.resolve().parent
        folder = next((each for each in (folder, *folder.parents) if each.is_dir()), folder)
        try:
            history = git.history_of(folder, path.resolve().relative_to(folder).as_posix())
            blobs = [state.blob for state in history if state.blob]
            contents = git.Commit(folder, "HEAD").contents(blobs) if blobs else {}
        except git.Unknown as error:
            raise ProblemsFound([Problem(Place(str(path)), "import-history", str(error), error.advice)]) from None
        if not history:
            advice = "commit it first, or import the file itself"
            raise ProblemsFound([Problem(Place(str(path)), "import-history", "git has no state of this file", advice)])
        for day, state in _last_of_days(history).items():
            shown = f"{state.path}@{state.commit[:10]}"
            outline = None
            if state.blob:
                outline = load_bytes(contents[state.blob], Path(state.path).suffix.lower(), shown, wish)
            timeline.setdefault(day, {})[language] = outline
    return _as_versions(timeline, [language for language, _ in files])


def _last_of_days(history: Iterable[git.FileState]) -> dict[dt.date, git.FileState]:
    """The last state of each day. A commit whose day lies before that of its parent, as after a rebase, has the day of its parent."""
    found: dict[dt.date, git.FileState] = {}
    last = dt.date.min
    for state in history:
        last = max(last, dt.date.fromisoformat(state.day))
        found[last] = state
    return found


def _as_versions(timeline: Mapping[dt.date, Mapping[str, Outline | None]], order: Sequence[str]) -> list[State]:
    """One state for each day on which something changed, with what each language had last."""
    current: _Sources = {}
    states: list[State] = []
    for day in sorted(timeline):
        for language, outline in timeline[day].items():
            if outline is None:
                current.pop(language, None)
            else:
                current[language] = outline
        sources = tuple((language, current[language]) for language in dict.fromkeys(order) if language in current)
        if sources and not (states and _says_the_same(states[-1].sources, sources)):
            states.append(State(sources, f"{len(states) + 1}.0", day))
    if len(states) > MAX_VERSIONS:
        message = f"there are {len(states):,} states, and a record has at most {MAX_VERSIONS:,} versions"
        place = Place(states[0].sources[0][1].path)
        raise ProblemsFound([Problem(place, "import-history", message, "import a part of the history")])
    return states


def _says_the_same(before: Sequence[tuple[str, Outline]], now: Sequence[tuple[str, Outline]]) -> bool:
    """Whether nothing that would be imported is another: the words and what their format says of them, not the places."""
    if [language for language, _ in before] != [language for language, _ in now]:
        return False
    return all(_said(old) == _said(new) for (_, old), (_, new) in zip(before, now, strict=True))


def _said(outline: Outline) -> tuple[object, ...]:
    nowhere = Place("")
    return outline.title, tuple(replace(block, place=nowhere) for block in outline.blocks)


def states_of_folders(folders: Sequence[tuple[str, Path]], wish: ReadingWish) -> list[State]:
    """The states that the files of these folders are, by the day or the version in their names, their language in name or folder.

    Raises ProblemsFound for a file of which no day is known, and for two of one language that are one version.
    """
    timeline: dict[dt.date, dict[str, Outline | None]] = {}
    numbers: dict[dt.date, str] = {}
    problems: list[Problem] = []
    left_out: list[Finding] = []
    order: list[str] = []
    for given, folder in folders:
        if not folder.is_dir():
            raise ProblemsFound(
                [
                    Problem(
                        Place(str(folder)),
                        "import-history",
                        "this is no folder",
                        "name the folder with the files of all versions",
                    )
                ]
            )
        for path in sorted(
            path for path in folder.rglob("*") if path.is_file() and not path.name.startswith((".", "~"))
        ):
            if path.suffix.lower() not in SUFFIXES:
                left_out.append(Finding(Place(str(path)), Kind.LEFT_OUT, "a file in no format that can be imported"))
                continue
            outline = load(path, str(path), wish)
            language = (
                given
                or language_of(path.relative_to(folder.parent))
                or (outline.language if outline.language in LANGUAGES else "")
            )
            day = day_in(path.stem) or (day_of_text(outline, language) if language else None)
            fault = _fault(path, language, day, timeline)
            if fault or day is None:
                problems += [fault] if fault else []
                continue
            timeline.setdefault(day, {})[language] = outline
            order.append(language)
            number = _number_in(path.stem)
            if number:
                numbers[day] = number
    if problems:
        raise ProblemsFound(problems)
    if not timeline:
        place = Place(str(folders[0][1]))
        raise ProblemsFound(
            [
                Problem(
                    place, "import-history", "no file in this folder can be imported", f"known: {', '.join(SUFFIXES)}"
                )
            ]
        )
    states = _numbered(_as_versions(timeline, order), numbers)
    (language, outline), *others = states[-1].sources
    told = replace(outline, findings=(*outline.findings, *left_out))
    return [*states[:-1], replace(states[-1], sources=((language, told), *others))]


def _fault(
    path: Path, language: str, day: dt.date | None, timeline: Mapping[dt.date, Mapping[str, object]]
) -> Problem | None:
    place = Place(str(path))
    if not language:
        return Problem(
            place,
            "import-history",
            "the language of this file is not known",
            "put it in a folder such as nl, or say --language CODE",
        )
    if day is None:
        return Problem(
            place,
            "import-history",
            "neither the name nor the first lines of this file say its day",
            "name it 2021-05-03.docx, or 1.0 2021-05-03.docx",
        )
    if language in timeline.get(day, {}):
        return Problem(
            place,
            "import-history",
            f"another file of the same language is of {day} too",
            "give each version a day of its own",
        )
    return None


def _number_in(stem: str) -> str:
    """The version that a name says: `v2.1`, `1.0 2021-05-03`; empty where it says none."""
    without_day = re.sub(r"[0-9]{4}[-_.]?[0-9]{2}[-_.]?[0-9]{2}|[0-9]{2}[-_.][0-9]{2}[-_.][0-9]{4}", " ", stem)
    found = re.search(r"(?<![0-9.])v?\s?([0-9]{1,4}(?:\.[0-9]{1,4}){0,2})(?![0-9])", without_day, re.IGNORECASE)
    if not found:
        return ""
    number = found[1] if "." in found[1] else f"{found[1]}.0"
    try:
        return str(VersionNumber.parse(number))
    except ValueError:
        return ""


def _numbered(states: Sequence[State], numbers: Mapping[dt.date, str]) -> list[State]:
    """The states with the versions that their names say, where all of them say one and these rise."""
    wished = [numbers.get(state.day, "") if state.day else "" for state in states]
    parsed = [VersionNumber.parse(number) for number in wished if number]
    if len(parsed) < len(states) or any(first >= second for first, second in pairwise(parsed)):
        return list(states)
    return [replace(state, version=number) for state, number in zip(states, wished, strict=True)]
