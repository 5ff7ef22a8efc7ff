"""The pages' policy: on every page, and nothing that a reader does is against it, neither on the example's site nor beside it."""

import datetime as dt
import functools
import http.server
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from clausebook.pages.policy import allowing, with_policy
from clausebook.problems import ProblemsFound
from clausebook.site.publish import build_site
from tests.sites import BASE, write_site

POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">')
NOTING = """
globalThis.violations = [];
document.addEventListener("securitypolicyviolation", (event) => violations.push(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`));
"""


@contextmanager
def reading(browser: Browser, address: str, **options: object) -> Iterator[Page]:
    """A page that holds no violation and had no error when the reader leaves it; every request is to the site itself."""
    context = browser.new_context(**options)  # type: ignore[arg-type]
    context.add_init_script(NOTING)
    page = context.new_page()
    told: list[str] = []
    page.on("console", lambda message: told.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: told.append(str(error)))
    page.on("request", lambda request: None if request.url.startswith(address) else told.append(request.url))
    yield page
    assert page.evaluate("violations") == []
    assert told == []
    context.close()


def test_every_page_has_one_policy_before_all_that_it_governs(example: Path) -> None:
    pages = list(example.rglob("*.html"))
    assert len(pages) > 800
    for path in pages:
        html = path.read_text(encoding="utf-8")
        (policy,) = POLICY.findall(html)
        assert html.index("Content-Security-Policy") < min(
            html.find(tag) % 10**9 for tag in ("<script", "<link", "<style")
        )
        assert "unsafe-inline" not in policy
        assert "'unsafe-eval'" not in policy
        assert ("'wasm-unsafe-eval'" in policy) is ("data-cb-search" in html), path
        assert "http" not in policy


def test_nothing_stands_in_a_page_that_its_policy_forbids(example: Path) -> None:
    for path in example.rglob("*.html"):
        html = path.read_text(encoding="utf-8")
        for attributes in re.findall(r"<script\b([^>]*)>", html):
            assert " src=" in attributes or "json" in attributes, path
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:", html), path


def test_search_palette_and_languages(browser: Browser, address: str) -> None:
    with reading(browser, address) as page:
        page.goto(f"{address}en/")
        page.locator("#cb-search-input").fill("payment")
        expect(page.locator(".cb-search-panel a").first).to_be_visible()
        page.goto(f"{address}en/search/?q=payment")
        expect(page.locator("#cb-search-results a").first).to_be_visible()
        page.goto(f"{address}en/subscription/")
        page.locator("label[for=__palette_1]").click()
        expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
        page.locator('[data-cb-language="nl"]').click()
        page.wait_for_url("**/nl/subscription/")
        # The colours are one choice for all languages.
        expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
        page.reload()
        expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
        assert sorted(page.evaluate("Object.keys(localStorage)")) == ["/.__palette", "clausebook-language"]


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_two_languages_comparison_and_walking(browser: Browser, address: str, colours: str) -> None:
    with reading(browser, address, color_scheme=colours) as page:
        page.goto(f"{address}en/subscription/?beside=da#fees")
        expect(page.locator(".cb-pair").first).to_be_visible()
        page.goto(f"{address}fr/subscription/compare/?from=4.0&to=6.0&view=side&text=whole")
        expect(page.locator(".cb-columns").first).to_be_visible()
        page.keyboard.press("Alt+ArrowDown")
        page.locator("[data-cb-step='1']").click()
        page.goto(f"{address}da/subscription/6.0/changes/")
        page.keyboard.press("Alt+ArrowDown")
        page.locator("[data-cb-step='1']").click()
        page.goto(f"{address}da/subscription/history/")
        page.locator("summary").first.click()


@pytest.mark.parametrize(
    "path", ["", "404.html", "en/404.html", "nl/about/", "fr/accessibility/", "en/subscription/6.0/", "da/subscription/clause/deletion-period/"]
)  # fmt: skip
def test_every_other_kind_of_page(browser: Browser, address: str, path: str) -> None:
    with reading(browser, address) as page:
        page.goto(address + path)
        page.emulate_media(media="print")


def test_on_a_telephone(browser: Browser, address: str) -> None:
    with reading(browser, address, viewport={"width": 360, "height": 700}) as page:
        page.goto(f"{address}en/subscription/")
        page.locator(".md-header label[for=__drawer]").click()
        page.mouse.wheel(0, 2000)


