"""Files: the text of a file of the site, read with care: it lies in the site's folder, is ordinary, and is UTF-8."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

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
    full = root / path
    try:
        status = _status_without_links(root, path)
        if status is None:
            if not full.resolve().is_relative_to(root.resolve()):
                problems.add(
                    place,
                    "file-outside",
                    "the file lies outside the site's folder",
                    "replace the link by the file itself",
                )
                return None
            status = full.stat()
        if stat.S_ISDIR(status.st_mode):
            problems.add(place, "file-type", "a folder stands where a file is expected", "replace it by a YAML file")
            return None
        if not stat.S_ISREG(status.st_mode):
            problems.add(place, "file-type", "this is no ordinary file", "replace it by a YAML file")
            return None
        if status.st_size > MAX_BYTES:
            problems.add(place, "file-size", f"the file is larger than {MAX_BYTES:,} bytes", "split the document")
            return None
        data = full.read_bytes()
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


def _status_without_links(root: Path, path: str) -> os.stat_result | None:
    """The status of the file where no step from `root` to it is a link, so that it must lie below; None with any link."""
    status = None
    step = str(root)
    for part in path.split("/"):
        step = f"{step}{os.sep}{part}"
        status = os.lstat(step)
        if part == ".." or stat.S_ISLNK(status.st_mode):
            return None
    return status
