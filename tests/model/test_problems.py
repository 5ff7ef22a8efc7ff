"""Every mistake is told at its place. A case is a file in tests/data/problems: changed files of the base site, then the problems.

`=== path` starts a file that replaces the one of the base site; `--- path` is followed by pairs of lines `< old` and `> new`
that change it; `=== expected` starts the problem lines. CLAUSEBOOK_ACCEPT=1 writes what is found now, to be read in review.
"""

import ast
import os
import re
from pathlib import Path

import pytest

from clausebook.model.reading import read_book
from clausebook.problems import Problems
from tests.sites import BASE, write_site

CASES = sorted((Path(__file__).parents[1] / "data" / "problems").glob("*.txt"))
ROOT = Path(__file__).parents[2]


def read_case(path: Path) -> tuple[dict[str, str | None], str]:
    files: dict[str, str | None] = {}
    expected = ""
    parts = re.split(r"^(===|---) (.+)\n", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    for mark, name, body in zip(parts[1::3], parts[2::3], parts[3::3], strict=True):
        if name == "expected":
            expected = body
        elif mark == "===":
            files[name] = body
        else:
            text = BASE[name]
            for old, new in re.findall(r"^< ?(.*)\n> ?(.*)$", body, flags=re.MULTILINE):
                assert old in text, f"{path.name}: {old!r} is not in {name}"
                text = text.replace(old, new.replace("\\n", "\n"), 1)
            files[name] = text
    return files, expected


def problems_of(root: Path) -> str:
    problems = Problems()
    book = read_book(root, problems)
    for document in book.documents.values() if book else ():
        problems.extend(document.warnings)
    return "".join(f"{problem}\n" for problem in problems)


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_case(path: Path, tmp_path: Path) -> None:
    files, expected = read_case(path)
    found = problems_of(write_site(tmp_path, files))
    if os.environ.get("CLAUSEBOOK_ACCEPT"):
        head = path.read_text(encoding="utf-8").partition("=== expected\n")[0]
        path.write_text(f"{head}=== expected\n{found}", encoding="utf-8")
    else:
        assert found == expected
    code = path.stem.partition("+")[0]
    assert f": {code}: " in found


CODE_ARGUMENT = {
    "add": 1,
    "_add": 1,
    "warn": 1,
    "Fault": 1,
    "Problem": 1,
    "fault": 0,
    "_Fault": 0,
    "Unreadable": 2,
    "refusal": 1,
}


def codes_in_the_code() -> set[str]:
    """The codes that calls name; the kinds of unknown names are put together while running."""
    codes = {f"unknown-{kind}" for kind in ("value", "clause", "document", "term")}
    for path in (ROOT / "clausebook").rglob("*.py"):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call):
                name = getattr(call.func, "id", getattr(call.func, "attr", ""))
                position = CODE_ARGUMENT.get(name, len(call.args))
                argument = call.args[position] if position < len(call.args) else None
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                    codes.add(argument.value)
    return codes


SHOWN_ELSEWHERE = {
    "file-unreadable", "file-missing", "file-type", "file-empty", "file-encoding", "file-size", "file-outside",  # below
    "release-date", "release-version", "release-rule", "release-ground", "release-group", "release-clause", "release-unchanged", "release-substantial", "release-changed", "summary-old", "note-old", "stale",
    "correction-changes", "correction-words", "confirm-unneeded", "rename-unsaid", "release-kind", "release-unfinished",
    "rename", "undo", "record-form", "not-sealed", "file-mode", "site-differs", "seal-incomplete", "print-changed",  # tests/releases
    "bad-setting", "broken-link", "site-folder", "search-index", "shard", "theme-template", "template", "untrusted", "blocked", "ids-anew", "address-taken",  # tests/site
    "file-exists", "language-exists", "to-do", "exchange",  # tests/scaffold, tests/translating
    "catalogue-incomplete",  # tests/site/test_any_language
    "copy-unreadable", "copy-unknown", "copy-differs", "copy-hidden", "site-missing", "site-extra", "site-link",  # tests/verify
    "import-format", "import-unreadable", "import-extra", "import-tracked", "import-scanned", "import-different", "import-exists",
    "import-history", "import-id",  # tests/importing
    "history-gone", "history-differs", "history-unknown",  # tests/verify
}  # fmt: skip


