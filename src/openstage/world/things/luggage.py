"""What people carry things in, wear, or wrap themselves in."""

from __future__ import annotations

from math import cos, sin, tau

from openstage.world.scene import Color, Face
from openstage.world.solids import box, face, floor, prism
from openstage.world.things.colors import darker, lighter
from openstage.world.things.kind import Kind
from openstage.world.things.shapes import ball, disc, flat, hoop, rod, slab

BRASS: Color = (0.83, 0.66, 0.29)
DARK: Color = (0.17, 0.18, 0.21)


def plain_box(color: Color) -> list[Face]:
    return [
        *slab(0.34, 0.24, 0.26, color, top=lighter(color, 0.12)),
        floor((-0.17, 0.17), (-0.03, 0.03), lighter(color, 0.35), 0.24),
        face(
            [(-0.03, 0.24, -0.13), (0.03, 0.24, -0.13), (0.03, 0.15, -0.13), (-0.03, 0.15, -0.13)],
            lighter(color, 0.30),
        ),
    ]


def bag(color: Color) -> list[Face]:
    strap = darker(color, 0.25)
    body = [(-0.19, 0.0), (0.19, 0.0), (0.15, 0.25), (-0.15, 0.25)]
    front = [(x, y, 0.08 if y == 0 else 0.045) for x, y in body]
    back = [(x, y, -z) for x, y, z in front]
    return [
        face(front, color),
        face(back[::-1], color),
        face([front[1], back[1], back[2], front[2]], darker(color, 0.12)),
        face([front[0], front[3], back[3], back[0]], darker(color, 0.12)),
        face([front[3], front[2], back[2], back[3]], darker(color, 0.35)),
        face(
            [
                (0.155, 0.235, 0.0485),
                (-0.155, 0.235, 0.0485),
                (-0.165, 0.14, 0.062),
                (0.165, 0.14, 0.062),
            ],
            lighter(color, 0.12),
        ),
        face(
            [
                (0.02, 0.17, 0.0605),
                (-0.02, 0.17, 0.0605),
                (-0.02, 0.125, 0.067),
                (0.02, 0.125, 0.067),
            ],
            BRASS,
        ),
        *rod((-0.10, 0.25, 0), (-0.075, 0.38, 0), 0.009, strap),
        *rod((-0.075, 0.38, 0), (0.075, 0.38, 0), 0.009, strap),
        *rod((0.075, 0.38, 0), (0.10, 0.25, 0), 0.009, strap),
    ]


def suitcase(color: Color) -> list[Face]:
    edge = darker(color, 0.35)
    faces = [*box((-0.30, 0.30), (0, 0.42), (-0.09, 0.09), color, bottom=True)]
    for x in (-0.22, 0.16):
        faces += box((x, x + 0.06), (-0.002, 0.422), (-0.092, 0.092), edge, bottom=True)
    for x in (-0.30, 0.25):
        for y in (0.0, 0.37):
            faces += box(
                (x - 0.003, x + 0.053),
                (y - 0.003, y + 0.053),
                (-0.093, 0.093),
                lighter(edge, 0.15),
                bottom=True,
            )
    faces += [
        *rod((-0.08, 0.42, 0), (-0.07, 0.475, 0), 0.012, DARK),
        *rod((-0.07, 0.475, 0), (0.07, 0.475, 0), 0.014, DARK),
        *rod((0.07, 0.475, 0), (0.08, 0.42, 0), 0.012, DARK),
        face(
            [
                (-0.03, 0.40, 0.0905),
                (0.03, 0.40, 0.0905),
                (0.03, 0.34, 0.0905),
                (-0.03, 0.34, 0.0905),
            ][::-1],
            BRASS,
        ),
    ]
    return faces


def backpack(color: Color) -> list[Face]:
    return [
        *box((-0.16, 0.16), (0, 0.40), (-0.09, 0.09), color, bottom=True),
        *prism(0, 0, 0.165, (0.40, 0.46), darker(color, 0.1), sides=8, top_radius=0.10),
        *box((-0.115, 0.115), (0.03, 0.20), (0.09, 0.14), lighter(color, 0.15), bottom=True),
        *box((-0.10, 0.10), (0.25, 0.33), (0.09, 0.115), lighter(color, 0.15), bottom=True),
        *box((-0.012, 0.012), (0.15, 0.21), (0.14, 0.146), BRASS, bottom=True),
        *(
            piece
            for x in (-0.10, 0.10)
            for a, b in (((x, 0.38, -0.09), (x, 0.26, -0.15)), ((x, 0.26, -0.15), (x, 0.05, -0.09)))
            for piece in rod(a, b, 0.016, darker(color, 0.4))
        ),
        *rod((-0.04, 0.45, -0.02), (0.04, 0.45, -0.02), 0.010, DARK),
    ]


def umbrella(color: Color) -> list[Face]:
    """Open, upright; held by its handle, so long that the canopy is over a hat."""
    sides, low, top = 8, 0.97, 1.19
    rim = [(0.52 * cos(tau * k / sides), low, 0.52 * sin(tau * k / sides)) for k in range(sides)]
    mid = [
        (0.30 * cos(tau * k / sides), low + 0.155, 0.30 * sin(tau * k / sides))
        for k in range(sides)
    ]
    faces = []
    for k in range(sides):
        j = (k + 1) % sides
        tint = color if k % 2 else darker(color, 0.10)
        faces += [
            flat([rim[k], rim[j], mid[j], mid[k]], tint),
            flat([mid[k], mid[j], (0, top, 0)], lighter(tint, 0.1)),
        ]
    return [
        *faces,
        *rod((0, 0.08, 0), (0, top + 0.07, 0), 0.010, DARK, 5),
        *rod((0, 0.0, 0), (0, 0.12, 0), 0.017, (0.55, 0.38, 0.25), 6),
        *rod((0, 0.008, 0), (0.045, 0.008, 0), 0.015, (0.55, 0.38, 0.25), 6),
        *rod((0.045, 0.0, 0), (0.05, 0.04, 0), 0.014, (0.55, 0.38, 0.25), 6),
    ]


