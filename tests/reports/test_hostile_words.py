"""Hostile words in every field that is sent or fetched: mail, calendars, feeds, comments, pages. Each escapes for its own syntax."""

import datetime as dt
import email
import html
import random
import re
from dataclasses import replace
from email import policy
from email.message import EmailMessage
from functools import cache
from pathlib import Path
from xml.etree import ElementTree as ET

import icalendar
import pytest

from clausebook.model.document import Book, Document, Edition, Version
from clausebook.model.reading import read_book
from clausebook.pages.calendars import calendar, calendar_text
from clausebook.pages.feeds import feed
from clausebook.pages.language_view import LanguageView
from clausebook.problems import Problems, ProblemsFound
from clausebook.quoting import is_control
from clausebook.reports.diff_text import escaped
from clausebook.reports.mail import boundary
from clausebook.reports.mail import message as write_message
from clausebook.reports.notice import Notice
from clausebook.site.hypertext import Hypertext
from clausebook.site.publish import build_site
from tests import hostile
from tests.sites import BASE, VERSION_2, write_site

WORDS = hostile.words(2, 12)
ATOM = "{http://www.w3.org/2005/Atom}"


@cache
def book(root: Path) -> Book:
    second = {
        f"terms/{code}/basic/2.0.yml": BASE[f"terms/{code}/basic/1.0.yml"].replace("45", "46") for code in ("en", "da")
    }
    write_site(root, {"terms/basic.yml": BASE["terms/basic.yml"] + VERSION_2, **second})
    problems = Problems()
    found = read_book(root, problems)
    assert found, list(problems)
    return found


def saying(root: Path, word: str) -> tuple[LanguageView, Document, Version]:
    """A document whose titles hold a word that no reading would let in: whoever writes a text out escapes it all the same."""
    document = book(root).documents["basic"]

    def renamed(version: Version) -> Version:
        editions: dict[str, Edition] = {code: replace(one, title=word) for code, one in version.editions.items()}
        return replace(version, editions=editions)

    made = replace(document, versions=tuple(map(renamed, document.versions)))
    days = {"basic": dt.date(2026, 2, 1)}
    view = LanguageView(root, Book({"basic": made}), "en", ("en", "da"), days, root_url="https://small.example.com/")
    return view, made, made.versions[-1]


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("hostile")


def flat(text: str) -> str:
    """Words without what no reader sees and no output need keep."""
    return re.sub(r"[\s\ufffd]+", "", "".join(sign for sign in text if not is_control(sign)))


def test_mail_has_the_parts_and_headers_that_it_was_given(root: Path) -> None:
    for word in WORDS:
        view, document, version = saying(root, word)
        data = write_message(Notice(view, document, version, word))
        assert data == write_message(Notice(view, document, version, word))
        message = email.message_from_bytes(data, policy=policy.default)
        assert isinstance(message, EmailMessage)
        kinds = [part.get_content_type() for part in message.walk()]
        assert kinds == [
            "multipart/mixed",
            "multipart/alternative",
            "text/plain",
            "text/html",
            "text/plain",
            "text/html",
            "text/plain",
            "text/html",
            "text/calendar",
        ]
        assert set(message.keys()) == {
            "Subject",
            "Date",
            "X-Unsent",
            "Content-Language",
            "MIME-Version",
            "Content-Type",
        }
        assert not message.defects
        head = data.partition(b"\r\n\r\n")[0].decode()
        assert all(len(line) <= 998 for line in head.split("\r\n"))
        assert not re.search(rb"(?m)^\s*::|##\[", data)
        for part in message.walk():
            if part.get_content_type() == "text/html":
                assert not Hypertext.of(part.get_content()).blocked - {"a style sheet that stands in the page"}


def test_no_part_holds_the_boundary() -> None:
    first = boundary("x-0", b"parts")
    assert boundary("x-0", b"parts") == first
    assert boundary("x-0", b"parts!") != first, "it hangs on every part"
    source = random.Random(4)
    for _ in range(200):
        parts = source.randbytes(300)
        assert boundary("x", parts).encode() not in parts


def test_calendars_hold_the_events_that_they_were_given(root: Path) -> None:
    for word in WORDS:
        view, _, version = saying(root, word)
        text = calendar(view, word).text
        lines = text.split("\r\n")
        assert all(len(line.encode()) <= 75 for line in lines)
        assert not [sign for line in lines for sign in line if is_control(sign) and sign != "\u00ad"]
        parsed = icalendar.Calendar.from_ical(text)
        (event,) = parsed.walk("VEVENT")
        assert flat(word) in flat(str(event["SUMMARY"]))
        assert event.decoded("DTSTART") == version.effective
        assert not parsed.errors


