"""A release of what legislation and contracts need of structure: sealed, on pages, in data, in a correction."""

import datetime as dt
import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from clausebook.model.document import Book
from clausebook.model.plaintext import fingerprint
from clausebook.model.reading import read_book
from clausebook.model.wording import Wording
from clausebook.pages.data import DataMaker
from clausebook.pages.language_view import LanguageView
from clausebook.pages.library import document_pages
from clausebook.problems import Problems
from tests.releases.life import edit, released, run
from tests.sites import archive_pages
from tests.structured import WORDS, structured_site

DAY = dt.date(2026, 3, 1)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Both versions of the structured site, released."""
    root = structured_site(tmp_path_factory.mktemp("structured"))
    released(root, "2026-01-01")
    return root


def read(root: Path) -> Book:
    problems = Problems()
    book = read_book(root, problems)
    assert [str(problem) for problem in problems] == []
    assert book
    return book


def test_the_word_for_a_repealed_clause_is_sealed(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    document = read(site).documents["basic"]
    version = document.versions[1]
    assert {code: fixed.words["word:repealed"] for code, fixed in version.printed.items()} == {
        "da": "(ophævet)", "en": "(repealed)", "fr": "(abrogé)",
    }  # fmt: skip
    assert (version.regime.prevailing, version.regime.courtesy) == (("da", "en"), ("fr",)) if version.regime else False
    entry = (site / "terms" / "basic.yml").read_text(encoding="utf-8").partition('version: "2.0"')[2]
    assert "authoritative: [da, en]\n    courtesy: [fr]\n" in entry
    before = fingerprint(document, version, Wording(version, "en"))
    monkeypatch.setattr("clausebook.model.wording._WORDS", {"repealed": "(deleted)"})
    later = read(site).documents["basic"]
    assert fingerprint(later, later.versions[1], Wording(later.versions[1], "en")) == before


def test_pages_tell_it(site: Path) -> None:
    book = read(site)
    document = book.documents["basic"]
    pages = {}
    for language in ("da", "en", "fr"):
        view = LanguageView(site, book, language, ("fr", "en", "da"), {"basic": DAY})
        made = [*document_pages(view, document), *archive_pages(view, document)]
        pages.update({page.address: page for page in made})
    terms = pages["en/basic/2.0/"]
    assert terms.html.index('id="address"') < terms.html.index('id="customer"') < terms.html.index('id="order"')
    assert 'class="cb-clause cb-clause--1 cb-clause--repealed"' in terms.html
    assert "<p>(repealed)</p>" in terms.html
    assert '<p class="cb-in-short-label">In short (does not bind)</p>' in terms.html
    assert [entry.title for entry in terms.toc] == [
        "1 Definitions",
        "2 Payment (repealed)",
        "2B (repealed)",
        "9 Changes",
    ]
    assert "equally authentic" in terms.html
    assert "Read the prevailing text" not in terms.html
    french = pages["fr/basic/2.0/"].html
    assert (
        '<aside class="cb-notice cb-notice--old"><p><strong>Traduction de courtoisie, sans valeur contractuelle'
        in french
    )
    assert 'hreflang="da"' in french
    changes = pages["en/basic/2.0/changes/"].html
    assert '<span class="cb-kind cb-kind--repealed">Repealed</span>' in changes
    assert "Reworded" in changes
    assert "Translation corrected" not in changes
    assert changes.index('<section class="cb-change" id="change-order"') > 0
    clause = pages["da/basic/clause/late/"].html
    assert "Kort fortalt (ikke bindende)" in clause
    assert "2A" in clause


def test_data_tell_it(site: Path) -> None:
    book = read(site)
    maker = DataMaker(site, book, {"basic": DAY}, book.languages, "https://small.example.com/")
    made = {data.address: data.text for data in maker.make()}
    check = Draft202012Validator(json.loads(made["data/schema.json"]))
    for address, text in made.items():
        if address.endswith(".json") and address != "data/schema.json":
            assert not list(check.iter_errors(json.loads(text))), address
    version = json.loads(made["data/basic.json"])["versions"][1]
    assert (version["authoritative"], version["courtesy"]) == (["da", "en"], ["fr"])
    english, french = (json.loads(made[f"data/basic/2.0/{language}.json"]) for language in ("en", "fr"))
    assert (english["prevails"], english["binds"], french["prevails"], french["binds"]) == (True, True, False, False)
    by_id = {clause["id"]: clause for clause in english["clauses"]}
    assert (by_id["payment"]["repealed"], by_id["payment"]["text"]) == (True, "(repealed)")
    assert (by_id["late"]["number"], by_id["late"]["in_short"]) == ("2A", "Pay late, pay more.")
    assert [clause["id"] for clause in by_id["definitions"]["clauses"]] == ["address", "customer", "order"]


def test_what_is_said_in_short_is_mended_by_a_correction(tmp_path: Path) -> None:
    root = structured_site(tmp_path)
    released(root, "2026-01-01")
    for language, words in WORDS.items():
        draft = f"terms/{language}/basic/draft.yml"
        edit(root, draft, (words["second"], "Only this."))
        if language != "fr":
            edit(root, draft, (words["in-short"], f"{words['in-short']} *"))
    correction = ("release", "basic", "--announce", "2026-01-02", "--kind", "correction", "--yes")
    stale = run(root, *correction, day="2026-01-02")
    assert (
        "fr/basic/draft.yml:20:5: stale: the clause “late” changed in “da”, but not in “fr”"
        in stale.stdout + stale.stderr
    )
    edit(root, "terms/fr/basic/draft.yml", (WORDS["fr"]["in-short"], "Plus tard, plus cher."))
    done = run(root, *correction, day="2026-01-02")
    assert done.returncode == 0, done.stdout + done.stderr
    versions = read(root).documents["basic"].versions
    assert versions[-1].name == "2.1"
    assert versions[1].text_digests != versions[2].text_digests  # the heads differ, and nothing else
    assert versions[-1].editions["en"].by_id["late"].in_short.startswith("Pay late")


def test_a_correction_cannot_repeal(tmp_path: Path) -> None:
    root = structured_site(tmp_path)
    done = run(root, "release", "basic", "--announce", "2026-01-01", "--kind", "correction", "--yes", day="2026-01-01")
    assert done.returncode == 1
    told = done.stdout + done.stderr
    assert "correction-changes: a correction cannot change the structure: “payment” is repealed" in told
