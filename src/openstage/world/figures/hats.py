"""Hats, as solids around the head or in the hand."""

from __future__ import annotations

from collections.abc import Callable

from openstage.world.figures.forms import Ball, Solid, ellipsoid
from openstage.world.figures.toning import blended, darker
from openstage.world.geometry import Array
from openstage.world.scene import Color

Egg = Callable[[tuple[float, float, float], tuple[float, float, float]], Ball]
"""(right, up, ahead) and radii, in heights of the head, from the middle of the head."""


def _brimmed(egg: Egg, color: Color) -> list[Solid]:
    band = darker(color, 0.62)
    return [
        Solid([egg((0, 0.27, -0.04), (0.62, 0.025, 0.66))], darker(color, 0.9)),
        Solid(
            [
                egg((0, 0.29, -0.04), (0.40, 0.03, 0.46)),
                egg((0, 0.38, -0.04), (0.395, 0.03, 0.455)),
            ],
            band,
        ),
        Solid(
            [
                egg((0, 0.38, -0.04), (0.395, 0.03, 0.455)),
                egg((0, 0.60, -0.04), (0.33, 0.06, 0.39)),
            ],
            color,
        ),
    ]


def _tophat(egg: Egg, color: Color) -> list[Solid]:
    return [
        Solid([egg((0, 0.30, -0.04), (0.54, 0.022, 0.58))], darker(color, 0.9)),
        Solid(
            [egg((0, 0.32, -0.04), (0.39, 0.03, 0.44)), egg((0, 0.95, -0.04), (0.41, 0.03, 0.46))],
            color,
        ),
    ]


def _cap(egg: Egg, color: Color) -> list[Solid]:
    visor = darker(color, 0.5)
    return [
        Solid(
            [
                egg((0, 0.24, -0.04), (0.385, 0.03, 0.45)),
                egg((0, 0.33, -0.04), (0.395, 0.03, 0.46)),
            ],
            darker(color, 0.7),
        ),
        Solid(
            [egg((0, 0.245, 0.30), (0.27, 0.02, 0.10)), egg((0, 0.20, 0.50), (0.20, 0.018, 0.08))],
            visor,
        ),
        Solid(
            [egg((0, 0.36, -0.04), (0.42, 0.05, 0.48)), egg((0, 0.46, -0.07), (0.44, 0.055, 0.48))],
            color,
        ),
    ]


def _badge(egg: Egg) -> Solid:
    return Solid([egg((0, 0.38, 0.42), (0.05, 0.05, 0.03))], (0.86, 0.70, 0.34), flat=True)


def _beanie(egg: Egg, color: Color) -> list[Solid]:
    return [
        Solid(
            [egg((0, 0.22, -0.05), (0.40, 0.08, 0.47)), egg((0, 0.40, -0.06), (0.36, 0.21, 0.42))],
            color,
        ),
        Solid(
            [egg((0, 0.21, -0.05), (0.41, 0.05, 0.48)), egg((0, 0.30, -0.055), (0.41, 0.05, 0.48))],
            blended(color, (1, 1, 1), 0.12),
        ),
    ]


def _beret(egg: Egg, color: Color) -> list[Solid]:
    return [
        Solid(
            [egg((0, 0.24, -0.04), (0.39, 0.04, 0.45)), egg((0, 0.32, -0.04), (0.40, 0.04, 0.46))],
            darker(color, 0.8),
        ),
        Solid(
            [
                egg((0, 0.34, -0.04), (0.40, 0.06, 0.46)),
                egg((0.09, 0.44, -0.08), (0.49, 0.12, 0.50)),
            ],
            color,
        ),
    ]


def _chef(egg: Egg, color: Color) -> list[Solid]:
    return [
        Solid(
            [egg((0, 0.55, -0.04), (0.42, 0.10, 0.46)), egg((0, 0.85, -0.04), (0.48, 0.16, 0.52))],
            color,
        ),
        Solid(
            [egg((0, 0.25, -0.04), (0.39, 0.03, 0.45)), egg((0, 0.55, -0.04), (0.39, 0.03, 0.45))],
            color,
        ),
    ]


def _crown(egg: Egg, color: Color) -> list[Solid]:
    spikes = [
        Solid(
            [
                egg((x * 0.36, 0.38, z * 0.40 - 0.04), (0.07, 0.05, 0.07)),
                egg((x * 0.38, 0.58, z * 0.43 - 0.04), (0.02, 0.02, 0.02)),
            ],
            color,
        )
        for x, z in ((0, 1), (0.87, 0.5), (0.87, -0.5), (0, -1), (-0.87, -0.5), (-0.87, 0.5))
    ]
    return [
        *spikes,
        Solid(
            [egg((0, 0.30, -0.04), (0.39, 0.03, 0.44)), egg((0, 0.40, -0.04), (0.39, 0.03, 0.44))],
            color,
        ),
    ]


HATS: dict[str, Callable[[Egg, Color], list[Solid]]] = {
    "hat": _brimmed,
    "tophat": _tophat,
    "cap": _cap,
    "beanie": _beanie,
    "beret": _beret,
    "chef": _chef,
    "crown": _crown,
}
"""By the hat of a wardrobe; a hood is not here: it has a module of its own."""


FRONTS: dict[str, Callable[[Egg], Solid]] = {"cap": _badge}
"""What is sewn on the front of a hat."""


def hat_solids(hat: str, egg: Egg, color: Color, eye: Array) -> list[Solid]:
    """The solids of a hat, from below to above, as far as `eye` (3,) may see them."""
    solids = HATS[hat](egg, color) if hat in HATS else []
    if hat in FRONTS:
        front = FRONTS[hat](egg)
        place = front.balls[0]
        if float(place.axes[2] @ (eye - place.center)) > 0:
            solids.append(front)
    return solids


def egg_around(center: Array, frame: Array, size: float) -> Egg:
    """Places around `center`, of a head `size` meters high that is turned as `frame`."""

    def egg(at: tuple[float, float, float], radii: tuple[float, float, float]) -> Ball:
        place = center + (at[0] * frame[0] + at[1] * frame[1] + at[2] * frame[2]) * size
        return ellipsoid(place, frame, (radii[0] * size, radii[1] * size, radii[2] * size))

    return egg
