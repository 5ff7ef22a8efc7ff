"""What each command loads: those about records start no site, and none loads pages that it does not print."""

import json
import subprocess
import sys
from pathlib import Path

from tests.releases.life import edit_drafts, new_site

# Runs commands one after another in one process; the last line tells, for each, which of our and of the heavy packages are loaded by then.
PROGRAM = """
import json, sys
from clausebook.cli import main

loaded = {}
for arguments in json.loads(sys.argv[2]):
    try:
        main(["-C", sys.argv[1], *arguments], standalone_mode=False)
    except SystemExit as end:
        assert not end.code, arguments
    names = [name for name in sys.modules if name.startswith("clausebook.")]
    loaded[arguments[0]] = [*names, *({"mkdocs", "material", "jinja2", "markupsafe", "selectolax"} & sys.modules.keys())]
print(json.dumps(loaded))
"""


def loaded_by(root: Path, *commands: list[str]) -> dict[str, set[str]]:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(root), json.dumps(commands)],
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return {command: set(names) for command, names in json.loads(done.stdout.splitlines()[-1]).items()}


def test_records_need_no_site(tmp_path: Path) -> None:
    """Nor a file with the settings of one."""
    root = new_site(tmp_path / "site")
    (root / "mkdocs.yml").unlink()
    edit_drafts(root, "Another summary.", ("{notice}", "{notice} and {fee}"))
    loaded = loaded_by(
        root,
        ["status"],
        ["seal", "basic", "--yes"],
        ["release", "basic", "--announce", "2026-03-01", "--as-of", "2026-01-01", "--yes"],
        [
            "withdraw",
            "basic",
            "2.0",
            "--reason",
            "da=Fejl.",
            "--reason",
            "en=A slip.",
            "--as-of",
            "2026-03-02",
            "--yes",
        ],
        ["verify"],
        ["diff", "basic", "1.0", "2.0"],
        ["diff", "basic", "1.0", "2.0", "--format", "json"],
        ["diff", "basic", "1.0", "2.0", "--format", "markdown"],
    )
    for command, names in loaded.items():
        strange = {name for name in names if name.startswith(("clausebook.pages", "clausebook.site"))}
        assert not strange | (names & {"mkdocs", "material", "jinja2", "markupsafe", "selectolax"}), command
