"""Round and oblique shapes that things are made of, beside the boxes and columns of `solids`."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import cos, pi, sin, tau
from typing import Unpack

import numpy as np

from openstage.world.geometry import Array, Point, unit
from openstage.world.scene import Color, Face, FaceOptions, Finish
from openstage.world.solids import box, face


def slab(
    x: float, y: float, z: float, color: Color, base: float = 0.0, top: Color | None = None
) -> list[Face]:
    """A closed box, x wide, y high and z deep, around the vertical axis."""
    return box((-x / 2, x / 2), (base, base + y), (-z / 2, z / 2), color, top=top, bottom=True)


def _frame(axis: Array) -> tuple[Array, Array]:
    """Two directions across an axis."""
    other = np.array([0.0, 1.0, 0.0]) if abs(axis[1]) < 0.9 else np.array([1.0, 0.0, 0.0])
    u = unit(np.cross(axis, other))
    return u, np.cross(axis, u)


def circle(center: Point, axis: Point, radius: float, sides: int) -> list[Array]:
    """Corners around `center`, across `axis`."""
    u, v = _frame(unit(np.array(axis, dtype=np.float64)))
    return [
        np.array(center) + radius * (u * cos(tau * k / sides) + v * sin(tau * k / sides))
        for k in range(sides)
    ]


def disc(
    center: Point, axis: Point, radius: float, color: Color, sides: int = 10, **more: Unpack[Finish]
) -> Face:
    """A flat round, seen from both sides."""
    return face(
        [tuple(p) for p in circle(center, axis, radius, sides)], color, two_sided=True, **more
    )


def hoop(
    center: Point, axis: Point, outer: float, inner: float, color: Color, sides: int = 14
) -> list[Face]:
    """A flat ring, seen from both sides."""
    a, b = circle(center, axis, outer, sides), circle(center, axis, inner, sides)
    return [
        Face(np.array([a[k], a[(k + 1) % sides], b[(k + 1) % sides], b[k]]), color, two_sided=True)
        for k in range(sides)
    ]


def rod(
    start: Point,
    end: Point,
    radius: float,
    color: Color,
    sides: int = 4,
    end_radius: float | None = None,
    **more: Unpack[FaceOptions],
) -> list[Face]:
    """A round bar from one point to another."""
    axis = np.subtract(end, start)
    tip = radius if end_radius is None else end_radius
    low = circle(start, tuple(axis), radius, sides)
    high = circle(end, tuple(axis), tip, sides)
    outward = [low, high]
    faces = []
    for k in range(sides):
        j = (k + 1) % sides
        corners = [outward[1][k], outward[1][j], outward[0][j], outward[0][k]]
        faces.append(_facing_out(corners, np.add(start, end) / 2, color, more))
    faces.append(_facing_out(low, np.array(end), color, more))
    faces.append(_facing_out(high, np.array(start), color, more))
    return faces


def ball(
    center: Point,
    radius: float,
    color: Color,
    *,
    other: Color | None = None,
    sides: int = 8,
    rings: int = 5,
    squash: float = 1.0,
    **more: Unpack[FaceOptions],
) -> list[Face]:
    """A sphere of flat pieces; `other` colors every second slice, as of a beach ball."""
    faces = []
    for i in range(rings):
        a, b = -pi / 2 + pi * i / rings, -pi / 2 + pi * (i + 1) / rings
        for k in range(sides):
            t0, t1 = tau * k / sides, tau * (k + 1) / sides
            corners = [
                np.array(center)
                + radius * np.array([cos(p) * cos(t), sin(p) * squash, cos(p) * sin(t)])
                for p, t in ((a, t0), (a, t1), (b, t1), (b, t0))
            ]
            if i == 0:
                corners = [corners[0], *corners[2:]]
            elif i == rings - 1:
                corners = corners[:3]
            tint = other if other is not None and k % 2 else color
            faces.append(_facing_out(corners, np.array(center), tint, more))
    return faces


def flat(points: Sequence[Point], color: Color, **more: Unpack[Finish]) -> Face:
    """A convex polygon that is seen from both sides."""
    return face(points, color, two_sided=True, **more)


def _facing_out(corners: Sequence[Array], inside: Array, color: Color, more: FaceOptions) -> Face:
    """The face whose front looks away from the point `inside`."""
    points = np.array(corners)
    normal = np.cross(points[1] - points[0], points[2] - points[0])
    if float(normal @ (points.mean(axis=0) - inside)) < 0:
        points = points[::-1]
    return Face(points, color, **more)


def vault(
    profile: Sequence[tuple[float, float]],
    along: tuple[float, float],
    color: Color,
    *,
    ends: Color,
    taper: float = 1.0,
) -> list[Face]:
    """A convex profile (x, y) drawn out along z, its two ends smaller by `taper` and closed.

    The profile keeps its size over the middle three quarters of the length.
    """
    low, high = along
    shoulder = (high - low) / 8
    rings = [
        [np.array([x * size, y * size, z]) for x, y in profile]
        for z, size in ((low, taper), (low + shoulder, 1.0), (high - shoulder, 1.0), (high, taper))
    ]
    inside = np.array([0.0, max(y for _, y in profile) / 2, (low + high) / 2])
    faces = []
    count = len(profile)
    for near, far in pairwise(rings):
        for k in range(count):
            j = (k + 1) % count
            faces.append(_facing_out([near[k], near[j], far[j], far[k]], inside, color, {}))
    faces += [_facing_out(ring, inside, ends, {}) for ring in (rings[0], rings[-1])]
    return faces


def torus(height: float, radius: float, tube: float, color: Color, sides: int = 12) -> list[Face]:
    """A level ring with a round section, as one turn of a rope, its middle at `height`."""
    section = [(cos(tau * k / 6 + 0.26), sin(tau * k / 6 + 0.26)) for k in range(6)]

    def at(i: int, k: int) -> Array:
        out, up = section[k % 6]
        a = tau * i / sides
        reach = radius + tube * out
        return np.array([reach * cos(a), height + tube * up, reach * sin(a)])

    faces = []
    for i in range(sides):
        a = tau * (i + 0.5) / sides
        inside = np.array([radius * cos(a), height, radius * sin(a)])
        for k in range(6):
            corners = [at(i, k), at(i + 1, k), at(i + 1, k + 1), at(i, k + 1)]
            faces.append(_facing_out(corners, inside, color, {}))
    return faces
