"""Comparison data: every pair of versions is covered exactly, and hostile text stays text."""

import datetime as dt
import json
from itertools import combinations
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from clausebook.compare import version_ranges
from clausebook.model.reading import read_book
from clausebook.pages.comparisons import comparison_data
from clausebook.pages.language_view import LanguageView
from clausebook.problems import Problems
from tests.sites import BASE, write_site

pairs = st.sets(st.tuples(st.integers(0, 9), st.integers(0, 9)))


@given(pairs)
def test_rectangles_hold_exactly_the_pairs(wanted: set[tuple[int, int]]) -> None:
    found = [
        (row, column)
        for first_row, last_row, first_column, last_column in version_ranges(wanted)
        for row in range(first_row, last_row + 1)
        for column in range(first_column, last_column + 1)
    ]
    assert sorted(found) == sorted(wanted)


def test_a_change_between_all_versions_before_and_after_is_one_rectangle() -> None:
    assert version_ranges((old, new) for old, new in combinations(range(50), 2) if old < 20 <= new) == [(0, 19, 20, 49)]


def test_hostile_text_stays_text(tmp_path: Path) -> None:
    entry = '  - version: "2.0"\n    kind: amendment\n    announced: 2021-01-01\n    effective: 2021-03-01\n    values:\n      fee: {amount: 100, currency: DKK}\n      notice: {days: 45}\n'
    hostile = BASE["terms/en/basic/1.0.yml"].replace("title: Payment", 'title: "<img src=x onerror=alert(1)>"')
    hostile = hostile.replace("The fee is", "&lt;script&gt; </script> The fee is")
    root = write_site(
        tmp_path,
        {
            "terms/basic.yml": BASE["terms/basic.yml"] + entry,
            "terms/en/basic/2.0.yml": hostile,
            "terms/da/basic/2.0.yml": BASE["terms/da/basic/1.0.yml"],
        },
    )
    book = read_book(root, Problems())
    assert book
    view = LanguageView(root, book, "en", ("en", "da"), {"basic": dt.date(2022, 1, 1)})
    data = comparison_data(view, book.documents["basic"])
    text = json.dumps([data["wordings"], data["changes"]])
    assert "<img" not in text
    assert "<script" not in text
    assert "</script" not in text
    assert "&lt;img src=x" in text
