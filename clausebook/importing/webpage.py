"""Web pages: the text of a page without what stands around it (menus, banners, footers), as lines.

Only the elements and attributes that say something about the text are looked at; scripts are not run and style sheets not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from urllib.parse import urljoin, urlparse

from selectolax.lexbor import LexborHTMLParser, LexborNode

from clausebook.importing.decoding import decoded
from clausebook.importing.intermediate import Finding, Grid, Kind, Line, ListItem, Outline, Piece, clean, joined
from clausebook.importing.markers import letters_of, roman_of
from clausebook.importing.requests import ReadingWish
from clausebook.problems import Place

_UNSEEN = {
    "script",
    "style",
    "noscript",
    "template",
    "head",
    "svg",
    "iframe",
    "object",
    "video",
    "audio",
    "canvas",
    "title",
    "link",
    "meta",
}
_CONTROLS = {"button", "input", "select", "textarea", "form", "label", "dialog"}
_AROUND = {"nav", "header", "footer", "aside"}
_ROLES = {"navigation", "banner", "contentinfo", "dialog", "alertdialog", "search", "complementary"}
_NAMED_AROUND = re.compile(
    r"(?:^|[\s_-])(?:(?:cookie|consent|gdpr)s?[\s_-]?(?:banner|bar|consent|notice|popup|overlay|modal|dialog|message|box|wall|layer)|consent|onetrust|cookiebot|"
    r"cybotcookiebotdialog|navbar|nav|menu|breadcrumbs?|sidebar|site-footer|site-header|footer|newsletter|share|social|skip-link|popup|modal)"
    r"(?=$|[\s_-])",
    re.IGNORECASE,
)
_BLOCKS = {
    "address", "article", "blockquote", "body", "center", "dd", "details", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "h1",
    "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "legend", "li", "main", "nav", "ol", "p", "pre", "section", "summary", "table", "ul", "caption",
}  # fmt: skip
_LIST_STYLES = {
    "lower-alpha": "a",
    "lower-latin": "a",
    "upper-alpha": "A",
    "upper-latin": "A",
    "lower-roman": "i",
    "upper-roman": "I",
    "decimal": "1",
}
_MOST_AROUND = 0.4  # of the words of a page: more is no banner, whatever it is called


def read_html(data: bytes, path: str, wish: ReadingWish) -> Outline:
    """The outline of a web page."""
    text = decoded(data, declared=True)
    tree = LexborHTMLParser(text)
    body = tree.body
    root = tree.root
    reader = _Reader(path, _base(tree, wish.base))
    if body is not None:
        main = _main_of(body)
        if main is not None and main is not body:
            outside = _words(body, skipping=main)
            if outside:
                reader.leave_out(body, "what stands around the main part of the page", outside)
        reader.read(main or body)
    named = tree.css_first("title")
    language = (root.attributes.get("lang") or "") if root is not None else ""
    title = clean(named.text()).strip() if named is not None else ""
    return Outline(
        tuple(reader.blocks), path, _page_title(title, reader.blocks), language[:2].lower(), tuple(reader.findings)
    )


def read_fragment(html: str, path: str, line: int) -> tuple[list[Line | Grid], list[Finding]]:
    """The blocks of a piece of HTML that stands in another text, at a line of it."""
    reader = _Reader(path, "", first_line=line)
    body = LexborHTMLParser(html).body
    if body is not None:
        reader.read(body)
    return reader.blocks, reader.findings


def _page_title(title: str, blocks: list[Line | Grid]) -> str:
    """The page's own title when no heading says it: without the name of the site after a bar."""
    if any(isinstance(block, Line) and block.heading == 1 for block in blocks):
        return ""
    return re.split(r"\s+[|–—·»-]\s+", title)[0]


def _base(tree: LexborHTMLParser, base: str) -> str:
    found = tree.css_first("base[href]")
    canonical = tree.css_first("link[rel=canonical]")
    for node in (found, canonical):
        href = (node.attributes.get("href") or "") if node is not None else ""
        if href.startswith("http"):
            return href
    return base


def _main_of(body: LexborNode) -> LexborNode | None:
    """The one element that says of itself that it holds the text, if it holds a good part of the words."""
    for selector in ("main", "[role=main]", "article"):
        found = body.css(selector)
        if len(found) == 1 and len(found[0].text().split()) > 0.3 * len(_words(body).split()):
            return found[0]
    return None


