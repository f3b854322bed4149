"""Both stages on a STEP2 of a few thousand weights."""

from __future__ import annotations

import errno
import json
import os
import shutil
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from safetensors.torch import load_file
from torch._inductor.exc import InvalidCxxCompiler

from openstage.dataset.store import Store
from openstage.errors import DiskError, UseError
from openstage.step2.budget import Trained
from openstage.step2.frame_pair import join, sequences, texts_of
from openstage.step2.guidance import TextStates
from openstage.step2.latent_size import PairMode
from openstage.step2.loading import load_pipeline
from openstage.step2.pipeline import STEP2Pipeline
from openstage.training import sft
from openstage.training.batches import Drops, batch_of
from openstage.training.beginning import begin_at_zero
from openstage.training.dpo import DPOSettings, DPOTask
from openstage.training.flow import errors, noise_levels
from openstage.training.loop import train
from openstage.training.network import STEP2Network
from openstage.training.prepared import Prepared
from openstage.training.preparing import prepare
from openstage.training.saving import placed
from openstage.training.sft import TESTED, SFTSettings, SFTTask
from openstage.training.sources import Stored
from openstage.training.weights import pack, save_weights, shots_seen, told_of
from tests.training.conftest import clip, tiny_step2, weights_of

SFT = SFTSettings(
    steps=4,
    batch=4,
    log_every=1,
    save_every=2,
    sheet_every=100,
    warmup=2,
    learning_rate=5e-3,
    precision="no",
)
PARTS = ("transformer", "vae", "text_encoder")
DPO = DPOSettings(**{**vars(SFT), "drops": Drops(), "beta": 50.0, "learning_rate": 1e-3})


def lines(folder: Path) -> list[dict[str, float]]:
    return [json.loads(line) for line in (folder / "logs/log.jsonl").read_text().splitlines()]


def test_it_learns_and_draws(prepared: Prepared, step2: STEP2Pipeline, tmp_path: Path) -> None:
    begin_at_zero(step2.transformer)
    task = SFTTask(replace(SFT, steps=60, sheet_every=60), step2, prepared)
    weights = train(task, tmp_path / "run")
    log = lines(tmp_path / "run")
    losses = [line["loss"] for line in log if "loss" in line]
    assert np.mean(losses[-10:]) < 0.9 * np.mean(losses[:5])
    assert (tmp_path / "run/logs/sheet-00000060.png").is_file()
    assert load_pipeline(weights).transformer.dtype == torch.float32
    pack(weights, tmp_path / "packed")
    stored = [load_file(next((tmp_path / "packed" / p).glob("eight_bits*"))) for p in PARTS]
    assert all(torch.int8 in {weight.dtype for weight in each.values()} for each in stored)
    pack(weights, tmp_path / "packed")
    for other in (tmp_path / "run" / "weights", tmp_path / "others"):
        pipeline = load_pipeline(weights)
        if other.name == "others":
            save_weights(pipeline, pipeline.transformer, other, {"steps": 3})
        with pytest.raises(UseError, match=r"in its place|holds other weights, of 3 steps"):
            pack(weights, other)
    loaded = load_pipeline(tmp_path / "packed")
    assert {part.dtype for part in (loaded.transformer, loaded.vae)} == {torch.bfloat16}
    loaded.set_progress_bar_config(disable=True)
    drawn = [pair for _, pair in loaded.storyboard(clip(9).storyboard)]
    assert len(drawn) == 6
    assert drawn[0].start.shape == (32, 64, 3)
    told = json.loads((weights / "training.json").read_text())
    assert told["steps"] == told["log"]["step"] == 60
    assert told["log"]["loss"] == log[-2]["loss"]
    assert told["data"]["source"] == dict(prepared.made.source)
    assert told["after"] == {}, "it began with weights that no run has made"


def test_weights_tell_how_many_shots_they_have_seen() -> None:
    begun = {"steps": 0, "vae": {}}
    first = {"task": "sft", "steps": 10, "settings": {"batch": 32}, "after": begun}
    second = {"task": "sft", "steps": 3, "settings": {"batch": 8}, "after": first}
    preferring = {"task": "dpo", "steps": 5, "settings": {"batch": 16}, "after": second}
    assert [shots_seen(told) for told in (begun, first, preferring)] == [0, 320, 344]


