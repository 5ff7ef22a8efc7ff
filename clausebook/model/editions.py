"""Editions: a text file to numbered clauses. What stands alike in many versions is read, checked and kept once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Any

from clausebook.model.document import Clause, Edition
from clausebook.model.misfits import read_mended
from clausebook.model.numbering import Level
from clausebook.model.schema import MAX_CLAUSES, ClauseForm, ClauseHead, TextForm, TextHead, fit
from clausebook.problems import Place, Problems
from clausebook.source import BlockReader, Node, TextFile, parse_yaml, read_file


def read_edition(root: Path, path: str, language: str, shared: SharedClauses, problems: Problems) -> Edition | None:
    """The edition that the text file `path` below `root` holds; None with problems when it cannot be used."""
    file = read_file(root, path, problems)
    if file is None:
        return None
    read = shared.read(file.text) or _read_exactly(file, shared.numbering, problems)
    if read is None:
        return None
    head, clauses = read
    if len(file.text) > MAX_CLAUSES and _count(clauses) > MAX_CLAUSES:
        problems.add(Place(path), "too-many", f"the text has more than {MAX_CLAUSES:,} clauses", "split the document")
        return None
    return Edition(language, head.title, head.summary, shared.known_ones(clauses), path, root, file.digest)


def _count(clauses: tuple[Clause, ...]) -> int:
    return sum(1 + _count(clause.clauses) for clause in clauses)


class SharedClauses:
    """The clauses of all texts of one document: the same words at the same position are one object.

    A clause's position is the way to it from the top of its text, so that no clause stands twice in one edition. `known` gives
    editions that were read before, whose clauses are the same objects too where they are alike.
    """

    def __init__(self, numbering: Sequence[Level], known: Iterable[Edition] = ()) -> None:
        self.numbering = numbering
        self._known = tuple(known)
        self._blocks = BlockReader("clauses")
        self._numbers: dict[tuple[int, ...], tuple[str, str]] = {}
        self._clauses: dict[tuple[int, ...], dict[tuple[int, int], tuple[Any, Clause]]] = {}

    def read(self, text: str) -> tuple[TextHead, tuple[Clause, ...]] | None:
        """The head and the clauses of a text; None where anything is unusual or wrong, for the exact reader to judge."""
        values = self._blocks.read(text)
        items = values.pop("clauses", None) if values else None
        head = fit(values, TextHead) if values else None
        clauses = self._numbered(items, ()) if head else None
        return (head, clauses) if head and clauses else None

    def known_ones(self, clauses: tuple[Clause, ...]) -> tuple[Clause, ...]:
        """The same clauses; those that a known edition has at the same place, word for word, are the objects from there."""
        return tuple([self._known_one(clause) for clause in clauses]) if self._known else clauses

    def _known_one(self, clause: Clause) -> Clause:
        for known in self._known_by_place.get((clause.id, clause.number), ()):
            if known == clause:
                return known
        return replace(clause, clauses=self.known_ones(clause.clauses)) if clause.clauses else clause

    @cached_property
    def _known_by_place(self) -> Mapping[tuple[str, str], Collection[Clause]]:
        found: dict[tuple[str, str], dict[int, Clause]] = {}
        for edition in self._known:
            for clause in edition.by_id.values():
                found.setdefault((clause.id, clause.number), {})[id(clause)] = clause
        return {place: clauses.values() for place, clauses in found.items()}

    def _numbered(self, items: Any, above: tuple[int, ...]) -> tuple[Clause, ...] | None:
        if not isinstance(items, list) or (items and len(above) >= len(self.numbering)):
            return None
        made = []
        known = self._clauses.setdefault(above, {})
        for place in enumerate(map(id, items), 1):
            found = known.get(place)
            if found is None:
                item = items[place[0] - 1]
                clause = self._clause(item, (*above, place[0]))
                if clause is None:
                    return None
                # The item is kept too: while it is there, no other can have its identity.
                found = known[place] = (item, clause)
            made.append(found[1])
        return tuple(made)

    def _clause(self, item: Any, way: tuple[int, ...]) -> Clause | None:
        if not isinstance(item, dict):
            return None
        form = fit({key: value for key, value in item.items() if key != "clauses"}, ClauseHead)
        nested = self._numbered(item.get("clauses", []), way) if form else None
        return None if form is None or nested is None else _made(form, *self._number(way), nested)

    def _number(self, way: tuple[int, ...]) -> tuple[str, str]:
        """The label and the number of the clause at a position."""
        if way not in self._numbers:
            level, parent = self.numbering[len(way) - 1], self._number(way[:-1])[1] if way[1:] else ""
            self._numbers[way] = (level.label(way[-1], parent), level.number(way[-1], parent))
        return self._numbers[way]


def _made(form: ClauseHead, label: str, number: str, nested: tuple[Clause, ...]) -> Clause:
    return Clause(
        form.id,
        label,
        number,
        form.title,
        form.text,
        form.note,
        tuple(form.was),
        dict(form.defines),
        nested,
        form.unaffected,
    )


def _read_exactly(
    file: TextFile, numbering: Sequence[Level], problems: Problems
) -> tuple[TextHead, tuple[Clause, ...]] | None:
    """The same of any text, with every mistake at its place."""
    node = parse_yaml(file.text, file.path, problems)
    form = read_mended(node, TextForm, problems) if node else None
    if node is None or form is None:
        return None
    return form, _numbered(form.clauses, node.at("clauses") or node, numbering, "", 0, problems)


def _numbered(
    forms: Iterable[ClauseForm], node: Node, levels: Sequence[Level], parent: str, depth: int, problems: Problems
) -> tuple[Clause, ...]:
    made = []
    for position, form in enumerate(forms, 1):
        own = node.at(position - 1) or node
        if not levels:
            problems.add(
                own.place,
                "too-deep",
                f"the record's numbering has {depth} levels, this clause is on the next",
                "add a level to “numbering”, or nest less",
            )
            break
        number = levels[0].number(position, parent)
        below = own.at("clauses") or own
        nested = _numbered(form.clauses, below, levels[1:], number, depth + 1, problems)
        made.append(_made(form, levels[0].label(position, parent), number, nested))
    return tuple(made)
