"""Paired: a page of terms with the same version in another language beside each clause, as `beside.js` shows it."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urljoin

from markupsafe import escape
from selectolax.lexbor import LexborNode

from clausebook.verify.links import ROOT
from clausebook.verify.saved import place_of


def language_beside(copy: LexborNode) -> str:
    """The language that a saved page shows beside its own; empty for none."""
    chosen = copy.css_first("[data-cb-beside] a[aria-current='true']")
    return (chosen.attributes.get("hreflang") or "") if chosen and copy.css_first(".cb-pair") else ""


def put_beside(made: LexborNode, address: str, other: str, other_address: str, copy: LexborNode) -> None:
    """Do to the page `made` at `address` what the script does with the page `other` (as HTML) of another language. Where the reader was is
    taken from the copy, if there is such a place."""
    own, wanted = address.partition("/")[0], other_address.partition("/")[0]
    theirs = {node.attributes["data-cb-words"]: node for node in place_of(other).css("[data-cb-words]")}
    up = "../" * address.count("/")
    for node in theirs.values():
        for link in node.css("a[href]"):
            target = urljoin(ROOT + other_address, link.attributes["href"] or "")
            link.attrs["href"] = up + target.removeprefix(ROOT) if target.startswith(ROOT) else target
        for named in node.css("[id]"):
            del named.attrs["id"]
    anchors = {node.attributes["id"] or "" for node in made.css("[id]")}
    for ours in made.css("[data-cb-words]"):
        found, tag = theirs.get(ours.attributes["data-cb-words"]), ours.tag
        second = (found.inner_html or "") if found else ""
        ours.inner_html = (
            f'<{tag} class="cb-pair"><{tag} lang="{own}">{ours.inner_html}</{tag}>'
            f'<{tag} lang="{wanted}">{second}</{tag}></{tag}>'
        )
    for nav in made.css("[data-cb-beside]"):
        for link in nav.css(f"a[hreflang='{wanted}']"):
            link.attrs["aria-current"] = "true"
        place = _place(copy.css("[data-cb-beside] a:not([hreflang])"), anchors)
        close = escape(nav.attributes.get("data-cb-close") or "")
        nav.inner_html = f'{nav.inner_html}<a href="{up}{address}{place}">{close}</a>'


def _place(links: Iterable[LexborNode], anchors: set[str]) -> str:
    """Where on the page the link that ends the comparison leads: to a place that there is, or to the page."""
    for link in links:
        _, sign, anchor = (link.attributes.get("href") or "").partition("#")
        if anchor in anchors:
            return sign + anchor
    return ""
