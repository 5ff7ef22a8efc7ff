"""Small whole sites for tests: a base of one document in two languages, changed file by file."""

from collections.abc import Callable, Iterator
from pathlib import Path

from clausebook.model.document import Document
from clausebook.pages.language_view import LanguageView
from clausebook.pages.library import (
    DocumentArchive,
    batches,
    document_files,
    document_pages,
    language_files,
    language_pages,
)
from clausebook.pages.page import DataFile, Page
from clausebook.private import Secret
from clausebook.site.cache import Cache

BASE = {
    "mkdocs.yml": "site_name: Small Terms\nsite_url: https://small.example.com/\ntheme:\n  name: material\nplugins:\n  - clausebook\n",
    "terms/basic.yml": """\
law: DK
authoritative: da
languages: [da, en]
timezone: Europe/Copenhagen
numbering: ["1", "1.1", "(a)"]
notice: {days: 45, counting: full-days}
values:
  fee: {amount: 125, currency: DKK}
  notice: {days: 45}
versions:
  - version: "1.0"
    kind: initial
    announced: 2020-01-01
    effective: 2020-01-01
    values:
      fee: {amount: 100, currency: DKK}
      notice: {days: 45}
""",
    "terms/en/basic/1.0.yml": """\
title: Basic terms
summary: |
  The first version.
clauses:
  - id: payment
    title: Payment
    clauses:
      - id: fee
        text: |
          The fee is {fee}; see section {clause:changes}.
  - id: changes
    title: Changes
    text: |
      Changes are announced {notice} ahead.
""",
    "terms/da/basic/1.0.yml": """\
title: Basisvilkår
summary: |
  Den første version.
clauses:
  - id: payment
    title: Betaling
    clauses:
      - id: fee
        text: |
          Gebyret er {fee}; se punkt {clause:changes}.
  - id: changes
    title: Ændringer
    text: |
      Ændringer varsles {notice} forud.
""",
}
BASE["terms/en/basic/draft.yml"] = BASE["terms/en/basic/1.0.yml"]
BASE["terms/da/basic/draft.yml"] = BASE["terms/da/basic/1.0.yml"]


# A second version for the base's record; its texts are files of their own.
VERSION_2 = """\
  - version: "2.0"
    kind: amendment
    announced: 2026-01-01
    effective: 2026-03-01
    values:
      fee: {amount: 125, currency: DKK}
      notice: {days: 45}
"""


SECRET = Secret(b"the secret of caches in tests")


def cache_in(folder: Path, note: Callable[[str], None] = lambda line: None) -> Cache:
    """A cache in a folder of its own."""
    return Cache(folder, SECRET, note)


def write_site(root: Path, files: dict[str, str | None] | None = None) -> Path:
    """Write the base site below `root`, with some files replaced, added, or left out (None)."""
    for name, text in {**BASE, **(files or {})}.items():
        if text is not None:
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    return root


def archive_pages(view: LanguageView, document: Document) -> Iterator[Page]:
    """The pages of each version of a document and of each clause."""
    archive = DocumentArchive(view, document)
    for batch in batches(view, document):
        yield from archive.pages(batch)


def all_pages(view: LanguageView, site_name: str) -> Iterator[Page]:
    """Every page of the view's language."""
    yield from language_pages(view, site_name)
    for document in view.documents.values():
        yield from document_pages(view, document)
        yield from archive_pages(view, document)


def all_files(view: LanguageView, site_name: str) -> Iterator[DataFile]:
    """Every file of the view's language that is no page."""
    yield from language_files(view, site_name)
    for document in view.documents.values():
        yield from document_files(view, document, site_name)