@pytest.mark.parametrize("kind", ["sft", "dpo"])
def test_a_run_that_was_killed_ends_as_the_one_that_was_not(
    kind: str, prepared: Prepared, tmp_path: Path
) -> None:
    def task(steps: int) -> Any:
        step2 = tiny_step2(tmp_path / "text")
        if kind == "sft":
            return SFTTask(replace(SFT, steps=steps), step2, prepared)
        return DPOTask(replace(DPO, steps=steps), step2, prepared)

    whole, resumed = task(4), task(4)
    train(whole, tmp_path / "whole")
    train(task(2), tmp_path / "killed")
    train(resumed, tmp_path / "killed")
    ends = weights_of(whole.pipeline.transformer), weights_of(resumed.pipeline.transformer)
    assert all(torch.equal(ends[0][name], ends[1][name]) for name in ends[0])
    begun = weights_of(tiny_step2(tmp_path / "text").transformer)
    assert any(not torch.equal(begun[name], ends[0][name]) for name in begun)


def test_the_loss_is_that_of_the_paper(prepared: Prepared, step2: STEP2Pipeline) -> None:
    task = DPOTask(replace(DPO, loser_share=1.0, anchor=0.0), step2, prepared)
    network = task.networks()["step2"]
    torch.manual_seed(3)
    with torch.no_grad():
        begin = task.loss({"step2": network}, 0)
    # The reference is the model itself: nothing is preferred yet.
    assert abs(float(begin["loss"]) - float(np.log(2))) < 1e-5
    with torch.no_grad():
        for weight in network.parameters():
            weight += 0.02 * torch.randn_like(weight)
    torch.manual_seed(3)
    with torch.no_grad():
        told = task.loss({"step2": network}, 0)
    rated, batch = task._rated(0)
    torch.manual_seed(3)
    noise, sigma = torch.randn(batch.pair_BPD.shape), noise_levels(4, std=DPO.noise_std)
    start, end = (
        prepared.frames(digests) for digests in zip(*(r.loser for r in rated), strict=True)
    )
    loser = replace(batch, pair_BPD=join(start, end))

    def difference(network: Any) -> torch.Tensor:
        """D_k = ||v_k(x_l) - v_l||^2 - ||v_k(x_w) - v_w||^2."""
        with torch.no_grad():
            lost, won = (errors(network, side, noise, sigma) for side in (loser, batch))
        return lost - won

    margin = difference(network) - difference(task._copy)
    assert float(margin.abs().min()) > 0
    assert torch.allclose(told["loss"], -F.logsigmoid(50.0 * margin).mean(), atol=1e-5)


def test_pairs_are_preferred_not_frames(store: Store, step2: STEP2Pipeline, tmp_path: Path) -> None:
    """Where each frame is a sequence of its own, both have one noise level and one margin."""
    ready = prepare(Stored(store), step2, tmp_path / "ready", pair="independent")
    step2.register_to_config(pair="independent")
    task = DPOTask(replace(DPO, loser_share=1.0, anchor=0.0), step2, ready)
    network = task.networks()["step2"]
    with torch.no_grad():
        for weight in network.parameters():
            weight += 0.02 * torch.randn_like(weight)
        torch.manual_seed(3)
        told = task.loss({"step2": network}, 0)
        rated, batch = task._rated(0)
        assert len(batch.pair_BPD) == 2 * len(rated)
        torch.manual_seed(3)
        noise, sigma = torch.randn(batch.pair_BPD.shape), noise_levels(4, std=DPO.noise_std)
        loser = replace(batch, pair_BPD=ready.pairs(*zip(*(r.loser for r in rated), strict=True)))
        both = torch.cat([sigma, sigma])
        lost, won, lost_before, won_before = (
            errors(by, side, noise, both) for by in (network, task._copy) for side in (loser, batch)
        )
    margin = (lost - won - lost_before + won_before).view(2, -1).mean(0)
    assert torch.allclose(told["loss"], -F.logsigmoid(50.0 * margin).mean(), atol=1e-5)


