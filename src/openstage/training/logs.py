"""What a run tells of itself: lines for TensorBoard and for other programs, and sheets."""

from __future__ import annotations

import json
import time
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

import torch
from torch import Tensor
from torch.utils.tensorboard import SummaryWriter

from openstage.crew import Frame
from openstage.storyboard.files import atomic, disk_errors
from openstage.storyboard.pictures import png

LINES = "log.jsonl"


class Logs:
    """A line is the mean of all steps since the last, or since the run went on, in this process;
    what was logged beyond the step at which a run goes on is cut off, since it is done again."""

    def __init__(self, folder: Path, writes: bool, step: int) -> None:
        self.folder, self._writes = folder, writes
        self._sums: dict[str, list[Tensor]] = defaultdict(list)
        self._left = time.monotonic()
        """When the last step was done, or what was done after it."""
        self.last: dict[str, float] = {}
        """The newest of each value that a run has told."""
        if not writes:
            return
        with disk_errors(folder):
            folder.mkdir(parents=True, exist_ok=True)
            self._cut(step)
            self._board = SummaryWriter(str(folder), purge_step=step + 1)

    def _cut(self, step: int) -> None:
        path = self.folder / LINES
        if path.is_file():
            lines = [(line, _read(line)) for line in path.read_text("utf-8").splitlines()]
            kept = [(line, told) for line, told in lines if told and told.get("step", 0) <= step]
            with atomic(path) as temporary:
                temporary.write_text("".join(f"{line}\n" for line, _ in kept), encoding="utf-8")
            for _, told in kept:
                self.last |= told

    def add(self, told: Mapping[str, Tensor]) -> None:
        now = time.monotonic()
        for name, value in {**told, "seconds": torch.tensor(now - self._left)}.items():
            self._sums[name].append(value.detach().float())
        self._left = now

    def write(self, step: int) -> dict[str, float]:
        line = {name: float(sum(values) / len(values)) for name, values in self._sums.items()}
        self._sums.clear()
        if self._writes:
            self._tell(step, line)
        return line

    def look(self, step: int, frame: Frame | None, measured: Mapping[str, float]) -> None:
        """What samples of this step look like, and what was measured on them."""
        if not self._writes:
            return
        if frame is not None:
            with disk_errors(self.folder):
                self._board.add_image("samples", frame, step, dataformats="HWC")
                (self.folder / f"sheet-{step:08d}.png").write_bytes(png(frame))
        self._tell(step, measured)
        self._left = time.monotonic()

    def _tell(self, step: int, line: Mapping[str, float]) -> None:
        self.last |= {"step": step, **line}
        with disk_errors(self.folder), (self.folder / LINES).open("a", encoding="utf-8") as log:
            log.write(json.dumps({"step": step, **line}) + "\n")
            for name, value in line.items():
                self._board.add_scalar(name, value, step)

    def close(self) -> None:
        if self._writes:
            self._board.close()


def _read(line: str) -> dict[str, float]:
    """Nothing of a line that a crash cut off: it harms nobody."""
    try:
        told = json.loads(line)
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}
