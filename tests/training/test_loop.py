"""A run that was killed and resumed is the run that was not; nothing bad is learned or lost."""

from __future__ import annotations

import errno
import json
import shutil
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors import SafetensorError
from torch import Tensor, nn

from openstage.errors import DiskError, ProjectError, UseError, WorkError
from openstage.storyboard.files import alone
from openstage.training import checkpoints, logs
from openstage.training.checkpoints import State
from openstage.training.loop import LoopSettings, learning_rate, train

SETTINGS = LoopSettings(
    steps=6,
    log_every=2,
    save_every=2,
    sheet_every=100,
    learning_rate=0.05,
    warmup=2,
    precision="no",
)


class Line:
    """Learns y = 3 x - 1; the noise of a step is random."""

    name = "line"

    def __init__(self, settings: LoopSettings, bad_at: int = -1, stop_at: int = -1) -> None:
        self.settings, self._bad_at, self._stop_at = settings, bad_at, stop_at
        self.network = nn.Linear(1, 1)
        nn.init.zeros_(self.network.weight)
        nn.init.zeros_(self.network.bias)

    def networks(self) -> Mapping[str, nn.Module]:
        return {"line": self.network}

    def loss(self, networks: Mapping[str, nn.Module], step: int) -> dict[str, Tensor]:
        if step == self._stop_at:
            raise KeyboardInterrupt
        x = torch.randn(8, 1)
        loss = (networks["line"](x) - (3 * x - 1)).square().mean()
        return {"loss": loss / 0 if step == self._bad_at else loss}

    def look(self, networks: Mapping[str, nn.Module]) -> tuple[None, dict[str, float]]:
        return None, {"slope": float(self.network.weight)}

    def export(self, states: State, folder: Path, told: Any) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        weights = {name: weight.tolist() for name, weight in states["line"].items()}
        (folder / "weights.json").write_text(json.dumps({"weights": weights, "told": told}))

    def about(self) -> dict[str, Any]:
        return {"data": "a line"}


def exported(folder: Path) -> Any:
    return json.loads((folder / "weights/weights.json").read_text())


def lines(folder: Path) -> list[dict[str, float]]:
    return [json.loads(line) for line in (folder / "logs/log.jsonl").read_text().splitlines()]


def test_it_learns(tmp_path: Path) -> None:
    train(Line(replace(SETTINGS, steps=200, ema=0.9)), tmp_path)
    weights = exported(tmp_path)["weights"]
    assert abs(weights["weight"][0][0] - 3) < 0.2
    assert abs(weights["bias"][0] + 1) < 0.2


def test_a_run_that_was_killed_ends_as_the_one_that_was_not(tmp_path: Path) -> None:
    train(Line(SETTINGS), tmp_path / "whole")
    with pytest.raises(KeyboardInterrupt):
        train(Line(SETTINGS, stop_at=5), tmp_path / "killed")
    train(Line(SETTINGS), tmp_path / "killed")
    assert exported(tmp_path / "killed") == exported(tmp_path / "whole")
    for one, other in zip(lines(tmp_path / "killed"), lines(tmp_path / "whole"), strict=True):
        assert {**one, "seconds": 0} == {**other, "seconds": 0}


def test_a_longer_run_begins_as_the_shorter_one(tmp_path: Path) -> None:
    train(Line(SETTINGS), tmp_path / "grown")
    train(Line(replace(SETTINGS, steps=10)), tmp_path / "grown")
    train(Line(replace(SETTINGS, steps=10)), tmp_path / "whole")
    assert exported(tmp_path / "grown") == exported(tmp_path / "whole")


def test_a_loss_that_is_not_finite_stops_before_it_is_learned(tmp_path: Path) -> None:
    task = Line(SETTINGS, bad_at=3)
    with pytest.raises(WorkError, match=r"The loss of step 4 of line is not finite") as told:
        train(task, tmp_path)
    assert "of step 2" in told.value.remedy
    assert torch.isfinite(task.network.weight).all()
    train(Line(SETTINGS), tmp_path / "whole")
    train(Line(SETTINGS), tmp_path)
    assert exported(tmp_path) == exported(tmp_path / "whole")


