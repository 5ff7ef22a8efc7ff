"""Data for programs at its edges: drafts stay out, the same bytes each time, addresses without a site, hostile titles."""

import datetime as dt
import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from jsonschema import Draft202012Validator

from clausebook.model.document import Book
from clausebook.model.reading import read_book
from clausebook.pages.data import DataMaker
from clausebook.pages.language_view import LanguageView
from clausebook.problems import Problems
from clausebook.site.publish import build_site
from tests.sites import BASE, VERSION_2, all_pages, write_site

DAY = dt.date(2020, 2, 1)
URL = "https://small.example.com/"
HOSTILE = """x" onclick="alert(1)" 'y' > alert(2) & < z"""
WITHDRAWN = (
    VERSION_2
    + """\
  - withdraws: "2.0"
    announced: 2026-01-20
    reason: {da: Fejl., en: A mistake.}
"""
)


def read(root: Path) -> Book:
    problems = Problems()
    book = read_book(root, problems)
    assert list(problems) == []
    assert book
    return book


def texts(root: Path, day: dt.date = DAY, url: str = URL) -> dict[str, str]:
    book = read(root)
    maker = DataMaker(root, book, dict.fromkeys(book.documents, day), book.languages, url)
    return {data.address: data.text for data in maker.make()}


def data_of(root: Path, day: dt.date = DAY, url: str = URL) -> dict[str, Any]:
    return {address: json.loads(text) for address, text in texts(root, day, url).items() if address.endswith(".json")}


def errors(made: dict[str, Any]) -> Iterator[str]:
    check = Draft202012Validator(made["data/schema.json"])
    for address, data in made.items():
        if address != "data/schema.json":
            yield from (f"{address}: {error.message}" for error in check.iter_errors(data))


def titled(name: str, title: str) -> dict[str, str | None]:
    """The English text `name` with another title."""
    path = f"terms/en/basic/{name}.yml"
    return {path: BASE[path].replace("title: Basic terms", f"title: {json.dumps(title)}")}


def with_withdrawal(root: Path) -> Path:
    second = {f"terms/{code}/basic/2.0.yml": BASE[f"terms/{code}/basic/1.0.yml"] for code in ("da", "en")}
    return write_site(root, {"terms/basic.yml": BASE["terms/basic.yml"] + WITHDRAWN, **second})


def test_the_index_says_where_and_in_what_zone(tmp_path: Path) -> None:
    index = data_of(write_site(tmp_path))["data/index.json"]
    assert index["site"] == URL
    assert index["documents"] == [
        {
            "id": "basic",
            "formerly": [],
            "titles": {"en": "Basic terms", "da": "Basisvilkår"},
            "languages": ["da", "en"],
            "data": f"{URL}data/basic.json",
        }
    ]


def test_a_site_without_an_address_has_relative_ones(tmp_path: Path) -> None:
    made = data_of(write_site(tmp_path), url="")
    assert made["data/index.json"]["site"] is None
    edition = made["data/basic.json"]["versions"][0]["editions"]["en"]
    assert (edition["page"], edition["data"]) == ("en/basic/1.0/", "data/basic/1.0/en.json")
    assert edition["data"] in made
    assert edition["text"] == "data/basic/1.0/en.txt"
    assert list(errors(made)) == []


def test_clauses_carry_what_stands_in_the_margin(tmp_path: Path) -> None:
    payment, changes = data_of(write_site(tmp_path))["data/basic/1.0/en.json"]["clauses"]
    (fee,) = payment["clauses"]
    assert (fee["number"], fee["label"], fee["text"]) == ("1.1", "1.1", "The fee is DKK\u00a0100; see section 2.")
    assert (changes["number"], changes["label"]) == ("2", "2")


def test_a_withdrawn_version_is_described(tmp_path: Path) -> None:
    root = with_withdrawal(tmp_path)
    before, after = (data_of(root, dt.date(2026, 1, day))["data/basic.json"]["versions"] for day in (19, 20))
    assert [version["withdrawn"] for version in before] == [None, None]
    assert after[1]["withdrawn"] == {"day": "2026-01-20", "reason": {"da": "Fejl.", "en": "A mistake."}}
    assert list(errors(data_of(root, dt.date(2026, 1, 20)))) == []


def test_the_title_of_a_draft_is_not_told_before_its_day(tmp_path: Path) -> None:
    """Neither while the first version is in force nor while it is only announced."""
    later = BASE["terms/basic.yml"].replace("effective: 2020-01-01", "effective: 2020-06-01")
    root = write_site(tmp_path, {"terms/basic.yml": later, **titled("draft", "Secret")})
    for day in (dt.date(2020, 2, 1), dt.date(2020, 6, 1)):
        made = texts(root, day)
        assert json.loads(made["data/index.json"])["documents"][0]["titles"]["en"] == "Basic terms"
        assert not [address for address, text in made.items() if "Secret" in text]


