"""Visible: a page as a sequence of what its readers meet, equal for two pages that say the same.

Words with white space folded as browsers fold it (CSS Text 3, 4.1), the bounds of blocks, and every element and attribute that means
something: what is not known to mean nothing counts. So a copy may have its attributes in another order, and wrappers without meaning around
its tables, but not another word, link, number, order, or an attribute that hides.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from selectolax.lexbor import LexborNode

from clausebook.verify.links import Links

WORD, SPACE, BREAK, OPEN, CLOSE = "word", "space", "break", "open", "close"

# White space as HTML knows it; no-break spaces and the like are characters of words.
_SPACE = re.compile(r"[ \t\n\r\f]+")
_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "center",
        "dd",
        "details",
        "dialog",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hgroup",
        "hr",
        "legend",
        "li",
        "main",
        "menu",
        "nav",
        "ol",
        "optgroup",
        "option",
        "p",
        "pre",
        "search",
        "section",
        "select",
        "summary",
        "table",
        "caption",
        "colgroup",
        "col",
        "tbody",
        "thead",
        "tfoot",
        "tr",
        "td",
        "th",
        "ul",
        "video",
        "audio",
        "iframe",
    ]
)
# Nobody sees them. What style sheets do is looked at in `styles`; scripts are not run.
_UNSEEN = frozenset({"script", "style", "link", "meta", "title"})
# Elements that by themselves mean nothing.
_TRANSPARENT = frozenset({"div", "span", "mark"})
# Attributes that mean nothing to a reader, or whose meaning is looked at elsewhere (class, style).
_IGNORED = frozenset(
    [
        "class",
        "style",
        "tabindex",
        "rel",
        "target",
        "nonce",
        "open",
        "loading",
        "decoding",
        "fetchpriority",
        "referrerpolicy",
        "crossorigin",
        "integrity",
        "spellcheck",
        "draggable",
        "autocomplete",
        "autocapitalize",
        "download",
        "ping",
        "translate",
        "xmlns",
    ]
)
_LINKS = frozenset({"href", "src", "action", "formaction", "cite", "poster", "data", "background", "longdesc"})


class Token(NamedTuple):
    """One thing that a reader meets: a word, a space, the bound of a block, or the begin or end of an element. `anchor` is the id of an
    element that links can lead to."""

    kind: str
    text: str = ""
    anchor: str = ""


@dataclass(slots=True)
class Seen:
    """What is seen of an element: its tokens, and for each element in it which of its characters it holds (from, to), by `mem_id`."""

    tokens: list[Token] = field(default_factory=list)
    extents: dict[int, tuple[int, int]] = field(default_factory=dict)


def see(root: LexborNode, links: Links) -> Seen:
    """What is seen in an element, whose own tag and attributes are left out. Elements with the attribute `hidden` are told with it, since a
    style may show them."""
    return _Reader(links).read(root)


class _Reader:
    """Walks a tree without recursion: a page may be nested as deep as its author likes."""

    def __init__(self, links: Links) -> None:
        self.links, self.seen = links, Seen()
        self.at = 0
        self._pending, self._fresh, self._kept = False, True, 0

    def read(self, root: LexborNode) -> Seen:
        steps = [(node, False) for node in _children_backwards(root)]
        ends: list[tuple[str, int]] = []
        begun: dict[int, int] = {}
        while steps:
            node, leaving = steps.pop()
            if node.is_text_node:
                self._text(node.text_content or "")
                continue
            if not node.is_element_node:
                continue
            tag = node.tag or ""
            if leaving:
                closing, _ = ends.pop()
                self._leave(tag, closing)
                self.seen.extents[node.mem_id] = (begun[node.mem_id], self.at)
            elif tag not in _UNSEEN:
                begun[node.mem_id] = self.at
                ends.append((self._enter(node, tag), 0))
                steps.append((node, True))
                steps += [(child, False) for child in _children_backwards(node)]
        self._break()
        if self.seen.tokens and self.seen.tokens[-1].kind == BREAK:
            self.seen.tokens.pop()
        return self.seen

    def _enter(self, node: LexborNode, tag: str) -> str:
        """Begin an element; gives what its end is to be called, or nothing where it means nothing."""
        if tag in _BLOCKS:
            self._break()
        said = " ".join(meaning(node.attributes, self.links))
        anchor = node.attributes.get("id") or ""
        if tag == "pre" or tag == "textarea":
            self._kept += 1
        if tag in _TRANSPARENT and not said:
            return ""
        self._flush()
        self.seen.tokens.append(Token(OPEN, f"{tag} {said}".rstrip(), anchor))
        self.at += 1
        if tag == "br":
            self._pending, self._fresh = False, True
        return tag

    def _leave(self, tag: str, closing: str) -> None:
        if tag == "pre" or tag == "textarea":
            self._kept -= 1
        if closing:
            if tag in _BLOCKS:
                self._pending = False
            self.seen.tokens.append(Token(CLOSE, closing))
        if tag in _BLOCKS:
            self._break()

    def _text(self, text: str) -> None:
        if self._kept:
            if text:
                self._word(text)
            return
        words = _SPACE.split(text)
        for number, word in enumerate(words):
            if number:
                self._pending = not self._fresh
            if word:
                self._word(word)

    def _word(self, word: str) -> None:
        tokens = self.seen.tokens
        if self._pending:
            self._flush()
        if tokens and tokens[-1].kind == WORD:
            tokens[-1] = Token(WORD, tokens[-1].text + word)
        else:
            tokens.append(Token(WORD, word))
        self.at += len(word)
        self._fresh = False

    def _flush(self) -> None:
        if self._pending:
            self.seen.tokens.append(Token(SPACE))
            self._pending = False

    def _break(self) -> None:
        self._pending, self._fresh = False, True
        if self.seen.tokens and self.seen.tokens[-1].kind != BREAK:
            self.seen.tokens.append(Token(BREAK))


def _children_backwards(node: LexborNode) -> list[LexborNode]:
    found = []
    child = node.first_child
    while child is not None:
        found.append(child)
        child = child.next
    return found[::-1]


def meaning(attributes: Mapping[str, str | None], links: Links) -> Iterator[str]:
    """The attributes of an element that mean something, in order; of its classes those of our own style sheet."""
    own = sorted({name for name in _SPACE.split(attributes.get("class") or "") if name.startswith("cb-")})
    if own:
        yield f"class={' '.join(own)}"
    for name in sorted(attributes):
        value = attributes[name] or ""
        if name in _LINKS:
            yield f"{name}={links.tell(value)}"
        elif name == "id":
            if not value.startswith("__"):  # the theme's script numbers what it makes so
                yield f"id={value}"
        elif name not in _IGNORED and (not name.startswith("data-") or name.startswith("data-cb-")):
            yield f"{name}={value}"


_ADDRESS = re.compile(r" href=(\S+)")


def words_of(tokens: list[Token]) -> str:
    """The words of tokens as they stand in a line; before those of a link its address."""
    parts = []
    for token in tokens:
        match token.kind:
            case "word":
                parts.append(token.text)
            case "space" | "break":
                parts.append(" ")
            case "open" if address := _ADDRESS.search(token.text):
                parts.append(f"<{address[1].removeprefix('site:')}> ")
    return "".join(parts).strip()
