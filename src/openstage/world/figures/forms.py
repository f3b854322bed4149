"""Round forms in three dimensions as flat shapes in two tones, right from any side.

A `Solid` is some ellipsoids, and links between them that are filled as by a stretched skin: a
limb is two or three balls in a row, a skirt a stack of flat rings. An ellipsoid projects to an
ellipse, of which the support function is known in closed form, so that the skin of two of them
is a choice between two points in each direction. The lit tone is every ellipse made smaller
about its point nearest to the light, so that a crescent of shade is left.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import tau

import numpy as np
import skia

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


def chain(balls: Sequence[Ball], color: Color) -> Solid:
    return Solid(balls, color)


def limb(points: Sequence[Array], radii: Sequence[float], color: Color) -> Solid:
    """Round balls in a row."""
    return Solid([ball(p, r) for p, r in zip(points, radii, strict=True)], color)


def draw_solids(
    canvas: skia.Canvas, view: StageView, solids: Iterable[Solid], toning: Toning
) -> None:
    """Solids in the given order."""
    for solid in solids:
        draw_solid(canvas, view, solid, toning)


def draw_solid(canvas: skia.Canvas, view: StageView, solid: Solid, toning: Toning) -> None:
    centers = np.array([item.center for item in solid.balls])
    axes = np.array([item.axes for item in solid.balls])
    count = len(centers)
    links = solid.links or [(i, i + 1) for i in range(count - 1)] or [(0, 0)]
    local = view.to_camera(centers)
    depth = local[:, 2]
    if depth.min() < CLOSEST:
        links = [(i, k) for i, k in links if min(depth[i], depth[k]) >= CLOSEST]
        if not links:
            return
        local[:, 2] = np.maximum(depth, CLOSEST)
    middle, shape = projected(view, local, axes)
    reach = np.sqrt(np.maximum(shape[:, 0, 0], shape[:, 1, 1]))
    if not _in_frame(view, middle, reach):
        return
    size = float(reach.max())
    directions = _DIRECTIONS[_fineness(size)]
    skia_paint = toning.paint
    skia_paint.setColor(toning.shade(solid.color) if not solid.flat else toning.lit(solid.color))
    canvas.drawPath(_skin(middle, shape, links, directions), skia_paint)
    if solid.flat or size < 1.5:
        return
    toward, scale = toning.key_2d
    along = np.einsum("nij,j->ni", shape, toward)
    edge = middle + along / np.sqrt(along @ toward)[:, None]
    skia_paint.setColor(toning.lit(solid.color))
    lit = edge + (middle - edge) * scale
    canvas.drawPath(_skin(lit, shape * scale**2, links, directions), skia_paint)


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


def _in_frame(view: StageView, middle: Array, reach: Array) -> bool:
    x, y = middle[:, 0], middle[:, 1]
    return bool(
        (x + reach).max() > 0
        and (x - reach).min() < view.width
        and (y + reach).max() > 0
        and (y - reach).min() < view.height
    )


def _fineness(size: float) -> int:
    """How many directions a form of `size` pixels is drawn in."""
    for limit, count in ((6, 12), (18, 18), (60, 28), (180, 44)):
        if size < limit:
            return count
    return 64


def _skin(
    middle: Array, shape: Array, links: Sequence[tuple[int, int]], directions: Array
) -> skia.Path:
    """The union of the hulls of linked ellipses."""
    along = shape @ directions
    width = np.sqrt(np.einsum("nim,im->nm", along, directions))
    edge = middle[:, :, None] + along / width[:, None, :]
    support = middle @ directions + width
    first = np.array([i for i, _ in links])
    second = np.array([k for _, k in links])
    outer = np.where(
        (support[first] >= support[second])[:, None, :], edge[first], edge[second]
    ).transpose(0, 2, 1)
    if len(links) == 1:
        return skia.Path.Polygon([skia.Point(x, y) for x, y in outer[0].tolist()], True)
    builder = skia.PathBuilder()
    for polygon in outer.tolist():
        builder.addPolygon([skia.Point(x, y) for x, y in polygon], True)
    return builder.detach()


def outline(view: StageView, points: Array) -> list[skia.Point]:
    """(N, 3) in the world as points of the frame."""
    frame, _ = view.project(points)
    return [skia.Point(x, y) for x, y in frame.tolist()]
