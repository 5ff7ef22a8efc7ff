"""Comparing any two versions in a real browser: what the script shows is what the engine found, and nobody is left alone."""

import datetime as dt
import json
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from markupsafe import Markup
from playwright.sync_api import Browser, Page, expect

from clausebook.compare import compare_history
from clausebook.model.document import Book
from clausebook.model.reading import read_book
from clausebook.pages.changes import ChangeLister
from clausebook.pages.comparison_files import read_comparison
from clausebook.pages.language_view import LanguageView
from clausebook.problems import Problems

ROOT = Path(__file__).parents[2]
LANGUAGES = ("nl", "fr", "en", "da")
DAY = dt.date(2026, 11, 21)


@pytest.fixture(scope="module")
def book() -> Book:
    book = read_book(ROOT, Problems())
    assert book
    return book


def open_page(browser: Browser, address: str, path: str, **options: Any) -> Page:
    context = browser.new_context(**options)
    page = context.new_page()
    page.clock.set_fixed_time(dt.datetime.combine(DAY, dt.time(12), dt.UTC))
    page.goto(address + path)
    return page


def words(text: str) -> str:
    return " ".join(text.split())


SHOWN = """() => [...document.querySelectorAll("#cb-comparison .cb-change")].map((change) => {
  const text = (selector) => [...change.querySelectorAll(selector)].map((part) => part.textContent.replace(/\\s+/g, " ").trim());
  return [change.id, text(".cb-change > h3 .cb-kind"), text(".cb-redline"), text(".cb-remark")];
})"""


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_pair_shows_what_the_engine_found(browser: Browser, address: str, book: Book, language: str) -> None:
    """All pairs of all versions of the subscription: the same changes, in the same order, in the same words."""
    document = book.documents["subscription"]
    view = LanguageView(ROOT, book, language, LANGUAGES, dict.fromkeys(book.documents, DAY))
    page = open_page(browser, address, f"{language}/subscription/compare/")
    for old, new in combinations(view.shown(document), 2):
        comparison = compare_history(view.shown(document), old, new, document.authoritative)
        page.locator("select[name=from]").select_option(old.name)
        page.locator("select[name=to]").select_option(new.name)
        expect(page.locator("#cb-comparison")).not_to_have_attribute("aria-busy", "true")
        shown = page.evaluate(SHOWN)
        views = ChangeLister.on_page(view, comparison, "x/").changes()
        for change, (anchor, kinds, redlines, remarks) in zip(views, shown, strict=True):
            assert anchor == f"change-{change.id}"
            assert kinds == [label.striptags() for label in change.labels]
            printed = words(f"{change.title_html} {change.html}".replace("</", " </"))
            assert remarks == [words(remark.striptags()) for remark in change.remarks]
            assert strip(printed) == strip(" ".join(redlines)), f"{change.id}, {old.name} to {new.name}"
    page.context.close()


def strip(html: str) -> str:
    return "".join(Markup(html).striptags().split()) if "<" in html else "".join(html.split())


def test_the_address_carries_the_choice(browser: Browser, address: str) -> None:
    page = open_page(browser, address, "en/subscription/compare/")
    page.locator("select[name=from]").select_option("2.0")
    page.locator("select[name=to]").select_option("4.0")
    page.get_by_label("Side by side").check()
    page.get_by_label("The whole text").check()
    assert page.url.endswith("?from=2.0&to=4.0&view=side&text=whole")
    heading = page.locator("#compared")
    expect(heading).to_have_text("From version 2.0 to version 4.0")
    count = page.locator("#cb-comparison .cb-change").count()
    page.locator(".md-header a[data-cb-language=da]").click()
    page.wait_for_url("**/da/subscription/compare/?from=2.0&to=4.0&view=side&text=whole")
    expect(heading).to_have_text("Fra version 2.0 til version 4.0")
    expect(page.locator("#cb-comparison .cb-change")).to_have_count(count)
    page.context.close()


