"""Marks on round surfaces: what turns away with the surface is cut at its visible edge."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import atan2, cos, pi, sin, tau

import numpy as np
import skia

from openstage.world.geometry import Array, unit
from openstage.world.stage_view import StageView


@dataclass(frozen=True)
class Dome:
    """An ellipsoid whose surface is told by azimuth (to the right) and elevation, in degrees."""

    center: Array
    frame: Array
    """(3, 3): rows right, up, ahead."""
    radii: Array
    """(3,)"""

    def at(self, rays: Array) -> Array:
        """(N, 3) unit rays in the dome's frame to (N, 3) points in the world."""
        return self.center + (rays * self.radii) @ self.frame

    def view_ray(self, view: StageView) -> Array:
        """The ray whose surface looks straight at the eye."""
        toward = self.frame @ (view.eye - self.center)
        return unit(toward / self.radii)


def rays(azimuth: Array, elevation: Array) -> Array:
    """(N,) and (N,) degrees to (N, 3) unit rays."""
    a, e = np.radians(azimuth), np.radians(elevation)
    return np.stack([np.sin(a) * np.cos(e), np.sin(e), np.cos(a) * np.cos(e)], axis=1)


Border = Callable[[Array], Array]
"""From azimuths (N,) to the elevations (N,) of a border around the dome."""

_ROUND = np.linspace(-180, 180, 73)[:-1]


def region_above(
    dome: Dome, border: Border, view: StageView, *, below: bool = False
) -> skia.Path | None:
    """The visible part of the surface above (or below) `border`; None where it is turned away."""
    curve = rays(_ROUND, border(_ROUND))
    ray = dome.view_ray(view)

    def inside(point: Array) -> bool:
        azimuth = np.degrees(atan2(point[0], point[2]))
        elevation = np.degrees(np.arcsin(np.clip(point[1], -1, 1)))
        return bool((elevation > border(np.array([azimuth]))[0]) != below)

    outline = _visible(curve, ray, inside)
    if outline is None:
        return None
    frame, _ = view.project(dome.at(outline))
    return skia.Path.Polygon([skia.Point(x, y) for x, y in frame.tolist()], True)


def _visible(curve: Array, ray: Array, inside: Callable[[Array], bool]) -> Array | None:
    """The outline of the region that `curve` borders, on the half sphere around `ray`."""
    across = unit(np.cross(ray, [0.31, 0.94, 0.12]))
    up = np.cross(ray, across)
    facing = curve @ ray
    seen = facing > 0
    if seen.all():
        return curve if inside(ray) else None
    if not seen.any():
        turns = np.linspace(0, tau, 49)[:-1]
        return _limb(turns, across, up) if inside(ray) else None
    count = len(curve)
    first = next(i for i in range(count) if seen[i] and not seen[i - 1])
    order = [(first + i) % count for i in range(count)]
    outline: list[Array] = []
    start_turn: float | None = None
    previous = order[-1]
    exit_turn = 0.0
    for index in order:
        if seen[index] and not seen[previous]:
            crossing = _crossing(curve[previous], curve[index], facing[previous], facing[index])
            turn = atan2(float(crossing @ up), float(crossing @ across))
            if start_turn is None:
                start_turn = turn
            else:
                outline.append(_arc(exit_turn, turn, across, up, inside))
            outline.append(crossing[None])
        if seen[index]:
            outline.append(curve[index][None])
        elif seen[previous]:
            crossing = _crossing(curve[previous], curve[index], facing[previous], facing[index])
            exit_turn = atan2(float(crossing @ up), float(crossing @ across))
            outline.append(crossing[None])
        previous = index
    assert start_turn is not None
    outline.append(_arc(exit_turn, start_turn, across, up, inside))
    return np.concatenate(outline)


def _crossing(a: Array, b: Array, facing_a: float, facing_b: float) -> Array:
    """Where the way from `a` to `b` meets the visible edge."""
    return unit(a + (b - a) * (facing_a / (facing_a - facing_b)))


def _arc(
    begin: float, end: float, across: Array, up: Array, inside: Callable[[Array], bool]
) -> Array:
    """Along the visible edge from one turn to another, by the side that is inside."""
    sweep = (end - begin) % tau
    half = begin + sweep / 2
    middle = across * cos(half) + up * sin(half)
    if not inside(middle):
        sweep -= tau
    count = max(2, int(abs(sweep) / (pi / 24)))
    return _limb(begin + np.linspace(0, sweep, count), across, up)


def _limb(turns: Array, across: Array, up: Array) -> Array:
    return np.cos(turns)[:, None] * across + np.sin(turns)[:, None] * up
