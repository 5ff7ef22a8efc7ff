"""Clause texts to HTML. Every character of a text is escaped; only the elements of its blocks and marks are ours."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any, Protocol

from markupsafe import Markup, escape

from clausebook.model.document import Clause
from clausebook.model.prose import Atom, Block, BlockKind, Mark, MarkKind, Placeholder, PlaceholderKind, Prose
from clausebook.model.wording import Wording
from clausebook.pages import addresses

_EMPTY = Markup("")


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
        target = self._target(wording, placeholder)
        if not target:
            return escape(words)
        href = addresses.link(self.address, target)
        return Markup('<a class="cb-{}" href="{}">{}</a>').format(placeholder.kind, href, words)

    def _target(self, wording: Wording, placeholder: Placeholder) -> str:
        """Where a placeholder leads; empty where it stands for plain words."""
        clause = own_clause(wording, placeholder)
        if clause:
            return f"{self.clauses_at}#{clause}"
        match placeholder.kind:
            case PlaceholderKind.CLAUSE if placeholder.document:
                return f"{addresses.current(wording.language, placeholder.document)}#{placeholder.name}"
            case PlaceholderKind.DOCUMENT:
                return addresses.current(wording.language, placeholder.name)
        return ""


class NoLinks:
    """For a text that stands alone, outside of a site."""

    def link(self, wording: Wording, placeholder: Placeholder, words: str) -> Markup:
        return escape(words)


def own_clause(wording: Wording, placeholder: Placeholder) -> str:
    """The clause of the same document that a placeholder leads to, by id; empty for every other placeholder."""
    match placeholder.kind:
        case PlaceholderKind.TERM:
            return wording.edition.definitions[placeholder.name][1]
        case PlaceholderKind.CLAUSE if placeholder.document in (None, wording.snapshot.document):
            return placeholder.name
    return ""


@dataclass(frozen=True, slots=True)
class ProseWriter:
    """Writes texts of one edition.

    `within` is the id of the clause whose text is written: a term is set off where it is defined, a link elsewhere.
    """

    wording: Wording
    links: Links
    within: str = ""

    def html(self, prose: Prose) -> Markup:
        return _EMPTY.join(self.block(block) for block in prose.blocks)

    def clause(self, clause: Clause) -> Markup:
        """The text of a clause."""
        return replace(self, within=clause.id).html(clause.prose)

    def block(self, block: Block) -> Markup:
        if block.atoms or not block.blocks:
            return element(block.kind, self.atoms(block.atoms), block.start)
        return element(block.kind, join_blocks(block.kind, block.blocks, self.block, self._tight), block.start)

    def _tight(self, block: Block) -> Markup:
        return self.atoms(block.atoms)

    def atoms(self, atoms: Iterable[Atom]) -> Markup:
        return marked((atom.marks, self.atom(atom)) for atom in atoms)

    def atom(self, atom: Atom, text: str | None = None) -> Markup:
        """One atom without its marks; `text` overrides what a placeholder prints."""
        if atom.placeholder is None:
            return Markup("<br>\n") if atom.text == "\n" else escape(atom.text)
        words = self.wording.words(atom.placeholder) if text is None else text
        if atom.placeholder.kind is PlaceholderKind.TERM and self._defines(atom.placeholder):
            return Markup("<dfn>{}</dfn>").format(words)
        return self.links.link(self.wording, atom.placeholder, words)

    def _defines(self, placeholder: Placeholder) -> bool:
        return self.wording.edition.definitions[placeholder.name][1] == self.within


def element(kind: BlockKind, inner: Markup, start: int = 1, attributes: Markup = _EMPTY) -> Markup:
    """The HTML element of a block. Tables may be wider than a phone, so they scroll in a frame of their own."""
    if kind is BlockKind.NUMBERS and start != 1:
        attributes += Markup(' start="{}"').format(start)
    if kind is BlockKind.HEADER_CELL:
        attributes += Markup(' scope="col"')
    tag = Markup("<{0}{1}>{2}</{0}>").format(Markup(kind.value), attributes, inner)
    return Markup('<div class="cb-table" tabindex="0">{}</div>').format(tag) if kind is BlockKind.TABLE else tag


def join_blocks(
    kind: BlockKind, blocks: Sequence[Any], write: Callable[..., Markup], write_tight: Callable[..., Markup]
) -> Markup:
    """Child blocks one after the other. The only paragraph of a list item needs no element of its own."""
    if kind is BlockKind.ITEM and blocks and blocks[0].kind is BlockKind.PARAGRAPH:
        paragraphs = sum(block.kind is BlockKind.PARAGRAPH for block in blocks)
        if paragraphs == 1:
            return write_tight(blocks[0]) + _EMPTY.join(write(block) for block in blocks[1:])
    return _EMPTY.join(write(block) for block in blocks)


def marked(pieces: Iterable[tuple[tuple[Mark, ...], Markup]]) -> Markup:
    """Pieces of HTML with their marks as nested elements; neighbours with the same outer mark share its element."""
    html = _EMPTY
    for mark, group in groupby(pieces, key=lambda piece: piece[0][0] if piece[0] else None):
        items = list(group)
        if mark is None:
            html += _EMPTY.join(piece for _, piece in items)
            continue
        inner = marked((marks[1:], piece) for marks, piece in items)
        if mark.kind is not MarkKind.LINK:
            html += Markup("<{0}>{1}</{0}>").format(Markup(mark.kind.value), inner)
        elif mark.href:
            html += Markup('<a href="{}">{}</a>').format(mark.href, inner)
        else:
            html += inner
    return html
