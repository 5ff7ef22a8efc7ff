"""Markdown: CommonMark with what its dialects add: front matter, tables, footnotes, definition lists, attribute lists, raw HTML."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.front_matter import front_matter_plugin

from clausebook.importing.decoding import decoded
from clausebook.importing.intermediate import Finding, Grid, Kind, Line, ListItem, Outline, Piece, clean, joined
from clausebook.importing.markers import begins_after, read_marker
from clausebook.importing.requests import ReadingWish
from clausebook.importing.webpage import read_fragment
from clausebook.problems import Place

_ATTRIBUTES = re.compile(r"\s*\{:?\s*(?=[#.\w-]*[#.=])(?:#(?P<id>[\w:.-]+))?[^{}]*\}\s*$")
_ATTRIBUTE_LINE = re.compile(r"\{:[^{}\n]*\}|\{[#.][^{}\n]*\}")
_TITLE = re.compile(r"^title\s*:\s*(.+?)\s*$", re.MULTILINE | re.IGNORECASE)
_LANGUAGE = re.compile(r"^lang(?:uage)?\s*:\s*[\"']?([a-z]{2})\b", re.MULTILINE | re.IGNORECASE)


def read_markdown(data: bytes, path: str, wish: ReadingWish) -> Outline:
    """The outline of a Markdown file."""
    markdown = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    markdown.validateLink = lambda url: True  # type: ignore[method-assign]  # judged when the text is written
    markdown.use(front_matter_plugin).use(footnote_plugin, inline=True).use(deflist_plugin)
    tokens = markdown.parse(decoded(data))
    reader = _Reader(path, _notes(tokens))
    reader.read(tokens)
    head = next((token.content for token in tokens if token.type == "front_matter"), "")
    title, language = _TITLE.search(head), _LANGUAGE.search(head)
    if head:
        reader.findings.append(
            Finding(Place(path), Kind.LEFT_OUT, "the front matter, which is no text", " ".join(head.split()))
        )
    return Outline(
        tuple(reader.blocks),
        path,
        clean(title[1]).strip("\"' ") if title else "",
        language[1].lower() if language else "",
        tuple(reader.findings),
        says_title=title is not None,
    )


def _notes(tokens: Sequence[Token]) -> dict[int, list[Token]]:
    """The words of each footnote, by its number."""
    found: dict[int, list[Token]] = {}
    number: int | None = None
    for token in tokens:
        if token.type == "footnote_open":
            number = int(token.meta["id"])
        elif token.type == "footnote_close":
            number = None
        elif number is not None and token.type == "inline":
            found.setdefault(number, []).extend(token.children or [])
    return found


@dataclass(slots=True)
class _List:
    series: str
    ordered: bool
    next: int
    sign: str


@dataclass(slots=True)
class _Reader:
    path: str
    notes: dict[int, list[Token]]
    blocks: list[Line | Grid] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    _items: list[ListItem] = field(default_factory=list)
    _lists: list[_List] = field(default_factory=list)
    _count: int = 0

    def read(self, tokens: Sequence[Token]) -> None:
        heading = quotes = 0
        in_notes = in_term = False
        rows: list[list[tuple[Line | Grid, ...]]] = []
        term: list[Piece] = []
        for token in tokens:
            kind = token.type
            line = (token.map[0] if token.map else 0) + 1
            if kind in {"footnote_block_open", "footnote_block_close"}:
                in_notes = kind == "footnote_block_open"
            elif in_notes:
                continue
            elif kind == "heading_open":
                heading = int(token.tag[1])
            elif kind == "heading_close":
                heading = 0
            elif kind in {"blockquote_open", "blockquote_close"}:
                quotes += 1 if kind == "blockquote_open" else -1
            elif kind in {"ordered_list_open", "bullet_list_open"}:
                self._count += 1
                start = int(token.attrGet("start") or 1)
                self._lists.append(_List(f"list {self._count}", kind == "ordered_list_open", start, token.markup))
            elif kind in {"ordered_list_close", "bullet_list_close"}:
                self._lists.pop()
            elif kind == "list_item_open":
                self._items.append(self._item())
            elif kind == "list_item_close":
                self._items.pop()
            elif kind == "tr_open":
                rows.append([])
            elif kind == "table_close":
                self.blocks.append(Grid(tuple(tuple(row) for row in rows), Place(self.path, line), has_header=True))
                rows = []
            elif kind == "dt_open":
                in_term = True
            elif kind == "dt_close":
                in_term = False
            elif kind == "inline":
                lines = list(self._lines(token, line, heading, quotes > 0))
                if rows:
                    rows[-1].append(tuple(lines))
                elif in_term:
                    term = [piece._replace(strong=True) for each in lines for piece in each.pieces]
                else:
                    if term and lines:
                        lines[0] = replace(lines[0], pieces=joined([*term, Piece(": "), *lines[0].pieces]))
                        term = []
                    for each in lines:
                        self._add(each)
            elif kind in {"code_block", "fence"}:
                for offset, text in enumerate(token.content.split("\n")):
                    self._add(Line(joined([Piece(text)]), Place(self.path, line + offset)))
            elif kind == "html_block":
                blocks, findings = read_fragment(token.content, self.path, line)
                self.findings += findings
                self.blocks += blocks

    def _item(self) -> ListItem:
        innermost = self._lists[-1]
        if not innermost.ordered:
            return ListItem(bullet=sum(not each.ordered for each in self._lists))
        number = f"{innermost.next}{innermost.sign}"
        innermost.next += 1
        return ListItem(number, innermost.series)

    def _add(self, line: Line) -> None:
        if not line.pieces:
            return
        item = self._items[-1] if self._items else None
        line = replace(line, indent=18.0 * len(self._items))
        if item and not item.begun:
            line = replace(line, number=item.number, series=item.series, bullet=item.bullet)
            item.begun = True
        elif item:
            line = replace(line, continued=True)
        self.blocks.append(line)

    def _lines(self, inline: Token, line: int, heading: int, quote: bool) -> Iterator[Line]:
        """The lines of a paragraph: one, or more where lines that begin with numbers of their own were not set apart."""
        anchors: list[str] = []
        wished = ""
        parts: list[list[Piece]] = [[]]
        offsets = [0]
        offset = 0
        for piece, is_break in self._pieces(inline.children or [], anchors):
            if piece is None:
                offset += 1
                if is_break or self._begins_anew(inline.content, offset):
                    parts.append([])
                    offsets.append(offset)
                else:
                    parts[-1].append(Piece(" "))
            else:
                parts[-1].append(piece)
        for offset, pieces in zip(offsets, parts, strict=True):
            made = joined(pieces)
            if heading and made:
                found = _ATTRIBUTES.search(made[-1].text)
                if found:
                    wished = found["id"] or ""
                    made = joined([*made[:-1], made[-1]._replace(text=made[-1].text[: found.start()])])
                anchors.append(wished or _slug("".join(piece.text for piece in made)))
            elif made and _ATTRIBUTE_LINE.fullmatch("".join(piece.text for piece in made)):
                words = "".join(piece.text for piece in made)
                self.findings.append(
                    Finding(Place(self.path, line + offset), Kind.LEFT_OUT, "a list of attributes", words)
                )
                continue
            if made:
                place = Place(self.path, line + offset)
                yield Line(made, place, heading, quote=quote, anchors=tuple(anchors), wished_id=wished)

    def _begins_anew(self, content: str, offset: int) -> bool:
        """Whether a line within a paragraph begins with a number, an attribute list or a sign as the lines around it do."""
        lines = content.split("\n")
        if offset >= len(lines):
            return False
        if _ATTRIBUTE_LINE.fullmatch(lines[offset].strip()):
            return True
        plain = [text.strip().lstrip("*_") for text in lines]
        numbered = any(read_marker(text) for text in plain[:offset])
        return numbered and begins_after(plain[offset - 1], plain[offset])

    def _pieces(self, children: Sequence[Token], anchors: list[str]) -> Iterator[tuple[Piece | None, bool]]:
        """The pieces of a paragraph; None for the end of a line, with whether it was meant as one."""
        strong = emphasis = 0
        href = ""
        for token in children:
            kind = token.type
            if kind in {"text", "text_special", "code_inline"}:
                yield Piece(token.content, strong > 0, emphasis > 0, href), False
            elif kind in {"strong_open", "strong_close"}:
                strong += 1 if kind == "strong_open" else -1
            elif kind in {"em_open", "em_close"}:
                emphasis += 1 if kind == "em_open" else -1
            elif kind == "link_open":
                href = str(token.attrGet("href") or "")
            elif kind == "link_close":
                href = ""
            elif kind in {"softbreak", "hardbreak"}:
                yield None, kind == "hardbreak"
            elif kind == "image":
                words = clean(token.content).strip()
                self.findings.append(Finding(Place(self.path), Kind.LEFT_OUT, "a picture, by its description", words))
            elif kind == "footnote_ref":
                yield from self._note(token, anchors)
            elif kind == "html_inline":
                found = re.search(r"<a\s[^>]*(?:id|name)=[\"']?([\w:.-]+)", token.content)
                if found:
                    anchors.append(found[1])
                if re.match(r"<br\b", token.content):
                    yield None, True

    def _note(self, token: Token, anchors: list[str]) -> Iterator[tuple[Piece | None, bool]]:
        """A footnote at the place that it belongs to, in parentheses."""
        number = int(token.meta["id"])
        inner = self.notes.get(number) or token.meta.get("tokens") or []
        pieces = [piece for piece, _ in self._pieces(inner, anchors) if piece]
        words = "".join(piece.text for piece in pieces).strip()
        if words:
            self.findings.append(
                Finding(Place(self.path), Kind.UNDERSTOOD, f"footnote {number + 1} stands in parentheses: {words}")
            )
            yield Piece(" ("), False
            for piece in pieces:
                yield piece, False
            yield Piece(")"), False


def _slug(text: str) -> str:
    """The name that renderers give to a heading: what links within the file lead to."""
    return re.sub(r"\s+", "-", re.sub(r"[^\w\s-]", "", text.strip().lower()))
