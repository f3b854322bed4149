"""What hides what: rays against the faces of a set and against those who stand in it."""

from __future__ import annotations

import numpy as np

from openstage.world.geometry import Array
from openstage.world.scene import Face

FAR = 1e9
BODY = 0.24
"""Meters: the radius of a figure, as something that hides what is behind it."""


class Sight:
    """The faces of a set as triangles; a face is seen, and hides, from its front alone."""

    def __init__(self, faces: list[Face]) -> None:
        corners, sided = [], []
        for face in faces:
            if face.alpha < 0.9:
                continue
            for i in range(1, len(face.points) - 1):
                corners.append(face.points[[0, i, i + 1]])
                sided.append(face.two_sided)
        triangles = np.array(corners).reshape(-1, 3, 3)
        self._a: Array = triangles[:, 0]
        self._ab: Array = triangles[:, 1] - triangles[:, 0]
        self._ac: Array = triangles[:, 2] - triangles[:, 0]
        self._normal: Array = np.cross(self._ab, self._ac)
        self._two_sided = np.array(sided, dtype=bool)

    def hits(self, origin: Array, rays: Array) -> Array:
        """(N,): how far along each ray (N, 3) from `origin` (3,) the first face is; FAR: none.

        In lengths of the ray: 1 is its end.
        """
        if not len(self._a):
            return np.full(len(rays), FAR)
        to_a = origin - self._a
        facing = (to_a * self._normal).sum(axis=1)
        seen = np.nonzero((facing > 1e-9) | (self._two_sided & (np.abs(facing) > 1e-9)))[0]
        along = -(rays @ self._normal[seen].T)
        with np.errstate(divide="ignore", invalid="ignore"):
            far = facing[seen] / along
        cross = np.cross(to_a[seen], self._ab[seen])
        u = _ratio(rays @ np.cross(to_a[seen], self._ac[seen]).T * -1.0, along)
        v = _ratio(rays @ cross.T, along)
        with np.errstate(invalid="ignore"):
            sum_uv = u + v
        inside = (u >= -1e-9) & (v >= -1e-9) & (sum_uv <= 1 + 1e-9) & (far > 1e-6)
        return np.asarray(np.where(inside, far, FAR).min(axis=1, initial=FAR))

    def hidden(self, eye: Array, points: Array) -> Array:
        """(N,) true where a face is between `eye` and the point; 4 cm before it do not count."""
        rays = points - eye
        length = np.linalg.norm(rays, axis=1)
        return np.asarray(self.hits(eye, rays) < 1 - 0.04 / np.maximum(length, 0.05))


def _ratio(above: Array, below: Array) -> Array:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(above / below)


def figure_hides(eye: Array, point: Array, low: Array, high: Array) -> bool:
    """Whether an upright figure from `low` (feet) to `high` (top) is between eye and point."""
    ray = point - eye
    flat = np.array([ray[0], ray[2]])
    length2 = float(flat @ flat)
    if length2 < 1e-6:
        return False
    to = np.array([high[0] - eye[0], high[2] - eye[2]])
    share = float(to @ flat) / length2
    if not 0.03 < share < 0.97:
        return False
    aside = float(np.linalg.norm(to - share * flat))
    height = float(eye[1] + share * ray[1])
    near_end = (1 - share) * float(np.sqrt(length2)) < 0.3
    return aside < BODY and low[1] - 0.05 < height < high[1] + 0.03 and not near_end
