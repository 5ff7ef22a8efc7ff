"""Whatever stands in a record or a text: no exception, one line for each problem, nothing unbounded."""

import random
from pathlib import Path

import pytest

from clausebook.model.misfits import MAX_MISFITS
from clausebook.model.prose import MAX_NESTING, MAX_TEXT_BYTES, parse_prose
from clausebook.model.reading import read_book
from clausebook.problems import MAX_FOUND, Place, Problem, Problems, ProblemsFound
from clausebook.releases.recovery import recover
from clausebook.source import parse_yaml
from clausebook.source.exact import MAX_MISTAKES, read_exactly
from clausebook.source.files import MAX_BYTES, MAX_LINES
from clausebook.source.nodes import MAX_VALUES
from tests.hostile import more as given_from_outside
from tests.hostile_yaml import CONFUSIONS, MARKS, PIECES, RECORD_KEYS, TEXT_KEYS, confused, mixtures
from tests.sites import BASE, write_site

WITHDRAWAL = {"withdraws": "1.0", "announced": "2020-02-01", "reason": {"da": "x", "en": "y"}}


def plain(name: str) -> dict[str, object]:
    node = parse_yaml(BASE[name], name, Problems())
    assert node
    values = node.plain()
    assert isinstance(values, dict)
    return values


def problems_of(root: Path) -> list[Problem]:
    problems = Problems()
    read_book(root, problems)
    for problem in problems:
        assert "\n" not in str(problem)
        assert str(problem).isprintable() or any(space in str(problem) for space in "\u00a0\u202f\u00ad\u2009")
        assert len(str(problem)) < 2_000
    return list(problems)


def some_confusions(path: str) -> list[str]:
    """A dozen for each key, other ones for each; all of them with CLAUSEBOOK_HOSTILE, and those that it gives."""
    more = list(given_from_outside())
    return [*CONFUSIONS, *more] if more else random.Random(path).sample(CONFUSIONS, 12)


@pytest.mark.parametrize("path", RECORD_KEYS)
def test_anything_at_any_key_of_a_record(path: str, tmp_path: Path) -> None:
    record = plain("terms/basic.yml")
    if path.startswith("versions.1"):
        record["versions"] = [*record["versions"], WITHDRAWAL]  # type: ignore[misc]
    write_site(tmp_path)
    for written in some_confusions(path):
        (tmp_path / "terms" / "basic.yml").write_text(
            confused(record, path, written), encoding="utf-8", errors="surrogateescape"
        )
        problems_of(tmp_path)


@pytest.mark.parametrize("path", TEXT_KEYS)
def test_anything_at_any_key_of_a_text(path: str, tmp_path: Path) -> None:
    text = plain("terms/en/basic/draft.yml")
    write_site(tmp_path)
    for written in some_confusions(path):
        (tmp_path / "terms" / "en" / "basic" / "draft.yml").write_text(
            confused(text, path, written), encoding="utf-8", errors="surrogateescape"
        )
        problems_of(tmp_path)


BROKEN_RECORDS = ["- a\n", "versions: x\n", "versions: [x]\n", "versions: [[1]]\n", "versions:\n  - {version: [1], editions: {en: 1}}\n", "%YAML 1.3\n---\na: b\n", "a: [\n", "", "\x00"]  # fmt: skip


@pytest.mark.parametrize("record", BROKEN_RECORDS)
def test_a_malformed_record_beside_a_staged_file(record: str, tmp_path: Path) -> None:
    """Whether the text was released cannot be told then, so it stays."""
    write_site(tmp_path, {"terms/basic.yml": record})
    staged = tmp_path / "terms" / "en" / "basic" / ".2.0.yml.new"
    staged.write_text("x", encoding="utf-8")
    with pytest.raises(ProblemsFound) as found:
        recover(tmp_path)
    assert {problem.place.path for problem in found.value.problems} >= {"terms/basic.yml"}
    assert all("\n" not in str(problem) for problem in found.value.problems)
    assert staged.exists()


def test_any_yaml() -> None:
    for text in mixtures(PIECES, 1_500, 12):
        for whole in (text, f"title: a\nclauses:\n  - id: b\n    text: {text}\n"):
            problems = Problems()
            node = parse_yaml(whole, "x.yml", problems)
            assert node is not None or len(problems)
            assert all("\n" not in str(problem) for problem in problems)


def test_any_text() -> None:
    for text in mixtures(MARKS, 1_500, 20):
        prose = parse_prose(text)
        for fault in prose.faults:
            assert 0 <= fault.offset <= len(text)
        assert all(len(atom.marks) <= MAX_NESTING + 1 for atom in prose.atoms())


