"""A page of ours as MkDocs and the theme know pages: it stands in the navigation, and has slots in the place of its own texts."""

from __future__ import annotations

from typing import Any

from markupsafe import escape
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page as MkDocsPage

from clausebook.pages.page import PageKind
from clausebook.site.slots import Hidden, Slot


class ContentsEntry:
    """The one entry of a frame's contents list, for the theme's link to the beginning of the text; the list itself is a slot."""

    level = 2
    url = f"#{Slot('first anchor')}"
    title = Hidden("entry")
    children: tuple[ContentsEntry, ...] = ()


class FramePage(MkDocsPage):
    """A page of ours around whose texts the theme puts a frame. No Markdown is parsed for it."""

    def __init__(self, kind: PageKind, document: str, file: File, config: MkDocsConfig, title: str = "") -> None:
        """With a `title` it stands in the navigation under that name; without one its title is a slot."""
        super().__init__(escape(title) if title else None, file, config)
        self.kind, self.document = kind, document
        self.has_contents = False
        self.name = title

    def __eq__(self, other: object) -> bool:
        return self is other

    __hash__ = object.__hash__

    def read_source(self, config: MkDocsConfig) -> None:
        self.markdown = ""
        self.meta = {"title": Slot("title"), "description": Slot("description")}

    def render(self, config: MkDocsConfig, files: Files) -> None:
        page: Any = self  # slots stand where MkDocs has strings
        page.content = str(Slot("content"))  # plugins add to it
        page.toc = (ContentsEntry(),) if self.has_contents else ()
        if not self.name:
            page.title = Slot("title")


def frame_page(
    kind: PageKind,
    document: str,
    address: str,
    config: MkDocsConfig,
    *,
    title: str = "",
    is_in_navigation: bool = False,
) -> FramePage:
    """A frame page at an address below the root of the site."""
    level = InclusionLevel.INCLUDED if is_in_navigation else InclusionLevel.NOT_IN_NAV
    file = File.generated(config, source_name(address), content="", inclusion=level)
    file.url = address.partition("/")[2]  # MkDocs would quote it, with any slots in it
    return FramePage(kind, document, file, config, title)


def source_name(address: str) -> str:
    """Where MkDocs would look for the source of the page at an address: relative to the folder of its language."""
    return address.partition("/")[2] + "index.md"
