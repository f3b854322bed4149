"""Both stages by LoRA, on weights that a tiny release was converted to."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from safetensors.torch import load_file, save_file
from torch import nn

from openstage.dataset.store import Store
from openstage.errors import UseError
from openstage.step2.adapters import LORA_FILE
from openstage.step2.loading import load_pipeline
from openstage.step2.pipeline import STEP2Pipeline
from openstage.step2.weights import Weights
from openstage.storyboard.context import ShotContext
from openstage.storyboard.pictures import decoded
from openstage.training.batches import Batches, Drops, batch_of
from openstage.training.dpo import DPOSettings, DPOTask
from openstage.training.flow import Told
from openstage.training.loop import train
from openstage.training.lora import add_lora, save_lora, stacked, without_lora
from openstage.training.network import STEP2Network
from openstage.training.prepared import Prepared
from openstage.training.preparing import prepare
from openstage.training.sft import SFTSettings, SFTTask
from openstage.training.sources import Stored
from openstage.training.weights import pack, save_weights
from tests.training.conftest import clip, weights_of

SFT = SFTSettings(
    steps=4, batch=4, lora_rank=4, log_every=1, save_every=2, sheet_every=100, warmup=2,
    learning_rate=5e-3, precision="no", ema=0.0,
)  # fmt: skip
DPO = DPOSettings(**{**vars(SFT), "beta": 50.0})


def asked(pipeline: STEP2Pipeline, ready: Prepared, network: nn.Module | None = None) -> Any:
    """What a network predicts for two shots that remember others."""
    examples = ready.train[2:4]
    messages = [example.messages[0] for example in examples]
    batch = batch_of(ready, examples, messages, 2, 0.0, np.random.default_rng(0))
    noise = torch.randn(batch.pair_BPD.shape, generator=torch.Generator().manual_seed(0))
    with torch.no_grad():
        return (network or STEP2Network(pipeline)).eval()(batch, noise, torch.tensor([0.3, 0.6]))


def ranks(lora: dict[str, torch.Tensor]) -> dict[str, int]:
    return {name.partition(".")[0]: a.shape[0] for name, a in lora.items() if "lora_A" in name}


def test_the_understanding_model_reads_the_end_frame_before(weights: Path, ready: Prepared) -> None:
    pipeline = load_pipeline(weights)
    board, shots = clip(0).storyboard, clip(0).shots()
    scene, shot, _ = shots[2]
    message = pipeline.message(ShotContext(board, scene, shot))
    example = ready.train[2]
    assert example.messages == (message,)
    told = ready.text([message], [example.memory[0]])
    assert isinstance(told, Told)
    (seen,) = told.pictures[0]
    assert np.array_equal(seen, decoded(shots[1][2].end))
    batch = batch_of(ready, [example], [message], 1, 0.0, np.random.default_rng(0))
    first = batch_of(ready, [example], [message], 0, 0.0, np.random.default_rng(0))
    assert isinstance(batch.text, Told)
    assert isinstance(first.text, Told)
    assert np.array_equal(batch.text.pictures[0][0], seen)
    assert first.text.pictures == [[]]
    assert len(ready.texts) == 0


def test_without_memory_it_still_reads_the_end_frame_before(
    weights: Path, store: Store, tmp_path: Path
) -> None:
    ready = prepare(Stored(store), load_pipeline(weights), tmp_path / "ready", budget="none")
    batches = Batches(ready, ready.train, 2, 0, Drops(text=0, memory=0, fewer=0))
    remembering = False
    for step in range(8):
        examples, batch = batches(step)
        assert isinstance(batch.text, Told)
        assert batch.memory_BMD is None
        remembering |= bool(examples[0].memory)
        assert [len(seen) for seen in batch.text.pictures] == [bool(e.memory) for e in examples]
    assert remembering


def test_weights_remember_as_they_were_trained(
    weights: Path, ready: Prepared, tmp_path: Path
) -> None:
    pipeline = load_pipeline(weights)
    add_lora(pipeline, 2)
    state = STEP2Network(pipeline).state_dict()
    save_lora(weights, state, tmp_path / "lora", {}, {"budget": "none", "pair": "independent"})
    assert Weights.of(tmp_path / "lora").budget == "none"
    told = load_pipeline(tmp_path / "lora").config
    assert (told.budget, told.pair) == ("none", "independent")
    assert Weights.of(weights).budget == "paper"


def test_every_layer_of_the_blocks_learns_and_nothing_else(weights: Path) -> None:
    pipeline = load_pipeline(weights)
    add_lora(pipeline, 4)
    learn = {
        name.partition(".lora_")[0]
        for name, weight in STEP2Network(pipeline).named_parameters()
        if weight.requires_grad
    }
    assert len(learn) > 20
    linears = {
        name.removesuffix(".base_layer")
        for name, layer in STEP2Network(pipeline).named_modules()
        if isinstance(layer, nn.Linear) and "lora_" not in name
    }
    left_away = linears - learn
    assert learn < linears
    assert {name.split(".")[0] for name in learn} == {"transformer", "text_encoder"}
    assert not any("transformer_blocks" in n or "language_model.layers" in n for n in left_away)
    assert any("img_mod" in name for name in learn)
    assert any("visual" in name for name in left_away)


@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16])
def test_a_new_lora_does_nothing_yet(weights: Path, ready: Prepared, dtype: torch.dtype) -> None:
    """And the one that the weights had does what it did, to the bit."""
    pipeline = load_pipeline(weights, dtype=dtype)
    with torch.autocast("cpu", torch.bfloat16, enabled=dtype is torch.bfloat16):
        before = asked(pipeline, ready)
        add_lora(pipeline, 4)
        assert torch.equal(asked(pipeline, ready), before)
        assert {"default", "learned"} <= {
            name.split(".")[-2] for name in pipeline.transformer.state_dict() if ".lora_A." in name
        }


def test_it_learns_and_others_load_it(weights: Path, ready: Prepared, tmp_path: Path) -> None:
    pipeline = load_pipeline(weights)
    pipeline.register_to_config(steps=2)
    before = asked(pipeline, ready)
    task = SFTTask(replace(SFT, steps=30, sheet_every=30), pipeline, ready)
    folder = train(task, tmp_path / "run")
    lines = (tmp_path / "run/logs/log.jsonl").read_text().splitlines()
    losses = [told["loss"] for told in map(json.loads, lines) if "loss" in told]
    assert np.mean(losses[-10:]) < 0.97 * np.mean(losses[:5])
    assert (tmp_path / "run/logs/sheet-00000030.png").is_file()

    after = asked(pipeline, ready)
    assert not torch.allclose(after, before, atol=1e-2)
    assert torch.allclose(asked(load_pipeline(folder), ready), after, atol=1e-4)
    file = "transformer/diffusion_pytorch_model.safetensors"
    assert (folder / file).samefile(weights / file)
    assert Weights.of(folder).budget == "paper"
    had, has = (ranks(load_file(each / LORA_FILE)) for each in (weights, folder))
    assert had["transformer"] > 0
    assert has == {part: had.get(part, 0) + 4 for part in ("transformer", "text_encoder")}


def test_preferences_begin_where_the_first_stage_ended(
    weights: Path, ready: Prepared, tmp_path: Path
) -> None:
    first = train(SFTTask(SFT, load_pipeline(weights), ready), tmp_path / "sft")
    taught = asked(load_pipeline(first), ready)
    pipeline = load_pipeline(first)
    task = DPOTask(replace(DPO, steps=3), pipeline, ready)
    folder = train(task, tmp_path / "dpo")
    log = [json.loads(line) for line in (tmp_path / "dpo/logs/log.jsonl").open()]
    assert abs(log[0]["preference_loss"] - np.log(2)) < 1e-4
    network = STEP2Network(pipeline)
    aligned = asked(pipeline, ready, network)
    assert not torch.allclose(aligned, taught, atol=1e-3)
    with without_lora(network):
        assert torch.allclose(asked(pipeline, ready, network), taught, atol=1e-4)
    assert torch.allclose(asked(load_pipeline(folder), ready), aligned, atol=1e-4)


def test_a_killed_run_ends_the_same(weights: Path, ready: Prepared, tmp_path: Path) -> None:
    def task(steps: int) -> SFTTask:
        return SFTTask(replace(SFT, steps=steps), load_pipeline(weights), ready)

    whole, resumed = task(4), task(4)
    train(whole, tmp_path / "whole")
    train(task(2), tmp_path / "killed")
    train(resumed, tmp_path / "killed")
    ends = [weights_of(STEP2Network(each.pipeline)) for each in (whole, resumed)]
    assert all(torch.equal(ends[0][name], ends[1][name]) for name in ends[0])
    kept = load_file(tmp_path / "whole/checkpoints/step-00000004/networks.safetensors")
    assert kept
    assert all("lora_" in name for name in kept)


def test_checkpointing_changes_no_number(weights: Path, ready: Prepared, tmp_path: Path) -> None:
    ends = []
    for again in (False, True):
        task = SFTTask(replace(SFT, checkpointing=again), load_pipeline(weights), ready)
        train(task, tmp_path / f"run{again}")
        assert task.pipeline.transformer.is_gradient_checkpointing == again
        ends.append(weights_of(STEP2Network(task.pipeline)))
    assert all(torch.allclose(ends[0][name], ends[1][name], atol=1e-6) for name in ends[0])


def small(folder: Path) -> STEP2Pipeline:
    return load_pipeline(folder, dtype=torch.float32)


@pytest.fixture
def taught(step2: STEP2Pipeline, store: Store, tmp_path: Path) -> tuple[Path, Prepared, Any]:
    """A small model in `base/` that a LoRA was trained on: the weights, what they learned from, and
    what they predicted at the end."""
    save_weights(step2, step2.transformer, tmp_path / "base", {})
    pipeline = small(tmp_path / "base")
    prepared = prepare(Stored(store), pipeline, tmp_path / "ready")
    folder = train(SFTTask(SFT, pipeline, prepared), tmp_path / "run")
    return folder, prepared, asked(pipeline, prepared)


def test_a_small_model_takes_one_on_its_transformer(
    taught: tuple[Path, Prepared, Any], tmp_path: Path
) -> None:
    folder, prepared, after = taught
    assert ranks(load_file(folder / LORA_FILE)) == {"transformer": 4}
    before = asked(small(tmp_path / "base"), prepared)
    assert not torch.allclose(after, before, atol=1e-3)
    assert torch.allclose(asked(small(folder), prepared), after, atol=1e-4)


def test_a_small_one_is_merged_where_all_is_trained_or_packed(
    taught: tuple[Path, Prepared, Any], tmp_path: Path
) -> None:
    folder, prepared, before = taught
    task = SFTTask(replace(SFT, lora_rank=0, learning_rate=0.0), small(folder), prepared)
    weights = train(task, tmp_path / "whole")
    assert not (weights / LORA_FILE).exists()
    assert torch.allclose(asked(small(weights), prepared), before, atol=1e-4)
    pack(folder, tmp_path / "packed")
    assert torch.allclose(asked(small(tmp_path / "packed"), prepared), before, atol=0.02)
    assert not torch.allclose(asked(small(tmp_path / "base"), prepared), before, atol=0.02)


def test_what_a_lora_adds_is_not_rounded_away(
    taught: tuple[Path, Prepared, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Packed weights are read in bfloat16, and a LoRA may add less than half of its steps."""
    folder, prepared, _ = taught
    monkeypatch.setattr(prepared, "must_fit", lambda pipeline: None)  # nothing is learned
    lora = load_file(folder / LORA_FILE)
    name = next(name for name in lora if ".lora_B." in name)
    lora = {k: v.bfloat16().float() * (2**-6 if ".lora_B." in k else 1) for k, v in lora.items()}
    save_file(lora, folder / LORA_FILE)
    layer = name.partition(".lora_B.")[0].removeprefix("transformer.")
    base = load_pipeline(tmp_path / "base", dtype=torch.bfloat16).transformer
    before = base.get_parameter(f"{layer}.weight").float()
    task = SFTTask(replace(SFT, lora_rank=0), load_pipeline(folder, dtype=torch.bfloat16), prepared)
    network = task.networks()["step2"]
    added = network.get_parameter(f"transformer.{layer}.weight").detach() - before
    wanted = lora[name] @ lora[name.replace("lora_B", "lora_A")]
    assert (added - wanted).norm() < 0.02 * wanted.norm()


