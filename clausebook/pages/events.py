"""Events: what happened to the versions of a document, and when: what feeds and calendars tell."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from markupsafe import Markup

from clausebook.model import timeline
from clausebook.model.document import Document, Version, VersionKind
from clausebook.pages.language_view import LanguageView
from clausebook.pages.status_sentences import announced_sentence, overtaken_words
from clausebook.sentences.derivations import (
    date_sentences,
    notice_sentences,
    termination_sentence,
    withdrawal_sentences,
)
from clausebook.sentences.own_days import clauses_apart, group_name, groups_apart, numbers_of
from clausebook.sentences.particulars import particulars


class EventKind(StrEnum):
    """What happened to a version."""

    ANNOUNCED = "announced"
    IN_FORCE = "in-force"
    GROUP = "group"
    """It takes effect for a group of customers on another day than for all."""
    CLAUSES = "clauses"
    """Clauses that begin later than their version."""
    CORRECTED = "corrected"
    LANGUAGES = "languages"
    RETIRED = "retired"
    WITHDRAWN = "withdrawn"


# What is told once, when it is announced.
_ONE_EVENT = {VersionKind.CORRECTION: EventKind.CORRECTED, VersionKind.LANGUAGES: EventKind.LANGUAGES}


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened on a day. It is told differently later only where the version was withdrawn, on `told`.

    `group` is the id of the group that it concerns.
    """

    document: Document
    version: Version
    kind: EventKind
    day: dt.date
    told: dt.date
    group: str = ""

    @property
    def name(self) -> str:
        """What it is called among the events of its version, for good."""
        match self.kind:
            case EventKind.GROUP:
                return f"{self.kind}-{self.group}"
            case EventKind.CLAUSES:
                return f"{self.kind}-{self.day.isoformat()}"
            case _:
                return self.kind.value

    @property
    def instant(self) -> dt.datetime:
        """When it happened."""
        return self._first_instant(self.day)

    @property
    def updated(self) -> dt.datetime:
        """When it was last told differently."""
        return self._first_instant(self.told)

    def _first_instant(self, day: dt.date) -> dt.datetime:
        """A day's first instant in the version's time zone; where a clock change skips midnight, the hour after it."""
        zone = self.document.regime_of(self.version).timezone
        midnight = dt.datetime.combine(day, dt.time.min, tzinfo=zone)
        return midnight.astimezone(dt.UTC).astimezone(zone)


def events(document: Document, day: dt.date) -> Iterator[Event]:
    """What has happened by `day`, oldest first within each version.

    A first version in force at once, a correction and a change of languages are one event each. A version that is overtaken
    never comes into force.
    """
    for version in timeline.published(document, day):
        withdrawn = version.withdrawn.day if version.withdrawn and timeline.is_withdrawn(version, day) else None
        instead = timeline.overtaken_by(document, version, day)
        told = withdrawn or (instead.announced if instead else version.announced)
        if version.kind in _ONE_EVENT:
            yield Event(document, version, _ONE_EVENT[version.kind], version.announced, told)
        elif version.announced < version.effective:
            yield Event(document, version, EventKind.ANNOUNCED, version.announced, told)
        if withdrawn:
            yield Event(document, version, EventKind.WITHDRAWN, withdrawn, withdrawn)
        elif version.effective <= day and version.kind not in _ONE_EVENT and not instead:
            kind = EventKind.RETIRED if version.kind is VersionKind.RETIREMENT else EventKind.IN_FORCE
            yield Event(document, version, kind, version.effective, version.effective)
        if not withdrawn and not instead and version.kind not in _ONE_EVENT:
            yield from _own_days(document, version, day)


def _own_days(document: Document, version: Version, day: dt.date) -> Iterator[Event]:
    """The days by `day` on which a version took effect for a group, or clauses of it did, apart from all others."""
    for name, terms in groups_apart(version).items():
        if terms.effective <= day:
            yield Event(document, version, EventKind.GROUP, terms.effective, terms.effective, name)
    for begins in clauses_apart(version):
        if begins <= day:
            yield Event(document, version, EventKind.CLAUSES, begins, begins)


def event_title(view: LanguageView, event: Event) -> str:
    """“Subscription terms, version 6.0: announced”, as plain text."""
    words = view.text
    values = {"title": view.title_of(event.version), "number": event.version.name}
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
        case EventKind.GROUP:
            group = group_name(event.version.groups[event.group], view.language)
            return words("{title}, version {number}: in force for {group}", **values, group=group)
        case EventKind.CLAUSES:
            numbers = numbers_of(event.version, clauses_apart(event.version)[event.day], view.language)
            return words.plural(
                "{title}, version {number}: clause {clauses} in force",
                "{title}, version {number}: clauses {clauses} in force",
                len(numbers),
                **values,
                clauses=words.listing(numbers),
            )
        case EventKind.CORRECTED:
            return words("{title}, version {number}: corrected", **values)
        case EventKind.WITHDRAWN:
            return words("{title}, version {number}: withdrawn", **values)


def event_sentences(view: LanguageView, event: Event) -> list[Markup]:
    """What there is to say of an event on its day; of a version that was withdrawn since, that and nothing of its effect."""
    words, version = view.words, event.version
    document = event.document
    announced = announced_sentence(words, version).words
    if timeline.is_withdrawn(version, view.day(document)):
        return [announced, *withdrawal_sentences(words, version, view.language)]
    if timeline.overtaken_by(document, version, view.day(document)):
        return [announced, overtaken_words(view, document, version, words)]
    found = [
        *date_sentences(words, version, event.day),
        *particulars(words, document, version),
        *notice_sentences(words, document, version),
    ]
    terminate = termination_sentence(words, document, version)
    if view.language not in version.editions:
        found.append(words("This version is not published in this language."))
    return [*found, terminate] if terminate else found
