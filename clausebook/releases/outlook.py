"""The outlook: what is in force, announced and drafted as of a day, and by when the draft must be announced."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from itertools import pairwise

from clausebook.model import timeline
from clausebook.model.document import Document, NoticeRule, Version, VersionKind
from clausebook.releases.lagging import compare_with, stale_clauses
from clausebook.releases.plan import earliest_effect

_MONTHS = 3


@dataclass(frozen=True, slots=True)
class Deadline:
    """To take effect on `effective`, announce by `announce`; `passed` says that this day is over."""

    effective: dt.date
    announce: dt.date
    passed: bool = False


@dataclass(frozen=True, slots=True)
class Outlook:
    """One document as of a day. `changes` counts the draft's; `stale` the clauses of translations that lag behind by language;
    `retired` is the version that ended it, `overlapping` are pairs of versions whose notices run at the same time, `planned` when the draft is meant to take effect."""

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
    rule: NoticeRule
    earliest: dt.date
    deadlines: tuple[Deadline, ...]
    planned: Deadline | None


def look_at(document: Document, day: dt.date) -> Outlook:
    """The outlook of a document on `day`."""
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
        rule,
        earliest,
        tuple(Deadline(first, rule.latest(first)) for first in _first_days(earliest)) if last else (),
        Deadline(planned, rule.latest(planned), rule.latest(planned) < day) if planned and last else None,
    )


def _first_days(day: dt.date) -> list[dt.date]:
    """The first days of the months that begin on `day` or later."""
    first = day if day.day == 1 else (day.replace(day=1) + dt.timedelta(days=32)).replace(day=1)
    found = []
    for _ in range(_MONTHS):
        found.append(first)
        first = (first + dt.timedelta(days=32)).replace(day=1)
    return found
