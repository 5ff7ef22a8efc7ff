"""Progress: what a build is doing, on standard error; drawn where a person watches a terminal, in plain lines elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from clausebook.cli.options import say

Report = Callable[[str], None]
Watch = Callable[[int, int], None]

_SECONDS_BETWEEN_DRAWINGS = 0.1


@contextmanager
def telling() -> Iterator[tuple[Report, Watch | None]]:
    """Where to report stages, and pages as they are written; the drawing is gone at the end."""
    if not sys.stderr.isatty():
        yield say, None
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    columns = [
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    ]
    # It draws when it is told something: a thread of its own would keep the build from copying this process.
    progress = Progress(
        *columns,
        console=Console(stderr=True),
        auto_refresh=False,
        transient=True,
        redirect_stdout=False,
        redirect_stderr=False,
    )
    with progress:
        task = progress.add_task("", total=None)
        drawn = 0.0

        def report(stage: str) -> None:
            progress.update(task, description=stage, refresh=True)

        def watch(pages: int, expected: int) -> None:
            nonlocal drawn
            now = time.monotonic()
            if now - drawn > _SECONDS_BETWEEN_DRAWINGS:
                drawn = now
                progress.update(task, completed=pages, total=expected, refresh=True)

        yield report, watch
