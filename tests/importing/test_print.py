"""PDF and plain text: paragraphs, columns and headings by their looks alone."""

import pytest

from clausebook.importing.loading import load_bytes
from clausebook.importing.requests import ReadingWish
from clausebook.problems import ProblemsFound
from tests.importing.pdf_files import Words, column, locked_pdf, pdf
from tests.importing.trees import text_of, told, tree

LEFT = [
    "*1. Payment", "", "1.1 Invoices are due within thirty", "days after they were sent, as sec-", "tion 2.1 says.", "1.2 If the Customer pays late:",
    "(a) interest is due; and", "(b) a fee is due.", "1.3 Nothing else is owed by the", "Customer for a late payment, what-", "ever the reason of it may",
]  # fmt: skip
RIGHT = [
    "be.",
    "",
    "*2. Termination",
    "",
    "2.1 Either party may terminate at",
    "any time.",
    "2.2 It is done in writing.",
    "2.3 Data is kept for a while.",
    "2.4 Nothing is refunded.",
]


def two_columns() -> bytes:
    pages = []
    for number in (1, 2, 3):
        edge = [Words(60, 810, "Example Hosting ApS"), Words(290, 30, f"{number} / 3")]
        if number == 1:
            body = [Words(200, 770, "Hosting terms", 18, 1), *column(LEFT, 60, 720), *column(RIGHT, 320, 720)]
        else:
            body = column(
                [
                    f"{number + 1}. Clause of page {number}",
                    "",
                    f"{number + 1}.1 Its words are these and these and",
                    "these.",
                ],
                60,
                720,
            )
        pages.append([*edge, *body])
    return pdf(pages)


def test_two_columns_headers_and_divided_words() -> None:
    text = text_of(two_columns(), ".pdf")
    assert text.title == "Hosting terms"
    assert tree(text) == (
        "1. [Payment]\n"
        "  1.1 Invoices are due within thirty days after they were sent, as section {clause:either-party-terminate} says.\n"
        "  1.2 If the Customer pays late:\n"
        "    (a) interest is due; and\n"
        "    (b) a fee is due.\n"
        "  1.3 Nothing else is owed by the Customer for a late payment, whatever the reason of it may be.\n"
        "2. [Termination]\n"
        "  2.1 Either party may terminate at any time.\n"
        "  2.2 It is done in writing.\n"
        "  2.3 Data is kept for a while.\n"
        "  2.4 Nothing is refunded.\n"
        "3. [Clause of page 2]\n"
        "  3.1 Its words are these and these and these.\n"
        "4. [Clause of page 3]\n"
        "  4.1 Its words are these and these and these."
    )
    assert sum("edge of the pages: Example Hosting ApS" in line for line in told(text)) == 3


def test_a_picture_of_a_text_is_refused() -> None:
    with pytest.raises(ProblemsFound, match="import-scanned: the 2 pages hold 0 letters"):
        load_bytes(pdf([[], []]), ".pdf", "scan.pdf", ReadingWish())


def test_a_broken_file_is_refused() -> None:
    with pytest.raises(ProblemsFound, match="import-unreadable: the file is damaged: no PDF"):
        load_bytes(b"%PDF-1.4 broken", ".pdf", "broken.pdf", ReadingWish())


def test_a_locked_file_is_refused() -> None:
    with pytest.raises(ProblemsFound, match="import-unreadable: the file is protected by a password"):
        load_bytes(locked_pdf(), ".pdf", "locked.pdf", ReadingWish())


def test_pdf_without_the_extra_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(ProblemsFound, match=r"import-extra: .* pip install 'clausebook\[import\]'"):
        load_bytes(pdf([[]]), ".pdf", "terms.pdf", ReadingWish())


TYPED = """               HOSTING TERMS

These terms apply between Example Hosting ApS and whoever
orders a service from it.

1. PAYMENT

1.1 Invoices are due thirty days after they were sent, see section
    2.1.
1.2 If the Customer pays late:
    (a) interest is due; and
    (b) a fee is due.
    * in cash

2. TERMINATION
--------------
2.1 Either party may ter-
    minate at any time.
"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "windows-1252"])
def test_plain_text(encoding: str) -> None:
    text = text_of(TYPED.replace("whoever", "a café").encode(encoding), ".txt")
    assert text.title == "HOSTING TERMS"
    assert tree(text) == (
        "These terms apply between Example Hosting ApS and a café orders a service from it.\n"
        "1. [PAYMENT]\n"
        "  1.1 Invoices are due thirty days after they were sent, see section {clause:either-party-terminate}.\n"
        "  1.2 If the Customer pays late:\n"
        "    (a) interest is due; and\n"
        "    (b) a fee is due. / - in cash\n"
        "2. [TERMINATION]\n"
        "  2.1 Either party may terminate at any time."
    )


def test_lines_that_nobody_wrapped() -> None:
    long = " ".join(["words"] * 40)
    text = text_of(f"Terms\n1. Scope\nThis {long}.\nThat {long}.\n2. Prices\nThey {long}.\n", ".txt")
    assert tree(text) == f"1. [Scope] This {long}. / That {long}.\n2. [Prices] They {long}."
