"""`runs/full.sh`, line by line, with a model of a few thousand weights. The other two are run by
hand: they cost a third of all tests."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from safetensors.torch import load_file

from openstage.dataset.store import Store
from openstage.step2.adapters import LORA_FILE

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
