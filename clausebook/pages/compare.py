"""The compare page: any two versions, or what changed since the day a reader signed. A script fills it from comparison data.

Without the script the page offers what is ready: the redline of each version against the one before.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from markupsafe import Markup

from clausebook.languages import N_
from clausebook.model.document import Document, Snapshot, Version
from clausebook.model.values import format_day
from clausebook.pages import addresses
from clausebook.pages.life import version_name, version_words
from clausebook.pages.page import Page, PageKind
from clausebook.pages.shelf import Shelf
from clausebook.pages.templates import render


@dataclass(frozen=True, slots=True)
class Choice:
    """One line of a list of versions: the version, its words, and the first day on which it can be chosen."""

    name: str
    words: Markup
    start: str = ""


def compare_heading(shelf: Shelf, document: Document) -> tuple[str, str]:
    """The title and the description of the page on which any two versions are compared."""
    words, title = shelf.words, shelf.title(document)
    sentence = N_("Any two versions of “{document}” compared word by word, or all changes since you signed.")
    return str(words("Compare versions: {document}", document=title)), str(words(sentence, document=title))


def compare_page(shelf: Shelf, document: Document) -> Page:
    """The page on which any two versions of a document are compared."""
    language = shelf.language
    address = addresses.compare(language, document.id)
    title = shelf.title(document)
    states = shelf.standing(document)
    versions = [state for state in states if isinstance(state, Version)]
    alternates, translations = shelf.alternates(address, document)
    html = render(
        shelf.root,
        "compare.html",
        language,
        address,
        document_title=title,
        current_address=addresses.current(language, document.id),
        history_address=addresses.history(language, document.id),
        data_address=addresses.comparison_data(language, document.id),
        script=addresses.asset(language, "compare.js"),
        timezone=document.regime_of(shelf.leading(document)).timezone.key,
        choices=[_choice(shelf, state) for state in states],
        signed=list(_periods(shelf, versions, lambda version: version.effective)),
        signed_new=list(_periods(shelf, versions, lambda version: version.effective_new or version.effective))
        if any(version.effective_new not in (None, version.effective) for version in versions)
        else [],
        steps=[
            (version_words(shelf, old), version_name(shelf, new), addresses.changes(language, document.id, new.name))
            for old, new in pairwise(states)
            if shelf.predecessor(document, new) is old
        ],
    )
    return Page(
        PageKind.COMPARE,
        language,
        address,
        *compare_heading(shelf, document),
        html,
        address,
        alternates,
        translations,
        indexed=False,
        document=document.id,
    )


def _choice(shelf: Shelf, state: Snapshot) -> Choice:
    name = version_name(shelf, state)
    if not isinstance(state, Version):
        return Choice(state.name, name)
    day = format_day(state.effective, shelf.language)
    return Choice(state.name, shelf.words("{version}, in force from {date}", version=name, date=day))


def _periods(shelf: Shelf, versions: Sequence[Version], start: Callable[[Version], dt.date]) -> Iterator[Choice]:
    """Newest first, the days on which a reader signed for each version."""
    language = shelf.language
    for index in reversed(range(len(versions))):
        version = versions[index]
        first = format_day(start(version), language)
        name = version_words(shelf, version)
        later = [start(other) for other in versions[index + 1 :]]
        if later and min(later) <= start(version):
            continue  # replaced on its first day: nobody signed for it
        if later:
            last = format_day(min(later) - dt.timedelta(days=1), language)
            words = shelf.words("{first} to {last} ({version})", first=first, last=last, version=name)
        else:
            words = shelf.words("{first} or later ({version})", first=first, version=name)
        yield Choice(version.name, words, start(version).isoformat())
