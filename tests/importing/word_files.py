"""Word documents made part by part, as Word writes them: numbering of any depth, tracked changes, notes, comments, text boxes, fields."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from xml.sax.saxutils import escape

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)
LEGAL = (("decimal", "%1."), ("decimal", "%1.%2"), ("lowerLetter", "(%3)"), ("lowerRoman", "(%4)"))


def run(text: str, *, bold: bool = False, italic: bool = False, size: int = 0) -> str:
    marks = ("<w:b/>" if bold else "") + ("<w:i/>" if italic else "") + (f'<w:sz w:val="{2 * size}"/>' if size else "")
    return f'<w:r><w:rPr>{marks}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def paragraph(
    *content: str, style: str = "", level: int | None = None, numbering: int = 1, extra: str = "", mark: str = ""
) -> str:
    """A paragraph of runs, or of plain words; `level` is that of the list `numbering`, `mark` what happened to its end."""
    runs = "".join(each if each.startswith("<") else run(each) for each in content)
    number = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{numbering}"/></w:numPr>' if level is not None else ""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    marked = f"<w:rPr>{mark}</w:rPr>" if mark else ""
    return f"<w:p><w:pPr>{named}{number}{extra}{marked}</w:pPr>{runs}</w:p>"


def inserted(*content: str) -> str:
    return f'<w:ins w:id="1" w:author="Ann" w:date="2024-01-01T00:00:00Z">{"".join(content)}</w:ins>'


def deleted(text: str) -> str:
    return f'<w:del w:id="2" w:author="Ann" w:date="2024-01-01T00:00:00Z"><w:r><w:delText xml:space="preserve">{escape(text)}</w:delText></w:r></w:del>'


def field(instruction: str, result: str) -> str:
    parts = [
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>',
        f'<w:r><w:instrText xml:space="preserve"> {escape(instruction)} </w:instrText></w:r>',
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>',
        run(result),
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
    ]
    return "".join(parts)


def bookmark(name: str) -> str:
    return f'<w:bookmarkStart w:id="7" w:name="{name}"/><w:bookmarkEnd w:id="7"/>'


def note(number: int, kind: str = "footnote") -> str:
    return f'<w:r><w:{kind}Reference w:id="{number}"/></w:r>'


def text_box(*paragraphs: str) -> str:
    inner = "".join(paragraphs)
    return (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:wsp><wps:txbx><w:txbxContent>'
        f"{inner}</w:txbxContent></wps:txbx></wps:wsp></w:drawing></mc:Choice><mc:Fallback><w:pict><w:txbxContent>{inner}"
        "</w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )


def table(rows: Sequence[Sequence[str]], *, header: bool = False) -> str:
    made = []
    for index, row in enumerate(rows):
        cells = "".join(f"<w:tc>{cell if cell.startswith('<') else paragraph(cell)}</w:tc>" for cell in row)
        head = "<w:trPr><w:tblHeader/></w:trPr>" if header and not index else ""
        made.append(f"<w:tr>{head}{cells}</w:tr>")
    return f"<w:tbl>{''.join(made)}</w:tbl>"


def abstract(number: int, levels: Sequence[tuple[str, str]], styles: Sequence[str] = ()) -> str:
    made = []
    for index, (form, pattern) in enumerate(levels):
        linked = f'<w:pStyle w:val="{styles[index]}"/>' if index < len(styles) else ""
        made.append(
            f'<w:lvl w:ilvl="{index}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{linked}<w:lvlText w:val="{pattern}"/>'
            f'<w:pPr><w:ind w:left="{360 * (index + 1)}"/></w:pPr></w:lvl>'
        )
    return f'<w:abstractNum w:abstractNumId="{number}">{"".join(made)}</w:abstractNum>'


def instance(number: int, of: int, starts: dict[int, int] | None = None) -> str:
    overrides = "".join(
        f'<w:lvlOverride w:ilvl="{level}"><w:startOverride w:val="{start}"/></w:lvlOverride>'
        for level, start in (starts or {}).items()
    )
    return f'<w:num w:numId="{number}"><w:abstractNumId w:val="{of}"/>{overrides}</w:num>'


STYLES = """<w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val="22"/></w:rPr></w:rPrDefault></w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/><w:basedOn w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="Kop1"><w:name w:val="heading 1"/><w:basedOn w:val="Normal"/><w:rPr><w:b/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Kop2"><w:name w:val="heading 2"/><w:basedOn w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="TOC1"><w:name w:val="toc 1"/><w:basedOn w:val="Normal"/></w:style>"""


def docx(
    *body: str,
    numbering: str = "",
    footnotes: Sequence[str] = (),
    comments: Sequence[str] = (),
    header: str = "",
    styles: str = STYLES,
    links: dict[str, str] | None = None,
) -> bytes:
    """The bytes of a Word document; lists 1 and 2 are legal numbering and bullets unless `numbering` says otherwise."""
    lists = numbering or (
        abstract(0, LEGAL) + abstract(1, [("bullet", "•"), ("bullet", "◦")]) + instance(1, 0) + instance(2, 1)
    )
    parts = {
        "word/document.xml": f"<w:document {NAMESPACES}><w:body>{''.join(body)}</w:body></w:document>",
        "word/styles.xml": f"<w:styles {NAMESPACES}>{styles}</w:styles>",
        "word/numbering.xml": f"<w:numbering {NAMESPACES}>{lists}</w:numbering>",
    }
    if footnotes:
        notes = "".join(
            f'<w:footnote w:id="{at}">{paragraph(words)}</w:footnote>' for at, words in enumerate(footnotes, 1)
        )
        parts["word/footnotes.xml"] = f"<w:footnotes {NAMESPACES}>{notes}</w:footnotes>"
    if comments:
        notes = "".join(
            f'<w:comment w:id="{at}" w:author="Ann">{paragraph(words)}</w:comment>' for at, words in enumerate(comments)
        )
        parts["word/comments.xml"] = f"<w:comments {NAMESPACES}>{notes}</w:comments>"
    if header:
        parts["word/header1.xml"] = f"<w:hdr {NAMESPACES}>{paragraph(header)}</w:hdr>"
    if links:
        made = "".join(
            f'<Relationship Id="{key}" Type="hyperlink" Target="{escape(target)}"/>' for key, target in links.items()
        )
        parts["word/_rels/document.xml.rels"] = f"<Relationships>{made}</Relationships>"
    return package(parts)


def package(parts: dict[str, str]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for name, text in parts.items():
            made.writestr(name, text)
    return file.getvalue()
