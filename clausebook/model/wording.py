"""Wording: what a placeholder prints in an edition, and what it points at."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import NamedTuple

from babel.lists import format_list

from clausebook.languages import LANGUAGES, N_, catalogue
from clausebook.model import timeline
from clausebook.model.document import Book, Clause, Document, Edition, Printed, Snapshot, Version
from clausebook.model.prose import Placeholder, PlaceholderKind, parse_prose, placeholders_in
from clausebook.model.values import format_value

_WORDS = {"repealed": N_("(repealed)")}
_EXCERPT_WORDS = 9


@dataclass(frozen=True, slots=True)
class Outside:
    """Another document as references print it: its name now, its title, and the number of each clause it has or had.

    `has_page` says whether it can be read in the language, `anchors` names the clauses that its own address leads to.
    """

    document: str
    title: str
    numbers: Mapping[str, str]
    has_page: bool
    anchors: frozenset[str]


class Mentions(NamedTuple):
    """What clauses print from elsewhere: the clauses of the document that they refer to, and their other placeholders."""

    clauses: tuple[str, ...]
    others: tuple[Placeholder, ...]

    @classmethod
    def of(cls, clauses: Iterable[Clause]) -> Mentions:
        texts = (text for clause in clauses for text in (clause.text, clause.in_short))
        placeholders = dict.fromkeys(each for text in texts for each in placeholders_in(text))
        own = {each for each in placeholders if each.kind is PlaceholderKind.CLAUSE and each.document is None}
        others = tuple(each for each in placeholders if each not in own)
        return cls(tuple(each.name for each in placeholders if each in own), others)


@dataclass(frozen=True)
class Wording:
    """The printed words of one edition: its values, numbers and terms, and the other documents that it may name.

    A published edition prints values and the names and numbers of other documents as they were fixed with it; only for a draft, and for a
    version from before there were seals, they are made now.
    """

    snapshot: Snapshot
    language: str
    outside: Mapping[str, Outside] = field(default_factory=dict)
    _printed: dict[Placeholder, str] = field(default_factory=dict, compare=False, repr=False)

    @cached_property
    def edition(self) -> Edition:
        return self.snapshot.editions[self.language]

    def words(self, placeholder: Placeholder) -> str:
        """What it prints; raises KeyError for a name that the rules would have refused."""
        found = self._printed.get(placeholder)
        if found is None:
            found = self._printed[placeholder] = self._look_up(placeholder)
        return found

    def reading(self, mentions: Mentions) -> tuple[Hashable, ...]:
        """What decides how clauses with the same words read in one edition or another, and where their references lead."""
        number, tell = self._lookups
        return *map(number, mentions[0]), *map(tell, mentions[1])

    @cached_property
    def _lookups(self) -> tuple[Callable[[str], str], Callable[[Placeholder], Hashable]]:
        """For the clauses of the document their numbers, for other placeholders what they tell."""
        return self.edition.numbers.__getitem__, _Told(self).__getitem__

    def document_of(self, placeholder: Placeholder) -> str:
        """The name now of the document that a placeholder names, which may have been renamed since the text was written; its own
        where it names none."""
        named = placeholder.name if placeholder.kind is PlaceholderKind.DOCUMENT else placeholder.document
        if named is None:
            return self.snapshot.document
        return self.outside[named].document if named in self.outside else named

    @cached_property
    def fixed(self) -> Printed | None:
        """What was fixed when the edition was published; None where everything is made now."""
        return self.snapshot.printed.get(self.language) if isinstance(self.snapshot, Version) else None

    def value(self, name: str) -> str:
        """What a typed value prints; raises KeyError for a name that the version does not have."""
        if self.fixed:
            return self.fixed.words[name]
        return format_value(self.snapshot.values[name], self.language)

    def is_outside(self, placeholder: Placeholder) -> bool:
        """Whether it names another document, or a clause of one."""
        named = placeholder.name if placeholder.kind is PlaceholderKind.DOCUMENT else placeholder.document
        own = self.snapshot.published_as if isinstance(self.snapshot, Version) else ""
        return named not in (None, self.snapshot.document, own)

    def _look_up(self, placeholder: Placeholder) -> str:
        if self.fixed and self.is_outside(placeholder):
            return self.fixed.words[placeholder.target[1:-1]]
        match placeholder.kind:
            case PlaceholderKind.CLAUSE if (
                self.is_outside(placeholder) and self.document_of(placeholder) != self.snapshot.document
            ):
                return self.outside[placeholder.document or ""].numbers[placeholder.name]
            case PlaceholderKind.CLAUSE:
                return self.edition.numbers[placeholder.name]
            case PlaceholderKind.VALUE:
                return self.value(placeholder.name)
            case PlaceholderKind.DOCUMENT if (
                self.is_outside(placeholder) and self.document_of(placeholder) != self.snapshot.document
            ):
                return self.outside[placeholder.name].title
            case PlaceholderKind.DOCUMENT:
                return self.edition.title
            case PlaceholderKind.WORD if self.fixed:
                return self.fixed.words[placeholder.target[1:-1]]
            case PlaceholderKind.WORD:
                return catalogue(self.language).gettext(_WORDS[placeholder.name])
            case PlaceholderKind.ONLY if self.fixed:
                return self.fixed.words[placeholder.target[1:-1]]
            case PlaceholderKind.ONLY:
                names = format_list((placeholder.words or "").split(", "), locale=LANGUAGES[self.language].locale)
                return catalogue(self.language).gettext(N_("For {groups} only.")).format(groups=names)
            case PlaceholderKind.TERM:
                return placeholder.words or self.edition.definitions[placeholder.name][0]

    def plain(self, text: str) -> str:
        """A text as one line of plain words, for descriptions, excerpts and data."""
        return _plain(text, tuple([(each, self.words(each)) for each in placeholders_in(text)]))

    def heading(self, clause: Clause) -> str:
        """Words that name a clause: its title, or its section's title with how its text begins."""
        if clause.title:
            return clause.title
        section = self.section(clause)
        excerpt = self.plain(clause.text).split(" ")
        words = " ".join(excerpt[:_EXCERPT_WORDS]) + (" …" if len(excerpt) > _EXCERPT_WORDS else "")
        return f"{section} – {words}" if section else words

    def section(self, clause: Clause) -> str:
        """The title of the nearest clause around `clause` that has one."""
        edition = self.edition
        parent = edition.parents.get(clause.id)
        while parent:
            if edition.titles[parent]:
                return edition.titles[parent]
            parent = edition.parents.get(parent)
        return ""


