"""Groups and clauses with days of their own: each is told its own on pages, in feeds, in the calendar, in comparisons and in data."""

import datetime as dt
import json
import re
from pathlib import Path

import pytest

from clausebook.model.document import Book
from clausebook.model.reading import read_book
from clausebook.pages.calendars import calendar
from clausebook.pages.comparisons import comparison_data
from clausebook.pages.feeds import feed
from clausebook.pages.language_view import LanguageView
from clausebook.pages.library import document_pages
from clausebook.pages.page import Page
from clausebook.problems import Problems
from tests.releases.life import edit, edit_drafts, new_site, released, run, write_notes
from tests.sites import archive_pages

GROUPS = "groups: {consumers: {name: {da: forbrugere, en: consumers}}, resellers: {name: {da: forhandlere, en: resellers}}}\n"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """2.0 from 1 March 2026, for consumers from 1 April; its clause on changes, for resellers only, from 1 June."""
    root = new_site(tmp_path_factory.mktemp("own-days"))
    edit(root, "terms/basic.yml", ("values:\n  fee: {amount: 125", f"{GROUPS}values:\n  fee: {{amount: 125"))
    edit_drafts(root, "Two.", ("{fee}", "exactly {fee}"))
    edit(root, "terms/da/basic/draft.yml", ("Ændringer varsles", "Alle ændringer varsles"))
    edit(root, "terms/en/basic/draft.yml", ("Changes are announced", "All changes are announced"))
    for language, title in (("da", "Ændringer"), ("en", "Changes")):
        edit(root, f"terms/{language}/basic/draft.yml", (f"title: {title}", f"title: {title}\n    only: [resellers]"))
    write_notes(root, "fee", "Why.")
    write_notes(root, "changes", "Why.")
    days = (
        "--effective",
        "2026-03-01",
        "--effective-for",
        "consumers=2026-04-01",
        "--clause-from",
        "changes=2026-06-01",
    )
    released(root, "2026-01-01", *days, "--substantial")
    return root


def read(root: Path) -> Book:
    problems = Problems()
    book = read_book(root, problems)
    assert [str(problem) for problem in problems] == []
    assert book
    return book


def view_on(site: Path, day: str, language: str = "en") -> LanguageView:
    return LanguageView(
        site,
        read(site),
        language,
        ("en", "da"),
        {"basic": dt.date.fromisoformat(day)},
        root_url="https://small.example.com/",
    )


def pages_on(site: Path, day: str, language: str = "en") -> dict[str, Page]:
    view = view_on(site, day, language)
    document = view.book.documents["basic"]
    return {page.address: page for page in (*document_pages(view, document), *archive_pages(view, document))}


def words_of(html: str) -> str:
    """What a reader sees; what the script would show later is left out."""
    shown = re.sub(r'<span data-cb-from="[^"]*" data-cb-zone="[^"]*" hidden>.*?</span>', "", html)
    blocks = re.sub(r"</?(?:p|dd|dt|div|li|h\d|section)\b[^>]*>", " ", shown)
    return " ".join(re.sub(r"<[^>]*>", "", blocks).split())


def test_the_pages_of_the_terms(site: Path) -> None:
    pages = pages_on(site, "2026-03-15")
    terms = words_of(pages["en/basic/2.0/"].html)
    assert "For consumers from 1 April 2026. Clause 2 applies from 1 June 2026." in terms
    assert "For resellers only. All changes are announced 45 days ahead." in terms
    assert "This wording applies from 1 June 2026. Until then the wording of version 1.0 applies." in terms
    assert '<a href="../1.0/#changes">version 1.0</a>' in pages["en/basic/2.0/"].html
    assert 'data-cb-from="2026-06-01"' in pages["en/basic/2.0/"].html
    assert "In this wording from 1 June 2026" in terms
    late = words_of(pages_on(site, "2026-06-01")["en/basic/2.0/"].html)
    assert "This wording" not in late
    assert "In this wording since 1 June 2026" in late
    danish = words_of(pages_on(site, "2026-03-15", "da")["da/basic/2.0/"].html)
    assert "Denne ordlyd gælder fra den 1. juni 2026. Indtil da gælder ordlyden i version 1.0." in danish
    assert "Kun for forhandlere." in danish


