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


@contextmanager
def placed(folder: Path) -> Iterator[Path]:
    """Gives a folder to write to, which becomes `folder` when the block ends well; what was there
    is whole until then, and nothing that is half written stays.

    It is synced first, so that a power cut leaves no half of it under the final name. Raises
    DiskError where the disk is full.
    """
    part, old = (folder.with_name(f".{folder.name}.{kind}") for kind in ("part", "old"))
    if old.exists() and not folder.exists():
        os.replace(old, folder)  # a run was killed between the two names
    try:
        with saving_errors(folder):
            shutil.rmtree(part, ignore_errors=True)
            part.mkdir(parents=True)
            yield part
            for path in (*part.rglob("*"), part):
                sync(path)
            if folder.exists():
                shutil.rmtree(old, ignore_errors=True)
                os.replace(folder, old)
            os.replace(part, folder)
            sync(folder.parent)
    finally:
        shutil.rmtree(part, ignore_errors=True)
    shutil.rmtree(old, ignore_errors=True)
