"""Hypertext: what a piece of HTML links to, what can be linked to in it, and what the pages' policy keeps from working.

Read by a browser's parser (Lexbor), so comments, scripts and quotes are what a browser takes them for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

# Attributes that hold an address which is followed or loaded, by element; those of all others under "".
_ADDRESSES = {
    "": ("href", "src"),
    "video": ("href", "src", "poster"),
    "object": ("href", "src", "data"),
    "form": ("href", "src", "action"),
    "button": ("href", "src", "formaction"),
    "input": ("href", "src", "formaction"),
}
_ANCHORS = ("id", "name")
_SETS = ("srcset", "imagesrcset")
_NAMED = "[href],[src],[id],[name],[srcset],[imagesrcset],[poster],[data],[action],[formaction],[style],style,script,iframe,object,embed,frame"
_HANDLER = re.compile(r"[\s\"'/]on[a-z]+\s*=", re.IGNORECASE)


@dataclass(slots=True)
class Hypertext:
    """The links and anchors of a piece of HTML, as written but for entities, which are resolved."""

    links: set[str] = field(default_factory=set)
    anchors: set[str] = field(default_factory=set)
    blocked: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, html: str) -> Hypertext:
        """What is in a page, or in a piece of one that begins and ends between elements."""
        hypertext = cls()
        # Elements with handlers are found by no selector; hardly any page has one.
        for node in LexborHTMLParser(html).css("*" if _HANDLER.search(html) else _NAMED):
            hypertext._add(node)
        return hypertext

    def _add(self, node: LexborNode) -> None:
        tag, values = node.tag or "", node.attributes
        addresses = _ADDRESSES.get(tag, _ADDRESSES[""])
        for name, value in values.items():
            if not value:
                continue
            if name in addresses:
                self.links.update(filter(None, [value.strip()]))
            elif name in _ANCHORS:
                self.anchors.add(value)
            elif name in _SETS:
                self.links.update(candidates(value))
            elif (name == "style" and value.strip()) or (name.startswith("on") and len(name) > 2):
                self.blocked.add(f"the attribute “{name}” of <{tag}>")
        if tag in _LOADING or tag == "style":
            self.blocked.update(_blocked(tag, {name: value or "" for name, value in values.items()}))
        if tag == "script" and "src" not in values and _is_program(values.get("type") or "") and node.text().strip():
            self.blocked.add("a script that stands in the page")


def _is_program(kind: str) -> bool:
    """Whether a script of this type is run: not a data block (HTML 4.12.1)."""
    return kind.strip().lower() in {
        "",
        "module",
        "importmap",
        "speculationrules",
        "text/javascript",
        "application/javascript",
    }


def _blocked(tag: str, values: Mapping[str, str]) -> Iterator[str]:
    """What the policy of our pages keeps an element from loading (see `pages.policy`)."""
    if tag == "style":
        yield "a style sheet that stands in the page"
    if tag in _LOADING and (elsewhere := _LOADING[tag](values)):
        yield f"<{tag}> with “{elsewhere}”"


def _foreign(value: str) -> str:
    """An address that leads to another site; empty for any other."""
    start = value.strip().lower()
    return value if start.startswith(("http:", "https:", "//", "ftp:", "blob:")) else ""


def _foreign_source(values: Mapping[str, str]) -> str:
    return next(filter(None, map(_foreign, (values.get("src", ""), *candidates(values.get("srcset", ""))))), "")


def _foreign_sheet(values: Mapping[str, str]) -> str:
    return _foreign(values.get("href", "")) if "stylesheet" in values.get("rel", "").lower().split() else ""


def _any_address(values: Mapping[str, str]) -> str:
    return values.get("src", "") or values.get("data", "") or "srcdoc"


_LOADING = {
    **dict.fromkeys(("img", "script", "source", "audio", "video", "track"), _foreign_source),
    "link": _foreign_sheet,
    **dict.fromkeys(("iframe", "object", "embed", "frame"), _any_address),
}


def candidates(srcset: str) -> Iterator[str]:
    """The addresses in a `srcset` (HTML 4.8.4.3.3): each up to a space, then what it is for, up to a comma."""
    rest = srcset.lstrip(" \t\n\f\r,")
    while rest:
        address, _, rest = _cut(rest)
        if address.endswith(","):
            address = address.rstrip(",")
        else:
            rest = rest.partition(",")[2] if "(" not in rest.partition(",")[0] else rest.partition("),")[2]
        if address:
            yield address
        rest = rest.lstrip(" \t\n\f\r,")


def _cut(text: str) -> tuple[str, str, str]:
    """A text before its first white space, and after it."""
    for index, sign in enumerate(text):
        if sign in " \t\n\f\r":
            return text[:index], sign, text[index + 1 :]
    return text, "", ""