@pytest.mark.parametrize("year", [1000, 1583, 1899, 9000])
def test_days_far_away_are_valid_in_calendars_and_feeds(root: Path, year: int) -> None:
    """Those that a record can have: 1000 to 9000. Local time had odd seconds before there were zones."""
    view, document, version = saying(root, "x")
    far = replace(version, announced=dt.date(year, 1, 1), effective=dt.date(year, 12, 31))
    made = replace(document, versions=(document.versions[0], far))
    there = replace(view, book=Book({"basic": made}), days={"basic": dt.date(9000, 12, 31)})
    (event,) = icalendar.Calendar.from_ical(calendar_text(there, [(made, far)], "x")).walk("VEVENT")
    assert event.decoded("DTSTART") == far.effective
    root_element = ET.fromstring(feed(there, made, "x").text)
    for date in root_element.iter(f"{ATOM}updated"):
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)", str(date.text)), "RFC 3339"


def test_feeds_are_xml_and_hold_the_entries_that_they_were_given(root: Path) -> None:
    for word in WORDS:
        view, document, _ = saying(root, word)
        text = feed(view, document, word).text
        tree = ET.fromstring(text.encode())
        assert len(tree.findall(f"{ATOM}entry")) == 2
        assert {element.tag for element in tree.iter()} <= {f"{ATOM}{name}" for name in ("feed", "id", "title", "updated", "published", "link", "author", "name", "entry", "summary")}  # fmt: skip
        assert flat(word) in flat(str(tree.findtext(f"{ATOM}author/{ATOM}name")))
        for summary in tree.iter(f"{ATOM}summary"):
            found = Hypertext.of(str(summary.text))
            assert not found.blocked
            assert not found.links


def test_comments_hold_no_mention_link_picture_or_html() -> None:
    """Of Markdown's own signs none is left, so nothing is left to interpret (GitHub Flavored Markdown, 2.4 and 6)."""
    for word in WORDS:
        made = escaped(word)
        bare = re.sub(r"&#\d+;|<!-- -->", "", made)
        assert not re.search(r"[&<>\\`*_{}\[\]()#!|~@]", bare)
        assert not re.search(r"https?:|www\.|@\w|#\d|GH-\d", bare, re.IGNORECASE)
        assert html.unescape(made.replace("<!-- -->", "")) == html.unescape(html.escape(word, quote=False))


NAMES = ["x' onfocus='alert(1)' y.md", "a & b.md", "Q&amp;A.md", "ø å.md", "{{ 7 }}.md"]
REFUSED = ['x" onmouseover="alert(1)" y.md', "<svg onload=alert(1)>.md", "x\n::error::y.md", "x\x1b[31m.md"]


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_whose_name_can_stand_in_no_address_is_told(tmp_path: Path, name: str) -> None:
    root = write_site(tmp_path, {f"content/en/{name}": "Words.\n"})
    with pytest.raises(ProblemsFound) as found:
        build_site(root, root / "site", as_of=dt.date(2026, 2, 1), workers=1)
    (problem,) = found.value.problems
    assert problem.code in {"bad-name", "file-name", "file-outside"}
    assert str(problem).isprintable()


def test_names_of_files_and_of_the_site_are_words_on_every_page(tmp_path: Path) -> None:
    name = """A "b" 'c' <script>alert(1)</script> <img src=x onerror=alert(1)> & &amp; {{ 7 * 7 }}"""
    files: dict[str, str | None] = {f"content/en/{one}": "Words without a heading.\n" for one in NAMES}
    files["content/en/titled.md"] = "---\ntitle: <img src=x onerror=alert(1)> & co\n---\nWords.\n"
    settings = BASE["mkdocs.yml"].replace("site_name: Small Terms", f"site_name: {name!r}").replace(r"\'", "''")
    settings = "site_name: >-\n  " + name + "\n" + settings.partition("\n")[2]
    settings = settings.replace(
        "- clausebook", "- clausebook:\n      source_url: https://git.example.com/a(b)&c='d'/".replace("&c='d'", "")
    )
    root = write_site(tmp_path, {**files, "mkdocs.yml": settings})
    build_site(root, root / "site", as_of=dt.date(2026, 2, 1), workers=1)
    pages = sorted((root / "site").rglob("*.html"))
    assert len([path for path in pages if "onfocus" in str(path)]) == 1
    for path in pages:
        text = path.read_text(encoding="utf-8")
        assert Hypertext.of(text).blocked == set(), path
        title = re.search(r"<title>(.*?)</title>", text, re.DOTALL)
        assert title
        assert name in html.unescape(title[1]) or "404" in title[1], path
    for file in ("feed.xml", "basic/feed.xml", "sitemap.xml"):
        ET.fromstring((root / "site/en" / file).read_bytes())
    assert ET.fromstring((root / "site/en/feed.xml").read_bytes()).findtext(f"{ATOM}author/{ATOM}name") == name
