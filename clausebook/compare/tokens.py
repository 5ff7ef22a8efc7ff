"""Tokens: the words of a text as the smallest pieces that are compared, each with what it says.

A number, an amount, a date, an address, a link, a short emphasis or a placeholder is one token, however it is written.
Space is no token: it hangs on the token before it, so that it never decides what is paired, and yet is kept exactly.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import NamedTuple

from clausebook.model.prose import Atom, Mark, MarkKind, Placeholder, PlaceholderKind
from clausebook.model.values import Value

# An emphasis of at most so many words is one token; a longer one is compared word by word within its marks.
_SHORT_EMPHASIS = 8

_S = "[ \u00a0\u202f\u2009]"
_MONTH = (
    "(?i:jan(?:uary|uari|uar|vier)|feb(?:ruary|ruari|ruar)|février|march|mars|marts|maart|april|avril|may|maj|mei|mai"
    "|jun[ei]|juin|jul[yi]|juillet|august(?:us)?|août|septemb(?:er|re)|o[ck]tob(?:er|re)|novemb(?:er|re)"
    "|de[cz]ember|décembre)"
)
_DATE = rf"\d{{1,2}}(?:\.|er|st|nd|rd|th)?{_S}{_MONTH},?{_S}\d{{4}}|(?=[jfmasondJFMASOND]){_MONTH}{_S}\d{{1,2}},?{_S}\d{{4}}"
_NUMBER = r"\d+(?:[.,:/’'-]\d+|[\u00a0\u202f\u2009]\d{3})*(?![^\W_])"
_CURRENCY = "(?:DKK|EUR|USD|GBP|SEK|NOK|CHF|€|£|\\$|kr\\.?)"
_AMOUNT = rf"{_CURRENCY}{_S}?{_NUMBER}|{_NUMBER}{_S}?(?:{_CURRENCY}|%|‰)(?!\w)|{_NUMBER}{_S}?[ap]\.?m\b\.?"
_ADDRESS = r"https?://[^\s<>]*[^\s<>.,;:!?)\]”\"'’]"
_WORD = r"\w+(?:[-'’.@\u00ad\u2011]\w+)*"
# The letters and signs with which a figure can begin; most words begin with others, and need not be tried.
_FIGURE = rf"(?=[\djfmasondJFMASONDEUGCk€£$])(?<!\w)(?:{_DATE}|{_AMOUNT}|{_NUMBER})"
_PIECE = re.compile(rf"(\s+)|{_ADDRESS}|{_FIGURE}|{_WORD}|.", re.DOTALL)


class Token(NamedTuple):
    """One piece: `key` is what it says, `atom` how it is written, `text` what it prints, `gap` the space after it."""

    key: Hashable
    atom: Atom
    text: str
    gap: tuple[Atom, ...] = ()

    @property
    def is_word(self) -> bool:
        """Whether it says something by itself, unlike a comma."""
        return self.text.isalnum() or self.atom.placeholder is not None or any(sign.isalnum() for sign in self.text)

    @property
    def is_even(self) -> bool:
        """Whether it may be joined with its neighbours: it is words, no placeholder and no line break."""
        return self.atom.placeholder is None and self.text != "\n"

    @property
    def shape(self) -> Hashable:
        """What it says, and whether space follows: equal for pieces between which a reader sees no difference."""
        return self.key, _marks(self.gap)

    @property
    def gist(self) -> Hashable:
        """What it says apart from emphasis and punctuation; None for a piece that is nothing else."""
        if self.atom.placeholder is None and all(unicodedata.category(sign)[0] == "P" for sign in self.text):
            return self.text if set(self.text) & set("%‰&§@#*/") else None
        says = self.key[0] if isinstance(self.key, tuple) else self.key
        return says, tuple(mark for mark in self.atom.marks if mark.kind is MarkKind.LINK)


@dataclass(frozen=True, slots=True)
class Line:
    """The words and spaces of a passage as one text. Token `n` lies from `starts[n]` to `ends[n]`, and `gaps[n]` atoms of space follow it.

    From token `n` to before token `even[n]` all is words and space of one emphasis, without placeholder or line break.
    """

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    gaps: bytes
    even: tuple[int, ...]

    @classmethod
    def of(cls, tokens: Sequence[Token]) -> Line:
        texts, starts, ends, end = [], [], [], 0
        for token in tokens:
            starts.append(end)
            texts.append(token.text)
            end += len(token.text)
            ends.append(end)
            for space in token.gap:
                texts.append(space.text)
                end += len(space.text)
        even = list(range(1, len(tokens) + 1))
        joins = [token.is_even for token in tokens]
        for index in range(len(tokens) - 2, -1, -1):
            if joins[index] and joins[index + 1]:
                marks = tokens[index].atom.marks
                alike = marks == tokens[index + 1].atom.marks
                if alike and all(space.marks == marks for space in tokens[index].gap):
                    even[index] = even[index + 1]
        return cls(
            "".join(texts), tuple(starts), tuple(ends), bytes(min(len(one.gap), 255) for one in tokens), tuple(even)
        )


@dataclass(frozen=True)
class Passage:
    """The tokens of one block, after the space with which it may begin."""

    tokens: tuple[Token, ...] = ()
    lead: tuple[Atom, ...] = ()

    @cached_property
    def words(self) -> tuple[bool, ...]:
        """For each token whether it is a word."""
        return tuple(token.is_word for token in self.tokens)

    @cached_property
    def line(self) -> Line:
        """What it prints, for taking stretches out of it."""
        return Line.of(self.tokens)

    @cached_property
    def shape(self) -> Hashable:
        return _marks(self.lead), tuple(token.shape for token in self.tokens)


@dataclass(frozen=True)
class Sense:
    """What the placeholders of one edition say, so that two editions can be compared by it.

    A reference says where it points, whatever number it prints; `renamed` gives the new id of a clause whose id changed.
    A value says its typed value, whatever its name; the names in `by_name` say their name alone, so that a changed value
    leaves the words as they were. A term says the word that it prints.
    """

    document: str
    values: Mapping[str, Value]
    terms: Mapping[str, tuple[str, str]]
    renamed: Mapping[str, str] = field(default_factory=dict)
    by_name: frozenset[str] = frozenset()

    def of(self, placeholder: Placeholder) -> Hashable:
        name = placeholder.name
        match placeholder.kind:
            case PlaceholderKind.VALUE if name in self.by_name or name not in self.values:
                return placeholder.kind, name
            case PlaceholderKind.VALUE:
                return placeholder.kind, self.values[name]
            case PlaceholderKind.CLAUSE if placeholder.document in (None, self.document):
                return placeholder.kind, self.document, self.renamed.get(name, name)
            case PlaceholderKind.CLAUSE:
                return placeholder.kind, placeholder.document, name
            case PlaceholderKind.DOCUMENT:
                return placeholder.kind, name
            case PlaceholderKind.TERM:
                return placeholder.kind, name, placeholder.words or self.terms.get(name, ("",))[0]


def passage(
    atoms: Iterable[Atom], says: Callable[[Placeholder], Hashable], prints: Callable[[Placeholder], str]
) -> Passage:
    """The tokens of a block's atoms; their texts and gaps, joined, are exactly what the atoms print.

    `says` gives what a placeholder says (`Sense.of`), `prints` its words.
    """
    read = tuple(atoms)
    used = [atom.placeholder for atom in read if atom.placeholder]
    return _passage(read, tuple((each, says(each), prints(each)) for each in used))


# A text is compared with all others that a clause had, one after the other.
@lru_cache(maxsize=200)
def _passage(atoms: tuple[Atom, ...], meanings: tuple[tuple[Placeholder, Hashable, str], ...]) -> Passage:
    known = {placeholder: (said, printed) for placeholder, said, printed in meanings}
    lead: list[Atom] = []
    gap = lead
    found: list[tuple[Hashable, Atom, str, list[Atom]]] = []
    for atom in atoms:
        if atom.placeholder is not None:
            said, printed = known[atom.placeholder]
            gap = []
            found.append(((said, atom.marks), atom, printed, gap))
            continue
        read: dict[str, tuple[Hashable, Atom]] = {}
        for text, is_space in _pieces(atom):
            word = read.get(text)
            if word is None:
                word = read[text] = (_said(text), atom.marks), Atom(text, None, atom.marks)
            if is_space:
                gap.append(word[1])
            else:
                gap = []
                found.append((*word, text, gap))
    return Passage(tuple(Token(key, atom, text, tuple(space)) for key, atom, text, space in found), tuple(lead))


def _pieces(atom: Atom) -> Iterable[tuple[str, bool]]:
    """The pieces of an atom's words, each with whether it is space."""
    if atom.text == "\n":
        return [("\n", False)]
    if _is_whole(atom.text, atom.marks):
        inner = atom.text.strip()
        start = atom.text.index(inner)
        end = start + len(inner)
        pieces = [(atom.text[:start], True), (inner, False), (atom.text[end:], True)]
        return [piece for piece in pieces if piece[0]]
    return [(match[0], match[1] is not None) for match in _PIECE.finditer(atom.text)]


def _is_whole(text: str, marks: tuple[Mark, ...]) -> bool:
    """Whether marked words stay together: links and code always, an emphasis when it is short."""
    if not marks or not text.strip():
        return False
    return any(mark.kind in {MarkKind.LINK, MarkKind.CODE} for mark in marks) or len(text.split()) <= _SHORT_EMPHASIS


def _said(text: str) -> str:
    """Words apart from how they are spaced and hyphenated at the end of a line."""
    return text if text.isalnum() or text == "\n" else " ".join(text.replace("\u00ad", "").split())


def _marks(gap: tuple[Atom, ...]) -> tuple[tuple[Mark, ...], ...]:
    return tuple(atom.marks for atom in gap)
