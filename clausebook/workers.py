"""Workers: the same function over many jobs, in as many processes as there are processors.

On Linux a worker is a copy of this process, so jobs and what they point to are there already; elsewhere it starts afresh and
is sent its job. Copying is safe only while this process has one thread, so where it has more (in a preview) they start afresh.
"""

from __future__ import annotations

import gc
import itertools
import multiprocessing
import os
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, nullcontext
from typing import Any, TypeVar

from clausebook.languages import SiteLanguages, current_site, use_site
from clausebook.parent import end_with_parent
from clausebook.storage import drop_inherited_locks

Job = TypeVar("Job")
Result = TypeVar("Result")
Watch = Callable[[int], None]

_SECONDS_BETWEEN_LOOKS = 0.2

# What copied workers find: set only while their pool is at work.
_inherited: tuple[Callable[[Any], Any], Sequence[Any]] | None = None
# Whether this process has done a job.
_has_worked = False
# What a step of a job sets off in this process, where somebody watches.
_on_step: Callable[[], None] | None = None


def processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def step() -> None:
    """One step of a job is done."""
    if _on_step is not None:
        _on_step()


def spread(
    work: Callable[[Job], Result],
    jobs: Sequence[Job],
    workers: int | None = None,
    meanwhile: Callable[[], None] | None = None,
) -> Iterable[Result]:
    """As `map`, by several workers where they can be copies of this process: starting afresh would take longer than small jobs.

    What is to be done `meanwhile` is done only where they can.
    """
    if not _may_copy() or workers == 1 or len(jobs) < (1 if meanwhile else 2):
        return map(work, jobs)
    return run_all(work, jobs, workers, meanwhile=meanwhile or (lambda: None))


def _may_copy() -> bool:
    return sys.platform.startswith("linux") and threading.active_count() == 1


def run_all(
    work: Callable[[Job], Result],
    jobs: Sequence[Job],
    workers: int | None = None,
    watch: Watch | None = None,
    meanwhile: Callable[[], None] = lambda: None,
) -> Iterator[Result]:
    """The results of `work` for all jobs, in their order, each as soon as it and those before it are there.

    `workers` is the number of processes, by default that of processors; with one, the work is done in this process.
    `watch` is told now and then how many steps all jobs have done. `meanwhile` is done here while the workers are at work. Raises
    ChildProcessError when a worker is killed.
    """
    workers = workers or processors()
    copied = _may_copy()
    if workers == 1 or len(jobs) < (1 if copied else 2):
        meanwhile()
        yield from _here(work, jobs, watch)
        return
    kind = multiprocessing.get_context("fork" if copied else "spawn")
    steps = kind.Value("Q")
    with _jobs_to_inherit(work, jobs) if copied else nullcontext():
        pool = ProcessPoolExecutor(
            min(workers, len(jobs)), kind, initializer=_begin, initargs=(steps if watch else None, current_site())
        )
        with pool:
            if copied:
                futures = [pool.submit(_inherited_job, number) for number in range(len(jobs))]
            else:
                futures = [pool.submit(_without_collector, work, job) for job in jobs]
            try:
                meanwhile()
                for future in futures:
                    while watch and not wait([future], _SECONDS_BETWEEN_LOOKS).done:
                        watch(steps.value)
                    yield future.result()
            except BrokenProcessPool:
                message = "a process that was at work ended unexpectedly; it was killed, or there is too little memory"
                raise ChildProcessError(0, message) from None
            except BaseException:
                pool.shutdown(cancel_futures=True)
                raise


def _here(work: Callable[[Job], Result], jobs: Sequence[Job], watch: Watch | None) -> Iterator[Result]:
    global _on_step
    counted = itertools.count(1)
    _on_step = (lambda: watch(next(counted))) if watch else None
    try:
        for job in jobs:
            yield _without_collector(work, job)
    finally:
        _on_step = None


def _begin(steps: Any, languages: SiteLanguages) -> None:
    """What a worker does first: it ends with its parent, leaves it its locks, speaks the same languages, and lets steps be counted where the parent looks."""
    global _on_step
    end_with_parent()
    drop_inherited_locks()
    use_site(languages)

    def count() -> None:
        with steps.get_lock():
            steps.value += 1

    _on_step = count if steps is not None else None


@contextmanager
def _jobs_to_inherit(work: Callable[[Any], Any], jobs: Sequence[Any]) -> Iterator[None]:
    global _inherited
    _inherited = work, jobs
    # What is there before the copying stays out of the collector's way, and so out of the copies' own memory.
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()
        _inherited = None


def _inherited_job(number: int) -> Any:
    if _inherited is None:
        raise RuntimeError("this process was not copied from one with jobs")
    work, jobs = _inherited
    return _without_collector(work, jobs[number])


def _without_collector(work: Callable[[Job], Result], job: Job) -> Result:
    """Pages refer to nothing in a circle: looking for such garbage takes a tenth of the time, and finds next to none.

    Only what a worker's job before left behind, such as templates with their environment, is looked for before the next.
    """
    global _has_worked
    was_on = gc.isenabled()
    gc.disable()
    if _has_worked:
        gc.collect()
    _has_worked = True
    try:
        return work(job)
    finally:
        if was_on:
            gc.enable()
