"""A review: what a change does to the terms against a base, for the colleague who has to agree to it.

It tells of each document what was released, what its draft says otherwise, by clause and language, which values changed, what waits for a translation, and what notice
the change would need. Whether published files were touched is told first.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from clausebook.compare import Severity
from clausebook.model.document import Book, Document, Snapshot, Version
from clausebook.model.values import Value, format_value
from clausebook.problems import Problem
from clausebook.releases.outlook import Outlook, look_at
from clausebook.reports.diff import Diff, diff_states
from clausebook.reports.diff import Unclear as NothingInCommon


@dataclass(frozen=True, slots=True)
class ValueChange:
    """A typed value of the draft, as its words in the prevailing language before and after; empty where it was or is not there."""

    name: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Release:
    """A version that the change adds to the record, compared with the one before it; `diff` is None for a first one."""

    version: Version
    diff: Diff | None


@dataclass(frozen=True, slots=True)
class DocumentReview:
    """What the change does to one document: `before` and `after` are None where it is new, or gone.

    `draft` compares the drafts of both sides, None where they say the same. `stale` names by language the clauses that wait for a translation.
    `earliest` is the first day of effect of the draft if it were announced on `announced`; None where nothing is to be released.
    """

    name: str
    before: Document | None
    after: Document | None
    draft: Diff | None
    releases: tuple[Release, ...]
    values: tuple[ValueChange, ...]
    languages_added: tuple[str, ...]
    languages_gone: tuple[str, ...]
    stale: Mapping[str, Sequence[str]]
    announced: dt.date
    earliest: dt.date | None

    @property
    def weights(self) -> Mapping[Severity, int]:
        """How many changes of the draft are of each weight."""
        changes = self.draft.changes if self.draft else []
        return {weight: sum(change.severity is weight for change in changes) for weight in Severity}


@dataclass(frozen=True, slots=True)
class Review:
    """A whole review: `base` as the reader named it, `problems` those that the change brings, `others` the paths of other files that changed."""

    base: str
    documents: tuple[DocumentReview, ...]
    problems: tuple[Problem, ...]
    others: tuple[str, ...]


def review_documents(root: Path, before: Book | None, after: Book, base: str, day: dt.date) -> Iterator[DocumentReview]:
    """The review of each document that differs between two states of the site, by name; `day` is today."""
    old = before.documents if before else {}
    for name in sorted({*old, *after.documents}):
        made = _review(root, after, old.get(name), after.documents.get(name), name, base, day)
        if made:
            yield made


def _review(
    root: Path, book: Book, before: Document | None, after: Document | None, name: str, base: str, day: dt.date
) -> DocumentReview | None:
    tomorrow = day + dt.timedelta(days=1)
    if after is None:
        return DocumentReview(name, before, None, None, (), (), (), (), {}, tomorrow, None)
    draft = _draft_diff(root, book, before, after, base, day)
    releases = tuple(_releases(root, book, before, after, day))
    values = tuple(_values(before, after))
    old_languages, new_languages = before.languages if before else (), after.languages
    added = tuple(code for code in new_languages if before and code not in old_languages)
    gone = tuple(code for code in old_languages if code not in new_languages)
    if before and not (draft or releases or values or added or gone):
        return None
    outlook = look_at(after, tomorrow)
    return DocumentReview(
        name, before, after, draft, releases, values, added, gone, outlook.stale, tomorrow, _earliest(after, outlook)
    )


def _draft_diff(
    root: Path, book: Book, before: Document | None, after: Document, base: str, day: dt.date
) -> Diff | None:
    if before is None:
        return None
    names = (f"the draft at {base}", "the draft now")
    try:
        diff = diff_states(book, before.draft, after.draft, names, None, day)
    except NothingInCommon:
        return None
    return diff if diff.changes or _frames(before.draft) != _frames(after.draft) else None


def _frames(state: Snapshot) -> object:
    """What a text says outside of its clauses, by language."""
    return {code: (edition.title, edition.summary) for code, edition in state.editions.items()}


def _releases(root: Path, book: Book, before: Document | None, after: Document, day: dt.date) -> Iterator[Release]:
    known = {version.name for version in before.versions} if before else set()
    for version in after.versions:
        if version.name not in known:
            last = after.predecessor(version)
            names = (last.name, version.name) if last else ("", "")
            yield Release(version, diff_states(book, last, version, names, None, day) if last else None)


def _values(before: Document | None, after: Document) -> Iterator[ValueChange]:
    old: Mapping[str, Value] = before.draft.values if before else {}
    new = after.draft.values
    language = after.authoritative
    for name in [*(name for name in old if name not in new), *new]:
        said = [format_value(values[name], language) if name in values else "" for values in (old, new)]
        if before and (old.get(name) != new.get(name)):
            yield ValueChange(name, *said)


def _earliest(document: Document, outlook: Outlook) -> dt.date | None:
    """The earliest day of effect of the draft; None where it has nothing that would be released."""
    return outlook.earliest if outlook.changes and document.versions else None
