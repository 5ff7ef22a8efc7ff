"""The parts of one language: found in the store, or made and put there.

A document has several in each language: its texts (pages before the theme is put around them, and files about all of its versions), and the
volumes of its archive (pages with the theme around, and files beside them). So a change of the theme makes no text again, and a change of
a text only what shows it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, partial

from clausebook.digests import digest_of
from clausebook.model.document import Document
from clausebook.pages.addresses import comparison_data
from clausebook.pages.comparisons import KeptRows
from clausebook.pages.data import DataMaker
from clausebook.pages.library import DocumentArchive, Volume, document_files, document_pages, outline_pages, volumes
from clausebook.pages.page import Page
from clausebook.pages.shelf import Shelf
from clausebook.site.archive import Archive
from clausebook.site.keys import Keys
from clausebook.site.links import Links
from clausebook.site.parts import NewPart, Part, Store


@dataclass
class LanguageParts:
    """Finds and makes the parts of a language; `texts` gives the key of each document's texts by its id.

    Documents without a key belong to another share: they stand in the navigation, and nothing is made of them. With `archive_first`
    so do all; then the texts of each are made right before its archive, which shows the same redlines.
    """

    keys: Keys
    language: str
    texts: Mapping[str, str]
    store: Store
    archive_first: bool = False
    used: list[Part] = field(default_factory=list)
    _texts: dict[str, Part] = field(default_factory=dict, repr=False)

    @property
    def shelf(self) -> Shelf:
        return self.keys.shelves[self.language]

    @cached_property
    def data(self) -> DataMaker:
        shelf = self.shelf
        outside = {shelf.language: shelf.outside}
        return DataMaker(shelf.root, shelf.book, shelf.days, shelf.languages, shelf.root_url, outside)

    def front_pages(self, document: Document) -> list[Page]:
        """The pages about a document that are in the navigation. Its data are made with them."""
        if self.archive_first or document.id not in self.texts:
            return list(outline_pages(self.shelf, document))
        return [Page.from_facts(facts) for facts in self._texts_of(document).facts["pages"]]

    def addresses(self) -> frozenset[str]:
        """Where the pages that `front_pages` gave stand."""
        return frozenset(facts["address"] for part in self._texts.values() for facts in part.facts["pages"])

    def _texts_of(self, document: Document) -> Part:
        if document.id not in self._texts:
            key = self.texts[document.id]
            self._texts[document.id] = self._find_or_make(key, lambda new: self._fill_texts(document, new))
        return self._texts[document.id]

    def _fill_texts(self, document: Document, new: NewPart) -> None:
        shelf = self.shelf
        new.facts["pages"] = [page.as_facts() for page in document_pages(shelf, document)]
        # They are told by the same facts as this part, so that nobody need find them out again.
        new.facts["volumes"] = [key for _, key in self.keys.volumes(self.language, document)]
        kept = self._kept_rows(document)
        for file in document_files(shelf, document, self.keys.settings.name, kept):
            new.put(file.address, file.text.encode())
        new.facts["rows"] = kept.digests

    def _kept_rows(self, document: Document) -> KeptRows:
        """The rows of the comparison data that an earlier build left."""
        key = self.keys.noted.get(self.keys.note_of_texts(self.language, document))
        part = self.store.find(key) if key else None
        path = comparison_data(self.language, document.id)
        if part is None or path not in part.files:
            return KeptRows()
        data = (part.folder / part.files[path].name).read_bytes()
        return KeptRows.of(data, part.facts["rows"])

    def write_archive(self, document: Document, archive: Archive, theme: str) -> None:
        """The pages of each version and clause; `theme` is the digest of what the theme puts around them."""
        if document.id not in self.texts:
            return
        writer = DocumentArchive(self.shelf, document)
        for volume, key in zip(volumes(self.shelf, document), self._texts_of(document).facts["volumes"], strict=True):
            part = self._find_or_make(digest_of(key, theme), partial(self._fill_volume, writer, volume, archive))
            archive.note([Page.from_facts(facts) for facts in part.facts["indexed"]], part.files)

    def _fill_volume(self, writer: DocumentArchive, volume: Volume, archive: Archive, new: NewPart) -> None:
        links = Links(new.folder)
        pages = archive.write(writer.pages(volume), links, new.put)
        new.facts["indexed"] = [replace(made, html="").as_facts() for made in pages if made.indexed]
        new.facts.update(links.as_facts())
        for file in self.data.editions(writer.document, self.language, volume.states):
            new.put(file.address, file.text.encode())

    def _find_or_make(self, key: str, fill: Callable[[NewPart], None]) -> Part:
        part = self.store.find(key) or self.store.make(key, fill)
        self.used.append(part)
        return part
