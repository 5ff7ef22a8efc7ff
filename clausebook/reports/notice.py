"""The notice to customers of one version in one language: as text and as HTML. `mail` and `notice_json` wrap it for programs.

Nothing is sent by Clausebook. The same version gives the same notice on the same day: dates come from it, not from a clock.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar, Generic

from clausebook.compare import Change, plain_text
from clausebook.model import timeline
from clausebook.model.document import Document, Edition, Version, VersionKind
from clausebook.model.plaintext import fingerprint
from clausebook.model.prose import parse_prose
from clausebook.model.wording import Wording
from clausebook.pages import addresses
from clausebook.pages.language_view import LanguageView
from clausebook.pages.prose import NoLinks, ProseWriter
from clausebook.pages.templates import TemplateData, render
from clausebook.pages.update import Answer, answers, publisher_html, publisher_text
from clausebook.reports.attachments import Attachment, attachments, calendar_file
from clausebook.sentences.alterations import Alteration, alterations
from clausebook.sentences.changes import ChangeSentences
from clausebook.sentences.derivations import withdrawal_sentences
from clausebook.sentences.words import Phrases, Text


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


@dataclass(frozen=True, slots=True)
class NoticeData(TemplateData):
    """The notice to customers as text.

    `withdrawal` says that the version will not take effect, and is empty for any other. `answers` has each question with the sentences that answer it, `changes` each change:
    what it is, what was and what is now, why (maybe empty), and the address of its redline (maybe empty); `group` is what the customers are
    called to whom it is written, empty for all; `renumbered` has old number, new number and heading. `attached` has
    title and name of each file; `addresses` are those of `text`, `changes` and `plain_text` on the site, as far as they are known. `digest` is the SHA-256 of the plain text,
    `publisher` who sends the notice, line by line.
    """

    TEMPLATE: ClassVar[str] = "notice.txt"
    subject: str
    group: str
    withdrawal: Sequence[str]
    summary: str
    answers: Sequence[tuple[str, Sequence[str]]]
    changes: Sequence[tuple[str, Sequence[str], str, str]]
    renumbered: Sequence[tuple[str, str, str]]
    attached: Sequence[tuple[str, str]]
    addresses: Mapping[str, str]
    digest: str
    publisher: Sequence[str]


@dataclass(frozen=True, slots=True)
class NoticePageData(NoticeData):
    """The same as one HTML file; what is printed of it is HTML."""

    TEMPLATE: ClassVar[str] = "notice.html"


@dataclass(frozen=True)
class NoticeItem(Generic[Text]):
    """One change in words: what it is, what was and what is now, and why and where its redline is as far as that is known."""

    alteration: Alteration[Text]
    heading: Text
    lines: tuple[Text, ...]
    why: Text | None
    url: str


def _holds_for(edition: Edition, clause: str, group: str) -> bool:
    """Whether a clause, and each around it, holds for a group of customers."""
    found: str | None = clause
    while found:
        only = edition.by_id[found].only
        if only and group not in only:
            return False
        found = edition.parents.get(found)
    return True


@dataclass(frozen=True)
class Notice:
    """The notice of `version`, or of its withdrawal, to all customers or to one `group` of them; `view` knows the day, and the address of the
    site, so that links lead there."""

    view: LanguageView
    document: Document
    version: Version
    site_name: str
    of_withdrawal: bool = False
    group: str | None = None

    @property
    def day(self) -> dt.date:
        """The day as of which it is written."""
        return self.view.day(self.document)

    @property
    def announced(self) -> dt.date:
        """The day of the announcement that it makes."""
        withdrawn = self.version.withdrawn
        return withdrawn.day if self.of_withdrawal and withdrawn else self.version.announced

    @property
    def effective(self) -> dt.date:
        """The day of effect for those to whom it is written."""
        return self.version.effective_for(self.group or "")

    @property
    def group_name(self) -> str:
        """What the customers are called to whom it is written; empty for all."""
        terms = self.version.groups.get(self.group or "") or self.document.groups.get(self.group or "")
        names = terms.names if terms else {}
        return names.get(self.view.language) or next(iter(names.values()), "")

    @cached_property
    def subject(self) -> str:
        words, title = self.view.text, self.view.edition(self.version).title
        values = {"title": title, "number": self.version.name, "date": words.date(self.effective)}
        if self.of_withdrawal:
            return words("{title}: the announced version {number} is withdrawn", **values)
        if self.version.kind is VersionKind.RETIREMENT:
            return words("{title}: ends on {date}", **values)
        return words("{title}: version {number} applies from {date}", **values)

    @cached_property
    def summary(self) -> str:
        """What changes and why, as the version's authors say it, in plain text; lists keep their signs."""
        edition = self.view.edition(self.version)
        return plain_text(parse_prose(edition.summary).blocks, self.view.wording(self.version).words).strip()

    def answers(self, words: Phrases[Text]) -> list[Answer[Text]]:
        """What a customer asks; each answer is to be put as on the day."""
        return [] if self.of_withdrawal else answers(self.view, self.document, self.version, words, group=self.group)

    def items(self, words: Phrases[Text]) -> list[NoticeItem[Text]]:
        """Every change but mere renumberings that concerns those to whom it is written, in reading order."""
        sentences = self._sentences(words)
        told = alterations(sentences) if sentences else []
        return [self._item(words, alteration) for alteration in told if self._concerns(alteration.change)]

    def _concerns(self, change: Change) -> bool:
        """Whether the clause, as it was or as it is, holds for the group; a clause for other groups alone does not, nor what is nested in it."""
        if self.group is None:
            return True
        comparison, code = self.view.comparison(self.document, self.version), self.view.language
        sides = [(comparison.old, change.old_id), (comparison.new, change.new_id)] if comparison else []
        return any(_holds_for(state.editions[code], clause, self.group) for state, clause in sides if clause)

    def renumbered(self) -> list[tuple[str, str, str]]:
        """Old number, new number and heading of the clauses that only have another number."""
        sentences = self._sentences(self.view.text)
        return sentences.renumbered() if sentences else []

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
        words = self.view.text
        publisher = publisher_text(words, self.document.publisher)
        rendered = self._render(NoticeData, words, self.summary, attached, publisher)
        return "\n".join(line.rstrip() for line in rendered.strip().splitlines()) + "\n"

    def html(self, attached: Sequence[Attachment] = ()) -> str:
        """One HTML file without anything from elsewhere, which names the files that are attached."""
        words, writer = self.view.words, ProseWriter(self.view.wording(self.version), NoLinks())
        summary = writer.html(self.view.edition(self.version).summary)
        publisher = publisher_html(words, self.document.publisher)
        return self._render(NoticePageData, words, summary, attached, publisher)

    def _sentences(self, words: Phrases[Text]) -> ChangeSentences[Text] | None:
        """What is said of the changes, without links, as a message is read far from the site; None where nothing is compared."""
        comparison = None if self.of_withdrawal else self.view.comparison(self.document, self.version)
        if comparison is None:
            return None
        old, new = self.view.wording(comparison.old), self.view.wording(comparison.new)

        def number(wording: Wording, clause: str) -> Text:
            return words.text(wording.edition.by_id[clause].number)

        return ChangeSentences(words, comparison, old, new, number)

    def _item(self, words: Phrases[Text], alteration: Alteration[Text]) -> NoticeItem[Text]:
        lines = [*alteration.replaced, *alteration.facts]
        if alteration.wording.old:
            lines.append(words("Before: {text}", text=alteration.wording.old))
        if alteration.wording.new:
            lines.append(words("New: {text}", text=alteration.wording.new))
        why = words("Why: {reason}", reason=alteration.note) if alteration.note else None
        kinds = words.joined(alteration.kinds, ", ")
        values = {"number": alteration.number, "heading": alteration.heading, "kinds": kinds}
        page, anchor = self.addresses.get("changes"), addresses.change_anchor(alteration.change.id)
        heading = words.fill("{number} {heading} ({kinds})", values)
        return NoticeItem(alteration, heading, tuple(lines), why, f"{page}#{anchor}" if page else "")

    def _withdrawal(self, words: Phrases[Text]) -> list[Text]:
        """That the version will not take effect, and which one stays in force."""
        stays = timeline.in_force(self.document, self.day)
        announced = words("Announced on {date}.", date=words.date(self.version.announced))
        withdrawn = withdrawal_sentences(words, self.version, self.view.language)
        staying = [words("Therefore {version} stays in force.", version=words.version_inside(stays))] if stays else []
        return [announced, *withdrawn, *staying]

    def _render(
        self,
        kind: type[NoticeData],
        words: Phrases[Text],
        summary: str,
        attached: Sequence[Attachment],
        publisher: Sequence[Text],
    ) -> str:
        withdrawal = self._withdrawal(words) if self.of_withdrawal else []
        data = kind(
            subject=self.subject,
            group=self.group_name,
            withdrawal=withdrawal,
            summary=summary,
            answers=[(answer.question, answer.on(self.day)) for answer in self.answers(words)],
            changes=[(item.heading, item.lines, item.why or "", item.url) for item in self.items(words)],
            renumbered=self.renumbered(),
            attached=[(file.title, file.name) for file in attached],
            addresses=self.addresses,
            digest=self.digest,
            publisher=publisher or [self.site_name],
        )
        return render(self.view.root, self.view.language, "", data)
