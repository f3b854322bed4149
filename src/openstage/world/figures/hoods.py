"""Hoods: a cloth that stands off around the face, ends in a point behind, and lies on shoulders."""

from __future__ import annotations

import numpy as np
import skia

from openstage.world.figures.forms import Solid, ball, draw_solids, ellipsoid
from openstage.world.figures.hair import fill_round
from openstage.world.figures.heads import Head
from openstage.world.figures.surface import Dome, rays, region_above
from openstage.world.figures.toning import Toning, darker
from openstage.world.geometry import Array
from openstage.world.scene import Color
from openstage.world.stage_view import StageView

_AROUND = (0, 20, 42, 58, 68, 78, 92, 180)
_EDGE = (40, 37, 27, 8, -14, -40, -64, -70)
"""Azimuths to either side, and the elevations of the opening there, degrees."""
_RIM = np.array([-76, -68, -58, -44, -28, -10, 10, 28, 44, 58, 68, 76], dtype=np.float64)
"""Azimuths of the balls that make the seam around the opening."""
SEAM = 0.052
"""Heights of the head: the radius of the seam."""


def _edge(azimuth: Array) -> Array:
    return np.interp(np.abs(azimuth), _AROUND, _EDGE)


def _dome(head: Head) -> Dome:
    return head.dome((0, 0.09, -0.07), (0.445, 0.50, 0.50))


def _color(head: Head) -> Color:
    return head.figure.wardrobe.hat_color


def behind_face(view: StageView, head: Head) -> list[Solid]:
    """What a hood shows behind the head: the cape, its dark inside, the seam's far side."""
    solids = [cape(head)]
    if not _from_behind(view, head):
        solids += [_peak(head), _inside(head), *_seam(view, head, near=False)]
    return solids


def draw_hood(canvas: skia.Canvas, view: StageView, head: Head, toning: Toning) -> None:
    """The cloth over the head, with its seam on the side of the eye."""
    dome = _dome(head)
    path = region_above(dome, _edge, view)
    if path is not None:
        fill_round(canvas, view, path, dome, _color(head), toning)
    solids = [_peak(head)] if _from_behind(view, head) else []
    draw_solids(canvas, view, [*solids, *_seam(view, head, near=True)], toning)


def _from_behind(view: StageView, head: Head) -> bool:
    return float(head.frame[2] @ (view.eye - head.figure.joint("head"))) < 0


def cape(head: Head) -> Solid:
    """From the nape over both shoulders."""
    figure, size = head.figure, head.size
    chest, collar = figure.frame("chest"), figure.joint("collar")
    wide = figure.build.shoulder
    low = ellipsoid(collar - chest[1] * 0.16 * size, chest, (wide * 1.36, 0.05 * size, 0.50 * size))
    return Solid([head.egg((0, -0.25, -0.10), (0.38, 0.14, 0.36)), low], darker(_color(head), 0.93))


def _inside(head: Head) -> Solid:
    """The lining, in the shade around the face and under the chin."""
    return Solid(
        [
            head.egg((0, 0.10, -0.06), (0.43, 0.47, 0.44)),
            head.egg((0, -0.34, -0.02), (0.37, 0.16, 0.32)),
        ],
        darker(_color(head), 0.52),
        flat=True,
    )


def _peak(head: Head) -> Solid:
    """The point at the back, that hangs a little."""
    return Solid(
        [
            head.egg((0, 0.22, -0.36), (0.26, 0.26, 0.16)),
            head.egg((0, 0.16, -0.62), (0.10, 0.11, 0.07)),
            head.egg((0, 0.02, -0.76), (0.03, 0.04, 0.03)),
        ],
        _color(head),
    )


def _seam(view: StageView, head: Head, *, near: bool) -> list[Solid]:
    """The stretches of the seam before, or behind, what the head hides; down to the throat."""
    dome, size = _dome(head), head.size
    ray = rays(_RIM, _edge(_RIM))
    places = dome.at(ray)
    chest = head.figure.frame("chest")
    throat = head.figure.joint("collar") - chest[1] * 0.10 * size + chest[2] * 0.34 * size
    ends = [throat + chest[0] * sign * 0.10 * size for sign in (-1.0, 1.0)]
    balls = [ball(place, SEAM * size) for place in (ends[0], *places, ends[1])]
    seen = ray @ dome.view_ray(view) > 0.02
    turned = [bool(seen[0]), *seen.tolist(), bool(seen[-1])]
    links = [(i, i + 1) for i in range(len(balls) - 1) if (turned[i] and turned[i + 1]) == near]
    return [Solid(balls, darker(_color(head), 0.86), links)] if links else []
