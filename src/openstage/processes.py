"""Processes that share the work: as many as there are jobs, and none is ever left behind."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import connection
from multiprocessing.connection import Connection
from typing import Any, TypeVar

import cv2

from openstage.errors import WorkError

_Item = TypeVar("_Item")
_Done = TypeVar("_Done")

_AHEAD = 3
"""How many items a process has before it at most: what waits for a slow one lies in memory."""


Start = Callable[..., "Future[Any]"]
"""Starts work, as in `start(work, item)`; raises BrokenProcessPool where a process has died."""


@contextmanager
def processes(jobs: int) -> Iterator[Start]:
    """Gives what starts work in so many processes.

    When the block raises, they drop what they are at and are gone at once.
    """
    spawn = multiprocessing.get_context("spawn")
    theirs, ours = spawn.Pipe(duplex=False)
    pool = ProcessPoolExecutor(jobs, mp_context=spawn, initializer=_begin, initargs=(theirs,))

    def start(work: Callable[..., Any], *given: Any) -> Future[Any]:
        with _interrupts_held():
            return pool.submit(work, *given)

    try:
        yield start
    except BaseException:
        ours.close()
        raise
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
        ours.close()
        theirs.close()


def in_order(
    work: Callable[[_Item], _Done], items: Iterable[_Item], jobs: int
) -> Generator[_Done, None, None]:
    """What `work` makes of each, in their order; `items` may be endless.

    One job is this process itself. When the iterator is closed the processes are gone. Raises
    WorkError where one dies.
    """
    if jobs == 1:
        yield from map(work, items)
        return
    ahead: deque[Future[_Done]] = deque()
    with processes(jobs) as start:
        try:
            for item in items:
                ahead.append(start(work, item))
                if len(ahead) >= _AHEAD * jobs:
                    yield ahead.popleft().result()
            while ahead:
                yield ahead.popleft().result()
        except BrokenProcessPool as error:
            raise WorkError(
                "A process has died at its work, maybe for want of memory.",
                "Run again with fewer --jobs; what was made is kept.",
            ) from error


def _begin(line: Connection) -> None:
    """Called once in each process: it leaves interrupts to its parent, and dies when the line to
    it is cut, be it that the parent wants no more, be it that it was killed itself.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    cv2.setNumThreads(1)
    threading.Thread(target=_die_with, args=(line,), daemon=True).start()


def _die_with(line: Connection) -> None:
    connection.wait([line])
    os._exit(1)


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
