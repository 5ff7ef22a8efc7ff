"""A command ends as every program does: what waits for its end is done, and nobody reading any more is no fault of its own."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def test_what_waits_for_the_end_is_done() -> None:
    """Tools that measure coverage write what they found when the program ends."""
    script = "import atexit, sys; atexit.register(print, 'done')\nfrom clausebook.cli import run\nsys.argv = ['clausebook', '--version']\nrun()"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == 0
    assert done.stdout.endswith("\ndone\n")


@pytest.mark.parametrize(("where", "code"), [(">&-", 0), ("> /dev/full", 1), ("2>&-", 0)])
def test_nowhere_to_write_to(where: str, code: int) -> None:
    command = f'"{sys.executable}" -m clausebook -C "{ROOT}" status {where}'
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stdout + done.stderr
    assert "Exception ignored" not in done.stderr
    assert done.returncode == code


def test_a_reader_that_goes_away() -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "clausebook", "--help"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stdout
    assert process.stderr
    process.stdout.close()
    process.wait()
    assert process.stderr.read() == ""
    process.stderr.close()
