"""Files that are there whole or not at all, and disk trouble told in words."""

from __future__ import annotations

import errno
import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from openstage.errors import DiskError, ProjectError, UseError

LOCK = ".lock"
"""The file by which a process says that it writes to a folder."""

_REMEDIES = {
    errno.ENOSPC: ("the disk is full", "Make room on it and run again; what was made is kept."),
    errno.EFBIG: ("the disk takes no file that large", "Choose a folder on another disk."),
    errno.ELOOP: ("its links lead in a circle", "Choose another folder, or mend the links."),
    errno.EDQUOT: ("the disk quota is used up", "Make room and run again; what was made is kept."),
    errno.EACCES: ("permission is denied", "Choose a folder that you may write to."),
    errno.EPERM: ("permission is denied", "Choose a folder that you may write to."),
    errno.EROFS: ("the disk is read-only", "Choose a folder on a disk that can be written to."),
    errno.ENOTDIR: ("a part of the path is a file", "Choose another folder, or move that file."),
    errno.EEXIST: ("a file stands where a folder must be", "Choose another folder, or move it."),
    errno.EISDIR: ("a folder stands in its place", "Choose another name, or move that folder."),
    errno.ENAMETOOLONG: ("the name is too long for the disk", "Choose a shorter name."),
    errno.EIO: ("the disk does not answer as it should", "Check the disk; try another one."),
}


@contextmanager
def reading_errors(what: str | Path) -> Iterator[None]:
    """Turns every OSError, and a name that can be no file's, into a ProjectError."""
    try:
        yield
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        reason = getattr(error, "strerror", None) or str(error)
        raise ProjectError(
            f"{what} cannot be read: {reason}.", "Check the name and its permissions."
        ) from error


@contextmanager
def disk_errors(what: str | Path) -> Iterator[None]:
    """Turns an OSError that the disk is to blame for into a DiskError that names `what`.

    Other errors, among them a file that is not there, pass as they are.
    """
    try:
        yield
    except OSError as error:
        if error.errno not in _REMEDIES:
            raise
        reason, remedy = _REMEDIES[error.errno]
        raise DiskError(f"{what} cannot be written: {reason}.", remedy) from error


@contextmanager
def atomic(path: Path) -> Iterator[Path]:
    """Gives a temporary path beside `path` to write to; it becomes `path` when the block ends well.

    The content is synced to the disk before the rename and the folder after it, so that neither a
    crash nor a power cut leaves half a file under the final name. Folders are made as needed. When
    the block raises, the temporary file is removed and `path` stays what it was.

    Raises DiskError where the disk is full, read-only or not ours.
    """
    # Short, since the final name may already be as long as the disk allows; libraries choose the
    # format by the suffix, so it stays.
    temporary = path.parent / f".{uuid.uuid4().hex[:12]}.part{path.suffix}"
    with disk_errors(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            yield temporary
            let_read(temporary)
            sync(temporary)
            os.replace(temporary, path)
        except BaseException:
            with suppress(OSError):
                temporary.unlink()
            raise
        sync(path.parent)


@contextmanager
def alone(folder: Path, patience: float = 0.2) -> Iterator[None]:
    """Keeps other processes that ask for the same from writing to a folder.

    Raises ProjectError where one of them still does after so many seconds.
    """
    lock = FileLock(folder / LOCK)
    try:
        with disk_errors(folder):
            lock.acquire(timeout=patience)
    except Timeout as error:
        raise ProjectError(
            f"Another openstage is working in {folder}.", "Wait until it is done."
        ) from error
    try:
        yield
    finally:
        lock.release()


def must_be_new(folder: Path, kind: str) -> None:
    """Raises UseError where a folder holds files: it is no `kind`, and nothing of it is touched."""
    with disk_errors(folder):
        others = [each.name for each in folder.iterdir() if each.name != LOCK]
    if others:
        raise UseError(
            f"{folder} has files in it ({min(others)}) and is no {kind}.",
            "Name an empty or a new folder, so that nothing of yours is touched.",
        )


def let_read(path: Path) -> None:
    """Whoever may read the folder of a file may read the file: safetensors writes its own for
    nobody but their owner."""
    with suppress(PermissionError):  # a second name of a file that is somebody else's
        path.chmod(path.stat().st_mode | (path.parent.stat().st_mode & 0o444))


def sync(path: Path) -> None:
    """What was written to a file, or the names in a folder, is on the disk afterwards."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
