"""A built site is what the record makes: every page and file of it, no less and no more."""

from collections.abc import Callable
from pathlib import Path

import pytest

from clausebook.problems import Problems
from clausebook.verify.again import Again
from clausebook.verify.settings import read_facts
from clausebook.verify.sites import SiteCheck, SiteCount
from tests.releases.life import run
from tests.verify.published import BUILT, NOW, book_of

TERMS = "en/basic/2.0/index.html"


def verify(root: Path) -> tuple[SiteCount, list[str]]:
    problems, facts = Problems(), read_facts(root)
    assert facts
    count = SiteCheck(Again(root, book_of(root), facts, NOW), root / "site", problems).verify()
    return count, [str(problem).removeprefix(f"{root}/site/") for problem in problems]


def test_an_honest_site(published: Path) -> None:
    count, problems = verify(published)
    assert problems == []
    built = [
        path.relative_to(published / "site").as_posix() for path in (published / "site").rglob("*") if path.is_file()
    ]
    ours = [path for path in built if path.endswith("index.html") and path != "index.html"]
    assert count.pages == len(ours)
    assert count.texts == sum(path.endswith(".txt") for path in built) == 8
    assert count.data + count.texts + count.feeds + count.pages + count.assets + count.others == len(built)
    assert count.versions == 4
    assert set(count.days) == {"basic"}
    assert max(day for day in count.days.values()) >= BUILT.replace(day=1)


def edited(name: str, old: str, new: str) -> Callable[[Path], None]:
    def edit(site: Path) -> None:
        path = site / name
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{old!r} is not in {name}"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    return edit


def gone(name: str) -> Callable[[Path], None]:
    return lambda site: (site / name).unlink()


def added(name: str, text: str = "x") -> Callable[[Path], None]:
    def add(site: Path) -> None:
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_text(text, encoding="utf-8")

    return add


def linked(site: Path) -> None:
    path = site / TERMS
    path.rename(site.parent / "elsewhere.html")
    path.symlink_to(site.parent / "elsewhere.html")


CHANGES: list[tuple[Callable[[Path], None], str]] = [
    (edited(TERMS, "exactly", "hardly"), f"{TERMS}:1:1: site-differs: “fee”: the copy says “"),
    (edited(TERMS, "<article", "<style>p{display:none}</style><article"), f"{TERMS}:1:1: site-differs: it has a style sheet in it"),
    (edited(TERMS, "<article", "<script>alert(1)</script><article"), f"{TERMS}:1:1: site-differs: it has a script in it"),
    (edited(TERMS, "</article>", "<script>alert(1)</script></article>"), f"{TERMS}:1:1: site-differs: "),
    (edited(TERMS, '<div class="md-content"', '<div hidden class="md-content"'), "has the attribute “hidden”"),
    (edited(TERMS, '<div class="md-content"', '<div style="display:none" class="md-content"'), "has the attribute “style”"),
    (edited(TERMS, '<div class="md-content"', '<div class="md-content cb-absent"'), "does not stand in “div.md-content”"),
    (edited(TERMS, "<body", '<body onload="x()"'), "has the attribute “onload”"),
    (edited(TERMS, "<footer", '<footer onclick="x()"'), "has a handler “onclick”"),
    (edited(TERMS, "<footer", "<iframe></iframe><footer"), "an element “iframe” stands around its content"),
    (edited(TERMS, "<footer", '<div class="cb-terms">Other terms</div><footer'), "a second content stands beside"),
    (edited(TERMS, "</head>", '<link rel="stylesheet" href="https://example.org/x.css"></head>'), "it takes “https://example.org/x.css”"),
    (edited(TERMS, "</head>", '<script src="https://example.org/x.js"></script></head>'), "it takes “https://example.org/x.js”"),
    (edited(TERMS, "</head>", '<base href="https://example.org/"></head>'), "an element “base” stands around its content"),
    (edited(TERMS, "</title>", " (void)</title>"), "its title is “Basic terms, Version 2.0 – Small Terms (void)”"),
    (edited(TERMS, "en/basic/2.0/", "en/basic/1.0/"), "it says that it is the page “en/basic/1.0/”"),
    (edited("data/basic/2.0/en.txt", "exactly", "hardly"), "data/basic/2.0/en.txt:"),
    (edited("data/basic.json", "2026-05-01", "2026-05-02"), "data/basic.json:"),
    (edited("en/feed.xml", "first version", "last version"), "en/feed.xml:"),
    (edited("en/notices.ics", "SUMMARY", "SUMMERY"), "en/notices.ics:"),
    (edited("en/basic/compare/comparison.json", "exactly", "hardly"), "en/basic/compare/comparison.json:1:1: site-differs"),
    (edited("en/assets/clausebook.css", "{", "{display:none;"), "en/assets/clausebook.css:1:1: site-differs: it is not the style sheet or script"),
    (edited("en/assets/clausebook.js", "use strict", "use script"), "en/assets/clausebook.js:1:1: site-differs"),
    (gone(TERMS), f"{TERMS}:1:1: site-missing: the record has the page “en/basic/2.0/”"),
    (gone("data/basic/1.0/da.txt"), "data/basic/1.0/da.txt:1:1: site-missing"),
    (gone("en/assets/clausebook.js"), "en/assets/clausebook.js:1:1: site-missing"),
    (added("en/basic/9.0/index.html"), "en/basic/9.0/index.html:1:1: site-extra"),
    (added("data/other.json"), "data/other.json:1:1: site-extra"),
    (added("en/gone/index.html", '<meta name="clausebook-page" content="en/gone/">'), "en/gone/index.html:1:1: site-extra"),
    (linked, f"{TERMS}:1:1: site-link"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "said"), CHANGES, ids=[said[:60] for _, said in CHANGES])
def test_what_is_changed_missing_or_extra(site: Path, change: Callable[[Path], None], said: str) -> None:
    change(site / "site")
    _, problems = verify(site)
    assert any(said in problem for problem in problems), problems


def test_hand_written_pages_are_counted_and_not_compared(site: Path) -> None:
    before, _ = verify(site)
    added("en/about/index.html")(site / "site")
    (site / "content/en/basic").mkdir(parents=True)
    (site / "content/en/basic/faq.md").write_text("# Questions\n", encoding="utf-8")
    added("en/basic/faq/index.html")(site / "site")
    count, problems = verify(site)
    assert problems == []
    assert count.others == before.others + 2


def test_a_page_in_other_html_that_says_the_same(site: Path) -> None:
    """Another plugin may write HTML in its own way."""
    path = site / "site" / TERMS
    path.write_text(path.read_text(encoding="utf-8").replace("<p>The fee", "<p\n>The fee", 1), encoding="utf-8")
    assert verify(site)[1] == []


def test_the_command_says_in_numbers_what_it_looked_at(published: Path) -> None:
    done = run(published, "verify", "--site", str(published / "site"))
    assert done.returncode == 0, done.stdout
    assert "4 versions of 1 documents as of 20" in done.stdout
    assert "8 plain texts" in done.stdout
    assert "other files: hand-written pages, the language chooser, the search index" in done.stdout


def test_a_folder_that_is_no_site(published: Path, tmp_path: Path) -> None:
    done = run(published, "verify", "--site", str(tmp_path))
    assert done.returncode == 1
    assert "site-missing: there is no data of any document here" in done.stdout
