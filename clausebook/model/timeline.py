"""The timeline: what is in force, announced or superseded as of a date. Computed, never stored; no function reads a clock.

A version takes effect at the first instant of its effective day in the document's time zone.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterator
from enum import StrEnum
from zoneinfo import ZoneInfo

from clausebook.model.document import Document, Version, VersionKind
from clausebook.model.periods import ONE_DAY

UTC = ZoneInfo("UTC")


class Status(StrEnum):
    """What a version is as of a date."""

    ANNOUNCED = "announced"
    IN_FORCE = "in-force"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"
    UNPUBLISHED = "unpublished"
    OVERTAKEN = "overtaken"
    """A correction takes effect in its place on its own day: it never applies."""
    RETIRED = "retired"
    """It retired the document, whose terms no longer apply."""


def today(document: Document, now: dt.datetime) -> dt.date:
    """The calendar day of the document at the instant `now` (an aware datetime).

    Versions may have zones of their own. The day is that of the zone in which the next version takes effect, so that it does so at its
    own midnight; when none is to come, that of the last one; of the draft where there is no version.
    """
    zones = [document.regime_of(version).timezone for version in document.active_versions]
    for version, zone in zip(document.active_versions, zones, strict=True):
        if version.effective > now.astimezone(zone).date():
            return now.astimezone(zone).date()
    return now.astimezone(zones[-1] if zones else document.regime.timezone).date()


def latest(document: Document, day: dt.date, group: str = "") -> Version | None:
    """The last version that has taken effect by `day`: the one in force, or the one that retired the document."""
    return next((each for each in reversed(document.active_versions) if each.effective_for(group) <= day), None)


def leading(document: Document, day: dt.date) -> Version | None:
    """The version that a document is known by on `day`: the last to have taken effect, else the one that is to do so first."""
    return latest(document, day) or min(announced(document, day), key=lambda one: one.effective, default=None)


def in_force(document: Document, day: dt.date, group: str = "") -> Version | None:
    """The version that binds existing customers on `day`; None before the first and while the document is retired."""
    found = latest(document, day, group)
    return None if found and found.kind is VersionKind.RETIREMENT else found


def announced(document: Document, day: dt.date, group: str = "") -> tuple[Version, ...]:
    """The versions that have been announced by `day`, take effect later and are neither withdrawn nor overtaken by then."""
    return tuple(each for each in document.versions if status(document, each, day, group) is Status.ANNOUNCED)


def is_withdrawn(version: Version, day: dt.date) -> bool:
    """Whether it has been announced by `day` that the version will not take effect."""
    return version.withdrawn is not None and version.withdrawn.day <= day


def status(document: Document, version: Version, day: dt.date, group: str = "") -> Status:
    """What `version` is on `day`."""
    if version.announced > day:
        return Status.UNPUBLISHED
    if is_withdrawn(version, day):
        return Status.WITHDRAWN
    if overtaken_by(document, version, day, group):
        return Status.OVERTAKEN
    if version.effective_for(group) > day:
        return Status.ANNOUNCED
    if version is not latest(document, day, group):
        return Status.SUPERSEDED
    return Status.RETIRED if version.kind is VersionKind.RETIREMENT else Status.IN_FORCE


def _later(document: Document, version: Version, day: dt.date) -> Iterator[Version]:
    """The versions after `version` that are announced and not withdrawn on `day`, by number."""
    start = bisect_right(document.versions, version.number, key=lambda other: other.number)
    for index in range(start, len(document.versions)):
        other = document.versions[index]
        if other.announced <= day and not is_withdrawn(other, day):
            yield other


def overtaken_by(document: Document, version: Version, day: dt.date, group: str = "") -> Version | None:
    """The correction that takes effect in the place of `version` on its own day, as far as it is announced on `day`: the last one
    where that was corrected in turn."""
    if is_withdrawn(version, day):
        return None
    found = None
    for other in _later(document, version, day):
        if other.effective_for(group) > version.effective_for(group):
            break
        found = other
    return found


def replaced_on(document: Document, version: Version, day: dt.date, group: str = "") -> Version | None:
    """The version that replaces, or replaced, `version`, as far as it is announced and not withdrawn on `day`; not one that is
    itself overtaken."""
    if is_withdrawn(version, day):
        return None
    found = next(_later(document, version, day), None)
    return (overtaken_by(document, found, day, group) or found) if found else None


def in_force_new(document: Document, day: dt.date, group: str = "") -> Version | None:
    """The version that binds those who become customers on `day`; it may not yet bind the others."""
    bound = [
        version
        for version in document.versions
        if (version.effective_new or version.effective_for(group)) <= day and not is_withdrawn(version, day)
    ]
    return bound[-1] if bound and bound[-1].kind is not VersionKind.RETIREMENT else None


def clause_effective(version: Version, clause: str, group: str = "") -> dt.date:
    """The day from which a clause of a version, as it reads there, binds a group: that of the version, or its own later one."""
    return max(version.effective_for(group), version.clause_days.get(clause, version.effective_for(group)))


def clause_replaced_on(document: Document, version: Version, clause: str, day: dt.date) -> dt.date | None:
    """The day on which a clause of a version ends to apply as it reads there, where its wording ends with that version; as far as that is
    announced on `day`. The next version can put the clause off, and one after that can bring it forward."""
    if is_withdrawn(version, day):
        return None
    return min((clause_effective(other, clause) for other in _later(document, version, day)), default=None)


def received(document: Document, version: Version, group: str = "") -> dt.date:
    """The day on which customers have the information of a version, as its notice counts it."""
    rule = document.rule_of(version, group)
    return rule.event(version.sent_under(rule))


def last_day_to_terminate(document: Document, version: Version, group: str = "") -> dt.date | None:
    """The last day of the termination right that a version opens for all or for a group, itself included; None where it opens none,
    or one that does not end."""
    right = document.right_of(version, group)
    if right is None or version.kind is not VersionKind.AMENDMENT:
        return None
    return right.last_day(received(document, version, group), version.effective_for(group))


def days_of(document: Document, version: Version) -> tuple[dt.date, ...]:
    """Every day on which something that is said of a version may change."""
    days = [version.announced, version.effective, version.effective_new or version.effective]
    days += version.clause_days.values()
    days += [version.dispatched_by + ONE_DAY] if version.dispatched_by else []
    days += [version.withdrawn.day] if version.withdrawn else []
    for group in ("", *version.groups):
        last = last_day_to_terminate(document, version, group)
        days += [version.effective_for(group), *([last + ONE_DAY] if last else [])]
    return tuple(days)


def published(document: Document, day: dt.date) -> tuple[Version, ...]:
    """The versions announced by `day`, oldest first."""
    return tuple(version for version in document.versions if version.announced <= day)


def turning_days(document: Document) -> frozenset[dt.date]:
    """Every day from which on something else is true of a document: announcements, effects, withdrawals, and the ends of rights to terminate."""
    return frozenset(day for version in document.versions for day in days_of(document, version))
