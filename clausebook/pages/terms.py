"""The terms: the page of one version, and the permanent address that shows the version in force."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from markupsafe import Markup

from clausebook.languages import LANGUAGES, N_
from clausebook.model.document import Document, Snapshot, Version
from clausebook.model.plaintext import HEAD, fingerprint, head_of, identity, published_as, regime_lines
from clausebook.model.timeline import Status
from clausebook.pages import addresses
from clausebook.pages.language_view import LanguageView, source_link
from clausebook.pages.linked import linked_data
from clausebook.pages.page import Page, PageKind, TocEntry
from clausebook.pages.status_sentences import (
    ComingView,
    Life,
    Sentence,
    anchor,
    coming_view,
    lacking_told,
    life_of,
    overtaken_told,
    retirement_told,
    status_sentences,
    status_text,
    successor_sentence,
    version_name,
    version_words,
    withdrawal_told,
)
from clausebook.pages.templates import TemplateData, render
from clausebook.pages.texts import INNER, ClauseWriter, put_in


class AbsentView(NamedTuple):
    """A clause id of the document that a version does not have, why, and where to read it."""

    id: str
    sentence: Markup


class VersionLink(NamedTuple):
    """Another version: where its page is, and what it is called."""

    address: str
    name: Markup


@dataclass(frozen=True, slots=True)
class TermsData(TemplateData):
    """The text of a version, at its own address or at that of its document.

    `clauses` stands for the HTML of the clauses, `contents` are those with titles. `left` are the plural forms of “days left” for the script, `beside`
    code and name of the other languages. What does not apply is empty or None: `coming` are the announced versions, `successor` says what
    replaces the version, `withdrawal` that it was withdrawn, `lacking` and `ended` why there is nothing in force to be read here, `retires` and `overtaken`
    why it does not apply itself. `binds` is false for a courtesy translation. `digest` is that of its file, `fingerprint` that of its plain text; both are empty for a draft.
    """

    TEMPLATE: ClassVar[str] = "terms.html"
    title: str
    version_name: Markup
    status: str
    effective: dt.date | None
    life: Life
    sentences: Sequence[Sentence[Markup]]
    facts: Mapping[str, str]
    binds: bool
    prevailing_code: str
    prevailing_address: str
    summary: Markup
    contents: Sequence[TocEntry]
    clauses: Markup
    absent: Sequence[AbsentView]
    coming: Sequence[ComingView]
    left: Mapping[str, str]
    successor: Markup
    withdrawal: Sequence[Markup]
    lacking: Markup
    retires: Markup
    ended: Markup
    overtaken: Markup
    digest: str
    fingerprint: str
    edition_name: str
    data_address: str
    text_address: str
    previous: VersionLink | None
    next: VersionLink | None
    current_address: str
    history_address: str
    changes_address: str
    compare_address: str
    beside: Sequence[tuple[str, str]]
    searchable: bool
    source: str


class TermsWriter:
    """Writes the pages of a document's versions, one after another; or that at the document's own address, if `at_current`.

    What is the same on all of them is found out once.
    """

    def __init__(self, view: LanguageView, document: Document, *, at_current: bool = False) -> None:
        self.view, self.document, self.at_current = view, document, at_current
        self.clauses = ClauseWriter(view, document)
        self._absent: dict[tuple[str, int, bool], AbsentView] = {}
        self._left = view.text.patterns("{count} day left", "{count} days left")

    def page(self, snapshot: Snapshot) -> Page:
        """The page of `snapshot`."""
        view, document, language = self.view, self.document, self.view.language
        own, current = addresses.version(language, document.id, snapshot.name), view.current(document)
        leading = view.leading(document)
        prevailing = document.regime_of(snapshot).authoritative
        address = addresses.current(language, document.id) if self.at_current else own
        edition = view.edition(snapshot)
        writer = view.writer(snapshot, address, clauses_at=address)
        status = view.status(document, snapshot)
        states, position = view.shown(document), view.position(document, snapshot)
        alternates, translations = view.alternates(address, document, snapshot)
        sentences = status_sentences(view, document, snapshot, address)
        upcoming = view.announced(document) if status is Status.IN_FORCE else ()
        contents = self.clauses.contents(view.wording(snapshot))
        # The page of the terms in force is mended in the draft.
        path = edition.path.replace(f"{snapshot.name}.yml", "draft.yml") if self.at_current else edition.path
        is_version = isinstance(snapshot, Version)
        data = TermsData(
            title=edition.title,
            version_name=version_name(view, snapshot),
            status=status.value,
            effective=snapshot.effective if isinstance(snapshot, Version) else None,
            life=life_of(view, document, snapshot),
            sentences=sentences,
            facts=self._facts(snapshot),
            binds=document.binds(language, snapshot),
            prevailing_code=prevailing,
            prevailing_address=addresses.in_language(address, prevailing)
            if not document.prevails(language, snapshot) and prevailing in view.languages
            else "",
            summary=writer.html(edition.summary),
            contents=contents,
            clauses=INNER,
            absent=self._absent_clauses(states, position, address),
            coming=[coming_view(view, document, version, address) for version in upcoming],
            left=self._left,
            successor=successor_sentence(view, document, snapshot, address),
            withdrawal=withdrawal_told(view, snapshot),
            lacking=lacking_told(view, document, address),
            retires=retirement_told(view, snapshot),
            ended=retirement_told(view, leading) if view.status(document, leading) is Status.RETIRED else Markup(""),
            overtaken=overtaken_told(view, document, snapshot, address),
            digest=edition.digest if is_version else "",
            fingerprint=fingerprint(document, snapshot, view.wording(snapshot))
            if isinstance(snapshot, Version)
            else "",
            edition_name=identity(published_as(snapshot), snapshot.name, language),
            data_address=addresses.data_edition(document.id, snapshot.name, language),
            text_address=addresses.plain_text(document.id, snapshot.name, language),
            previous=self._link(states[position - 1]) if position else None,
            next=self._link(states[position + 1]) if position + 1 < len(states) else None,
            current_address=addresses.current(language, document.id),
            history_address=addresses.history(language, document.id),
            changes_address=addresses.changes(language, document.id, snapshot.name)
            if view.has_changes(document, snapshot)
            else "",
            compare_address=self._compare_address(snapshot, status),
            beside=[(code, LANGUAGES[code].name) for code in translations if code != language],
            searchable=self.at_current,
            source=source_link(view, path),
        )
        html = render(view.root, language, address, data)
        pieces = put_in(html.split(INNER), self.clauses.clauses(writer, address))
        return Page(
            PageKind.CURRENT if self.at_current else PageKind.VERSION,
            language,
            address,
            edition.title if self.at_current else f"{edition.title}, {view.text.version_name(snapshot)}",
            _description(view, document, snapshot),
            "".join(pieces),
            addresses.current(language, document.id) if snapshot is current else own,
            alternates,
            translations,
            indexed=status is Status.ANNOUNCED or (self.at_current and is_version),
            toc=contents,
            source=edition.path,
            document=document.id,
            linked=linked_data(view, document, snapshot) if isinstance(snapshot, Version) else "",
            pieces=pieces,
        )

    def _link(self, state: Snapshot) -> VersionLink:
        address = addresses.version(self.view.language, self.document.id, state.name)
        return VersionLink(address, version_name(self.view, state))

    def _facts(self, snapshot: Snapshot) -> Mapping[str, str]:
        """The lines above the plain text of a version, as they were sealed or would be; the draft has none but its regime."""
        language, document = self.view.language, self.document
        lines = (
            head_of(document, snapshot, language)
            if isinstance(snapshot, Version)
            else regime_lines(document, snapshot, language)
        )
        return {**dict.fromkeys(HEAD, ""), **lines}

    def _absent_clauses(self, states: Sequence[Snapshot], here: int, address: str) -> list[AbsentView]:
        """Why links to clauses of other versions find nothing here: shown only to readers whose link asks for one."""
        own = self.view.edition(states[here]).by_id
        positions = self.view.positions(self.document)
        return [self._absent_clause(one, positions[one], here, address) for one in positions if one not in own]

    def _absent_clause(self, clause: str, positions: Sequence[int], here: int, address: str) -> AbsentView:
        later = bisect_right(positions, here)
        comes = later < len(positions)
        where = positions[later] if comes else positions[-1]
        found = self._absent.get((clause, where, comes))
        if found is None:
            view = self.view
            shown = view.shown(self.document)[where]
            target = addresses.version(view.language, self.document.id, shown.name) + f"#{clause}"
            link = anchor(addresses.link(address, target), version_words(view, shown))
            sentence = (
                N_("This clause came with {version}.")
                if comes
                else N_("This clause is no longer in these terms; it was last in {version}.")
            )
            found = AbsentView(clause, view.words(sentence, version=link))
            self._absent[clause, where, comes] = found
        return found

    def _compare_address(self, snapshot: Snapshot, status: Status) -> str:
        """Where to compare a version: an earlier one with the one in force, any other one with a choice."""
        address = addresses.compare(self.view.language, self.document.id)
        current = self.view.current(self.document)
        if status is not Status.SUPERSEDED or current is None:
            return address
        return f"{address}?from={snapshot.name}&to={current.name}"


def terms_heading(view: LanguageView, document: Document) -> tuple[str, str]:
    """The title and the description of the page at the document's own address."""
    leading = view.leading(document)
    return view.edition(leading).title, _description(view, document, leading)


def _description(view: LanguageView, document: Document, snapshot: Snapshot) -> str:
    name = f"{view.edition(snapshot).title}, {view.text.version_name(snapshot)}."
    return " ".join([name, *status_text(view, document, snapshot)])