def test_winners_come_to_be_preferred(
    prepared: Prepared, step2: STEP2Pipeline, tmp_path: Path
) -> None:
    begin_at_zero(step2.transformer)
    train(SFTTask(replace(SFT, steps=60), step2, prepared), tmp_path / "sft")
    train(DPOTask(replace(DPO, steps=120), step2, prepared), tmp_path / "dpo")
    log = [line for line in lines(tmp_path / "dpo") if "loss" in line]
    margins = [line["loser_change"] - line["winner_change"] for line in log]
    assert np.mean(margins[-20:]) > np.mean(margins[:5]) + 1e-4
    assert np.mean([line["accuracy"] for line in log[-40:]]) > 0.6
    # The anchor keeps the winner from getting worse.
    assert np.mean([line["winner_change"] for line in log[-20:]]) < 0.02


def test_the_reference_stays_as_it_was(
    prepared: Prepared, step2: STEP2Pipeline, tmp_path: Path
) -> None:
    task = DPOTask(DPO, step2, prepared)
    before = weights_of(step2.transformer)
    train(task, tmp_path)
    assert task._copy is not None
    after = weights_of(task._copy.get_submodule("transformer"))
    assert all(torch.equal(before[name], after[name]) for name in before)
    changed = weights_of(step2.transformer)
    assert any(not torch.equal(before[name], changed[name]) for name in before)


@pytest.mark.parametrize("kind", ["sft", "dpo"])
def test_a_run_that_began_with_other_weights_is_another(
    kind: str, store: Store, step2: STEP2Pipeline, tmp_path: Path
) -> None:
    def task(steps: int) -> SFTTask:
        pipeline = load_pipeline(tmp_path / "weights")
        if kind == "sft":
            return SFTTask(replace(SFT, steps=steps), pipeline, prepared)
        return DPOTask(replace(DPO, steps=steps), pipeline, prepared)

    save_weights(step2, step2.transformer, tmp_path / "weights", {})
    prepared = prepare(Stored(store), load_pipeline(tmp_path / "weights"), tmp_path / "ready")
    train(task(1), tmp_path / "run")
    train(task(2), tmp_path / "run")
    with torch.no_grad():
        step2.transformer.proj_out.weight += 1
    save_weights(step2, step2.transformer, tmp_path / "weights", {})
    with pytest.raises(UseError, match="other settings: began_with"):
        train(task(3), tmp_path / "run")


def test_clips_that_were_prepared_for_other_weights_are_refused(
    prepared: Prepared, step2: STEP2Pipeline, tmp_path: Path
) -> None:
    save_weights(step2, step2.transformer, tmp_path / "weights", {})
    with pytest.raises(UseError, match="prepared for weights with another codec, text"):
        SFTTask(SFT, load_pipeline(tmp_path / "weights"), prepared)


def test_only_weights_are_replaced_by_weights(step2: STEP2Pipeline, tmp_path: Path) -> None:
    save_weights(step2, step2.transformer, tmp_path / "run/weights", {"steps": 1})
    save_weights(step2, step2.transformer, tmp_path / "run/weights", {"steps": 2})
    assert told_of(tmp_path / "run/weights") == {"steps": 2}
    with pytest.raises(UseError, match="holds something else than weights"):
        save_weights(step2, step2.transformer, tmp_path / "run", {})
    assert told_of(tmp_path / "run/weights") == {"steps": 2}


