"""The rules that hold across files: one function for each problem code, each over one document.

Versions share most of their clauses. Each rule says for what it need not look twice (`Faultless`), and asks an edition for the
place of a clause only when it has found a problem there: that reads the file again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial

from clausebook.model.document import Book, Clause, Document, Edition, Reference, Snapshot
from clausebook.model.faultless import Faultless
from clausebook.model.prose import Placeholder, PlaceholderKind, parse_prose, placeholders_in
from clausebook.names import nearest, suggestion
from clausebook.problems import Place, Problems

Rule = Callable[[Document, Faultless, Problems], None]


def check_document(document: Document, problems: Problems, known: Iterable[Edition] = ()) -> None:
    """Apply every rule to a document by itself; what it says of others is left to `check_references`.

    In `known` editions no mistake was found before.
    """
    faultless = Faultless(known)
    for rule in RULES:
        rule(document, faultless, problems)


def check_references(book: Book, document: Document, problems: Problems) -> None:
    """unknown-document, unknown-clause: what a document names in others of its book exists."""
    if not refers_rightly(book, document):
        check_targets(document, Faultless(), problems, book)


def find_references(document: Document) -> frozenset[Reference]:
    """What the texts of a document say of other documents."""
    found = set()
    seen: set[tuple[str, int]] = set()
    for _, edition in _editions(document):
        texts = [edition.summary]
        for clause in edition.walk():
            if (edition.language, id(clause)) not in seen:
                seen.add((edition.language, id(clause)))
                texts += (clause.text, clause.note)
        for text in texts:
            for each in placeholders_in(text):
                if each.kind is PlaceholderKind.DOCUMENT and each.name != document.id:
                    found.add(Reference(edition.language, each.name, ""))
                elif each.document and each.document != document.id:
                    found.add(Reference(edition.language, each.document, each.name))
    return frozenset(found)


def refers_rightly(book: Book, document: Document) -> bool:
    """Whether everything that a document refers to in others is there (unknown-document, unknown-clause)."""
    for language, name, clause in document.references:
        other = book.documents.get(name)
        if other is None or language not in other.languages or (clause and clause not in other.ids_ever(language)):
            return False
    return True


def _snapshots(document: Document) -> tuple[Snapshot, ...]:
    return (*document.versions, document.draft)


def _editions(document: Document) -> Iterator[tuple[Snapshot, Edition]]:
    for snapshot in _snapshots(document):
        for edition in snapshot.editions.values():
            yield snapshot, edition


def _texts(edition: Edition, clause: Clause | None) -> tuple[tuple[str, str], ...]:
    """The Markdown texts of a clause, or those of the edition itself, each with its key."""
    return (("summary", edition.summary),) if clause is None else (("text", clause.text), ("note", clause.note))


def _place_in_text(edition: Edition, clause: Clause | None, key: str, offset: int) -> Place:
    node = edition.node(clause) if clause else edition.source
    return (node.at(key) or node).place_in_text(offset)


def _key_place(edition: Edition, clause: Clause, key: str) -> Place:
    return edition.node(clause).place_of_key(key)


def check_texts(document: Document, faultless: Faultless, problems: Problems) -> None:
    """The rules of one text by itself, for every edition."""
    for _, edition in _editions(document):
        if not faultless.knows(edition):
            check_edition(edition, faultless, problems)


def check_edition(edition: Edition, faultless: Faultless, problems: Problems) -> None:
    """The rules of one text by itself."""
    _check_markup(edition, None, problems)
    faultless.each("markup", [edition.clauses], partial(_check_markup, edition), problems)
    faultless.once(("duplicates", faultless.frame(edition)), partial(_check_duplicate_clauses, edition), problems)


def _check_markup(edition: Edition, clause: Clause | None, problems: Problems) -> None:
    """markup, placeholder-form, bad-link, text-size: what a text may not hold."""
    for key, text in _texts(edition, clause):
        for fault in parse_prose(text).faults:
            problems.add(_place_in_text(edition, clause, key, fault.offset), fault.code, fault.message, fault.advice)


def _check_duplicate_clauses(edition: Edition, problems: Problems) -> None:
    """duplicate-clause: an id names one clause of an edition."""
    seen: set[str] = set()
    for clause in edition.walk():
        if clause.id in seen:
            problems.add(
                _key_place(edition, clause, "id"),
                "duplicate-clause",
                f"the id “{clause.id}” already names another clause of this text",
                "give each clause an id of its own",
            )
        seen.add(clause.id)


def check_empty_clauses(document: Document, faultless: Faultless, problems: Problems) -> None:
    """empty-clause: a clause says something itself or holds clauses that do."""
    for _, edition in _editions(document):
        faultless.each("empty", [edition.clauses], partial(_check_empty, edition), problems)


def _check_empty(edition: Edition, clause: Clause, problems: Problems) -> None:
    if not clause.text.strip() and not clause.clauses:
        problems.add(
            edition.node(clause).place,
            "empty-clause",
            f"the clause “{clause.id}” has neither text nor clauses",
            "write its “text”",
        )


def check_duplicate_terms(document: Document, faultless: Faultless, problems: Problems) -> None:
    """duplicate-term: a term is defined once in an edition."""
    for _, edition in _editions(document):
        faultless.once(("terms", faultless.frame(edition)), partial(_check_terms, edition), problems)


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
            frozenset(other.id for other in book.documents.values() if edition.language in other.languages)
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
            case PlaceholderKind.CLAUSE if placeholder.document and placeholder.document != self.document:
                others = self.book.documents if self.book else {}
                if placeholder.document not in self.documents:
                    return "document", placeholder.document, others.keys()
                known = others[placeholder.document].ids_ever(self.language)
            case PlaceholderKind.CLAUSE:
                known = self.clauses
        return None if name in known else (str(placeholder.kind), name, known)

    def _is_elsewhere(self, placeholder: Placeholder) -> bool:
        """Whether it names another document, or something in one."""
        named = placeholder.name if placeholder.kind is PlaceholderKind.DOCUMENT else placeholder.document
        return named not in (None, self.document)


def check_targets(document: Document, faultless: Faultless, problems: Problems, book: Book | None = None) -> None:
    """unknown-value, unknown-clause, unknown-document, unknown-term: a placeholder names something that exists.

    Without a book, what it names in other documents counts as existing.
    """
    known: dict[Hashable, _Names] = {}
    last: dict[str, _Names] = {}
    losses: Counter[str] = Counter()
    for snapshot, edition in _editions(document):
        language = edition.language
        about = (language, tuple(snapshot.values), faultless.frame(edition))
        names = known.get(about)
        if names is None:
            names = known[about] = _Names.of(book, snapshot, edition)
        # A clause whose names all exist stays so until one is lost.
        if not names.includes(last.setdefault(language, names)):
            losses[language] += 1
        last[language] = names
        _check_names(edition, names, None, problems)
        key = ("targets", language, losses[language])
        faultless.each(key, [edition.clauses], partial(_check_names, edition, names), problems)


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


def check_former_ids(document: Document, faultless: Faultless, problems: Problems) -> None:
    """unknown-former-id: `was` names a clause of an earlier version."""
    earlier: set[str] = set()  # only grows: what names one of these once always does
    frames: set[int] = set()
    for snapshot in _snapshots(document):
        for edition in snapshot.editions.values():
            faultless.each(
                "former",
                [edition.clauses],
                partial(_check_former, edition, earlier),
                problems,
            )
        for edition in snapshot.editions.values():
            if faultless.frame(edition) not in frames:
                frames.add(faultless.frame(edition))
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


def _translations(document: Document) -> Iterator[tuple[Edition, Edition]]:
    """Each translation after the authoritative edition that it translates."""
    for snapshot in _snapshots(document):
        original = snapshot.editions[document.authoritative]
        for language, edition in snapshot.editions.items():
            if language != document.authoritative:
                yield original, edition


def _check_structure(
    rule: Callable[[Edition, Edition, Problems], None], document: Document, faultless: Faultless, problems: Problems
) -> None:
    """A rule that looks at nothing but how clauses are nested in a translation and in what it translates."""
    for original, edition in _translations(document):
        key = (rule, faultless.frame(original), faultless.frame(edition))
        faultless.once(key, partial(rule, original, edition), problems)


def _check_pairs(
    rule: Callable[[Edition, Edition, Clause, Clause, Problems], None],
    document: Document,
    faultless: Faultless,
    problems: Problems,
) -> None:
    """A rule for each clause of the authoritative edition and the same clause of each translation."""
    for original, edition in _translations(document):
        look = partial(rule, original, edition)
        frame = faultless.frame(original)
        if frame == faultless.frame(edition) and faultless.is_known(("duplicates", frame)):
            # Each id stands once, and at the same position in both: side by side are the clauses that belong together.
            faultless.each(rule, [original.clauses, edition.clauses], look, problems)
            continue
        for clause in original.walk():
            if clause.id in edition.by_id:
                look(clause, edition.by_id[clause.id], problems)


def check_missing_clauses(document: Document, faultless: Faultless, problems: Problems) -> None:
    """clause-missing: a translation has every clause of the authoritative text."""
    _check_structure(_check_missing_clauses, document, faultless, problems)


def _check_missing_clauses(original: Edition, edition: Edition, problems: Problems) -> None:
    for clause in original.walk():
        if clause.id not in edition.by_id:
            place = _place_for_missing(original, edition, clause)
            problems.add(
                place,
                "clause-missing",
                f"the clause “{clause.id}” of {original.path} is missing here",
                "translate it",
            )


def _place_for_missing(original: Edition, edition: Edition, clause: Clause) -> Place:
    """Where the missing clause should stand: at its parent, else at the list of clauses."""
    parent = edition.by_id.get(original.parents.get(clause.id, ""))
    return edition.node(parent).place if parent else edition.source.place_of_key("clauses")


def check_extra_clauses(document: Document, faultless: Faultless, problems: Problems) -> None:
    """clause-extra: a translation has no clause of its own."""
    _check_structure(_check_extra_clauses, document, faultless, problems)


def _check_extra_clauses(original: Edition, edition: Edition, problems: Problems) -> None:
    for clause in edition.walk():
        if clause.id not in original.by_id:
            match = nearest(clause.id, set(original.by_id) - set(edition.by_id))
            advice = f"did you mean “{match}”?" if match else "remove it, or add it to the authoritative text first"
            problems.add(
                _key_place(edition, clause, "id"),
                "clause-extra",
                f"the clause “{clause.id}” is not in {original.path}",
                advice,
            )


def check_nesting(document: Document, faultless: Faultless, problems: Problems) -> None:
    """clause-nesting: a clause stands in the same clause in every language."""
    _check_structure(_check_nesting, document, faultless, problems)


def _check_nesting(original: Edition, edition: Edition, problems: Problems) -> None:
    for clause in edition.walk():
        parent, wanted = edition.parents.get(clause.id), original.parents.get(clause.id)
        if clause.id in original.by_id and parent != wanted:
            where = f"in “{wanted}”" if wanted else "at the top"
            problems.add(
                _key_place(edition, clause, "id"),
                "clause-nesting",
                f"the clause “{clause.id}” stands {where} in {original.path}, but not here",
                "nest it in the same clause",
            )


def check_order(document: Document, faultless: Faultless, problems: Problems) -> None:
    """clause-order: clauses stand in the same order in every language."""
    _check_structure(_check_order, document, faultless, problems)


def _check_order(original: Edition, edition: Edition, problems: Problems) -> None:
    families = [(original.clauses, edition.clauses)]
    families += [
        (clause.clauses, edition.by_id[clause.id].clauses) for clause in original.walk() if clause.id in edition.by_id
    ]
    for ours, theirs in families:
        common = {clause.id for clause in ours} & {clause.id for clause in theirs}
        wanted = [clause.id for clause in ours if clause.id in common]
        found = [clause for clause in theirs if clause.id in common]
        for expected, clause in zip(wanted, found, strict=False):
            if clause.id != expected:
                problems.add(
                    _key_place(edition, clause, "id"),
                    "clause-order",
                    f"the clause “{clause.id}” stands where {original.path} has “{expected}”",
                    "put the clauses in the same order",
                )
                break


def check_placeholder_parity(document: Document, faultless: Faultless, problems: Problems) -> None:
    """placeholder-parity: a clause uses the same placeholders in every language."""
    _check_pairs(_check_placeholder_parity, document, faultless, problems)


def _check_placeholder_parity(
    original: Edition, edition: Edition, clause: Clause, other: Clause, problems: Problems
) -> None:
    ours, theirs = placeholders_in(clause.text), placeholders_in(other.text)
    if ours == theirs:
        return
    wanted = {placeholder.target for placeholder in ours}
    found = {placeholder.target for placeholder in theirs}
    if wanted == found:
        return
    place = _key_place(edition, other, "text")
    for target in sorted(wanted - found):
        problems.add(
            place,
            "placeholder-parity",
            f"the clause “{other.id}” lacks {target}, which {original.path} uses",
            "add it, or remove it in every language",
        )
    for target in sorted(found - wanted):
        problems.add(
            place,
            "placeholder-parity",
            f"the clause “{other.id}” uses {target}, which {original.path} does not",
            "remove it, or add it in every language",
        )


def check_key_parity(document: Document, faultless: Faultless, problems: Problems) -> None:
    """key-parity: title, text, was and defined terms of a clause are there in every language or in none."""
    _check_pairs(_check_key_parity, document, faultless, problems)


def _check_key_parity(original: Edition, edition: Edition, clause: Clause, other: Clause, problems: Problems) -> None:
    ours = {
        "title": bool(clause.title),
        "text": bool(clause.text.strip()),
        "was": clause.was,
        "defines": sorted(clause.defines),
    }
    theirs = {
        "title": bool(other.title),
        "text": bool(other.text.strip()),
        "was": other.was,
        "defines": sorted(other.defines),
    }
    for key, value in ours.items():
        if value != theirs[key]:
            problems.add(
                _key_place(edition, other, key),
                "key-parity",
                f"“{key}” of the clause “{other.id}” differs from {original.path}",
                f"make “{key}” agree in every language",
            )


def check_summaries(document: Document, faultless: Faultless, problems: Problems) -> None:
    """summary-missing: a published version tells customers what it changes."""
    for version in document.versions:
        for edition in version.editions.values():
            if not edition.summary.strip():
                problems.add(
                    edition.source.place_of_key("summary"),
                    "summary-missing",
                    f"version {version.name} has no summary in this language",
                    "write “summary”: what changes, for customers",
                )


RULES: tuple[Rule, ...] = (
    check_texts,
    check_empty_clauses,
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
