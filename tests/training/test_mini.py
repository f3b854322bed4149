"""The weights that travel with the program: whole, small enough, and ready to go on from."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
import torch

from openstage.dataset.world.making import Order
from openstage.step2.eight_bits import models_in
from openstage.step2.latent_size import Canvas
from openstage.step2.loading import load_pipeline
from openstage.step2.pipeline import STEP2Pipeline, remembered
from openstage.step2.weights import MINI, Weights
from openstage.training.preparing import prepare
from openstage.training.sft import SFTTask
from openstage.training.sources import Drawn
from openstage.training.weights import told_of_vae
from tests.training.test_sft import SFT


@pytest.fixture(scope="module")
def mini() -> STEP2Pipeline:
    pipeline = load_pipeline(MINI)
    pipeline.set_progress_bar_config(disable=True)
    return pipeline


def test_it_draws_pairs_that_remember(mini: STEP2Pipeline) -> None:
    def drawn(*memory: object) -> torch.Tensor:
        out = mini(
            "Mara smiles. Close-up. Kitchen, morning.", memory=memory, num_inference_steps=4,
            generator=torch.Generator().manual_seed(1), output_type="pt",
        )  # fmt: skip
        return torch.cat([out.start, out.end])

    first = drawn()
    assert first.shape == (2, 3, 64, 112)
    assert first.std() > 0.05, "it is no gray picture"
    frame = (first[0].permute(1, 2, 0) * 255).byte().numpy()
    assert not torch.equal(first, drawn(remembered("s1", "end", frame)))


def test_it_is_small_and_tells_what_made_it() -> None:
    files = [path for path in MINI.rglob("*") if path.is_file()]
    assert all(path.stat().st_size < 16e6 for path in files)
    assert sum(path.stat().st_size for path in files) < 35e6
    assert Weights.of(MINI).canvas == Canvas(64 * 112, (64, 112))
    told = json.loads((MINI / "training.json").read_text())
    assert told["steps"] > 0
    assert {"seed", "world", "tales"} <= told["data"]["source"].keys()
    assert "cannot" in (MINI / "README.md").read_text()


def test_all_that_is_tracked_can_travel() -> None:
    """To rented machines, which take 64 MiB with all that is carried there."""
    root = MINI.parents[2]
    if not (root / ".git").exists():
        pytest.skip("this is no clone")
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=root, capture_output=True, check=True)
    files = [root / name for name in listed.stdout.decode().split("\0") if name]
    assert sum(path.stat().st_size for path in files if path.is_file()) < 56 * 2**20


@pytest.mark.parametrize(
    ("dtype", "transformer", "vae"),
    [
        (None, torch.bfloat16, torch.bfloat16),
        (torch.float32, torch.float32, torch.float32),
        ("auto", torch.float32, torch.float32),
        ({"transformer": torch.float32}, torch.float32, torch.bfloat16),
        ({"default": torch.float32, "vae": torch.float16}, torch.float32, torch.float16),
    ],
)
def test_a_dtype_is_given_as_to_any_pipeline(
    dtype: Any, transformer: torch.dtype, vae: torch.dtype
) -> None:
    models = models_in(MINI, dtype)
    assert (models["transformer"].dtype, models["vae"].dtype) == (transformer, vae)


def test_its_vae_tells_what_it_has_learned_from_wherever_it_goes() -> None:
    told = told_of_vae(MINI / "vae")
    assert (told["task"], told["source"]["kind"]) == ("vae", "world")


def test_training_goes_on_from_it(mini: STEP2Pipeline, tmp_path: Path) -> None:
    source = Drawn(Order(clips=1, seed=1, size=(112, 64)), jobs=1)
    ready = prepare(source, mini, tmp_path / "ready")
    task = SFTTask(SFT, mini, ready)
    loss = task.loss(task.networks(), 0)
    assert 0 < float(loss["error"].detach()) < 2, "a network that knows nothing errs by 2"
