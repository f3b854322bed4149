"""The drawing of robots: plates on the limbs of a person, ball joints between them, round eyes."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np
import skia

from openstage.world.figures.build import build_of
from openstage.world.figures.clothes import Figure, hand, shoe
from openstage.world.figures.forms import Ball, Solid, ball, draw_solids, ellipsoid, limb
from openstage.world.figures.hats import egg_around, hat_solids
from openstage.world.figures.shadow import contact_shadow
from openstage.world.figures.skeleton import Skeleton
from openstage.world.figures.toning import Tonings, blended, darker
from openstage.world.figures.vectors import length
from openstage.world.geometry import Array
from openstage.world.scene import Brush, Color, Part
from openstage.world.stage_view import StageView
from openstage.world.staging import Role

VISOR: Color = (0.13, 0.16, 0.20)
LIMBS = {
    "arm": ("shoulder", "elbow", 0.044, 0.050),
    "forearm": ("elbow", "hand", 0.046, 0.058),
    "thigh": ("thigh", "knee", 0.066, 0.060),
    "shin": ("knee", "foot", 0.056, 0.076),
}
"""A tube: the joints it lies between, and its radii there, in meters of a medium adult."""
Egg = Callable[[tuple[float, float, float], tuple[float, float, float]], Ball]
JOINT = 0.043
"""Meters: the radius of a ball joint."""


def robot_parts(role: Role, skeleton: Skeleton) -> list[Part]:
    """Shadow, legs, trunk with upper arms, both forearms and the head."""
    figure = Figure(role.wardrobe, build_of(role.wardrobe), skeleton)
    tonings = Tonings(skeleton.joints["chest"])
    joints = skeleton.joints
    parts: list[Part] = [
        contact_shadow(skeleton, figure.build.height),
        Brush(joints["hip"], partial(_lower, figure, tonings)),
        Brush(joints["chest"], partial(_upper, figure, tonings)),
    ]
    for side in ("r", "l"):
        center = joints[f"elbow_{side}"] * 0.35 + joints[f"hand_{side}"] * 0.65
        parts.append(Brush(center, partial(_forearm, figure, side, tonings)))
    parts.append(Brush(joints["chest"], partial(_head, figure, tonings)))
    return parts


def _plate(figure: Figure) -> Color:
    return figure.wardrobe.top_color


def _steel(figure: Figure) -> Color:
    return figure.wardrobe.skin


def _tube(figure: Figure, name: str, side: str) -> list[Solid]:
    """A limb's tube and the ball joint that it hangs from."""
    upper, lower, top, bottom = LIMBS[name]
    a, b = figure.joint(f"{upper}_{side}"), figure.joint(f"{lower}_{side}")
    girth = figure.build.girth
    ends = [a + (b - a) * 0.20, a + (b - a) * 0.86]
    return [
        Solid([ball(a, JOINT * girth)], _steel(figure)),
        limb([a, b], [0.024 * girth, 0.024 * girth], _steel(figure)),
        limb(ends, [top * girth, bottom * girth], _plate(figure)),
    ]


def _lower(figure: Figure, tonings: Tonings, canvas: skia.Canvas, view: StageView) -> None:
    girth, hips = figure.build.girth, figure.frame("hips")
    legs = sorted(("r", "l"), key=lambda side: -length(figure.joint(f"knee_{side}") - view.eye))
    pelvis = Solid(
        [
            ellipsoid(
                figure.joint("hip") + hips[1] * up * girth,
                hips,
                (wide * girth, 0.03 * girth, deep * girth),
            )
            for up, wide, deep in ((0.075, 0.135, 0.105), (-0.05, 0.115, 0.09))
        ],
        darker(_plate(figure), 0.88),
    )
    solids: list[Solid] = []
    for side in legs:
        solids += [
            *_tube(figure, "thigh", side),
            *_tube(figure, "shin", side),
            shoe(figure, side),
        ]
        if side == legs[0]:
            solids.append(pelvis)
    draw_solids(canvas, view, solids, tonings(view))


def _upper(figure: Figure, tonings: Tonings, canvas: skia.Canvas, view: StageView) -> None:
    girth, chest, joint = figure.build.girth, figure.frame("chest"), figure.joint
    middle = joint("chest")
    trunk = [
        limb([joint("waist"), middle], [0.078 * girth, 0.090 * girth], _steel(figure)),
        limb([joint("collar"), joint("nape")], [0.05 * girth, 0.042 * girth], _steel(figure)),
        Solid(
            [
                ellipsoid(
                    middle + chest[1] * up * girth,
                    chest,
                    (wide * girth, 0.045 * girth, deep * girth),
                )
                for up, wide, deep in (
                    (0.10, 0.165, 0.12),
                    (0.03, 0.20, 0.145),
                    (-0.10, 0.165, 0.13),
                )
            ],
            _plate(figure),
        ),
    ]
    if float(chest[2] @ (view.eye - middle)) > 0:
        trunk += _front(figure)
    near = length(middle - view.eye)
    arms = {
        side: length((joint(f"shoulder_{side}") + joint(f"elbow_{side}")) / 2 - view.eye)
        for side in ("r", "l")
    }
    solids: list[Solid] = []
    for side in sorted(arms, key=lambda side: -arms[side]):
        arm = _tube(figure, "arm", side)
        if arms[side] > near + 0.02:
            solids = arm + solids
        else:
            trunk += arm
    draw_solids(canvas, view, [*solids, *trunk], tonings(view))