def test_a_lora_is_of_the_weights_that_it_began_with(
    weights: Path, ready: Prepared, tmp_path: Path
) -> None:
    """Another run writes there while this one learns."""
    base = tmp_path / "base"
    shutil.copytree(weights, base)
    (base / "README.md").write_text("# The base")
    first = train(SFTTask(SFT, load_pipeline(base), ready), tmp_path / "a")
    assert not (first / "README.md").exists(), "it is of the base alone"
    task = SFTTask(SFT, load_pipeline(base), ready)
    shutil.rmtree(base)
    shutil.copytree(first, base)
    with pytest.raises(UseError, match="base are others than this run began with") as told:
        train(task, tmp_path / "b")
    assert "checkpoint is whole" in told.value.remedy
    assert (tmp_path / "b/checkpoints/step-00000004/run.json").is_file()


def test_two_of_them_are_one() -> None:
    down, up = (torch.randn(2, 5), torch.randn(3, 5)), (torch.randn(4, 2), torch.randn(4, 3))
    one, two = (
        {"transformer.a.lora_A.weight": d, "transformer.a.lora_B.weight": u}
        for d, u in zip(down, up, strict=True)
    )
    two["transformer.b.lora_A.weight"] = torch.randn(3, 7)
    two["transformer.b.lora_B.weight"] = torch.randn(6, 3)
    both = stacked(one, two)
    for layer, expected in (
        ("a", up[0] @ down[0] + up[1] @ down[1]),
        ("b", two["transformer.b.lora_B.weight"] @ two["transformer.b.lora_A.weight"]),
    ):
        a, b = (both[f"transformer.{layer}.lora_{letter}.weight"] for letter in "AB")
        assert a.shape[0] == b.shape[1] == 5
        assert torch.allclose(b @ a, expected, atol=1e-5)


def test_such_weights_are_not_trained_whole(weights: Path, ready: Prepared) -> None:
    with pytest.raises(UseError, match="not trained whole") as told:
        SFTTask(replace(SFT, lora_rank=0), load_pipeline(weights), ready)
    assert "--lora 64" in told.value.remedy


def test_large_weights_are_not_packed(weights: Path, tmp_path: Path) -> None:
    with pytest.raises(UseError, match="holds no small model"):
        pack(weights, tmp_path / "packed")
