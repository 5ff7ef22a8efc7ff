"""Editions: a text file to numbered clauses. What stands alike in many versions is read, checked and kept once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any, TypeAlias

from clausebook.model.collation import collation_key
from clausebook.model.document import Clause, Edition
from clausebook.model.misfits import read_mended
from clausebook.model.numbering import Level, OutOfOrder, Siblings
from clausebook.model.prose import REPEALED, only_for, parse_prose
from clausebook.model.schema import MAX_CLAUSES, ClauseForm, ClauseHead, TextForm, TextHead, fit
from clausebook.problems import Place, Problems
from clausebook.source import BlockReader, Node, TextFile, parse_yaml, read_file

# The counters of a clause and of those around it, outermost first.
_Way: TypeAlias = tuple[str, ...]
# The names of groups of customers, by the id of a group and a language.
GroupNames: TypeAlias = Mapping[str, Mapping[str, str]]


def read_edition(root: Path, path: str, language: str, shared: SharedClauses, problems: Problems) -> Edition | None:
    """The edition that the text file `path` below `root` holds; None with problems when it cannot be used."""
    file = read_file(root, path, problems)
    if file is None:
        return None
    read = shared.read(file.text, language) or _read_exactly(file, language, shared, problems)
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

    A clause's position is the way to it from the top of its text, counter by counter, so that no clause stands twice in one edition. `known`
    gives editions that were read before, whose clauses are the same objects too where they are alike.
    """

    def __init__(
        self, numbering: Sequence[Level], known: Iterable[Edition] = (), groups: GroupNames | None = None
    ) -> None:
        """`groups` names the groups of customers in each language."""
        self.numbering = numbering
        self.groups: GroupNames = groups or {}
        self._known = tuple(known)
        self._blocks = BlockReader("clauses")
        self._numbers: dict[_Way, tuple[str, str]] = {}
        self._clauses: dict[tuple[str, _Way], dict[tuple[str, int], tuple[Any, Clause]]] = {}

    def read(self, text: str, language: str) -> tuple[TextHead, tuple[Clause, ...]] | None:
        """The head and the clauses of a text; None where anything is unusual or wrong, for the exact reader to judge."""
        values = self._blocks.read(text)
        items = values.pop("clauses", None) if values else None
        head = fit(values, TextHead) if values else None
        clauses = self._numbered(items, (), language) if head else None
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

    def _numbered(self, items: Any, above: _Way, language: str) -> tuple[Clause, ...] | None:
        if not isinstance(items, list) or (items and len(above) >= len(self.numbering)):
            return None
        made = []
        # An order by the alphabet is another one in each language.
        known = self._clauses.setdefault((language, above), {})
        siblings = Siblings(self.numbering[len(above)]) if items else None
        for item in items:
            try:
                count = siblings.next(_own_number(item)) if siblings else ""
            except ValueError:
                return None
            found = known.get((count, id(item)))
            if found is None:
                clause = self._clause(item, (*above, count), language)
                if clause is None:
                    return None
                # The item is kept too: while it is there, no other can have its identity.
                found = known[count, id(item)] = (item, clause)
            made.append(found[1])
        return tuple(made)

    def _clause(self, item: Any, way: _Way, language: str) -> Clause | None:
        if not isinstance(item, dict):
            return None
        form = fit({key: value for key, value in item.items() if key != "clauses"}, ClauseHead)
        items = item.get("clauses", [])
        if form and form.sorted:
            items = self._sorted(items, language)
        nested = self._numbered(items, way, language) if form else None
        if form is None or nested is None:
            return None
        filed = tuple([each["id"] for each in item.get("clauses", [])]) if form.sorted else ()
        return _made(form, *self._number(way), nested, filed, _only_for(form, self.groups, language))

    def _sorted(self, items: Any, language: str) -> Any:
        """The items of a list in the order of the alphabet; None where that takes an exact look."""
        heads = [fit({**each, "clauses": []}, ClauseForm) if isinstance(each, dict) else None for each in items or ()]
        if not isinstance(items, list) or not all(head and not head.number for head in heads):
            return None
        order = in_order([head for head in heads if head], language)
        return [items[index] for index in order]

    def _number(self, way: _Way) -> tuple[str, str]:
        """The label and the number of the clause at a position."""
        if way not in self._numbers:
            level, parent = self.numbering[len(way) - 1], self._number(way[:-1])[1] if way[1:] else ""
            self._numbers[way] = (level.label(way[-1], parent), level.number(way[-1], parent))
        return self._numbers[way]


