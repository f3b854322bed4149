"""Three dimensions and the camera.

Meters. x to the right, y up, z away from the audience, into the set (left-handed). An angle of
0 degrees looks toward +z, 90 toward +x. A point is a row of a (N, 3) array of float64.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, radians, sin, sqrt

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Point = tuple[float, float, float]

NEAR = 0.08
"""Meters; what is nearer to the lens is not seen."""

SENSOR_HEIGHT_MM = 20.25
"""A full frame, 36 mm wide, at 16:9. Other shapes of picture keep this height."""


def direction(facing: float, pitch: float = 0.0) -> Array:
    """The unit vector that looks along `facing` and up by `pitch`, both in degrees."""
    a, b = radians(facing), radians(pitch)
    return np.array([sin(a) * cos(b), sin(b), cos(a) * cos(b)])


def unit(vector: Array) -> Array:
    length = float(np.linalg.norm(vector))
    return vector / length if length > 1e-12 else vector


@dataclass(frozen=True)
class Camera:
    """A pinhole camera with a lens in millimeters for a frame 36 x 20.25 mm."""

    eye: Point
    target: Point
    lens_mm: float = 35.0
    roll: float = 0.0
    """Degrees, clockwise as the camera operator sees it: the picture turns the other way."""

    def basis(self) -> Array:
        """Rows: right, up, forward. Looking straight down, up is where the roll points it."""
        # Written out, since numpy's cross product of three numbers costs a hundred times more.
        ex, ey, ez = self.eye
        tx, ty, tz = self.target
        fx, fy, fz = tx - ex, ty - ey, tz - ez
        length = sqrt(fx * fx + fy * fy + fz * fz)
        if length > 1e-12:
            fx, fy, fz = fx / length, fy / length, fz / length
        flat = sqrt(fx * fx + fz * fz)
        rx, rz = (fz / flat, -fx / flat) if flat >= 1e-6 else (1.0, 0.0)
        ux, uy, uz = fy * rz, fz * rx - fx * rz, -fy * rx
        c, s = cos(radians(self.roll)), sin(radians(self.roll))
        return np.array(
            [
                [rx * c - ux * s, -uy * s, rz * c - uz * s],
                [ux * c + rx * s, uy * c, uz * c + rz * s],
                [fx, fy, fz],
            ]
        )


class View:
    """A camera and a frame of `width` x `height` pixels: where each point falls."""

    def __init__(self, camera: Camera, width: int, height: int) -> None:
        self.camera = camera
        self.width = width
        self.height = height
        self.focal = camera.lens_mm / SENSOR_HEIGHT_MM * height
        """Pixels."""
        self.eye: Array = np.array(camera.eye, dtype=np.float64)
        self.basis = camera.basis()

    def to_camera(self, points: Array) -> Array:
        """(N, 3) in the world to (N, 3): right, up and depth before the camera, in meters."""
        return (points - self.eye) @ self.basis.T

    def to_frame(self, in_camera: Array) -> Array:
        """(N, 3) before the camera, depth positive, to (N, 2) pixels from the top left corner."""
        scale = self.focal / in_camera[:, 2:3]
        return np.concatenate(
            [
                self.width / 2 + in_camera[:, 0:1] * scale,
                self.height / 2 - in_camera[:, 1:2] * scale,
            ],
            axis=1,
        )

    def project(self, points: Array) -> tuple[Array, Array]:
        """(N, 3) in the world to (N, 2) pixels and (N,) depths.

        A point that is not in front of the camera is moved to the near plane: test its depth.
        """
        in_camera = self.to_camera(points)
        depth = in_camera[:, 2].copy()
        in_camera[:, 2] = np.maximum(depth, NEAR)
        return self.to_frame(in_camera), depth

    def point(self, point: Point | Array) -> tuple[float, float, float]:
        """One point: x and y in pixels, and its depth."""
        frame, depth = self.project(np.asarray(point, dtype=np.float64)[None])
        return float(frame[0, 0]), float(frame[0, 1]), float(depth[0])

    def scale(self, point: Point | Array) -> float:
        """Pixels a meter at the depth of `point`."""
        depth = float((np.asarray(point) - self.eye) @ self.basis[2])
        return self.focal / max(depth, NEAR)
