"""The bytes of a story: from a file or from standard input, read once and never written."""

from __future__ import annotations

import difflib
import os
import sys
from pathlib import Path

from openstage.errors import StoryError

STANDARD_INPUT = "-"
LARGEST = 2_000_000
"""Bytes. A feature film's screenplay has about 200,000, a long novel 1,500,000."""


def load(source: Path | str) -> bytes:
    """The content of `source`, a path, or '-' for standard input.

    Raises StoryError where there is nothing to read, where it cannot be read, and above
    `LARGEST` bytes.
    """
    try:
        data = _standard_input() if str(source) == STANDARD_INPUT else _file(Path(source))
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        raise _unreadable(str(source), error) from error
    if len(data) > LARGEST:
        raise StoryError(
            f"{_called(source)} is larger than {LARGEST // 1_000_000} MB.",
            "Give the story alone, as text; or split it into parts.",
        )
    return data


def _file(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(LARGEST + 1)


def _standard_input() -> bytes:
    if sys.stdin is None:
        raise OSError("standard input is closed")
    return sys.stdin.buffer.read(LARGEST + 1)


def _called(source: Path | str) -> str:
    return "Standard input" if str(source) == STANDARD_INPUT else f"{str(source)!r}"


def _unreadable(source: str, error: OSError | ValueError) -> StoryError:
    if isinstance(error, FileNotFoundError):
        return StoryError(f"There is no file {source!r}.", _did_you_mean(source))
    if isinstance(error, IsADirectoryError):
        return StoryError(
            f"{source!r} is a folder, not a story.", "Give the story file that lies in it."
        )
    if isinstance(error, PermissionError):
        return StoryError(
            f"{source!r} may not be read.", "Give yourself the right to read it, or copy it."
        )
    reason = getattr(error, "strerror", None) or str(error)
    return StoryError(f"{_called(source)} cannot be read: {reason}.", "Check the name of the file.")


def _did_you_mean(source: str) -> str:
    """The remedy for a missing file: a file beside it with a similar name, where there is one."""
    path = Path(source)
    try:
        near = difflib.get_close_matches(path.name, os.listdir(path.parent), n=1)
    except OSError:
        near = []
    if near:
        return f"Did you mean {str(path.parent / near[0])!r}?"
    if " " in source:
        return "To give the story itself, pipe it in and write '-' in place of the file."
    return "Check the name and the folder; '-' reads from standard input."
