"""The notice to customers: whole in every language and form, the same bytes each time, and never markup from a text."""

import base64
import datetime as dt
import email
import html
import json
import re
from collections.abc import Iterator
from email import policy
from email.message import EmailMessage
from functools import cache
from hashlib import sha256
from pathlib import Path

import icalendar
import jsonschema
import pytest
from click.testing import CliRunner, Result

from clausebook.cli import main
from clausebook.model.document import Book, Version
from clausebook.model.reading import read_book
from clausebook.pages.language_view import LanguageView
from clausebook.pages.library import page_at
from clausebook.problems import Problems
from clausebook.reports.mail import message
from clausebook.reports.notice import Notice, silence
from clausebook.reports.notice_json import as_json
from clausebook.site.hypertext import Hypertext
from tests.site.test_compare_cases import document_of, made

ROOT = Path(__file__).parents[2]
SCHEMA = json.loads((ROOT / "clausebook" / "schemas" / "notice.schema.json").read_text(encoding="utf-8"))
URL = "https://terms.example.com/"
DATES = {"nl": "15 januari 2027", "fr": "15 janvier 2027", "en": "15 January 2027", "da": "15. januar 2027"}
LAST = {"nl": "14 februari 2027", "fr": "14 février 2027", "en": "14 February 2027", "da": "14. februar 2027"}
PERIODS = {
    "nl": "30 dagen in plaats van 8 dagen.",
    "fr": "30\u00a0jours au lieu de 8\u00a0jours.",
    "en": "30 days instead of 8 days.",
    "da": "30 dage i stedet for 8 dage.",
}
QUESTIONS = {
    "nl": ("Wat verandert er?", "Vanaf wanneer?", "Wat kan ik doen?", "Moet ik iets doen?"),
    "fr": (
        "Qu’est-ce qui change\u202f?", "À partir de quand\u202f?", "Que puis-je faire\u202f?", "Dois-je faire quelque chose\u202f?"
    ),
    "en": ("What changes?", "From when?", "What can I do?", "Do I need to act?"),
    "da": ("Hvad ændres?", "Fra hvornår gælder det?", "Hvad kan jeg gøre?", "Skal jeg gøre noget?"),
}  # fmt: skip


@cache
def book() -> Book:
    found = read_book(ROOT, Problems())
    assert found
    return found


def of(document: str, version: str, language: str, day: dt.date | None = None) -> Notice:
    """A notice of the example, on the day of its announcement unless another is asked for."""
    one = book().documents[document]
    found = one.version(version)
    assert found
    days = dict.fromkeys(book().documents, day or found.announced)
    view = LanguageView(ROOT, book(), language, book().languages, days, root_url=URL)
    return Notice(view, one, found, "Example Hosting Terms")


def versions() -> Iterator[tuple[str, Version]]:
    for name, document in book().documents.items():
        for version in document.versions:
            yield name, version


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["-C", str(ROOT), "notice", *arguments])


def parse(data: bytes) -> EmailMessage:
    found = email.message_from_bytes(data, policy=policy.default)
    assert isinstance(found, EmailMessage)
    return found


