"""`clausebook diff`: every form, every way to name a state, and every wrong one."""

import html
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from tests.sites import BASE, write_site

ROOT = Path(__file__).parents[2]
SCHEMA = json.loads((ROOT / "clausebook" / "schemas" / "diff.schema.json").read_text(encoding="utf-8"))


def diff(
    *arguments: str, root: Path = ROOT, cwd: Path | None = None, **environment: str
) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "clausebook", "-C", str(root), "diff", *arguments]
    variables = {**os.environ, "PYTHONPATH": str(ROOT), **environment}
    return subprocess.run(command, capture_output=True, text=True, check=False, env=variables, cwd=cwd)


def test_text() -> None:
    done = diff("subscription", "4.0", "5.0", "--language", "en")
    assert done.returncode == 0
    assert done.stdout.startswith(
        "Subscription terms\nFrom version 4.0 to version 5.0\n5 changes (Added: 3, Removed: 1, Reworded: 1)\n"
    )
    assert "4.4  Removed  Payment" in done.stdout
    assert "advisory body{+, and gives its reasons+}." in done.stdout
    assert "Why: The Digital Services Act" in done.stdout
    assert "\x1b" not in done.stdout


@pytest.mark.parametrize("no_colour", ["", "1"])
def test_colour_on_a_terminal_only_and_never_against_the_wish(no_colour: str) -> None:
    command = f"{sys.executable} -m clausebook -C {ROOT} diff subscription 4.0 5.0"
    done = subprocess.run(
        ["script", "-qec", command, "/dev/null"],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "NO_COLOR": no_colour},
    )
    assert ("\x1b[32;4m" in done.stdout) == (not no_colour)
    assert ("{+" in done.stdout) == bool(no_colour)


@pytest.mark.parametrize("language", ["nl", "fr", "en", "da"])
def test_all_forms_in_all_languages(language: str) -> None:
    for form in ("text", "markdown", "html"):
        done = diff("subscription", "1.0", "6.0", "--language", language, "--format", form)
        assert done.returncode == 0, done.stderr
        assert ("Reworded" in done.stdout) == (language == "en")
    assert f'<html lang="{language}">' in done.stdout
    assert not re.search(r"<(script|link|img)\b|https?://|src=", done.stdout)


def test_json_follows_its_schema_in_all_languages() -> None:
    validator = Draft202012Validator(SCHEMA)
    for old, new in (("1.0", "6.0"), ("2.0", "3.1"), ("6.0", "draft")):
        data = json.loads(diff("subscription", old, new, "--format", "json").stdout)
        assert list(validator.iter_errors(data)) == []
    data = json.loads(diff("subscription", "4.0", "5.0", "--format", "json").stdout)
    assert data["old"] == {"version": "4.0", "effective": "2022-01-01"}
    (change,) = [one for one in data["changes"] if one["kinds"] == ["reworded"]]
    assert set(change["languages"]) == {"nl", "fr", "en", "da"}
    assert ["ins", ", and gives its reasons"] in change["languages"]["en"]["text"]


def test_dates_name_the_version_in_force_then() -> None:
    data = json.loads(diff("subscription", "2016-03-31", "2024-03-01", "--format", "json", "--language", "da").stdout)
    assert (data["old"]["version"], data["new"]["version"]) == ("1.0", "5.0")
    assert all(set(change["languages"]) == {"da"} for change in data["changes"])


