"""The shell: what stands around the content of a page. The theme's frame is asked for once for many pages, split at its slots, and filled for each.

Pages of one kind and document that stand equally deep have one frame. Whatever differs between them is a slot, printed by our own
templates of the theme (see `slots`), so that nobody has to look into what a foreign template made.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeVar

from markupsafe import escape

from clausebook.pages.kinds import ARCHIVE
from clausebook.pages.page import Page, PageKind, TocEntry
from clausebook.pages.recording import Query
from clausebook.problems import Place, Problem, ProblemsFound
from clausebook.site.head import head_of_page
from clausebook.site.links import Piece
from clausebook.site.plugin.build import BuiltTheme
from clausebook.site.slots import Slot, Split, UnknownSlot
from clausebook.site.squeeze import squeeze

# What stands in the address of a frame where those of its pages differ.
_PARTS = (str(Slot("first part")), str(Slot("second part")))


@dataclass(frozen=True, slots=True)
class PrintedPage:
    """A page as it is written to its file, with what links can lead to in it, where its own lead, and whether it is to be searched."""

    address: str
    data: bytes
    anchors: frozenset[str]
    links: frozenset[str]
    is_searched: bool

    @property
    def path(self) -> str:
        return f"{self.address}index.html"


class Frame(NamedTuple):
    """The theme's frame: pieces of HTML with the slots between them, and the anchors and links in the pieces."""

    pieces: tuple[bytes, ...]
    slots: tuple[str, ...]
    anchors: frozenset[str]
    links: frozenset[str]


class _Entry(NamedTuple):
    """A line of a contents list as the theme's template reads it."""

    title: str
    url: str
    level: int
    children: tuple[_Entry, ...]

    @classmethod
    def of(cls, entry: TocEntry, level: int = 2) -> _Entry:
        children = tuple(cls.of(child, level + 1) for child in entry.children)
        return cls(escape(entry.title), f"#{entry.anchor}", level, children)


Key = TypeVar("Key")
Made = TypeVar("Made")


@dataclass
class Shell:
    """Prints the pages of one language; documents one after another, as pages of one document have pieces in common."""

    theme: BuiltTheme
    _frames: dict[tuple[PageKind, str, str, bool], tuple[Frame, frozenset[Query]]] = field(
        default_factory=dict, repr=False
    )
    _document: str = field(default="", repr=False)
    _pieces: dict[str, Piece] = field(default_factory=dict, repr=False)
    _contents: dict[tuple[TocEntry, ...], tuple[Piece, frozenset[Query]]] = field(default_factory=dict, repr=False)

    def print(self, page: Page) -> PrintedPage:
        """The finished page; raises ProblemsFound where a template of the site's own cannot be used for it."""
        if page.document != self._document:
            self._document, self._pieces, self._contents = page.document, {}, {}
        frame = self._frame(page)
        filling = _Filling(self, page)
        filled = [filling[slot] for slot in frame.slots]
        # What only this page has is looked through at once: starting a parser takes longer than it reads.
        fresh = Piece.of("".join([part for part in filled if isinstance(part, str)]))
        known = [fresh, *(part for part in filled if not isinstance(part, str))]
        data = [b""] * (len(frame.pieces) + len(filled))
        data[::2] = frame.pieces
        data[1::2] = [part.encode() if isinstance(part, str) else part.data for part in filled]
        return PrintedPage(
            page.address,
            b"".join(data),
            frame.anchors.union(*[part.anchors for part in known]),
            frame.links.union(*[part.links for part in known]),
            any(part.is_searched for part in known),
        )

    def _frame(self, page: Page) -> Frame:
        key = page.kind, page.document, _frame_address(page), bool(page.toc)
        return self._recorded(self._frames, key, lambda: self._make_frame(*key))

    def _recorded(self, known: dict[Key, tuple[Made, frozenset[Query]]], key: Key, make: Callable[[], Made]) -> Made:
        """What was made for a key, once; whoever uses it makes the queries that were made for it."""
        recorder = self.theme.view.recorder
        if key not in known:
            with recorder.recording() as queries:
                made = make()
            known[key] = made, frozenset(queries)
        made, noted = known[key]
        recorder.note_all(noted)
        return made

    def _make_frame(self, kind: PageKind, document: str, address: str, has_contents: bool) -> Frame:
        html = self.theme.frame(kind, document, address, has_contents=has_contents)
        try:
            pieces, slots = Split.of(html)
        except UnknownSlot as error:
            raise _problem(f"a text of the page is changed after “…{error}”") from None
        if slots.count("content") != 1:
            raise _problem(f"it prints the content of a page {slots.count('content')} times")
        whole = Piece.of(html)
        links = frozenset(link for link in whole.links if not Split.of(link).slots)
        return Frame(tuple(piece.encode() for piece in pieces), slots, whole.anchors, links)

    def content(self, page: Page) -> Piece | str:
        """The content of a page; the pieces that it shares with other pages of its document are looked through once."""
        for html in page.pieces:
            if html not in self._pieces:
                self._pieces[html] = Piece.of(html)
        return Piece.joined([self._pieces[html] for html in page.pieces]) if page.pieces else page.html

    def contents(self, entries: tuple[TocEntry, ...]) -> Piece:
        """The entries of a contents list."""

        def make() -> Piece:
            html = self.theme.fragment("contents.html", entries=[_Entry.of(entry) for entry in entries])
            return Piece.of(squeeze(html).strip())

        return self._recorded(self._contents, entries, make)


class _Filling:
    """What stands in the slots of one page, found when it is asked for."""

    def __init__(self, shell: Shell, page: Page) -> None:
        self._shell, self._page = shell, page
        self._head: Mapping[str, Any] = head_of_page(shell.theme.view, page)

    def __getitem__(self, slot: str) -> Piece | str:
        """HTML, where it is not known yet what is in it as HTML."""
        page, head = self._page, self._head
        match slot:
            case "content":
                return self._shell.content(page)
            case "contents":
                return self._shell.contents(page.toc)
            case "head" | "languages":
                return self._shell.theme.fragment(f"{slot}.html", clausebook=head)
            case "title" | "description" | "canonical":
                return Piece.text(head[slot])
            case "address":
                return Piece.text(page.address)
            case "first part" | "second part":
                return Piece.text(page.address.split("/")[2 if slot == "first part" else 3])
            case "first anchor":
                return Piece.text(page.toc[0].anchor)
        return Piece.text(self._address(slot))

    def _address(self, slot: str) -> str:
        """A link to the page in a language, or its whole address there."""
        what, _, code = slot.partition(" ")
        name = {"link": "href", "address": "url"}.get(what, "")
        for language in self._head["languages"]:
            if language["code"] == code and name:
                address: str = language[name]
                return address
        raise _problem(f"there is no “{slot}” of a page")


def _frame_address(page: Page) -> str:
    """Where the frame of a page stands: below its document, and as deep as the page."""
    if page.kind not in ARCHIVE:
        return page.address
    language, document, *rest = page.address.rstrip("/").split("/")
    return "/".join((language, document, *_PARTS[: len(rest)], ""))


def _problem(message: str) -> ProblemsFound:
    advice = "print the texts of a page as they are, escaped or without tags, and decide by its kind"
    return ProblemsFound([Problem(Place("templates/theme"), "theme-template", message, advice)])
