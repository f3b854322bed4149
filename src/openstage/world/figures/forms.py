"""Round forms in three dimensions as flat shapes in two tones, right from any side.

A `Solid` is some ellipsoids, and links between them that are filled as by a stretched skin: a
limb is two or three balls in a row, a skirt a stack of flat rings. An ellipsoid projects to an
ellipse, of which the support function is known in closed form, so that the skin of two of them
is a choice between two points in each direction. The lit tone is every ellipse made smaller
about its point nearest to the light, so that a crescent of shade is left.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import tau

import numpy as np
import skia
from numpy.typing import NDArray

from openstage.world.figures.toning import Toning
from openstage.world.geometry import Array
from openstage.world.scene import Color
from openstage.world.stage_view import StageView

CLOSEST = 0.14
"""Meters before the lens at which a ball is left away."""

_DIRECTIONS = {
    count: np.stack(
        [np.cos(np.arange(count) * tau / count), np.sin(np.arange(count) * tau / count)]
    )
    for count in (12, 18, 28, 44, 64)
}


@dataclass(frozen=True)
class Ball:
    """An ellipsoid: its middle, and its three half axes as rows, in meters."""

    center: Array
    axes: Array


def ball(center: Array, radius: float) -> Ball:
    return Ball(center, np.eye(3) * radius)


def ellipsoid(center: Array, frame: Array, radii: tuple[float, float, float]) -> Ball:
    """An ellipsoid along the rows of `frame` (3, 3)."""
    return Ball(center, frame * np.array(radii)[:, None])


@dataclass(frozen=True)
class Solid:
    balls: Sequence[Ball]
    color: Color
    links: Sequence[tuple[int, int]] = ()
    """Pairs of balls that one skin covers; none: each with the next."""
    flat: bool = False
    """True: in one tone."""
    shines: bool = False
    """True: by itself, whatever light falls on it."""


def limb(points: Sequence[Array], radii: Sequence[float], color: Color) -> Solid:
    """Round balls in a row."""
    return Solid([ball(p, r) for p, r in zip(points, radii, strict=True)], color)


def draw_solid(canvas: skia.Canvas, view: StageView, solid: Solid, toning: Toning) -> None:
    draw_solids(canvas, view, (solid,), toning)


def draw_solids(
    canvas: skia.Canvas, view: StageView, solids: Sequence[Solid], toning: Toning
) -> None:
    """Solids in the given order; all are projected at once."""
    if not solids:
        return
    balls = [item for solid in solids for item in solid.balls]
    local = view.to_camera(np.array([item.center for item in balls]))
    near = local[:, 2] < CLOSEST
    local[:, 2] = np.maximum(local[:, 2], CLOSEST)
    middle, shape = projected(view, local, np.array([item.axes for item in balls]))
    reach = np.sqrt(np.maximum(shape[:, 0, 0], shape[:, 1, 1]))
    seen = _in_frame(view, middle, reach) & ~near
    toward, scale = toning.key_2d
    along = shape @ toward
    lit = middle + along / np.sqrt(along @ toward)[:, None] * (1 - scale)
    directions = _DIRECTIONS[_fineness(float(reach[seen].max()) if seen.any() else 1.0)]
    skin = _Skin(middle, lit, shape, scale, directions)
    first = 0
    for solid in solids:
        count = len(solid.balls)
        pairs = solid.links or [(i, i + 1) for i in range(count - 1)] or [(0, 0)]
        ends = np.array(pairs) + first
        ends = ends[(~near[ends]).all(axis=1)]
        span = slice(first, first + count)
        first += count
        if not len(ends) or not seen[span].any():
            continue
        two_tone = not solid.flat and float(reach[span].max()) >= 1.5
        tone = toning.bare if solid.shines else toning.shade if two_tone else toning.lit
        toning.paint.setColor(tone(solid.color))
        for path in skin.paths(ends, lit=False):
            canvas.drawPath(path, toning.paint)
        if two_tone:
            toning.paint.setColor(toning.lit(solid.color))
            for path in skin.paths(ends, lit=True):
                canvas.drawPath(path, toning.paint)


def projected(view: StageView, local: Array, axes: Array) -> tuple[Array, Array]:
    """(N, 2) middles in pixels and (N, 2, 2) shape matrices of ellipsoids.

    `local` is (N, 3) in camera coordinates; `axes` (N, 3, 3) half axes in the world, as rows.
    """
    scale = view.focal / local[:, 2]
    turned = axes @ view.basis.T
    x = (turned[:, :, 0] - turned[:, :, 2] * (local[:, 0] / local[:, 2])[:, None]) * scale[:, None]
    y = -(turned[:, :, 1] - turned[:, :, 2] * (local[:, 1] / local[:, 2])[:, None]) * scale[:, None]
    flat = np.stack([x, y], axis=1)
    shape = flat @ flat.transpose(0, 2, 1)
    shape[:, 0, 0] += 0.04
    shape[:, 1, 1] += 0.04
    return view.to_frame(local), shape


def _in_frame(view: StageView, middle: Array, reach: Array) -> NDArray[np.bool_]:
    """(N,): whether anything of each ellipse falls into the frame, with room for its neighbors."""
    x, y = middle[:, 0], middle[:, 1]
    room = reach.max() * 2
    inside = (x + room > 0) & (x - room < view.width) & (y + room > 0) & (y - room < view.height)
    return np.asarray(inside)


def _fineness(size: float) -> int:
    """In how many directions a form of `size` pixels is drawn."""
    for limit, count in ((12, 12), (50, 18), (110, 28), (200, 44)):
        if size < limit:
            return count
    return 64


class _Skin:
    """The hulls of linked ellipses, in full and as far as they are lit."""

    def __init__(
        self, middle: Array, lit: Array, shape: Array, scale: float, directions: Array
    ) -> None:
        along = shape @ directions
        width = np.sqrt(np.einsum("nim,im->nm", along, directions))
        offset = (along / width[:, None, :]).transpose(0, 2, 1)
        self._edges = (middle[:, None, :] + offset, lit[:, None, :] + offset * scale)
        self._supports = (middle @ directions + width, lit @ directions + width * scale)

    def paths(self, ends: NDArray[np.int_], *, lit: bool) -> list[skia.Path]:
        """One convex outline for each pair of ellipses (N, 2): such paths are filled fastest."""
        edge, support = self._edges[lit], self._supports[lit]
        first, second = ends[:, 0], ends[:, 1]
        choice = (support[first] >= support[second])[:, :, None]
        outer = np.where(choice, edge[first], edge[second]).tolist()
        return [
            skia.Path.Polygon([skia.Point(x, y) for x, y in polygon], True, isVolatile=True)
            for polygon in outer
        ]
