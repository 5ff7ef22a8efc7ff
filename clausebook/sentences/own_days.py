"""Days of their own: the groups of customers and the clauses for which a version does not begin on the day of all others."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence

from clausebook.model.document import Edition, Version
from clausebook.model.notices import GroupTerms
from clausebook.sentences.words import Phrases, Text


def group_name(terms: GroupTerms, language: str) -> str:
    """What a group is called in a language, else in the first that has a name for it."""
    return terms.names.get(language) or next(iter(terms.names.values()), "")


def groups_apart(version: Version) -> Mapping[str, GroupTerms]:
    """The groups that a version binds from another day than all others."""
    return {name: terms for name, terms in version.groups.items() if terms.effective != version.effective}


def clauses_apart(version: Version) -> Mapping[dt.date, Sequence[str]]:
    """The ids of the clauses that begin later than their version, by the day from which they apply, the first day first."""
    found: dict[dt.date, list[str]] = {}
    for clause, day in sorted(version.clause_days.items(), key=lambda item: item[1]):
        found.setdefault(day, []).append(clause)
    return found


def numbers_of(version: Version, clauses: Sequence[str], language: str) -> list[str]:
    """The numbers of clauses in a language, in reading order; in another one where the version lacks it."""
    edition: Edition = version.editions.get(language) or next(iter(version.editions.values()))
    return [clause.number for clause in edition.walk() if clause.id in clauses]


def own_day_sentences(words: Phrases[Text], version: Version) -> Iterator[Text]:
    """From when a version binds each group, and each clause of it applies, where that is another day."""
    for terms in groups_apart(version).values():
        name, date = group_name(terms, words.language), words.date(terms.effective)
        yield words("For {group} from {date}.", group=name, date=date)
    yield from clause_day_sentences(words, version)


def clause_day_sentences(words: Phrases[Text], version: Version) -> Iterator[Text]:
    """From when each clause of a version applies that begins later."""
    for day, clauses in clauses_apart(version).items():
        for number in numbers_of(version, clauses, words.language):
            yield words("Clause {number} applies from {date}.", number=number, date=words.date(day))
