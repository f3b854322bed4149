"""The drawing of people: which solids make them, in which order, as a few parts."""

from __future__ import annotations

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
from openstage.world.figures.hair import draw_beard, draw_hair, masses
from openstage.world.figures.hanging import back_hair, draw_hanging
from openstage.world.figures.hats import egg_around, hat_solids
from openstage.world.figures.heads import Head
from openstage.world.figures.hoods import behind_face, cape, draw_hood
from openstage.world.figures.shadow import contact_shadow
from openstage.world.figures.skeleton import Skeleton
from openstage.world.figures.toning import Toning, Tonings, darker
from openstage.world.figures.vectors import length, unit
from openstage.world.geometry import Array
from openstage.world.scene import Brush, Part
from openstage.world.stage_view import StageView
from openstage.world.staging import Role

BRIM = 0.27
"""Heights of the head above its middle: the plane of a hat's brim."""

LEGS = ("hip", "waist", "knee_r", "knee_l", "foot_r", "foot_l")
TRUNK = ("head", "hip", "chest", "collar", "shoulder_r", "shoulder_l", "elbow_r", "elbow_l")
FULL = 0.36
"""Meters that clothes, hats and hair reach from the joints."""
UNDER = 0.17
"""Sine of the angle from below at which a brim shows its underside."""

WHOLE, INMOST = 1.4, 0.2
"""Heights of the head: within the larger distance lies all of it, within the smaller only hair."""

BACK = -0.25
"""Cosine to the front of a trunk beyond which an eye is at its back."""


def person_parts(role: Role, skeleton: Skeleton) -> list[Part]:
    """Shadow, lower body, upper body, both forearms and the head."""
    figure = Figure(role.wardrobe, build_of(role.wardrobe), skeleton)
    tonings = Tonings(skeleton.joints["chest"])
    joints = skeleton.joints
    # Near the hip, so that hands in the lap lie over it for all who see them from before.
    low = (joints["knee_r"] + joints["knee_l"]) * 0.12 + joints["hip"] * 0.76
    low[1] = (joints["knee_r"][1] + joints["knee_l"][1]) * 0.3 + joints["hip"][1] * 0.4
    parts: list[Part] = [
        contact_shadow(skeleton, figure.build.height),
        Brush(low, partial(_lower, figure, tonings)),
        Brush(joints["chest"], partial(_upper, figure, tonings)),
    ]
    for side in ("r", "l"):
        center = joints[f"elbow_{side}"] * 0.35 + joints[f"hand_{side}"] * 0.65
        parts.append(Brush(center, partial(_forearm, figure, side, tonings)))
    # At the place of the trunk, and after it: so the head is drawn over neck and collar.
    parts.append(Brush(joints["chest"], partial(_head, figure, tonings)))
    return parts


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
    solids = back_hair(Head(figure))
    solids += [solid for side in far_arms for solid in upper_arm(figure, side)]
    ahead = float(figure.frame("chest")[2] @ unit(view.eye - chest))
    scarf = _scarf(figure) if "scarf" in figure.wardrobe.extras else []
    if ahead < BACK:
        # The end of a scarf hangs before the trunk.
        solids += scarf[:1]
        scarf = scarf[1:]
    draw_solids(canvas, view, solids, toning)
    if Head(figure).behind(view) > 0:
        _skull(canvas, view, Head(figure), toning)
    below = view.eye[1] < figure.joint("collar")[1] - 0.2
    middle_solids = [torso(figure), neck(figure, max(-ahead, 0.0))]
    draw_solids(canvas, view, middle_solids[::-1] if below else middle_solids, toning)
    draw_details(canvas, view, figure, toning)
    solids = scarf + [solid for side in near_arms for solid in upper_arm(figure, side)]
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
        draw_solids(canvas, view, hat_solids(hat, egg, figure.wardrobe.hat_color, view.eye), toning)


def _head(figure: Figure, tonings: Tonings, canvas: skia.Canvas, view: StageView) -> None:
    """From the back to the front: skull, beard, face, hair, hat.

    Seen from behind, the skull is there already, under the neck: `_upper` has drawn it.
    """
    if not view.meets(figure.points("head", "collar"), FULL):
        return
    toning, head = tonings(view), Head(figure)
    behind = head.behind(view)
    canvas.save()
    if behind > 0:
        if head.hooded:
            draw_solids(canvas, view, [cape(head)], toning)
        _clip_round(canvas, view, head, behind)
    if behind < 1:
        _skull(canvas, view, head, toning)
    canvas.restore()
    draw_face(canvas, view, head, toning)
    draw_hair(canvas, view, head, toning)
    if head.hooded:
        draw_hood(canvas, view, head, toning)
        return
    draw_hanging(canvas, view, head, toning)
    solids = masses(view, head, behind=False)
    near, sideways = _near_side(view, head)
    if sideways >= 0.3 and figure.wardrobe.hair_style not in ("long", "bob"):
        solids.insert(0, head.ear(near, view))
    if not _under_brim(view, head):
        solids += _hat(view, head)
    draw_solids(canvas, view, solids, toning)


def _clip_round(canvas: skia.Canvas, view: StageView, head: Head, behind: float) -> None:
    """Narrows to the crown what is drawn of a head over its neck, the farther the eye is behind."""
    middle = head.at(0.0, 0.16, -0.10)
    (x, y), *_ = view.project(middle[None])[0].tolist()
    radius = (WHOLE - behind * (WHOLE - INMOST)) * head.size * view.scale(middle)
    canvas.clipPath(skia.Path.Circle(x, y, radius), skia.ClipOp.kIntersect, True)


def _skull(canvas: skia.Canvas, view: StageView, head: Head, toning: Toning) -> None:
    """What hangs behind a skull, its ears, itself and its beard."""
    # From below, the brim is before the crown, and the head before both.
    solids = _hat(view, head)[::-1] if _under_brim(view, head) else []
    solids += behind_face(view, head) if head.hooded else masses(view, head, behind=True)
    near, sideways = _near_side(view, head)
    if not head.hooded:
        solids.append(head.ear(-near, view))
        if sideways < 0.3:
            solids.append(head.ear(near, view))
    if head.face().view_ray(view)[2] < 0.1:
        solids.append(head.nose())
    solids.append(head.skull())
    draw_solids(canvas, view, solids, toning)
    draw_beard(canvas, view, head, toning)


def _hat(view: StageView, head: Head) -> list[Solid]:
    """The hat that sits on a head, from below to above."""
    if not head.hatted:
        return []
    wardrobe = head.figure.wardrobe
    egg = egg_around(head.figure.joint("head"), head.frame, head.size)
    return hat_solids(wardrobe.hat, egg, wardrobe.hat_color, view.eye)


def _under_brim(view: StageView, head: Head) -> bool:
    above = view.eye - head.at(0.0, BRIM, 0.0)
    return float(above @ head.frame[1]) < -UNDER * length(above)


def _near_side(view: StageView, head: Head) -> tuple[float, float]:
    """The side that is nearer to the eye, 1 right or -1 left, and how much it is turned there."""
    right = float(head.frame[0] @ (view.eye - head.figure.joint("head")))
    sideways = abs(right) / max(_distance(view, head.figure.joint("head")), 1e-6)
    return (1.0 if right > 0 else -1.0), sideways
