"""One build of MkDocs for one language; afterwards its theme, which puts frames around the pages that are ours."""

from __future__ import annotations

import datetime as dt
import logging
import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from mkdocs.commands.build import build, get_context
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.structure.files import File
from mkdocs.structure.nav import Section

from clausebook.digests import digest_of
from clausebook.pages.html_words import HtmlWords
from clausebook.pages.language_view import LanguageView
from clausebook.pages.page import PageKind
from clausebook.pages.sandbox import problem_in
from clausebook.pages.templates import package_templates
from clausebook.problems import Place, Problem, ProblemsFound
from clausebook.site.plugin.configuration import load_configuration
from clausebook.site.plugin.hooks import ClausebookPlugin, taken_address
from clausebook.site.plugin.pages import FramePage, frame_page
from clausebook.site.plugin.theme import own_theme
from clausebook.site.settings_file import CONTENT, SETTINGS_FILE
from clausebook.site.sitemap import SitemapEntry
from clausebook.site.slots import Slot


def build_with_mkdocs(view: LanguageView, target: Path, *, lends_theme: bool = False) -> BuiltTheme:
    """Let MkDocs write the hand-written pages of a language and the theme's assets into `target`; with `lends_theme` nothing.

    Raises ProblemsFound where MkDocs gives up or a template of the site's own fails.
    """
    with tempfile.TemporaryDirectory() as empty:
        content = view.root / CONTENT / view.language
        config = load_configuration(
            view.root,
            docs_dir=str(content) if content.is_dir() else empty,
            site_dir=str(target),
            site_url=f"{view.root_url}{view.language}/" if view.root_url else "",
            use_directory_urls=True,
        )
        own = own_theme(view.root, config.theme.custom_dir or "")
        for folder in (package_templates() / "theme", view.root / "templates" / "theme"):
            if folder.is_dir() and str(folder) not in config.theme.dirs:
                config.theme.dirs.insert(0, str(folder))
        plugin = config.plugins["clausebook"]
        if not isinstance(plugin, ClausebookPlugin):
            raise TypeError("the plugin named clausebook is not ours")
        plugin.bind(view, lends_theme=lends_theme)
        with _settled_surroundings(view, own), _told_as_problems(view.root, own):
            build(config)
    return BuiltTheme(view, config, plugin, own)


