"""Links: every link and anchor of a finished site must lead somewhere in it."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.parse import unquote

from clausebook.problems import Place, Problems
from clausebook.site.plugin import CONTENT

_ATTRIBUTE = re.compile(r"""<([a-z0-9]+)\b[^>]*?\s(href|src)=(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)
_ID = re.compile(r"""<[a-z0-9]+\b[^>]*?\s(?:id|name)=(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)
_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)


def check_links(site: Path, root: Path, problems: Problems) -> None:
    """Add a `broken-link` problem for each link of the site at `site` that leads nowhere.

    A link of a hand-written page is reported at its line in `content/`, any other at the finished page.
    """
    pages = {
        path.relative_to(site).as_posix(): path.read_text(encoding="utf-8") for path in sorted(site.rglob("*.html"))
    }
    anchors = {name: _anchors(text) for name, text in pages.items()}
    files = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    for name, text in pages.items():
        for href in sorted(set(_links(text))):
            fault = _fault(name, href, files, anchors)
            if fault:
                problems.add(_place(root, name, href), "broken-link", fault, "correct the address")


def _anchors(text: str) -> set[str]:
    return {unescape(first or second) for first, second in _ID.findall(text)}


def _links(text: str) -> Iterator[str]:
    for _, _, double, single in _ATTRIBUTE.findall(text):
        href = unescape(double or single)
        if href and not _ELSEWHERE.match(href):
            yield href


def _fault(page: str, href: str, files: set[str], anchors: dict[str, set[str]]) -> str:
    """What is wrong with a link of `page`; empty when nothing is."""
    address, _, anchor = href.partition("#")
    path = unquote(address.partition("?")[0])
    if path.startswith("/"):
        return "" if page.endswith("404.html") else f"the link “{href}” starts at the host, not at the site"
    target = posixpath.normpath(posixpath.join(posixpath.dirname(page), path)) if path else page
    if posixpath.basename(path) in {"", ".", ".."} and path:
        target = posixpath.normpath(posixpath.join(target, "index.html"))
    if target not in files:
        return f"the link “{href}” leads to no page of this site"
    if anchor and target in anchors and unquote(anchor) not in anchors[target]:
        return f"the link “{href}” names an anchor that the page does not have"
    return ""


def _place(root: Path, page: str, href: str) -> Place:
    """Where the link is written: in the Markdown of a hand-written page, else in the finished page."""
    stem = page.removesuffix("index.html").rstrip("/") or "index"
    source = Path(CONTENT) / f"{stem}.md"
    if not (root / source).is_file():
        return Place(page)
    wanted = posixpath.basename(href.partition("#")[0].rstrip("/")) or href
    for number, line in enumerate((root / source).read_text(encoding="utf-8").split("\n"), 1):
        for link in re.finditer(r"\]\(([^)\s]+)|href=[\"']([^\"']+)", line):
            target = link[1] or link[2]
            if target == href or wanted.removesuffix(".md") in target:
                return Place(source.as_posix(), number, link.start(1 if link[1] else 2) + 1)
    return Place(source.as_posix())
