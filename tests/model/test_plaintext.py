"""The plain text of an edition: every kind of block and mark as a reader can read it, in the form that docs/data.md defines."""

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from clausebook.model.document import Book
from clausebook.model.plaintext import RULE, head_lines, plain_prose, plain_text
from clausebook.model.reading import read_book
from clausebook.model.wording import Wording
from clausebook.problems import Problems
from tests.sites import BASE, write_site


def read(root: Path, files: dict[str, str | None] | None = None) -> Book:
    problems = Problems()
    book = read_book(write_site(root, files), problems)
    assert list(problems) == []
    assert book
    return book


def test_a_whole_text(tmp_path: Path) -> None:
    document = read(tmp_path).documents["basic"]
    version = document.versions[0]
    assert plain_text(Wording(version, "en"), head_lines(document, version, "en")) == (
        "Basic terms\n"
        "basic/1.0/en\n"
        "Version 1.0 – First version\n"
        "Announced on 1 January 2020.\n"
        "In force from 1 January 2020.\n"
        "Governing law: Denmark.\n"
        "This is a translation; the Danish text prevails.\n"
        "\n"
        "In short: what this version changes\n"
        "\n"
        "The first version.\n"
        "\n"
        f"{RULE}\n"
        "\n"
        "1 Payment\n"
        "\n"
        "1.1 The fee is DKK\u00a0100; see section 2.\n"
        "\n"
        "2 Changes\n"
        "\n"
        "Changes are announced 45 days ahead.\n"
    )


def test_the_head_tells_of_new_customers_and_of_no_other_language(tmp_path: Path) -> None:
    document = read(tmp_path).documents["basic"]
    version = replace(document.versions[0], effective_new=dt.date(2020, 2, 1))
    assert head_lines(document, version, "da")["effective-new"] == "For nye kunder fra den 1. februar 2020."
    alone = replace(version, editions={"da": version.editions["da"]})
    assert "prevails" not in head_lines(document, alone, "da")
    silent = replace(version, editions={"da": replace(version.editions["da"], summary="")})
    assert "summary" not in head_lines(document, silent, "da")


BLOCKS = {
    "two paragraphs": ("One.\n\nTwo\nlines.", ["One.", "Two lines."]),
    "a line break": ("One\\\ntwo", ["One\ntwo"]),
    "emphasis is left out": ("*a* **b** `c`", ["a b c"]),
    "a link": ("see [the list](https://example.com/list) now", ["see the list <https://example.com/list> now"]),
    "a link whose words are its address": ("<https://example.com/>", ["https://example.com/"]),
    "a mail address": ("<abuse@example.com>", ["abuse@example.com"]),
    "emphasis in a link": ("[the *whole* list](https://example.com/)", ["the whole list <https://example.com/>"]),
    "two links in a row": (
        "[a](https://example.com/1)[b](https://example.com/2)",
        ["a <https://example.com/1>b <https://example.com/2>"],
    ),
    "bullets": ("- one\n- two\n  - three", ["- one\n- two\n  - three"]),
    "numbers": ("9. nine\n10. ten\n    - inner", ["9. nine\n10. ten\n    - inner"]),
    "paragraphs in an item": ("- one\n\n  more\n\n- two", ["- one\n  more\n- two"]),
    "an item that holds only a list": ("- - deep", ["- - deep"]),
    "a quotation": ("> said\n>\n> - so", ["> said\n> - so"]),
    "a table": ("| A | B |\n|---|---|\n| 1 | |", ["| A | B |\n| 1 |  |"]),
    "a value": ("Pay {fee}.", ["Pay DKK\u00a0100."]),
    "a reference": ("See {clause:changes} and {document:basic}.", ["See 2 and Basic terms."]),
    "nothing": (" ", []),
}


@pytest.mark.parametrize("case", BLOCKS)
def test_blocks(tmp_path: Path, case: str) -> None:
    text, expected = BLOCKS[case]
    version = read(tmp_path).documents["basic"].versions[0]
    assert list(plain_prose(text, Wording(version, "en"))) == expected


def test_a_clause_that_begins_with_a_list_has_its_number_on_a_line_of_its_own(tmp_path: Path) -> None:
    text = BASE["terms/en/basic/1.0.yml"].replace(
        "The fee is {fee}; see section {clause:changes}.", "- {fee}\n          - {clause:changes}"
    )
    document = read(tmp_path, {"terms/en/basic/1.0.yml": text}).documents["basic"]
    version = document.versions[0]
    assert "\n\n1.1\n\n- DKK\u00a0100\n- 2\n\n" in plain_text(Wording(version, "en"), {})
