"""Files: the text of a file of the site, read with care: it lies in the site's folder, is ordinary, and is UTF-8."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from clausebook import confined
from clausebook.problems import Place, Problems

MAX_BYTES = 1 << 20
MAX_LINES = 40_000


@dataclass(frozen=True, slots=True)
class TextFile:
    """A file as it was read once: its path below the site's folder, its text, and the digest of that.

    A text is defined with LF: where version control or an editor ended the lines with CRLF, text and digest are those with LF.
    """

    path: str
    text: str
    digest: str


def digest(data: bytes) -> str:
    """The digest of a file's bytes, as `sha256sum` prints it, after the name of the algorithm."""
    return f"sha256:{sha256(data).hexdigest()}"


def with_lf(data: bytes) -> bytes:
    """The bytes of a text with the line ends that all texts have, whatever version control or an editor made of them."""
    return data.replace(b"\r\n", b"\n")


def read_text(root: Path, path: str, problems: Problems) -> str | None:
    """The text of a file below `root`; None with a problem where `read_file` finds one."""
    file = read_file(root, path, problems)
    return file.text if file else None


def read_file(root: Path, path: str, problems: Problems) -> TextFile | None:
    """A file below `root`; None with a problem when it is missing, unreadable, not UTF-8, empty, too large or of too many lines."""
    place = Place(path)
    try:
        data = confined.read(root, path, MAX_BYTES)
    except confined.Refused as refused:
        refuse(problems, refused.filename, refused.kind)
        return None
    except FileNotFoundError:
        problems.add(place, "file-missing", "the file does not exist", "create it, or remove what refers to it")
        return None
    except OSError as error:
        problems.add(place, "file-unreadable", f"the file cannot be read: {error.strerror}", "check its permissions")
        return None
    try:
        data = with_lf(data)
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = error.start - (data.rfind(b"\n", 0, error.start) + 1) + 1
        problems.add(Place(path, line, column), "file-encoding", "the file is not UTF-8 text", "save it as UTF-8")
        return None
    if not text or text.isspace():
        problems.add(place, "file-empty", "the file is empty", "write the document, or remove the file")
        return None
    if text.count("\n") > MAX_LINES:
        problems.add(place, "file-size", f"the file has more than {MAX_LINES:,} lines", "split the document")
        return None
    return TextFile(path, text, digest(data))


class _Fault(NamedTuple):
    """The code of a problem, and what to do about it."""

    code: str
    advice: str


_REFUSED = {
    confined.Kind.LINK: _Fault("file-outside", "put what it leads to here: nothing outside the site's folder is read"),
    confined.Kind.OUTSIDE: _Fault("file-outside", "name a file of the site"),
    confined.Kind.FOLDER: _Fault("file-type", "replace it by a file"),
    confined.Kind.SPECIAL: _Fault("file-type", "replace it by a file"),
    confined.Kind.SIZE: _Fault("file-size", f"it has more than {MAX_BYTES:,} bytes: split the document"),
}


def refuse(problems: Problems, path: str, kind: confined.Kind) -> None:
    """Add the problem that something in the site's folder is not to be opened."""
    fault = _REFUSED[kind]
    problems.add(Place(path), fault.code, kind.value, fault.advice)