def test_since_the_day_i_signed(browser: Browser, address: str) -> None:
    """New and existing customers are bound from different days, so the same day can mean another version."""
    page = open_page(browser, address, "en/subscription/compare/")
    page.get_by_label("What changed since I signed").check()
    lists = page.locator("select[name^=since]:visible")
    assert "15 January 2024 to 30 November 2026 (version 5.0)" in words(lists.inner_text())
    assert "6.0" not in lists.inner_text(), "nobody has signed for a version of the future"
    page.get_by_label("already a customer").check()
    lists.select_option("4.0")
    assert "1 January 2022 to 29 February 2024 (version 4.0)" in words(lists.inner_text())
    assert page.url.endswith("?since=4.0&customer=existing")
    expect(page.locator("#compared")).to_have_text("From version 4.0 to version 5.0")
    lists.select_option("5.0")
    expect(page.locator("#cb-compare-status")).to_contain_text("Nothing has changed since")
    page.context.close()


def test_the_home_page_leads_to_what_changed_since(browser: Browser, address: str) -> None:
    page = open_page(browser, address, "en/")
    page.get_by_role("link", name="What changed since I signed").last.click()
    expect(page.locator("input[value=since]")).to_be_checked()
    expect(page.locator("#cb-compare-status")).to_contain_text("Nothing has changed since")
    expect(page.locator("#cb-compare-status")).not_to_contain_text("There is no version")
    page.context.close()


def test_since_counts_from_the_day_of_reading(browser: Browser, address: str) -> None:
    page = browser.new_context().new_page()
    page.clock.set_fixed_time(dt.datetime(2027, 1, 15, 12, tzinfo=dt.UTC))
    page.goto(f"{address}en/subscription/compare/?since=5.0&customer=existing")
    expect(page.locator("#compared")).to_have_text("From version 5.0 to version 6.0")
    page.context.close()


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("?from=9.9&to=3.0", "There is no version “9.9” of these terms."),
        ("?from=<script>&to=3.0", "There is no version “<script>” of these terms."),
        ("?from=5.0&to=2.0", "Version 2.0 came before Version 5.0, so the comparison starts with it."),
        ("?from=2.0&to=2.0", "Choose two different versions."),
        ("?from=2.0&to=3.0&view=upside-down", "A part of this address could not be understood"),
        ("?utm=1", "A part of this address could not be understood"),
        ("?since=0.1", "There is no version “0.1” of these terms."),
    ],
)
def test_an_address_that_makes_no_sense_says_so(browser: Browser, address: str, query: str, said: str) -> None:
    page = open_page(browser, address, f"en/subscription/compare/{query}")
    expect(page.locator("#cb-compare-status")).to_contain_text(said)
    expect(page.locator(".cb-compare")).to_be_visible()
    page.context.close()


def test_data_that_cannot_be_loaded(browser: Browser, address: str) -> None:
    page = browser.new_context().new_page()
    page.route("**/comparison.json", lambda route: route.abort())
    page.goto(f"{address}fr/subscription/compare/")
    expect(page.locator("#cb-compare-status")).to_contain_text("n’a pas pu être chargée")
    expect(page.locator("#cb-compare-without a")).to_have_count(6)
    page.context.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_javascript_the_ready_redlines(browser: Browser, address: str, language: str) -> None:
    page = open_page(browser, address, f"{language}/subscription/compare/", java_script_enabled=False)
    expect(page.locator(".cb-compare")).to_be_hidden()
    expect(page.locator("#cb-compare-without")).to_contain_text("JavaScript")
    page.locator("#cb-compare-without a").nth(1).click()
    expect(page.locator("h1")).to_contain_text("3.0")
    assert page.locator(".cb-change").count() > 3
    page.context.close()


