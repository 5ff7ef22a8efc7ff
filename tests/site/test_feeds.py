"""Feeds and calendars at their edges: without an address, without notice, in a missing language, at the fold."""

import datetime as dt
import re
from dataclasses import replace
from pathlib import Path
from urllib.parse import urljoin
from xml.etree import ElementTree as ET

import feedparser
import icalendar
import pytest

from clausebook.model.document import Book, Document
from clausebook.model.notices import Start, TerminationRight
from clausebook.model.periods import Period
from clausebook.model.values import Unit
from clausebook.pages import feeds as feeds_module
from clausebook.pages.calendars import calendar
from clausebook.pages.feeds import feed, feeds
from clausebook.pages.language_view import LanguageView
from tests.site.test_programs import read
from tests.sites import BASE, all_files, all_pages, write_site

ROOT = Path(__file__).parents[2]
LANGUAGES = ("nl", "fr", "en", "da")
DAY = dt.date(2026, 11, 21)
URL = "https://terms.example.com/"
ATOM = "{http://www.w3.org/2005/Atom}"


def view(book: Book, language: str, root_url: str = URL, root: Path = ROOT, day: dt.date = DAY) -> LanguageView:
    return LanguageView(root, book, language, book.languages, dict.fromkeys(book.documents, day), root_url=root_url)


def events(text: str) -> dict[str, icalendar.Component]:
    return {str(event["UID"]): event for event in icalendar.Calendar.from_ical(text).walk("VEVENT")}


@pytest.fixture(scope="module")
def example() -> Book:
    return read(ROOT)


@pytest.fixture
def small(tmp_path: Path) -> Book:
    return read(write_site(tmp_path))


# --- Feeds ---


@pytest.mark.parametrize("root_url", [URL, ""])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_feed_has_what_the_rfc_requires(example: Book, language: str, root_url: str) -> None:
    """RFC 4287, 4.1.1 and 4.1.2: one id, title and updated each, an author, a self link, one alternate link."""
    here = view(example, language, root_url)
    for document in (None, *example.documents.values()):
        root = ET.fromstring(feed(here, document, "A & <b>").text)
        assert root.tag == f"{ATOM}feed"
        assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == language
        assert root.findtext(f"{ATOM}author/{ATOM}name") == "A & <b>"
        relations = sorted(str(link.get("rel")) for link in root.findall(f"{ATOM}link"))
        assert [relation for relation in relations if relation != "prev-archive"] == ["alternate", "self"]
        entries = root.findall(f"{ATOM}entry")
        assert entries
        for part in (root, *entries):
            for name in ("id", "title", "updated"):
                (found,) = part.findall(f"{ATOM}{name}")
                assert found.text, name
            assert dt.datetime.fromisoformat(str(part.findtext(f"{ATOM}updated"))).tzinfo
            assert len(part.findall(f"{ATOM}link[@rel='alternate']")) == 1
        ids = [str(entry.findtext(f"{ATOM}id")) for entry in entries]
        assert len(set(ids)) == len(ids)
        assert all(name.startswith("tag:terms.example.com," if root_url else "urn:clausebook:") for name in ids)


