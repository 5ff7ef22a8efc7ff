"""A page is the same bytes as if the theme had been asked for it alone, with any theme that prints slots; others are refused."""

import datetime as dt
import re
import threading
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pytest
from markupsafe import Markup, escape
from mkdocs.structure.toc import AnchorLink, TableOfContents

from clausebook.pages.language_view import LanguageView
from clausebook.pages.page import Page, PageKind, TocEntry
from clausebook.problems import ProblemsFound
from clausebook.site.head import head_of_page
from clausebook.site.plugin import hooks
from clausebook.site.plugin.build import BuiltTheme, build_with_mkdocs
from clausebook.site.plugin.pages import FramePage
from clausebook.site.publish import Wanted, build_site
from clausebook.site.shell import Shell
from clausebook.site.slots import Hidden, Slot, Split, UnknownSlot
from clausebook.site.squeeze import squeeze
from tests.sites import BASE, VERSION_2, all_pages, write_site

ROOT = Path(__file__).parents[2]
TITLE = """Pay < & 'x' "y" > z 7*7 % raw ClausebookProbe=title= end"""
RECORD = BASE["terms/basic.yml"] + VERSION_2
FIRST = (
    BASE["terms/en/basic/1.0.yml"]
    .replace("title: Payment", f"title: |-\n      {TITLE}")
    .replace("Basic terms", "'B < & ''\" > c'")
)
SECOND = FIRST.replace("The first version.", "Says <\"&'>.").replace("The fee is", "The fee & more <is")
HOSTILE: dict[str, str | None] = {
    "terms/basic.yml": RECORD,
    "terms/en/basic/1.0.yml": FIRST,
    "terms/en/basic/2.0.yml": SECOND,
    "terms/en/basic/draft.yml": SECOND,
    "terms/da/basic/2.0.yml": BASE["terms/da/basic/1.0.yml"].replace("Den første", "Den anden"),
    # Beside a version, so that links from its page to the navigation are not those from other versions.
    "content/en/basic/1.0/notes.md": "# Notes & \\<more>\n\nSee [the terms](../index.md).\n",
}
SETTINGS = BASE["mkdocs.yml"] + "repo_url: https://git.example.com/x?a=1&b=2\ncopyright: A & B <i>c</i>\n"
HOOKS = """\
def on_post_page(output, page, config):
    return output.replace("</body>", "<!-- hooked --></body>")


def on_page_content(html, page, config, files):
    return html + "<p>added</p>"
"""
SAYS_MORE = """\
{% extends "base.html" %}
{% block extrahead %}{% if page %}
<meta property="og:url" content="{{ page.canonical_url }}"><meta property="og:path" content="{{ page.url }}{{ page.abs_url }}">
<meta name="a" content="{{ page.title }}"><meta name="b" content="{{ page.title | striptags | e }}">
<meta name="c" content="{{ page.title | striptags | e }}"><meta name="d" content="{{ page.meta.description }}">
<meta name="e" content="{{ clausebook.title | e }}"><meta name="f" content="{{ clausebook.description | e }}">
<meta name="g" content="{{ clausebook.canonical }}"><link rel="x" href="mailto:?subject={{ page.title | striptags | e }}">{% if clausebook.kind == "changes" %}<meta name="robots" content="none">{% endif %}
{% for language in clausebook.languages %}<link rel=" alternate" href="{{ language.href }}">{% endfor %}
{% endif %}{% endblock %}
{% block content %}{{ page.content }}{% endblock %}
"""
DAY = dt.date(2026, 2, 1)
OF_OURS = re.compile(r"../((basic/((\d\.0|\d\.0/changes|clause/[a-z]+|history|compare)/)?)|search/)?index\.html")
NO_ADDRESS = SETTINGS.replace("site_url: https://small.example.com/\n", "")


def files_of(site: Path) -> dict[str, bytes]:
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}


def view_of(root: Path, language: str, day: dt.date) -> LanguageView:
    return Wanted(root, day).plan(None, workers=1).views[language]


