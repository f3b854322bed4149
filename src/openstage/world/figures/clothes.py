"""What covers the trunk and the limbs: solids for each garment, from the joints."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from openstage.world.figures.build import Build
from openstage.world.figures.forms import Ball, Solid, ball, ellipsoid, limb
from openstage.world.figures.skeleton import Skeleton
from openstage.world.figures.toning import darker
from openstage.world.figures.vectors import cross, unit
from openstage.world.geometry import Array
from openstage.world.scene import Color
from openstage.world.staging import Wardrobe

LENGTHS = {
    "coat": 0.72,
    "robe": 1.72,
    "dress": 1.12,
    "apron": 0.86,
    "uniform": 0.22,
    "suit": 0.20,
    "jacket": 0.08,
}
"""How far a top hangs below the hips: 1 is to the knees, 2 to the ankles."""

FLARE = {
    "coat": 0.045,
    "robe": 0.07,
    "dress": 0.115,
    "apron": 0.03,
    "uniform": 0.02,
    "suit": 0.012,
    "jacket": 0.004,
}
"""Meters by which its hem stands off."""

LOOSE = {"coat": 1.12, "robe": 1.10, "jacket": 1.10, "sweater": 1.06, "suit": 1.05, "uniform": 1.04}
"""How much wider than the body it is."""

COLLAR = 0.036
"""How much higher a garment closes around the neck behind than before, in heights of a body."""


@dataclass(frozen=True)
class Figure:
    """All that the drawing of one person needs."""

    wardrobe: Wardrobe
    build: Build
    skeleton: Skeleton

    def joint(self, name: str) -> Array:
        return self.skeleton.joints[name]

    def points(self, *names: str) -> Array:
        """(N, 3)"""
        return np.array([self.skeleton.joints[name] for name in names])

    def frame(self, name: str) -> Array:
        return self.skeleton.frames[name]

    @property
    def loose(self) -> float:
        return LOOSE.get(self.wardrobe.top, 1.0)


def trunk_rings(figure: Figure) -> list[tuple[Array, Array, float, float]]:
    """From the hips to the collar: middle, frame, half width and half depth of the body."""
    build, girth = figure.build, figure.build.girth
    hips, chest = figure.frame("hips"), figure.frame("chest")
    kind = figure.wardrobe.kind
    belly = max(build.girth / (build.height / 1.7) - 1.0, 0.0)
    widths = {
        "woman": (0.166, 0.126, 0.140, 0.146),
        "man": (0.158, 0.146, 0.168, 0.182),
    }.get(kind, (0.140, 0.132, 0.136, 0.128))
    depths = (0.118, 0.098 + 0.08 * belly, 0.116, 0.092)
    loose = figure.loose
    joints = [figure.joint("hip"), figure.joint("waist"), figure.joint("chest")]
    collar = figure.joint("collar")
    joints[0] = joints[0] + hips[1] * 0.02
    joints.append(joints[2] + (collar - joints[2]) * 0.62)
    frames = [hips, hips, chest, chest]
    offset = (-0.012, 0.0, 0.012, -0.004)
    return [
        (joint + frame[2] * ahead * girth, frame, width * girth * loose, depth * girth * loose)
        for joint, frame, width, depth, ahead in zip(
            joints, frames, widths, depths, offset, strict=True
        )
    ]


def torso(figure: Figure) -> Solid:
    """From the waist to the shoulders, in one skin."""
    build = figure.build
    girth = build.girth
    rings = trunk_rings(figure)
    balls: list[Ball] = []
    for middle, frame, width, depth in rings[1:]:
        balls.append(ellipsoid(middle, frame, (width, 0.06 * girth, depth)))
    round_ = (0.050 if figure.wardrobe.kind == "woman" else 0.060) * girth * figure.loose
    collar = figure.joint("collar")
    chest = figure.frame("chest")
    balls += [
        ball(figure.joint(f"shoulder_{side}") - chest[1] * 0.012 * girth, round_)
        for side in ("r", "l")
    ]
    balls.append(ball(collar + chest[1] * 0.008 * build.height, 0.052 * girth))
    return Solid(
        balls,
        sleeve_color(figure.wardrobe),
        [(0, 1), (1, 2), (2, 3), (2, 4), (3, 5), (4, 5), (1, 3), (1, 4)],
    )


def pelvis(figure: Figure, color: Color) -> Solid:
    """From the waist down to the seat."""
    rings = trunk_rings(figure)
    girth = figure.build.girth
    balls = [
        ellipsoid(middle, frame, (width, 0.05 * girth, depth))
        for middle, frame, width, depth in (rings[1], rings[0])
    ]
    seat = figure.joint("hip") - figure.frame("hips")[1] * 0.05 * girth
    balls.append(
        ellipsoid(seat, figure.frame("hips"), (0.150 * girth, 0.05 * girth, 0.108 * girth))
    )
    return Solid(balls, color)


def skirt(figure: Figure, color: Color, length: float, flare: float) -> Solid:
    """What hangs from the waist around both legs: flat rings down to the hem.

    `length` 1 is to the knees, 2 to the ankles; `flare` is in meters at the hem.
    """
    girth, scale = figure.build.girth, figure.build.height / 1.7
    rings = trunk_rings(figure)
    balls = [
        ellipsoid(middle, frame, (width * 1.02, 0.03 * girth, depth * 1.04))
        for middle, frame, width, depth in (rings[1], rings[0])
    ]
    legs = {
        side: [figure.joint(f"{name}_{side}") for name in ("thigh", "knee", "foot")]
        for side in ("r", "l")
    }
    across = figure.frame("hips")[0]
    for share in np.linspace(0.25, 1.0, 4) * length:
        right, left = (_along(legs[side], float(share)) for side in ("r", "l"))
        middle, spread = (right + left) / 2, right - left
        above_r, above_l = (_along(legs[side], max(float(share) - 0.2, 0.0)) for side in ("r", "l"))
        down = unit(middle - (above_r + above_l) / 2)
        side = unit(across - down * float(across @ down))
        ahead = cross(side, down)
        thick = (0.088 - 0.018 * min(float(share), 1.6)) * girth + flare * scale * float(
            share
        ) / length
        wide = abs(float(spread @ side)) / 2 + thick
        deep = abs(float(spread @ ahead)) / 2 + thick
        balls.append(ellipsoid(middle, np.stack([side, down, ahead]), (wide, 0.012 * girth, deep)))
    return Solid(balls, color)


def _along(leg: list[Array], share: float) -> Array:
    """A place on a leg: 0 its hip, 1 its knee, 2 its ankle."""
    if share <= 1.0:
        return leg[0] + (leg[1] - leg[0]) * share
    return leg[1] + (leg[2] - leg[1]) * min(share - 1.0, 0.95)


def leg(figure: Figure, side: str) -> list[Solid]:
    """A leg and its shoe."""
    girth = figure.build.girth
    wardrobe = figure.wardrobe
    hip, knee, foot = (figure.joint(f"{name}_{side}") for name in ("thigh", "knee", "foot"))
    bare = wardrobe.top == "dress" or wardrobe.bottom in ("skirt", "shorts")
    calf = knee + (foot - knee) * 0.32 - figure.frame(f"foot_{side}")[2] * 0.012 * girth
    if bare:
        solids = [
            limb(
                [hip, knee, calf, foot],
                [r * girth for r in (0.085, 0.054, 0.053, 0.034)],
                wardrobe.skin,
            )
        ]
        if wardrobe.bottom == "shorts" and wardrobe.top != "dress":
            mid = hip + (knee - hip) * 0.72
            solids.append(limb([hip, mid], [0.092 * girth, 0.080 * girth], wardrobe.bottom_color))
    else:
        radii = [r * girth for r in (0.090, 0.068, 0.060, 0.052)]
        cuff = foot + (knee - foot) * 0.02
        solids = [limb([hip, knee, calf, cuff], radii, wardrobe.bottom_color)]
    return [shoe(figure, side), *solids]


def shoe(figure: Figure, side: str) -> Solid:
    build = figure.build
    frame, ankle = figure.frame(f"foot_{side}"), figure.joint(f"foot_{side}")
    size, low = build.height / 1.7, build.ankle

    def at(ahead: float, up: float) -> Array:
        place: Array = ankle + frame[2] * ahead * size + frame[1] * (up * size - low)
        return place

    return Solid(
        [
            ellipsoid(at(0.0, 0.075), frame, (0.040 * size, 0.030 * size, 0.045 * size)),
            ellipsoid(at(-0.035, 0.034), frame, (0.040 * size, 0.034 * size, 0.040 * size)),
            ellipsoid(at(0.085, 0.034), frame, (0.047 * size, 0.034 * size, 0.055 * size)),
            ellipsoid(at(0.150, 0.026), frame, (0.042 * size, 0.026 * size, 0.045 * size)),
        ],
        figure.wardrobe.shoes_color,
        [(0, 1), (0, 2), (1, 2), (2, 3)],
    )


def upper_arm(figure: Figure, side: str) -> list[Solid]:
    shoulder, elbow = figure.joint(f"shoulder_{side}"), figure.joint(f"elbow_{side}")
    girth, loose = figure.build.girth, figure.loose
    woman = 0.92 if figure.wardrobe.kind == "woman" else 1.0
    if short_sleeved(figure.wardrobe):
        mid = shoulder + (elbow - shoulder) * 0.55
        return [
            limb(
                [shoulder, elbow],
                [0.046 * girth * woman, 0.036 * girth * woman],
                figure.wardrobe.skin,
            ),
            limb(
                [shoulder, mid],
                [0.056 * girth * woman, 0.056 * girth * woman],
                figure.wardrobe.top_color,
            ),
        ]
    radii = [0.056 * girth * loose * woman, 0.047 * girth * loose * woman]
    return [limb([shoulder, elbow], radii, sleeve_color(figure.wardrobe))]


def forearm(figure: Figure, side: str) -> list[Solid]:
    elbow, wrist = figure.joint(f"elbow_{side}"), figure.joint(f"hand_{side}")
    girth, loose = figure.build.girth, figure.loose
    woman = 0.92 if figure.wardrobe.kind == "woman" else 1.0
    solids = [hand(figure, side)]
    if short_sleeved(figure.wardrobe):
        radii = [0.036 * girth * woman, 0.026 * girth * woman]
        return [limb([elbow, wrist], radii, figure.wardrobe.skin), *solids]
    cuffs = figure.wardrobe.top in ("suit", "uniform", "jacket", "coat")
    if cuffs:
        cuff = elbow + (wrist - elbow) * 0.86
        radii = [0.033 * girth * woman, 0.032 * girth * woman]
        solids.append(limb([cuff, wrist], radii, figure.wardrobe.shirt_color))
    end = elbow + (wrist - elbow) * (0.93 if cuffs else 0.98)
    radii = [0.047 * girth * loose * woman, 0.038 * girth * loose * woman]
    solids.append(limb([elbow, end], radii, sleeve_color(figure.wardrobe)))
    return solids


def hand(figure: Figure, side: str) -> Solid:
    """A mitten with a thumb: palm, fingers a little bent, and the thumb to the inner side."""
    elbow, wrist = figure.joint(f"elbow_{side}"), figure.joint(f"hand_{side}")
    size = figure.build.hand
    along = unit(wrist - elbow)
    inward = figure.frame("chest")[0] * (-1.0 if side == "r" else 1.0)
    ahead = figure.frame("chest")[2]
    broad = unit(cross(along, inward))
    broad = broad if float(broad @ ahead) >= 0 else -broad
    thin = unit(cross(along, broad))
    frame = np.stack([thin, along, broad])
    bent = thin if float(thin @ inward) >= 0 else -thin
    palm = wrist + along * size * 0.36
    tips = wrist + along * size * 0.80 + bent * size * 0.10
    thumb = wrist + along * size * 0.50 + broad * size * 0.34 + bent * size * 0.08
    base = wrist + along * size * 0.20 + broad * size * 0.12
    return Solid(
        [
            ball(wrist, 0.24 * size),
            ellipsoid(palm, frame, (0.17 * size, 0.28 * size, 0.28 * size)),
            ellipsoid(tips, frame, (0.13 * size, 0.22 * size, 0.22 * size)),
            ball(base, 0.15 * size),
            ball(thumb, 0.095 * size),
        ],
        figure.wardrobe.skin,
        [(0, 1), (1, 2), (3, 4)],
    )


def short_sleeved(wardrobe: Wardrobe) -> bool:
    return wardrobe.top == "dress"


def sleeve_color(wardrobe: Wardrobe) -> Color:
    return wardrobe.shirt_color if wardrobe.top == "apron" else wardrobe.top_color


def neck(figure: Figure, behind: float) -> Solid:
    """From the collar up into the base of the skull, which it carries from behind.

    What is worn covers its root to an eye that is wholly `behind` (1), not to one before it (0).
    """
    wide = (0.058 if figure.wardrobe.kind == "man" else 0.046) * figure.build.girth
    wide = min(wide, figure.build.head * 0.26)
    collar, head = figure.joint("collar"), figure.frame("head")
    size = figure.build.head
    base = figure.joint("head") - head[1] * 0.30 * size - head[2] * 0.10 * size
    throat = figure.joint("nape") + head[1] * 0.02 + head[2] * 0.03 * size
    color = darker(figure.wardrobe.skin, 0.93)
    root = collar + figure.frame("chest")[1] * (COLLAR * behind * figure.build.height)
    balls = [ball(root, wide * 1.08), ball(base, wide), ball(throat, wide * 0.85)]
    return Solid(balls, color, [(0, 1), (0, 2), (1, 2)])