def test_every_code_has_a_case_and_a_description() -> None:
    cases = {path.stem.partition("+")[0] for path in CASES}
    codes = codes_in_the_code()
    assert codes - cases - SHOWN_ELSEWHERE == set()
    assert cases - codes == set()
    described = set(
        re.findall(r"^### `([a-z-]+)`", (ROOT / "docs" / "problems.md").read_text(encoding="utf-8"), re.MULTILINE)
    )
    assert described == codes


def test_base_site_has_no_problem(tmp_path: Path) -> None:
    assert problems_of(write_site(tmp_path)) == ""


DRAFT = "terms/en/basic/draft.yml"


def test_missing_file(tmp_path: Path) -> None:
    found = problems_of(write_site(tmp_path, {DRAFT: None}))
    assert found == f"{DRAFT}:1:1: file-missing: the file does not exist — create it, or remove what refers to it\n"


def test_missing_terms(tmp_path: Path) -> None:
    assert problems_of(tmp_path).startswith("terms:1:1: file-missing: the folder does not exist")


def test_no_record(tmp_path: Path) -> None:
    (tmp_path / "terms").mkdir()
    assert "file-missing: there is no record of any document" in problems_of(tmp_path)


def test_folder_where_a_file_should_be(tmp_path: Path) -> None:
    write_site(tmp_path, {DRAFT: None})
    (tmp_path / DRAFT).mkdir()
    assert problems_of(tmp_path).startswith(f"{DRAFT}:1:1: file-type: a folder stands")


def test_file_where_a_folder_should_be(tmp_path: Path) -> None:
    write_site(tmp_path)
    (tmp_path / "terms" / "nl").write_text("x")
    assert "file-type" in problems_of(tmp_path) or "text-unlisted" in problems_of(tmp_path)


def test_special_file(tmp_path: Path) -> None:
    write_site(tmp_path, {DRAFT: None})
    os.mkfifo(tmp_path / DRAFT)
    assert problems_of(tmp_path).startswith(f"{DRAFT}:1:1: file-type: ")


def test_empty_file(tmp_path: Path) -> None:
    assert problems_of(write_site(tmp_path, {DRAFT: "\n"})).startswith(f"{DRAFT}:1:1: file-empty: ")


def test_not_utf8(tmp_path: Path) -> None:
    write_site(tmp_path)
    (tmp_path / DRAFT).write_bytes(b"title: Basic\nsummary: caf\xe9\n")
    assert problems_of(tmp_path).startswith(f"{DRAFT}:2:13: file-encoding: ")


def test_too_large(tmp_path: Path) -> None:
    assert ": file-size: " in problems_of(write_site(tmp_path, {DRAFT: "#" * (1 << 20) + "#"}))


def test_link_out_of_the_folder(tmp_path: Path) -> None:
    outside = tmp_path / "outside.yml"
    outside.write_text("title: x")
    site = write_site(tmp_path / "site", {DRAFT: None})
    (site / DRAFT).symlink_to(outside)
    assert problems_of(site).startswith(f"{DRAFT}:1:1: file-outside: ")


def test_unreadable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_site(tmp_path)
    original = os.open

    def refuse(path: str, flags: int, *, dir_fd: int | None = None) -> int:
        if path == "draft.yml":
            raise PermissionError(13, "Permission denied")
        return original(path, flags, dir_fd=dir_fd)

    monkeypatch.setattr("clausebook.confined.os.open", refuse)
    assert f"{DRAFT}:1:1: file-unreadable: the file cannot be read: Permission denied" in problems_of(tmp_path)
