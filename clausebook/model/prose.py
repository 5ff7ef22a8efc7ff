"""Prose: the text of a clause as blocks of atoms, from CommonMark with placeholders.

A text is parsed once into a tree that knows neither HTML nor values: paragraphs, lists, tables, and in them atoms (runs of
words, placeholders) that carry their marks (emphasis, links). Comparing and rendering both start from it.
Text is data: placeholders are looked up in fixed tables, nothing is evaluated, and HTML is not interpreted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from clausebook.model.markup import OPAQUE, Oddity, changed_numbers, joined_lines, literal_marks, lost_cells, too_wide
from clausebook.names import NAME_FORM, is_name
from clausebook.source import hidden_in

MAX_TEXT_BYTES = 64 << 10
MAX_NESTING = 8
_MAX_FAULTS = 50

_PLACEHOLDER = re.compile(r"\{([^{}|\n]*)(?:\|([^{}\n]*))?\}")


class PlaceholderKind(StrEnum):
    """What a placeholder names, by the word before its colon; a value has none."""

    VALUE = "value"
    CLAUSE = "clause"
    DOCUMENT = "document"
    TERM = "term"
    WORD = "word"
    """A word of the language itself; no author writes it."""
    ONLY = "only"
    """For which groups of customers alone a clause holds, by their ids with “+” between; `words` are their names. No author writes it."""


# The text of a clause that is repealed: it prints the word that the language has for that.
REPEALED = "{word:repealed}"


def only_for(groups: Mapping[str, str]) -> str:
    """The first paragraph of a clause that holds for some groups of customers alone, by their ids and names; empty for none."""
    names = ", ".join([re.sub(r"[{}|\s]+", " ", name) for name in groups.values()])
    return f"{{only:{'+'.join(groups)}|{names}}}\n\n" if groups else ""


class Placeholder(NamedTuple):
    """`{late-fee}`, `{clause:id}`, `{clause:document/id}`, `{document:name}`, `{term:id}` or `{term:id|other words}`.

    `document` names the other document of a clause reference; `words` are printed for a term instead of its defined form.
    """

    kind: PlaceholderKind
    name: str
    document: str | None = None
    words: str | None = None

    def __str__(self) -> str:
        name = f"{self.document}/{self.name}" if self.document else self.name
        words = f"|{self.words}" if self.words else ""
        return "{" + (name if self.kind is PlaceholderKind.VALUE else f"{self.kind}:{name}") + words + "}"

    @property
    def target(self) -> str:
        """What it points at, without inflected words: the same in every language."""
        return str(Placeholder(self.kind, self.name, self.document))


class MarkKind(StrEnum):
    """How words are set off; each value is the HTML element of the same meaning."""

    EMPHASIS = "em"
    STRONG = "strong"
    CODE = "code"
    LINK = "link"


class Mark(NamedTuple):
    """How an atom is set off; `href` is the address of a link, else empty."""

    kind: MarkKind
    href: str = ""


class Atom(NamedTuple):
    """A run of words, or one placeholder (then `text` is empty). `"\\n"` as text is a hard line break."""

    text: str = ""
    placeholder: Placeholder | None = None
    marks: tuple[Mark, ...] = ()


class BlockKind(StrEnum):
    """The kinds of blocks; each member's value is the HTML element of the same meaning."""

    PARAGRAPH = "p"
    QUOTE = "blockquote"
    BULLETS = "ul"
    NUMBERS = "ol"
    ITEM = "li"
    TABLE = "table"
    ROW = "tr"
    HEADER_CELL = "th"
    CELL = "td"


