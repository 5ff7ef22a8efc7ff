"""What was published before is the beginning of what is published now: in a commit, a folder, or downloaded data."""

import json
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from clausebook.git import Commit, Unknown
from clausebook.model.reading import read_book
from clausebook.model.seals import chain
from clausebook.problems import Problems
from clausebook.source import parse_yaml
from clausebook.verify.history import verify_against
from clausebook.verify.settings import SiteFacts
from tests.releases.life import edit_drafts, released, run
from tests.sites import write_site
from tests.verify.published import book_of

RECORD, TEXT = "terms/basic.yml", "terms/en/basic/2.0.yml"


def git(root: Path, *arguments: str) -> None:
    names = ["-c", "user.name=Somebody", "-c", "user.email=somebody@example.com", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *names, "-C", str(root), *arguments], check=True, capture_output=True)


@pytest.fixture
def committed(site: Path) -> Path:
    """The published site in a repository, with a tag for what is published."""
    git(site, "init", "-q")
    git(site, "add", "terms", "mkdocs.yml")
    git(site, "commit", "-qm", "published")
    git(site, "tag", "published")
    return site


def against(site: Path, earlier: str) -> str:
    """The problems that are found, a line each."""
    problems = Problems()
    verify_against(site, book_of(site), SiteFacts("Small Terms"), earlier, problems)
    return "\n".join(map(str, problems))


