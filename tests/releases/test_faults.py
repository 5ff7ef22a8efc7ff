"""A release that is killed, refused by the system or run twice at once: afterwards the old state or the new, and it says so."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from clausebook.storage import locked
from tests.releases.life import edit, edit_drafts, new_site, run, tree

# Runs a command and fails, or kills itself, at the n-th call that changes the disk.
INTERRUPTED = """
import os, signal, sys
from pathlib import Path
calls = {"left": int(sys.argv[1])}
how = sys.argv[2]

def counted(function):
    def call(*arguments, **options):
        if function is original_open and not (len(arguments) > 1 and arguments[1] & os.O_CREAT):
            return function(*arguments, **options)
        calls["left"] -= 1
        if calls["left"] == 0:
            if how == "kill":
                os.kill(os.getpid(), signal.SIGKILL)
            raise OSError(int(how), os.strerror(int(how)), str(arguments[0]))
        return function(*arguments, **options)
    return call

original_open = os.open
os.open = counted(os.open)
os.fsync = counted(os.fsync)
os.replace = counted(os.replace)
os.rename = counted(os.rename)
os.unlink = counted(os.unlink)
from clausebook.cli import main
sys.argv = ["clausebook", *sys.argv[3:]]
main()
"""
RELEASE = ("release", "basic", "--announce", "2026-01-01", "--as-of", "2026-01-01", "--yes")


@pytest.fixture
def site(tmp_path: Path) -> Path:
    site = new_site(tmp_path)
    edit_drafts(site, "Two.", ("{fee}", "exactly {fee}"))
    return site


def interrupted(
    site: Path, call: int, how: str, command_line: tuple[str, ...] = RELEASE
) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", INTERRUPTED, str(call), how, "-C", str(site), *command_line]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("how", ["kill", "28", "5", "13"])
def test_interrupted_anywhere(site: Path, tmp_path: Path, how: str) -> None:
    """Every third call with each fault; `benchmarks/faults.py` tries each one of them from outside."""
    old = tree(site)
    whole = new_site(tmp_path / "whole")
    edit_drafts(whole, "Two.", ("{fee}", "exactly {fee}"))
    assert run(whole, *RELEASE).returncode == 0
    new = tree(whole)
    for call in range(1, 60, 3):
        done = interrupted(site, call, how)
        if done.returncode == 0:
            assert tree(site) == new
            break
        assert "Traceback" not in done.stderr, done.stderr
        checked = run(site, "check")
        assert checked.returncode == 0, checked.stdout
        state = tree(site)
        assert state in (old, new), f"call {call} left neither state"
        if state == new:
            break
    else:
        pytest.fail("the command never came to its end")
    if tree(site) == old:
        assert run(site, *RELEASE).returncode == 0
    assert tree(site) == new


def prepared(root: Path, command: str) -> tuple[Path, tuple[str, ...]]:
    """A site in which a command of several steps can be given, and the command."""
    site = new_site(root)
    edit_drafts(site, "Two.", ("{fee}", "exactly {fee}"))
    done = run(site, *RELEASE)
    assert done.returncode == 0, done.stdout
    if command == "undo":
        return site, ("release", "basic", "--undo", "--yes")
    if command == "rename":
        return site, ("rename", "basic", "general", "--yes")
    edit_drafts(site, "Mended.")
    for language, words in (
        ("da", ("Ændringer varsles", "Ændringerne varsles")),
        ("en", ("are announced", "get announced")),
    ):
        edit(site, f"terms/{language}/basic/draft.yml", words)
    day = ("--announce", "2026-01-02", "--as-of", "2026-01-02")
    return site, ("release", "basic", "--kind", "correction", *day, "--yes")


@pytest.mark.parametrize("how", ["kill", "28"])
@pytest.mark.parametrize("command", ["undo", "rename", "carried correction"])
def test_other_commands_interrupted_anywhere(tmp_path: Path, command: str, how: str) -> None:
    """Afterwards the next command finds the old state or the new, or makes one of them."""
    whole, line = prepared(tmp_path / "whole", command)
    done = run(whole, *line)
    assert done.returncode == 0, done.stdout + done.stderr
    new = tree(whole)
    site, line = prepared(tmp_path / "site", command)
    old = tree(site)
    for call in range(1, 60, 2):
        done = interrupted(site, call, how, line)
        if done.returncode == 0:
            break
        assert "Traceback" not in done.stderr, done.stderr
        checked = run(site, "check")
        assert checked.returncode == 0, checked.stdout
        assert tree(site) in (old, new), f"call {call} left neither state"
        if tree(site) == new:
            break
    else:
        pytest.fail("the command never came to its end")
    assert tree(site) in (old, new)


def test_what_was_interrupted_is_told(site: Path) -> None:
    staged = site / "terms/en/basic/.2.0.yml.new"
    staged.write_bytes((site / "terms/en/basic/draft.yml").read_bytes())
    done = run(site, "check")
    assert done.returncode == 0
    assert "undid an interrupted release: terms/en/basic/2.0.yml" in done.stderr
    assert not staged.exists()
    assert run(site, *RELEASE).returncode == 0
    (site / "terms/en/basic/2.0.yml").rename(staged)
    done = run(site, "check")
    assert done.returncode == 0, done.stdout
    assert "finished an interrupted release: terms/en/basic/2.0.yml" in done.stderr


@pytest.mark.parametrize("kind", ["fifo", "folder", "link", "socketless"])
def test_a_staged_name_that_is_no_file(site: Path, kind: str) -> None:
    """Told at its place; neither opened nor followed, nor anything removed."""
    outside = site.parent / "outside.yml"
    outside.write_text("kept\n", encoding="utf-8")
    for name in ("terms/en/basic/.2.0.yml.new", "terms/.basic.yml.new"):
        staged = site / name
        match kind:
            case "fifo":
                os.mkfifo(staged)
            case "folder":
                staged.mkdir()
            case "link":
                staged.symlink_to(outside)
            case _:
                staged.symlink_to(site / "nowhere")
    for command in (("check",), RELEASE, ("status",)):
        done = run(site, *command)
        assert done.returncode == 1
        assert done.stdout.count("file-type: this has the name of a file that a release left unfinished") == 2
        assert "Traceback" not in done.stderr
    assert os.path.lexists(staged)
    assert outside.read_text(encoding="utf-8") == "kept\n"


BROKEN_RECORDS = {
    "no YAML": "law: [\n",
    "a list": "- a\n",
    "versions as text": "versions: x\n",
    "versions as words": "versions: [a, b]\n",
    "editions as text": 'versions:\n  - version: "2.0"\n    editions: x\n',
    "editions of an entry without a version": "versions:\n  - editions: {en: 1}\n",
    "empty": "",
    "missing": None,
}


@pytest.mark.parametrize("broken", BROKEN_RECORDS)
def test_a_malformed_record_beside_a_staged_file(site: Path, broken: str) -> None:
    """What may have been released is not thrown away; the record's own problems are told, one line each."""
    staged = site / "terms/en/basic/.2.0.yml.new"
    staged.write_bytes((site / "terms/en/basic/draft.yml").read_bytes())
    record, text = site / "terms/basic.yml", BROKEN_RECORDS[broken]
    whole = record.read_bytes()
    if text is None:
        record.unlink()
    else:
        record.write_text(text, encoding="utf-8")
    done = run(site, "check")
    assert done.returncode == 1
    assert "terms/en/basic/.2.0.yml.new:1:1: release-unfinished: a command was interrupted here" in done.stdout
    assert len([line for line in done.stdout.splitlines() if line.startswith("terms/basic.yml:")]) >= 1
    assert all(line.startswith("terms/") for line in done.stdout.splitlines())
    assert "Traceback" not in done.stderr
    assert staged.exists()
    record.write_bytes(whole)
    assert run(site, "check").returncode == 0
    assert not staged.exists()


