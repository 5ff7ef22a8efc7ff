"""Small pairs of texts with what a careful lawyer would have marked, each standing for a whole kind (tests/data/redlines)."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from markupsafe import Markup

from clausebook.compare import Op, reconstruct
from clausebook.model.document import Edition
from clausebook.model.prose import Block, parse_prose
from clausebook.reports.diff import Diff, loose_diff
from clausebook.reports.diff_html import as_html
from clausebook.reports.diff_json import as_json
from clausebook.reports.diff_text import as_markdown, as_text
from tests.compare.factory import Part, clauses

ROOT = Path(__file__).parents[2]
CASES = sorted((ROOT / "tests" / "data" / "redlines").glob("*.yml"))
LANGUAGES = ("en", "da", "nl", "fr")


def parts(data: list[dict[str, Any]]) -> list[Part]:
    return [
        Part(one["id"], one.get("text", ""), parts(one.get("clauses", [])), one.get("title", ""), one.get("was", ()))
        for one in data
    ]


def difference(case: Path, language: str = "en", *, turned: bool = False) -> Diff:
    """The two sides of a case compared, as `clausebook diff --files` compares them."""
    read = yaml.safe_load(case.read_text(encoding="utf-8"))
    sides = [
        Edition(language, "T", "", clauses(parts(yaml.safe_load(read[side])), language), f"{side}.yml")
        for side in (("new", "old") if turned else ("old", "new"))
    ]
    return loose_diff(sides[0], sides[1], ("old.yml", "new.yml"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_a_case_is_marked_as_a_lawyer_would(case: Path) -> None:
    marked = as_text(difference(case), colour=False).split("\n", 2)[2]
    assert marked.strip() == yaml.safe_load(case.read_text(encoding="utf-8"))["marked"].strip()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_both_sides_of_a_case_come_back(case: Path) -> None:
    for turned in (False, True):
        found = difference(case, turned=turned)
        sentences = found.sentences("en")
        old, new = (state.editions["en"].by_id for state in (found.comparison.old, found.comparison.new))
        for change in found.comparison.changes:
            text = sentences.redline(change).text
            was: list[Block] = [
                block for clause in sentences.old_clauses(change) for block in parse_prose(clause.text).blocks
            ]
            now = parse_prose(new[change.new_id].text).blocks if change.new_id else ()
            assert list(reconstruct(text, Op.DEL)) == was
            assert reconstruct(text, Op.INS) == now
        assert old.keys() == {change.old_id for change in found.comparison.changes if change.old_id} | (
            old.keys() & set(found.comparison.renamed)
            | (old.keys() & new.keys())
            | {origin for change in found.comparison.changes for origin in change.origins}
        )


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_case_is_told_in_every_form(case: Path, language: str) -> None:
    """No form calls anything changed without showing it: beside the unchanged words there is a mark, a sign or a remark."""
    found = difference(case, language)
    html = as_html(found, ROOT)
    data = json.loads(as_json(found))
    markdown = as_markdown(found)
    text = as_text(found, colour=False)
    for change, told in zip(data["changes"], found.differences(language), strict=True):
        runs = [run for one in change["languages"].values() for run in (*one["title"], *one["text"])]
        remarks = [remark for one in change["languages"].values() for remark in one["remarks"]]
        lost = [title for one in change["languages"].values() for title in one["lost_titles"]]
        seen = [run for run in runs if run[0] != "same" or len(run) > 2]
        assert seen or remarks or lost, change["id"]
        for note in (run for run in seen if run[0] == "note" and "address" in run[2]):
            for address in filter(None, note[2]["address"]):
                assert address in text and Markup(html).striptags().count(address)
                assert address in Markup(markdown.replace("<!-- -->", "")).striptags()
        assert told.heading in text


def test_one_weight_alone() -> None:
    found = difference(ROOT / "tests" / "data" / "redlines" / "moved-to-other-section.yml")
    only = replace(found, only=next(change.severity for change in found.comparison.changes))
    assert [change.id for change in only.changes] == ["content", "safety", "property"]
    assert only.left_out == 2
    assert "2 changes of wording or form are left out." in as_text(only, colour=False)
    assert "2 changes of wording or form are left out." in as_html(only, ROOT)
    assert json.loads(as_json(only))["left_out"] == 2
