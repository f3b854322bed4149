"""Checkpoints of a run: the newest two, each whole or not there.

All that a step depends on beside its number is here: weights, the optimizer's memory of them, their
average. Frozen weights are left away: they are what the run began with. Tensors are whole, so that
a run may go on with another number of processes.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Protocol

from accelerate import Accelerator
from safetensors import SafetensorError
from safetensors.torch import load_file, save_file
from torch import Tensor

from openstage.errors import UseError
from openstage.step2.thrift import ran_out
from openstage.storyboard.manifests import must_be_same, write_json
from openstage.training.saving import placed

_MANIFEST = "run.json"
"""Written last: a folder without it is not whole."""
_KEPT = 2


State = Mapping[str, Mapping[str, Tensor]]
"""Tensors by what they are of, then by name."""


class Stateful(Protocol):
    """What a checkpoint is of."""

    def state(self) -> State:
        """In the first process; the others have to ask as well, and may be given nothing."""
        ...

    def restore(self, step: int, state: State) -> None:
        """Raises KeyError, RuntimeError or ValueError where it is of something else."""
        ...


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

    def resume(self, run: Stateful) -> int:
        """Brings the newest one back and gives its step; 0 where there is none.

        Raises UseError where it is of another run, or cannot be read.
        """
        step = self.last
        if step is None:
            return 0
        path = self._path(step)
        with _loading(path):
            was = json.loads((path / _MANIFEST).read_text(encoding="utf-8"))
            told, states = {**was["run"]}, [*was["state"]]
        must_be_same(
            path, told, self._identity,
            "Give the settings that it began with, or another folder with -o.",
        )  # fmt: skip
        with _loading(path):
            run.restore(step, {name: load_file(path / _file(name)) for name in states})
        return step

    def save(self, step: int, run: Stateful) -> None:
        """Raises DiskError where the disk is full; the ones before stay."""
        state = run.state()
        if self._accelerator.is_main_process:
            self._write(step, state)
            for _, path in sorted(self._whole())[:-_KEPT]:
                shutil.rmtree(path)
        self._accelerator.wait_for_everyone()

    def _write(self, step: int, state: State) -> None:
        with placed(self._path(step)) as part:
            for name, tensors in state.items():
                whole = {key: one.contiguous() for key, one in tensors.items()}
                save_file(whole, part / _file(name))
            write_json(part / _MANIFEST, {"step": step, "run": self._identity, "state": [*state]})

    def _path(self, step: int) -> Path:
        return self.folder / f"step-{step:08d}"

    def _whole(self) -> Iterator[tuple[int, Path]]:
        for path in self.folder.glob("step-*"):
            if (path / _MANIFEST).is_file():
                with suppress(ValueError):
                    yield int(path.name.removeprefix("step-")), path


@contextmanager
def _loading(path: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, RuntimeError, ValueError, KeyError, TypeError, SafetensorError) as error:
        if ran_out(error):
            raise
        first = (str(error).splitlines() or [type(error).__name__])[0]
        raise UseError(
            f"{path} cannot be loaded: {first}",
            "Remove it, to go on from the checkpoint before.",
        ) from error


def _file(name: str) -> str:
    return f"{name}.safetensors"