def test_by_keyboard_alone(browser: Browser, address: str) -> None:
    page = open_page(
        browser, address, "en/subscription/compare/?from=1.0&to=6.0", viewport={"width": 360, "height": 740}
    )
    expect(page.locator("#compared")).to_be_visible()
    page.locator("select[name=to]").focus()
    page.keyboard.press("ArrowUp")
    expect(page.locator("#compared")).to_have_text("From version 1.0 to version 5.0")
    page.keyboard.press("Tab")
    total = page.locator("#cb-comparison .cb-change").count()
    for step in range(1, 4):
        page.keyboard.press("Alt+ArrowDown")
        expect(page.locator(".cb-walk output")).to_have_text(f"{step} of {total}")
        assert page.evaluate(
            "step => document.activeElement.closest('.cb-change') === document.querySelectorAll('.cb-change')[step]",
            step - 1,
        )
        expect(page.locator(".cb-change").nth(step - 1).locator("h3")).to_be_in_viewport()
    page.keyboard.press("Alt+ArrowUp")
    expect(page.locator(".cb-walk output")).to_have_text(f"2 of {total}")
    page.get_by_role("button", name="Next change").click()
    expect(page.locator(".cb-walk output")).to_have_text(f"3 of {total}")
    target = page.locator("ol.cb-changes a").nth(5)
    anchors = page.evaluate("[...document.querySelectorAll('.cb-change')].map((change) => `#${change.id}`)")
    place = anchors.index(target.get_attribute("href")) + 1  # the list begins with the heaviest changes
    target.click()
    expect(page.locator(".cb-walk output")).to_have_text(f"{place} of {total}")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.context.close()


def test_only_the_changes_of_substance(browser: Browser, address: str) -> None:
    """One switch hides what weighs less, on the ready redline and in any comparison, and says how many it left out."""
    for path in ("en/subscription/3.0/changes/", "en/subscription/compare/?from=1.0&to=3.0"):
        page = open_page(browser, address, path)
        expect(page.locator(".cb-change").first).to_be_visible()
        weights = page.evaluate(
            "[...document.querySelectorAll('.cb-change')].map((change) => change.dataset.cbSeverity)"
        )
        page.get_by_label("Only figures, dates, duties and rights").check()
        expect(page.locator(".cb-change:visible")).to_have_count(weights.count("substance"))
        left = len(weights) - weights.count("substance")
        expect(page.locator(".cb-only [role=status]")).to_have_text(f"{left} left out" if left else "")
        page.get_by_label("Only figures, dates, duties and rights").uncheck()
        expect(page.locator(".cb-change:visible")).to_have_count(len(weights))
        page.context.close()


def test_ready_redline_has_the_same_steps(browser: Browser, address: str) -> None:
    page = open_page(browser, address, "da/subscription/3.0/changes/")
    page.keyboard.press("Alt+ArrowDown")
    expect(page.locator(".cb-walk output")).to_have_text(f"1 af {page.locator('.cb-change').count()}")
    page.context.close()


def test_moved_text_says_from_where_to_where_and_links_both_ways(browser: Browser, address: str) -> None:
    page = open_page(browser, address, "en/subscription/compare/?from=2.0&to=5.0&text=whole")
    moved = page.locator(".cb-change", has=page.locator(".cb-kind--moved"))
    expect(moved).to_have_count(1)
    expect(moved).to_contain_text("Moved from")
    assert moved.locator(".cb-remark a").first.get_attribute("href") == "../2.0/#file-storage"
    left = page.locator(".cb-left")
    expect(left).to_have_count(1)
    left.locator("a").click()
    assert page.url.endswith("#change-file-storage")
    moved.get_by_role("link", name="Where it stood").click()
    assert page.url.endswith("#left-file-storage")
    page.context.close()


def test_whole_text_has_every_clause_once(browser: Browser, address: str, book: Book) -> None:
    page = open_page(browser, address, "nl/subscription/compare/?from=1.0&to=6.0&text=whole")
    expect(page.locator("#compared")).to_be_visible()
    found = page.evaluate(
        "[...document.querySelectorAll('.cb-same, .cb-change')].map((part) => part.className.includes('cb-change') ? part.id.slice(7) : part.id)"
    )
    document = book.documents["subscription"]
    first, last = (document.version(name) for name in ("1.0", "6.0"))
    assert first
    assert last
    comparison = compare_history(document.versions, first, last, "da")
    removed = {change.id for change in comparison.changes if change.new_id is None}
    assert sorted(found) == sorted({*last.editions["nl"].by_id} | removed)
    page.context.close()


def test_print_shows_the_redline_alone(browser: Browser, address: str) -> None:
    page = open_page(browser, address, "en/subscription/compare/?from=1.0&to=2.0")
    page.emulate_media(media="print")
    for hidden in (".cb-compare", ".cb-walk", ".md-header", ".cb-goto >> nth=0"):
        expect(page.locator(hidden)).to_be_hidden()
    expect(page.locator("#compared")).to_be_visible()
    expect(page.locator(".cb-change ins").first).to_be_visible()
    page.context.close()


