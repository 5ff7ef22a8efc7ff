"""Links: every link and anchor of a finished site must lead somewhere in it.

The pieces of pages are looked through once, by the process that writes them (`Links`). Only where that finds something amiss is
the whole site read again, in the way that also knows where each fault is written (`check_links`).
"""

from __future__ import annotations

import os
import posixpath
import re
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import cache, partial
from html import unescape
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote

from markupsafe import escape

from clausebook.problems import Place, Problems
from clausebook.site.hypertext import Hypertext
from clausebook.site.search import SEARCHED
from clausebook.site.settings_file import CONTENT

_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)
# A link that nothing but the strict reading of the whole site settles.
_DOUBT = "/"


class Piece(NamedTuple):
    """A piece of a page: its bytes, its anchors, its links but those to its own anchors, and whether it is to be searched."""

    data: bytes
    anchors: frozenset[str]
    links: frozenset[str]
    is_searched: bool

    @classmethod
    def of(cls, html: str) -> Piece:
        """What is in HTML that templates made."""
        hypertext = Hypertext.of(html)
        links = {link for link in hypertext.links if not _ELSEWHERE.match(link)}
        links.difference_update(f"#{anchor}" for anchor in hypertext.anchors)
        if hypertext.blocked or html.count("<!--") != html.count("-->"):  # a comment may go on in the next piece
            links.add(_DOUBT)
        return cls(html.encode(), frozenset(hypertext.anchors), frozenset(links), SEARCHED in html)

    @classmethod
    def text(cls, text: str) -> Piece:
        """A text that is no HTML."""
        return cls(str(escape(text)).encode(), frozenset(), frozenset(), False)

    @classmethod
    def joined(cls, pieces: Sequence[Piece]) -> Piece:
        """Pieces one after another."""
        return cls(
            b"".join([piece.data for piece in pieces]),
            frozenset().union(*[piece.anchors for piece in pieces]),
            frozenset().union(*[piece.links for piece in pieces]),
            any(piece.is_searched for piece in pieces),
        )


@dataclass
class Links:
    """The links and anchors of many pages of the site at `site`, noted page by page; addresses are relative to it.

    A link is noted as its page's folder with the link behind it, so that the same target in many pages is one entry.
    """

    site: Path
    anchors: dict[str, frozenset[str]] = field(default_factory=dict)
    wanted: set[str] = field(default_factory=set)
    searched: list[str] = field(default_factory=list)
    _upwards: dict[str | None, set[str]] = field(default_factory=dict, repr=False)

    def add(self, address: str, anchors: frozenset[str], links: frozenset[str], *, is_searched: bool) -> None:
        """Note a page of ours."""
        self.anchors[address] = anchors
        self._note_searched(address, is_searched)
        self.add_links(address, links)

    def add_files(self, folder: Path, *, below: bool = True) -> None:
        """Note every page in a folder of the site (and those `below` it), in the strict way."""
        for path, _, names in os.walk(folder):
            for name in names:
                where = (Path(path) / name).relative_to(self.site).as_posix() if name.endswith(".html") else ""
                address = where.removesuffix("index.html") if name == "index.html" else where
                if where:
                    html = _read(self.site, where)
                    found = Hypertext.of(html)
                    self.anchors[address] = frozenset(found.anchors)
                    self._note_searched(address, SEARCHED in html)
                    self.add_links(address, {link for link in found.links if not _ELSEWHERE.match(link)})
                    if found.blocked:
                        self.wanted.add(_DOUBT)
            if not below:
                break

    def as_facts(self) -> dict[str, Any]:
        """What the pages beside these need to know of them; pages with the same anchors are told together."""
        alike: dict[frozenset[str], list[str]] = {}
        for address, anchors in sorted(self.anchors.items()):
            alike.setdefault(anchors, []).append(address)
        return {"anchors": [(pages, sorted(anchors)) for anchors, pages in alike.items()], **self.settled()}

    def settled(self) -> dict[str, Any]:
        """What is left to know of these pages, and of those that were learnt, where no other lies beside them."""
        return {"unsettled": sorted(self.unsettled()), "searched": sorted(self.searched)}

    def learn(self, facts: Mapping[str, Any]) -> None:
        """Know what `as_facts` told of other pages."""
        for pages, anchors in facts.get("anchors", ()):
            self.anchors.update(dict.fromkeys(pages, frozenset(anchors)))
        self.wanted.update(facts.get("unsettled", ()))
        self.searched += facts.get("searched", ())

    def add_links(self, address: str, links: Set[str]) -> None:
        """Note links of the page at `address`; `#anchor` only where that page does not have it."""
        above = _folders_above(address)
        own = self.anchors.get(address, frozenset())
        # Links that go up lead to the same from all pages in a folder: those of its other pages are noted already.
        upwards = self._upwards.setdefault(above[1] if len(above) > 1 else None, set())
        for link in links - upwards:
            if link.startswith("#"):
                if link[1:] not in own and link != "#":
                    self.wanted.add(address + link)
            elif link.startswith("../"):
                rest = link.rfind("../") + 3
                up = rest // 3
                self.wanted.add(above[up] + link[rest:] if up < len(above) and rest == 3 * up else f"/{link}")
                upwards.add(link)
            elif link.startswith("/"):
                if not address.endswith("404.html"):  # it is shown at any address
                    self.wanted.add(link)
            elif not _ELSEWHERE.match(link):
                self.wanted.add(above[0] + link.removeprefix("./"))

    def _note_searched(self, address: str, is_searched: bool) -> None:
        if is_searched:
            self.searched.append(f"{address}index.html" if address.endswith("/") else address)

    def unsettled(self) -> set[str]:
        """The links whose target is not certain to be among the pages noted here, with its anchor."""
        return {link for link in self.wanted if not self._leads_to_a_page(link)}

    def _leads_to_a_page(self, link: str) -> bool:
        page, _, anchor = link.partition("#")
        anchors = self.anchors.get(page.partition("?")[0])
        return anchors is not None and (not anchor or anchor in anchors)


