"""Changes: what a version changed in its predecessor, as a list and as a redline."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from clausebook.compare import Change, Comparison, Severity
from clausebook.model.document import Snapshot
from clausebook.model.prose import Placeholder, PlaceholderKind
from clausebook.model.wording import Wording
from clausebook.pages import addresses
from clausebook.pages.html_words import HtmlWords
from clausebook.pages.language_view import LanguageView
from clausebook.pages.prose import ProseWriter
from clausebook.pages.redlines import RedlineWriter
from clausebook.sentences.changes import KIND_WORDS, SEVERITY_WORDS, ChangeSentences


@dataclass(frozen=True, slots=True)
class ChangeView:
    """One change in one language. Numbers are empty on the side where the clause does not exist; `severity` is how much it weighs.

    `addresses` tells what happened to its links, for where no redline is shown.
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
    addresses: tuple[Markup, ...] = ()


@dataclass(frozen=True, slots=True)
class ChangeGroup:
    """Changes of the same weight, for a list that a reader in a hurry begins at the top."""

    severity: str
    label: Markup
    changes: list[ChangeView]


def by_severity(words: HtmlWords, changes: Sequence[ChangeView]) -> list[ChangeGroup]:
    """The changes by their weight, the heaviest first; in each group in reading order. Groups without a change are left out."""
    groups = [
        ChangeGroup(each.value, words(label), [change for change in changes if change.severity == each.value])
        for each, label in SEVERITY_WORDS.items()
    ]
    return [group for group in groups if group.changes]


@dataclass(frozen=True, slots=True)
class ChangeLister:
    """Turns the changes of one comparison into view data; `old` and `new` write the texts of its two sides.

    `history` gives the address of all wordings of a clause of a state, empty where there is none.
    """

    words: HtmlWords
    comparison: Comparison
    old: ProseWriter
    new: ProseWriter
    history: Callable[[Snapshot, str], str] = lambda snapshot, clause: ""

    @classmethod
    def on_page(cls, view: LanguageView, comparison: Comparison, address: str) -> ChangeLister:
        """For the page at `address`; its links lead into the pages of the two versions."""
        return cls.between(view, comparison, view.writer(comparison.old, address), view.writer(comparison.new, address))

    @classmethod
    def between(cls, view: LanguageView, comparison: Comparison, old: ProseWriter, new: ProseWriter) -> ChangeLister:
        """For a page of the site whose links these writers make."""
        return cls(view.words, comparison, old, new, view.clause_history)

    @property
    def sentences(self) -> ChangeSentences[Markup]:
        """What is said of the changes, with links where they lead somewhere."""

        def reference(wording: Wording, clause: str) -> Markup:
            writer = self.old if wording is self.old.wording else self.new
            return writer.placeholder(Placeholder(PlaceholderKind.CLAUSE, clause))

        return ChangeSentences(self.words, self.comparison, self.old.wording, self.new.wording, reference)

    def changes(self, *, marked: bool = True) -> list[ChangeView]:
        """Every change but mere renumberings, in reading order; without redlines and remarks if not `marked`."""
        return [
            self.change_view(change, marked=marked)
            for change in self.comparison.substantive_in(self.new.wording.language)
        ]

    def change_view(self, change: Change, *, marked: bool = True) -> ChangeView:
        sentences = self.sentences
        old_clause = self.old.wording.edition.by_id.get(change.old_id or "")
        new_clause = self.new.wording.edition.by_id.get(change.new_id or "")
        title = html = Markup("")
        if marked:
            anchor = f"{addresses.change_anchor(change.id)}-"
            writer, redline = RedlineWriter(self.words, self.old, self.new, anchor), sentences.redline(change)
            title, html = writer.title(redline), writer.html(redline)
        wording, clause = (self.new.wording, new_clause) if new_clause else (self.old.wording, old_clause)
        if clause is None:
            raise ValueError(f"the change of {change.id} has no side")
        state = wording.snapshot
        return ChangeView(
            change.id,
            addresses.change_anchor(change.id),
            tuple(kind.value for kind in change.kinds),
            tuple(self.words(KIND_WORDS[kind]) for kind in change.kinds),
            old_clause.number if old_clause else "",
            new_clause.number if new_clause else "",
            wording.heading(clause),
            tuple(sentences.remarks(change)) if marked else (),
            title,
            html,
            self.new.html(new_clause.note if new_clause else ""),
            f"{addresses.version(wording.language, state.document, state.name)}#{clause.id}",
            self.history(state, clause.id),
            change.severity.value,
            tuple(sentences.addresses(change)) if marked else (),
        )