def test_a_document_of_which_nothing_is_published_is_not_in_the_data(tmp_path: Path) -> None:
    made = data_of(write_site(tmp_path, titled("draft", "Coming terms")), dt.date(2019, 12, 31))
    assert made["data/index.json"]["documents"] == []
    assert made.keys() == {"data/index.json", "data/schema.json"}
    assert list(errors(made)) == []


def test_same_input_same_data(tmp_path: Path) -> None:
    first, second = (texts(write_site(tmp_path / name)) for name in ("a", "b"))
    assert list(first.items()) == list(second.items())


@pytest.mark.parametrize("address", ["data/index.json", "data/basic.json", "data/basic/1.0/en.json"])
def test_the_schema_refuses_what_it_does_not_name(tmp_path: Path, address: str) -> None:
    made = data_of(write_site(tmp_path))
    assert list(errors(made)) == []
    made[address]["status"] = "in force"
    assert list(errors(made))


def test_without_an_address_pages_have_no_linked_data(tmp_path: Path) -> None:
    root = write_site(tmp_path)
    book = read(root)
    pages = list(all_pages(LanguageView(root, book, "en", book.languages, {"basic": DAY}), "Small"))
    assert [page.address for page in pages if page.linked] == []


class _Seen(HTMLParser):
    """What a browser would find: scripts, titles, attributes, the words of the navigation."""

    def __init__(self) -> None:
        super().__init__()
        self.inside = ""
        self.scripts: list[tuple[str, str]] = []
        self.title = ""
        self.description = ""
        self.handlers: list[str] = []
        self.words = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.inside = tag
        self.handlers += [name for name in given if name.startswith("on")]
        if tag == "script":
            self.scripts.append((given.get("type") or "", ""))
        if tag == "meta" and given.get("name") == "description":
            self.description = given.get("content") or ""

    def handle_endtag(self, tag: str) -> None:
        self.inside = ""

    def handle_data(self, data: str) -> None:
        if self.inside == "script":
            kind, text = self.scripts[-1]
            self.scripts[-1] = (kind, text + data)
        elif self.inside == "title":
            self.title += data
        else:
            self.words += data


def test_no_title_is_markup_anywhere_on_a_page(tmp_path: Path) -> None:
    """In the head, the header, the navigation and the contents list as little as in the text."""
    own = {
        path: (text or "").replace("title: Payment", f"title: {json.dumps(HOSTILE)}")
        for name in ("1.0", "draft")
        for path, text in titled(name, HOSTILE).items()
    }
    root = write_site(tmp_path, {**own})
    build_site(root, root / "site", as_of=DAY)
    pages = sorted((root / "site" / "en").rglob("*.html"))
    assert len(pages) > 5
    for page in pages:
        seen = _Seen()
        seen.feed(page.read_text(encoding="utf-8"))
        assert not [text for kind, text in seen.scripts if "alert(2)" in text and kind != "application/ld+json"], page
        assert seen.handlers == [], page
    for name in ("en/basic", "en/basic/1.0"):
        seen = _Seen()
        seen.feed((root / "site" / name / "index.html").read_text(encoding="utf-8"))
        (linked,) = (text for kind, text in seen.scripts if kind == "application/ld+json")
        assert json.loads(linked)["name"] == HOSTILE
        assert seen.title.startswith(HOSTILE)
        assert seen.description.startswith(HOSTILE)
        assert seen.words.count(HOSTILE) > 3


def test_the_sitemap_names_the_languages_of_hand_written_pages(tmp_path: Path) -> None:
    files: dict[str, str | None] = {"content/en/about.md": "# About\n", "content/da/about.md": "# Om\n"}
    root = write_site(tmp_path, {**files, "content/en/only & here.md": "# Only here\n"})
    build_site(root, root / "site", as_of=DAY)
    names = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
    found = {
        url.findtext("s:loc", "", names): {
            link.get("hreflang"): link.get("href") for link in url.findall("x:link", names)
        }
        for url in ET.fromstring((root / "site/en/sitemap.xml").read_text(encoding="utf-8")).findall("s:url", names)
    }
    assert found[f"{URL}en/about/"] == {"en": f"{URL}en/about/", "da": f"{URL}da/about/"}
    assert found[f"{URL}en/basic/"] == {"en": f"{URL}en/basic/", "da": f"{URL}da/basic/"}
    (only,) = (languages for address, languages in found.items() if "only" in address)
    assert set(only) == {"en"}
    index = (root / "site/sitemap.xml").read_text(encoding="utf-8")
    assert re.findall("<loc>(.*?)</loc>", index) == [f"{URL}da/sitemap.xml", f"{URL}en/sitemap.xml"]
