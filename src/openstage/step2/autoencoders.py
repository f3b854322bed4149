"""The two kinds of VAE that a STEP2 may have, behind one interface.

The release's is a video VAE; a model of our own has AutoencoderDC, a deep-compression autoencoder
for stills, which needs a quarter of the tokens for a picture of the same size.

Shape suffixes: B batch, C channels, F frames (1), H and W rows and columns.
"""

from __future__ import annotations

from typing import Any, Protocol

import torch
from diffusers import AutoencoderDC, AutoencoderKLQwenImage
from torch import Tensor


class Autoencoder(Protocol):
    factor: int
    """Pixels a side of a latent."""
    channels: int

    def encode(self, pixels_BCHW: Tensor) -> Tensor:
        """Normalized latents, (B, C, 1, H, W), of pixels from -1 to 1."""
        ...

    def decode(self, latents_BCFHW: Tensor) -> Tensor:
        """Pixels, (B, 3, height, width), of normalized latents."""
        ...


class VideoAutoencoder:
    """AutoencoderKLQwenImage over videos of one frame; each channel has its mean and deviation."""

    def __init__(self, vae: AutoencoderKLQwenImage) -> None:
        self.vae = vae
        self.factor = 2 ** len(vae.temperal_downsample)
        self.channels = int(vae.config.z_dim)

    def encode(self, pixels_BCHW: Tensor) -> Tensor:
        latents_BCFHW = self.vae.encode(pixels_BCHW[:, :, None]).latent_dist.mode()
        mean, std = self._statistics(latents_BCFHW)
        normalized: Tensor = (latents_BCFHW - mean) / std
        return normalized

    def decode(self, latents_BCFHW: Tensor) -> Tensor:
        mean, std = self._statistics(latents_BCFHW)
        (pixels_BCFHW,) = self.vae.decode(latents_BCFHW * std + mean, return_dict=False)
        pixels_BCHW: Tensor = pixels_BCFHW[:, :, 0]
        return pixels_BCHW

    def _statistics(self, like: Tensor) -> tuple[Tensor, Tensor]:
        mean, std = (
            torch.tensor(values, device=like.device, dtype=like.dtype).view(1, -1, 1, 1, 1)
            for values in (self.vae.config.latents_mean, self.vae.config.latents_std)
        )
        return mean, std


class StillAutoencoder:
    """AutoencoderDC; one factor brings all channels to unit variance."""

    def __init__(self, vae: AutoencoderDC) -> None:
        self.vae = vae
        self.factor = int(vae.spatial_compression_ratio)
        self.channels = int(vae.config.latent_channels)

    def encode(self, pixels_BCHW: Tensor) -> Tensor:
        latents_BCFHW: Tensor = self.vae.encode(pixels_BCHW).latent[:, :, None]
        return latents_BCFHW * float(self.vae.config.scaling_factor)

    def decode(self, latents_BCFHW: Tensor) -> Tensor:
        latents_BCHW = latents_BCFHW[:, :, 0] / float(self.vae.config.scaling_factor)
        (pixels_BCHW,) = self.vae.decode(latents_BCHW, return_dict=False)
        decoded: Tensor = pixels_BCHW
        return decoded


def autoencoder_of(vae: Any) -> Autoencoder:
    """Raises ValueError for a VAE of another kind."""
    if isinstance(vae, AutoencoderDC):
        return StillAutoencoder(vae)
    if isinstance(vae, AutoencoderKLQwenImage):
        return VideoAutoencoder(vae)
    raise ValueError(
        f"STEP2 draws through AutoencoderKLQwenImage or AutoencoderDC; got {type(vae).__name__}"
    )
