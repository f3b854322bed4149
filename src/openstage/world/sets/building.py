"""Rooms and their walls: tiles that light flows over, openings with a depth, things along them."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Unpack

import numpy as np

from openstage.world.geometry import Point
from openstage.world.scene import Color, Face, FaceOptions
from openstage.world.solids import box, ceiling, face, floor, placed, tiles
from openstage.world.things.colors import darker, lighter

Span = tuple[float, float]
Hole = tuple[float, float, float, float]
"""Along the wall from, to; height from, to. Meters."""

REVEAL = 0.16
"""Meters: how thick a wall is seen to be in its openings."""


def cuts(span: Span, size: float, fixed: Sequence[float] = ()) -> list[float]:
    """Where to cut a span into pieces of about `size`, and at each of `fixed`."""
    count = max(1, round((span[1] - span[0]) / size))
    even = [float(value) for value in np.linspace(*span, count + 1)]
    must = {span[0], span[1], *(value for value in fixed if span[0] < value < span[1])}
    free = [v for v in even if all(abs(v - other) > 0.45 * size for other in must)]
    return sorted([*must, *free])


@dataclass(frozen=True)
class Side:
    """One wall, from its left to its right end (x, z) as seen from inside; d is into the room."""

    start: Span
    end: Span

    @property
    def length(self) -> float:
        return float(np.hypot(self.end[0] - self.start[0], self.end[1] - self.start[1]))

    def at(self, u: float, y: float, d: float = 0.0) -> Point:
        """The point `u` meters along the wall, at height y, d meters into the room."""
        ux = (self.end[0] - self.start[0]) / self.length
        uz = (self.end[1] - self.start[1]) / self.length
        return (self.start[0] + ux * u + uz * d, y, self.start[1] + uz * u - ux * d)

    def panel(
        self, u: Span, y: Span, color: Color, d: float = 0.0, **more: Unpack[FaceOptions]
    ) -> Face:
        """A rectangle that looks into the room."""
        corners = [(u[0], y[1]), (u[1], y[1]), (u[1], y[0]), (u[0], y[0])]
        return face([self.at(a, b, d) for a, b in corners], color, **more)

    def box(
        self,
        u: Span,
        y: Span,
        d: Span,
        color: Color,
        *,
        top: Color | None = None,
        bottom: bool = False,
        **more: Unpack[FaceOptions],
    ) -> list[Face]:
        """A box along the wall; see `solids.box`."""
        a, b = self.at(u[0], 0, d[0]), self.at(u[1], 0, d[1])
        x, z = sorted((a[0], b[0])), sorted((a[2], b[2]))
        return box((x[0], x[1]), y, (z[0], z[1]), color, top=top, bottom=bottom, **more)

    def wall(
        self, y: Span, color: Color, *, size: float = 1.6, holes: Sequence[Hole] = ()
    ) -> list[Face]:
        """The wall in tiles, so that light falls off along it, with holes left free."""
        us = cuts((0.0, self.length), size, [edge for hole in holes for edge in hole[:2]])
        ys = cuts(y, size, [edge for hole in holes for edge in hole[2:]])
        return [
            self.panel((u0, u1), (y0, y1), color)
            for u0, u1 in itertools.pairwise(us)
            for y0, y1 in itertools.pairwise(ys)
            if not any(a < (u0 + u1) / 2 < b and c < (y0 + y1) / 2 < d for a, b, c, d in holes)
        ]

    def reveal(self, hole: Hole, color: Color, depth: float = REVEAL) -> list[Face]:
        """The four inner sides of an opening, seen through it."""
        u0, u1, y0, y1 = hole
        rings = [(u0, y0), (u0, y1), (u1, y1), (u1, y0)]
        sides = []
        for (ua, ya), (ub, yb) in zip(rings, [*rings[1:], rings[0]], strict=True):
            sides.append(
                face(
                    [
                        self.at(ua, ya, 0),
                        self.at(ua, ya, -depth),
                        self.at(ub, yb, -depth),
                        self.at(ub, yb, 0),
                    ][::-1],
                    color,
                )
            )
        return sides

    def window(
        self, hole: Hole, frame: Color, *, across: int = 2, up: int = 2, depth: float = REVEAL
    ) -> list[Face]:
        """An opening with a frame, bars and a sill; what is outside shows through it."""
        u0, u1, y0, y1 = hole
        bars = [*self.reveal(hole, lighter(frame, 0.1), depth)]
        w = 0.055
        for i in range(across + 1):
            u = u0 + (u1 - u0) * i / across
            bars.append(
                self.panel((max(u0, u - w / 2), min(u1, u + w / 2)), (y0, y1), frame, -depth)
            )
        for k in range(up + 1):
            v = y0 + (y1 - y0) * k / up
            bars.append(
                self.panel((u0, u1), (max(y0, v - w / 2), min(y1, v + w / 2)), frame, -depth)
            )
        sill = self.box((u0 - 0.08, u1 + 0.08), (y0 - 0.05, y0), (0.0, 0.12), frame, bottom=True)
        return [*bars, *sill]

    def framed(self, u: Span, y: Span, frame: Color, d: float = 0.0, w: float = 0.07) -> list[Face]:
        """A flat frame around a rectangle of the wall."""
        (u0, u1), (y0, y1) = u, y
        return [
            self.panel((u0 - w, u0), (y0, y1 + w), frame, d),
            self.panel((u1, u1 + w), (y0, y1 + w), frame, d),
            self.panel((u0, u1), (y1, y1 + w), frame, d),
        ]

    def picture(self, u: Span, y: Span, frame: Color, mat: Color, *shapes: Face) -> list[Face]:
        """A framed picture: the frame, the mat and what is painted on it."""
        return [
            self.panel(u, y, frame),
            self.panel((u[0] + 0.035, u[1] - 0.035), (y[0] + 0.035, y[1] - 0.035), mat),
            *shapes,
        ]

    def door(self, u: Span, top: float, color: Color, frame: Color) -> list[Face]:
        """A closed door that stays closed: leaf, two fields, knob, frame."""
        u0, u1 = u
        inset, mid = 0.13, 0.95
        return [
            self.panel(u, (0, top), color),
            self.panel((u0 + inset, u1 - inset), (0.18, mid - 0.08), darker(color, 0.13)),
            self.panel((u0 + inset, u1 - inset), (mid + 0.1, top - 0.15), darker(color, 0.13)),
            *self.framed(u, (0, top), frame),
            *self.box(
                (u1 - 0.10, u1 - 0.05),
                (mid - 0.02, mid + 0.03),
                (0, 0.05),
                (0.80, 0.68, 0.42),
                bottom=True,
            ),
        ]


@dataclass(frozen=True)
class Room:
    """Four walls that look inward."""

    x: Span
    z: Span
    height: float

    @property
    def back(self) -> Side:
        return Side((self.x[0], self.z[1]), (self.x[1], self.z[1]))

    @property
    def left(self) -> Side:
        return Side((self.x[0], self.z[0]), (self.x[0], self.z[1]))

    @property
    def right(self) -> Side:
        return Side((self.x[1], self.z[1]), (self.x[1], self.z[0]))

    @property
    def front(self) -> Side:
        return Side((self.x[1], self.z[0]), (self.x[0], self.z[0]))

    def shell(
        self,
        wall: Color,
        ground: Color,
        top: Color,
        *,
        holes: dict[str, Sequence[Hole]],
        other: Color | None = None,
        dado: Color | None = None,
        dado_height: float = 1.0,
        size: float = 1.6,
        tile: float = 1.2,
    ) -> list[Face]:
        """Floor, ceiling and walls; `dado` colors the walls' lower part."""
        faces = [*tiles(self.x, self.z, ground, other, size=tile)]
        for x0, x1 in _pairs(cuts(self.x, 2.6)):
            for z0, z1 in _pairs(cuts(self.z, 2.6)):
                faces.append(ceiling((x0, x1), (z0, z1), top, self.height))
        for name, side in self.sides().items():
            free = holes.get(name, ())
            low = dado_height if dado is not None else 0.0
            if dado is not None:
                faces += side.wall((0, low), dado, size=size, holes=free)
            faces += side.wall((low, self.height), wall, size=size, holes=free)
            faces += self._skirting(side, free, lighter(dado or wall, 0.25))
        return faces

    def sides(self) -> dict[str, Side]:
        return {"back": self.back, "left": self.left, "right": self.right, "front": self.front}

    def _skirting(self, side: Side, holes: Sequence[Hole], color: Color) -> list[Face]:
        doors = sorted((hole[0], hole[1]) for hole in holes if hole[2] <= 0)
        edges = [0.0, *(edge for door in doors for edge in door), side.length]
        return [
            side.panel((a, b), (0, 0.09), color)
            for a, b in zip(edges[::2], edges[1::2], strict=True)
            if b - a > 0.05
        ]


