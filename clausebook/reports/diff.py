"""Differences between two states of a document: which states, and every change as data for each form of output."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from clausebook.compare import Change, ChangeKind, Comparison, Piece, Severity, compare_history, plain_runs, plain_words
from clausebook.days import BadDay, parse_day
from clausebook.git import Unknown
from clausebook.languages import LANGUAGES, language_advice
from clausebook.model import timeline
from clausebook.model.document import Book, Document, Edition, Regime, Snapshot
from clausebook.model.notices import NoticePolicy, NoticeRule
from clausebook.model.numbering import Level
from clausebook.model.periods import Period
from clausebook.model.prose import Placeholder, PlaceholderKind
from clausebook.model.reading import read_book, read_text_file
from clausebook.model.values import Unit
from clausebook.model.wording import LooseWording, Wording, outside
from clausebook.names import DRAFT, VersionNumber, suggestion
from clausebook.problems import Problems, ProblemsFound
from clausebook.revisions import checked_out
from clausebook.sentences.changes import KIND_WORDS, ChangeSentences
from clausebook.sentences.words import Words


class Unclear(ValueError):
    """What was asked for does not exist, or makes no sense; the message says what to do."""


Runs = list[Piece]


@dataclass(frozen=True, slots=True)
class Difference:
    """One change in one language: its heading, remarks, title and text as runs, and why it was made, all in plain words.

    `lost_titles` are those of clauses that were merged into it; `elsewhere` gives for each move between clauses, by its number, the id and
    the number of the other clause.
    """

    change: Change
    kinds: tuple[str, ...]
    old_number: str
    new_number: str
    old_heading: str
    new_heading: str
    remarks: tuple[str, ...]
    title: Runs
    lost_titles: tuple[Runs, ...]
    text: Runs
    elsewhere: Mapping[int, tuple[str, str]]
    note: str

    @property
    def heading(self) -> str:
        return self.new_heading or self.old_heading

    @property
    def number(self) -> str:
        if self.old_number and self.new_number and self.old_number != self.new_number:
            return f"{self.old_number} → {self.new_number}"
        return self.new_number or self.old_number


@dataclass(frozen=True)
class Diff:
    """Two states compared; `sides` are their texts in each language that both have, the authoritative one first;
    `names` are those of the files where it is files that are compared; `only` asks for the changes of one weight alone.
    """

    document: Document
    comparison: Comparison
    sides: Mapping[str, tuple[Wording, Wording]]
    names: tuple[str, str] | None = None
    only: Severity | None = None

    @property
    def changes(self) -> list[Change]:
        """Every change but mere renumberings, in reading order; of one weight where that was asked for."""
        return [each for each in self.comparison.substantive if self.only in (None, each.severity)]

    @property
    def left_out(self) -> int:
        """How many changes are of another weight than was asked for."""
        return len(self.comparison.substantive) - len(self.changes)

    @property
    def language(self) -> str:
        """The language of output for people."""
        return next(iter(self.sides))

    def title(self) -> str:
        return self.sides[self.language][1].edition.title

    def sentences(self, language: str) -> ChangeSentences[str]:
        """What is said of the changes, as plain text."""
        return ChangeSentences(Words(language), self.comparison, *self.sides[language], _reference)

    def differences(self, language: str) -> Iterator[Difference]:
        """Every change but mere renumberings, in reading order."""
        sentences = self.sentences(language)
        old, new = self.sides[language]
        for change in self.changes:
            before = old.edition.by_id.get(change.old_id or "")
            after = new.edition.by_id.get(change.new_id or "")
            marked = sentences.redline(change)
            yield Difference(
                change,
                tuple(sentences.words(KIND_WORDS[kind]) for kind in change.kinds),
                before.number if before else "",
                after.number if after else "",
                old.heading(before) if before else "",
                new.heading(after) if after else "",
                tuple(sentences.remarks(change)),
                plain_words(marked.title),
                tuple([plain_words(title) for title in marked.titles]),
                plain_runs(marked.text),
                {number: self._other(language, change, clause) for number, clause in marked.text.elsewhere.items()},
                new.plain(after.note) if after else "",
            )

    def _other(self, language: str, change: Change, clause: str) -> tuple[str, str]:
        """The other clause of a transfer by its id and its number, on the side where the text was or is."""
        came = any(transfer.source == clause and transfer.target == change.new_id for transfer in change.transfers)
        old, new = self.sides[language]
        return clause, (old if came else new).edition.by_id[clause].number

    def counts(self) -> list[tuple[ChangeKind, int]]:
        """How many changes there are of each kind, in the order in which kinds are told; those of form only apart."""
        told = [change for change in self.changes if change.severity is not Severity.FORM]
        counted = Counter(kind for change in told for kind in change.kinds)
        return [(kind, counted[kind]) for kind in ChangeKind if counted[kind]]


def _reference(wording: Wording, clause: str) -> str:
    """The number of a clause, as a reference in its own edition would print it."""
    return wording.words(Placeholder(PlaceholderKind.CLAUSE, clause))


def states_named(names: Sequence[str]) -> tuple[str, str, str]:
    """The document and the two states that the words of a command name: `terms 1.0 draft`, or `terms@REV` with the state now, the
    draft if it is not said. Raises Unclear."""
    if names and "@" in names[0] and len(names) <= 2:
        name, _, revision = names[0].partition("@")
        return name, f"{DRAFT}@{revision}", names[1] if len(names) == 2 else DRAFT
    if len(names) != 3:
        raise Unclear(
            "name a document and two states, such as: clausebook diff subscription 1.0 draft; or subscription@main; or --files and two files"
        )
    return names[0], names[1], names[2]


def diff_versions(root: Path, book: Book, name: str, old: str, new: str, language: str | None, day: dt.date) -> Diff:
    """The differences between two states of a document, each named by version, `draft` or date, with `@REV` as a commit has it.

    Raises Unclear for names that fit nothing, and when `old` is the later one.
    """
    document = book.documents.get(name)
    if document is None:
        raise Unclear(f"there is no document “{name}”: {suggestion(name, book.documents)}")
    if "@" in f"{old}{new}":
        states = [_state_at(root, document, state) for state in (old, new)]
        return diff_states(book, states[0], states[1], (old, new), language, day)
    first, second = find_state(document, old), find_state(document, new)
    states_here = document.states
    if states_here.index(first) > states_here.index(second):
        raise Unclear(
            f"{first.name} is later than {second.name}; write: clausebook diff {name} {second.name} {first.name}"
        )
    shared = [code for code in document.languages if code in first.editions and code in second.editions]
    chosen = _languages(document, shared, language)
    # A withdrawn version lies on no way from one state to another, unless it is what was asked for.
    path = [version for version in document.versions if not version.withdrawn or version in (first, second)]
    pair = (first, second)
    comparison = compare_history(path, *pair, document.pivot(pair), equals=document.equals(pair))
    return Diff(document, comparison, _sides(book, (first, second), chosen, day))


def _sides(
    book: Book, states: tuple[Snapshot, Snapshot], languages: Iterable[str], day: dt.date
) -> dict[str, tuple[Wording, Wording]]:
    """The words of two states in each of some languages, naming other documents as they are on a day."""
    days, sides = dict.fromkeys(book.documents, day), {}
    for code in languages:
        known = outside(book, code, days)
        sides[code] = Wording(states[0], code, known), Wording(states[1], code, known)
    return sides


def diff_states(
    book: Book, old: Snapshot, new: Snapshot, names: tuple[str, str], language: str | None, day: dt.date
) -> Diff:
    """The differences between two states of a document of which one may come from another commit, under the names that they are shown by.

    Clauses go on under the ids that `new` says; versions between the two are not looked at. Raises Unclear where no language is common to both.
    """
    document = book.documents[new.document]
    first, second = (
        replace(state, document=document.id, number=VersionNumber((number,))) for number, state in ((1, old), (2, new))
    )
    shared = [code for code in document.languages_ever if code in first.editions and code in second.editions]
    if not shared:
        raise Unclear(f"{names[0]} and {names[1]} of “{document.id}” have no language in common")
    chosen = _languages(document, shared, language)
    pivot = document.authoritative if document.authoritative in shared else shared[0]
    equals = set(document.regime.prevailing) - {pivot}
    comparison = compare_history([first, second], first, second, pivot, equals=equals)
    return Diff(document, comparison, _sides(book, (first, second), chosen, day), names)


def _state_at(root: Path, document: Document, name: str) -> Snapshot:
    """The state that is named here, or after `@` in a commit. Raises Unclear."""
    state, _, revision = name.partition("@")
    if not revision:
        return find_state(document, name)
    try:
        with checked_out(root, revision) as folder:
            book = read_book(folder, Problems())
            there = (
                next(
                    (one for one in book.documents.values() if one.id in {document.id, *document.former_names}),
                    None,
                )
                if book
                else None
            )
            if there is None:
                raise Unclear(f"“{document.id}” cannot be read in {revision}: it is not there, or has mistakes")
            return find_state(there, state)
    except Unknown as unknown:
        raise Unclear(f"{unknown}; {unknown.advice}") from None


def find_state(document: Document, name: str) -> Snapshot:
    """The state that is named by a version, `draft`, or a date; raises Unclear for names that fit nothing."""
    if name == DRAFT:
        return document.draft
    version = document.version(name)
    if version:
        return version
    try:
        day = parse_day(name)
    except BadDay:
        known = [*(one.name for one in document.versions), DRAFT]
        raise Unclear(
            f"“{document.id}” has no version “{name}”, and that is no date such as 2020-05-01: {suggestion(name, known)}"
        ) from None
    found = timeline.latest(document, day)
    if found is None:
        first = f"; the first version took effect on {document.versions[0].effective}" if document.versions else ""
        raise Unclear(f"nothing of “{document.id}” was in force on {day}{first}")
    return found


def _languages(document: Document, shared: list[str], language: str | None) -> list[str]:
    """The authoritative language first; the asked one alone."""
    if language is None:
        return sorted(shared, key=lambda code: code != document.authoritative)
    if language not in shared:
        advice = suggestion(language, shared)
        raise Unclear(f"the two are not both published in “{language}”: {advice}")
    return [language]


_NUMBERING = tuple(Level.parse(pattern) for pattern in ("1", "1.1", "(a)", "(i)"))


def diff_files(old: Path, new: Path, language: str | None) -> Diff:
    """The differences between two text files, without any record.

    Their language is that of the folder they lie in (terms/da/subscription/1.0.yml), else English. Raises ProblemsFound for
    mistakes in them, Unclear for a language that does not exist.
    """
    problems = Problems()
    folders = [path.absolute().parent.parent.name for path in (new, old)]
    code = language or next((folder for folder in folders if folder in set(LANGUAGES)), "en")
    if code not in LANGUAGES:
        raise Unclear(f"“{code}” is not a language: {language_advice(code)}")
    editions = [read_text_file(path, code, _NUMBERING, problems) for path in (old, new)]
    if editions[0] is None or editions[1] is None or len(problems):
        raise ProblemsFound(problems)
    names = (old.name, new.name) if old.name != new.name else (str(old), str(new))
    return loose_diff(editions[0], editions[1], names)


def loose_diff(old: Edition, new: Edition, names: tuple[str, str]) -> Diff:
    """The differences between two editions of one language that belong to no record, under the names that they are shown by."""
    code = new.language
    states = [
        Snapshot("files", VersionNumber((number,)), {}, {code: edition}) for number, edition in ((1, old), (2, new))
    ]
    document = Document(
        "files",
        (code,),
        Regime("", (code,), timeline.UTC, _NUMBERING),
        NoticePolicy(NoticeRule(Period(Unit.DAYS, 0))),
        (),
        replace(states[1], number=None),
    )
    comparison = compare_history(states, states[0], states[1], code)
    return Diff(document, comparison, {code: (LooseWording(states[0], code), LooseWording(states[1], code))}, names)