@pytest.mark.parametrize("language", DATES)
def test_a_whole_message(language: str) -> None:
    notice = of("subscription", "6.0", language)
    data = message(notice)
    assert data == message(of("subscription", "6.0", language)), "the same bytes each time"
    assert all(len(line) <= 998 for line in data.split(b"\r\n")), "RFC 5322, 2.1.1"
    assert not re.search(rb"[^\r]\n|\r[^\n]", data), "every line ends as lines of mail do"
    mail = parse(data)
    assert not any(part.defects for part in mail.walk())
    assert [part.get_content_type() for part in mail.walk()] == [
        "multipart/mixed", "multipart/alternative", "text/plain", "text/html",
        "text/plain", "text/html", "text/plain", "text/html", "text/calendar",
    ]  # fmt: skip
    assert str(mail["Subject"]) == notice.subject
    assert DATES[language] in notice.subject
    assert mail["Date"].datetime.date().isoformat() == "2026-11-16"
    assert str(mail["From"]) == "Example Hosting ApS <legal@example.com>"
    assert mail["Content-Language"] == language
    assert not {"To", "List-Unsubscribe", "Message-ID"} & set(mail.keys()), "the sender's to add"
    plain, rich = mail.get_body(("plain",)), mail.get_body(("html",))
    assert plain
    assert rich
    said = Hypertext.of(rich.get_content())
    assert not said.blocked - {"a style sheet that stands in the page"}
    sealed = notice.version.text_digests[language].removeprefix("sha256:")
    files = {part.get_filename(): part.get_content() for part in mail.iter_attachments()}
    for text in (plain.get_content(), rich.get_content()):
        for wanted in (*QUESTIONS[language], DATES[language], LAST[language], PERIODS[language], sealed, *files):
            assert wanted in text, wanted
        assert f"{URL}{language}/subscription/6.0/changes/#change-switching" in text
        assert f"{URL}data/subscription/6.0/{language}.txt" in text
        assert "Example Hosting ApS" in text
        assert "legal@example.com" in text
    assert "<" not in plain.get_content()
    assert not re.search(r"&[a-z]+;|&#", plain.get_content())


@pytest.mark.parametrize("language", DATES)
def test_the_files_that_a_customer_keeps(language: str) -> None:
    notice, name = of("subscription", "6.0", language), f"subscription-6.0-{language}"
    files = {file.name: file.data for file in notice.files}
    assert list(files) == [
        f"{name}.txt", f"{name}.html", f"{name}-changes.txt", f"{name}-changes.html", f"{name}.ics"
    ]  # fmt: skip
    sealed = notice.version.text_digests[language].removeprefix("sha256:")
    assert sha256(files[f"{name}.txt"]).hexdigest() == sealed == notice.digest
    mail = parse(message(notice))
    kept = {part.get_filename(): part.get_payload(decode=True) for part in mail.iter_attachments()}
    assert kept == files, "to the last byte, or the fingerprint would be another"
    whole = files[f"{name}.html"].decode()
    for clause in notice.view.edition(notice.version).walk():
        assert f'id="{clause.id}"' in whole
        assert not clause.title or clause.title.replace("'", "&#39;") in whole
    assert sealed in whole
    said = Hypertext.of(whole)
    assert not said.blocked - {"a style sheet that stands in the page"}
    anchors = set(re.findall(r'href="#([^"]+)"', whole))
    assert anchors
    assert anchors <= {clause.id for clause in notice.view.edition(notice.version).walk()}
    assert "<ins>" in files[f"{name}-changes.html"].decode()
    assert "{+" in files[f"{name}-changes.txt"].decode()
    days = icalendar.Calendar.from_ical(files[f"{name}.ics"].decode())
    assert {str(event.decoded("DTSTART")) for event in days.walk("VEVENT")} == {
        "2027-01-15",
        "2026-12-01",
        "2027-02-14",
    }


def test_what_is_told_is_true_on_the_day_on_which_it_is_told() -> None:
    before = of("subscription", "6.0", "en").text()
    between = of("subscription", "6.0", "en", dt.date(2027, 1, 15)).text()
    after = of("subscription", "6.0", "en", dt.date(2027, 2, 15)).text()
    assert "If you do nothing, this version applies to you from 15 January 2027." in before
    assert "Not if you accept the change." in before
    assert "you can terminate up to and including 14 February 2027" in between
    assert "This version took effect on 15 January 2027." in between
    assert of("subscription", "6.0", "en", dt.date(2027, 2, 14)).text() == between, "the last day is inclusive"
    assert "you could terminate up to and including 14 February 2027" in after
    assert "No. The time to terminate because of it ended on 14 February 2027." in after
    assert not re.search("Not if|you can terminate|If you do", after)


@pytest.mark.parametrize("language", DATES)
def test_no_right_is_claimed_that_an_amendment_does_not_open(language: str) -> None:
    for name, version in versions():
        notice = of(name, version.name, language)
        if silence(notice.document, version, version.announced) or language not in version.editions:
            continue
        opened = notice.document.right_of(version) is not None
        told = {answer.name: answer.on(notice.day) for answer in notice.answers(notice.view.text)}
        words = notice.view.text
        assert (words("This amendment opens no additional right to terminate.") in told["what-can-i-do"]) != opened
        assert (words("Not if you accept the change.") in told["need-i-act"]) == opened
        assert all(item.alteration.note for item in notice.items(words) if item.alteration.values)


