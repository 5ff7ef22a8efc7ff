"""Word: the parts of a .docx package as lines, with automatic numbers, tracked changes, footnotes, text boxes and fields (ECMA-376).

The parts are read as they are, without a library in between: what such libraries leave out (numbers, deleted words, text boxes) is what matters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from clausebook.importing.intermediate import Finding, Grid, Kind, Line, Outline, Piece, clean, continued, joined
from clausebook.importing.requests import ReadingWish, Side, Unreadable
from clausebook.importing.word_numbering import Numbering, W, attribute, whole
from clausebook.importing.word_styles import Styles
from clausebook.importing.zip_parts import Package
from clausebook.problems import Place

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_INSERTED, _DELETED = {"ins", "moveTo"}, {"del", "moveFrom"}
_FIELD = re.compile(r"^\s*(\w+)\s*(.*)$", re.DOTALL)
_TABLE_OF_CONTENTS = re.compile(r"toc \d|toc heading|table of figures")


def read_docx(data: bytes, path: str, wish: ReadingWish) -> Outline:
    """The outline of a Word document. Raises Unreadable where it has tracked changes and nobody said which side is wanted."""
    package = Package(data)
    document = package.part("word/document.xml")
    body = document.find(f"{W}body") if document is not None else None
    if body is None:
        raise Unreadable("the document has no text", "open it in Word and save it again")
    changes = sum(1 for each in body.iter() if _local(each) in _INSERTED | _DELETED)
    if changes and wish.tracked is None:
        message = f"the document has {changes} tracked changes, and it is not said whether they count"
        raise Unreadable(
            message, "say --tracked accept to read the new words, --tracked reject for the old ones", "import-tracked"
        )
    styles = Styles.of(package.part("word/styles.xml"))
    lists = {key: number for key in styles.elements if (number := styles.paragraph(key, "w:pPr/w:numPr/w:numId"))}
    reader = _Reader(
        path,
        styles,
        Numbering.of(package.part("word/numbering.xml"), lists),
        _links(package.part("word/_rels/document.xml.rels")),
        _notes(package, "footnote") | _notes(package, "endnote"),
        wish.tracked or Side.ACCEPT,
    )
    reader.read(body)
    if changes:
        side = "the new words are read" if reader.side is Side.ACCEPT else "the old words are read"
        reader.findings.append(Finding(Place(path), Kind.UNDERSTOOD, f"{changes} tracked changes: {side}"))
    reader.findings += _comments(package, path)
    reader.findings += _around(package, path)
    return Outline(tuple(reader.blocks), path, _title(package), "", tuple(reader.findings))


def _local(element: Element) -> str:
    return element.tag.removeprefix(W) if isinstance(element.tag, str) else ""


def _title(package: Package) -> str:
    core = package.part("docProps/core.xml")
    found = core.find("{http://purl.org/dc/elements/1.1/}title") if core is not None else None
    return clean(found.text or "").strip() if found is not None else ""


def _links(part: Element | None) -> Mapping[str, str]:
    return {each.get("Id", ""): each.get("Target", "") for each in part} if part is not None else {}


def _notes(package: Package, kind: str) -> dict[tuple[str, str], Element]:
    part = package.part(f"word/{kind}s.xml")
    found = part.findall(f"{W}{kind}") if part is not None else []
    return {(kind, each.get(W + "id", "")): each for each in found if each.get(W + "type") in {None, "normal"}}


def _text(element: Element) -> str:
    parts = []
    for paragraph in element.iter(f"{W}p"):
        parts.append("".join(each.text or "" for each in paragraph.iter(f"{W}t")))
    return " ".join(clean(" ".join(parts)).split())


def _comments(package: Package, path: str) -> Iterator[Finding]:
    part = package.part("word/comments.xml")
    for each in part.findall(f"{W}comment") if part is not None else ():
        author = clean(each.get(W + "author") or "somebody")
        yield Finding(Place(path), Kind.LEFT_OUT, f"a comment of {author}", _text(each))


def _around(package: Package, path: str) -> Iterator[Finding]:
    for name in sorted(package.names):
        if re.fullmatch(r"word/(?:header|footer)\d*\.xml", name):
            part = package.part(name)
            words = _text(part) if part is not None else ""
            if words:
                yield Finding(Place(path), Kind.LEFT_OUT, f"the {name[5:11]} of the pages", words)


@dataclass(frozen=True, slots=True)
class _Around:
    """What holds for the runs where the reader is: the style of the paragraph, the link."""

    styles: tuple[str, ...]
    href: str = ""


@dataclass(slots=True)
class _Field:
    """A field that is open: what it does, and whether its result is being read."""

    instruction: str = ""
    in_result: bool = False


@dataclass(slots=True)
class _Reader:
    path: str
    styles: Styles
    numbering: Numbering
    links: Mapping[str, str]
    notes: Mapping[tuple[str, str], Element]
    side: Side
    blocks: list[Line | Grid] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    _pieces: list[Piece] = field(default_factory=list)
    _anchors: list[str] = field(default_factory=list)
    _boxes: list[Element] = field(default_factory=list)
    _fields: list[_Field] = field(default_factory=list)
    _sizes: list[float] = field(default_factory=list)
    _count: int = 0

    def read(self, body: Element) -> None:
        self._blocks(body)
        if self._pieces:  # a paragraph whose mark was deleted was the last one
            self.blocks.append(Line(joined(self._pieces), self._place()))

    def _place(self) -> Place:
        return Place(self.path, max(1, self._count))

    def _is_gone(self, element: Element) -> bool:
        """Whether an element is on the other side of the tracked changes."""
        return _local(element) in (_DELETED if self.side is Side.ACCEPT else _INSERTED)

    def _blocks(self, parent: Element) -> None:
        for child in parent:
            name = _local(child)
            if name == "p":
                self._paragraph(child)
            elif name == "tbl":
                self._table(child)
            elif name == "sdt":
                gallery = attribute(child, "w:sdtPr/w:docPartObj/w:docPartGallery")
                content = child.find(f"{W}sdtContent")
                if gallery == "Table of Contents":
                    self._leave_out(child, "the table of contents")
                elif content is not None:
                    self._blocks(content)
            elif name == "bookmarkStart":
                self._anchors.append(child.get(W + "name", ""))
            elif name in _INSERTED | _DELETED | {"customXml", "smartTag"} and not self._is_gone(child):
                self._blocks(child)

    def _leave_out(self, element: Element, what: str) -> None:
        words = _text(element)
        if words:
            self.findings.append(Finding(self._place(), Kind.LEFT_OUT, what, words))

    def _paragraph(self, element: Element) -> None:
        self._count += 1
        properties = element.find(f"{W}pPr")
        style = attribute(properties, "w:pStyle") or self.styles.default
        if _TABLE_OF_CONTENTS.match(self.styles.name(style)):
            self._leave_out(element, "a line of the table of contents")
            return
        begun = bool(self._pieces)
        self._runs(element, _Around((style,)))
        if self._is_mark_gone(properties):
            return  # the next paragraph goes on this one
        pieces = joined(self._pieces)
        self._pieces, boxes, self._boxes = [], self._boxes, []
        if pieces or begun:
            self.blocks.append(self._line(pieces, properties, style))
        for box in boxes:
            self.findings.append(
                Finding(self._place(), Kind.UNCERTAIN, "a text box stands after the paragraph that it is fixed to")
            )
            first = len(self.blocks)
            self._blocks(box)
            self.blocks[first:] = [continued(block) for block in self.blocks[first:]]

    def _is_mark_gone(self, properties: Element | None) -> bool:
        marks = properties.find(f"{W}rPr") if properties is not None else None
        return marks is not None and any(self._is_gone(each) for each in marks)

    def _line(self, pieces: tuple[Piece, ...], properties: Element | None, style: str) -> Line:
        own_level = attribute(properties, "w:outlineLvl")
        heading = self.styles.heading(style) if own_level is None else (whole(own_level, 9) + 1) % 10
        number = attribute(properties, "w:numPr/w:numId") or self.styles.paragraph(style, "w:pPr/w:numPr/w:numId")
        level = attribute(properties, "w:numPr/w:ilvl")
        if level is None:
            level = self._level_of_style(number, style) or self.styles.paragraph(style, "w:pPr/w:numPr/w:ilvl") or "0"
        printed = self.numbering.count(number, whole(level)) if number and number != "0" else None
        left = attribute(properties, "w:ind", "left") or attribute(properties, "w:ind", "start")
        indent = whole(left) / 20 if left is not None else None
        if indent is None and printed:
            indent = printed.indent
        if indent is None:
            indent = whole(self.styles.paragraph(style, "w:pPr/w:ind", "left")) / 20
        size, self._sizes = max(self._sizes, default=0.0), []
        anchors, self._anchors = tuple(self._anchors), []
        line = Line(pieces, self._place(), heading, indent=indent, size=size, anchors=anchors)
        if heading:
            line = replace(line, pieces=joined(piece._replace(strong=False) for piece in pieces))
        if self.styles.name(style) == "title":
            return replace(line, is_title=True, heading=0)
        if printed and printed.is_bullet:
            return replace(line, bullet=printed.level + 1, heading=0)
        if printed and printed.label:
            return replace(line, number=printed.label, series=printed.series)
        return line

    def _level_of_style(self, number: str | None, style: str) -> str | None:
        """The level of a list that names the style: how Word links headings to a numbering."""
        instance = self.numbering.instances.get(number or "")
        levels = instance.levels if instance else ()
        return next((str(at) for at, level in enumerate(levels) if level.style and level.style == style), None)

    # --- runs ---

    def _runs(self, parent: Element, around: _Around) -> None:
        for child in parent:
            name = _local(child)
            if name == "r":
                self._run(child, around)
            elif name in _INSERTED | _DELETED:
                if not self._is_gone(child):
                    self._runs(child, around)
            elif name == "hyperlink":
                anchor = child.get(W + "anchor")
                target = f"#{anchor}" if anchor else self.links.get(child.get(_R + "id", ""), "")
                self._runs(child, replace(around, href=target))
            elif name == "fldSimple":
                self._runs(child, replace(around, href=_target(child.get(W + "instr", "")) or around.href))
            elif name == "bookmarkStart":
                self._anchors.append(child.get(W + "name", ""))
            elif name == "sdt":
                content = child.find(f"{W}sdtContent")
                if content is not None:
                    self._runs(content, around)
            elif name in {"smartTag", "customXml", "dir", "bdo"}:
                self._runs(child, around)

    def _run(self, run: Element, around: _Around) -> None:
        properties = run.find(f"{W}rPr")
        own = attribute(properties, "w:rStyle")
        styles = (own, *around.styles) if own else around.styles
        if self.styles.is_on(properties, "vanish", styles):
            words = "".join(each.text or "" for each in run.iter(f"{W}t"))
            if words.strip():
                self.findings.append(Finding(self._place(), Kind.LEFT_OUT, "hidden words", clean(words)))
            return
        strong, emphasis = self.styles.is_on(properties, "b", styles), self.styles.is_on(properties, "i", styles)
        href = around.href or next(
            (target for each in reversed(self._fields) if (target := _target(each.instruction))), ""
        )
        for child in run:
            text = self._run_text(child, around)
            if text:
                self._pieces.append(Piece(text, strong, emphasis, href))
                if text.strip():
                    self._sizes.append(self.styles.size_of(properties, styles))

    def _run_text(self, child: Element, around: _Around) -> str:
        name = _local(child)
        if name == "instrText" and self._fields:
            self._fields[-1].instruction += child.text or ""
        elif name == "fldChar":
            self._field(child.get(W + "fldCharType", ""))
        elif self._fields and not self._fields[-1].in_result:
            return ""
        elif name in {"t", "delText"}:
            return child.text or ""
        elif name in {"tab", "br", "cr", "ptab"}:
            return "\t" if name == "tab" else " "
        elif name == "noBreakHyphen":
            return "\u2011"
        elif name == "sym":
            code = child.get(W + "char", "")
            return chr(int(code, 16)) if re.fullmatch(r"[0-9A-Fa-f]{4}", code) else ""
        elif name in {"footnoteReference", "endnoteReference"}:
            self._note(name.removesuffix("Reference"), child.get(W + "id", ""), around)
        elif name in {"drawing", "pict", "object"}:
            self._find_boxes(child)
        elif child.tag == f"{_MC}AlternateContent":
            choice = child.find(f"{_MC}Choice")
            self._find_boxes(choice if choice is not None else child)
        return ""

    def _find_boxes(self, element: Element) -> None:
        for each in element.iter():
            if _local(each) == "txbxContent":
                self._boxes.append(each)
            elif each.tag.endswith("}docPr") and each.get("descr"):
                self.findings.append(
                    Finding(self._place(), Kind.LEFT_OUT, "a picture, by its description", clean(each.get("descr", "")))
                )

    def _field(self, kind: str) -> None:
        if kind == "begin":
            self._fields.append(_Field())
        elif kind == "separate" and self._fields:
            self._fields[-1].in_result = True
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _note(self, kind: str, key: str, around: _Around) -> None:
        """A footnote at the place that it belongs to, in parentheses."""
        note = self.notes.get((kind, key))
        if note is None:
            return
        kept, self._pieces = self._pieces, []
        for paragraph in note.iter(f"{W}p"):
            self._runs(paragraph, _Around(around.styles))
            self._pieces.append(Piece(" "))
        inner = joined(piece._replace(strong=False) for piece in self._pieces)
        self._pieces = kept
        if inner:
            words = "".join(piece.text for piece in inner)
            self.findings.append(
                Finding(self._place(), Kind.UNDERSTOOD, f"{kind} {key} stands in parentheses: {words}")
            )
            self._pieces += [Piece(" ("), *inner, Piece(")")]

    def _table(self, element: Element) -> None:
        rows: list[tuple[tuple[Line | Grid, ...], ...]] = []
        has_header = False
        for row in self._rows(element):
            if any(self._is_gone(each) for each in row.findall(f"{W}trPr/*")):
                continue
            if not rows:
                has_header = row.find(f"{W}trPr/{W}tblHeader") is not None
            rows.append(tuple(self._cell(cell) for cell in row.findall(f"{W}tc")))
        if rows:
            self.blocks.append(Grid(tuple(rows), self._place(), has_header))

    def _rows(self, table: Element) -> Iterator[Element]:
        """The rows of a table, but not those of the tables in it."""
        for child in table:
            if _local(child) == "tr":
                yield child
            elif _local(child) in {"sdt", "sdtContent", "customXml"} or (
                _local(child) in _INSERTED | _DELETED and not self._is_gone(child)
            ):
                yield from self._rows(child)

    def _cell(self, cell: Element) -> tuple[Line | Grid, ...]:
        outer, self.blocks = self.blocks, []
        self._blocks(cell)
        inner, self.blocks = self.blocks, outer
        return tuple(inner)


def _target(instruction: str) -> str:
    """Where a field leads: the bookmark of a cross reference, or the address of a link."""
    found = _FIELD.match(instruction)
    if not found:
        return ""
    name, rest = found[1].upper(), found[2].strip()
    if name == "HYPERLINK":
        inner = re.search(r'\\l\s+"([^"]+)"', rest)
        outer = re.match(r'"([^"]+)"', rest)
        return f"#{inner[1]}" if inner else outer[1] if outer else ""
    if name in {"REF", "PAGEREF", "NOTEREF"} and rest:
        return f"#{rest.split()[0]}"
    return ""
