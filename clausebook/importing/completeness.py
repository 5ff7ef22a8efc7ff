"""Completeness: every word of a file stands in the result, or is told as left out.

Words are counted, as multisets: those of the outline on one side; on the other the headings, what the Markdown prints when it is read
back, the numbers that were typed and are counted now, and what the findings say was left out. What is missing is a fault of the program.
"""

from __future__ import annotations

import re
from collections import Counter

from clausebook.importing.clause_text import INNER_LINK
from clausebook.importing.clause_tree import ImportedClause, ImportedText
from clausebook.importing.intermediate import Grid, Line, Outline
from clausebook.model.prose import parse_prose

_WORD = re.compile(r"\w+")


def words_in(text: str) -> Counter[str]:
    """The words of a text and how often each stands in it."""
    return Counter(_WORD.findall(text))


def outline_words(outline: Outline) -> Counter[str]:
    """The words of a file as they were read, numbers that its format prints by itself not counted."""
    found: Counter[str] = Counter()
    for block in outline.blocks:
        for line in (block,) if isinstance(block, Line) else block.lines():
            found += words_in(line.text)
    return found


def clause_words(clause: ImportedClause) -> Counter[str]:
    """The words that a clause prints, with what its placeholders replaced in their place."""
    found = words_in(clause.title)
    replaced = iter(clause.replaced)
    for block in parse_prose(INNER_LINK.sub(lambda link: link[2], clause.text)).blocks:
        for inner in block.walk():
            words = [next(replaced, "") if atom.placeholder else atom.text for atom in inner.atoms]
            found += words_in("".join(words))
    return found


def lost_words(outline: Outline, text: ImportedText) -> Counter[str]:
    """The words of a file that are nowhere in the result, nor told as left out: none, when the program does what it should."""
    kept = words_in(text.title)
    typed: Counter[str] = Counter()
    for clause in text.walk():
        kept += clause_words(clause)
        typed += words_in(clause.label)
    for finding in text.findings:
        kept += words_in(finding.words)
    missing = outline_words(outline)
    missing.subtract(kept)
    return +Counter({word: count - typed[word] for word, count in missing.items()})


def gained_words(outline: Outline, text: ImportedText) -> Counter[str]:
    """The words of the result that stand nowhere in the file."""
    found: Counter[str] = Counter()
    for clause in text.walk():
        found += clause_words(clause)
    return found - outline_words(outline)


__all__ = ["Grid", "clause_words", "gained_words", "lost_words", "outline_words", "words_in"]
