"""How many tokens each memory may cost: the multi-shot memory pack.

Memories come in order of rank, the most relevant first, and a budget gives each a size. `paper`
never costs more than one frame of the pair, however long the film is; `release` is what the public
weights were run with.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import isqrt, log
from typing import Literal

import torch.nn.functional as F
from torch import Tensor

from openstage.step2.frame_pair import PATCH, LatentSize

Budget = Literal["paper", "release", "full", "last", "none"]
"""paper: the j-th has the area 1/2^j of a frame of the pair, so that all are at most one frame.
release: the first two whole, then 1/4, 1/16 and so on.
full: all whole. last: the first alone, whole. none: no memory. These three are for ablations."""

Sizes = list[LatentSize | None]
"""For each memory its size; None: it is left out."""

_WHOLE_IN_RELEASE = 2


def sizes(budget: Budget, memories: Sequence[LatentSize], frame: LatentSize) -> Sizes:
    """The size of each memory beside a pair of frames of size `frame`."""
    return _BUDGETS[budget](memories, frame)


def _paper(memories: Sequence[LatentSize], frame: LatentSize) -> Sizes:
    """A_j = A / 2^j, j = 1, 2, ...; a memory of less than a token is dropped (paper, section 3.2).

    Rounding up to a token instead would let a long film's memory grow without bound.
    """
    return [
        _within(memory, frame.tokens >> j) if frame.tokens >> j else None
        for j, memory in enumerate(memories, start=1)
    ]


def _within(memory: LatentSize, tokens: int) -> LatentSize:
    """At most `tokens` tokens, nearly all used and nearly in shape; never an enlargement."""
    if memory.tokens <= tokens:
        return memory
    rows, columns = memory.height // PATCH, memory.width // PATCH
    fewer = min(max(1, isqrt(tokens * rows // columns)), tokens)
    fits = [(r, min(columns, tokens // r)) for r in (fewer, fewer + 1) if r <= min(rows, tokens)]

    def loss(size: tuple[int, int]) -> float:
        high, wide = size
        stretched = abs(log((wide * rows) / (high * columns)))
        return stretched + 1 - high * wide / tokens

    high, wide = min(fits, key=loss)
    return LatentSize(high * PATCH, wide * PATCH)


def _release(memories: Sequence[LatentSize], frame: LatentSize) -> Sizes:
    """Sides of memory i > 1 divided by 2^(i-1), rounded down to even latents, at least 2 x 2."""
    return [
        memory if i < _WHOLE_IN_RELEASE else _divided(memory, 2 ** (i - 1))
        for i, memory in enumerate(memories)
    ]


def _divided(memory: LatentSize, by: int) -> LatentSize:
    height, width = (
        max(PATCH, side // by // PATCH * PATCH) for side in (memory.height, memory.width)
    )
    return LatentSize(height, width)


_BUDGETS: dict[Budget, Callable[[Sequence[LatentSize], LatentSize], Sizes]] = {
    "paper": _paper,
    "release": _release,
    "full": lambda memories, frame: list(memories),
    "last": lambda memories, frame: [*memories[:1], *(None for _ in memories[1:])],
    "none": lambda memories, frame: [None for _ in memories],
}


def resized(latents_BCFHW: Tensor, size: LatentSize) -> Tensor:
    """A memory's latents at the size that the budget gives it; bilinear, as in the release."""
    if LatentSize.of(latents_BCFHW) == size:
        return latents_BCFHW
    picture_BCHW = latents_BCFHW.squeeze(2)
    smaller = F.interpolate(picture_BCHW, (size.height, size.width), mode="bilinear")
    return smaller.unsqueeze(2)


def packed(memories_BCFHW: Sequence[Tensor], budget: Budget, frame: LatentSize) -> list[Tensor]:
    """Ranked memories as they enter the transformer: resized, those without room left out."""
    wanted = sizes(budget, [LatentSize.of(memory) for memory in memories_BCFHW], frame)
    return [
        resized(memory, size)
        for memory, size in zip(memories_BCFHW, wanted, strict=True)
        if size is not None
    ]
