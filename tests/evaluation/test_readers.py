"""The readers learn, and what is written reads as what was trained."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import load_file, save_file

from openstage.errors import MissingError, UseError
from openstage.evaluation.frame_bank import Codes, FrameBank
from openstage.evaluation.learning import ReaderSettings, ReaderTask
from openstage.evaluation.readers import (
    CONFIG,
    WEIGHTS,
    Readers,
    Shape,
    digest_of_readers,
    load_readers,
    read_frames,
    save_readers,
)
from openstage.evaluation.truth import ATTRIBUTES
from openstage.training.loop import train
from tests.evaluation.conftest import SHAPE

SETTINGS = ReaderSettings(
    steps=40, log_every=10, save_every=20, sheet_every=20, warmup=5, precision="no", batch=16,
    ema=0.9, learning_rate=3e-3, shape=SHAPE,
)  # fmt: skip


def task(folder: Path, steps: int = 40, after: Sequence[Path] = ()) -> ReaderTask:
    banks = FrameBank(folder, "train"), FrameBank(folder, "test")
    return ReaderTask(replace(SETTINGS, steps=steps), *banks, after)


def usual(codes: Codes) -> float:
    """The share that is right of what always says the most frequent class of each attribute."""
    told = [column[column >= 0] for column in codes.T]
    return sum(np.bincount(each).max() for each in told if len(each)) / sum(map(len, told))


def test_they_learn_and_tell_how_well(true_frames: Path, tmp_path: Path) -> None:
    learned = task(true_frames, 100)
    weights = train(learned, tmp_path)
    lines = [json.loads(x) for x in (tmp_path / "logs/log.jsonl").read_text().splitlines()]
    losses = [line["loss"] for line in lines if "loss" in line]
    assert losses[-1] < 0.6 * losses[0]
    readers, told = load_readers(weights)
    assert told["steps"] == 100
    assert told["right set"] == learned.accuracy(readers)["right set"]
    bank = FrameBank(true_frames, "train")
    taken = bank.take(range(len(bank)))
    read = read_frames(readers, taken.frames)
    known = taken.codes >= 0
    assert (read.codes == taken.codes)[known].mean() > usual(taken.codes)
    assert read.codes.shape == (len(bank), len(ATTRIBUTES))
    for feature in (read.subject, read.background):
        assert np.allclose(np.linalg.norm(feature, axis=1), 1, atol=1e-5)


def test_a_run_that_was_killed_ends_as_the_one_that_was_not(
    true_frames: Path, tmp_path: Path
) -> None:
    whole, _ = load_readers(train(task(true_frames, 6), tmp_path / "whole"))
    train(task(true_frames, 3), tmp_path / "killed")
    resumed, _ = load_readers(train(task(true_frames, 6), tmp_path / "killed"))
    ends = zip(whole.parameters(), resumed.parameters(), strict=True)
    assert all(torch.equal(one, other) for one, other in ends)


def test_readers_go_on_from_others(true_frames: Path, tmp_path: Path) -> None:
    first = train(task(true_frames, 2), tmp_path / "first")
    begun = task(true_frames, 4, after=[first])
    weights = load_file(first / WEIGHTS)
    for name, weight in begun.networks()["readers"].state_dict().items():
        assert torch.equal(weight, weights[name].float())
    second = train(begun, tmp_path / "second")
    _, told = load_readers(second)
    assert told["after"] == [load_readers(first)[1]]
    assert told["began_with"] == [digest_of_readers(first)]
    with pytest.raises(UseError, match=r"other settings: .*began_with"):
        train(task(true_frames, 6, after=[second]), tmp_path / "second")
    save_readers(Readers(replace(SHAPE, width=2 * SHAPE.width)), tmp_path / "wide", {})
    with pytest.raises(UseError, match=r"of 192 x 64; these are 96 x 64"):
        task(true_frames, after=[tmp_path / "wide"])


def test_of_several_readers_it_is_the_mean(true_frames: Path, tmp_path: Path) -> None:
    for name, seed in (("a", 0), ("b", 1)):
        torch.manual_seed(seed)
        save_readers(Readers(SHAPE), tmp_path / name, {"data": {"seed": seed}})
    folders = [tmp_path / "a", tmp_path / "b"]
    begun = replace(SETTINGS, steps=1, learning_rate=0.0)
    banks = FrameBank(true_frames, "train"), FrameBank(true_frames, "test")
    mean = load_file(train(ReaderTask(begun, *banks, folders), tmp_path / "run") / WEIGHTS)
    one, other = (load_file(folder / WEIGHTS) for folder in folders)
    for name, weight in mean.items():
        expected = (one[name].float() + other[name].float()) / 2
        assert torch.allclose(weight.float(), expected, atol=1e-3)


def test_frames_of_another_size_are_read_in_their_own(tmp_path: Path) -> None:
    save_readers(Readers(SHAPE), tmp_path, {"steps": 0})
    readers, told = load_readers(tmp_path)
    assert told == {"steps": 0}
    frame = np.random.default_rng(0).integers(0, 256, (30, 50, 3), np.uint8)
    assert read_frames(readers, [frame, frame]).codes.shape == (2, len(ATTRIBUTES))


def test_a_frame_reads_the_same_alone_and_in_a_batch() -> None:
    torch.manual_seed(0)
    readers = Readers(SHAPE).eval()
    frames = list(np.random.default_rng(0).integers(0, 256, (3, 64, 96, 3), np.uint8))
    alone, together = read_frames(readers, frames[1:2]), read_frames(readers, frames)
    assert np.allclose(alone.background[0], together.background[1], atol=1e-5)


def test_what_cannot_be_read_is_told(tmp_path: Path) -> None:
    with pytest.raises(MissingError, match="no readers"):
        load_readers(tmp_path)
    save_readers(Readers(SHAPE), tmp_path, {})
    told = json.loads((tmp_path / CONFIG).read_text())
    (tmp_path / CONFIG).write_text(json.dumps({**told, "classes": {"set": ["moon"]}}))
    with pytest.raises(UseError, match="other classes"):
        load_readers(tmp_path)
    (tmp_path / CONFIG).write_text("{")
    with pytest.raises(UseError, match="damaged"):
        load_readers(tmp_path)
    save_readers(Readers(SHAPE), tmp_path, {})
    state = load_file(tmp_path / WEIGHTS)
    save_file({name.replace("fuse.", "fused."): w for name, w in state.items()}, tmp_path / WEIGHTS)
    with pytest.raises(UseError, match="another version"):
        load_readers(tmp_path)
    with pytest.raises(ValueError, match="multiples of 16"):
        Readers(Shape(height=100))
