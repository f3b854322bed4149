"""The soft dark patch that ties a body to what carries it."""

from __future__ import annotations

from functools import partial

import numpy as np
import skia

from openstage.world.figures.skeleton import Skeleton
from openstage.world.geometry import Array, direction
from openstage.world.scene import Brush
from openstage.world.stage_view import StageView

_TURNS = np.linspace(0, 2 * np.pi, 25)[:-1]
_RING = np.stack([np.cos(_TURNS), np.sin(_TURNS)], axis=1)
_RINGS = ((1.0, 0.13), (0.72, 0.17))
"""Size and darkness of the shadow's two tones."""


FEET = ("foot_r", "foot_l", "hip")
PAWS = ("foot_r", "foot_l", "hand_r", "hand_l")


def contact_shadow(
    skeleton: Skeleton, height: float, names: tuple[str, ...] = FEET, blur: float = 0.13
) -> Brush:
    """The shadow under the feet and hips of a body, on the ground or just above it.

    It reaches `blur` heights beyond what of the joints `names` is low.
    """
    joints = skeleton.joints
    feet = np.stack([joints[name] for name in names])
    ground = max(0.0, min(skeleton.ground, float(feet[:, 1].min())))
    low = feet[feet[:, 1] < ground + 0.75 * height]
    ahead = direction(skeleton.facing)
    right = np.array([ahead[2], 0.0, -ahead[0]])
    sides = low @ np.stack([right, ahead], axis=1)
    across, along = (sides.max(axis=0) + sides.min(axis=0)) / 2
    wide, deep = np.ptp(sides, axis=0) / 2 + blur * height
    middle = right * across + ahead * along + np.array([0.0, ground + 0.006, 0.0])
    axes = np.stack([right * wide, ahead * deep])
    return Brush(middle + np.array([0.0, 0.01, 0.0]), partial(_draw, middle, axes))


def _draw(middle: Array, axes: Array, canvas: skia.Canvas, view: StageView) -> None:
    if view.eye[1] <= middle[1]:
        return
    paint = skia.Paint(AntiAlias=True)
    for size, dark in _RINGS:
        path = view.path(middle + _RING @ axes * size)
        if path is not None:
            paint.setColor(skia.ColorSetARGB(round(255 * dark), 12, 10, 24))
            canvas.drawPath(path, paint)
