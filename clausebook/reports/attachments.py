"""Attachments: the files of a notice that a customer keeps. One more kind of file, such as a PDF, is one more line in `attachments`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256

from clausebook.model.document import Document, Version
from clausebook.model.plaintext import head_of, plain_text
from clausebook.pages.calendars import calendar_text
from clausebook.pages.language_view import LanguageView
from clausebook.reports.diff import Diff
from clausebook.reports.diff_html import as_html
from clausebook.reports.diff_text import as_text
from clausebook.reports.text_html import text_html


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file: what it is called, its media type (type, subtype), its bytes, and what it is in the customer's language."""

    name: str
    media_type: tuple[str, str]
    data: bytes
    title: str

    @property
    def digest(self) -> str:
        return sha256(self.data).hexdigest()


def attachments(view: LanguageView, document: Document, version: Version, site_name: str) -> Iterator[Attachment]:
    """The whole new text and the redline, each as plain text and as one HTML file, and the days for a calendar.

    The plain text is, byte for byte, the one whose fingerprint was sealed; the redline is left out where there is none.
    """
    words, name = view.text, f"{document.id}-{version.name}-{view.language}"
    text = plain_text(view.wording(version), head_of(document, version, view.language))
    title = words("The whole new text, as plain text")
    yield Attachment(f"{name}.txt", ("text", "plain"), text.encode(), title)
    title = words("The whole new text, as a web page")
    yield Attachment(f"{name}.html", ("text", "html"), text_html(view, document, version).encode(), title)
    diff = _diff(view, document, version)
    if diff:
        title = words("The changes, marked word by word, as plain text")
        yield Attachment(f"{name}-changes.txt", ("text", "plain"), as_text(diff, colour=False).encode(), title)
        title = words("The changes, marked word by word, as a web page")
        yield Attachment(f"{name}-changes.html", ("text", "html"), as_html(diff, view.root).encode(), title)
    yield calendar_file(view, document, version, site_name)


def calendar_file(view: LanguageView, document: Document, version: Version, site_name: str) -> Attachment:
    """The days of a version for a calendar program."""
    days = calendar_text(view, [(document, version)], site_name)
    name = f"{document.id}-{version.name}-{view.language}.ics"
    return Attachment(name, ("text", "calendar"), days.encode(), view.text("The dates for your calendar"))


def _diff(view: LanguageView, document: Document, version: Version) -> Diff | None:
    """The changes of a version; None where it has no predecessor in the language, or none of its clauses changed."""
    comparison = view.comparison(document, version)
    if comparison is None or not comparison.changes:
        return None
    return Diff(document, comparison, {view.language: (view.wording(comparison.old), view.wording(version))})
