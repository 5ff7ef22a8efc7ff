"""The MkDocs plugin `clausebook`: gives MkDocs the finished pages of one language as pages of its own."""

from __future__ import annotations

import posixpath
from pathlib import Path
from typing import Any, cast

from markupsafe import escape
from mkdocs.config import config_options as option
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.utils.templates import TemplateContext

from clausebook import confined
from clausebook.digests import digest_of
from clausebook.languages import LANGUAGES, N_
from clausebook.pages import addresses
from clausebook.pages.html_words import HtmlWords
from clausebook.pages.language_view import LanguageView, source_link
from clausebook.pages.library import language_pages, outline_pages
from clausebook.pages.page import PageKind
from clausebook.pages.policy import with_policy
from clausebook.problems import Place, Problem, ProblemsFound
from clausebook.site.archive import Archive, taken_address
from clausebook.site.finished import FinishedPage, file_name
from clausebook.site.head import head_of_hand_written, head_of_page, strings_of
from clausebook.site.languages import LanguageParts
from clausebook.site.settings import CONTENT
from clausebook.site.squeeze import squeeze_around
from clausebook.site.theme import SharedTheme, own_theme
from clausebook.site.trust import PLAIN_PLUGINS


class ClausebookOptions(Config):
    """The plugin's options in mkdocs.yml."""

    languages = option.ListOfItems(option.Choice(tuple(LANGUAGES)), default=[])
    source_url = option.Type(str, default="")
    trusted = option.Type(bool, default=False)  # asked for before MkDocs reads anything: see trust.py


class ClausebookPlugin(BasePlugin[ClausebookOptions]):
    """Bound to one language's view before MkDocs builds; its hooks run in the order in which they stand here."""

    view: LanguageView | None = None
    root_url: str = ""
    parts: LanguageParts
    _nav: Navigation
    _indexed: list[File]

    def bind(self, parts: LanguageParts) -> None:
        """Set what the next build is made from."""
        self.view, self.root_url, self.parts = parts.view, parts.view.root_url, parts

    def _bound(self) -> LanguageView:
        if self.view is None:
            raise PluginError("this site is built by “clausebook build” and previewed by “clausebook serve”")
        return self.view

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        view = self._bound()
        words = HtmlWords(view.language)
        own = own_theme(view.root, config.theme.custom_dir or "")
        config.theme = SharedTheme(config.theme, own, as_installed=PLAIN_PLUGINS.issuperset(config.plugins))
        config.theme["language"] = view.language
        config.theme["font"] = False
        if "navigation.expand" not in config.theme["features"]:
            # Other documents are one link each: on every page, the parts of all would be most of it.
            config.theme["features"] = [*config.theme["features"], "navigation.prune"]
        config.theme["palette"] = _palettes(config.theme.get("palette"), words)
        for name in _PRINTED:  # the theme prints them as they are
            config[name] = escape(config[name]) if config[name] else config[name]
        config.extra["generator"] = False
        # Columns of tables are aligned by an attribute of their own: the pages' policy heeds no style in a page.
        config.mdx_configs["tables"] = {"use_align_attribute": True, **(config.mdx_configs.get("tables") or {})}
        config.extra_css = ["assets/clausebook.css", *config.extra_css]
        config.extra_javascript = ["assets/clausebook.js", *config.extra_javascript]
        return config

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        view = self._bound()
        nav: list[Any] = []
        own_pages = sorted(file.src_uri for file in files.documentation_pages() if file.src_uri != "index.md")
        _check_names(files, view.language)
        hand_written = {file.dest_uri: file for file in files if file.generated_by is None and file.abs_src_path}
        documents = view.documents.values()
        # What stands in the pages of documents is not known yet, nor asked for by the navigation.
        about_documents = (made for document in documents for made in outline_pages(view, document))
        for made in (*language_pages(view, self.parts.keys.settings.name), *about_documents):
            path = file_name(made)
            level = InclusionLevel.INCLUDED if made.kind in _IN_NAV else InclusionLevel.NOT_IN_NAV
            file = File.generated(config, path, content="", inclusion=level)
            if file.dest_uri in hand_written:
                raise taken_address(hand_written[file.dest_uri], config)
            files.append(file)
            FinishedPage(made, file, config, strings_of(made, self.root_url))
            if made.kind is PageKind.HOME:
                nav.append({str(HtmlWords(view.language)("All terms")): path})
            elif made.kind is PageKind.CURRENT:
                nav.append({escape(made.title): [path]})
            elif made.kind in {PageKind.HISTORY, PageKind.COMPARE}:
                nav[-1][next(iter(nav[-1]))].append(path)
        config.nav = nav + own_pages
        return files

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        """Short titles for the pages of a document: its name already heads the group."""
        words = HtmlWords(self._bound().language)
        for page in nav.pages:
            if isinstance(page, FinishedPage) and page.made.kind in _SHORT_TITLES:
                page.title = str(words(_SHORT_TITLES[page.made.kind]))
        self._nav = nav
        return nav

    def on_page_content(self, html: str, *, page: MkDocsPage, config: MkDocsConfig, files: Files) -> str:
        """A title that MkDocs took from a file's name or its metadata is no HTML, as one from a heading is."""
        if not isinstance(page, FinishedPage) and page.title and page.title != page._title_from_render:
            page.title = escape(page.title)
            if "title" in page.meta:
                page.meta["title"] = page.title
        return html

    def on_page_context(
        self, context: TemplateContext, *, page: MkDocsPage, config: MkDocsConfig, nav: Navigation
    ) -> TemplateContext:
        cast(dict[str, Any], context).update({"clausebook": self._head(page), "_": HtmlWords(self._bound().language)})
        return context

    @event_priority(-100)  # when all plugins have done with the templates
    def on_env(self, env: Any, *, config: MkDocsConfig, files: Files) -> Any:
        """Everything that the pages of documents need is there: write them. The error page of a language has no page context of its own."""
        view = self._bound()
        env.globals["_"] = HtmlWords(view.language)
        env.globals["clausebook"] = None
        env.globals["translations_of"] = self._translations_of
        archive = Archive(self.root_url, config, files, self._nav, env)
        theme = _digest_of_theme(config, files, self._nav)
        for document in view.documents.values():
            self.parts.write(document, archive, theme)
        self._indexed = archive.indexed
        if self.parts.documents_only:  # that was all; nobody will see what MkDocs writes
            for file in list(files):
                files.remove(file)
            config.theme.static_templates.clear()
            config.extra_templates = []
        else:
            self.parts.write_files(archive)
        return env

    @event_priority(-100)  # when all plugins have done with the page
    def on_post_page(self, output: str, *, page: MkDocsPage, config: MkDocsConfig) -> str:
        """Only what MkDocs makes is squeezed: of a finished page that is what the theme puts around it."""
        content = page.content if isinstance(page, FinishedPage) else None
        return with_policy(squeeze_around(content or "", output))

    @event_priority(-100)
    def on_post_template(self, output_content: str, *, template_name: str, config: MkDocsConfig) -> str:
        """The error page, and whatever page a site's own theme adds."""
        return with_policy(output_content) if template_name.endswith(".html") else output_content

    def on_template_context(
        self, context: TemplateContext, *, template_name: str, config: MkDocsConfig
    ) -> TemplateContext:
        """The sitemap lists the pages of the archive that search engines are to keep, too."""
        cast(dict[str, Any], context)["pages"] = [*context["pages"], *self._indexed]
        return context

    def _translations_of(self, page: MkDocsPage) -> list[tuple[str, str]]:
        """The languages in which a page truly exists, with its address in each, for the sitemap."""
        if isinstance(page, FinishedPage):
            alternates, there = page.made.alternates, page.made.translations
        else:
            alternates, there = self._hand_written(page)
        return [(code, self.root_url + address) for code, address in alternates.items() if code in there]

    def _hand_written(self, page: MkDocsPage) -> tuple[dict[str, str], tuple[str, ...]]:
        """The alternates of a page of content/: the same file in another language, else that language's home."""
        view = self._bound()
        there = tuple(
            code
            for code in view.languages
            if (view.root / CONTENT / code / page.file.src_uri).is_file() or code == view.language
        )
        return {code: f"{code}/{page.url}" if code in there else addresses.home(code) for code in view.languages}, there

    def _head(self, page: MkDocsPage) -> dict[str, Any]:
        view = self._bound()
        if isinstance(page, FinishedPage):
            return head_of_page(view, self.root_url, page.made, page.strings)
        return head_of_hand_written(
            view,
            self.root_url,
            f"{view.language}/{page.url}",
            *self._hand_written(page),
            title=page.title or "",
            description=str(page.meta.get("description", "")),
            source=source_link(view, f"{CONTENT}/{view.language}/{page.file.src_uri}"),
        )


