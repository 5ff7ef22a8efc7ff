"""PDF: the letters of the pages with their places, by PDFium, as lines; `reading_order` makes paragraphs of them."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from clausebook.importing.intermediate import Finding, Kind, Outline, Piece, clean
from clausebook.importing.reading_order import Printed, PrintedPage, lines_of_pages
from clausebook.importing.requests import ReadingWish, Unreadable
from clausebook.problems import Place

MAX_PAGES = 2_000
_LEAST_LETTERS = 20  # on a page, on average: with fewer it is a picture of a text
_STRONG = 600
_COLUMN_GAP = 1.8  # in sizes of a letter: more is no space between words


def read_pdf(data: bytes, path: str, wish: ReadingWish) -> Outline:
    """The outline of a PDF file with text; its places are pages."""
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower():
            raise Unreadable("the file is protected by a password", "save it without one, then import it") from None
        raise Unreadable(
            "the file is damaged: no PDF can be read from it", "export it again from the program that made it"
        ) from None
    try:
        if len(document) > MAX_PAGES:
            raise Unreadable(f"the file has {len(document):,} pages, more than {MAX_PAGES:,}", "split it")
        pages = [_page(document, index) for index in range(len(document))]
        title = clean(str(document.get_metadata_value("Title") or "")).strip()
    finally:
        document.close()
    letters = sum(len(line.text) for page in pages for line in page.lines)
    if letters < _LEAST_LETTERS * len(pages):
        message = f"the {len(pages)} pages hold {letters} letters: they are pictures of a text"
        raise Unreadable(
            message, "recognize the text first (OCR), or import the file that was printed", "import-scanned"
        )
    lines, findings = lines_of_pages(pages, path)
    findings.append(
        Finding(
            Place(path),
            Kind.UNDERSTOOD,
            f"{len(pages)} pages were read; paragraphs, columns and headings are judged by their looks",
        )
    )
    return Outline(
        tuple(lines),
        path,
        "" if title.lower().endswith((".docx", ".doc", ".odt", ".pdf")) else title,
        "",
        tuple(findings),
    )


@dataclass(frozen=True, slots=True)
class _Letter:
    text: str
    left: float
    right: float
    base: float
    size: float
    strong: bool
    emphasis: bool
    spaced: bool  # whether it stands so far from the letter before it that a space is between them


def _page(document: pdfium.PdfDocument, index: int) -> PrintedPage:
    page = document[index]
    text = page.get_textpage()
    try:
        width, height = page.get_size()
        return PrintedPage(width, height, tuple(_lines(list(_letters(text)), height)))
    finally:
        text.close()
        page.close()


def _letters(page: pdfium.PdfTextPage) -> Iterator[_Letter]:
    handle = page.raw
    box = raw.FS_RECTF()
    name = ctypes.create_string_buffer(256)
    flags = ctypes.c_int()
    strong = emphasis = False
    size = 0.0
    new_word, spaced = True, False
    for index in range(page.count_chars()):
        code = raw.FPDFText_GetUnicode(handle, index)
        letter = chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else ""
        if letter in "\r\n" or not letter:
            new_word = True
            continue
        # Only spaces are made by PDFium itself, where letters stand apart.
        if letter.isspace() and raw.FPDFText_IsGenerated(handle, index) == 1:
            new_word = spaced = True
            continue
        raw.FPDFText_GetLooseCharBox(handle, index, box)
        if new_word:
            size = round(raw.FPDFText_GetFontSize(handle, index) * _scale(handle, index), 1)
            raw.FPDFText_GetFontInfo(handle, index, name, 256, flags)
            font = name.value.decode("utf-8", "replace").lower()
            strong = "bold" in font or "black" in font or raw.FPDFText_GetFontWeight(handle, index) >= _STRONG
            emphasis = "italic" in font or "oblique" in font
        new_word = letter.isspace()
        if letter == "\x02":  # PDFium's sign for a hyphen that divides a word at the end of a line
            letter = "-"
        yield _Letter(letter, box.left, max(box.right, box.left), box.bottom, size, strong, emphasis, spaced)
        spaced = False


def _scale(handle: object, index: int) -> float:
    """How much a page enlarges the letters of a font."""
    matrix = raw.FS_MATRIX()
    if not raw.FPDFText_GetMatrix(handle, index, matrix):
        return 1.0
    return float((matrix.b**2 + matrix.d**2) ** 0.5) or 1.0


def _lines(letters: list[_Letter], height: float) -> Iterator[Printed]:
    """Letters on one base line, without a gap as wide as one between columns."""
    group: list[_Letter] = []
    for letter in letters:
        if group and not _goes_on(group[-1], letter):
            yield from _line(group, height)
            group = []
        group.append(letter)
    yield from _line(group, height)


def _goes_on(last: _Letter, letter: _Letter) -> bool:
    size = max(last.size, letter.size, 1.0)
    gap = letter.left - last.right
    return abs(letter.base - last.base) < 0.6 * size and -size < gap < _COLUMN_GAP * size


def _line(letters: list[_Letter], height: float) -> Iterator[Printed]:
    seen = [letter for letter in letters if not letter.text.isspace()]
    if not seen:
        return
    pieces: list[Piece] = []
    last: _Letter | None = None
    for letter in letters:
        space = " " if last and letter.spaced and not letter.text.isspace() and not last.text.isspace() else ""
        if pieces and (pieces[-1].strong, pieces[-1].emphasis) == (letter.strong, letter.emphasis):
            pieces[-1] = pieces[-1]._replace(text=pieces[-1].text + space + letter.text)
        else:
            pieces.append(Piece(space + letter.text, letter.strong, letter.emphasis))
        last = letter
    size = max(letter.size for letter in seen)
    yield Printed(seen[0].left, seen[-1].right, height - seen[0].base, size, tuple(pieces))
