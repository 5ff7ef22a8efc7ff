"""The notice to customers of one version in one language: as text and as HTML. `mail` and `notice_json` wrap it for programs.

Nothing is sent by Clausebook. The same version gives the same notice on the same day: dates come from it, not from a clock.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from html import unescape

from markupsafe import Markup

from clausebook.compare import plain_text
from clausebook.model import timeline
from clausebook.model.document import Document, Version, VersionKind
from clausebook.model.plaintext import fingerprint
from clausebook.model.prose import parse_prose
from clausebook.pages import addresses
from clausebook.pages.alterations import Alteration, alterations
from clausebook.pages.changes import ChangeLister
from clausebook.pages.derivations import withdrawal_sentences
from clausebook.pages.language_view import LanguageView
from clausebook.pages.prose import NoLinks, ProseWriter
from clausebook.pages.status_sentences import version_words
from clausebook.pages.templates import render
from clausebook.pages.update import Answer, answers, publisher_lines
from clausebook.pages.words import plain_words
from clausebook.reports.attachments import Attachment, attachments, calendar_file


def silence(document: Document, version: Version, day: dt.date) -> str:
    """Why there is nothing to tell customers of a version on a day, for whoever asked for a notice; empty where there is."""
    if timeline.is_withdrawn(version, day):
        return "was withdrawn and will not take effect; --withdrawal writes to those who were told of it"
    instead = timeline.overtaken_by(document, version, day)
    if instead:
        return f"does not take effect: its correction {instead.name} takes its place"
    if version.kind is VersionKind.CORRECTION:
        return "is a correction: it mends the wording and changes nobody's rights or duties"
    if version.kind is VersionKind.INITIAL or document.predecessor(version) is None:
        return "is the first version: there is none that it changes"
    return ""


@dataclass(frozen=True)
class NoticeItem:
    """One change in words: what was and what is now, why, and where its redline is (empty for no site)."""

    alteration: Alteration
    lines: tuple[Markup, ...]
    note: str
    url: str

    @property
    def heading(self) -> Markup:
        change = self.alteration.change
        return Markup("{} {} ({})").format(self.alteration.number, change.heading, Markup(", ").join(change.labels))


@dataclass(frozen=True)
class Notice:
    """The notice of `version`, or of its withdrawal; `view` knows the day, and the address of the site, so that links lead there."""

    view: LanguageView
    document: Document
    version: Version
    site_name: str
    of_withdrawal: bool = False

    @property
    def day(self) -> dt.date:
        """The day as of which it is written."""
        return self.view.day(self.document)

    @property
    def announced(self) -> dt.date:
        """The day of the announcement that it makes."""
        withdrawn = self.version.withdrawn
        return withdrawn.day if self.of_withdrawal and withdrawn else self.version.announced

    @cached_property
    def subject(self) -> str:
        words, title = self.view.words, self.view.edition(self.version).title
        values = {"title": title, "number": self.version.name, "date": words.date(self.version.effective)}
        if self.of_withdrawal:
            found = words("{title}: the announced version {number} is withdrawn", **values)
        elif self.version.kind is VersionKind.RETIREMENT:
            found = words("{title}: ends on {date}", **values)
        else:
            found = words("{title}: version {number} applies from {date}", **values)
        return plain_words(found)

    @cached_property
    def answers(self) -> list[Answer]:
        """What a customer asks, with answers as of the day."""
        return [] if self.of_withdrawal else answers(self.view, self.document, self.version)

    @cached_property
    def summary(self) -> str:
        """What changes and why, as the version's authors say it, in plain text; lists keep their signs."""
        edition = self.view.edition(self.version)
        return plain_text(parse_prose(edition.summary).blocks, self.view.wording(self.version).words).strip()

    @cached_property
    def items(self) -> list[NoticeItem]:
        """Every change but mere renumberings, in reading order."""
        lister = None if self.of_withdrawal else self._lister
        return [self._item(lister, each) for each in alterations(lister, lister.changes())] if lister else []

    @cached_property
    def renumbered(self) -> list[tuple[str, str, str]]:
        """Old number, new number and heading of the clauses that only have another number."""
        return [] if self.of_withdrawal or self._lister is None else self._lister.renumbered()

    @cached_property
    def files(self) -> list[Attachment]:
        """What is attached to it; to the notice of a withdrawal the calendar alone, which takes the days away."""
        of = self.view, self.document, self.version, self.site_name
        return [calendar_file(*of)] if self.of_withdrawal else list(attachments(*of))

    @property
    def digest(self) -> str:
        """The fingerprint of the whole new text."""
        return fingerprint(self.document, self.version, self.view.wording(self.version))

    @property
    def addresses(self) -> dict[str, str]:
        """Where to read the text, the update and the plain text on the site, as far as its address is known."""
        code, name, number = self.view.language, self.document.id, self.version.name
        found = {"text": addresses.version(code, name, number)}
        if self.view.has_changes(self.document, self.version):
            found["changes"] = addresses.changes(code, name, number)
        found["plain_text"] = addresses.plain_text(name, number, code)
        return {key: f"{self.view.root_url}{address}" for key, address in found.items()} if self.view.root_url else {}

    def text(self, attached: Sequence[Attachment] = ()) -> str:
        """Plain text, which names the files that are attached."""
        rendered = self._render("notice.txt", Markup(self.summary), attached)
        return "\n".join(line.rstrip() for line in unescape(rendered).strip().splitlines()) + "\n"

    def html(self, attached: Sequence[Attachment] = ()) -> str:
        """One HTML file without anything from elsewhere, which names the files that are attached."""
        writer = ProseWriter(self.view.wording(self.version), NoLinks())
        return self._render("notice.html", writer.html(self.view.edition(self.version).summary), attached)

    @cached_property
    def _lister(self) -> ChangeLister | None:
        """The changes without links, as a message is read far from the site."""
        comparison = self.view.comparison(self.document, self.version)
        if comparison is None:
            return None
        old, new = (ProseWriter(self.view.wording(state), NoLinks()) for state in (comparison.old, comparison.new))
        return ChangeLister(self.view, comparison, old, new)

    def _item(self, lister: ChangeLister, alteration: Alteration) -> NoticeItem:
        words, wording, change = self.view.words, self.view.wording(self.version), alteration.change
        lines = [*alteration.replaced, *alteration.facts]
        if alteration.wording.old:
            lines.append(words("Before: {text}", text=alteration.wording.old))
        if alteration.wording.new:
            lines.append(words("New: {text}", text=alteration.wording.new))
        clause = self.view.edition(self.version).by_id.get(change.id)
        page = self.addresses.get("changes")
        return NoticeItem(
            alteration,
            tuple(lines),
            wording.plain(clause.note) if clause else "",
            f"{page}#{change.anchor}" if page else "",
        )

    def _withdrawal(self) -> list[Markup]:
        """That the version will not take effect, and which one stays in force."""
        words, stays = self.view.words, timeline.in_force(self.document, self.day)
        announced = words("Announced on {date}.", date=words.date(self.version.announced))
        told = withdrawal_sentences(words, self.version, self.view.language)
        staying = version_words(self.view, stays) if stays else None
        return [announced, *told, *([words("Therefore {version} stays in force.", version=staying)] if staying else [])]

    def _render(self, template: str, summary: Markup, attached: Sequence[Attachment]) -> str:
        return render(
            self.view.root,
            template,
            self.view.language,
            "",
            plain=plain_words,
            subject=self.subject,
            site_name=self.site_name,
            withdrawal=self._withdrawal() if self.of_withdrawal else [],
            summary=summary,
            answers=[(answer.question, answer.on(self.day)) for answer in self.answers],
            items=self.items,
            renumbered=self.renumbered,
            attached=attached,
            addresses=self.addresses,
            digest=self.digest,
            publisher=publisher_lines(self.view, self.document),
        )