LARGE = {
    "flow list": "a: [" + "a," * 500_000 + "a]\n",
    "flow keys": "a: {" + "".join(f"k{number}: 1," for number in range(90_000)) + "}\n",
    "keys": "".join(f"k{number}: b\n" for number in range(39_000)),
    "equal keys": "a: b\n" * 39_000,
    "open brackets": "a: " + "[" * 1_000_000 + "\n",
    "dashes": "- - - a\n" * 39_000,
    "anchors": "".join(f"k{number}: &a{number} x\n" for number in range(39_000)),
    "late combining character": "a: " + "x" * 1_000_000 + "e\u0301\n",
    "combining characters": "a: " + "e\u0301" * 300_000 + "\n",
    "hidden characters": "a: " + "\u200b" * 300_000 + "\n",
    "unclosed quotes": 'a: "b\n' * 39_000,
    "quotes": "a: " + "'" * 1_000_001 + "\n",
    "conflicts": "<<<<<<< a\n" * 39_000,
}


@pytest.mark.parametrize("text", LARGE.values(), ids=LARGE.keys())
def test_a_large_text_is_refused_with_few_problems(text: str) -> None:
    problems = Problems()
    assert parse_yaml(text, "x.yml", problems) is None
    assert 1 <= len(problems) <= MAX_MISTAKES


def test_reading_stops_at_the_most_values(monkeypatch: pytest.MonkeyPatch) -> None:
    """However long a file is, no more nodes are made than the bound says."""
    made = 0
    original = read_exactly.__globals__["Node"]

    def count(*values: object) -> object:
        nonlocal made
        made += 1
        return original(*values)

    monkeypatch.setitem(read_exactly.__globals__, "Node", count)
    problems = Problems()
    assert parse_yaml(LARGE["flow list"], "x.yml", problems) is None
    assert made <= MAX_VALUES
    assert [problem.code for problem in problems] == ["yaml-feature"]


def test_a_file_has_no_more_lines_than_anybody_writes(tmp_path: Path) -> None:
    write_site(tmp_path, {"terms/en/basic/draft.yml": "title: a\n" + "\n" * MAX_LINES})
    assert [problem.code for problem in problems_of(tmp_path)] == ["file-size"]


def test_the_most_clauses(tmp_path: Path) -> None:
    clauses = "".join(f"  - id: c{number}\n    text: |\n      Words.\n" for number in range(3_001))
    write_site(tmp_path, {"terms/en/basic/draft.yml": f"title: T\nsummary: S\nclauses:\n{clauses}"})
    assert [problem.code for problem in problems_of(tmp_path)] == ["too-many"]


def test_the_most_misfits(tmp_path: Path) -> None:
    write_site(tmp_path, {"terms/en/basic/draft.yml": "title: T\nclauses:\n" + "  - x\n" * 2_000})
    assert len(problems_of(tmp_path)) == MAX_MISFITS


NESTED = {
    "emphasis": "*a **a " * 585 + "b" + " a** a*" * 585,
    "quotes": ">" * 60_000 + " a",
    "lists": "- " * 30_000 + "a",
    "lists on lines": "".join("  " * level + "- a\n" for level in range(170)),
}


@pytest.mark.parametrize("text", NESTED.values(), ids=NESTED.keys())
def test_nesting_ends(text: str) -> None:
    prose = parse_prose(text)
    assert [fault.code for fault in prose.faults] == ["too-nested"]
    assert prose.blocks == ()


WIDE = {
    "table": "|a" * 8_000 + "\n" + "|-" * 8_000 + "\n" + "|\n" * 16_000,
    "links": "[" * 16_000,
    "images": "![" * 16_000,
    "stars": "*a " * 16_000,
    "code": "`a``b```c" * 6_000,
    "lines": "a\n" * 30_000,
}


@pytest.mark.parametrize("text", WIDE.values(), ids=WIDE.keys())
def test_the_worst_texts_of_the_largest_size_are_read(text: str) -> None:
    assert len(text.encode()) <= MAX_TEXT_BYTES
    assert len(parse_prose(text).faults) <= 50


def test_a_problem_is_one_line() -> None:
    problem = Problem(Place("terms/a\nb.yml"), "bad-name", "“a\r\n\x1b[31m\u202e”", "x\u2028y")
    assert str(problem) == "terms/a\\nb.yml:1:1: bad-name: “a\\r\\n\\033[31m\\342\\200\\256” — x\\342\\200\\250y"
    honest = "a\u00a0b\u202fc\u00add"
    assert str(Problem(Place("a.yml"), "x", honest)) == f"a.yml:1:1: x: {honest}"
    assert len(str(Problem(Place("a.yml"), "x", "x" * 100_000))) < 1_000


def test_problems_are_counted_when_they_are_too_many() -> None:
    problems = Problems()
    for number in range(MAX_FOUND + 7):
        problems.add(Place("a.yml", number + 1), "x", "y")
    problems.add(Place("a.yml", 1), "x", "y")
    assert (len(problems), problems.dropped) == (MAX_FOUND, 7)


def test_the_largest_file_is_what_the_bound_says() -> None:
    assert MAX_BYTES == 1 << 20
    assert all(len(text.encode()) <= MAX_BYTES for text in LARGE.values())