@pytest.mark.parametrize("root_url", [URL, ""])
@pytest.mark.parametrize("language", LANGUAGES)
def test_links_of_a_feed_lead_to_pages(example: Book, language: str, root_url: str) -> None:
    """Also on a site that does not know its address, where readers resolve them against the feed's own."""
    here = view(example, language, root_url)
    there = {URL + page.address for page in all_pages(here, "Example")}
    there |= {URL + file.address for file in all_files(here, "Example")}  # the archives of feeds
    for document in (None, *example.documents.values()):
        made = feed(here, document, "Example")
        root = ET.fromstring(made.text)
        links = [
            (link.get("rel"), urljoin(URL + made.address, str(link.get("href")))) for link in root.iter(f"{ATOM}link")
        ]
        assert [target for rel, target in links if rel == "self"] == [URL + made.address]
        assert {target for rel, target in links if rel != "self"} <= there


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("nl", "Abonnementsvoorwaarden"),
        ("fr", "Conditions d’abonnement"),
        ("en", "Subscription terms"),
        ("da", "Abonnementsvilkår"),
    ],
)
def test_titles_are_in_the_language(example: Book, language: str, title: str) -> None:
    parsed = feedparser.parse(feed(view(example, language), example.documents["subscription"], "Example").text)
    assert {entry.title.partition(", ")[0] for entry in parsed.entries} == {title}
    english = feedparser.parse(feed(view(example, "en"), example.documents["subscription"], "Example").text)
    for here, there in zip(parsed.entries, english.entries, strict=True):
        assert here.updated == there.updated
        assert language == "en" or here.title.rpartition(" ")[2] != there.title.rpartition(" ")[2]


