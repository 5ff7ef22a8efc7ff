"""Finished pages as MkDocs knows pages: no Markdown is parsed for them, the theme is put around."""

from __future__ import annotations

from collections.abc import Mapping

from markupsafe import escape
from mkdocs.commands.build import get_context
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation, Section
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.structure.toc import AnchorLink, TableOfContents
from mkdocs.utils.templates import TemplateContext

from clausebook.pages.page import Page, TocEntry


class FinishedPage(MkDocsPage):
    """A page whose HTML is already made.

    Themes print titles as they are, since those of MkDocs are HTML; ours are plain text and are escaped on the way.
    """

    def __init__(self, made: Page, file: File, config: MkDocsConfig, strings: Mapping[str, str]) -> None:
        super().__init__(escape(made.title), file, config)
        self.made, self.strings = made, strings

    def read_source(self, config: MkDocsConfig) -> None:
        self.markdown = ""
        self.meta = {"title": escape(self.made.title), "description": escape(self.made.description)}

    def render(self, config: MkDocsConfig, files: Files) -> None:
        self.content = self.made.html
        self.toc = contents_list(self.made.toc)


def contents_list(entries: tuple[TocEntry, ...]) -> TableOfContents:
    """The contents list of a page, for the theme."""
    return TableOfContents([_anchor_link(entry, 2) for entry in entries])


def _anchor_link(entry: TocEntry, level: int) -> AnchorLink:
    link = AnchorLink(escape(entry.title), entry.anchor, level)
    link.children = [_anchor_link(child, level + 1) for child in entry.children]
    return link


def file_name(made: Page) -> str:
    """Where MkDocs would look for the source of a page: relative to the folder of its language."""
    return made.address.partition("/")[2] + "index.md"


def sections_of(nav: Navigation) -> dict[str, Section]:
    """The sections of documents by their ids. A page of the archive is in none; as its parent, that of its document is shown open."""
    pages = [page for page in nav.pages if isinstance(page, FinishedPage)]
    return {page.made.document: page.parent for page in pages if isinstance(page.parent, Section)}


def populate(page: MkDocsPage, config: MkDocsConfig, files: Files) -> None:
    """Let a page be read, with the hooks of all plugins, as MkDocs does it for pages among its files."""
    page = config.plugins.on_pre_page(page, config=config, files=files)
    page.read_source(config)
    markdown = page.markdown or ""
    page.markdown = config.plugins.on_page_markdown(markdown, page=page, config=config, files=files)
    page.render(config, files)
    content = page.content or ""
    page.content = config.plugins.on_page_content(content, page=page, config=config, files=files)


def context_of(page: MkDocsPage, config: MkDocsConfig, files: Files, nav: Navigation) -> TemplateContext:
    """What the theme's templates are given for a page, as MkDocs gives it."""
    context = get_context(nav, files, config, page)
    return config.plugins.on_page_context(context, page=page, config=config, nav=nav)
