"""Decoding: the bytes of a text file as text, in the encoding that they show, or else the one that old programs wrote."""

from __future__ import annotations

import codecs
import re

from clausebook.importing.requests import Unreadable

_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_DECLARED = re.compile(
    rb"""<meta[^>]+charset\s*=\s*["']?([\w.:-]+)|<\?xml[^>]+encoding\s*=\s*["']([\w.:-]+)""", re.IGNORECASE
)


def decoded(data: bytes, *, declared: bool = False) -> str:
    """The text, with LF at the ends of lines: by its byte order mark, what a web page has `declared`, as UTF-8, else as Windows-1252.

    Raises Unreadable for bytes that are no text.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _lines(_strictly(data[len(mark) :], encoding))
    if b"\0" in data[:4096]:
        half = data[:4096]
        zeros = half[1::2].count(0), half[0::2].count(0)
        if max(zeros) > 0.4 * (len(half) // 2):
            return _lines(_strictly(data, "utf-16-le" if zeros[0] > zeros[1] else "utf-16-be"))
        raise Unreadable("these bytes are no text", "is it the right file?")
    try:
        return _lines(data.decode("utf-8"))
    except UnicodeDecodeError:
        pass
    found = _DECLARED.search(data[:4096]) if declared else None
    name = (found[1] or found[2]).decode("ascii") if found else "windows-1252"
    try:
        codec = codecs.lookup(name).name
    except LookupError:
        codec = "windows-1252"
    # Web pages that say Latin-1 are in Windows-1252 (WHATWG Encoding, “latin1”).
    if codec in {"iso8859-1", "ascii", "utf-8"}:
        codec = "windows-1252"
    return _lines(data.decode(codec, "replace").replace("\ufffd", ""))


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        message = f"the bytes from {error.start} on are not in {encoding.upper()}, as the file's first ones say"
        raise Unreadable(message, "save it again as UTF-8") from None


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff")
