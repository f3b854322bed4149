"""Tools and weapons."""

from __future__ import annotations

from math import cos, sin, tau

from openstage.world.scene import Color, Face
from openstage.world.solids import box, face, prism
from openstage.world.things.colors import darker, lighter
from openstage.world.things.kind import Kind
from openstage.world.things.shapes import ball, disc, flat, hoop, rod, torus

STEEL: Color = (0.76, 0.78, 0.81)
WOOD: Color = (0.58, 0.41, 0.27)
BRASS: Color = (0.83, 0.66, 0.29)
DARK: Color = (0.17, 0.18, 0.21)


def key(color: Color) -> list[Face]:
    """Lying: its bow toward the one who holds it, its bit away."""
    y = 0.006
    return [
        *hoop((0, y, -0.035), (0, 1, 0), 0.021, 0.011, color, 12),
        *hoop((0, y + 0.004, -0.035), (0, 1, 0), 0.021, 0.011, lighter(color, 0.2), 12),
        *rod((0, y, -0.015), (0, y, 0.055), 0.0045, color, 6),
        *box((0.003, 0.022), (0.003, 0.010), (0.034, 0.041), color, bottom=True),
        *box((0.003, 0.017), (0.003, 0.010), (0.047, 0.054), color, bottom=True),
    ]


def knife(color: Color) -> list[Face]:
    blade = [
        (-0.012, 0.012, 0.0),
        (0.012, 0.012, 0.0),
        (0.012, 0.012, 0.10),
        (-0.008, 0.012, 0.165),
    ]
    return [
        flat(blade, STEEL),
        flat(
            [
                (0.006, 0.0122, 0.0),
                (0.012, 0.0122, 0.0),
                (0.012, 0.0122, 0.10),
                (-0.008, 0.0122, 0.165),
            ],
            lighter(STEEL, 0.5),
        ),
        *box((-0.013, 0.013), (0.003, 0.021), (-0.115, 0.0), color, bottom=True),
    ]


def pen(color: Color) -> list[Face]:
    return [
        *rod((0, 0.006, -0.06), (0, 0.006, 0.05), 0.0055, color, 6),
        *rod((0, 0.006, 0.05), (0, 0.006, 0.072), 0.0050, BRASS, 6, 0.0008),
        *rod((0, 0.006, -0.068), (0, 0.006, -0.06), 0.0045, BRASS, 6),
        *box((-0.0012, 0.0012), (0.0115, 0.0135), (-0.06, -0.022), BRASS, bottom=True),
    ]


def broom(color: Color) -> list[Face]:
    return [
        *prism(0, 0, 0.10, (0, 0.22), color, sides=6, top_radius=0.05),
        *prism(0, 0, 0.052, (0.20, 0.25), (0.72, 0.30, 0.27), sides=6),
        *rod((0, 0.22, 0), (0, 1.35, 0), 0.014, WOOD, 5),
    ]


def mop(color: Color) -> list[Face]:
    return [
        *(
            piece
            for k in range(8)
            for piece in rod(
                (0.015 * cos(tau * k / 8), 0.22, 0.015 * sin(tau * k / 8)),
                (0.14 * cos(tau * k / 8), 0.015, 0.14 * sin(tau * k / 8)),
                0.026,
                color if k % 2 else darker(color, 0.12),
                4,
                0.032,
            )
        ),
        *prism(0, 0, 0.04, (0.19, 0.26), (0.30, 0.50, 0.56), sides=6),
        *rod((0, 0.24, 0), (0, 1.35, 0), 0.014, WOOD, 5),
    ]


def bucket(color: Color) -> list[Face]:
    return [
        *prism(0, 0, 0.11, (0, 0.24), color, sides=10, top_radius=0.145, top=(0.42, 0.58, 0.64)),
        *prism(0, 0, 0.146, (0.225, 0.245), lighter(color, 0.25), sides=10)[:-1],
        *(
            piece
            for k in range(6)
            for piece in rod(
                (0.145 * cos(tau * k / 12), 0.235 + 0.15 * sin(tau * k / 12), 0),
                (0.145 * cos(tau * (k + 1) / 12), 0.235 + 0.15 * sin(tau * (k + 1) / 12), 0),
                0.006,
                STEEL,
            )
        ),
    ]


def rope(color: Color) -> list[Face]:
    """A coil of three turns, lying, one end over it."""
    turns = [
        piece
        for k, (radius, tint) in enumerate(
            ((0.140, darker(color, 0.12)), (0.134, color), (0.141, lighter(color, 0.08)))
        )
        for piece in torus(0.019 + 0.0375 * k, radius, 0.0185, tint)
    ]
    return [*turns, *rod((0.19, 0.118, -0.03), (-0.01, 0.126, 0.10), 0.0135, color, 6)]


def axe(color: Color) -> list[Face]:
    """Lying; its blade away from the one who holds it."""
    blade = [(-0.02, 0.015, 0.22), (-0.02, 0.015, 0.29), (0.10, 0.015, 0.33), (0.10, 0.015, 0.19)]
    return [
        *rod((0, 0.015, -0.32), (0, 0.015, 0.30), 0.016, color, 6),
        *box((-0.04, 0.02), (0.0, 0.032), (0.22, 0.285), DARK, bottom=True),
        flat(blade, STEEL),
        flat(
            [
                (0.08, 0.0153, 0.323),
                (0.10, 0.0153, 0.33),
                (0.10, 0.0153, 0.19),
                (0.08, 0.0153, 0.197),
            ],
            lighter(STEEL, 0.6),
        ),
    ]


