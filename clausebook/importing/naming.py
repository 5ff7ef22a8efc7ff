"""Naming: an id for each clause that has none, from its heading or its first words, in letters that addresses hold."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping
from itertools import pairwise

from clausebook.importing.citation_words import stop_words
from clausebook.importing.clause_text import INNER_LINK
from clausebook.importing.clause_tree import ImportedClause, ImportedText
from clausebook.names import is_name

_MOST_LETTERS = 32
_WORDS_OF_A_TITLE, _WORDS_OF_A_TEXT = 4, 3
_SPELT = str.maketrans(
    {"ø": "o", "æ": "ae", "ß": "ss", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "&": " "}
)


def new_names(text: ImportedText, known: Mapping[str, str], taken: Collection[str]) -> Mapping[str, str]:
    """For each key of a text its id: the `known` one, else one that its author wrote, else one made from its words.

    No id of `taken`, those that the document ever had, is given to a clause that did not have it.
    """
    used = {*taken, *known.values()}
    names: dict[str, str] = {}

    def name(clauses: tuple[ImportedClause, ...], above: str) -> None:
        for clause in clauses:
            made = known.get(clause.id) or _free(_wished(clause), above, used)
            used.add(made)
            names[clause.id] = made
            name(clause.clauses, made)

    name(text.clauses, "")
    return names


def _wished(clause: ImportedClause) -> str:
    return clause.wished_id if is_name(clause.wished_id) else name_of(clause)


def name_of(clause: ImportedClause) -> str:
    """A readable name for a clause: the words of its heading, else the first words of its text that say something."""
    for words, most in ((clause.title, _WORDS_OF_A_TITLE), (_plain(clause.text), _WORDS_OF_A_TEXT)):
        made = slug(words, most)
        if made:
            return made
    for inner in clause.clauses:
        made = name_of(inner)
        if made:
            return made
    return "clause"


def _plain(text: str) -> str:
    return re.sub(r"\{[^}]*\}|\]\([^)]*\)|[*_`|\\\[\]]", " ", INNER_LINK.sub(r"\2", text))


def slug(words: str, most: int) -> str:
    """Words as a name: small letters of ASCII and digits, `most` words that are no function words, within a good length."""
    lowered = words.casefold()
    found = re.findall(r"[^\W_]+(?:['’][^\W_]+)?", lowered)
    # A figure and the word after it, “30 days”, are what changes first.
    lasting = [word for before, word in pairwise(["", *found]) if not word[0].isdigit() and not before[:1].isdigit()]
    telling = [word for word in lasting if word not in stop_words() and len(word) > 1] or found
    made = ""
    for word in telling:
        letters = unicodedata.normalize("NFKD", word.translate(_SPELT))
        ascii_word = re.sub(r"[^a-z0-9]", "", letters.encode("ascii", "ignore").decode().lower())
        longer = f"{made}-{ascii_word}" if made else ascii_word[:_MOST_LETTERS]
        if not ascii_word:
            continue
        if len(longer) > _MOST_LETTERS or made.count("-") >= most - 1:
            break
        made = longer
    return made if is_name(made) else ""


def _free(wished: str, above: str, used: Collection[str]) -> str:
    """The wished id, or where it is taken the nearest that is not: with the section's before it, or a number after it."""
    if wished not in used:
        return wished
    within = f"{above}-{wished}" if above else ""
    if within and len(within) <= _MOST_LETTERS and within not in used:
        return within
    number = 2
    while f"{wished}-{number}" in used:
        number += 1
    return f"{wished}-{number}"
