"""PDF files made line by line with the fonts that every reader has: what a word processor writes, as far as reading goes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

_FONTS = ("Helvetica", "Helvetica-Bold", "Helvetica-Oblique")


class Words(NamedTuple):
    """Words at a place of a page, in points from the lower left corner."""

    x: float
    y: float
    text: str
    size: float = 10
    font: int = 0


def pdf(pages: Sequence[Sequence[Words]], *, title: str = "") -> bytes:
    """The bytes of a PDF file with these pages of 595 by 842 points."""
    objects = ["<</Type/Catalog/Pages 2 0 R>>", ""]
    fonts: list[str] = []
    for name in _FONTS:
        objects.append(f"<</Type/Font/Subtype/Type1/BaseFont/{name}/Encoding/WinAnsiEncoding>>")
        fonts.append(f"/F{len(fonts)} {len(objects)} 0 R")
    kids = []
    for page in pages:
        drawn = "\n".join(
            f"BT /F{each.font} {each.size} Tf {each.x} {each.y} Td ({_escaped(each.text)}) Tj ET" for each in page
        )
        stream = drawn.encode("windows-1252")
        objects.append(f"<</Length {len(stream)}>>\nstream\n{drawn}\nendstream")
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents {len(objects)} 0 R/Resources<</Font<<{' '.join(fonts)}>>>>>>"
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<</Type/Pages/Kids[{' '.join(kids)}]/Count {len(kids)}>>"
    if title:
        objects.append(f"<</Title({_escaped(title)})>>")
    return _file(objects, f"/Info {len(objects)} 0 R" if title else "")


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")


def locked_pdf() -> bytes:
    """A PDF file that opens with a password only: its keys (ISO 32000-1, 7.6.3) fit no known one."""
    keys = "<</Filter/Standard/V 1/R 2/P -4/O<" + "41" * 32 + ">/U<" + "42" * 32 + ">>>"
    objects = ["<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[]/Count 0>>", keys]
    return _file(objects, "/Encrypt 3 0 R/ID[<41><41>]")


def _file(objects: Sequence[str], info: str) -> bytes:
    made = b"%PDF-1.4\n"
    places = []
    for number, text in enumerate(objects, 1):
        places.append(len(made))
        made += f"{number} 0 obj\n{text}\nendobj\n".encode("windows-1252")
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    start = len(made)
    return made + (
        f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer\n<</Size {len(objects) + 1}/Root 1 0 R{info}>>\nstartxref\n{start}\n%%EOF\n"
    ).encode("ascii")


def column(lines: Sequence[str], x: float, top: float, *, size: float = 10, leading: float = 13) -> list[Words]:
    """Lines one below the other; an empty one leaves a gap, one that begins with `*` is strong."""
    made = []
    for index, line in enumerate(lines):
        if line:
            made.append(Words(x, top - leading * index, line.removeprefix("*"), size, int(line.startswith("*"))))
    return made
