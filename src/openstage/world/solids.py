"""Shapes to build sets and things of. Each gives faces whose fronts look outward."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from math import cos, radians, sin, tau
from typing import Unpack

import numpy as np

from openstage.world.geometry import Array, Point
from openstage.world.scene import Color, Face, FaceOptions


def face(points: Iterable[Point], color: Color, **more: Unpack[FaceOptions]) -> Face:
    """A face through `points`, clockwise as seen from its front."""
    return Face(np.array(list(points), dtype=np.float64), color, **more)


def box(
    x: tuple[float, float],
    y: tuple[float, float],
    z: tuple[float, float],
    color: Color,
    *,
    top: Color | None = None,
    bottom: bool = False,
    **more: Unpack[FaceOptions],
) -> list[Face]:
    """A box between the coordinates; the side on the ground is left away unless `bottom`."""
    (x0, x1), (y0, y1), (z0, z1) = x, y, z
    sides = [
        face([(x0, y1, z0), (x1, y1, z0), (x1, y0, z0), (x0, y0, z0)], color, **more),
        face([(x1, y1, z0), (x1, y1, z1), (x1, y0, z1), (x1, y0, z0)], color, **more),
        face([(x1, y1, z1), (x0, y1, z1), (x0, y0, z1), (x1, y0, z1)], color, **more),
        face([(x0, y1, z1), (x0, y1, z0), (x0, y0, z0), (x0, y0, z1)], color, **more),
        face([(x0, y1, z1), (x1, y1, z1), (x1, y1, z0), (x0, y1, z0)], top or color, **more),
    ]
    if bottom:
        sides.append(face([(x0, y0, z0), (x1, y0, z0), (x1, y0, z1), (x0, y0, z1)], color, **more))
    return sides


def prism(
    x: float,
    z: float,
    radius: float,
    y: tuple[float, float],
    color: Color,
    *,
    sides: int = 8,
    top_radius: float | None = None,
    top: Color | None = None,
    **more: Unpack[FaceOptions],
) -> list[Face]:
    """An upright column with `sides` sides; `top_radius` makes it a cone or a lampshade."""
    y0, y1 = y
    upper = radius if top_radius is None else top_radius
    ring = [(cos(tau * (i + 0.5) / sides), sin(tau * (i + 0.5) / sides)) for i in range(sides)]
    low = [(x + radius * c, y0, z + radius * s) for c, s in ring]
    high = [(x + upper * c, y1, z + upper * s) for c, s in ring]
    faces = []
    for i in range(sides):
        j = (i + 1) % sides
        corners = [high[i], high[j], low[j], low[i]] if upper > 0 else [high[i], low[j], low[i]]
        faces.append(face(corners, color, **more))
    if upper > 0:
        faces.append(face(high[::-1], top or color, **more))
    return faces


def floor(
    x: tuple[float, float],
    z: tuple[float, float],
    color: Color,
    y: float = 0.0,
    **more: Unpack[FaceOptions],
) -> Face:
    """A level rectangle that is seen from above."""
    (x0, x1), (z0, z1) = x, z
    return face([(x0, y, z1), (x1, y, z1), (x1, y, z0), (x0, y, z0)], color, **more)


def ceiling(
    x: tuple[float, float],
    z: tuple[float, float],
    color: Color,
    y: float,
    **more: Unpack[FaceOptions],
) -> Face:
    """A level rectangle that is seen from below."""
    (x0, x1), (z0, z1) = x, z
    return face([(x0, y, z0), (x1, y, z0), (x1, y, z1), (x0, y, z1)], color, **more)


def tiles(
    x: tuple[float, float],
    z: tuple[float, float],
    color: Color,
    other: Color | None = None,
    *,
    size: float = 2.0,
    y: float = 0.0,
) -> list[Face]:
    """A floor in squares, so that light falls off across it; `other` makes it a checkerboard."""
    across = max(1, round((x[1] - x[0]) / size))
    along = max(1, round((z[1] - z[0]) / size))
    xs = np.linspace(*x, across + 1)
    zs = np.linspace(*z, along + 1)
    return [
        floor(
            (float(xs[i]), float(xs[i + 1])),
            (float(zs[k]), float(zs[k + 1])),
            other if other is not None and (i + k) % 2 else color,
            y,
        )
        for i in range(across)
        for k in range(along)
    ]


def wall(
    start: tuple[float, float],
    end: tuple[float, float],
    y: tuple[float, float],
    color: Color,
    **more: Unpack[FaceOptions],
) -> Face:
    """An upright rectangle from `start` to `end` (x, z), seen with `start` at its left."""
    (x0, z0), (x1, z1) = start, end
    return face([(x0, y[1], z0), (x1, y[1], z1), (x1, y[0], z1), (x0, y[0], z0)], color, **more)


def panel(
    start: tuple[float, float],
    end: tuple[float, float],
    along: tuple[float, float],
    y: tuple[float, float],
    color: Color,
    **more: Unpack[FaceOptions],
) -> Face:
    """A rectangle in the plane of `wall(start, end)`, `along` meters from its left end."""
    a, b = np.array(start), np.array(end)
    step = (b - a) / np.linalg.norm(b - a)
    p, q = a + step * along[0], a + step * along[1]
    return wall((float(p[0]), float(p[1])), (float(q[0]), float(q[1])), y, color, **more)


def placed(
    faces: Iterable[Face],
    x: float,
    z: float,
    facing: float = 0.0,
    y: float = 0.0,
    scale: float = 1.0,
) -> list[Face]:
    """Faces that were built around the origin, looking along +z, put somewhere else."""
    a = radians(facing)
    turn: Array = np.array([[cos(a), 0, -sin(a)], [0, 1, 0], [sin(a), 0, cos(a)]])
    return [
        replace(item, points=item.points * scale @ turn + np.array([x, y, z])) for item in faces
    ]