@pytest.mark.parametrize("text", ["", "basic\n", "../x y\n", "a b c\n", "\x00 \x00\n", "x" * 500])
def test_a_note_of_a_rename_that_is_none(site: Path, text: str) -> None:
    (site / "terms/.rename").write_text(text, encoding="utf-8")
    before = tree(site)
    done = run(site, "check")
    assert done.returncode == 1
    assert (
        done.stdout
        == "terms/.rename:1:1: file-type: this has the name of the note of an unfinished rename, but it is none — remove it\n"
    )
    assert tree(site) == before


def test_two_at_once(site: Path) -> None:
    holder = "import sys, time; from pathlib import Path; from clausebook.storage import locked\nwith locked(Path(sys.argv[1])): print('held', flush=True); time.sleep(60)"
    other = subprocess.Popen([sys.executable, "-c", holder, str(site / "terms")], stdout=subprocess.PIPE, text=True)
    try:
        assert other.stdout
        assert other.stdout.readline() == "held\n"
        before = tree(site)
        done = run(site, *RELEASE)
        assert done.returncode == 1
        assert f"another command is writing here: “clausebook {site / 'terms'}” (process {other.pid} on " in done.stderr
        assert tree(site) == before
    finally:
        other.kill()
        other.wait()
    assert run(site, *RELEASE).returncode == 0


def test_a_build_that_is_killed_leaves_a_whole_site(site: Path) -> None:
    """Killed at many moments: the site is the old or the new one, and the next build clears away what was left."""
    build = ("build", "--as-of", "2026-01-01")
    assert run(site, *build).returncode == 0
    whole = {
        path.relative_to(site / "site"): path.read_bytes() for path in (site / "site").rglob("*") if path.is_file()
    }
    for wait in (0.5, 1.0, 1.5, 2.0):
        process = subprocess.Popen(
            [sys.executable, "-m", "clausebook", "-C", str(site), *build],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        time.sleep(wait)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        found = {
            path.relative_to(site / "site"): path.read_bytes() for path in (site / "site").rglob("*") if path.is_file()
        }
        assert found == whole
    assert run(site, *build).returncode == 0
    leftover = site / ".site-new-x"
    leftover.mkdir()
    (leftover / ".clausebook-passing").touch()
    with locked(leftover):
        busy = run(site, *build)
        assert busy.returncode == 1
        assert "another command is writing here" in busy.stderr
    assert run(site, *build).returncode == 0
    assert [path.name for path in site.iterdir() if path.name.startswith(".site")] == []
