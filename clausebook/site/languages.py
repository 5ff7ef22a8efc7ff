"""The parts of one language: found in the store, or made and put there.

A document has two in each language: its texts (pages before the theme is put around them, and its data), and its archive (pages with the
theme around). So a change of the theme makes no text again, and a change of a text only what shows it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from clausebook.model.document import Document
from clausebook.pages.addresses import CHANGE
from clausebook.pages.data import DataMaker
from clausebook.pages.library import archive_pages, document_files, document_pages, outline_pages
from clausebook.pages.page import Page
from clausebook.pages.shelf import Shelf
from clausebook.site.archive import Archive
from clausebook.site.keys import digest_of
from clausebook.site.links import Links
from clausebook.site.parts import NewPart, Part, Store


@dataclass
class LanguageParts:
    """Finds and makes the parts of the shelf's language; `texts` gives the key of each document's texts by its id.

    Documents without a key belong to another share: they stand in the navigation, and nothing is made of them. With `archive_first`
    so do all; then the texts of each are made right before its archive, which shows the same redlines.
    """

    shelf: Shelf
    site_name: str
    texts: Mapping[str, str]
    store: Store
    archive_first: bool = False
    used: list[Part] = field(default_factory=list)

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

    def _texts_of(self, document: Document) -> Part:
        return self._find_or_make(self.texts[document.id], lambda new: self._fill_texts(document, new))

    def _fill_texts(self, document: Document, new: NewPart) -> None:
        shelf = self.shelf
        new.facts["pages"] = [page.as_facts() for page in document_pages(shelf, document)]
        for file in document_files(shelf, document, self.site_name):
            new.put(file.address, file.text.encode())
        for file in self.data.editions(document, shelf.language):
            new.put(file.address, file.text.encode())

    def write_archive(self, document: Document, archive: Archive, theme: str) -> None:
        """The pages of each version and clause; `theme` is the digest of what the theme puts around them."""
        if document.id not in self.texts:
            return
        if self.archive_first:
            self._texts_of(document)
        key = digest_of(self.texts[document.id], theme)
        part = self._find_or_make(key, lambda new: self._fill_archive(document, archive, new))
        archive.note([Page.from_facts(facts) for facts in part.facts["indexed"]], part.files)

    def _fill_archive(self, document: Document, archive: Archive, new: NewPart) -> None:
        links = Links(new.folder)
        pages = archive.write(archive_pages(self.shelf, document), links, new.put)
        new.facts["indexed"] = [replace(made, html="").as_facts() for made in pages if made.indexed]
        new.facts.update(links.as_facts())
        new.facts["changes"] = [link for link in links.with_anchors() if f"#{CHANGE}" in link]

    def _find_or_make(self, key: str, fill: Callable[[NewPart], None]) -> Part:
        part = self.store.find(key) or self.store.make(key, fill)
        self.used.append(part)
        return part
