"""A small VAE for drawn frames: AutoencoderDC at factor 16 or 8.

Each channel of the latents is kept at a mean of 0 and a variance of 1, and noise is added before
they are decoded, so that the decoder forgives what a transformer does not get quite right. Without
that, nearly all power goes to one channel, and the colors are told by others in which the errors of
a transformer are larger than what they tell. What is left of the scale is written with the weights,
as `scaling_factor`.

Noise alone would make of the latents a code that uses every number as much as any other, which a
transformer can hardly guess. So they are charged their rate, what a code of them would cost: power
goes to the few waves that tell most of a picture, as in pictures themselves. They are charged when
they have learned to tell a picture: what is charged from the first step on is never learned, such
as the green of trees.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import torch
import torch.nn.functional as F
from accelerate import PartialState
from diffusers import AutoencoderDC
from diffusers.models.autoencoders.autoencoder_dc import ResBlock
from torch import Tensor, nn

from openstage.crew import Frame
from openstage.step2.latents import as_frames, as_pixels
from openstage.storyboard.pictures import sheet
from openstage.training.checkpoints import State
from openstage.training.loop import LoopSettings
from openstage.training.pictures import PictureBank
from openstage.training.weights import replaced, write_told

_SHOWN, _COLUMNS = 12, 3
"""Frames on a sheet, each before and after, and how many stand in a row."""
_DISTORTION = 0.01
"""The variance of what a latent may be wrong by without being charged for it."""
_KEPT = 0.1
"""The weight of how far the channels are from a mean of 0 and a variance of 1."""


@dataclass(frozen=True, kw_only=True)
class VAESettings(LoopSettings):
    learning_rate: float = 1e-3
    weight_decay: float = 0.0
    ema: float = 0.998
    pixels: int = 8 * 128 * 160
    """Of a step, all pictures of it together."""
    noise: float = 0.2
    """The largest deviation of the noise on the latents, whose own is about 1."""
    rate: float = 0.01
    """The weight of what the latents cost."""
    charged_from: int = 1200
    """The step from which on they are charged, more and more over half as many."""
    channels: int = 16
    encoder: tuple[int, ...] = (16, 32, 64, 128, 128)
    encoder_layers: tuple[int, ...] = (0, 1, 1, 2, 2)
    decoder: tuple[int, ...] = (16, 32, 64, 128, 256)
    decoder_layers: tuple[int, ...] = (0, 2, 2, 2, 2)
    """Channels and blocks at each level, the finest first; no block at the first level: the picture
    enters at half its size."""

    @property
    def factor(self) -> int:
        """Pixels a side of a latent."""
        return int(2 ** (len(self.encoder) - 1))


SHAPES: Mapping[int, Mapping[str, Any]] = {
    16: {},
    8: {
        "channels": 8,
        "encoder": (16, 32, 64, 128),
        "encoder_layers": (0, 1, 1, 2),
        "decoder": (16, 32, 64, 256),
        "decoder_layers": (0, 2, 2, 2),
    },
}
"""By its factor, what a VAE's settings are beside the usual ones: 8 is for frames of few pixels."""


class NoisyAutoencoder(nn.Module):
    """A VAE whose latents are disturbed on the way."""

    def __init__(self, vae: AutoencoderDC) -> None:
        super().__init__()
        self.vae = vae

    def forward(self, pixels_BCHW: Tensor, noise: float = 0.0) -> tuple[Tensor, Tensor]:
        """The pictures as they come back, and the latents before they were disturbed."""
        latents_BCHW = self.vae.encoder(pixels_BCHW).float()
        size_B = noise * torch.rand(len(latents_BCHW), device=latents_BCHW.device)
        noise_BCHW = size_B[:, None, None, None] * torch.randn_like(latents_BCHW)
        return self.vae.decoder(latents_BCHW + noise_BCHW), latents_BCHW


