"""Shards: what several machines built apart is, joined, the site of one build."""

import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from clausebook.problems import ProblemsFound
from clausebook.site.artifacts import Artifact, ArtifactStore
from clausebook.site.publish import build_shard, build_site
from clausebook.site.shards import Shard
from tests.site.test_cache import DAY, FILES, files_of
from tests.sites import write_site


def shards_of(root: Path, count: int, folder: Path) -> tuple[list[Path], list[str]]:
    """All shards of the site at `root`, each built from a copy of the checkout that it shares with nobody; and their digests."""
    found = []
    digests = []
    for number in range(1, count + 1):
        copy = folder / f"machine {number}"
        shutil.copytree(root, copy)
        _, digest = build_shard(copy, folder / f"shard {number}", Shard(number, count), as_of=DAY, workers=1)
        found.append(folder / f"shard {number}")
        digests.append(digest)
    return found, digests


@pytest.mark.parametrize("count", [1, 2, 3, 5])
def test_joined_shards_are_the_site_of_one_build(count: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = write_site(tmp_path / "site", FILES)
    shards, digests = shards_of(root, count, tmp_path)
    build_site(root, tmp_path / "whole", as_of=DAY, workers=1)
    made = []
    make = ArtifactStore.make

    def noting(store: ArtifactStore, key_of: Callable[..., Any], fill: Callable[..., None]) -> Artifact:
        artifact = make(store, key_of, fill)
        made.append(artifact)
        return artifact

    monkeypatch.setattr(ArtifactStore, "make", noting)
    before = [files_of(shard) for shard in shards]
    build_site(root, tmp_path / "joined", as_of=DAY, shards=shards, digests=digests, workers=1)
    assert files_of(tmp_path / "joined") == files_of(tmp_path / "whole")
    # Only the pages about all documents of each language, its feed and calendar, its sitemap, its search index, and the search itself.
    assert len(made) == 9
    assert [files_of(shard) for shard in shards] == before


def test_no_page_is_in_two_shards(tmp_path: Path) -> None:
    root = write_site(tmp_path / "site", FILES)
    keys = [path.name for shard in shards_of(root, 3, tmp_path)[0] for path in shard.iterdir() if path.is_dir()]
    assert len(keys) == len(set(keys)) == 16


def test_a_damaged_shard_is_made_good(tmp_path: Path) -> None:
    root = write_site(tmp_path / "site", FILES)
    shards, digests = shards_of(root, 2, tmp_path)
    page = next(shards[0].rglob("put-0"))
    page.write_bytes(page.read_bytes()[:-9])
    build_site(root, tmp_path / "whole", as_of=DAY, workers=1)
    said: list[str] = []
    build_site(root, tmp_path / "joined", as_of=DAY, shards=shards, digests=digests, workers=1, report=said.append)
    assert files_of(tmp_path / "joined") == files_of(tmp_path / "whole")
    assert [line for line in said if "made again" in line]


def refused(root: Path, shards: list[Path], digests: list[str]) -> str:
    with pytest.raises(ProblemsFound) as caught:
        build_site(root, root / "joined", as_of=DAY, shards=shards, digests=digests)
    assert not (root / "joined").exists()
    return " ".join(problem.message for problem in caught.value.problems)


def test_what_does_not_belong_together_is_refused(tmp_path: Path) -> None:
    root = write_site(tmp_path / "site", FILES)
    (first, second), digests = shards_of(root, 2, tmp_path)
    assert "these shards are missing: 2" in refused(root, [first], digests)
    assert "stands in" in refused(root, [first, first], digests)
    assert "no shard of a site" in refused(root, [first, root], digests)
    _, third = build_shard(root, tmp_path / "third", Shard(3, 3), as_of=DAY)
    assert "different counts: 2, 3" in refused(root, [first, second, tmp_path / "third"], [*digests, third])
    _, today = build_shard(root, second, Shard(2, 2))
    assert "as of another day" in refused(root, [first, second], [*digests, today])


def reseal(shard: Path, key: str) -> None:
    """Change a page, and make manifest and note fit, as whoever can write into a shard can."""
    manifest = shard / key / "manifest.json"
    page = next((shard / key).rglob("put-*"))
    data = page.read_bytes()
    changed = data[:-1] + b"!"
    page.write_bytes(changed)
    text = manifest.read_bytes()
    new = text.replace(hashlib.sha256(data).hexdigest().encode(), hashlib.sha256(changed).hexdigest().encode())
    assert new != text
    manifest.write_bytes(new)
    note = shard / "shard.json"
    old = hashlib.sha256(text).hexdigest()
    note.write_text(note.read_text(encoding="utf-8").replace(old, hashlib.sha256(new).hexdigest()), encoding="utf-8")


def test_a_shard_is_believed_only_with_its_digest(tmp_path: Path) -> None:
    root = write_site(tmp_path / "site", FILES)
    shards, digests = shards_of(root, 2, tmp_path)
    assert all(re.fullmatch("sha256:[0-9a-f]{64}", digest) for digest in digests)
    reseal(shards[0], next(path.parent.name for path in sorted(shards[0].glob("*/manifest.json"))))
    assert "not with any of the digests" in refused(root, shards, digests)
    assert "not with any of the digests" in refused(root, shards, [])


@pytest.mark.parametrize("told", ["", "5", "{}", '{"number": 1}', "[" * 100_000])
def test_a_note_of_another_form_is_that_of_no_shard(tmp_path: Path, told: str) -> None:
    root = write_site(tmp_path / "site", FILES)
    (tmp_path / "shard").mkdir()
    (tmp_path / "shard" / "shard.json").write_text(told)
    assert "no shard of a site" in refused(root, [tmp_path / "shard"], ["sha256:0"])
    with pytest.raises(ProblemsFound):
        build_shard(root, tmp_path / "shard", Shard(1, 2))
    assert (tmp_path / "shard" / "shard.json").read_text() == told


def test_links_in_a_share_are_not_followed(tmp_path: Path) -> None:
    root = write_site(tmp_path / "site", FILES)
    shards, digests = shards_of(root, 2, tmp_path)
    build_site(root, tmp_path / "whole", as_of=DAY, workers=1)
    for path in [*shards[0].rglob("put-0"), shards[1] / "index.json", next(shards[1].glob("*/manifest.json"))]:
        path.rename(tmp_path / "elsewhere")
        path.symlink_to(tmp_path / "elsewhere")
    os.mkfifo(shards[0] / "pipe")
    build_site(root, tmp_path / "joined", as_of=DAY, shards=shards, digests=digests, workers=1)
    assert files_of(tmp_path / "joined") == files_of(tmp_path / "whole")


def test_another_program_built_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = write_site(tmp_path / "site", FILES)
    monkeypatch.setattr("clausebook.site.shards.program_digest", lambda: "another")
    shards, digests = shards_of(root, 1, tmp_path)
    monkeypatch.undo()
    assert "another version of the program" in refused(root, shards, digests)


def test_an_earlier_share_is_replaced_but_nothing_beside_it(tmp_path: Path) -> None:
    root = write_site(tmp_path / "site", FILES)
    first = build_shard(root, tmp_path / "shard", Shard(1, 2), as_of=DAY)
    assert build_shard(root, tmp_path / "shard", Shard(1, 2), as_of=DAY) == first
    (tmp_path / "shard" / "mine.txt").write_text("x")
    with pytest.raises(ProblemsFound):
        build_shard(root, tmp_path / "shard", Shard(1, 2), as_of=DAY)
    assert (tmp_path / "shard" / "mine.txt").exists()
    (tmp_path / "link").symlink_to(tmp_path / "shard")
    with pytest.raises(ProblemsFound):
        build_shard(root, tmp_path / "link", Shard(1, 2), as_of=DAY)


def test_a_folder_with_something_else_is_left_alone(tmp_path: Path) -> None:
    root = write_site(tmp_path / "site", FILES)
    with pytest.raises(ProblemsFound):
        build_shard(root, root, Shard(1, 2))
    assert (root / "terms").is_dir()


def run(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "clausebook", "-C", str(root), *arguments, "--as-of", "2026-03-01"]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_the_commands(tmp_path: Path) -> None:
    root = write_site(tmp_path / "site", FILES)
    digests = []
    for number in "12":
        done = run(root, "build", "--shard", f"{number}/2")
        assert re.fullmatch(r"sha256:[0-9a-f]{64}\n", done.stdout), done.stderr
        assert re.search(rf"{root}/shard-{number}: shard {number}/2, \d+ pages", done.stderr)
        digests += ["--digest", done.stdout.strip()]
    done = run(root, "merge", str(root / "shard-1"), str(root / "shard-2"), *digests)
    assert done.returncode == 0, done.stdout
    assert done.stdout.startswith(f"{root}/site: ")
    build_site(root, tmp_path / "whole", as_of=DAY)
    assert files_of(root / "site") == files_of(tmp_path / "whole")
    assert "write the second of four as 2/4" in run(root, "build", "--shard", "3/2").stderr
