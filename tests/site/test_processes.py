"""Processes: workers end with their parent, however that ends, and leave its locks to it; a build that was killed holds up no other."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from clausebook.site.publish import build_site
from clausebook.storage import locked
from tests.site.test_cache import DAY, files_of
from tests.sites import write_site

# Workers that have begun wait for a byte that never comes; each holds the writing end of the pipe that tells of their end.
WORKING = """
import os, sys
from pathlib import Path
from clausebook.workers import run_all
from clausebook.storage import locked

def work(number):
    os.write(int(sys.argv[2]), b"b")
    os.read(int(sys.argv[3]), 1)

if __name__ == "__main__":
    with locked(Path(sys.argv[1])):
        list(run_all(work, [1, 2], workers=2))
"""


@pytest.fixture
def ends(tmp_path: Path) -> Iterator[dict[str, int]]:
    told, telling = os.pipe()
    waiting, never = os.pipe()
    yield {"told": told, "telling": telling, "waiting": waiting, "never": never}
    for end in (told, waiting, never):
        os.close(end)


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_workers_end_with_their_parent(tmp_path: Path, ends: dict[str, int], how: signal.Signals) -> None:
    """Only the main process is killed. That all of them are gone is known by the pipe, which nobody holds open any more."""
    script = tmp_path / "working.py"
    script.write_text(WORKING, encoding="utf-8")
    held = tmp_path / "held"
    held.mkdir()
    numbers = [str(ends["telling"]), str(ends["waiting"])]
    command = [sys.executable, str(script), str(held), *numbers]
    process = subprocess.Popen(command, pass_fds=(ends["telling"], ends["waiting"]))
    os.close(ends["telling"])
    assert os.read(ends["told"], 1) + os.read(ends["told"], 1) == b"bb"
    process.send_signal(how)
    process.wait()
    assert os.read(ends["told"], 1) == b""
    with locked(held) as said:
        assert len(said) == 1
        assert f"process {process.pid} " in said[0]


# Kills the process that builds, alone, when a worker has come to its first page.
KILLED = """
import os, signal, sys
from pathlib import Path
from clausebook.site import language_build
main = os.getpid()

def kill_the_parent():
    if os.getpid() != main:
        os.kill(main, signal.SIGKILL)
        signal.pause()

language_build.step = kill_the_parent
from clausebook.cli import run
sys.argv = ["clausebook", *sys.argv[1:]]
run()
"""


@pytest.mark.parametrize("cached", [True, False])
def test_the_build_after_one_that_was_killed(tmp_path: Path, cached: bool) -> None:
    root = write_site(tmp_path / "site")
    build_site(root, root / "site", as_of=DAY, workers=1)
    before = files_of(root / "site")
    how = ["--cache", str(tmp_path / "cache")] if cached else ["--no-cache"]
    command = ["-C", str(root), "build", "--as-of", str(DAY), *how]
    killed = subprocess.run([sys.executable, "-c", KILLED, *command], capture_output=True, text=True, check=False)
    assert killed.returncode == -signal.SIGKILL
    assert files_of(root / "site") == before
    done = subprocess.run([sys.executable, "-m", "clausebook", *command], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "ended before it was done; its lock is taken over" in done.stderr
    assert files_of(root / "site") == before
    assert sorted(path.name for path in root.iterdir()) == ["mkdocs.yml", "site", "terms"]


# Kills a worker alone when it has come to its first page.
SHOT = """
import os, signal, sys
from clausebook.site import language_build
main = os.getpid()

def end():
    if os.getpid() != main:
        os.kill(os.getpid(), signal.SIGKILL)

language_build.step = end
from clausebook.cli import run
sys.argv = ["clausebook", *sys.argv[1:]]
run()
"""


def test_a_worker_that_is_killed_ends_the_build_in_words(tmp_path: Path) -> None:
    root = write_site(tmp_path / "site")
    command = ["-C", str(root), "build", "--as-of", str(DAY), "--no-cache"]
    done = subprocess.run([sys.executable, "-c", SHOT, *command], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "a process that was at work ended unexpectedly" in done.stderr
    assert "Traceback" not in done.stderr
    assert sorted(path.name for path in root.iterdir()) == ["mkdocs.yml", "terms"]


def test_two_at_once(tmp_path: Path) -> None:
    """The second says whom it waits for."""
    root = write_site(tmp_path / "site")
    with locked(root / "terms"):
        command = ["release", "basic", "--announce", "2026-01-01", "--as-of", "2026-01-01", "--yes"]
        done = subprocess.run(
            [sys.executable, "-m", "clausebook", "-C", str(root), *command], capture_output=True, text=True, check=False
        )
    assert done.returncode == 1
    assert f"(process {os.getpid()} on " in done.stderr
    assert "wait until it is done" in done.stderr
