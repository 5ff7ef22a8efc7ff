"""Tokens: the words of a text as the smallest pieces that are compared, each with what it says.

A number, an amount, a date, an address, a reference to an article or a placeholder is one token, however it is written. Space is no token: it
lies in the gaps between them, so that it never decides what is aligned, and yet is kept exactly. Neither do capitals, emphasis and
the addresses of links: tokens are aligned by what is *printed*, and differences of form are told afterwards.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import accumulate, pairwise

from clausebook.compare.pieces import pieces_of
from clausebook.languages import cached
from clausebook.model.prose import Atom, Mark, MarkKind, Placeholder, PlaceholderKind
from clausebook.model.values import Value

_SHY = "\u00ad"

Marks = tuple[Mark, ...]
# What a token says: words, with their marks if they have any; for a placeholder what its `Sense` gives, with its marks.
Key = str | tuple[Hashable, Marks]

BREAK = Atom("\u2029")
"""What stands between two blocks in a passage of several: the end of a paragraph, an item or a cell. No text holds that character."""
BREAK_KEY: Key = (None, ())


@dataclass(frozen=True, slots=True)
class Passage:
    """What one block, or a text of several, prints, cut into *pieces*: its tokens, and the space in the *gaps* around them.

    Piece `p` is `text[bounds[p] : bounds[p + 1]]`; those of atom `a` end before piece `ends[a]`. Neighbouring atoms differ in
    their marks, as parsing gives them. Token `n` says `keys[n]`, is aligned by `folds[n]` (what it says apart from capitals and marks), is a
    word if `words[n]`, and is piece `places[n + 1]`. It stands between the gaps `n` and `n + 1`; gap `n` is the pieces from
    `places[n] + 1` to before `places[n + 1]`, and `gaps[n]` are their marks. `breaks` are the tokens that end a block.
    """

    text: str
    bounds: Sequence[int]
    atoms: Sequence[Atom]
    ends: Sequence[int]
    keys: Sequence[Key]
    folds: Sequence[Hashable]
    words: bytes
    places: Sequence[int]
    gaps: Sequence[tuple[Marks, ...]]
    breaks: Sequence[int] = ()

    @property
    def shape(self) -> Hashable:
        """Equal for passages between which a reader sees no difference: what is said, and where there is space."""
        return tuple(self.keys), tuple(self.gaps)


NOTHING = Passage("", [0], [], [], [], [], b"", [-1, 0], [()])
"""The other side of a text that has no counterpart."""


def join_passages(parts: Iterable[Passage]) -> Passage:
    """The passages of several blocks as one, each ended by a break, which is a token without any letter."""
    texts: list[str] = []
    bounds, places = [0], [-1]
    atoms: list[Atom] = []
    ends: list[int] = []
    keys: list[Key] = []
    folds: list[Hashable] = []
    words: list[bytes] = []
    gaps: list[tuple[Marks, ...]] = []
    breaks: list[int] = []
    for part in parts:
        pieces, length = len(bounds) - 1, bounds[-1]
        texts.append(part.text)
        bounds += [length + bound for bound in part.bounds[1:]]
        atoms += part.atoms
        ends += [pieces + end for end in part.ends]
        keys += part.keys
        folds += part.folds
        places += [pieces + place for place in part.places[1:]]  # the last is the place of the break
        gaps += part.gaps
        bounds.append(bounds[-1])
        atoms.append(BREAK)
        ends.append(len(bounds) - 1)
        breaks.append(len(keys))
        keys.append(BREAK_KEY)
        folds.append(BREAK_KEY)
        words += part.words, b"\0"
    gaps.append(())
    places.append(len(bounds) - 1)
    return Passage("".join(texts), bounds, atoms, ends, keys, folds, b"".join(words), places, gaps, breaks)


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
            case PlaceholderKind.DOCUMENT | PlaceholderKind.WORD | PlaceholderKind.ONLY:
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
@cached(maxsize=1_000, by_use=True)  # more than the wordings of a clause that is reworded in each of 200 versions
def _passage(atoms: tuple[Atom, ...], meanings: tuple[tuple[Placeholder, Hashable, str], ...]) -> Passage:
    known = {placeholder: (said, printed) for placeholder, said, printed in meanings}
    pieces: list[str] = []
    keys: list[Key] = []
    folds: list[Hashable] = []
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
            folds.append((said,) if placeholder else text)
            gaps.append(gap)
            gap = ()
        else:
            pieces += _pieces(text, marks)
            inside = [place for place in range(start, len(pieces)) if not _is_space(pieces[place])]
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
                folds += [word.casefold() for word in says]
            elif len(pieces) > start:
                gap += space
        ends.append(len(pieces))
    gaps.append(gap)
    places.append(len(pieces))
    bounds = list(accumulate(map(len, pieces), initial=0))
    words = bytes([(isinstance(key, str) and key.isalnum()) or _is_word(key) for key in keys])
    return Passage("".join(pieces), bounds, atoms, ends, keys, folds, words, places, gaps)


def _is_space(piece: str) -> bool:
    """Whether a piece prints nothing but space; soft hyphens in it are no letters."""
    return piece.isspace() or (_SHY in piece and not piece.strip(_SHY + " \t\n\u00a0\u202f\u2009"))


def _pieces(text: str, marks: Marks) -> list[str]:
    """The pieces of an atom's words."""
    if text.strip() and any(mark.kind is MarkKind.CODE for mark in marks):  # code is one name, space and all
        inner = text.strip()
        start = text.index(inner)
        end = start + len(inner)
        return [piece for piece in (text[:start], inner, text[end:]) if piece]
    return pieces_of(text)


def _said(text: str) -> str:
    """Words apart from how they are spaced and hyphenated at the end of a line."""
    return " ".join(text.replace(_SHY, "").split())


def _is_word(key: Key) -> bool:
    """Whether a token says something by itself, unlike a comma."""
    says = key if isinstance(key, str) else key[0]
    return not isinstance(says, str) or says.isalnum() or any(map(str.isalnum, says))


@cached(maxsize=5_000, by_use=True)
def says_of(text: str) -> tuple[str, ...]:
    """What the tokens of plain words say."""
    return tuple([_said(piece) for piece in _pieces(text, ()) if not _is_space(piece)])


@lru_cache(maxsize=5_000)
def is_mark(says: Hashable) -> bool:
    """Whether a token is punctuation that changes no sense: a comma does not, a percent sign does."""
    if not isinstance(says, str) or not says or set(says) & _MEANING:
        return False
    return all(unicodedata.category(sign)[0] == "P" for sign in says)


_MEANING = set("%‰&§@#*/")
