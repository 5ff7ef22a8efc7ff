"""OpenDocument: the text of an .odt package as lines, with automatic numbers, tracked changes, footnotes and frames (ODF 1.3)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from clausebook.importing.intermediate import Finding, Grid, Kind, Line, Outline, Piece, clean, continued, joined
from clausebook.importing.opendocument_styles import DRAW, LEVELS, OFFICE, TABLE, TEXT, XLINK, Counter, Styles
from clausebook.importing.requests import ReadingWish, Side, Unreadable
from clausebook.importing.zip_parts import Package
from clausebook.problems import Place

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_META = "{http://purl.org/dc/elements/1.1/}"
_INDEXES = {
    f"{TEXT}{name}"
    for name in ("table-of-content", "alphabetical-index", "illustration-index", "table-index", "bibliography")
}


def read_odt(data: bytes, path: str, wish: ReadingWish) -> Outline:
    """The outline of an OpenDocument text. Raises Unreadable where it has tracked changes and nobody said which side is wanted."""
    package = Package(data)
    manifest = package.part("META-INF/manifest.xml")
    if manifest is not None and any(each.tag.endswith("}encryption-data") for each in manifest.iter()):
        raise Unreadable("the file is protected by a password", "save it without one in LibreOffice, then import it")
    content = package.part("content.xml")
    body = content.find(f"{OFFICE}body/{OFFICE}text") if content is not None else None
    if body is None or content is None:
        raise Unreadable(
            "this is no text document", "open it in LibreOffice and save it as .odt or .docx", "import-format"
        )
    regions = _regions(body)
    if regions and wish.tracked is None:
        message = f"the document has {len(regions)} tracked changes, and it is not said whether they count"
        raise Unreadable(
            message, "say --tracked accept to read the new words, --tracked reject for the old ones", "import-tracked"
        )
    reader = _Reader(path, Styles.of(package.part("styles.xml"), content), regions, wish.tracked or Side.ACCEPT)
    reader.blocks_of(body)
    if regions:
        side = "the new words are read" if reader.side is Side.ACCEPT else "the old words are read"
        reader.findings.append(Finding(Place(path), Kind.UNDERSTOOD, f"{len(regions)} tracked changes: {side}"))
    meta = package.part("meta.xml")
    title = next((each.text or "" for each in meta.iter(f"{_META}title")), "") if meta is not None else ""
    return Outline(tuple(reader.blocks), path, clean(title).strip(), "", tuple(reader.findings))


def _regions(body: Element) -> dict[str, Element]:
    """The tracked changes by the name with which the text refers to them: what was inserted there, or deleted."""
    found = {}
    for region in body.iter(f"{TEXT}changed-region"):
        key = region.get(f"{TEXT}id") or region.get("{http://www.w3.org/XML/1998/namespace}id") or ""
        change = next((each for each in region if each.tag in {f"{TEXT}insertion", f"{TEXT}deletion"}), None)
        if change is not None:
            found[key] = change
    return found


@dataclass(frozen=True, slots=True)
class _Item:
    """Where in a list the reader is: its style, its level from 0, what counts it."""

    name: str
    level: int
    counter: Counter
    start: int | None = None


@dataclass(slots=True)
class _Reader:
    path: str
    styles: Styles
    regions: Mapping[str, Element]
    side: Side
    blocks: list[Line | Grid] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    _pieces: list[Piece] = field(default_factory=list)
    _anchors: list[str] = field(default_factory=list)
    _boxes: list[Element] = field(default_factory=list)
    _counters: dict[str, Counter] = field(default_factory=dict)
    _headings: Counter | None = None
    _hidden: set[str] = field(default_factory=set)
    _count: int = 0

    def _place(self) -> Place:
        return Place(self.path, max(1, self._count))

    def blocks_of(self, parent: Element, item: _Item | None = None) -> None:
        for child in parent:
            if child.tag in {f"{TEXT}p", f"{TEXT}h"}:
                self._paragraph(child, item)
                item = (
                    replace(item, counter=item.counter, name="") if item else None
                )  # the item's number stands before its first line
            elif child.tag == f"{TEXT}list":
                self._list(child, item)
            elif child.tag == f"{TABLE}table":
                self._table(child)
            elif child.tag in _INDEXES:
                words = clean(" ".join(child.itertext())).strip()
                self.findings.append(Finding(self._place(), Kind.LEFT_OUT, "the table of contents", words))
            elif child.tag in {f"{TEXT}section", f"{TEXT}index-body", f"{TEXT}numbered-paragraph"}:
                self.blocks_of(child, item)
            elif child.tag.startswith(DRAW):
                self._frame(child)
                self._read_boxes()
            else:
                self._change(child)

    def _list(self, element: Element, outer: _Item | None) -> None:
        name = element.get(f"{TEXT}style-name") or (outer.name if outer else "")
        level = min(outer.level + 1 if outer else 0, LEVELS - 1)
        levels = self.styles.lists.get(name, ()) or (outer.counter.levels if outer else ())
        if not levels:
            self.blocks_of_items(element, None)
            return
        continued = element.get(f"{TEXT}continue-numbering") == "true" or element.get(f"{TEXT}continue-list")
        if outer is None and (not continued or name not in self._counters):
            self._counters[name] = Counter(levels)
        counter = (
            outer.counter
            if outer and outer.counter.levels == levels
            else self._counters.setdefault(name, Counter(levels))
        )
        self.blocks_of_items(element, _Item(name or "list", level, counter))

    def blocks_of_items(self, element: Element, item: _Item | None) -> None:
        for child in element:
            if child.tag in {f"{TEXT}list-item", f"{TEXT}list-header"}:
                start = child.get(f"{TEXT}start-value")
                begun = replace(item, start=int(start)) if item and start and start.isdigit() else item
                self.blocks_of(child, begun if child.tag == f"{TEXT}list-item" else None)

    def _paragraph(self, element: Element, item: _Item | None) -> None:
        self._count += 1
        style = element.get(f"{TEXT}style-name", "")
        strong, emphasis = self.styles.looks("paragraph", style)
        self._inline(element, Piece("", bool(strong), bool(emphasis)))
        pieces, self._pieces = joined(self._pieces), []
        anchors, self._anchors = tuple(self._anchors), []
        line = Line(pieces, self._place(), size=self.styles.size(style), anchors=anchors)
        if element.tag == f"{TEXT}h":
            line = self._heading(element, line, item)
        elif item and item.name:
            line = self._numbered(line, item)
        elif item:
            line = replace(line, continued=True, indent=18.0 * (item.level + 1))
        if "title" in self.styles.names(style).split() and element.tag == f"{TEXT}p":
            line = replace(line, is_title=True)
        if line.pieces:
            self.blocks.append(line)
        self._read_boxes()

    def _heading(self, element: Element, line: Line, item: _Item | None) -> Line:
        depth = element.get(f"{TEXT}outline-level", "1")
        level = int(depth) if depth.isdigit() else 1
        line = replace(line, heading=level, pieces=joined(piece._replace(strong=False) for piece in line.pieces))
        if item and item.name:
            return replace(self._numbered(line, item), heading=level, bullet=0)
        if self.styles.outline and element.get(f"{TEXT}is-list-header") != "true" and level <= LEVELS:
            self._headings = self._headings or Counter(self.styles.outline)
            number = self._headings.count(level - 1)
            return replace(line, number=number, series=f"headings:{level}" if number else "")
        return line

    def _numbered(self, line: Line, item: _Item) -> Line:
        number = item.counter.count(item.level, item.start)
        line = replace(line, indent=18.0 * (item.level + 1))
        if number:
            return replace(line, number=number, series=f"{item.name}:{item.level}")
        return replace(line, bullet=item.level + 1) if item.counter.levels[item.level].is_bullet else line

    # --- words ---

    def _inline(self, element: Element, like: Piece) -> None:
        self._add(element.text, like)
        for child in element:
            self._child(child, like)
            self._add(child.tail, like)

    def _add(self, text: str | None, like: Piece) -> None:
        if text and not self._hidden:
            self._pieces.append(like._replace(text=text))

    def _child(self, child: Element, like: Piece) -> None:
        name = child.tag.removeprefix(TEXT)
        if name == "span":
            strong, emphasis = self.styles.looks("text", child.get(f"{TEXT}style-name", ""))
            like = like._replace(
                strong=like.strong if strong is None else strong,
                emphasis=like.emphasis if emphasis is None else emphasis,
            )
            self._inline(child, like)
        elif name == "a":
            self._inline(child, like._replace(href=child.get(f"{XLINK}href", "")))
        elif name in {"bookmark-ref", "reference-ref"}:
            self._inline(child, like._replace(href=f"#{child.get(f'{TEXT}ref-name', '')}"))
        elif name in {"s", "tab", "line-break"}:
            self._add("\t" if name == "tab" else " ", like)
        elif name in {"bookmark", "bookmark-start", "reference-mark", "reference-mark-start"}:
            self._anchors.append(child.get(f"{TEXT}name", ""))
        elif name == "note":
            self._note(child, like)
        elif child.tag == f"{OFFICE}annotation":
            author = next((each.text or "" for each in child.iter(f"{_META}creator")), "") or "somebody"
            words = " ".join(clean("".join(each.itertext())) for each in child.iter(f"{TEXT}p"))
            self.findings.append(Finding(self._place(), Kind.LEFT_OUT, f"a comment of {clean(author)}", words.strip()))
        elif child.tag.startswith(DRAW):
            self._frame(child)
        elif (
            not self._change(child)
            and name not in {"bookmark-end", "reference-mark-end", "soft-page-break"}
            and child.tag.startswith(TEXT)
        ):
            self._inline(child, like)

    def _change(self, element: Element) -> bool:
        """What a mark of a tracked change does, whether it is one: inserted words are hidden where the old side is read, deleted ones put back."""
        name, key = element.tag.removeprefix(TEXT), element.get(f"{TEXT}change-id", "")
        if name not in {"change", "change-start", "change-end"}:
            return name == "tracked-changes"
        change = self.regions.get(key)
        if change is None or self.side is Side.ACCEPT:
            return True
        if name == "change-start" and change.tag == f"{TEXT}insertion":
            self._hidden.add(key)
        elif name == "change-end":
            self._hidden.discard(key)
        elif name == "change" and change.tag == f"{TEXT}deletion":
            for paragraph in change.iter(f"{TEXT}p"):
                self._inline(paragraph, Piece(""))
        return True

    def _note(self, note: Element, like: Piece) -> None:
        """A footnote at the place that it belongs to, in parentheses."""
        kept, self._pieces = self._pieces, []
        for paragraph in _paragraphs(note.find(f"{TEXT}note-body")):
            self._inline(paragraph, like)
            self._pieces.append(Piece(" "))
        inner, self._pieces = joined(self._pieces), kept
        if inner and not self._hidden:
            words = "".join(piece.text for piece in inner)
            citation = "".join((note.find(f"{TEXT}note-citation") or note).itertext())[:8]
            self.findings.append(
                Finding(
                    self._place(), Kind.UNDERSTOOD, f"footnote {clean(citation).strip()} stands in parentheses: {words}"
                )
            )
            self._pieces += [Piece(" ("), *inner, Piece(")")]

    def _frame(self, element: Element) -> None:
        self._boxes += list(element.iter(f"{DRAW}text-box"))

    def _read_boxes(self) -> None:
        boxes, self._boxes = self._boxes, []
        for box in boxes:
            self.findings.append(
                Finding(self._place(), Kind.UNCERTAIN, "a text box stands after the paragraph that it is fixed to")
            )
            first = len(self.blocks)
            self.blocks_of(box)
            self.blocks[first:] = [continued(block) for block in self.blocks[first:]]

    def _table(self, element: Element) -> None:
        rows, has_header = [], element.find(f"{TABLE}table-header-rows") is not None
        for row in _rows(element):
            rows.append(tuple(self._cell(cell) for cell in row.findall(f"{TABLE}table-cell")))
        if rows:
            self.blocks.append(Grid(tuple(rows), self._place(), has_header))

    def _cell(self, cell: Element) -> tuple[Line | Grid, ...]:
        outer, self.blocks = self.blocks, []
        self.blocks_of(cell)
        inner, self.blocks = self.blocks, outer
        return tuple(inner)


def _paragraphs(body: Element | None) -> Iterator[Element]:
    if body is not None:
        yield from body.iter(f"{TEXT}p")


def _rows(table: Element) -> Iterator[Element]:
    for child in table:
        if child.tag == f"{TABLE}table-row":
            yield child
        elif child.tag in {f"{TABLE}table-header-rows", f"{TABLE}table-rows", f"{TABLE}table-row-group"}:
            yield from _rows(child)
