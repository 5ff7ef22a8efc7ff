"""A review of a change: what a colleague is told, from a branch, a fork's merge, a shallow clone."""

import json
import subprocess
from pathlib import Path

import pytest

from tests.releases.life import edit, edit_drafts, run
from tests.sites import write_site

DRAFTS = ("terms/da/basic/draft.yml", "terms/en/basic/draft.yml")


def git(root: Path, *arguments: str) -> str:
    command = [
        "git",
        "-c",
        "user.name=t",
        "-c",
        "user.email=t@example.com",
        "-c",
        "protocol.file.allow=always",
        *arguments,
    ]
    return subprocess.run(command, cwd=root, check=True, capture_output=True, text=True).stdout


def commit(root: Path) -> None:
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message", "A change")


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A sealed site on the branch `change`, which `main` has as it was."""
    root = tmp_path / "site"
    write_site(root)
    assert run(root, "seal", "basic", "--yes").returncode == 0
    git(root, "init", "--quiet", "--initial-branch", "main")
    commit(root)
    git(root, "switch", "--quiet", "--create", "change")
    return root


def reviewed(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return run(root, "review", "--as-of", "2026-11-25", *arguments)


def test_a_change_in_all_languages(site: Path) -> None:
    edit(site, DRAFTS[0], ("varsles", "meddeles"))
    edit(site, DRAFTS[1], ("announced", "told"))
    done = reviewed(site)
    assert done.returncode == 0, done.stdout
    assert "The draft: 1 change (1 of wording) in da, en." in done.stdout
    assert (
        "If announced tomorrow (26 November 2026), the draft takes effect on **11 January 2027** at the earliest"
        in done.stdout
    )
    assert "### Basisvilkår, draft · Danish" in done.stdout
    assert "<del>varsles</del> <ins>meddeles</ins>" in done.stdout
    assert "<del>announced</del> <ins>told</ins>" in done.stdout


def test_a_change_in_one_language_waits_for_the_others(site: Path) -> None:
    edit(site, DRAFTS[0], ("varsles", "meddeles"))
    done = reviewed(site)
    assert done.returncode == 0, "a translation that waits is a warning"
    assert "0 mistakes, 1 warning" in done.stdout
    assert "Waits for translation into en: `changes`." in done.stdout
    assert "· English" not in done.stdout


def test_a_value(site: Path) -> None:
    edit(site, "terms/basic.yml", ("values:\n  fee: {amount: 125", "values:\n  fee: {amount: 150"))
    done = reviewed(site)
    assert "The value `fee`: 125\u00a0danske kroner → **150\u00a0danske kroner**." in done.stdout
    assert done.stdout.count("<ins>150\u00a0danske kroner</ins>") == 1


def test_a_published_file_that_was_touched(site: Path) -> None:
    with (site / "terms/en/basic/1.0.yml").open("a", encoding="utf-8") as file:
        file.write("# harmless?\n")
    done = reviewed(site)
    assert done.returncode == 1
    assert "2 mistakes" in done.stdout
    assert "text&#45;changed" in done.stdout


def test_a_release(site: Path) -> None:
    edit_drafts(site, "Now told.")
    done = run(site, "release", "basic", "--announce", "2026-12-01", "--yes", day="2026-11-25")
    assert done.returncode == 0, done.stdout
    told = reviewed(site).stdout
    assert "**Releases 2.0** (amendment): announced on 1 December 2026, takes effect on 16 January 2027." in told
    assert "version 2&#46;0 · Danish" in told


def test_new_and_removed_documents(site: Path) -> None:
    assert run(site, "new", "privacy").returncode == 0
    assert "- New document, in da, en.\n\n" in reviewed(site).stdout
    commit(site)
    git(site, "switch", "--quiet", "--create", "without")
    for path in ("terms/privacy.yml", "terms/da/privacy/draft.yml", "terms/en/privacy/draft.yml"):
        (site / path).unlink()
    for language in ("da", "en"):
        (site / "terms" / language / "privacy").rmdir()
    assert "**The document is removed.**" in reviewed(site, "--base", "change").stdout


def test_nothing_changed(site: Path) -> None:
    done = reviewed(site)
    assert (done.returncode, "No document changes." in done.stdout) == (0, True)
    (site / "content").mkdir()
    (site / "content/about.md").write_text("# About\n", encoding="utf-8")
    assert "Also changed: `content&#47;about&#46;md`" in reviewed(site).stdout


def test_what_main_did_since_is_not_told(site: Path) -> None:
    edit(site, DRAFTS[0], ("varsles", "meddeles"))
    commit(site)
    git(site, "switch", "--quiet", "main")
    edit(site, DRAFTS[1], ("announced", "published"))
    commit(site)
    git(site, "switch", "--quiet", "change")
    assert "published" not in reviewed(site).stdout


def test_the_merge_of_a_fork_is_reviewed_against_the_branch_it_goes_to(site: Path) -> None:
    edit(site, DRAFTS[0], ("varsles", "meddeles"))
    commit(site)
    git(site, "switch", "--quiet", "--detach", "main")
    git(site, "merge", "--quiet", "--no-ff", "--message", "Merge", "change")
    done = reviewed(site, "--base", "HEAD^1")
    assert "<ins>meddeles</ins>" in done.stdout


def test_a_shallow_clone(site: Path, tmp_path: Path) -> None:
    edit(site, DRAFTS[0], ("varsles", "meddeles"))
    commit(site)
    edit(site, DRAFTS[0], ("meddeles", "bekendtgøres"))
    commit(site)
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "--quiet", "--depth", "1", "--branch", "change", site.as_uri(), str(clone))
    git(clone, "fetch", "--quiet", "--depth", "1", "origin", "main:refs/remotes/origin/main")
    done = reviewed(clone, "--base", "origin/main")
    assert "compared with origin/main itself" in done.stderr
    assert "<ins>bekendtgøres</ins>" in done.stdout


def test_a_base_that_is_not_there(site: Path, tmp_path: Path) -> None:
    done = reviewed(site, "--base", "nowhere")
    assert done.returncode == 1
    assert "there is no commit “nowhere” here — fetch it" in done.stdout
    done = reviewed(site, "--base", "--output=x")
    assert "is not the name of a commit" in done.stdout
    without = write_site(tmp_path / "plain")
    assert "is in no git repository" in reviewed(without).stdout


def test_a_comment_that_is_too_long_says_what_it_leaves_out(site: Path) -> None:
    for name in DRAFTS:
        text = (site / name).read_text(encoding="utf-8")
        clauses = "".join(
            f"  - id: c{number}\n    text: |\n      {'Ord og flere ord. ' * 300}\n" for number in range(40)
        )
        (site / name).write_text(text + clauses, encoding="utf-8")
    done = reviewed(site, "--more", "https://example.com/run/1")
    assert len(done.stdout) <= 60_000
    assert "redlines did not fit here; see [the whole review](https://example.com/run/1)" in done.stdout
    whole = reviewed(site, "--format", "html").stdout
    assert whole.count("<ins>") == 80
    assert "did not fit" not in whole


def test_json(site: Path) -> None:
    edit(site, DRAFTS[0], ("varsles", "meddeles"))
    data = json.loads(reviewed(site, "--format", "json").stdout)
    (document,) = data["documents"]
    assert document["document"] == "basic"
    assert document["stale"] == {"en": ["changes"]}
    assert document["draft"]["changes"][0]["languages"]["da"]["text"][1] == ["del", "varsles"]


def test_annotations_end_no_command_and_begin_none(site: Path) -> None:
    edit(site, DRAFTS[0], ("{fee}", "{fee-%0A::error::x}"))
    done = reviewed(site, "--format", "github")
    assert done.returncode == 1
    for line in done.stdout.splitlines():
        assert line.startswith(("::error file=terms/", "::warning file=terms/"))


CHECKS = [
    ("json", lambda out: [each["code"] for each in json.loads(out)]),
    ("sarif", lambda out: [each["ruleId"] for each in json.loads(out)["runs"][0]["results"]]),
    ("github", lambda out: [line.partition("title=")[2].partition("::")[0] for line in out.splitlines()]),
]


@pytest.mark.parametrize(("form", "codes"), CHECKS, ids=[form for form, _ in CHECKS])
def test_check_for_programs(site: Path, form: str, codes: object) -> None:
    edit(site, DRAFTS[1], ("{fee}", "{fees}"))
    done = run(site, "check", "--format", form)
    assert done.returncode == 1
    assert callable(codes)
    assert sorted(codes(done.stdout)) == ["placeholder-parity", "placeholder-parity", "unknown-value"]
    fine = run(site, "check", "--format", form, "--since", "HEAD", "--no-cache")
    assert fine.returncode == 1, "it is not committed, so HEAD does not have it"
    commit(site)
    fine = run(site, "check", "--format", form, "--since", "HEAD")
    assert fine.returncode == 0
    assert codes(fine.stdout) == []


def test_a_rule_of_sarif_carries_its_explanation(site: Path) -> None:
    edit(site, DRAFTS[1], ("{fee}", "{fees}"))
    (found,) = json.loads(run(site, "check", "--format", "sarif").stdout)["runs"]
    rules = found["tool"]["driver"]["rules"]
    for result in found["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["locations"][0]["physicalLocation"]["region"]["startLine"] > 0
    assert all(len(rule["help"]["markdown"]) > 20 for rule in rules)


def test_check_since_tells_what_the_change_brought(site: Path) -> None:
    edit(site, DRAFTS[1], ("announced", "announced, TODO"))
    commit(site)
    edit(site, DRAFTS[1], ("title: Payment", "title: Payments TODO"), ("title: Basic", "# a line more\ntitle: Basic"))
    done = run(site, "check", "--since", "HEAD", "--strict")
    assert done.returncode == 1
    assert "TODO" in done.stdout
    assert "announced" not in done.stdout
    assert "no problems that were not there in change" not in done.stdout
    commit(site)
    assert run(site, "check", "--since", "HEAD", "--strict").stdout == "no problems that were not there in HEAD\n"


def test_diff_of_a_revision(site: Path) -> None:
    edit(site, DRAFTS[0], ("varsles", "meddeles"))
    done = run(site, "diff", "basic@main")
    assert "From draft@main to draft" in done.stdout or "draft@main" in done.stdout
    assert "[-varsles-] {+meddeles+}" in done.stdout
    done = run(site, "diff", "basic", "1.0@main", "draft", "--language", "en")
    assert done.returncode == 0, done.stderr
    done = run(site, "diff", "basic@nowhere")
    assert done.returncode == 2
    assert "there is no commit “nowhere” here" in done.stderr
    done = run(site, "diff", "basic", "9.0@main", "draft")
    assert "has no version “9.0”" in done.stderr
