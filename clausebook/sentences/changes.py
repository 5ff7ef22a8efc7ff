"""Changes: what is said of a change between two states of a document, apart from its redline, and the redline itself as data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Generic

from clausebook.compare import (
    AddressChange,
    Change,
    ChangeKind,
    Comparison,
    EmphasisChange,
    Partner,
    Redline,
    Restructuring,
    Severity,
    former_of,
    notes_in,
    redline,
    with_transfers,
)
from clausebook.languages import N_
from clausebook.model.document import Clause, Version
from clausebook.model.prose import MarkKind
from clausebook.model.staleness import in_short
from clausebook.model.wording import Wording
from clausebook.sentences.words import Phrases, Text

KIND_WORDS = {
    ChangeKind.ADDED: N_("Added"),
    ChangeKind.REMOVED: N_("Removed"),
    ChangeKind.MOVED: N_("Moved"),
    ChangeKind.REPEALED: N_("Repealed"),
    ChangeKind.REINSTATED: N_("Reinstated"),
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
EMPHASIS_WORDS = {
    MarkKind.EMPHASIS: N_("italics"),
    MarkKind.STRONG: N_("bold"),
    MarkKind.CODE: N_("code"),
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


def count_words(words: Phrases[Text], changes: Sequence[Change]) -> Text:
    """“4 changes; 29 of form only: Capitals only 29”."""
    form = [change for change in changes if change.severity is Severity.FORM]
    total = words.plural("{count} change", "{count} changes", len(changes) - len(form))
    if not form:
        return total
    counted = Counter(kind for change in form for kind in change.kinds)
    kinds = [words.joined([words(KIND_WORDS[kind]), str(counted[kind])]) for kind in ChangeKind if counted[kind]]
    of_form = words.plural("{count} of form only", "{count} of form only", len(form))
    return words.fill("{total}; {form}: {kinds}", {"total": total, "form": of_form, "kinds": words.joined(kinds, ", ")})


def note_words(words: Phrases[Text], note: AddressChange | EmphasisChange) -> Text:
    """What is said of a change that leaves the words as they are."""
    none = words("none")
    if isinstance(note, AddressChange):
        return words("address of the link: {old} → {new}", old=note.old or none, new=note.new or none)
    old, new = (words.joined([words(EMPHASIS_WORDS[kind]) for kind in marks], " + ") for marks in (note.old, note.new))
    return words("emphasis: {old} → {new}", old=old or none, new=new or none)


@dataclass(frozen=True, slots=True)
class ChangeSentences(Generic[Text]):
    """Says what the changes of one comparison are. `old` and `new` are the texts of its two sides, `reference` prints the number of a clause, by
    its id, on the side of a text."""

    words: Phrases[Text]
    comparison: Comparison
    old: Wording
    new: Wording
    reference: Callable[[Wording, str], Text]

    def renumbered(self) -> list[tuple[str, str, str]]:
        """Old number, new number and heading of the clauses that only another number tells apart."""
        before, renamed = self.old.edition.numbers, self.comparison.renamed
        told = {change.new_id for change in self.comparison.substantive}
        return [
            (former, clause.number, self.new.heading(clause))
            for clause in self.new.edition.walk()
            for former in [before.get(former_of(clause.id, renamed))]
            if former and former != clause.number and clause.id not in told
        ]

    def shortened(self) -> list[Text]:
        """The numbers of the clauses that say something else in short: that does not bind, and is told apart from the changes."""
        before, renamed = {clause.id: clause for clause in self.old.edition.walk()}, self.comparison.renamed
        return [
            self.reference(self.new, clause.id)
            for clause in self.new.edition.walk()
            for former in [before.get(former_of(clause.id, renamed))]
            if former and in_short(former) != in_short(clause)
        ]

    def redline(self, change: Change) -> Redline:
        """The redline of one change, with all that was merged into the clause on its old side."""
        renamed = self.comparison.renamed
        new_clause = self.new.edition.by_id.get(change.new_id or "")
        marked = redline(self.old_clauses(change), new_clause, self.old, self.new, renamed)
        if not change.transfers:
            return marked
        return replace(marked, text=with_transfers(marked.text, list(self._partners(change))))

    def _partners(self, change: Change) -> Iterator[Partner]:
        """The other clauses that text of a change went to or came from, each with its own redline."""
        before, after = self.old.edition.by_id, self.new.edition.by_id
        for olds, now, clause_id, is_source in partner_clauses(self.comparison, change, before, after):
            marked = redline(olds, now, self.old, self.new, self.comparison.renamed)
            yield Partner(clause_id, marked.text, is_source)

    def old_clauses(self, change: Change) -> list[Clause]:
        """The clauses whose text the new one continues: its own former self, and those merged into it."""
        merged = change.origins if ChangeKind.MERGED in change.kinds else ()
        return [self.old.edition.by_id[clause_id] for clause_id in (change.old_id, *merged) if clause_id]

    def remarks(self, change: Change) -> list[Text]:
        """What the redline itself cannot show, and how the two sides were found to belong together where no author says so."""
        words = self.words
        remarks = [*self.facts(change), *self.values(change)]
        if change.anew:
            remarks.append(
                words("Ids were used anew: this text stood under another id before, and was found by its words.")
            )
        elif change.inferred:
            remarks.append(words("Paired by the likeness of the texts, not by the author."))
        return remarks

    def facts(self, change: Change) -> list[Text]:
        """Where a clause came from, which languages changed alone, and what happened to the shape of its text."""
        words = self.words
        remarks = []
        day = self.new.snapshot.clause_days.get(change.id) if isinstance(self.new.snapshot, Version) else None
        if day:
            remarks.append(words("This change applies from {date}.", date=words.date(day)))
        if ChangeKind.MOVED in change.kinds and change.old_id and change.new_id:
            remarks.append(self._place(change.old_id, change.new_id))
        origins = [origin for origin in change.origins if origin in self.old.edition.by_id]
        if origins and {ChangeKind.SPLIT, ChangeKind.MERGED} & set(change.kinds):
            numbers = words.listing([self.reference(self.old, origin) for origin in origins])
            sentence = (
                N_("Taken out of {numbers}.") if ChangeKind.SPLIT in change.kinds else N_("Joined with {numbers}.")
            )
            remarks.append(words(sentence, numbers=numbers))
        if ChangeKind.TRANSLATION in change.kinds:
            names = words.listing([words.language_name(code) for code in sorted(change.languages)])
            remarks.append(words("Only this text changed: {languages}.", languages=names))
        if ChangeKind.STRUCTURE in change.kinds:
            remarks += [words(_RESTRUCTURED[restructuring]) for restructuring in change.restructurings]
        return remarks

    def values(self, change: Change) -> list[Text]:
        """What its values print now, and what they printed before, as sentences."""
        pairs = self.value_pairs(change)
        return [self.words("{new} instead of {old}.", new=new, old=old) for old, new in pairs]

    def value_pairs(self, change: Change) -> list[tuple[str, str]]:
        """What the values that a change is about printed, and what they print now."""
        return [(self.old.value(name), self.new.value(name)) for name in change.values]

    def _place(self, old_id: str, new_id: str) -> Text:
        """Where a clause moved: after which one in its section, or from which section to which, and where it stood."""
        words, old, new = self.words, self.old.edition, self.new.edition
        before, after = old.parents.get(old_id), new.parents.get(new_id)
        stood = self.reference(self.old, old_id)
        if before != after and self.comparison.renamed.get(before or "", before) != after:
            return words(
                "Moved from {old} to {new}; it was {number} before.",
                old=self._section(self.old, before),
                new=self._section(self.new, after),
                number=stood,
            )
        siblings = new.children[after or ""]
        place = siblings.index(new_id)
        if not place:
            return words(
                "Moved to the beginning of {section}; it was {number} before.",
                section=self._section(self.new, after),
                number=stood,
            )
        return words(
            "Moved: it stands after {place} now; it was {number} before.",
            place=self.reference(self.new, siblings[place - 1]),
            number=stood,
        )

    def _section(self, wording: Wording, clause: str | None) -> Text:
        """A section by its heading."""
        if clause is None:
            return self.words("the top level of the document")
        return self.words("“{heading}”", heading=wording.heading(wording.edition.by_id[clause]))

    def addresses(self, change: Change) -> list[Text]:
        """What happened to the links of a clause."""
        if ChangeKind.LINK not in change.kinds:
            return []
        return [
            self.words.fill("“{words}”: {note}", {"words": note.words, "note": note_words(self.words, note)})
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
            olds = [before[key] for key in before if renamed.get(key, key) == transfer.target]
            yield olds, after[transfer.target], transfer.target, False
