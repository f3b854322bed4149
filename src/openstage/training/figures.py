"""How much each token of a pair counts: those of people and animals more than the place.

A figure fills little of most frames, and what a story is about, such as the color of a coat, is in
it. Where a figure may be or not, close to pure noise, what is drawn leans to its being there: the
best guess weighs both by how much they count. Where it is sure, the best guess is the same.
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor

from openstage.dataset.clip import Box
from openstage.step2.frame_pair import sequences
from openstage.step2.latent_size import LatentSize, PairMode
from openstage.training.examples import Example


def token_weights(
    examples: Sequence[Example], size: LatentSize, pair: PairMode, figures: float
) -> Tensor:
    """1 for a token of the place, `figures` for one that a figure's box covers, between them for
    one that it covers in part; (B, P) as `sequences` has the tokens."""
    return 1 + (figures - 1) * covered(examples, size, pair)


def covered(examples: Sequence[Example], size: LatentSize, pair: PairMode) -> Tensor:
    """The share of each token that a figure's box covers, (B, P) as `sequences` has the tokens."""
    start_BCFHW, end_BCFHW = (
        torch.stack([_covered(example.figures[frame], size) for example in examples])
        for frame in (0, 1)
    )
    return sequences(start_BCFHW, end_BCFHW, pair).mean(-1)


def _covered(boxes: Sequence[Box], size: LatentSize) -> Tensor:
    """The share of each latent that one of the boxes covers, (1, 1, H, W)."""
    share_HW = torch.zeros(size.height, size.width)
    for left, top, right, bottom in boxes:
        down_H, across_W = overlap(top, bottom, size.height), overlap(left, right, size.width)
        share_HW = torch.maximum(share_HW, torch.outer(down_H, across_W))
    return share_HW[None, None]


def overlap(low: float, high: float, count: int) -> Tensor:
    """Of each of so many equal parts of a side, the share between two shares of the side."""
    edges = torch.arange(count + 1) / count
    return ((edges[1:].clamp(max=high) - edges[:-1].clamp(min=low)) * count).clamp(min=0)
