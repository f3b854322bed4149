"""Where points fall in the frame, as shares of it; and the camera that puts them where they belong.

A share of (0, 0) is the top left corner of the frame, (1, 1) the bottom right one.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import atan2, cos, degrees, hypot, radians, sin

import numpy as np

from openstage.world.geometry import NEAR, SENSOR_HEIGHT_MM, Array, Camera, direction

LOWEST = 0.22
"""Meters: the lens is never nearer to the ground."""


def shares(camera: Camera, points: Array, aspect: float) -> tuple[Array, Array]:
    """(N, 3) in the world to (N, 2) shares of the frame, and the (N,) depths in meters."""
    in_camera = (points - np.array(camera.eye)) @ camera.basis().T
    depth = in_camera[:, 2]
    scale = camera.lens_mm / SENSOR_HEIGHT_MM / np.maximum(depth, NEAR)
    x = 0.5 + in_camera[:, 0] * scale / aspect
    y = 0.5 - in_camera[:, 1] * scale
    return np.stack([x, y], axis=1), depth


ROUNDS = 16
"""Of the search for a camera; most end sooner."""
STEEPEST = 60.0
"""Degrees: of the tilt that follows from a height of the eye."""


@dataclass(frozen=True)
class Box:
    """The part of the frame that a subject fills, in shares; it keeps the heads' room."""

    top: float
    bottom: float
    left: float = 0.08
    right: float = 0.92
    slack: float = 0.35
    """Of the height that is left over where the width decides: the share above the heads."""


@dataclass(frozen=True)
class Sitter:
    """What a setup has to frame."""

    points: Array
    """(N, 3) that fill the box: their extent makes the size of the shot."""
    keep: Array
    """(M, 3) that must be in the frame as well: the rest of a walk."""
    box: Box
    eye_height: float
    """Meters: of the subject's eyes, where an eye-level camera stands."""


def fit(
    sitter: Sitter,
    azimuth: float,
    pitch: float | None,
    lens_mm: float,
    aspect: float,
    center_x: float = 0.5,
    roll: float = 0.0,
    eye_height: float | None = None,
) -> Camera:
    """The camera that looks along `azimuth` and gives the sitter its box.

    `pitch` None: it follows from the height of the eye (`eye_height`, else the sitter's eyes).
    `center_x`: the share of the frame's width where the middle of the points is.
    """
    points, box = sitter.points, sitter.box
    middle = (points.max(axis=0) + points.min(axis=0)) / 2
    wanted_y = sitter.eye_height if eye_height is None else eye_height
    tilt = 0.0 if pitch is None else pitch
    away = _first_distance(points, box, lens_mm, aspect)
    eye = middle - away * direction(azimuth, tilt)
    for turn in range(ROUNDS):
        camera = _camera(eye, azimuth, tilt, lens_mm, 0.0)
        frame, depth = shares(camera, points, aspect)
        grow = _growth(frame, depth, sitter, camera, aspect, center_x)
        right, up, forward = camera.basis()
        shift = _shift(frame, depth, right, up, box, lens_mm, aspect, center_x)
        back = (grow - 1) * max(float(depth.min()), 0.3)
        eye = eye + shift - forward * back
        wrong = 0.0
        if pitch is None and turn < ROUNDS - 3:
            reach = max(float(hypot(middle[0] - eye[0], middle[2] - eye[2])), 0.2)
            wrong = degrees(atan2(float(eye[1]) - wanted_y, reach))
            tilt = max(-STEEPEST, min(STEEPEST, tilt + 0.85 * wrong))
            distance = float(np.linalg.norm(middle - eye))
            eye = middle - distance * direction(azimuth, tilt)
        if abs(wrong) < 0.1 and abs(back) + float(np.abs(shift).max()) < 1e-3 * away:
            break
    if eye[1] < LOWEST:
        eye = eye + np.array([0.0, LOWEST - eye[1], 0.0])
    return _camera(eye, azimuth, tilt, lens_mm, roll)


def _first_distance(points: Array, box: Box, lens_mm: float, aspect: float) -> float:
    extent = points.max(axis=0) - points.min(axis=0)
    across = float(hypot(extent[0], extent[2])) * 0.7
    height = max(
        float(extent[1]) / (box.bottom - box.top), across / (box.right - box.left) / aspect, 0.1
    )
    return height * lens_mm / SENSOR_HEIGHT_MM


def _camera(eye: Array, azimuth: float, pitch: float, lens_mm: float, roll: float) -> Camera:
    ahead = eye + 2.0 * direction(azimuth, pitch)
    return Camera(
        (float(eye[0]), float(eye[1]), float(eye[2])),
        (float(ahead[0]), float(ahead[1]), float(ahead[2])),
        lens_mm,
        roll,
    )


def _growth(
    frame: Array, depth: Array, sitter: Sitter, camera: Camera, aspect: float, center_x: float
) -> float:
    """How much the distance must grow for the box to hold the points, the frame the rest."""
    if float(depth.min()) < 0.1:
        return 1.6
    box = sitter.box
    low, high = frame.min(axis=0), frame.max(axis=0)
    grow = max(
        float(high[1] - low[1]) / (box.bottom - box.top),
        float(high[0] - low[0]) / (box.right - box.left),
    )
    if len(sitter.keep):
        kept, ahead = shares(camera, sitter.keep, aspect)
        if float(ahead.min()) < 0.1:
            return max(grow, 1.3)
        # The rest of a walk may come near the frame's edges, on the side where there is room.
        offset = center_x - float(low[0] + high[0]) / 2
        left, right = kept[:, 0].min() + offset, kept[:, 0].max() + offset
        grow = max(
            grow,
            (center_x - float(left)) / max(center_x - 0.06, 0.1),
            (float(right) - center_x) / max(0.94 - center_x, 0.1),
        )
        # A head that comes nearer rises in the frame.
        top = box.top + float(kept[:, 1].min() - low[1])
        grow = max(grow, 1.0 + 1.3 * max(0.03 - top, 0.0))
    return min(max(grow, 0.3), 3.0)


def _shift(
    frame: Array,
    depth: Array,
    right: Array,
    up: Array,
    box: Box,
    lens_mm: float,
    aspect: float,
    center_x: float,
) -> Array:
    """The move of the eye, across the look, that brings the points to their place."""
    low, high = frame.min(axis=0), frame.max(axis=0)
    spare = max(0.0, (box.bottom - box.top) - float(high[1] - low[1]))
    meters = max(float(depth.min()), 0.15) * SENSOR_HEIGHT_MM / lens_mm
    dx = float(low[0] + high[0]) / 2 - center_x
    dy = float(low[1] + high[1]) / 2 - (box.top + box.bottom) / 2
    if spare > 1e-3:
        dy = float(low[1]) - (box.top + spare * box.slack)
    return np.asarray(right * dx * aspect * meters - up * dy * meters)


def turned(point: Array, pivot: Array, degrees_right: float) -> Array:
    """`point`, turned about the upright line through `pivot`; seen from above, clockwise."""
    a = radians(degrees_right)
    x, z = point[0] - pivot[0], point[2] - pivot[2]
    return np.array(
        [pivot[0] + x * cos(a) + z * sin(a), point[1], pivot[2] - x * sin(a) + z * cos(a)]
    )


def azimuth_of(camera: Camera) -> float:
    """Degrees: the way the camera looks, seen from above."""
    ahead = np.subtract(camera.target, camera.eye)
    return degrees(atan2(float(ahead[0]), float(ahead[2])))
