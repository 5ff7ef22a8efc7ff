"""The rules that hold across files: one function for each problem code, each over one document of a whole book."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

from clausebook.model.document import Book, Clause, Document, Edition, Snapshot
from clausebook.model.prose import Placeholder, PlaceholderKind, Prose, parse_prose
from clausebook.names import nearest, suggestion
from clausebook.problems import Place, Problems
from clausebook.source import Node

Rule = Callable[[Book, Document, Problems], None]


def check_book(book: Book, problems: Problems) -> None:
    """Apply every rule to every document."""
    for document in book.documents.values():
        for rule in RULES:
            rule(book, document, problems)


def _snapshots(document: Document) -> tuple[Snapshot, ...]:
    return (*document.versions, document.draft)


def _editions(document: Document) -> Iterator[tuple[Snapshot, Edition]]:
    for snapshot in _snapshots(document):
        for edition in snapshot.editions.values():
            yield snapshot, edition


def _texts(edition: Edition) -> Iterator[tuple[Prose, Node]]:
    """Every Markdown text of an edition with the node that holds it."""
    sources = [(edition.source, ("summary",))]
    sources += [(clause.source, (key,)) for clause in edition.walk() for key in ("text", "note")]
    for node, path in sources:
        text = node.at(*path)
        if text is not None and isinstance(text.value, str):
            yield parse_prose(text.value), text


def _placeholders(edition: Edition) -> Iterator[tuple[Placeholder, Place]]:
    for prose, node in _texts(edition):
        text = str(node.value)
        offset = 0
        for placeholder in prose.placeholders():
            found = text.find(str(placeholder), offset)
            offset = found if found >= 0 else offset
            yield placeholder, node.place_in_text(offset)


def check_texts(book: Book, document: Document, problems: Problems) -> None:
    """The rules of one text by itself, for every edition."""
    for _, edition in _editions(document):
        check_edition(edition, problems)


def check_edition(edition: Edition, problems: Problems) -> None:
    """The rules of one text by itself."""
    _check_markup(edition, problems)
    _check_duplicate_clauses(edition, problems)


def _check_markup(edition: Edition, problems: Problems) -> None:
    """markup, placeholder-form, bad-link, text-size: what a text may not hold."""
    for prose, node in _texts(edition):
        for fault in prose.faults:
            problems.add(node.place_in_text(fault.offset), fault.code, fault.message, fault.advice)


def _check_duplicate_clauses(edition: Edition, problems: Problems) -> None:
    """duplicate-clause: an id names one clause of an edition."""
    seen: set[str] = set()
    for clause in edition.walk():
        if clause.id in seen:
            problems.add(
                _key_place(clause, "id"),
                "duplicate-clause",
                f"the id “{clause.id}” already names another clause of this text",
                "give each clause an id of its own",
            )
        seen.add(clause.id)


def check_empty_clauses(book: Book, document: Document, problems: Problems) -> None:
    """empty-clause: a clause says something itself or holds clauses that do."""
    for _, edition in _editions(document):
        for clause in edition.walk():
            if not clause.text.strip() and not clause.clauses:
                problems.add(
                    clause.source.place,
                    "empty-clause",
                    f"the clause “{clause.id}” has neither text nor clauses",
                    "write its “text”",
                )


def check_duplicate_terms(book: Book, document: Document, problems: Problems) -> None:
    """duplicate-term: a term is defined once in an edition."""
    for _, edition in _editions(document):
        counts = Counter(term for clause in edition.walk() for term in clause.defines)
        for clause in edition.walk():
            for term in clause.defines:
                if counts[term] > 1:
                    place = (clause.source.at("defines") or clause.source).place_of_key(term)
                    problems.add(
                        place,
                        "duplicate-term",
                        f"the term “{term}” is defined {counts[term]} times",
                        "define it in one clause",
                    )


def check_targets(book: Book, document: Document, problems: Problems) -> None:
    """unknown-value, unknown-clause, unknown-document, unknown-term: a placeholder names something that exists."""
    for snapshot, edition in _editions(document):
        for placeholder, place in _placeholders(edition):
            unknown = _unknown(book, snapshot, edition, placeholder)
            if unknown:
                kind, name, known = unknown
                problems.add(
                    place, f"unknown-{kind}", f"“{placeholder}” names no {kind} “{name}”", suggestion(name, known)
                )


def _unknown(
    book: Book, snapshot: Snapshot, edition: Edition, placeholder: Placeholder
) -> tuple[str, str, set[str]] | None:
    """The kind and name that `placeholder` misses, and the names that it could have meant."""
    name = placeholder.name
    known: set[str]
    match placeholder.kind:
        case PlaceholderKind.VALUE:
            known = set(snapshot.values)
        case PlaceholderKind.TERM:
            known = set(edition.definitions)
        case PlaceholderKind.DOCUMENT:
            known = {other.id for other in book.documents.values() if edition.language in other.languages}
        case PlaceholderKind.CLAUSE if placeholder.document and placeholder.document != snapshot.document:
            other = book.documents.get(placeholder.document)
            if other is None or edition.language not in other.languages:
                return "document", placeholder.document, set(book.documents)
            editions = [state.editions.get(edition.language) for state in _snapshots(other)]
            known = {clause.id for found in editions if found for clause in found.walk()}
        case PlaceholderKind.CLAUSE:
            known = set(edition.by_id)
    return None if name in known else (str(placeholder.kind), name, known)


def check_former_ids(book: Book, document: Document, problems: Problems) -> None:
    """unknown-former-id: `was` names a clause of an earlier version."""
    earlier: set[str] = set()
    for snapshot in _snapshots(document):
        for edition in snapshot.editions.values():
            for clause in edition.walk():
                for index, former in enumerate(clause.was):
                    if former not in earlier:
                        place = (clause.source.at("was", index) or clause.source).place
                        problems.add(
                            place,
                            "unknown-former-id",
                            f"no earlier version has a clause “{former}”",
                            suggestion(former, earlier),
                        )
        earlier |= {clause.id for edition in snapshot.editions.values() for clause in edition.walk()}


def _translations(document: Document) -> Iterator[tuple[Edition, Edition]]:
    """Each translation after the authoritative edition that it translates."""
    for snapshot in _snapshots(document):
        original = snapshot.editions[document.authoritative]
        for language, edition in snapshot.editions.items():
            if language != document.authoritative:
                yield original, edition


def _pairs(document: Document) -> Iterator[tuple[Edition, Clause, Clause]]:
    """Each clause of the authoritative edition with the same clause of each translation."""
    for original, edition in _translations(document):
        for clause in original.walk():
            other = edition.by_id.get(clause.id)
            if other:
                yield original, clause, other


def _key_place(clause: Clause, key: str) -> Place:
    return clause.source.place_of_key(key)


def check_missing_clauses(book: Book, document: Document, problems: Problems) -> None:
    """clause-missing: a translation has every clause of the authoritative text."""
    for original, edition in _translations(document):
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
    return parent.source.place if parent else edition.source.place_of_key("clauses")


def check_extra_clauses(book: Book, document: Document, problems: Problems) -> None:
    """clause-extra: a translation has no clause of its own."""
    for original, edition in _translations(document):
        for clause in edition.walk():
            if clause.id not in original.by_id:
                match = nearest(clause.id, set(original.by_id) - set(edition.by_id))
                advice = f"did you mean “{match}”?" if match else "remove it, or add it to the authoritative text first"
                problems.add(
                    _key_place(clause, "id"),
                    "clause-extra",
                    f"the clause “{clause.id}” is not in {original.path}",
                    advice,
                )


def check_nesting(book: Book, document: Document, problems: Problems) -> None:
    """clause-nesting: a clause stands in the same clause in every language."""
    for original, edition in _translations(document):
        for clause in edition.walk():
            parent, wanted = edition.parents.get(clause.id), original.parents.get(clause.id)
            if clause.id in original.by_id and parent != wanted:
                where = f"in “{wanted}”" if wanted else "at the top"
                problems.add(
                    _key_place(clause, "id"),
                    "clause-nesting",
                    f"the clause “{clause.id}” stands {where} in {original.path}, but not here",
                    "nest it in the same clause",
                )


def check_order(book: Book, document: Document, problems: Problems) -> None:
    """clause-order: clauses stand in the same order in every language."""
    for original, edition in _translations(document):
        families = [(original.clauses, edition.clauses)]
        families += [
            (clause.clauses, edition.by_id[clause.id].clauses)
            for clause in original.walk()
            if clause.id in edition.by_id
        ]
        for ours, theirs in families:
            common = {clause.id for clause in ours} & {clause.id for clause in theirs}
            wanted = [clause.id for clause in ours if clause.id in common]
            found = [clause for clause in theirs if clause.id in common]
            for expected, clause in zip(wanted, found, strict=False):
                if clause.id != expected:
                    problems.add(
                        _key_place(clause, "id"),
                        "clause-order",
                        f"the clause “{clause.id}” stands where {original.path} has “{expected}”",
                        "put the clauses in the same order",
                    )
                    break


def check_placeholder_parity(book: Book, document: Document, problems: Problems) -> None:
    """placeholder-parity: a clause uses the same placeholders in every language."""
    for original, clause, other in _pairs(document):
        wanted = {placeholder.target for placeholder in clause.prose.placeholders()}
        found = {placeholder.target for placeholder in other.prose.placeholders()}
        place = _key_place(other, "text")
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


def check_key_parity(book: Book, document: Document, problems: Problems) -> None:
    """key-parity: title, text, was and defined terms of a clause are there in every language or in none."""
    for original, clause, other in _pairs(document):
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
                    _key_place(other, key),
                    "key-parity",
                    f"“{key}” of the clause “{other.id}” differs from {original.path}",
                    f"make “{key}” agree in every language",
                )


def check_summaries(book: Book, document: Document, problems: Problems) -> None:
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
