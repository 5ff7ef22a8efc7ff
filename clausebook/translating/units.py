"""Units of translation: each text of a draft in the prevailing language and in another, with what both said in the version before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256

from clausebook.model.document import Clause, Document, Edition
from clausebook.model.staleness import is_unaffected
from clausebook.model.warnings.leftovers import TO_DO, UNREVIEWED

Path = tuple[str | int, ...]


class State(StrEnum):
    """How far a translation is."""

    DONE = "done"
    STALE = "stale"
    """The text changed since the version before, and the translation did not."""
    MISSING = "missing"
    """There is none, or it is still marked as to be done."""
    UNREVIEWED = "unreviewed"
    """A program made it, and nobody has said yet that it is right."""


@dataclass(frozen=True, slots=True)
class Unit:
    """One text: `id` names its clause and key (`late-payment/text`, `/title`, `seller/defines/seller`), `path` its place in the file.

    `source` and `target` are what it says now, `target` empty for nothing; `before` what both said in the version before, or None. `note` tells
    a translator where it stands.
    """

    id: str
    path: Path
    source: str
    target: str
    state: State
    before: tuple[str, str] | None
    note: str

    @property
    def digest(self) -> str:
        """By which it is known later whether the source is still the one that was translated."""
        return sha256(" ".join(self.source.split()).encode()).hexdigest()[:16]

    @property
    def words(self) -> int:
        return len(self.source.split())


def units(document: Document, language: str) -> list[Unit]:
    """The units of the draft from the prevailing language into another one that the document has, in reading order."""
    return list(_Units(document, language).all())


@dataclass(frozen=True, slots=True)
class _Units:
    document: Document
    language: str

    @property
    def original(self) -> Edition:
        return self.document.draft.editions[self.document.authoritative]

    @property
    def edition(self) -> Edition:
        return self.document.draft.editions[self.language]

    def all(self) -> Iterator[Unit]:
        old, old_other = self._before()
        for key in ("title", "summary"):
            source, target = getattr(self.original, key), getattr(self.edition, key)
            if source.strip():
                before = (getattr(old, key), getattr(old_other, key)) if old and old_other else None
                yield self._unit("", key, (key,), source, target, before, unaffected=False)
        yield from self._clauses(self.original.clauses, ("clauses",))

    def _clauses(self, clauses: tuple[Clause, ...], path: Path) -> Iterator[Unit]:
        for index, clause in enumerate(clauses):
            yield from self._clause(clause, (*path, index))
            yield from self._clauses(clause.clauses, (*path, index, "clauses"))

    def _clause(self, clause: Clause, path: Path) -> Iterator[Unit]:
        other = self.edition.by_id.get(clause.id)
        old, old_other = self._old(clause)
        unaffected = bool(old and is_unaffected(old, clause))
        for key in ("title", "text", "in-short", "note"):
            name = key.replace("-", "_")
            source, target = getattr(clause, name), getattr(other, name) if other else ""
            if source.strip():
                before = (getattr(old, name), getattr(old_other, name)) if old and old_other else None
                yield self._unit(
                    clause.id, key, (*path, key), source, target, before, unaffected=unaffected, clause=clause
                )
        for term, word in clause.defines.items():
            target = other.defines.get(term, "") if other else ""
            before = (old.defines.get(term, ""), old_other.defines.get(term, "")) if old and old_other else None
            yield self._unit(
                clause.id,
                f"defines/{term}",
                (*path, "defines", term),
                word,
                target,
                before,
                unaffected=unaffected,
                clause=clause,
            )

    def _unit(
        self,
        owner: str,
        key: str,
        path: Path,
        source: str,
        target: str,
        before: tuple[str, str] | None,
        *,
        unaffected: bool,
        clause: Clause | None = None,
    ) -> Unit:
        before = before if before and before[0].strip() else None
        state = State.DONE
        if not target.strip() or TO_DO in target:
            state = State.MISSING
        elif UNREVIEWED in target:
            state = State.UNREVIEWED
        elif before and not unaffected and _says(before[0]) != _says(source) and _says(before[1]) == _says(target):
            state = State.STALE
        where = f"{clause.number} {clause.title}".strip() if clause else ""
        return Unit(f"{owner}/{key}", path, source, target, state, before, f"{where} ({key})".strip())

    def _before(self) -> tuple[Edition | None, Edition | None]:
        version = self.document.predecessor(self.document.draft)
        if version is None:
            return None, None
        return version.editions.get(self.original.language), version.editions.get(self.language)

    def _old(self, clause: Clause) -> tuple[Clause | None, Clause | None]:
        old, old_other = self._before()
        name = next((name for name in (clause.id, *clause.was) if old and name in old.by_id), None)
        if name is None or old is None or old_other is None:
            return None, None
        return old.by_id[name], old_other.by_id.get(name)


def _says(text: str) -> list[str]:
    return text.split()
