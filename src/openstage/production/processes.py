"""The processes that make the shots: as many as there are jobs, and none is ever left behind."""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager

from openstage.production.worker import Job, Result, begin, work

Start = Callable[[Job], "Future[Result]"]


@contextmanager
def processes(jobs: int) -> Iterator[Start]:
    """Gives what starts a job in one of `jobs` processes; a single one is this process itself.

    When the block raises, the processes drop what they are at and are gone at once.
    """
    if jobs == 1:
        yield _here
        return
    spawn = multiprocessing.get_context("spawn")
    theirs, ours = spawn.Pipe(duplex=False)
    pool = ProcessPoolExecutor(jobs, mp_context=spawn, initializer=begin, initargs=(theirs,))

    def start(job: Job) -> Future[Result]:
        try:
            with _interrupts_held():
                return pool.submit(work, job)
        except BrokenProcessPool as error:
            return _failed(error)

    try:
        yield start
    except BaseException:
        ours.close()
        raise
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
        ours.close()
        theirs.close()


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


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """Holds Ctrl-C back for a moment. A process that is begun meanwhile never gets one, not even
    before it can choose to ignore it; the terminal sends one to every process.
    """
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
