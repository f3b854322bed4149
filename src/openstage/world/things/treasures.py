"""Flowers, toys, instruments and treasures."""

from __future__ import annotations

from math import cos, sin, tau

from openstage.world.scene import Color, Face
from openstage.world.solids import box, face, prism
from openstage.world.things.colors import darker, lighter
from openstage.world.things.kind import Kind
from openstage.world.things.shapes import ball, disc, flat, hoop

DARK: Color = (0.17, 0.18, 0.21)


def flowers(color: Color) -> list[Face]:
    """A bunch, tied, its stems down."""
    faces = [*prism(0, 0, 0.022, (0, 0.16), (0.42, 0.56, 0.36), sides=6, top_radius=0.05)]
    faces += prism(0, 0, 0.033, (0.075, 0.10), (0.92, 0.88, 0.80), sides=8)
    tints = (color, lighter(color, 0.45), (0.94, 0.80, 0.44))
    heads = [
        (0.0, 0.245, 0.0),
        *(
            (0.075 * cos(tau * k / 6), 0.205 + 0.02 * (k % 2), 0.075 * sin(tau * k / 6))
            for k in range(6)
        ),
    ]
    for k, (x, y, z) in enumerate(heads):
        faces += ball((x, y, z), 0.042, tints[k % 3], sides=6, rings=4)
        faces += ball(
            (x * 1.15, y + 0.034, z * 1.15),
            0.014,
            darker(tints[(k + 1) % 3], 0.1),
            sides=5,
            rings=3,
        )
    return faces


def toy_ball(color: Color) -> list[Face]:
    return ball((0, 0.11, 0), 0.11, color, other=(0.94, 0.91, 0.84), sides=10, rings=7)


def guitar(color: Color) -> list[Face]:
    """Upright, its strings toward +z."""

    def body(z: float) -> list[tuple[float, float, float]]:
        return [
            (-0.10, 0.02, z),
            (0.10, 0.02, z),
            (0.18, 0.10, z),
            (0.18, 0.19, z),
            (0.12, 0.27, z),
            (-0.12, 0.27, z),
            (-0.18, 0.19, z),
            (-0.18, 0.10, z),
        ]

    def bout(z: float) -> list[tuple[float, float, float]]:
        return [
            (-0.12, 0.25, z),
            (0.12, 0.25, z),
            (0.14, 0.33, z),
            (0.13, 0.40, z),
            (0.07, 0.45, z),
            (-0.07, 0.45, z),
            (-0.13, 0.40, z),
            (-0.14, 0.33, z),
        ]

    faces = []
    for outline in (body, bout):
        front, back = outline(0.045), outline(-0.045)
        count = len(front)
        faces += [face(back[::-1][::-1], darker(color, 0.2), two_sided=True)]
        for k in range(count):
            j = (k + 1) % count
            faces.append(flat([front[k], front[j], back[j], back[k]], darker(color, 0.3)))
        faces.append(flat(front, color))
    return [
        *faces,
        disc((0, 0.27, 0.0456), (0, 0, 1), 0.048, darker(color, 0.75), 12),
        *box((-0.055, 0.055), (0.11, 0.13), (0.045, 0.058), DARK, bottom=True),
        *box((-0.024, 0.024), (0.32, 0.86), (0.04, 0.056), darker(color, 0.55), bottom=True),
        *box((-0.035, 0.035), (0.86, 0.98), (0.03, 0.05), darker(color, 0.6), bottom=True),
        *(
            face(
                [
                    (x - 0.0012, 0.86, 0.0592),
                    (x + 0.0012, 0.86, 0.0592),
                    (x + 0.0012, 0.12, 0.0592),
                    (x - 0.0012, 0.12, 0.0592),
                ][::-1],
                (0.90, 0.88, 0.80),
                two_sided=True,
            )
            for x in (-0.016, -0.006, 0.006, 0.016)
        ),
    ]


def ring(color: Color) -> list[Face]:
    """Upright, a stone on top."""
    return [
        *hoop((0, 0.012, 0.0015), (0, 0, 1), 0.012, 0.0095, color, 14),
        *hoop((0, 0.012, -0.0015), (0, 0, 1), 0.012, 0.0095, darker(color, 0.15), 14),
        *prism(0, 0, 0.0025, (0.0235, 0.027), (0.70, 0.88, 0.92), sides=6, top_radius=0.0045),
        *prism(0, 0, 0.0045, (0.027, 0.0295), (0.86, 0.95, 0.97), sides=6, top_radius=0.003),
    ]


def coin(color: Color) -> list[Face]:
    return [
        *prism(0, 0, 0.0125, (0, 0.002), darker(color, 0.2), sides=14, top=color),
        disc((0, 0.00205, 0), (0, 1, 0), 0.010, lighter(color, 0.25), 12),
        disc((0, 0.0021, 0), (0, 1, 0), 0.005, darker(color, 0.12), 5),
    ]


TREASURES: tuple[Kind, ...] = (
    Kind(
        "flowers",
        "flowers flower bouquet rose roses tulip",
        "plant seed leaf branch herb",
        (0.80, 0.36, 0.40),
        "hand",
        flowers,
        (0, 0.06, 0),
    ),
    Kind(
        "ball",
        "ball football soccer-ball basketball",
        "toy doll teddy stone rock snowball bomb puppet shell bone crystal",
        (0.80, 0.34, 0.28),
        "both",
        toy_ball,
        (0, 0.03, -0.10),
    ),
    Kind(
        "guitar",
        "guitar; electric guitar",
        "violin cello banjo ukulele accordion trumpet drum harmonica instrument",
        (0.78, 0.50, 0.26),
        "both",
        guitar,
        (0, 0.50, 0),
    ),
    Kind(
        "ring",
        "ring; wedding ring; engagement ring",
        "bracelet jewel diamond gem earring bell spectacles sunglasses eyeglasses; "
        "reading glasses; pair of glasses",
        (0.88, 0.70, 0.32),
        "hand",
        ring,
        (0, 0.004, 0),
    ),
    Kind(
        "coin",
        "coin medal token",
        "medallion locket necklace pendant amulet button pill dice "
        "pearl gold compass watch stopwatch; pocket watch",
        (0.86, 0.69, 0.32),
        "hand",
        coin,
        (0, 0.001, -0.01),
        70,
    ),
)
