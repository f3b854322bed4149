"""A small VAE for drawn frames: AutoencoderDC at factor 16, with latents of mean 0 and deviation 1.

Between encoder and decoder the latents are normalized by their running statistics and noise is
added, so that the decoder forgives what a transformer does not get quite right. When the weights
are written, the normalization is folded into the encoder's last layer.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import torch
import torch.nn.functional as F
from diffusers import AutoencoderDC
from torch import Tensor, nn

from openstage.crew import Frame
from openstage.training.loop import LoopSettings
from openstage.training.pictures import PictureBank
from openstage.training.weights import TOLD


@dataclass(frozen=True, kw_only=True)
class VAESettings(LoopSettings):
    learning_rate: float = 1e-3
    weight_decay: float = 0.0
    ema: float = 0.998
    pixels: int = 8 * 128 * 160
    """Of a step, all pictures of it together."""
    noise: float = 0.1
    """The largest deviation of the noise on the latents, whose own is 1."""
    channels: int = 32
    encoder: tuple[int, ...] = (16, 32, 64, 128, 128)
    encoder_layers: tuple[int, ...] = (0, 1, 1, 2, 2)
    decoder: tuple[int, ...] = (16, 32, 64, 128, 256)
    decoder_layers: tuple[int, ...] = (0, 2, 2, 2, 2)
    """Channels and blocks at each level, the finest first; no block at the first level: the picture
    enters at half its size."""


class NormalizedAutoencoder(nn.Module):
    """A VAE whose latents are normalized and disturbed on the way."""

    def __init__(self, vae: AutoencoderDC) -> None:
        super().__init__()
        self.vae = vae
        self.normalize = nn.BatchNorm2d(vae.config.latent_channels, affine=False, momentum=0.01)

    def forward(self, pixels_BCHW: Tensor, noise: float = 0.0) -> Tensor:
        latents_BCHW = self.normalize(self.vae.encoder(pixels_BCHW).float())
        if noise:
            size = noise * torch.rand(len(latents_BCHW), 1, 1, 1, device=latents_BCHW.device)
            latents_BCHW = latents_BCHW + size * torch.randn_like(latents_BCHW)
        decoded: Tensor = self.vae.decoder(latents_BCHW)
        return decoded

    def folded(self) -> AutoencoderDC:
        """A copy of the VAE that gives normalized latents by itself."""
        vae = AutoencoderDC.from_config(self.vae.config)
        vae.load_state_dict(self.vae.state_dict())
        last, mean = vae.encoder.conv_out, self.normalize.get_buffer("running_mean")
        std = (self.normalize.get_buffer("running_var") + self.normalize.eps).sqrt()
        with torch.no_grad():
            last.weight /= std[:, None, None, None]
            last.bias.copy_((last.bias - mean) / std)
        return vae


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
            encoder_out_shortcut=False,
            decoder_in_shortcut=False,
        )
        network: Any = NormalizedAutoencoder(vae)
        return {"vae": network.to(memory_format=torch.channels_last)}

    def about(self) -> dict[str, Any]:
        return {"data": self._train.about()}

    def loss(self, networks: Mapping[str, nn.Module], step: int) -> dict[str, Tensor]:
        network = networks["vae"]
        device = next(network.parameters()).device
        pixels_BCHW = self._batch(step).to(device)
        decoded_BCHW = network(pixels_BCHW, self.settings.noise).float()
        error = decoded_BCHW - pixels_BCHW
        loss = error.abs().mean() + error.square().mean()
        return {"loss": loss, "psnr": psnr(decoded_BCHW, pixels_BCHW)}

    def _batch(self, step: int) -> Tensor:
        """Crops of frames, and small whole frames, as small memories are."""
        chance = np.random.default_rng([self.settings.seed, step])
        height, width = self._train.size
        whole = bool(chance.random() < 0.4)
        high, wide = (
            (int(chance.integers(1, side // 32 + 1)) * 32 for side in (height, width))
            if whole
            else (min(side, 128 + 32 * k) // 32 * 32 for side, k in ((height, 0), (width, 1)))
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
        decoded_BCHW = network(pixels_BCHW).float().clamp(-1, 1)
        pairs = zip(frames, as_frames(decoded_BCHW), strict=True)
        rows = [np.hstack(pair) for pair in pairs][:12]
        sheet = np.vstack([np.hstack(rows[k : k + 3]) for k in range(0, 12, 3)])
        return sheet, {"test_psnr": float(psnr(decoded_BCHW, pixels_BCHW))}

    def export(self, networks: Mapping[str, nn.Module], folder: Path, told: Any) -> None:
        _, measured = self.look(networks)
        network = networks["vae"]
        assert isinstance(network, NormalizedAutoencoder)
        network.folded().to(torch.bfloat16).save_pretrained(folder)
        text = json.dumps({**told, **measured}, indent=1) + "\n"
        (folder / TOLD).write_text(text, encoding="utf-8")


def psnr(decoded_BCHW: Tensor, pixels_BCHW: Tensor) -> Tensor:
    """Peak signal-to-noise ratio in dB, the mean over pictures, of pixels from -1 to 1."""
    error_B = F.mse_loss(decoded_BCHW.clamp(-1, 1), pixels_BCHW, reduction="none").mean((1, 2, 3))
    return (10 * torch.log10(4 / error_B.clamp_min(1e-10))).mean()


def as_pixels(frames: list[Frame]) -> Tensor:
    """(B, 3, height, width), -1 to 1."""
    stacked = torch.from_numpy(np.stack(frames)).permute(0, 3, 1, 2)
    return stacked.float().div(127.5).sub(1).contiguous(memory_format=torch.channels_last)


def as_frames(pixels_BCHW: Tensor) -> list[Frame]:
    scaled = (pixels_BCHW.clamp(-1, 1) + 1) * 127.5
    return list(scaled.round().to(torch.uint8).permute(0, 2, 3, 1).cpu().numpy())


def _crop(frame: Frame, height: int, width: int, chance: np.random.Generator) -> Frame:
    top = int(chance.integers(0, frame.shape[0] - height + 1))
    left = int(chance.integers(0, frame.shape[1] - width + 1))
    return frame[top : top + height, left : left + width]
