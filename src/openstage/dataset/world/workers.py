"""The processes that film tales: as many as there are jobs, and none is ever left behind."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Generator, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import connection
from multiprocessing.connection import Connection

import cv2

from openstage.dataset.clip import Clip
from openstage.dataset.world.filming import INTERIOR_TIMES, clip
from openstage.errors import WorkError

_AHEAD = 3
"""How many clips a process has before it at most: those that wait for a slow one lie in memory."""


def clips(
    seed: int,
    numbers: Iterable[int],
    size: tuple[int, int] = (288, 160),
    jobs: int = 1,
    times: Sequence[float] = INTERIOR_TIMES,
) -> Generator[Clip, None, None]:
    """The clips of these numbers, in their order; `numbers` may be endless.

    `size` is (width, height) of the frames, `times` when those between start and end are drawn.
    Clips are the same whatever `jobs` is: it says how many processes film, and one is this process
    itself. When the iterator is closed they are gone. Raises WorkError where a process dies.
    """
    width, height = size
    if jobs == 1:
        for number in numbers:
            yield clip(seed, number, width, height, times)
        return
    ahead: deque[Future[Clip]] = deque()
    with _pool(jobs) as pool:
        try:
            for number in numbers:
                with _interrupts_held():
                    ahead.append(pool.submit(clip, seed, number, width, height, times))
                if len(ahead) >= _AHEAD * jobs:
                    yield ahead.popleft().result()
            while ahead:
                yield ahead.popleft().result()
        except BrokenProcessPool as error:
            raise WorkError(
                "A process that films has died, maybe for want of memory.",
                "Run again with fewer --jobs; what was made is kept.",
            ) from error


@contextmanager
def _pool(jobs: int) -> Iterator[ProcessPoolExecutor]:
    """When the block raises, its processes drop what they are at and are gone at once."""
    spawn = multiprocessing.get_context("spawn")
    theirs, ours = spawn.Pipe(duplex=False)
    pool = ProcessPoolExecutor(jobs, mp_context=spawn, initializer=_begin, initargs=(theirs,))
    try:
        yield pool
    except BaseException:
        ours.close()
        raise
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
        ours.close()
        theirs.close()


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
    """Holds Ctrl-C back for a moment, in which a process may be begun: it never gets one."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