def _pairs(edges: list[float]) -> list[Span]:
    return list(itertools.pairwise(edges))


def shadow(x: Span, z: Span, strength: float = 0.20, spread: float = 0.07) -> list[Face]:
    """The soft dark of a thing on the floor that it stands on: two rectangles, one in the other."""
    dark = (0.05, 0.04, 0.08)
    return [
        floor((x[0] - s, x[1] + s), (z[0] - s, z[1] + s), dark, alpha=strength / 2)
        for s in (spread, spread / 3)
    ]


def table(
    x: Span,
    z: Span,
    height: float,
    color: Color,
    *,
    thick: float = 0.05,
    leg: float = 0.07,
    inset: float = 0.04,
) -> list[Face]:
    """A table with four legs."""
    (x0, x1), (z0, z1) = x, z
    legs = [
        piece
        for a in ((x0 + inset, x0 + inset + leg), (x1 - inset - leg, x1 - inset))
        for b in ((z0 + inset, z0 + inset + leg), (z1 - inset - leg, z1 - inset))
        for piece in box(a, (0, height - thick), b, darker(color, 0.18))[:4]
    ]
    return [
        *shadow(x, z),
        *legs,
        *box(x, (height - thick, height), z, color, top=lighter(color, 0.12), bottom=True),
    ]


def chair(x: float, z: float, facing: float, color: Color, *, seat: float = 0.46) -> list[Face]:
    """A plain chair; at a right angle to the walls it cuts nothing else."""
    pieces = [
        *box((-0.21, 0.21), (seat - 0.05, seat), (-0.2, 0.22), color, bottom=True),
        *box((-0.21, 0.21), (seat + 0.14, seat + 0.48), (-0.22, -0.18), color, bottom=True),
        *box((-0.20, -0.16), (0, seat + 0.14), (-0.22, -0.18), darker(color))[:4],
        *box((0.16, 0.20), (0, seat + 0.14), (-0.22, -0.18), darker(color))[:4],
        *box((-0.20, -0.16), (0, seat - 0.05), (0.16, 0.20), darker(color))[:4],
        *box((0.16, 0.20), (0, seat - 0.05), (0.16, 0.20), darker(color))[:4],
    ]
    return placed([*shadow((-0.2, 0.2), (-0.2, 0.2), 0.14), *pieces], x, z, facing)
