"""What is sealed with a version holds for ever: no later head, locale data, catalogue or other document changes what it prints."""

import datetime as dt
import hashlib
import json
import re
from pathlib import Path

import pytest

from clausebook.languages import registry
from clausebook.model import plaintext, wording
from clausebook.model.document import Book
from clausebook.model.plaintext import head_of, plain_text
from clausebook.model.reading import read_book
from clausebook.model.wording import Wording
from clausebook.pages import html_words
from clausebook.pages.data import DataMaker
from clausebook.pages.language_view import LanguageView
from clausebook.pages.terms import TermsWriter
from clausebook.problems import Problems
from tests.releases.life import RECORD, edit, edit_drafts, new_site, released, run
from tests.sites import BASE, write_site

DAY = dt.date(2026, 5, 1)
OTHER = {
    "terms/other.yml": RECORD.partition("versions:")[0] + "versions: []\n",
    "terms/en/other/draft.yml": BASE["terms/en/basic/draft.yml"].replace("title: Basic terms", "title: Other terms"),
    "terms/da/other/draft.yml": BASE["terms/da/basic/draft.yml"].replace("title: Basisvilkår", "title: Andre vilkår"),
}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """Version 2.0 names another document and a clause of it."""
    site = new_site(tmp_path)
    write_site(site, {"terms/basic.yml": RECORD, **OTHER})
    edit_drafts(site, "Two.", ("{fee}", "{fee} (see {clause:other/changes} of {document:other})"))
    released(site, "2026-01-01")
    return site


def book_of(site: Path) -> Book:
    problems = Problems()
    book = read_book(site, problems)
    assert [str(problem) for problem in problems] == []
    assert book
    return book


def printed(site: Path, version: str = "2.0", language: str = "en") -> str:
    document = book_of(site).documents["basic"]
    found = document.version(version)
    assert found
    return plain_text(Wording(found, language), head_of(document, found, language))


def test_sha256sum_of_the_text_is_all_that_is_needed(site: Path) -> None:
    assert run(site, "build", day="2026-05-01").returncode == 0
    record = (site / "terms/basic.yml").read_text(encoding="utf-8")
    for language in ("da", "en"):
        data = (site / f"site/data/basic/2.0/{language}.txt").read_bytes()
        assert data.decode() == printed(site, language=language)
        digest = hashlib.sha256(data).hexdigest()
        assert f"      {language}: sha256:{digest}\n" in record
        page = (site / f"site/{language}/basic/2.0/index.html").read_text(encoding="utf-8")
        assert digest in page
        assert f'href="../../../data/basic/2.0/{language}.txt"' in page


def test_a_later_head_leaves_earlier_versions_as_they_are(site: Path) -> None:
    before = {version: printed(site, version) for version in ("1.0", "2.0")}
    edit(
        site,
        "terms/basic.yml",
        ("law: DK\nauthoritative: da", "law: BE\nauthoritative: en"),
        (
            'timezone: Europe/Copenhagen\nnumbering: ["1", "1.1", "(a)"]\nnotice: {days: 45',
            'timezone: America/New_York\nnumbering: ["I", "(a)", "1"]\nnotice: {days: 10',
        ),
        (
            "termination: {within: {days: 30}, from: effective}\nvalues",
            "termination: {within: {days: 5}, from: announced}\nvalues",
        ),
    )
    assert {version: printed(site, version) for version in ("1.0", "2.0")} == before
    edit_drafts(site, "Three.", ("{fee} (see", "exactly {fee} (see"))
    released(site, "2026-06-01")
    assert {version: printed(site, version) for version in ("1.0", "2.0")} == before
    third = printed(site, "3.0")
    assert "Governing law: Belgium.\nThe English text prevails over its translations." in third
    assert "I Payment\n\n(a) The fee" in third
    book = book_of(site)
    maker = DataMaker(site, book, dict.fromkeys(book.documents, dt.date(2026, 8, 1)), book.languages)
    told = {version["version"]: version for version in maker.document(book.documents["basic"])["versions"]}
    assert [(told[name]["law"], told[name]["authoritative"], told[name]["timezone"]) for name in ("2.0", "3.0")] == [
        ("DK", ["da"], "Europe/Copenhagen"),
        ("BE", ["en"], "America/New_York"),
    ]
    assert [told[name]["notice"]["days"] for name in ("2.0", "3.0")] == [45, 10]
    assert [told[name]["termination"]["within"]["days"] for name in ("2.0", "3.0")] == [30, 5]
    assert run(site, "build", day="2026-07-01").returncode == 0
    old = (site / "site/en/basic/2.0/index.html").read_text(encoding="utf-8")
    assert "Governing law: Denmark." in old
    assert "This is a translation; the Danish text prevails." in old
    assert '<span class="cb-number">1.1</span>' in old