def test_the_page_of_the_update(site: Path) -> None:
    pages = pages_on(site, "2026-01-15")
    update = words_of(pages["en/basic/2.0/changes/"].html)
    assert "If you do nothing, this version applies to you from 1 March 2026." in update
    assert "For consumers: If you do nothing, this version applies to you from 1 April 2026." in update
    assert "This change applies from 1 June 2026." in update
    history = words_of(pages["en/basic/history/"].html)
    assert "For consumers 1 April 2026" in history
    assert "Clause 2 applies from 1 June 2026." in history


def test_the_wordings_of_a_clause(site: Path) -> None:
    early = words_of(pages_on(site, "2026-03-15")["en/basic/clause/changes/"].html)
    assert "Wording of version 2.0 In force from 1 June 2026" in early
    assert "In force from 1 January 2020 to 31 May 2026." in early
    assert "Wording of version 1.0 In force until 31 May 2026" in early
    other = words_of(pages_on(site, "2026-03-15")["en/basic/clause/fee/"].html)
    assert "In force from 1 January 2020 to 28 February 2026." in other


def test_a_wording_that_another_one_forestalls(tmp_path: Path) -> None:
    """2.0 puts its clause off to June; 3.0, from April, changes the clause again: then the wording of 2.0 never applies."""
    root = new_site(tmp_path)
    for version, (day, effective), options in (
        ("Two", ("2026-01-01", "2026-03-01"), ("--clause-from", "changes=2026-06-01")),
        ("Three", ("2026-01-02", "2026-04-01"), ()),
    ):
        edit_drafts(root, f"{version}.")
        edit(root, "terms/da/basic/draft.yml", ("{notice} forud.", f"{{notice}} forud. {version}."))
        edit(root, "terms/en/basic/draft.yml", ("{notice} ahead.", f"{{notice}} ahead. {version}."))
        released(root, day, "--effective", effective, *options)
    for day in ("2026-02-01", "2026-03-15", "2026-07-01"):
        clause = words_of(pages_on(root, day)["en/basic/clause/changes/"].html)
        assert "Wording of version 2.0 Never in force This wording is never in force." in clause
        assert "In force from 1 January 2020 to 31 March 2026." in clause
        assert "In force from 1 April 2026." in clause


def test_an_announcement_of_which_nobody_knows_the_day(tmp_path: Path) -> None:
    """An imported history may lack the day: every page says so, and none tells a day in its place."""
    root = new_site(tmp_path)
    for language in ("da", "en"):
        text = (root / f"terms/{language}/basic/1.0.yml").read_text(encoding="utf-8")
        (root / f"terms/{language}/basic/2.0.yml").write_text(text, encoding="utf-8")
        edit(root, f"terms/{language}/basic/2.0.yml", ("{fee}", "exactly {fee}"))
    record = root / "terms" / "basic.yml"
    entry = '  - version: "2.0"\n    kind: amendment\n    announced: unknown\n    effective: 2021-05-01\n'
    values = "    values: {fee: {amount: 100, currency: DKK}, notice: {days: 45}}\n"
    record.write_text(record.read_text(encoding="utf-8") + entry + values, encoding="utf-8")
    pages = pages_on(root, "2026-01-01")
    assert "In force since 1 May 2021. The day of the announcement is not known." in words_of(
        pages["en/basic/2.0/"].html
    )
    assert "Replaced on 1 May 2021 by version 2.0." in words_of(pages["en/basic/1.0/"].html)
    assert "Announced not known" in words_of(pages["en/basic/history/"].html)
    update = words_of(pages["en/basic/2.0/changes/"].html)
    assert "so its notice cannot be told" in update
    assert "datePublished" not in pages["en/basic/2.0/"].linked
    view = view_on(root, "2026-01-01")
    atom = feed(view, view.book.documents["basic"], "Small").text
    assert "basic/2.0/in-force/en" in atom
    assert "basic/2.0/announced" not in atom
    assert "the day of the announcement is not known" in atom
    for address, page in pages.items():
        assert not re.search(r"nnounced on 1 May 2021", words_of(page.html)), address


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2026-03-01", ["announced", "in-force"]),
        ("2026-04-01", ["announced", "in-force", "group-consumers"]),
        ("2026-06-01", ["announced", "in-force", "group-consumers", "clauses-2026-06-01"]),
    ],
)
def test_feeds_tell_each_day(site: Path, day: str, expected: list[str]) -> None:
    view = view_on(site, day)
    text = feed(view, view.book.documents["basic"], "Small").text
    names = re.findall(r"<id>tag:small.example.com,2026-01-01:basic/2.0/([^/]+)/en</id>", text)
    assert sorted(names) == sorted(expected)
    if "group-consumers" in expected:
        assert "<title>Basic terms, version 2.0: in force for consumers</title>" in text
    if "clauses-2026-06-01" in expected:
        assert "<title>Basic terms, version 2.0: clause 2 in force</title>" in text


