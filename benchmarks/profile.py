"""Where the time of a build goes: `python benchmarks/profile.py SITE` prints the CPU time of each stage (Linux, macOS).

The build runs in this one process. A timer of the system interrupts it after every few milliseconds of CPU time, and what passed
since the last time belongs to the stage that the call stack shows. What other processes took, as the search index does, is a line of its own.
"""

from __future__ import annotations

import argparse
import concurrent.futures
import concurrent.futures.process
import resource
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

INTERVAL = 0.002
OTHER = "other"
CHILDREN = "other processes (search index)"
OTHER_PAGES = "other pages"

# (stage, part of a file's path, function or nothing for all of the file): the innermost frame that has a stage decides.
# Of several entries that fit a frame, one with a function goes before one without, a longer path before a shorter.
STAGES = (
    ("starting", "", "<module>"),
    ("starting", "importlib", ""),
    ("reading", "clausebook/source", ""),
    ("reading", "clausebook/model/reading", ""),
    ("reading", "clausebook/model/prose", ""),
    ("reading", "/ruamel/", ""),
    ("checking", "clausebook/model/rules", ""),
    ("checking", "clausebook/model/translations", ""),
    ("checking", "clausebook/model/schema", ""),
    ("checking", "clausebook/model/entries", ""),
    ("checking", "clausebook/model/seals", ""),
    ("checking", "/pydantic/", ""),
    ("comparing", "clausebook/compare/", ""),
    ("redlines", "clausebook/compare/redline", ""),
    ("redlines", "clausebook/compare/edit_script", ""),
    ("redlines", "clausebook/compare/alignment", ""),
    ("redlines", "clausebook/compare/matching", ""),
    ("redlines", "clausebook/compare/outline", ""),
    ("redlines", "clausebook/compare/segments", ""),
    ("redlines", "clausebook/compare/structure", ""),
    ("redlines", "clausebook/compare/tables", ""),
    ("redlines", "clausebook/compare/tokens", ""),
    ("redlines", "clausebook/pages/redlines", ""),
    ("theme", "/mkdocs/", ""),
    ("theme", "/material/", ""),
    ("theme", "/templates/theme/", ""),
    ("theme", "clausebook/site/plugin", ""),
    ("theme", "clausebook/site/squeeze", ""),
    ("filling the theme", "clausebook/site/shell", ""),
    ("filling the theme", "clausebook/site/slots", ""),
    ("filling the theme", "clausebook/site/head", ""),
    ("link check", "clausebook/site/links", ""),
    ("link check", "clausebook/site/publish", "_check_links"),
    ("search index", "clausebook/site/search", ""),
    ("artifacts", "clausebook/site/language_build", ""),
    ("artifacts", "clausebook/site/build_plan", ""),
    ("artifacts", "clausebook/site/artifacts", ""),
    ("artifacts", "clausebook/site/spare", ""),
    ("traces", "clausebook/site/traces", ""),
    ("traces", "clausebook/pages/recording", ""),
    ("traces", "clausebook/pages/answers", ""),
    ("writing", "clausebook/site/artifacts", "put"),
    ("writing", "clausebook/site/artifacts", "place"),
    ("writing", "clausebook/site/artifacts", "place_file"),
    ("writing", "clausebook/site/artifacts", "_make_folder"),
    ("writing", "clausebook/site/root", "write_text"),
    ("writing", "/mkdocs/utils/", "write_file"),
    ("writing", "/mkdocs/utils/", "copy_file"),
    ("writing", "/shutil.py", ""),
    ("swap", "clausebook/site/folder", ""),
    ("swap", "clausebook/storage", ""),
)

# The same for the kinds of pages. They use one another's functions: the outermost one is what is being made.
PAGES = (
    ("pages of terms", "clausebook/pages/terms", ""),
    ("pages of changes", "clausebook/pages/changes", ""),
    ("pages of clauses", "clausebook/pages/clauses", ""),
    ("histories", "clausebook/pages/history", ""),
    ("comparison of any two versions", "clausebook/pages/compar", ""),
    ("feeds and calendars", "clausebook/pages/feeds", ""),
    ("feeds and calendars", "clausebook/pages/calendars", ""),
    ("data files", "clausebook/pages/data", ""),
    (OTHER_PAGES, "clausebook/pages/", ""),
)

