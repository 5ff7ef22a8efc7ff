"""The alphabet of a comparison: one character for each distinct token, so that texts are compared as strings.

String algorithms that work on machine words (bit-parallel LCS) then serve for tokens of any kind.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from functools import lru_cache

from clausebook.compare.tokens import BREAK_KEY

# Characters that count as letters, far from the surrogates: first a plain run, then a second one.
_FIRST_LETTER, _LETTERS, _MORE_LETTERS = 0x4E00, 20_000, 0x20000
# Short words are mostly articles, prepositions and pronouns: that two sentences share them says little. By the number of letters.
_WEIGHTS = (0.2, 0.2, 0.2, 0.3, 0.6)


class TokenAlphabet(dict[Hashable, str]):
    """A character for each token, by what it is aligned by. A punctuation mark stands for itself, as the clean-up looks for it.

    `weights` tells how much each character says: 1 for a word of substance, less for a short one, nothing for a mark.
    """

    def __init__(self) -> None:
        super().__init__({BREAK_KEY: "\r"})
        self.weights: dict[str, float] = {"\r": 0.0}

    def __missing__(self, fold: Hashable) -> str:
        number = len(self)
        letter = chr(_FIRST_LETTER + number if number < _LETTERS else _MORE_LETTERS + number - _LETTERS)
        if isinstance(fold, str) and len(fold) == 1 and fold.isascii() and not fold.isalnum():
            letter = fold
        self[fold] = letter
        self.weights[letter] = _weight(fold)
        return letter

    def spell(self, folds: Iterable[Hashable]) -> str:
        """A text as letters."""
        return "".join(map(self.__getitem__, folds))

    def weigh(self, letters: str) -> float:
        """How much a text says, in words of substance."""
        return sum(map(self.weights.__getitem__, letters))

    def count(self, letters: str) -> int:
        """How many words a text has, marks apart."""
        return sum(self.weights[letter] > 0 for letter in letters)


@lru_cache(maxsize=20_000)
def _weight(fold: Hashable) -> float:
    """How much a token says."""
    if not isinstance(fold, str):
        return 1.0
    if not any(map(str.isalnum, fold)):
        return 0.0
    return _WEIGHTS[len(fold)] if len(fold) < len(_WEIGHTS) and fold.isalpha() else 1.0
