"""The frame pair: two latents as one token sequence, denoised together (paper, dual encoding).

    start ─┐                                     ┌─▶ start
           ├─ pack ─▶ join ─▶ ··· denoise ··· ─▶ split ─ unpack
    end ───┘                                     └─▶ end

Shape suffixes: B batch, C channels, F frames (always 1: the VAE is a video VAE), H and W rows and
columns of the latent, S tokens of one frame, P tokens of the pair (2 S), D channels of a token
(4 C).
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor

from openstage.step2.latent_size import PATCH, LatentSize, PairMode

_ONLY = ("Only the first frame.", "Only the last frame.")
"""What the text says to frames that do not see each other."""


def pack(latents_BCFHW: Tensor) -> Tensor:
    """Latents to tokens, (B, C, 1, H, W) to (B, S, 4 C), row after row."""
    batch, channels, frames, height, width = latents_BCFHW.shape
    if frames != 1:
        raise ValueError(f"one picture is packed at a time; got {frames} frames")
    size = LatentSize(height, width)
    squares = latents_BCFHW.reshape(
        batch, channels, height // PATCH, PATCH, width // PATCH, PATCH
    ).permute(0, 2, 4, 1, 3, 5)
    return squares.reshape(batch, size.tokens, channels * PATCH * PATCH)


def unpack(tokens_BSD: Tensor, size: LatentSize) -> Tensor:
    """The inverse of `pack`: (B, S, 4 C) to (B, C, 1, H, W)."""
    batch, tokens, width = tokens_BSD.shape
    if tokens != size.tokens:
        raise ValueError(
            f"{size.height} x {size.width} latents are {size.tokens} tokens; got {tokens}"
        )
    channels = width // (PATCH * PATCH)
    squares = tokens_BSD.reshape(
        batch, size.height // PATCH, size.width // PATCH, channels, PATCH, PATCH
    ).permute(0, 3, 1, 4, 2, 5)
    return squares.reshape(batch, channels, 1, size.height, size.width)


def join(start_BCFHW: Tensor, end_BCFHW: Tensor) -> Tensor:
    """The pair as one sequence, (B, P, 4 C): x = [E(F_S); E(F_E)]."""
    if start_BCFHW.shape != end_BCFHW.shape:
        raise ValueError(
            f"start {tuple(start_BCFHW.shape)} and end {tuple(end_BCFHW.shape)} differ in shape"
        )
    return torch.cat([pack(start_BCFHW), pack(end_BCFHW)], dim=1)


def split(tokens_BPD: Tensor, size: LatentSize) -> tuple[Tensor, Tensor]:
    """The inverse of `join`: start and end, each (B, C, 1, H, W)."""
    start_BSD, end_BSD = torch.split(tokens_BPD, size.tokens, dim=1)
    return unpack(start_BSD, size), unpack(end_BSD, size)


def pair_noise(
    size: LatentSize,
    generators: Sequence[torch.Generator],
    *,
    channels: int = 16,
    dtype: torch.dtype = torch.float32,
    device: torch.device | str = "cpu",
) -> tuple[Tensor, Tensor]:
    """Seeded noise, start and end, each (B, C, 1, H, W): one generator for each of the batch.

    From each generator the start frame's noise is drawn first, then the end frame's, as the public
    release does; so a pair is the same alone and in a batch. Noise is drawn where the generator
    lives, which makes a CPU generator's noise the same on every device.
    """

    def drawn(generator: torch.Generator) -> Tensor:
        shape = (1, channels, 1, size.height, size.width)
        return torch.randn(shape, generator=generator, device=generator.device, dtype=dtype)

    pairs = [(drawn(generator), drawn(generator)) for generator in generators]
    start_BCFHW, end_BCFHW = (torch.cat(frames).to(device) for frames in zip(*pairs, strict=True))
    return start_BCFHW, end_BCFHW


def sequences(start_BCFHW: Tensor, end_BCFHW: Tensor, pair: PairMode) -> Tensor:
    """The tokens that are denoised: joint pairs (B, P, 4 C); or all start frames, then all end
    frames, (2 B, S, 4 C)."""
    if pair == "joint":
        return join(start_BCFHW, end_BCFHW)
    return torch.cat([pack(start_BCFHW), pack(end_BCFHW)])


def frames(tokens: Tensor, size: LatentSize, pair: PairMode) -> tuple[Tensor, Tensor]:
    """The inverse of `sequences`: start and end, each (B, C, 1, H, W)."""
    if pair == "joint":
        return split(tokens, size)
    start_BSD, end_BSD = tokens.chunk(2)
    return unpack(start_BSD, size), unpack(end_BSD, size)


def texts_of(messages: Sequence[str], pair: PairMode) -> list[str]:
    """The message of each sequence."""
    if pair == "joint":
        return list(messages)
    return [f"{message}\n {only}" for only in _ONLY for message in messages]
