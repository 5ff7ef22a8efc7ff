"""The manual in the terminal: every page, and each section of one by its heading."""

from pathlib import Path

import pytest

from clausebook import manual
from clausebook.cli import main
from tests.releases.life import run

ROOT = Path(__file__).parents[1]


def test_topics_are_listed(tmp_path: Path) -> None:
    listed = run(tmp_path, "help").stdout.splitlines()
    names = [line.split()[0] for line in listed]
    assert {"start", "format", "problems", "publishing", "releases"} <= set(names)
    assert "architecture" not in names
    assert all(len(line.split(maxsplit=1)) == 2 for line in listed), "each has a title"


def test_a_topic_is_printed_whole(tmp_path: Path) -> None:
    assert run(tmp_path, "help", "format").stdout == (ROOT / "docs" / "format.md").read_text(encoding="utf-8")


def test_a_section_is_printed_alone(tmp_path: Path) -> None:
    done = run(tmp_path, "help", "problems", "bad-date")
    assert done.stdout.startswith("### `bad-date`\n")
    assert done.stdout.count("###") == 1


def test_sections_end_where_the_next_of_their_level_begins() -> None:
    parts = manual.sections("# a\n## b\nx\n### c\ny\n```\n## no heading\n```\n## d\nz\n")
    assert list(parts) == ["b", "c", "d"]
    assert parts["b"] == "## b\nx\n### c\ny\n```\n## no heading\n```\n"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [(["formt"], "did you mean “format”?"), (["problems", "bad-dat"], "did you mean “bad-date”?")],
)
def test_unknown_topics(tmp_path: Path, arguments: list[str], told: str) -> None:
    done = run(tmp_path, "help", *arguments)
    assert done.returncode == 2
    assert told in done.stderr


def test_the_name_of_a_command_shows_its_options(tmp_path: Path) -> None:
    assert "--announce" in run(tmp_path, "help", "release").stdout


def test_a_problem_is_explained_by_its_code(tmp_path: Path) -> None:
    assert run(tmp_path, "explain", "bad-date").stdout == run(tmp_path, "help", "problems", "bad-date").stdout
    done = run(tmp_path, "explain", "bad-dat")
    assert done.returncode == 2
    assert "did you mean “bad-date”?" in done.stderr


def test_every_command_is_explained() -> None:
    """A command that no page of the manual names is one that nobody finds."""
    pages = "\n".join(manual.page(topic.name) for topic in manual.topics())
    assert [name for name in main.commands if f"clausebook {name}" not in pages] == []
