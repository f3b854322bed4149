"""Where in a frame everybody is: a box around the joints of each, without a drawing."""

from __future__ import annotations

import numpy as np

from openstage.world.camerawork.frame import shares
from openstage.world.camerawork.path import staged_camera
from openstage.world.figures import pose
from openstage.world.figures.animal_kinds import ANIMALS
from openstage.world.geometry import NEAR, SENSOR_HEIGHT_MM
from openstage.world.staging import Role, Staging

Box = tuple[float, float, float, float]
"""Left, top, right, bottom, in shares of the frame."""

_FLESH, _COAT = 0.15, 0.15
"""How far a figure reaches beyond its joints: meters of a person, heights of an animal."""


def boxes(staging: Staging, t: float, aspect: float) -> dict[str, Box]:
    """By its id, what each figure fills of the frame at `t`, cut at its edges, whatever stands
    before it; `aspect` is the frame's width over its height. Those outside the frame are none."""
    camera = staged_camera(staging, t)
    meter = camera.lens_mm / SENSOR_HEIGHT_MM
    found = {}
    for role in staging.roles:
        if role.id in staging.hidden:
            continue
        joints = np.array(list(pose(role, t, staging.seconds).joints.values()))
        frame, depth = shares(camera, joints, aspect)
        before = depth > NEAR
        if not before.any():
            continue
        reach = _reach(role) * meter / depth[before]
        x, y = frame[before].T
        left, right = float((x - reach / aspect).min()), float((x + reach / aspect).max())
        top, bottom = float((y - reach).min()), float((y + reach).max())
        box = (max(left, 0.0), max(top, 0.0), min(right, 1.0), min(bottom, 1.0))
        if box[0] < box[2] and box[1] < box[3]:
            found[role.id] = box
    return found


def _reach(role: Role) -> float:
    worn = role.wardrobe
    return _COAT * worn.height if worn.kind in ANIMALS else _FLESH
