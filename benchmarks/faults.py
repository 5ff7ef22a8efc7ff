"""Every fault at every call with which a command changes the disk: `python benchmarks/faults.py [COMMAND]` (Linux, strace).

Each run begins with a fresh copy of a small site. At one system call the process is killed, or the call fails with one of
several errors. Of `release`, `withdraw`, `correction` (of two versions at once), `undo` and `rename`: afterwards, once the next command has run, `terms/` must be byte for byte the old or the new state; the exit
code of the disturbed run must not be 0 unless it did its work; and a second run must end in the same bytes as an
undisturbed one. Of `build`: the same for `site/`, with a cache, with nothing left beside it; the processes that it starts, such as the one that makes
the search index, are disturbed too. Of its many calls those of every `--each` are tried (all by default).
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

from tests.releases.life import edit, edit_drafts, new_site, tree

CALLS = ("openat", "write", "fsync", "rename", "renameat", "renameat2", "unlink", "unlinkat", "ftruncate", "flock")
FAULTS = ("signal=SIGKILL", "signal=SIGINT", "error=ENOSPC", "error=EIO", "error=EACCES")
RELEASE = ("release", "basic", "--announce", "2026-01-01", "--as-of", "2026-01-01", "--yes")
LATER = ("--as-of", "2026-01-02", "--yes")
COMMANDS = {
    "release": RELEASE,
    "withdraw": ("withdraw", "basic", "2.0", "--reason", "da=Fejl.", "--reason", "en=Error.", *LATER),
    "correction": ("release", "basic", "--announce", "2026-01-02", "--kind", "correction", *LATER),
    "undo": ("release", "basic", "--undo", "--yes"),
    "rename": ("rename", "basic", "general", "--yes"),
}
BUILD = ("build", "--as-of", "2026-01-01", "--cache")
BUILD_CALLS = (
    *CALLS,
    "mkdir",
    "mkdirat",
    "link",
    "linkat",
    "rmdir",
    "chmod",
    "fchmod",
    "syncfs",
    "copy_file_range",
    "pwrite64",
)
ENVIRONMENT = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "PYTHONHASHSEED": "0"}


@dataclass(frozen=True)
class Point:
    """The n-th call of a kind in the whole run, and what happens there."""

    call: str
    number: int
    fault: str


def make(folder: Path, command: str) -> Path:
    """The small site in which a command can be given: a changed draft, of all but `release` released already."""
    site = new_site(folder)
    edit_drafts(site, "Two.", ("{fee}", "exactly {fee}"))
    if command != "release":
        released = clausebook(site, *RELEASE)
        if released.returncode:
            raise SystemExit(f"the undisturbed release failed: {released.stdout}{released.stderr}")
    if command == "correction":
        edit_drafts(site, "Mended.")
        edit(site, "terms/da/basic/draft.yml", ("Ændringer varsles", "Ændringerne varsles"))
        edit(site, "terms/en/basic/draft.yml", ("are announced", "get announced"))
    return site


def clausebook(site: Path, *arguments: str, before: tuple[str, ...] = ()) -> subprocess.CompletedProcess[str]:
    """Run a command, maybe under another one."""
    command = [*before, sys.executable, "-m", "clausebook", "-C", str(site), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=ENVIRONMENT)


def changing_calls(folder: Path, command: str) -> list[tuple[str, int]]:
    """The calls that change something below terms/, each as its kind and its number among all of that kind."""
    site = make(folder / "traced", command)
    log = folder / "trace"
    done = clausebook(
        site, *COMMANDS[command], before=("strace", "-f", "-y", "-o", str(log), "-e", f"trace={','.join(CALLS)}")
    )
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


def disturb(folder: Path, command: str, index: int, point: Point, old: dict[str, bytes], new: dict[str, bytes]) -> str:
    """Try one point; gives what was wrong afterwards, or nothing."""
    site = folder / f"{index:06}"
    shutil.copytree(folder / "old", site)
    try:
        inject = f"inject={point.call}:{point.fault}:when={point.number}"
        traced = ("strace", "-f", "-o", "/dev/null", "-e", f"trace={point.call}", "-e", inject)
        done = clausebook(site, *COMMANDS[command], before=traced)
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
            again = clausebook(site, *COMMANDS[command])
            if again.returncode or tree(site) != new:
                return f"{point}: the second run ended otherwise: {again.stdout}{again.stderr}"
    finally:
        shutil.rmtree(site)
    return ""


def make_built(folder: Path) -> Path:
    """A small site that was built once with a cache, and of which a text changed since."""
    site = new_site(folder / "site")
    build = clausebook(site, *BUILD, str(folder / "cache"))
    if build.returncode:
        raise SystemExit(f"the undisturbed build failed: {build.stdout}{build.stderr}")
    edit_drafts(site, "Two.", ("{fee}", "exactly {fee}"))
    released = clausebook(site, *RELEASE)
    if released.returncode:
        raise SystemExit(f"the undisturbed release failed: {released.stdout}{released.stderr}")
    return site


def site_tree(site: Path) -> dict[str, bytes]:
    """The files of the built site."""
    folder = site / "site"
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def copied(original: Path, folder: Path) -> Path:
    """A copy in which files of the site are further names of those in the cache, as they are made."""
    subprocess.run(["cp", "-a", str(original), str(folder)], check=True)  # noqa: S607
    return folder / "site"


def build_calls(original: Path, folder: Path) -> list[tuple[str, int]]:
    """The calls with which any process of a build changes something below its folder, each as its kind and its number in its process."""
    site = copied(original, folder / "traced")
    log = folder / "trace"
    command = (*BUILD, str(folder / "traced" / "cache"))
    clausebook(site, *command, before=("strace", "-f", "-y", "-o", str(log), "-e", f"trace={','.join(BUILD_CALLS)}"))
    # strace counts the calls of each process by itself, and disturbs the n-th of all of them.
    counts: dict[tuple[str, str], int] = {}
    found: dict[tuple[str, int], None] = {}
    for line in log.read_text(encoding="utf-8", errors="replace").splitlines():
        match = re.match(r"(\d+) +(\w+)\((.*)", line)
        if match:
            process, call, arguments = match.groups()
            number = counts[process, call] = counts.get((process, call), 0) + 1
            if str(folder) in arguments and (call != "openat" or "O_CREAT" in arguments):
                found[call, number] = None
    return list(found)


def disturb_build(
    original: Path, folder: Path, index: int, point: Point, old: dict[str, bytes], new: dict[str, bytes]
) -> str:
    """As `disturb`, for a build."""
    place = folder / f"{index:06}"
    site = copied(original, place)
    command = (*BUILD, str(place / "cache"))
    try:
        inject = f"inject={point.call}:{point.fault}:when={point.number}"
        traced = ("strace", "-f", "-o", "/dev/null", "-e", f"trace={point.call}", "-e", inject)
        done = clausebook(site, *command, before=traced)
        if "Traceback" in done.stderr:
            return f"{point}: {done.stderr.splitlines()[-1]}"
        state = site_tree(site)
        if state not in (old, new):
            return f"{point}: neither the old nor the new site"
        if done.returncode == 0 and state != new:
            return f"{point}: said that it was done, and it was not"
        again = clausebook(site, *command)
        if again.returncode or site_tree(site) != new:
            return f"{point}: the second run ended otherwise: {again.stdout}{again.stderr}"
        left = sorted(path.name for path in site.iterdir() if path.name not in {"mkdocs.yml", "site", "terms"})
        if left:
            return f"{point}: left behind: {', '.join(left)}"
    finally:
        shutil.rmtree(place)
    return ""


def try_command(folder: Path, command: str, workers: int) -> tuple[int, int, list[str]]:
    """The calls of a command that writes below terms/, the points tried, and what was wrong."""
    old = tree(make(folder / "old", command))
    whole = make(folder / "new", command)
    if clausebook(whole, *COMMANDS[command]).returncode:
        raise SystemExit("the undisturbed run failed")
    new = tree(whole)
    calls = changing_calls(folder, command)
    points = [Point(call, number, fault) for call, number in calls for fault in FAULTS]
    with ThreadPoolExecutor(workers) as pool:
        wrong = list(pool.map(lambda item: disturb(folder, command, item[0], item[1], old, new), enumerate(points)))
    return len(calls), len(points), [found for found in wrong if found]


def try_build(folder: Path, workers: int, each: int) -> tuple[int, int, list[str]]:
    """The same of a build."""
    original = folder / "original"
    site = make_built(original)
    old = site_tree(site)
    whole = copied(original, folder / "whole")
    if clausebook(whole, *BUILD, str(folder / "whole" / "cache")).returncode:
        raise SystemExit("the undisturbed run failed")
    new = site_tree(whole)
    calls = build_calls(original, folder)
    points = [Point(call, number, fault) for call, number in calls for fault in FAULTS][::each]
    with ThreadPoolExecutor(workers) as pool:
        tried = pool.map(lambda item: disturb_build(original, folder, item[0], item[1], old, new), enumerate(points))
        return len(calls), len(points), [found for found in tried if found]


def main() -> None:
    """Try every point, and say how many there were and which left damage."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("command", nargs="?", choices=[*COMMANDS, "build"], default="release")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--each", type=int, default=1, help="of the points of a build, try every n-th")
    chosen = parser.parse_args()
    if not shutil.which("strace"):
        raise SystemExit("strace is not installed")
    with tempfile.TemporaryDirectory() as name:
        ENVIRONMENT["XDG_CACHE_HOME"] = f"{name}/own"
        if chosen.command == "build":
            calls, points, wrong = try_build(Path(name), chosen.workers, chosen.each)
        else:
            calls, points, wrong = try_command(Path(name), chosen.command, chosen.workers)
    for found in wrong:
        print(found)
    print(f"{calls} calls, {points} fault points, {len(wrong)} damaged states")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