def test_nothing_changed() -> None:
    done = diff("subscription", "5.0", "5.0", "--language", "en")
    assert done.stdout.endswith("No clause changed.\n")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["subscription", "5.0", "1.0"], "5.0 is later than 1.0; write: clausebook diff subscription 1.0 5.0"),
        (["subscription", "draft", "1.0"], "draft is later than 1.0; write: clausebook diff subscription 1.0 draft"),
        (["subscription", "9.0", "1.0"], "has no version “9.0”"),
        (
            ["subscription", "1.0", "tomorrow"],
            "has no version “tomorrow”, and that is no date such as 2020-05-01: known",
        ),
        (["subscripton", "1.0", "2.0"], "did you mean “subscription”?"),
        (["subscription", "2010-01-01", "1.0"], "nothing of “subscription” was in force on 2010-01-01"),
        (["subscription", "1.0", "2.0", "--language", "sv"], "not both published in “sv”"),
        (["subscription", "1.0"], "name a document and two states"),
        (["--files", "one.yml"], "name two files after --files"),
    ],
)
def test_wrong_usage(arguments: list[str], said: str) -> None:
    done = diff(*arguments)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_files_without_a_record(tmp_path: Path) -> None:
    old = ROOT / "terms/en/consulting/1.0.yml"
    new = ROOT / "terms/en/consulting/2.0.yml"
    done = diff("--files", str(old), str(new), root=tmp_path)
    assert "From 1.0.yml to 2.0.yml" in done.stdout
    assert "{recording-retention}" in done.stdout
    (tmp_path / "bad.yml").write_text("title: [x\n")
    done = diff("--files", str(old), str(tmp_path / "bad.yml"), root=tmp_path)
    assert done.returncode == 1
    assert "bad.yml:" in done.stdout
    assert "yaml-syntax" in done.stdout
    done = diff("--files", str(old), str(tmp_path / "none.yml"), root=tmp_path)
    assert done.returncode == 1
    assert "file-missing" in done.stdout


def test_files_of_the_same_name_are_told_apart(tmp_path: Path) -> None:
    for folder in ("old", "new"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "draft.yml").write_text(BASE["terms/en/basic/1.0.yml"].replace("ahead", folder))
    done = diff("--files", "old/draft.yml", "new/draft.yml", root=tmp_path, cwd=tmp_path)
    assert "From old/draft.yml to new/draft.yml" in done.stdout
    (tmp_path / "new" / "draft.yml").write_text("title: [x\n")
    assert diff("--files", "old/draft.yml", "new/draft.yml", root=tmp_path, cwd=tmp_path).stdout.startswith(
        "new/draft.yml:"
    )
    elsewhere = diff("--files", "draft.yml", "../new/draft.yml", root=tmp_path, cwd=tmp_path / "old")
    assert elsewhere.stdout.startswith(f"{tmp_path.resolve()}/new/draft.yml:")


def test_files_speak_the_language_of_their_folder() -> None:
    done = diff("--files", "1.0.yml", "2.0.yml", cwd=ROOT / "terms/da/consulting")
    assert "Fra 1.0.yml til 2.0.yml" in done.stdout


def test_notes_are_plain_words(tmp_path: Path) -> None:
    note = "          The fee is {fee};"
    changed = BASE["terms/en/basic/1.0.yml"].replace(note, note.replace("fee is", "charge is"))
    changed = changed.replace("      - id: fee\n", "      - id: fee\n        note: It is *now* {fee}.\n")
    root = write_site(tmp_path, {"terms/en/basic/draft.yml": changed})
    for form, said in (("text", "Why: It is now DKK 125."), ("json", '"note": "It is now DKK 125."')):
        done = diff("basic", "1.0", "draft", "--language", "en", "--format", form, root=root)
        assert said in done.stdout.replace("\u00a0", " ")


WITHDRAWN = """\
  - version: "2.0"
    kind: amendment
    announced: 2026-01-01
    effective: 2026-03-01
    values:
      fee: {amount: 100, currency: DKK}
      notice: {days: 45}
  - withdraws: "2.0"
    announced: 2026-01-10
    reason: {da: x, en: x}
"""


