"""Saved: a page as somebody saved it: HTML, or MHTML as Chromium writes it (RFC 2557), with the style sheets that lie with it."""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

MAX_BYTES = 64 << 20
# Where our pages stand in the theme.
CONTENT = "article.md-content__inner"
_SAVED_FROM = re.compile(r"<!-- saved from url=\(\d+\)(\S+) -->")


class Unreadable(ValueError):
    """The file is no copy that could be compared; the message says why."""


@dataclass(slots=True)
class SavedPage:
    """A saved page: its tree, where it says that it was read (or nothing), and what its style sheets may be found by."""

    text: str
    tree: LexborHTMLParser
    claimed: str = ""
    parts: Mapping[str, str] | None = None
    folder: Path | None = None

    @property
    def address(self) -> str:
        """The address in the site that the page says it has."""
        meta = self.tree.css_first('meta[name="clausebook-page"]')
        return (meta.attributes.get("content") or "") if meta else ""

    @property
    def lacks_hidden(self) -> bool:
        """Whether what the page hides was left out: Chromium puts no element with the attribute `hidden` into MHTML."""
        return self.parts is not None

    @property
    def query(self) -> str:
        """What stood behind its address when it was saved."""
        return urlsplit(self.claimed).query

    @property
    def base(self) -> str:
        """From where its links lead, if it says so."""
        base = self.tree.css_first("base[href]")
        return (base.attributes.get("href") or "") if base else ""

    @property
    def title(self) -> str:
        title = self.tree.css_first("head > title")
        return " ".join((title.text() if title else "").split())

    def content(self) -> LexborNode:
        """The element that holds what the page says; raises Unreadable where there is not just one."""
        found = self.tree.css(CONTENT)
        if len(found) != 1:
            raise Unreadable(
                f"the page has {len(found) or 'no'} places for its content, where a page of the site has one"
            )
        return found[0]

    def style_sheet(self, link: str) -> str | None:
        """The style sheet that lies with the page at `link`; None where there is none."""
        if self.parts is not None:
            return self.parts.get(link) or self.parts.get(urljoin(self.claimed, link))
        address, _ = urldefrag(link)
        parts = urlsplit(address)
        if self.folder is None or parts.scheme or parts.netloc or not parts.path or parts.path.startswith("/"):
            return None
        path = self.folder / unquote(parts.path)
        if not path.is_file() or path.stat().st_size > MAX_BYTES:
            return None
        return path.read_bytes().decode("utf-8", "replace")


def place_of(html: str) -> LexborNode:
    """The place for the content in a page that is made of it alone."""
    found = LexborHTMLParser(f'<article class="md-content__inner md-typeset">{html}</article>').css_first(CONTENT)
    if found is None:
        raise Unreadable("the page closes the place for its content")
    return found


def read_page(path: Path, data: bytes) -> SavedPage:
    """A page from the bytes of the file at `path`; raises Unreadable."""
    if path.suffix.lower() in {".mhtml", ".mht"}:
        return _read_mhtml(data)
    text = _decode(data)
    found = _SAVED_FROM.search(text[:4096])
    return SavedPage(text, LexborHTMLParser(text), found[1] if found else "", folder=path.parent)


def _decode(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Unreadable("the file is not UTF-8 text, as pages of the site are") from None


def _read_mhtml(data: bytes) -> SavedPage:
    message = email.message_from_bytes(data, policy=email.policy.HTTP)
    leaves = [part for part in message.walk() if not part.is_multipart()]
    page = next((part for part in leaves if part.get_content_type() == "text/html"), None)
    if page is None or not message.is_multipart():
        raise Unreadable("the file holds no page in the form of MHTML")
    text = _decode(_payload(page))
    styles = {}
    for part in leaves:
        if part.get_content_type() == "text/css":
            style = _payload(part).decode("utf-8", "replace")
            for name in (part.get("Content-Location"), part.get("Content-ID")):
                if name:
                    name = str(name).strip()
                    styles[f"cid:{name[1:-1]}" if name.startswith("<") else name] = style
    claimed = str(message.get("Snapshot-Content-Location") or page.get("Content-Location") or "").strip()
    return SavedPage(text, LexborHTMLParser(text), claimed, styles)


def _payload(part: email.message.Message) -> bytes:
    found = part.get_payload(decode=True)
    return found if isinstance(found, bytes) else b""
