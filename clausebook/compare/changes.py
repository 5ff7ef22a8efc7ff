"""Changes: one language-neutral list of what changed between two states of a document."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from clausebook.compare.pairing import Pairing, origins_between, pair_clauses
from clausebook.model.document import Clause, Edition, Snapshot
from clausebook.model.prose import Atom, Block, PlaceholderKind


class ChangeKind(StrEnum):
    """The kinds of changes, in the order in which they are told. A clause can have several at once."""

    ADDED = "added"
    """The clause is new."""
    REMOVED = "removed"
    """The clause is no longer there."""
    MOVED = "moved"
    """It stands in another clause, or in another order among those that stayed."""
    SPLIT = "split"
    """It is new and was taken out of a clause that is still there."""
    MERGED = "merged"
    """Other clauses, no longer there, went into it."""
    REWORDED = "reworded"
    """The words of its text changed."""
    RETITLED = "retitled"
    """Its title changed."""
    VALUE = "value"
    """A typed value that it prints changed."""
    RENUMBERED = "renumbered"
    """Only its number changed, because something was inserted or removed above it."""
    TRANSLATION = "translation"
    """Only a translation of it changed, not the authoritative text."""


@dataclass(frozen=True, slots=True)
class Change:
    """What happened to one clause.

    `id` is its id in the new state, the old one if it was removed. `origins` are the old clauses that were merged into it or
    that it was split from; `languages` those whose words changed; `values` the names of the values that changed in it;
    `inferred` says that it was paired by likeness. `uneven` says that the authoritative text changed and a translation did
    not, or the reverse.
    """

    id: str
    old_id: str | None
    new_id: str | None
    kinds: tuple[ChangeKind, ...]
    languages: frozenset[str] = frozenset()
    origins: tuple[str, ...] = ()
    values: tuple[str, ...] = ()
    inferred: bool = False
    uneven: bool = False


@dataclass(frozen=True)
class Comparison:
    """All changes between two states, in the reading order of the new one; removed clauses stand where they were."""

    old: Snapshot
    new: Snapshot
    changes: tuple[Change, ...]

    @property
    def substantive(self) -> tuple[Change, ...]:
        """The changes that are more than another number."""
        return tuple(change for change in self.changes if change.kinds != (ChangeKind.RENUMBERED,))


def compare_snapshots(old: Snapshot, new: Snapshot, authoritative: str) -> Comparison:
    """Compare a state with its direct successor."""
    return compare_history([old, new], authoritative)


def compare_history(states: Sequence[Snapshot], authoritative: str) -> Comparison:
    """Compare the first of `states` with the last; the states between tell where clauses came from."""
    old, new = states[0], states[-1]
    origins = origins_between(states, authoritative)
    old_edition, new_edition = old.editions[authoritative], new.editions[authoritative]
    pairing = pair_clauses(old_edition.by_id, new_edition.by_id, origins)
    moved = _moved(old_edition, new_edition, pairing)
    finder = _Finder(old, new, authoritative, pairing, moved)
    changes = {clause.id: finder.change(clause) for clause in new_edition.walk()}
    return Comparison(old, new, tuple(_in_order(old_edition, new_edition, pairing, changes)))


def _in_order(old: Edition, new: Edition, pairing: Pairing, changes: Mapping[str, Change | None]) -> Iterable[Change]:
    """Changes in the new order, each removed clause after the one that it followed in the old."""
    new_of = {old_id: new_id for new_id, old_id in pairing.old_of.items()}
    merged = {old_id for merged in pairing.merged.values() for old_id in merged}
    following: dict[str, list[Change]] = {}
    anchor = ""
    for clause in old.walk():
        if clause.id in new_of:
            anchor = new_of[clause.id]
        elif clause.id not in merged:
            removed = Change(clause.id, clause.id, None, (ChangeKind.REMOVED,))
            following.setdefault(anchor, []).append(removed)
    yield from following.get("", [])
    for clause in new.walk():
        change = changes[clause.id]
        if change:
            yield change
        yield from following.get(clause.id, [])


def _moved(old: Edition, new: Edition, pairing: Pairing) -> set[str]:
    """New ids of the clauses that stand elsewhere: under another parent, or out of the longest run that kept its order."""
    moved = set()
    families: dict[str | None, list[str]] = {}
    for clause in new.walk():
        old_id = pairing.old_of.get(clause.id)
        if old_id is None:
            continue
        parent = new.parents.get(clause.id)
        if old.parents.get(old_id) != (pairing.old_of.get(parent, "") if parent else None):
            moved.add(clause.id)
        else:
            families.setdefault(parent, []).append(clause.id)
    position = {clause.id: index for index, clause in enumerate(old.walk())}
    for family in families.values():
        kept = _longest_rising([position[pairing.old_of[clause_id]] for clause_id in family])
        moved.update(clause_id for index, clause_id in enumerate(family) if index not in kept)
    return moved


def _longest_rising(numbers: Sequence[int]) -> set[int]:
    """The indices of a longest rising subsequence (patience sorting)."""
    tops: list[int] = []
    top_indices: list[int] = []
    previous: list[int] = []
    for index, number in enumerate(numbers):
        pile = bisect_left(tops, number)
        previous.append(top_indices[pile - 1] if pile else -1)
        tops[pile : pile + 1] = [number]
        top_indices[pile : pile + 1] = [index]
    kept = set()
    index = top_indices[-1] if top_indices else -1
    while index >= 0:
        kept.add(index)
        index = previous[index]
    return kept


@dataclass(frozen=True)
class _Finder:
    """Tells the change of one clause of the new state."""

    old: Snapshot
    new: Snapshot
    authoritative: str
    pairing: Pairing
    moved: set[str]

    def change(self, clause: Clause) -> Change | None:
        """The change of the clause with this id; None when nothing changed, its number included."""
        old_id = self.pairing.old_of.get(clause.id)
        if old_id is None:
            origins = self.pairing.split.get(clause.id, ())
            kind = ChangeKind.SPLIT if origins else ChangeKind.ADDED
            return Change(clause.id, None, clause.id, (kind,), frozenset(self.new.editions), origins)
        merged = self.pairing.merged.get(clause.id, ())
        languages = sorted(self.old.editions.keys() & self.new.editions.keys())
        reworded = {language for language in languages if self._says(language, old_id, clause.id, "text")}
        retitled = {language for language in languages if self._says(language, old_id, clause.id, "title")}
        values = self._changed_values(old_id, clause)
        kinds = set()
        if clause.id in self.moved:
            kinds.add(ChangeKind.MOVED)
        if merged:
            kinds.add(ChangeKind.MERGED)
        for touched, kind in ((reworded, ChangeKind.REWORDED), (retitled, ChangeKind.RETITLED)):
            if touched:
                kinds.add(kind if self.authoritative in touched else ChangeKind.TRANSLATION)
        if values:
            kinds.add(ChangeKind.VALUE)
        old_clause = self.old.editions[self.authoritative].by_id[old_id]
        if not kinds and old_clause.number != clause.number:
            kinds.add(ChangeKind.RENUMBERED)
        inferred = clause.id in self.pairing.inferred
        if not kinds and not inferred:
            return None
        uneven = any(touched and len(touched) < len(languages) for touched in (reworded, retitled))
        ordered = tuple(kind for kind in ChangeKind if kind in kinds)
        return Change(
            clause.id, old_id, clause.id, ordered, frozenset(reworded | retitled), merged, values, inferred, uneven
        )

    def _says(self, language: str, old_id: str, new_id: str, part: str) -> bool:
        """Whether a clause's text or title says something else in a language; values are compared on their own."""
        old = self.old.editions[language].by_id[old_id]
        new = self.new.editions[language].by_id[new_id]
        if part == "title":
            return old.title != new.title
        return old.text != new.text and [*map(_words, old.prose.blocks)] != [*map(_words, new.prose.blocks)]

    def _changed_values(self, old_id: str, clause: Clause) -> tuple[str, ...]:
        """The names of values that both texts print and that differ."""
        old_clause = self.old.editions[self.authoritative].by_id[old_id]
        used = [
            placeholder.name for placeholder in clause.prose.placeholders() if placeholder.kind is PlaceholderKind.VALUE
        ]
        before = {placeholder.name for placeholder in old_clause.prose.placeholders()}
        return tuple(
            name
            for name in dict.fromkeys(used)
            if name in before and self.old.values.get(name) != self.new.values.get(name)
        )


def _words(block: Block) -> object:
    """What a block says, apart from how its source is wrapped and what its references and values print."""
    return (block.kind, block.start, [_atom(atom) for atom in block.atoms], [_words(child) for child in block.blocks])


def _atom(atom: Atom) -> object:
    if atom.placeholder:
        return (atom.placeholder.target, atom.placeholder.words, atom.marks)
    return (" ".join(atom.text.split(" ")), atom.marks)
