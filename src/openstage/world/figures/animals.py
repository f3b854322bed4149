"""The drawing of animals: trunk, legs, neck, head, tail."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np
import skia

from openstage.world.figures.animal_kinds import KINDS, AnimalKind
from openstage.world.figures.forms import Ball, Solid, ball, draw_solid, draw_solids, ellipsoid, limb
from openstage.world.figures.shadow import contact_shadow
from openstage.world.figures.skeleton import Skeleton
from openstage.world.figures.toning import Toning, Tonings, blended, darker
from openstage.world.geometry import Array
from openstage.world.scene import Brush, Color, Part
from openstage.world.stage_view import StageView
from openstage.world.staging import Role, Wardrobe

DARK: Color = (0.11, 0.09, 0.09)


@dataclass(frozen=True)
class Beast:
    wardrobe: Wardrobe
    kind: AnimalKind
    skeleton: Skeleton

    @property
    def size(self) -> float:
        return self.wardrobe.height

    @property
    def color(self) -> Color:
        return self.wardrobe.hair

    def joint(self, name: str) -> Array:
        return self.skeleton.joints[name]

    def frame(self, name: str) -> Array:
        return self.skeleton.frames[name]

    def egg(self, at: tuple[float, float, float], radii: tuple[float, float, float]) -> Ball:
        """On the head: place and radii in radii of the skull."""
        unit, frame = self.kind.head * self.size, self.frame("head")
        place = self.joint("head") + np.array(at) * unit @ frame
        return ellipsoid(place, frame, (radii[0] * unit, radii[1] * unit, radii[2] * unit))


def animal_parts(role: Role, skeleton: Skeleton) -> list[Part]:
    """Shadow, trunk with legs and tail, and the head with its neck."""
    beast = Beast(role.wardrobe, KINDS[role.wardrobe.kind], skeleton)
    tonings = Tonings(skeleton.joints["waist"])
    head = (skeleton.joints["head"] * 2 + skeleton.joints["collar"]) / 3
    return [
        contact_shadow(skeleton, beast.size * 1.6),
        Brush(skeleton.joints["waist"], partial(_trunk, beast, tonings)),
        Brush(head, partial(_head, beast, tonings)),
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
    sole = darker(beast.color, 0.45) if kind.tail == "horse" or beast.wardrobe.kind in ("cow", "sheep") else darker(beast.color, 0.94)
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
        return [Solid([ball(root + frame[2] * 0.05 * size, 0.10 * size)], blended(beast.color, (1, 1, 1), 0.3))]
    along, up = frame[2], frame[1]
    if kind.tail == "horse":
        down = np.array([0.0, -1.0, 0.0])
        points = [root, root + along * 0.10 * size, root + along * 0.16 * size + down * 0.3 * size, root + along * 0.14 * size + down * 0.56 * size]
        return [limb(points, [r * size for r in (0.04, 0.06, 0.075, 0.03)], darker(beast.color, 0.55))]
    if kind.tail == "plume":
        points = [root, root + along * 0.16 * size, root + along * 0.30 * size + up * 0.06 * size, root + along * 0.36 * size + up * 0.18 * size]
        return [limb(points, [r * size for r in (0.05, 0.075, 0.085, 0.03)], beast.color)]
    points = [root, root + along * 0.28 * size, root + along * 0.52 * size - up * 0.05 * size, root + along * 0.70 * size + up * 0.10 * size]
    return [limb(points, [r * size for r in (0.05, 0.042, 0.038, 0.032)], beast.color)]


def _trunk(beast: Beast, tonings: Tonings, canvas: skia.Canvas, view: StageView) -> None:
    toning = tonings(view)
    kind, size = beast.kind, beast.size
    names = {"fr": "hand_r", "fl": "hand_l", "hr": "foot_r", "hl": "foot_l"}
    across = beast.frame("chest")[0]
    from_right = float(across @ (view.eye - beast.joint("waist"))) > 0
    far = [name for name in names if (name[1] == "r") != from_right]
    near = [name for name in names if name not in far]
    tail_near = float(beast.frame("hips")[2] @ (view.eye - beast.joint("hip"))) < 0
    for name in far:
        draw_solids(canvas, view, _dimmed(_leg(beast, name)), toning)
    if not tail_near:
        draw_solids(canvas, view, _tail(beast), toning)
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
    draw_solid(canvas, view, body, toning)
    if beast.wardrobe.kind == "sheep":
        draw_solids(canvas, view, _fleece(beast), toning)
    for name in sorted(near, key=lambda name: -float(np.linalg.norm(beast.joint(names[name]) - view.eye))):
        draw_solids(canvas, view, _leg(beast, name), toning)
    if beast.wardrobe.kind == "bird":
        wing = [waist + across * (0.26 * size if from_right else -0.26 * size), rump + frame[1] * 0.1 * size]
        draw_solid(canvas, view, limb(wing, [0.20 * size, 0.08 * size], darker(beast.color, 0.82)), toning)
    if tail_near:
        draw_solids(canvas, view, _tail(beast), toning)


def _dimmed(solids: list[Solid]) -> list[Solid]:
    """The far legs lie in the shade of the trunk."""
    return [Solid(solid.balls, darker(solid.color, 0.84), solid.links) for solid in solids]


def _fleece(beast: Beast) -> list[Solid]:
    size, frame = beast.size, beast.frame("chest")
    balls = [
        ball(beast.joint("waist") + (frame[2] * along + frame[1] * up + frame[0] * out) * size, 0.15 * size)
        for along in (-0.42, -0.2, 0.0, 0.2, 0.42)
        for up, out in ((0.22, 0.0), (0.08, 0.22), (0.08, -0.22), (-0.12, 0.22), (-0.12, -0.22))
    ]
    return [Solid(balls, beast.color, [(i, i) for i in range(len(balls))])]


def _head(beast: Beast, tonings: Tonings, canvas: skia.Canvas, view: StageView) -> None:
    toning = tonings(view)
    kind, size = beast.kind, beast.size
    wide = kind.neck_width * size
    neck = limb([beast.joint("collar"), beast.joint("nape")], [wide * 1.25, wide], beast.color)
    faces = float(beast.frame("head")[2] @ (view.eye - beast.joint("head"))) > 0
    skull = beast.egg((0, 0, 0), (0.96, 0.92, 1.0))
    muzzle = _muzzle(beast)
    draw_solid(canvas, view, neck, toning)
    if "collar" in beast.wardrobe.extras:
        along = beast.frame("neck")
        band = (beast.joint("collar") + beast.joint("nape") * 2) / 3
        draw_solid(canvas, view, Solid([ellipsoid(band, along, (wide * 1.15, wide * 1.15, wide * 0.25))], beast.wardrobe.accent), toning)
    if kind.tail == "horse":
        mane = [beast.joint(name) - beast.frame("neck")[2] * 0 + beast.frame("neck")[1] * wide * 0.8 for name in ("collar", "nape")]
        draw_solid(canvas, view, limb(mane, [wide * 0.45, wide * 0.4], darker(beast.color, 0.55)), toning)
    ears = _ears(beast)
    order = sorted((1, -1), key=lambda sign: -float(np.linalg.norm(beast.egg((sign, 0.5, 0), (1, 1, 1)).center - view.eye)))
    hang = kind.ears == "floppy"
    if not (hang and faces):
        draw_solids(canvas, view, ears[order[0]], toning)
    if not faces:
        draw_solids(canvas, view, muzzle, toning)
    draw_solid(canvas, view, Solid([skull], beast.color), toning)
    if faces:
        draw_solids(canvas, view, muzzle, toning)
        _features(canvas, view, beast, toning)
        if hang:
            draw_solids(canvas, view, ears[order[0]], toning)
    else:
        _features(canvas, view, beast, toning)
    draw_solids(canvas, view, ears[order[1]], toning)


def _muzzle(beast: Beast) -> list[Solid]:
    """From the skull to the nose; the jaw drops when it barks."""
    kind = beast.kind
    long, wide = kind.muzzle / kind.head, kind.muzzle_width / kind.head
    if beast.wardrobe.kind == "bird":
        beak = (0.88, 0.62, 0.24)
        return [Solid([beast.egg((0, -0.1, 0.8), (0.24, 0.24, 0.2)), beast.egg((0, -0.2, 1.55), (0.04, 0.05, 0.05))], beak)]
    bark = beast.skeleton.face.speaking
    light = blended(beast.color, (1.0, 0.98, 0.95), 0.35)
    solids = []
    if bark > 0.05:
        solids.append(Solid([beast.egg((0, -0.5, 0.5), (wide, 0.25, 0.3)), beast.egg((0, -0.55 - 0.45 * bark, long * 0.86), (wide * 0.7, 0.14, 0.2))], darker(light, 0.9)))
        solids.append(Solid([beast.egg((0, -0.40 - 0.2 * bark, long * 0.7), (wide * 0.6, 0.12, 0.35))], (0.80, 0.36, 0.38)))
    solids.append(
        Solid(
            [
                beast.egg((0, -0.25, 0.55), (wide * 1.25, wide * 1.15, 0.35)),
                beast.egg((0, -0.34, long * 0.92), (wide * 0.85, wide * 0.72, wide * 0.6)),
            ],
            light if beast.wardrobe.kind != "horse" else beast.color,
        )
    )
    return solids


def _ears(beast: Beast) -> dict[int, list[Solid]]:
    make: dict[str, Callable[[int], list[Ball]]] = {
        "floppy": lambda s: [
            beast.egg((s * 0.72, 0.62, -0.15), (0.22, 0.2, 0.26)),
            beast.egg((s * 1.05, 0.10, 0.0), (0.16, 0.42, 0.32)),
            beast.egg((s * 1.06, -0.38, 0.08), (0.13, 0.26, 0.24)),
        ],
        "pointed": lambda s: [
            beast.egg((s * 0.52, 0.66, -0.15), (0.32, 0.18, 0.16)),
            beast.egg((s * 0.66, 1.34, -0.12), (0.06, 0.08, 0.05)),
        ],
        "long": lambda s: [
            beast.egg((s * 0.6, 0.55, -0.2), (0.2, 0.2, 0.15)),
            beast.egg((s * 1.25, 0.55, -0.25), (0.32, 0.22, 0.10)),
        ],
        "round": lambda s: [beast.egg((s * 0.7, 0.75, -0.15), (0.3, 0.32, 0.12))],
        "none": lambda s: [],
    }
    if beast.wardrobe.kind == "rabbit":
        make["long"] = lambda s: [
            beast.egg((s * 0.35, 0.8, -0.2), (0.16, 0.2, 0.12)),
            beast.egg((s * 0.5, 1.7, -0.35), (0.2, 0.55, 0.10)),
        ]
    color = darker(beast.color, 0.80 if beast.kind.ears == "floppy" else 0.88)
    return {sign: [Solid(balls, color)] if (balls := make[beast.kind.ears](sign)) else [] for sign in (1, -1)}


def _features(canvas: skia.Canvas, view: StageView, beast: Beast, toning: Toning) -> None:
    """Eyes and nose where they are turned to the camera."""
    kind, frame = beast.kind, beast.frame("head")
    pixels = kind.head * beast.size * view.scale(beast.joint("head"))
    toward = frame @ (view.eye - beast.joint("head"))
    toward = toward / max(float(np.linalg.norm(toward)), 1e-6)
    long = kind.muzzle / kind.head
    if pixels < 2:
        return
    side_eyes = beast.wardrobe.kind in ("horse", "cow", "sheep", "rabbit", "bird")
    out, ahead = (0.80, 0.42) if side_eyes else (0.42, 0.80)
    closed = beast.skeleton.face.closed > 0.5
    for sign in (1.0, -1.0):
        normal = np.array([sign * out, 0.22, ahead])
        if float(normal @ toward) < 0.12:
            continue
        radius = 0.16 if not closed else 0.05
        draw_solid(canvas, view, Solid([beast.egg((sign * out * 0.92, 0.22, ahead * 0.94), (0.16, radius, 0.16))], DARK, flat=True), toning)
        if pixels > 9 and not closed:
            glint = beast.egg((sign * out * 0.92 - 0.05, 0.30, ahead * 1.06), (0.05, 0.05, 0.05))
            draw_solid(canvas, view, Solid([glint], (1.0, 1.0, 1.0), flat=True), toning)
    if beast.wardrobe.kind != "bird" and toward[2] > -0.35:
        wide = kind.muzzle_width / kind.head
        nose = beast.egg((0, -0.20, long * 0.92 + wide * 0.5), (wide * 0.42, wide * 0.34, wide * 0.28))
        color = (0.82, 0.50, 0.50) if beast.wardrobe.kind in ("cat", "rabbit", "sheep") else DARK
        draw_solid(canvas, view, Solid([nose], color, flat=True), toning)
