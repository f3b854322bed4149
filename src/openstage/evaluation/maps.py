"""The labels of a frame pixel by pixel: whose a pixel is, which part of them, and in which color.

Readers learn from them what a label of the whole frame says too seldom: where what they tell is.
They are kept as pictures of three channels, and are never needed to read.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from torch import Tensor

from openstage.evaluation.truth import SLOTS, Labels
from openstage.world.palette import PALETTES, named
from openstage.world.seen import Region

Map = NDArray[np.uint8]
"""(height, width, 3): slot, part, color."""

OTHER = SLOTS + 1
"""The slot of an animal, and of whom no slot is left for; 0 is nobody's."""
UNSURE = 255
"""Of somebody in a frame whose people stand in no sure order."""
CLASSES: dict[str, int] = {
    "slot": OTHER + 1,
    "part": 1 + len(PALETTES),
    **{part: len(names) for part, names in PALETTES.items()},
}
"""How many classes each question has that is asked of a place."""


def map_of(labels: Labels, found: Sequence[Region], width: int, height: int) -> Map:
    told = np.zeros((height, width, 3), np.uint8)
    slots = {worn.id: number for number, worn in enumerate(labels.slots, start=1)}
    for region in found:
        told[region.body, 0] = slots.get(region.id, OTHER) if labels.ordered else UNSURE
        for number, (part, names) in enumerate(PALETTES.items(), start=1):
            mask = region.parts.get(part)
            if mask is None:
                continue
            name = named(part, region.wardrobe)
            told[mask, 1] = number
            told[mask, 2] = 0 if name is None else 1 + list(names).index(name)
    return told


def flipped(told: Map, people: int) -> Map:
    """Turned left to right; the slots of so many people stand the other way round."""
    turned = np.ascontiguousarray(told[:, ::-1])
    slots = turned[..., 0]
    somebody = (slots >= 1) & (slots <= people)
    turned[..., 0] = np.where(somebody, people + 1 - slots, slots)
    return turned


def as_shares(maps: Sequence[Map], width: int, height: int, cell: int) -> dict[str, Tensor]:
    """For each question of `CLASSES` the share of each class in cells of so many pixels a side,
    (B, K, height / cell, width / cell); where nothing is known of a pixel it has no share in any.
    """
    told_BCHW = torch.from_numpy(np.stack(maps)).permute(0, 3, 1, 2).float()
    sized_BCHW = F.interpolate(told_BCHW, (height, width), mode="nearest")
    slot_BHW, part_BHW, color_BHW = sized_BCHW.long().unbind(1)
    told = {"slot": slot_BHW, "part": part_BHW}
    for number, part in enumerate(PALETTES, start=1):
        # Colors count from 1, and 0 is one without a name.
        told[part] = torch.where(part_BHW == number, color_BHW, 0) - 1
    return {name: _shares(codes, CLASSES[name], cell) for name, codes in told.items()}


def _shares(codes_BHW: Tensor, classes: int, cell: int) -> Tensor:
    each_BKHW = codes_BHW[:, None] == torch.arange(classes)[:, None, None]
    return F.avg_pool2d(each_BKHW.float(), cell)


def error(scores: dict[str, Tensor], shares: dict[str, Any]) -> Tensor:
    """The mean cross entropy of each question over the places that tell of it, summed."""
    found = []
    for name, logits_BKHW in scores.items():
        share_BKHW = shares[name]
        each_BHW = -(share_BKHW * logits_BKHW.float().log_softmax(1)).sum(1)
        found.append(each_BHW.sum() / share_BKHW.sum().clamp(min=1))
    return torch.stack(found).sum()
