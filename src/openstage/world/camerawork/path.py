"""The camera of an instant."""

from __future__ import annotations

from dataclasses import replace
from math import atan2, degrees, sin

import numpy as np

from openstage.world.camerawork.frame import turned
from openstage.world.figures import pose
from openstage.world.figures.bodies import UPRIGHT
from openstage.world.figures.timing import moment
from openstage.world.geometry import Array, Camera, Point
from openstage.world.staging import CameraPath, Role, Staging

UNREST = ((0.9, 0.011, 0.0), (1.7, 0.006, 1.3), (3.1, 0.003, 4.1))
"""Of a hand: how fast, how far in meters, phase."""


def camera_at(path: CameraPath, t: float, seconds: float = 3.0, *, steady: bool = False) -> Camera:
    """The camera at `t` in [0, 1] of a shot of `seconds`; `steady`: without a hand's unrest."""
    share = t if path.linear else t * t * (3 - 2 * t)
    a, b = path.start, path.end
    lens = a.lens_mm * (b.lens_mm / a.lens_mm) ** share
    roll = a.roll + (b.roll - a.roll) * share
    if path.kind == "arc" and path.pivot is not None:
        eye, target = _arc(path, share)
    else:
        eye = _between(a.eye, b.eye, share)
        target = _between(a.target, b.target, share)
    if path.kind == "handheld" and not steady:
        sway = _unrest(t * seconds) * float(np.linalg.norm(target - eye)) * 0.5
        eye, target = eye + _unrest(t * seconds + 7.0) * 0.8, target + sway
        roll += 14.0 * float(_unrest(t * seconds + 3.0)[0])
    return replace(a, eye=_point(eye), target=_point(target), lens_mm=lens, roll=roll)


def staged_camera(staging: Staging, t: float) -> Camera:
    """The camera of a staging at `t`; a tracking one is where its walker takes it."""
    path = staging.camera
    walker = next((role for role in staging.roles if role.id == path.follows), None)
    if walker is None:
        return camera_at(path, t, staging.seconds)
    way = hips(walker, t, staging.seconds) - hips(walker, 0.0, staging.seconds)
    return followed(path, way, _raised(walker, t, staging.seconds))


def _raised(walker: Role, t: float, seconds: float) -> float:
    """How far, 0 to 1, the camera has come from its height at the start to that at the end: it
    rises and sinks with who gets up and sits down."""
    now = moment(walker, t, seconds)
    gets_up, sits_down = (stance.body not in UPRIGHT for stance in (walker.start, walker.end))
    if gets_up != sits_down:
        return now.risen if gets_up else now.settled
    return t * t * (3 - 2 * t)


def followed(path: CameraPath, way: Array, risen: float) -> Camera:
    """The camera of the path's start, carried along `way` (3,) meters over the floor, and `risen`
    (0 to 1) as far as the path's end is higher."""
    start, end = path.start, path.end
    eye, target = np.array(start.eye) + way, np.array(start.target) + way
    eye[1] += (end.eye[1] - start.eye[1]) * risen
    target[1] += (end.target[1] - start.target[1]) * risen
    return replace(start, eye=_point(eye), target=_point(target))


def hips(role: Role, t: float, seconds: float) -> Array:
    """(3,) where the hips are over the floor."""
    return np.asarray(pose(role, t, seconds).joints["hip"] * np.array([1.0, 0.0, 1.0]))


def arc_angle(path: CameraPath) -> float:
    """Degrees, clockwise from above, by which the eye circles the pivot."""
    pivot = np.array(path.pivot)
    a, b = np.array(path.start.eye) - pivot, np.array(path.end.eye) - pivot
    angle = degrees(atan2(float(b[0]), float(b[2])) - atan2(float(a[0]), float(a[2])))
    return (angle + 180.0) % 360.0 - 180.0


def _arc(path: CameraPath, share: float) -> tuple[Array, Array]:
    """Eye and target turn about the pivot together; what is left of their ways goes straight."""
    pivot = np.array(path.pivot)
    angle = arc_angle(path)
    eye = turned(np.array(path.start.eye), pivot, angle * share)
    target = turned(np.array(path.start.target), pivot, angle * share)
    eye_left = np.array(path.end.eye) - turned(np.array(path.start.eye), pivot, angle)
    target_left = np.array(path.end.target) - turned(np.array(path.start.target), pivot, angle)
    return eye + eye_left * share, target + target_left * share


def _between(a: Point, b: Point, share: float) -> Array:
    return np.asarray(np.array(a) + np.subtract(b, a) * share)


def _unrest(seconds: float) -> Array:
    """A hand's unrest (3,): smooth, the same every time, in meters."""
    sway = [
        sum(reach * sin(2.3 * rate * seconds + phase + 1.9 * axis) for rate, reach, phase in UNREST)
        for axis in range(3)
    ]
    return np.asarray(np.array(sway) * np.array([1.0, 0.8, 0.3]))


def _point(values: Array) -> Point:
    return (float(values[0]), float(values[1]), float(values[2]))
