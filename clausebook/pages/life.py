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
from clausebook.pages.particulars import particulars, retired_from
from clausebook.pages.shelf import Shelf

_ANNOUNCED = {
    VersionKind.CORRECTION: N_("The correction was announced on {date}."),
    VersionKind.RETIREMENT: N_("The end of these terms was announced on {date}."),
}


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
    if snapshot.kind is VersionKind.RETIREMENT:
        # True whenever it is read, and nothing that the script would have to change.
        return Life(status.value, words("Ends on {date}", date=format_day(snapshot.effective, shelf.language)))
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
    if version.kind is not VersionKind.AMENDMENT:
        told = _ANNOUNCED.get(version.kind, N_("The version was announced on {date}."))
        sentences = [words(told, date=words.date(version.announced)), *particulars(words, document, version)]
    if version.effective_new and version.effective_new != version.effective:
        sentences.append(words("For new customers from {date}.", date=words.date(version.effective_new)))
    terminate = termination_sentence(words, document, version)
    heading = words("{version} applies from {date}.", version=version_name(shelf, version), date=day)
    if version.kind is VersionKind.RETIREMENT:
        heading = retired_from(words, version.effective)
        sentences = sentences[:1]
    return ComingView(
        heading,
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
    if successor.kind is VersionKind.RETIREMENT:
        return retired_from(words, successor.effective)
    link = version_link(shelf, successor, address)
    return words("Since {date} {version} applies.", date=words.date(successor.effective), version=link)


def withdrawal_told(shelf: Shelf, snapshot: Snapshot) -> list[Markup]:
    """That and why a version was withdrawn, in the reader's language."""
    if not isinstance(snapshot, Version) or snapshot.withdrawn is None:
        return []
    if not timeline.is_withdrawn(snapshot, shelf.days[snapshot.document]):
        return []
    return withdrawal_sentences(shelf.words, snapshot, shelf.language)


def retirement_told(shelf: Shelf, snapshot: Snapshot) -> Markup:
    """From when on the document applies no longer; empty for a version that does not retire it."""
    if not isinstance(snapshot, Version) or snapshot.kind is not VersionKind.RETIREMENT:
        return Markup("")
    return retired_from(shelf.words, snapshot.effective)


def overtaken_told(shelf: Shelf, document: Document, snapshot: Snapshot, address: str) -> Markup:
    """That a correction takes effect in the place of an announced version; empty where none does."""
    day = shelf.day(document)
    instead = timeline.overtaken_by(document, snapshot, day) if isinstance(snapshot, Version) else None
    if instead is None:
        return Markup("")
    words = shelf.words
    return words(
        "It does not take effect itself: {version}, which corrects it, takes its place on {date}.",
        version=version_link(shelf, instead, address),
        date=words.date(instead.effective),
    )


def status_sentences(shelf: Shelf, document: Document, snapshot: Snapshot, address: str) -> list[Markup]:
    """The status of a version in words. Each sentence states its dates, so it stays true when it is read later."""
    words = shelf.words
    if not isinstance(snapshot, Version):
        return [words("Draft: neither announced nor in force.")]
    status = shelf.status(document, snapshot)
    if status is Status.WITHDRAWN:
        return [words("Announced on {date}.", date=words.date(snapshot.announced)), *withdrawal_told(shelf, snapshot)]
    if status is Status.OVERTAKEN:
        return [
            words("Announced on {date}.", date=words.date(snapshot.announced)),
            overtaken_told(shelf, document, snapshot, address),
        ]
    if snapshot.kind is VersionKind.RETIREMENT:
        sentences = [
            words("Announced on {date}.", date=words.date(snapshot.announced)),
            retired_from(words, snapshot.effective),
        ]
    elif status is Status.ANNOUNCED:
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
    if successor and successor.kind is VersionKind.RETIREMENT:
        sentences.append(retired_from(words, successor.effective))
    elif successor:
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
    """“version 5.0” as a link from the page at `address`; to its prevailing text, which is named, where it lacks the reader's language."""
    words = version_words(shelf, snapshot)
    language = shelf.language
    if language not in snapshot.editions:
        language = shelf.book.documents[snapshot.document].regime_of(snapshot).authoritative
        named = shelf.words.language_name(language)
        words = shelf.words("{version} ({language})", version=words, language=named)
        if language not in shelf.languages:
            return words
    return anchor(addresses.link(address, addresses.version(language, snapshot.document, snapshot.name)), words)


def lacking_told(shelf: Shelf, document: Document, address: str) -> Markup:
    """That the version in force is not published in the reader's language, and where to read it; empty where it is."""
    latest = timeline.in_force(document, shelf.day(document))
    if latest is None or shelf.language in latest.editions:
        return Markup("")
    return shelf.words(
        "The version in force is not published in this language: {version}.",
        version=version_link(shelf, latest, address),
    )


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
