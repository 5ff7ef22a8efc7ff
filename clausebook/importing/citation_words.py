"""The words by which a text cites its own clauses, and those of which no id is made: facts of its language, or of all where it has none."""

from __future__ import annotations

from typing import Any

from clausebook.languages import LANGUAGES, cached
from clausebook.languages.facts import CitationFacts


@cached(maxsize=64)
def words_for(language: str) -> CitationFacts:
    """The words of a language; those of all that have a folder where it has none of its own."""
    own = LANGUAGES[language].facts.citations if language in LANGUAGES else CitationFacts()
    if own.singular:
        return own
    known = [LANGUAGES[code].facts.citations for code in LANGUAGES]
    groups = [name for name, field in CitationFacts.model_fields.items() if field.annotation is not bool]
    merged: dict[str, Any] = {
        name: tuple(dict.fromkeys(word for each in known for word in getattr(each, name))) for name in groups
    }
    return CitationFacts(**merged, genitive=True)


@cached()
def stop_words() -> frozenset[str]:
    """Articles, pronouns, prepositions and auxiliaries of all languages, by which no clause is told from another."""
    return frozenset(word for code in LANGUAGES for word in LANGUAGES[code].facts.words.stop)


@cached()
def citing_words() -> tuple[str, ...]:
    """The words before the number of a clause or a part in any language, the longest first."""
    found: set[str] = set()
    for code in LANGUAGES:
        facts = LANGUAGES[code].facts
        found |= {*facts.citations.singular, *facts.citations.plural, *facts.words.references, *facts.words.chapters}
    return tuple(sorted((word.casefold() for word in found), key=lambda word: (-len(word), word)))


@cached()
def part_words() -> frozenset[str]:
    """The words before the number of a part of a clause in any language: “lid”, “stk.”."""
    return frozenset(word for code in LANGUAGES for word in LANGUAGES[code].facts.citations.parts)


@cached()
def conjunctions() -> frozenset[str]:
    """The words between the last two parts of a list in any language."""
    return frozenset(word for code in LANGUAGES for word in LANGUAGES[code].facts.citations.links)


@cached()
def words_of_definitions() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The verbs between a term and its meaning, and the articles before a term, in any language."""
    facts = [LANGUAGES[code].facts.definitions for code in LANGUAGES]
    return tuple(word for each in facts for word in each.means), tuple(word for each in facts for word in each.articles)
