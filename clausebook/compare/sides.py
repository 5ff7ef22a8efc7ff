"""Sides: how the old or the new side of a redline reads, with what each placeholder says and prints there."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from itertools import compress

from clausebook.compare.alignment import match_words
from clausebook.compare.alphabet import TokenAlphabet
from clausebook.compare.edit_script import Op, Run, one_side, weave
from clausebook.compare.tokens import Passage, passage
from clausebook.model.prose import Atom, Block, Placeholder


@dataclass(frozen=True)
class Side:
    """One side, by what its placeholders say and print. Passages are made once for each block."""

    meanings: Mapping[Placeholder, tuple[Hashable, str]]
    alphabet: TokenAlphabet
    _passages: dict[tuple[Atom, ...], Passage] = field(default_factory=dict)
    _words: dict[int, tuple[Block, str]] = field(default_factory=dict)

    def says(self, placeholder: Placeholder) -> Hashable:
        return self.meanings[placeholder][0]

    def prints(self, placeholder: Placeholder) -> str:
        return self.meanings[placeholder][1]

    def passage(self, atoms: tuple[Atom, ...]) -> Passage:
        """What a block prints, as tokens."""
        found = self._passages.get(atoms)
        if found is None:
            found = self._passages[atoms] = passage(atoms, self.says, self.prints)
        return found

    def words(self, block: Block) -> str:
        """The words of a block and of all blocks in it as letters. Kept by identity, with the block kept alive."""
        found = self._words.get(id(block))
        if found is None:
            leaves = [self.passage(leaf.atoms) for leaf in block.walk()]
            spelled = "".join([self.alphabet.spell(compress(leaf.folds, leaf.words)) for leaf in leaves])
            found = self._words[id(block)] = (block, spelled)
        return found[1]

    def look(self, block: Block) -> object:
        """Equal for blocks between which a reader sees no difference."""
        inner = tuple([self.look(child) for child in block.blocks])
        return block.kind, block.start, self.passage(block.atoms).shape, inner

    def whole(self, block: Block, op: Op) -> tuple[Run, ...]:
        """The words of a block that has no counterpart."""
        return tuple(one_side(op, self.passage(block.atoms)))


def compare_words(old: Passage, new: Passage, alphabet: TokenAlphabet) -> tuple[Run, ...]:
    """The runs that turn one title or cell into another, as a text of a single block."""
    matches = match_words(alphabet.spell(old.folds), alphabet.spell(new.folds), alphabet)
    return tuple(weave(matches, old, new))
