"""Marks on round surfaces: what turns away with the surface is cut at its visible edge."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import atan2, cos, pi, sin, tau

import numpy as np
import skia

from openstage.world.figures.vectors import cross, unit
from openstage.world.geometry import Array
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

_ROUND = np.linspace(-180, 180, 121)[:-1]


TUCK = 24.0
"""Degrees over which hair rises from the skin to its full height."""


FROM_BELOW = 0.2
"""Sine of the angle from below at which what grows low on the far side is hidden wholly."""


def region_above(
    dome: Dome, border: Border, view: StageView, *, below: bool = False, skin: Dome | None = None
) -> skia.Path | None:
    """The visible part of the surface above (or below) `border`; None where it is turned away.

    Where there is a `skin` under the dome, the region begins on it and rises to the dome.
    """
    ray = dome.view_ray(view)
    heights = border(_ROUND)
    curve = rays(_ROUND, heights if below else _hidden_beyond(heights, ray))

    def inside(point: Array) -> bool:
        azimuth = np.degrees(atan2(point[0], point[2]))
        elevation = np.degrees(np.arcsin(np.clip(point[1], -1, 1)))
        return bool((elevation > border(np.array([azimuth]))[0]) != below)

    builder = skia.PathBuilder()
    for outline in _visible(curve, ray, inside):
        points = dome.at(outline)
        if skin is not None:
            azimuth = np.degrees(np.arctan2(outline[:, 0], outline[:, 2]))
            above = np.degrees(np.arcsin(np.clip(outline[:, 1], -1, 1))) - border(azimuth)
            full = np.sqrt(np.clip((-above if below else above) / TUCK, 0, 1))[:, None]
            points = points * full + skin.at(outline) * (1 - full)
        frame, _ = view.project(points)
        builder.addPolygon([skia.Point(x, y) for x, y in frame.tolist()], True)
    path = builder.detach()
    return None if path.isEmpty() else path


def _hidden_beyond(heights: Array, ray: Array) -> Array:
    """The elevations `heights` at `_ROUND`, raised where only an eye under the chin would see them.

    What grows low on the far side of a head lies behind the jaw and the neck.
    """
    if ray[1] >= 0:
        return heights
    around = np.radians(_ROUND)
    toward = np.sin(around) * ray[0] + np.cos(around) * ray[2]
    edge = np.degrees(np.arctan2(toward, -ray[1])) + 0.5
    raised = np.maximum(edge - heights, 0.0) * min(-float(ray[1]) / FROM_BELOW, 1.0)
    return np.where(toward < 0, heights + raised, heights)


@dataclass(frozen=True)
class _Run:
    """A visible stretch of a border, and the turns of the visible edge where it begins and ends."""

    begin: float
    end: float
    points: Array


def _visible(curve: Array, ray: Array, inside: Callable[[Array], bool]) -> list[Array]:
    """The outlines of the region that `curve` borders, on the half sphere around `ray`."""
    across = unit(cross(ray, np.array([0.31, 0.94, 0.12])))
    up = cross(ray, across)
    facing = curve @ ray
    seen = facing > 0
    if seen.all():
        return [curve] if inside(ray) else []
    if not seen.any():
        return [_limb(np.linspace(0, tau, 73)[:-1], across, up)] if inside(ray) else []
    waiting = _runs(curve, facing, across, up)
    turns = [turn for run in waiting for turn in (run.begin, run.end)]
    outlines = []
    while waiting:
        first = run = waiting.pop(0)
        outline = [run.points]
        while True:
            sweep = _sweep(run.end, turns, lambda turn: inside(_limb_point(turn, across, up)))
            count = max(2, int(abs(sweep) / (pi / 44)))
            outline.append(_limb(run.end + np.linspace(0, sweep, count), across, up))
            reached = run.end + sweep
            following = [other for other in waiting if _apart(other.begin, reached) < 1e-6]
            if not following or _apart(first.begin, reached) < 1e-6:
                break
            run = following[0]
            waiting.remove(run)
            outline.append(run.points)
        outlines.append(np.concatenate(outline))
    return outlines


def _runs(curve: Array, facing: Array, across: Array, up: Array) -> list[_Run]:
    seen = facing > 0
    count = len(curve)
    starts = [i for i in range(count) if seen[i] and not seen[i - 1]]
    runs = []
    for start in starts:
        length = next(n for n in range(1, count + 1) if not seen[(start + n) % count])
        last, after = (start + length - 1) % count, (start + length) % count
        entry = _crossing(curve[start - 1], curve[start], facing[start - 1], facing[start])
        leave = _crossing(curve[last], curve[after], facing[last], facing[after])
        index = [(start + n) % count for n in range(length)]
        runs.append(
            _Run(
                atan2(float(entry @ up), float(entry @ across)),
                atan2(float(leave @ up), float(leave @ across)),
                np.concatenate([entry[None], curve[index], leave[None]]),
            )
        )
    return runs


def _crossing(a: Array, b: Array, facing_a: float, facing_b: float) -> Array:
    """Where the way from `a` to `b` meets the visible edge."""
    return unit(a + (b - a) * (facing_a / (facing_a - facing_b)))


def _apart(a: float, b: float) -> float:
    return abs((a - b + pi) % tau - pi)


def _sweep(turn: float, turns: list[float], inside: Callable[[float], bool]) -> float:
    """From `turn` along the visible edge to the next of `turns`, by the side that is inside."""
    ahead = min((gap for other in turns if (gap := (other - turn) % tau) > 1e-9), default=tau)
    back = min((gap for other in turns if (gap := (turn - other) % tau) > 1e-9), default=tau)
    return ahead if inside(turn + ahead / 2) else -back


def _limb_point(turn: float, across: Array, up: Array) -> Array:
    return across * cos(turn) + up * sin(turn)


def _limb(turns: Array, across: Array, up: Array) -> Array:
    return np.cos(turns)[:, None] * across + np.sin(turns)[:, None] * up
