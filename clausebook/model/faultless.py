"""What the rules found without fault, so that what many versions share is looked at once.

Only faultlessness is remembered. A fault is found again in each edition, since its place is another one there.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable

from clausebook.model.document import Clause, Edition
from clausebook.problems import Problems


class Faultless:
    """The memory of one check of one document. It knows clauses by identity: the document must outlive it."""

    def __init__(self) -> None:
        self._known: set[Hashable] = set()
        self._frames: dict[Hashable, int] = {}
        self._framed: dict[int, int] = {}

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
        groups: Iterable[tuple[Clause, ...]],
        look: Callable[..., None],
        problems: Problems,
    ) -> bool:
        """Let `look` find problems in each group of clauses, and of those nested in them at the same positions.

        A group is a clause, or one with its translation; `look` takes them and the problems. True when nothing was found, now or before.
        """
        faultless = True
        for group in groups:
            known = (key, *map(id, group))
            if known in self._known:
                continue
            found = Problems()
            look(*group, found)
            problems.extend(found)
            nested = zip(*[clause.clauses for clause in group], strict=True)
            if self.each(key, nested, look, problems) and not len(found):
                self._known.add(known)
            else:
                faultless = False
        return faultless

    def frame(self, edition: Edition) -> int:
        """A number for the ids and defined terms of an edition as they are nested: equal ones have the same."""
        number = self._framed.get(id(edition))
        if number is None:
            frame = tuple([self._frame(clause) for clause in edition.clauses])
            number = self._framed[id(edition)] = self._frames.setdefault(frame, len(self._frames))
        return number

    def _frame(self, clause: Clause) -> int:
        number = self._framed.get(id(clause))
        if number is None:
            frame = (clause.id, tuple(clause.defines), tuple([self._frame(nested) for nested in clause.clauses]))
            number = self._framed[id(clause)] = self._frames.setdefault(frame, len(self._frames))
        return number
