"""The worked examples of docs/notice.md: each row of its table is computed again."""

import datetime as dt
import re
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import pytest

from clausebook.model import timeline
from clausebook.model.document import Document, VersionKind
from clausebook.model.notices import Ground
from clausebook.model.reading import read_book
from clausebook.problems import Problems
from tests.sites import BASE, write_site

PAGE = (Path(__file__).parents[2] / "docs" / "notice.md").read_text(encoding="utf-8")
NOTICE = "notice: {days: 45, counting: full-days}\n"


class Row(NamedTuple):
    case: str
    rules: str
    told: dt.date
    earliest: dt.date
    chosen: dt.date
    out_by: dt.date
    terminate_until: dt.date | None


def rows() -> list[Row]:
    section = PAGE.partition("## Worked examples")[2].partition("\n## ")[0]
    found = []
    for line in section.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split(" | ")]
        if line.startswith("| ") and cells[1].startswith("`"):
            days = [None if cell == "–" else dt.date.fromisoformat(cell) for cell in cells[2:]]
            found.append(Row(cells[0], cells[1].strip("`"), *days))  # type: ignore[arg-type]
    return found


def document_of(row: Row, root: Path) -> tuple[Document, Ground | None]:
    """A document whose record has the rules of a row, and the ground of the row."""
    ground = re.search(r", ground: (\w+)}", row.rules)
    rules = row.rules.replace(ground[0], "}") if ground else row.rules
    head = re.sub(r", (termination: )", r"\n\1", rules[1:-1])
    book = read_book(
        write_site(root, {"terms/basic.yml": BASE["terms/basic.yml"].replace(NOTICE, f"{head}\n")}), Problems()
    )
    assert book, row.rules
    return book.documents["basic"], Ground(ground[1]) if ground else None


@pytest.mark.parametrize("row", rows(), ids=lambda row: row.case)
def test_row(row: Row, tmp_path: Path) -> None:
    document, ground = document_of(row, tmp_path)
    rule = document.rule_for(document.draft, ground=ground)
    assert rule
    assert rule.earliest(row.told) == row.earliest
    assert row.chosen >= row.earliest
    out_by = rule.latest(row.chosen) if rule.start != "announcement" else row.told
    assert out_by == row.out_by
    version = replace(
        document.versions[0],
        kind=VersionKind.AMENDMENT,
        announced=row.told,
        dispatched_by=out_by,
        effective=row.chosen,
        substantial=True,
        notice=rule,
    )
    assert timeline.last_day_to_terminate(document, version) == row.terminate_until


def test_every_example_is_explained() -> None:
    assert len(rows()) == 9
    for name in (
        "2019/1150, art. 3",
        "2019/770, art. 19",
        "art. 108 §2",
        "Danish Consumer Ombudsman",
        "2022/2065, art. 14",
        "The plain 45 days",
    ):
        assert f"**{name}" in PAGE or f"{name}.**" in PAGE, name