class Block(NamedTuple):
    """A block: either its atoms (paragraph, cell) or its child blocks; `start` numbers the first item of a numbered list."""

    kind: BlockKind
    atoms: tuple[Atom, ...] = ()
    blocks: tuple[Block, ...] = ()
    start: int = 1

    def walk(self) -> Iterator[Block]:
        yield self
        for block in self.blocks:
            yield from block.walk()


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that a clause text may not hold: an offset into the text, a problem code, a message and advice."""

    offset: int
    code: str
    message: str
    advice: str


@dataclass(frozen=True, slots=True)
class Prose:
    """A parsed text: its blocks and what is wrong with it."""

    blocks: tuple[Block, ...]
    faults: tuple[Fault, ...] = ()

    def atoms(self) -> Iterator[Atom]:
        for top in self.blocks:
            for block in top.walk():
                yield from block.atoms

    def placeholders(self) -> list[Placeholder]:
        """The placeholders in the order of the text."""
        return [atom.placeholder for atom in self.atoms() if atom.placeholder]


EMPTY = Prose(())


@lru_cache(maxsize=5_000)
def parse_prose(text: str) -> Prose:
    """Parse a clause text, a summary or a note. Never raises; what may not be in it comes back as faults."""
    if not text.strip():
        return EMPTY
    if len(text.encode()) > MAX_TEXT_BYTES:
        fault = Fault(0, "text-size", f"the text is larger than {MAX_TEXT_BYTES:,} bytes", "split the clause")
        return Prose((), (fault,))
    paragraphs = _plain_paragraphs(text)
    return parse_marked(text) if paragraphs is None else Prose(paragraphs)


def parse_marked(text: str) -> Prose:
    """Parse a text with any marks: what `parse_prose` does with all but plain paragraphs."""
    tab = text.find("\t")
    if tab >= 0:
        advice = "write a space; for columns a table, for items a list"
        return Prose((), (Fault(tab, "markup", "a tab stands here, which would be printed as a space", advice),))
    wide = too_wide(text)
    if wide:
        return Prose((), (Fault(text.find(wide.found), "markup", wide.message, wide.advice),))
    faults: list[Fault] = []
    reader = _Reader(text, faults)
    try:
        blocks = tuple(reader.blocks(_MARKDOWN.parse(text)))
    except _TooNested as nested:
        message = f"more than {MAX_NESTING} {nested.what} stand in each other here"
        return Prose((), (Fault(nested.offset, "too-nested", message, "say it in fewer levels, or nest clauses"),))
    return Prose(blocks, tuple(sorted(faults, key=lambda fault: fault.offset)[:_MAX_FAULTS]))


@lru_cache(maxsize=5_000)
def placeholders_in(text: str) -> tuple[Placeholder, ...]:
    """The placeholders of a clause text, a summary or a note, in the order of the text."""
    if "{" not in text:
        return ()
    if not _MAY_HIDE_BRACES.search(text) and len(text) < _SHORT:
        try:  # most texts: there is no need to know what stands around them
            return tuple([parse_placeholder(found[1], found[2]) for found in _PLACEHOLDER.finditer(text)])
        except ValueError:
            pass  # with a fault, which the parser knows how to tell
    return tuple(parse_prose(text).placeholders())


# Where none of these stands, braces are placeholders, or faults.
_MAY_HIDE_BRACES = re.compile(r"[\\`~<&\[\]|]|^\s*(?: {4}|\t)", re.MULTILINE)
_SHORT = MAX_TEXT_BYTES // 4  # no character takes more bytes


# Most texts are paragraphs of words and placeholders. These characters mean nothing in Markdown, if the lines begin and end so.
# (The letters of western languages are in \w too; told apart from the rest they are found much faster.)
_NOT_PLAIN = re.compile(r"[^0-9A-Za-zÀ-ÖØ-öø-ÿ \n,.;:'\"“”‘’()/–—%§€+=?!@«»…|{}\u00a0\u202f\w-]|_|==")
_NOT_OPENING = re.compile(r"\n(?:[^\w\n(“\"'‘«§€{]|\(?(?:[0-9]+|[a-z]{1,5})[.)])")
_NOT_CLOSING = (" \n", "\u00a0\n", "\u202f\n")


def _plain_paragraphs(text: str) -> tuple[Block, ...] | None:
    """The paragraphs of a text that has no mark and no fault; None for a text that may have."""
    lines = f"\n{text}\n"
    if _NOT_PLAIN.search(text) or _NOT_OPENING.search(lines) or any(end in lines for end in _NOT_CLOSING):
        return None
    if hidden_in(text.replace("\n", " ")):
        return None
    blocks = []
    for paragraph in re.split("\n\n+", text.strip("\n")):
        # Words stand at every third place; between them what a placeholder names, and the words that it prints.
        pieces = _PLACEHOLDER.split(paragraph)
        atoms = []
        for index in range(0, len(pieces), 3):
            words = pieces[index]
            if "{" in words or "}" in words or "|" in words:
                return None
            if words:
                atoms.append(Atom(words.replace("\n", " ")))
            if index + 2 < len(pieces):
                try:
                    atoms.append(Atom("", parse_placeholder(pieces[index + 1], pieces[index + 2])))
                except ValueError:
                    return None
        blocks.append(Block(BlockKind.PARAGRAPH, tuple(atoms)))
    return tuple(blocks)


@lru_cache(maxsize=10_000)
def parse_placeholder(inner: str, words: str | None = None) -> Placeholder:
    """Read what stands between the braces; raises ValueError with what is wrong."""
    kind_word, colon, name = inner.partition(":")
    if not colon:
        kind, name = PlaceholderKind.VALUE, inner
    elif kind_word in {"clause", "document", "term", "only"} or inner == REPEALED[1:-1]:
        kind = PlaceholderKind(kind_word)
    else:
        raise ValueError(
            f"“{kind_word}:” is not a kind of placeholder; write clause:, document:, term: or a value's name"
        )
    document = None
    if kind is PlaceholderKind.CLAUSE and "/" in name:
        document, _, name = name.partition("/")
    for part in (*(name.split("+") if kind is PlaceholderKind.ONLY else [name]), document):
        if part is not None and not is_name(part):
            raise ValueError(f"“{part}” cannot be a name: {NAME_FORM}")
    if words is not None and kind not in (PlaceholderKind.TERM, PlaceholderKind.ONLY):
        raise ValueError("only a term takes words of its own after “|”")
    if words is not None and not words.strip():
        raise ValueError("the words after “|” are missing")
    return Placeholder(kind, name, document, words)


def _placeholder_rule(state: StateInline, silent: bool) -> bool:
    if state.src[state.pos] != "{":
        return False
    match = _PLACEHOLDER.match(state.src, state.pos)
    if not match:
        return False
    if not silent:
        token = state.push("placeholder", "", 0)
        token.content = match[0]
        token.meta = {"inner": match[1], "words": match[2]}
    state.pos = match.end()
    return True


def _markdown() -> MarkdownIt:
    # Nested deeper than markdown-it's bound, words would be left out; `_Reader` refuses far less.
    markdown = MarkdownIt("commonmark", {"html": False, "maxNesting": 10 * MAX_NESTING}).enable("table")
    # Without text_join an escaped brace stays a token of its own, so that a stray brace can be told from it.
    markdown.disable(["html_block", "html_inline", "reference", "text_join"])
    markdown.inline.ruler.before("emphasis", "placeholder", _placeholder_rule)
    markdown.validateLink = lambda url: True  # type: ignore[method-assign]  # judged below, with a place
    return markdown


_MARKDOWN = _markdown()

_SAFE_LINK = re.compile(r"(https?://[^\s/]|mailto:[^\s@]+@|tel:\+?[0-9])", re.IGNORECASE)

_CONTAINERS = {
    "blockquote_open": BlockKind.QUOTE,
    "bullet_list_open": BlockKind.BULLETS,
    "ordered_list_open": BlockKind.NUMBERS,
    "list_item_open": BlockKind.ITEM,
    "table_open": BlockKind.TABLE,
    "tr_open": BlockKind.ROW,
}
_LEAVES = {"paragraph_open": BlockKind.PARAGRAPH, "th_open": BlockKind.HEADER_CELL, "td_open": BlockKind.CELL}
_REFUSED = {
    "heading_open": ("a heading", "give the clause a title, or nest clauses"),
    "fence": ("a code block", "write it as a paragraph"),
    "code_block": ("a code block (indented text)", "remove the indentation"),
    "hr": ("a rule", "leave a blank line"),
    "image": ("an image", "describe it, or link to it"),
}
_MARKS = {"em_open": MarkKind.EMPHASIS, "strong_open": MarkKind.STRONG, "link_open": MarkKind.LINK}


def _words_alone(inline: Token) -> str:
    """The words of a paragraph as they stand, with a sign that is none for whatever is not read as words."""
    return "".join(
        token.content if token.type == "text" else "\n" if token.type in {"softbreak", "hardbreak"} else OPAQUE
        for token in inline.children or []
        if token.type not in _MARKS and not token.type.endswith("_close")
    )


class _TooNested(Exception):
    """Raised for marks, lists or quotes that are nested so deep that reading on would cost more than it tells."""

    def __init__(self, what: str, offset: int) -> None:
        super().__init__(what)
        self.what = what
        self.offset = offset


class _Reader:
    """Turns markdown-it's flat tokens into blocks, and notes the faults of one text."""

    def __init__(self, text: str, faults: list[Fault]) -> None:
        self._text = text
        self._faults = faults
        self._opened: list[int] = []  # where each list that is open begins
        self._line_starts = [0] + [match.end() for match in re.finditer("\n", text)]

    def blocks(self, tokens: list[Token]) -> list[Block]:
        root: list[Block] = []
        stack: list[tuple[BlockKind, int, list[Block]]] = []
        numbers: list[list[str]] = []  # those typed before the items of each list that is open
        leaf: BlockKind | None = None
        for token in tokens:
            here = stack[-1][2] if stack else root
            if token.type in _CONTAINERS:
                kind = _CONTAINERS[token.type]
                stack.append((kind, int(token.attrGet("start") or 1), []))
                if sum(each[0] not in (BlockKind.ITEM, BlockKind.ROW) for each in stack) > MAX_NESTING:
                    raise _TooNested("lists and quotes", self._offset(token))
                if kind is BlockKind.ITEM:
                    numbers[-1].append(token.info)
                elif kind is BlockKind.ROW and stack[-2][2]:
                    row = self._offset(token)
                    lost = lost_cells(self._text[row:].partition("\n")[0], len(stack[-2][2][0].blocks))
                    self._note([lost] if lost else [], row)
                elif kind in (BlockKind.BULLETS, BlockKind.NUMBERS):
                    numbers.append([])
                    self._opened.append(self._offset(token))
            elif token.type in _LEAVES:
                leaf = _LEAVES[token.type]
            elif token.type == "inline":
                if leaf is BlockKind.PARAGRAPH:
                    self._note(joined_lines(token.content.split("\n")), self._offset(token))
                here.append(Block(leaf or BlockKind.PARAGRAPH, self._atoms(token)))
                leaf = None
            elif token.type.endswith("_close") and token.type.replace("_close", "_open") in _CONTAINERS:
                kind, start, children = stack.pop()
                if kind in (BlockKind.BULLETS, BlockKind.NUMBERS):
                    typed, first = numbers.pop(), self._opened.pop()
                    if kind is BlockKind.NUMBERS:
                        self._note(changed_numbers(typed), first)
                (stack[-1][2] if stack else root).append(Block(kind, (), tuple(children), start))
            elif token.type in _REFUSED:
                self._refuse(token.type, self._offset(token))
        return root

    def _note(self, oddities: Iterable[Oddity], start: int) -> None:
        """Note what is odd, each at the next place from `start` on where it stands."""
        for oddity in oddities:
            start = self._find(oddity.found, start)
            self._faults.append(Fault(start, "markup", oddity.message, oddity.advice))
            start += len(oddity.found)

    def _offset(self, token: Token) -> int:
        line = token.map[0] if token.map else 0
        return self._line_starts[min(line, len(self._line_starts) - 1)]

    def _refuse(self, kind: str, offset: int) -> None:
        what, advice = _REFUSED[kind]
        self._faults.append(Fault(offset, "markup", f"{what} is not allowed in this text", advice))

    def _find(self, needle: str, start: int) -> int:
        found = self._text.find(needle, start)
        return found if found >= 0 else start

    def _atoms(self, inline: Token) -> tuple[Atom, ...]:
        atoms: list[Atom] = []
        marks: list[Mark] = []
        base = self._offset(inline)
        self._note(literal_marks(_words_alone(inline)), base)
        seen = linked = 0  # how many pieces print something, and how many did when a link began

        def add(text: str = "", placeholder: Placeholder | None = None, *extra: Mark) -> None:
            here = (*marks, *extra)
            if (
                placeholder is None
                and atoms
                and atoms[-1].placeholder is None
                and atoms[-1].marks == here
                and "\n" not in (text, atoms[-1].text)
            ):
                atoms[-1] = Atom(atoms[-1].text + text, None, here)
            elif text or placeholder:
                atoms.append(Atom(text, placeholder, here))

        for token in inline.children or []:
            if token.type == "placeholder" or token.content.strip():
                seen += 1
            if token.type in {"text", "text_special"}:
                if token.type == "text":
                    self._check_braces(token.content, base)
                add(token.content)
            elif token.type == "placeholder":
                add("", self._placeholder(token, base))
            elif token.type == "softbreak":
                add(" ")
            elif token.type == "hardbreak":
                add("\n")
            elif token.type == "code_inline":
                add(token.content, None, Mark(MarkKind.CODE))
            elif token.type in _MARKS:
                href = str(token.attrGet("href") or "")
                if token.type == "link_open" and not _SAFE_LINK.match(href):
                    offset = self._find(href, base)
                    self._faults.append(
                        Fault(
                            offset,
                            "bad-link",
                            f"the link “{href[:80]}” is not a complete web, mail or telephone address",
                            "start it with https://, mailto: or tel:; to refer to a clause write {clause:id}",
                        )
                    )
                    href = ""
                if token.type == "link_open":
                    linked = seen
                if token.attrGet("title"):
                    title = str(token.attrGet("title"))
                    message = f"the words in quotes after the address of a link are not printed: “{title}”"
                    self._faults.append(Fault(self._find(title, base), "markup", message, "write them in the text"))
                marks.append(Mark(_MARKS[token.type], href))
                if len(marks) > MAX_NESTING:
                    raise _TooNested("marks of emphasis", base)
            elif token.type in {"em_close", "strong_close", "link_close"}:
                marks.pop()
                if token.type == "link_close" and seen == linked:
                    message = "a link without words is not seen"
                    place = self._find("](", base)
                    self._faults.append(Fault(place, "markup", message, "write its words in the brackets"))
            elif token.type in _REFUSED:
                self._refuse(token.type, base)
        for atom in atoms:  # an entity such as &#x202e; shows in the file as harmless letters
            found = hidden_in(atom.text)
            if found:
                advice = "remove it, or write the letter itself"
                self._faults.append(Fault(self._find("&", base), "character", found, advice))
        return tuple(atoms)

    def _placeholder(self, token: Token, base: int) -> Placeholder | None:
        try:
            return parse_placeholder(token.meta["inner"], token.meta["words"])
        except ValueError as error:
            self._faults.append(
                Fault(
                    self._find(token.content, base),
                    "placeholder-form",
                    f"“{token.content}” is not a placeholder: {error}",
                    "see “clausebook help format Placeholders”",
                )
            )
            return None

    def _check_braces(self, text: str, base: int) -> None:
        for brace in re.finditer(r"[{}]", text):
            self._faults.append(
                Fault(
                    self._find(brace[0], base),
                    "placeholder-form",
                    f"the brace “{brace[0]}” belongs to no placeholder",
                    f"complete the placeholder, or write \\{brace[0]} for the sign itself",
                )
            )