def test_older_entries_are_in_archives(example: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    """RFC 5005, 4: from the feed back through its archives one meets every entry; archives say that they are, and keep their entries for good."""

    def entries(text: str) -> list[str]:
        return [entry.id for entry in feedparser.parse(text).entries]

    here = view(example, "en")
    document = example.documents["subscription"]
    everything = entries(feed(here, document, "Example").text)
    monkeypatch.setattr(feeds_module, "ENTRIES", 3)
    made = {file.address: file.text for file in feeds(here, document, "Example")}
    assert len(everything) > 6 and len(made) == 1 + -(-(len(everything) - 3) // 3)
    address, met, newer = "en/subscription/feed.xml", list[str](), ""
    while address:
        root = ET.fromstring(made[address])
        links = {str(link.get("rel")): str(link.get("href")).removeprefix(URL) for link in root.findall(f"{ATOM}link")}
        assert len(entries(made[address])) == 3 and links["self"] == address
        is_archive = root.find("{http://purl.org/syndication/history/1.0}archive") is not None
        assert is_archive is (address != "en/subscription/feed.xml") is ("current" in links)
        assert links.get("next-archive", "") == (newer if "feed-" in newer else "")
        met += [name for name in entries(made[address]) if name not in met]
        address, newer = links.get("prev-archive", ""), address
    assert met == everything
    earlier = {
        file.address: entries(file.text)
        for file in feeds(view(example, "en", day=dt.date(2026, 11, 15)), document, "Example")
    }
    del earlier["en/subscription/feed.xml"]
    assert earlier and earlier.items() <= {address: entries(text) for address, text in made.items()}.items()


def test_summaries_hold_no_links_into_the_site(example: Book) -> None:
    for language in LANGUAGES:
        for entry in feedparser.parse(feed(view(example, language), None, "Example").text, sanitize_html=False).entries:
            assert 'href="' not in entry.summary.replace('href="http', "")


def test_entries_stay_when_a_version_is_added(example: Book) -> None:
    document = example.documents["subscription"]
    shorter = replace(document, versions=document.versions[:-1])

    def entries(of: Document) -> dict[str, str]:
        here = view(Book({of.id: of}), "en")
        return {entry.id: str(entry) for entry in feedparser.parse(feed(here, of, "Example").text).entries}

    before, after = entries(shorter), entries(document)
    assert before.items() < after.items()


def test_a_small_site(small: Book, tmp_path: Path) -> None:
    here = view(small, "da", "https://small.example.com/", tmp_path)
    (entry,) = feedparser.parse(feed(here, None, "Small").text).entries
    assert entry.id == "tag:small.example.com,2020-01-01:basic/1.0/in-force/da"
    assert entry.updated == "2020-01-01T00:00:00+01:00"


def test_an_unpublished_document_has_no_feed_of_its_own(tmp_path: Path) -> None:
    record = BASE["terms/basic.yml"].partition("versions:")[0]
    left = {"terms/basic.yml": record, "terms/en/basic/1.0.yml": None, "terms/da/basic/1.0.yml": None}
    here = view(read(write_site(tmp_path, left)), "en", root=tmp_path)
    made = {file.address: file.text for file in all_files(here, "Small")}
    assert made.keys() == {"en/feed.xml", "en/notices.ics"}
    parsed = feedparser.parse(made["en/feed.xml"])
    assert not parsed.bozo
    assert parsed.entries == []
    assert parsed.feed.updated


# --- Calendars ---


def test_a_substantial_amendment_without_notice_has_its_last_day(tmp_path: Path) -> None:
    """It takes effect when it is announced, so that day is no event, but the right to terminate runs on."""
    (old, entry) = (
        BASE["terms/basic.yml"],
        "    values:\n      fee: {amount: 100, currency: DKK}\n      notice: {days: 45}\n",
    )
    record = old.replace(
        "notice: {days: 45, counting: full-days}",
        "notice: {days: 0, counting: full-days}\ntermination: {within: {days: 30}, from: announced}",
    )
    record += (
        '  - version: "2.0"\n    kind: amendment\n    announced: 2021-05-01\n    effective: 2021-05-01\n    effective-new: 2021-05-03\n    substantial: true\n'
        + entry
    )
    second = {
        f"terms/{code}/basic/2.0.yml": BASE[f"terms/{code}/basic/1.0.yml"].replace("45", "46") for code in ("en", "da")
    }
    book = read(write_site(tmp_path, {"terms/basic.yml": record, **second}))
    assert book.documents["basic"].termination == TerminationRight(Start.ANNOUNCED, Period(Unit.DAYS, 30))
    found = events(calendar(view(book, "en", root=tmp_path), "Small").text)
    assert {name.partition("@")[0]: event.decoded("DTSTART") for name, event in found.items()} == {
        "basic-2.0-effective-new-en": dt.date(2021, 5, 3),
        "basic-2.0-terminate-en": dt.date(2021, 5, 31),
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_only_whole_addresses_are_in_a_calendar(example: Book, language: str) -> None:
    here = view(example, language)
    there = {URL + page.address for page in all_pages(here, "Example")}
    assert {str(event["URL"]) for event in events(calendar(here, "Example").text).values()} <= there
    assert not [
        event for event in events(calendar(view(example, language, ""), "Example").text).values() if "URL" in event
    ]


@pytest.mark.parametrize("before", range(60, 80))
def test_no_character_is_cut_at_the_fold(example: Book, before: int) -> None:
    """Wherever the line ends, whatever stands there: signs of one to four octets and the escaped ones."""
    name = "x" * before + "😀é€,;\\\n" * 9
    text = calendar(view(example, "da"), name).text
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    # The parser leaves properties of unknown types as they are written.
    written = str(icalendar.Calendar.from_ical(text)["X-WR-CALNAME"])
    assert re.sub(r"\\(.)", lambda sign: sign[1].replace("n", "\n"), written) == name


# --- Both ---


def test_the_same_terms_give_the_same_bytes() -> None:
    first, second = ([(made.address, made.text) for made in all_files(view(read(ROOT), "fr"), "Example")] for _ in "12")
    assert first == second


def test_a_document_without_the_language_is_left_out(example: Book) -> None:
    document = example.documents["subscription"]
    versions = tuple(
        replace(version, editions={code: one for code, one in version.editions.items() if code != "nl"})
        for version in document.versions
    )
    draft = replace(
        document.draft, editions={code: one for code, one in document.draft.editions.items() if code != "nl"}
    )
    book = Book(
        {
            **example.documents,
            document.id: replace(document, languages=("da", "en", "fr"), versions=versions, draft=draft),
        }
    )
    made = {file.address: file.text for file in all_files(view(book, "nl"), "Example")}
    assert "nl/subscription/feed.xml" not in made
    assert "nl/consulting/feed.xml" in made
    assert "subscription" not in made["nl/feed.xml"] + made["nl/notices.ics"]
    assert "subscription/6.0" in feed(view(book, "fr"), None, "Example").text
