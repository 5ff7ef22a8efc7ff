"""Naming: an id for each clause that has none, from its heading or its first words, in letters that addresses hold."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping
from itertools import pairwise

from clausebook.importing.clause_text import INNER_LINK
from clausebook.importing.clause_tree import ImportedClause, ImportedText
from clausebook.names import is_name

_MOST_LETTERS = 32
_WORDS_OF_A_TITLE, _WORDS_OF_A_TEXT = 4, 3
_SPELT = str.maketrans(
    {"ø": "o", "æ": "ae", "ß": "ss", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "&": " "}
)
# Articles, pronouns, prepositions and auxiliaries, by which no clause is told from another.
_WORDS = """
    a an and any are as at be been by for from has have if in into is it its may must no not of on or our shall should such that the their them
    these this those to under upon we were what when where which who will with within would you your after also before each every other see
    than they until unless
    aan al als bij dat de deze die dit door een en er het hij hun in is kan met mag moet naar niet of om onder ons op over te tot uit van voor
    wanneer wat wij worden wordt zal zich zijn zij zullen daarna ook ná na vóór zie elk elke andere tenzij
    à au aux avec ce ces cette chez dans de des doit dont du elle elles en est et être il ils la le les leur leurs lorsque mais ne nos notre nous
    on ou par pas peut pour qu que qui sa sans se ses si son sont sous sur un une vos votre vous après aussi avant voir chaque autre sauf
    af at den der deres det disse du efter en er et for fra han har hvis i ikke kan med men må når og om os på sig sin skal som til ud under
    ved vi vil være før også se jf hver andre medmindre
    als am auf aus bei bis das dem den der des die dies diese dieser durch ein eine einer für im in ist kann mit nach nicht oder sich sie sind so
    über um und unter vom von vor wenn werden wie wird zu zum zur auch siehe jede sofern
    att av den det de en ett eller enligt från för har i inte kan med om och på ska som till vid är
    al con de del el en es la las lo los no o para por que se si son su sus un una y
    che con da dal dalla del della delle dei di e gli il in la le lo nel nella non o per più se si sono su un una
    ao aos as com das do dos em na nas nos os ou para pela pelo por que se ser sua um uma
    do i jest lub nie od oraz po przez w z za że
"""
_FUNCTION_WORDS = frozenset(_WORDS.split())


def is_function_word(word: str) -> bool:
    """Whether a word is an article, a pronoun, a preposition or the like in one of the languages."""
    return word.casefold() in _FUNCTION_WORDS


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
    telling = [word for word in lasting if word not in _FUNCTION_WORDS and len(word) > 1] or found
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
