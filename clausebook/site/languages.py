"""The parts of one language: found in the store, or made and put there.

A document has several in each language: its texts (files about all of its versions), its front (the pages that it has once), and the volumes
of its archive (all others, and files beside them). So a change of a text makes again only what shows it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from functools import cached_property, partial

from clausebook.digests import digest_of
from clausebook.model.document import Document
from clausebook.pages.addresses import comparison_data, comparison_part
from clausebook.pages.comparison_files import read_comparison
from clausebook.pages.comparisons import KeptRows
from clausebook.pages.data import DataMaker
from clausebook.pages.language_view import LanguageView
from clausebook.pages.library import (
    DocumentArchive,
    Volume,
    document_files,
    document_pages,
    language_files,
    language_pages,
    volumes,
)
from clausebook.pages.page import Page
from clausebook.pages.policy import with_policy
from clausebook.site.keys import Keys
from clausebook.site.links import Links
from clausebook.site.parts import NewPart, Part, Store
from clausebook.site.shell import Shell
from clausebook.site.sitemap import SitemapEntry, sitemap_rows
from clausebook.workers import step


@dataclass
class LanguageParts:
    """Finds and makes the parts of a language; `texts` gives the key of each document's texts by its id.

    Documents without a key belong to another share: they stand in the navigation, and nothing is made of them.
    """

    keys: Keys
    language: str
    texts: Mapping[str, str]
    store: Store
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

    def write(self, document: Document, shell: Shell) -> None:
        """All pages and files of a document."""
        if document.id not in self.texts:
            return
        theme = shell.theme.digest
        texts = self._find_or_make(self.texts[document.id], partial(self._fill_texts, document))
        self._outlines.append(texts.facts["outline"])
        self._add(shell, digest_of("front", texts.key, theme), partial(self._fill_front, document, shell))
        writer = DocumentArchive(self.view, document)
        for volume, key in zip(volumes(self.view, document), texts.facts["volumes"], strict=True):
            self._add(shell, digest_of(key, theme), partial(self._fill_volume, writer, volume, shell))

    def write_files(self, shell: Shell) -> None:
        """The files about all documents, once these are written: they tell no more of each than its outline."""
        self._add(shell, digest_of("files", self.keys.site, self.language, self._outlines), self._fill_files)

    def write_front(self, shell: Shell, new: NewPart, links: Links) -> None:
        """The pages about all documents, and the sitemap of all pages."""
        entries = [*shell.theme.hand_written()]
        for page in language_pages(self.view, self.keys.settings.name):
            entries += _write(page, shell, new, links)
        entries += [SitemapEntry(**entry) for part in self.used for entry in part.facts.get("indexed", ())]
        lastmod = max(self.view.days.values()).isoformat()
        rows = sitemap_rows(entries, self.view.root_url)
        text = shell.theme.template("sitemap.xml", pages=rows, lastmod=lastmod)
        new.put(f"{self.language}/sitemap.xml", text.encode())

    def _fill_files(self, new: NewPart) -> None:
        for file in language_files(self.view, self.keys.settings.name):
            new.put(file.address, file.text.encode())

    def _fill_texts(self, document: Document, new: NewPart) -> None:
        view = self.view
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

    def _fill_front(self, document: Document, shell: Shell, new: NewPart) -> None:
        _write_pages(document_pages(self.view, document), shell, new)

    def _fill_volume(self, writer: DocumentArchive, volume: Volume, shell: Shell, new: NewPart) -> None:
        _write_pages(writer.pages(volume), shell, new)
        for file in self.data.editions(writer.document, self.language, volume.states):
            new.put(file.address, file.text.encode())

    def _add(self, shell: Shell, key: str, fill: Callable[[NewPart], None]) -> None:
        """Find or make a part; raises ProblemsFound where a hand-written file would stand in the place of one of its files."""
        shell.theme.refuse_taken(self._find_or_make(key, fill).files)

    def _find_or_make(self, key: str, fill: Callable[[NewPart], None]) -> Part:
        part = self.store.find(key) or self.store.make(key, fill)
        self.used.append(part)
        return part


def _write_pages(pages: Iterable[Page], shell: Shell, new: NewPart) -> None:
    """Write pages of a document, and note what the rest of the language needs to know of them."""
    links = Links(new.folder)
    entries = [entry for page in pages for entry in _write(page, shell, new, links)]
    new.facts.update(links.as_facts(), indexed=[asdict(entry) for entry in entries])


def _write(page: Page, shell: Shell, new: NewPart, links: Links) -> list[SitemapEntry]:
    """Write a page, and note its links; its entry in the sitemap, if it has one."""
    printed = shell.print(page)
    links.add(printed.address, printed.anchors, printed.links, is_searched=printed.is_searched)
    new.put(printed.path, printed.data)
    step()
    return [SitemapEntry.of(page)] if page.indexed else []
