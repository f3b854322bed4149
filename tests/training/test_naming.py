"""What people wear, named beside the pictures."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from diffusers import QwenImageTransformer2DModel
from safetensors.torch import load_file
from torch import Tensor

from openstage.step2.latent_size import LatentSize
from openstage.step2.loading import load_pipeline
from openstage.step2.pipeline import STEP2Pipeline
from openstage.training.batches import batch_of
from openstage.training.dpo import DPOTask
from openstage.training.examples import Example
from openstage.training.flow import errors
from openstage.training.loop import train
from openstage.training.naming import NOBODY, UNTOLD, told_names
from openstage.training.network import STEP2Network
from openstage.training.prepared import Prepared
from openstage.training.sft import SFTTask
from tests.training.conftest import tiny_step2
from tests.training.test_sft import DPO, SFT

SIZE = LatentSize(4, 8)
"""Two rows of four tokens."""
EMPTY = Example("c", "s", ("words",), "a", "b", ())
LEFT = (0.0, 0.0, 0.25, 1.0)
"""The two tokens at the left edge."""
RED = ("brown", "red", "")
RED_CODES = [2, 1, UNTOLD]


def codes(example: Example, pair: str = "joint") -> Tensor:
    told = told_names([example], SIZE, "joint" if pair == "joint" else "independent")
    return told.reshape(2, 2, 4, 3)


def test_a_token_has_the_colors_of_whoever_covers_it() -> None:
    told = codes(replace(EMPTY, figures=((LEFT,), ()), colors=((RED,), ())))
    assert told[0, :, 0].tolist() == [RED_CODES, RED_CODES]
    assert (told[0, :, 1:] == NOBODY).all(), "nobody stands there"
    assert (told[1] == NOBODY).all(), "nobody is in the end frame"


@pytest.mark.parametrize("pair", ["joint", "independent"])
def test_the_end_frame_comes_after_the_start_frame(pair: str) -> None:
    told = codes(replace(EMPTY, figures=((), (LEFT,)), colors=((), (RED,))), pair)
    assert (told[0] == NOBODY).all()
    assert told[1, 1, 0].tolist() == RED_CODES


def test_what_is_not_sure_is_not_judged() -> None:
    half = (0.0, 0.0, 0.25, 0.2)  # less than half of a token, and more than a trace
    assert (
        codes(replace(EMPTY, figures=((half,), ()), colors=((RED,), ())))[0, 0, 0] == -100
    ).all()
    unseen = codes(EMPTY)
    assert (unseen == UNTOLD).all(), "nobody has looked, or nobody is there"
    both = replace(EMPTY, figures=((LEFT, LEFT), ()), colors=((RED, ("red", "blue", "red")), ()))
    assert (codes(both)[0, :, 0] == UNTOLD).all(), "either may stand before the other"
    dog = replace(EMPTY, figures=((LEFT,), ()), colors=(((),), ()))
    assert (codes(dog)[0, :, 0] == UNTOLD).all()


def test_names_are_learned_through_the_transformer(
    prepared: Prepared, step2: STEP2Pipeline
) -> None:
    """A top has the color of the square that is drawn, and the noise lets it be seen."""
    examples = prepared.train[:8]
    messages = [each.messages[0] for each in examples]
    batch = batch_of(prepared, examples, messages, 0, 0.0, np.random.default_rng(0))
    made = prepared.made
    batch = replace(batch, names_BPK=told_names(examples, made.frame, made.pair))
    network = STEP2Network(step2, naming=True)
    optimizer = torch.optim.Adam(network.parameters(), 0.01)
    found = []
    torch.manual_seed(0)
    for _ in range(40):
        errors(network, batch, torch.randn(batch.pair_BPD.shape), torch.full((8,), 0.3))
        assert network.naming_error is not None
        network.naming_error.backward()
        optimizer.step()
        optimizer.zero_grad()
        found.append(network.naming_error.item())
    assert found[-1] < 0.5 * found[0]


def test_a_block_in_the_middle_is_heard(prepared: Prepared, step2: STEP2Pipeline) -> None:
    """There the tokens of the memory follow those of the pair."""
    step2.register_modules(
        transformer=QwenImageTransformer2DModel.from_config(
            {**step2.transformer.config, "num_layers": 4}
        )
    )
    examples = [each for each in prepared.train if len(each.memory) > 1][:4]
    made = prepared.made
    messages = [each.messages[0] for each in examples]
    batch = batch_of(prepared, examples, messages, 2, 0.0, np.random.default_rng(0))
    assert batch.memory_BMD is not None
    noise, sigma = torch.randn(batch.pair_BPD.shape), torch.full((len(examples),), 0.5)
    network = STEP2Network(step2, naming=True)
    errors(network, batch, noise, sigma)
    assert network.naming_error is None, "nobody asked"
    named = replace(batch, names_BPK=told_names(examples, made.frame, made.pair))
    errors(network, named, noise, sigma)
    assert network.naming_error is not None
    network.naming_error.backward()
    learns = [
        each.attn.to_q.weight.grad is not None for each in step2.transformer.transformer_blocks
    ]
    assert learns == [True, True, True, False], "the last block is left to paint"


def test_what_names_is_told_and_thrown_away(
    prepared: Prepared, step2: STEP2Pipeline, tmp_path: Path
) -> None:
    task = SFTTask(SFT, step2, prepared)
    assert task.about()["names"] is True
    network = task.networks()["step2"]
    told = task.loss({"step2": network}, 0)
    assert float(told["loss"]) == pytest.approx(
        float(told["error"]) + 0.1 * float(told["naming_error"])
    )
    weights = train(SFTTask(SFT, tiny_step2(tmp_path / "text"), prepared), tmp_path / "run")
    assert load_pipeline(weights).transformer.config.num_layers == 2
    files = [load_file(file) for file in (weights / "transformer").glob("*.safetensors")]
    assert files
    assert not any("namer" in name for file in files for name in file)


def test_the_second_stage_and_a_lora_name_nobody(prepared: Prepared, step2: STEP2Pipeline) -> None:
    assert DPOTask(DPO, step2, prepared).about()["names"] is False
    lora = SFTTask(replace(SFT, lora_rank=2), step2, prepared)
    assert lora.about()["names"] is False
