"""Facts of a language that CLDR does not have: words that decide, words that spell figures, how dates and searches are written.

`facts.toml` in the language's folder holds them, and `languages/<code>.toml` in a site's; every one may be left out. docs/languages.md explains each.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

WordList = Annotated[
    tuple[str, ...], BeforeValidator(lambda value: tuple(value.split()) if isinstance(value, str) else value)
]
Phrases = tuple[Annotated[str, Field(min_length=1)], ...]


class _Table(BaseModel):
    model_config = ConfigDict(
        frozen=True, extra="forbid", defer_build=True, alias_generator=lambda name: name.replace("_", "-")
    )


class DateFacts(_Table):
    """How days are written: those of a month that are no plain number, what follows a number and precedes a month, and the months that are
    other words too, so that a day needs its year to be a date."""

    ordinals: Mapping[int, str] = {}
    suffixes: Phrases = ()
    joiners: Phrases = ()
    unclear_months: Phrases = ()


class NumberFacts(_Table):
    """How figures are read in a text: names of the percent and of currencies, words between the ends of a range, and the words that spell a
    figure, by the figure."""

    percent: Phrases = ()
    ranges: Phrases = ()
    currencies: Mapping[str, str] = {}
    currency_adjectives: Phrases = ()
    spelt: Mapping[str, WordList] = {}


class WordFacts(_Table):
    """Small words by which the language is known, those of which no name is made (articles, pronouns, prepositions), and words before the number of
    a clause and of a part."""

    function: WordList = ()
    stop: WordList = ()
    references: Phrases = ()
    chapters: Phrases = ()


class CitationFacts(_Table):
    """How a text cites its own clauses, for an import: words before one number and before several (“section”, “sections”), before the number of a part
    (“lid 2”), between numbers; what begins the name of another text (`of`), what names this one (`own`: “these terms”); words by which
    laws are cited rather than clauses (`laws`). With a `genitive`, a name with an s may stand before the number; `several` numbers may follow the word for one."""

    singular: Phrases = ()
    plural: Phrases = ()
    parts: Phrases = ()
    links: Phrases = ()
    of: Phrases = ()
    own: Phrases = ()
    laws: Phrases = ()
    genitive: bool = False
    several: bool = False


class DefinitionFacts(_Table):
    """How a text defines its terms: verbs between a term and its meaning, and articles before a term, with the space after them."""

    means: Phrases = ()
    articles: Phrases = ()


class OperativeFacts(_Table):
    """Words that decide who must or may do what, how much and by when; `*` stands for any ending. `contractions` says that a word that ends
    in “'t” is a negation."""

    contractions: bool = False
    negation: WordList = ()
    obligation: WordList = ()
    limits: WordList = ()
    conditions: WordList = ()
    numbers: WordList = ()
    units: WordList = ()
    endings: WordList = ()


class SortingFacts(_Table):
    """How words are sorted where it is not as in English: what letters, or pairs of them, are sorted as (`z1` follows z), and whether
    capitals come before small letters (CLDR's collation, which Babel does not have)."""

    letters: Mapping[str, str] = {}
    capitals_first: bool = False


class SearchFacts(_Table):
    """Other spellings that a search tries where it finds nothing: each a list of what is typed and what stands in the texts."""

    respellings: tuple[tuple[tuple[str, str], ...], ...] = ()


class Facts(_Table):
    """All facts of a language. `name`, `locale` and `direction` are those of CLDR where they are left out."""

    name: str = ""
    locale: str = ""
    direction: Literal["", "ltr", "rtl"] = ""
    dates: DateFacts = DateFacts()
    numbers: NumberFacts = NumberFacts()
    words: WordFacts = WordFacts()
    citations: CitationFacts = CitationFacts()
    definitions: DefinitionFacts = DefinitionFacts()
    operative: OperativeFacts = OperativeFacts()
    sorting: SortingFacts = SortingFacts()
    search: SearchFacts = SearchFacts()


class BadFacts(ValueError):
    """A file of facts that cannot be used: says why, at a line of it (from 1; 0 where none is known)."""

    def __init__(self, message: str, line: int = 0) -> None:
        super().__init__(message)
        self.message, self.line = message, line


def read_tables(text: str) -> dict[str, Any]:
    """The tables of a file of facts; raises BadFacts."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        message = str(error)
        line = message.rpartition("(at line ")[2].partition(",")[0]
        raise BadFacts(message.partition(" (at ")[0], int(line) if line.isdecimal() else 0) from None


def facts_of(tables: Mapping[str, Any]) -> Facts:
    """Facts from tables; raises BadFacts for a name or a value that is none."""
    try:
        return Facts.model_validate(tables)
    except ValidationError as error:
        first = error.errors()[0]
        said = "there is no such fact" if first["type"] == "extra_forbidden" else first["msg"].lower()
        raise BadFacts(f"“{'.'.join(map(str, first['loc']))}”: {said}") from None


def merged(base: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    """Tables with those of another file put over them, key by key."""
    result = dict(base)
    for key, value in other.items():
        known = result.get(key)
        result[key] = merged(known, value) if isinstance(known, dict) and isinstance(value, dict) else value
    return result