def whole(theme: BuiltTheme, page: Page, monkeypatch: pytest.MonkeyPatch) -> bytes:
    """What the theme makes of one page that stands where it stands, with its texts in the place of slots."""
    head = head_of_page(theme.view, page)
    slots: dict[str, Any] = {
        name: Markup(squeeze(theme.fragment(f"{name}.html", clausebook=head))) for name in ("head", "languages")
    }
    entries = [entry_of(entry) for entry in page.toc]
    slots["contents"] = squeeze(theme.fragment("contents.html", entries=entries)).strip()

    def render(self: FramePage, *arguments: object) -> None:
        self.content, self.toc = page.html, TableOfContents(entries)
        if not self.name:
            self.title = escape(page.title)
        self.meta = {"title": escape(page.title), "description": escape(page.description)}

    with monkeypatch.context() as patch:
        patch.setattr(FramePage, "render", render)
        patch.setattr(hooks, "head_of_frame", lambda *arguments: head)
        patch.setattr(hooks, "FRAME_SLOTS", slots)
        return theme.frame(page.kind, page.document, page.address, has_contents=bool(page.toc)).encode()


def entry_of(entry: TocEntry, level: int = 2) -> AnchorLink:
    link = AnchorLink(escape(entry.title), entry.anchor, level)
    link.children = [entry_of(child, level + 1) for child in entry.children]
    return link


def resolved(html: bytes, address: str) -> str:
    """A page with whole addresses in its links: there are two ways to write one to a page below itself."""
    return re.sub(r'(?<=href=")[^"]+', lambda link: urljoin(f"https://x.example/{address}", link[0]), html.decode())