def sword(color: Color) -> list[Face]:
    return [
        flat(
            [
                (-0.022, 0.012, 0.0),
                (0.022, 0.012, 0.0),
                (0.018, 0.012, 0.68),
                (0, 0.012, 0.76),
                (-0.018, 0.012, 0.68),
            ],
            STEEL,
        ),
        flat(
            [
                (-0.004, 0.0123, 0.0),
                (0.004, 0.0123, 0.0),
                (0.003, 0.0123, 0.66),
                (-0.003, 0.0123, 0.66),
            ],
            darker(STEEL, 0.25),
        ),
        *box((-0.09, 0.09), (0.0, 0.024), (-0.025, 0.0), BRASS, bottom=True),
        *rod((0, 0.012, -0.15), (0, 0.012, -0.025), 0.014, color, 6),
        *ball((0, 0.012, -0.165), 0.022, BRASS, sides=6, rings=4),
    ]


def gun(color: Color) -> list[Face]:
    """A pistol that points to +z."""
    return [
        *box((-0.013, 0.013), (0.075, 0.108), (-0.06, 0.12), color, bottom=True),
        *box((-0.011, 0.011), (0.055, 0.075), (-0.05, 0.06), darker(color, 0.2), bottom=True),
        face(
            [
                (0.013, 0.075, -0.06),
                (0.013, 0.075, -0.015),
                (0.013, 0.0, -0.035),
                (0.013, 0.0, -0.08),
            ][::-1],
            WOOD,
            two_sided=True,
        ),
        face(
            [
                (-0.013, 0.075, -0.06),
                (-0.013, 0.075, -0.015),
                (-0.013, 0.0, -0.035),
                (-0.013, 0.0, -0.08),
            ],
            WOOD,
            two_sided=True,
        ),
        flat(
            [
                (-0.013, 0.075, -0.06),
                (0.013, 0.075, -0.06),
                (0.013, 0.0, -0.08),
                (-0.013, 0.0, -0.08),
            ],
            darker(WOOD, 0.2),
        ),
        flat(
            [
                (-0.013, 0.075, -0.015),
                (0.013, 0.075, -0.015),
                (0.013, 0.0, -0.035),
                (-0.013, 0.0, -0.035),
            ],
            darker(WOOD, 0.2),
        ),
        *hoop((0, 0.052, 0.008), (1, 0, 0), 0.022, 0.015, darker(color, 0.2), 8),
        disc((0, 0.093, 0.1205), (0, 0, 1), 0.008, (0.05, 0.05, 0.06), 8),
    ]


TOOLS: tuple[Kind, ...] = (
    Kind(
        "key",
        "key; door key",
        "lock hook whistle scissors needle nail screwdriver feather badge",
        (0.80, 0.64, 0.30),
        "hand",
        key,
        (0, 0.006, -0.035),
        50,
    ),
    Kind(
        "knife",
        "knife dagger blade; kitchen knife",
        "saw razor comb syringe fork spoon",
        (0.33, 0.24, 0.19),
        "hand",
        knife,
        (0, 0.012, -0.055),
        20,
    ),
    Kind(
        "pen",
        "pen pencil quill; fountain pen",
        "chalk paintbrush lipstick arrow stick pipe flute",
        (0.22, 0.30, 0.46),
        "hand",
        pen,
        (0, 0.006, 0.03),
        -45,
    ),
    Kind(
        "broom",
        "broom broomstick",
        "rake shovel spade brush staff cane oar paddle crutch net ladder; "
        "fishing rod; walking stick; hiking pole",
        (0.82, 0.66, 0.38),
        "hand",
        broom,
        (0, 0.95, 0),
    ),
    Kind("mop", "mop", "", (0.86, 0.84, 0.78), "hand", mop, (0, 0.95, 0)),
    Kind(
        "bucket",
        "bucket pail",
        "barrel bin basin",
        (0.50, 0.56, 0.61),
        "hand",
        bucket,
        (0, 0.385, 0),
    ),
    Kind(
        "rope",
        "rope cord",
        "chain leash string thread yarn ribbon wire whip cable stethoscope",
        (0.78, 0.64, 0.42),
        "both",
        rope,
        (0, 0.05, -0.12),
    ),
    Kind(
        "axe",
        "axe ax hatchet",
        "hammer pickaxe wrench anchor tool tools",
        WOOD,
        "hand",
        axe,
        (0, 0.015, -0.20),
        60,
    ),
    Kind(
        "sword",
        "sword saber",
        "spear lance bow shield katana",
        (0.36, 0.22, 0.18),
        "hand",
        sword,
        (0, 0.012, -0.09),
        55,
    ),
    Kind(
        "gun",
        "gun pistol revolver",
        "rifle weapon bullet",
        (0.27, 0.28, 0.31),
        "hand",
        gun,
        (0, 0.04, -0.045),
    ),
)
