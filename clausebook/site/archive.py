"""The archive: pages outside the navigation, written without asking MkDocs for each.

A language has thousands of them, and the theme is nearly the same around all. Pages that differ for the theme in nothing but
strings have one `Shape`; MkDocs renders one model page of each, and what it puts around (the chrome) is kept in a `Model`.
The first page of each kind is also rendered whole and compared, so a template that looks into a string cannot go unnoticed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from markupsafe import Markup
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation

from clausebook.pages.page import Page, PageKind, TocEntry
from clausebook.problems import Place, Problem, ProblemsFound
from clausebook.site.chrome import Untraceable
from clausebook.site.contents import ContentsLists
from clausebook.site.finished import FinishedPage, contents_list, context_of, file_name, populate, sections_of
from clausebook.site.head import strings_of
from clausebook.site.links import Links, Piece
from clausebook.site.models import Model, Shape
from clausebook.site.settings import CONTENT
from clausebook.site.squeeze import squeeze
from clausebook.workers import step

ARCHIVE = frozenset({PageKind.VERSION, PageKind.CHANGES, PageKind.CLAUSE})


class Archive:
    """Writes the archive of one language in the theme of a MkDocs build that has come as far as its templates."""

    def __init__(self, root_url: str, config: MkDocsConfig, files: Files, nav: Navigation, env: Any) -> None:
        self.root_url, self.config, self.files, self.nav, self.env = root_url, config, files, nav, env
        self.indexed: list[File] = []
        self._models: dict[Shape, Model] = {}
        self._compared: set[PageKind] = set()
        self._document, self._pieces = "", dict[str, Piece]()
        self._sections = sections_of(nav)
        self._taken: dict[str, list[File]] = {}
        for file in files:
            self._taken.setdefault(file.dest_uri, []).append(file)
        names = [name.split("/") for name in self._taken]
        self._folders = {tuple(parts[:end]) for parts in names for end in range(1, len(parts))}

    def write(self, pages: Iterable[Page], links: Links, put: Callable[[str, bytes], None]) -> Iterator[Page]:
        """Give each finished page to `put` with its path, and note its links; raises ProblemsFound when the theme cannot be followed."""
        seen: set[Shape] = set()
        for made in pages:
            strings = strings_of(made, self.root_url)
            try:
                data = self._fill(made, strings, links, seen)
            except Untraceable as error:
                raise _problem(
                    f"a string of the page is changed in a way that is not known, after “…{error}”"
                ) from None
            self._compare(made, strings, data)
            put(f"{made.address}index.html", data)
            step()
            yield made

    def write_front(self, pages: Iterable[Page], links: Links, put: Callable[[str, bytes], None]) -> Iterator[Page]:
        """As `write`, for pages in the navigation: the theme shows around each where it stands there."""
        for made in pages:
            strings = strings_of(made, self.root_url)
            file = self.files.src_uris.get(file_name(made))
            page = file.page if file and isinstance(file.page, FinishedPage) else self._page(made, strings)
            page.made, page.strings = made, strings
            html, _ = self._render(page)
            links.add(made.address, [Piece.of(html)])
            put(f"{made.address}index.html", html.encode())
            step()
            yield made

    def note(self, indexed: Iterable[Page], paths: Iterable[str]) -> None:
        """What is written, by whomever: MkDocs is not to write it too, and the sitemap has the indexed pages.

        Raises ProblemsFound where a hand-written file would stand at the same address.
        """
        for path in paths:
            for taken in self._taken.pop(path.partition("/")[2], ()):
                if taken.generated_by is None:
                    raise taken_address(taken, self.config)
                self.files.remove(taken)
        self.indexed += [self._page(made, strings_of(made, self.root_url)).file for made in indexed]

    def _fill(self, made: Page, strings: dict[str, str], links: Links, seen: set[Shape]) -> bytes:
        shape = Shape.of(made, strings, self._folders, Markup(self.config.site_name).unescape())
        model = self._models.get(shape)
        if model is None:
            model = self._models[shape] = self._learn(shape, made, strings)
        if shape not in seen:
            seen.add(shape)
            links.add_links(made.address, model.shared_links)
        return model.fill(made, strings, self._pieces_of(made), links)

    def _pieces_of(self, made: Page) -> list[Piece]:
        """What a page is put together from; what it shares with other pages of its document is looked through once."""
        if made.document != self._document:
            self._document, self._pieces = made.document, {}
        known = self._pieces
        for html in made.pieces:
            if html not in known:
                known[html] = Piece.of(html)
        return [known[html] for html in made.pieces] or [Piece.of(made.html)]

    def _learn(self, shape: Shape, sample: Page, strings: Mapping[str, str]) -> Model:
        made, probes = shape.model_page(sample, strings)
        page = self._page(made, probes)
        # MkDocs quotes addresses of files; ours need none, but probes would not survive it.
        page.file.url = made.address.partition("/")[2]
        page._set_canonical_url(self.config.site_url)
        output, context = self._render(page)
        template = self.env.get_template("partials/clausebook-contents.html")

        def list_contents(entries: tuple[TocEntry, ...]) -> str:
            page.toc = contents_list(entries)
            return squeeze(str(template.render(context)).strip())

        return Model.learn(shape, output, {**probes, **shape.part_probes()}, ContentsLists(list_contents))

    def _compare(self, made: Page, strings: Mapping[str, str], data: bytes) -> None:
        """Hold the first page of each kind against what MkDocs makes of it."""
        if made.kind in self._compared:
            return
        self._compared.add(made.kind)
        whole, _ = self._render(self._page(made, strings))
        if whole.encode() != data:
            raise _problem(f"something is decided by the text of a page, such as {made.address}")

    def _render(self, page: FinishedPage) -> tuple[str, Any]:
        populate(page, self.config, self.files)
        page.active = True
        context = context_of(page, self.config, self.files, self.nav)
        template = self.env.get_template(page.meta.get("template", "main.html"))
        output = template.render(context)
        page.active = False  # and so is the section that it opened
        return self.config.plugins.on_post_page(output, page=page, config=self.config), context

    def _page(self, made: Page, strings: Mapping[str, str]) -> FinishedPage:
        file = File.generated(self.config, file_name(made), content="", inclusion=InclusionLevel.NOT_IN_NAV)
        page = FinishedPage(made, file, self.config, strings)
        page.parent = self._sections.get(made.document)
        return page


def taken_address(file: File, config: MkDocsConfig) -> ProblemsFound:
    """The problem that a file of content/ would stand where the site has a page or file of its own."""
    path = f"{CONTENT}/{config.theme['language']}/{file.src_uri}"
    message = "the site has something of its own at this address"
    return ProblemsFound([Problem(Place(path), "address-taken", message, "give the file another name")])


def _problem(message: str) -> ProblemsFound:
    advice = "print its strings as they are, escaped or without tags, and decide by its kind and what it lacks"
    return ProblemsFound([Problem(Place("templates/theme"), "theme-template", message, advice)])