@dataclass(frozen=True)
class BuiltTheme:
    """The theme of one language, as MkDocs has set it up for a build that is done."""

    view: LanguageView
    config: MkDocsConfig
    plugin: ClausebookPlugin
    own: Sequence[Path]
    _templates: dict[str, Any] = field(default_factory=dict, repr=False)

    @property
    def site_name(self) -> str:
        """As HTML."""
        return self.config.site_name

    @cached_property
    def digest(self) -> str:
        """Of all that frames tell beside what stands in the settings and templates: the navigation."""
        return digest_of([self._told(item) for item in self.plugin.nav.items], self.config.site_url)

    def _told(self, item: Any) -> object:
        # Pages of content/ may have metadata that a theme shows beside their title.
        meta = [] if isinstance(item, FramePage) else sorted(getattr(item, "meta", {}).items())
        children = [self._told(child) for child in item.children or ()]
        return type(item).__name__, str(item.title), getattr(item, "url", ""), meta, children

    def frame(self, kind: PageKind, document: str, address: str, *, has_contents: bool) -> str:
        """What the theme puts around pages of a kind that stand as deep as `address`, with slots for what differs between them."""
        with _settled_surroundings(self.view, self.own), _told_as_problems(self.view.root, self.own):
            page = self._pages.get(address) or self._frame_page(kind, document, address)
            page.has_contents = has_contents
            return self._render(page)

    def fragment(self, template: str, **values: Any) -> str:
        """What one of our own partial templates of the theme makes of these values."""
        with _told_as_problems(self.view.root, self.own):
            if template not in self._templates:
                self._templates[template] = self.plugin.env.get_template(f"partials/{template}")
            html: str = self._templates[template].render(config=self.config, _=self._words, **values).strip()
            return html

    def hand_written(self) -> Iterator[SitemapEntry]:
        """The pages of content/."""
        for page, alternates, there in self.plugin.hand_written():
            address = f"{self.view.language}/{page.url}"
            yield SitemapEntry(address, {code: alternates[code] for code in alternates if code in there})

    def refuse_taken(self, paths: Iterable[str]) -> None:
        """Raise ProblemsFound where a hand-written file stands at one of these paths of the site."""
        for path in paths:
            taken = self._by_hand.get(path.partition("/")[2])
            if taken:
                raise taken_address(taken, self.config)

    @cached_property
    def _by_hand(self) -> Mapping[str, File]:
        return {file.dest_uri: file for file in self.plugin.files if file.generated_by is None}

    @cached_property
    def _words(self) -> HtmlWords:
        return HtmlWords(self.view.language)

    @cached_property
    def _pages(self) -> Mapping[str, FramePage]:
        """Our pages in the navigation, by their addresses."""
        pages = (file.page for file in self.plugin.files if isinstance(file.page, FramePage))
        return {f"{self.view.language}/{page.url}": page for page in pages}

    def _frame_page(self, kind: PageKind, document: str, address: str) -> FramePage:
        page = frame_page(kind, document, address, self.config)
        # A page of the archive is in no section; that of its document is shown open.
        page.parent = self._sections.get(document)
        return page

    @cached_property
    def _sections(self) -> Mapping[str, Section]:
        return {page.document: page.parent for page in self._pages.values() if isinstance(page.parent, Section)}

    def _render(self, page: FramePage) -> str:
        """As MkDocs renders a page, with the hooks of all plugins."""
        config, files, nav, env = self.config, self.plugin.files, self.plugin.nav, self.plugin.env
        config.plugins.on_pre_page(page, config=config, files=files)
        page.read_source(config)
        page.markdown = config.plugins.on_page_markdown(page.markdown or "", page=page, config=config, files=files)
        page.render(config, files)
        added = config.plugins.on_page_content(page.content or "", page=page, config=config, files=files)
        content: Any = Slot("content")
        page.content = content if added == str(content) else added
        page.active = True
        context = config.plugins.on_page_context(
            get_context(nav, files, config, page), page=page, config=config, nav=nav
        )
        output = env.get_template(page.meta.get("template", "main.html")).render(context)
        page.active = False  # and so is the section that it opened
        return config.plugins.on_post_page(output, page=page, config=config)


@contextmanager
def _told_as_problems(root: Path, own: Sequence[Path]) -> Iterator[None]:
    """Raise ProblemsFound for what goes wrong in templates of the site's own, in the folders `own`, and where MkDocs gives up."""
    try:
        yield
    except ProblemsFound:
        raise
    except Abort as error:
        raise ProblemsFound([Problem(Place(SETTINGS_FILE), "bad-setting", str(error))]) from error
    except Exception as error:
        problem = problem_in(root, own, error)
        if problem is None:
            raise
        raise ProblemsFound([problem]) from error


@contextmanager
def _settled_surroundings(view: LanguageView, own: Sequence[Path]) -> Iterator[None]:
    """What MkDocs takes from around it: the time that it dates pages with, and a log to write to.

    Only templates of the site's own, in the folders `own`, could print that time.
    """
    with nullcontext() if own else view.recorder.paused():
        newest = dt.date.fromisoformat(max(day.isoformat() for day in view.days.values()))
    before = os.environ.get("SOURCE_DATE_EPOCH")
    logger = logging.getLogger("mkdocs")
    level = logger.level
    os.environ["SOURCE_DATE_EPOCH"] = str(int(datetime(newest.year, newest.month, newest.day, tzinfo=UTC).timestamp()))
    # Broken links are found in the finished site, with their places; MkDocs would only log them.
    logger.setLevel(logging.ERROR)
    try:
        yield
    finally:
        logger.setLevel(level)
        if before is None:
            del os.environ["SOURCE_DATE_EPOCH"]
        else:
            os.environ["SOURCE_DATE_EPOCH"] = before
