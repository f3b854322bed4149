"""Where in a frame everybody is: a box around the joints of each, without a drawing."""

from __future__ import annotations

import numpy as np

from openstage.world.camerawork.frame import shares
from openstage.world.camerawork.looks import Box
from openstage.world.camerawork.path import staged_camera
from openstage.world.figures import pose
from openstage.world.figures.animal_kinds import ANIMALS
from openstage.world.geometry import NEAR, SENSOR_HEIGHT_MM, Array, Camera
from openstage.world.staging import Role, Staging

_FLESH, _COAT = 0.15, 0.15
"""How far a figure reaches beyond its joints: meters of a person, heights of an animal."""


def boxes(staging: Staging, t: float, aspect: float) -> dict[str, Box]:
    """By its id, what each figure fills of the frame at `t`, cut at its edges, whatever stands
    before it; `aspect` is the frame's width over its height. Those outside the frame are none."""
    camera = staged_camera(staging, t)
    found = {}
    for role in staging.roles:
        joints = np.array(list(pose(role, t, staging.seconds).joints.values()))
        left, top, right, bottom = _around(camera, joints, _reach(role), aspect)
        box = (max(left, 0.0), max(top, 0.0), min(right, 1.0), min(bottom, 1.0))
        if role.id not in staging.hidden and box[0] < box[2] and box[1] < box[3]:
            found[role.id] = box
    return found


def _around(camera: Camera, joints: Array, reach: float, aspect: float) -> Box:
    """What (J, 3) joints and `reach` meters around each fill of the plane of the frame; nothing
    where all are behind the camera."""
    frame, depth = shares(camera, joints, aspect)
    before = depth > NEAR
    if not before.any():
        return (0.0, 0.0, 0.0, 0.0)
    reaches = reach * camera.lens_mm / SENSOR_HEIGHT_MM / depth[before]
    sides = np.stack([reaches / aspect, reaches], axis=-1)
    low, high = (frame[before] - sides).min(axis=0), (frame[before] + sides).max(axis=0)
    return (float(low[0]), float(low[1]), float(high[0]), float(high[1]))


def _reach(role: Role) -> float:
    worn = role.wardrobe
    return _COAT * worn.height if worn.kind in ANIMALS else _FLESH
