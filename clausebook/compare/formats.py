"""Formats: changes that leave the words as they are and that a reader may not see: addresses of links, and emphasis."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from clausebook.compare.edit_script import Op, Run
from clausebook.model.prose import MarkKind


class AddressChange(NamedTuple):
    """A link that leads elsewhere: its words, its address before and after, None where there was no link or is none."""

    words: str
    old: str | None
    new: str | None


class EmphasisChange(NamedTuple):
    """Words that were set off in another way: how before, and how now; nothing for plain words."""

    words: str
    old: tuple[MarkKind, ...]
    new: tuple[MarkKind, ...]


Note = AddressChange | EmphasisChange


def annotated(runs: Iterable[Run]) -> Iterator[Run | Note]:
    """The runs, and after those whose links or emphasis changed what happened to them."""
    link, emphasis = _LinkWatch(), _EmphasisWatch()
    for run in runs:
        yield from emphasis.before(run)
        yield from link.before(run)
        yield run
    yield from emphasis.flush()
    yield from link.flush()


def notes_in(runs: Iterable[Run]) -> Iterator[Note]:
    """What happened to links and emphasis, in the order of the text."""
    return (each for each in annotated(runs) if not isinstance(each, Run))


class _LinkWatch:
    """Follows a link, on both sides, until its words end."""

    def __init__(self) -> None:
        self._words = ""
        self._olds: list[str] = []
        self._news: list[str] = []
        self._stands = False

    def before(self, run: Run) -> Iterator[Note]:
        old, new = _address(run, Op.DEL), _address(run, Op.INS)
        parts = (old and self._olds and old not in self._olds) or (new and self._news and new not in self._news)
        if (not old and not new) or parts:
            yield from self.flush()
        if old or new:
            self._olds += [old] if old and old not in self._olds else []
            self._news += [new] if new and new not in self._news else []
            self._words += run.text if run.is_new else ""
            self._stands = self._stands or run.op is Op.SAME

    def flush(self) -> Iterator[Note]:
        if self._olds != self._news and (self._stands or (self._olds and self._news)):
            yield AddressChange(self._words.strip(), next(iter(self._olds), None), next(iter(self._news), None))
        self.__init__()  # type: ignore[misc]


def _address(run: Run, side: Op) -> str:
    """Where the words of a run lead on one side; empty where they are not on it, or are no link."""
    if run.is_break or (run.op in {Op.DEL, Op.LEFT} and side is Op.INS) or (run.op is Op.INS and side is Op.DEL):
        return ""
    return next((mark.href for mark in run.on(side).marks if mark.kind is MarkKind.LINK), "")


class _EmphasisWatch:
    """Follows words that stand with other emphasis than before, until the difference ends."""

    def __init__(self) -> None:
        self._words = ""
        self._marks: tuple[tuple[MarkKind, ...], tuple[MarkKind, ...]] | None = None

    def before(self, run: Run) -> Iterator[Note]:
        if run.op is Op.SAME and run.text.isspace() and run.atom.placeholder is None and self._marks:
            self._words += run.text
            return
        marks = None
        if run.reformatted:
            old, new = _emphasis(run, Op.DEL), _emphasis(run, Op.INS)
            marks = (old, new) if old != new else None
        if marks != self._marks:
            yield from self.flush()
            self._marks = marks
        if marks:
            self._words += run.text

    def flush(self) -> Iterator[Note]:
        if self._marks:
            yield EmphasisChange(self._words.strip(), *self._marks)
        self.__init__()  # type: ignore[misc]


def _emphasis(run: Run, side: Op) -> tuple[MarkKind, ...]:
    return tuple([mark.kind for mark in run.on(side).marks if mark.kind is not MarkKind.LINK])
