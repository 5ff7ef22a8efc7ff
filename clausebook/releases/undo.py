"""Undo: the last release taken back, as long as nobody can have seen it.

Whether it was published is asked of git: a release that stands in a remote-tracking branch was pushed. The record's rename is the one
step that takes it back; before it, each text of the version waits beside its place as in a release, so that `recovery` can finish or
undo what was interrupted.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from itertools import takewhile
from pathlib import Path

from clausebook import git, storage
from clausebook.model.document import Document, Version
from clausebook.model.reading import TERMS
from clausebook.problems import Place, Problem, ProblemsFound
from clausebook.releases.record import without_last_entries


class Publication(StrEnum):
    """What git knows of where a release is."""

    PUBLISHED = "published"
    UNPUBLISHED = "unpublished"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Undo:
    """A release that can be taken back: its versions, oldest first (a correction can have several).

    `publication` is PUBLISHED nowhere; where it is UNKNOWN, `reason` says why git could not tell. `lost` are the languages in
    which the draft no longer is the text that was released, so that this text goes.
    """

    document: Document
    versions: tuple[Version, ...]
    publication: Publication
    reason: str
    lost: tuple[str, ...]


def plan_undo(root: Path, document: Document) -> Undo:
    """The last release of a document, ready to be taken back. Raises ProblemsFound where there is none, or it was published."""
    place = Place(f"{TERMS}/{document.id}.yml")
    versions = _last_release(document)
    if not versions:
        last = max((version for version in document.versions if version.withdrawn), key=_entry, default=None)
        message = f"the last entry withdraws {last.name}" if last else "nothing was released yet"
        raise ProblemsFound([Problem(place, "undo", message, "there is no release to take back")])
    names = ", ".join(version.name for version in versions)
    if not versions[0].chain:
        message = f"{names} has no seal: it was not written by “clausebook release”"
        raise ProblemsFound([Problem(place, "undo", message, "edit the record by hand")])
    publication, reason = _publication(root, place.path, versions[0].chain)
    if publication is Publication.PUBLISHED:
        message = f"{names} was published: it stands in {reason}"
        advice = "withdraw it before it takes effect, or release a version that follows it"
        raise ProblemsFound([Problem(place, "undo", message, advice)])
    last = versions[-1]
    lost = tuple(
        language
        for language, edition in last.editions.items()
        if language not in document.draft.editions or document.draft.editions[language].digest != edition.digest
    )
    return Undo(document, versions, publication, reason, lost)


def _entry(version: Version) -> int:
    return version.entry


def _last_release(document: Document) -> tuple[Version, ...]:
    """The versions that the last command released, oldest entry first; none where the last entry is a withdrawal."""
    by_entry = sorted(document.versions, key=_entry, reverse=True)
    withdrawals = sum(version.withdrawn is not None for version in document.versions)
    if not by_entry or by_entry[0].entry != len(document.versions) + withdrawals - 1:
        return ()
    carried = list(takewhile(lambda version: version.carries is not None, by_entry))
    return tuple(reversed(by_entry[: len(carried) + 1]))


def _publication(root: Path, path: str, seal: str) -> tuple[Publication, str]:
    """Whether a remote-tracking branch has a record with this seal, and which one; or why that is not known."""
    try:
        branches = git.remote_branches(root)
        for branch in branches:
            commit = git.Commit.find(root, branch)
            blob = commit.files(TERMS).get(path)
            if blob and seal.encode() in commit.contents([blob])[blob]:
                return Publication.PUBLISHED, branch.removeprefix("refs/remotes/")
    except git.Unknown as unknown:
        return Publication.UNKNOWN, str(unknown)
    if not branches:
        return Publication.UNKNOWN, "this repository has no remote branch that git knows of"
    count = f"{len(branches)} remote branch{'' if len(branches) == 1 else 'es'}"
    return Publication.UNPUBLISHED, f"{count}, as last fetched"


def undo(root: Path, planned: Undo) -> None:
    """Take a release back. Raises ProblemsFound or OSError; then all of it is there or none, now or after the next command."""
    document = planned.document
    path = f"{TERMS}/{document.id}.yml"
    record = root / path
    made = without_last_entries(record.read_bytes().decode("utf-8"), path, len(planned.versions))
    texts = [root / edition.path for version in planned.versions for edition in version.editions.values()]
    storage.stage(record, made.encode("utf-8"))
    for text in texts:
        text.rename(storage.staged(text))
        storage.sync_folder(text.parent)
    storage.commit(record)
    for text in texts:
        storage.staged(text).unlink()
        storage.sync_folder(text.parent)