Entry = tuple[str, str, str]
Frame = tuple[str, str]  # file with forward slashes, function


def stage_of_frame(entries: Iterable[Entry], frame: Frame) -> str:
    """The stage that the best entry gives a frame, or nothing."""
    path, function = frame
    fitting = [entry for entry in entries if entry[1] in path and entry[2] in ("", function)]
    return max(fitting, key=lambda entry: (bool(entry[2]), len(entry[1])))[0] if fitting else ""


def stage_of(stack: Iterable[Frame], known: dict[Frame, tuple[str, str]] | None = None) -> str:
    """The stage of a call stack, innermost frame first; `known` remembers what was found for frames."""
    known = {} if known is None else known
    page = ""
    for frame in stack:
        if frame not in known:
            known[frame] = stage_of_frame(STAGES, frame), stage_of_frame(PAGES, frame)
        stage, kind = known[frame]
        if stage:
            return page or stage
        if kind and (kind != OTHER_PAGES or not page):
            page = kind
    return page or OTHER


def frames(innermost: FrameType | None) -> Iterator[Frame]:
    """A call stack as files and functions."""
    while innermost is not None:
        code = innermost.f_code
        yield code.co_filename.replace("\\", "/"), code.co_name
        innermost = innermost.f_back


@dataclass
class Sampler:
    """Gives the CPU time that passes to stages, while it runs."""

    times: Counter[str] = field(default_factory=Counter)
    _known: dict[Frame, tuple[str, str]] = field(default_factory=dict)
    _last: float = 0.0

    def __enter__(self) -> Sampler:
        self._last = time.process_time()
        signal.signal(signal.SIGPROF, self._sample)
        signal.setitimer(signal.ITIMER_PROF, INTERVAL, INTERVAL)
        return self

    def __exit__(self, *problem: object) -> None:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, signal.SIG_IGN)

    def _sample(self, number: int, frame: FrameType | None) -> None:
        now = time.process_time()
        self.times[stage_of(frames(frame), self._known)] += now - self._last  # type: ignore[assignment]
        # What this function itself took belongs to nobody.
        self._last = time.process_time()


class InlineExecutor(concurrent.futures.Executor):
    """Does at once, in this process, what would be given to others."""

    def __init__(self, *sizes: object, **more: Any) -> None:
        """What a worker does first is left out: it is about its parent, and here there is none."""

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> concurrent.futures.Future[T]:
        future: concurrent.futures.Future[T] = concurrent.futures.Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:
            future.set_exception(error)
        return future


def stay_in_one_process() -> None:
    """Let pools of processes that are made from now on work in this process; before Clausebook is imported."""
    concurrent.futures.ProcessPoolExecutor = InlineExecutor  # type: ignore[misc, assignment]
    concurrent.futures.process.ProcessPoolExecutor = InlineExecutor  # type: ignore[misc, assignment]


def profile_build(site: Path) -> Counter[str]:
    """CPU seconds of each stage of `clausebook -C site build`, from the import of the program on."""
    stay_in_one_process()
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    with tempfile.TemporaryDirectory() as target:
        command = ["-C", str(site), "build", "--no-cache", "--site-dir", str(Path(target) / "site")]
        with Sampler() as sampler:
            from clausebook.cli import main as clausebook

            clausebook.main(args=command, standalone_mode=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    times = sampler.times
    times[CHILDREN] = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime  # type: ignore[assignment]
    return times


def table(times: Counter[str]) -> str:
    """Stages with CPU milliseconds and share, the longest first."""
    total = sum(times.values())
    lines = ["| stage | CPU ms | share |", "| --- | ---: | ---: |"]
    for stage, seconds in times.most_common():
        lines.append(f"| {stage} | {1000 * seconds:,.0f} | {seconds / total:.1%} |")
    return "\n".join([*lines, f"| all | {1000 * total:,.0f} | |"])


def main(given: list[str] | None = None) -> None:
    """Build the site and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("site", type=Path, help="the folder of a site, made for example by benchmarks/corpus.py")
    print(table(profile_build(parser.parse_args(given).site)))


if __name__ == "__main__":
    # The program of this checkout; and not this folder, whose modules would hide others of the same names.
    sys.path[0] = str(Path(__file__).parents[1])
    main()
