"""The drawing of animals: trunk, legs, neck, head, tail."""

from __future__ import annotations

from functools import partial

import numpy as np
import skia

from openstage.world.figures.animal_heads import draw_head
from openstage.world.figures.animal_kinds import KINDS
from openstage.world.figures.beast import Beast
from openstage.world.figures.forms import (
    Ball,
    Solid,
    ball,
    draw_solids,
    ellipsoid,
    limb,
)
from openstage.world.figures.lexicon import shaded
from openstage.world.figures.shadow import PAWS, contact_shadow
from openstage.world.figures.skeleton import Skeleton
from openstage.world.figures.toning import Tonings, blended, darker
from openstage.world.figures.vectors import length
from openstage.world.geometry import Array
from openstage.world.scene import Brush, Color, Part
from openstage.world.stage_view import StageView
from openstage.world.staging import Role


def animal_parts(role: Role, skeleton: Skeleton) -> list[Part]:
    """Shadow, trunk with legs and tail, and the head with its neck."""
    beast = Beast(role.wardrobe, KINDS[role.wardrobe.kind], skeleton)
    tonings = Tonings(skeleton.joints["waist"])
    kind = beast.kind
    head = (skeleton.joints["head"] * 2 + skeleton.joints["collar"]) / 3
    return [
        contact_shadow(skeleton, beast.size, PAWS, kind.chest * 0.7),
        Brush(skeleton.joints["waist"], partial(_trunk, beast, tonings)),
        Brush(head, partial(draw_head, beast, tonings)),
    ]


def _leg(beast: Beast, name: str) -> list[Solid]:
    front, side = name[0] == "f", name[1]
    names = ("shoulder", "elbow", "hand") if front else ("thigh", "knee", "foot")
    top, knee, foot = (beast.joint(f"{joint}_{side}") for joint in names)
    kind, size = beast.kind, beast.size
    thick = kind.leg * size
    upper = (1.55 if front else 2.0) * thick
    if beast.wardrobe.kind == "bird":
        if front:
            return []
        return [limb([knee, foot], [thick, thick * 0.8], (0.82, 0.56, 0.24))]
    paw = foot + np.array([0.0, thick * 0.8, 0.0])
    ahead = beast.frame("chest")[2] * np.array([1.0, 0.0, 1.0]) * thick * 0.8
    sole = (
        darker(beast.color, 0.45)
        if kind.tail == "horse" or beast.wardrobe.kind in ("cow", "sheep")
        else shaded(beast.color, beast.markings.socks)
    )
    return [
        limb([top, knee, paw], [upper, thick * 1.05, thick * 0.85], beast.color),
        Solid([ball(paw, thick * 0.9), ball(paw + ahead, thick * 0.8)], sole),
    ]


def _tail(beast: Beast) -> list[Solid]:
    kind, size, frame = beast.kind, beast.size, beast.frame("tail")
    root = beast.joint("hip") - beast.frame("hips")[2] * kind.rump * 0.85 * size
    root = root + beast.frame("hips")[1] * kind.rump * 0.45 * size
    if kind.tail == "none":
        if beast.wardrobe.kind != "bird":
            return []
        tip = root - beast.frame("hips")[2] * 0.45 * size
        return [limb([root, tip], [0.16 * size, 0.07 * size], darker(beast.color, 0.8))]
    if kind.tail == "stub":
        return [
            Solid(
                [ball(root + frame[2] * 0.05 * size, 0.10 * size)],
                blended(beast.color, (1, 1, 1), 0.3),
            )
        ]
    along, up = frame[2], frame[1]
    if kind.tail == "horse":
        down = np.array([0.0, -1.0, 0.0])
        points = [
            root,
            root + along * 0.10 * size,
            root + along * 0.16 * size + down * 0.3 * size,
            root + along * 0.14 * size + down * 0.56 * size,
        ]
        return [
            limb(points, [r * size for r in (0.04, 0.06, 0.075, 0.03)], darker(beast.color, 0.55))
        ]
    if kind.tail == "brush":
        # It hangs as a wolf's does, in an arc behind the hocks, and ends in a dark tip.
        down = np.array([0.0, -1.0, 0.0])
        points = [
            root,
            root + along * 0.13 * size + down * 0.02 * size,
            root + along * 0.24 * size + down * 0.16 * size,
            root + along * 0.27 * size + down * 0.31 * size,
            root + along * 0.31 * size + down * 0.45 * size,
        ]
        radii = [r * size for r in (0.045, 0.055, 0.066, 0.052, 0.010)]
        return [
            limb(points, radii, beast.dark),
            limb(points[3:], [radii[3] * 0.86, radii[4]], shaded(beast.color, beast.markings.tip)),
        ]
    if kind.tail == "plume":
        points = [
            root,
            root + along * 0.16 * size,
            root + along * 0.30 * size + up * 0.06 * size,
            root + along * 0.36 * size + up * 0.18 * size,
        ]
        return [limb(points, [r * size for r in (0.05, 0.075, 0.085, 0.03)], beast.color)]
    # It ends in a curl: aside where the tail lies on the ground, else upward.
    rests = beast.resting
    curl = frame[0] * rests + up * (1 - rests)
    points = [
        root,
        root + along * 0.24 * size,
        root + along * 0.44 * size + curl * 0.02 * size,
        root + along * 0.58 * size + curl * 0.14 * size,
        root + along * 0.58 * size + curl * 0.32 * size,
    ]
    radii = [r * size for r in (0.056, 0.052, 0.050, 0.048, 0.036)]
    tip = shaded(beast.color, beast.markings.tip)
    return [limb(points, radii, beast.color), limb(points[3:], radii[3:], tip)]