def _own_number(item: Any) -> str:
    """The number that an item gives itself, as far as it can be one."""
    own = item.get("number", "") if isinstance(item, dict) else ""
    return own if isinstance(own, str) else str(own)


def _plain(text: str) -> str:
    """The words of a text without its markup and placeholders."""
    return "".join(atom.text for top in parse_prose(text).blocks for block in top.walk() for atom in block.atoms)


def in_order(forms: Sequence[ClauseHead], language: str) -> list[int]:
    """The indices of clauses in the order of the alphabet of a language: by title, else by the word that each defines, else by its text."""

    def words(index: int) -> str:
        form = forms[index]
        return form.title or next(iter(form.defines.values()), "") or _plain(form.text)

    return sorted(range(len(forms)), key=lambda index: collation_key(words(index), language))


def _only_for(form: ClauseHead, groups: GroupNames, language: str) -> str:
    """The paragraph that says for which groups alone a clause holds."""
    return only_for({group: groups.get(group, {}).get(language, group) for group in form.only})


def _made(
    form: ClauseHead, label: str, number: str, nested: tuple[Clause, ...], filed: tuple[str, ...], only: str
) -> Clause:
    return Clause(
        form.id,
        label,
        number,
        form.title,
        _text(form, only),
        form.note,
        tuple(form.was),
        dict(form.defines),
        nested,
        form.unaffected,
        form.repealed,
        form.in_short,
        form.number,
        filed,
        tuple(form.only),
    )


def _text(form: ClauseHead, only: str) -> str:
    if form.repealed:
        return form.text if form.text.strip() else REPEALED
    return f"{only}{form.text}"


def _read_exactly(
    file: TextFile, language: str, shared: SharedClauses, problems: Problems
) -> tuple[TextHead, tuple[Clause, ...]] | None:
    """The same of any text, with every mistake at its place."""
    node = parse_yaml(file.text, file.path, problems)
    form = read_mended(node, TextForm, problems) if node else None
    if node is None or form is None:
        return None
    reader = _ExactReader(language, shared.groups, problems)
    return form, reader.numbered(form.clauses, node.at("clauses") or node, shared.numbering, "", 0)


@dataclass(frozen=True, slots=True)
class _ExactReader:
    """Numbers the clauses of one text, with a problem at the place of each that cannot have its number."""

    language: str
    groups: GroupNames
    problems: Problems

    def numbered(
        self,
        forms: Sequence[ClauseForm],
        node: Node,
        levels: Sequence[Level],
        parent: str,
        depth: int,
        *,
        sort: bool = False,
    ) -> tuple[Clause, ...]:
        made = []
        siblings = Siblings(levels[0]) if levels else None
        for position in in_order(forms, self.language) if sort else range(len(forms)):
            form, own = forms[position], node.at(position) or node
            if siblings is None:
                self.problems.add(
                    own.place,
                    "too-deep",
                    f"the record's numbering has {depth} levels, this clause is on the next",
                    "add a level to “numbering”, or nest less",
                )
                break
            count = self._count(siblings, form, own, is_sorted=sort)
            number = levels[0].number(count, parent)
            below = own.at("clauses") or own
            nested = self.numbered(form.clauses, below, levels[1:], number, depth + 1, sort=form.sorted)
            filed = tuple([each.id for each in form.clauses]) if form.sorted else ()
            only = _only_for(form, self.groups, self.language)
            made.append(_made(form, levels[0].label(count, parent), number, nested, filed, only))
        return tuple(made)

    def _count(self, siblings: Siblings, form: ClauseForm, node: Node, *, is_sorted: bool) -> str:
        """clause-number, number-order: the counter of a clause, which follows that of the one before it."""
        place = node.place_of_key("number")
        try:
            if form.number and is_sorted:
                message = f"the clause “{form.id}” has a number, but stands in a list that is sorted"
                self.problems.add(place, "clause-number", message, "remove one of the two: sorting gives the numbers")
            else:
                return siblings.next(form.number)
        except OutOfOrder as fault:
            self.problems.add(place, "number-order", str(fault), "clauses stand in the order of their numbers")
        except ValueError as fault:
            advice = f"write its own part alone, as the level counts: {siblings.level.count(1)}, or between two others {siblings.level.count(5)}A"
            self.problems.add(place, "clause-number", str(fault), advice)
        return siblings.next()
