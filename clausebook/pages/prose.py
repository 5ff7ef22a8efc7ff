"""Clause texts to HTML. Every character of a text is escaped; only the elements of its blocks and marks are ours."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import groupby
from typing import Any, Protocol

from markupsafe import Markup, escape

from clausebook.model.document import Clause
from clausebook.model.prose import (
    Block,
    BlockKind,
    Mark,
    MarkKind,
    Placeholder,
    PlaceholderKind,
    parse_prose,
    placeholders_in,
)
from clausebook.model.wording import Wording
from clausebook.pages import addresses

_LINE_BREAK = Markup("<br>\n")


class Links(Protocol):
    """How the placeholders of a text become links."""

    def link(self, wording: Wording, placeholder: Placeholder, words: str) -> Markup:
        """The `words` that `placeholder` prints in `wording`, as HTML, with a link where it leads somewhere."""
        ...


@dataclass(frozen=True, slots=True)
class PageLinks:
    """Links of the page at `address`; references to the document's own clauses lead to the page `clauses_at`."""

    address: str
    clauses_at: str

    def link(self, wording: Wording, placeholder: Placeholder, words: str) -> Markup:
        target = _target(wording, placeholder, self.clauses_at)
        if not target:
            return escape(words)
        href = addresses.link(self.address, target)
        return Markup(f'<a class="cb-{placeholder.kind}" href="{escape(href)}">{escape(words)}</a>')


@dataclass(frozen=True, slots=True)
class FileLinks:
    """Links of a text in one file of its own: to its clauses in the file, to other documents on the site at `root_url`, if that is known."""

    root_url: str

    def link(self, wording: Wording, placeholder: Placeholder, words: str) -> Markup:
        target = _target(wording, placeholder, "")
        if not target or not (self.root_url or target.startswith("#")):
            return escape(words)
        href = target if target.startswith("#") else f"{self.root_url}{target}"
        return Markup('<a href="{}">{}</a>').format(href, words)


def _target(wording: Wording, placeholder: Placeholder, clauses_at: str) -> str:
    """Where a placeholder leads, with clauses of its own document on the page `clauses_at`; empty where it stands for plain words."""
    kind = placeholder.kind
    if kind is PlaceholderKind.VALUE:
        return ""
    clause = own_clause(wording, placeholder)
    if clause:
        return f"{clauses_at}#{clause}"
    if kind is PlaceholderKind.DOCUMENT:
        return _other_document(wording, wording.document_of(placeholder))
    if kind is PlaceholderKind.CLAUSE and placeholder.document:
        return _other_document(wording, wording.document_of(placeholder), placeholder.name)
    return ""


def _other_document(wording: Wording, name: str, clause: str = "") -> str:
    """The address of another document, or of a clause of it where that can be led to; empty for one without pages."""
    if name == wording.snapshot.document:
        return addresses.current(wording.language, name)
    there = wording.outside.get(name)
    if there is None or not there.has_page:
        return ""
    anchor = f"#{clause}" if clause in there.anchors else ""
    return f"{addresses.current(wording.language, name)}{anchor}"


class NoLinks:
    """For a text that stands alone, outside of a site."""

    def link(self, wording: Wording, placeholder: Placeholder, words: str) -> Markup:
        return escape(words)


def own_clause(wording: Wording, placeholder: Placeholder) -> str:
    """The clause of the same document that a placeholder leads to, by id; empty for every other placeholder."""
    kind = placeholder.kind
    if kind is PlaceholderKind.CLAUSE and wording.document_of(placeholder) == wording.snapshot.document:
        return placeholder.name
    return wording.edition.definitions[placeholder.name][1] if kind is PlaceholderKind.TERM else ""


