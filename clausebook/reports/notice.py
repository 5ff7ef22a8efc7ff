"""The notice to customers of one version in one language: as text, as HTML, or as a message ready to be sent.

Nothing is sent by Clausebook. The same version gives the same bytes: boundaries and dates come from it, not from a clock.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from html import unescape

from markupsafe import Markup

from clausebook.compare import compare_snapshots, plain_text
from clausebook.model.document import Document, Version, VersionKind
from clausebook.model.plaintext import fingerprint
from clausebook.model.prose import parse_prose
from clausebook.pages import addresses
from clausebook.pages.calendars import calendar_text
from clausebook.pages.changes import ChangeLister, ChangeView
from clausebook.pages.derivations import (
    date_sentences,
    notice_sentences,
    termination_sentence,
    withdrawal_sentences,
)
from clausebook.pages.particulars import particulars
from clausebook.pages.prose import NoLinks, ProseWriter
from clausebook.pages.shelf import Shelf
from clausebook.pages.templates import render
from clausebook.reports.diff import Diff
from clausebook.reports.diff_html import as_html


@dataclass(frozen=True)
class Notice:
    """The notice of `version`; `shelf` knows the address of the site, so that links lead there."""

    shelf: Shelf
    document: Document
    version: Version
    site_name: str

    @property
    def subject(self) -> str:
        words, title = self.shelf.words, self.shelf.edition(self.version).title
        if self.version.withdrawn:
            return _plain(
                words("{title}: the announced version {number} is withdrawn", title=title, number=self.version.name)
            )
        if self.version.kind is VersionKind.RETIREMENT:
            return _plain(words("{title}: ends on {date}", title=title, date=words.date(self.version.effective)))
        return _plain(
            words(
                "{title}: version {number} applies from {date}",
                title=title,
                number=self.version.name,
                date=words.date(self.version.effective),
            )
        )

    def text(self) -> str:
        """Plain text; lists keep their signs."""
        edition = self.shelf.edition(self.version)
        prints = self.shelf.wording(self.version).words
        summary = plain_text(parse_prose(edition.summary).blocks, prints).strip()
        rendered = self._render("notice.txt", Markup(summary), [self._item(view) for view in self._changes()])
        return "\n".join(line.rstrip() for line in unescape(rendered).strip().splitlines()) + "\n"

    def html(self) -> str:
        """One HTML file without anything from elsewhere."""
        writer = ProseWriter(self.shelf.wording(self.version), NoLinks())
        summary = writer.html(self.shelf.edition(self.version).summary)
        return self._render("notice.html", summary, [self._item(view) for view in self._changes()])

    def message(self) -> bytes:
        """A message (RFC 5322, MIME) with both forms, the redline and the calendar file; sender and recipients are left open."""
        message = EmailMessage(policy=SMTP)
        message["Subject"] = self.subject
        message["Date"] = format_datetime(
            dt.datetime.combine(self.version.announced, dt.time(9), self.document.regime_of(self.version).timezone)
        )
        message["X-Unsent"] = "1"  # mail programs open it as a draft
        message["Content-Language"] = self.shelf.language
        message.set_content(self.text())
        message.add_alternative(self.html(), subtype="html")
        name = f"{self.document.id}-{self.version.name}-{self.shelf.language}"
        redline = self._redline()
        if redline:
            message.add_attachment(redline, subtype="html", filename=f"{name}.html")
        calendar = calendar_text(self.shelf, [(self.document, self.version)], self.site_name)
        message.add_attachment(calendar.encode(), maintype="text", subtype="calendar", filename=f"{name}.ics")
        for number, part in enumerate(one for one in message.walk() if one.is_multipart()):
            part.set_boundary(f"clausebook-{name}-{number}")
        return message.as_bytes()

    def _redline(self) -> str:
        """The redline against the predecessor as a file of its own; empty for a first version."""
        old = self.document.predecessor(self.version)
        if old is None or self.shelf.language not in old.editions:
            return ""
        comparison = compare_snapshots(old, self.version, self.document.pivot((old, self.version)))
        return as_html(Diff(self.document, comparison, {self.shelf.language: self.shelf}), self.shelf.root)

    def _changes(self) -> list[ChangeView]:
        comparison = self.shelf.comparison(self.document, self.version)
        address = addresses.changes(self.shelf.language, self.document.id, self.version.name)
        return ChangeLister.on_page(self.shelf, comparison, address).changes() if comparison else []

    def _item(self, view: ChangeView) -> tuple[Markup, str]:
        """A change in words, and where its redline is."""
        number = view.new_number or view.old_number
        words = Markup("{} {}: {}").format(number, Markup(", ").join(view.labels), view.heading)
        changes = addresses.changes(self.shelf.language, self.document.id, self.version.name)
        return words, self._url(f"{changes}#{view.anchor}")

    def _render(self, template: str, summary: Markup, changes: Sequence[tuple[Markup, str]]) -> str:
        shelf, words, version, document = self.shelf, self.shelf.words, self.version, self.document
        dates = [
            *date_sentences(words, version),
            *particulars(words, document, version),
            *notice_sentences(words, document, version),
        ]
        withdrawal = withdrawal_sentences(words, version, shelf.language)
        return render(
            shelf.root,
            template,
            shelf.language,
            "",
            subject=self.subject,
            site_name=self.site_name,
            is_correction=version.kind is VersionKind.CORRECTION,
            withdrawal=withdrawal,
            dates=dates,
            summary=summary,
            changes=changes,
            termination=termination_sentence(words, document, version),
            digest=fingerprint(document, version, shelf.wording(version)),
            page=self._url(addresses.version(shelf.language, document.id, version.name)),
            redline=self._url(addresses.changes(shelf.language, document.id, version.name)) if changes else "",
            text=self._url(addresses.plain_text(document.id, version.name, shelf.language)),
        )

    def _url(self, address: str) -> str:
        return f"{self.shelf.root_url}{address}"


def _plain(html: Markup) -> str:
    return str(html.striptags())
