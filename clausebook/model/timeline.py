"""The timeline: what is in force, announced or superseded as of a date. Computed, never stored; no function reads a clock.

A version takes effect at the first instant of its effective day in the document's time zone.
"""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from clausebook.model.document import Document, Version


class Status(StrEnum):
    """What a version is as of a date."""

    ANNOUNCED = "announced"
    IN_FORCE = "in-force"
    SUPERSEDED = "superseded"
    UNPUBLISHED = "unpublished"


def today(document: Document, now: dt.datetime) -> dt.date:
    """The calendar day in the document's time zone at the instant `now` (an aware datetime)."""
    return now.astimezone(document.timezone).date()


def in_force(document: Document, day: dt.date) -> Version | None:
    """The version that binds existing customers on `day`: the last that has taken effect."""
    effective = [version for version in document.versions if version.effective <= day]
    return effective[-1] if effective else None


def announced(document: Document, day: dt.date) -> tuple[Version, ...]:
    """The versions that have been announced by `day` and take effect later."""
    return tuple(version for version in document.versions if version.announced <= day < version.effective)


def status(document: Document, version: Version, day: dt.date) -> Status:
    """What `version` is on `day`."""
    if version.announced > day:
        return Status.UNPUBLISHED
    if version.effective > day:
        return Status.ANNOUNCED
    return Status.IN_FORCE if version is in_force(document, day) else Status.SUPERSEDED


def replaced_on(document: Document, version: Version, day: dt.date) -> Version | None:
    """The version that replaces, or replaced, `version`, as far as it is announced on `day`."""
    successor = document.successor(version)
    return successor if successor and successor.announced <= day else None


def published(document: Document, day: dt.date) -> tuple[Version, ...]:
    """The versions announced by `day`, oldest first."""
    return tuple(version for version in document.versions if version.announced <= day)
