"""The terms: the page of one version, and the permanent address that shows the version in force."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from markupsafe import Markup

from clausebook.languages import LANGUAGES, N_
from clausebook.model import timeline
from clausebook.model.document import Clause, Document, Snapshot, Version, VersionKind
from clausebook.model.prose import parse_prose
from clausebook.model.timeline import Status
from clausebook.pages import addresses
from clausebook.pages.derivations import termination_sentence, withdrawal_sentences
from clausebook.pages.life import life_of
from clausebook.pages.linked import linked_data
from clausebook.pages.page import Page, PageKind, TocEntry
from clausebook.pages.prose import ProseWriter
from clausebook.pages.shelf import Shelf, source_link
from clausebook.pages.templates import render


@dataclass(frozen=True, slots=True)
class ClauseView:
    """A clause as the template prints it; `level` counts from 1."""

    id: str
    label: str
    number: str
    title: str
    html: Markup
    level: int
    since: Markup
    history: str
    clauses: tuple[ClauseView, ...]


@dataclass(frozen=True, slots=True)
class AbsentView:
    """A clause id of the document that this version does not have, why, and where to read it."""

    id: str
    sentence: Markup


@dataclass(frozen=True, slots=True)
class ClauseViews:
    """Makes the view data of one version's clauses; `since` gives the state with which each wording began."""

    shelf: Shelf
    writer: ProseWriter
    since: Mapping[str, Snapshot]

    def make(self, clauses: tuple[Clause, ...], level: int = 1) -> tuple[ClauseView, ...]:
        snapshot = self.writer.wording.snapshot
        return tuple(
            ClauseView(
                clause.id,
                clause.label,
                clause.number,
                clause.title,
                self.writer.clause(clause),
                level,
                self._since(self.since[clause.id]),
                self.shelf.clause_history(snapshot, clause.id),
                self.make(clause.clauses, level + 1),
            )
            for clause in clauses
        )

    def _since(self, state: Snapshot) -> Markup:
        """Since when a wording has stood; the date is that of existing customers."""
        words = self.shelf.words
        if not isinstance(state, Version):
            return words("In this wording in the draft")
        coming = state.effective > self.shelf.days[state.document]
        sentence = N_("In this wording from {date}") if coming else N_("In this wording since {date}")
        return words(sentence, date=words.date(state.effective))


def table_of_contents(clauses: tuple[Clause, ...]) -> tuple[TocEntry, ...]:
    """The titled clauses with their numbers."""
    return tuple(
        TocEntry(clause.id, f"{clause.label} {clause.title}", table_of_contents(clause.clauses))
        for clause in clauses
        if clause.title
    )


@dataclass(frozen=True, slots=True)
class ComingView:
    """An announced version as the terms in force tell of it; every sentence states its date."""

    heading: Markup
    sentences: list[Markup]
    summary: Markup
    day: str
    zone: str
    address: str
    changes_address: str


def _coming(shelf: Shelf, document: Document, version: Version, address: str) -> ComingView:
    words, language = shelf.words, shelf.language
    day = words.date(version.effective)
    sentences = [words("The amendment was announced on {date}.", date=words.date(version.announced))]
    if version.kind is VersionKind.CORRECTION:
        sentences = [words("The correction was announced on {date}.", date=words.date(version.announced))]
    if version.effective_new and version.effective_new != version.effective:
        sentences.append(words("For new customers from {date}.", date=words.date(version.effective_new)))
    terminate = termination_sentence(words, document, version)
    return ComingView(
        words("{version} applies from {date}.", version=version_name(shelf, version), date=day),
        [*sentences, *([terminate] if terminate else [])],
        shelf.writer(version, address).html(parse_prose(shelf.edition(version).summary)),
        version.effective.isoformat(),
        document.timezone.key,
        addresses.version(language, document.id, version.name),
        addresses.changes(language, document.id, version.name),
    )


def _successor(shelf: Shelf, document: Document, snapshot: Snapshot, address: str) -> Markup:
    """For readers after the day on which an announced version took this one's place; empty when none is known."""
    if not isinstance(snapshot, Version):
        return Markup("")
    successor = timeline.replaced_on(document, snapshot, shelf.day(document))
    if successor is None:
        return Markup("")
    words = shelf.words
    link = version_link(shelf, successor, address)
    return words("Since {date} {version} applies.", date=words.date(successor.effective), version=link)


