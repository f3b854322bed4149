"""How tensors reach the disk: whole and synced, or not at all."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from safetensors import SafetensorError

from openstage.errors import DiskError
from openstage.storyboard.files import disk_errors, sync


@contextmanager
def saving_errors(what: Path) -> Iterator[None]:
    """As `disk_errors`; safetensors tells of a full disk by an error of its own."""
    try:
        with disk_errors(what):
            yield
    except SafetensorError as error:
        raise DiskError(
            f"{what} cannot be written: {str(error).splitlines()[0]}",
            "Make room on it and run again; what was there before is whole.",
        ) from error


def put(part: Path, folder: Path) -> None:
    """A folder that is written takes the place of another one of its disk, or its name.

    It is synced first, so that a power cut leaves no half of it under the final name.
    """
    for path in (*part.rglob("*"), part):
        sync(path)
    shutil.rmtree(folder, ignore_errors=True)
    os.replace(part, folder)
    sync(folder.parent)
