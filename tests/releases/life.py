"""A small site whose versions are released through the commands, as its authors do it."""

import datetime as dt
import os
import subprocess
import sys
from pathlib import Path

from click.testing import CliRunner

from clausebook.cli import main
from tests.sites import BASE, write_site

LANGUAGES = ("da", "en")
RECORD = BASE["terms/basic.yml"].replace(
    "notice: {days: 45, counting: full-days}",
    "notice: {days: 45, counting: full-days}\ntermination: {within: {days: 30}, from: effective}",
)


def new_site(root: Path) -> Path:
    """The base site with a termination right."""
    return write_site(root, {"terms/basic.yml": RECORD})


def run(root: Path, *arguments: str, day: str = "2026-01-01", **environment: str) -> subprocess.CompletedProcess[str]:
    """A command as of a day (where it takes one).

    A process of its own costs ten times what most commands do, so only those have one that make processes, or are given an environment.
    """
    told = ["-C", str(root), *arguments]
    if arguments[0] in {"release", "withdraw", "status", "build"} and "--as-of" not in arguments:
        told += ["--as-of", day]
    if environment or arguments[0] == "build":
        return subprocess.run(
            [sys.executable, "-m", "clausebook", *told],
            capture_output=True,
            text=True,
            check=False,
            stdin=subprocess.DEVNULL,
            env={**os.environ, **environment},
        )
    done = CliRunner().invoke(main, told, prog_name="clausebook")
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    return subprocess.CompletedProcess(told, done.exit_code, done.stdout, done.stderr)


def edit(root: Path, name: str, *changes: tuple[str, str]) -> None:
    """Replace words in a file; each must be there."""
    path = root / name
    text = path.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text, f"{old!r} is not in {name}"
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")


def edit_drafts(root: Path, summary: str, *changes: tuple[str, str]) -> None:
    """Another summary in both languages, and the same words replaced in both."""
    for language in LANGUAGES:
        name = f"terms/{language}/basic/draft.yml"
        lines = (root / name).read_text(encoding="utf-8").splitlines(keepends=True)
        lines[2] = f"  {summary}\n"
        (root / name).write_text("".join(lines), encoding="utf-8")
        edit(root, name, *changes)


def write_notes(root: Path, clause: str, note: str) -> None:
    """Say in both drafts why a clause changes."""
    for language in LANGUAGES:
        path = root / f"terms/{language}/basic/draft.yml"
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        at = next(number for number, line in enumerate(lines) if line.strip() == f"- id: {clause}")
        indent = " " * (lines[at].index("-") + 2)
        lines[at + 1 : at + 2] = [
            f"{indent}note: {note}\n",
            *(each for each in lines[at + 1 : at + 2] if "note:" not in each),
        ]
        path.write_text("".join(lines), encoding="utf-8")


def released(root: Path, announce: str, *options: str) -> None:
    """Release the draft; it must work."""
    done = run(root, "release", "basic", "--announce", announce, "--yes", *options, day=announce)
    assert done.returncode == 0, done.stdout + done.stderr


def tree(root: Path) -> dict[str, bytes]:
    """Every file below terms/, hidden ones too."""
    return {
        str(path.relative_to(root)): path.read_bytes() for path in sorted((root / "terms").rglob("*")) if path.is_file()
    }


def day(text: str) -> dt.date:
    """A calendar day."""
    return dt.date.fromisoformat(text)
