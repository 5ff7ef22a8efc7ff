"""Loading: a file to an outline, by the reader of its format. What cannot be read is said with what to do about it."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from pathlib import Path

from clausebook.importing.intermediate import Outline
from clausebook.importing.requests import ReadingWish, Unreadable
from clausebook.importing.zip_parts import Package
from clausebook.problems import Place, Problem, ProblemsFound

SUFFIXES = (".docx", ".odt", ".html", ".htm", ".md", ".markdown", ".txt", ".pdf")
MAX_FILE_BYTES = 100 << 20
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def load(path: Path, shown: str, wish: ReadingWish) -> Outline:
    """The outline of a file. Raises ProblemsFound with what is wrong, or OSError."""
    if path.suffix.lower() not in (*SUFFIXES, ".doc"):
        known = ", ".join(SUFFIXES)
        raise refusal(shown, "import-format", f"“{path.name}” is in no format that can be imported", f"known: {known}")
    if path.stat().st_size > MAX_FILE_BYTES:
        raise refusal(shown, "import-unreadable", f"the file is larger than {MAX_FILE_BYTES >> 20} MB", "split it")
    return load_bytes(path.read_bytes(), path.suffix.lower(), shown, wish)


def load_bytes(data: bytes, suffix: str, shown: str, wish: ReadingWish) -> Outline:
    """The outline of a file's contents, `shown` being its name in messages. Raises ProblemsFound."""
    try:
        outline = _reader(data, suffix)(data, shown, wish)
    except Unreadable as error:
        raise refusal(shown, error.code, str(error), error.advice) from None
    if not any(block.text.strip() for block in outline.blocks):
        raise refusal(shown, "import-unreadable", "there are no words in this file", "is it the right one?")
    return outline


def refusal(shown: str, code: str, message: str, advice: str) -> ProblemsFound:
    """What is raised for a file that cannot be used."""
    return ProblemsFound([Problem(Place(shown), code, message, advice)])


def _reader(data: bytes, suffix: str) -> Callable[[bytes, str, ReadingWish], Outline]:
    """The reader for what a file holds. Its name may be wrong; its first bytes are not."""
    if not data.strip(b"\0 \r\n\t\xef\xbb\xbf"):
        raise Unreadable("the file is empty", "is it the right one?")
    if data.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise Unreadable("the file is protected by a password", "save it without one in Word, then import it")
        raise Unreadable(
            "this is a .doc file of an old Word", "save it as .docx in Word or LibreOffice", "import-format"
        )
    if data.startswith(b"{\\rtf"):
        raise Unreadable("this is an RTF file", "save it as .docx in Word or LibreOffice", "import-format")
    if data.startswith(b"%PDF") or suffix == ".pdf":
        if importlib.util.find_spec("pypdfium2") is None:
            message = "reading PDF files needs pypdfium2, which is not installed"
            raise Unreadable(message, "install it: pip install 'clausebook[import]'", "import-extra")
        from clausebook.importing.portable import read_pdf

        return read_pdf
    if data.startswith(b"PK") or suffix in {".docx", ".odt"}:
        return _reader_of_package(data)
    if suffix in {".md", ".markdown"}:
        from clausebook.importing.commonmark import read_markdown

        return read_markdown
    if suffix in {".html", ".htm"}:
        from clausebook.importing.webpage import read_html

        return read_html
    if suffix == ".doc":
        raise Unreadable("this is no file of Word", "save it as .docx in Word or LibreOffice", "import-format")
    from clausebook.importing.typed_lines import read_text

    return read_text


def _reader_of_package(data: bytes) -> Callable[[bytes, str, ReadingWish], Outline]:
    names = Package(data).names
    if "word/document.xml" in names:
        from clausebook.importing.word import read_docx

        return read_docx
    if "content.xml" in names:
        from clausebook.importing.opendocument import read_odt

        return read_odt
    raise Unreadable("this package is neither a Word nor an OpenDocument text", "save it as .docx", "import-format")
