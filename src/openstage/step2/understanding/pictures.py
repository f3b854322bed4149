"""Pictures as the vision tower of Qwen2.5-VL takes them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Any

import torch
from PIL import Image
from torch import Tensor

from openstage.crew import Frame

AREA = 384 * 384
"""Pixels of a picture beside a message: `CONDITION_IMAGE_SIZE` of Qwen-Image-Edit in diffusers."""

STEP = 32
"""Sides are rounded to multiples of it."""

_LONGEST = AREA / STEP**2
"""The most extreme ratio of two sides that keeps both the area and a side of a step."""


@dataclass(frozen=True)
class Patches:
    """Pictures cut into patches, one picture after the other."""

    values: Tensor
    """(patches of all pictures, width of a patch)"""
    grids: Tensor
    """(pictures, 3): frames, rows and columns of patches."""


def reading_size(width: int, height: int) -> tuple[int, int]:
    """Width and height that a picture is read at: about `AREA`, in shape, in steps of `STEP`."""
    ratio = min(max(width / height, 1 / _LONGEST), _LONGEST)
    wide = sqrt(AREA * ratio)
    return round(wide / STEP) * STEP, round(wide / ratio / STEP) * STEP


def patches(frames: Sequence[Frame], image_processor: Any) -> Patches:
    """The frames at their reading size; the processor rounds it to whole tokens and normalizes.

    Both resizings are the release's: the first by Lanczos, the processor's own bicubic.
    """
    read = [
        picture.resize(reading_size(*picture.size), Image.Resampling.LANCZOS)
        for picture in map(Image.fromarray, frames)
    ]
    cut = image_processor(images=read, return_tensors="pt")
    return Patches(torch.as_tensor(cut["pixel_values"]), torch.as_tensor(cut["image_grid_thw"]))
