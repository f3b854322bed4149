"""The drawing of people: which solids make them, in which order, as a few parts."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import skia

from openstage.world.figures.build import build_of
from openstage.world.figures.clothes import (
    FLARE,
    LENGTHS,
    Figure,
    forearm,
    leg,
    neck,
    pelvis,
    skirt,
    sleeve_color,
    torso,
    upper_arm,
)
from openstage.world.figures.details import draw_details
from openstage.world.figures.faces import draw_face
from openstage.world.figures.forms import Solid, ball, draw_solids, limb
from openstage.world.figures.hair import back_hair, draw_beard, draw_hair, masses
from openstage.world.figures.hats import egg_around, hat_solids
from openstage.world.figures.heads import Head
from openstage.world.figures.hoods import behind_face, draw_hood
from openstage.world.figures.shadow import contact_shadow
from openstage.world.figures.skeleton import Skeleton
from openstage.world.figures.toning import Tonings, darker
from openstage.world.figures.vectors import length
from openstage.world.geometry import Array
from openstage.world.scene import Brush, Part
from openstage.world.stage_view import StageView
from openstage.world.staging import Role

BRIM = 0.27
"""Heights of the head above its middle: the plane of a hat's brim."""

LEGS = ("hip", "waist", "knee_r", "knee_l", "foot_r", "foot_l")
TRUNK = ("hip", "chest", "collar", "shoulder_r", "shoulder_l", "elbow_r", "elbow_l")
FULL = 0.36
"""Meters that clothes, hats and hair reach from the joints."""
UNDER = 0.17
"""Sine of the angle from below at which a brim shows its underside."""


def person_parts(role: Role, skeleton: Skeleton) -> list[Part]:
    """Shadow, lower body, hanging hair, upper body, both forearms and the head."""
    figure = Figure(role.wardrobe, build_of(role.wardrobe), skeleton)
    tonings = Tonings(skeleton.joints["chest"])
    joints = skeleton.joints
    chest = figure.frame("chest")
    # Near the hip, so that hands in the lap lie over it for all who see them from before.
    low = (joints["knee_r"] + joints["knee_l"]) * 0.12 + joints["hip"] * 0.76
    low[1] = (joints["knee_r"][1] + joints["knee_l"][1]) * 0.3 + joints["hip"][1] * 0.4
    parts: list[Part] = [
        contact_shadow(skeleton, figure.build.height),
        Brush(low, partial(_lower, figure, tonings)),
        Brush(joints["chest"], partial(_upper, figure, tonings)),
    ]
    hanging = back_hair(Head(figure))
    if hanging:
        # As high as the chest, so that it lies before or behind it wherever the camera stands.
        place = joints["chest"] - chest[2] * 0.08
        parts.append(Brush(place, partial(_solids, hanging, tonings)))
    for side in ("r", "l"):
        center = joints[f"elbow_{side}"] * 0.35 + joints[f"hand_{side}"] * 0.65
        parts.append(Brush(center, partial(_forearm, figure, side, tonings)))
    # At the place of the trunk, and after it: so the head is drawn over neck and collar.
    parts.append(Brush(joints["chest"], partial(_head, figure, tonings)))
    return parts


def _solids(
    solids: Sequence[Solid], tonings: Tonings, canvas: skia.Canvas, view: StageView
) -> None:
    draw_solids(canvas, view, solids, tonings(view))


def _distance(view: StageView, point: Array) -> float:
    return length(point - view.eye)


def _lower(figure: Figure, tonings: Tonings, canvas: skia.Canvas, view: StageView) -> None:
    """Legs, the farther first, and what hangs over them."""
    if not view.meets(figure.points(*LEGS), FULL):
        return
    toning, wardrobe = tonings(view), figure.wardrobe
    legs = sorted(
        ("r", "l"),
        key=lambda side: (
            -_distance(view, (figure.joint(f"knee_{side}") + figure.joint(f"foot_{side}")) / 2)
        ),
    )
    if wardrobe.bottom == "skirt" and wardrobe.top not in ("dress", "robe"):
        bottom, long, flare = wardrobe.bottom_color, 0.95, 0.05
    else:
        bottom, long, flare = wardrobe.bottom_color, 0.0, 0.0
    covered = wardrobe.top in ("coat", "dress", "robe")
    solids = leg(figure, legs[0])
    if not covered:
        solids.append(pelvis(figure, bottom))
    solids += leg(figure, legs[1])
    if long:
        solids.append(skirt(figure, bottom, long, flare))
    if wardrobe.top in LENGTHS:
        length, stand_off = LENGTHS[wardrobe.top], FLARE[wardrobe.top]
        solids.append(skirt(figure, wardrobe.top_color, length, stand_off))
    else:
        solids.append(_hem(figure))
    draw_solids(canvas, view, solids, toning)


def _hem(figure: Figure) -> Solid:
    """The lower edge of a shirt or sweater over the hips."""
    solid = pelvis(figure, sleeve_color(figure.wardrobe))
    return Solid(solid.balls[:2], solid.color)