@dataclass(frozen=True, slots=True)
class ProseWriter:
    """Writes texts of one edition.

    `within` is the id of the clause whose text is written: a term is set off where it is defined, a link elsewhere.
    """

    wording: Wording
    links: Links
    within: str = ""

    def html(self, text: str) -> Markup:
        """A clause text, a summary or a note. Written once for all editions in which its placeholders look the same."""
        return _written(text, tuple([(one, self.placeholder(one)) for one in placeholders_in(text)]))

    def clause(self, clause: Clause) -> Markup:
        """The text of a clause."""
        writer = self if not clause.defines else replace(self, within=clause.id)
        return writer.html(clause.text)

    def placeholder(self, placeholder: Placeholder, words: str | None = None) -> Markup:
        """A placeholder as it is printed, or with other `words`."""
        if words is None:
            words = self.wording.words(placeholder)
        if placeholder.kind is PlaceholderKind.TERM and self._defines(placeholder):
            return Markup(f"<dfn>{escape(words)}</dfn>")
        return self.links.link(self.wording, placeholder, words)

    def _defines(self, placeholder: Placeholder) -> bool:
        return self.wording.edition.definitions[placeholder.name][1] == self.within


@lru_cache(maxsize=3_000)
def _written(text: str, placeholders: tuple[tuple[Placeholder, Markup], ...]) -> Markup:
    writer = _BlockWriter(dict(placeholders))
    return Markup("".join([writer.block(block) for block in parse_prose(text).blocks]))


@dataclass(frozen=True, slots=True)
class _BlockWriter:
    """Writes the blocks of a text whose placeholders are HTML already. Every `str` here is HTML."""

    placeholders: Mapping[Placeholder, Markup]

    def block(self, block: Block) -> str:
        if block.atoms or not block.blocks:
            return element(block.kind, self.atoms(block), block.start)
        return element(block.kind, join_blocks(block.kind, block.blocks, self.block, self.atoms), block.start)

    def atoms(self, block: Block) -> str:
        printed = self.placeholders
        return marked(
            [
                (marks, printed[placeholder] if placeholder else written(text))
                for text, placeholder, marks in block.atoms
            ]
        )


def written(text: str) -> str:
    """Words of an atom."""
    return _LINE_BREAK if text == "\n" else escape(text)


def element(kind: BlockKind, inner: str, start: int = 1, attributes: str = "") -> str:
    """The HTML element of a block. Tables may be wider than a phone, so they scroll in a frame of their own."""
    if kind is BlockKind.NUMBERS and start != 1:
        attributes += f' start="{start}"'
    if kind is BlockKind.HEADER_CELL:
        attributes += ' scope="col"'
    tag = f"<{kind.value}{attributes}>{inner}</{kind.value}>"
    return f'<div class="cb-table" tabindex="0">{tag}</div>' if kind is BlockKind.TABLE else tag


def join_blocks(
    kind: BlockKind, blocks: Sequence[Any], write: Callable[..., str], write_tight: Callable[..., str]
) -> str:
    """Child blocks one after the other. The only paragraph of a list item needs no element of its own."""
    if kind is BlockKind.ITEM and blocks and blocks[0].kind is BlockKind.PARAGRAPH:
        paragraphs = sum(block.kind is BlockKind.PARAGRAPH for block in blocks)
        if paragraphs == 1:
            return write_tight(blocks[0]) + "".join(write(block) for block in blocks[1:])
    return "".join(write(block) for block in blocks)


def marked(pieces: Sequence[tuple[tuple[Mark, ...], str]]) -> str:
    """Pieces of HTML with their marks as nested elements; neighbours with the same outer mark share its element."""
    for marks, _ in pieces:
        if marks:
            break
    else:
        return "".join([piece for _, piece in pieces])
    html = ""
    for mark, group in groupby(pieces, key=lambda piece: piece[0][0] if piece[0] else None):
        items = list(group)
        if mark is None:
            html += "".join([piece for _, piece in items])
            continue
        inner = marked([(marks[1:], piece) for marks, piece in items])
        if mark.kind is not MarkKind.LINK:
            html += f"<{mark.kind.value}>{inner}</{mark.kind.value}>"
        elif mark.href:
            html += f'<a href="{escape(mark.href)}">{inner}</a>'
        else:
            html += inner
    return html
