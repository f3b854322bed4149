"""A village street: cottages, gardens, a bench with a bicycle beside it, the church at the end."""

from __future__ import annotations

from openstage.world.scene import Brush, Color, Face, Lamp, Mark, SetPlan
from openstage.world.sets.blueprint import Blueprint, Palette
from openstage.world.sets.building import Room, Side, shadow
from openstage.world.sets.houses import PANE, WARM, bench, cottage, fence, puddle, street_lamp, tree
from openstage.world.sets.scenery import HEDGE, far_ground, foliage, hedge, hills, ridge
from openstage.world.solids import box, face, floor, prism, tiles
from openstage.world.things.colors import darker, lighter

GRASS: Color = (0.50, 0.63, 0.38)
LEAF: Color = (0.40, 0.56, 0.34)
STREET = Room((-4.2, 4.2), (-18.0, 40.0), 6.0)
COTTAGES = (
    (-8.6, 2.0, 90.0, 0, 0),
    (-9.2, 12.5, 90.0, 1, 1),
    (-8.4, 23.0, 90.0, 2, 0),
    (-9.0, -9.5, 90.0, 1, 0),
    (8.6, -3.0, 270.0, 2, 1),
    (9.4, 8.0, 270.0, 0, 0),
    (8.6, 19.0, 270.0, 1, 1),
    (9.2, -14.0, 270.0, 0, 1),
)
"""x, z, facing, number of the wall's and of the roof's color."""


def _ground(road: Color) -> list[Face]:
    faces = [*tiles((-2.6, 2.6), (-18.0, 40.0), road, lighter(road, 0.05), size=2.6)]
    for meadow in ((-16.0, -2.6), (2.6, 16.0)):
        faces += tiles(meadow, (-18.0, 40.0), GRASS, darker(GRASS, 0.03), size=5.5)
    for x, z in ((-5.0, 2.0), (-5.4, 12.5), (5.0, -3.0), (5.6, 8.0)):
        a, b = sorted((x - 1.2 if x < 0 else 2.6, -2.6 if x < 0 else x + 1.2))
        faces.append(floor((a, b), (z - 0.6, z + 0.6), lighter(road, 0.1)))
    return faces


def _church(x: float, z: float) -> list[Face]:
    """A nave and a tower with a spire and a clock."""
    stone, slate = (0.80, 0.75, 0.67), (0.36, 0.38, 0.46)
    front = Side((x - 2.0, z - 2.0), (x + 2.0, z - 2.0))
    half, top = 2.35, 19.0
    ring = [
        (x - half, 11.2, z - half),
        (x + half, 11.2, z - half),
        (x + half, 11.2, z + half),
        (x - half, 11.2, z + half),
    ]
    faces = [
        *box((x - 2.0, x + 2.0), (0, 11.0), (z - 2.0, z + 2.0), stone),
        *box(
            (x - half, x + half),
            (11.0, 11.2),
            (z - half, z + half),
            darker(stone, 0.2),
            bottom=True,
        ),
        *(face([(x, top, z), ring[(k + 1) % 4], ring[k]], slate) for k in range(4)),
        *cottage(x + 6.5, z + 1.5, 180.0, stone, slate, wide=9.0, deep=6.0, wall=4.4, rise=3.2),
        front.panel((1.2, 2.8), (0, 2.9), darker(stone, 0.5), outline=0.12),
        front.panel((1.55, 2.45), (4.6, 6.4), PANE, glow=1.0, glow_color=WARM, outline=0.10),
    ]
    dial = [
        front.at(2.0 + 0.85 * a, 9.0 + 0.85 * b, 0.01)
        for a, b in (
            (-0.4, 0.92),
            (0.4, 0.92),
            (0.92, 0.4),
            (0.92, -0.4),
            (0.4, -0.92),
            (-0.4, -0.92),
            (-0.92, -0.4),
            (-0.92, 0.4),
        )
    ]
    faces += [
        face(dial, (0.94, 0.92, 0.85), outline=0.08),
        front.panel((1.96, 2.04), (8.95, 9.6), (0.2, 0.2, 0.24), 0.012),
        front.panel((1.95, 2.45), (8.96, 9.04), (0.2, 0.2, 0.24), 0.012),
    ]
    return faces


def _well(x: float, z: float) -> list[Face]:
    stone, wood = (0.66, 0.64, 0.60), (0.50, 0.37, 0.27)
    return [
        *shadow((x - 0.7, x + 0.7), (z - 0.7, z + 0.7)),
        *prism(x, z, 0.75, (0, 0.8), stone, top=(0.18, 0.22, 0.27)),
        *box((x - 0.72, x - 0.62), (0.8, 1.9), (z - 0.05, z + 0.05), wood),
        *box((x + 0.62, x + 0.72), (0.8, 1.9), (z - 0.05, z + 0.05), wood),
        face(
            [
                (x - 0.95, 2.4, z),
                (x + 0.95, 2.4, z),
                (x + 0.95, 1.85, z - 0.6),
                (x - 0.95, 1.85, z - 0.6),
            ],
            (0.62, 0.36, 0.29),
            two_sided=True,
        ),
        face(
            [
                (x - 0.95, 1.85, z + 0.6),
                (x + 0.95, 1.85, z + 0.6),
                (x + 0.95, 2.4, z),
                (x - 0.95, 2.4, z),
            ],
            (0.62, 0.36, 0.29),
            two_sided=True,
        ),
    ]


