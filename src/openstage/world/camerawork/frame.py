"""Where points fall in the frame, as shares of it; and the camera that puts them where they belong.

A share of (0, 0) is the top left corner of the frame, (1, 1) the bottom right one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import atan2, cos, degrees, hypot, pi, radians, sin

import numpy as np

from openstage.world.geometry import NEAR, SENSOR_HEIGHT_MM, Array, Camera, Point

LOWEST = 0.22
"""Meters: the lens is never nearer to the ground."""


def shares(camera: Camera, points: Array, aspect: float) -> tuple[Array, Array]:
    """(..., 3) in the world to (..., 2) shares of the frame, and the (...) depths in meters."""
    in_camera = (points - np.array(camera.eye)) @ camera.basis().T
    return _in_frame(in_camera, camera.lens_mm / SENSOR_HEIGHT_MM, aspect), in_camera[..., 2]


def _in_frame(in_camera: Array, focal: float | Array, aspect: float) -> Array:
    """(..., 3) before cameras whose focal lengths are `focal` heights of the frame, to shares."""
    scale = focal / np.maximum(in_camera[..., 2], NEAR)
    frame = in_camera[..., :2] * scale[..., None]
    return np.asarray(0.5 + frame * np.array([1.0 / aspect, -1.0]))


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


@dataclass(frozen=True)
class Aim:
    """One of the cameras that are fitted together."""

    azimuth: float
    lens_mm: float
    center_x: float = 0.5
    """The share of the frame's width where the middle of the points is."""
    eye_height: float = 0.0
    """Meters; used where the tilt is not given."""


def fit(
    sitter: Sitter, aims: Sequence[Aim], pitch: float | None, aspect: float, roll: float = 0.0
) -> list[Camera]:
    """For each aim the camera that looks along its azimuth and gives the sitter its box.

    `pitch` None: it follows from the height of the eye. All aims are searched for at once: C of
    them, for N points, in arrays (C, N, …).
    """
    azimuth = np.radians([aim.azimuth for aim in aims])
    lens = np.array([aim.lens_mm for aim in aims])
    center = np.array([aim.center_x for aim in aims])
    wanted_y = np.array([aim.eye_height for aim in aims])
    points = sitter.points
    middle = (points.max(axis=0) + points.min(axis=0)) / 2
    tilt = np.full(len(aims), 0.0 if pitch is None else np.radians(pitch))
    away = _first_height(points, sitter.box, aspect) * lens / SENSOR_HEIGHT_MM
    eye = middle - away[:, None] * _directions(azimuth, tilt)
    for turn in range(ROUNDS):
        basis = _bases(azimuth, tilt)
        frame, depth = _seen(points, eye, basis, lens, aspect)
        grow = _growth(frame, depth, _seen(sitter.keep, eye, basis, lens, aspect), sitter, center)
        shift = _shift(frame, depth, basis, sitter.box, lens, aspect, center)
        back = (grow - 1) * np.maximum(depth.min(axis=1), 0.3)
        eye = eye + shift - basis[:, 2] * back[:, None]
        wrong = np.zeros(len(aims))
        if pitch is None and turn < ROUNDS - 3:
            off = eye - middle
            wrong = np.arctan2(
                eye[:, 1] - wanted_y, np.maximum(np.hypot(off[:, 0], off[:, 2]), 0.2)
            )
            tilt = np.clip(tilt + 0.85 * wrong, -radians(STEEPEST), radians(STEEPEST))
            eye = middle - np.linalg.norm(off, axis=1)[:, None] * _directions(azimuth, tilt)
        moved = np.abs(back) + np.abs(shift).max(axis=1)
        if np.abs(wrong).max() < radians(0.1) and (moved < 1e-3 * away).all():
            break
    eye[:, 1] = np.maximum(eye[:, 1], LOWEST)
    targets = eye + 2.0 * _directions(azimuth, tilt)
    return [
        Camera(_point(start), _point(target), aim.lens_mm, roll)
        for start, target, aim in zip(eye.tolist(), targets.tolist(), aims, strict=True)
    ]


