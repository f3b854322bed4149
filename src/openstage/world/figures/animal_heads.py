"""The heads of animals: neck, skull, muzzle, ears, eyes and nose."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import skia

from openstage.world.figures.beast import Beast
from openstage.world.figures.forms import Ball, Solid, draw_solid, draw_solids, ellipsoid, limb
from openstage.world.figures.toning import Toning, Tonings, blended, darker
from openstage.world.figures.vectors import length
from openstage.world.scene import Color
from openstage.world.stage_view import StageView

DARK: Color = (0.11, 0.09, 0.09)


def draw_head(beast: Beast, tonings: Tonings, canvas: skia.Canvas, view: StageView) -> None:
    toning = tonings(view)
    kind, size = beast.kind, beast.size
    wide = kind.neck_width * size
    neck = limb([beast.joint("collar"), beast.joint("nape")], [wide * 1.25, wide], beast.color)
    faces = float(beast.frame("head")[2] @ (view.eye - beast.joint("head"))) > 0
    skull = beast.egg((0, 0, 0), (0.96, 0.92, 1.0))
    muzzle = _muzzle(beast)
    along = beast.frame("neck")
    ridge = [neck]
    if kind.tail == "horse":
        # From the front the mane is behind the neck.
        from_above = float(along[1] @ (view.eye - beast.joint("collar"))) > 0
        ridge.insert(from_above, _mane(beast, wide))
    draw_solids(canvas, view, ridge, toning)
    if "collar" in beast.wardrobe.extras:
        band = (beast.joint("collar") + beast.joint("nape") * 2) / 3
        draw_solid(
            canvas,
            view,
            Solid(
                [ellipsoid(band, along, (wide * 1.15, wide * 1.15, wide * 0.25))],
                beast.wardrobe.accent,
            ),
            toning,
        )
    ears = _ears(beast)
    order = sorted(
        (1, -1),
        key=lambda sign: (
            -float(np.linalg.norm(beast.egg((sign, 0.5, 0), (1, 1, 1)).center - view.eye))
        ),
    )
    hang = kind.ears == "floppy"
    aside = abs(float(beast.frame("head")[0] @ (view.eye - beast.joint("head"))))
    hang = hang and aside < 0.3 * length(view.eye - beast.joint("head"))
    if not (hang and faces):
        draw_solids(canvas, view, ears[order[0]], toning)
    if not faces:
        draw_solids(canvas, view, muzzle, toning)
    toward = view.eye - beast.joint("head")
    ahead = float(beast.frame("head")[2] @ toward) / max(length(toward), 1e-6)
    draw_solids(canvas, view, _skull(beast, skull, ahead), toning)
    if faces:
        draw_solids(canvas, view, muzzle, toning)
        _features(canvas, view, beast, toning)
        if hang:
            draw_solids(canvas, view, ears[order[0]], toning)
    else:
        _features(canvas, view, beast, toning)
    draw_solids(canvas, view, ears[order[1]], toning)


def _skull(beast: Beast, skull: Ball, ahead: float) -> list[Solid]:
    """The skull, dark from behind; those with a ruff have pale cheeks that end in points.

    `ahead`: the cosine of the angle from which it is seen, 1 from before.
    """
    crown = Solid([beast.egg((0, 0.20, -0.16), (0.84, 0.78, 0.86))], beast.dark)
    if beast.wardrobe.kind == "bird":
        return [Solid([skull], beast.color)]
    cheeks = []
    if beast.kind.ears == "pointed" and beast.kind.tail != "horse":
        cheeks = [
            Solid(
                [
                    beast.egg((sign * 0.52, -0.36, 0.10), (0.44, 0.36, 0.42)),
                    beast.egg((sign * 1.12, -0.52, -0.12), (0.06, 0.06, 0.06)),
                ],
                beast.pale,
            )
            for sign in (-1.0, 1.0)
        ]
    face = Solid([skull], beast.color)
    return [*cheeks, face] if ahead > -0.3 else [*cheeks, face, crown]


def _mane(beast: Beast, wide: float) -> Solid:
    up = beast.frame("neck")[1] * wide * 0.8
    points = [beast.joint(name) + up for name in ("collar", "nape")]
    return limb(points, [wide * 0.45, wide * 0.4], darker(beast.color, 0.55))


def _muzzle(beast: Beast) -> list[Solid]:
    """From the skull to the nose; the jaw drops when it barks."""
    kind = beast.kind
    long, wide = kind.muzzle / kind.head, kind.muzzle_width / kind.head
    if beast.wardrobe.kind == "bird":
        beak = (0.88, 0.62, 0.24)
        return [
            Solid(
                [
                    beast.egg((0, -0.1, 0.8), (0.24, 0.24, 0.2)),
                    beast.egg((0, -0.2, 1.55), (0.04, 0.05, 0.05)),
                ],
                beak,
            )
        ]
    bark = beast.skeleton.face.speaking
    light = blended(beast.color, (1.0, 0.98, 0.95), max(beast.markings.belly, 0.35))
    solids = []
    if bark > 0.05:
        jaw = [
            beast.egg((0, -0.5, 0.5), (wide, 0.25, 0.3)),
            beast.egg((0, -0.55 - 0.45 * bark, long * 0.86), (wide * 0.7, 0.14, 0.2)),
        ]
        tongue = beast.egg((0, -0.46 - 0.26 * bark, long * 0.78), (wide * 0.62, 0.16, 0.36))
        solids += [Solid(jaw, darker(light, 0.9)), Solid([tongue], (0.80, 0.36, 0.38))]
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
    color = darker(beast.color, 0.80) if beast.kind.ears == "floppy" else beast.dark
    return {
        sign: [Solid(balls, color)] if (balls := make[beast.kind.ears](sign)) else []
        for sign in (1, -1)
    }


_BEHIND_MUZZLE = 0.4
"""The sine of how far aside a head is seen from, from which on its far eye is behind its muzzle."""


def _features(canvas: skia.Canvas, view: StageView, beast: Beast, toning: Toning) -> None:
    """Eyes and nose where they are turned to the camera."""
    kind, frame = beast.kind, beast.frame("head")
    pixels = kind.head * beast.size * view.scale(beast.joint("head"))
    toward = frame @ (view.eye - beast.joint("head"))
    toward = toward / max(length(toward), 1e-6)
    long = kind.muzzle / kind.head
    if pixels < 2:
        return
    side_eyes = beast.wardrobe.kind in ("horse", "cow", "sheep", "rabbit", "bird")
    out, ahead = (0.80, 0.42) if side_eyes else (0.42, 0.80)
    closed = beast.skeleton.face.closed > 0.5
    for sign in (1.0, -1.0):
        normal = np.array([sign * out, 0.22, ahead])
        if float(normal @ toward) < 0.12 or -sign * toward[0] > _BEHIND_MUZZLE:
            continue
        radius = 0.16 if not closed else 0.05
        draw_solid(
            canvas,
            view,
            Solid(
                [beast.egg((sign * out * 0.92, 0.22, ahead * 0.94), (0.16, radius, 0.16))],
                DARK,
                flat=True,
            ),
            toning,
        )
        if pixels > 9 and not closed:
            glint = beast.egg((sign * out * 0.92 - 0.05, 0.30, ahead * 1.06), (0.05, 0.05, 0.05))
            draw_solid(canvas, view, Solid([glint], (1.0, 1.0, 1.0), flat=True), toning)
    if beast.wardrobe.kind != "bird" and toward[2] > -0.12:
        wide = kind.muzzle_width / kind.head
        nose = beast.egg(
            (0, -0.20, long * 0.92 + wide * 0.5), (wide * 0.42, wide * 0.34, wide * 0.28)
        )
        color = (0.82, 0.50, 0.50) if beast.wardrobe.kind in ("cat", "rabbit", "sheep") else DARK
        draw_solid(canvas, view, Solid([nose], color, flat=True), toning)