def test_the_calendar_has_each_day(site: Path) -> None:
    lines = calendar(view_on(site, "2026-01-15"), "Small").text.replace("\r\n ", "").split("\r\n")
    starts = [line.partition(":")[2] for line in lines if line.startswith("DTSTART")]
    titles = [line.partition(":")[2] for line in lines if line.startswith("SUMMARY")]
    assert dict(zip(titles, starts, strict=True)) == {
        "Basic terms: version 2.0 takes effect": "20260301",
        "Basic terms: version 2.0 takes effect for consumers": "20260401",
        "Basic terms: clause 2 of version 2.0 takes effect": "20260601",
        "Basic terms: last day to terminate because of version 2.0": "20260331",
        "Basic terms: last day for consumers to terminate because of version 2.0": "20260501",
    }
    uids = [line for line in lines if line.startswith("UID")]
    assert len(set(uids)) == len(uids) == len(starts)


def test_the_status_tells_each_group_its_own(site: Path) -> None:
    lines = run(site, "status", day="2026-03-15").stdout
    assert "  in force: 2.0, since 1 March 2026\n  for consumers: 1.0\n" in lines
    assert "  2.0 takes effect for consumers on 1 April 2026 (in 17 days)\n" in lines
    assert "  2.0 takes effect in changes on 1 June 2026 (in 78 days)\n" in lines
    (status,) = json.loads(run(site, "status", "--format", "json", day="2026-03-15").stdout)["documents"]
    assert status["in_force_for_groups"] == {"consumers": "1.0"}
    assert [(own["day"], own["group"], own["clauses"]) for own in status["own_days"]] == [
        ("2026-04-01", "consumers", []),
        ("2026-06-01", None, ["changes"]),
    ]
    later = run(site, "status", day="2026-06-01").stdout
    assert "takes effect" not in later
    assert "for consumers" not in later


def test_what_changed_since_a_group_signed(site: Path) -> None:
    view = view_on(site, "2026-03-15")
    document = view.book.documents["basic"]
    data = comparison_data(view, document)
    version = data["versions"][1]
    assert version["groups"] == {"consumers": "2026-04-01"}
    assert "announced" not in version
    assert "from 1 April 2026 version 2.0 applies" in words_of(version["announcedFor"]["consumers"])
    (changed,) = (row for row in data["changes"] if row["new"] == "changes")
    assert any("This change applies from" in str(remark) for remark in changed["remarks"])
    page = pages_on(site, "2026-03-15")["en/basic/compare/"].html
    assert '<input type="radio" name="customer" value="group-consumers">' in page
    assert "in the group: consumers" in page
    choices = re.findall(r'<select name="since-group-consumers">(.*?)</select>', page)[0]
    assert re.findall(r'value="([^"]+)" data-cb-start="([^"]+)"', choices) == [
        ("2.0", "2026-04-01"),
        ("1.0", "2020-01-01"),
    ]


def test_a_clause_for_some_groups_is_sealed_with_their_names(site: Path) -> None:
    version = read(site).documents["basic"].versions[1]
    assert {code: fixed.words["only:resellers"] for code, fixed in version.printed.items()} == {
        "da": "Kun for forhandlere.", "en": "For resellers only.",
    }  # fmt: skip
    record = site / "terms" / "basic.yml"
    text = record.read_text(encoding="utf-8")
    record.write_text(text.replace("en: resellers}}}", "en: dealers}}}", 1), encoding="utf-8")
    try:
        assert read(site).documents["basic"].versions[1].printed["en"].words["only:resellers"] == "For resellers only."
    finally:
        record.write_text(text, encoding="utf-8")
