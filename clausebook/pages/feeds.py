"""Feeds: the events of one document, or of all, as an Atom feed (RFC 4287) in one language, the older ones in archives (RFC 5005)."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element, SubElement, indent, register_namespace, tostring

from clausebook.model import timeline
from clausebook.model.document import Document, Version
from clausebook.pages import addresses
from clausebook.pages.events import Event, event_sentences, event_title, events
from clausebook.pages.language_view import LanguageView
from clausebook.pages.page import DataFile
from clausebook.pages.prose import NoLinks, ProseWriter
from clausebook.pages.status_sentences import reading_language

_ATOM = "http://www.w3.org/2005/Atom"
_HISTORY = "http://purl.org/syndication/history/1.0"
register_namespace("fh", _HISTORY)
ENTRIES = 20
"""The number of entries of a feed, and of each of its archives."""
_NEVER = "1970-01-01T00:00:00Z"  # when a feed without an entry was updated


def feeds(view: LanguageView, document: Document | None, site_name: str) -> Iterator[DataFile]:
    """The feed of `document`, or of every document of the language, newest event first, and its archives, the oldest first.

    The feed itself has the newest entries. An archive (RFC 5005, 4) is full and has the same entries for good, so that readers fetch it once; where the
    number of entries is no multiple, some stand in the feed and in the newest archive.
    """
    chosen = [document] if document else [one for one in view.documents.values() if view.shown(one)]
    told = [event for one in chosen for event in events(one, view.day(one)) if reading_language(view, event.version)]
    told.sort(key=lambda event: (event.instant, event.document.id, event.version.number, event.kind))
    archives = math.ceil(max(0, len(told) - ENTRIES) / ENTRIES)
    name = document.id if document else ""
    newest = _feed(view, document, site_name, addresses.feed(view.language, name), told[-ENTRIES:])
    if archives:
        _link(
            newest,
            view,
            "prev-archive",
            addresses.feed(view.language, name),
            addresses.feed(view.language, name, archives),
        )
    yield _file(addresses.feed(view.language, name), newest)
    for number in range(1, archives + 1):
        address = addresses.feed(view.language, name, number)
        archive = _feed(view, document, site_name, address, told[ENTRIES * (number - 1) : ENTRIES * number])
        archive.insert(0, Element(f"{{{_HISTORY}}}archive"))
        _link(archive, view, "current", address, addresses.feed(view.language, name))
        for relation, other in (("prev-archive", number - 1), ("next-archive", number + 1)):
            if 0 < other <= archives:
                _link(archive, view, relation, address, addresses.feed(view.language, name, other))
        yield _file(address, archive)


def feed(view: LanguageView, document: Document | None, site_name: str) -> DataFile:
    """The feed of `document`, or of every document of the language, without its archives."""
    return next(feeds(view, document, site_name))


def _feed(
    view: LanguageView, document: Document | None, site_name: str, address: str, told: Sequence[Event]
) -> Element:
    """A feed at an address with these events, the oldest first."""
    text, language = view.text, view.language
    home = addresses.current(language, document.id) if document else addresses.home(language)
    root = Element("feed", {"xmlns": _ATOM, "xml:lang": language})
    _child(root, "id", entry_id(view, addresses.feed(language, document.first_name if document else ""), ""))
    _child(root, "title", text("{document}: changes", document=view.title(document) if document else site_name))
    _child(root, "updated", _date(max(event.updated for event in told)) if told else _NEVER)
    _child(root, "link", rel="self", type="application/atom+xml", href=absolute(view, address, address))
    _link(root, view, "alternate", address, home)
    _child(_child(root, "author"), "name", site_name)
    for event in reversed(told):
        _add_entry(root, view, event, address)
    return root


def _file(address: str, root: Element) -> DataFile:
    indent(root)
    return DataFile(address, f'<?xml version="1.0" encoding="utf-8"?>\n{tostring(root, encoding="unicode")}\n')


def _add_entry(root: Element, view: LanguageView, event: Event, address: str) -> None:
    language, version, document = view.language, event.version, event.document
    name = f"{document.first_name}/{version.name}/{event.name}/{language}"
    code = reading_language(view, version)
    entry = _child(root, "entry")
    _child(entry, "id", entry_id(view, name, version.announced.isoformat()))
    _child(entry, "title", event_title(view, event))
    _child(entry, "published", _date(event.instant))
    _child(entry, "updated", _date(event.updated))
    _link(entry, view, "alternate", address, addresses.version(code, document.id, version.name), code)
    if view.has_changes(document, version):
        _link(entry, view, "related", address, addresses.changes(language, document.id, version.name))
    _child(entry, "summary", _summary(view, event, version), type="html")


def _summary(view: LanguageView, event: Event, version: Version) -> str:
    sentences = f"<p>{' '.join(event_sentences(view, event))}</p>"
    if view.language not in version.editions or timeline.is_withdrawn(version, view.day(event.document)):
        return sentences
    return sentences + ProseWriter(view.wording(version), NoLinks()).html(view.edition(version).summary)


def _date(instant: dt.datetime) -> str:
    """An instant of RFC 3339, whose offsets have no seconds, as those of local time before there were zones do."""
    offset = instant.utcoffset()
    return (instant if offset and not offset.total_seconds() % 60 else instant.astimezone(dt.UTC)).isoformat()


def entry_id(view: LanguageView, name: str, day: str) -> str:
    """A name for good (RFC 4151): it depends on nothing that can change later."""
    host = urlsplit(view.root_url).hostname
    return f"tag:{host},{day or '2020-01-01'}:{name}" if host else f"urn:clausebook:{name}"


def absolute(view: LanguageView, source: str, target: str) -> str:
    """A link that works outside of the site where the site knows its own address, else one from the file at `source`."""
    if view.root_url:
        return f"{view.root_url}{target}"
    # A reader resolves it against the folder that the file is in (RFC 3986, 5.2.3).
    return addresses.link(source[: source.rindex("/") + 1], target)


def _child(parent: Element, name: str, text: str = "", **attributes: str) -> Element:
    """A new last child of an element, with its text and attributes."""
    child = SubElement(parent, name, {key: _characters(value) for key, value in attributes.items()})
    child.text = _characters(text)
    return child


def _link(parent: Element, view: LanguageView, relation: str, source: str, target: str, language: str = "") -> None:
    _child(parent, "link", rel=relation, hreflang=language or view.language, href=absolute(view, source, target))


# What is no character of XML 1.0 (2.2), and the controls that it discourages.
_NO_CHARACTER = re.compile(r"[^\t\n\r -~\x85\xa0-\ud7ff\ue000-\ufdcf\ufdf0-\ufffd\U00010000-\U0010ffff]")


def _characters(text: str) -> str:
    """A text without what no XML file can hold."""
    return _NO_CHARACTER.sub("\ufffd", text)