def assert_filled_as_whole(
    root: Path, day: dt.date, languages: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    for language in languages:
        view = view_of(root, language, day)
        theme = build_with_mkdocs(view, root / "passing" / language)
        shell = Shell(theme)
        kinds = set()
        for page in all_pages(view, "Small Terms"):
            filled = shell.print(page)
            alone = whole(theme, page, monkeypatch)
            assert resolved(filled.data, page.address) == resolved(alone, page.address), page.address
            assert "\U0010c1a0" not in filled.data.decode()
            kinds.add(page.kind)
        assert kinds >= {PageKind.HOME, PageKind.CURRENT, PageKind.VERSION, PageKind.CHANGES, PageKind.CLAUSE}


def test_every_page_of_the_example_is_what_the_theme_makes_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a day on which a version is announced, so that one of its pages is for search engines."""
    view = view_of(ROOT, "fr", dt.date(2026, 11, 21))
    theme = build_with_mkdocs(view, tmp_path)
    shell = Shell(theme)
    for page in all_pages(view, "Example Hosting Terms"):
        assert shell.print(page).data == whole(theme, page, monkeypatch), page.address


@pytest.mark.parametrize(
    "more",
    [
        {},
        {"mkdocs.yml": NO_ADDRESS},
        {"mkdocs.yml": SETTINGS.replace("Small Terms", "What changed in Version 2.0")},
        {"mkdocs.yml": SETTINGS.replace("  name: material", "  name: material\n  features: [toc.integrate, navigation.tabs, navigation.path, navigation.top]")},
        {"mkdocs.yml": SETTINGS.replace("  - clausebook", "  - clausebook: {trusted: true}") + "hooks: [hooks.py]\nextra_css: [own.css]\n", "hooks.py": HOOKS},
        {"templates/theme/main.html": SAYS_MORE},
        {"templates/theme/main.html": SAYS_MORE, "mkdocs.yml": NO_ADDRESS},
        {"templates/theme/partials/contents.html": "{% for entry in entries %}<a href='{{ entry.url }}'>{{ entry.title }}{{ loop.index }}</a>{% endfor %}"},
        {"templates/theme/partials/toc.html": ""},
    ],
    ids=["plain", "no address", "title of the site", "features", "hooks", "own template", "own template, no address", "own list", "no list"],
)  # fmt: skip
def test_every_page_of_a_hostile_site_is_what_the_theme_makes_of_it(
    tmp_path: Path, more: dict[str, str | None], monkeypatch: pytest.MonkeyPatch
) -> None:
    files = {**HOSTILE, "mkdocs.yml": SETTINGS, "content/en/own.css": "", "content/da/own.css": "", **more}
    assert_filled_as_whole(write_site(tmp_path, files), DAY, ("en", "da"), monkeypatch)


@pytest.mark.parametrize(
    ("expression", "code", "said"),
    [
        ("{{ page.title | upper }}", "theme-template", "<q>”"),
        ("{{ page.title | truncate(12) }}", "template", "the title of a page can be printed"),
        ("{{ page.title | length }}", "template", "the title of a page can be printed"),
        ("{% if 'Version' in page.title %}x{% endif %}", "template", "the title of a page can be printed"),
        ("{% if page.title == 'Basic terms' %}x{% endif %}", "template", "the title of a page can be printed"),
        ("{% if not clausebook.indexed %}x{% endif %}", "template", "“indexed” differs"),
        ("{{ page.content | replace('e', 'a') }}", "theme-template", "there is no “contant” of a page"),
        ("{{ page.content }}", "theme-template", "it prints the content of a page 2 times"),
        ("{% for entry in page.toc %}{{ entry.title }}{% endfor %}", "template", "“entry” differs"),
    ],
)
def test_a_theme_that_looks_into_slots_is_refused(tmp_path: Path, expression: str, code: str, said: str) -> None:
    template = SAYS_MORE.replace("{% endif %}{% endblock %}", f"<q>{expression}</q>{{% endif %}}{{% endblock %}}")
    root = write_site(tmp_path, {**HOSTILE, "templates/theme/main.html": template})
    with pytest.raises(ProblemsFound) as found:
        build_site(root, root / "site", as_of=DAY, workers=1)
    problem = str(found.value.problems[0])
    assert problem.startswith("templates/theme") and f": {code}: " in problem
    assert said in problem


def test_a_slot_can_be_printed_and_no_more() -> None:
    title, hidden = Slot("title"), Hidden("indexed")
    assert Split.of(f"<a>{title}</a>{escape(title)}{Markup(title).striptags()}") == (
        ("<a>", "</a>", "", ""),
        ("title", "title", "title"),
    )
    assert bool(title)
    for misuse in (len, iter, hash, lambda slot: slot == "x", lambda slot: "x" in slot, lambda slot: slot + "x"):
        with pytest.raises(TypeError):
            misuse(title)
    for misuse in (str, bool, escape):
        with pytest.raises(TypeError, match="“indexed” differs"):
            misuse(hidden)
    with pytest.raises(UnknownSlot, match="<P>"):
        Split.of(f"<p>{title}".upper())


def test_one_process_or_more(tmp_path: Path) -> None:
    """In this process, in copies of it, and in fresh ones: those are taken while another thread runs."""
    root = write_site(tmp_path / "root", HOSTILE)
    steps: list[tuple[int, int]] = []
    build_site(
        root, tmp_path / "one", as_of=DAY, workers=1, watch=lambda pages, expected: steps.append((pages, expected))
    )
    build_site(root, tmp_path / "two", as_of=DAY, workers=2)
    done = threading.Event()
    threading.Thread(target=done.wait).start()
    try:
        build_site(root, tmp_path / "fresh", as_of=DAY, workers=2)
    finally:
        done.set()
    one = files_of(tmp_path / "one")
    assert one == files_of(tmp_path / "two")
    assert one == files_of(tmp_path / "fresh")
    assert [pages for pages, _ in steps] == list(range(1, 1 + sum(bool(OF_OURS.match(name)) for name in one)))


def test_problems_come_from_every_process(tmp_path: Path) -> None:
    template = SAYS_MORE.replace("{{ page.title }}", "{{ page.title | upper }}")
    root = write_site(tmp_path, {**HOSTILE, "templates/theme/main.html": template})
    with pytest.raises(ProblemsFound, match="theme-template"):
        build_site(root, root / "site", as_of=DAY, workers=2)
    assert not list(root.glob(".site-*"))
