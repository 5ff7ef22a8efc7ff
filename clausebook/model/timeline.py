"""The timeline: what is in force, announced or superseded as of a date. Computed, never stored; no function reads a clock.

A version takes effect at the first instant of its effective day in the document's time zone.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from enum import StrEnum
from zoneinfo import ZoneInfo

from clausebook.model.document import Document, Start, Version

UTC = ZoneInfo("UTC")


class Status(StrEnum):
    """What a version is as of a date."""

    ANNOUNCED = "announced"
    IN_FORCE = "in-force"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"
    UNPUBLISHED = "unpublished"


def today(document: Document, now: dt.datetime) -> dt.date:
    """The calendar day of the document at the instant `now` (an aware datetime).

    Versions may have zones of their own. The day is that of the zone in which the next version takes effect, so that it does so at its
    own midnight; when none is to come, that of the last one; of the draft where there is no version.
    """
    zones = [document.regime_of(version).timezone for version in document.standing]
    for version, zone in zip(document.standing, zones, strict=True):
        if version.effective > now.astimezone(zone).date():
            return now.astimezone(zone).date()
    return now.astimezone(zones[-1] if zones else document.regime.timezone).date()


def in_force(document: Document, day: dt.date) -> Version | None:
    """The version that binds existing customers on `day`: the last that has taken effect."""
    return next((version for version in reversed(document.standing) if version.effective <= day), None)


def announced(document: Document, day: dt.date) -> tuple[Version, ...]:
    """The versions that have been announced by `day`, take effect later and are not withdrawn by then."""
    return tuple(
        version
        for version in document.versions
        if version.announced <= day < version.effective and not is_withdrawn(version, day)
    )


def is_withdrawn(version: Version, day: dt.date) -> bool:
    """Whether it has been announced by `day` that the version will not take effect."""
    return version.withdrawn is not None and version.withdrawn.day <= day


def status(document: Document, version: Version, day: dt.date) -> Status:
    """What `version` is on `day`."""
    if version.announced > day:
        return Status.UNPUBLISHED
    if is_withdrawn(version, day):
        return Status.WITHDRAWN
    if version.effective > day:
        return Status.ANNOUNCED
    return Status.IN_FORCE if version is in_force(document, day) else Status.SUPERSEDED


def replaced_on(document: Document, version: Version, day: dt.date) -> Version | None:
    """The version that replaces, or replaced, `version`, as far as it is announced and not withdrawn on `day`."""
    if is_withdrawn(version, day):
        return None
    after = document.versions[bisect_right(document.versions, version.number, key=lambda other: other.number) :]
    return next((other for other in after if other.announced <= day and not is_withdrawn(other, day)), None)


def in_force_new(document: Document, day: dt.date) -> Version | None:
    """The version that binds those who become customers on `day`; it may not yet bind the others."""
    bound = [
        version
        for version in document.versions
        if (version.effective_new or version.effective) <= day and not is_withdrawn(version, day)
    ]
    return bound[-1] if bound else None


def last_day_to_terminate(document: Document, version: Version) -> dt.date | None:
    """The last day of the termination right that a version opens; None where it opens none.

    The day from which the days run is not counted (Regulation (EEC, Euratom) No 1182/71, art. 3(1)).
    """
    right = document.right_of(version)
    if right is None:
        return None
    start = version.announced if right.start is Start.ANNOUNCED else version.effective
    return start + dt.timedelta(days=right.days)


def published(document: Document, day: dt.date) -> tuple[Version, ...]:
    """The versions announced by `day`, oldest first."""
    return tuple(version for version in document.versions if version.announced <= day)
