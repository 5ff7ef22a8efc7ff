"""The record keeps its comments, order and quoting: a command adds its lines and touches no other."""

import re
from pathlib import Path

import pytest

from clausebook.problems import Problems, ProblemsFound
from clausebook.releases.record import append_entry, seal_entries
from clausebook.source import parse_yaml
from tests.releases.life import edit, edit_drafts, new_site, released, run

ENTRY = {
    "version": "2.0",
    "kind": "amendment",
    "announced": "2026-01-01",
    "effective": "2026-03-01",
    "substantial": True,
    "values": {
        "fee": {"amount": 125, "currency": "DKK"},
        "hours": {"from": "09:00", "to": "17:00"},
        "name": {"text": ["A: b", "no"]},
    },
    "editions": {"da": "sha256:" + "0" * 64},
}
VERSIONS = """\
versions:
  - version: "1.0"
    kind: initial
    announced: 2020-01-01
    effective: 2020-01-01
"""
RECORDS = {
    "last in the file": "# a comment\nlaw: DK   # Denmark\nnumbering: ['1', \"1.1\"]\n\n" + VERSIONS,
    "keys after it": VERSIONS + "\n# about the law\nlaw: DK\n",
    "comments between": VERSIONS.replace("    kind", "    # why\n    kind") + "# the end\n",
    "not indented": VERSIONS.replace("\n  -", "\n-").replace("\n    ", "\n  "),
    "wide dashes": VERSIONS.replace("  - version", "  -   version").replace("\n    ", "\n      "),
    "no version yet": "law: DK\nversions: []\n",
    "no key": "law: DK\n",
    "nothing below the key": "law: DK\nversions:\n",
    "no newline at the end": VERSIONS.rstrip("\n"),
    "blank lines at the end": VERSIONS + "\n\n",
    "carriage returns": VERSIONS.replace("\n", "\r\n"),
}  # fmt: skip


def plain(text: str) -> dict[str, object]:
    node = parse_yaml(text, "terms/basic.yml", Problems())
    assert node
    found = node.plain()
    assert isinstance(found, dict)
    return found


def is_subsequence(lines: list[str], longer: list[str]) -> bool:
    rest = iter(longer)
    return all(line in rest for line in lines)


@pytest.mark.parametrize("name", RECORDS)
def test_an_entry_is_added_and_nothing_else_changes(name: str) -> None:
    text = RECORDS[name]
    made = append_entry(text, "terms/basic.yml", ENTRY)
    kept = [line for line in text.splitlines() if not re.match(r"versions:", line)]
    assert is_subsequence(kept, made.splitlines())
    entries = plain(made)["versions"]
    assert isinstance(entries, list)
    assert {key: value for key, value in entries[-1].items() if key != "chain"} == ENTRY
    assert re.fullmatch(r"sha256:[0-9a-f]{64}", entries[-1]["chain"])
    assert plain(made) == {**plain(text), "versions": entries}
    assert "\r" not in made
    again = append_entry(made, "terms/basic.yml", {**ENTRY, "version": "3.0"})
    assert is_subsequence(made.splitlines(), again.splitlines())


def test_sealing_adds_lines_to_each_entry_only() -> None:
    text = RECORDS["comments between"]
    made = seal_entries(
        text, "terms/basic.yml", {"1.0": {"kind": "unused", "law": "DK", "editions": {"da": "sha256:" + "1" * 64}}}
    )
    added = [line for line in made.splitlines() if line not in text.splitlines()]
    assert [line.partition(":")[0] for line in added] == ["    law", "    editions", "      da", "    chain"]
    assert seal_entries(made, "terms/basic.yml", {}) == made


@pytest.mark.parametrize("text", ['versions: [{version: "1.0"}]\n', 'versions:\n  - {version: "1.0"}\n'])
def test_a_form_that_leaves_no_place_is_said(text: str) -> None:
    with pytest.raises(ProblemsFound, match="record-form"):
        append_entry(text, "terms/basic.yml", ENTRY)


def test_comments_survive_every_command(tmp_path: Path) -> None:
    site = new_site(tmp_path)
    edit(
        site,
        "terms/basic.yml",
        ("law: DK", "law: DK  # Denmark"),
        ("values:\n  fee", "# what is printed\nvalues:\n  fee"),
    )
    edit(site, "terms/basic.yml", ("  - version", "  # the beginning\n  - version"))
    before = (site / "terms/basic.yml").read_text(encoding="utf-8").splitlines()
    edit_drafts(site, "Two.", ("{fee}", "exactly {fee}"))
    released(site, "2026-01-01")
    done = run(
        site, "withdraw", "basic", "2.0", "--reason", "da=Fejl: æ", "--reason", 'en="quoted"', "--yes", day="2026-01-02"
    )
    assert done.returncode == 0, done.stderr
    after = (site / "terms/basic.yml").read_text(encoding="utf-8").splitlines()
    assert is_subsequence(before, after)
    assert run(site, "verify").returncode == 0
