"""Again: pages, texts and data made from the record, as of the days on which a copy may have been made.

A page depends on the day only through which of its document's days have come. So a page that is right on no day that stands in the record, and
not today, is right on none.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from clausebook.model import timeline
from clausebook.model.document import Book, Document
from clausebook.pages import addresses
from clausebook.pages.comparison_files import Data
from clausebook.pages.comparisons import comparison_data
from clausebook.pages.data import DataMaker
from clausebook.pages.language_view import Histories, LanguageView
from clausebook.pages.library import page_at
from clausebook.pages.page import Page
from clausebook.verify.settings import SiteFacts


@dataclass(frozen=True, slots=True)
class AsOf:
    """A day to look at the book, and what it is in each document's zone."""

    day: dt.date
    days: Mapping[str, dt.date]


@dataclass(frozen=True)
class Again:
    """Makes what the site at `root` publishes, one thing at a time. `now` is the present instant."""

    root: Path
    book: Book
    facts: SiteFacts
    now: dt.datetime
    _histories: Histories = field(default_factory=Histories, repr=False)
    _views: dict[tuple[str, tuple[tuple[str, dt.date], ...]], LanguageView] = field(default_factory=dict, repr=False)

    @cached_property
    def languages(self) -> tuple[str, ...]:
        return self.facts.languages_of(self.book)

    @cached_property
    def today(self) -> AsOf:
        days = {document.id: timeline.today(document, self.now) for document in self.book.documents.values()}
        return AsOf(max(days.values()), days)

    def candidates(self, documents: Iterable[Document]) -> Iterator[AsOf]:
        """The days on which something of `documents` changes, with today: today first, then back into the past, then those to come.

        Days after which the same has come are told once.
        """
        chosen = list(documents)
        turns = {document.id: days_of(document) for document in chosen}
        zones = {document.regime_of(state).timezone for document in chosen for state in document.states}
        told = set()
        found = sorted({day for days in turns.values() for day in days})
        today = self.today.day
        order = [day for day in reversed(found) if day <= today] + [day for day in found if day > today]
        for asof in (self.today, *(each for day in order for each in self._as_of(day, chosen, zones))):
            come = tuple(tuple(asof.days[name] >= day for day in days) for name, days in turns.items())
            if come not in told:
                told.add(come)
                yield asof

    def _as_of(self, day: dt.date, documents: list[Document], zones: Iterable[dt.tzinfo]) -> Iterator[AsOf]:
        """The day as such, and the instants at which it begins in one zone while it may not have come in another."""
        yield AsOf(day, dict.fromkeys(self.book.documents, day))
        if len(documents) > 1 and len(set(zones)) > 1 and day.year > dt.MINYEAR:
            for zone in zones:
                at = dt.datetime.combine(day, dt.time(), zone)
                days = {each.id: timeline.today(each, at) for each in self.book.documents.values()}
                yield AsOf(day, days)

    def documents_at(self, address: str) -> list[Document]:
        """The documents whose days a page or file depends on."""
        parts = address.split("/")
        document = self.book.documents.get(parts[1]) if len(parts) > 1 else None
        return [document] if document else list(self.book.documents.values())

    def view(self, language: str, asof: AsOf) -> LanguageView:
        key = language, tuple(sorted(asof.days.items()))
        if key not in self._views:
            if len(self._views) > 64:
                self._views.clear()
            self._views[key] = LanguageView(
                self.root,
                self.book,
                language,
                self.languages,
                asof.days,
                source_url=self.facts.source_url,
                root_url=self.facts.url,
                histories=self._histories,
            )
        return self._views[key]

    def page(self, address: str, asof: AsOf) -> Page | None:
        """The page at an address; None where the record has none there, on that day."""
        language = address.partition("/")[0]
        if language not in self.languages:
            return None
        made = page_at(self.view(language, asof), address, self.facts.name)
        return made if made and made.address == address else None

    def data(self, asof: AsOf) -> DataMaker:
        return DataMaker(self.root, self.book, asof.days, self.languages, self.facts.url)

    def comparison(self, language: str, document: Document, asof: AsOf) -> Data | None:
        """The data of a compare page, as a whole."""
        if language not in self.languages or not self.view(language, asof).shown(document):
            return None
        return comparison_data(self.view(language, asof), document)


def days_of(document: Document) -> list[dt.date]:
    """Every day on which anything said of a document may change, in order."""
    return sorted(timeline.turning_days(document))


def is_address(text: str) -> bool:
    """Whether a text can be the address of a page."""
    return text.endswith("/") and ".." not in text.split("/") and addresses.link("", text) == text