def files_and_text(site: Path) -> list[str]:
    """The data of version 2.0 in English, and what its page shows of it: facts, summary, clauses and what was sealed."""
    book = book_of(site)
    days = dict.fromkeys(book.documents, DAY)
    made = [file.text for file in DataMaker(site, book, days, ("en",)).make() if "/2.0/" in file.address]
    view = LanguageView(site, book, "en", book.languages, days)
    document = book.documents["basic"]
    page = TermsWriter(view, document).page(document.versions[-1]).html
    shown = [re.findall(pattern, page, re.DOTALL) for pattern in SHOWN]
    assert all(shown)
    # When a wording began is told by the site, in words of the day.
    return [*made, *(re.sub('<p class="cb-since".*?</p>', "", part) for parts in shown for part in parts)]


SHOWN = (
    "<h1>.*?</h1>",
    '<p class="cb-facts">.*?</p>',
    '<details class="cb-summary">.*?</details>',
    '<div class="cb-terms".*<section class="cb-proof"',
    '<section class="cb-proof".*?<p>(.*?)</p>',
)


def test_other_formatting_changes_nothing_that_was_published(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As another Babel, CLDR or catalogue would: every value, day, country and word of a head prints otherwise."""
    before = files_and_text(site)
    monkeypatch.setattr(wording, "format_value", lambda value, language: "changed")
    monkeypatch.setattr(plaintext, "head_lines", lambda document, version, language: {"law": "changed"})
    monkeypatch.setattr(html_words, "format_day", lambda day, language: "changed")
    registry.forget()
    try:
        assert files_and_text(site) == before
    finally:
        registry.forget()


def test_references_to_other_documents_print_as_on_the_day_of_the_release(site: Path) -> None:
    assert "DKK\u00a0125 (see 2 of Other terms)" in printed(site)
    text = site / "terms/en/other/draft.yml"
    changed = text.read_text(encoding="utf-8").replace("title: Other terms", "title: Renamed terms")
    text.write_text(changed, encoding="utf-8")
    assert "DKK\u00a0125 (see 2 of Other terms)" in printed(site)


TAMPERED = {
    "a printed value": (r"(en: \{fee: )\"DKK.125\"", r'\1"DKK 120"', "chain-broken"),
    "a line of the head": (r"Governing law: Denmark", "Governing law: Belgium", "chain-broken"),
    "the law": (r"    law: DK\n    auth", "    law: BE\n    auth", "chain-broken"),
    "the digest of a text": (r"(    texts:\n      da: sha256:)\w", r"\g<1>z", "bad-digest"),
}


@pytest.mark.parametrize("case", TAMPERED)
def test_what_is_fixed_is_sealed(site: Path, case: str) -> None:
    pattern, other, code = TAMPERED[case]
    record = site / "terms/basic.yml"
    text = record.read_text(encoding="utf-8")
    changed, count = re.subn(pattern, other, text)
    assert count
    record.write_text(changed, encoding="utf-8")
    assert code in run(site, "check").stdout


def resealed(site: Path, pattern: str, other: str) -> None:
    """Change the record and compute its seals anew, as a forger would."""
    from clausebook.model.seals import chain
    from clausebook.source import read_yaml

    record = site / "terms/basic.yml"
    text, count = re.subn(pattern, other, record.read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert count
    record.write_text(text, encoding="utf-8")
    node, previous = read_yaml(site, "terms/basic.yml", Problems()), ""
    for entry in node.plain()["versions"] if node else []:
        seal = chain(entry, previous)
        text = text.replace(entry["chain"], seal)
        previous = seal
    record.write_text(text, encoding="utf-8")


INCOMPLETE = {
    "without its law": (
        r"^    law: DK\n",
        "",
        "seal-incomplete: the sealed entry of version 1.0 does not say its own law",
    ),
    "without a text": (
        r"^    texts:\n      da: .*\n",
        "    texts:\n",
        "seal-incomplete: the sealed entry of version 1.0 does not say its own texts.da",
    ),
    "without a printed value": (
        r"en: \{fee: [^,]*, ",
        "en: {",
        "seal-incomplete: the entry of version 1.0 does not say what 'fee' prints in “en”",
    ),
    "with another print": (
        "DKK.100",
        "DKK 1",
        "print-changed: version 1.0 in “en” no longer prints the text that was sealed",
    ),
}


@pytest.mark.parametrize("case", INCOMPLETE)
def test_an_entry_that_is_not_complete_is_refused_even_when_sealed(site: Path, case: str) -> None:
    pattern, other, said = INCOMPLETE[case]
    resealed(site, pattern, other)
    assert said in run(site, "check").stdout


def test_the_form_of_data_holds_for_sealed_versions(site: Path) -> None:
    from jsonschema import Draft202012Validator

    assert run(site, "build", day="2026-05-01").returncode == 0
    schema = Draft202012Validator(json.loads((site / "site/data/schema.json").read_text(encoding="utf-8")))
    paths = [path for path in (site / "site/data").rglob("*.json") if path.name != "schema.json"]
    assert len(paths) > 5
    for path in paths:
        assert list(schema.iter_errors(json.loads(path.read_text(encoding="utf-8")))) == []