def all_lead_somewhere(site: Path, links: Iterable[str]) -> bool:
    """Whether each of these links, given from the root of the site, leads to a file there that has its anchor."""
    anchors = cache(lambda name: strict_anchors(_read(site, name)))
    for link in links:
        address, _, anchor = unescape(link).partition("#")
        path = unquote(address.partition("?")[0])
        folder = posixpath.basename(path) in {"", ".", ".."}
        name = posixpath.normpath(posixpath.join(path, "index.html") if folder else path)
        if path.startswith("/") or name.startswith("../") or not (site / name).is_file():
            return False
        if anchor and name.endswith(".html") and unquote(anchor) not in anchors(name):
            return False
    return True


def strict_anchors(html: str) -> frozenset[str]:
    """What links into a page can name."""
    return frozenset(Hypertext.of(html).anchors)


def _folders_above(address: str) -> list[str]:
    """The folder of a page, the one above it, and so on up to the root of the site, which is empty."""
    folders = [address[: address.rfind("/") + 1]]
    while folders[-1]:
        folders.append(folders[-1][: folders[-1].rfind("/", 0, -1) + 1])
    return folders


def check_links(site: Path, root: Path, problems: Problems) -> None:
    """Add a `broken-link` problem for each link of the site at `site` that leads nowhere, and a `blocked` one for what cannot work.

    What a hand-written page says is reported at its line in `content/`, anything else at the finished page.
    """
    files = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    read = partial(_read, site)
    anchors = cache(lambda name: strict_anchors(read(name)))
    for name in sorted(name for name in files if name.endswith(".html")):
        found = Hypertext.of(read(name))
        for href in sorted(link for link in found.links if not _ELSEWHERE.match(link)):
            fault = _fault(name, href, files, anchors)
            if fault:
                problems.add(_place(root, name, href), "broken-link", fault, "correct the address")
        for blocked in sorted(found.blocked):
            problems.add(_place(root, name, ""), "blocked", f"{blocked} does not work: {_POLICY}", _INSTEAD)


_POLICY = "pages load nothing from elsewhere and run nothing that stands in them"
_INSTEAD = "put scripts and styles into files of their own (extra_javascript, extra_css), pictures into content/"


def _read(site: Path, name: str) -> str:
    return (site / name).read_text(encoding="utf-8")


def _fault(page: str, href: str, files: set[str], anchors: Callable[[str], frozenset[str]]) -> str:
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
    if anchor and target.endswith(".html") and unquote(anchor) not in anchors(target):
        return f"the link “{href}” names an anchor that the page does not have"
    return ""


def _place(root: Path, page: str, href: str) -> Place:
    """Where the link is written: in the Markdown of a hand-written page, else in the finished page."""
    stem = page.removesuffix("index.html").rstrip("/") or "index"
    source = Path(CONTENT) / f"{stem}.md"
    if not (root / source).is_file():
        return Place(page)
    if not href:
        return Place(source.as_posix())
    wanted = posixpath.basename(href.partition("#")[0].rstrip("/")) or href
    for number, line in enumerate((root / source).read_text(encoding="utf-8").split("\n"), 1):
        for link in re.finditer(r"\]\(([^)\s]+)|href=[\"']([^\"']+)", line):
            target = link[1] or link[2]
            if target == href or wanted.removesuffix(".md") in target:
                return Place(source.as_posix(), number, link.start(1 if link[1] else 2) + 1)
    return Place(source.as_posix())