def _point(values: list[float]) -> Point:
    return (values[0], values[1], values[2])


def _directions(azimuth: Array, tilt: Array) -> Array:
    """(C,) radians to (C, 3) unit vectors."""
    flat = np.cos(tilt)
    return np.stack([np.sin(azimuth) * flat, np.sin(tilt), np.cos(azimuth) * flat], axis=1)


def _bases(azimuth: Array, tilt: Array) -> Array:
    """(C, 3, 3): right, up and forward of cameras without roll."""
    right = np.stack([np.cos(azimuth), np.zeros(len(azimuth)), -np.sin(azimuth)], axis=1)
    return np.stack(
        [right, _directions(azimuth, tilt + pi / 2), _directions(azimuth, tilt)], axis=1
    )


def _seen(
    points: Array, eye: Array, basis: Array, lens: Array, aspect: float
) -> tuple[Array, Array]:
    """(N, 3) points as C cameras see them: (C, N, 2) shares of the frame and (C, N) depths."""
    in_camera = (points - eye[:, None]) @ basis.transpose(0, 2, 1)
    return _in_frame(in_camera, (lens / SENSOR_HEIGHT_MM)[:, None], aspect), in_camera[..., 2]


def _first_height(points: Array, box: Box, aspect: float) -> float:
    """Meters that the height of the frame holds at the points, about."""
    extent = points.max(axis=0) - points.min(axis=0)
    across = float(hypot(extent[0], extent[2])) * 0.7
    return max(
        float(extent[1]) / (box.bottom - box.top), across / (box.right - box.left) / aspect, 0.1
    )


def _growth(
    frame: Array, depth: Array, kept: tuple[Array, Array], sitter: Sitter, center: Array
) -> Array:
    """(C,) how much the distances must grow for the box to hold the points, the frame the rest."""
    box = sitter.box
    low, high = frame.min(axis=1), frame.max(axis=1)
    grow = np.maximum(
        (high[:, 1] - low[:, 1]) / (box.bottom - box.top),
        (high[:, 0] - low[:, 0]) / (box.right - box.left),
    )
    free = grow
    if len(sitter.keep):
        keep, ahead = kept
        # The rest of a walk may come near the frame's edges, on the side where there is room.
        offset = (center - (low[:, 0] + high[:, 0]) / 2)[:, None]
        left, right = (keep[..., 0] + offset).min(axis=1), (keep[..., 0] + offset).max(axis=1)
        free = np.maximum(free, (center - left) / np.maximum(center - 0.06, 0.1))
        free = np.maximum(free, (right - center) / np.maximum(0.94 - center, 0.1))
        # A head that comes nearer rises in the frame.
        top = box.top + keep[..., 1].min(axis=1) - low[:, 1]
        free = np.maximum(free, 1.0 + 1.3 * np.maximum(0.03 - top, 0.0))
        free = np.where(ahead.min(axis=1) < 0.1, np.maximum(grow, 1.3), free)
    return np.where(depth.min(axis=1) < 0.1, 1.6, np.clip(free, 0.3, 3.0))


def _shift(
    frame: Array, depth: Array, basis: Array, box: Box, lens: Array, aspect: float, center: Array
) -> Array:
    """(C, 3) the moves of the eyes, across their looks, that bring the points to their place."""
    low, high = frame.min(axis=1), frame.max(axis=1)
    spare = np.maximum(0.0, (box.bottom - box.top) - (high[:, 1] - low[:, 1]))
    meters = np.maximum(depth.min(axis=1), 0.15) * SENSOR_HEIGHT_MM / lens
    dx = (low[:, 0] + high[:, 0]) / 2 - center
    filled = (low[:, 1] + high[:, 1]) / 2 - (box.top + box.bottom) / 2
    dy = np.where(spare > 1e-3, low[:, 1] - (box.top + spare * box.slack), filled)
    across, upward = dx * aspect * meters, -dy * meters
    return np.asarray(basis[:, 0] * across[:, None] + basis[:, 1] * upward[:, None])


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
