"""The VAE learns, and what it writes needs no normalization beside it."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
import torch
from diffusers import AutoencoderDC

from openstage.dataset.store import Store
from openstage.errors import MissingError, UseError
from openstage.step2.autoencoders import StillAutoencoder
from openstage.step2.latents import as_pixels
from openstage.training import vae
from openstage.training.loop import train
from openstage.training.pictures import PictureBank
from openstage.training.vae import (
    SHAPES,
    NoisyAutoencoder,
    VAESettings,
    VAETask,
    divergence,
    psnr,
    rate,
)
from tests.training.conftest import HEIGHT, WIDTH, tiny_vae
from tests.training.test_preparing import of_size

SETTINGS = VAESettings(
    steps=150,
    log_every=10,
    save_every=30,
    sheet_every=30,
    warmup=5,
    precision="no",
    pixels=8 * HEIGHT * WIDTH,
    charged_from=100,
    channels=4,
    encoder=(8, 8, 16, 16, 16),
    encoder_layers=(0, 1, 1, 1, 1),
    decoder=(8, 8, 16, 16, 16),
    decoder_layers=(0, 1, 1, 1, 1),
    learning_rate=5e-3,
)


@pytest.fixture
def task(store: Store) -> VAETask:
    return VAETask(SETTINGS, PictureBank(store, "train"), PictureBank(store, "test"))


def test_it_learns_and_tells_how_well(task: VAETask, tmp_path: Path) -> None:
    weights = train(task, tmp_path)
    lines = [json.loads(x) for x in (tmp_path / "logs/log.jsonl").read_text().splitlines()]
    losses = [line["loss"] for line in lines if "loss" in line]
    assert losses[-1] < 0.8 * losses[0]
    assert (tmp_path / "logs/sheet-00000150.png").is_file()
    told = json.loads((weights / "training.json").read_text())
    assert told["steps"] == 150
    assert told["test_psnr"] > 15.5, "a gray picture has 15.0, the best of one color 15.3"
    assert told["source"] == dict(task._train.made)
    vae = AutoencoderDC.from_pretrained(weights, local_files_only=True)
    assert vae.config.latent_channels == 4
    readable = weights.stat().st_mode & 0o444
    assert all(file.stat().st_mode & 0o444 == readable for file in weights.iterdir())


def test_whole_frames_have_latents_of_a_mean_square_of_one(task: VAETask, tmp_path: Path) -> None:
    short = replace(SETTINGS, steps=3, sheet_every=9)
    weights = train(VAETask(short, task._train, task._test), tmp_path)
    codec = StillAutoencoder(AutoencoderDC.from_pretrained(weights, local_files_only=True))
    frames = task._train.draw(96, np.random.default_rng(0))
    with torch.no_grad():
        latents = codec.encode(as_pixels(frames))
        power = codec.vae.encoder(as_pixels(frames)).square().mean()
    assert abs(float(latents.square().mean()) - 1) < 0.02
    assert abs(float(power) - 1) > 0.2, "it had to be scaled"


def test_power_costs_less_where_few_waves_have_it() -> None:
    torch.manual_seed(0)
    flat_BCHW = torch.randn(64, 4, 8, 8)
    one_wave_BCHW = torch.randn(64, 4, 1, 1).expand(-1, -1, 8, 8)
    uneven_BCHW = flat_BCHW * torch.tensor([1.0, 0.01, 0.01, 0.01])[:, None, None]
    assert rate(flat_BCHW).item() == pytest.approx(0.5 * math.log(1 + 1 / 0.01), abs=0.02)
    assert rate(one_wave_BCHW).item() == pytest.approx(0.5 * math.log(1 + 64 / 0.01) / 64, abs=0.01)
    assert rate(uneven_BCHW).item() == pytest.approx(rate(flat_BCHW).item()), "it has no unit"


def test_each_channel_should_be_standard() -> None:
    torch.manual_seed(0)
    standard_BCHW = torch.randn(64, 2, 16, 16)
    assert divergence(standard_BCHW).item() == pytest.approx(0, abs=1e-3)
    moved_BCHW = standard_BCHW + torch.tensor([1.0, 0.0])[:, None, None]
    assert divergence(moved_BCHW).item() == pytest.approx(0.5 * 1 / 2, abs=0.01)
    small_BCHW = standard_BCHW * torch.tensor([1.0, 0.1])[:, None, None]
    expected = 0.5 * (0.01 - 1 - math.log(0.01)) / 2
    assert divergence(small_BCHW).item() == pytest.approx(expected, abs=0.01)


@pytest.mark.parametrize(
    ("step", "share"), [(0, 0.0), (100, 0.0), (125, 0.5), (150, 1.0), (200, 1.0)]
)
def test_latents_are_charged_when_they_tell_a_picture(
    task: VAETask, step: int, share: float
) -> None:
    network = task.networks()["vae"].eval()
    told = {}
    for weight in (0.0, 2.0):
        task.settings = replace(SETTINGS, rate=weight, noise=0.0)
        with torch.no_grad():
            told[weight] = task.loss({"vae": network}, step)
    charged = told[0.0]["loss"] + 2 * share * told[2.0]["rate"]
    assert torch.allclose(told[2.0]["loss"], charged)
    pixels_BCHW = task._batch(step)
    with torch.no_grad():
        vae = network.vae
        error = vae.decoder(vae.encoder(pixels_BCHW)) - pixels_BCHW
    distortion = error.abs().mean() + error.square().mean()
    assert torch.allclose(told[0.0]["loss"], distortion + 0.1 * told[0.0]["divergence"])


def test_noise_is_a_share_of_the_latents() -> None:
    network = NoisyAutoencoder(tiny_vae()).eval()
    pixels = torch.rand(2, 3, 32, 64)
    with torch.no_grad():
        plain, little, much = (network(pixels, noise)[0] for noise in (0.0, 1e-3, 1.0))
    assert 0 < (little - plain).abs().mean() < 0.05 * (much - plain).abs().mean()


def test_each_process_draws_pictures_of_its_own(
    task: VAETask, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone = task._batch(3)
    monkeypatch.setattr(vae, "PartialState", lambda: SimpleNamespace(process_index=1))
    assert not torch.equal(task._batch(3), alone)


def test_psnr_of_a_known_error() -> None:
    pixels = torch.zeros(1, 3, 4, 4)
    # A tenth of the range from -1 to 1.
    assert abs(float(psnr(pixels + 0.2, pixels)) - 20) < 1e-4


def test_a_dataset_without_clips_is_told(tmp_path: Path) -> None:
    with pytest.raises(MissingError, match="no clips to train with"):
        PictureBank(Store.create(tmp_path, {}), "train")


def test_a_factor_of_eight_for_frames_of_few_pixels(store: Store, tmp_path: Path) -> None:
    settings = VAESettings(steps=1, precision="no", pixels=1, **SHAPES[8])
    bank = PictureBank(store, "train", 2 * settings.factor)
    weights = train(VAETask(settings, bank, bank), tmp_path / "run")
    vae = AutoencoderDC.from_pretrained(weights, local_files_only=True)
    latents = vae.encoder(torch.zeros(1, 3, 32, 64))
    assert latents.shape == (1, 8, 4, 8)
    odd = of_size(tmp_path / "odd", (48, 32))
    PictureBank(odd, "train", 16)
    with pytest.raises(UseError, match="whole squares of 32 pixels"):
        PictureBank(odd, "train", 32)
