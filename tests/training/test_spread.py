"""Two processes, each with its share of every weight, train as one that sees both batches."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import torch
from safetensors.torch import load_file
from torch import Tensor

from openstage.step2.adapters import LORA_FILE
from openstage.training import dpo, loop, sft
from openstage.training.prepared import Prepared
from openstage.training.sft import SFTTask
from tests.training import two_processes
from tests.training.two_processes import STEPS

LAST = f"checkpoints/step-{STEPS:08d}"
ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def done(
    prepared: Prepared,
    weights: Path,
    ready: Prepared,
    tmp_path_factory: pytest.TempPathFactory,
) -> Path:
    """A folder in which two processes have trained."""
    folder = tmp_path_factory.mktemp("spread")
    for name, made in (("ready", prepared.folder), ("big", ready.folder), ("weights", weights)):
        shutil.copytree(made, folder / name)
    command = [sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc-per-node=2",
               "-m", "tests.training.two_processes", str(folder)]  # fmt: skip
    ended = subprocess.run(
        command,
        cwd=ROOT,
        env={**os.environ, "OMP_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
    )
    assert ended.returncode == 0, ended.stderr[-9000:]
    return folder


def test_a_killed_run_ends_the_same(done: Path) -> None:
    for name in ("networks", "optimizer", "average"):
        one, other = (
            load_file(done / run / LAST / f"{name}.safetensors") for run in ("whole", "killed")
        )
        assert one.keys() == other.keys()
        assert all(torch.equal(one[key], other[key]) for key in one)
    assert (done / "whole/logs/sheet-00000002.png").is_file()


@pytest.mark.parametrize("kind", ["whole", "lora", "preferences"])
def test_it_learns_what_one_process_learns_of_both_batches(
    done: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    task: SFTTask = getattr(two_processes, kind)(done)
    asked, now = task.loss, SimpleNamespace(process_index=0)
    for module in (sft, dpo):
        monkeypatch.setattr(module, "PartialState", lambda: now)

    def both(networks: Any, step: int) -> dict[str, Tensor]:
        losses = []
        for now.process_index in (0, 1):
            torch.manual_seed(loop._seed(task.settings.seed, step, now.process_index))
            losses.append(asked(networks, step)["loss"])
        now.process_index = 0
        return {"loss": torch.stack(losses).mean()}

    monkeypatch.setattr(task, "loss", both)
    loop.train(task, tmp_path)
    for file in (f"{LAST}/networks.safetensors", f"{LAST}/average.safetensors"):
        alone, spread = load_file(tmp_path / file), load_file(done / kind / file)
        assert alone.keys() == spread.keys()
        far = max(float((alone[name] - spread[name]).abs().max()) for name in alone)
        moved = max(float(weight.abs().max()) for weight in alone.values())
        assert far < 1e-4 * moved


def test_what_is_written_is_whole(done: Path) -> None:
    names = load_file(done / "lora/weights" / LORA_FILE)
    assert names
    for run in ("lora", "preferences"):
        assert load_file(done / run / "weights" / LORA_FILE).keys() == names.keys()