def _check_names(files: Files, language: str) -> None:
    """Raise ProblemsFound for hand-written files whose names cannot stand in an address on every system."""
    wrong = [file.src_uri for file in files if file.abs_src_path and not confined.is_confined(file.src_uri)]
    if wrong:
        message = "the name of this file has a sign that cannot stand in an address, or in a file's name everywhere"
        advice = 'rename it without \\ : * ? " < > | and control characters'
        raise ProblemsFound(
            [Problem(Place(f"{CONTENT}/{language}/{name}"), "bad-name", message, advice) for name in wrong]
        )


_PRINTED = ("site_name", "site_description", "site_author", "repo_name")
_IN_NAV = {PageKind.HOME, PageKind.CURRENT, PageKind.HISTORY, PageKind.COMPARE}
_SHORT_TITLES = {
    PageKind.CURRENT: N_("Terms in force"),
    PageKind.HISTORY: N_("Change log"),
    PageKind.COMPARE: N_("Compare versions"),
    PageKind.HOME: N_("All terms"),
}


def _digest_of_theme(config: MkDocsConfig, files: Files, nav: Navigation) -> str:
    """Of all that the theme can tell around a page but the page itself: the navigation, and which folders there are."""
    own = own_theme(Path(config.config_file_path).parent, config.theme.custom_dir or "")

    def told(item: Any) -> object:
        # Descriptions of our pages change with each version; only a template of the site's own could show them elsewhere.
        quiet = isinstance(item, FinishedPage) and not own
        meta = [] if quiet else sorted(getattr(item, "meta", {}).items())
        return (
            type(item).__name__,
            str(item.title),
            getattr(item, "url", ""),
            meta,
            [told(one) for one in item.children or ()],
        )

    folders = sorted({posixpath.dirname(file.dest_uri) for file in files})
    return digest_of([told(item) for item in nav.items], folders, config.site_url)


def _palettes(chosen: Any, words: HtmlWords) -> list[dict[str, Any]]:
    """Light and dark, after the reader's system until the reader chooses, in the colours that mkdocs.yml sets."""
    first = chosen[0] if isinstance(chosen, list) and chosen else chosen
    colours = {key: first[key] for key in ("primary", "accent") if isinstance(first, dict) and key in first}
    light = {"media": "(prefers-color-scheme: light)", "scheme": "default"}
    dark = {"media": "(prefers-color-scheme: dark)", "scheme": "slate"}
    return [
        {**light, **colours, "toggle": {"icon": "material/weather-night", "name": str(words("Switch to dark mode"))}},
        {**dark, **colours, "toggle": {"icon": "material/weather-sunny", "name": str(words("Switch to light mode"))}},
    ]
