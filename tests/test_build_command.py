"""build.py on a fresh machine: what it does, what it says when it cannot go on."""

import importlib.util
import shutil
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture
def build(tmp_path: Path) -> ModuleType:
    """build.py of a copy of the project that has no environment yet."""
    shutil.copy(ROOT / "build.py", tmp_path)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    shutil.copytree(ROOT / "requirements", tmp_path / "requirements")
    specification = importlib.util.spec_from_file_location("build_command", tmp_path / "build.py")
    assert specification
    assert specification.loader
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


class Runner:
    """Stands for the shell: notes the commands, makes the environment's interpreter, fails where it is told to."""

    def __init__(self, build: ModuleType, failing: str = "nothing") -> None:
        self.commands: list[str] = []
        self.build, self.failing = build, failing

    def __call__(self, command: list[str]) -> bool:
        line = " ".join(command)
        self.commands.append(line)
        if self.failing in line:
            return False
        if " venv " in line:
            self.build.python().parent.mkdir(parents=True)
            self.build.python().touch()
        return True


def test_installs_once_and_again_only_for_another_lock(build: ModuleType) -> None:
    runner = Runner(build)
    build.install("build", runner)
    assert [part for line in runner.commands for part in ("venv", "--require-hashes", "--editable") if part in line]
    assert len(runner.commands) == 3
    build.install("build", runner)
    assert len(runner.commands) == 3
    build.LOCKS["build"].write_text("other")
    build.install("build", runner)
    assert len(runner.commands) == 5  # the environment itself is kept


def test_an_environment_for_tests_serves_for_building(build: ModuleType) -> None:
    runner = Runner(build)
    build.install("test", runner)
    build.install("build", runner)
    assert len(runner.commands) == 3


@pytest.mark.parametrize(
    ("failing", "message"),
    [("venv", "virtual environment"), ("--require-hashes", "is there a network?"), ("--editable", "clausebook itself")],
)
def test_says_what_is_missing_in_one_line(
    build: ModuleType, failing: str, message: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(build, "run", Runner(build, failing))
    assert build.main(["check"]) == 1
    last = capsys.readouterr().err.splitlines()[-1]
    assert "cannot go on" in last
    assert message in last


def test_python_too_old(build: ModuleType) -> None:
    build.check_python((3, 11, 0))
    with pytest.raises(build.CannotGoOn, match=r"3\.11 or newer is needed, this is 3\.10"):
        build.check_python((3, 10, 2))


def test_read_only_folder(build: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build.os, "access", lambda path, mode: False)
    with pytest.raises(build.CannotGoOn, match="read-only"):
        build.install("build", Runner(build))


@pytest.mark.parametrize("fails", [False, True])
def test_browser_is_installed_where_there_is_none(
    build: ModuleType, monkeypatch: pytest.MonkeyPatch, fails: bool
) -> None:
    monkeypatch.setattr(build.shutil, "which", lambda name: "/usr/bin/apt-get" if name == "apt-get" else None)
    runner = Runner(build, "install" if fails else "nothing")
    if fails:
        with pytest.raises(build.CannotGoOn, match="Chromium"):
            build.find_browser(runner)
    else:
        build.find_browser(runner)
        assert runner.commands[-1].endswith("chromium")


def test_locks_name_no_host_and_hash_everything() -> None:
    for lock in (ROOT / "requirements").glob("*.txt"):
        text = lock.read_text(encoding="utf-8")
        assert "://" not in text
        entries = [line for line in text.splitlines() if line and not line.startswith((" ", "#"))]
        assert entries
        assert all(line.endswith("\\") for line in entries)