class _Told(dict[Placeholder, Hashable]):
    """What the placeholders of an edition tell: their words, and for a term where it is defined. Found when it is asked for."""

    def __init__(self, wording: Wording) -> None:
        super().__init__()
        self.wording = wording

    def __missing__(self, placeholder: Placeholder) -> Hashable:
        is_term = placeholder.kind is PlaceholderKind.TERM
        wording = self.wording
        told = wording.edition.definitions[placeholder.name] if is_term else wording.words(placeholder)
        self[placeholder] = told
        return told


@lru_cache(maxsize=3_000)
def _plain(text: str, printed: tuple[tuple[Placeholder, str], ...]) -> str:
    words = dict(printed)
    leaves = (block for top in parse_prose(text).blocks for block in top.walk() if block.atoms)
    lines = (
        "".join(words[atom.placeholder] if atom.placeholder else atom.text for atom in leaf.atoms) for leaf in leaves
    )
    return " ".join(" ".join(lines).split())


class LooseWording(Wording):
    """The words of a text without a record: what cannot be looked up prints as it is written."""

    def _look_up(self, placeholder: Placeholder) -> str:
        try:
            return super()._look_up(placeholder)
        except KeyError:
            return str(placeholder)


def words_to_fix(wording: Wording) -> dict[str, str]:
    """What `Printed.words` of an edition is to be: what its values print, the words of the language that stand in it, and all that its
    texts say of other documents."""
    edition = wording.edition
    texts = [edition.summary]
    texts += [text for clause in edition.walk() for text in (clause.text, clause.in_short, clause.note)]
    named = {
        each
        for text in texts
        for each in placeholders_in(text)
        if wording.is_outside(each) or each.kind in (PlaceholderKind.WORD, PlaceholderKind.ONLY)
    }
    return {
        **{name: wording.value(name) for name in wording.snapshot.values},
        **{each.target[1:-1]: wording.words(each) for each in sorted(named, key=str)},
    }


def outside(book: Book, language: str, days: Mapping[str, dt.date], *, drafts: bool = False) -> dict[str, Outside]:
    """Every document that has or had `language`, as references from other documents print it on the day given for it; under each
    name that it has or had. A draft has pages only where `drafts` are shown."""
    found = {}
    for document in book.documents.values():
        if language in document.languages_ever:
            known = _outside(document, language, days[document.id], drafts=drafts)
            found.update(dict.fromkeys((document.id, *document.former_names), known))
    return found


def _outside(document: Document, language: str, day: dt.date, *, drafts: bool) -> Outside:
    """A clause prints the number it has in the version that leads, else the one that it had or will have last.

    What is not published yet has a say only in what no published version tells.
    """
    published = timeline.published(document, day)
    shown: list[Snapshot] = [*([document.draft] if drafts else []), *published]
    leading = timeline.leading(document, day) or (document.draft if drafts else None)
    later = [version for version in document.versions if version not in published]
    ordered = [document.draft, *later, *published, *([leading] if leading else [])]
    editions = [state.editions[language] for state in ordered if language in state.editions]
    numbers = {clause.id: clause.number for edition in editions for clause in edition.walk()}
    there = [state.editions[language] for state in shown if language in state.editions]
    led = leading is not None and language in leading.editions
    anchors = frozenset().union(*(edition.by_id for edition in there)) if led else frozenset()
    return Outside(document.id, editions[-1].title, numbers, bool(there), anchors)