def reseal(site: Path, record: str = RECORD) -> None:
    """Compute the digests and the chain anew, as somebody would who rewrites the history."""
    path = site / record
    for _ in range(20):
        text = re.sub(r"^    chain: .*\n", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
        node = parse_yaml(text, record, Problems())
        assert node
        head, *entries = re.split(r"(?=^  - (?:version|withdraws))", text, flags=re.MULTILINE)
        previous, sealed = "", []
        for entry, plain in zip(entries, node.plain()["versions"], strict=True):
            previous = chain(plain, previous)
            sealed.append(f"{entry}    chain: {previous}\n")
        path.write_text(head + "".join(sealed), encoding="utf-8")
        problems = Problems()
        read_book(site, problems)
        wrong = [re.search(r"its digest is (sha256:\w+), the record has (sha256:\w+)", one.message) for one in problems]
        if not any(wrong):
            return
        for found in filter(None, wrong):
            path.write_text(path.read_text(encoding="utf-8").replace(found[2], found[1]), encoding="utf-8")


def entries_of(site: Path) -> tuple[str, list[str]]:
    text = (site / RECORD).read_text(encoding="utf-8")
    head, *entries = re.split(r"(?=^  - (?:version|withdraws))", text, flags=re.MULTILINE)
    return head, entries


def cut_off(site: Path) -> None:
    """The last entry and its files gone."""
    head, entries = entries_of(site)
    (site / RECORD).write_text(head + "".join(entries[:-1]), encoding="utf-8")
    for language in ("da", "en"):
        (site / f"terms/{language}/basic/4.0.yml").unlink()


def withdrawal_gone(site: Path) -> None:
    """The withdrawal taken back, and all after it sealed anew."""
    head, entries = entries_of(site)
    kept = [entry for entry in entries if "withdraws" not in entry]
    for language in ("da", "en"):
        (site / f"terms/{language}/basic/4.0.yml").unlink()
    (site / RECORD).write_text(head + "".join(kept[:-1]), encoding="utf-8")
    reseal(site)


def rewritten(site: Path) -> None:
    """A word of an old version changed, and all sealed anew."""
    path = site / TEXT
    path.write_text(path.read_text(encoding="utf-8").replace("exactly", "hardly"), encoding="utf-8")
    reseal(site)


def renamed(site: Path) -> None:
    """The whole document under another name."""
    (site / RECORD).rename(site / "terms/other.yml")
    for language in ("da", "en"):
        (site / f"terms/{language}/basic").rename(site / f"terms/{language}/other")
    reseal(site, "terms/other.yml")


def replaced(site: Path) -> None:
    """The document gone, and another one there."""
    shutil.rmtree(site / "terms")
    write_site(site)
    (site / RECORD).rename(site / "terms/other.yml")
    for language in ("da", "en"):
        (site / f"terms/{language}/basic").rename(site / f"terms/{language}/other")


ATTACKS: list[tuple[Callable[[Path], None], str]] = [
    (cut_off, "terms/basic.yml:1:1: history-differs: version 4.0 was published in {earlier}, but the record ends before it (1 missing)"),
    (withdrawal_gone, "history-differs: the withdrawal of 3.0 was published in {earlier}, but the record ends before it (2 missing)"),
    (rewritten, "history-differs: version 2.0 is not as it was published in {earlier}: “editions” was "),
    (rewritten, "history-differs: this text is not as it was published in {earlier}"),
    (renamed, "terms/basic.yml:1:1: history-gone: the document “basic” was published with 5 entries in {earlier}, and is gone; its texts stand in “other” now"),
    (replaced, "terms/basic.yml:1:1: history-gone: the document “basic” was published with 5 entries in {earlier}, and is gone"),
]  # fmt: skip


@pytest.mark.parametrize(("attack", "said"), ATTACKS, ids=lambda value: getattr(value, "__name__", ""))
def test_attacks_on_the_history_are_found(
    committed: Path, published: Path, attack: Callable[[Path], None], said: str
) -> None:
    attack(committed)
    for earlier in ("published", str(published)):
        assert said.format(earlier=earlier) in against(committed, earlier)


@pytest.mark.parametrize(
    ("attack", "said"),
    [
        (cut_off, "history-differs: version 4.0 was published, but the record does not have it"),
        (rewritten, "history-differs: version 2.0: “chain” was sha256:"),
        (rewritten, "2.0/en.json:1:1: history-differs: this edition is not as it was published"),
        (withdrawal_gone, "history-differs: version 3.0: “terminate_until”"),
        (renamed, "history-gone: the document “basic” was published with 4 versions, and is gone"),
    ],
)
def test_attacks_are_found_by_downloaded_data(
    site: Path, published: Path, attack: Callable[[Path], None], said: str
) -> None:
    attack(site)
    found = against(site, str(published / "site/data"))
    assert said in found or ("history-differs: version 3.0: “withdrawn”" in found and attack is withdrawal_gone)


def test_what_came_since_is_no_difference(committed: Path, published: Path) -> None:
    edit_drafts(committed, "Five.", ("at most", "at least"))
    released(committed, "2026-08-01")
    done = run(
        committed,
        "withdraw",
        "basic",
        "5.0",
        "--reason",
        "da=Fejl.",
        "--reason",
        "en=A mistake.",
        "--yes",
        day="2026-08-02",
    )
    assert done.returncode == 0, done.stderr
    for earlier in ("published", "HEAD", str(published), str(published / "site/data")):
        assert against(committed, earlier) == ""
    done = run(committed, "verify", "--against", "published")
    assert "published: 5 entries and 8 texts of 1 documents stand as they were published there" in done.stdout


def test_line_ends_of_windows_are_no_difference(committed: Path) -> None:
    path = committed / TEXT
    earlier = committed.parent / "earlier"
    shutil.copytree(committed / "terms", earlier / "terms")
    text = (earlier / "terms/en/basic/2.0.yml").read_bytes()
    (earlier / "terms/en/basic/2.0.yml").write_bytes(text.replace(b"\n", b"\r\n"))
    assert path.read_bytes() == text
    assert against(committed, str(earlier)) == ""


def test_a_record_that_was_a_link(committed: Path) -> None:
    earlier = committed.parent / "earlier"
    shutil.copytree(committed / "terms", earlier / "terms")
    (earlier / RECORD).unlink()
    (earlier / RECORD).symlink_to(committed / RECORD)
    assert "terms/basic.yml:1:1: history-unknown: as it is in" in against(committed, str(earlier))
    git(committed, "rm", "-q", "--cached", RECORD)
    target = committed / "elsewhere.yml"
    (committed / RECORD).rename(target)
    (committed / RECORD).symlink_to(target)
    git(committed, "add", RECORD)
    git(committed, "commit", "-qm", "a link")
    (committed / RECORD).unlink()
    target.rename(committed / RECORD)
    assert "is no ordinary file there" in against(committed, "HEAD")


def test_a_record_that_is_a_link_today(committed: Path) -> None:
    target = committed / "elsewhere.yml"
    (committed / RECORD).rename(target)
    (committed / RECORD).symlink_to(target)
    done = run(committed, "verify", "--against", "published")
    assert done.returncode == 1
    assert f"{RECORD}:1:1: file-" in done.stdout


@pytest.mark.parametrize("revision", ["-x", "--all", "nothing", "HEAD~7", "HEAD:terms", ""])
def test_what_is_no_commit(committed: Path, revision: str) -> None:
    assert ":1:1: history-unknown: " in against(committed, revision)


def test_a_shallow_clone_works_as_far_as_it_goes(committed: Path) -> None:
    (committed / "note").write_text("x", encoding="utf-8")
    git(committed, "add", "note")
    git(committed, "commit", "-qm", "later")
    clone = committed.parent / "clone"
    git(committed.parent, "clone", "-q", "--depth", "1", "--no-tags", f"file://{committed}", str(clone))
    assert against(clone, "HEAD") == ""
    found = against(clone, "published")
    assert "there is no commit “published” here — fetch it: git fetch --depth 1 origin published" in found


def test_no_repository(published: Path, tmp_path: Path) -> None:
    with pytest.raises(Unknown, match="is in no git repository"):
        Commit.find(tmp_path, "HEAD")
    empty = tmp_path / "empty"
    empty.mkdir()
    assert "history-unknown: there is no terms/" in against(published, str(empty))


def test_names_that_git_would_quote(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    folder = tmp_path / "site/terms"
    folder.mkdir(parents=True)
    (folder / 'æ "x"\n.yml').write_text("x", encoding="utf-8")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-qm", "one")
    commit = Commit.find(tmp_path / "site", "HEAD")
    (name,) = commit.files("terms")
    assert name == 'terms/æ "x"\n.yml'
    assert list(commit.contents(commit.files("terms").values()).values()) == [b"x"]


def test_data_that_cannot_be_read(published: Path, tmp_path: Path) -> None:
    (tmp_path / "basic.json").write_text("{", encoding="utf-8")
    assert "history-unknown: this is no data of a document" in against(published, str(tmp_path))
    (tmp_path / "basic.json").write_text(json.dumps({"id": "basic", "versions": [3]}), encoding="utf-8")
    assert "history-differs" in against(published, str(tmp_path))