def test_weights_that_do_not_fit_on_the_disk_leave_nothing_behind(
    step2: STEP2Pipeline, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save_weights(step2, step2.transformer, tmp_path / "run/weights", {"steps": 1})

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("openstage.training.weights.write_told", full)
    with pytest.raises(DiskError, match="the disk is full"):
        save_weights(step2, step2.transformer, tmp_path / "run/weights", {"steps": 2})
    assert [each.name for each in (tmp_path / "run").iterdir()] == ["weights"]
    assert told_of(tmp_path / "run/weights") == {"steps": 1}


@pytest.mark.parametrize("killed_at", [1, 2])
def test_a_kill_between_two_names_loses_no_weights(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, killed_at: int
) -> None:
    def write(told: str) -> None:
        with placed(tmp_path / "weights") as part:
            (part / "told").write_text(told)

    write("first")
    real, renamed = os.replace, []

    def killed(*names: Path) -> None:
        renamed.append(names)
        if len(renamed) == killed_at:
            raise KeyboardInterrupt
        real(*names)

    monkeypatch.setattr(os, "replace", killed)
    with pytest.raises(KeyboardInterrupt):
        write("second")
    monkeypatch.undo()
    if killed_at == 2:
        assert not (tmp_path / "weights").exists()
    with pytest.raises(RuntimeError), placed(tmp_path / "weights"):
        raise RuntimeError
    assert (tmp_path / "weights/told").read_text() == "first"
    write("third")
    assert [each.name for each in tmp_path.iterdir()] == ["weights"]
    assert (tmp_path / "weights/told").read_text() == "third"


def test_weights_do_not_tell_where_they_were_made(step2: STEP2Pipeline, tmp_path: Path) -> None:
    save_weights(step2, step2.transformer, tmp_path / "one", {})
    again = load_pipeline(tmp_path / "one")
    save_weights(again, again.transformer, tmp_path / "two", {})
    texts = [file.read_text() for file in (tmp_path / "two").glob("**/*.json")]
    assert len(texts) > 4
    assert not any(str(tmp_path) in text for text in texts)


def test_less_is_learned_from_the_loser(prepared: Prepared, step2: STEP2Pipeline) -> None:
    """`loser_share` scales the loser's gradient and changes no loss."""
    gradients = []
    for share in (0.0, 0.5, 1.0):
        task = DPOTask(replace(DPO, loser_share=share, anchor=0.0), step2, prepared)
        network: Any = task.networks()["step2"]
        network.zero_grad()
        torch.manual_seed(1)
        told = task.loss({"step2": network}, 0)
        told["loss"].backward()
        gradients.append(network.transformer.proj_out.weight.grad.clone())
    assert torch.allclose(gradients[1], (gradients[0] + gradients[2]) / 2, atol=1e-6)
    assert not torch.allclose(gradients[0], gradients[2], atol=1e-6)


def test_checkpointing_changes_no_number(prepared: Prepared, tmp_path: Path) -> None:
    ends = []
    for again in (False, True):
        step2 = tiny_step2(tmp_path / "text")
        task = SFTTask(replace(SFT, checkpointing=again), step2, prepared)
        train(task, tmp_path / f"run{again}")
        assert step2.transformer.is_gradient_checkpointing == again
        ends.append(weights_of(step2.transformer))
    assert all(torch.allclose(ends[0][name], ends[1][name], atol=1e-6) for name in ends[0])


def run_once(prepared: Path, folder: Path, compiled: bool) -> None:
    settings = replace(SFT, steps=1, warmup=0, compiled=compiled)
    train(SFTTask(settings, tiny_step2(folder / "text"), Prepared(prepared)), folder / "run")


@pytest.mark.skipif(shutil.which("g++") is None, reason="needs a C++ compiler")
def test_a_compiled_run_learns_the_same(prepared: Prepared, tmp_path: Path) -> None:
    """In a process of its own: what is compiled with fast math makes a process take numbers near
    zero for zero, and no later test would add up as before."""
    ends = []
    for compiled in (False, True):
        folder = tmp_path / str(compiled)
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
            pool.submit(run_once, prepared.folder, folder, compiled).result()
        ends.append(load_file(folder / "run/checkpoints/step-00000001/networks.safetensors"))
    begun = weights_of(STEP2Network(tiny_step2(tmp_path / "text")))
    moved = [name for name in begun if not torch.equal(ends[0][f"step2.{name}"], begun[name])]
    assert len(moved) > 20
    assert all(torch.allclose(ends[0][name], ends[1][name], atol=1e-4) for name in ends[0])


def test_without_a_compiler_it_says_so(
    prepared: Prepared, step2: STEP2Pipeline, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none() -> str:
        raise InvalidCxxCompiler

    monkeypatch.setattr(sft, "get_cpp_compiler", none)
    task = SFTTask(replace(SFT, compiled=True), step2, prepared)
    with pytest.raises(UseError, match="there is none") as told:
        train(task, tmp_path)
    assert "Leave --compile away" in told.value.remedy


def test_errors_are_those_of_the_network(prepared: Prepared, step2: STEP2Pipeline) -> None:
    """A perfect prediction has no error: the target is noise minus data."""
    task = SFTTask(SFT, step2, prepared)
    _, batch = task._batches(0)
    noise = torch.randn(batch.pair_BPD.shape)
    sigma = torch.full((4,), 0.7)
    begin_at_zero(step2.transformer)  # predicts nothing
    with torch.no_grad():
        found = errors(STEP2Network(step2), batch, noise, sigma)
    assert torch.allclose(found, (noise - batch.pair_BPD).square().mean((1, 2)), atol=1e-5)


@pytest.mark.parametrize(("budget", "pair"), [("none", "joint"), ("paper", "independent")])
def test_the_arms_of_an_ablation(
    store: Store, step2: STEP2Pipeline, tmp_path: Path, budget: Trained, pair: PairMode
) -> None:
    """They are trained with what they are given when they draw."""
    ready = prepare(Stored(store), step2, tmp_path / "ready", budget=budget, pair=pair)
    examples = ready.train[2:4]
    messages = [example.messages[0] for example in examples]
    batch = batch_of(ready, examples, messages, 2, 0.0, np.random.default_rng(0))
    asked = texts_of(messages, pair)
    assert isinstance(batch.text, TextStates)
    expected = step2.understanding.encode(asked)
    assert torch.allclose(batch.text.states_BTE, expected.states_BTE, atol=0.05)
    start, end = (
        ready.frames(getattr(each, side) for each in examples) for side in ("start", "end")
    )
    assert torch.equal(batch.pair_BPD, sequences(start, end, pair))
    assert batch.grids[0] == ready.made.frame.grid_of(pair)
    if budget == "none":
        assert batch.memory_BMD is None
    else:
        assert batch.memory_BMD is not None
        assert torch.equal(*batch.memory_BMD.chunk(2))
    weights = train(SFTTask(replace(SFT, steps=2, sheet_every=2), step2, ready), tmp_path / "sft")
    trained = load_pipeline(weights).config
    assert (trained.budget, trained.pair) == (budget, pair)
    other = {"none": r"budget `none`.* draw by `paper`"}.get(budget, r"pair `ind.* by `joint`")
    with pytest.raises(UseError, match=other):
        DPOTask(DPO, step2, ready)
    step2.register_to_config(budget=budget, pair=pair)
    train(DPOTask(replace(DPO, steps=2), step2, ready), tmp_path / "dpo")
    assert {line["step"] for line in lines(tmp_path / "dpo")} == {1, 2}
    assert (tmp_path / "sft/logs/sheet-00000002.png").is_file()


def test_preferences_that_were_held_back_tell_how_many_are_preferred(
    prepared: Prepared, step2: STEP2Pipeline
) -> None:
    assert prepared.rated_test
    task = DPOTask(DPO, step2, prepared)
    networks = task.networks()
    with torch.no_grad():
        _, begun = task.look(networks)
        assert begun["test_accuracy"] == 0, "nothing is preferred to how it was before"
        for weight in networks["step2"].parameters():
            weight += 0.02 * torch.randn_like(weight)
        _, moved = task.look(networks)
    assert 0 < moved["test_accuracy"] <= 1
    assert moved["test_loss"] != begun["test_loss"]
    rules = {each.how for each in prepared.rated_test}
    by_rule = [value for name, value in moved.items() if name.startswith("test_accuracy ")]
    assert len(by_rule) == len(rules)
    assert min(by_rule) <= moved["test_accuracy"] <= max(by_rule)


def test_all_rules_are_tested_as_often(prepared: Prepared, step2: STEP2Pipeline) -> None:
    """Rules stand one after the other, and of the first alone there are more than are tested."""
    own = Prepared(prepared.folder)
    rules = ("interior", "other hour")
    own.rated_test = [
        replace(prepared.rated_test[0], clip=f"c{number}", how=rule)
        for rule in rules
        for number in range(TESTED)
    ]
    tested = DPOTask(DPO, step2, own)._winners
    assert Counter(each.how for each in tested) == dict.fromkeys(rules, TESTED // 2)