def _front(figure: Figure) -> list[Solid]:
    """A round hatch with a light in the chest."""
    girth, chest = figure.build.girth, figure.frame("chest")
    place = figure.joint("chest") + chest[1] * 0.005 * girth + chest[2] * 0.139 * girth
    rings = ((0.085, darker(_plate(figure), 0.78), False), (0.052, figure.wardrobe.accent, True))
    return [
        Solid(
            [ellipsoid(place, chest, (radius * girth, radius * girth, 0.012 * girth))],
            color,
            flat=True,
            shines=shines,
        )
        for radius, color, shines in rings
    ]


def _forearm(
    figure: Figure, side: str, tonings: Tonings, canvas: skia.Canvas, view: StageView
) -> None:
    solids = [hand(figure, side), *_tube(figure, "forearm", side)]
    nearer = length(figure.joint(f"hand_{side}") - view.eye) < length(
        figure.joint(f"elbow_{side}") - view.eye
    )
    draw_solids(canvas, view, solids[::-1] if nearer else solids, tonings(view))


def _head(figure: Figure, tonings: Tonings, canvas: skia.Canvas, view: StageView) -> None:
    """A rounded box with bolts for ears, an antenna, and a dark visor with eyes and a mouth."""
    frame, size, middle = figure.frame("head"), figure.build.head, figure.joint("head")
    toward = frame @ (view.eye - middle)

    def egg(at: tuple[float, float, float], radii: tuple[float, float, float]) -> Ball:
        place: Array = middle + np.array(at) * size @ frame
        a, b, c = (radius * size for radius in radii)
        return ellipsoid(place, frame, (a, b, c))

    plate, steel = _plate(figure), _steel(figure)
    bolts = {
        sign: Solid([egg((sign * 0.44, 0.0, 0.0), (0.07, 0.13, 0.13))], steel)
        for sign in (1.0, -1.0)
    }
    near = 1.0 if toward[0] > 0 else -1.0
    antenna = [
        limb(
            [egg((0, 0.42, 0), (1, 1, 1)).center, egg((0, 0.62, 0), (1, 1, 1)).center],
            [0.022 * size, 0.022 * size],
            steel,
        ),
        Solid([egg((0, 0.66, 0), (0.07, 0.07, 0.07))], figure.wardrobe.accent, shines=True),
    ]
    box = Solid(
        [
            egg((0, 0.30, 0.0), (0.30, 0.14, 0.28)),
            egg((0, 0.12, 0.0), (0.43, 0.14, 0.37)),
            egg((0, -0.24, 0.0), (0.41, 0.13, 0.36)),
            egg((0, -0.34, 0.0), (0.28, 0.10, 0.26)),
        ],
        plate,
    )
    hatted = figure.wardrobe.hat != "" and figure.skeleton.hat_off <= 0.5
    solids = [bolts[-near], *([] if hatted else antenna), box]
    if toward[2] > 0.12 * length(toward):
        solids += _face(figure, egg)
    solids.append(bolts[near])
    if hatted:
        around = egg_around(middle, frame, size)
        solids += hat_solids(figure.wardrobe.hat, around, figure.wardrobe.hat_color, view.eye)
    draw_solids(canvas, view, solids, tonings(view))


def _face(figure: Figure, egg: Egg) -> list[Solid]:
    """What the visor shows: eyes that blink and narrow, and a mouth that flickers with words."""
    state = figure.skeleton.face
    glow = figure.wardrobe.accent
    mood = state.features
    open_ = max(0.08, min(mood["lids"], 1.2) * (1 - state.closed) * (1 - 0.5 * state.laughing))
    pitch, yaw = state.eyes
    x, y = 0.0022 * yaw, 0.05 - 0.0022 * pitch
    eyes = [
        Solid(
            [egg((sign * 0.165 + x, y, 0.375), (0.085, 0.085 * open_, 0.02))],
            glow,
            flat=True,
            shines=True,
        )
        for sign in (-1.0, 1.0)
    ]
    glints = [
        Solid(
            [egg((sign * 0.165 + x - 0.025, y + 0.03, 0.39), (0.024, 0.024 * open_, 0.02))],
            (1.0, 1.0, 1.0),
            flat=True,
            shines=True,
        )
        for sign in (-1.0, 1.0)
    ]
    smile = mood["smile"] * 0.05
    talk = 0.012 + 0.035 * max(state.speaking, state.laughing)
    mouth = [
        egg((0.055 * k, -0.16 + smile * (k * k / 4 - 0.5), 0.375), (0.03, talk, 0.02))
        for k in (-2, -1, 0, 1, 2)
    ]
    visor = [
        egg((sign * 0.17, up, 0.315), (0.16, 0.12, 0.055))
        for sign, up in ((-1.0, 0.07), (1.0, 0.07), (1.0, -0.13), (-1.0, -0.13))
    ]
    hull = [(0, 1), (1, 2), (2, 3), (3, 0), (0, 2), (1, 3)]
    return [
        Solid(visor, VISOR, hull, flat=True),
        *eyes,
        *glints,
        Solid(mouth, blended(glow, VISOR, 0.35), flat=True, shines=True),
    ]
