"""The parts of one language: found in the store, or made and put there.

A document has several in each language: its texts (pages before the theme is put around them, and files about all of its versions), its
front (those of its pages that are in the navigation, with the theme around), and the volumes of its archive (all others, and files beside
them). So a change of the theme makes no text again, and a change of a text only what shows it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, partial

from clausebook.digests import digest_of
from clausebook.model.document import Document
from clausebook.pages.addresses import comparison_data, comparison_part
from clausebook.pages.comparison_files import read_comparison
from clausebook.pages.comparisons import KeptRows
from clausebook.pages.data import DataMaker
from clausebook.pages.language_view import LanguageView
from clausebook.pages.library import DocumentArchive, Volume, document_files, document_pages, language_files, volumes
from clausebook.pages.page import Page
from clausebook.pages.policy import with_policy
from clausebook.site.archive import Archive
from clausebook.site.keys import Keys
from clausebook.site.links import Links
from clausebook.site.parts import NewPart, Part, Store


@dataclass
class LanguageParts:
    """Finds and makes the parts of a language; `texts` gives the key of each document's texts by its id.

    Documents without a key belong to another share: they stand in the navigation, and nothing is made of them. With `documents_only`
    nothing is made of the language but the parts of its documents.
    """

    keys: Keys
    language: str
    texts: Mapping[str, str]
    store: Store
    documents_only: bool = False
    used: list[Part] = field(default_factory=list)
    _outlines: list[str] = field(default_factory=list, repr=False)

    @property
    def view(self) -> LanguageView:
        return self.keys.views[self.language]

    @cached_property
    def data(self) -> DataMaker:
        view = self.view
        outside = {view.language: view.outside}
        return DataMaker(view.root, view.book, view.days, view.languages, view.root_url, outside)

    def write(self, document: Document, archive: Archive, theme: str) -> None:
        """All pages of a document; `theme` is the digest of what the theme puts around them.

        Its texts are made right before its archive, which shows the same redlines.
        """
        if document.id not in self.texts:
            return
        texts = self._find_or_make(self.texts[document.id], partial(self._fill_texts, document))
        self._outlines.append(texts.facts["outline"])
        self._add(archive, digest_of("front", texts.key, theme), partial(self._fill_front, texts, archive))
        writer = DocumentArchive(self.view, document)
        for volume, key in zip(volumes(self.view, document), texts.facts["volumes"], strict=True):
            self._add(archive, digest_of(key, theme), partial(self._fill_volume, writer, volume, archive))

    def write_files(self, archive: Archive) -> None:
        """The files about all documents, once these are written: they tell no more of each than its outline."""
        self._add(archive, digest_of("files", self.keys.site, self.language, self._outlines), self._fill_files)

    def _fill_files(self, new: NewPart) -> None:
        for file in language_files(self.view, self.keys.settings.name):
            new.put(file.address, file.text.encode())

    def _fill_texts(self, document: Document, new: NewPart) -> None:
        view = self.view
        new.facts["pages"] = [page.as_facts() for page in document_pages(view, document)]
        # These are told by the same facts as this part, so that nobody need find them out again.
        new.facts["outline"] = self.keys.outline(self.language, document)
        new.facts["volumes"] = [key for _, key in self.keys.volumes(self.language, document)]
        kept = self._kept_rows(document)
        for file in document_files(view, document, self.keys.settings.name, kept):
            text = with_policy(file.text) if file.address.endswith(".html") else file.text
            new.put(file.address, text.encode())
        new.facts["rows"] = kept.digests

    def _kept_rows(self, document: Document) -> KeptRows:
        """The rows of the comparison data that an earlier build left."""
        key = self.keys.noted.get(self.keys.note_of_texts(self.language, document))
        part = self.store.find(key) if key else None
        index = comparison_data(self.language, document.id)
        if part is None or index not in part.files:
            return KeptRows()
        name = re.compile(re.escape(comparison_part(self.language, document.id, "*")).replace(r"\*", "(.*)"))
        files = {
            found[1]: (part.folder / file.name).read_text(encoding="utf-8")
            for path, file in part.files.items()
            if (found := name.fullmatch(path))
        }
        data = json.loads((part.folder / part.files[index].name).read_bytes())
        return KeptRows.of(read_comparison(data, files), part.facts["rows"])

    def _fill_front(self, texts: Part, archive: Archive, new: NewPart) -> None:
        links = Links(new.folder)
        pages = [Page.from_facts(facts) for facts in texts.facts["pages"]]
        _note_pages(archive.write_front(pages, links, new.put), links, new)

    def _fill_volume(self, writer: DocumentArchive, volume: Volume, archive: Archive, new: NewPart) -> None:
        links = Links(new.folder)
        _note_pages(archive.write(writer.pages(volume), links, new.put), links, new)
        for file in self.data.editions(writer.document, self.language, volume.states):
            new.put(file.address, file.text.encode())

    def _add(self, archive: Archive, key: str, fill: Callable[[NewPart], None]) -> None:
        """Find or make a part, and let `archive` know what is in it."""
        part = self._find_or_make(key, fill)
        archive.note(map(Page.from_facts, part.facts.get("indexed", ())), part.files)

    def _find_or_make(self, key: str, fill: Callable[[NewPart], None]) -> Part:
        part = self.store.find(key) or self.store.make(key, fill)
        self.used.append(part)
        return part


def _note_pages(pages: Iterable[Page], links: Links, new: NewPart) -> None:
    """What the rest of the language needs to know of pages in the theme, as they are written."""
    new.facts["indexed"] = [replace(made, html="").as_facts() for made in pages if made.indexed]
    new.facts.update(links.as_facts())
