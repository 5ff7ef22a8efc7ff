"""Aspects: what kind of change a redline shows, told apart from rewording, and how much it weighs for a reader in a hurry.

Each change of the edit script, with its deletion and its insertion, is looked at by itself. It is one of form only if both sides have the same
words and figures in the same order; whatever is not certain is rewording.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator
from enum import StrEnum
from typing import NamedTuple

from clausebook.compare.edit_script import Op, Run
from clausebook.compare.formats import AddressChange, notes_in
from clausebook.compare.redline import TextRedline
from clausebook.compare.structure import Restructuring
from clausebook.compare.tokens import is_mark, says_of
from clausebook.languages.operative import operative_matcher
from clausebook.model.prose import PlaceholderKind


class Aspect(StrEnum):
    """In what a text differs, in the order in which it is told."""

    WORDS = "words"
    """Words, figures, values or references."""
    LINK = "link"
    """The address of a link."""
    STRUCTURE = "structure"
    """Breaks, lists, levels, blocks without words, or the order of sentences, items and rows."""
    EMPHASIS = "emphasis"
    """Italics, bold or code."""
    SPACING = "spacing"
    """Space between the same words."""
    CAPITALS = "capitals"
    """Capital letters."""
    PUNCTUATION = "punctuation"
    """Marks such as commas that change no word."""


class Severity(StrEnum):
    """What a reader in a hurry wants to see first."""

    SUBSTANCE = "substance"
    """Figures, dates, obligations, rights or prohibitions; clauses that came or went."""
    WORDING = "wording"
    """Other words, headings or addresses."""
    FORM = "form"
    """Nothing of what is said: capitals, spacing, punctuation, emphasis, structure, place and number."""


class Verdict(NamedTuple):
    """What a redline shows of its text, title apart: in what it differs, and whether what it says in figures or duties does."""

    aspects: tuple[Aspect, ...]
    restructurings: tuple[Restructuring, ...]
    touches_substance: bool


class _Edit(NamedTuple):
    """One change of the script: the runs that were deleted and inserted at a place, spaces and moved words apart; and what follows."""

    deleted: list[Run]
    inserted: list[Run]
    following: str = ""


def judge(marked: TextRedline, language: str) -> Verdict:
    """What a redline in a language shows."""
    found: set[Aspect] = set()
    substance = False
    for edit in _edits(marked.runs):
        aspects = _aspects(edit)
        found |= aspects
        substance = substance or (Aspect.WORDS in aspects and _touches_substance(edit, language))
    for note in notes_in(marked.runs):
        found.add(Aspect.LINK if isinstance(note, AddressChange) else Aspect.EMPHASIS)
    shapes = marked.restructurings
    # Where a reader sees a difference of which nothing is told yet, a block without words came or went: an empty item, row or column.
    if shapes or (not found and marked.changed):
        found.add(Aspect.STRUCTURE)
    return Verdict(tuple(each for each in Aspect if each in found), shapes, substance)


def _edits(runs: Iterable[Run]) -> Iterator[_Edit]:
    edit = _Edit([], [])
    for run in runs:
        if run.op is Op.DEL and not run.is_break:
            edit.deleted.append(run)
        elif run.op is Op.INS and not run.is_break:
            edit.inserted.append(run)
        elif not (run.op is Op.SAME and run.text.isspace() and run.atom.placeholder is None) and not run.is_break:
            yield from [edit._replace(following=run.text)] if edit.deleted or edit.inserted else []
            edit = _Edit([], [])
    yield from [edit] if edit.deleted or edit.inserted else []


def _aspects(edit: _Edit) -> set[Aspect]:
    old, new = _tokens(edit.deleted), _tokens(edit.inserted)
    if not old and not new:
        return set()  # space that came or went with a break, or beside words that moved
    if _folded(old) == _folded(new):
        return {Aspect.CAPITALS} if old != new else {Aspect.SPACING}
    if _closed_up(old) == _closed_up(new):
        return {Aspect.SPACING}  # “§4.1” and “§ 4.1” are one token each
    was, now = [each for each in old if not is_mark(each)], [each for each in new if not is_mark(each)]
    if _folded(was) == _folded(now) and _signed(edit.deleted, edit.following) == _signed(edit.inserted, edit.following):
        return {Aspect.PUNCTUATION, *([Aspect.CAPITALS] if was != now else [])}
    return {Aspect.WORDS}


def _tokens(runs: Iterable[Run]) -> list[Hashable]:
    found: list[Hashable] = []
    for run in runs:
        found += [(run.atom.placeholder, run.text)] if run.atom.placeholder else says_of(run.text)
    return found


def _folded(tokens: Iterable[Hashable]) -> list[Hashable]:
    return [each.casefold() if isinstance(each, str) else each for each in tokens]


def _closed_up(tokens: Iterable[Hashable]) -> list[Hashable]:
    """Tokens without the space in each of them."""
    return ["".join(each.split()) if isinstance(each, str) else each for each in tokens]


_SIGNED = re.compile(r"(?<!\w)[-–−+±]\s?\d")


def _signed(runs: Iterable[Run], following: str) -> int:
    """How many figures have a sign: a dash before one is no mere mark."""
    return len(_SIGNED.findall("".join([run.text for run in runs]) + following))


def _touches_substance(edit: _Edit, language: str) -> bool:
    """Whether figures, values, dates, or words of duty, right or negation came, went or changed."""
    if _signed(edit.deleted, edit.following) != _signed(edit.inserted, edit.following):
        return True
    return Counter(_weighty(edit.deleted, language)) != Counter(_weighty(edit.inserted, language))


def _weighty(runs: Iterable[Run], language: str) -> Iterator[Hashable]:
    is_operative = operative_matcher(language, weighty=True)
    for run in runs:
        placeholder = run.atom.placeholder
        if placeholder is not None:
            if placeholder.kind in (PlaceholderKind.VALUE, PlaceholderKind.WORD, PlaceholderKind.ONLY):
                yield placeholder.name, run.text
            continue
        for says in says_of(run.text):
            if any(map(str.isdigit, says)) or is_operative(says):
                yield says.casefold()
