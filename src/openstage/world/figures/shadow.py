"""The soft dark patch that ties a body to what carries it."""

from __future__ import annotations

from functools import partial

import numpy as np
import skia

from openstage.world.figures.skeleton import Skeleton
from openstage.world.geometry import Array
from openstage.world.scene import Brush
from openstage.world.stage_view import StageView

_TURNS = np.linspace(0, 2 * np.pi, 25)[:-1]
_RINGS = ((1.0, 0.13), (0.72, 0.17))
"""Size and darkness of the shadow's two tones."""


def contact_shadow(skeleton: Skeleton, height: float) -> Brush:
    """The shadow under the feet and hips of a body, on the ground or just above it."""
    joints = skeleton.joints
    feet = np.stack([joints[name] for name in ("foot_r", "foot_l", "hip")])
    ground = max(0.0, min(skeleton.ground, float(feet[:, 1].min())))
    low = feet[feet[:, 1] < ground + 0.75 * height]
    middle = low.mean(axis=0)
    spread = np.ptp(low, axis=0)
    middle = np.array([middle[0], ground + 0.006, middle[2]])
    radii = np.array([0.13 * height + spread[0] * 0.5, 0.13 * height + spread[2] * 0.5])
    return Brush(middle + np.array([0.0, 0.01, 0.0]), partial(_draw, middle, radii))


def _draw(middle: Array, radii: Array, canvas: skia.Canvas, view: StageView) -> None:
    if view.eye[1] <= middle[1]:
        return
    paint = skia.Paint(AntiAlias=True)
    for size, dark in _RINGS:
        ring = np.stack(
            [np.cos(_TURNS) * radii[0], np.zeros(24), np.sin(_TURNS) * radii[1]], axis=1
        )
        path = view.path(middle + ring * size)
        if path is not None:
            paint.setColor(skia.ColorSetARGB(round(255 * dark), 12, 10, 24))
            canvas.drawPath(path, paint)
