"""The last release taken back: as long as git knows of no remote branch that has it, and wholly or not at all."""

import subprocess
from pathlib import Path

import pytest

from tests.releases.life import edit_drafts, new_site, released, run, tree

UNDO = ("release", "basic", "--undo")


@pytest.fixture
def site(tmp_path: Path) -> Path:
    site = new_site(tmp_path / "site")
    edit_drafts(site, "Two.", ("{fee}", "exactly {fee}"))
    return site


def git(folder: Path, *arguments: str) -> None:
    identity = ["-c", "user.name=A", "-c", "user.email=a@example.com", "-c", "init.defaultBranch=main"]
    subprocess.run(["git", "-C", str(folder), *identity, *arguments], check=True, capture_output=True)


def with_remote(site: Path) -> None:
    """Put the site under git, pushed to a remote as it is."""
    remote = site.parent / "remote"
    remote.mkdir()
    git(remote, "init", "--bare")
    git(site, "init")
    git(site, "add", "terms")
    git(site, "commit", "-m", "one")
    git(site, "remote", "add", "origin", str(remote))
    git(site, "push", "-u", "origin", "HEAD:main")


def test_taken_back(site: Path) -> None:
    """What stays is the state before the release, but for the seals of entries that had none."""
    with_remote(site)
    released(site, "2026-01-01")
    sealed = tree(site)
    edit_drafts(site, "Three.", ("exactly", "almost"))
    released(site, "2026-03-01")
    git(site, "commit", "-am", "not pushed")
    before = tree(site)
    done = run(site, *UNDO, "--dry-run")
    assert "basic 3.0: amendment, announced on 2026-03-01" in done.stdout
    assert "not published: it stands in none of 1 remote branch, as last fetched" in done.stdout
    assert tree(site) == before
    assert run(site, *UNDO).returncode == 2, "nobody is there to be asked"
    assert tree(site) == before
    done = run(site, *UNDO, "--yes")
    assert done.returncode == 0, done.stderr
    drafts = {name: data for name, data in before.items() if name.endswith("draft.yml")}
    assert tree(site) == {**sealed, **drafts}
    assert run(site, "check").returncode == 0
    # The first release too: the version before it had no seal, and has one now.
    assert run(site, *UNDO, "--yes").returncode == 0
    assert run(site, "check").returncode == 0
    assert run(site, "verify").returncode == 0


def test_the_first_release_of_all(site: Path) -> None:
    record = (site / "terms/basic.yml").read_text(encoding="utf-8").partition("versions:")[0]
    (site / "terms/basic.yml").write_text(record, encoding="utf-8")
    for language in ("da", "en"):
        (site / f"terms/{language}/basic/1.0.yml").unlink()
    released(site, "2026-01-01")
    assert run(site, *UNDO, "--yes").returncode == 0
    assert (site / "terms/basic.yml").read_text(encoding="utf-8") == f"{record}versions: []\n"
    released(site, "2026-01-01")


def test_what_was_pushed_stays(site: Path) -> None:
    with_remote(site)
    released(site, "2026-01-01")
    git(site, "add", "terms")
    git(site, "commit", "-m", "two")
    git(site, "push", "origin", "HEAD:other")
    before = tree(site)
    done = run(site, *UNDO, "--yes")
    assert done.returncode == 1
    assert "undo: 2.0 was published: it stands in origin/other — withdraw it before it takes effect" in done.stdout
    assert tree(site) == before


def test_nobody_knows(site: Path) -> None:
    """Without git, or without a remote, it says so and asks."""
    released(site, "2026-01-01")
    assert "is not known: git is not installed" in run(site, *UNDO, "--dry-run", PATH="").stdout
    said = run(site, *UNDO, "--dry-run", GIT_CEILING_DIRECTORIES="/").stdout
    assert f"is not known: {site} is in no git repository" in said
    git(site, "init")
    done = run(site, *UNDO)
    assert "is not known: this repository has no remote branch that git knows of" in done.stdout
    assert done.returncode == 2
    assert run(site, *UNDO, "--yes").returncode == 0


def test_a_draft_that_went_on(site: Path) -> None:
    """That the released text is nowhere else is said before it goes."""
    released(site, "2026-01-01")
    edit_drafts(site, "Three.", ("exactly", "almost"))
    assert (
        "the draft is no longer the released text in da, en: that text is removed"
        in run(site, *UNDO, "--dry-run").stdout
    )


@pytest.mark.parametrize(
    ("entry", "said"),
    [("none", "1.0 has no seal: it was not written by"), ("withdrawal", "the last entry withdraws 2.0")],
)
def test_nothing_to_take_back(site: Path, entry: str, said: str) -> None:
    if entry == "withdrawal":
        released(site, "2026-01-01")
        reasons = ["--reason", "da=x", "--reason", "en=x"]
        assert run(site, "withdraw", "basic", "2.0", *reasons, "--yes", day="2026-01-02").returncode == 0
    before = tree(site)
    done = run(site, *UNDO, "--yes")
    assert done.returncode == 1
    assert f"undo: {said}" in done.stdout
    assert tree(site) == before


def test_no_other_option(site: Path) -> None:
    assert run(site, *UNDO, "--announce", "2026-01-01").returncode == 2
    assert run(site, "release", "basic").returncode == 2


def test_two_branches_released(site: Path) -> None:
    """As docs/releases.md says: git finds the conflict; one takes its release back, merges, and releases again."""
    edit_drafts(site, "The first version.", ("exactly {fee}", "{fee}"))
    git(site, "init")
    git(site, "add", ".")
    git(site, "commit", "-m", "one")
    git(site, "checkout", "-b", "first")
    edit_drafts(site, "Two.", ("{fee}", "exactly {fee}"))
    released(site, "2026-01-01")
    git(site, "add", ".")
    git(site, "commit", "-m", "first")
    git(site, "checkout", "main")
    git(site, "checkout", "-b", "second")
    edit_drafts(site, "Also two.", ("{notice} ", "at least {notice} "))
    released(site, "2026-01-02")
    git(site, "add", ".")
    git(site, "commit", "-m", "second")
    with pytest.raises(subprocess.CalledProcessError):
        git(site, "merge", "first")
    git(site, "merge", "--abort")
    assert run(site, *UNDO, "--yes").returncode == 0
    git(site, "add", "-A", ".")
    git(site, "commit", "-m", "taken back")
    git(site, "merge", "-X", "theirs", "-m", "merged", "first")
    edit_drafts(site, "Three.")
    assert run(site, "check").returncode == 0
    released(site, "2026-01-02")
    assert run(site, "verify").returncode == 0
    record = (site / "terms/basic.yml").read_text(encoding="utf-8")
    assert [line for line in record.splitlines() if "- version:" in line] == [
        '  - version: "1.0"',
        '  - version: "2.0"',
        '  - version: "3.0"',
    ]
    text = (site / "terms/en/basic/3.0.yml").read_text(encoding="utf-8")
    assert "exactly {fee}" in text
    assert "at least {notice}" in text
