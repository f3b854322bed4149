"""Where heads and eyes turn."""

from __future__ import annotations

from math import asin, atan2, degrees

import numpy as np

from openstage.world.figures.gait import shortest
from openstage.world.geometry import Array, Point

HEAD_YAW, HEAD_UP, HEAD_DOWN = 78.0, 48.0, 30.0
"""Degrees that a head turns against the chest."""
EYES = 28.0
"""Degrees that eyes turn in the head."""
LEAD = 0.86
"""The share of a turn that the head takes; the eyes take the rest."""
LEAD_DOWN = 0.66
"""The same of a look down, for which lids and eyes do more."""


def toward(chest: Array, head: Array, look_at: Point) -> tuple[float, float]:
    """(pitch down, yaw right) in degrees from the (3, 3) chest frame at `head` to `look_at`.

    What is behind the back is not looked at: beyond 150 degrees the turn fades to none.
    """
    local = chest @ (np.asarray(look_at) - head)
    away = float(np.linalg.norm(local))
    if away < 0.05:
        return 0.0, 0.0
    yaw = degrees(atan2(local[0], local[2]))
    pitch = -degrees(asin(min(max(float(local[1]) / away, -1.0), 1.0)))
    behind = max(0.0, (abs(shortest(yaw)) - 150.0) / 30.0)
    level = float(np.hypot(local[0], local[2]))
    fade = (1 - behind) * min(1.0, level / 0.15)
    return pitch, yaw * fade


def shared(pitch: float, yaw: float) -> tuple[float, float, float, float]:
    """A turn shared between head and eyes: head pitch and yaw, eyes' pitch and yaw, degrees."""
    head_yaw = min(max(yaw * LEAD, -HEAD_YAW), HEAD_YAW)
    head_pitch = min(max(pitch * (LEAD_DOWN if pitch > 0 else LEAD), -HEAD_UP), HEAD_DOWN)
    eyes_yaw = min(max(yaw - head_yaw, -EYES), EYES)
    eyes_pitch = min(max(pitch - head_pitch, -EYES), EYES)
    return head_pitch, head_yaw, eyes_pitch, eyes_yaw
