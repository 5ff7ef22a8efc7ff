"""Around: what stands around the content of a saved page and decides whether a browser shows it: its ancestors, and what can take its place."""

from __future__ import annotations

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

_ABOVE = {"html", "body", "div", "main"}
# Attributes of the elements around it that hide, turn or colour it; extensions add many others.
_SAYS = {
    *("hidden", "inert", "popover", "aria-hidden", "contenteditable"),
    *("text", "link", "vlink", "alink", "bgcolor", "background", "color", "width", "height", "align"),
}


def above(content: LexborNode) -> list[LexborNode]:
    """The content and all elements around it, from the inside."""
    found, node = [content], content.parent
    while node is not None and node.is_element_node:
        found.append(node)
        node = node.parent
    return found


def faults_around(tree: LexborHTMLParser, content: LexborNode) -> Iterator[str]:
    """What keeps a browser from showing the content as it is, in words."""
    for node in above(content):
        if node is not content and node.tag not in _ABOVE:
            yield f"its content stands in an element “{node.tag}”"
        said = sorted(_SAYS & node.attributes.keys())
        if said:
            yield f"an element “{node.tag}” around its content has the attribute “{said[0]}”"
        if (node.attributes.get("dir") or "ltr").lower() not in {"ltr", "auto"}:
            yield f"an element “{node.tag}” around its content turns the direction of its words"
        child = node.first_child
        while child is not None:
            if child.tag == "template" and any(name.startswith("shadowroot") for name in child.attributes):
                yield f"a shadow tree takes the place of what an element “{node.tag}” holds"
            child = child.next
    if tree.css_first("meta[http-equiv='refresh' i]"):
        yield "the page leads elsewhere by itself"
    for node in tree.css("meta[charset], meta[http-equiv='content-type' i]"):
        told = node.attributes.get("charset") or node.attributes.get("content") or ""
        name = re.sub(r".*charset\s*=", "", told, flags=re.IGNORECASE).strip(" \"'").lower()
        if name not in {"utf-8", "utf8", "text/html"}:
            yield f"it says that its characters are “{name}”, so a browser shows others than those of the record"
    inside = [node.attributes["id"] for node in content.css("[id]")]
    if len(inside) < len([node for node in tree.css("[id]") if node.attributes["id"] in set(inside)]):
        yield "an element outside of its content has the name of a clause, so links to it lead there"
