"""Every fault at every call with which `clausebook release` changes the disk: `python benchmarks/faults.py` (Linux, strace).

Each run begins with a fresh copy of a small site. At one system call the process is killed, or the call fails with one of
several errors. Afterwards, once the next command has run, `terms/` must be byte for byte the old or the new state; the exit
code of the disturbed run must not be 0 unless the release was made; and a second run must end in the same bytes as an
undisturbed one.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.releases.life import edit_drafts, new_site, tree

CALLS = ("openat", "write", "fsync", "rename", "renameat", "renameat2", "unlink", "unlinkat", "ftruncate", "flock")
FAULTS = ("signal=SIGKILL", "signal=SIGINT", "error=ENOSPC", "error=EIO", "error=EACCES")
RELEASE = ("release", "basic", "--announce", "2026-01-01", "--as-of", "2026-01-01", "--yes")
ENVIRONMENT = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "PYTHONHASHSEED": "0"}


@dataclass(frozen=True)
class Point:
    """The n-th call of a kind in the whole run, and what happens there."""

    call: str
    number: int
    fault: str


def make(folder: Path) -> Path:
    """The small site with a changed draft."""
    site = new_site(folder)
    edit_drafts(site, "Two.", ("{fee}", "exactly {fee}"))
    return site


def clausebook(site: Path, *arguments: str, before: tuple[str, ...] = ()) -> subprocess.CompletedProcess[str]:
    """Run a command, maybe under another one."""
    command = [*before, sys.executable, "-m", "clausebook", "-C", str(site), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=ENVIRONMENT)


def changing_calls(folder: Path) -> list[tuple[str, int]]:
    """The calls that change something below terms/, each as its kind and its number among all of that kind."""
    site = make(folder / "traced")
    log = folder / "trace"
    done = clausebook(site, *RELEASE, before=("strace", "-f", "-y", "-o", str(log), "-e", f"trace={','.join(CALLS)}"))
    if done.returncode:
        raise SystemExit(f"the undisturbed run failed: {done.stdout}{done.stderr}")
    counts: dict[str, int] = {}
    found = []
    for line in log.read_text(encoding="utf-8", errors="replace").splitlines():
        match = re.match(r"\d+ +(\w+)\((.*)", line)
        if not match:
            continue
        call = match[1]
        counts[call] = counts.get(call, 0) + 1
        changes = "/terms" in match[2] and (call != "openat" or "O_CREAT" in match[2])
        if changes:
            found.append((call, counts[call]))
    return found


def disturb(folder: Path, index: int, point: Point, old: dict[str, bytes], new: dict[str, bytes]) -> str:
    """Try one point; gives what was wrong afterwards, or nothing."""
    site = make(folder / f"{index:06}")
    try:
        inject = f"inject={point.call}:{point.fault}:when={point.number}"
        traced = ("strace", "-f", "-o", "/dev/null", "-e", f"trace={point.call}", "-e", inject)
        done = clausebook(site, *RELEASE, before=traced)
        if "Traceback" in done.stderr:
            return f"{point}: {done.stderr.splitlines()[-1]}"
        checked = clausebook(site, "check")
        if checked.returncode:
            return f"{point}: {checked.stdout.strip()}"
        state = tree(site)
        if state not in (old, new):
            return f"{point}: neither the old nor the new state"
        if done.returncode == 0 and state != new:
            return f"{point}: said that it was done, and it was not"
        if state == old:
            again = clausebook(site, *RELEASE)
            if again.returncode or tree(site) != new:
                return f"{point}: the second run ended otherwise: {again.stdout}{again.stderr}"
    finally:
        shutil.rmtree(site)
    return ""


def main() -> None:
    """Try every point, and say how many there were and which left damage."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    chosen = parser.parse_args()
    if not shutil.which("strace"):
        raise SystemExit("strace is not installed")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        old = tree(make(folder / "old"))
        whole = make(folder / "new")
        if clausebook(whole, *RELEASE).returncode:
            raise SystemExit("the undisturbed run failed")
        new = tree(whole)
        calls = changing_calls(folder)
        points = [Point(call, number, fault) for call, number in calls for fault in FAULTS]
        with ThreadPoolExecutor(chosen.workers) as pool:
            wrong = [
                found
                for found in pool.map(lambda item: disturb(folder, item[0], item[1], old, new), enumerate(points))
                if found
            ]
    for found in wrong:
        print(found)
    print(f"{len(calls)} calls, {len(points)} fault points, {len(wrong)} damaged states")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