def test_the_page_of_the_update_gives_the_same_answers() -> None:
    """The notice and the page ask one source: the words differ in links alone."""
    for language in DATES:
        notice = of("subscription", "6.0", language)
        page = page_at(notice.view, f"{language}/subscription/6.0/changes/", "Example")
        assert page
        place = 0
        for answer in notice.answers(notice.view.text):
            for sentence in (answer.question, *answer.on(notice.day)):
                plain = re.sub(r"<span[^>]* hidden>.*?</span>", "", page.html)
                found = html.unescape(re.sub(r"<[^>]+>", "", plain)).find(sentence, place)
                assert found >= place, sentence
                place = found
        assert PERIODS[language] in page.html
        assert page.html.index("cb-answers") < page.html.index('id="changes"') < page.html.index("cb-redline")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["subscription", "1.0"], "is the first version"),
        (["subscription", "3.1"], "is a correction"),
        (["consulting", "1.0", "--format", "mail"], "is the first version"),
    ],
)
def test_silence_where_there_is_nothing_to_say(arguments: list[str], said: str) -> None:
    done = run(*arguments)
    assert done.exit_code == 0
    assert done.stdout == ""
    assert done.stderr.startswith(f"no notice: {arguments[0]} {arguments[1]} {said}")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["subscription", "9.0"], "has no version “9.0”"),
        (["nothing", "1.0"], "no document"),
        (["subscription", "6.0", "--language", "sv"], "not published in “sv”"),
        (["subscription", "6.0", "--withdrawal"], "is not withdrawn"),
    ],
)
def test_wrong_usage(arguments: list[str], said: str) -> None:
    done = run(*arguments)
    assert done.exit_code == 2
    assert said in done.stderr


def test_json_for_a_mail_merge() -> None:
    notices = [of("subscription", "6.0", language) for language in DATES]
    told = json.loads(as_json(notices))
    jsonschema.validate(told, SCHEMA)
    assert (told["effective"], told["effective_new"]) == ("2027-01-15", "2026-12-01")
    assert told["last_day_to_terminate"] == "2027-02-14"
    assert set(told["languages"]) == set(DATES)
    for notice in notices:
        one = told["languages"][notice.view.language]
        assert one["text"] == notice.text(notice.files)
        assert list(one["answers"]) == ["from-when", "what-can-i-do", "need-i-act"]
        assert not re.search("<[a-z]", json.dumps({**one, "html": ""}))
        (period,) = [change for change in one["changes"] if change["id"] == "deletion-period"]
        (pair,) = period["values"]
        assert period["lines"] == [PERIODS[notice.view.language]]
        assert pair["old"] in PERIODS[notice.view.language]
        assert period["why"]
        for file, kept in zip(one["attachments"], notice.files, strict=True):
            assert base64.b64decode(file["base64"]) == kept.data
            assert sha256(kept.data).hexdigest() == file["sha256"]
    done = run("subscription", "6.0", "--format", "json", "--as-of", "2026-11-16")
    assert json.loads(done.stdout)["languages"] == told["languages"], "all languages unless one is asked for"


def test_a_changed_address_of_a_link_is_in_the_notice() -> None:
    """In text, HTML and the redline that is attached, in every language."""
    for language in DATES:
        document = document_of(made("link-address-small", language), language)
        view = LanguageView(ROOT, Book({"cases": document}), language, (language,), {"cases": dt.date(2026, 11, 21)})
        told = Notice(view, document, document.versions[1], "Terms")
        redlines = [file.data.decode() for file in told.files if "changes" in file.name]
        for form in (told.text(), told.html(), *redlines):
            assert "https://a.example/1 → https://a.example/2" in form, form
        assert told.text().endswith("\nTerms\n"), "without a publisher, the site's name stands below"
