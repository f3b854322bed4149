"""Checkpoints of a run: the newest two, each whole or not there."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from pickle import PickleError
from typing import Any

from accelerate import Accelerator
from safetensors import SafetensorError

from openstage.errors import DiskError, UseError
from openstage.storyboard.files import disk_errors, reading_errors

_MANIFEST = "run.json"
"""Written last: a folder without it is not whole."""
_KEPT = 2


class Checkpoints:
    """`identity` is what the run is: a checkpoint of another one is not gone on with."""

    def __init__(self, folder: Path, identity: Mapping[str, Any], accelerator: Accelerator) -> None:
        self.folder = folder
        self._identity = json.loads(json.dumps(identity))
        self._accelerator = accelerator

    @property
    def last(self) -> int | None:
        """The step of the newest one."""
        return max((step for step, _ in self._whole()), default=None)

    def resume(self) -> int:
        """Loads the newest one and gives its step; 0 where there is none.

        Raises UseError where it is of another run, or cannot be read.
        """
        step = self.last
        if step is None:
            return 0
        path = self._path(step)
        with reading_errors(path):
            was = json.loads((path / _MANIFEST).read_text(encoding="utf-8"))
        changed = sorted(_differences(was["run"], self._identity))
        if changed:
            raise UseError(
                f"{path} is of a run with other settings: {', '.join(changed)}.",
                "Give the settings that it began with, or another folder with -o.",
            )
        try:
            self._accelerator.load_state(str(path), strict=False)  # frozen weights are not in it
        except (OSError, RuntimeError, ValueError, EOFError, PickleError, SafetensorError) as error:
            raise UseError(
                f"{path} cannot be loaded: {str(error).splitlines()[0]}",
                "Remove it, to go on from the checkpoint before.",
            ) from error
        return step

    def save(self, step: int) -> None:
        """Raises DiskError where the disk is full; the ones before stay."""
        part = self.folder / f".step-{step:08d}.part"
        self._accelerator.wait_for_everyone()
        try:
            with disk_errors(self.folder):
                part.mkdir(parents=True, exist_ok=True)
                self._write(part)
                if self._accelerator.is_main_process:
                    told = json.dumps({"step": step, "run": self._identity}, indent=1)
                    (part / _MANIFEST).write_text(told + "\n", encoding="utf-8")
                    shutil.rmtree(self._path(step), ignore_errors=True)
                    os.replace(part, self._path(step))
        except BaseException:
            shutil.rmtree(part, ignore_errors=True)
            raise
        self._accelerator.wait_for_everyone()
        if self._accelerator.is_main_process:
            for _, path in sorted(self._whole())[:-_KEPT]:
                shutil.rmtree(path)

    def _write(self, part: Path) -> None:
        try:
            self._accelerator.save_state(str(part))
        except RuntimeError as error:
            # What torch and safetensors make of a disk that is full.
            if "write" not in str(error).lower() and "space" not in str(error).lower():
                raise
            raise DiskError(
                f"{part.parent} cannot be written: {str(error).splitlines()[0]}",
                "Make room on it and run again; the checkpoints before are whole.",
            ) from error

    def _path(self, step: int) -> Path:
        return self.folder / f"step-{step:08d}"

    def _whole(self) -> Iterator[tuple[int, Path]]:
        for path in self.folder.glob("step-*"):
            if (path / _MANIFEST).is_file():
                with suppress(ValueError):
                    yield int(path.name.removeprefix("step-")), path


def _differences(was: Any, now: Any, name: str = "") -> Iterator[str]:
    """The dotted names of all that differs."""
    if isinstance(was, dict) and isinstance(now, dict):
        for key in was.keys() | now.keys():
            yield from _differences(was.get(key), now.get(key), f"{name}.{key}".lstrip("."))
    elif was != now:
        yield f"{name} (was {was!r}, is {now!r})"