def _withdrawal(shelf: Shelf, snapshot: Snapshot) -> list[Markup]:
    """That and why a version was withdrawn, in the reader's language."""
    if not isinstance(snapshot, Version) or snapshot.withdrawn is None:
        return []
    if snapshot.withdrawn.day > shelf.days[snapshot.document]:
        return []
    return withdrawal_sentences(shelf.words, snapshot, shelf.language)


def status_sentences(shelf: Shelf, document: Document, snapshot: Snapshot, address: str) -> list[Markup]:
    """The status of a version in words. Each sentence states its dates, so it stays true when it is read later."""
    words = shelf.words
    if not isinstance(snapshot, Version):
        return [words("Draft: neither announced nor in force.")]
    status = timeline.status(document, snapshot, shelf.day(document))
    if status is Status.WITHDRAWN:
        return [words("Announced on {date}.", date=words.date(snapshot.announced)), *_withdrawal(shelf, snapshot)]
    if status is Status.ANNOUNCED:
        sentences = [
            words(
                "Announced on {announced}; takes effect on {date}.",
                announced=words.date(snapshot.announced),
                date=words.date(snapshot.effective),
            )
        ]
        current = timeline.in_force(document, shelf.day(document))
        if current:
            link = version_link(shelf, current, address)
            sentences.append(words("Until then {version} applies.", version=link))
    else:
        in_force = timeline.in_force(document, shelf.day(document)) is snapshot
        sentence = N_("In force since {date}.") if in_force else N_("In force from {date}.")
        sentences = [words(sentence, date=words.date(snapshot.effective))]
        if snapshot.announced < snapshot.effective:
            sentences.append(words("Announced on {date}.", date=words.date(snapshot.announced)))
    if snapshot.effective_new and snapshot.effective_new != snapshot.effective:
        sentences.append(words("For new customers from {date}.", date=words.date(snapshot.effective_new)))
    successor = timeline.replaced_on(document, snapshot, shelf.day(document))
    if successor:
        link = version_link(shelf, successor, address)
        sentences.append(
            words(
                "Replaced on {date} by {version}, announced on {announced}.",
                date=words.date(successor.effective),
                version=link,
                announced=words.date(successor.announced),
            )
        )
    return sentences


def version_link(shelf: Shelf, snapshot: Snapshot, address: str) -> Markup:
    """“version 5.0” as a link from the page at `address`."""
    target = addresses.version(shelf.language, snapshot.document, snapshot.name)
    words = version_words(shelf, snapshot)
    return Markup('<a href="{}">{}</a>').format(addresses.link(address, target), words)


def version_name(shelf: Shelf, snapshot: Snapshot) -> Markup:
    """What a version is called where it stands alone: “Version 5.0”, “Draft”."""
    if snapshot.number is None:
        return shelf.words("Draft")
    return shelf.words("Version {number}", number=snapshot.name)


def version_words(shelf: Shelf, snapshot: Snapshot) -> Markup:
    """What a version is called inside a sentence: “version 5.0”, “the draft”."""
    if snapshot.number is None:
        return shelf.words("the draft")
    return shelf.words("version {number}", number=snapshot.name)


def absent_clauses(shelf: Shelf, document: Document, snapshot: Snapshot, address: str) -> Iterator[AbsentView]:
    """Why links to clauses of other versions find nothing here: shown only to readers whose link asks for one."""
    states = shelf.shown(document)
    here = states.index(snapshot)
    own = shelf.edition(snapshot).by_id
    known: dict[str, list[int]] = {}
    for position, state in enumerate(states):
        for clause in shelf.edition(state).walk():
            known.setdefault(clause.id, []).append(position)
    for clause_id, positions in sorted(known.items()):
        if clause_id in own:
            continue
        later = [position for position in positions if position > here]
        shown = states[later[0] if later else positions[-1]]
        target = addresses.version(shelf.language, document.id, shown.name) + f"#{clause_id}"
        link = Markup('<a href="{}">{}</a>').format(addresses.link(address, target), version_words(shelf, shown))
        if later:
            yield AbsentView(clause_id, shelf.words("This clause came with {version}.", version=link))
        else:
            sentence = N_("This clause is no longer in these terms; it was last in {version}.")
            yield AbsentView(clause_id, shelf.words(sentence, version=link))