def _words(node: LexborNode, skipping: LexborNode | None = None) -> str:
    """The words that a reader sees in an element, but for those in another one."""
    parts: list[str] = []

    def walk(at: LexborNode) -> None:
        for child in at.iter(include_text=True):
            if child.tag == "-text":
                parts.append(child.text_content or "")
            elif child.tag not in _UNSEEN and not (skipping is not None and child.mem_id == skipping.mem_id):
                parts.append(" ")
                walk(child)
                parts.append(" ")

    walk(node)
    return " ".join(clean("".join(parts)).split())


@dataclass(frozen=True, slots=True)
class _Style:
    """How the words are set off where the reader is."""

    strong: bool = False
    emphasis: bool = False
    href: str = ""


@dataclass(slots=True)
class _Reader:
    path: str
    base: str
    first_line: int = 0
    blocks: list[Line | Grid] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    _pieces: list[Piece] = field(default_factory=list)
    _anchors: list[str] = field(default_factory=list)
    _items: list[ListItem] = field(default_factory=list)
    _heading: int = 0
    _quote: bool = False
    _lists: int = 0
    _total: int = 0

    def read(self, node: LexborNode) -> None:
        self._total = max(1, len(_words(node).split()))
        self._children(node, _Style())
        self._flush()

    def leave_out(self, node: LexborNode, what: str, words: str) -> None:
        self.findings.append(Finding(self._place(), Kind.LEFT_OUT, what, words))

    def _place(self) -> Place:
        return Place(self.path, self.first_line or len(self.blocks) + 1)

    def _children(self, node: LexborNode, style: _Style) -> None:
        for child in node.iter(include_text=True):
            if child.tag == "-text":
                self._pieces.append(Piece(child.text_content or "", style.strong, style.emphasis, style.href))
            elif child.tag != "-comment":
                self._element(child, style)

    def _element(self, node: LexborNode, style: _Style) -> None:
        tag = node.tag or ""
        attributes = node.attributes
        if tag in _UNSEEN:
            return
        around = self._why_left_out(node, tag)
        if around:
            words = _words(node)
            if words:
                self.leave_out(node, around, words)
            return
        for name in (attributes.get("id"), attributes.get("name") if tag == "a" else None):
            if name:
                self._anchors.append(name)
        if tag == "br":
            self._flush()
        elif tag == "table":
            self._flush()
            self._table(node)
        elif tag in {"ol", "ul", "menu"}:
            self._flush()
            self._list(node, style)
        elif tag in _BLOCKS:
            self._block(node, tag, style)
        elif tag == "img":
            words = clean(attributes.get("alt") or "").strip()
            if words:
                self.leave_out(node, "a picture, by its description", words)
        else:
            self._children(node, self._inner_style(node, tag, style))

    def _why_left_out(self, node: LexborNode, tag: str) -> str:
        attributes = node.attributes
        css = re.sub(r"\s", "", attributes.get("style") or "").lower()
        if (
            "hidden" in attributes
            or "display:none" in css
            or "visibility:hidden" in css
            or attributes.get("aria-hidden") == "true"
        ):
            return "what the page hides"
        if tag in _CONTROLS and tag not in {"form", "label"}:
            return "a button or a field of a form"
        named = f"{attributes.get('id') or ''} {attributes.get('class') or ''}"
        is_around = tag in _AROUND or attributes.get("role") in _ROLES or _NAMED_AROUND.search(named)
        if not is_around or tag in {"body", "main"}:
            return ""
        if tag == "header" and node.css_first("h1") is not None:
            return ""
        if len(_words(node).split()) > _MOST_AROUND * self._total:
            return ""
        return "a menu, banner or footer of the page"

    def _inner_style(self, node: LexborNode, tag: str, style: _Style) -> _Style:
        css = re.sub(r"\s", "", node.attributes.get("style") or "").lower()
        strong = style.strong or tag in {"b", "strong"} or bool(re.search(r"font-weight:(?:bold|[6-9]00)", css))
        emphasis = style.emphasis or tag in {"i", "em", "cite", "dfn"} or "font-style:italic" in css
        href = style.href
        if tag == "a" and node.attributes.get("href"):
            href = self._address((node.attributes["href"] or "").strip())
        return _Style(strong, emphasis, href)

    def _address(self, href: str) -> str:
        if href.startswith("#"):
            return href if len(href) > 1 else ""
        made = urljoin(self.base, href) if self.base else href
        here, there = urlparse(self.base), urlparse(made)
        if self.base and there.fragment and (here.netloc, here.path) == (there.netloc, there.path):
            return f"#{there.fragment}"
        return made

    def _block(self, node: LexborNode, tag: str, style: _Style) -> None:
        self._flush()
        heading, quote = self._heading, self._quote
        if re.fullmatch(r"h[1-6]", tag):
            self._heading = int(tag[1])
        elif tag == "blockquote":
            self._quote = True
        elif tag == "dt":
            style = replace(style, strong=True)
        if tag == "pre":
            for line in (node.text() or "").split("\n"):
                self._pieces.append(Piece(line))
                self._flush()
        else:
            self._children(node, self._inner_style(node, tag, style))
        self._flush()
        self._heading, self._quote = heading, quote

    def _list(self, node: LexborNode, style: _Style) -> None:
        self._lists += 1
        series = f"list {self._lists}"
        ordered = node.tag == "ol"
        depth = sum(1 for item in self._items if item.bullet) + 1
        kind = _counter(node)
        attributes = node.attributes
        position = _whole(attributes.get("start"), 1)
        for child in node.iter(include_text=True):
            if child.tag != "li":
                if child.tag == "-text":
                    if (child.text_content or "").strip():
                        self._pieces.append(Piece(child.text_content or "", style.strong, style.emphasis, style.href))
                else:
                    self._element(child, style)
                continue
            self._flush()
            position = _whole(child.attributes.get("value"), position)
            number = f"{_counted(kind, position)}." if ordered and kind else ""
            position += 1
            if child.attributes.get("id"):
                self._anchors.append(child.attributes["id"] or "")
            self._items.append(ListItem(number, series if number else "", 0 if number else depth))
            self._children(child, style)
            self._flush()
            self._items.pop()

    def _flush(self) -> None:
        pieces = joined(self._pieces)
        self._pieces = []
        if not pieces:
            return
        item = self._items[-1] if self._items else None
        line = Line(
            pieces,
            self._place(),
            self._heading,
            quote=self._quote,
            anchors=tuple(self._anchors),
            indent=18.0 * len(self._items),
        )
        self._anchors = []
        if item and not item.begun:
            line = replace(line, number=item.number, series=item.series, bullet=item.bullet)
            item.begun = True
        elif item:
            line = replace(line, continued=True)
        self.blocks.append(line)

    def _table(self, node: LexborNode) -> None:
        rows: list[tuple[tuple[Line | Grid, ...], ...]] = []
        first_is_header = False
        for row in _rows(node):
            cells = [cell for cell in row.iter() if cell.tag in {"td", "th"}]
            if not rows:
                first_is_header = bool(cells) and all(cell.tag == "th" for cell in cells)
            rows.append(tuple(self._cell(cell) for cell in cells))
        caption = node.css_first("caption")
        if caption is not None:
            self._children(caption, _Style())
            self._flush()
        if rows:
            self.blocks.append(Grid(tuple(rows), self._place(), first_is_header))

    def _cell(self, node: LexborNode) -> tuple[Line | Grid, ...]:
        inner = _Reader(
            self.path, self.base, self.first_line or len(self.blocks) + 1, _lists=self._lists, _total=self._total
        )
        inner._children(node, _Style())
        inner._flush()
        self._lists = inner._lists
        self.findings += inner.findings
        return tuple(inner.blocks)


def _rows(node: LexborNode) -> Iterator[LexborNode]:
    for child in node.iter():
        if child.tag == "tr":
            yield child
        elif child.tag in {"thead", "tbody", "tfoot"}:
            yield from (row for row in child.iter() if row.tag == "tr")


def _counter(node: LexborNode) -> str:
    """What an ordered list counts with; empty for one that shows no numbers."""
    css = re.search(r"list-style(?:-type)?:\s*([\w-]+)", node.attributes.get("style") or "")
    if css:
        return "" if css[1] == "none" else _LIST_STYLES.get(css[1], "1")
    kind = node.attributes.get("type") or "1"
    return kind if kind in {"1", "a", "A", "i", "I"} else "1"


def _whole(text: str | None, otherwise: int) -> int:
    return int(text) if text and re.fullmatch(r"[0-9]{1,4}", text) else otherwise


def _counted(kind: str, position: int) -> str:
    if kind in {"a", "A"}:
        made = letters_of(position)
    elif kind in {"i", "I"}:
        made = roman_of(position)
    else:
        return str(position)
    return made.upper() if kind.isupper() else made
