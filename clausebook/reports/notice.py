"""The notice to customers of one version in one language: as text, as HTML, or as a message ready to be sent.

Nothing is sent by Clausebook. The same version gives the same bytes: boundaries and dates come from it, not from a clock.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from hashlib import sha256
from typing import ClassVar

from clausebook.compare import compare_snapshots, plain_text
from clausebook.model import timeline
from clausebook.model.document import Document, Version, VersionKind, Withdrawal
from clausebook.model.plaintext import fingerprint
from clausebook.model.prose import parse_prose
from clausebook.model.wording import Wording
from clausebook.pages import addresses
from clausebook.pages.calendars import calendar_text
from clausebook.pages.language_view import LanguageView
from clausebook.pages.prose import NoLinks, ProseWriter
from clausebook.pages.templates import TemplateData, render
from clausebook.quoting import has_command, is_control
from clausebook.reports.diff import Diff
from clausebook.reports.diff_html import as_html
from clausebook.sentences.changes import KIND_WORDS, ChangeSentences
from clausebook.sentences.derivations import (
    date_sentences,
    notice_sentences,
    termination_sentence,
    withdrawal_sentences,
)
from clausebook.sentences.particulars import particulars
from clausebook.sentences.words import Phrases, Text


@dataclass(frozen=True, slots=True)
class NoticeData(TemplateData):
    """The notice to customers as text.

    `withdrawal` says that the version will not take effect, and is empty for any other; `changes` has each change in words with the address of its redline; `digest` is
    the SHA-256 of the plain text; `page`, `redline` and `text` are addresses.
    """

    TEMPLATE: ClassVar[str] = "notice.txt"
    subject: str
    site_name: str
    withdrawal: Sequence[str]
    dates: Sequence[str]
    summary: str
    changes: Sequence[tuple[str, str]]
    termination: str
    silence: str
    digest: str
    page: str
    redline: str
    text: str


@dataclass(frozen=True, slots=True)
class NoticePageData(NoticeData):
    """The same as one HTML file; what is printed of it is HTML."""

    TEMPLATE: ClassVar[str] = "notice.html"


@dataclass(frozen=True)
class Notice:
    """The notice of `version`; `view` knows the address of the site, so that links lead there."""

    view: LanguageView
    document: Document
    version: Version
    site_name: str

    @property
    def _day(self) -> dt.date:
        """The day as of which it is written."""
        return self.view.day(self.document)

    @property
    def _withdrawn(self) -> Withdrawal | None:
        return self.version.withdrawn if timeline.is_withdrawn(self.version, self._day) else None

    @property
    def subject(self) -> str:
        words, title = self.view.text, self.view.edition(self.version).title
        if self._withdrawn:
            return words("{title}: the announced version {number} is withdrawn", title=title, number=self.version.name)
        if self.version.kind is VersionKind.RETIREMENT:
            return words("{title}: ends on {date}", title=title, date=words.date(self.version.effective))
        return words(
            "{title}: version {number} applies from {date}",
            title=title,
            number=self.version.name,
            date=words.date(self.version.effective),
        )

    def text(self) -> str:
        """Plain text; lists keep their signs."""
        edition = self.view.edition(self.version)
        prints = self.view.wording(self.version).words
        summary = plain_text(parse_prose(edition.summary).blocks, prints).strip()
        rendered = self._render(NoticeData, self.view.text, summary)
        return "\n".join(line.rstrip() for line in rendered.strip().splitlines()) + "\n"

    def html(self) -> str:
        """One HTML file without anything from elsewhere."""
        writer = ProseWriter(self.view.wording(self.version), NoLinks())
        summary = writer.html(self.view.edition(self.version).summary)
        return self._render(NoticePageData, self.view.words, summary)

    def message(self) -> bytes:
        """A message (RFC 5322, MIME) with both forms, the redline and the calendar file; sender and recipients are left open."""
        message = EmailMessage(policy=SMTP)
        message["Subject"] = _one_line(self.subject)
        message["Date"] = format_datetime(
            dt.datetime.combine(
                self._withdrawn.day if self._withdrawn else self.version.announced,
                dt.time(9),
                self.document.regime_of(self.version).timezone,
            )
        )
        message["X-Unsent"] = "1"  # mail programs open it as a draft
        message.set_content(self.text(), cte=_encoding(self.text()))
        message.add_alternative(self.html(), subtype="html", cte=_encoding(self.html()))
        name = f"{self.document.id}-{self.version.name}-{self.view.language}"
        redline = self._redline()
        if redline:
            message.add_attachment(redline, subtype="html", filename=f"{name}.html", cte=_encoding(redline))
        calendar = calendar_text(self.view, [(self.document, self.version)], self.site_name)
        message.add_attachment(calendar.encode(), maintype="text", subtype="calendar", filename=f"{name}.ics")
        message["Content-Language"] = self.view.language  # of the whole: what is set earlier becomes the first part's
        parts = b"".join(part.as_bytes() for part in message.walk() if not part.is_multipart())
        for number, part in enumerate(one for one in message.walk() if one.is_multipart()):
            part.set_boundary(boundary(f"{name}-{number}", parts))
        return message.as_bytes()

    def _redline(self) -> str:
        """The redline against the predecessor as a file of its own; empty for a first version, and one that was withdrawn."""
        old = self.document.predecessor(self.version)
        if old is None or self._withdrawn or self.view.language not in old.editions:
            return ""
        pair = (old, self.version)
        comparison = compare_snapshots(*pair, self.document.pivot(pair), equals=self.document.equals(pair))
        sides = self.view.wording(old), self.view.wording(self.version)
        return as_html(Diff(self.document, comparison, {self.view.language: sides}), self.view.root)

    def _changes(self, words: Phrases[Text]) -> Iterator[tuple[Text, str]]:
        """Each change in words, and where its redline is."""
        comparison = None if self._withdrawn else self.view.comparison(self.document, self.version)
        if comparison is None:
            return
        old, new = self.view.wording(comparison.old), self.view.wording(comparison.new)
        page = addresses.changes(self.view.language, self.document.id, self.version.name)

        def number(wording: Wording, clause: str) -> Text:
            return words.text(wording.edition.by_id[clause].number)

        sentences = ChangeSentences(words, comparison, old, new, number)
        for change in comparison.substantive_in(self.view.language):
            wording = new if change.new_id else old
            clause = wording.edition.by_id[change.new_id or change.old_id or ""]
            kinds = words.joined([words(KIND_WORDS[kind]) for kind in change.kinds], ", ")
            item = words.fill(
                "{number} {kinds}: {heading}",
                {"number": clause.number, "kinds": kinds, "heading": wording.heading(clause)},
            )
            # Nobody sees in the heading that a link leads elsewhere.
            links = [words.fill(" ({link})", {"link": link}) for link in sentences.addresses(change)]
            yield words.joined([item, *links], ""), self._url(f"{page}#{addresses.change_anchor(change.id)}")

    def _render(self, kind: type[NoticeData], words: Phrases[Text], summary: str) -> str:
        view, version, document = self.view, self.version, self.document
        changes, withdrawal = list(self._changes(words)), self._withdrawal_told(words)
        dates = [
            *date_sentences(words, version, self._day),
            *particulars(words, document, version),
            *notice_sentences(words, document, version),
        ]
        data = kind(
            subject=self.subject,
            site_name=self.site_name,
            withdrawal=withdrawal,
            dates=dates,
            summary=summary,
            changes=changes,
            termination=termination_sentence(words, document, version),
            silence=words(
                "If you do nothing, this version applies to you from {date}.", date=words.date(version.effective)
            ),
            digest=fingerprint(document, version, view.wording(version)),
            page=self._url(addresses.version(view.language, document.id, version.name)),
            redline=self._url(addresses.changes(view.language, document.id, version.name)) if changes else "",
            text=self._url(addresses.plain_text(document.id, version.name, view.language)),
        )
        return render(view.root, view.language, "", data)

    def _withdrawal_told(self, words: Phrases[Text]) -> list[Text]:
        """That the version will not take effect, and which one stays in force; nothing for one that was not withdrawn."""
        if self._withdrawn is None:
            return []
        stays = timeline.in_force(self.document, self._day)
        told = withdrawal_sentences(words, self.version, self.view.language)
        announced = words("Announced on {date}.", date=words.date(self.version.announced))
        staying = [words("Therefore {version} stays in force.", version=words.version_inside(stays))] if stays else []
        return [announced, *told, *staying]

    def _url(self, address: str) -> str:
        return f"{self.view.root_url}{address}"


def boundary(name: str, parts: bytes) -> str:
    """A boundary of a multipart message (RFC 2046, 5.1.1) that occurs in none of its parts; the same for the same message.

    It hangs on all of them, so nobody who writes one text can foresee it; that none holds it is looked up all the same.
    """
    count = 0
    while True:
        made = f"clausebook-{sha256(f'{name} {count} '.encode() + parts).hexdigest()[:40]}"
        if made.encode() not in parts:
            return made
        count += 1


def _encoding(text: str) -> str:
    """How a part is written: base64 where a line of it would be a command in the log of a workflow, or ends as no line of mail does."""
    return "base64" if has_command(text) or "\r" in text else "quoted-printable"


def _one_line(text: str) -> str:
    """Words for a header: nothing in them ends it (RFC 5322, 2.2), nor would a line on which it is folded be a command in a log."""
    words = " ".join("".join(" " if is_control(sign) else sign for sign in text).split())
    return re.sub(r"(^|\s)(?=::)", "\u00a0", words).replace("##[", "##\u00a0[")
