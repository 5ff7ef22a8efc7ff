"""The rules that hold across files: one function for each problem code, each over one document.

Versions share most of their clauses. Each rule says for what it need not look twice (`ValidationCache`), and asks an edition for the
place of a clause only when it has found a problem there: that reads the file again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial

from clausebook.model.document import Book, Clause, Document, Edition, Reference, Snapshot
from clausebook.model.prose import REPEALED, Placeholder, PlaceholderKind, parse_prose, placeholders_in
from clausebook.model.titles import fault_of_title
from clausebook.model.translations import (
    check_extra_clauses,
    check_key_parity,
    check_missing_clauses,
    check_nesting,
    check_order,
    check_placeholder_parity,
    check_summaries,
)
from clausebook.model.validation_cache import ValidationCache
from clausebook.names import suggestion
from clausebook.problems import Place, Problems

Rule = Callable[[Document, ValidationCache, Problems], None]


def check_document(document: Document, problems: Problems, known: Iterable[Edition] = ()) -> None:
    """Apply every rule to a document by itself; what it says of others is left to `check_references`.

    In `known` editions, and between any two of them, no mistake was found before, with the same record.
    """
    cache = ValidationCache(known)
    for rule in RULES:
        rule(document, cache, problems)


def check_references(book: Book, document: Document, problems: Problems) -> None:
    """unknown-document, unknown-clause: what a document names in others of its book exists."""
    if not refers_rightly(book, document):
        check_targets(document, ValidationCache(), problems, book)


def find_references(document: Document) -> frozenset[Reference]:
    """What the texts of a document say of other documents."""
    found = set()
    seen: set[tuple[str, int]] = set()
    for edition in document.all_editions():
        texts = [edition.summary]
        for clause in edition.walk():
            if (edition.language, id(clause)) not in seen:
                seen.add((edition.language, id(clause)))
                texts += (clause.text, clause.in_short, clause.note)
        for text in texts:
            if "document:" not in text and "/" not in text:
                continue  # it names no other: most do not, and need not be taken apart
            for each in placeholders_in(text):
                if each.kind is PlaceholderKind.DOCUMENT and each.name != document.id:
                    found.add(Reference(edition.language, each.name, ""))
                elif each.document and each.document != document.id:
                    found.add(Reference(edition.language, each.document, each.name))
    return frozenset(found)


def refers_rightly(book: Book, document: Document) -> bool:
    """Whether everything that a document refers to in others is there (unknown-document, unknown-clause)."""
    for language, name, clause in document.references:
        other = book.find(name)
        if other is None or language not in other.languages_ever or (clause and clause not in other.ids_ever(language)):
            return False
    return True


def _editions(document: Document, cache: ValidationCache) -> Iterator[tuple[Snapshot, Edition]]:
    """The editions in which mistakes can be found that lie in one edition and its record alone."""
    for snapshot in document.states:
        for edition in snapshot.editions.values():
            if not cache.knows(edition):
                yield snapshot, edition


def _texts(edition: Edition, clause: Clause | None) -> tuple[tuple[str, str], ...]:
    """The Markdown texts of a clause, or those of the edition itself, each with its key."""
    if clause is None:
        return (("summary", edition.summary),)
    return ("text", clause.text), ("in-short", clause.in_short), ("note", clause.note)


def _place_in_text(edition: Edition, clause: Clause | None, key: str, offset: int) -> Place:
    node = edition.node(clause) if clause else edition.source
    before = len(clause.text) - len(clause.written) if clause and key == "text" else 0
    return (node.at(key) or node).place_in_text(max(0, offset - before))


def check_texts(document: Document, cache: ValidationCache, problems: Problems) -> None:
    """The rules of one text by itself, for every edition."""
    for _, edition in _editions(document, cache):
        check_edition(edition, cache, problems)


def check_edition(edition: Edition, cache: ValidationCache, problems: Problems) -> None:
    """The rules of one text by itself."""
    _check_markup(edition, None, problems)
    cache.each("markup", [edition.clauses], partial(_check_markup, edition), problems)
    cache.once(("duplicates", cache.frame(edition)), partial(_check_duplicate_clauses, edition), problems)


def _check_markup(edition: Edition, clause: Clause | None, problems: Problems) -> None:
    """markup, too-nested, placeholder-form, bad-link, text-size, title-form: what a text or a title may not hold."""
    for key, text in _texts(edition, clause):
        for fault in parse_prose(text).faults:
            problems.add(_place_in_text(edition, clause, key, fault.offset), fault.code, fault.message, fault.advice)
        for placeholder in placeholders_in(clause.written if clause and key == "text" else text):
            if placeholder.kind in (PlaceholderKind.WORD, PlaceholderKind.ONLY):
                place = _place_in_text(edition, clause, key, text.rfind(str(placeholder)))
                message = f"“{placeholder}” is not a placeholder: it stands for what a key of the clause says"
                problems.add(
                    place, "placeholder-form", message, "write “repealed: true”, or “only: [group]”, on the clause"
                )
    titles: dict[tuple[str, ...], str] = {("title",): clause.title if clause else edition.title}
    if clause:
        titles.update({("defines", name): word for name, word in clause.defines.items()})
    for path, title in titles.items():
        complaint = fault_of_title(title, edition.language)
        if complaint:
            node = edition.node(clause) if clause else edition.source
            problems.add((node.at(*path) or node).place, "title-form", *complaint)


def _check_duplicate_clauses(edition: Edition, problems: Problems) -> None:
    """duplicate-clause: an id names one clause of an edition."""
    seen: set[str] = set()
    for clause in edition.walk():
        if clause.id in seen:
            problems.add(
                edition.key_place(clause, "id"),
                "duplicate-clause",
                f"the id “{clause.id}” already names another clause of this text",
                "give each clause an id of its own",
            )
        seen.add(clause.id)


def check_empty_clauses(document: Document, cache: ValidationCache, problems: Problems) -> None:
    """empty-clause: a clause says something itself or holds clauses that do."""
    for _, edition in _editions(document, cache):
        cache.each("empty", [edition.clauses], partial(_check_empty, edition), problems)


def _check_empty(edition: Edition, clause: Clause, problems: Problems) -> None:
    if not clause.written.strip() and not clause.clauses and not clause.repealed:
        problems.add(
            edition.node(clause).place,
            "empty-clause",
            f"the clause “{clause.id}” has neither text nor clauses",
            "write its “text”",
        )


def check_repealed(document: Document, cache: ValidationCache, problems: Problems) -> None:
    """repealed-text: a clause that is repealed says nothing any more."""
    for _, edition in _editions(document, cache):
        cache.each("repealed", [edition.clauses], partial(_check_repealed, edition), problems)


def _check_repealed(edition: Edition, clause: Clause, problems: Problems) -> None:
    if not clause.repealed:
        return
    kept = {
        "text": clause.text != REPEALED,
        "in-short": bool(clause.in_short),
        "only": bool(clause.only),
        "defines": bool(clause.defines),
        "clauses": bool(clause.clauses),
    }
    for key in [key for key, stands in kept.items() if stands]:
        problems.add(
            edition.key_place(clause, key),
            "repealed-text",
            f"the clause “{clause.id}” is repealed, but still has “{key}”",
            f"remove “{key}”: earlier versions keep it, and the clause keeps its number and title",
        )


def check_groups(document: Document, cache: ValidationCache, problems: Problems) -> None:
    """unknown-group: a clause of the draft holds for groups that the record names; what was published says their names itself."""
    for edition in document.draft.editions.values():
        for clause in edition.walk() if not cache.knows(edition) else ():
            for index, group in enumerate(clause.only):
                if group not in document.groups:
                    node = edition.node(clause)
                    place = (node.at("only", index) or node).place
                    message = f"the record has no group “{group}” for which the clause “{clause.id}” could hold"
                    problems.add(place, "unknown-group", message, suggestion(group, document.groups))


def check_duplicate_terms(document: Document, cache: ValidationCache, problems: Problems) -> None:
    """duplicate-term: a term is defined once in an edition."""
    for _, edition in _editions(document, cache):
        cache.once(("terms", cache.frame(edition)), partial(_check_terms, edition), problems)


def _check_terms(edition: Edition, problems: Problems) -> None:
    counts = Counter(term for clause in edition.walk() for term in clause.defines)
    for clause in edition.walk():
        for term in clause.defines:
            if counts[term] > 1:
                node = edition.node(clause)
                problems.add(
                    (node.at("defines") or node).place_of_key(term),
                    "duplicate-term",
                    f"the term “{term}” is defined {counts[term]} times",
                    "define it in one clause",
                )


@dataclass(frozen=True, eq=False)
class _Names:
    """What a placeholder of an edition can name. `documents` are those of the book that have its language."""

    book: Book | None
    document: str
    language: str
    values: frozenset[str]
    terms: frozenset[str]
    clauses: frozenset[str]
    documents: frozenset[str]

    @classmethod
    def of(cls, book: Book | None, snapshot: Snapshot, edition: Edition) -> _Names:
        return cls(
            book,
            snapshot.document,
            edition.language,
            frozenset(snapshot.values),
            frozenset(edition.definitions),
            frozenset(edition.by_id),
            frozenset(
                name
                for other in book.documents.values()
                if edition.language in other.languages_ever
                for name in (other.id, *other.former_names)
            )
            if book
            else frozenset(),
        )

    def includes(self, other: _Names) -> bool:
        """Whether all that `other` knows is known here too, in the same language of the same document."""
        return self is other or (
            self.clauses >= other.clauses and self.values >= other.values and self.terms >= other.terms
        )

    def unknown(self, placeholder: Placeholder) -> tuple[str, str, Collection[str]] | None:
        """The kind and name that `placeholder` misses, and the names that it could have meant."""
        name = placeholder.name
        if self.book is None and self._is_elsewhere(placeholder):
            return None
        match placeholder.kind:
            case PlaceholderKind.VALUE:
                known = self.values
            case PlaceholderKind.TERM:
                known = self.terms
            case PlaceholderKind.DOCUMENT:
                known = self.documents | {self.document}
            case PlaceholderKind.WORD | PlaceholderKind.ONLY:
                known = frozenset({name})
            case PlaceholderKind.CLAUSE if placeholder.document and placeholder.document != self.document:
                other = self.book.find(placeholder.document) if self.book else None
                if other is None or placeholder.document not in self.documents:
                    return "document", placeholder.document, self.book.documents.keys() if self.book else ()
                known = other.ids_ever(self.language)
            case PlaceholderKind.CLAUSE:
                known = self.clauses
        return None if name in known else (str(placeholder.kind), name, known)

    def _is_elsewhere(self, placeholder: Placeholder) -> bool:
        """Whether it names another document, or something in one."""
        named = placeholder.name if placeholder.kind is PlaceholderKind.DOCUMENT else placeholder.document
        return named not in (None, self.document)


def check_targets(document: Document, cache: ValidationCache, problems: Problems, book: Book | None = None) -> None:
    """unknown-value, unknown-clause, unknown-document, unknown-term: a placeholder names something that exists.

    Without a book, what it names in other documents counts as existing.
    """
    known: dict[Hashable, _Names] = {}
    last: dict[str, _Names] = {}
    losses: Counter[str] = Counter()
    for snapshot, edition in _editions(document, cache):
        language = edition.language
        about = (language, tuple(snapshot.values), cache.frame(edition))
        names = known.get(about)
        if names is None:
            names = known[about] = _Names.of(book, snapshot, edition)
        # A clause whose names all exist stays so until one is lost.
        if not names.includes(last.setdefault(language, names)):
            losses[language] += 1
        last[language] = names
        _check_names(edition, names, None, problems)
        key = ("targets", language, losses[language])
        cache.each(key, [edition.clauses], partial(_check_names, edition, names), problems)


def _check_names(edition: Edition, names: _Names, clause: Clause | None, problems: Problems) -> None:
    for key, text in _texts(edition, clause):
        placeholders = placeholders_in(text)
        if not any(names.unknown(placeholder) for placeholder in placeholders):
            continue
        offset = 0
        for placeholder in placeholders:
            position = text.find(str(placeholder), offset)
            offset = position if position >= 0 else offset
            unknown = names.unknown(placeholder)
            if unknown:
                kind, name, known = unknown
                problems.add(
                    _place_in_text(edition, clause, key, offset),
                    f"unknown-{kind}",
                    f"“{placeholder}” names no {kind} “{name}”",
                    suggestion(name, known),
                )


def check_former_ids(document: Document, cache: ValidationCache, problems: Problems) -> None:
    """unknown-former-id: `was` names a clause of an earlier version."""
    earlier: set[str] = set()  # only grows: what names one of these once always does
    frames: set[int] = set()
    for snapshot in document.states:
        for edition in snapshot.editions.values():
            cache.each(
                "former",
                [edition.clauses],
                partial(_check_former, edition, earlier),
                problems,
            )
        for edition in snapshot.editions.values():
            if cache.frame(edition) not in frames:
                frames.add(cache.frame(edition))
                earlier |= edition.by_id.keys()


def _check_former(edition: Edition, earlier: set[str], clause: Clause, problems: Problems) -> None:
    for index, former in enumerate(clause.was):
        if former not in earlier:
            node = edition.node(clause)
            problems.add(
                (node.at("was", index) or node).place,
                "unknown-former-id",
                f"no earlier version has a clause “{former}”",
                suggestion(former, earlier),
            )


RULES: tuple[Rule, ...] = (
    check_texts,
    check_empty_clauses,
    check_repealed,
    check_groups,
    check_duplicate_terms,
    check_targets,
    check_former_ids,
    check_missing_clauses,
    check_extra_clauses,
    check_nesting,
    check_order,
    check_placeholder_parity,
    check_key_parity,
    check_summaries,
)
