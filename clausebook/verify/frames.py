"""Frames: what stands around the content of a built page does nothing to it: no style or script but those of the theme, the program and the site.

What the frame says (header, navigation, footer) is not compared.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser, LexborNode

from clausebook.pages.templates import package_templates
from clausebook.verify.links import Links
from clausebook.verify.saved import CONTENT

# The elements around the content, from the inside, with the classes that they have.
_ABOVE = (
    ("div", {"md-content"}),
    ("div", {"md-main__inner", "md-grid"}),
    ("main", {"md-main"}),
    ("div", {"md-container"}),
    ("body", set[str]()),
    ("html", {"no-js"}),
)
_HARMLESS = re.compile(r"class|lang|dir|data-md-[a-z-]+|id|itemscope|itemtype")
_ONLY_NAMES = re.compile(r"\s*:root\s*\{(\s*--md-[\w-]+\s*:[^;{}]*;?)*\s*\}\s*")
_FONTS = re.compile(r"https://fonts\.(googleapis|gstatic)\.com/.*")
_OF_THE_CONTENT = ".cb-head, .cb-terms, .cb-clause, .cb-proof, .cb-redline, .cb-change, .cb-log, .cb-wording, .cb-card"
_HANDLER = re.compile(r"\son[a-z]+\s*=", re.IGNORECASE)
_JINJA = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_SCRIPT = re.compile(r"<script\b[^>]*>(.*?)</script>", re.DOTALL)


@dataclass(frozen=True)
class Frames:
    """Looks at frames of the site at `root`, one after another; the style sheets and scripts that they name are noted in `assets`."""

    root: Path
    assets: set[str]

    def faults(self, html: str, links: Links) -> Iterator[str]:
        """What is wrong with a frame, given as its page without the content."""
        tree = LexborHTMLParser(html)
        contents = tree.css(CONTENT)
        if len(contents) != 1:
            yield f"it has {len(contents)} places for its content"
            return
        yield from _above(contents[0])
        if contents[0].text(strip=True) or tree.css_first(_OF_THE_CONTENT):
            yield "a second content stands beside its content"
        for node in tree.css("iframe, frame, object, embed, base, meta[http-equiv='refresh' i]"):
            yield f"an element “{node.tag}” stands around its content"
        yield from self._styles(tree, links)
        yield from self._scripts(tree, links)
        if _HANDLER.search(html):
            for node in tree.css("*"):
                handlers = [name for name in node.attributes if name.startswith("on")]
                if handlers:
                    yield f"an element “{node.tag}” has a handler “{handlers[0]}”"

    def _styles(self, tree: LexborHTMLParser, links: Links) -> Iterator[str]:
        for node in tree.css("[style]"):
            yield f"an element “{node.tag}” around its content has the style “{node.attributes['style']}”"
        for node in tree.css("style"):
            if not _ONLY_NAMES.fullmatch(node.text()):
                yield "it has a style sheet in it"
        for node in tree.css("link[rel][href]"):
            if "stylesheet" in (node.attributes["rel"] or "").lower().split():
                yield from self._asset(node.attributes["href"] or "", links)

    def _scripts(self, tree: LexborHTMLParser, links: Links) -> Iterator[str]:
        for node in tree.css("script"):
            kind = (node.attributes.get("type") or "").lower()
            if "src" in node.attributes:
                yield from self._asset(node.attributes["src"] or "", links)
            elif kind in {"", "module", "text/javascript"} and not is_known_script(self.root, node.text()):
                yield "it has a script in it that is not the theme's"

    def _asset(self, link: str, links: Links) -> Iterator[str]:
        told = links.tell(link)
        if told.startswith("site:"):
            self.assets.add(told.removeprefix("site:").partition("?")[0])
        elif not _FONTS.fullmatch(told):
            yield f"it takes “{link}” from elsewhere"


def _above(content: LexborNode) -> Iterator[str]:
    node = content.parent
    for tag, classes in _ABOVE:
        if node is None or node.tag != tag or set((node.attributes.get("class") or "").split()) != classes:
            yield f"its content does not stand in “{tag}{''.join(f'.{one}' for one in sorted(classes))}”, as in the theme"
            return
        odd = [name for name in node.attributes if not _HARMLESS.fullmatch(name)]
        if odd or node.attributes.get("dir", "ltr") != "ltr":
            yield f"an element “{tag}” around its content has the attribute “{odd[0] if odd else 'dir'}”"
        node = node.parent


@cache
def _known_scripts(root: Path) -> re.Pattern[str]:
    """The scripts in the templates of the theme, of the program and of the site; what Jinja fills in is no code."""
    found = set()
    for folder in template_folders(root):
        for path in sorted(folder.rglob("*.html")):
            for script in _SCRIPT.findall(path.read_text(encoding="utf-8", errors="replace")):
                pieces = [re.escape(" ".join(piece.split())) for piece in _JINJA.split(script)]
                found.add(r"\s*" + "[^<>;(){}]*".join(pieces) + r"\s*")
    return re.compile("|".join(sorted(found)))


def is_known_script(root: Path, text: str) -> bool:
    """Whether a script in a page is one of those in the templates."""
    return _known_scripts(root).fullmatch(" ".join(text.split())) is not None


def template_folders(root: Path) -> list[Path]:
    """Where the theme's templates and assets come from, and those of the program and the site at `root` that come before them."""
    theme = find_spec("material")
    folders = [Path(folder) / "templates" for folder in theme.submodule_search_locations or ()] if theme else []
    return [*folders, package_templates() / "theme", root / "templates" / "theme"]


def shipped(root: Path, address: str) -> Iterable[Path]:
    """The files that the style sheet or script at an address of a built site may be a copy of."""
    _, _, inner = address.partition("/")
    for folder in template_folders(root):
        yield from (path for path in (folder / inner, folder / address) if path.is_file())
    yield from (path for path in sorted((root / "content").glob(f"*/{inner}")) if inner and path.is_file())
