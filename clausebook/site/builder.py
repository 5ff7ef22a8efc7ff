"""The builder: a process that builds when it is asked to, and remembers from one time to the next.

It has one thread, so that it may copy itself into workers with all that it remembers, which a server with its threads must not.
"""

from __future__ import annotations

import multiprocessing
import signal
import sys
from collections.abc import Callable
from multiprocessing.connection import Connection
from types import TracebackType
from typing import Protocol

from clausebook.parent import end_with_parent


class Build(Protocol):
    """What a builder does; it must be picklable, since on some systems a process starts from nothing."""

    def __call__(self, report: Callable[[str], None]) -> None:
        """Build once."""
        ...


class Builder:
    """A process for one kind of build. To be started while the process that asks has one thread."""

    def __init__(self, make: Callable[[], Build]) -> None:
        copied = sys.platform.startswith("linux")
        context = multiprocessing.get_context("fork") if copied else multiprocessing.get_context("spawn")
        self._here, there = context.Pipe()
        # The copy has this process's end of the pipe too; one that starts from nothing is not given it.
        self._process = context.Process(target=_serve, args=(make, there, self._here if copied else None))
        self._process.start()
        there.close()

    def build(self, report: Callable[[str], None]) -> None:
        """Build once more; raises ChildProcessError when the process is gone."""
        try:
            self._here.send(True)
            while (line := self._here.recv()) is not None:
                report(line)
        except (EOFError, OSError) as error:
            raise ChildProcessError("the process that builds ended unexpectedly; start the preview anew") from error

    def __enter__(self) -> Builder:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._here.close()
        self._process.join(_PATIENCE)
        if self._process.is_alive():
            self._process.terminate()
            self._process.join()


_PATIENCE = 5.0  # seconds that a build under way has to come to its end


def _serve(make: Callable[[], Build], asked: Connection, other_end: Connection | None) -> None:
    end_with_parent()
    if other_end:
        other_end.close()  # so that the end of the asking process is noticed
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the asking process hears it too, and says when to stop
    build = make()
    try:
        while asked.recv():
            build(asked.send)
            asked.send(None)
    except (EOFError, BrokenPipeError):
        pass
