"""Changes: what a version changed in its predecessor, as a list and as a redline."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from clausebook.compare import Change, ChangeKind, Comparison, Redline, redline
from clausebook.languages import N_
from clausebook.model.document import Clause, Document, Snapshot
from clausebook.model.prose import Placeholder, PlaceholderKind
from clausebook.pages import addresses
from clausebook.pages.life import life_of, status_sentences, version_link, version_words
from clausebook.pages.page import Page, PageKind, TocEntry
from clausebook.pages.prose import ProseWriter
from clausebook.pages.redlines import RedlineWriter
from clausebook.pages.shelf import Shelf, source_link
from clausebook.pages.templates import render

KIND_WORDS = {
    ChangeKind.ADDED: N_("Added"),
    ChangeKind.REMOVED: N_("Removed"),
    ChangeKind.MOVED: N_("Moved"),
    ChangeKind.SPLIT: N_("Split"),
    ChangeKind.MERGED: N_("Merged"),
    ChangeKind.REWORDED: N_("Reworded"),
    ChangeKind.RETITLED: N_("New heading"),
    ChangeKind.VALUE: N_("Value changed"),
    ChangeKind.RENUMBERED: N_("Renumbered"),
    ChangeKind.TRANSLATION: N_("Translation corrected"),
}


@dataclass(frozen=True, slots=True)
class ChangeView:
    """One change in one language. Numbers are empty on the side where the clause does not exist."""

    id: str
    anchor: str
    kinds: tuple[str, ...]
    labels: tuple[Markup, ...]
    old_number: str
    new_number: str
    heading: str
    remarks: tuple[Markup, ...]
    title_html: Markup
    html: Markup
    note: Markup
    clause_address: str
    history_address: str


@dataclass(frozen=True, slots=True)
class ChangeLister:
    """Turns the changes of one comparison into view data; `old` and `new` write the texts of its two sides."""

    shelf: Shelf
    comparison: Comparison
    old: ProseWriter
    new: ProseWriter

    @classmethod
    def on_page(cls, shelf: Shelf, comparison: Comparison, address: str) -> ChangeLister:
        """For the page at `address`; its links lead into the pages of the two versions."""
        return cls(shelf, comparison, shelf.writer(comparison.old, address), shelf.writer(comparison.new, address))

    def changes(self, *, marked: bool = True) -> list[ChangeView]:
        """Every change but mere renumberings, in reading order; without redlines and remarks if not `marked`."""
        return [self.view(change, marked=marked) for change in self.comparison.substantive]

    def renumbered(self) -> list[tuple[str, str, str]]:
        """Old number, new number and heading of the top-level clauses that only another number tells apart."""
        old, new = self.comparison.old, self.comparison.new
        edition = self.shelf.edition(new)
        return [
            (self.shelf.edition(old).by_id[change.old_id].number, clause.number, self.shelf.heading(new, clause))
            for change in self.comparison.changes
            if ChangeKind.RENUMBERED in change.kinds and change.old_id and change.new_id
            for clause in [edition.by_id[change.new_id]]
            if change.new_id not in edition.parents
        ]

    def view(self, change: Change, *, marked: bool = True) -> ChangeView:
        shelf, old, new = self.shelf, self.comparison.old, self.comparison.new
        old_clause = shelf.edition(old).by_id.get(change.old_id or "")
        new_clause = shelf.edition(new).by_id.get(change.new_id or "")
        title = html = Markup("")
        if marked:
            writer, found = RedlineWriter(shelf.words, self.old, self.new), self.redline(change)
            title, html = writer.title(found), writer.html(found)
        state, clause = (new, new_clause) if new_clause else (old, old_clause)
        if clause is None:
            raise ValueError(f"the change of {change.id} has no side")
        return ChangeView(
            change.id,
            addresses.change_anchor(change.id),
            tuple(kind.value for kind in change.kinds),
            tuple(shelf.words(KIND_WORDS[kind]) for kind in change.kinds),
            old_clause.number if old_clause else "",
            new_clause.number if new_clause else "",
            shelf.heading(state, clause),
            tuple(self.remarks(change)) if marked else (),
            title,
            html,
            self.new.html(new_clause.note if new_clause else ""),
            f"{addresses.version(shelf.language, state.document, state.name)}#{clause.id}",
            shelf.clause_history(state, clause.id),
        )

    def redline(self, change: Change) -> Redline:
        """The redline of one change, with all that was merged into the clause on its old side."""
        shelf, old, new = self.shelf, self.comparison.old, self.comparison.new
        new_clause = shelf.edition(new).by_id.get(change.new_id or "")
        return redline(
            self.old_clauses(change), new_clause, shelf.wording(old), shelf.wording(new), self.comparison.renamed
        )

    def old_clauses(self, change: Change) -> list[Clause]:
        """The clauses whose text the new one continues: its own former self, and those merged into it."""
        merged = change.origins if ChangeKind.MERGED in change.kinds else ()
        edition = self.shelf.edition(self.comparison.old)
        return [edition.by_id[clause_id] for clause_id in (change.old_id, *merged) if clause_id]

    def remarks(self, change: Change) -> list[Markup]:
        """What the redline itself cannot show: where a clause came from, which values and languages changed."""
        words, old, new = self.shelf.words, self.comparison.old, self.comparison.new
        remarks = []
        if ChangeKind.MOVED in change.kinds and change.old_id and change.new_id:
            remarks.append(
                words(
                    "Moved from {old} to {new}.",
                    old=_reference(self.old, change.old_id),
                    new=_reference(self.new, change.new_id),
                )
            )
        origins = [origin for origin in change.origins if origin in self.shelf.edition(old).by_id]
        if origins and {ChangeKind.SPLIT, ChangeKind.MERGED} & set(change.kinds):
            numbers = words.listing([_reference(self.old, origin) for origin in origins])
            sentence = (
                N_("Taken out of {numbers}.") if ChangeKind.SPLIT in change.kinds else N_("Joined with {numbers}.")
            )
            remarks.append(words(sentence, numbers=numbers))
        for name in change.values:
            remarks.append(
                words(
                    "{old} becomes {new}.",
                    old=self.shelf.wording(old).value(name),
                    new=self.shelf.wording(new).value(name),
                )
            )
        if ChangeKind.TRANSLATION in change.kinds:
            names = words.listing([words.language_name(code) for code in sorted(change.languages)])
            remarks.append(words("Only this text changed: {languages}.", languages=names))
        if change.inferred:
            remarks.append(words("Paired by the likeness of the texts, not by the author."))
        return remarks


def _reference(writer: ProseWriter, clause: str) -> Markup:
    """The number of a clause, as a reference in its own edition would print it."""
    return writer.placeholder(Placeholder(PlaceholderKind.CLAUSE, clause))


def changes_page(shelf: Shelf, document: Document, snapshot: Snapshot, comparison: Comparison) -> Page:
    """The redline of `snapshot` against its predecessor."""
    language, words = shelf.language, shelf.words
    address = addresses.changes(language, document.id, snapshot.name)
    lister = ChangeLister.on_page(shelf, comparison, address)
    changes = lister.changes()
    edition = shelf.edition(snapshot)
    alternates, translations = shelf.alternates(address, document, snapshot, comparison.old)
    title = words("What changed in {version}", version=version_words(shelf, snapshot))
    entries = [
        TocEntry(view.anchor, f"{view.new_number or view.old_number} {Markup(', ').join(view.labels)}")
        for view in changes
    ]
    html = render(
        shelf.root,
        "changes.html",
        language,
        address,
        title=title,
        document_title=edition.title,
        life=life_of(shelf, document, snapshot),
        sentences=status_sentences(shelf, document, snapshot, address),
        kind=words.kind(snapshot.kind) if hasattr(snapshot, "kind") else "",
        old=version_link(shelf, comparison.old, address),
        new=version_link(shelf, snapshot, address),
        summary=shelf.writer(snapshot, address).html(edition.summary),
        changes=changes,
        renumbered=lister.renumbered(),
        current_address=addresses.current(language, document.id),
        history_address=addresses.history(language, document.id),
        compare_address=f"{addresses.compare(language, document.id)}?from={comparison.old.name}&to={snapshot.name}",
        script=addresses.asset(language, "changes.js"),
        source=source_link(shelf, edition.path),
    )
    return Page(
        PageKind.CHANGES,
        language,
        address,
        f"{edition.title}: {title}",
        str(
            words(
                "{document}: every change from {old} to {new}, marked word by word.",
                document=edition.title,
                old=version_words(shelf, comparison.old),
                new=version_words(shelf, snapshot),
            )
        ),
        html,
        address,
        alternates,
        translations,
        indexed=False,
        toc=tuple(entries),
        source=edition.path,
        document=document.id,
    )
