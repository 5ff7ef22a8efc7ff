"""Deltas and files of comparison data give back what they were made of, and a visit loads little of them."""

import json
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks import scaling
from benchmarks.corpus import Size, write_corpus
from clausebook.compare import pairs_in
from clausebook.model.reading import read_book
from clausebook.pages import comparison_files as packing
from clausebook.pages.comparison_files import Data, comparison_files, in_packing_order, read_comparison
from clausebook.pages.comparisons import comparison_data
from clausebook.pages.deltas import Literals, compose, redline_delta, text_delta
from clausebook.pages.language_view import LanguageView
from clausebook.problems import Problems

PIECES = ("<p>", "</p>", "<del>", "</del>", "<ins>", "</ins>", '<span class="cb-spoken">', '<span class="cb-gap">', "</span>",
          "the Buyer pays at once", "pays", " ", "𝒳 is 𝒴", "l’an", "&lt;", "DKK 100", "\ud83d", "<", ">")  # fmt: skip
html = st.lists(st.sampled_from(PIECES), max_size=20).map("".join)


@given(html, html, html)
def test_deltas_give_back_what_they_were_made_of(text: str, old: str, new: str) -> None:
    literals = Literals()
    redline, other = redline_delta(text, old, new, literals), text_delta(text, old, literals)
    assert compose(redline, literals.rows, old, new) == text
    assert compose(other, literals.rows, old) == text


def test_a_redline_costs_little_more_than_its_marks() -> None:
    old, new = (f"<p>{'These terms bind both sides. ' * 9}The fee is {fee}, due at once.</p>" for fee in (100, 125))
    marked = new.replace("125", "<del>100</del><ins>125</ins>")
    literals = Literals()
    assert compose(redline_delta(marked, old, new, literals), literals.rows, old, new) == marked
    assert len(redline_delta(marked, old, new, literals)) == 8 and len(literals.rows) == 4


areas = st.tuples(st.integers(0, 30), st.integers(0, 30), st.integers(0, 30), st.integers(0, 30))


@given(st.lists(st.lists(areas, min_size=1, max_size=3)))
def test_packing_keeps_every_change(ranges: list[list[tuple[int, int, int, int]]]) -> None:
    changes = list(enumerate(ranges))
    assert sorted(in_packing_order(changes)) == changes


def data_of(root: Path, size: Size, edit: str) -> Data:
    write_corpus(root, size, edit=scaling.EDITS[edit])
    book = read_book(root, Problems())
    assert book
    day = max(version.effective for version in book.documents["document-0"].versions)
    view = LanguageView(root, book, "en", ("en",), {"document-0": day})
    return comparison_data(view, book.documents["document-0"])


def loaded(data: Data) -> tuple[Data, dict[str, str]]:
    index, *parts = comparison_files(data)
    return json.loads(index.text), {
        part.address.rpartition("comparison-")[2][: -len(".json")]: part.text for part in parts
    }


def plain(value: object) -> Any:
    return json.loads(json.dumps(value))


@pytest.mark.parametrize("edit", scaling.EDITS)
@pytest.mark.parametrize("limit", [600, 1_000_000])
def test_files_give_back_the_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, edit: str, limit: int) -> None:
    monkeypatch.setattr(packing, "FILE_BYTES", limit)
    monkeypatch.setattr(packing, "INLINE_BYTES", limit)
    data = data_of(tmp_path, Size(1, 7, clauses=10, share=0.2, languages=("en",)), edit)
    index, files = loaded(data)
    assert bool(files) is (limit == 600) and ("parts" in index) is not bool(files)
    assert plain(read_comparison(index, files)) == plain(data)
    for name, area in zip(index.get("files", ())[len(index["texts"]) :], index["changes"], strict=False):
        for _, at, _ in json.loads(files[name])["rows"]:
            assert set(pairs_in(map(tuple, at))) <= set(pairs_in([tuple(area)]))


def test_a_clause_reworded_in_every_version_is_mostly_copies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each two of its wordings have a redline of their own, which would have more than 1,000 bytes written out."""
    monkeypatch.setattr(packing, "FILE_BYTES", 4_000)
    data = data_of(tmp_path, Size(1, 24, clauses=3, languages=("en",)), "reworded")
    pairs = list(combinations(range(24), 2))
    assert len(data["changes"]) == len(pairs) and sum(len(row["text"]) for row in data["changes"]) > 1_000 * len(pairs)
    index, files = loaded(data)
    parts = [len(files[name]) for name in index["files"]][len(index["texts"]) :]
    assert sum(parts) < 160 * len(pairs)
    # What is needed for two versions is a small part of it.
    last = [area for area in index["changes"] if area[0] <= 22 <= area[1] and area[2] <= 23 <= area[3]]
    assert len(parts) > 5 and len(last) == 1
