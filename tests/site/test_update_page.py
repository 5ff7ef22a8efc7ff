"""The page of an update: a customer's questions first, answered truly for every kind of version and on every day."""

import datetime as dt
import re
from pathlib import Path

import pytest

from clausebook.model.document import Book
from clausebook.model.reading import read_book
from clausebook.pages.language_view import LanguageView
from clausebook.pages.library import page_at
from clausebook.pages.update import Answer, answers
from clausebook.problems import Problems
from tests.site.test_says import record, texts, version
from tests.sites import write_site

SUBSTANTIAL = "kind: amendment\n    substantial: true"
WITHDRAWS = '  - withdraws: "2.0"\n    announced: 2026-01-20\n    reason: {da: Fejl., en: A mistake.}\n'
CORRECTED = version("2.1", "2026-01-10", "2026-03-01", "kind: correction")


def view(root: Path, entries: str, *numbers: str, day: dt.date, drafts: bool = False) -> LanguageView:
    write_site(root, {"terms/basic.yml": record(entries), **texts(*numbers)})
    book = read_book(root, Problems())
    assert isinstance(book, Book)
    return LanguageView(root, book, "en", ("en", "da"), {"basic": day}, drafts)


def told(here: LanguageView, name: str) -> dict[str, str]:
    """The answers of a page as a reader meets them on the view's day, by the name of the question."""
    page = page_at(here, f"en/basic/{name}/changes/", "Small")
    assert page
    html = re.sub(r"<span[^>]* hidden>.*?</span>", "", page.html)
    sections = re.findall(r'<section><h2 id="([a-z-]+)">.*?</h2>(.*?)</section>', html, flags=re.DOTALL)
    assert html.index("cb-answers") < html.index('id="changes"')
    return {question: " ".join(re.sub("<[^>]+>", "", words).split()) for question, words in sections}


def test_an_amendment_with_a_right(tmp_path: Path) -> None:
    here = view(tmp_path, version("2.0", "2026-01-01", "2026-03-01", SUBSTANTIAL), "2.0", day=dt.date(2026, 1, 1))
    found = told(here, "2.0")
    assert list(found) == ["what", "from-when", "what-can-i-do", "need-i-act"]
    assert found["what"] == "Summary of 2.0."
    assert "takes effect on 1 March 2026. Until then version 1.0 applies." in found["from-when"]
    assert "until 31 March 2026" in found["what-can-i-do"] or "including 31 March 2026" in found["what-can-i-do"]
    assert found["need-i-act"] == (
        "Not if you accept the change. If you do not accept it, terminate by 31 March 2026 at the latest. "
        "If you do nothing, this version applies to you from 1 March 2026."
    )


def test_a_correction_needs_nothing(tmp_path: Path) -> None:
    here = view(
        tmp_path, version("1.1", "2026-01-01", "2026-01-01", "kind: correction"), "1.1", day=dt.date(2026, 1, 1)
    )
    found = told(here, "1.1")
    assert "what-can-i-do" not in found
    assert found["need-i-act"] == "No. A correction mends the wording; your rights and duties stay as they are."


def test_what_was_withdrawn_asks_for_nothing(tmp_path: Path) -> None:
    entries = version("2.0", "2026-01-01", "2026-03-01", SUBSTANTIAL) + WITHDRAWS
    found = told(view(tmp_path, entries, "2.0", day=dt.date(2026, 2, 1)), "2.0")
    assert found["from-when"].endswith(
        "It was withdrawn on 20 January 2026 and will not take effect. Reason: A mistake."
    )
    assert "what-can-i-do" not in found
    assert found["need-i-act"] == "No. Therefore version 1.0 stays in force."


def test_what_its_correction_replaces_asks_for_nothing(tmp_path: Path) -> None:
    entries = version("2.0", "2026-01-01", "2026-03-01", SUBSTANTIAL) + CORRECTED
    found = told(view(tmp_path, entries, "2.0", "2.1", day=dt.date(2026, 2, 1)), "2.0")
    assert "It does not take effect itself: version 2.1" in found["from-when"]
    assert "what-can-i-do" not in found
    assert found["need-i-act"] == "No."


def test_an_end(tmp_path: Path) -> None:
    ending = version("1.1", "2026-01-01", "2026-03-01", "kind: retirement")
    found = told(view(tmp_path, ending, "1.1", day=dt.date(2026, 1, 1)), "1.1")
    assert "From 1 March 2026 on these terms no longer apply." in found["from-when"]
    assert found["need-i-act"] == "Until then these terms apply as they are."


def test_a_draft_binds_nobody(tmp_path: Path) -> None:
    found = told(view(tmp_path, "", day=dt.date(2026, 1, 1), drafts=True), "draft")
    assert found["from-when"] == "Draft: neither announced nor in force."
    assert not {"what-can-i-do", "need-i-act"} & set(found)


@pytest.mark.parametrize("day", [dt.date(2026, 1, 1), dt.date(2026, 3, 1), dt.date(2026, 3, 31), dt.date(2026, 4, 1)])
def test_a_page_read_later_says_what_one_built_then_would(tmp_path: Path, day: dt.date) -> None:
    """Each sentence of the first day, put as on a later one, is among those of that day; the script on the page does just that."""
    entries = version("2.0", "2026-01-01", "2026-03-01", SUBSTANTIAL)

    def questions(on: dt.date) -> dict[str, Answer[str]]:
        here = view(tmp_path, entries, "2.0", day=on)
        document = here.book.documents["basic"]
        return {answer.name: answer for answer in answers(here, document, document.versions[1], here.text)}

    first, later = questions(dt.date(2026, 1, 1)), questions(day)
    for name in ("what-can-i-do", "need-i-act"):
        assert first[name].on(day) == later[name].on(day)
