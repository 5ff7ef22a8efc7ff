"""The terms: the page of one version, and the permanent address that shows the version in force."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, field

from markupsafe import Markup

from clausebook.languages import LANGUAGES, N_
from clausebook.model import timeline
from clausebook.model.document import Clause, Document, Snapshot, Version
from clausebook.model.prose import Placeholder, placeholders_in
from clausebook.model.timeline import Status
from clausebook.pages import addresses
from clausebook.pages.life import (
    coming_view,
    life_of,
    status_sentences,
    successor_sentence,
    version_name,
    version_words,
    withdrawal_told,
)
from clausebook.pages.linked import linked_data
from clausebook.pages.page import Page, PageKind, TocEntry
from clausebook.pages.prose import ProseWriter
from clausebook.pages.shelf import Shelf, source_link
from clausebook.pages.templates import render

# HTML in pieces: what looks the same in many versions is the same object in each.
Pieces = tuple[str, ...]
# Where clauses go in what is around them; a text cannot hold this character.
_INNER = Markup("\ue000")


@dataclass(frozen=True, slots=True)
class ClauseView:
    """A clause as the template prints it: `level` counts from 1, `inner` stands for the HTML of the clauses in it."""

    id: str
    label: str
    number: str
    title: str
    html: Markup
    level: int
    since: Markup
    history: str
    inner: Markup


@dataclass(frozen=True, slots=True)
class AbsentView:
    """A clause id of the document that this version does not have, why, and where to read it."""

    id: str
    sentence: Markup


@dataclass(frozen=True, slots=True)
class _PageOfClauses:
    """Where clauses are written: who writes their texts, the page's address, its way to the pages of clauses, when wordings began."""

    writer: ProseWriter
    address: str
    here: str
    begun: Mapping[str, Snapshot]
    _printed: dict[Placeholder, Markup] = field(default_factory=dict)

    def printed(self, placeholder: Placeholder) -> Markup:
        found = self._printed.get(placeholder)
        if found is None:
            found = self._printed[placeholder] = self.writer.placeholder(placeholder)
        return found


@dataclass(frozen=True)
class ClauseWriter:
    """Writes the clauses of a document's versions; a clause that looks the same in many versions is written once.

    Versions share the clauses that are alike in them as one object, so a whole section is known by its identity, by what its
    placeholders print, and by the states in which its wordings began.
    """

    shelf: Shelf
    document: Document
    _written: dict[Hashable, Pieces] = field(default_factory=dict, compare=False, repr=False)
    _inside: dict[int, tuple[tuple[str, ...], tuple[Placeholder, ...]]] = field(
        default_factory=dict, compare=False, repr=False
    )

    def clauses(self, writer: ProseWriter, address: str) -> Pieces:
        """All clauses of the writer's edition for the page at `address`."""
        snapshot = writer.wording.snapshot
        begun = self.shelf.wordings_since(self.document, snapshot)
        here = addresses.link(address, addresses.clause(self.shelf.language, self.document.id, ""))
        page = _PageOfClauses(writer, address, here, begun)
        return tuple([piece for one in self.shelf.edition(snapshot).clauses for piece in self._write(one, 1, page)])

    def _write(self, clause: Clause, level: int, page: _PageOfClauses) -> Pieces:
        ids, placeholders = self._inside_of(clause)
        prints = tuple([page.printed(each) for each in placeholders])
        key = id(clause), page.here, tuple([page.begun[each].name for each in ids]), prints
        if key not in self._written:
            self._written[key] = self._render(clause, level, page)
        return self._written[key]

    def _inside_of(self, clause: Clause) -> tuple[tuple[str, ...], tuple[Placeholder, ...]]:
        """The ids of a clause and those in it, and all their placeholders."""
        found = self._inside.get(id(clause))
        if found is None:
            inside = list(clause.walk())
            placeholders = tuple(each for one in inside for each in placeholders_in(one.text))
            found = self._inside[id(clause)] = tuple(one.id for one in inside), placeholders
        return found

    def _render(self, clause: Clause, level: int, page: _PageOfClauses) -> Pieces:
        inner = tuple([piece for nested in clause.clauses for piece in self._write(nested, level + 1, page)])
        history = self.shelf.clause_history(page.writer.wording.snapshot, clause.id)
        view = ClauseView(
            clause.id,
            clause.label,
            clause.number,
            clause.title,
            page.writer.clause(clause),
            level,
            self._since(page.begun[clause.id]),
            addresses.link(page.address, history) if history else "",
            _INNER,
        )
        html = render(self.shelf.root, "terms-clause.html", self.shelf.language, page.address, item=view)
        return _put_in(html, inner)

    def _since(self, state: Snapshot) -> Markup:
        """Since when a wording has stood; the date is that of existing customers."""
        words = self.shelf.words
        if not isinstance(state, Version):
            return words("In this wording in the draft")
        coming = state.effective > self.shelf.days[state.document]
        sentence = N_("In this wording from {date}") if coming else N_("In this wording since {date}")
        return words(sentence, date=words.date(state.effective))


def _put_in(html: str, inner: Pieces) -> Pieces:
    """HTML with these clauses wherever it has room for them."""
    first, *others = html.split(_INNER)
    return (first, *[piece for after in others for piece in (*inner, after)])


def table_of_contents(clauses: tuple[Clause, ...]) -> tuple[TocEntry, ...]:
    """The titled clauses with their numbers."""
    return tuple(
        TocEntry(clause.id, f"{clause.label} {clause.title}", table_of_contents(clause.clauses))
        for clause in clauses
        if clause.title
    )


def absent_clauses(shelf: Shelf, document: Document, snapshot: Snapshot, address: str) -> Iterator[AbsentView]:
    """Why links to clauses of other versions find nothing here: shown only to readers whose link asks for one."""
    states = shelf.shown(document)
    here = states.index(snapshot)
    own = shelf.edition(snapshot).by_id
    for clause_id, positions in shelf.positions(document).items():
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


def terms_page(clauses: ClauseWriter, snapshot: Snapshot, *, current: bool = False) -> Page:
    """The page of `snapshot`, at the document's own address if `current`, else at the version's."""
    shelf, document = clauses.shelf, clauses.document
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
        summary=writer.html(edition.summary),
        contents=table_of_contents(edition.clauses),
        clauses=_INNER,
        absent=list(absent_clauses(shelf, document, snapshot, address)),
        coming=[coming_view(shelf, document, version, address) for version in upcoming]
        if status is Status.IN_FORCE
        else [],
        left=words.patterns("{count} day left", "{count} days left"),
        successor=successor_sentence(shelf, document, snapshot, address),
        withdrawal=withdrawal_told(shelf, snapshot),
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
    pieces = _put_in(html, clauses.clauses(writer, address))
    name = version_name(shelf, snapshot)
    return Page(
        PageKind.CURRENT if current else PageKind.VERSION,
        language,
        address,
        edition.title if current else f"{edition.title}, {name}",
        f"{edition.title}, {name}. " + Markup(" ").join(sentences).striptags(),
        "".join(pieces),
        addresses.current(language, document.id) if is_current else own,
        alternates,
        translations,
        indexed=current or status is Status.ANNOUNCED,
        toc=table_of_contents(edition.clauses),
        source=edition.path,
        document=document.id,
        linked=linked_data(shelf, document, snapshot) if isinstance(snapshot, Version) else "",
        pieces=pieces,
    )
