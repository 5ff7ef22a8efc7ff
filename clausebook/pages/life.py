"""The life of a version as pages tell it: words that are true whenever they are read, and the dates for the script.

A page can be read long after it was built. So where a change of status lies ahead, the badge names its date; the script
`status.js` then says it in short, as of the day of reading in the document's own time zone.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from markupsafe import Markup, escape

from clausebook.languages import N_
from clausebook.model import timeline
from clausebook.model.document import Document, Snapshot, Version, VersionKind
from clausebook.model.timeline import Status
from clausebook.model.values import format_day
from clausebook.pages import addresses
from clausebook.pages.derivations import termination_sentence, withdrawal_sentences
from clausebook.pages.shelf import Shelf


@dataclass(frozen=True, slots=True)
class Life:
    """A badge: the status when the page was built, words for it, and when it changes (empty where no change lies ahead)."""

    status: str
    words: Markup
    start: str = ""
    end: str = ""
    zone: str = ""

    @property
    def changes(self) -> bool:
        return bool(self.zone)


def life_of(shelf: Shelf, document: Document, snapshot: Snapshot) -> Life:
    """What `snapshot` is on the shelf's day."""
    words, status = shelf.words, shelf.status(document, snapshot)
    if not isinstance(snapshot, Version) or status not in {Status.ANNOUNCED, Status.IN_FORCE}:
        return Life(status.value, words.status(status))
    successor = timeline.replaced_on(document, snapshot, shelf.day(document))
    zone = document.regime.timezone.key
    end = successor.effective.isoformat() if successor else ""
    if status is Status.ANNOUNCED:
        day = format_day(snapshot.effective, shelf.language)
        return Life(status.value, words("In force from {date}", date=day), snapshot.effective.isoformat(), end, zone)
    if successor is None:
        return Life(status.value, words.status(status))
    last = format_day(successor.effective - dt.timedelta(days=1), shelf.language)
    return Life(status.value, words("In force until {date}", date=last), snapshot.effective.isoformat(), end, zone)


@dataclass(frozen=True, slots=True)
class ComingView:
    """An announced version as the terms in force tell of it; every sentence states its date."""

    heading: Markup
    sentences: list[Markup]
    summary: Markup
    day: str
    zone: str
    address: str
    changes_address: str


def coming_view(shelf: Shelf, document: Document, version: Version, address: str) -> ComingView:
    """An announced version for the banner of the page at `address`."""
    words, language = shelf.words, shelf.language
    day = words.date(version.effective)
    sentences = [words("The amendment was announced on {date}.", date=words.date(version.announced))]
    if version.kind is VersionKind.CORRECTION:
        sentences = [words("The correction was announced on {date}.", date=words.date(version.announced))]
    if version.effective_new and version.effective_new != version.effective:
        sentences.append(words("For new customers from {date}.", date=words.date(version.effective_new)))
    terminate = termination_sentence(words, document, version)
    return ComingView(
        words("{version} applies from {date}.", version=version_name(shelf, version), date=day),
        [*sentences, *([terminate] if terminate else [])],
        shelf.writer(version, address).html(shelf.edition(version).summary),
        version.effective.isoformat(),
        document.regime.timezone.key,
        addresses.version(language, document.id, version.name),
        addresses.changes(language, document.id, version.name),
    )


def successor_sentence(shelf: Shelf, document: Document, snapshot: Snapshot, address: str) -> Markup:
    """For readers after the day on which an announced version took this one's place; empty when none is known."""
    if not isinstance(snapshot, Version):
        return Markup("")
    successor = timeline.replaced_on(document, snapshot, shelf.day(document))
    if successor is None:
        return Markup("")
    words = shelf.words
    link = version_link(shelf, successor, address)
    return words("Since {date} {version} applies.", date=words.date(successor.effective), version=link)


def withdrawal_told(shelf: Shelf, snapshot: Snapshot) -> list[Markup]:
    """That and why a version was withdrawn, in the reader's language."""
    if not isinstance(snapshot, Version) or snapshot.withdrawn is None:
        return []
    if not timeline.is_withdrawn(snapshot, shelf.days[snapshot.document]):
        return []
    return withdrawal_sentences(shelf.words, snapshot, shelf.language)


def status_sentences(shelf: Shelf, document: Document, snapshot: Snapshot, address: str) -> list[Markup]:
    """The status of a version in words. Each sentence states its dates, so it stays true when it is read later."""
    words = shelf.words
    if not isinstance(snapshot, Version):
        return [words("Draft: neither announced nor in force.")]
    status = shelf.status(document, snapshot)
    if status is Status.WITHDRAWN:
        return [words("Announced on {date}.", date=words.date(snapshot.announced)), *withdrawal_told(shelf, snapshot)]
    if status is Status.ANNOUNCED:
        sentences = [
            words(
                "Announced on {announced}; takes effect on {date}.",
                announced=words.date(snapshot.announced),
                date=words.date(snapshot.effective),
            )
        ]
        current = timeline.in_force(document, shelf.day(document))
        if current:
            link = version_link(shelf, current, address)
            sentences.append(words("Until then {version} applies.", version=link))
    else:
        sentence = N_("In force since {date}.") if status is Status.IN_FORCE else N_("In force from {date}.")
        sentences = [words(sentence, date=words.date(snapshot.effective))]
        if snapshot.announced < snapshot.effective:
            sentences.append(words("Announced on {date}.", date=words.date(snapshot.announced)))
    if snapshot.effective_new and snapshot.effective_new != snapshot.effective:
        sentences.append(words("For new customers from {date}.", date=words.date(snapshot.effective_new)))
    successor = timeline.replaced_on(document, snapshot, shelf.day(document))
    if successor:
        link = version_link(shelf, successor, address)
        sentences.append(
            words(
                "Replaced on {date} by {version}, announced on {announced}.",
                date=words.date(successor.effective),
                version=link,
                announced=words.date(successor.announced),
            )
        )
    return sentences


def version_link(shelf: Shelf, snapshot: Snapshot, address: str) -> Markup:
    """“version 5.0” as a link from the page at `address`."""
    target = addresses.version(shelf.language, snapshot.document, snapshot.name)
    return anchor(addresses.link(address, target), version_words(shelf, snapshot))


def anchor(href: str, words: Markup | str) -> Markup:
    """Words as a link."""
    return Markup(f'<a href="{escape(href)}">{escape(words)}</a>')


def version_name(shelf: Shelf, snapshot: Snapshot) -> Markup:
    """What a version is called where it stands alone: “Version 5.0”, “Draft”."""
    if snapshot.number is None:
        return shelf.words("Draft")
    return shelf.words("Version {number}", number=snapshot.name)


def version_words(shelf: Shelf, snapshot: Snapshot) -> Markup:
    """What a version is called inside a sentence: “version 5.0”, “the draft”."""
    if snapshot.number is None:
        return shelf.words("the draft")
    return shelf.words("version {number}", number=snapshot.name)
