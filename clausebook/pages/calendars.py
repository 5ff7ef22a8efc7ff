"""Calendars: effective days and last days to terminate as all-day events in one language (iCalendar, RFC 5545)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

from clausebook.languages import N_
from clausebook.model import timeline
from clausebook.model.document import Document, Version, VersionKind
from clausebook.pages import addresses
from clausebook.pages.language_view import LanguageView
from clausebook.pages.page import DataFile
from clausebook.pages.status_sentences import overtaken_words, reading_language
from clausebook.quoting import is_control
from clausebook.sentences.derivations import date_sentences, termination_sentence, withdrawal_sentences
from clausebook.sentences.own_days import clauses_apart, group_name, groups_apart, numbers_of
from clausebook.sentences.particulars import particulars
from clausebook.sentences.words import Phrases

_MAX_OCTETS = 75


def calendar(view: LanguageView, site_name: str) -> DataFile:
    """All notices of the language."""
    versions = [
        (document, version)
        for document in view.documents.values()
        if view.shown(document)
        for version in timeline.published(document, view.day(document))
        if reading_language(view, version)
    ]
    return DataFile(addresses.calendar(view.language), calendar_text(view, versions, site_name))


def calendar_text(view: LanguageView, versions: list[tuple[Document, Version]], site_name: str) -> str:
    """The events of some versions as a calendar."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//Clausebook//Notices//{view.language.upper()}",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{_escaped(site_name)}",
    ]
    for document, version in versions:
        lines += _events(view, document, version)
    return "".join(f"{_folded(line)}\r\n" for line in [*lines, "END:VCALENDAR"])


def _events(view: LanguageView, document: Document, version: Version) -> Iterator[str]:
    words = view.text
    if version.kind is VersionKind.INITIAL:
        return
    values = {"title": view.title_of(version), "number": version.name}
    cancelled = _cancelled_on(document, version, view.day(document)) is not None
    told = [*date_sentences(words, version, version.announced)[:1], *particulars(words, document, version)]
    summary = words("{title}: the announced version {number} is withdrawn", **values)
    if timeline.is_withdrawn(version, view.day(document)):
        told = withdrawal_sentences(words, version, view.language)
    elif cancelled:
        told = [overtaken_words(view, document, version, words)]
        summary = words("{title}: version {number} is replaced by its correction", **values)
    if version.announced < version.effective:
        if not cancelled:
            sentence = (
                N_("{title}: no longer applies")
                if version.kind is VersionKind.RETIREMENT
                else N_("{title}: version {number} takes effect")
            )
            summary = words(sentence, **values)
        yield from _event(view, document, version, "effective", version.effective, summary, told)
    if version.effective_new and version.effective_new != version.effective:
        if not cancelled:
            summary = words("{title}: version {number} takes effect for new customers", **values)
        yield from _event(view, document, version, "effective-new", version.effective_new, summary, told)
    for name, day, title in _own_days(words, version, values):
        yield from _event(view, document, version, name, day, summary if cancelled else title, told)
    for name, last, title, reason in _rights(words, document, version, values):
        text = (summary, told) if cancelled else (title, [reason])
        yield from _event(view, document, version, name, last, *text)


def _own_days(words: Phrases[str], version: Version, values: Mapping[str, str]) -> Iterator[tuple[str, dt.date, str]]:
    """The days on which a version takes effect for a group, or clauses of it do, apart from all others: name, day, title."""
    for name, terms in groups_apart(version).items():
        group = group_name(terms, words.language)
        title = words("{title}: version {number} takes effect for {group}", **values, group=group)
        yield f"effective-{name}", terms.effective, title
    for day, clauses in clauses_apart(version).items():
        numbers = numbers_of(version, clauses, words.language)
        title = words.plural(
            "{title}: clause {clauses} of version {number} takes effect",
            "{title}: clauses {clauses} of version {number} take effect",
            len(numbers),
            **values,
            clauses=words.listing(numbers),
        )
        yield f"clauses-{day.isoformat()}", day, title


