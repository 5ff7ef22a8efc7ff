"""Headings that no style names: lines that are short, and strong, in capitals or in larger letters than the rest."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from clausebook.importing.intermediate import Grid, Line, joined
from clausebook.importing.markers import read_marker

# The level of the first kind of heading that is only seen; below all that styles name.
IMPLIED = 10
_MOST_WORDS = 14
_ENDS_A_SENTENCE = re.compile(r"[.:;,!?]$")
_ABBREVIATED = re.compile(r"(?:\b[A-Z]\.|\b(?:Inc|Ltd|etc|Co|S\.A|N\.V|B\.V|ca)\.)$")


def is_heading_text(text: str) -> bool:
    """Whether words can be a heading: few, with a capital or a number first, and no sentence."""
    marker = read_marker(text)
    words = text[marker.length :] if marker else text
    first = next((letter for letter in words if letter.isalnum()), "")
    if not first or first.islower() or len(words.split()) > _MOST_WORDS:
        return False
    return not _ENDS_A_SENTENCE.search(words) or _ABBREVIATED.search(words) is not None


def _is_capitals(text: str) -> bool:
    letters = [letter for letter in text if letter.isalpha()]
    return len(letters) > 3 and all(letter.isupper() for letter in letters)


def _look(line: Line, usual: float) -> tuple[float, bool, bool] | None:
    """How much a line stands out: by size, strength and capitals; None where it does not."""
    larger = line.size - usual if usual and line.size > 1.08 * usual else 0.0
    strong, capitals = line.is_strong, _is_capitals(line.text)
    return (round(larger, 1), capitals, strong) if larger or strong or capitals else None


@dataclass(frozen=True, slots=True)
class Ranks:
    """The kinds of headings that are only seen, most striking first, and the usual size of letters."""

    looks: tuple[tuple[float, bool, bool], ...]
    usual: float

    @classmethod
    def of(cls, blocks: Sequence[Line | Grid]) -> Ranks:
        lines = [block for block in blocks if isinstance(block, Line)]
        sizes: Counter[float] = Counter()
        for line in lines:
            sizes[line.size] += len(line.text)
        usual = sizes.most_common(1)[0][0] if sizes else 0.0
        looks = {look for line in lines if _can_be(line) and (look := _look(line, usual))}
        # Where most of the words stand out, nothing does.
        standing_out = sum(len(line.text) for line in lines if _look(line, usual))
        if lines and standing_out > 0.6 * sum(len(line.text) for line in lines):
            looks = {look for look in looks if look[0]}
        return cls(tuple(sorted(looks, reverse=True)), usual)

    def of_line(self, line: Line) -> int:
        """The level of a line that looks like a heading; 0 for any other."""
        if line.heading or not _can_be(line):
            return 0
        look = _look(line, self.usual)
        return IMPLIED + self.looks.index(look) if look in self.looks and look else 0


def _can_be(line: Line) -> bool:
    return not line.bullet and not line.continued and not line.quote and bool(line.text) and is_heading_text(line.text)


_LEAD = re.compile(r"[.:–—]$")


def lead_in(line: Line) -> tuple[Line, Line] | None:
    """A heading that runs into its text, “**Payment.** The Buyer pays …”, and the text; None where there is none.

    The first words are strong, end with a sign, and are few; the others are not strong.
    """
    if len(line.pieces) < 2 or not line.pieces[0].strong or line.pieces[0].href:
        return None
    first, second = line.pieces[0], line.pieces[1]
    words = first.text.strip()
    rest = list(line.pieces[1:])
    if not _LEAD.search(words):
        sign = re.match(r"\s*[.:–—]\s+", second.text)
        if not sign:
            return None
        rest[0] = second._replace(text=second.text[sign.end() :])
    if len(words.split()) > 8 or any(piece.strong for piece in rest) or not is_heading_text(words.rstrip(".:–— ")):
        return None
    following = joined(rest)
    start = "".join(piece.text for piece in following).lstrip("“\"'«( ")[:1]
    if not start or start.islower() or words[:1] in "“\"'«":
        return None
    title = replace(line, pieces=(first._replace(text=words.rstrip(".:–— "), strong=False),))
    return title, replace(line, pieces=following)
