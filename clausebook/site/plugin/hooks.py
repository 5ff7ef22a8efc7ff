"""The hooks: what Clausebook does in a build of MkDocs. It makes the navigation, and tells the theme of the pages around which it goes.

MkDocs writes the pages of content/ and the error page. Ours stand in the navigation, and are written after it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, cast

from markupsafe import escape
from mkdocs.config import config_options as option
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.utils.templates import TemplateContext

from clausebook import confined
from clausebook.languages import LANGUAGES
from clausebook.model.document import Document
from clausebook.pages import addresses
from clausebook.pages.html_words import HtmlWords
from clausebook.pages.kinds import DOCUMENT_KINDS, LANGUAGE_KINDS, Per
from clausebook.pages.language_view import LanguageView, source_link
from clausebook.pages.page import PageKind
from clausebook.pages.policy import with_policy
from clausebook.problems import Place, Problem, ProblemsFound
from clausebook.sentences.words import Words
from clausebook.site.head import FRAME_SLOTS, head_of_frame, head_of_hand_written
from clausebook.site.plugin.pages import FramePage, frame_page, source_name
from clausebook.site.plugin.theme import SharedTheme, own_theme
from clausebook.site.settings_file import CONTENT
from clausebook.site.squeeze import squeeze_around
from clausebook.site.trust import PLAIN_PLUGINS


class ClausebookOptions(Config):
    """The plugin's options in mkdocs.yml."""

    languages = option.ListOfItems(option.Type(str), default=[])  # `settings` knows which there are
    source_url = option.Type(str, default="")
    trusted = option.Type(bool, default=False)  # asked for before MkDocs reads anything: see trust.py


class ClausebookPlugin(BasePlugin[ClausebookOptions]):
    """Bound to one language's view before MkDocs builds; its hooks run in the order in which they stand here."""

    view: LanguageView | None = None
    # Whether MkDocs is to write nothing, and only lends its theme.
    lends_theme: bool = False
    nav: Navigation
    files: Files
    env: Any

    def bind(self, view: LanguageView, *, lends_theme: bool) -> None:
        """Set what the next build is made from."""
        self.view, self.lends_theme = view, lends_theme

    def _bound(self) -> LanguageView:
        if self.view is None:
            raise PluginError("this site is built by “clausebook build” and previewed by “clausebook serve”")
        return self.view

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        view = self._bound()
        own = own_theme(view.root, config.theme.custom_dir or "")
        config.theme = SharedTheme(
            config.theme, LANGUAGES[view.language], own, as_installed=PLAIN_PLUGINS.issuperset(config.plugins)
        )
        config.theme["font"] = False
        if "navigation.expand" not in config.theme["features"]:
            # Other documents are one link each: on every page, the parts of all would be most of it.
            config.theme["features"] = [*config.theme["features"], "navigation.prune"]
        config.theme["palette"] = _palettes(config.theme.get("palette"), view.text)
        for name in _PRINTED:  # the theme prints them as they are
            config[name] = escape(config[name]) if config[name] else config[name]
        config.extra["generator"] = False
        # Columns of tables are aligned by an attribute of their own: the pages' policy heeds no style in a page.
        config.mdx_configs["tables"] = {"use_align_attribute": True, **(config.mdx_configs.get("tables") or {})}
        config.extra_css = ["assets/clausebook.css", *config.extra_css]
        config.extra_javascript = ["assets/clausebook.js", *config.extra_javascript]
        return config

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Put our pages into the navigation, before those of content/."""
        view = self._bound()
        _leave_out(files, config)
        own_pages = sorted(file.src_uri for file in files.documentation_pages() if file.src_uri != "index.md")
        _check_names(files, view.language)
        ours = _Navigation(view, config)
        hand_written = {file.dest_uri: file for file in files if file.generated_by is None and file.abs_src_path}
        for page in ours.pages:
            if page.file.dest_uri in hand_written:
                raise taken_address(hand_written[page.file.dest_uri], config)
            files.append(page.file)
        config.nav = [*ours.items, *own_pages]
        return files

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        self.nav = nav
        return nav

    def on_page_content(self, html: str, *, page: MkDocsPage, config: MkDocsConfig, files: Files) -> str:
        """A title that MkDocs took from a file's name or its metadata is no HTML, as one from a heading is."""
        is_heading = any(entry.level == 1 and entry.title == page.title for entry in page.toc)
        if not isinstance(page, FramePage) and page.title and ("title" in page.meta or not is_heading):
            page.title = escape(page.title)
            if "title" in page.meta:
                page.meta["title"] = page.title
        return html

    @event_priority(-100)  # when all plugins have done with the templates
    def on_env(self, env: Any, *, config: MkDocsConfig, files: Files) -> Any:
        """The error page of a language has no page context of its own. What is ours is not for MkDocs to write."""
        env.globals.update({"_": HtmlWords(self._bound().language), "clausebook": None, "slots": {}})
        self.env, self.files = env, Files(list(files))
        # Written when all is known that it lists.
        config.theme.static_templates.discard("sitemap.xml")
        for file in list(files):
            if self.lends_theme or isinstance(file.page, FramePage):
                files.remove(file)
        if self.lends_theme:
            config.theme.static_templates.clear()
            config.extra_templates = []
        return env

    def on_page_context(
        self, context: TemplateContext, *, page: MkDocsPage, config: MkDocsConfig, nav: Navigation
    ) -> TemplateContext:
        told = {"_": HtmlWords(self._bound().language), "clausebook": self._head(page)}
        slots = FRAME_SLOTS if isinstance(page, FramePage) else {}
        cast(dict[str, Any], context).update({**told, "slots": slots})
        return context

    @event_priority(-100)  # when all plugins have done with the page
    def on_post_page(self, output: str, *, page: MkDocsPage, config: MkDocsConfig) -> str:
        return with_policy(squeeze_around(str(page.content or ""), output))

    @event_priority(-100)
    def on_post_template(self, output_content: str, *, template_name: str, config: MkDocsConfig) -> str:
        """The error page, and whatever page a site's own theme adds."""
        return with_policy(output_content) if template_name.endswith(".html") else output_content

    def hand_written(self) -> Iterator[tuple[MkDocsPage, Mapping[str, str], tuple[str, ...]]]:
        """The pages of content/ with their alternates, and the languages that have them."""
        for file in self.files.documentation_pages():
            if file.page and not isinstance(file.page, FramePage):
                yield file.page, *self._alternates(file.page)

    def _head(self, page: MkDocsPage) -> dict[str, Any]:
        view = self._bound()
        if isinstance(page, FramePage):
            return head_of_frame(view, page.kind, page.document, f"{view.language}/{page.url}")
        return head_of_hand_written(
            view,
            f"{view.language}/{page.url}",
            *self._alternates(page),
            title=page.title or "",
            description=str(page.meta.get("description", "")),
            source=source_link(view, f"{CONTENT}/{view.language}/{page.file.src_uri}"),
        )

    def _alternates(self, page: MkDocsPage) -> tuple[dict[str, str], tuple[str, ...]]:
        """The alternates of a page of content/: the same file in another language, else that language's home."""
        view = self._bound()
        there = tuple(
            code
            for code in view.languages
            if (view.root / CONTENT / code / page.file.src_uri).is_file() or code == view.language
        )
        return {code: f"{code}/{page.url}" if code in there else addresses.home(code) for code in view.languages}, there


