"""Gigabytes from file to file, as fast as the disk.

Room in the system's memory for bytes that nobody reads again costs more time than the disk. So what
is written goes past it where the system allows, what was read is forgotten at once, and one piece
is written while the next is read.
"""

from __future__ import annotations

import errno
import mmap
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from io import FileIO
from itertools import cycle
from pathlib import Path

BLOCK = 4096
"""Bytes. What goes past the system's memory begins and ends at a multiple of them."""
_PIECE = 16 << 20
_PIECES = 3
"""One is read, one is written, one waits."""
_PAST_MEMORY = getattr(os, "O_DIRECT", 0)  # Linux only


def append_stretches(
    path: Path, source: FileIO, stretches: Iterable[tuple[int, int]], copied: Callable[[int], None]
) -> bool:
    """Appends stretches of `source`, from byte to byte, to a file, and tells of each piece.

    The file must end at a multiple of BLOCK. Gives False where `source` ends too early.
    """
    rooms = [memoryview(mmap.mmap(-1, _PIECE)) for _ in range(_PIECES)]
    waiting: deque[Future[None]] = deque()
    with _Target(path) as target, ThreadPoolExecutor(1) as other:
        for piece in _pieces(source, stretches, rooms):
            if piece is None:
                return False
            waiting.append(other.submit(target.append, piece))
            copied(len(piece))
            if len(waiting) == _PIECES:  # the next room to read into must be free
                waiting.popleft().result()
        for last in waiting:
            last.result()
    return True


def _pieces(
    source: FileIO, stretches: Iterable[tuple[int, int]], rooms: list[memoryview]
) -> Iterator[memoryview | None]:
    """Rooms in turn, each full but for the last; None where `source` ends too early."""
    turn = cycle(rooms)
    room, filled = next(turn), 0
    for begin, end in stretches:
        source.seek(begin)
        while begin < end:
            count = source.readinto(room[filled : filled + end - begin])
            if not count:
                yield None
                return
            begin, filled = begin + count, filled + count
            if filled == len(room):
                _forget(source, begin)
                yield room
                room, filled = next(turn), 0
    if filled:
        yield room[:filled]


def _forget(source: FileIO, end: int) -> None:
    if hasattr(os, "posix_fadvise"):
        os.posix_fadvise(source.fileno(), 0, end, os.POSIX_FADV_DONTNEED)


class _Target:
    """A file that is appended to past the system's memory, as long as that can be."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._past = _PAST_MEMORY
        try:
            self._handle = self._open()
        except OSError as error:
            if error.errno != errno.EINVAL:
                raise
            self._past = 0  # a file system without it
            self._handle = self._open()

    def _open(self) -> int:
        return os.open(self._path, os.O_WRONLY | os.O_APPEND | self._past)

    def __enter__(self) -> _Target:
        return self

    def __exit__(self, *error: object) -> None:
        os.close(self._handle)

    def append(self, piece: memoryview) -> None:
        while piece:
            if self._past and len(piece) % BLOCK:
                self._through_memory()
            try:
                piece = piece[os.write(self._handle, piece) :]
            except OSError as error:
                if not self._past or error.errno != errno.EINVAL:
                    raise
                self._through_memory()

    def _through_memory(self) -> None:
        self._past = 0
        os.close(self._handle)
        self._handle = self._open()