OWN = {
    "mkdocs.yml": BASE["mkdocs.yml"].replace("  name: material", "  name: material\n  features: [content.tabs.link, content.code.copy, navigation.instant, navigation.tabs, navigation.top, toc.follow]")
    + "extra_javascript: [own.js]\nextra_css: [own.css]\nrepo_url: https://github.com/example/terms\n"
    + "markdown_extensions: [admonition, attr_list, md_in_html, pymdownx.details, pymdownx.superfences, {pymdownx.tabbed: {alternate_style: true}}, {pymdownx.highlight: {line_spans: __span}}]\n",
    "content/da/own.js": "// nothing\n",
    "content/da/own.css": "main { color: inherit; }\n",
    "content/en/own.js": "document.body.dataset.own = 'here';\n",
    "content/en/own.css": "main { outline: 1px solid; }\n",
    "content/en/about.md": "# About\n\n| a | b |\n|---|--:|\n| 1 | 2 |\n\n!!! note\n    Words.\n\n=== \"One\"\n    ``` py\n    x = 1\n    ```\n=== \"Two\"\n    Two.\n",
}  # fmt: skip


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A site with scripts, styles and pages of its own, and features of the theme that run something, below a path."""
    root = write_site(tmp_path_factory.mktemp("own"), dict(OWN))
    build_site(root, root / "served" / "terms", as_of=dt.date(2026, 2, 1))
    handler = functools.partial(_Quiet, directory=str(root / "served"))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/terms/"
        server.shutdown()


def test_pages_of_ones_own(browser: Browser, own: str) -> None:
    with reading(browser, own) as page:
        page.goto(f"{own}en/about/")
        expect(page.locator("body[data-own=here]")).to_have_count(1)
        assert page.evaluate("getComputedStyle(document.querySelector('main')).outlineStyle") == "solid"
        assert page.evaluate("getComputedStyle(document.querySelectorAll('td')[1]).textAlign").endswith("right")
        page.get_by_text("Two", exact=True).first.click()
        page.get_by_role("link", name="Basic terms").first.click()
        page.wait_for_url("**/en/basic/")
        page.locator("[data-cb-beside] a").first.click()
        expect(page.locator(".cb-pair").first).to_be_visible()


BLOCKED = [
    ("<script>alert(1)</script>", "a script that stands in the page"),
    ('<p style="color: red">x</p>', "the attribute “style” of <p>"),
    ('<button onclick="x()">x</button>', "the attribute “onclick” of <button>"),
    ("<style>p { color: red }</style>", "a style sheet that stands in the page"),
    ('<img alt="" src="https://pictures.example.net/x.png">', "<img> with “https://pictures.example.net/x.png”"),
    (
        '<img alt="" srcset="//pictures.example.net/x.png 2x" src="data:,x">',
        "<img> with “//pictures.example.net/x.png”",
    ),
    ('<iframe src="https://video.example.net/"></iframe>', "<iframe> with “https://video.example.net/”"),
]


@pytest.mark.parametrize(("html", "said"), BLOCKED)
def test_what_the_policy_would_keep_from_working_is_told(tmp_path: Path, html: str, said: str) -> None:
    """Rather than built without a word, to be missed by readers."""
    root = write_site(tmp_path, {"content/en/about.md": f"# About\n\n{html}\n"})
    with pytest.raises(ProblemsFound) as found:
        build_site(root, root / "site", as_of=dt.date(2026, 2, 1), workers=1)
    (problem,) = found.value.problems
    assert (problem.place.path, problem.code) == ("content/en/about.md", "blocked")
    assert problem.message.startswith(said)


def test_a_theme_of_ones_own_has_the_policy_too(tmp_path: Path) -> None:
    """Also where its page has no word of it, or one that is weaker."""
    weak = '<meta http-equiv="Content-Security-Policy" content="script-src *">'
    main = "{% extends 'base.html' %}{% block site_meta %}<meta charset='utf-8'>" + weak + "{% endblock %}"
    main += "{% block content %}{{ page.content }}{% endblock %}"
    root = write_site(tmp_path, {"templates/theme/main.html": main})
    build_site(root, root / "site", as_of=dt.date(2026, 2, 1), workers=1)
    for path in (root / "site").rglob("*.html"):
        (policy,) = POLICY.findall(path.read_text(encoding="utf-8"))
        assert "default-src 'none'" in policy, path


def test_pages_at_former_addresses_have_the_policy_and_lead_on(browser: Browser, tmp_path: Path) -> None:
    renamed = {"terms/basic.yml": 'formerly: {old: "1.0"}\n' + BASE["terms/basic.yml"]}
    root = write_site(tmp_path, dict(renamed))
    build_site(root, root / "site", as_of=dt.date(2026, 2, 1), workers=1)
    former = root / "site/en/old/1.0/index.html"
    assert len(POLICY.findall(former.read_text(encoding="utf-8"))) == 1
    handler = functools.partial(_Quiet, directory=str(root / "site"))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}/"
        with reading(browser, address) as page:
            page.goto(f"{address}en/old/1.0/#fee")
            page.wait_for_url("**/en/basic/1.0/#fee")
        server.shutdown()


def test_the_preview_allows_its_own_script_alone() -> None:
    page = with_policy("<html><head><title>x</title></head><body></body></html>")
    (policy,) = POLICY.findall(allowing(page, "reload()"))
    assert re.search(r"script-src 'sha256-[A-Za-z0-9+/]{43}=' 'self'", policy)
    assert with_policy(page) == page
    assert with_policy("no page") == "no page"
