"""The user's own folder, its secret, and who holds a lock."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from clausebook import holders, private, storage
from clausebook.private import NotPrivate, Secret


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user who has run nothing yet."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "home" / "caches"))
    return tmp_path / "home" / "caches" / "clausebook"


def test_a_secret_is_made_once_and_for_its_owner_alone(own: Path) -> None:
    first = private.cache_secret()
    assert private.cache_secret() == first
    assert len(first.key) == 32
    assert own.stat().st_mode & 0o777 == 0o700
    assert (own / "key").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in own.iterdir()] == ["key"]
    assert str(first.key) not in repr(first)


@pytest.mark.parametrize("mode", [0o755, 0o770, 0o701])
def test_a_folder_of_others_is_refused(own: Path, mode: int) -> None:
    own.mkdir(parents=True)
    own.chmod(mode)
    with pytest.raises(NotPrivate):
        private.cache_secret()


def test_a_key_of_others_is_refused(own: Path) -> None:
    private.cache_secret()
    (own / "key").chmod(0o644)
    with pytest.raises(NotPrivate):
        private.cache_secret()
    (own / "key").chmod(0o600)
    (own / "key").write_bytes(b"short")
    with pytest.raises(NotPrivate):
        private.cache_secret()
    (own / "key").unlink()
    (own / "key").symlink_to("/etc/hostname")
    with pytest.raises(OSError, match="link"):
        private.cache_secret()


def test_a_key_from_the_environment_is_one_that_nobody_guesses(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for weak in ("", "secret", "x" * 31):
        monkeypatch.setenv(private.KEY_VARIABLE, weak)
        with pytest.raises(NotPrivate, match="at least 32 characters"):
            private.cache_secret()
    monkeypatch.setenv(private.KEY_VARIABLE, "x" * 32)
    assert private.cache_secret() == private.cache_secret()
    assert not own.exists()


def test_a_seal_is_for_one_purpose_and_one_key() -> None:
    one, other = Secret(b"1"), Secret.passing()
    sealed = one.seal("notes", b"data")
    assert one.unseal("notes", sealed) == b"data"
    assert one.unseal("looks", sealed) is None
    assert other.unseal("notes", sealed) is None
    for spoilt in (b"", b"\n", sealed[:-1], sealed + b"x", b"0" + sealed[1:], "ø".encode() + sealed):
        assert one.unseal("notes", spoilt) is None


HOLD = """
import os, sys
from pathlib import Path
from clausebook.storage import locked
with locked(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def holding(folder: Path) -> subprocess.Popen[str]:
    """A process that holds the lock of a folder until it is told to end, or killed."""
    command = [sys.executable, "-c", HOLD, str(folder)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout
    assert process.stdout.readline() == "held\n"
    return process


def test_a_lock_names_its_holder(tmp_path: Path) -> None:
    with holding(tmp_path) as process:
        with pytest.raises(storage.Busy) as caught, storage.locked(tmp_path):
            pass
        assert f"(process {process.pid} on " in str(caught.value)
        process.communicate()
    with storage.locked(tmp_path) as said:
        assert said == []


def test_the_lock_of_a_dead_holder_is_taken_over_and_that_is_said(tmp_path: Path) -> None:
    with holding(tmp_path) as process:
        process.kill()
        process.wait()
    with storage.locked(tmp_path) as said:
        assert len(said) == 1
        assert f"(process {process.pid} on " in said[0]
        assert said[0].endswith("ended before it was done; its lock is taken over")
    with storage.locked(tmp_path) as said:
        assert said == []


def test_another_process_of_the_same_number_is_not_the_holder(tmp_path: Path) -> None:
    with storage.locked(tmp_path):
        note = holders.note_of(tmp_path)
        told = json.loads(note.read_bytes())
    note.write_text(json.dumps({**told, "began": "1"}))
    with storage.locked(tmp_path) as said:
        assert f"process {os.getpid()} " in said[0]


@pytest.mark.parametrize("told", ["", "5", "{}", '{"host": 1, "process": "x", "began": [], "command": null}', '{"host": "h", "process": 1, "began": "", "command": "\\u001b[31m"}'])  # fmt: skip
def test_a_note_of_another_form_names_nobody(tmp_path: Path, told: str) -> None:
    with storage.locked(tmp_path):
        note = holders.note_of(tmp_path)
    note.write_text(told)
    with storage.locked(tmp_path) as said:
        assert said == []


def test_a_lock_holds_without_a_folder_of_the_users_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("x")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    with holding(tmp_path) as process:
        with pytest.raises(storage.Busy, match="another command is writing here"), storage.locked(tmp_path):
            pass
        process.communicate()


def test_what_is_staged_is_not_written_through_a_link(tmp_path: Path) -> None:
    precious = tmp_path / "precious"
    precious.write_text("x")
    storage.staged(tmp_path / "a.yml").symlink_to(precious)
    storage.stage(tmp_path / "a.yml", b"new")
    assert precious.read_text() == "x"
    (tmp_path / f".new-{os.getpid()}-b").symlink_to(precious)
    storage.replace(tmp_path / "b", b"new")
    assert precious.read_text() == "x"
    assert (tmp_path / "b").read_bytes() == b"new"
