"""A text is defined with LF: a clone with CRLF checks, verifies and releases like any other."""

from pathlib import Path

from clausebook.model.reading import read_book
from clausebook.problems import Problems
from tests.releases.life import edit_drafts, new_site, released, run

ROOT = Path(__file__).parents[2]


def with_crlf(root: Path) -> None:
    """What version control does on a system that ends lines with CRLF."""
    for path in root.rglob("*.yml"):
        path.write_bytes(path.read_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"))


def facts(root: Path) -> dict[str, tuple[str, str]]:
    problems = Problems()
    book = read_book(root, problems)
    assert book and not list(problems)
    return {
        edition.path: (edition.digest, edition.summary)
        for document in book.documents.values()
        for edition in document.all_editions()
    }


def test_the_same_digests_and_words(tmp_path: Path) -> None:
    new_site(tmp_path)
    edit_drafts(tmp_path, "Two.", ("{fee}", "exactly {fee}"))
    released(tmp_path, "2026-01-01")
    before = facts(tmp_path)
    with_crlf(tmp_path)
    assert facts(tmp_path) == before


def test_check_verify_and_release_from_a_clone_with_crlf(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    for site in (one, two):
        new_site(site)
        edit_drafts(site, "Two.", ("{fee}", "exactly {fee}"))
        released(site, "2026-01-01")
        if site is two:
            with_crlf(site)
        edit_drafts(site, "Three.", ("exactly", "about"))
        for command in ("check", "verify"):
            done = run(site, command)
            assert done.returncode == 0, done.stdout + done.stderr
        released(site, "2026-06-01")
        assert run(site, "verify").returncode == 0
    for name in ("terms/basic.yml", "terms/da/basic/3.0.yml", "terms/en/basic/3.0.yml"):
        written = (two / name).read_bytes()
        assert b"\r" not in written, name
        assert written == (one / name).read_bytes(), name


def test_the_repository_says_how_lines_end() -> None:
    assert "* text=auto eol=lf" in (ROOT / ".gitattributes").read_text(encoding="utf-8")
    assert not [path for path in (ROOT / "terms").rglob("*.yml") if b"\r" in path.read_bytes()]
