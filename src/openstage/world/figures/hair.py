"""Hair and beards: what lies on the skull behind a hairline, and the masses that hang and stand."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import skia

from openstage.world.figures.forms import Solid, draw_solids, outlines, projected
from openstage.world.figures.heads import Head
from openstage.world.figures.surface import Border, Dome, region_above
from openstage.world.figures.toning import Toning, blended
from openstage.world.figures.vectors import length
from openstage.world.geometry import Array
from openstage.world.scene import Color
from openstage.world.stage_view import StageView

_AROUND = (0, 20, 42, 58, 66, 76, 90, 106, 124, 150, 180)
"""Degrees of azimuth, to either side, at which hairlines are told."""

HAIRLINES: dict[str, tuple[float, ...]] = {
    "short": (20, 19, 15, 6, -16, -26, -16, -16, -38, -50, -52),
    "man": (25, 24, 22, 14, -8, -18, -4, -8, -30, -40, -42),
    "long": (29, 26, 17, 6, -8, -18, -26, -40, -52, -54, -56),
    "bob": (18, 17, 12, 2, -8, -18, -26, -40, -52, -54, -56),
    "bun": (26, 25, 22, 14, -2, -8, 0, -6, -26, -36, -38),
    "ponytail": (25, 24, 22, 14, -2, -10, 0, -6, -26, -36, -38),
    "curly": (25, 24, 19, 8, -16, -28, -30, -34, -42, -46, -48),
    "braids": (24, 24, 20, 10, -8, -20, -18, -20, -36, -44, -46),
    "bald": (40, 38, 34, 20, -6, -20, -8, -10, -30, -40, -42),
}
"""Elevations of the hairline on the dome of the hair, at `_AROUND`."""

PARTED = frozenset({"short", "bob", "long"})
"""Styles whose fringe falls to one side."""

TUFTED = frozenset({"short", "man", "curly"})
"""Styles whose edge is cut in tufts."""

VOLUME = {
    "short": 0.058,
    "man": 0.045,
    "long": 0.05,
    "bob": 0.06,
    "bun": 0.025,
    "ponytail": 0.025,
    "curly": 0.10,
    "braids": 0.035,
    "bald": 0.0,
}


def _style(head: Head) -> str:
    style = head.figure.wardrobe.hair_style
    if head.hatted and style in ("curly", "bun", "short"):
        return "man"
    return "man" if style == "short" and head.figure.wardrobe.kind in ("man", "boy") else style


def hairline(style: str) -> Border:
    """The border of a style; a fringe that is parted rises to the right and falls to the left."""
    heights = HAIRLINES.get(style, HAIRLINES["short"])
    parted = 7.0 if style in PARTED else 0.0

    def border(azimuth: Array) -> Array:
        line = np.interp(np.abs(azimuth), _AROUND, heights)
        if style in TUFTED:
            line = line - 3.2 * np.abs(np.sin(np.radians(azimuth * 5.0 + 20)))
        return line + parted * np.sin(np.radians(azimuth * 2.2)) * (np.abs(azimuth) < 60)

    return border


def _crown_line(azimuth: Array) -> Array:
    """Above it a bald head is bare; a fringe is left at the sides and the back."""
    lower = np.interp(np.abs(azimuth), _AROUND, HAIRLINES["bald"])
    fringe = np.interp(np.abs(azimuth), (0, 60, 74, 100, 180), (0, 0, 26, 32, 34))
    return np.where(
        np.abs(azimuth) < 60, lower - 7, np.maximum(lower - 2 + fringe * 0.5, -6 + fringe)
    )


def hair_dome(head: Head, style: str) -> Dome:
    """What hair covers; a hat presses it flat."""
    extra = VOLUME.get(style, 0.03)
    if head.hatted:
        return head.dome((0, 0.01, -0.05), (0.352 + extra * 0.4, 0.285, 0.432 + extra * 0.4))
    return _free_dome(head, style)


ROUND = {
    "long": ((0.0, -0.42, -0.16), (0.45, 1.05, 0.47)),
    "bob": ((0.0, -0.02, -0.08), (0.46, 0.56, 0.46)),
}
"""The forms that hair makes behind together with what hangs."""


def rounding(head: Head, view: StageView) -> Dome:
    """The form whose light hair has: from behind, that of all the hair, as if no hat were on it."""
    style = _style(head)
    near, whole, share = hair_dome(head, style), _free_dome(head, style), head.behind(view)
    if style in ROUND:
        whole, share = head.dome(*ROUND[style]), head.hangs(view)
    return Dome(
        near.center + (whole.center - near.center) * share,
        near.frame,
        near.radii + (whole.radii - near.radii) * share,
    )


def _free_dome(head: Head, style: str) -> Dome:
    extra = VOLUME.get(style, 0.03)
    return head.dome((0, 0.09 + extra * 0.35, -0.05), (0.356 + extra, 0.406 + extra, 0.431 + extra))


NAPES = {
    "short": (0.345, -0.34, 0.150),
    "man": (0.335, -0.27, 0.165),
    "bun": (0.320, -0.21, 0.150),
    "ponytail": (0.320, -0.21, 0.150),
    "curly": (0.345, -0.30, 0.170),
    "braids": (0.320, -0.24, 0.140),
    "bald": (0.330, -0.22, 0.165),
}
"""How hair ends behind: half its width at the ears, how low it ends, and half its width there."""


def _nape(head: Head, style: str, share: float) -> Solid:
    """What tapers from ear to ear down to the neck; at a `share` of 0 other hair covers it.

    Under a hat it reaches up to the brim, too.
    """
    wide, low, narrow = NAPES[style]
    shapes = [((0.0, low, -0.19), (narrow, 0.06, 0.12)), ((0.0, -0.02, -0.13), (wide, 0.20, 0.30))]
    if head.hatted:
        shapes.append(((0.0, 0.22, -0.05), (0.33, 0.05, 0.42)))
    return Solid(
        [head.egg(*_between(_BUD, shape, share)) for shape in shapes], head.figure.wardrobe.hair
    )


Shape = tuple[tuple[float, float, float], tuple[float, float, float]]
"""The place and the radii of an egg."""
_BUD: Shape = ((0.0, 0.10, -0.30), (0.06, 0.04, 0.06))
"""Where a nape hides under other hair."""


def _between(a: Shape, b: Shape, share: float) -> Shape:
    place, radii = np.array(a) + (np.array(b) - np.array(a)) * share
    return tuple(place.tolist()), tuple(radii.tolist())


def _bun(head: Head) -> list[Solid]:
    return [Solid([head.egg((0, 0.50, -0.32), (0.19, 0.17, 0.19))], head.figure.wardrobe.hair)]


def _braids(head: Head) -> list[Solid]:
    color = head.figure.wardrobe.hair
    solids = []
    for sign in (-1, 1):
        knots = [
            head.egg(
                (sign * (0.40 + 0.03 * i), -0.10 - 0.17 * i, -0.14 + 0.03 * i),
                (0.105 - 0.010 * i, 0.105, 0.105 - 0.010 * i),
            )
            for i in range(5)
        ]
        solids += [Solid([knot], color) for knot in knots]
        solids.append(
            Solid(
                [head.egg((sign * 0.545, -0.83, 0.0), (0.07, 0.04, 0.07))],
                head.figure.wardrobe.accent,
            )
        )
        solids.append(Solid([head.egg((sign * 0.55, -0.92, 0.0), (0.05, 0.08, 0.05))], color))
    return solids


_CURLS = np.array(
    [
        (a, e)
        for e, step in ((78, 90), (48, 45), (20, 36), (-8, 36))
        for a in range(step // 2 - 180, 181, step)
    ]
)


def _curls(head: Head) -> list[Solid]:
    color = head.figure.wardrobe.hair
    balls = []
    for i, (a, e) in enumerate(np.radians(_CURLS).tolist()):
        degrees = abs(np.degrees(a))
        if degrees < 62 and e < 0.6:
            continue
        ray = np.array([np.sin(a) * np.cos(e), np.sin(e), np.cos(a) * np.cos(e)])
        x, y, z = ray * np.array([0.42, 0.46, 0.48]) + np.array([0, 0.10, -0.06])
        size = 0.13 + 0.02 * (i % 3)
        balls.append(head.egg((float(x), float(y), float(z)), (size, size, size)))
    return [Solid(balls, color, [(i, i) for i in range(len(balls))])]


_MASSES: dict[str, Callable[[Head], list[Solid]]] = {
    "bun": _bun,
    "braids": _braids,
    "curly": _curls,
}


def masses(view: StageView, head: Head, *, behind: bool) -> list[Solid]:
    """Buns, braids and curls: `behind` those that the head hides, or the others."""
    style = head.figure.wardrobe.hair_style
    if style not in _MASSES or head.hooded or (head.hatted and style in ("curly", "bun")):
        return []
    made = _MASSES[style](head)
    if style == "curly":
        return made if behind else []
    middle = length(head.figure.joint("head") - view.eye)
    return [solid for solid in made if (_distance(solid, view) > middle) == behind]


def _distance(solid: Solid, view: StageView) -> float:
    center = np.mean([item.center for item in solid.balls], axis=0)
    return length(center - view.eye)


def draw_hair(canvas: skia.Canvas, view: StageView, head: Head, toning: Toning) -> None:
    """The hair that lies on the skull, before the head."""
    style = _style(head)
    dome = hair_dome(head, style)
    behind = head.behind(view)
    form, oval = rounding(head, view), head.hangs(view) if style in ROUND else 0.0
    if behind > 0 and style in NAPES and not head.hooded:
        for path in outlines(view, _nape(head, style, behind), toning):
            fill_round(canvas, view, path, form, head.figure.wardrobe.hair, toning, oval)
    path = region_above(dome, hairline(style), view, skin=hair_dome(head, "bald"))
    if path is not None:
        fill_round(canvas, view, path, form, head.figure.wardrobe.hair, toning, oval)
    if style == "bald":
        crown = region_above(dome, _crown_line, view)
        if crown is not None:
            fill_round(canvas, view, crown, dome, head.skin, toning)
    if style in ("long", "bob") and not head.hooded:
        _locks(canvas, view, head, toning)


def _locks(canvas: skia.Canvas, view: StageView, head: Head, toning: Toning) -> None:
    """The strands that frame a face, on the sides that are seen."""
    long = head.figure.wardrobe.hair_style == "long"
    low = -0.62 if long else -0.34
    dome = head.face()
    ray = dome.view_ray(view)
    locks = []
    for sign in (-1.0, 1.0):
        if float(ray @ np.array([sign * 0.97, 0.0, 0.24])) < -0.2:
            continue
        balls = [
            head.egg((sign * 0.345, 0.14, 0.05), (0.07, 0.12, 0.12)),
            head.egg((sign * 0.385, -0.14, -0.02), (0.065, 0.14, 0.14)),
            head.egg((sign * 0.365, low, -0.03), (0.026, 0.07, 0.07)),
        ]
        locks.append(Solid(balls, head.figure.wardrobe.hair))
    draw_solids(canvas, view, locks, toning)


def fill_round(
    canvas: skia.Canvas,
    view: StageView,
    path: skia.Path,
    dome: Dome,
    color: Color,
    toning: Toning,
    oval: float = 0.0,
) -> None:
    """A path on a dome in two tones whose border is round, as on the solids.

    It is a circle about the dome, or as far as it is `oval` (1) the outline of the dome itself.
    """
    local = view.to_camera(dome.center[None])
    middle, shape = projected(view, local, (dome.frame * dome.radii[:, None])[None])
    toward, share = toning.key_2d
    along = shape[0] @ toward
    reach = float(np.sqrt(toward @ along))
    lit = middle[0] + along / reach * (1 - share)
    radius = float(np.sqrt(max(shape[0, 0, 0], shape[0, 1, 1]))) * share
    round_, outline = np.eye(2) * max(radius, 0.5), _root(shape[0]) * share
    axes = round_ + (outline - round_) * oval
    shader = skia.GradientShader.MakeRadial(
        (0.0, 0.0),
        1.0,
        [toning.lit(color), toning.lit(color), toning.shade(color)],
        [0.0, 0.985, 1.0],
        localMatrix=skia.Matrix.MakeAll(
            *axes[0].tolist(), float(lit[0]), *axes[1].tolist(), float(lit[1]), 0.0, 0.0, 1.0
        ),
    )
    canvas.drawPath(path, skia.Paint(AntiAlias=True, Shader=shader))


def _root(shape: Array) -> Array:
    """The square root of a symmetric (2, 2) matrix."""
    side = float(np.sqrt(max(np.linalg.det(shape), 0.0)))
    root: Array = (shape + np.eye(2) * side) / np.sqrt(np.trace(shape) + 2 * side)
    return root


_BEARD_AROUND = (0, 9, 16, 26, 40, 58, 72, 86, 92, 180)
_BEARD_LINES = {
    "beard": (-8, -8, -12, -10, -2, 12, 26, 34, -89, -90),
    "stubble": (-12, -12, -16, -14, -10, 0, 10, 14, -89, -90),
}


def draw_beard(canvas: skia.Canvas, view: StageView, head: Head, toning: Toning) -> None:
    """What grows on the jaw, below the line from ear to ear under the nose."""
    beard = head.figure.wardrobe.beard
    if beard == "mustache":
        _mustache(canvas, view, head, toning)
        return
    if beard not in _BEARD_LINES:
        return
    heights = _BEARD_LINES[beard]

    def border(azimuth: Array) -> Array:
        return np.interp(np.abs(azimuth), _BEARD_AROUND, heights)

    full = beard == "beard"
    dome = head.dome((0, -0.24, 0.05), (0.335, 0.40 if full else 0.285, 0.385 if full else 0.36))
    skin = head.dome((0, -0.20, 0.05), (0.30, 0.27, 0.34))
    path = region_above(dome, border, view, below=True, skin=skin)
    if path is not None:
        hair = head.figure.wardrobe.hair
        color = hair if full else blended(head.skin, hair, 0.3)
        fill_round(canvas, view, path, dome, color, toning)
    if full:
        _mustache(canvas, view, head, toning)


def _mustache(canvas: skia.Canvas, view: StageView, head: Head, toning: Toning) -> None:
    if float(head.face().view_ray(view)[2]) < -0.1:
        return
    color = head.figure.wardrobe.hair
    halves = [
        Solid(
            [
                head.egg((sign * 0.035, -0.185, 0.40), (0.05, 0.035, 0.04)),
                head.egg((sign * 0.14, -0.225, 0.35), (0.03, 0.028, 0.035)),
            ],
            color,
        )
        for sign in (-1, 1)
    ]
    draw_solids(canvas, view, halves, toning)
