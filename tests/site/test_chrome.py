"""Archive pages are the same bytes as if MkDocs had rendered each, with any theme that can be followed; others are refused."""

import datetime as dt
import re
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation

from clausebook.model.document import Document
from clausebook.pages.language_view import LanguageView
from clausebook.pages.library import DocumentArchive, Volume, document_pages
from clausebook.pages.page import Page
from clausebook.problems import ProblemsFound
from clausebook.site import languages, plugin
from clausebook.site.archive import Archive
from clausebook.site.chrome import Chrome, Untraceable, bare_probe, probe
from clausebook.site.finished import FinishedPage, sections_of
from clausebook.site.plugin import ClausebookPlugin
from clausebook.site.publish import build_site
from tests.sites import BASE, VERSION_2, archive_pages, write_site

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
<meta name="a" content="{{ page.title }}"><meta name="b" content="{{ page.title | striptags }}">
<meta name="c" content="{{ page.title | striptags | e }}"><meta name="d" content="{{ page.meta.description }}">
<meta name="e" content="{{ page.made.title | e if page.made is defined }}"><meta name="f" content="{{ clausebook.description | striptags }}">
<meta name="g" content="{{ clausebook.canonical }}"><link rel="x" href="mailto:?subject={{ page.title | striptags }}">{% if clausebook.title and page.made is defined and page.made.kind == "changes" %}<meta name="robots" content="none">{% endif %}
{% for language in clausebook.languages %}<link rel=" alternate" href="{{ language.href }}">{% endfor %}
{% endif %}{% endblock %}
{% block content %}{{ page.content }}{% endblock %}
"""
DAY = dt.date(2026, 2, 1)
OF_A_DOCUMENT = re.compile(r"../basic/((\d\.0|\d\.0/changes|clause/[a-z]+|history|compare)/)?index\.html")
NO_ADDRESS = SETTINGS.replace("site_url: https://small.example.com/\n", "")


def files_of(site: Path) -> dict[str, bytes]:
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}


class NoArchive(DocumentArchive):
    """Writes nothing."""

    def pages(self, volume: Volume) -> Iterator[Page]:
        return iter(())


def built_both_ways(root: Path, folder: Path, day: dt.date) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """The files of a site with every page rendered by MkDocs itself, and as it is built."""

    def all_pages(view: LanguageView, document: Document) -> list[Page]:
        return [*document_pages(view, document), *archive_pages(view, document)]

    def in_sections(self: ClausebookPlugin, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        for file in files.documentation_pages():
            if isinstance(file.page, FinishedPage):
                file.page.parent = sections_of(nav).get(file.page.made.document)
        return on_nav(self, nav, config=config, files=files)

    on_nav = ClausebookPlugin.on_nav
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ClausebookPlugin, "on_nav", in_sections)
        patch.setattr(plugin, "outline_pages", all_pages)
        patch.setattr(Archive, "write_front", lambda *arguments: iter(()))
        patch.setattr(languages, "DocumentArchive", NoArchive)
        build_site(root, folder / "whole", as_of=day, workers=1)
    build_site(root, folder / "site", as_of=day, workers=1)
    return files_of(folder / "whole"), files_of(folder / "site")


def assert_same(whole: dict[str, bytes], filled: dict[str, bytes]) -> None:
    assert whole.keys() == filled.keys()
    assert [name for name in whole if whole[name] != filled[name]] == []


def test_every_file_of_the_example_is_what_mkdocs_makes(tmp_path: Path) -> None:
    """On a day on which a version is announced, so that one of its pages is for search engines."""
    assert_same(*built_both_ways(ROOT, tmp_path, dt.date(2026, 11, 21)))


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
        {"templates/theme/partials/toc.html": "{% for item in page.toc %}<a href='{{ item.url }}'>{{ item.title }}{{ loop.index }}</a>{% endfor %}"},
        {"templates/theme/partials/toc.html": ""},
    ],
    ids=["plain", "no address", "title of the site", "features", "hooks", "own template", "own template, no address", "own list", "no list"],
)  # fmt: skip
def test_every_file_of_a_hostile_site_is_what_mkdocs_makes(tmp_path: Path, more: dict[str, str | None]) -> None:
    root = write_site(
        tmp_path / "root",
        {**HOSTILE, "mkdocs.yml": SETTINGS, "content/en/own.css": "", "content/da/own.css": "", **more},
    )
    whole, filled = built_both_ways(root, tmp_path, DAY)
    assert_same(whole, filled)
    assert not any(b"ClausebookProbe=content" in data or "\U0010c1a0".encode() in data for data in filled.values())


@pytest.mark.parametrize(
    ("expression", "said"),
    [
        ("{{ page.title | upper }}", "after “…"),
        ("{{ page.title | truncate(12) }}", "after “…"),
        ("{{ page.title | length }}", "en/basic/1.0/"),
        ("{% if 'Version' in page.title %}x{% endif %}", "en/basic/1.0/"),
        ("{{ page.content | replace('e', 'a') }}", "after “…"),
        ("{% for entry in page.toc %}{{ entry.title }}{% endfor %}", "after “…"),
        ("{{ page.made.alternates.en if page.made is defined }}", "after “…"),
    ],
)
def test_a_theme_that_cannot_be_followed_is_refused(tmp_path: Path, expression: str, said: str) -> None:
    template = SAYS_MORE.replace("{% endif %}{% endblock %}", f"<q>{expression}</q>{{% endif %}}{{% endblock %}}")
    root = write_site(tmp_path, {**HOSTILE, "templates/theme/main.html": template})
    with pytest.raises(ProblemsFound) as found:
        build_site(root, root / "site", as_of=DAY, workers=1)
    problems = found.value.problems
    assert all(str(problem).startswith("templates/theme:1:1: theme-template: ") for problem in problems)
    assert said in str(problems[0])
    assert "<q>" in str(problems[0]) or "after" not in said


def test_a_chrome_remembers_how_each_string_was_treated() -> None:
    chrome = Chrome.learn(
        f"<a href='{bare_probe('link')}'>{probe('title')}</a>", {"link": bare_probe("link"), "title": probe("title")}
    )
    assert chrome.fill({"link": "../x/", "title": "{a} & <b>"}) == "<a href='../x/'>{a} & <b></a>"
    with pytest.raises(Untraceable, match="<p>"):
        Chrome.learn(f"<p>{probe('title').lower()}", {"title": probe("title")})
    with pytest.raises(Untraceable, match="<b>x"):
        Chrome.learn(f"<b>x{probe('other')}", {"title": probe("title")})


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
    assert_same(one, files_of(tmp_path / "two"))
    assert_same(one, files_of(tmp_path / "fresh"))
    assert [pages for pages, _ in steps] == list(range(1, 1 + sum(bool(OF_A_DOCUMENT.match(name)) for name in one)))


def test_problems_come_from_every_process(tmp_path: Path) -> None:
    template = SAYS_MORE.replace("{{ page.title }}", "{{ page.title | upper }}")
    root = write_site(tmp_path, {**HOSTILE, "templates/theme/main.html": template})
    with pytest.raises(ProblemsFound, match="theme-template"):
        build_site(root, root / "site", as_of=DAY, workers=2)
    assert not list(root.glob(".site-*"))
