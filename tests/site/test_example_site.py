"""The finished example site: every link resolves, and in a real browser every kind of page works."""

import re
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, expect

from clausebook.problems import Problems
from clausebook.site.links import check_links

ROOT = Path(__file__).parents[2]
LANGUAGES = ("nl", "fr", "en", "da")
KINDS = ["", "subscription/", "subscription/1.0/", "subscription/6.0/", "subscription/3.0/changes/", "subscription/history/", "subscription/compare/", "subscription/compare/?from=1.0&to=6.0&view=side&text=whole", "subscription/clause/liability-exclusion/", "subscription/6.0/?beside=fr", "consulting/", "acceptable-use/", "about/", "accessibility/", "search/?q=data"]  # fmt: skip


def test_every_link_resolves(example: Path) -> None:
    problems = Problems()
    check_links(example, ROOT, problems)
    assert list(problems) == []


def test_every_version_has_its_page_in_every_language(example: Path) -> None:
    for text in (ROOT / "terms").glob("*/*/[0-9]*.yml"):
        language, document = text.parts[-3:-1]
        page = example / language / document / text.stem
        assert (page / "index.html").is_file()
        assert (page / "changes" / "index.html").is_file() == (text.stem != "1.0")


def test_nothing_from_elsewhere(example: Path) -> None:
    for page in example.rglob("*.html"):
        text = page.read_text(encoding="utf-8").replace("https://terms.example.com/", "")
        assert not re.findall(r"<(?:script|img|iframe)[^>]+src=\"(?:https?:)?//", text), page
        assert not re.findall(r"<link[^>]+rel=\"stylesheet\"[^>]+href=\"(?:https?:)?//", text), page


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 360)])
def test_every_kind_of_page(
    browser: Browser, address: str, language: str, scheme: Literal["light", "dark"], width: int
) -> None:
    """No error, nothing fetched from elsewhere, the right language, no sideways scrolling on a phone; light and dark."""
    context = browser.new_context(color_scheme=scheme, viewport={"width": width, "height": 800})
    page = context.new_page()
    messages: list[str] = []
    requests: list[str] = []
    page.on("pageerror", lambda error: messages.append(str(error)))
    page.on("console", lambda message: messages.append(message.text) if message.type == "error" else None)
    page.on("request", lambda request: requests.append(request.url))
    for kind in KINDS:
        page.goto(f"{address}{language}/{kind}")
        assert page.locator("html").get_attribute("lang") == language
        expect(page.locator("h1")).to_have_count(1)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{kind} is too wide"
    assert messages == []
    assert [url for url in requests if not url.startswith((address, "data:"))] == []
    assert context.cookies() == []
    context.close()


def test_language_switch_keeps_document_version_view_and_clause(browser: Browser, address: str) -> None:
    page = browser.new_page()
    page.goto(f"{address}en/subscription/2.0/#data-restoration")
    for language in ("da", "nl", "fr", "en"):
        page.locator(f".md-header a[data-cb-language={language}]").click()
        page.wait_for_url(f"{address}{language}/subscription/2.0/#data-restoration")
        assert page.locator("html").get_attribute("lang") == language
        expect(page.locator("#data-restoration .cb-text")).to_be_in_viewport()
    page.goto(f"{address}en/subscription/5.0/changes/")
    page.locator(".md-header a[data-cb-language=fr]").click()
    page.wait_for_url(f"{address}fr/subscription/5.0/changes/")


def test_a_clause_that_is_not_there_says_why(browser: Browser, address: str) -> None:
    page = browser.new_page()
    page.goto(f"{address}en/subscription/1.0/#switching")
    expect(page.locator("#switching")).to_be_visible()
    expect(page.locator("#switching")).to_contain_text("This clause came with version 6.0")
    page.goto(f"{address}da/subscription/#paper-invoice")
    expect(page.locator("#paper-invoice")).to_contain_text("udgået")


def test_without_javascript(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    page.get_by_role("link", name="Nederlands").click()
    page.get_by_role("link", name="Abonnementsvoorwaarden").first.click()
    expect(page.locator("h1")).to_have_text("Abonnementsvoorwaarden")
    page.locator(".md-header a[hreflang=da]").click()
    expect(page.locator("h1")).to_have_text("Abonnementsvilkår")
    page.goto(f"{address}fr/search/")
    expect(page.get_by_text("JavaScript")).to_be_visible()
    context.close()


def test_chooser_offers_the_browsers_language_and_remembers_a_choice(browser: Browser, address: str) -> None:
    context = browser.new_context(locale="da-DK")
    page = context.new_page()
    page.goto(address)
    expect(page.locator(".cb-offered")).to_have_text("Dansk")
    page.get_by_role("link", name="Français").click()
    page.goto(address)
    expect(page.locator(".cb-offered")).to_have_text("Français")
    context.close()


@pytest.mark.parametrize(
    ("language", "query", "found"),
    [
        ("en", "refunding", "refund"),
        ("en", "liabilities", "liab"),
        ("da", "opsigelser", "opsig"),
        ("da", "genskabelse", "genskab"),
        ("nl", "facturen", "factu"),
        ("nl", "opzeggen", "opzeg"),
        ("fr", "résiliations", "résili"),
        ("fr", "resiliation", "résili"),
        ("da", "maneder", "måned"),
        ("da", "kober", "køb"),
        ("da", "koeber", "køb"),
    ],
)
def test_search_finds_inflected_and_unaccented_words(
    browser: Browser, address: str, language: str, query: str, found: str
) -> None:
    page = browser.new_page()
    page.goto(f"{address}{language}/")
    page.locator("#cb-search-input").fill(query)
    first = page.locator("#cb-search-panel li").first
    expect(first).to_be_visible()
    expect(page.locator("#cb-search-panel mark").first).to_have_text(re.compile(found, re.IGNORECASE))
    assert first.locator("a").get_attribute("href") is not None
    page.close()


def test_search_by_keyboard_leads_to_the_page_of_results(browser: Browser, address: str) -> None:
    page = browser.new_page()
    page.goto(f"{address}en/consulting/")
    page.locator("#cb-search-input").fill("recording")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{address}en/search/?q=recording")
    expect(page.locator("#cb-search-results a").first).to_be_visible()
    page.locator("#cb-search-page-input").fill("qwertyuiop")
    expect(page.locator("#cb-search-results")).to_have_text("Nothing found.")
