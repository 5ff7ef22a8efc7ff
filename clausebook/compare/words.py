"""Words: what changed between two passages, word by word, as runs that a careful reader would have marked by hand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import groupby
from typing import NamedTuple

from diff_match_patch import diff_match_patch
from rapidfuzz.distance import Indel

from clausebook.compare.tokens import Passage, Token
from clausebook.model.prose import Atom, Mark

# Where less than this share of the words stands, on both sides, the text counts as rewritten: marks would only confuse.
_RECOGNISABLE = 0.3
# The clean-up is done for so many tokens at a time; a change longer than twice that is left as it is.
_PORTION = 1_000
# Tokens are mapped to characters that count as letters, far from the surrogates: first a plain run, then a second one.
_FIRST_LETTER, _LETTERS, _MORE_LETTERS = 0x4E00, 20_000, 0x20000


class Op(StrEnum):
    """What happened to a piece of text."""

    SAME = "same"
    """It stands on both sides."""
    INS = "ins"
    """It stands on the new side only."""
    DEL = "del"
    """It stood on the old side only."""


class Run(NamedTuple):
    """Words with one operation. `text` is as printed on its side, for SAME on the new one.

    `old_text` is as printed on the old side (empty for INS). `old_atom` is set where a placeholder that says the same was
    written differently there, such as a reference to a clause by its former id.
    """

    op: Op
    atom: Atom
    text: str
    old_text: str = ""
    old_atom: Atom | None = None

    def on(self, side: Op) -> Atom:
        """The atom of the old (`Op.DEL`) or the new (`Op.INS`) side."""
        if side is Op.INS or self.op is not Op.SAME:
            return self.atom
        if self.atom.placeholder is None:
            return Atom(self.old_text, None, self.atom.marks)
        return self.old_atom or self.atom


@dataclass(frozen=True, slots=True)
class Letters:
    """One character for each distinct token of a redline. A punctuation mark stands for itself: the clean-up sees it."""

    known: dict[object, str] = field(default_factory=dict)

    def spell(self, tokens: Iterable[Token]) -> str:
        return "".join(self._letter(token) for token in tokens)

    def _letter(self, token: Token) -> str:
        found = self.known.get(token.key)
        if found is None:
            number = len(self.known)
            found = chr(_FIRST_LETTER + number if number < _LETTERS else _MORE_LETTERS + number - _LETTERS)
            if not token.atom.marks and len(token.text) == 1 and token.text.isascii() and not token.text.isalnum():
                found = token.text
            self.known[token.key] = found
        return found


def compare_words(old: Passage, new: Passage, letters: Letters) -> tuple[Run, ...]:
    """The runs that turn `old` into `new`, in reading order; where both changed, the deletion stands before the insertion."""
    first, second = letters.spell(old.tokens), letters.spell(new.tokens)
    if not first and not second:
        return _weave([], old, new)
    edits = [(Op.SAME, len(first))] if first == second else _edits(first, second)
    if not _recognisable(edits, old, new):
        edits = [(Op.DEL, len(first)), (Op.INS, len(second))]
    return _weave(edits, old, new)


def one_side(op: Op, side: Passage) -> tuple[Run, ...]:
    """All of a passage as inserted or deleted."""
    empty = Passage()
    edits = [(op, len(side.tokens))]
    return _weave(edits, empty, side) if op is Op.INS else _weave(edits, side, empty)


def _edits(first: str, second: str) -> list[tuple[Op, int]]:
    """Operations with their lengths in tokens, scattered coincidences merged into readable phrases."""
    edits: list[tuple[int, str]] = []
    for step in Indel.opcodes(first, second):
        if step.tag == "equal":
            edits.append((0, first[step.src_start : step.src_end]))
        if step.tag in {"delete", "replace"}:
            edits.append((-1, first[step.src_start : step.src_end]))
        if step.tag in {"insert", "replace"}:
            edits.append((1, second[step.dest_start : step.dest_end]))
    found = []
    for kept, group in groupby(_cleaned(edits), key=lambda edit: edit[0] == 0):
        steps = list(group)
        for op, number in ((Op.SAME, 0),) if kept else ((Op.DEL, -1), (Op.INS, 1)):
            length = sum(len(text) for step, text in steps if step == number)
            if length:
                found.append((op, length))
    return found


def _cleaned(edits: Iterable[tuple[int, str]]) -> list[tuple[int, str]]:
    """The edits with coincidences merged. Cleaned portion by portion, as the cost rises with the square of the length."""
    portions: list[list[tuple[int, str]]] = [[]]
    size = 0
    for op, text in edits:
        if op == 0 and size + len(text) > _PORTION:
            half = len(text) // 2
            portions[-1].append((op, text[:half]))
            portions.append([(op, text[half:])])
            size = len(text) - half
        else:
            portions[-1].append((op, text))
            size += len(text)
    cleaner = diff_match_patch()
    cleaner.Diff_Timeout = 0  # never let the machine's speed decide
    for portion in portions:
        if sum(len(text) for _, text in portion) <= 2 * _PORTION:
            cleaner.diff_cleanupSemantic(portion)
    return [edit for portion in portions for edit in portion]


def _recognisable(edits: Iterable[tuple[Op, int]], old: Passage, new: Passage) -> bool:
    """Whether enough words of the old or of the new side still stand; a side without words always counts as standing."""
    kept = position = 0
    for op, length in edits:
        if op is Op.SAME:
            kept += sum(new.words[position : position + length])
        position += length if op is not Op.DEL else 0
    fewest = min(sum(old.words), sum(new.words))
    return kept >= _RECOGNISABLE * fewest


def _weave(edits: Iterable[tuple[Op, int]], old: Passage, new: Passage) -> tuple[Run, ...]:
    """The runs in reading order."""
    runs = _Runs()
    was = now = 0
    deleted, inserted = _spaces(old.lead), _spaces(new.lead)
    for op, length in edits:
        if op is Op.SAME:
            runs.change(deleted, inserted)
            runs.stand(old, was, new, now, length)
            was, now = was + length, now + length
            deleted, inserted = _spaces(old.tokens[was - 1].gap), _spaces(new.tokens[now - 1].gap)
        elif op is Op.DEL:
            deleted += _pieces(old.tokens[was : was + length])
            was += length
        else:
            inserted += _pieces(new.tokens[now : now + length])
            now += length
    runs.change(deleted, inserted)
    return runs.done()


class _Piece(NamedTuple):
    """A token or the space after one, on its way to a run."""

    atom: Atom
    text: str
    is_space: bool = False

    def matches(self, other: _Piece) -> bool:
        """Whether both are space with the same marks, which is no change however wide it is."""
        return self.is_space and other.is_space and self.atom.marks == other.atom.marks


def _spaces(gap: tuple[Atom, ...]) -> list[_Piece]:
    return [_Piece(atom, atom.text, is_space=True) for atom in gap]


def _pieces(tokens: Iterable[Token]) -> list[_Piece]:
    return [piece for token in tokens for piece in (_Piece(token.atom, token.text), *_spaces(token.gap))]


class _Runs:
    """Collects runs. Neighbouring words with the same operation and marks are one; placeholders and line breaks stay alone."""

    def __init__(self) -> None:
        self._runs: list[Run] = []
        self._op = Op.SAME
        self._marks: tuple[Mark, ...] = ()
        self._texts: list[str] = []
        self._old_texts: list[str] = []

    def add(self, op: Op, atom: Atom, text: str, old_text: str = "", old_atom: Atom | None = None) -> None:
        """One more token or space."""
        if atom.placeholder is not None or text == "\n":
            self._close()
            self._runs.append(Run(op, atom, text, old_text, old_atom))
            return
        self._add(op, atom.marks, text, old_text)

    def _add(self, op: Op, marks: tuple[Mark, ...], text: str, old_text: str) -> None:
        if op is not self._op or marks != self._marks:
            self._close()
            self._op, self._marks = op, marks
        self._texts.append(text)
        self._old_texts.append(old_text)

    def stand(self, old: Passage, was: int, new: Passage, now: int, length: int) -> None:
        """So many tokens that say the same on both sides, from `was` and `now` on, with the space between them."""
        end = was + length
        while was < end:
            stretch = min(end, old.line.even[was]) - was
            stretch = min(now + stretch, new.line.even[now]) - now
            last = stretch - 1
            if old.line.gaps[was : was + last] != new.line.gaps[now : now + last]:
                stretch, last = 1, 0
            first, other = old.tokens[was], new.tokens[now]
            if first.is_even and other.is_even:
                text = new.line.text[new.line.starts[now] : new.line.ends[now + last]]
                self._add(
                    Op.SAME, other.atom.marks, text, old.line.text[old.line.starts[was] : old.line.ends[was + last]]
                )
            else:
                changed = first.atom.placeholder != other.atom.placeholder
                self.add(Op.SAME, other.atom, other.text, first.text, first.atom if changed else None)
            was, now = was + stretch, now + stretch
            if was < end:
                self._space(old.tokens[was - 1].gap, new.tokens[now - 1].gap)

    def _space(self, old: tuple[Atom, ...], new: tuple[Atom, ...]) -> None:
        """The space between two tokens that stand."""
        if len(old) == len(new) == 1 and old[0].marks == new[0].marks:
            self.add(Op.SAME, new[0], new[0].text, old[0].text)
        elif old or new:
            self.change(_spaces(old), _spaces(new))

    def change(self, deleted: Sequence[_Piece], inserted: Sequence[_Piece]) -> None:
        """What lies between two words that stand: the space at either end that both sides have is no part of the change."""
        shorter = min(len(deleted), len(inserted))
        start = 0
        while start < shorter and deleted[start].matches(inserted[start]):
            start += 1
        end = 0
        while end < shorter - start and deleted[-1 - end].matches(inserted[-1 - end]):
            end += 1
        middle = len(deleted) - end, len(inserted) - end
        self._same_space(deleted[:start], inserted[:start])
        for piece in deleted[start : middle[0]]:
            self.add(Op.DEL, piece.atom, piece.text, piece.text)
        for piece in inserted[start : middle[1]]:
            self.add(Op.INS, piece.atom, piece.text)
        self._same_space(deleted[middle[0] :], inserted[middle[1] :])

    def _same_space(self, old: Sequence[_Piece], new: Sequence[_Piece]) -> None:
        for was, now in zip(old, new, strict=True):
            self.add(Op.SAME, now.atom, now.text, was.text)

    def _close(self) -> None:
        """End the run at hand."""
        if self._texts:
            text = "".join(self._texts)
            self._runs.append(Run(self._op, Atom(text, None, self._marks), text, "".join(self._old_texts)))
            self._texts, self._old_texts = [], []

    def done(self) -> tuple[Run, ...]:
        """All runs in reading order."""
        self._close()
        return tuple(self._runs)
