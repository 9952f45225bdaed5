"""A pool of processes: jobs come in, finished brochures go out in the order of the jobs.

Each process reads fonts and layouts once and makes brochures; nothing is written there. On Linux it begins as a copy of
this one (fork), which has the machine loaded already; elsewhere it loads the machine by itself.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from foldwell.diagnostics import Diagnostic, Severity
from foldwell.editions.building import Maker, make_here
from foldwell.editions.finished import Finished, Job

if TYPE_CHECKING:
    from concurrent.futures import Future
    from multiprocessing.synchronize import Event

WORTH_IT = 3  # brochures; below that starting another process costs more than it saves (see docs/editions.md)
AHEAD = 3  # jobs for each process that are handed out at a time: none idles, and finished ones need little room
LONGEST = 16  # brochures in a job: some seconds of work
START = "fork" if sys.platform == "linux" else "spawn"
SHARES = 8  # jobs for each process where there is enough to do, so that all end at about the same time

_maker = Maker()  # of a process of the pool
_stop: Event | None = None


def cores() -> int:
    """How many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def processes_for(brochures: int, asked: int | None) -> int:
    """How many processes to use: those asked for, else one for each core where there is enough to do."""
    most = asked if asked is not None else cores() if brochures >= WORTH_IT else 1
    return max(1, min(most, brochures))


def cut(jobs: Iterable[Job], brochures: int, processes: int) -> Iterator[Job]:
    """Jobs small enough to be shared out evenly among processes, and of no more than LONGEST brochures."""
    size = max(1, min(LONGEST, brochures // (processes * SHARES)))
    for job in jobs:
        files = iter(job.files)
        while piece := tuple(islice(files, size)):
            yield Job(job.workspace, job.request, piece)


def make_in_pool(jobs: Sequence[Job], processes: int) -> Iterator[Finished]:
    """The jobs made by several processes, or by this one alone. A process that is lost (killed, or out of memory) is
    replaced; a job that loses its process also when nothing else is going on is given up with a complaint."""
    brochures = sum(len(job.files) for job in jobs)
    if processes == 1:
        yield from make_here(jobs)
        return
    from concurrent.futures.process import BrokenProcessPool  # nor any of its kind where this process works alone

    left = deque(cut(jobs, brochures, processes))
    suspects = 0  # the first jobs of `left`, one of which may have cost its process its life
    while left:
        alone = suspects > 0
        try:
            yield from _run(left, 1 if alone else len(left), 1 if alone else processes)
        except BrokenProcessPool:
            if alone:
                yield lost(left.popleft())
            else:
                taken = [left.popleft() for _ in range(min(processes * AHEAD, len(left)))]
                left.extendleft(reversed(singly := list(cut(taken, 1, 1))))
                suspects = len(singly) + 1
        suspects = max(0, suspects - 1)


def _run(left: deque[Job], count: int, processes: int) -> Iterator[Finished]:
    """Make the first `count` jobs of `left`, and take away each that is done. Raises BrokenProcessPool."""
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    context = multiprocessing.get_context(START)
    stop = context.Event()
    pool = ProcessPoolExecutor(processes, context, _begin, (stop,))
    waiting: deque[Future[tuple[Finished, ...]]] = deque()
    coming = iter(list(islice(left, count)))
    ahead = 1 if processes == 1 else processes * AHEAD
    try:
        for job in islice(coming, ahead):
            waiting.append(pool.submit(_make, job))
        while waiting:
            made = waiting.popleft().result()
            left.popleft()
            yield from made  # before another job is handed out: it may turn out then that a process is lost
            for job in islice(coming, 1):
                waiting.append(pool.submit(_make, job))
    finally:
        stop.set()  # after Ctrl-C each process ends with the brochure that it is at
        pool.shutdown(wait=True, cancel_futures=True)


def _begin(stop: Event) -> None:
    """Make a process of the pool ready."""
    global _stop  # noqa: PLW0603  # what a process of the pool is given when it begins
    _stop = stop
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the first process hears Ctrl-C and sees to the others
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """Do not go on where the first process was killed: nobody would ever take what is made."""
    from multiprocessing import parent_process

    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _make(job: Job) -> tuple[Finished, ...]:
    """What a process of the pool does."""
    made = []
    for finished in _maker.make(job):
        if _stop is not None and _stop.is_set():
            break
        made.append(finished)
    return tuple(made)


def lost(job: Job) -> Finished:
    """A brochure that cannot be made here."""
    [file] = job.files
    complaint = Diagnostic(
        Severity.ERROR, "process-lost", f"the process that made {file.called} was ended by the computer", None,
        ("there may be too little memory: close other programs, or build with --jobs 1",),
    )  # fmt: skip
    return Finished(job.request, file, (), (complaint,), {})
