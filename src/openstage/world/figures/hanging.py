"""Hair that hangs over neck and back, behind a face and before a back."""

from __future__ import annotations

import numpy as np
import skia

from openstage.world.figures.forms import Solid, draw_solids, ellipsoid, outlines
from openstage.world.figures.hair import ROUND, fill_round, rounding
from openstage.world.figures.heads import Head
from openstage.world.figures.toning import Toning, darker
from openstage.world.stage_view import StageView

HANGS = (-0.6, 0.45)
"""Heights of the head: from where to where, along the front, hair may hang."""


def back_hair(head: Head) -> list[Solid]:
    """What hangs behind the neck and over the back."""
    style, color = head.figure.wardrobe.hair_style, head.figure.wardrobe.hair
    if head.hooded:
        return []
    if style == "long":
        chest, collar = head.figure.frame("chest"), head.figure.joint("collar")
        size = head.size
        fall = collar - chest[1] * size * 0.75 - chest[2] * size * 0.42
        low = collar - chest[1] * size * 1.05 - chest[2] * size * 0.36
        frame = chest * size
        return [
            Solid(
                [
                    head.egg((0, 0.05, -0.14), (0.41, 0.22 if head.hatted else 0.40, 0.36)),
                    head.egg((0, -0.38, -0.20), (0.42, 0.20, 0.24)),
                    ellipsoid(fall, frame, (0.42, 0.20, 0.13)),
                    ellipsoid(low, frame, (0.30, 0.12, 0.09)),
                ],
                darker(color, 0.88) if sum(color) > 0.6 else color,
            )
        ]
    if style == "bob":
        return [
            Solid(
                [
                    head.egg((0, 0.0, -0.10), (0.43, 0.27 if head.hatted else 0.40, 0.38)),
                    head.egg((0, -0.36, -0.08), (0.42, 0.16, 0.34)),
                ],
                darker(color, 0.9),
            )
        ]
    if style == "ponytail":
        return _ponytail(head)
    return []


def _ponytail(head: Head) -> list[Solid]:
    color = head.figure.wardrobe.hair
    return [
        Solid(
            [
                head.egg((0, 0.30, -0.50), (0.09, 0.09, 0.10)),
                head.egg((0, 0.22, -0.66), (0.13, 0.14, 0.13)),
                head.egg((0, -0.15, -0.72), (0.13, 0.18, 0.11)),
                head.egg((0, -0.52, -0.62), (0.05, 0.10, 0.05)),
            ],
            color,
        ),
        Solid([head.egg((0, 0.29, -0.53), (0.10, 0.10, 0.05))], head.figure.wardrobe.accent),
    ]


def draw_hanging(canvas: skia.Canvas, view: StageView, head: Head, toning: Toning) -> None:
    """Hair before the back; while the eye goes behind, more and more of it is seen, from there."""
    solids, share = back_hair(head), head.hangs(view)
    if not solids or share <= 0:
        return
    canvas.save()
    if share < 1:
        canvas.clipPath(_behind_edge(view, head, share), skia.ClipOp.kIntersect, True)
    if head.figure.wardrobe.hair_style in ROUND:
        form = rounding(head, view)
        for path in outlines(view, solids[0], toning):
            fill_round(canvas, view, path, form, head.figure.wardrobe.hair, toning, share)
    else:
        draw_solids(canvas, view, solids, toning)
    canvas.restore()


def _behind_edge(view: StageView, head: Head, share: float) -> skia.Path:
    """The part of the frame behind an edge that goes from behind the head (0) to its face (1)."""
    chest = head.figure.frame("chest")
    edge = HANGS[0] + (HANGS[1] - HANGS[0]) * share
    places = [
        head.figure.joint("head") + (chest[1] * up + chest[2] * ahead) * head.size
        for up, ahead in ((3, edge), (-6, edge), (-6, -3), (3, -3))
    ]
    points = view.project(np.array(places))[0].tolist()
    return skia.Path.Polygon([skia.Point(x, y) for x, y in points], True)