def test_gradients_that_are_not_finite_name_their_weight(tmp_path: Path) -> None:
    class Root(Line):
        """The slope of a root is infinite at 0."""

        def loss(self, networks: Mapping[str, nn.Module], step: int) -> dict[str, Tensor]:
            return {"loss": networks["line"](torch.zeros(1, 1)).abs().sqrt().sum()}

    with pytest.raises(
        WorkError, match=r"norm of the gradients of step 1 .*first in line.(bias|weight)"
    ):
        train(Root(SETTINGS), tmp_path)


def test_before_the_first_checkpoint_none_is_named(tmp_path: Path) -> None:
    with pytest.raises(WorkError) as told:
        train(Line(SETTINGS, bad_at=0), tmp_path)
    assert told.value.remedy.startswith("Train in another folder")


def test_memory_that_runs_out_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a step, and while a checkpoint is loaded: that one is not damaged."""

    class Large(Line):
        def loss(self, networks: Mapping[str, nn.Module], step: int) -> dict[str, Tensor]:
            raise torch.OutOfMemoryError("CUDA out of memory.")

    with pytest.raises(WorkError, match="Memory ran out") as told:
        train(Large(SETTINGS), tmp_path / "large")
    assert "--batch" in told.value.remedy
    train(Line(SETTINGS), tmp_path)

    def full(path: Path) -> None:
        raise torch.OutOfMemoryError("CUDA out of memory.")

    monkeypatch.setattr(checkpoints, "load_file", full)
    with pytest.raises(WorkError, match="Memory ran out"):
        train(Line(replace(SETTINGS, steps=8)), tmp_path)
    assert (tmp_path / "checkpoints/step-00000006/run.json").is_file()


def test_sheets_take_no_time_of_a_step(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each step takes one second, and each sheet a hundred, in the middle of two lines."""
    now = [0.0]
    monkeypatch.setattr(logs.time, "monotonic", lambda: now[0])

    class Slow(Line):
        def loss(self, networks: Mapping[str, nn.Module], step: int) -> dict[str, Tensor]:
            now[0] += 1
            return super().loss(networks, step)

        def look(self, networks: Mapping[str, nn.Module]) -> tuple[None, dict[str, float]]:
            now[0] += 100
            return super().look(networks)

    train(Slow(replace(SETTINGS, sheet_every=3)), tmp_path)
    told = [line["seconds"] for line in lines(tmp_path) if "seconds" in line]
    assert told == [1.0, 1.0, 1.0]


def test_other_settings_are_another_run(tmp_path: Path) -> None:
    train(Line(SETTINGS), tmp_path)
    with pytest.raises(UseError, match=r"settings.learning_rate \(was 0.05, is 0.1\)"):
        train(Line(replace(SETTINGS, learning_rate=0.1, steps=8)), tmp_path)
    assert exported(tmp_path)["told"]["steps"] == 6


def test_fewer_steps_than_were_done_are_another_run(tmp_path: Path) -> None:
    train(Line(SETTINGS), tmp_path)
    with pytest.raises(UseError, match="trained for 6 steps already; 4 were asked for"):
        train(Line(replace(SETTINGS, steps=4)), tmp_path)
    assert exported(tmp_path)["told"]["steps"] == 6


def test_one_process_trains_in_a_folder(tmp_path: Path) -> None:
    with alone(tmp_path), pytest.raises(ProjectError, match="Another openstage is working in"):
        train(Line(SETTINGS), tmp_path)
    train(Line(SETTINGS), tmp_path)


