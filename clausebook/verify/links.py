"""Links: where the links of a page lead, written so that a page made again and a saved copy of it can be compared.

A browser that saves a page makes its addresses absolute, so an address is told from the root of the site (`site:en/basic/`) wherever the copy
says where that root is; every other address is told whole, spelt as browsers spell it (URL Standard: host in lower case and Punycode, no
default port, a path, non-ASCII and spaces percent-encoded).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

from selectolax.lexbor import LexborNode

# Stands for the root of the site while a relative address is resolved; such a host cannot exist (RFC 6761).
ROOT = "https://clausebook.invalid/"
_WEB = {"http": 80, "https": 443}
_LOCAL_HOST = re.compile(r"localhost|127(\.\d{1,3}){3}|::1")
_SPACES = re.compile(r"^[\x00-\x20]+|[\x00-\x20]+$|[\t\n\r]+")


@dataclass(frozen=True, slots=True)
class Links:
    """The links of the page at `address`, an address of the site. `roots` are the addresses at which the copy may say that the site is,
    `base` that from which it says its links lead, and `query` what stood behind its own address when it was saved."""

    address: str
    roots: Sequence[str] = ()
    base: str = ""
    query: str = ""

    def tell(self, link: str) -> str:
        """Where a link leads."""
        link = _SPACES.sub("", link)
        if link.startswith(ROOT):
            return f"other:{link}"
        own = ROOT + self.address
        try:
            whole = spelt(urljoin(urljoin(own, self.base), link))
            parts = urlsplit(whole)
        except ValueError:
            return f"other:{link}"
        roots = [ROOT, *self.roots]
        if parts.scheme in _WEB and is_local(parts.hostname or ""):
            roots.append(f"{parts.scheme}://{parts.netloc}/")
        root = max((root for root in roots if whole.startswith(root)), key=len, default=None)
        if root is None:
            return whole
        path, sign, rest = whole[len(root) :].partition("#")
        if parts.scheme == "file":
            path = re.sub(r"(^|/)index\.html$", r"\1", path)
        if self.query and sign and path == f"{self.address}?{self.query}":
            path = self.address
        return f"site:{path}{sign}{rest}"


def own_query(links: Links, content: LexborNode) -> str:
    """What stood behind the address of a page when its links were made absolute: all that lead to a place on it have it then, but the one
    that ends a comparison of languages."""
    own = f"site:{links.address}"
    ends = {node.mem_id for node in content.css("[data-cb-beside] a")}
    nodes = [node for node in content.css("a[href*='#']") if node.mem_id not in ends]
    told = [links.tell(node.attributes["href"] or "") for node in nodes]
    found = {link.partition("#")[0].removeprefix(own) for link in told if link.startswith((f"{own}?", f"{own}#"))}
    query = found.pop() if len(found) == 1 else ""
    return query.removeprefix("?")


def spelt(address: str) -> str:
    """An absolute address as browsers spell it; raises ValueError for one that is none."""
    parts = urlsplit(address)
    host, path, netloc = parts.hostname, parts.path, parts.netloc
    if parts.scheme in _WEB and host:
        if not host.isascii():
            host = host.encode("idna").decode("ascii")
        port = f":{parts.port}" if parts.port not in (None, _WEB[parts.scheme]) else ""
        user = f"{netloc.rpartition('@')[0]}@" if "@" in netloc else ""
        netloc = f"{user}{f'[{host}]' if ':' in host else host}{port}"
        path = path or "/"
    return urlunsplit((parts.scheme, netloc, _quoted(path), _quoted(parts.query), _quoted(parts.fragment)))


def _quoted(text: str) -> str:
    return quote(text, safe="!#$%&'()*+,/:;=?@[]~|{}^`\\")


def is_local(host: str) -> bool:
    """Whether a host is the reader's own machine, where a preview is served."""
    return _LOCAL_HOST.fullmatch(host) is not None


def root_from(page: str, address: str) -> str:
    """The root of the site where the page at `address` was read at the address `page`; empty where that is not its address."""
    plain = re.sub(r"(^|/)index\.html$", r"\1", page.partition("#")[0].partition("?")[0])
    return plain[: len(plain) - len(address)] if address and plain.endswith(f"/{address}") else ""


def roots_of(address: str, site: str, claimed: str, given: Iterable[str]) -> tuple[str, ...]:
    """The roots that a copy of the page at `address` may have: the site's own address, those that the user gives (a root, or the address of
    the page), and where the copy `claimed` that it was read, if that is a preview on the reader's own machine."""
    roots = {site} if site else set()
    for one in given:
        found = root_from(one, address) or (one if one.endswith("/") else f"{one}/")
        roots.add(spelt(found))
    if claimed:
        parts = urlsplit(claimed)
        if parts.scheme == "file" or is_local(parts.hostname or ""):
            roots.add(root_from(claimed, address))
    return tuple(sorted(filter(None, roots)))
