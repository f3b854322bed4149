"""Round forms in three dimensions as flat shapes in two tones, right from any side.

A `Solid` is some ellipsoids, and links between them that are filled as by a stretched skin: a
limb is two or three balls in a row, a skirt a stack of flat rings. An ellipsoid projects to an
ellipse, of which the support function is known in closed form, so that the skin of two of them
is a choice between two points in each direction. The lit tone is every ellipse made smaller
about its point nearest to the light, so that a crescent of shade is left.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
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

FINEST = 64
"""In how many directions the largest forms are drawn; coarser ones take every second, fourth …"""
_FINENESS = ((5.0, 8), (36.0, 16), (145.0, 32))
"""Pixels of half the size of a form, and in how many directions it is drawn below that: its
outline is then nowhere more than 0.7 pixels inside the true one."""
_DIRECTIONS = {
    count: np.stack(
        [np.cos(np.arange(count) * tau / count), np.sin(np.arange(count) * tau / count)]
    )
    for count in (8, 16, 32, FINEST)
}
SHADED = 2.2
"""Pixels of half the size of a form, below which its crescent of shade is thinner than one."""
SEEN = 0.35
"""Pixels of half the size of a form, below which it is left away."""


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
    paint = toning.paint
    for piece in _outlined(view, solids, toning):
        color = piece.solid.color
        tone = toning.bare if piece.solid.shines else toning.shade if piece.shaded else toning.lit
        paint.setColor(tone(color))
        for path in piece.paths:
            canvas.drawPath(path, paint)
        if piece.shaded:
            paint.setColor(toning.lit(color))
            for path in piece.lit_paths:
                canvas.drawPath(path, paint)


def outlines(view: StageView, solid: Solid, toning: Toning) -> list[skia.Path]:
    """The shapes in the frame that make up a solid; none where it is not seen."""
    return [path for piece in _outlined(view, (solid,), toning) for path in piece.paths]


def _outlined(view: StageView, solids: Sequence[Solid], toning: Toning) -> list[_Piece]:
    """The solids that are seen, with their paths."""
    if not solids:
        return []
    balls = [item for solid in solids for item in solid.balls]
    local = view.to_camera(np.array([item.center for item in balls]))
    near = local[:, 2] < CLOSEST
    local[:, 2] = np.maximum(local[:, 2], CLOSEST)
    middle, shape = projected(view, local, np.array([item.axes for item in balls]))
    half = np.sqrt(np.stack([shape[:, 0, 0], shape[:, 1, 1]], axis=1))
    sizes = half.max(axis=1).tolist()
    sides = _sides(view, middle, half).tolist()
    hidden = near.tolist()
    pieces: list[_Piece] = []
    first = 0
    for solid in solids:
        count = len(solid.balls)
        size = max(sizes[first : first + count])
        links = solid.links or [(i, i + 1) for i in range(count - 1)] or [(0, 0)]
        ends = [
            (first + a, first + b)
            for a, b in links
            # What lies wholly beyond one side of the frame is not in it.
            if not (sides[first + a] & sides[first + b] or hidden[first + a] or hidden[first + b])
        ]
        first += count
        if ends and size >= SEEN:
            pieces.append(_Piece(solid, ends, _fineness(size), not solid.flat and size >= SHADED))
    if not pieces:
        return []
    toward, scale = toning.key_2d
    along = shape @ toward
    lit = middle + along / np.sqrt(along @ toward)[:, None] * (1 - scale)
    skin = _Skin(middle, lit, shape, scale, max(piece.fineness for piece in pieces))
    skin.outline(pieces)
    return pieces


@dataclass
class _Piece:
    """A solid that is seen, and its outlines once they are known."""

    solid: Solid
    ends: list[tuple[int, int]]
    fineness: int
    shaded: bool
    paths: list[skia.Path] = field(default_factory=list)
    lit_paths: list[skia.Path] = field(default_factory=list)


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


def _sides(view: StageView, middle: Array, half: Array) -> NDArray[np.int_]:
    """(N,): in bits, beyond which sides of the frame an ellipse lies: left, right, above, below."""
    frame = np.array([view.width, view.height], dtype=np.float64)
    before, after = middle + half < 0, middle - half > frame
    bits: NDArray[np.int_] = before @ np.array([1, 4]) + after @ np.array([2, 8])
    return bits


def _fineness(size: float) -> int:
    """In how many directions a form of `size` pixels is drawn."""
    return next((count for limit, count in _FINENESS if size < limit), FINEST)


class _Skin:
    """The hulls of linked ellipses, in full and as far as they are lit."""

    def __init__(
        self, middle: Array, lit: Array, shape: Array, scale: float, fineness: int
    ) -> None:
        directions = _DIRECTIONS[fineness]
        along = shape @ directions
        width = np.sqrt((along * directions).sum(axis=1))
        offset = (along / width[:, None, :]).transpose(0, 2, 1)
        self._fineness = fineness
        self._edges = (middle[:, None, :] + offset, lit[:, None, :] + offset * scale)
        self._supports = (middle @ directions + width, lit @ directions + width * scale)

    def outline(self, pieces: Sequence[_Piece]) -> None:
        """Gives every piece its paths; those of one fineness are worked out at once."""
        for fineness in {piece.fineness for piece in pieces}:
            alike = [piece for piece in pieces if piece.fineness == fineness]
            shaded = [piece for piece in alike if piece.shaded]
            for piece, paths in zip(alike, self._paths(alike, fineness, lit=False), strict=True):
                piece.paths = paths
            for piece, paths in zip(shaded, self._paths(shaded, fineness, lit=True), strict=True):
                piece.lit_paths = paths

    def _paths(
        self, pieces: Sequence[_Piece], fineness: int, *, lit: bool
    ) -> Iterator[list[skia.Path]]:
        """One convex outline for each pair of ellipses: such paths are filled fastest."""
        if not pieces:
            return
        every = self._fineness // fineness
        ends = np.array([pair for piece in pieces for pair in piece.ends])
        first, second = ends[:, 0], ends[:, 1]
        edge, support = self._edges[lit][:, ::every], self._supports[lit][:, ::every]
        choice = (support[first] >= support[second])[:, :, None]
        outer = np.where(choice, edge[first], edge[second]).tolist()
        point, at = skia.Point, 0
        for piece in pieces:
            count = len(piece.ends)
            yield [
                skia.Path.Polygon([point(x, y) for x, y in polygon], True, isVolatile=True)
                for polygon in outer[at : at + count]
            ]
            at += count
