"""A street in a city: houses and shops on both sides, lamps, the sun's gap at its end."""

from __future__ import annotations

from openstage.world.scene import Brush, Face, Lamp, Mark, SetPlan
from openstage.world.sets.blueprint import Blueprint, Palette
from openstage.world.sets.building import Room, Side, shadow
from openstage.world.sets.houses import (
    IRON,
    bench,
    gleam,
    puddle,
    street_lamp,
    town_house,
    tree,
)
from openstage.world.sets.scenery import far_ground, ridge, roofs
from openstage.world.solids import box, floor, placed, prism, tiles
from openstage.world.things.colors import darker, lighter

STREET = Room((-6.0, 6.0), (-20.0, 44.0), 12.0)
CURB = 3.6
"""Meters from the middle of the road to the sidewalk."""
HOUSES: tuple[tuple[str, float, float, int, int, str], ...] = (
    ("left", 0.0, 10.0, 3, 0, ""),
    ("left", 10.0, 18.5, 2, 1, ""),
    ("left", 18.5, 28.0, 3, 2, "teal"),
    ("left", 28.0, 36.5, 2, 3, ""),
    ("left", 36.5, 46.0, 4, 0, "rust"),
    ("left", 46.0, 56.0, 2, 1, ""),
    ("right", 8.0, 17.0, 3, 2, ""),
    ("right", 17.0, 26.5, 2, 0, "rust"),
    ("right", 26.5, 36.0, 4, 3, ""),
    ("right", 36.0, 44.5, 2, 1, "plum"),
    ("right", 44.5, 54.0, 3, 2, ""),
    ("right", 54.0, 64.0, 2, 3, "teal"),
)
"""Side, from and to along it, upper floors, number of its color, its shop."""
SHOPS = {"teal": (0.28, 0.52, 0.52), "rust": (0.76, 0.40, 0.30), "plum": (0.52, 0.34, 0.44)}
LAMPS = ((-4.1, -8.0), (4.1, -1.5), (-4.1, 5.0), (4.1, 12.0), (-4.1, 20.0), (4.1, 28.0))


def _ground(road: tuple[float, float, float]) -> list[Face]:
    walk = (0.66, 0.64, 0.62)
    z = (-20.0, 40.0)
    faces = [*tiles((-CURB, CURB), z, road, size=2.4)]
    for s in (-1, 1):
        x = sorted((s * CURB, s * 6.0))
        faces += [
            floor((x[0], x[1]), (z[0] + 4.0 * k, z[0] + 4.0 * (k + 1)), walk, 0.12)
            for k in range(15)
        ]
        curb = Side((-CURB, z[1]), (-CURB, z[0])) if s < 0 else Side((CURB, z[0]), (CURB, z[1]))
        faces.append(curb.panel((0, 60.0), (0, 0.12), darker(walk, 0.2)))
    for k in range(13):
        a = z[0] + 2.0 + 4.6 * k
        if abs(a - 1.6) > 2.5:
            faces.append(floor((-0.07, 0.07), (a, a + 2.0), (0.85, 0.83, 0.78)))
    for k in range(6):
        x0 = -3.2 + 1.12 * k
        faces.append(floor((x0, x0 + 0.62), (1.2, 3.6), (0.86, 0.85, 0.81)))
    return faces


def _furniture() -> list[Face]:
    red, green = (0.74, 0.28, 0.24), (0.30, 0.42, 0.38)
    y = 0.12
    return [
        *placed(bench(5.3, 6.2, 270, (0.58, 0.42, 0.29)), 0, 0, y=y),
        *box((-5.35, -4.85), (y, 1.25), (8.2, 8.7), red, top=darker(red, 0.15)),
        *box((-5.37, -4.83), (1.0, 1.06), (8.18, 8.72), lighter(red, 0.6)),
        *prism(4.6, 9.2, 0.22, (y, 0.95), green, sides=6, top_radius=0.26, top=(0.1, 0.1, 0.1)),
        *prism(-4.3, -3.0, 0.13, (y, 0.7), (0.82, 0.60, 0.26), sides=6, top_radius=0.09),
        *prism(4.1, 18.0, 0.045, (y, 2.9), IRON, sides=4),
        *box((3.8, 4.4), (2.35, 2.9), (17.95, 17.99), (0.28, 0.44, 0.62), bottom=True),
    ]


def _car(x: float, z: float) -> list[Face]:
    """A car at the curb."""
    blue, glass = (0.35, 0.50, 0.62), (0.24, 0.29, 0.36)
    side = {
        "a": Side((x - 0.85, z + 2.0), (x - 0.85, z - 2.0)),
        "b": Side((x + 0.85, z - 2.0), (x + 0.85, z + 2.0)),
    }
    faces = [
        *shadow((x - 0.85, x + 0.85), (z - 2.0, z + 2.0), 0.4, 0.15),
        *box((x - 0.85, x + 0.85), (0.28, 0.86), (z - 2.0, z + 2.0), blue, bottom=True),
        *box(
            (x - 0.74, x + 0.74), (0.86, 1.42), (z - 1.25, z + 0.75), glass, top=lighter(blue, 0.15)
        ),
        *box((x - 0.76, x + 0.76), (0.86, 1.42), (z - 0.30, z - 0.20), blue),
    ]
    for wheel_z in (z - 1.3, z + 1.25):
        for s in (-0.87, 0.70):
            faces += box(
                (x + s, x + s + 0.17),
                (0.0, 0.60),
                (wheel_z - 0.3, wheel_z + 0.3),
                (0.13, 0.13, 0.15),
            )
    for panel_side in side.values():
        faces.append(panel_side.panel((0.1, 3.9), (0.50, 0.55), lighter(blue, 0.35), 0.001))
    ends = (
        Side((x + 0.85, z + 2.0), (x - 0.85, z + 2.0)),
        Side((x - 0.85, z - 2.0), (x + 0.85, z - 2.0)),
    )
    for end, color in zip(ends, ((0.95, 0.92, 0.80), (0.78, 0.22, 0.20)), strict=True):
        faces += [
            end.panel((0.12, 0.42), (0.62, 0.76), color),
            end.panel((1.28, 1.58), (0.62, 0.76), color),
        ]
    return faces


