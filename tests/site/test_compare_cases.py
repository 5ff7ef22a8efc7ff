"""The script of the compare page against the ready redline: for every case of tests/data/redlines both show the same words, all of them."""

import datetime as dt
import functools
import http.server
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from playwright.sync_api import Browser, Page, expect
from selectolax.lexbor import LexborHTMLParser

from clausebook.model import timeline
from clausebook.model.document import (
    Book,
    Document,
    Edition,
    Regime,
    Snapshot,
    Version,
    VersionKind,
)
from clausebook.model.notices import NoticePolicy, NoticeRule
from clausebook.model.periods import Period
from clausebook.model.values import Unit
from clausebook.names import VersionNumber
from clausebook.pages import comparison_files as comparison_files_module
from clausebook.pages.compare import compare_page
from clausebook.pages.comparison_files import Data, comparison_files
from clausebook.pages.comparisons import comparison_data
from clausebook.pages.language_view import LanguageView
from clausebook.pages.update_page import changes_page
from clausebook.verify.compared import _Pair
from tests.compare.factory import LEVELS, Part, clauses
from tests.reports.test_redline_cases import CASES, parts

ROOT = Path(__file__).parents[2]
DAY = dt.date(2026, 11, 21)

MORE = {
    "nested lists in headings": (
        [Part("a", "- First\n  - Second\n    1. Third\n- Fourth\n\n> Fifth"), Part("b", "| a | b |\n|---|---|\n| c | d |")],
        [Part("a", "- First\n  - Second\n    1. Third one\n- Fourth\n\n> Fifth"), Part("b", "| a | b |\n|---|---|\n| c | e |")],
    ),
    "renumbered below sections": (
        [Part("s", "", [Part("x", "One."), Part("y", "See {clause:z}."), Part("z", "Three.")], title="Section")],
        [Part("s", "", [Part("n", "New."), Part("x", "One."), Part("y", "See {clause:z}."), Part("z", "Three.")], title="Section")],
    ),
    "ids used anew and one removed": (
        [Part("s1", "These terms apply to every order placed in the shop."), Part("s2", "The Buyer pays DKK 100 for each reminder sent by post.")],
        [Part("s1", "The Buyer pays DKK 150 for each reminder sent by post.")],
    ),
    "a figure and many forms": (
        [Part(f"c{at}", f"Clause {at} of the terms, and more.") for at in range(14)],
        [Part(f"c{at}", f"Clause {at or 99} of the TERMS, and more.") for at in range(14)],
    ),
}  # fmt: skip


def made(name: str, language: str) -> tuple[list[Part], list[Part]]:
    if name in MORE:
        return MORE[name]
    read = yaml.safe_load((ROOT / "tests" / "data" / "redlines" / f"{name}.yml").read_text(encoding="utf-8"))
    return parts(yaml.safe_load(read["old"])), parts(yaml.safe_load(read["new"]))


def document_of(sides: tuple[list[Part], list[Part]], language: str) -> Document:
    states = [
        Version(
            "cases",
            VersionNumber((number, 0)),
            {},
            {language: Edition(language, "Terms", "", clauses(side, language), "test.yml")},
            VersionKind.AMENDMENT if number > 1 else VersionKind.INITIAL,
            dt.date(2020 + number, 1, 1),
            dt.date(2020 + number, 3, 1),
            None,
        )
        for number, side in enumerate(sides, 1)
    ]
    regime = Regime("DK", (language,), timeline.UTC, tuple(LEVELS))
    draft = Snapshot("cases", None, {}, states[-1].editions)
    return Document("cases", (language,), regime, NoticePolicy(NoticeRule(Period(Unit.DAYS, 0))), tuple(states), draft)


PAGE = '<!doctype html><html lang="{language}"><meta charset="utf-8"><title>x</title><body>{html}</body></html>'


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    folder = tmp_path_factory.mktemp("cases")
    handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield folder, f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


SHOWN = """() => {
  const text = (element) => element.textContent.replace(/\\s+/g, " ").trim();
  const close = (element) => element.textContent.replace(/\\s+/g, "");
  const all = (root, selector) => [...root.querySelectorAll(selector)].map(text);
  // The values that changed stand in the list of the page of an update alone.
  for (const other of document.querySelectorAll(".cb-replaced")) other.remove();
  return {
    counts: text(document.getElementById("changes")),
    groups: [...document.querySelectorAll(".cb-severity")].map((group) => [group.dataset.cbSeverity, group.open ?? true, close(group)]),
    changes: [...document.querySelectorAll(".cb-change")].map((change) => {
      const shown = change.cloneNode(true);
      for (const other of shown.querySelectorAll(".cb-goto, .cb-note")) other.remove();
      return [change.id, change.dataset.cbSeverity, close(shown), all(change, ".cb-change-heading"), all(change, "h3 .cb-kind"), all(change, ".cb-remark")];
    }),
    renumbered: all(document, ".cb-renumbered li"),
  };
}"""


