"""How many tokens each memory may cost: the multi-shot memory pack.

Memories come in order of rank, the most relevant first, and a budget gives each a size. `paper`
never costs more than one frame of the pair, however long the film is; `release` is what the public
weights were run with.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import isqrt, log
from typing import Literal

from openstage.step2.latent_size import PATCH, LatentSize

Budget = Literal["paper", "wide", "release", "full", "last", "none"]
"""paper: the j-th has the area 1/2^j of a frame of the pair, so that all are at most one frame.
wide: the first two whole, then 1/4, 1/16 and so on down to a token: at most 2 1/3 frames. For
frames so small that a half of one no longer shows who somebody is.
release: the same, but that a token is the least of each.
full: all whole. last: the first alone, whole. none: no memory. These three are for ablations."""

Trained = Literal["paper", "wide", "none"]
"""What a model is trained with. The others cost more the longer a film is, and are drawn with."""

Shrink = Literal["latents", "pixels"]
"""How a memory is made smaller. latents: it is encoded whole and its latents are resized, as in the
release. pixels: the picture is resized and then encoded, so that a small memory keeps what an
encoder of few latents would blur."""

Sizes = list[LatentSize | None]
"""For each memory its size; None: it is left out."""

_WHOLE = 2
"""How many memories `wide` and `release` do not make smaller."""


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
    fits = [
        (high, min(columns, tokens // high))
        for high in range(max(1, fewer - 1), min(rows, tokens, fewer + 1) + 1)
    ]

    def loss(size: tuple[int, int]) -> float:
        high, wide = size
        stretched = abs(log((wide * rows) / (high * columns)))
        return stretched + 1 - high * wide / tokens

    high, wide = min(fits, key=loss)
    return LatentSize(high * PATCH, wide * PATCH)


def _halved(memories: Sequence[LatentSize], least: int) -> Sizes:
    """Sides of memory i > 1 divided by 2^(i-1), rounded down to even latents, at least `least`;
    without a side there is nothing left."""
    found: Sizes = []
    for i, memory in enumerate(memories):
        by = 2 ** max(0, i + 1 - _WHOLE)
        height, width = (
            max(least, side // by // PATCH * PATCH) for side in (memory.height, memory.width)
        )
        found.append(LatentSize(height, width) if height and width else None)
    return found


_BUDGETS: dict[Budget, Callable[[Sequence[LatentSize], LatentSize], Sizes]] = {
    "paper": _paper,
    "wide": lambda memories, frame: _halved(memories, least=0),
    "release": lambda memories, frame: _halved(memories, least=PATCH),
    "full": lambda memories, frame: list(memories),
    "last": lambda memories, frame: [*memories[:1], *(None for _ in memories[1:])],
    "none": lambda memories, frame: [None for _ in memories],
}
