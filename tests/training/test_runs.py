"""The experiments of `runs/`, line by line, with models of a few thousand weights."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from safetensors.torch import load_file

from openstage.dataset.store import Store
from openstage.step2.adapters import LORA_FILE
from openstage.step2.loading import load_pipeline

RUNS = Path(__file__).parents[2] / "runs"


def run(script: str, *words: object, **numbers: object) -> str:
    environment = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "OMP_NUM_THREADS": "1",
        **{name: str(value) for name, value in numbers.items()},
    }
    command = ["bash", str(RUNS / script), *map(str, words)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


def told(weights: Path) -> Any:
    return json.loads((weights / "training.json").read_text())


TINY = {
    "SIZE": "64x32", "CLIPS": 20, "VAE_STEPS": 2, "VAE_DECAY": 1, "LAYERS": 1, "HEADS": 1,
    "SFT_CLIPS": 2, "SFT_STEPS": 2, "COMPILE": "", "DPO_STEPS": 1, "READER_CLIPS": 10,
    "READER_STEPS": 2, "READER_DECAY": 1, "STORIES": 1, "SEEDS": "1",
}  # fmt: skip


@pytest.fixture(scope="module")
def mini(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("mini")
    run("mini.sh", folder, **TINY)
    return folder


def test_the_mini_from_nothing_to_figures(mini: Path) -> None:
    assert told(mini / "sft/weights")["steps"] == 2
    assert told(mini / "dpo-2/weights")["task"] == "dpo"
    assert load_pipeline(mini / "dpo-2/weights").config.frame_area == 64 * 32
    assert (mini / "figures-2/report.json").is_file()


def test_the_ablation(mini: Path, tmp_path: Path) -> None:
    for part in ("data", "frames", "readers"):  # the same as the mini's; they are gone on with
        shutil.copytree(mini / part, tmp_path / part)
    table = run("ablation.sh", tmp_path, **TINY)
    arms = ("full", "no-memory", "independent", "no-preferences")
    assert {path.name for path in (tmp_path / "figures").iterdir()} == {f"{arm}-1" for arm in arms}
    assert all(f"| {arm} |" in table for arm in arms)


def test_the_large_model_in_two_stages_on_several_devices(
    weights: Path, store: Store, tmp_path: Path
) -> None:
    run("full.sh", weights, store.folder, tmp_path,
        GPUS=2, LORA_RANK=4, SFT_STEPS=2, DPO_STEPS=2)  # fmt: skip
    for stage, rank in (("sft", 4), ("dpo", 8)):
        learned = load_file(tmp_path / stage / "weights" / LORA_FILE)
        assert (
            learned[next(n for n in learned if "text_encoder" in n and "_A" in n)].shape[0] == rank
        )
        assert told(tmp_path / stage / "weights")["settings"]["lora_rank"] == 4
