"""What programs get: feeds and calendars through real parsers, data against its schema, digests anyone can recompute."""

import datetime as dt
import hashlib
import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import feedparser
import icalendar
import pytest
from jsonschema import Draft202012Validator

from clausebook.model.document import Book
from clausebook.model.reading import read_book
from clausebook.pages.calendars import calendar
from clausebook.pages.data import DataMaker
from clausebook.pages.feeds import feed, feeds
from clausebook.pages.language_view import LanguageView
from clausebook.pages.page import DataFile
from clausebook.problems import Problems
from clausebook.site.publish import build_site
from tests.releases.life import edit, edit_drafts, new_site, released, run, write_notes
from tests.sites import all_pages

ROOT = Path(__file__).parents[2]
LANGUAGES = ("nl", "fr", "en", "da")
DAY = dt.date(2026, 11, 21)
URL = "https://terms.example.com/"


def read(root: Path) -> Book:
    problems = Problems()
    book = read_book(root, problems)
    assert list(problems) == []
    assert book
    return book


def view(book: Book, language: str, day: dt.date = DAY, root: Path = ROOT) -> LanguageView:
    return LanguageView(root, book, language, book.languages, dict.fromkeys(book.documents, day), root_url=URL)


@pytest.fixture(scope="module")
def example() -> Book:
    return read(ROOT)


@pytest.fixture(scope="module")
def withdrawn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with an amendment, a correction and a withdrawn version that customers could have terminated for."""
    site = new_site(tmp_path_factory.mktemp("withdrawn"))
    edit_drafts(site, "Two.", ("{fee}", "exactly {fee}"))
    released(site, "2026-01-01")
    edit_drafts(site, "Mended.", ("exactly", "precisely"))
    released(site, "2026-03-01", "--kind", "correction")
    edit_drafts(site, "Three.", ("precisely", "almost"))
    write_notes(site, "fee", "Costs rose.")
    released(site, "2026-04-01", "--substantial")
    done = run(
        site, "withdraw", "basic", "3.0", "--reason", "da=Fejl.", "--reason", "en=A mistake.", "--yes", day="2026-04-05"
    )
    assert done.returncode == 0, done.stderr
    return site


@pytest.mark.parametrize("language", LANGUAGES)
def test_feeds_are_valid_and_complete(example: Book, language: str) -> None:
    here = view(example, language)
    for document in (None, *example.documents.values()):
        made = feed(here, document, "Example")
        parsed = feedparser.parse(made.text)
        assert not parsed.bozo, parsed.get("bozo_exception")
        assert parsed.version == "atom10"
        assert parsed.feed.id
        assert parsed.feed.title
        assert parsed.feed.author == "Example"
        assert {link.rel: link.href for link in parsed.feed.links}["self"] == URL + made.address
        assert [entry.updated for entry in parsed.entries] == sorted((e.updated for e in parsed.entries), reverse=True)
        assert parsed.feed.updated == parsed.entries[0].updated
        for entry in parsed.entries:
            assert entry.id.startswith("tag:terms.example.com,")
            assert entry.title
            assert entry.summary
            assert entry.link.startswith(f"{URL}{language}/")
        ids = [entry.id for entry in parsed.entries]
        assert len(set(ids)) == len(ids)


def test_entries_keep_their_ids_and_dates_for_good(example: Book) -> None:
    """A feed read later has the same entries, and more: nobody's reader shows an old one as new."""

    def entries(day: dt.date) -> dict[str, tuple[str, str]]:
        here = view(example, "en", day)
        entries = [entry for file in feeds(here, None, "Example") for entry in feedparser.parse(file.text).entries]
        return {entry.id: (entry.updated, entry.title) for entry in entries}

    before, now, later = entries(dt.date(2026, 11, 15)), entries(DAY), entries(dt.date(2027, 1, 15))
    assert before.items() <= now.items() <= later.items()
    announced = "tag:terms.example.com,2026-11-16:subscription/6.0/announced/en"
    in_force = "tag:terms.example.com,2026-11-16:subscription/6.0/in-force/en"
    consulting = "tag:terms.example.com,2026-11-09:consulting/8.0/in-force/en"
    assert now.keys() - before.keys() == {announced}
    businesses = "tag:terms.example.com,2026-11-09:consulting/8.0/group-businesses/en"
    assert later.keys() - now.keys() == {in_force, consulting, businesses}
    assert later[in_force] == ("2027-01-15T00:00:00+01:00", "Subscription terms, version 6.0: in force")


def test_corrections_and_withdrawals_have_entries(withdrawn: Path) -> None:
    made = feed(view(read(withdrawn), "en", dt.date(2026, 6, 1), withdrawn), None, "Small").text
    titles = [entry.title for entry in feedparser.parse(made).entries]
    assert titles == [
        "Basic terms, version 3.0: withdrawn",
        "Basic terms, version 3.0: announced",
        "Basic terms, version 2.1: corrected",
        "Basic terms, version 2.0: in force",
        "Basic terms, version 2.0: announced",
        "Basic terms, version 1.0: in force",
    ]
    assert "A mistake." in made


