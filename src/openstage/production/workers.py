"""Where the shots are made: in several processes, or in this one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager

from openstage.processes import processes
from openstage.production.worker import Job, Result, work

Start = Callable[[Job], "Future[Result]"]


@contextmanager
def workers(jobs: int) -> Iterator[Start]:
    """Gives what starts a job in one of `jobs` processes; a single one is this process itself.

    When the block raises, the processes drop what they are at and are gone at once.
    """
    if jobs == 1:
        yield _here
        return
    with processes(jobs) as start:

        def started(job: Job) -> Future[Result]:
            try:
                return start(work, job)
            except BrokenProcessPool as error:
                return _failed(error)

        yield started


def _here(job: Job) -> Future[Result]:
    """Does the job at once, in the main thread, where an interrupt stops it."""
    try:
        result = work(job)
    except Exception as error:
        return _failed(error)
    future: Future[Result] = Future()
    future.set_result(result)
    return future


def _failed(error: Exception) -> Future[Result]:
    future: Future[Result] = Future()
    future.set_exception(error)
    return future
