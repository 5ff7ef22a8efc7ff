"""Copies: a page, a text or data says what the record says, or the first differences are told by clause with both wordings."""

import json
import random
import re
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.mutations import copies_in, try_mutations
from clausebook.verify.copies import Copies
from tests.releases.life import run
from tests.verify.published import copies_of, found_in

TERMS = "site/en/basic/2.0/index.html"


def changed(published: Path, tmp_path: Path, name: str, *pairs: tuple[str, str]) -> Path:
    """A copy of a built file with words replaced; each must be there."""
    text = (published / name).read_text(encoding="utf-8")
    for old, new in pairs:
        assert old in text, f"{old!r} is not in {name}"
        text = text.replace(old, new, 1)
    path = tmp_path / Path(name).name
    path.write_text(text, encoding="utf-8", newline="")
    return path


def test_everything_that_was_built_verifies(published: Path, copies: Copies) -> None:
    files = copies_in(published / "site")
    assert len(files) > 50
    assert {what for path in files for what in found_in(copies, path)[1]} == set()


def test_the_result_says_what_it_is_and_as_of_when(published: Path, copies: Copies) -> None:
    site = published / "site"
    assert found_in(copies, site / "en/basic/2.0/index.html") == ("page en/basic/2.0/, as it stands today", [])
    assert found_in(copies, site / "data/basic/2.0/da.txt") == ("plain text of “basic” 2.0 in Dansk", [])
    assert found_in(copies, site / "data/basic.json") == ("data of “basic”, as it stands today", [])
    later = copies_of(published)
    object.__setattr__(later.again, "now", later.again.now.replace(year=2027))
    assert found_in(later, site / "en/basic/index.html") == ("page en/basic/, as it stood on 2026-05-20", [])


def test_a_change_is_told_by_clause_with_both_wordings(published: Path, tmp_path: Path, copies: Copies) -> None:
    path = changed(
        published,
        tmp_path,
        TERMS,
        ("The fee is exactly", "The fee is nearly"),
        ("rules.example.org", "rules.example.com"),
    )
    what, problems = found_in(copies, path)
    assert what == "page en/basic/2.0/"
    first, second = problems
    assert re.match(
        r"\d+:1: copy-differs: “changes”: the copy says “.*https://rules\.example\.com/7\?x=1&y=2.*”, the record “.*example\.org",
        second,
    )
    assert re.match(r"\d+:1: copy-differs: “fee”: the copy says “.*The fee is nearly .*”, the record “.*exactly", first)


def test_many_differences_are_counted(published: Path, tmp_path: Path, copies: Copies) -> None:
    path = changed(published, tmp_path, "site/en/basic/history/index.html", ('id="v1-0"', 'id="v1-9"'))
    text = path.read_text(encoding="utf-8").replace("2026", "2025")
    path.write_text(text, encoding="utf-8")
    _, problems = found_in(copies, path)
    assert "(and " not in problems[0] or len(problems) == 5
    data = tmp_path / "en.json"
    loaded = json.loads((published / "site/data/basic/2.0/en.json").read_text(encoding="utf-8"))
    data.write_text(json.dumps({**loaded, **{f"extra{number}": 1 for number in range(20)}}), encoding="utf-8")
    _, problems = found_in(copies, data)
    assert len(problems) == 5
    assert sum("(and 15 more)" in problem for problem in problems) == 1


def test_the_digest_that_a_copy_claims_proves_nothing(published: Path, tmp_path: Path, copies: Copies) -> None:
    """A page with other words verifies with no digest, be it the right one."""
    path = changed(published, tmp_path, TERMS, ("exactly", "hardly"))
    assert "data-cb-edition" in path.read_text(encoding="utf-8")
    assert found_in(copies, path)[1]
    shown = changed(
        published, tmp_path, "site/data/basic/2.0/en.json", ('"title":"Basic terms"', '"title":"Other terms"')
    )
    assert "“title”: the copy says “Other terms”, the record “Basic terms”" in found_in(copies, shown)[1][0]


def test_the_page_of_one_version_under_the_name_of_another(published: Path, tmp_path: Path, copies: Copies) -> None:
    path = changed(published, tmp_path, TERMS, ('content="en/basic/2.0/"', 'content="en/basic/1.0/"'))
    assert any("copy-differs" in problem for problem in found_in(copies, path)[1])


@pytest.mark.parametrize(
    ("claim", "said"),
    [
        ("en/basic/9.0/", "the record has no page “en/basic/9.0/”"),
        ("en/other/", "the record has no page “en/other/”"),
        ("xx/basic/2.0/", "the record has no page"),
        ("en/basic/draft/", "the page of a draft"),
        ("../../etc/", "does not say which page"),
        ("en/basic/2.0", "does not say which page"),
        ("", "does not say which page"),
    ],
)
def test_pages_that_the_record_does_not_have(
    published: Path, tmp_path: Path, copies: Copies, claim: str, said: str
) -> None:
    path = changed(published, tmp_path, TERMS, ('content="en/basic/2.0/"', f'content="{claim}"'))
    _, problems = found_in(copies, path)
    assert len(problems) == 1
    assert said in problems[0]
    assert "copy-unknown" in problems[0]