def _build(colors: Palette) -> SetPlan:
    base = colors["house"]
    coats = (base, lighter(base, 0.35), (0.62, 0.52, 0.48), (0.50, 0.55, 0.60))
    faces = _ground(colors["ground"])
    for name, a, b, floors, coat, shop in HOUSES:
        side = STREET.left if name == "left" else STREET.right
        faces += town_house(
            side, (a, b), floors, coats[coat], int(a * 7 + len(name)), shop=SHOPS.get(shop)
        )
    faces += town_house(Side((9.0, -24.0), (-9.0, -24.0)), (0.0, 9.0), 3, coats[1], 91)
    faces += town_house(
        Side((9.0, -24.0), (-9.0, -24.0)), (9.0, 18.0), 2, coats[2], 92, shop=SHOPS["plum"]
    )
    faces += _furniture() + _car(2.6, 14.0)
    lamps: list[Lamp] = []
    brushes: list[Brush] = []
    for x, z in LAMPS:
        post, lamp, glow = street_lamp(x, z, -0.7 if x > 0 else 0.7)
        faces += [*post, gleam(x * 0.62, z - 1.0, 4.5)]
        lamps.append(lamp)
        brushes.append(glow)
    for x, z, seed in ((-5.0, 12.5, 3), (5.0, 23.0, 4), (-5.0, 27.0, 5), (5.0, -6.0, 6)):
        trunk, leaves = tree(x, z, 4.6, (0.42, 0.54, 0.36), seed)
        faces += trunk
        brushes.append(leaves)
    for x, z, wide, deep, seed in (
        (-1.2, -2.0, 1.4, 0.6, 1),
        (1.6, 5.5, 1.2, 0.8, 2),
        (-2.2, 9.5, 0.9, 1.3, 3),
        (0.6, 16.0, 1.6, 0.9, 4),
        (-1.0, 24.0, 1.5, 1.4, 5),
        (2.2, -7.0, 1.0, 0.6, 6),
    ):
        faces.append(puddle(x, z, wide, deep, seed))
    return SetPlan(
        name="city street",
        words=(),
        interior=False,
        faces=tuple(faces),
        marks=_marks(),
        lamps=tuple(lamps),
        bounds=(-5.6, 5.6, -15.0, 36.0),
        height=9.5,
        center=(0.0, 4.0),
        key=180.0,
        obstacles=((1.75, 3.45, 12.0, 16.0), (-5.35, -4.85, 8.2, 8.7), (5.0, 5.6, 5.4, 7.0)),
        parts=tuple(brushes),
        backdrop=(
            far_ground((0.47, 0.46, 0.46)),
            ridge(260.0, roofs(5, 16.0, 44.0, 3.2), (0.53, 0.56, 0.64), lights=160),
            ridge(130.0, roofs(8, 7.0, 15.0, 5.0), (0.42, 0.44, 0.50), lights=120),
        ),
        colors=dict(colors),
    )


def _marks() -> tuple[Mark, ...]:
    return (
        Mark("street", 0.0, 4.0, 180, ("street", "center", "middle", "road", "crosswalk")),
        Mark(
            "far end",
            0.0,
            32.0,
            0,
            ("far end", "end", "distance", "sun", "horizon"),
            look_at=(0.0, 4.0, 60.0),
        ),
        Mark("near", 0.0, -9.0, 0, ("near", "front", "start")),
        Mark("sidewalk", -4.8, 2.0, 90, ("sidewalk", "pavement", "curb", "left")),
        Mark("other sidewalk", 4.8, 2.0, 270, ("other side", "right")),
        Mark(
            "lamp",
            -3.9,
            5.9,
            150,
            ("lamp", "street lamp", "lamppost", "light"),
            look_at=(-3.4, 3.9, 5.0),
        ),
        Mark("bench", 5.25, 6.2, 270, ("bench", "seat"), "sit", 0.57),
        Mark("shop", -5.2, 3.4, 270, ("shop", "shop window", "store"), look_at=(-6.0, 1.6, 3.4)),
        Mark(
            "door",
            -5.2,
            12.2,
            90,
            ("door", "house", "entrance", "doorway"),
            look_at=(-6.0, 1.4, 12.2),
        ),
        Mark("corner", -4.8, -13.0, 45, ("corner",)),
        Mark("car", 1.3, 14.0, 90, ("car",), look_at=(2.6, 1.0, 14.0)),
        Mark("mailbox", -4.4, 8.4, 270, ("mailbox", "post box"), look_at=(-5.1, 1.0, 8.4)),
        Mark("ground", 0.6, 3.4, 180, ("ground", "street", "floor"), for_things=True),
        Mark("bench seat", 5.3, 5.7, 270, ("bench",), height=0.57, for_things=True),
    )


CITY_STREET = Blueprint(
    "city street", {"house": (0.74, 0.58, 0.48), "ground": (0.44, 0.44, 0.47)}, _build
)