class VAETask:
    name = "vae"

    def __init__(self, settings: VAESettings, train: PictureBank, test: PictureBank) -> None:
        self.settings = settings
        self._train, self._test = train, test

    def networks(self) -> Mapping[str, nn.Module]:
        torch.manual_seed(self.settings.seed)
        vae = AutoencoderDC(
            latent_channels=self.settings.channels,
            encoder_block_out_channels=self.settings.encoder,
            decoder_block_out_channels=self.settings.decoder,
            encoder_layers_per_block=self.settings.encoder_layers,
            decoder_layers_per_block=self.settings.decoder_layers,
        )
        begin_without_blocks(vae)
        network: Any = NoisyAutoencoder(vae)
        return {"vae": network.to(memory_format=torch.channels_last)}

    def about(self) -> dict[str, Any]:
        return {"data": self._train.about()}

    def loss(self, networks: Mapping[str, nn.Module], step: int) -> dict[str, Tensor]:
        network = networks["vae"]
        device = next(network.parameters()).device
        pixels_BCHW = self._batch(step).to(device)
        decoded_BCHW, latents_BCHW = network(pixels_BCHW, self.settings.noise)
        error = decoded_BCHW.float() - pixels_BCHW
        cost, off = rate(latents_BCHW), divergence(latents_BCHW)
        distortion = error.abs().mean() + error.square().mean()
        return {
            "loss": distortion + self._charge(step) * cost + _KEPT * off,
            "rate": cost,
            "divergence": off,
            "psnr": psnr(decoded_BCHW.float(), pixels_BCHW),
        }

    def _charge(self, step: int) -> float:
        since = self.settings.charged_from
        return self.settings.rate * min(1.0, max(0.0, (step - since) / (since / 2)))

    def _batch(self, step: int) -> Tensor:
        """Crops of frames, and small whole frames, as small memories are."""
        process = PartialState().process_index
        chance = np.random.default_rng([self.settings.seed, step, process])
        height, width = self._train.size
        token = 2 * self.settings.factor
        whole = bool(chance.random() < 0.4)
        high, wide = (
            (int(chance.integers(1, side // token + 1)) * token for side in (height, width))
            if whole
            else (min(side, most) // token * token for side, most in ((height, 128), (width, 160)))
        )
        count = max(2, self.settings.pixels // (high * wide))
        frames = [
            cv2.resize(frame, (wide, high), interpolation=cv2.INTER_AREA)
            if whole
            else _crop(frame, high, wide, chance)
            for frame in self._train.draw(min(count, 96), chance)
        ]
        return as_pixels(frames)

    def look(self, networks: Mapping[str, nn.Module]) -> tuple[Frame | None, dict[str, float]]:
        network = networks["vae"]
        frames = self._test.draw(24, np.random.default_rng(0))
        pixels_BCHW = as_pixels(frames).to(next(network.parameters()).device)
        decoded_BCHW = network(pixels_BCHW)[0].float().clamp(-1, 1)
        pairs = zip(frames, as_frames(decoded_BCHW), strict=True)
        shown = [np.hstack(pair) for pair in pairs][:_SHOWN]
        return sheet(shown, _COLUMNS), {"test_psnr": float(psnr(decoded_BCHW, pixels_BCHW))}

    def export(self, states: State, folder: Path, told: Any) -> None:
        network: Any = self.networks()["vae"].eval()
        network.load_state_dict(states["vae"])
        scale = self._power(network.vae) ** -0.5
        vae = AutoencoderDC.from_config(network.vae.config, scaling_factor=scale)
        vae.load_state_dict(network.vae.state_dict())
        _, measured = self.look({"vae": network})
        with replaced(folder) as part:
            vae.to(torch.bfloat16).save_pretrained(part)
            write_told(part, {**told, **measured, "source": self._train.made})

    def _power(self, vae: AutoencoderDC) -> float:
        """The mean square of the latents of whole frames."""
        frames = self._train.draw(96, np.random.default_rng(0))
        with torch.no_grad():
            return float(np.mean([vae.encoder(as_pixels([f])).square().mean() for f in frames]))


def rate(latents_BCHW: Tensor) -> Tensor:
    """Nats that a number of latents costs, each channel brought to a variance of 1, if each wave
    (DCT-II) of each channel is Gaussian by itself and `_DISTORTION` of its power may be lost."""
    height, width = latents_BCHW.shape[-2:]
    centered_BCHW = latents_BCHW - latents_BCHW.mean((0, 2, 3), keepdim=True)
    deviation_BCHW = centered_BCHW.square().mean((0, 2, 3), keepdim=True).sqrt()
    scaled_BCHW = centered_BCHW / deviation_BCHW.clamp_min(1e-6)
    down, across = (_waves(side).to(scaled_BCHW) for side in (height, width))
    with torch.autocast(latents_BCHW.device.type, enabled=False):
        power_CHW = (down @ scaled_BCHW @ across.T).square().mean(0)
    return 0.5 * torch.log1p(power_CHW / _DISTORTION).mean()


def divergence(latents_BCHW: Tensor) -> Tensor:
    """The divergence (Kullback-Leibler, in nats) of a Gaussian with a channel's mean and variance
    from the standard one, the mean over channels."""
    mean_C, variance_C = latents_BCHW.mean((0, 2, 3)), latents_BCHW.var((0, 2, 3))
    return 0.5 * (mean_C.square() + variance_C - 1 - variance_C.clamp_min(1e-6).log()).mean()


def _waves(count: int) -> Tensor:
    """The orthonormal DCT-II, (wave, place)."""
    wave, place = torch.arange(count)[:, None], torch.arange(count)[None]
    waves = torch.cos(math.pi * (place + 0.5) * wave / count) * math.sqrt(2 / count)
    waves[0] /= math.sqrt(2)
    return waves


def begin_without_blocks(vae: AutoencoderDC) -> None:
    """Every block begins as the identity: what is left are averages of pixels and their way back,
    which learn much faster than a random network."""
    for block in vae.modules():
        if isinstance(block, ResBlock):
            nn.init.zeros_(block.norm.weight)


def psnr(decoded_BCHW: Tensor, pixels_BCHW: Tensor) -> Tensor:
    """Peak signal-to-noise ratio in dB, the mean over pictures, of pixels from -1 to 1."""
    error_B = F.mse_loss(decoded_BCHW.clamp(-1, 1), pixels_BCHW, reduction="none").mean((1, 2, 3))
    return (10 * torch.log10(4 / error_B.clamp_min(1e-10))).mean()


def _crop(frame: Frame, height: int, width: int, chance: np.random.Generator) -> Frame:
    top = int(chance.integers(0, frame.shape[0] - height + 1))
    left = int(chance.integers(0, frame.shape[1] - width + 1))
    return frame[top : top + height, left : left + width]
