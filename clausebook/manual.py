"""The manual: the pages of `docs/` for those who use Clausebook, which the wheel carries.

A page is Markdown; its first heading is its title, the first sentence below it says what it is about.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

_FOR_DEVELOPERS = frozenset({"architecture", "performance"})


class Topic(NamedTuple):
    """A page of the manual: its name in commands, its title."""

    name: str
    title: str


def _folder() -> Path:
    """The folder of the pages: inside the package, or beside it in a checkout."""
    package = Path(__file__).parent
    installed = package / "docs"
    return installed if installed.is_dir() else package.parent / "docs"


def topics() -> list[Topic]:
    """Every page for users, by name."""
    pages = sorted(path for path in _folder().glob("*.md") if path.stem not in _FOR_DEVELOPERS)
    return [Topic(path.stem, _title(path.read_text(encoding="utf-8"))) for path in pages]


def page(name: str) -> str:
    """The Markdown of a page; raises KeyError for one that does not exist."""
    if name not in {topic.name for topic in topics()}:
        raise KeyError(name)
    return (_folder() / f"{name}.md").read_text(encoding="utf-8")


def sections(markdown: str) -> dict[str, str]:
    """The parts of a page below headings of the second level and lower, by heading without marks; each ends where the next of its level or a
    higher one begins."""
    found: dict[str, str] = {}
    headings = list(re.finditer(r"^(#{2,6}) +(.+?)\s*$", _without_code(markdown), re.MULTILINE))
    for index, heading in enumerate(headings):
        level = len(heading[1])
        end = next((later.start() for later in headings[index + 1 :] if len(later[1]) <= level), len(markdown))
        found.setdefault(re.sub(r"[`*_]", "", heading[2]), markdown[heading.start() : end].strip() + "\n")
    return found


def _without_code(markdown: str) -> str:
    """The text with fenced code as blanks of the same length, since a comment in it is no heading."""
    return re.sub(
        r"^```.*?^```", lambda block: re.sub(r"[^\n]", " ", block[0]), markdown, flags=re.MULTILINE | re.DOTALL
    )


def _title(markdown: str) -> str:
    heading = re.search(r"^# +(.+)$", markdown, re.MULTILINE)
    return heading[1].strip() if heading else ""
