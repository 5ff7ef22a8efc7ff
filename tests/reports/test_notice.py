"""The notice to customers: whole in every language and form, the same bytes each time, and never markup from a text."""

import datetime as dt
import email
import subprocess
import sys
from email import policy
from email.message import EmailMessage
from pathlib import Path

import icalendar
import pytest

from clausebook.model.document import Book
from clausebook.model.reading import read_book
from clausebook.pages.language_view import LanguageView
from clausebook.problems import Problems
from clausebook.reports.notice import Notice
from tests.site.test_compare_cases import document_of, made

ROOT = Path(__file__).parents[2]
DATES = {"nl": "15 januari 2027", "fr": "15 janvier 2027", "en": "15 January 2027", "da": "15. januar 2027"}
LAST = {"nl": "14 februari 2027", "fr": "14 février 2027", "en": "14 February 2027", "da": "14. februar 2027"}


def notice(*arguments: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "clausebook", "-C", str(ROOT), "notice", *arguments]
    return subprocess.run(command, capture_output=True, check=False)


def parse(data: bytes) -> EmailMessage:
    message = email.message_from_bytes(data, policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


@pytest.mark.parametrize("language", DATES)
def test_a_whole_message(language: str) -> None:
    done = notice("subscription", "6.0", "--language", language, "--format", "eml")
    assert done.returncode == 0, done.stderr
    message = parse(done.stdout)
    assert DATES[language] in message["Subject"]
    assert message["Date"].datetime.date().isoformat() == "2026-11-16"
    plain, html = message.get_body(("plain",)), message.get_body(("html",))
    assert plain
    assert html
    book = read_book(ROOT, Problems())
    version = book.documents["subscription"].version("6.0") if book else None
    assert version
    sealed = version.text_digests[language].removeprefix("sha256:")
    for part in (plain.get_content(), html.get_content()):
        assert DATES[language] in part
        assert LAST[language] in part
        assert f"https://terms.example.com/{language}/subscription/6.0/changes/#change-switching" in part
        assert f"https://terms.example.com/data/subscription/6.0/{language}.txt" in part
        assert sealed in part
    assert "<" not in plain.get_content()
    redline, days = message.iter_attachments()
    assert redline.get_filename() == f"subscription-6.0-{language}.html"
    assert "<ins>" in redline.get_content()
    found = icalendar.Calendar.from_ical(days.get_content())
    assert {str(event.decoded("DTSTART")) for event in found.walk("VEVENT")} == {
        "2027-01-15",
        "2026-12-01",
        "2027-02-14",
    }


def test_the_same_bytes_each_time() -> None:
    first, second = (notice("subscription", "6.0", "--format", "eml").stdout for _ in range(2))
    assert first == second


def test_corrections_and_first_versions() -> None:
    text = notice("subscription", "3.1", "--language", "en").stdout.decode()
    assert "it needs no notice" in text
    assert "terminate" not in text
    first = parse(notice("subscription", "1.0", "--format", "eml").stdout)
    assert [part.get_content_type() for part in first.iter_attachments()] == ["text/calendar"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["subscription", "9.0"], "has no version “9.0”"),
        (["nothing", "1.0"], "no document"),
        (["subscription", "6.0", "--language", "sv"], "not published in “sv”"),
    ],
)
def test_wrong_usage(arguments: list[str], said: str) -> None:
    done = notice(*arguments)
    assert done.returncode == 2
    assert said in done.stderr.decode()


def test_a_changed_address_of_a_link_is_in_the_notice() -> None:
    """In text, HTML and the redline that is attached, in every language."""
    for language in DATES:
        document = document_of(made("link-address-small", language), language)
        view = LanguageView(ROOT, Book({"cases": document}), language, (language,), {"cases": dt.date(2026, 11, 21)})
        told = Notice(view, document, document.versions[1], "Terms")
        for form in (told.text(), told.html(), told.message().decode()):
            unfolded = form.replace("=\r\n", "").replace("=E2=86=92", "→")
            assert "https://a.example/1 → https://a.example/2" in unfolded, form
