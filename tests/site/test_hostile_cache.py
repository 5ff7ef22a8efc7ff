"""Whatever happens to a cache, the site is that of a build from nothing: nothing of it is believed that is not proven, waited for or followed."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from clausebook import private
from clausebook.problems import ProblemsFound
from clausebook.site.cache import open_cache
from clausebook.site.publish import build_site
from tests import EXPLORING
from tests.site.spoiling import SPOILS, spoil
from tests.site.test_cache import DAY, SECOND, files_of
from tests.sites import BASE, write_site

FILES: dict[str, str | None] = {
    "terms/basic.yml": BASE["terms/basic.yml"] + SECOND,
    "terms/en/basic/2.0.yml": BASE["terms/en/basic/1.0.yml"],
    "terms/da/basic/2.0.yml": BASE["terms/da/basic/1.0.yml"],
}


@dataclass
class Poisoned:
    """A small site with a cache of two builds, so that there is a spare, to be copied and spoilt; and the site from nothing."""

    folder: Path
    wanted: dict[str, bytes] = field(default_factory=dict)

    def prepare(self) -> None:
        root = write_site(self.folder / "site", FILES)
        for _ in range(2):
            said: list[str] = []
            cache = open_cache(root, said.append, self.folder / "cache")
            build_site(root, root / "site", as_of=DAY, cache=cache, workers=1)
            assert said == []
        build_site(root, self.folder / "fresh", as_of=DAY, workers=1)
        self.wanted = files_of(self.folder / "fresh")
        assert files_of(root / "site") == self.wanted

    def build(self, copy: Path) -> tuple[dict[str, bytes], list[str]]:
        said: list[str] = []
        cache = open_cache(copy / "site", said.append, copy / "cache")
        build_site(copy / "site", copy / "site/site", as_of=DAY, cache=cache, report=said.append, workers=1)
        return files_of(copy / "site/site"), said


@pytest.fixture(scope="module")
def poisoned(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Poisoned]:
    made = Poisoned(tmp_path_factory.mktemp("poisoned"))
    made.prepare()
    yield made


@pytest.fixture
def copy(poisoned: Poisoned, tmp_path: Path) -> Path:
    """A copy of the site and its cache, in which files of the site are other names of those in the cache, as they are made."""
    subprocess.run(["cp", "-a", str(poisoned.folder), str(tmp_path / "copy")], check=True)
    return tmp_path / "copy"


@pytest.mark.parametrize("seed", range(2 * len(SPOILS) if EXPLORING else len(SPOILS)))
def test_nothing_of_a_spoilt_cache_is_published(poisoned: Poisoned, copy: Path, seed: int) -> None:
    done = spoil(copy / "cache", seed)
    outside = files_of(copy / "outside")
    try:
        built, _ = poisoned.build(copy)
    except ProblemsFound as found:
        # What was written into the cache stands in the site too, under another name; nothing else may stop a build.
        assert {problem.code for problem in found.problems} == {"site-folder"}, done
        built = poisoned.wanted
    assert built == poisoned.wanted, done
    assert files_of(copy / "outside") == outside, done
    assert not Path("POISONED").exists()
    again, _ = poisoned.build(copy)
    assert again == poisoned.wanted, done


def test_bytes_that_changed_with_size_and_times_kept_are_found(poisoned: Poisoned, copy: Path) -> None:
    """After two more builds, so that how the files look to the system is noted."""
    for _ in range(2):
        poisoned.build(copy)
    page = next(path for path in (copy / "cache/artifacts").rglob("put-*") if b"The fee is" in path.read_bytes())
    status = page.stat()
    data = page.read_bytes()
    with page.open("r+b") as file:
        file.write(data.replace(b"The fee is", b"No fee was"))
    os.utime(page, ns=(status.st_atime_ns, status.st_mtime_ns))
    built, said = poisoned.build(copy)
    assert built == poisoned.wanted
    assert [line for line in said if "made again" in line]


def test_a_cache_of_somebody_else_is_not_used_and_that_is_said_once(
    poisoned: Poisoned, copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(private.KEY_VARIABLE, "another secret, of thirty-two characters")
    before = files_of(copy / "cache")
    built, said = poisoned.build(copy)
    assert built == poisoned.wanted
    assert [line for line in said if "cache" in line] == [
        f"nothing is taken from a cache, nor kept for the next time: {copy / 'cache'}: "
        "this was not written with the key of this machine or workflow"
    ]
    assert files_of(copy / "cache") == before


def test_machines_with_the_same_key_share_a_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(private.KEY_VARIABLE, "the secret of a workflow, which pull requests never see")
    root = write_site(tmp_path / "site", FILES)
    build_site(root, root / "site", as_of=DAY, cache=open_cache(root, print, tmp_path / "cache"), workers=1)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "another machine"))
    shutil.copytree(tmp_path / "cache", tmp_path / "copied")
    (tmp_path / "copied").chmod(0o700)
    said: list[str] = []
    cache = open_cache(root, said.append, tmp_path / "copied")
    build_site(root, tmp_path / "there", as_of=DAY, cache=cache, report=said.append, workers=1)
    assert not [line for line in said if "built" in line or "again" in line or "nothing is taken" in line]
    assert files_of(tmp_path / "there") == files_of(root / "site")


@pytest.mark.parametrize("name", ["documents", "artifacts", "spare", "preview"])
def test_a_folder_of_a_cache_that_is_a_link_is_left_alone(copy: Path, poisoned: Poisoned, name: str) -> None:
    precious = copy / "documents of mine"
    precious.mkdir()
    (precious / "precious.txt").write_text("x")
    shutil.rmtree(copy / "cache" / name, ignore_errors=True)
    (copy / "cache" / name).symlink_to(precious)
    built, said = poisoned.build(copy)
    assert built == poisoned.wanted
    assert [line for line in said if "a link or a file stands" in line]
    assert [path.name for path in precious.iterdir()] == ["precious.txt"]


def test_what_others_can_read_or_write_is_no_cache(tmp_path: Path) -> None:
    (tmp_path / "cache").mkdir()
    (tmp_path / "cache").chmod(0o755)
    said: list[str] = []
    assert open_cache(tmp_path, said.append, tmp_path / "cache") is None
    assert "others than you can read or write this folder" in said[0]
    (tmp_path / "link").symlink_to(tmp_path / "cache")
    assert open_cache(tmp_path, said.append, tmp_path / "link") is None


def test_a_committed_cache_is_not_looked_at(tmp_path: Path) -> None:
    """That of earlier versions lay in the checkout, where a pull request could write it."""
    root = write_site(tmp_path / "site", FILES)
    precious = tmp_path / "precious"
    (precious / "a").mkdir(parents=True)
    for name in (".cache/clausebook", ".cache/clausebook/spare"):
        (root / name).mkdir(parents=True)
    (root / ".cache/clausebook/parts").symlink_to(precious)
    command = [sys.executable, "-m", "clausebook", "-C", str(root), "build", "--as-of", str(DAY)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert (precious / "a").is_dir()
    assert sorted(path.name for path in (root / ".cache/clausebook").iterdir()) == ["parts", "spare"]


@pytest.mark.parametrize(
    "told", ["5", "[]", "{}", '{"live": 5}', '{"live": {"folder": 5}}', '{"spare": {"artifacts": []}}', "null"]
)
def test_a_note_of_another_form_counts_for_nothing(poisoned: Poisoned, copy: Path, told: str) -> None:
    """Sealed with the right key, as another version of the program would."""
    secret = private.cache_secret()
    for name in ("spare.json", "artifacts/index.json", "artifacts/looks.json", "documents/stamps.json"):
        path = copy / "cache" / name
        purpose = "stamps of files" if name.endswith("stamps.json") else path.name
        path.write_bytes(secret.seal(purpose, told.encode()))
    for path in list((copy / "cache/artifacts").glob("*/manifest.json"))[:3]:
        path.write_bytes(secret.seal(f"artifact {path.parent.name}", told.encode()))
    built, _ = poisoned.build(copy)
    assert built == poisoned.wanted


@pytest.mark.parametrize(
    "name", ["../../escaped", "/escaped", "a/../../escaped", "C:/escaped", "a\\..\\..\\escaped", "a\0b", ""]
)
def test_names_in_a_manifest_stay_in_their_folders(poisoned: Poisoned, copy: Path, name: str) -> None:
    """Even where the key was stolen, or a share was made by somebody else."""
    secret = private.cache_secret()
    for path in (copy / "cache/artifacts").glob("*/manifest.json"):
        key = path.parent.name
        head, _, facts = (secret.unseal(f"artifact {key}", path.read_bytes()) or b"").partition(b"\n")
        told = json.loads(head)
        if told["files"]:
            first = next(iter(told["files"]))
            told["files"][name] = told["files"].pop(first)
        path.write_bytes(secret.seal(f"artifact {key}", json.dumps(told).encode() + b"\n" + facts))
    built, said = poisoned.build(copy)
    assert built == poisoned.wanted
    assert [line for line in said if "made again" in line]
    assert not list(copy.rglob("*escaped*"))