def _rights(
    words: Phrases[str], document: Document, version: Version, values: Mapping[str, str]
) -> Iterator[tuple[str, dt.date, str, str]]:
    """The last days to terminate, of all and of each group whose day is another one: name, day, title, and which right it is."""
    general = timeline.last_day_to_terminate(document, version)
    for group in ("", *version.groups):
        last = timeline.last_day_to_terminate(document, version, group)
        reason = termination_sentence(words, document, version, group)
        if last is None or not reason or (group and last == general):
            continue
        title = words("{title}: last day to terminate because of version {number}", **values)
        if group:
            name = group_name(version.groups[group], words.language)
            title = words(
                "{title}: last day for {group} to terminate because of version {number}", **values, group=name
            )
        yield f"terminate-{group}" if group else "terminate", last, title, reason


def _event(
    view: LanguageView,
    document: Document,
    version: Version,
    name: str,
    day: dt.date,
    summary: str,
    told: list[str],
) -> Iterator[str]:
    """One event; that of a version which is withdrawn or overtaken is cancelled, so that calendars take it away (RFC 5545,
    3.8.1.11), and reminds of nothing."""
    host = urlsplit(view.root_url).hostname or "clausebook.invalid"
    cancelled = _cancelled_on(document, version, view.day(document))
    stamp = cancelled or version.announced
    code = reading_language(view, version)
    yield "BEGIN:VEVENT"
    yield f"UID:{document.first_name}-{version.name}-{name}-{view.language}@{_one_line(host)}"
    yield f"DTSTAMP:{_date(stamp)}T000000Z"
    yield f"SEQUENCE:{1 if cancelled else 0}"
    yield f"STATUS:{'CANCELLED' if cancelled else 'CONFIRMED'}"
    yield f"DTSTART;VALUE=DATE:{_date(day)}"
    yield f"DTEND;VALUE=DATE:{_date(day + dt.timedelta(days=1))}"
    yield "TRANSP:TRANSPARENT"
    yield f"SUMMARY;LANGUAGE={view.language}:{_escaped(summary)}"
    yield f"DESCRIPTION;LANGUAGE={view.language}:{_escaped(' '.join(told))}"
    if view.root_url and code:  # a calendar is read far from its site: only a whole address leads anywhere (3.8.4.6)
        yield f"URL:{_one_line(view.root_url)}{addresses.version(code, document.id, version.name)}"
    if not cancelled:
        yield "BEGIN:VALARM"
        yield "ACTION:DISPLAY"
        yield f"DESCRIPTION:{_escaped(summary)}"
        yield "TRIGGER:-P1W"
        yield "END:VALARM"
    yield "END:VEVENT"


def _date(day: dt.date) -> str:
    """DATE of RFC 5545, 3.3.4; `strftime` does not write years before 1000 with four digits."""
    return day.isoformat().replace("-", "")


def _cancelled_on(document: Document, version: Version, day: dt.date) -> dt.date | None:
    """When it was announced, by `day`, that a version will not take effect; None where it was not."""
    if version.withdrawn and timeline.is_withdrawn(version, day):
        return version.withdrawn.day
    instead = timeline.overtaken_by(document, version, day)
    return instead.announced if instead else None


def _escaped(text: str) -> str:
    """TEXT of RFC 5545, 3.3.11; what no value can hold (CONTROL, 3.1) or nobody sees is replaced by a sign that says so."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.isprintable():
        text = "".join("\ufffd" if is_control(sign) and sign not in "\n\t" else sign for sign in text)
    for sign, written in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        text = text.replace(sign, written)
    return text


def _one_line(text: str) -> str:
    """A value that is no TEXT, and so has no way to write the end of a line."""
    return "".join(sign for sign in text if not is_control(sign))


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
