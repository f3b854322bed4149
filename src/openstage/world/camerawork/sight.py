"""What hides what: rays against the faces of a set."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from openstage.world.geometry import Array, Point
from openstage.world.scene import Face

FAR = 1e9
EDGE = 1e-9
UPRIGHT = 0.5
"""Of a face's normal, upward: a wall has less; floors, roofs and tables have more."""


class Sight:
    """The faces of a set as triangles; a face is seen, and hides, from its front alone."""

    def __init__(self, faces: list[Face]) -> None:
        corners, sided, slabs = [], [], []
        numbers: dict[tuple[float, ...], int] = {}
        for face in faces:
            if face.alpha < 0.9:
                continue
            normal, offset = face.plane
            slab = -1
            if abs(normal[1]) < UPRIGHT:
                flat = (*np.round(normal, 2).tolist(), round(float(offset), 2), *face.color)
                slab = numbers.setdefault(flat, len(numbers))
            for i in range(1, len(face.points) - 1):
                corners.append(face.points[[0, i, i + 1]])
                sided.append(face.two_sided)
                slabs.append(slab)
        self._slabs: NDArray[np.intp] = np.array(slabs, dtype=np.intp)
        triangles = np.array(corners).reshape(-1, 3, 3)
        self._low: Array = triangles.min(axis=1).T.copy()
        self._high: Array = triangles.max(axis=1).T.copy()
        a = triangles[:, 0]
        ab, ac = triangles[:, 1] - a, triangles[:, 2] - a
        normal = np.cross(ab, ac)
        self._two_sided = np.array(sided, dtype=bool)
        # For an origin o, all that a ray r needs is r·n, r·((o-a)×ac) and r·((o-a)×ab): what
        # does not depend on the origin is worked out once.
        self._normal: Array = normal
        self._offset: Array = (a * normal).sum(axis=1)
        self._ab, self._ac = ab, ac
        self._a_ab, self._a_ac = np.cross(a, ab), np.cross(a, ac)
        self._from = lru_cache(maxsize=4)(self._prepared)

    def anything_near(self, origin: Array, reach: float) -> bool:
        """Whether a face may be within `reach` meters: False is sure, and sooner told than by
        rays."""
        least, most = (origin - reach)[:, None], (origin + reach)[:, None]
        return bool(((self._low < most) & (self._high > least)).all(axis=0).any())

    def hits(self, origin: Array, rays: Array) -> Array:
        """(N,): how far along each ray (N, 3) from `origin` (3,) the first face is; FAR: none.

        In lengths of the ray: 1 is its end.
        """
        return self.met(origin, rays)[0]

    def met(self, origin: Array, rays: Array) -> tuple[Array, NDArray[np.intp]]:
        """As `hits`; and (N,) the number of the wall that each ray meets, of one plane and one
        color; -1: it meets none.

        The test of Möller and Trumbore, each face scaled by its distance, so that what it leaves
        is 1 / far.
        """
        seen, *parts = self._from(tuple(origin.tolist()))
        if not len(seen):
            return np.full(len(rays), FAR), np.full(len(rays), -1)
        near, u, v = (rays @ part.T for part in parts)
        inside = (np.minimum(u, v) >= -EDGE * near) & (u + v <= (1 + EDGE) * near) & (near < 1e6)
        near = np.where(inside, near, 0.0)
        first = near.argmax(axis=1)
        nearest = np.take_along_axis(near, first[:, None], axis=1)[:, 0]
        met = nearest > 0.0
        far = np.where(met, 1.0 / np.where(met, nearest, 1.0), FAR)
        return far, np.where(met, self._slabs[seen[first]], -1)

    def _prepared(self, origin: Point) -> tuple[NDArray[np.intp], Array, Array, Array]:
        """The numbers (K,) of the faces that are seen from a point, and what a ray from there is
        multiplied by, each (K, 3), for 1 / far and the two places in the face."""
        x, y, z = origin
        facing = self._normal @ np.array(origin) - self._offset
        seen = np.nonzero((facing > EDGE) | (self._two_sided & (facing < -EDGE)))[0]
        cross = np.array([[0.0, z, -y], [-z, 0.0, x], [y, -x, 0.0]])  # v @ cross = origin x v
        scale = (-1.0 / facing[seen])[:, None]
        return (
            seen,
            self._normal[seen] * scale,
            (self._ac[seen] @ cross - self._a_ac[seen]) * scale,
            (self._ab[seen] @ cross - self._a_ab[seen]) * -scale,
        )

    def hidden(self, eye: Array, points: Array) -> Array:
        """(N,) true where a face is between `eye` and the point; 4 cm before it do not count."""
        rays = points - eye
        length = np.linalg.norm(rays, axis=1)
        return np.asarray(self.hits(eye, rays) < 1 - 0.04 / np.maximum(length, 0.05))
