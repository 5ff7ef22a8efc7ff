"""Pages saved by a real browser verify: as their scripts left them, with addresses made absolute, as MHTML; nothing in them is a false alarm."""

import datetime as dt
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from selectolax.lexbor import LexborHTMLParser

from clausebook.model.reading import read_book
from clausebook.problems import Problems
from clausebook.verify.again import Again
from clausebook.verify.copies import Copies
from clausebook.verify.css import searched
from clausebook.verify.settings import read_facts
from tests import EXPLORING

ROOT = Path(__file__).parents[2]
BUILT = dt.date(2026, 11, 21)
LATER = dt.date(2027, 2, 1)  # a version has taken effect since the site was built

# Every kind of page, all languages, and comparisons as readers choose them.
PAGES = [
    "en/",
    "nl/subscription/",
    "fr/subscription/6.0/",
    "da/subscription/3.1/",
    "en/acceptable-use/1.0/",
    "nl/subscription/5.0/changes/",
    "fr/consulting/3.0/changes/",
    "da/subscription/history/",
    "en/consulting/history/",
    "nl/subscription/clause/payment/",
    "fr/subscription/compare/?from=4.0&to=6.0",
    "da/subscription/compare/?from=1.0&to=5.0&view=side&text=whole",
    "en/subscription/compare/?since=3.0&text=whole",
    "nl/acceptable-use/compare/?from=2.0&to=1.0&x=1",
    "en/subscription/compare/?from=9.9",
    "da/subscription/compare/?since=6.0",
    "en/subscription/5.0/?beside=da#payment",
]
SAVE_AS = """() => {
  for (const node of document.querySelectorAll("[href], [src], form[action]")) {
    for (const name of ["href", "src", "action"]) if (node.hasAttribute(name) && typeof node[name] === "string") node.setAttribute(name, node[name]);
  }
  const at = location.href;
  return `<!-- saved from url=(${String(at.length).padStart(4, "0")})${at} -->\\n${document.documentElement.outerHTML}`;
}"""
# What extensions do: nodes and style sheets of their own, harmless styles on everything, attributes in another order.
EXTENDED = """() => {
  document.body.insertAdjacentHTML("beforeend", "<ext-root style='position:fixed'><b hidden>Ext</b></ext-root>");
  document.head.insertAdjacentHTML("beforeend", "<style>.ext-x{display:none} *,::before{box-sizing:border-box}</style>");
  document.body.setAttribute("data-ext-installed", "");
  for (const node of document.querySelectorAll("article *")) {
    const all = [...node.attributes].map((one) => [one.name, one.value]);
    for (const [name] of all) node.removeAttribute(name);
    for (const [name, value] of all.reverse()) node.setAttribute(name, value);
    node.style.setProperty("--ext-x", "1px");
    node.classList.add("ext-seen");
  }
  return document.documentElement.outerHTML;
}"""


@pytest.fixture(scope="module")
def copies() -> Copies:
    problems = Problems()
    book, facts = read_book(ROOT, problems), read_facts(ROOT)
    assert book and facts and not len(problems)
    return Copies(Again(ROOT, book, facts, dt.datetime.combine(LATER, dt.time(12), dt.UTC)))


def saved(page: Page, folder: Path) -> list[Path]:
    """The page saved in each way."""
    session = page.context.new_cdp_session(page)
    found = {
        "scripts.html": page.content(),
        "chromium.mhtml": session.send("Page.captureSnapshot", {"format": "mhtml"})["data"],
        "as.html": page.evaluate(SAVE_AS),
        "extended.html": page.evaluate(EXTENDED),
    }
    for name, text in found.items():
        (folder / name).write_text(text, encoding="utf-8", newline="")
    return [folder / name for name in found]


# On the day of the build every page, and later every second one, unless new examples are looked for.
SAVED = [*((path, BUILT) for path in PAGES), *((path, LATER) for path in (PAGES if EXPLORING else PAGES[::2]))]


@pytest.mark.parametrize(("path", "day"), SAVED, ids=str)
def test_saved_pages_verify(
    browser: Browser, address: str, copies: Copies, tmp_path: Path, path: str, day: dt.date
) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.clock.set_fixed_time(dt.datetime.combine(day, dt.time(12), dt.UTC))
    page.goto(address + path, wait_until="networkidle")
    for file in saved(page, tmp_path):
        problems = Problems()
        what = copies.verify(file, problems)
        assert list(map(str, problems)) == []
        assert what.startswith(f"page {path.partition('?')[0]}, as it st")
    context.close()


def test_one_word_of_a_saved_page(browser: Browser, address: str, copies: Copies, tmp_path: Path) -> None:
    """What verifies as it was saved does not with one word changed, wherever that stands."""
    page = browser.new_page()
    page.goto(f"{address}en/subscription/compare/?from=4.0&to=6.0", wait_until="networkidle")
    for file in saved(page, tmp_path):
        text = file.read_text(encoding="utf-8")
        for old, new in (("days", "weeks"), ("Reworded", "Removed"), ("From version 4.0", "From version 3.0")):
            changed = tmp_path / f"changed{file.suffix}"
            assert old in text
            changed.write_text(text.replace(old, new), encoding="utf-8", newline="")
            problems = Problems()
            copies.verify(changed, problems)
            assert len(problems), f"{old} in {file.name}"
    page.close()


def test_another_place_where_the_site_is_served(browser: Browser, address: str, copies: Copies, tmp_path: Path) -> None:
    page = browser.new_page()
    page.goto(f"{address}en/subscription/5.0/", wait_until="networkidle")
    path = tmp_path / "page.html"
    path.write_text(page.evaluate(SAVE_AS).replace(address, "https://mirror.example.net/x/"), encoding="utf-8")
    page.close()
    problems = Problems()
    copies.verify(path, problems)
    assert any("mirror.example.net" in problem.message for problem in problems)
    for told in ("https://mirror.example.net/x/", "https://mirror.example.net/x/en/subscription/5.0/?a=1#b"):
        again = Copies(copies.again, [told])
        problems = Problems()
        again.verify(path, problems)
        assert list(map(str, problems)) == []


SELECTORS = [
    "article p", ":is(section) ~ .cb-clause", ":first-child", "div:nth-child(2n+1) > :not(p)", ".cb-clause :has(a)", "[class*='cb-'] + *",
    ":where(h2, h3) .cb-title", "section:not(:has(> p))", ".cb-text:only-child", "html:root body", ":nth-last-child(2 of .cb-clause)", "a:any-link:not(:hover)",
    "*|p", "P.cb-since", "[HREF^='#' i]", ".cb-clause:not(.x .cb-clause)", "p:empty, dfn", ":not(a):not(p)",
]  # fmt: skip


def test_selectors_find_at_least_what_a_browser_finds(browser: Browser, example: Path) -> None:
    """A rule that a browser follows is never overlooked, whatever its selector."""
    html = (example / "en/subscription/5.0/index.html").read_text(encoding="utf-8")
    page = browser.new_context(java_script_enabled=True).new_page()
    page.set_content(html)
    tree = LexborHTMLParser(page.content())
    count = (
        "(selector) => [...document.querySelectorAll('*')].flatMap((node, at) => node.matches(selector) ? [at] : [])"
    )
    places = {node.mem_id: at for at, node in enumerate(tree.css("*"))}
    for selector in SELECTORS:
        theirs = set(page.evaluate(count, selector))
        parts = [searched(one) for one in selector.split(", ")] if "(" not in selector else [searched(selector)]
        ours = {places[node.mem_id] for part in parts for node in tree.css(part or "")}
        assert theirs <= ours, selector
    page.context.close()