def calendar_events(made: DataFile) -> Iterator[icalendar.Event]:
    parsed = icalendar.Calendar.from_ical(made.text)
    for component in parsed.walk("VEVENT"):
        assert isinstance(component, icalendar.Event)
        yield component


@pytest.mark.parametrize("language", LANGUAGES)
def test_calendars(example: Book, language: str) -> None:
    made = calendar(view(example, language), "Example")
    assert made.address == f"{language}/notices.ics"
    assert made.text.count("\r\n") == made.text.count("\n")
    assert all(len(line.encode()) <= 75 for line in made.text.split("\r\n"))
    found = {str(event["UID"]): event for event in calendar_events(made)}
    event = found[f"subscription-6.0-effective-{language}@terms.example.com"]
    assert event.decoded("DTSTART") == dt.date(2027, 1, 15)
    assert event.decoded("DTEND") == dt.date(2027, 1, 16)
    assert event["TRANSP"] == "TRANSPARENT"
    (alarm,) = event.walk("VALARM")
    assert alarm.decoded("TRIGGER") == dt.timedelta(days=-7)
    assert found[f"subscription-6.0-terminate-{language}@terms.example.com"].decoded("DTSTART") == dt.date(2027, 2, 14)
    assert found[f"subscription-6.0-effective-new-{language}@terms.example.com"].decoded("DTSTART") == dt.date(
        2026, 12, 1
    )


def test_a_withdrawn_version_is_cancelled_in_calendars(withdrawn: Path) -> None:
    book = read(withdrawn)

    def status(day: dt.date) -> dict[str, tuple[str, str]]:
        events = calendar_events(calendar(view(book, "en", day, withdrawn), "Small"))
        return {
            str(event["UID"]): (str(event["STATUS"]), str(event["SEQUENCE"]))
            for event in events
            if "-3.0-" in str(event["UID"])
        }

    assert set(status(dt.date(2026, 4, 4)).values()) == {("CONFIRMED", "0")}
    assert set(status(dt.date(2026, 4, 5)).values()) == {("CANCELLED", "1")}
    assert len(status(dt.date(2026, 4, 5))) == 2


@pytest.mark.parametrize("title", ["a" * 200, "æ" * 200, "𝒳" * 90, "a, b; c\\d\ne", "kr" * 36 + "ø"])
def test_awkward_words_come_back_from_a_calendar(example: Book, title: str) -> None:
    document = example.documents["subscription"]
    last = document.versions[-1]
    edition = replace(last.editions["en"], title=title.replace("\n", " "))
    changed = replace(
        document, versions=(*document.versions[:-1], replace(last, editions={**last.editions, "en": edition}))
    )
    book = Book({"subscription": changed})
    made = calendar(view(book, "en"), title.replace("\n", " "))
    assert all(len(line.encode()) <= 75 for line in made.text.split("\r\n"))
    events = {str(event["UID"]): event for event in calendar_events(made)}
    assert str(events["subscription-6.0-effective-en@terms.example.com"]["SUMMARY"]).startswith(
        title.replace("\n", " ")
    )


# --- Data ---