def _upper(figure: Figure, tonings: Tonings, canvas: skia.Canvas, view: StageView) -> None:
    """Trunk, neck and upper arms; an arm that is farther than the trunk comes before it."""
    if not view.meets(figure.points(*TRUNK), FULL):
        return
    toning = tonings(view)
    chest = (figure.joint("chest") + figure.joint("collar")) / 2
    middle = _distance(view, chest)
    arms = {
        side: _distance(
            view, (figure.joint(f"shoulder_{side}") + figure.joint(f"elbow_{side}")) / 2
        )
        for side in ("r", "l")
    }
    far_arms = [side for side, far in arms.items() if far > middle + 0.02]
    near_arms = sorted(set(arms) - set(far_arms), key=lambda side: -arms[side])
    solids = [solid for side in far_arms for solid in upper_arm(figure, side)]
    below = view.eye[1] < figure.joint("collar")[1] - 0.2
    middle_solids = [torso(figure), neck(figure)]
    solids += middle_solids[::-1] if below else middle_solids
    draw_solids(canvas, view, solids, toning)
    draw_details(canvas, view, figure, toning)
    solids = _scarf(figure) if "scarf" in figure.wardrobe.extras else []
    solids += [solid for side in near_arms for solid in upper_arm(figure, side)]
    draw_solids(canvas, view, solids, toning)


def _scarf(figure: Figure) -> list[Solid]:
    chest, girth = figure.frame("chest"), figure.build.girth
    collar = figure.joint("collar") + chest[1] * 0.02
    color = figure.wardrobe.accent
    around = [
        collar + (chest[0] * x + chest[2] * z) * 0.055 * girth
        for x, z in ((1, 0), (0, 1), (-1, 0), (0, -1))
    ]
    end = collar + chest[2] * 0.125 * girth - chest[1] * 0.24 + chest[0] * 0.05
    return [
        limb(
            [around[1] + chest[0] * 0.03, end], [0.036 * girth, 0.040 * girth], darker(color, 0.9)
        ),
        Solid([ball(p, 0.042 * girth) for p in around], color, [(0, 1), (1, 2), (2, 3), (3, 0)]),
    ]


def _forearm(
    figure: Figure, side: str, tonings: Tonings, canvas: skia.Canvas, view: StageView
) -> None:
    if not view.meets(figure.points(f"elbow_{side}", f"hand_{side}"), FULL):
        return
    toning = tonings(view)
    solids = forearm(figure, side)
    # A hand that points at the camera is before its sleeve; else it comes out of it.
    nearer = _distance(view, figure.joint(f"hand_{side}")) < _distance(
        view, figure.joint(f"elbow_{side}")
    )
    draw_solids(canvas, view, solids[::-1] if nearer else solids, toning)
    hat = figure.wardrobe.hat
    hand = figure.skeleton.hat_hand
    if side == hand[0] and hat and figure.skeleton.hat_off > 0.5:
        palm, _ = figure.skeleton.hand(hand)
        frame = figure.frame("chest")
        egg = egg_around(palm - frame[1] * 0.3 * figure.build.head, frame, figure.build.head)
        draw_solids(canvas, view, hat_solids(hat, egg, figure.wardrobe.hat_color), toning)


def _head(figure: Figure, tonings: Tonings, canvas: skia.Canvas, view: StageView) -> None:
    """From the back to the front: what hangs behind, ears, skull, face, beard, hair, hat."""
    if not view.meets(figure.points("head", "collar"), FULL):
        return
    toning, head = tonings(view), Head(figure)
    wardrobe = figure.wardrobe
    egg = egg_around(figure.joint("head"), head.frame, head.size)
    hat = hat_solids(wardrobe.hat, egg, wardrobe.hat_color) if head.hatted else []
    above = view.eye - head.at(0.0, BRIM, 0.0)
    under_brim = float(above @ head.frame[1]) < -UNDER * length(above)
    # From below, the brim is before the crown, and the head before both.
    solids = hat[::-1] if under_brim else []
    solids += behind_face(view, head) if head.hooded else masses(view, head, behind=True)
    right = float(head.frame[0] @ (view.eye - figure.joint("head")))
    near = 1.0 if right > 0 else -1.0
    sideways = abs(right) / max(_distance(view, figure.joint("head")), 1e-6)
    if not head.hooded:
        solids.append(head.ear(-near))
        if sideways < 0.3:
            solids.append(head.ear(near))
    if head.face().view_ray(view)[2] < 0.1:
        solids.append(head.nose())
    solids.append(head.skull())
    draw_solids(canvas, view, solids, toning)
    draw_beard(canvas, view, head, toning)
    draw_face(canvas, view, head, toning)
    draw_hair(canvas, view, head, toning)
    if head.hooded:
        draw_hood(canvas, view, head, toning)
        return
    solids = masses(view, head, behind=False)
    if sideways >= 0.3 and wardrobe.hair_style not in ("long", "bob", "curly"):
        solids.insert(0, head.ear(near))
    if not under_brim:
        solids += hat
    draw_solids(canvas, view, solids, toning)
