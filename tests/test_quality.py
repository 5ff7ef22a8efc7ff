"""The code is linted, formatted and typed; these are the tools that say so."""

import os
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize(
    "command", [["ruff", "check", "."], ["ruff", "format", "--check", "."], ["mypy"]], ids=" ".join
)
def test_tool_finds_nothing(command: list[str]) -> None:
    done = subprocess.run([sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("command", [["fmt", "--check"], ["lint"], ["check", "--no-remote"]], ids=" ".join)
def test_scripts_are_formatted_linted_and_typed(command: list[str]) -> None:
    """`deno.json` says which files, and how; types are those of JSDoc and of `templates/theme/types`, checked by the compiler of TypeScript."""
    deno = Path(sysconfig.get_path("scripts")) / ("deno.exe" if os.name == "nt" else "deno")
    scripts = [path.relative_to(ROOT).as_posix() for path in sorted((ROOT / "templates/theme/assets").glob("*.js"))]
    environment = {**os.environ, "NO_COLOR": "1", "DENO_NO_UPDATE_CHECK": "1"}
    files = scripts if command[0] == "check" else []
    done = subprocess.run(
        [str(deno), *command, *files], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
