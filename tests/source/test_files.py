"""Links: none is followed, wherever it stands on the way and wherever it leads."""

from pathlib import Path

import pytest

from clausebook.problems import Problems
from clausebook.source import digest, read_file


def read(root: Path, path: str) -> tuple[str | None, list[str]]:
    problems = Problems()
    file = read_file(root, path, problems)
    return file.text if file else None, [problem.code for problem in problems]


@pytest.fixture
def site(tmp_path: Path) -> Path:
    for folder in ("site/terms/en", "elsewhere"):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "a.yml").write_text("title: é\n", encoding="utf-8")
    return tmp_path / "site"


def test_a_file_and_its_digest(site: Path) -> None:
    file = read_file(site, "terms/en/a.yml", Problems())
    assert file is not None
    assert (file.text, file.digest) == ("title: é\n", digest("title: é\n".encode()))


def test_a_folder_that_is_a_link(site: Path) -> None:
    (site / "terms" / "da").symlink_to(site / "terms" / "en")
    (site / "terms" / "nl").symlink_to(site.parent / "elsewhere")
    assert read(site, "terms/da/a.yml") == (None, ["file-outside"])
    assert read(site, "terms/nl/a.yml") == (None, ["file-outside"])
    assert read(site, "terms/../../elsewhere/a.yml") == (None, ["file-outside"])


def test_the_site_itself_may_be_a_link(site: Path) -> None:
    (site.parent / "link").symlink_to(site)
    assert read(site.parent / "link", "terms/en/a.yml") == ("title: é\n", [])


def test_a_link_that_leads_nowhere(site: Path) -> None:
    (site / "terms" / "en" / "b.yml").symlink_to(site / "terms" / "en" / "c.yml")
    assert read(site, "terms/en/b.yml") == (None, ["file-outside"])
    assert read(site, "terms/en/a.yml/b.yml") == (None, ["file-unreadable"])
