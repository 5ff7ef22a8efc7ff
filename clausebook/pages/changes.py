"""Changes: what a version changed in its predecessor, as a list and as a redline."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup

from clausebook.compare import (
    AddressChange,
    Change,
    ChangeKind,
    Comparison,
    Partner,
    Redline,
    Restructuring,
    Severity,
    notes_in,
    redline,
    with_transfers,
)
from clausebook.languages import N_
from clausebook.model.document import Clause, Snapshot
from clausebook.model.prose import Placeholder, PlaceholderKind
from clausebook.pages import addresses
from clausebook.pages.language_view import LanguageView
from clausebook.pages.prose import ProseWriter
from clausebook.pages.redlines import RedlineWriter, note_words
from clausebook.pages.words import Words

KIND_WORDS = {
    ChangeKind.ADDED: N_("Added"),
    ChangeKind.REMOVED: N_("Removed"),
    ChangeKind.MOVED: N_("Moved"),
    ChangeKind.SPLIT: N_("Split"),
    ChangeKind.MERGED: N_("Merged"),
    ChangeKind.REWORDED: N_("Reworded"),
    ChangeKind.RETITLED: N_("New heading"),
    ChangeKind.VALUE: N_("Value changed"),
    ChangeKind.LINK: N_("Address of a link"),
    ChangeKind.STRUCTURE: N_("Structure"),
    ChangeKind.EMPHASIS: N_("Emphasis only"),
    ChangeKind.SPACING: N_("Spacing only"),
    ChangeKind.CAPITALS: N_("Capitals only"),
    ChangeKind.PUNCTUATION: N_("Punctuation only"),
    ChangeKind.RENUMBERED: N_("Renumbered"),
    ChangeKind.TRANSLATION: N_("Translation corrected"),
}


SEVERITY_WORDS = {
    Severity.SUBSTANCE: N_("Figures, dates, duties and rights"),
    Severity.WORDING: N_("Wording"),
    Severity.FORM: N_("Form only"),
}
_RESTRUCTURED = {
    Restructuring.BREAK_INSERTED: N_("A paragraph or item was divided."),
    Restructuring.BREAK_REMOVED: N_("Paragraphs or items were joined."),
    Restructuring.LIST_TO_TEXT: N_("A list became text."),
    Restructuring.TEXT_TO_LIST: N_("Text became a list."),
    Restructuring.TABLE_TO_TEXT: N_("A table became text."),
    Restructuring.TEXT_TO_TABLE: N_("Text became a table."),
    Restructuring.BULLETS_TO_NUMBERS: N_("The items of a list have numbers now."),
    Restructuring.NUMBERS_TO_BULLETS: N_("The items of a list have no numbers any more."),
    Restructuring.INDENTED: N_("An item stands on a lower level now."),
    Restructuring.OUTDENTED: N_("An item stands on a higher level now."),
    Restructuring.QUOTED: N_("Text became a quotation."),
    Restructuring.UNQUOTED: N_("A quotation became text."),
    Restructuring.RENUMBERED: N_("A list begins with another number."),
    Restructuring.MOVED: N_("Parts of the text changed places."),
}


@dataclass(frozen=True, slots=True)
class ChangeView:
    """One change in one language. Numbers are empty on the side where the clause does not exist; `severity` is how much it weighs.

    `addresses` tells in plain words what happened to its links, for where no redline is shown.
    """

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
    severity: str = Severity.WORDING.value
    addresses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ChangeGroup:
    """Changes of the same weight, for a list that a reader in a hurry begins at the top."""

    severity: str
    label: Markup
    changes: list[ChangeView]


def by_severity(words: Words, changes: Sequence[ChangeView]) -> list[ChangeGroup]:
    """The changes by their weight, the heaviest first; in each group in reading order. Groups without a change are left out."""
    groups = [
        ChangeGroup(each.value, words(label), [change for change in changes if change.severity == each.value])
        for each, label in SEVERITY_WORDS.items()
    ]
    return [group for group in groups if group.changes]


def count_words(words: Words, changes: Sequence[Change]) -> str:
    """“4 changes; 29 of form only: Capitals only 29”, in plain words."""
    form = [change for change in changes if change.severity is Severity.FORM]
    told = words.plural("{count} change", "{count} changes", len(changes) - len(form)).unescape()
    if not form:
        return told
    counted = Counter(kind for change in form for kind in change.kinds)
    kinds = ", ".join(f"{words.pattern(KIND_WORDS[kind])} {counted[kind]}" for kind in ChangeKind if counted[kind])
    return f"{told}; {words.plural('{count} of form only', '{count} of form only', len(form)).unescape()}: {kinds}"


@dataclass(frozen=True, slots=True)
class ChangeLister:
    """Turns the changes of one comparison into view data; `old` and `new` write the texts of its two sides."""

    view: LanguageView
    comparison: Comparison
    old: ProseWriter
    new: ProseWriter

    @classmethod
    def on_page(cls, view: LanguageView, comparison: Comparison, address: str) -> ChangeLister:
        """For the page at `address`; its links lead into the pages of the two versions."""
        return cls(view, comparison, view.writer(comparison.old, address), view.writer(comparison.new, address))

    def changes(self, *, marked: bool = True) -> list[ChangeView]:
        """Every change but mere renumberings, in reading order; without redlines and remarks if not `marked`."""
        return [self.change_view(change, marked=marked) for change in self.comparison.substantive]

    def renumbered(self) -> list[tuple[str, str, str]]:
        """Old number, new number and heading of the clauses that only another number tells apart."""
        old, new = self.comparison.old, self.comparison.new
        edition = self.view.edition(new)
        return [
            (self.view.edition(old).by_id[change.old_id].number, clause.number, self.view.heading(new, clause))
            for change in self.comparison.changes
            if not change.substantive and change.old_id and change.new_id
            for clause in [edition.by_id[change.new_id]]
        ]

    def change_view(self, change: Change, *, marked: bool = True) -> ChangeView:
        view, old, new = self.view, self.comparison.old, self.comparison.new
        old_clause = view.edition(old).by_id.get(change.old_id or "")
        new_clause = view.edition(new).by_id.get(change.new_id or "")
        title = html = Markup("")
        if marked:
            anchor = f"{addresses.change_anchor(change.id)}-"
            writer, found = RedlineWriter(view.words, self.old, self.new, anchor), self.redline(change)
            title, html = writer.title(found), writer.html(found)
        state, clause = (new, new_clause) if new_clause else (old, old_clause)
        if clause is None:
            raise ValueError(f"the change of {change.id} has no side")
        return ChangeView(
            change.id,
            addresses.change_anchor(change.id),
            tuple(kind.value for kind in change.kinds),
            tuple(view.words(KIND_WORDS[kind]) for kind in change.kinds),
            old_clause.number if old_clause else "",
            new_clause.number if new_clause else "",
            view.heading(state, clause),
            tuple(self.remarks(change)) if marked else (),
            title,
            html,
            self.new.html(new_clause.note if new_clause else ""),
            f"{addresses.version(view.language, state.document, state.name)}#{clause.id}",
            view.clause_history(state, clause.id),
            change.severity.value,
            tuple(self.addresses(change)) if marked else (),
        )

    def redline(self, change: Change) -> Redline:
        """The redline of one change, with all that was merged into the clause on its old side."""
        view, old, new = self.view, self.comparison.old, self.comparison.new
        new_clause = view.edition(new).by_id.get(change.new_id or "")
        found = redline(
            self.old_clauses(change), new_clause, view.wording(old), view.wording(new), self.comparison.renamed
        )
        if not change.transfers:
            return found
        return replace(found, text=with_transfers(found.text, list(self._partners(change))))

    def _partners(self, change: Change) -> Iterator[Partner]:
        """The other clauses that text of a change went to or came from, each with its own redline."""
        view, old, new = self.view, self.comparison.old, self.comparison.new
        before, after = view.edition(old).by_id, view.edition(new).by_id
        for olds, now, told, is_source in partner_clauses(self.comparison, change, before, after):
            marked = redline(olds, now, view.wording(old), view.wording(new), self.comparison.renamed)
            yield Partner(told, marked.text, is_source)

    def old_clauses(self, change: Change) -> list[Clause]:
        """The clauses whose text the new one continues: its own former self, and those merged into it."""
        merged = change.origins if ChangeKind.MERGED in change.kinds else ()
        edition = self.view.edition(self.comparison.old)
        return [edition.by_id[clause_id] for clause_id in (change.old_id, *merged) if clause_id]

    def remarks(self, change: Change) -> list[Markup]:
        """What the redline itself cannot show, and how the two sides were found to belong together where no author says so."""
        words = self.view.words
        remarks = [*self.facts(change), *self.values(change)]
        if change.anew:
            remarks.append(
                words("Ids were used anew: this text stood under another id before, and was found by its words.")
            )
        elif change.inferred:
            remarks.append(words("Paired by the likeness of the texts, not by the author."))
        return remarks

    def facts(self, change: Change) -> list[Markup]:
        """Where a clause came from, which languages changed alone, and what happened to the shape of its text."""
        words, old = self.view.words, self.comparison.old
        remarks = []
        if ChangeKind.MOVED in change.kinds and change.old_id and change.new_id:
            remarks.append(self._place(change.old_id, change.new_id))
        origins = [origin for origin in change.origins if origin in self.view.edition(old).by_id]
        if origins and {ChangeKind.SPLIT, ChangeKind.MERGED} & set(change.kinds):
            numbers = words.listing([_reference(self.old, origin) for origin in origins])
            sentence = (
                N_("Taken out of {numbers}.") if ChangeKind.SPLIT in change.kinds else N_("Joined with {numbers}.")
            )
            remarks.append(words(sentence, numbers=numbers))
        if ChangeKind.TRANSLATION in change.kinds:
            names = words.listing([words.language_name(code) for code in sorted(change.languages)])
            remarks.append(words("Only this text changed: {languages}.", languages=names))
        if ChangeKind.STRUCTURE in change.kinds:
            remarks += [words(_RESTRUCTURED[each]) for each in change.restructurings]
        return remarks

    def values(self, change: Change) -> list[Markup]:
        """What its values print now, and what they printed before, as sentences."""
        words = self.view.words
        return [words("{new} instead of {old}.", new=new, old=old) for old, new in self.value_pairs(change)]

    def value_pairs(self, change: Change) -> list[tuple[str, str]]:
        """What the values that a change is about printed, and what they print now."""
        old, new = self.view.wording(self.comparison.old), self.view.wording(self.comparison.new)
        return [(old.value(name), new.value(name)) for name in change.values]

    def _place(self, old_id: str, new_id: str) -> Markup:
        """Where a clause moved: after which one in its section, or from which section to which, with a link to where it stood."""
        words, old, new = (
            self.view.words,
            self.view.edition(self.comparison.old),
            self.view.edition(self.comparison.new),
        )
        before, after = old.parents.get(old_id), new.parents.get(new_id)
        stood = _reference(self.old, old_id)
        if before != after and self.comparison.renamed.get(before or "", before) != after:
            return words(
                "Moved from {old} to {new}; it was {number} before.",
                old=self._section(self.comparison.old, before),
                new=self._section(self.comparison.new, after),
                number=stood,
            )
        siblings = [clause.id for clause in (new.by_id[after].clauses if after else new.clauses)]
        place = siblings.index(new_id)
        if not place:
            return words(
                "Moved to the beginning of {section}; it was {number} before.",
                section=self._section(self.comparison.new, after),
                number=stood,
            )
        return words(
            "Moved: it stands after {place} now; it was {number} before.",
            place=_reference(self.new, siblings[place - 1]),
            number=stood,
        )

    def _section(self, snapshot: Snapshot, clause: str | None) -> Markup:
        """A section by its heading."""
        if clause is None:
            return self.view.words("the top level of the document")
        heading = self.view.heading(snapshot, self.view.edition(snapshot).by_id[clause])
        return self.view.words("“{heading}”", heading=heading)

    def addresses(self, change: Change) -> list[str]:
        """What happened to the links of a clause, in plain words."""
        if ChangeKind.LINK not in change.kinds:
            return []
        return [
            f"“{note.words}”: {note_words(self.view.words, note)}"
            for note in notes_in(self.redline(change).text.runs)
            if isinstance(note, AddressChange)
        ]


def partner_clauses(
    comparison: Comparison, change: Change, before: Mapping[str, Clause], after: Mapping[str, Clause]
) -> Iterator[tuple[list[Clause], Clause | None, str, bool]]:
    """For each transfer of a change the other clause: what it was before, what it is now, its id where the text was or is, and whether the
    text came from it."""
    renamed = comparison.renamed
    for transfer in change.transfers:
        if transfer.target == change.new_id:
            later = renamed.get(transfer.source, transfer.source)
            if transfer.source in before:
                yield [before[transfer.source]], after.get(later), transfer.source, True
        elif transfer.target in after:
            olds = [clause for key, clause in before.items() if renamed.get(key, key) == transfer.target]
            yield olds, after[transfer.target], transfer.target, False


def _reference(writer: ProseWriter, clause: str) -> Markup:
    """The number of a clause, as a reference in its own edition would print it."""
    return writer.placeholder(Placeholder(PlaceholderKind.CLAUSE, clause))
