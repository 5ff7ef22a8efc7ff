"""Progress is drawn for people at a terminal, and said in plain lines elsewhere."""

import datetime as dt
import os
import subprocess
import sys
from pathlib import Path

from tests.sites import write_site

COMMAND = (sys.executable, "-m", "clausebook", "build", "--as-of", dt.date(2026, 2, 1).isoformat())


def shown_on_a_terminal(root: Path, **environment: str) -> tuple[str, str]:
    """What a build says on its standard output, and what it draws on a terminal."""
    ours, theirs = os.openpty()
    surroundings = {**os.environ, "TERM": "xterm", "COLUMNS": "100", **environment}
    with subprocess.Popen(
        COMMAND, cwd=root, env=surroundings, stdout=subprocess.PIPE, stderr=theirs, text=True
    ) as build:
        os.close(theirs)
        drawn = b""
        while True:
            try:
                part = os.read(ours, 1 << 16)
            except OSError:  # how Linux says that the other side is gone
                part = b""
            if not part:
                break
            drawn += part
        assert build.stdout
        said = build.stdout.read()
    os.close(ours)
    assert build.returncode == 0
    return said, drawn.decode()


def test_drawn_on_a_terminal(tmp_path: Path) -> None:
    said, drawn = shown_on_a_terminal(write_site(tmp_path), NO_COLOR="")
    assert said.startswith(f"{tmp_path / 'site'}: ")
    assert "checking every link" in drawn
    assert "\x1b[38" in drawn or "\x1b[3" in drawn


def test_without_colour_where_none_is_wanted(tmp_path: Path) -> None:
    _, drawn = shown_on_a_terminal(write_site(tmp_path), NO_COLOR="1")
    assert "checking every link" in drawn
    assert "\x1b[3" not in drawn


def test_plain_lines_elsewhere(tmp_path: Path) -> None:
    done = subprocess.run(COMMAND, cwd=write_site(tmp_path), capture_output=True, text=True, check=True)
    assert done.stderr.splitlines() == [
        "reading the terms",
        "building 2 languages: da, en",
        "built Dansk",
        "built English",
        "putting the site together",
        "checking every link",
    ]