def test_line_ends_of_texts_may_be_those_of_windows(published: Path, tmp_path: Path, copies: Copies) -> None:
    path = tmp_path / "en.txt"
    path.write_bytes((published / "site/data/basic/2.0/en.txt").read_bytes().replace(b"\n", b"\r\n"))
    assert found_in(copies, path)[1] == []
    path.write_bytes(path.read_bytes().replace(b"exactly", b"hardly"))
    problem = found_in(copies, path)[1][0]
    assert "copy-differs: “fee”: the copy says “1.1 The fee is hardly" in problem
    assert not problem.startswith("1:")


def test_data_may_be_written_in_another_way(published: Path, tmp_path: Path, copies: Copies) -> None:
    path = tmp_path / "en.json"
    data = json.loads((published / "site/data/basic/2.0/en.json").read_text(encoding="utf-8"))
    path.write_text(json.dumps(dict(reversed(data.items())), indent=8), encoding="utf-8")
    assert found_in(copies, path)[1] == []


UNREADABLE = {
    "empty.html": b"",
    "blank.txt": b" \n",
    "binary.html": bytes(range(256)) * 4,
    "binary.txt": b"\xff\xfe\x00",
    "none.json": b"{",
    "twice.json": b'{"document": "basic", "document": "other"}',
    "number.json": b'{"id": NaN}',
    "deep.json": b"[" * 100_000,
    "deep.html": b"<p>" * 10,
    "list.json": b"[1]",
    "text.json": b'"basic"',
    "plain.txt": b"Basic terms\nbasic/1.0/xx\n",
    "one.txt": b"Basic terms",
    "mail.mhtml": b"From: nobody\n\nhello",
    "page.pdf": b"%PDF-1.7",
    "nothing": b"x",
    "two.html": b"<article class=md-content__inner></article><article class=md-content__inner></article>",
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_no_copy_at_all(published: Path, tmp_path: Path, copies: Copies, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(UNREADABLE[name])
    _, problems = found_in(copies, path)
    assert len(problems) == 1
    assert re.match(r"1:1: copy-un(readable|known): ", problems[0])


def test_a_huge_file_is_not_read(tmp_path: Path, copies: Copies) -> None:
    path = tmp_path / "huge.html"
    with path.open("wb") as file:
        file.truncate((64 << 20) + 1)
    assert "copy-unreadable: the file is larger than" in found_in(copies, path)[1][0]


def test_a_page_nested_ten_thousand_deep(published: Path, tmp_path: Path, copies: Copies) -> None:
    path = changed(published, tmp_path, TERMS, ("The fee is", f"{'<i>' * 10_000}The fee is"))
    assert "copy-differs" in found_in(copies, path)[1][0]


def test_several_files_in_one_command(published: Path, tmp_path: Path) -> None:
    names = ["site/en/basic/1.0/index.html", "site/data/basic/1.0/en.txt"]
    options = [option for name in names for option in ("--file", str(published / name))]
    done = run(published, "verify", *options)
    assert done.returncode == 0, done.stdout
    assert done.stdout.count("it says what the record says") == 2
    assert "not compared: scripts are not run; fonts, pictures" in done.stdout
    bad = changed(published, tmp_path, names[1], ("fee", "fine"))
    done = run(published, "verify", *options, "--file", str(bad))
    assert done.returncode == 1
    assert f"{bad}:" in done.stdout
    assert "Traceback" not in done.stderr


def test_mkdocs_is_not_started_for_a_copy(published: Path) -> None:
    code = "import sys; from clausebook.cli import main\ntry: main(sys.argv[1:])\nexcept SystemExit as end: assert not end.code, end.code\nassert not [name for name in sys.modules if name.startswith('mkdocs')]"
    command = [sys.executable, "-c", code, "-C", str(published), "verify", "--file", str(published / TERMS)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_own_templates_are_used(site: Path) -> None:
    own = site / "templates/pages/terms.html"
    own.parent.mkdir(parents=True)
    theirs = (Path(__file__).parents[2] / "templates/pages/terms.html").read_text(encoding="utf-8")
    own.write_text(theirs.replace("<header", "<p>Of our own.</p>\n<header", 1), encoding="utf-8")
    _, problems = found_in(copies_of(site), site / TERMS)
    assert any("Of our own." in problem for problem in problems)


def test_no_single_change_is_confirmed(published: Path, copies: Copies) -> None:
    """A sample of what `benchmarks/mutations.py` tries by the thousand."""
    tried, confirmed = try_mutations(copies, published / "site", 400, seed=20_270_115)
    assert confirmed == []
    assert len(tried) > 25


def test_mutations_are_the_same_for_the_same_seed(published: Path) -> None:
    files = copies_in(published / "site")
    assert [random.Random(7).choice(files) for _ in range(3)] == [random.Random(7).choice(files) for _ in range(3)]