@pytest.mark.parametrize("name", [case.stem for case in CASES] + list(MORE))
def test_the_script_and_the_ready_page_agree_on_every_word(
    browser: Browser, served: tuple[Path, str], name: str
) -> None:
    folder, address = served
    language = "en"
    document = document_of(made(name, language), language)
    book = Book({"cases": document})
    view = LanguageView(ROOT, book, language, (language,), {"cases": DAY})
    old, new = view.active_versions(document)
    comparison = view.comparison(document, new)
    assert comparison
    ready = changes_page(view, document, new, comparison)
    pages: list[Any] = [ready, compare_page(view, document)]
    for page in pages:
        target = folder / page.address / "index.html"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(PAGE.format(language=language, html=page.html), encoding="utf-8")
    data = comparison_data(view, document)
    for file in comparison_files(data):
        (folder / file.address).write_text(file.text, encoding="utf-8")
    assets = folder / "assets"
    if not assets.exists():
        shutil.copytree(ROOT / "templates" / "theme" / "assets", assets)
        shutil.copytree(ROOT / "templates" / "theme" / "assets", folder / "en" / "assets")
    page = browser.new_page()
    page.clock.set_fixed_time(dt.datetime.combine(DAY, dt.time(12), dt.UTC))
    page.goto(address + ready.address)
    expected = page.evaluate(SHOWN)
    page.goto(f"{address}{pages[1].address}?from={old.name}&to={new.name}")
    expect(page.locator("#compared")).to_be_visible()
    if comparison.substantive:
        assert page.evaluate(SHOWN) == expected
    else:
        expect(page.locator("#cb-comparison")).to_contain_text("No clause changed.")
    check_whole_text(page, data, f"{address}{pages[1].address}?from={old.name}&to={new.name}&text=whole")
    page.close()


def check_whole_text(page: Page, data: Data, address: str) -> None:
    """The whole text, in one text and side by side, is what `verify` expects in a copy of the page, to the last word and address."""
    for side in (False, True):
        page.goto(address + "&view=side" * side)
        expect(page.locator("#compared")).to_be_visible()
        shown = LexborHTMLParser(page.locator("#cb-comparison").inner_html())
        expected = LexborHTMLParser(_Pair(data, 0, 1, data["language"]).page(side=side, whole=True))
        assert shown.body and expected.body
        assert shown.body.text().split() == expected.body.text().split()
        for attribute in ("href", "id", "data-cb-severity"):
            found, wanted = (
                [node.attributes[attribute] for node in tree.css(f"[{attribute}]")] for tree in (shown, expected)
            )
            assert found == wanted, attribute


def test_only_what_is_shown_is_fetched(
    browser: Browser, served: tuple[Path, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Files in pieces of one row: a pair of versions loads its own changes and their wordings, each once; one that fails is told and can be tried again."""
    monkeypatch.setattr(comparison_files_module, "FILE_BYTES", 1)
    monkeypatch.setattr(comparison_files_module, "INLINE_BYTES", 0)
    folder, address = served
    side = [Part(f"c{at}", f"The Buyer pays {at} crowns within {at} days of the invoice.") for at in range(2, 9)]
    changed = [
        Part("c5", "The Buyer pays 6 crowns within 5 days of the invoice.") if part.id == "c5" else part
        for part in side
    ]
    document = document_of((side, changed), "en")
    view = LanguageView(ROOT, Book({"cases": document}), "en", ("en",), {"cases": DAY})
    compare, data = compare_page(view, document), comparison_data(view, document)
    (folder / compare.address).mkdir(parents=True, exist_ok=True)
    (folder / compare.address / "index.html").write_text(
        PAGE.format(language="en", html=compare.html), encoding="utf-8"
    )
    names = []
    for file in comparison_files(data):
        (folder / file.address).write_text(file.text, encoding="utf-8")
        names.append(file.address.rpartition("/")[2])
    if not (folder / "en" / "assets").exists():
        shutil.copytree(ROOT / "templates" / "theme" / "assets", folder / "en" / "assets")
    page = browser.new_page()
    page.clock.set_fixed_time(dt.datetime.combine(DAY, dt.time(12), dt.UTC))
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url.rpartition("/")[2]))
    page.goto(address + compare.address)
    expect(page.locator(".cb-change .cb-redline")).to_contain_text("[inserted: 6 end of insertion]")
    first = [name for name in fetched if name.startswith("comparison-")]
    assert len(first) == len(set(first)) == 3 and len(names) == 10  # one change and two wordings of nine, and the index
    page.route("**/comparison-*.json", lambda route: route.abort())
    page.locator("input[name=text][value=whole]").check()
    expect(page.locator("#cb-compare-status")).to_contain_text("could not be loaded")
    expect(page.locator("#cb-compare-without")).to_be_visible()
    page.unroute("**/comparison-*.json")
    page.locator("input[name=view][value=side]").check()
    expect(page.locator(".cb-same")).to_have_count(6)
    expect(page.locator("#cb-compare-without")).to_be_hidden()
    page.close()