def hat(color: Color) -> list[Face]:
    return [
        disc((0, 0.006, 0), (0, 1, 0), 0.155, darker(color, 0.12), 14),
        *prism(0, 0, 0.093, (0.007, 0.045), darker(color, 0.5), sides=12, top_radius=0.092),
        *prism(
            0, 0, 0.092, (0.045, 0.12), color, sides=12, top_radius=0.078, top=darker(color, 0.12)
        ),
    ]


def basket(color: Color) -> list[Face]:
    return [
        *prism(0, 0, 0.14, (0, 0.07), color, sides=10, top_radius=0.16, top=darker(color, 0.5)),
        *prism(
            0,
            0,
            0.16,
            (0.07, 0.11),
            darker(color, 0.15),
            sides=10,
            top_radius=0.175,
            top=darker(color, 0.5),
        ),
        *prism(0, 0, 0.175, (0.11, 0.17), color, sides=10, top_radius=0.19, top=darker(color, 0.5)),
        *ball((-0.06, 0.17, 0.02), 0.055, (0.76, 0.28, 0.24), sides=6),
        *ball((0.06, 0.175, 0.03), 0.05, (0.92, 0.72, 0.34), sides=6),
        *ball((0.01, 0.17, -0.07), 0.055, (0.52, 0.62, 0.34), sides=6),
        *(
            piece
            for k in range(6)
            for piece in rod(
                (0.185 * cos(tau * k / 12), 0.16 + 0.22 * sin(tau * k / 12), 0),
                (0.185 * cos(tau * (k + 1) / 12), 0.16 + 0.22 * sin(tau * (k + 1) / 12), 0),
                0.012,
                darker(color, 0.2),
            )
        ),
    ]


def blanket(color: Color) -> list[Face]:
    """Folded in layers, with stripes."""
    faces: list[Face] = []
    for k in range(3):
        faces += slab(
            0.44 - 0.01 * k,
            0.042,
            0.32 - 0.01 * k,
            color if k % 2 == 0 else darker(color, 0.1),
            base=0.045 * k,
        )
    for x in (-0.16, -0.11, 0.10):
        faces.append(floor((x, x + 0.025), (-0.15, 0.15), lighter(color, 0.55), 0.1325))
    return faces


def gift(color: Color) -> list[Face]:
    bow = (0.93, 0.82, 0.52)
    return [
        *slab(0.24, 0.16, 0.24, color),
        *slab(0.25, 0.04, 0.25, lighter(color, 0.1), base=0.16),
        *box((-0.022, 0.022), (0, 0.202), (-0.127, 0.127), bow),
        *box((-0.127, 0.127), (0, 0.202), (-0.022, 0.022), bow),
        *hoop((-0.05, 0.235, 0), (0.35, 0, 1), 0.052, 0.026, bow, 8),
        *hoop((0.05, 0.235, 0), (-0.35, 0, 1), 0.052, 0.026, bow, 8),
        *ball((0, 0.212, 0), 0.022, darker(bow, 0.1), sides=6, rings=4),
    ]


LUGGAGE: tuple[Kind, ...] = (
    Kind(
        "bag",
        "bag handbag purse",
        "sack pouch satchel lunchbox",
        (0.50, 0.34, 0.25),
        "hand",
        bag,
        (0, 0.38, 0),
    ),
    Kind(
        "suitcase",
        "suitcase trunk briefcase luggage; travel bag",
        "violin-case toolbox",
        (0.58, 0.38, 0.25),
        "hand",
        suitcase,
        (0, 0.475, 0),
    ),
    Kind(
        "backpack",
        "backpack rucksack knapsack; school bag",
        "parachute",
        (0.34, 0.47, 0.42),
        "hand",
        backpack,
        (0, 0.45, -0.02),
    ),
    Kind(
        "box",
        "box package parcel carton crate",
        "case chest container cage safe birdcage aquarium treasure",
        (0.72, 0.56, 0.38),
        "both",
        plain_box,
        (0, 0.04, -0.13),
    ),
    Kind(
        "gift", "gift present; wrapped gift", "", (0.72, 0.28, 0.30), "both", gift, (0, 0.04, -0.10)
    ),
    Kind(
        "basket", "basket hamper", "nest cradle", (0.74, 0.56, 0.34), "hand", basket, (0, 0.38, 0)
    ),
    Kind(
        "umbrella",
        "umbrella parasol",
        "kite balloon",
        (0.72, 0.28, 0.26),
        "hand",
        umbrella,
        (0, 0.06, 0),
    ),
    Kind(
        "hat",
        "hat cap helmet bonnet; top hat; straw hat",
        "crown mask wig",
        (0.35, 0.29, 0.26),
        "hand",
        hat,
        (0.13, 0.006, 0),
    ),
    Kind(
        "blanket",
        "blanket quilt towel shawl",
        "pillow curtain flag coat jacket scarf clothes shirt rag "
        "handkerchief bandage tissue gloves glove",
        (0.62, 0.36, 0.34),
        "both",
        blanket,
        (0, 0.02, -0.12),
    ),
)
