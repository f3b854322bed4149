"""Pictures to latents and back: the frozen VAE, and latents that are computed once.

Shape suffixes: B batch, C channels, F frames (1), H and W rows and columns of the latent.
"""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Callable, Sequence
from functools import cached_property
from hashlib import sha256
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from openstage.crew import Frame
from openstage.step2.autoencoders import autoencoder_of
from openstage.step2.latent_size import LatentSize
from openstage.step2.understanding.networks import awake, digest_of_weights

_SCALE = ("scaling_factor", "latents_mean", "latents_std")
CACHE_BYTES = 1 << 30
"""Of latents that are kept; a frame of 864 x 1536 has 0.7 MB in bfloat16."""


class FrameCodec:
    """E and its inverse: frames to latents that are normalized as the transformer knows them."""

    def __init__(self, vae: Any) -> None:
        self.vae = vae
        self._autoencoder = autoencoder_of(vae)
        self.factor = self._autoencoder.factor
        self.channels = self._autoencoder.channels

    def size_of(self, height: int, width: int) -> LatentSize:
        """The latent of a picture of this many pixels, cut down to whole tokens."""
        return LatentSize.of_picture(height, width, self.factor)

    def about(self, pixels: int, height: int, width: int) -> LatentSize:
        """The latent of about so many pixels in the shape of a picture; sides are multiples of 32
        pixels at factor 8, as in Qwen-Image-Edit."""
        step = 4 * self.factor
        scale = (pixels / (height * width)) ** 0.5
        high, wide = (max(step, round(side * scale / step) * step) for side in (height, width))
        return self.size_of(high, wide)

    @cached_property
    def digest(self) -> str:
        """Of all that latents depend on: the VAE's weights and its scale."""
        scale = json.dumps([self.vae.config.get(name) for name in _SCALE])
        return sha256(f"{digest_of_weights(self.vae)} {scale}".encode()).hexdigest()

    def encode(self, frame: Frame, size: LatentSize) -> Tensor:
        """The mode of E(frame), (1, C, 1, H, W), of a frame that is first resized to `size`."""
        return self.encode_all([frame], size)

    @torch.no_grad()
    def encode_all(self, frames: Sequence[Frame], size: LatentSize) -> Tensor:
        """The same of several frames at once, which may differ in size: (B, C, 1, H, W)."""
        device = awake(self.vae)
        pixels_BCHW = torch.cat([self._pixels(frame, size).to(device) for frame in frames])
        return self._autoencoder.encode(pixels_BCHW.to(self.vae.dtype))

    def _pixels(self, frame: Frame, size: LatentSize) -> Tensor:
        """(1, 3, height, width), -1 to 1."""
        height, width = size.height * self.factor, size.width * self.factor
        picture = torch.from_numpy(np.ascontiguousarray(frame))
        picture_BCHW = picture.permute(2, 0, 1)[None].to(torch.float32) / 127.5 - 1
        if picture_BCHW.shape[-2:] != (height, width):
            picture_BCHW = F.interpolate(
                picture_BCHW, (height, width), mode="bicubic", antialias=True
            ).clamp(-1, 1)
        return picture_BCHW

    @torch.no_grad()
    def decode(self, latents_BCFHW: Tensor) -> Tensor:
        """The pictures, (B, 3, height, width), -1 to 1."""
        return self._autoencoder.decode(latents_BCFHW.to(awake(self.vae), self.vae.dtype))


def as_pixels(frames: Sequence[Frame]) -> Tensor:
    """Frames of one size, (B, 3, height, width), -1 to 1."""
    stacked = torch.from_numpy(np.stack(frames)).permute(0, 3, 1, 2)
    return stacked.float().div(127.5).sub(1).contiguous(memory_format=torch.channels_last)


def as_frames(pixels_BCHW: Tensor) -> list[Frame]:
    """Of pixels from -1 to 1; what lies outside is cut off."""
    scaled = (pixels_BCHW.float().clamp(-1, 1) + 1) * 127.5
    return list(scaled.round().to(torch.uint8).permute(0, 2, 3, 1).cpu().numpy())


class LatentCache:
    """Latents by the content of their picture and their size, so that no frame is encoded twice.

    The least recently used are dropped when there are more than `limit` bytes.
    """

    def __init__(self, limit: int = CACHE_BYTES) -> None:
        self._limit = limit
        self._bytes = 0
        self._latents: OrderedDict[tuple[str, LatentSize], Tensor] = OrderedDict()

    def get(self, digest: str, size: LatentSize, encode: Callable[[], Tensor]) -> Tensor:
        """The latents of the picture with this digest; `encode` makes them the first time."""
        key = (digest, size)
        if key in self._latents:
            self._latents.move_to_end(key)
            return self._latents[key]
        latents = encode()
        self._latents[key] = latents
        self._bytes += latents.nbytes
        while self._bytes > self._limit and len(self._latents) > 1:
            _, oldest = self._latents.popitem(last=False)
            self._bytes -= oldest.nbytes
        return latents

    def __len__(self) -> int:
        return len(self._latents)


def resized(latents_BCFHW: Tensor, size: LatentSize) -> Tensor:
    """A memory's latents at the size that the budget gives it; bilinear, as in the release."""
    if LatentSize.of(latents_BCFHW) == size:
        return latents_BCFHW
    picture_BCHW = latents_BCFHW.squeeze(2)
    smaller = F.interpolate(picture_BCHW, (size.height, size.width), mode="bilinear")
    return smaller.unsqueeze(2)
