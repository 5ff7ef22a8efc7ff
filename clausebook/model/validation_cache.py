"""A cache of validations without a fault, so that what many versions share is checked once.

Only a check that found nothing is cached: a fault is found again in each edition, since its place is another one there.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence

from clausebook.model.document import Clause, Edition
from clausebook.problems import Problems


class ValidationCache:
    """The memory of one check of one document. It knows clauses by identity: the document must outlive it."""

    def __init__(self, known: Iterable[Edition] = ()) -> None:
        """In `known` editions, and between any two of them, nothing was found before."""
        self._editions = {id(edition) for edition in known}
        self._known: set[Hashable] = set()
        self._clauses: dict[Hashable, set[tuple[int, ...]]] = {}
        self._frames: dict[Hashable, int] = {}
        self._framed: dict[int, int] = {}

    def knows(self, edition: Edition) -> bool:
        """Whether an edition is one of those in which, and between which, nothing was found before."""
        return id(edition) in self._editions

    def is_known(self, key: Hashable) -> bool:
        """Whether nothing was found for `key` in `once`."""
        return key in self._known

    def once(self, key: Hashable, look: Callable[[Problems], None], problems: Problems) -> None:
        """Let `look` find problems, unless it found none for `key` before."""
        if key in self._known:
            return
        found = Problems()
        look(found)
        if len(found):
            problems.extend(found)
        else:
            self._known.add(key)

    def each(
        self,
        key: Hashable,
        columns: Sequence[tuple[Clause, ...]],
        look: Callable[..., None],
        problems: Problems,
    ) -> bool:
        """Let `look` find problems in each clause of a column, and in those nested in it; True when nothing was found, now or before.

        With several columns, such as a text and its translation, `look` takes what stands side by side.
        """
        known = self._clauses.setdefault(key, set())
        rows = [tuple(map(id, row)) for row in zip(*columns, strict=True)]
        if known.issuperset(rows):
            return True
        for row, clauses in zip(rows, zip(*columns, strict=True), strict=True):
            if row in known:
                continue
            found = Problems()
            look(*clauses, found)
            nested = [clause.clauses for clause in clauses]
            if (not nested[0] or self.each(key, nested, look, problems)) and not len(found):
                known.add(row)
            problems.extend(found)
        return known.issuperset(rows)

    def frame(self, edition: Edition) -> int:
        """A number for the ids and defined terms of an edition as they are nested, and filed: equal ones have the same."""
        number = self._framed.get(id(edition))
        if number is None:
            frame = tuple([self._frame(clause) for clause in edition.clauses])
            number = self._framed[id(edition)] = self._frames.setdefault(frame, len(self._frames))
        return number

    def _frame(self, clause: Clause) -> int:
        number = self._framed.get(id(clause))
        if number is None:
            nested = tuple([self._frame(each) for each in clause.clauses])
            frame = (clause.id, tuple(clause.defines), nested, clause.filed)
            number = self._framed[id(clause)] = self._frames.setdefault(frame, len(self._frames))
        return number
