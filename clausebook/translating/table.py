"""Tables: CSV for spreadsheets, and a Word document with the original beside the translation."""

from __future__ import annotations

import csv
import io
import zipfile
from xml.sax.saxutils import escape

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

from clausebook.translating.exchange import Export, Import, Returned, Unreadable
from clausebook.translating.protected import joined_lines
from clausebook.translating.units import State

_COLUMNS = ("id", "state", "source", "target", "previous source", "previous target", "note", "digest")
_HEAD = "clausebook"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MOST_BYTES = 50_000_000


def write_csv(export: Export) -> bytes:
    """An export as CSV: UTF-8 with a mark at its beginning, by which spreadsheets know it; the first line says of what it is."""
    out = io.StringIO(newline="")
    rows = csv.writer(out)
    rows.writerow([_HEAD, export.document, export.source, export.target])
    rows.writerow(_COLUMNS)
    for unit in export.units:
        before = (
            [joined_lines(text) for text in unit.before] if unit.before and unit.state is not State.DONE else ["", ""]
        )
        target = "" if unit.state is State.MISSING else joined_lines(unit.target)
        rows.writerow(
            [
                unit.id,
                unit.state.value,
                _cell(joined_lines(unit.source)),
                _cell(target),
                *map(_cell, before),
                unit.note,
                unit.digest,
            ]
        )
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _cell(text: str) -> str:
    """A text as a cell that no spreadsheet takes for a formula: with an apostrophe before it, which `read_csv` takes away."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "'", "\t") else text


def read_csv(data: bytes) -> Import:
    """The texts of a CSV file, with commas or semicolons. Raises Unreadable."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Unreadable("this CSV is not UTF-8: save it as “CSV UTF-8”") from None
    first = text.partition("\n")[0]
    rows = list(
        csv.reader(io.StringIO(text, newline=""), delimiter=";" if first.count(";") > first.count(",") else ",")
    )
    if len(rows) < 2 or rows[0][:1] != [_HEAD] or len(rows[0]) < 4:
        raise Unreadable("this CSV was not written by “clausebook translations export”: its first line is another one")
    try:
        at = {name: rows[1].index(name) for name in ("id", "target", "digest")}
    except ValueError:
        raise Unreadable("the columns id, target and digest must be there", 2) from None
    returned = [
        Returned(row[at["id"]], row[at["digest"]], row[at["target"]].removeprefix("'"), number)
        for number, row in enumerate(rows[2:], 3)
        if len(row) > max(at.values()) and row[at["id"]]
    ]
    return Import(rows[0][1], rows[0][2], rows[0][3], returned)


def write_docx(export: Export) -> bytes:
    """An export as a Word document: a table of two columns, the id and the digest of a text in small grey letters above it."""
    rows = [_row(export.source, export.target, head=True)]
    for unit in export.units:
        target = "" if unit.state is State.MISSING else joined_lines(unit.target)
        rows.append(
            _row(
                joined_lines(unit.source),
                target,
                mark=f"{unit.id} {unit.digest}",
                note=export.redlines.get(unit.id, ""),
            )
        )
    mark = f"{_HEAD} {export.document} {export.source} {export.target}"
    body = (
        f"<w:p>{_run(mark, small=True)}</w:p><w:p>{_run(export.title)}</w:p>"
        '<w:tbl><w:tblPr><w:tblW w:w="5000" w:type="pct"/><w:tblBorders><w:insideH w:val="single" w:sz="4"/></w:tblBorders></w:tblPr>'
        '<w:tblGrid><w:gridCol w:w="4800"/><w:gridCol w:w="4800"/></w:tblGrid>' + "".join(rows) + "</w:tbl><w:p/>"
    )
    document = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<w:document xmlns:w="{_W[1:-1]}"><w:body>{body}<w:sectPr><w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/></w:sectPr></w:body></w:document>'
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in (
            ("[Content_Types].xml", _TYPES),
            ("_rels/.rels", _RELATIONS),
            ("word/document.xml", document),
        ):
            package.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), text, zipfile.ZIP_DEFLATED)
    return out.getvalue()


_TYPES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>'
    "</Types>"
)
_RELATIONS = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>'
    "</Relationships>"
)


def _row(left: str, right: str, *, mark: str = "", note: str = "", head: bool = False) -> str:
    first = f"<w:p>{_run(mark, small=True)}</w:p>" if mark else ""
    last = f"<w:p>{_run(note, small=True)}</w:p>" if note else ""
    header = "<w:trPr><w:tblHeader/></w:trPr>" if head else ""
    return f"<w:tr>{header}<w:tc><w:tcPr/>{first}{_paragraphs(left)}{last}</w:tc><w:tc><w:tcPr/>{_paragraphs(right)}</w:tc></w:tr>"


def _paragraphs(text: str) -> str:
    """A paragraph for each line, an empty one between blocks."""
    return "".join(f"<w:p>{_run(line)}</w:p>" for line in text.split("\n"))


def _run(text: str, *, small: bool = False) -> str:
    look = '<w:rPr><w:color w:val="808080"/><w:sz w:val="14"/></w:rPr>' if small else ""
    return f'<w:r>{look}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>' if text else ""


def read_docx(data: bytes) -> Import:
    """The right column of the table of a Word document. Raises Unreadable."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            part = package.getinfo("word/document.xml")
            if part.file_size > _MOST_BYTES:
                raise Unreadable("this Word file is larger than any translation")
            root = fromstring(package.read(part), forbid_dtd=True)
    except (zipfile.BadZipFile, KeyError, ParseError, DefusedXmlException, NotImplementedError, RuntimeError):
        raise Unreadable("this is no Word file (.docx)") from None
    table = root.find(f".//{_W}tbl")
    head = next((line.split() for line in map(_words, root.iter(f"{_W}p")) if line.startswith(f"{_HEAD} ")), [])
    if table is None or len(head) != 4:
        raise Unreadable(
            "this Word file was not written by “clausebook translations export”: its first line or its table is gone"
        )
    returned = []
    for number, row in enumerate(table.iter(f"{_W}tr"), 1):
        cells = [[_words(paragraph) for paragraph in cell.iter(f"{_W}p")] for cell in row.iter(f"{_W}tc")]
        mark = cells[0][0].split() if cells and cells[0] else []
        if number > 1 and len(cells) >= 2 and len(mark) == 2:
            returned.append(Returned(mark[0], mark[1], "\n".join(cells[1]).strip("\n"), number))
    return Import(head[1], head[2], head[3], returned)


def _words(paragraph: object) -> str:
    return "".join(text.text or "" for text in paragraph.iter(f"{_W}t"))  # type: ignore[attr-defined]
