"""Tokens: the words of a text as the smallest pieces that are compared, each with what it says.

A number, an amount, a date, an address, a link, a short emphasis or a placeholder is one token, however it is written.
Space is no token: it lies in the gaps between them, so that it never decides what is paired, and yet is kept exactly.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import accumulate, pairwise

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
_PIECE = re.compile(rf"\s+|{_ADDRESS}|{_FIGURE}|{_WORD}|.", re.DOTALL)

Marks = tuple[Mark, ...]
# What a token says: words, with their marks if they have any; for a placeholder what its `Sense` gives, with its marks.
Key = str | tuple[Hashable, Marks]


@dataclass(frozen=True, slots=True)
class Passage:
    """What one block prints, cut into *pieces*: its tokens, and the space in the *gaps* before, between and after them.

    Piece `p` is `text[bounds[p] : bounds[p + 1]]`; those of atom `a` end before piece `ends[a]`. Neighbouring atoms differ in
    their marks, as parsing gives them. Token `n` says `keys[n]`, is a word if `words[n]`, and is piece `places[n + 1]`. It stands between
    the gaps `n` and `n + 1`; gap `n` is the pieces from `places[n] + 1` to before `places[n + 1]`, and `gaps[n]` are their marks.
    """

    text: str
    bounds: Sequence[int]
    atoms: Sequence[Atom]
    ends: Sequence[int]
    keys: Sequence[Key]
    words: bytes
    places: Sequence[int]
    gaps: Sequence[tuple[Marks, ...]]

    @property
    def shape(self) -> Hashable:
        """Equal for passages between which a reader sees no difference: what is said, and where there is space."""
        return tuple(self.keys), tuple(self.gaps)

    @property
    def gist(self) -> list[Hashable]:
        """What is said apart from emphasis and punctuation."""
        return [gist for gist in map(_gist, self.keys) if gist is not None]


NOTHING = Passage("", [0], [], [], [], b"", [-1, 0], [()])
"""The other side of a block that has no counterpart."""


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
    """The tokens of a block's atoms; their pieces, joined, are exactly what the atoms print.

    `says` gives what a placeholder says (`Sense.of`), `prints` its words.
    """
    read = tuple(atoms)
    used = [atom.placeholder for atom in read if atom.placeholder]
    return _passage(read, tuple([(each, says(each), prints(each)) for each in used]))


# A text is compared with all others that a clause had, one after the other.
@lru_cache(maxsize=200)
def _passage(atoms: tuple[Atom, ...], meanings: tuple[tuple[Placeholder, Hashable, str], ...]) -> Passage:
    known = {placeholder: (said, printed) for placeholder, said, printed in meanings}
    pieces: list[str] = []
    keys: list[Key] = []
    places = [-1]
    gaps: list[tuple[Marks, ...]] = []
    gap: tuple[Marks, ...] = ()
    ends = []
    for text, placeholder, marks in atoms:
        start = len(pieces)
        if placeholder is not None or text == "\n":
            said, printed = known[placeholder] if placeholder else (text, text)
            places.append(start)
            pieces.append(printed)
            keys.append((said, marks) if placeholder or marks else text)
            gaps.append(gap)
            gap = ()
        else:
            pieces += _pieces(text, marks)
            inside = [place for place in range(start, len(pieces)) if not pieces[place].isspace()]
            space = (marks,)
            if inside:
                # Within an atom a gap is at most one piece, as all space between two words is.
                gaps.append(gap if inside[0] == start else gap + space)
                gaps += [space if after - before > 1 else () for before, after in pairwise(inside)]
                gap = space if len(pieces) - inside[-1] > 1 else ()
                places += inside
                found = [pieces[place] for place in inside]
                says = [word if word.isalnum() else _said(word) for word in found]
                keys += [(word, marks) for word in says] if marks else says
            elif len(pieces) > start:
                gap += space
        ends.append(len(pieces))
    gaps.append(gap)
    places.append(len(pieces))
    bounds = list(accumulate(map(len, pieces), initial=0))
    words = bytes([(isinstance(key, str) and key.isalnum()) or _is_word(key) for key in keys])
    return Passage("".join(pieces), bounds, atoms, ends, keys, words, places, gaps)


def _pieces(text: str, marks: Marks) -> list[str]:
    """The pieces of an atom's words."""
    if _is_whole(text, marks):
        inner = text.strip()
        start = text.index(inner)
        end = start + len(inner)
        return [piece for piece in (text[:start], inner, text[end:]) if piece]
    return _PIECE.findall(text)


def _is_whole(text: str, marks: Marks) -> bool:
    """Whether marked words stay together: links and code always, an emphasis when it is short."""
    if not marks or not text.strip():
        return False
    return any(mark.kind in {MarkKind.LINK, MarkKind.CODE} for mark in marks) or len(text.split()) <= _SHORT_EMPHASIS


def _said(text: str) -> str:
    """Words apart from how they are spaced and hyphenated at the end of a line."""
    return " ".join(text.replace("\u00ad", "").split())


def _is_word(key: Key) -> bool:
    """Whether a token says something by itself, unlike a comma."""
    says = key if isinstance(key, str) else key[0]
    return not isinstance(says, str) or says.isalnum() or any(map(str.isalnum, says))


def _gist(key: Key) -> Hashable:
    """What a token says apart from emphasis and punctuation; None for one that is nothing else."""
    says: Hashable
    marks: Marks
    says, marks = (key, ()) if isinstance(key, str) else key
    if isinstance(says, str) and says and all(unicodedata.category(sign)[0] == "P" for sign in says):
        return says if set(says) & set("%‰&§@#*/") else None
    return says, tuple(mark for mark in marks if mark.kind is MarkKind.LINK)
