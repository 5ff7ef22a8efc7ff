"""What is printed does nothing but stand: on a terminal, and in the log of a workflow."""

import html
import json
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest

from clausebook.problems import Place, Problem
from clausebook.quoting import is_control, quiet_html, quiet_json, quoted, quoted_lines
from tests import hostile
from tests.sites import BASE, VERSION_2, write_site

WORDS = hostile.words(1, 300)
COMMAND = re.compile(r"^\s*::|##\[", re.MULTILINE)


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("plain – “æøå” … 1\u00a0000", "plain – “æøå” … 1\u00a0000"),
        ("a\tb\r\nc", r"a\tb\r\nc"),
        ("\x1b[31mred\x07", r"\033[31mred\a"),
        ("\x85\u2028\u202e\ufeff\ue000", r"\302\205\342\200\250\342\200\256\357\273\277\356\200\200"),
        ("\ud800", r"\355\240\200"),
        ("::error::x", r"\072:error::x"),
        (" \t::stop-commands::x", r" \t::stop-commands::x"),
        ("  ::add-mask::x", r"  \072:add-mask::x"),
        ("a ##[add-mask]b", r"a #\043[add-mask]b"),
        ("a::b # [c]", "a::b # [c]"),
    ],
)
def test_as_git_does(text: str, printed: str) -> None:
    """git/quote.c, `cq_lookup`: the same letters, else octal bytes."""
    assert quoted(text) == printed


def test_hostile_words_are_one_line_and_no_command() -> None:
    for word in WORDS:
        line = str(Problem(Place(word, 3), "code", word, word))
        assert not [sign for sign in line if is_control(sign)]
        assert not COMMAND.search(line)
        lines = quoted_lines(f"{word}\n{word}\x1b[0m")
        assert not [sign for sign in lines if is_control(sign) and sign != "\n"]
        assert not COMMAND.search(lines)


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.text = ""

    def handle_data(self, data: str) -> None:
        self.text += data


def test_html_and_json_say_the_same_and_no_command() -> None:
    for word in ("::error::x\n  ::y ##[group]z", "##[debug]##[x]"):
        read = _Text()
        read.feed(quiet_html(word))
        read.close()
        assert read.text == word
        assert not COMMAND.search(quiet_html(word))
        printed = quiet_json(json.dumps({"x": word}))
        assert json.loads(printed) == {"x": word}
        assert not COMMAND.search(printed)


# What a text may hold, as far as reading lets it in.
TITLE = "::error file=a::b ##[add-mask]c"
SAYING = {
    **{
        f"terms/{code}/basic/draft.yml": BASE[f"terms/{code}/basic/draft.yml"]
        .replace("title: Basic terms", f'title: "{TITLE}"')
        .replace("title: Basisvilkår", f'title: "{TITLE}"')
        .replace("Changes are", "::stop-commands::x Changes are")
        .replace("Ændringer varsles", "::stop-commands::x Ændringer varsles")
        for code in ("en", "da")
    }
}


def run(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "clausebook", "-C", str(root), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("form", ["text", "markdown", "html", "json"])
def test_a_workflow_reads_no_command_in_a_diff(tmp_path: Path, form: str) -> None:
    root = write_site(tmp_path, dict(SAYING))
    done = run(root, "diff", "basic", "1.0", "draft", "--language", "en", "--format", form)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "stop-commands" in html.unescape(done.stdout)
    assert not COMMAND.search(done.stdout + done.stderr)


def test_a_file_has_the_text_as_it_is(tmp_path: Path) -> None:
    files: dict[str, str | None] = {
        f"terms/{code}/basic/2.0.yml": BASE[f"terms/{code}/basic/1.0.yml"] for code in ("en", "da")
    }
    settings = BASE["mkdocs.yml"].replace("Small Terms", "'::error::Small Terms'")
    root = write_site(
        tmp_path, {**files, "mkdocs.yml": settings, "terms/basic.yml": BASE["terms/basic.yml"] + VERSION_2}
    )
    piped = run(root, "notice", "basic", "2.0", "--language", "en").stdout
    with (tmp_path / "notice.txt").open("wb") as file:
        command = [sys.executable, "-m", "clausebook", "-C", str(root), "notice", "basic", "2.0", "--language", "en"]
        subprocess.run(command, stdout=file, check=True)
    assert r"\072:error::Small Terms" in piped
    assert (tmp_path / "notice.txt").read_text(encoding="utf-8").endswith("::error::Small Terms\n")


def test_names_of_files_write_no_line_of_their_own(tmp_path: Path) -> None:
    root = write_site(tmp_path)
    (root / "terms/en/basic/x\n::error::y\x1b[31m.yml").write_text("title: x\n")
    done = run(root, "check")
    assert done.returncode == 1
    assert "\x1b" not in done.stdout
    assert not COMMAND.search(done.stdout)
    assert all(re.match(r"\S+:\d+:\d+: |terms/", line) for line in done.stdout.splitlines())
