"""All pages together: no address twice, drafts only where they are asked for, every key explained."""

import datetime as dt
from pathlib import Path

from clausebook.model.reading import read_book
from clausebook.model.rule_forms import NoticeForm, TerminationForm
from clausebook.model.schema import ClauseForm, RecordForm, TextForm, VersionForm
from clausebook.model.values import Unit
from clausebook.pages.language_view import LanguageView
from clausebook.pages.page import Page
from clausebook.problems import Problems
from tests.sites import all_pages

ROOT = Path(__file__).parents[2]
LANGUAGES = ("nl", "fr", "en", "da")
DAY = dt.date(2026, 11, 21)


def pages(drafts: bool = False) -> list[Page]:
    book = read_book(ROOT, Problems())
    assert book
    days = dict.fromkeys(book.documents, DAY)
    views = [LanguageView(ROOT, book, language, LANGUAGES, days, drafts) for language in LANGUAGES]
    return [page for view in views for page in all_pages(view, "Example")]


def test_every_address_is_unique_and_has_its_alternates() -> None:
    made = pages()
    addresses = [page.address for page in made]
    assert len(set(addresses)) == len(addresses)
    for page in made:
        assert page.title
        assert page.description
        assert set(page.alternates) == set(LANGUAGES)
        assert page.alternates[page.language] == page.address
        assert set(page.alternates.values()) <= set(addresses)
        assert page.canonical in addresses


def test_drafts_have_pages_in_a_preview_only_and_say_so() -> None:
    assert not [page for page in pages() if "/draft/" in page.address]
    drafts = [page for page in pages(drafts=True) if page.address.endswith("/draft/")]
    assert len(drafts) == 3 * len(LANGUAGES)
    assert all("cb-badge--unpublished" in page.html and not page.indexed for page in drafts)


def test_every_key_is_in_the_format_reference() -> None:
    text = (ROOT / "docs" / "format.md").read_text(encoding="utf-8")
    for form in (RecordForm, VersionForm, NoticeForm, TerminationForm, TextForm, ClauseForm):
        for name, field in form.model_fields.items():
            assert f"`{field.alias or name}`" in text, f"{form.__name__}: {name}"
    for key in (*Unit, "amount", "percent", "number", "time", "from", "date", "text"):
        assert f"{key}:" in text or f"`{key}`" in text, key
