"""Where points fall in the frame, as shares of it; and the camera that puts them where they belong.

A share of (0, 0) is the top left corner of the frame, (1, 1) the bottom right one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from math import atan2, cos, degrees, hypot, pi, radians, sin

import numpy as np

from openstage.world.geometry import NEAR, SENSOR_HEIGHT_MM, Array, Camera, Point

LOWEST = 0.22
"""Meters: the lens is never nearer to the ground."""


def shares(camera: Camera, points: Array, aspect: float) -> tuple[Array, Array]:
    """(..., 3) in the world to (..., 2) shares of the frame, and the (...) depths in meters."""
    in_camera = (points - np.array(camera.eye)) @ camera.basis().T
    frame = np.empty((*in_camera.shape[:-1], 2))
    frame[..., 0], frame[..., 1] = _in_frame(in_camera, camera.lens_mm / SENSOR_HEIGHT_MM, aspect)
    return frame, in_camera[..., 2]


def _in_frame(in_camera: Array, focal: float | Array, aspect: float) -> tuple[Array, Array]:
    """(..., 3) before cameras whose focal lengths are `focal` heights of the frame, to the (...)
    shares across and down."""
    scale = focal / np.maximum(in_camera[..., 2], NEAR)
    return 0.5 + in_camera[..., 0] * scale * (1.0 / aspect), 0.5 - in_camera[..., 1] * scale


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

    @cached_property
    def middle(self) -> Array:
        """(3,) of the points' extent."""
        return np.asarray((self.points.max(axis=0) + self.points.min(axis=0)) / 2)


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
    points, middle = sitter.points, sitter.middle
    tilt = np.full(len(aims), 0.0 if pitch is None else np.radians(pitch))
    away = _first_height(points, sitter.box, aspect) * lens / SENSOR_HEIGHT_MM
    eye = middle - away[:, None] * _directions(azimuth, tilt)
    for turn in range(ROUNDS):
        basis = _bases(azimuth, tilt)
        extent = _Extent.of(*_seen(points, eye, basis, lens, aspect))
        grow = _growth(extent, _seen(sitter.keep, eye, basis, lens, aspect), sitter, center)
        shift = _shift(extent, basis, sitter.box, lens, aspect, center)
        back = (grow - 1) * np.maximum(extent.nearest, 0.3)
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
    flat, found = np.cos(tilt), np.empty((len(azimuth), 3))
    found[:, 0], found[:, 1], found[:, 2] = (
        np.sin(azimuth) * flat,
        np.sin(tilt),
        np.cos(azimuth) * flat,
    )
    return found


def _bases(azimuth: Array, tilt: Array) -> Array:
    """(C, 3, 3): right, up and forward of cameras without roll."""
    bases = np.zeros((len(azimuth), 3, 3))
    bases[:, 0, 0], bases[:, 0, 2] = np.cos(azimuth), -np.sin(azimuth)
    bases[:, 1], bases[:, 2] = _directions(azimuth, tilt + pi / 2), _directions(azimuth, tilt)
    return bases


_Seen = tuple[Array, Array, Array]
"""Of N points before C cameras, each (C, N): the shares across and down the frame, the depths."""


def _seen(points: Array, eye: Array, basis: Array, lens: Array, aspect: float) -> _Seen:
    """(N, 3) points as C cameras see them."""
    in_camera = (points - eye[:, None]) @ basis.transpose(0, 2, 1)
    return *_in_frame(in_camera, (lens / SENSOR_HEIGHT_MM)[:, None], aspect), in_camera[..., 2]


@dataclass(frozen=True)
class _Extent:
    """What points fill of the frames of C cameras, in shares, and the least depth: each (C,)."""

    left: Array
    right: Array
    top: Array
    bottom: Array
    nearest: Array

    @classmethod
    def of(cls, across: Array, down: Array, depth: Array) -> _Extent:
        return cls(
            across.min(axis=1),
            across.max(axis=1),
            down.min(axis=1),
            down.max(axis=1),
            depth.min(axis=1),
        )


def _first_height(points: Array, box: Box, aspect: float) -> float:
    """Meters that the height of the frame holds at the points, about."""
    extent = points.max(axis=0) - points.min(axis=0)
    across = float(hypot(extent[0], extent[2])) * 0.7
    return max(
        float(extent[1]) / (box.bottom - box.top), across / (box.right - box.left) / aspect, 0.1
    )


def _growth(extent: _Extent, kept: _Seen, sitter: Sitter, center: Array) -> Array:
    """(C,) how much the distances must grow for the box to hold the points, the frame the rest."""
    box = sitter.box
    grow = np.maximum(
        (extent.bottom - extent.top) / (box.bottom - box.top),
        (extent.right - extent.left) / (box.right - box.left),
    )
    free = grow
    if len(sitter.keep):
        across, down, ahead = kept
        # The rest of a walk may come near the frame's edges, on the side where there is room.
        across = across + (center - (extent.left + extent.right) / 2)[:, None]
        left, right = across.min(axis=1), across.max(axis=1)
        free = np.maximum(free, (center - left) / np.maximum(center - 0.06, 0.1))
        free = np.maximum(free, (right - center) / np.maximum(0.94 - center, 0.1))
        # A head that comes nearer rises in the frame.
        top = box.top + down.min(axis=1) - extent.top
        free = np.maximum(free, 1.0 + 1.3 * np.maximum(0.03 - top, 0.0))
        free = np.where(ahead.min(axis=1) < 0.1, np.maximum(grow, 1.3), free)
    return np.where(extent.nearest < 0.1, 1.6, np.clip(free, 0.3, 3.0))


def _shift(
    extent: _Extent, basis: Array, box: Box, lens: Array, aspect: float, center: Array
) -> Array:
    """(C, 3) the moves of the eyes, across their looks, that bring the points to their place."""
    spare = np.maximum(0.0, (box.bottom - box.top) - (extent.bottom - extent.top))
    meters = np.maximum(extent.nearest, 0.15) * SENSOR_HEIGHT_MM / lens
    dx = (extent.left + extent.right) / 2 - center
    filled = (extent.top + extent.bottom) / 2 - (box.top + box.bottom) / 2
    dy = np.where(spare > 1e-3, extent.top - (box.top + spare * box.slack), filled)
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