def test_a_withdrawn_version_lies_on_no_way(tmp_path: Path) -> None:
    """The draft continues the version before it, as on the pages."""
    files: dict[str, str | None] = {"terms/basic.yml": BASE["terms/basic.yml"] + WITHDRAWN}
    for code in ("da", "en"):
        text = BASE[f"terms/{code}/basic/1.0.yml"]
        files[f"terms/{code}/basic/2.0.yml"] = text.replace("id: fee", "id: tariff\n        was: [fee]")
        other = text.replace("is {fee}; see section", "nothing").replace("er {fee}; se punkt", "intet")
        files[f"terms/{code}/basic/draft.yml"] = other.replace("id: fee", "id: charge\n        was: [fee]")
    root = write_site(tmp_path, files)
    for state, name in (("draft", "charge"), ("2.0", "tariff")):
        data = json.loads(diff("basic", "1.0", state, "--format", "json", root=root).stdout)
        assert not [one for one in data["changes"] if {"added", "removed"} & set(one["kinds"])]
        assert {one["id"]: one["old_id"] for one in data["changes"]}.get(name, "fee") == "fee"


HOSTILE = (
    "<script>alert(1)</script> @everyone #1 GH-2 **x** [a](https://b.example/) | `c` :+1: www.d.example e@f.example"
)


def test_nothing_in_a_text_acts_as_markup(tmp_path: Path) -> None:
    awkward = (
        HOSTILE.replace("<", "&lt;").replace("**", "\\*\\*").replace("[", "\\[").replace("]", "\\]").replace("`", "\\`")
    )
    awkward += "\\\n          \\===\\\n         "  # what stands alone on a line could underline a heading
    draft = BASE["terms/en/basic/1.0.yml"].replace("The fee is", awkward + " The fee is")
    root = write_site(tmp_path, {"terms/en/basic/draft.yml": draft})
    text = diff("basic", "1.0", "draft", "--language", "en", "--format", "markdown", root=root).stdout
    # Mentions and references are looked for between tags and comments, after entities are decoded.
    pieces = [html.unescape(piece) for piece in re.split(r"</?(?:ins|del|br)>|<!-- -->", text)]
    for sign in ("@everyone", "#1", "GH-2", "https://", ":+1:", "e@f"):
        assert sign not in "\n".join(pieces)
    for sign in ("<script", "](", "`c`", "www.d", "\n=="):
        assert sign not in text
    page = diff("basic", "1.0", "draft", "--language", "en", "--format", "html", root=root).stdout
    assert "<script" not in page
    assert "&lt;script&gt;" in page


def test_a_comment_is_never_too_long(tmp_path: Path) -> None:
    clauses = "".join(
        f"  - id: more-{number}\n    text: |\n      {'Many more words. ' * 300}\n" for number in range(40)
    )
    draft = {f"terms/{code}/basic/draft.yml": BASE[f"terms/{code}/basic/1.0.yml"] + clauses for code in ("da", "en")}
    root = write_site(tmp_path, {**draft})
    text = diff("basic", "1.0", "draft", "--language", "en", "--format", "markdown", root=root).stdout
    assert len(text) <= 65_536
    assert text.count("- ") >= 40
    assert re.search(r"The redlines of \d+ changes do not fit here", text)


@pytest.mark.parametrize(("old", "new", "count"), [(1, 800, 800), (2_500, 2_500, 5_000)])
def test_a_list_too_long_for_a_comment_says_so(tmp_path: Path, old: int, new: int, count: int) -> None:
    whole = count < 1_000
    for name, number_of, words in (
        ("old", old, "Once, {} things were said"),
        ("new", new, "Many words tell of {}"),
    ):
        clauses = (f"  - id: {name}-{each}\n    text: {words.format(each)} and no more.\n" for each in range(number_of))
        (tmp_path / f"{name}.yml").write_text("title: X\nclauses:\n" + "".join(clauses))
    done = diff("--files", str(tmp_path / "old.yml"), str(tmp_path / "new.yml"), "--format", "markdown", root=tmp_path)
    assert len(done.stdout) <= 65_536
    assert (done.stdout.count("\n- ") == count) == whole
    assert ("\n- …\n" in done.stdout) != whole
    assert re.search(r"The redlines of \d+ changes do not fit here", done.stdout)