def _trunk(beast: Beast, tonings: Tonings, canvas: skia.Canvas, view: StageView) -> None:
    toning = tonings(view)
    kind, size = beast.kind, beast.size
    names = {"fr": "hand_r", "fl": "hand_l", "hr": "foot_r", "hl": "foot_l"}
    across = beast.frame("chest")[0]
    from_right = float(across @ (view.eye - beast.joint("waist"))) > 0
    far = [name for name in names if (name[1] == "r") != from_right]
    near = [name for name in names if name not in far]
    tail_near = float(beast.frame("hips")[2] @ (view.eye - beast.joint("hip"))) < 0
    solids = [solid for name in far for solid in _dimmed(_leg(beast, name))]
    if not tail_near:
        solids += _tail(beast)
    chest, rump, waist = beast.joint("chest"), beast.joint("hip"), beast.joint("waist")
    frame = beast.frame("chest")
    belly = waist - frame[1] * 0.01 * size

    def ring(at: Array, radius: float, depth: float) -> Ball:
        return ellipsoid(at, frame, (radius * 0.86 * size, radius * size, depth * size))

    body = Solid(
        [
            ring(chest, kind.chest, kind.chest * 1.05),
            ring(belly, (kind.chest + kind.rump) * 0.48, kind.chest),
            ring(rump, kind.rump, kind.rump * 1.05),
        ],
        beast.color,
    )
    solids += [_belly(body, frame, kind.chest * size, beast.pale), body]
    above = float(frame[1] @ (view.eye - waist)) > kind.chest * size
    if above and beast.markings.back < 1:
        solids.append(_back(body, frame, beast.dark))
    ahead = float(frame[2] @ (view.eye - chest)) > 0
    if ahead:
        solids.append(_bib(beast))
    if beast.wardrobe.kind == "sheep":
        solids += _fleece(beast)
    for name in sorted(near, key=lambda name: -_distance(view, beast.joint(names[name]))):
        solids += _leg(beast, name)
    if beast.wardrobe.kind == "bird":
        side = across * (0.26 * size if from_right else -0.26 * size)
        wing = [waist + side, rump + frame[1] * 0.1 * size]
        solids.append(limb(wing, [0.20 * size, 0.08 * size], darker(beast.color, 0.82)))
    if tail_near:
        solids += _tail(beast)
    draw_solids(canvas, view, solids, toning)


def _belly(body: Solid, frame: Array, radius: float, color: Color) -> Solid:
    """The lighter under side, seen below the trunk that is drawn over it."""
    balls = [Ball(ball.center - frame[1] * radius * 0.13, ball.axes * 0.97) for ball in body.balls]
    return Solid(balls, color)


def _back(body: Solid, frame: Array, color: Color) -> Solid:
    """A darker band along the spine."""
    scale = np.array([0.50, 0.29, 0.86])[:, None]
    balls = [
        Ball(ball.center + frame[1] * length(ball.axes[1]) * 0.70, ball.axes * scale)
        for ball in body.balls
    ]
    return Solid(balls, color, flat=True)


def _bib(beast: Beast) -> Solid:
    """The lighter chest."""
    kind, size, frame = beast.kind, beast.size, beast.frame("chest")
    place = beast.joint("chest") + (frame[2] * 0.62 - frame[1] * 0.12) * kind.chest * size
    radii = (0.50 * kind.chest * size, 0.72 * kind.chest * size, 0.48 * kind.chest * size)
    return Solid([ellipsoid(place, frame, radii)], beast.pale)


def _distance(view: StageView, point: Array) -> float:
    return length(point - view.eye)


def _dimmed(solids: list[Solid]) -> list[Solid]:
    """The far legs lie in the shade of the trunk."""
    return [Solid(solid.balls, darker(solid.color, 0.84), solid.links) for solid in solids]


def _fleece(beast: Beast) -> list[Solid]:
    size, frame = beast.size, beast.frame("chest")
    balls = [
        ball(
            beast.joint("waist") + (frame[2] * along + frame[1] * up + frame[0] * out) * size,
            0.15 * size,
        )
        for along in (-0.42, -0.2, 0.0, 0.2, 0.42)
        for up, out in ((0.22, 0.0), (0.08, 0.22), (0.08, -0.22), (-0.12, 0.22), (-0.12, -0.22))
    ]
    return [Solid(balls, beast.color, [(i, i) for i in range(len(balls))])]
