"""The outlook: what is in force, announced and drafted as of a day, and by when the draft must be announced."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import combinations, pairwise

from clausebook.model import timeline
from clausebook.model.business_days import NoBusinessDays
from clausebook.model.document import Document, Version, VersionKind
from clausebook.model.notices import NoticeRule
from clausebook.problems import Place, Problem, ProblemsFound
from clausebook.releases.lagging import compare_with, stale_clauses
from clausebook.releases.schedule import earliest_effect

_MONTHS = 3


@dataclass(frozen=True, slots=True)
class Deadline:
    """To take effect on `effective`, announce by `announce`; `passed` says that this day is over. `groups` are those that need another
    day, as they have a notice of their own."""

    effective: dt.date
    announce: dt.date
    passed: bool = False
    groups: Mapping[str, dt.date] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Dispatch:
    """By when the messages on an announced version must be out; `passed` says that this day is over."""

    version: Version
    by: dt.date
    passed: bool


@dataclass(frozen=True, slots=True)
class OpenRight:
    """A right to terminate that customers, or those of a group, have on the day: until `last`, or without an end where it is None."""

    version: Version
    group: str
    last: dt.date | None


@dataclass(frozen=True, slots=True)
class OwnDay:
    """A day ahead on which a version takes effect for a `group` alone, or for `clauses` of it alone."""

    version: Version
    day: dt.date
    group: str = ""
    clauses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Outlook:
    """One document as of a day. `changes` counts the draft's; `stale` the clauses of translations that lag behind by language;
    `retired` is the version that ended it, `planned` when the draft is meant to take effect. `overlapping` are pairs of versions
    whose notices run at the same time, `overlapping_windows` of those whose rights to terminate do; `dispatches` are by when messages
    must be out, `rights` those to terminate that are open. `in_force_groups` is what is in force for the groups for which that is something else,
    `own_days` are the days ahead of groups and of clauses."""

    document: Document
    day: dt.date
    in_force: Version | None
    in_force_new: Version | None
    retired: Version | None
    announced: tuple[Version, ...]
    unannounced: tuple[Version, ...]
    withdrawn: tuple[Version, ...]
    changes: int
    stale: dict[str, list[str]]
    overlapping: tuple[tuple[Version, Version], ...]
    overlapping_windows: tuple[tuple[Version, Version], ...]
    dispatches: tuple[Dispatch, ...]
    rights: tuple[OpenRight, ...]
    rule: NoticeRule
    earliest: dt.date
    deadlines: tuple[Deadline, ...]
    planned: Deadline | None
    in_force_groups: Mapping[str, Version | None]
    own_days: tuple[OwnDay, ...]


def look_at(document: Document, day: dt.date) -> Outlook:
    """The outlook of a document on `day`; raises ProblemsFound where it rests on holidays that are not known."""
    try:
        return _look_at(document, day)
    except NoBusinessDays as error:
        place = Place(f"terms/{document.id}.yml")
        raise ProblemsFound([Problem(place, "business-days", error.message, error.advice)]) from None


def _look_at(document: Document, day: dt.date) -> Outlook:
    last = document.predecessor(document.draft)
    comparison = compare_with(document, last, document.draft) if last else None
    stale: dict[str, list[str]] = {}
    for language, clause, _ in stale_clauses(document, comparison) if comparison else ():
        stale.setdefault(language, []).append(clause.id)
    rule = document.rule_of(document.draft)
    earliest = earliest_effect(last, rule if last else None, day)
    announced = timeline.announced(document, day)
    planned, latest = document.planned, timeline.latest(document, day)
    return Outlook(
        document,
        day,
        timeline.in_force(document, day),
        timeline.in_force_new(document, day),
        latest if latest and latest.kind is VersionKind.RETIREMENT else None,
        announced,
        tuple(version for version in document.active_versions if version.announced > day),
        tuple(version for version in document.versions if timeline.is_withdrawn(version, day)),
        len(comparison.substantive) if comparison else 0,
        stale,
        tuple((one, other) for one, other in pairwise(announced) if other.announced < one.effective),
        tuple(_overlapping_windows(document, day)),
        tuple(
            Dispatch(version, version.dispatched_by, version.dispatched_by < day)
            for version in announced
            if version.dispatched_by
        ),
        tuple(open_rights(document, day)),
        rule,
        earliest,
        tuple(_deadline(document, first, dt.date.min) for first in _first_days(earliest)) if last else (),
        _deadline(document, planned, day) if planned and last else None,
        _in_force_groups(document, day),
        tuple(sorted(_own_days(document, day), key=lambda own: own.day)),
    )


def _in_force_groups(document: Document, day: dt.date) -> Mapping[str, Version | None]:
    """What is in force for each group that a version names, where that is something else than for all others."""
    groups = dict.fromkeys(group for version in document.active_versions for group in version.groups)
    general = timeline.in_force(document, day)
    found = {group: timeline.in_force(document, day, group) for group in groups}
    return {group: version for group, version in found.items() if version is not general}


def _own_days(document: Document, day: dt.date) -> Iterator[OwnDay]:
    """The days after `day` on which what is announced takes effect for a group, or for clauses, apart from all others."""
    for version in timeline.published(document, day):
        if timeline.is_withdrawn(version, day) or timeline.overtaken_by(document, version, day):
            continue
        for group, terms in version.groups.items():
            if terms.effective > day and terms.effective != version.effective:
                yield OwnDay(version, terms.effective, group=group)
        for begins in sorted({begins for begins in version.clause_days.values() if begins > day}):
            clauses = tuple(clause for clause, own in version.clause_days.items() if own == begins)
            yield OwnDay(version, begins, clauses=clauses)


def _deadline(document: Document, effective: dt.date, day: dt.date) -> Deadline:
    """By when the draft must be announced to take effect on a day, for all and for the groups that need another day for it."""
    announce = document.rule_of(document.draft).latest(effective)
    groups = {name: document.rule_of(document.draft, name).latest(effective) for name in document.groups}
    return Deadline(effective, announce, announce < day, {name: by for name, by in groups.items() if by != announce})


def open_rights(document: Document, day: dt.date) -> Iterator[OpenRight]:
    """The rights to terminate that customers have on a day because of an amendment: of all, and of each group that has its own."""
    for version in timeline.published(document, day):
        if timeline.is_withdrawn(version, day) or version.kind is not VersionKind.AMENDMENT:
            continue
        for group in ("", *version.groups):
            last = timeline.last_day_to_terminate(document, version, group)
            if document.right_of(version, group) and (last is None or last >= day):
                yield OpenRight(version, group, last)


def _overlapping_windows(document: Document, day: dt.date) -> Iterator[tuple[Version, Version]]:
    """The pairs of versions whose windows to terminate are open on one day, the present one or a later one."""
    windows: dict[str, OpenRight] = {}
    for right in open_rights(document, day):
        known = windows.get(right.version.name)
        if right.last and not (known and known.last and known.last >= right.last):
            windows[right.version.name] = right
    for one, other in combinations(windows.values(), 2):
        if one.last and other.last and max(one.version.announced, other.version.announced) <= min(one.last, other.last):
            yield one.version, other.version


def _first_days(day: dt.date) -> list[dt.date]:
    """The first days of the months that begin on `day` or later."""
    first = day if day.day == 1 else (day.replace(day=1) + dt.timedelta(days=32)).replace(day=1)
    found = []
    for _ in range(_MONTHS):
        found.append(first)
        first = (first + dt.timedelta(days=32)).replace(day=1)
    return found
