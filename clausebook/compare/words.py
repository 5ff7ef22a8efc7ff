"""Words: two sequences of atoms compared token by token.

A token is a word, a number with its separators, a space, a sign, or a placeholder; none is ever split. A reference is the same
as long as it points at the same clause, whatever number it prints; a value is the same as long as its typed value is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from diff_match_patch import diff_match_patch
from rapidfuzz.distance import Indel

from clausebook.model.prose import Atom, PlaceholderKind
from clausebook.model.wording import Wording

# A number keeps its separators ("1.234,50", "09:00"); a word keeps its hyphens and apostrophes.
_TOKEN = re.compile(r"\d+(?:[.,:/\u202f\u00a0]\d+)*|[^\W\d_]+(?:[-'’][^\W\d_]+)*|\s+|.", re.DOTALL)

# Below this share of common words a text counts as rewritten: word marks would only confuse.
_RECOGNISABLE = 0.3
_FIRST_LETTER = 0x4E00  # token numbers are mapped to characters that count as letters, one for each token
_LETTERS = 20_000
_MORE_LETTERS = 0x20000


class Op(StrEnum):
    """What happened to a piece of text."""

    SAME = "same"
    INS = "ins"
    DEL = "del"


@dataclass(frozen=True, slots=True)
class Run:
    """Words with one operation. `text` is as printed on its side; for SAME on the new one, with the old print beside it."""

    op: Op
    atom: Atom
    text: str
    old_text: str = ""


@dataclass(frozen=True, slots=True)
class Token:
    """The smallest piece that is compared: `key` tells what it says, `text` what it prints."""

    key: object
    atom: Atom
    text: str

    @property
    def is_word(self) -> bool:
        return self.atom.placeholder is not None or self.text[:1].isalnum()


def tokens(atoms: Iterable[Atom], wording: Wording) -> list[Token]:
    """The tokens of some atoms; their texts joined are exactly what the atoms print."""
    found = []
    for atom in atoms:
        if atom.placeholder is None:
            for match in _TOKEN.finditer(atom.text):
                found.append(Token((match[0], atom.marks), Atom(match[0], None, atom.marks), match[0]))
            continue
        text = wording.words(atom.placeholder)
        says: object = atom.placeholder.target
        if atom.placeholder.kind is PlaceholderKind.VALUE:
            says = (says, wording.snapshot.values[atom.placeholder.name])
        elif atom.placeholder.kind is PlaceholderKind.TERM:
            says = (says, text)
        found.append(Token((says, atom.marks), atom, text))
    return found


def similarity(old: Sequence[Token], new: Sequence[Token]) -> float:
    """The share of words that two token sequences have in common and in the same order, 0 to 1."""
    old_words = [token.key for token in old if token.is_word]
    new_words = [token.key for token in new if token.is_word]
    if not old_words or not new_words:
        return 1.0 if old_words == new_words else 0.0
    numbers: dict[object, int] = {}
    first = [numbers.setdefault(key, len(numbers)) for key in old_words]
    second = [numbers.setdefault(key, len(numbers)) for key in new_words]
    return Indel.normalized_similarity(first, second)


def compare_words(old: Sequence[Token], new: Sequence[Token]) -> list[Run]:
    """The runs that turn `old` into `new`, in reading order; deletions stand before insertions."""
    if [token.key for token in old] == [token.key for token in new]:
        return list(_merge(_same(old, new)))
    if similarity(old, new) < _RECOGNISABLE:
        return [*_merge(_side(Op.DEL, old)), *_merge(_side(Op.INS, new))]
    runs: list[Run] = []
    old_position = new_position = 0
    for op, length in _edits(old, new):
        if op is Op.SAME:
            runs += _same(old[old_position : old_position + length], new[new_position : new_position + length])
        elif op is Op.DEL:
            runs += _side(op, old[old_position : old_position + length])
        else:
            runs += _side(op, new[new_position : new_position + length])
        old_position += length if op is not Op.INS else 0
        new_position += length if op is not Op.DEL else 0
    return list(_merge(runs))


def one_side(op: Op, side: Sequence[Token]) -> tuple[Run, ...]:
    """All tokens as inserted, deleted or unchanged."""
    return tuple(_merge(_side(op, side)))


def _edits(old: Sequence[Token], new: Sequence[Token]) -> Iterator[tuple[Op, int]]:
    """Operations with their lengths in tokens, scattered coincidences merged into readable phrases."""
    letters: dict[object, str] = {}
    first = "".join(_letter(token, letters) for token in old)
    second = "".join(_letter(token, letters) for token in new)
    edits: list[tuple[int, str]] = []
    for step in Indel.opcodes(first, second):
        if step.tag == "equal":
            edits.append((0, first[step.src_start : step.src_end]))
        if step.tag in {"delete", "replace"}:
            edits.append((-1, first[step.src_start : step.src_end]))
        if step.tag in {"insert", "replace"}:
            edits.append((1, second[step.dest_start : step.dest_end]))
    cleaner = diff_match_patch()
    cleaner.Diff_Timeout = 0  # never let the machine's speed decide
    cleaner.diff_cleanupSemantic(edits)
    for kept, group in groupby(edits, key=lambda edit: edit[0] == 0):
        steps = list(group)
        names = {Op.SAME: 0} if kept else {Op.DEL: -1, Op.INS: 1}
        for op, number in names.items():
            length = sum(len(text) for step, text in steps if step == number)
            if length:
                yield op, length


def _letter(token: Token, letters: dict[object, str]) -> str:
    """One character for each distinct token. Spaces and signs stand for themselves: the clean-up prefers their borders."""
    if token.atom.placeholder is None and not token.atom.marks and len(token.text) == 1 and not token.text.isalnum():
        return token.text
    if token.key not in letters:
        number = len(letters)
        letters[token.key] = chr(_FIRST_LETTER + number if number < _LETTERS else _MORE_LETTERS + number - _LETTERS)
    return letters[token.key]


def _same(old: Sequence[Token], new: Sequence[Token]) -> list[Run]:
    return [Run(Op.SAME, after.atom, after.text, before.text) for before, after in zip(old, new, strict=True)]


def _side(op: Op, side: Sequence[Token]) -> list[Run]:
    return [Run(op, token.atom, token.text, token.text if op is not Op.INS else "") for token in side]


def _merge(runs: Iterable[Run]) -> Iterator[Run]:
    """Neighbouring words with the same operation and marks as one run; placeholders and line breaks stay alone."""
    pending: list[Run] = []

    def flush() -> Iterator[Run]:
        if pending:
            text = "".join(run.text for run in pending)
            old_text = "".join(run.old_text for run in pending)
            yield Run(pending[0].op, Atom(text, None, pending[0].atom.marks), text, old_text)
            pending.clear()

    for run in runs:
        alone = run.atom.placeholder is not None or run.text == "\n"
        if pending and (alone or pending[0].op is not run.op or pending[0].atom.marks != run.atom.marks):
            yield from flush()
        if alone:
            yield run
        else:
            pending.append(run)
    yield from flush()
