"""Events: what happened to the versions of a document, and when: what feeds and calendars tell."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from markupsafe import Markup

from clausebook.model import timeline
from clausebook.model.document import Document, Version, VersionKind
from clausebook.pages.derivations import (
    date_sentences,
    notice_sentences,
    termination_sentence,
    withdrawal_sentences,
)
from clausebook.pages.particulars import particulars
from clausebook.pages.shelf import Shelf


class EventKind(StrEnum):
    """What happened to a version."""

    ANNOUNCED = "announced"
    IN_FORCE = "in-force"
    CORRECTED = "corrected"
    LANGUAGES = "languages"
    RETIRED = "retired"
    WITHDRAWN = "withdrawn"


# What is told once, when it is announced.
_ONE_EVENT = {VersionKind.CORRECTION: EventKind.CORRECTED, VersionKind.LANGUAGES: EventKind.LANGUAGES}


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened on a day; it is never told differently later."""

    document: Document
    version: Version
    kind: EventKind
    day: dt.date

    @property
    def instant(self) -> dt.datetime:
        """The day's first instant in the version's time zone; where a clock change skips midnight, the hour after it."""
        zone = self.document.regime_of(self.version).timezone
        midnight = dt.datetime.combine(self.day, dt.time.min, tzinfo=zone)
        return midnight.astimezone(dt.UTC).astimezone(zone)


def events(document: Document, day: dt.date) -> Iterator[Event]:
    """What has happened by `day`, oldest first within each version.

    A first version in force at once, a correction and a change of languages are one event each. A version that is overtaken
    never comes into force.
    """
    for version in timeline.published(document, day):
        if version.kind in _ONE_EVENT:
            yield Event(document, version, _ONE_EVENT[version.kind], version.announced)
        elif version.announced < version.effective:
            yield Event(document, version, EventKind.ANNOUNCED, version.announced)
        if version.withdrawn:
            if version.withdrawn.day <= day:
                yield Event(document, version, EventKind.WITHDRAWN, version.withdrawn.day)
        elif version.effective <= day and version.kind not in _ONE_EVENT:
            if version.kind is VersionKind.RETIREMENT:
                yield Event(document, version, EventKind.RETIRED, version.effective)
            elif not timeline.overtaken_by(document, version, day):
                yield Event(document, version, EventKind.IN_FORCE, version.effective)


def event_title(shelf: Shelf, event: Event) -> Markup:
    """“Subscription terms, version 6.0: announced”."""
    words = shelf.words
    values = {"title": shelf.edition(event.version).title, "number": event.version.name}
    match event.kind:
        case EventKind.ANNOUNCED if event.version.kind is VersionKind.RETIREMENT:
            return words("{title}: to end", **values)
        case EventKind.RETIRED:
            return words("{title}: no longer applies", **values)
        case EventKind.LANGUAGES:
            return words("{title}, version {number}: languages changed", **values)
        case EventKind.ANNOUNCED:
            return words("{title}, version {number}: announced", **values)
        case EventKind.IN_FORCE:
            return words("{title}, version {number}: in force", **values)
        case EventKind.CORRECTED:
            return words("{title}, version {number}: corrected", **values)
        case EventKind.WITHDRAWN:
            return words("{title}, version {number}: withdrawn", **values)


def event_sentences(shelf: Shelf, event: Event) -> list[Markup]:
    """The dates of the version as sentences that stay true."""
    words, version = shelf.words, event.version
    if event.kind is EventKind.WITHDRAWN:
        return withdrawal_sentences(words, version, shelf.language)
    document = event.document
    found = [
        *date_sentences(words, version),
        *particulars(words, document, version),
        *notice_sentences(words, document, version),
    ]
    terminate = termination_sentence(words, document, version)
    return [*found, terminate] if terminate else found