def _build(colors: Palette) -> SetPlan:
    coat, tile = colors["house"], colors["roof"]
    walls = (coat, lighter(coat, 0.5), (0.86, 0.72, 0.58))
    tiles_ = (tile, (0.48, 0.42, 0.40))
    faces = _ground(colors["ground"])
    for i, (x, z, facing, wall, roof) in enumerate(COTTAGES):
        faces += cottage(x, z, facing, walls[wall], tiles_[roof], lit=(i % 2 == 0, i % 3 == 0))
    faces += _church(3.0, 40.0)
    faces += cottage(-1.5, -24.0, 0.0, walls[1], tiles_[0])
    faces += fence(STREET.left, (7.0, 18.2), (0.92, 0.90, 0.84))
    faces += fence(STREET.right, (36.5, 46.0), (0.92, 0.90, 0.84))
    faces += bench(-3.4, 5.8, 90, (0.55, 0.40, 0.28)) + _well(3.6, 13.6)
    lamps: list[Lamp] = []
    brushes: list[Brush] = []
    for x, z in ((-3.1, 9.0), (3.1, 1.5), (-3.1, 20.0), (3.1, -9.0)):
        post, lamp, glow = street_lamp(x, z, -0.45 if x > 0 else 0.45, 3.3)
        faces += post
        lamps.append(lamp)
        brushes.append(glow)
    for x, z, high, seed in (
        (-4.8, 7.6, 4.6, 1),
        (5.6, 2.6, 5.6, 2),
        (-5.6, 17.8, 6.0, 3),
        (5.4, 25.5, 6.5, 4),
        (-6.5, 31.0, 6.5, 5),
        (5.2, -8.6, 5.2, 6),
        (-5.4, -4.6, 5.0, 7),
        (12.5, 3.0, 7, 8),
        (-13.0, 8.0, 7.5, 9),
        (-6.0, -16.5, 5.5, 10),
    ):
        trunk, leaves = tree(x, z, high, LEAF, seed)
        faces += trunk
        brushes.append(leaves)
    for across, along, seed in (
        ((4.3, 4.3), (4.6, 6.6), 1),
        ((4.3, 4.3), (9.4, 11.6), 2),
        ((-4.5, -4.5), (-2.4, 0.6), 3),
        ((4.4, 4.4), (14.8, 17.6), 4),
    ):
        brushes.append(foliage(hedge(across, along, 0.95, seed), (0.44, 0.60, 0.38), HEDGE))
    faces += [
        puddle(-1.0, 3.0, 1.0, 0.6, 1),
        puddle(1.2, 8.5, 0.8, 0.9, 2),
        puddle(-0.4, 15.0, 1.2, 0.8, 3),
    ]
    return SetPlan(
        name="village street",
        words=(),
        interior=False,
        faces=tuple(faces),
        marks=_marks(),
        lamps=tuple(lamps),
        bounds=(-4.0, 4.0, -15.0, 34.0),
        height=5.0,
        center=(-0.8, 5.5),
        key=200.0,
        obstacles=((-3.75, -3.1, 4.9, 6.7), (2.8, 4.4, 12.8, 14.4)),
        parts=tuple(brushes),
        backdrop=(
            far_ground(GRASS),
            ridge(420.0, hills(3, 30.0, 85.0), (0.58, 0.66, 0.70)),
            ridge(240.0, hills(9, 10.0, 34.0), (0.48, 0.60, 0.50)),
            ridge(110.0, hills(5, 2.5, 8.0), (0.38, 0.50, 0.36)),
        ),
        colors=dict(colors),
    )


def _marks() -> tuple[Mark, ...]:
    return (
        Mark("street", 0.0, 5.0, 180, ("street", "center", "middle", "road")),
        Mark("bench", -3.35, 5.8, 90, ("bench", "seat"), "sit", 0.45),
        Mark(
            "by the bench",
            -2.5,
            5.0,
            120,
            ("bicycle", "beside the bench"),
            look_at=(-3.3, 0.6, 4.2),
        ),
        Mark("bicycle", -3.1, 3.9, 90, ("bicycle", "beside the bench", "bike"), for_things=True),
        Mark(
            "door", -4.9, 2.0, 90, ("door", "house", "cottage", "doorway"), look_at=(-6.1, 1.2, 2.0)
        ),
        Mark("window", -5.35, 4.3, 90, ("window", "shutters"), look_at=(-6.1, 1.5, 4.3)),
        Mark("far end", 0.0, 30.0, 180, ("far end", "end", "distance"), look_at=(1.0, 3.0, 45.0)),
        Mark("church", 2.4, 33.0, 0, ("church", "tower", "church tower"), look_at=(3.0, 9.0, 38.0)),
        Mark("near", 0.0, -9.0, 0, ("near", "front", "start")),
        Mark("well", 2.4, 12.6, 45, ("well", "fountain"), look_at=(3.6, 0.8, 13.6)),
        Mark("tree", -3.7, 7.6, 270, ("tree",), look_at=(-4.8, 2.0, 7.6)),
        Mark("fence", -3.7, -5.0, 270, ("fence", "gate", "garden"), look_at=(-4.2, 0.8, -5.0)),
        Mark("lamp", -2.6, 9.6, 180, ("lamp", "street lamp", "lamppost"), look_at=(-2.7, 3.0, 9.0)),
        Mark("bench seat", -3.4, 6.3, 90, ("bench",), height=0.45, for_things=True),
        Mark("ground", 0.4, 4.4, 180, ("ground", "street", "floor"), for_things=True),
    )


VILLAGE = Blueprint(
    "village street",
    {"house": (0.90, 0.84, 0.72), "roof": (0.70, 0.40, 0.31), "ground": (0.74, 0.66, 0.54)},
    _build,
)
