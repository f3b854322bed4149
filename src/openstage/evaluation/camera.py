"""Whether the camera of a frame has what its shot asks for: a size, an angle.

Movements leave a size, a second person makes the camera step back, a ceiling is in the way.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import asin, degrees, inf

import numpy as np

from openstage.storyboard.document import Shot
from openstage.storyboard.vocabulary import Angle, Framing, Movement, ShotSize
from openstage.world.camerawork.path import staged_camera
from openstage.world.camerawork.subjects import CROPS, Body, figure_points
from openstage.world.geometry import View
from openstage.world.seen import Seen
from openstage.world.staging import Staging

# --- size ------------------------------------------------------------------------------------

SIZED: dict[Movement, str] = {
    **dict.fromkeys(Movement, "start"),
    **dict.fromkeys((Movement.TILT_UP, Movement.TILT_DOWN), "end"),
    **dict.fromkeys(
        (Movement.STATIC, Movement.HANDHELD, Movement.ROLL, Movement.TRACKING, Movement.DOLLY_ZOOM,
         Movement.TRUCK_LEFT, Movement.TRUCK_RIGHT, Movement.ARC_LEFT, Movement.ARC_RIGHT),
        "both",
    ),
}  # fmt: skip
"""In which frames the camera has the size that the shot asks for."""

FILLS: dict[ShotSize, tuple[float, float]] = {
    ShotSize.EXTREME_WIDE: (0.0, 0.06),
    ShotSize.WIDE: (0.012, 0.25),
    ShotSize.MEDIUM_WIDE: (0.03, 0.45),
    ShotSize.MEDIUM: (0.05, 0.6),
    ShotSize.MEDIUM_CLOSE_UP: (0.1, 0.9),
    ShotSize.CLOSE_UP: (0.12, 1.0),
    ShotSize.EXTREME_CLOSE_UP: (0.1, 1.0),
}
"""The share of the frame that the largest figure has, from the least to the most: beyond it too
little of it is seen."""
_OF_NOBODY = (Framing.INSERT, Framing.POINT_OF_VIEW)
"""Things are of all sizes themselves, and eyes that somebody looks through stay where they are."""

CROPPED: dict[ShotSize, tuple[float, float]] = {
    ShotSize.EXTREME_WIDE: (0.0, 1.6),
    ShotSize.WIDE: (0.6, 1.3),
    ShotSize.MEDIUM_WIDE: (0.75, 1.35),
    ShotSize.MEDIUM: (0.75, 1.2),
    ShotSize.MEDIUM_CLOSE_UP: (0.87, 1.15),
    ShotSize.CLOSE_UP: (0.87, 1.3),
    ShotSize.EXTREME_CLOSE_UP: (0.43, inf),
}
"""How large what a size holds of a person is in the frame, as a share of how large it should be,
from the least to the most: beyond it a frame looks like one of the size beside."""


def has_size(shot: Shot, staging: Staging, t: float, seen: Sequence[Seen], pixels: int) -> bool:
    """Whether the frame at `t` has the size that the shot asks for, and shows it: by its subject,
    by anyone where that is nobody in it, and by the place where there are no figures. Animals are
    of all sizes themselves.
    """
    if shot.framing in _OF_NOBODY or not _keeps_size(shot, staging, t):
        return False
    if not seen:
        return True
    least, most = FILLS[shot.size]
    fills = least <= max(one.body for one in seen) / pixels <= most
    people = {one.id for one in seen if one.person}
    return fills and _crops(shot.size, staging, t, {shot.subject} & people or people)


def _keeps_size(shot: Shot, staging: Staging, t: float) -> bool:
    """Between the two frames the camera has the size where both have, and where nobody walks."""
    where = SIZED[shot.movement]
    walks = any(role.gait for role in staging.roles) and shot.movement is not Movement.TRACKING
    if where == "both" and walks:
        where = "start"
    return where == "both" or t == {"start": 0.0, "end": 1.0}[where]


def _crops(size: ShotSize, staging: Staging, t: float, people: set[str]) -> bool:
    """Whether the frame at `t` holds as much of one of these people as the size does."""
    view = View(staged_camera(staging, t), 1, 1)
    box, (least, most) = CROPS[size].box, CROPPED[size]
    for role in staging.roles:
        if role.id in people:
            points = figure_points(Body(role, staging.seconds, animal=False), size, t)
            y = view.project(points)[0][:, 1]
            if least <= float(np.ptp(y)) / (box.bottom - box.top) <= most:
                return True
    return False


# --- angle -----------------------------------------------------------------------------------

PITCHES: dict[Angle, tuple[float, float]] = {
    Angle.EYE_LEVEL: (-14.0, 3.0),
    Angle.LOW: (5.0, 60.0),
    Angle.HIGH: (-65.0, -16.0),
    Angle.OVERHEAD: (-90.0, -70.0),
}
"""How far the camera looks up, in degrees, from the least to the most. Between them an angle is
neither."""
ALOFT = 6.0
"""Meters above the ground from which on a high camera is in the air."""
UPRIGHT, TILTED = 4.0, 8.0
"""Degrees of roll: up to where the horizon is level, and from where on it is not."""


def seen_from(staging: Staging, t: float) -> Angle | None:
    """The angle that the camera has at `t`, whatever the shot asks for: past a shoulder, through
    somebody's eyes or under a ceiling it does not get everywhere. None: it is between two."""
    camera = staged_camera(staging, t)
    if abs(camera.roll) > UPRIGHT:
        return Angle.DUTCH if abs(camera.roll) >= TILTED else None
    pitch = degrees(asin(float(np.clip(camera.basis()[2, 1], -1.0, 1.0))))
    for angle, (least, most) in PITCHES.items():
        if least <= pitch < most:
            aloft = angle is Angle.HIGH and camera.eye[1] >= ALOFT
            return Angle.AERIAL if aloft else angle
    return None