def _compare_address(shelf: Shelf, document: Document, snapshot: Snapshot) -> str:
    """Where to compare a version: an earlier one with the one in force, any other one with a choice."""
    address = addresses.compare(shelf.language, document.id)
    current = shelf.current(document)
    if shelf.status(document, snapshot) is not Status.SUPERSEDED:
        return address
    return f"{address}?from={snapshot.name}&to={current.name}"


def terms_page(shelf: Shelf, document: Document, snapshot: Snapshot, *, current: bool = False) -> Page:
    """The page of `snapshot`, at the document's own address if `current`, else at the version's."""
    language, words = shelf.language, shelf.words
    own = addresses.version(language, document.id, snapshot.name)
    address = addresses.current(language, document.id) if current else own
    edition = shelf.edition(snapshot)
    writer = shelf.writer(snapshot, address, clauses_at=address)
    status = shelf.status(document, snapshot)
    states = shelf.shown(document)
    position = states.index(snapshot)
    alternates, translations = shelf.alternates(address, document, *(() if current else (snapshot,)))
    is_current = snapshot is shelf.current(document)
    sentences = status_sentences(shelf, document, snapshot, address)
    upcoming = [version for version in timeline.announced(document, shelf.day(document)) if version is not snapshot]
    html = render(
        shelf.root,
        "terms.html",
        language,
        address,
        title=edition.title,
        snapshot=snapshot,
        status=status.value,
        life=life_of(shelf, document, snapshot),
        sentences=sentences,
        law=words.country_name(document.law),
        prevailing=words.language_name(document.authoritative),
        is_translation=language != document.authoritative,
        prevailing_address=addresses.in_language(address, document.authoritative),
        prevailing_code=document.authoritative,
        summary=writer.html(parse_prose(edition.summary)),
        contents=table_of_contents(edition.clauses),
        clauses=ClauseViews(shelf, writer, shelf.wordings_since(document, snapshot)).make(edition.clauses),
        absent=list(absent_clauses(shelf, document, snapshot, address)),
        coming=[_coming(shelf, document, version, address) for version in upcoming]
        if status is Status.IN_FORCE
        else [],
        left=words.patterns("{count} day left", "{count} days left"),
        successor=_successor(shelf, document, snapshot, address),
        withdrawal=_withdrawal(shelf, snapshot),
        digest=edition.digest if isinstance(snapshot, Version) else "",
        edition_name=f"{document.id}/{snapshot.name}/{language}",
        data_address=addresses.data_edition(document.id, snapshot.name, language),
        previous=states[position - 1] if position else None,
        next=states[position + 1] if position + 1 < len(states) else None,
        current_address=addresses.current(language, document.id),
        address_of=lambda state: addresses.version(language, document.id, state.name),
        version_name=lambda state: version_name(shelf, state),
        changes_address=addresses.changes(language, document.id, snapshot.name) if position else "",
        changes_of=lambda state: addresses.changes(language, document.id, state.name),
        history_address=addresses.history(language, document.id),
        compare_address=_compare_address(shelf, document, snapshot),
        beside=[(code, LANGUAGES[code].name) for code in translations if code != language],
        source=source_link(
            shelf, edition.path if not current else edition.path.replace(f"{snapshot.name}.yml", "draft.yml")
        ),
        searchable=current,
    )
    name = version_name(shelf, snapshot)
    return Page(
        PageKind.CURRENT if current else PageKind.VERSION,
        language,
        address,
        edition.title if current else f"{edition.title}, {name}",
        f"{edition.title}, {name}. " + Markup(" ").join(sentences).striptags(),
        html,
        addresses.current(language, document.id) if is_current else own,
        alternates,
        translations,
        indexed=current or status is Status.ANNOUNCED,
        toc=table_of_contents(edition.clauses),
        source=edition.path,
        document=document.id,
        linked=linked_data(shelf, document, snapshot) if isinstance(snapshot, Version) else "",
    )