class _Navigation:
    """Our pages as the navigation lists them: those of the language, then each document with its own below it."""

    def __init__(self, view: LanguageView, config: MkDocsConfig) -> None:
        self.items: list[Any] = []
        self.pages: list[FramePage] = []
        self._view, self._config, self._words = view, config, view.text
        for row in LANGUAGE_KINDS:
            self.items += self._list(row.kind, "", row.address(view.language), row.name)
        for document in view.documents.values():
            self._add_document(document)

    def _add_document(self, document: Document) -> None:
        view = self._view
        title, below = "", list[str]()
        for row in DOCUMENT_KINDS:
            if row.per is Per.DOCUMENT and row.items(view, document):
                title = title or (row.heading(view, document)[0] if row.heading else "")
                below += self._list(row.kind, document.id, row.address_of(view.language, document.id), row.name)
        if below:
            self.items.append({escape(title): below})

    def _list(self, kind: PageKind, document: str, address: str, name: str) -> list[str]:
        """Where MkDocs finds a page, if it stands in the navigation under a name."""
        title = str(escape(self._words(name))) if name else ""
        self.pages.append(frame_page(kind, document, address, self._config, title=title))
        return [source_name(address)] if name else []


def taken_address(file: File, config: MkDocsConfig) -> ProblemsFound:
    """The problem that a file of content/ would stand where the site has a page or file of its own."""
    path = f"{CONTENT}/{config.theme['language']}/{file.src_uri}"
    message = "the site has something of its own at this address"
    return ProblemsFound([Problem(Place(path), "address-taken", message, "give the file another name")])


def _leave_out(files: Files, config: MkDocsConfig) -> None:
    """Leave out what comes with the theme and no page asks for: its own search, and what only its developers look at."""
    has_search = any(name.rpartition("/")[2] == "search" for name in config.plugins)
    for file in list(files):
        is_of_theme = not Path(file.abs_src_path or config.docs_dir).is_relative_to(config.docs_dir)
        if is_of_theme and (file.dest_uri.endswith(".map") or (not has_search and _OF_SEARCH.match(file.dest_uri))):
            files.remove(file)


def _check_names(files: Files, language: str) -> None:
    """Raise ProblemsFound for hand-written files whose names cannot stand in an address on every system."""
    wrong = [file.src_uri for file in files if file.abs_src_path and not confined.is_confined(file.src_uri)]
    if wrong:
        message = "the name of this file has a sign that cannot stand in an address, or in a file's name everywhere"
        advice = 'rename it without \\ : * ? " < > | and control characters'
        raise ProblemsFound(
            [Problem(Place(f"{CONTENT}/{language}/{name}"), "bad-name", message, advice) for name in wrong]
        )


_OF_SEARCH = re.compile("assets/javascripts/(lunr|workers)/")
_PRINTED = ("site_name", "site_description", "site_author", "repo_name")


def _palettes(chosen: Any, words: Words) -> list[dict[str, Any]]:
    """Light and dark, after the reader's system until the reader chooses, in the colours that mkdocs.yml sets."""
    first = chosen[0] if isinstance(chosen, list) and chosen else chosen
    colours = {key: first[key] for key in ("primary", "accent") if isinstance(first, dict) and key in first}
    light = {"media": "(prefers-color-scheme: light)", "scheme": "default"}
    dark = {"media": "(prefers-color-scheme: dark)", "scheme": "slate"}
    return [
        {
            **light,
            **colours,
            "toggle": {"icon": "material/weather-night", "name": str(escape(words("Switch to dark mode")))},
        },
        {
            **dark,
            **colours,
            "toggle": {"icon": "material/weather-sunny", "name": str(escape(words("Switch to light mode")))},
        },
    ]
