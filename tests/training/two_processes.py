"""What each of two processes does for `test_spread`; it is started by torchrun."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import torch

from openstage.step2.loading import load_pipeline
from openstage.step2.pipeline import STEP2Pipeline
from openstage.training.dpo import DPOTask
from openstage.training.loop import train
from openstage.training.prepared import Prepared
from openstage.training.sft import SFTTask
from tests.training import test_lora, test_sft
from tests.training.conftest import tiny_step2

STEPS = 3
LITTLE: Mapping[str, Any] = {"steps": STEPS, "save_every": 2, "sheet_every": 2, "ema": 0.5}


def hasty(pipeline: STEP2Pipeline) -> STEP2Pipeline:
    """Draws its sheets in few steps."""
    pipeline.register_to_config(steps=2)
    return pipeline


def whole(folder: Path, steps: int = STEPS) -> SFTTask:
    settings = replace(test_sft.SFT, **{**LITTLE, "steps": steps})
    return SFTTask(settings, hasty(tiny_step2(folder / "text")), Prepared(folder / "ready"))


def lora(folder: Path) -> SFTTask:
    pipeline = hasty(load_pipeline(folder / "weights"))
    return SFTTask(replace(test_lora.SFT, **LITTLE), pipeline, Prepared(folder / "big"))


def preferences(folder: Path) -> SFTTask:
    """Of a seed and noise levels by which no gradient is rounding alone: Adam would make as large a
    step of it as of any other, and sums are rounded otherwise where they are spread."""
    pipeline = hasty(load_pipeline(folder / "weights"))
    settings = replace(test_lora.DPO, **LITTLE, seed=2, noise_std=1.0)
    return DPOTask(settings, pipeline, Prepared(folder / "big"))


def main(folder: Path) -> None:
    torch.set_num_threads(1)
    train(whole(folder), folder / "whole")
    train(whole(folder, 2), folder / "killed")
    train(whole(folder), folder / "killed")
    train(lora(folder), folder / "lora")
    train(preferences(folder), folder / "preferences")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
