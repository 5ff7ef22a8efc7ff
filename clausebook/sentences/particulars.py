"""Particulars: what a version is, besides another text: languages that come and go, the end of a document, corrections that carry weight.

The change log, feeds, notices and the pages of terms all ask here, so that each tells the same.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from clausebook.languages import N_
from clausebook.model.document import Document, Version, VersionKind
from clausebook.sentences.words import Phrases, Text

# How the title of the whole text is named among the clauses that were confirmed.
_TITLE = "title"


def particulars(words: Phrases[Text], document: Document, version: Version) -> list[Text]:
    """What is particular to a version, as sentences that stay true; none for most."""
    found = []
    if version.kind is VersionKind.RETIREMENT:
        found.append(retired_from(words, version.effective))
    before = document.predecessor(version)
    if before:
        added = _listed(words, [code for code in version.editions if code not in before.editions])
        gone = _listed(words, [code for code in before.editions if code not in version.editions])
        if added:
            found.append(words("From this version on it is also published in {languages}.", languages=added))
        if gone:
            sentence = N_(
                "From this version on it is no longer published in {languages}; earlier versions stay as they are."
            )
            found.append(words(sentence, languages=gone))
    if version.confirmed:
        found.append(
            words(
                "Figures, dates, links or words of obligation changed in {clauses}: confirmed as a correction.",
                clauses=_confirmed(words, version),
            )
        )
    if version.carries:
        found.append(words("The same correction was made in version {number}.", number=str(version.carries)))
    return found


def retired_from(words: Phrases[Text], day: dt.date) -> Text:
    """That a document applies no longer from a day on; true before and after it."""
    return words("From {date} on these terms no longer apply.", date=words.date(day))


def _listed(words: Phrases[Text], codes: Sequence[str]) -> Text:
    return words.listing([words.language_name(code) for code in codes]) if codes else words.text("")


def _confirmed(words: Phrases[Text], version: Version) -> Text:
    """The clauses that were confirmed, by their numbers in the edition of the reader; by their ids where it has none of them."""
    edition = version.editions.get(words.language)
    names: list[Text] = []
    for name in version.confirmed:
        clause = edition.by_id.get(name) if edition else None
        named = words("clause {number}", number=clause.number if clause else name)
        names.append(words("the title") if name == _TITLE and not clause else named)
    return words.listing(names)
