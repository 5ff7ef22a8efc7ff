"""Feeds: the events of one document, or of all, as an Atom feed (RFC 4287) in one language."""

from __future__ import annotations

from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

from markupsafe import Markup

from clausebook.model.document import Document, Version
from clausebook.pages import addresses
from clausebook.pages.events import Event, event_sentences, event_title, events
from clausebook.pages.page import DataFile
from clausebook.pages.prose import NoLinks, ProseWriter
from clausebook.pages.shelf import Shelf

_ATOM = "http://www.w3.org/2005/Atom"


def feed(shelf: Shelf, document: Document | None, site_name: str) -> DataFile:
    """The feed of `document`, or of every document of the language, newest event first."""
    words, language = shelf.words, shelf.language
    chosen = [document] if document else [one for one in shelf.book.documents.values() if shelf.shown(one)]
    found = [event for one in chosen for event in events(one, shelf.day(one)) if language in event.version.editions]
    found.sort(key=lambda event: (event.instant, event.document.id, event.version.number, event.kind), reverse=True)
    address = addresses.feed(language, document.id if document else "")
    home = addresses.current(language, document.id) if document else addresses.home(language)
    title = words("{document}: changes", document=shelf.title(document) if document else site_name)
    root = ET.Element("feed", {"xmlns": _ATOM, "xml:lang": language})
    _text(root, "id", entry_id(shelf, address, ""))
    _text(root, "title", _plain(title))
    _text(root, "updated", found[0].instant.isoformat() if found else "1970-01-01T00:00:00+00:00")
    ET.SubElement(
        root, "link", {"rel": "self", "type": "application/atom+xml", "href": absolute(shelf, address, address)}
    )
    ET.SubElement(root, "link", {"rel": "alternate", "hreflang": language, "href": absolute(shelf, address, home)})
    author = ET.SubElement(root, "author")
    _text(author, "name", site_name)
    for event in found:
        root.append(_entry(shelf, event, address))
    ET.indent(root)
    text = ET.tostring(root, encoding="unicode")
    return DataFile(address, f'<?xml version="1.0" encoding="utf-8"?>\n{text}\n')


def _entry(shelf: Shelf, event: Event, address: str) -> ET.Element:
    language, version, document = shelf.language, event.version, event.document
    entry = ET.Element("entry")
    name = f"{document.id}/{version.name}/{event.kind}/{language}"
    _text(entry, "id", entry_id(shelf, name, version.announced.isoformat()))
    _text(entry, "title", _plain(event_title(shelf, event)))
    _text(entry, "published", event.instant.isoformat())
    _text(entry, "updated", event.instant.isoformat())
    page = addresses.version(language, document.id, version.name)
    ET.SubElement(entry, "link", {"rel": "alternate", "hreflang": language, "href": absolute(shelf, address, page)})
    if shelf.predecessor(document, version):
        changes = addresses.changes(language, document.id, version.name)
        ET.SubElement(
            entry, "link", {"rel": "related", "hreflang": language, "href": absolute(shelf, address, changes)}
        )
    summary = ET.SubElement(entry, "summary", {"type": "html"})
    summary.text = str(_summary(shelf, event, version))
    return entry


def _summary(shelf: Shelf, event: Event, version: Version) -> Markup:
    dates = Markup("<p>{}</p>").format(Markup(" ").join(event_sentences(shelf, event)))
    writer = ProseWriter(shelf.wording(version), NoLinks())
    return dates + writer.html(shelf.edition(version).summary)


def entry_id(shelf: Shelf, name: str, day: str) -> str:
    """A name for good (RFC 4151): it depends on nothing that can change later."""
    host = urlsplit(shelf.root_url).hostname
    return f"tag:{host},{day or '2020-01-01'}:{name}" if host else f"urn:clausebook:{name}"


def absolute(shelf: Shelf, source: str, target: str) -> str:
    """A link that works outside of the site where the site knows its own address, else one from the file at `source`."""
    if shelf.root_url:
        return f"{shelf.root_url}{target}"
    # A reader resolves it against the folder that the file is in (RFC 3986, 5.2.3).
    return addresses.link(source[: source.rindex("/") + 1], target)


def _text(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(parent, name).text = text


def _plain(html: Markup) -> str:
    return str(html.striptags())
