"""The whole text of a version as one self-contained HTML file, for a customer to keep (a durable medium, Directive 2011/83/EU, art. 2(10))."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from markupsafe import Markup

from clausebook.model.document import Clause, Document, Version
from clausebook.model.plaintext import fingerprint, head_of
from clausebook.pages import addresses
from clausebook.pages.language_view import LanguageView
from clausebook.pages.prose import FileLinks, ProseWriter
from clausebook.pages.templates import TemplateData, render
from clausebook.pages.update import publisher_html


@dataclass(frozen=True, slots=True)
class ClauseInFile:
    """A clause as the file prints it, at `level` from 1, with those nested in it; `in_short` is what it says in short, which does not bind."""

    id: str
    label: str
    title: str
    html: Markup
    in_short: Markup
    level: int
    inner: tuple[ClauseInFile, ...]


@dataclass(frozen=True, slots=True)
class TextData(TemplateData):
    """The whole text of a version as one HTML file.

    `head` are the lines above the text; `publisher` says whom customers contract with, line by line; `digest` is the SHA-256 of the plain text, `page` the address of the
    version on its site (maybe empty).
    """

    TEMPLATE: ClassVar[str] = "text.html"
    title: str
    head: Sequence[str]
    summary_heading: str
    summary: Markup
    clauses: Sequence[ClauseInFile]
    publisher: Sequence[Markup]
    digest: str
    page: str


def text_html(view: LanguageView, document: Document, version: Version) -> str:
    """A page without scripts or anything from elsewhere; its links lead to its own clauses, or to the site."""
    edition = view.edition(version)
    writer = ProseWriter(view.wording(version), FileLinks(view.root_url))
    head = head_of(document, version, view.language)
    data = TextData(
        title=edition.title,
        head=[head[key] for key in head if key != "summary"],
        summary_heading=head.get("summary", ""),
        summary=writer.html(edition.summary),
        clauses=list(_clauses(writer, edition.clauses, 1)),
        publisher=publisher_html(view.words, document.publisher),
        digest=fingerprint(document, version, view.wording(version)),
        page=f"{view.root_url}{addresses.version(view.language, document.id, version.name)}" if view.root_url else "",
    )
    return render(view.root, view.language, "", data)


def _clauses(writer: ProseWriter, clauses: Iterable[Clause], level: int) -> Iterator[ClauseInFile]:
    for clause in clauses:
        inner = tuple(_clauses(writer, clause.clauses, level + 1))
        html, in_short = writer.clause(clause), writer.html(clause.in_short)
        yield ClauseInFile(clause.id, clause.label, clause.title, html, in_short, level, inner)