def test_data_is_stored_once(example: Path) -> None:
    """Far fewer changes than one for each change of each pair, and every wording once."""
    folder = example / "en/subscription/compare"
    index = json.loads((folder / "comparison.json").read_text(encoding="utf-8"))
    files = {name: (folder / f"comparison-{name}.json").read_text(encoding="utf-8") for name in index.get("files", ())}
    data = read_comparison(index, files)
    texts = [json.dumps(wording) for wording in data["wordings"]]
    assert len(set(texts)) == len(texts)
    rows = [json.dumps({key: value for key, value in row.items() if key != "at"}) for row in data["changes"]]
    assert len(set(rows)) == len(rows)


# --- Two languages side by side ---


@pytest.mark.parametrize(("width", "stacked"), [(1280, False), (360, True)])
def test_two_languages_side_by_side(browser: Browser, address: str, width: int, stacked: bool) -> None:
    page = open_page(browser, address, "en/subscription/2.0/#late-payment", viewport={"width": width, "height": 800})
    page.locator("[data-cb-beside] a[hreflang=da]").click()
    page.wait_for_url("**/en/subscription/2.0/?beside=da#late-payment")
    pair = page.locator("[data-cb-words=late-payment] > .cb-pair")
    ours, theirs = pair.locator("> [lang=en]"), pair.locator("> [lang=da]")
    expect(theirs).to_contain_text("gebyr")
    first, second = ours.bounding_box(), theirs.bounding_box()
    assert first
    assert second
    assert (second["y"] >= first["y"] + first["height"] - 1) == stacked
    assert page.locator("[data-cb-words]").count() == page.locator(".cb-pair").count()
    for link in page.locator(".cb-pair [lang=da] a").all()[:5]:
        assert "/da/subscription/" in link.evaluate("link => link.href")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_role("link", name="Show one language").click()
    expect(page.locator(".cb-pair")).to_have_count(0)
    page.context.close()


def test_beside_an_unknown_language(browser: Browser, address: str) -> None:
    page = open_page(browser, address, "en/subscription/?beside=xx")
    expect(page.locator("[data-cb-beside-status]")).to_have_text("These terms are not available in that language.")
    page.context.close()


def test_beside_a_text_that_cannot_be_loaded(browser: Browser, address: str) -> None:
    page = browser.new_context().new_page()
    page.route("**/da/subscription/", lambda route: route.fulfill(status=404, body="gone"))
    page.goto(f"{address}en/subscription/?beside=da")
    expect(page.locator("[data-cb-beside-status]")).to_have_text("The text in the other language could not be loaded.")
    page.context.close()


# --- Clauses through time ---


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_clause_leads_to_all_its_wordings(browser: Browser, address: str, language: str) -> None:
    page = open_page(browser, address, f"{language}/subscription/")
    page.locator("#liability-exclusion .cb-since a").first.click()
    page.wait_for_url(f"**/{language}/subscription/clause/liability-exclusion/")
    expect(page.locator(".cb-wording")).to_have_count(2)
    expect(page.locator(".cb-wording").first.locator(".cb-badge--in-force")).to_have_count(1)
    expect(page.locator(".cb-wording").last.locator(".cb-badge--superseded")).to_have_count(1)
    page.locator(".md-header a[data-cb-language=en]").click()
    expect(page.locator(".cb-wording").last).to_contain_text("In force from 23 May 2014 to 31 December 2021.")
    page.context.close()


def test_clauses_that_ended_keep_their_page(browser: Browser, address: str) -> None:
    page = open_page(browser, address, "en/subscription/clause/paper-invoice/")
    expect(page.locator(".cb-head")).to_contain_text("This clause ended with version 5.0.")
    page.goto(f"{address}en/subscription/clause/indirect-loss/")
    expect(page.locator(".cb-head")).to_contain_text("With version 4.0 this clause was joined into clause 12.2.")
    page.locator(".cb-head .cb-facts a").last.click()
    page.wait_for_url("**/clause/liability-exclusion/")
    page.context.close()
