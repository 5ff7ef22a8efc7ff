"""What an editor asks about a place in a record or a text, answered from the workspace. Lines and columns are from 0, columns in characters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from clausebook.lsp.placeholders import Mention, begun_at, mention_at, mentions_in
from clausebook.lsp.workspace import Workspace
from clausebook.model.document import Clause, Document, Edition
from clausebook.model.prose import PlaceholderKind
from clausebook.model.values import format_value
from clausebook.names import DRAFT, is_name
from clausebook.problems import Place

_ID = re.compile(r"^(\s*)-?\s*id:\s*([a-z0-9-]+)\s*(?:#.*)?$")
_EXCERPT = 600
_NAMED = (
    PlaceholderKind.CLAUSE,
    PlaceholderKind.TERM,
    PlaceholderKind.DOCUMENT,
)  # what authors write with a word before a colon


class Suggestion(NamedTuple):
    """What could be typed: the text, a word on what it is, and an explanation in Markdown."""

    text: str
    detail: str
    explanation: str


class Target(NamedTuple):
    """A place in a file, and how many characters of its line are meant."""

    path: str
    line: int
    column: int
    length: int


class Fold(NamedTuple):
    """Lines that an editor can fold, the first and the last."""

    first: int
    last: int


class Edit(NamedTuple):
    """Characters of a line to be replaced; a `line` without characters and `text` with a line end is a new line before it."""

    path: str
    line: int
    start: int
    end: int
    text: str


class CannotRename(ValueError):
    """Why a name cannot become another one, in a sentence."""


def complete(workspace: Workspace, path: str, line: int, column: int) -> list[Suggestion]:
    """What can stand in the placeholder that is being typed."""
    text = workspace.line(path, line)
    begun, known = begun_at(text, column), workspace.document(path)
    if begun is None or known is None or not known[1]:
        return []
    document, language = known
    if begun.kind is PlaceholderKind.CLAUSE:
        other = workspace.book.find(begun.document) if begun.document and workspace.book else document
        return [*_clauses(other, language)] if other else []
    if begun.kind is PlaceholderKind.DOCUMENT:
        return list(_documents(workspace, language))
    if begun.kind is PlaceholderKind.TERM:
        return list(_terms(document, language))
    kinds = [Suggestion(f"{kind.value}:", "reference", "") for kind in _NAMED]
    return [*_values(document, language), *kinds]


def _clauses(document: Document, language: str) -> Iterator[Suggestion]:
    edition = _draft(document, language)
    for clause in edition.walk() if edition else ():
        yield Suggestion(clause.id, f"{clause.number} {clause.title}".strip(), _clause_words(clause))


def _values(document: Document, language: str) -> Iterator[Suggestion]:
    for name, value in document.draft.values.items():
        yield Suggestion(name, format_value(value, language), _value_words(document, name))


def _terms(document: Document, language: str) -> Iterator[Suggestion]:
    edition = _draft(document, language)
    for term, (word, clause) in edition.definitions.items() if edition else ():
        yield Suggestion(term, word, _clause_words(edition.by_id[clause]) if edition else "")


def _documents(workspace: Workspace, language: str) -> Iterator[Suggestion]:
    for document in workspace.book.documents.values() if workspace.book else ():
        edition = _draft(document, language)
        yield Suggestion(document.id, edition.title if edition else "", "")


def explain(workspace: Workspace, path: str, line: int, column: int) -> str:
    """What the placeholder at a place prints and names, as Markdown; empty where there is none."""
    mention, known = mention_at(workspace.line(path, line), column), workspace.document(path)
    if mention is None or known is None or not known[1]:
        return ""
    document, language = known
    other, edition = _edition_of(workspace, document, language, mention)
    match mention.kind:
        case PlaceholderKind.VALUE if mention.name in document.draft.values:
            return _value_words(document, mention.name)
        case PlaceholderKind.TERM if edition and mention.name in edition.definitions:
            word, clause = edition.definitions[mention.name]
            return f"**{word}**\n\n{_clause_words(edition.by_id[clause])}"
        case PlaceholderKind.CLAUSE if edition and mention.name in edition.by_id:
            return _clause_words(edition.by_id[mention.name])
        case PlaceholderKind.DOCUMENT if other and edition:
            return f"**{edition.title}** (`{other.id}`)"
    return ""


def _clause_words(clause: Clause) -> str:
    text = clause.text if len(clause.text) <= _EXCERPT else f"{clause.text[:_EXCERPT]}…"
    return f"**{clause.number} {clause.title}**".replace(" **", "**") + f"\n\n{text}".rstrip()


def _value_words(document: Document, name: str) -> str:
    value = document.draft.values[name]
    return "\n".join(f"- {code}: {format_value(value, code)}" for code in document.languages)


def define(workspace: Workspace, path: str, line: int, column: int) -> Target | None:
    """Where what the placeholder at a place names is written."""
    mention, known = mention_at(workspace.line(path, line), column), workspace.document(path)
    if mention is None or known is None:
        return None
    document, language = known
    other, edition = _edition_of(workspace, document, language, mention)
    match mention.kind:
        case PlaceholderKind.VALUE if mention.name in document.draft.values:
            return _value_target(workspace, document, mention.name)
        case PlaceholderKind.TERM if edition and mention.name in edition.definitions:
            clause = edition.by_id[edition.definitions[mention.name][1]]
            node = edition.node(clause).at("defines")
            return _target(node.place_of_key(mention.name), mention.name) if node else None
        case PlaceholderKind.CLAUSE if edition and mention.name in edition.by_id:
            return _target(edition.key_place(edition.by_id[mention.name], "id"), f"id: {mention.name}")
        case PlaceholderKind.DOCUMENT if other:
            return Target(f"terms/{other.id}.yml", 0, 0, 0)
    return None


def _value_target(workspace: Workspace, document: Document, name: str) -> Target | None:
    """The line of a value in the head of the record, which stands before its versions."""
    path = f"terms/{document.id}.yml"
    within = False
    for number, text in enumerate(workspace.text(path).splitlines()):
        if re.match(r"\S", text):
            within = text.startswith("values:")
        found = re.match(rf"\s+({re.escape(name)})\s*:", text) if within else None
        if found:
            return Target(path, number, found.start(1), len(name))
    return None


def _target(place: Place, words: str) -> Target:
    return Target(place.path, place.line - 1, place.column - 1, len(words))


def fold(workspace: Workspace, path: str) -> list[Fold]:
    """Each clause of a text, from its first line to the last of those nested in it."""
    lines = workspace.text(path).splitlines()
    begun: list[tuple[int, int]] = []  # indentation and line
    folds = []
    for number, text in enumerate([*lines, "."]):
        if not text.strip():
            continue
        indentation = len(text) - len(text.lstrip())
        while begun and indentation <= begun[-1][0]:
            first = begun.pop()[1]
            last = next(at for at in range(number - 1, first - 1, -1) if lines[at].strip())
            if last > first:
                folds.append(Fold(first, last))
        if re.match(r"\s*- ", text):
            begun.append((indentation, number))
    return sorted(folds)


class Named(NamedTuple):
    """What stands at a place and can be renamed: a clause, a value or a term of a document, and where it is written there."""

    kind: PlaceholderKind
    document: Document
    name: str
    at: Target


def named_at(workspace: Workspace, path: str, line: int, column: int) -> Named | None:
    """The clause whose id, or whose reference, stands at a place; or the value or term that a placeholder there names."""
    known = workspace.document(path)
    if known is None or not (known[1] or path.count("/") == 1):
        return None
    document, text = known[0], workspace.line(path, line)
    found = _ID.match(text)
    if found and path.endswith(f"/{DRAFT}.yml"):
        return Named(PlaceholderKind.CLAUSE, document, found[2], Target(path, line, found.start(2), len(found[2])))
    mention = mention_at(text, column)
    if mention is None or mention.kind is PlaceholderKind.DOCUMENT:
        return None
    if mention.document:
        other = workspace.book.find(mention.document) if workspace.book else None
        if other is None:
            return None
        document = other
    at = Target(path, line, mention.start, mention.end - mention.start)
    return Named(mention.kind, document, mention.name, at)


def rename(workspace: Workspace, named: Named, new: str) -> list[Edit]:
    """What has to change, in the record and in all drafts, for a clause, a value or a term to have another name.

    A clause that was published under its old id gets `was`, so that its history goes on. Published texts stay as they are. Raises CannotRename.
    """
    if not is_name(new):
        raise CannotRename(f"“{new}” cannot be a name: a–z, 0–9 and hyphens")
    document = named.document
    taken = {
        PlaceholderKind.CLAUSE: document.ids_ever(document.authoritative),
        PlaceholderKind.VALUE: frozenset(document.draft.values),
        PlaceholderKind.TERM: frozenset(document.draft.editions[document.authoritative].definitions),
    }[named.kind]
    if new in taken:
        raise CannotRename(f"“{document.id}” has, or had, a {named.kind.value} “{new}” already")
    edits = [*_renamed_definitions(workspace, named, new), *_renamed_mentions(workspace, named, new)]
    return sorted(edits)


def _renamed_definitions(workspace: Workspace, named: Named, new: str) -> Iterator[Edit]:
    document, old = named.document, named.name
    if named.kind is PlaceholderKind.VALUE:
        target = _value_target(workspace, document, old)
        if target:
            yield Edit(target.path, target.line, target.column, target.column + len(old), new)
        return
    published = document.predecessor(document.draft)
    for language, edition in document.draft.editions.items():
        if named.kind is PlaceholderKind.TERM:
            yield from _renamed_term(workspace, edition.path, old, new)
        else:
            before = published.editions.get(language) if published else None
            clause = edition.by_id.get(old)
            continues = bool(before and old in before.by_id and clause and not clause.was)
            yield from _renamed_id(workspace, edition.path, old, new, continues=continues)


def _renamed_term(workspace: Workspace, path: str, old: str, new: str) -> Iterator[Edit]:
    for number, text in enumerate(workspace.text(path).splitlines()):
        if _defines(workspace, path, number):
            for found in re.finditer(rf"(?<=[{{,\s]){re.escape(old)}(?=:\s)", text):
                yield Edit(path, number, found.start(), found.end(), new)


def _renamed_id(workspace: Workspace, path: str, old: str, new: str, *, continues: bool) -> Iterator[Edit]:
    """The id of a clause; one that `continues` a published clause says so in a line below."""
    for number, text in enumerate(workspace.text(path).splitlines()):
        found = _ID.match(text)
        if found and found[2] == old:
            yield Edit(path, number, found.start(2), found.end(2), new)
            if continues:
                yield Edit(path, number + 1, 0, 0, f"{' ' * (found.start(2) - len('id: '))}was: [{old}]\n")


def _defines(workspace: Workspace, path: str, number: int) -> bool:
    """Whether a line belongs to the mapping of a key `defines`."""
    lines = workspace.text(path).splitlines()
    text = lines[number]
    if re.match(r"\s*defines:", text):
        return True
    indentation = len(text) - len(text.lstrip())
    for above in reversed(lines[:number]):
        if above.strip() and len(above) - len(above.lstrip()) < indentation:
            return bool(re.match(r"\s*defines:\s*$", above))
    return False


def _renamed_mentions(workspace: Workspace, named: Named, new: str) -> Iterator[Edit]:
    """Every reference in a draft of any document; those of another document name this one."""
    for path in workspace.paths():
        if not path.endswith(f"/{DRAFT}.yml"):
            continue
        known = workspace.document(path)
        if known is None:
            continue
        for number, text in enumerate(workspace.text(path).splitlines()):
            for mention in mentions_in(text):
                if (
                    mention.kind is named.kind
                    and mention.name == named.name
                    and _means(workspace, mention, known[0], named.document)
                ):
                    yield Edit(path, number, mention.start, mention.end, new)


def _means(workspace: Workspace, mention: Mention, own: Document, document: Document) -> bool:
    named = workspace.book.find(mention.document) if mention.document and workspace.book else own
    return named is not None and named.id == document.id


def _edition_of(
    workspace: Workspace, document: Document, language: str, mention: Mention
) -> tuple[Document | None, Edition | None]:
    """The document that a placeholder names, and its draft in the language, or in the prevailing one."""
    name = mention.name if mention.kind is PlaceholderKind.DOCUMENT else mention.document
    other = (workspace.book.find(name) if workspace.book else None) if name else document
    return other, _draft(other, language) if other else None


def _draft(document: Document, language: str) -> Edition | None:
    editions = document.draft.editions
    return editions.get(language) or editions.get(document.authoritative)
