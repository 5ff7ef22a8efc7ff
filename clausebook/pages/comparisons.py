"""Comparison data: everything from which the script of the compare page shows any two versions, each thing stored once.

A change looks the same between all pairs of versions between which the same two wordings meet. So each distinct change is
stored once, with the pairs at which it holds as rectangles of version indices: the data grows with the number of changes,
not with the square of the number of versions. References to clauses stay open, as their numbers differ from version to
version; the page fills them in.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

from markupsafe import Markup, escape

from clausebook.compare import Change, ChangeKind, Comparison, Severity, VersionRange, pairs_in, version_ranges
from clausebook.digests import digest_of
from clausebook.model import timeline
from clausebook.model.document import Clause, Document, Snapshot, Version
from clausebook.model.prose import Placeholder, PlaceholderKind, placeholders_in
from clausebook.model.timeline import Status
from clausebook.model.wording import Wording
from clausebook.pages import addresses
from clausebook.pages.changes import ChangeLister
from clausebook.pages.comparison_files import Data, in_packing_order
from clausebook.pages.language_view import LanguageView
from clausebook.pages.prose import PageLinks, ProseWriter, own_clause
from clausebook.pages.redlines import RedlineWriter
from clausebook.pages.status_sentences import (
    announcement,
    missing_sentence,
    successor_words,
    version_name,
    version_words,
)
from clausebook.sentences.changes import KIND_WORDS, SEVERITY_WORDS, partner_clauses
from clausebook.sentences.own_days import groups_apart

FORMAT = 1


@dataclass(frozen=True, slots=True)
class OpenLinks:
    """Links that the compare page completes: a clause of the document by its id, in the old or the new version."""

    outside: PageLinks
    side: str

    def link(self, wording: Wording, placeholder: Placeholder, words: str) -> Markup:
        clause = own_clause(wording, placeholder)
        if not clause:
            return self.outside.link(wording, placeholder, words)
        shown = "" if placeholder.kind is PlaceholderKind.CLAUSE else words
        return _open_link(placeholder.kind, clause, self.side, shown)


@lru_cache(maxsize=10_000)
def _open_link(kind: PlaceholderKind, clause: str, side: str, shown: str) -> Markup:
    return Markup(f'<a class="cb-{kind.value}" data-cb-clause="{clause}" data-cb-side="{side}">{escape(shown)}</a>')


@dataclass
class _Table:
    """Distinct things in the order in which they were first met."""

    known: dict[Hashable, int] = field(default_factory=dict)
    rows: list[Any] = field(default_factory=list)

    def number(self, key: Hashable) -> int | None:
        return self.known.get(key)

    def add(self, key: Hashable, row: Any) -> int:
        """The index of the row with this key, which is added if it is new."""
        if key not in self.known:
            self.known[key] = len(self.rows)
            self.rows.append(row)
        return self.known[key]


class _Printed(dict[Placeholder, Hashable]):
    """What placeholders print in a wording, numbers of its own document apart, and the clauses of it that they lead to."""

    def __init__(self, wording: Wording) -> None:
        super().__init__()
        self._wording = wording

    def __missing__(self, placeholder: Placeholder) -> Hashable:
        wording = self._wording
        clause = own_clause(wording, placeholder)
        is_number = bool(clause) and placeholder.kind is PlaceholderKind.CLAUSE
        self[placeholder] = found = placeholder.name if is_number else (clause, wording.words(placeholder))
        return found

    def of(self, placeholders: Iterable[Placeholder]) -> tuple[Hashable, ...]:
        return tuple(map(self.__getitem__, placeholders))


@dataclass(frozen=True, slots=True)
class _Inside:
    """A clause and those in it, with their depths, and the placeholders in the texts of all."""

    clauses: Sequence[tuple[Clause, int]]
    placeholders: Sequence[Placeholder]

    @classmethod
    def of(cls, clause: Clause) -> _Inside:
        clauses = list(_with_depth([clause]))
        return cls(clauses, list(dict.fromkeys(each for one, _ in clauses for each in placeholders_in(one.text))))


@dataclass
class KeptRows:
    """The rows of changes that were made before, each by a digest of all that it is made from, and the digests of the rows of the data made now.

    Most changes between older versions are what they were; their redlines are most of the work.
    """

    before: Mapping[str, Data] = field(default_factory=dict)
    digests: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, data: Data, digests: Iterable[str]) -> KeptRows:
        """Those of comparison data whose rows were made with these digests, by the same program for the same site."""
        rows = [{name: value for name, value in row.items() if name != "at"} for row in data["changes"]]
        return cls(dict(zip(digests, rows, strict=True)))

    def find_or_make(self, digest: str, make: Callable[[], Data]) -> Data:
        known = self.before.get(digest)
        return make() if known is None else dict(known)


@dataclass(frozen=True)
class _Maker:
    """Makes the data of one document in one language."""

    view: LanguageView
    document: Document
    states: Sequence[Snapshot]
    address: str
    kept: KeptRows
    wordings: _Table = field(default_factory=_Table)
    places: _Table = field(default_factory=_Table)
    changes: _Table = field(default_factory=_Table)
    inside: dict[int, _Inside] = field(default_factory=dict)
    outlines: dict[Hashable, list[int]] = field(default_factory=dict)
    prints: dict[str, _Printed] = field(default_factory=dict)
    writers: dict[tuple[str, str], ProseWriter] = field(default_factory=dict)

    def make(self) -> dict[str, Any]:
        versions = [self._version(state) for state in self.states]
        holds: dict[int, list[Sequence[VersionRange]]] = {}
        history = self.view.history(self.document)
        for change_range in history.change_ranges:
            row = self._change(change_range.comparison, change_range.change)
            holds.setdefault(row, []).append(change_range.at)
        rows = zip(self.changes.known, self.changes.rows, strict=True)
        changes = in_packing_order((row, _joined(holds[number])) for number, row in enumerate(rows))
        self.kept.digests += [str(digest) for (digest, _), _ in changes]
        wordings, places = _by_clause(self.wordings.rows, self.places.rows, versions)
        return {
            "format": FORMAT,
            "document": self.document.id,
            "language": self.view.language,
            "words": _script_words(self.view),
            "versions": versions,
            "elsewhere": [
                version.name
                for version in timeline.published(self.document, self.view.day(self.document))
                if self.view.language not in version.editions
            ],
            "missing": list(self._missing()),
            "places": places,
            "wordings": wordings,
            "changes": [{**row, "at": at} for (_, row), at in changes],
            "renames": history.renames,
        }

    def _version(self, state: Snapshot) -> dict[str, Any]:
        view, edition = self.view, self.view.edition(state)
        writer = view.writer(state, self.address)
        entry: dict[str, Any] = {
            "name": state.name,
            "label": version_name(view, state),
            "inline": version_words(view, state),
            "address": addresses.link(self.address, addresses.version(view.language, self.document.id, state.name)),
            "outline": [place for clause in edition.clauses for place in self._outline(state, clause)],
        }
        if edition.summary.strip():
            entry["summary"] = writer.html(edition.summary)
        notes = {clause.id: writer.html(clause.note) for clause in edition.walk() if clause.note.strip()}
        if notes:
            entry["notes"] = notes
        if isinstance(state, Version):
            entry["effective"] = state.effective.isoformat()
            groups = {name: terms.effective.isoformat() for name, terms in groups_apart(state).items()}
            if groups:
                entry["groups"] = groups
            entry["from"] = view.words("in force from {date}", date=view.words.date(state.effective))
            entry.update(self._announced(state))
        return entry

    def _missing(self) -> Iterator[dict[str, Any]]:
        """The versions that are or will be in force but cannot be compared, having no text in this language."""
        view = self.view
        for version in view.unpublished_here(self.document):
            if view.status(self.document, version) is not Status.WITHDRAWN:
                yield {
                    "effective": version.effective.isoformat(),
                    "applies": successor_words(view, version, self.address),
                    "missing": missing_sentence(view.words, version),
                    **self._announced(version),
                }

    def _announced(self, version: Version) -> dict[str, Any]:
        """What is said of a version that is announced, whatever else is compared; to a group for which it takes effect on another day, that."""
        status = self.view.status(self.document, version)
        if status not in {Status.ANNOUNCED, Status.IN_FORCE, Status.SUPERSEDED}:
            return {}
        day = self.view.day(self.document)
        groups = {
            group: announcement(self.view, version, self.address, group)
            for group, terms in groups_apart(version).items()
            if terms.effective > day
        }
        told: dict[str, Any] = {"announcedFor": groups} if groups else {}
        if status is Status.ANNOUNCED:
            told["announced"] = announcement(self.view, version, self.address)
        return told

    def _outline(self, state: Snapshot, clause: Clause) -> Sequence[int]:
        """The rows of `places` for a clause and those in it; looked for once where versions share it and print it alike."""
        inside = self.inside.get(id(clause))
        if inside is None:
            inside = self.inside[id(clause)] = _Inside.of(clause)
        key = id(clause), self._prints(state).of(inside.placeholders)
        found = self.outlines.get(key)
        if found is None:
            found = self.outlines[key] = [self._place(state, one, depth) for one, depth in inside.clauses]
        return found

    def _place(self, state: Snapshot, clause: Clause, depth: int) -> int:
        """The row of `places`: id, depth from 0, label in the margin, number, wording."""
        heading = "" if clause.title else str(escape(self.view.heading(state, clause)))
        key = self._printed(state, clause), heading
        wording = self.wordings.number(key)
        if wording is None:
            html = self._writer(state, "new").clause(clause)
            wording = self.wordings.add(key, [str(Markup.escape(clause.title)), str(html), heading])
        row = (clause.id, depth, clause.label, clause.number, wording)
        return self.places.add(row, list(row))

    def _writer(self, state: Snapshot, side: str) -> ProseWriter:
        key = state.name, side
        if key not in self.writers:
            links = OpenLinks(PageLinks(self.address, ""), side)
            self.writers[key] = replace(self.view.writer(state, self.address), links=links)
        return self.writers[key]

    def _printed(self, state: Snapshot, clause: Clause) -> Hashable:
        """Equal for clauses that read the same but for the numbers that references to this document print."""
        return clause.id, clause.title, clause.text, self._prints(state).of(placeholders_in(clause.text))

    def _prints(self, state: Snapshot) -> _Printed:
        found = self.prints.get(state.name)
        if found is None:
            found = self.prints[state.name] = _Printed(self.view.wording(state))
        return found

    def _change(self, comparison: Comparison, change: Change) -> int:
        """The row of `changes` for a change; made once for each pair of wordings that it leads from and to."""
        lister = ChangeLister.between(
            self.view, comparison, self._writer(comparison.old, "old"), self._writer(comparison.new, "new")
        )
        olds = lister.sentences.old_clauses(change)
        new = self.view.edition(comparison.new).by_id.get(change.new_id or "")
        renamed = comparison.renamed
        referred = {each.name for clause in olds for each in placeholders_in(clause.text)} if renamed else set()
        before = self.view.edition(comparison.old).by_id
        key = (
            (change.old_id, change.kinds, tuple(sorted(change.languages)), change.inferred),
            (change.values, change.flag, change.severity, change.anew, change.restructurings),
            self._day_of(comparison, change),
            self._place_of(comparison, change),
            self._exchanged(comparison, change),
            tuple([origin for origin in change.origins if origin in before]),
            tuple([self._printed(comparison.old, clause) for clause in olds]),
            new and self._printed(comparison.new, new),
            tuple(sorted([(name, renamed[name]) for name in referred if name in renamed])),
        )
        digest = digest_of(key)
        number = self.changes.number(digest)
        if number is not None:
            return number
        return self.changes.add(digest, self.kept.find_or_make(digest, lambda: self._row(lister, change)))

    def _day_of(self, comparison: Comparison, change: Change) -> Hashable:
        """The day from which a change applies, where that is later than its version."""
        version = comparison.new
        day = version.clause_days.get(change.id) if isinstance(version, Version) else None
        return day.isoformat() if day else None

    def _place_of(self, comparison: Comparison, change: Change) -> Hashable:
        """What is told of where a clause moved, numbers apart."""
        if ChangeKind.MOVED not in change.kinds or change.old_id is None or change.new_id is None:
            return None
        old, new = self.view.edition(comparison.old), self.view.edition(comparison.new)
        sections = (comparison.old, change.old_parent), (comparison.new, change.new_parent)
        headings = tuple(
            [key and self.view.heading(state, self.view.edition(state).by_id[key]) for state, key in sections]
        )
        siblings = new.children[change.new_parent or ""]
        place = siblings.index(change.new_id)
        same = comparison.renamed.get(change.old_parent or "", change.old_parent) == change.new_parent
        return same, headings, siblings[place - 1] if place else None, change.old_id in old.by_id

    def _exchanged(self, comparison: Comparison, change: Change) -> Hashable:
        """How the other clauses of its transfers read."""
        if not change.transfers:
            return ()
        before, after = self.view.edition(comparison.old).by_id, self.view.edition(comparison.new).by_id
        return tuple(
            [
                (
                    told,
                    is_source,
                    tuple([self._printed(comparison.old, clause) for clause in olds]),
                    now and self._printed(comparison.new, now),
                )
                for olds, now, told, is_source in partner_clauses(comparison, change, before, after)
            ]
        )

    def _row(self, lister: ChangeLister, change: Change) -> dict[str, Any]:
        anchor = f"{addresses.change_anchor(change.id)}-"
        writer = RedlineWriter(self.view.words, lister.old, lister.new, anchor)
        sentences = lister.sentences
        marked = sentences.redline(change)
        row = {
            "old": change.old_id,
            "new": change.new_id,
            "kinds": [kind.value for kind in change.kinds],
            "remarks": [str(remark) for remark in sentences.remarks(change)],
            "title": str(writer.title(marked)),
            "text": str(writer.html(marked)),
            "severity": change.severity.value if change.severity is not Severity.WORDING else "",
        }
        return {name: value for name, value in row.items() if value}


def _script_words(view: LanguageView) -> dict[str, Any]:
    """The interface words that the script prints; `{names}` are filled in by it."""
    words = view.text
    return {
        "kinds": {kind.value: words(label) for kind, label in KIND_WORDS.items()},
        "severities": {each.value: words(label) for each, label in SEVERITY_WORDS.items()},
        "form": words.patterns("{count} of form only", "{count} of form only"),
        "between": words.pattern("From {old} to {new}"),
        "changes": words.patterns("{count} change", "{count} changes"),
        "steps": words.pattern("Step by step"),
        "redline": words.pattern("What this version changed"),
        "none": words.pattern("No clause changed."),
        "same": words.pattern("Choose two different versions."),
        "swapped": words.pattern("{old} came before {new}, so the comparison starts with it."),
        "unknown": words.pattern("There is no version “{name}” of these terms. Choose from the lists."),
        "elsewhere": words.pattern("Version {name} is not published in this language. Choose from the lists."),
        "unclear": words.pattern("A part of this address could not be understood and was left out."),
        "unchanged": words.pattern("Nothing has changed since: the version you signed is still in force."),
        "place": words.pattern("Read the clause in its place"),
        "history": words.pattern("All wordings of this clause"),
        "why": words.pattern("Why ({version})"),
        "moved": words.pattern("{number} stood here; it moved to {place}."),
        "from": words.pattern("Where it stood"),
        "absent": words.pattern("Not in this version."),
        "renumbered": words.patterns("{count} clause has another number", "{count} clauses have other numbers"),
    }


def _with_depth(clauses: Iterable[Clause], depth: int = 0) -> Iterable[tuple[Clause, int]]:
    for clause in clauses:
        yield clause, depth
        yield from _with_depth(clause.clauses, depth + 1)


def _joined(extents: Sequence[Sequence[VersionRange]]) -> Sequence[VersionRange]:
    """The rectangles of one or several extents of the same change, as few as can be; in a list, so that those of changes can be put in order."""
    return (
        list(extents[0]) if len(extents) == 1 else list(version_ranges(pair for at in extents for pair in pairs_in(at)))
    )


def _by_clause(
    wordings: Sequence[Any], places: Sequence[list[Any]], versions: Sequence[Data]
) -> tuple[list[Any], list[list[Any]]]:
    """Wordings by their clauses, these in the order of the newest version that has them, and places with the numbers that their wordings have then."""
    clauses = {wording: clause for clause, *_, wording in places}
    newest = dict.fromkeys(places[row][0] for version in reversed(versions) for row in version["outline"])
    ranks = {clause: rank for rank, clause in enumerate(newest)}
    order = sorted(range(len(wordings)), key=lambda wording: ranks[clauses[wording]])
    numbers = {wording: number for number, wording in enumerate(order)}
    return [wordings[wording] for wording in order], [[*place, numbers[wording]] for *place, wording in places]


def comparison_data(view: LanguageView, document: Document, kept: KeptRows | None = None) -> Data:
    """The data of the compare page of a document as a whole; rows that were made before are taken from `kept`."""
    page = addresses.compare(view.language, document.id)
    return _Maker(view, document, view.active_versions(document), page, kept or KeptRows()).make()
