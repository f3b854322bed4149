"""What is eaten: a loaf of bread, an apple, a cake."""

from __future__ import annotations

from openstage.world.scene import Color, Face
from openstage.world.solids import box, prism
from openstage.world.things.colors import darker, lighter
from openstage.world.things.kind import Kind
from openstage.world.things.shapes import ball, flat, rod, vault

CREAM: Color = (0.95, 0.90, 0.82)


def bread(color: Color) -> list[Face]:
    """A loaf with a round back and three cuts across it."""
    crust = darker(color, 0.08)
    cuts = [
        flat(
            [
                (-0.028, 0.1032, z - 0.007),
                (0.028, 0.1032, z + 0.007),
                (0.028, 0.1032, z + 0.023),
                (-0.028, 0.1032, z + 0.009),
            ],
            lighter(color, 0.45),
        )
        for z in (-0.080, -0.008, 0.064)
    ]
    profile = [
        (-0.055, 0.0),
        (-0.066, 0.045),
        (-0.055, 0.082),
        (-0.029, 0.103),
        (0.029, 0.103),
        (0.055, 0.082),
        (0.066, 0.045),
        (0.055, 0.0),
    ]
    return [*vault(profile, (-0.125, 0.125), crust, ends=lighter(color, 0.1), taper=0.72), *cuts]


def apple(color: Color) -> list[Face]:
    return [
        *ball((0, 0.036, 0), 0.040, color, sides=10, rings=7, squash=0.90),
        *rod((0, 0.070, 0), (0.006, 0.090, 0), 0.003, (0.36, 0.25, 0.17), 4),
        flat(
            [(0.004, 0.082, 0), (0.020, 0.094, 0.010), (0.036, 0.090, 0), (0.020, 0.086, -0.010)],
            (0.42, 0.58, 0.30),
        ),
    ]


def cake(color: Color) -> list[Face]:
    """Two layers on a stand, cream between them, candles on top."""
    candles = [
        piece
        for x, z in ((0, 0), (0.06, 0.03), (-0.055, 0.035), (0.03, -0.06), (-0.035, -0.055))
        for piece in (
            *box(
                (x - 0.005, x + 0.005), (0.155, 0.205), (z - 0.005, z + 0.005), (0.45, 0.62, 0.72)
            ),
            *prism(
                x, z, 0.006, (0.208, 0.228), (1.0, 0.80, 0.36), sides=5, top_radius=0.0, glow=1.0
            ),
        )
    ]
    return [
        *prism(0, 0, 0.15, (0, 0.012), CREAM, sides=14),
        *prism(0, 0, 0.115, (0.012, 0.070), darker(color, 0.25), sides=14),
        *prism(0, 0, 0.119, (0.070, 0.088), CREAM, sides=14),
        *prism(0, 0, 0.115, (0.088, 0.155), color, sides=14, top=lighter(color, 0.3)),
        *candles,
    ]


FOOD: tuple[Kind, ...] = (
    Kind(
        "bread",
        "bread loaf; loaf of bread; piece of bread",
        "roll bun baguette croissant toast sandwich cheese meat steak ham sausage fish potato "
        "donut muffin pastry cookie biscuit chocolate candy food",
        (0.80, 0.58, 0.34),
        "hand",
        bread,
        (0, 0.02, -0.07),
        25,
    ),
    Kind(
        "apple",
        "apple",
        "fruit orange pear lemon peach plum cherry berry berries grapes banana tomato onion egg "
        "cabbage turnip pumpkin vegetable",
        (0.78, 0.24, 0.21),
        "hand",
        apple,
        (0, 0.0, 0.0),
    ),
    Kind(
        "cake",
        "cake; birthday cake; wedding cake",
        "pie pudding pizza dessert",
        (0.90, 0.66, 0.66),
        "both",
        cake,
        (0, 0.006, -0.12),
    ),
)
