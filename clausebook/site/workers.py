"""Workers: the same function over many jobs, in as many processes as there are processors.

On Linux a worker is a copy of this process, so jobs and what they point to are there already; elsewhere it starts afresh and
is sent its job. Copying is safe only while this process has one thread, so where it has more (in a preview) they start afresh.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import Any, TypeVar

Job = TypeVar("Job")
Result = TypeVar("Result")

# What copied workers find: set only while their pool is at work.
_inherited: tuple[Callable[[Any], Any], Sequence[Any]] | None = None


def processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def run_all(work: Callable[[Job], Result], jobs: Sequence[Job], workers: int | None = None) -> Iterator[Result]:
    """The results of `work` for all jobs, in their order, each as soon as it and those before it are there.

    `workers` is the number of processes, by default that of processors; with one, the work is done in this process.
    """
    workers = min(workers or processors(), len(jobs))
    if workers <= 1:
        yield from map(work, jobs)
    elif sys.platform.startswith("linux") and threading.active_count() == 1:
        yield from _in_copies(work, jobs, workers)
    else:
        with ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn")) as pool:
            yield from pool.map(work, jobs)


def _in_copies(work: Callable[[Job], Result], jobs: Sequence[Job], workers: int) -> Iterator[Result]:
    global _inherited
    _inherited = work, jobs
    # Objects that are there before the copying stay out of the collector's way, and so out of the copies' own memory.
    gc.collect()
    gc.freeze()
    try:
        with ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("fork")) as pool:
            yield from pool.map(_inherited_job, range(len(jobs)))
    finally:
        gc.unfreeze()
        _inherited = None


def _inherited_job(number: int) -> Any:
    if _inherited is None:
        raise RuntimeError("this process was not copied from one with jobs")
    work, jobs = _inherited
    return work(jobs[number])
