"""Calendars: effective days and last days to terminate as all-day events in one language (iCalendar, RFC 5545)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from urllib.parse import urlsplit

from markupsafe import Markup

from clausebook.languages import N_
from clausebook.model import timeline
from clausebook.model.document import Document, Version, VersionKind
from clausebook.pages import addresses
from clausebook.pages.derivations import date_sentences, termination_sentence
from clausebook.pages.page import DataFile
from clausebook.pages.particulars import particulars
from clausebook.pages.shelf import Shelf

_MAX_OCTETS = 75


def calendar(shelf: Shelf, site_name: str) -> DataFile:
    """All notices of the language."""
    versions = [
        (document, version)
        for document in shelf.book.documents.values()
        for version in shelf.shown(document)
        if isinstance(version, Version)
    ]
    return DataFile(addresses.calendar(shelf.language), calendar_text(shelf, versions, site_name))


def calendar_text(shelf: Shelf, versions: list[tuple[Document, Version]], site_name: str) -> str:
    """The events of some versions as a calendar."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//Clausebook//Notices//{shelf.language.upper()}",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{_escaped(site_name)}",
    ]
    for document, version in versions:
        lines += _events(shelf, document, version)
    return "".join(f"{_folded(line)}\r\n" for line in [*lines, "END:VCALENDAR"])


def _events(shelf: Shelf, document: Document, version: Version) -> Iterator[str]:
    words = shelf.words
    if version.kind is VersionKind.INITIAL:
        return
    values = {"title": shelf.edition(version).title, "number": version.name}
    told = [*date_sentences(words, version)[:1], *particulars(words, document, version)]
    if version.announced < version.effective:
        sentence = (
            N_("{title}: no longer applies")
            if version.kind is VersionKind.RETIREMENT
            else N_("{title}: version {number} takes effect")
        )
        summary = words(sentence, **values)
        yield from _event(shelf, document, version, "effective", version.effective, summary, told)
    if version.effective_new and version.effective_new != version.effective:
        summary = words("{title}: version {number} takes effect for new customers", **values)
        yield from _event(shelf, document, version, "effective-new", version.effective_new, summary, told)
    last = timeline.last_day_to_terminate(document, version)
    if last:
        summary = words("{title}: last day to terminate because of version {number}", **values)
        reason = termination_sentence(words, document, version)
        yield from _event(shelf, document, version, "terminate", last, summary, [reason])


def _event(
    shelf: Shelf, document: Document, version: Version, name: str, day: dt.date, summary: Markup, told: list[Markup]
) -> Iterator[str]:
    """One event; that of a version which is withdrawn or overtaken is cancelled, so that calendars take it away (RFC 5545,
    3.8.1.11)."""
    host = urlsplit(shelf.root_url).hostname or "clausebook.invalid"
    cancelled = _cancelled_on(document, version, shelf.day(document))
    stamp = cancelled or version.announced
    yield "BEGIN:VEVENT"
    yield f"UID:{document.first_name}-{version.name}-{name}-{shelf.language}@{host}"
    yield f"DTSTAMP:{stamp:%Y%m%d}T000000Z"
    yield f"SEQUENCE:{1 if cancelled else 0}"
    yield f"STATUS:{'CANCELLED' if cancelled else 'CONFIRMED'}"
    yield f"DTSTART;VALUE=DATE:{day:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{day + dt.timedelta(days=1):%Y%m%d}"
    yield "TRANSP:TRANSPARENT"
    yield f"SUMMARY;LANGUAGE={shelf.language}:{_escaped(_plain(summary))}"
    yield f"DESCRIPTION;LANGUAGE={shelf.language}:{_escaped(' '.join(_plain(sentence) for sentence in told))}"
    if shelf.root_url:  # a calendar is read far from its site: only a whole address leads anywhere (3.8.4.6)
        yield f"URL:{shelf.root_url}{addresses.version(shelf.language, document.id, version.name)}"
    yield "BEGIN:VALARM"
    yield "ACTION:DISPLAY"
    yield f"DESCRIPTION:{_escaped(_plain(summary))}"
    yield "TRIGGER:-P1W"
    yield "END:VALARM"
    yield "END:VEVENT"


def _cancelled_on(document: Document, version: Version, day: dt.date) -> dt.date | None:
    """When it was announced, by `day`, that a version will not take effect; None where it was not."""
    if version.withdrawn and timeline.is_withdrawn(version, day):
        return version.withdrawn.day
    instead = timeline.overtaken_by(document, version, day)
    return instead.announced if instead else None


def _escaped(text: str) -> str:
    """TEXT of RFC 5545, 3.3.11."""
    for sign, written in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        text = text.replace(sign, written)
    return text


def _folded(line: str) -> str:
    """A line of at most 75 octets, continued on lines that begin with a space (3.1); no character is cut in two."""
    if len(line.encode()) <= _MAX_OCTETS:
        return line
    parts, part, size = [], "", 0
    for sign in line:
        octets = len(sign.encode())
        if size + octets > _MAX_OCTETS:
            parts.append(part)
            part, size = " ", 1
        part += sign
        size += octets
    return "\r\n".join([*parts, part])


def _plain(html: Markup) -> str:
    return str(html.striptags())
