"""What commands cost: wall time, CPU time of all processes, and the peak of their memory together.

Each command runs in a session of its own. CPU time is what the kernel counted for the command and every process it waited
for. For memory the processes of the session are looked up in /proc again and again and what they hold is added up: a page
that several processes share counts once (PSS); where the kernel does not tell that, it counts in each (RSS). A peak between
two samples is missed. Without /proc the memory is not known.
"""

from __future__ import annotations

import os
import signal
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

PROCESSES = Path("/proc")
LEAST_PAUSE = 0.02  # seconds between two samples of the memory
PAUSE_TO_COST = 20  # a pause is so many times as long as its sample took, so that sampling hardly disturbs


@dataclass(frozen=True)
class Step:
    """A command and the folder it runs in."""

    command: tuple[str, ...]
    folder: Path


@dataclass(frozen=True)
class Usage:
    """What some steps took together; `outcome` is "done", "too long" or what went wrong, `steps` how many were finished."""

    wall: float
    cpu: float
    peak: int | None
    outcome: str
    steps: int


@dataclass(frozen=True)
class Contents:
    """What a site consists of."""

    pages: int
    files: int
    bytes: int


class Watch:
    """Samples the memory of a session until stopped, and ends the session when its time is over."""

    def __init__(self, session: int, limit: float) -> None:
        self.peak: int | None = None
        self.too_long = False
        self._session = session
        self._end = time.monotonic() + limit
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> Watch:
        self._thread.start()
        return self

    def __exit__(self, *problem: object) -> None:
        self._stopped.set()
        self._thread.join()

    def _run(self) -> None:
        pause = 0.0
        while not self._stopped.wait(pause):
            start = time.monotonic()
            if start > self._end:
                self.too_long = True
                end_session(self._session)
                return
            held = memory_of(self._session)
            if held is not None:
                self.peak = max(self.peak or 0, held)
            pause = max(LEAST_PAUSE, PAUSE_TO_COST * (time.monotonic() - start))


def run_steps(steps: Sequence[Step], limit: float, environment: Mapping[str, str], log: Path) -> Usage:
    """Run the steps one after another, `limit` seconds at most altogether; their output goes to `log`."""
    wall = cpu = 0.0
    peak: int | None = None
    for done, step in enumerate(steps):
        usage = run_step(step, limit - wall, environment, log)
        wall, cpu = wall + usage.wall, cpu + usage.cpu
        if usage.peak is not None:
            peak = max(peak or 0, usage.peak)
        if usage.outcome != "done":
            return Usage(wall, cpu, peak, usage.outcome, done)
    return Usage(wall, cpu, peak, "done", len(steps))


def run_step(step: Step, limit: float, environment: Mapping[str, str], log: Path) -> Usage:
    """Run one command to its end or to its time limit."""
    with log.open("wb") as output:
        start = time.perf_counter()
        process = subprocess.Popen(
            step.command,
            cwd=step.folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            with Watch(process.pid, limit) as watch:
                _, status, used = os.wait4(process.pid, 0)
                wall = time.perf_counter() - start
        finally:  # whatever it left, and itself when this program is interrupted
            end_session(process.pid)
    process.returncode = os.waitstatus_to_exitcode(status)
    outcome = "done"
    if watch.too_long:
        outcome = "too long"
    elif process.returncode:
        outcome = f"failed ({process.returncode}): {last_line(log)}"
    return Usage(wall, used.ru_utime + used.ru_stime, watch.peak, outcome, int(outcome == "done"))


def end_session(session: int) -> None:
    """Kill what is left of a session."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(session, signal.SIGKILL)


def memory_of(session: int) -> int | None:
    """The bytes that the processes of a session hold together, or None where nobody tells."""
    held = [memory_of_process(folder) for folder in members(session)]
    return sum(held) if held else None


def members(session: int) -> Iterator[Path]:
    """The processes of a session as folders of /proc."""
    if not PROCESSES.is_dir():
        return
    for entry in os.scandir(PROCESSES):
        if entry.name.isdecimal():
            with suppress(OSError):
                # Its name stands in parentheses and may hold spaces; state, parent, group and session follow.
                fields = Path(entry.path, "stat").read_bytes().rpartition(b")")[2].split()
                if int(fields[3]) == session:
                    yield Path(entry.path)


def memory_of_process(folder: Path) -> int:
    """The bytes of one process: its share of shared pages, else all that it has mapped; 0 when it is gone."""
    with suppress(OSError):
        for line in (folder / "smaps_rollup").read_bytes().splitlines():
            if line.startswith(b"Pss:"):
                return int(line.split()[1]) * 1024
    with suppress(OSError):
        return int((folder / "statm").read_bytes().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    return 0


def memory_method() -> str:
    """How the memory is counted on this machine."""
    if (PROCESSES / "self" / "smaps_rollup").exists():
        return "PSS"
    return "RSS" if PROCESSES.is_dir() else "none"


def last_line(log: Path) -> str:
    """The end of an output, where programs say what went wrong."""
    lines = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
    return lines[-1][:200] if lines else "no output"


def contents_of(names_and_sizes: Iterator[tuple[str, int]]) -> Contents:
    """Count files given by name and size."""
    pages = files = size = 0
    for name, length in names_and_sizes:
        pages += name.endswith(".html")
        files += 1
        size += length
    return Contents(pages, files, size)


def folder_contents(folder: Path) -> Contents:
    """What lies in a folder."""
    return contents_of((path.name, path.stat().st_size) for path in folder.rglob("*") if path.is_file())


def branch_contents(repository: Path, branch: str) -> Contents:
    """What lies in a branch of a git repository."""
    command = ["git", "-C", str(repository), "ls-tree", "-r", "-l", "-z", branch]
    listed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    rows = (row.partition("\t") for row in listed.split("\0") if row)
    return contents_of((name, int(facts.split()[3])) for facts, _, name in rows)