def validator() -> Draft202012Validator:
    schema = json.loads((ROOT / "clausebook" / "schemas" / "data.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def data_of(root: Path, book: Book, day: dt.date = DAY) -> dict[str, dict[str, object]]:
    made = DataMaker(root, book, dict.fromkeys(book.documents, day), book.languages, URL).make()
    return {
        data.address: json.loads(data.text)
        for data in made
        if data.address.endswith(".json") and not data.address.endswith("schema.json")
    }


def test_data_follows_its_schema(example: Book, withdrawn: Path) -> None:
    check = validator()
    for root, book in ((ROOT, example), (withdrawn, read(withdrawn))):
        for address, data in data_of(root, book).items():
            assert list(check.iter_errors(data)) == [], address


def test_a_digest_can_be_recomputed(example: Book) -> None:
    for address, data in data_of(ROOT, example).items():
        if "source" in data:
            found = f"sha256:{hashlib.sha256(str(data['source']).encode()).hexdigest()}"
            assert found == data["digest"], address
            path = ROOT / "terms" / str(data["language"]) / str(data["document"]) / f"{data['version']}.yml"
            assert found == f"sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}"


def test_data_tells_a_withdrawal_from_its_day_on(withdrawn: Path) -> None:
    def told(day: dt.date) -> object:
        versions = data_of(withdrawn, read(withdrawn), day)["data/basic.json"]["versions"]
        assert isinstance(versions, list)
        return versions[-1]["withdrawn"]

    assert told(dt.date(2026, 4, 4)) is None
    assert told(dt.date(2026, 4, 5)) == {"day": "2026-04-05", "reason": {"da": "Fejl.", "en": "A mistake."}}


def test_nothing_unannounced_is_in_the_data(example: Book) -> None:
    assert "data/subscription/6.0/en.json" not in data_of(ROOT, example, dt.date(2026, 11, 15))
    assert "data/subscription/6.0/en.json" in data_of(ROOT, example, dt.date(2026, 11, 16))


def test_linked_data(example: Book) -> None:
    pages = {page.address: page for language in ("en", "da") for page in all_pages(view(example, language), "Example")}
    data = json.loads(pages["en/subscription/5.0/"].linked)
    assert data["version"] == "5.0"
    assert data["temporalCoverage"] == "2024-03-01/2027-01-15"
    assert data["expires"] == "2027-01-15"
    assert data["isBasedOn"]["@id"] == f"{URL}en/subscription/4.0/"
    assert data["translationOfWork"]["@id"] == f"{URL}da/subscription/5.0/"
    original = json.loads(pages["da/subscription/5.0/"].linked)
    assert {one["inLanguage"] for one in original["workTranslation"]} == {"nl", "fr", "en"}


def test_no_title_ends_the_element_of_linked_data(example: Book) -> None:
    document = example.documents["subscription"]
    last = document.versions[-1]
    edition = replace(last.editions["en"], title="</script><script>alert(1)//&amp;")
    changed = replace(
        document, versions=(*document.versions[:-1], replace(last, editions={**last.editions, "en": edition}))
    )
    pages = {
        page.address: page
        for page in all_pages(view(Book({**example.documents, "subscription": changed}), "en"), "Example")
    }
    linked = pages["en/subscription/6.0/"].linked
    assert "<" not in linked
    assert json.loads(linked)["name"] == "</script><script>alert(1)//&amp;"


def test_the_sitemap_names_every_language(withdrawn: Path) -> None:
    build_site(withdrawn, withdrawn / "site", as_of=dt.date(2026, 6, 1))
    tree = ET.fromstring((withdrawn / "site" / "en" / "sitemap.xml").read_text(encoding="utf-8"))
    names = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
    for url in tree.findall("s:url", names):
        assert {link.get("hreflang") for link in url.findall("x:link", names)} == {"da", "en"}
    assert b"\r\n" in (withdrawn / "site" / "en" / "notices.ics").read_bytes()
    page = (withdrawn / "site" / "en" / "basic" / "3.0" / "index.html").read_text(encoding="utf-8")
    assert "This version was withdrawn." in page
    assert "A mistake." in page
    log = (withdrawn / "site" / "en" / "basic" / "history" / "index.html").read_text(encoding="utf-8")
    assert re.search(r'id="v3-0".*?Withdrawn.*?A mistake\.', log, re.DOTALL)
    assert re.search(r'cb-log--correction" id="v2-1".*?needs no notice', log, re.DOTALL)


def test_a_withdrawn_version_with_a_clause_of_its_own(withdrawn: Path, tmp_path: Path) -> None:
    """Its pages are complete, and nothing leads to a history that there is not."""
    site = tmp_path / "site"
    shutil.copytree(withdrawn, site)
    edit_drafts(site, "Four.", ("  - id: changes\n", "  - id: more\n    text: More.\n  - id: changes\n"))
    released(site, "2026-05-01")
    done = run(
        site, "withdraw", "basic", "4.0", "--reason", "da=Fejl.", "--reason", "en=No.", "--yes", day="2026-05-02"
    )
    assert done.returncode == 0, done.stderr
    build_site(site, site / "site", as_of=dt.date(2026, 6, 1))
    assert "More." in (site / "site/en/basic/4.0/index.html").read_text(encoding="utf-8")
    assert not (site / "site/en/basic/clause/more").exists()


def test_a_language_that_came_later(withdrawn: Path, tmp_path: Path) -> None:
    """The versions before it are not in it, and every page says where they are."""
    site = tmp_path / "site"
    shutil.copytree(withdrawn, site)
    edit(site, "terms/basic.yml", ("languages: [da, en]", "languages: [da, en, nl]"))
    shutil.copytree(site / "terms/en", site / "terms/nl")
    for path in (site / "terms/nl/basic").glob("[0-9]*.yml"):
        path.unlink()
    edit_drafts(site, "Four.", ("almost", "nearly"))
    edit(site, "terms/nl/basic/draft.yml", ("almost", "bijna"), ("Three.", "Vier."))
    released(site, "2026-05-01")
    build_site(site, site / "site", as_of=dt.date(2026, 7, 1))
    assert sorted(path.name for path in (site / "site/nl/basic").iterdir() if path.is_dir()) == [
        "4.0",
        "clause",
        "compare",
        "history",
    ]
    old = (site / "site/en/basic/2.0/index.html").read_text(encoding="utf-8")
    assert 'href="../../../nl/basic/"' in old
    data = json.loads((site / "site/nl/basic/compare/comparison.json").read_text(encoding="utf-8"))
    assert data["elsewhere"] == ["1.0", "2.0", "2.1", "3.0"]
    before = build_site(site, site / "before", as_of=dt.date(2026, 4, 2))
    assert before.pages
    assert "is niet in deze taal" in (site / "before/nl/basic/index.html").read_text(encoding="utf-8")