def test_a_checkpoint_that_is_damaged_is_told(tmp_path: Path) -> None:
    train(Line(SETTINGS), tmp_path)
    last = tmp_path / "checkpoints/step-00000006"
    next(last.glob("*.safetensors")).write_bytes(b"no weights")
    with pytest.raises(UseError, match="step-00000006 cannot be loaded") as told:
        train(Line(replace(SETTINGS, steps=8)), tmp_path)
    assert "checkpoint before" in told.value.remedy
    (last / "run.json").write_text("")
    with pytest.raises(UseError, match="step-00000006 cannot be loaded"):
        train(Line(replace(SETTINGS, steps=8)), tmp_path)
    shutil.rmtree(last)
    train(Line(SETTINGS), tmp_path)
    train(Line(SETTINGS), tmp_path / "whole")
    assert exported(tmp_path) == exported(tmp_path / "whole")


@pytest.mark.parametrize("content", ["{}", "[]", '{"run": 3, "state": []}'])
def test_a_checkpoint_that_tells_nothing_is_damaged(content: str, tmp_path: Path) -> None:
    train(Line(SETTINGS), tmp_path)
    (tmp_path / "checkpoints/step-00000006/run.json").write_text(content)
    with pytest.raises(UseError, match="step-00000006 cannot be loaded"):
        train(Line(replace(SETTINGS, steps=8)), tmp_path)


def test_what_lies_where_weights_will_be_is_told_before_anything_is_learned(tmp_path: Path) -> None:
    (tmp_path / "weights").mkdir()
    (tmp_path / "checkpoints").mkdir()  # by a run whose first one did not fit on the disk
    (tmp_path / "weights/mine.txt").write_text("kept")
    with pytest.raises(UseError, match=r"weights has files in it \(mine\.txt\)"):
        train(Line(SETTINGS, stop_at=0), tmp_path)
    assert (tmp_path / "weights/mine.txt").read_text() == "kept"
    (tmp_path / "weights/mine.txt").unlink()
    train(Line(SETTINGS), tmp_path)


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "the disk is full"),
        (SafetensorError("I/O error: No space left on device (os error 28)"), "No space left"),
    ],
    ids=["system", "safetensors"],
)
def test_a_full_disk_loses_no_earlier_checkpoint(
    error: Exception, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = checkpoints.save_file
    saved: list[Path] = []

    def full(tensors: Any, path: Path) -> None:
        saved.append(path)
        if len(saved) == 5:
            path.write_text("half a checkpoint")
            raise error
        real(tensors, path)

    monkeypatch.setattr(checkpoints, "save_file", full)
    with pytest.raises(DiskError, match=told):
        train(Line(SETTINGS), tmp_path)
    assert [path.name for path in (tmp_path / "checkpoints").iterdir()] == ["step-00000002"]
    train(Line(SETTINGS), tmp_path)
    assert exported(tmp_path)["told"]["steps"] == 6


def test_the_newest_two_checkpoints_are_kept(tmp_path: Path) -> None:
    train(Line(SETTINGS), tmp_path)
    kept = sorted(path.name for path in (tmp_path / "checkpoints").iterdir())
    assert kept == ["step-00000004", "step-00000006"]


def test_the_learning_rate_rises_stays_and_falls() -> None:
    settings = replace(SETTINGS, steps=100, warmup=10, decay=20, learning_rate=1.0)
    rates = [learning_rate(settings, step) for step in (0, 4, 9, 50, 79, 90, 99)]
    assert rates[:5] == [0.1, 0.5, 1.0, 1.0, 1.0]
    assert abs(rates[5] - 0.5) < 1e-9
    assert rates[6] < 0.01


def test_what_is_looked_at_has_the_averaged_weights(tmp_path: Path) -> None:
    task = Line(replace(SETTINGS, sheet_every=3, ema=0.99, steps=12))
    train(task, tmp_path)
    slopes = [line["slope"] for line in lines(tmp_path) if "slope" in line]
    assert len(slopes) == 4
    assert slopes[-1] < float(task.network.weight)  # the average lags behind
