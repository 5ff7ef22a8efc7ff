"""Confined: nothing is opened that is reached by a link, leads out, or is no ordinary file; nothing is removed through a link or a mount."""

import os
import random
import socket
import sys
from pathlib import Path

import pytest

from clausebook import confined
from clausebook.confined import Kind, Refused


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "root"
    (root / "a" / "b").mkdir(parents=True)
    (root / "a" / "b" / "c.txt").write_text("inside")
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "c.txt").write_text("outside")
    return root


def refused(root: Path, path: str) -> tuple[Kind, str]:
    with pytest.raises(Refused) as caught:
        confined.read(root, path)
    assert not confined.is_file(root, path)
    return caught.value.kind, caught.value.filename


@pytest.fixture(params=["step by step", "looked at first"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """As this system opens files, and as one opens them that cannot do it step by step."""
    if request.param != "step by step":
        monkeypatch.setattr(confined, "_STEPWISE", False)


@pytest.mark.usefixtures("way")
def test_an_ordinary_file_is_read(root: Path) -> None:
    assert confined.read(root, "a/b/c.txt") == b"inside"
    assert confined.read(root, "a/b/c.txt", 6) == b"inside"
    with pytest.raises(Refused) as caught:
        confined.read(root, "a/b/c.txt", 5)
    assert caught.value.kind is Kind.SIZE
    with pytest.raises(FileNotFoundError):
        confined.read(root, "a/b/d.txt")
    with pytest.raises(NotADirectoryError):
        confined.read(root, "a/b/c.txt/d.txt")


@pytest.mark.usefixtures("way")
@pytest.mark.parametrize("step", ["a", "a/b", "a/b/c.txt"])
@pytest.mark.parametrize("target", ["inside", "outside", "nowhere", "itself"])
def test_no_step_is_a_link(root: Path, step: str, target: str) -> None:
    (root / step).rename(root / "moved")
    aim = {"inside": root / "moved", "outside": root.parent / "outside", "nowhere": root / "x", "itself": root / step}
    (root / step).symlink_to(aim[target])
    assert refused(root, "a/b/c.txt") == (Kind.LINK, step)


def test_the_root_itself_may_be_a_link(root: Path) -> None:
    (root.parent / "link").symlink_to(root)
    assert confined.read(root.parent / "link", "a/b/c.txt") == b"inside"


@pytest.mark.usefixtures("way")
@pytest.mark.parametrize(
    "path", ["../outside/c.txt", "a/../../outside/c.txt", "/etc/hostname", "a//b/c.txt", "./a/b/c.txt", ""]
)
def test_no_path_leads_out(root: Path, path: str) -> None:
    assert refused(root, path)[0] is Kind.OUTSIDE


@pytest.mark.usefixtures("way")
def test_pipes_sockets_devices_and_folders_are_not_read(root: Path) -> None:
    """A pipe without a writer would be waited for."""
    os.mkfifo(root / "pipe")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(root / "socket"))
    assert refused(root, "pipe") == (Kind.SPECIAL, "pipe")
    assert refused(root, "socket") == (Kind.SPECIAL, "socket")
    assert refused(root, "a/b") == (Kind.FOLDER, "a/b")
    assert refused(Path("/dev"), "null") == (Kind.SPECIAL, "null")


def test_walking_finds_what_is_not_to_be_opened(root: Path) -> None:
    os.mkfifo(root / "a" / "pipe")
    (root / "a" / "link").symlink_to(root.parent / "outside")
    assert list(confined.walk(root, "a")) == [("a/b/c.txt", None), ("a/link", Kind.LINK), ("a/pipe", Kind.SPECIAL)]
    assert list(confined.walk(root, "nowhere")) == []
    assert list(confined.walk(root, "a/link")) == [("a/link", Kind.LINK)]


GOOD = ["a", "a/b.html", "en/basic/1.0/index.html", ".nojekyll", "a/..b", "…/ø"]
BAD = ["", "/", "/a", "a/", "a//b", ".", "..", "../a", "a/../b", "a/./b", "a\0b", "a\nb", "C:/a", "C:a", "a\\b", "..\\a", "a/b:c", "\\\\host\\a"]  # fmt: skip


def test_names_from_elsewhere() -> None:
    assert [name for name in GOOD if not confined.is_confined(name)] == []
    assert [name for name in BAD if confined.is_confined(name)] == []


def test_a_confined_name_stays_below_whatever_it_is_made_of() -> None:
    chance = random.Random(13)
    pieces = ["..", ".", "/", "\\", "a", "b.txt", "C:", "\0", "//", "~", " ", "%2e%2e"]
    base = Path("/root/of/all")
    for _ in range(20_000):
        name = "".join(chance.choices(pieces, k=chance.randint(0, 7)))
        if confined.is_confined(name):
            assert Path(os.path.normpath(base / name)).is_relative_to(base), name
            assert Path(os.path.normpath(base / name)) != base, name


def test_removing_follows_no_link(root: Path) -> None:
    (root / "a" / "link").symlink_to(root.parent / "outside")
    (root / "link").symlink_to(root / "a")
    confined.remove_tree(root / "link")
    assert (root / "a" / "b" / "c.txt").exists()
    confined.remove_tree(root / "a")
    assert not (root / "a").exists()
    assert (root.parent / "outside" / "c.txt").exists()


def test_removing_stops_at_mounts(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(confined, "mounts_in", lambda folder: [folder / "a" / "b"])
    with pytest.raises(OSError, match="a file system is mounted here"):
        confined.remove_tree(root)
    assert (root / "a" / "b" / "c.txt").exists()


def test_mounts_are_known_to_the_system() -> None:
    if not sys.platform.startswith("linux"):
        return  # and says it nowhere else
    assert Path("/proc") in confined.mounts_in(Path("/"))
    assert confined.mounts_in(Path(__file__).parent) == []
