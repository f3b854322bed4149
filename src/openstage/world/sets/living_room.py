"""A living room: a sofa, an armchair by the fireplace, bookshelves, a window, a rug."""

from __future__ import annotations

import numpy as np

from openstage.world.scene import Color, Face, Lamp, Mark, SetPlan
from openstage.world.sets.blueprint import Blueprint, Palette
from openstage.world.sets.building import Room, Side, shadow, table
from openstage.world.sets.kitchen import garden
from openstage.world.sets.scenery import foliage, halo
from openstage.world.solids import box, face, floor, placed, prism
from openstage.world.things.colors import darker, lighter
from openstage.world.things.small import book, cup

ROOM = Room((-3.2, 3.2), (-2.8, 2.8), 2.7)
WINDOW = (2.2, 4.2, 0.85, 2.2)
CREAM: Color = (0.94, 0.90, 0.82)
SPINES = (
    (0.66, 0.32, 0.28),
    (0.30, 0.45, 0.50),
    (0.85, 0.70, 0.42),
    (0.42, 0.50, 0.36),
    (0.88, 0.84, 0.74),
    (0.36, 0.32, 0.44),
)


def bookshelf(
    side: Side, u: tuple[float, float], high: float, wood: Color, seed: int
) -> list[Face]:
    """A case against a wall with rows of books."""
    rng = np.random.default_rng(seed)
    deep = 0.30
    faces = [
        *side.box((u[0], u[0] + 0.04), (0, high), (0, deep), wood),
        *side.box((u[1] - 0.04, u[1]), (0, high), (0, deep), wood),
        *side.box(u, (high, high + 0.04), (0, deep + 0.02), wood, bottom=True),
        side.panel(u, (0, high), darker(wood, 0.35), 0.01),
    ]
    rows = round(high / 0.42)
    for row in range(rows):
        y = 0.06 + (high - 0.06) * row / rows
        faces += side.box((u[0] + 0.04, u[1] - 0.04), (y - 0.03, y), (0, deep), wood, bottom=True)
        v = u[0] + 0.07
        while v < u[1] - 0.30:
            wide = float(rng.uniform(0.10, 0.26))
            tall = float(rng.uniform(0.22, 0.31))
            color = SPINES[int(rng.integers(len(SPINES)))]
            faces.append(side.panel((v, v + wide), (y, y + tall), color, deep - 0.06))
            v += wide + float(rng.choice([0.0, 0.01, 0.14]))
    return faces


def _sofa(x: float, z: float, facing: float, cloth: Color, wide: float) -> list[Face]:
    w = wide / 2
    faces = [
        *shadow((-w, w), (-0.4, 0.45)),
        *box((-w, w), (0.08, 0.30), (-0.42, 0.45), darker(cloth, 0.2)),
        *box((-w + 0.16, w - 0.16), (0.30, 0.44), (-0.2, 0.47), cloth, top=lighter(cloth, 0.1)),
        *box((-w, w), (0.30, 0.86), (-0.42, -0.2), cloth),
        *box((-w, -w + 0.16), (0.30, 0.62), (-0.2, 0.45), darker(cloth, 0.08)),
        *box((w - 0.16, w), (0.30, 0.62), (-0.2, 0.45), darker(cloth, 0.08)),
    ]
    if wide > 1.4:
        faces += box((-w + 0.17, -w + 0.49), (0.44, 0.76), (-0.19, -0.09), (0.88, 0.66, 0.36))
    return placed(faces, x, z, facing)


def _fireplace(side: Side) -> list[Face]:
    stone, dark = (0.72, 0.66, 0.60), (0.14, 0.12, 0.13)
    return [
        *side.box((2.0, 3.6), (0, 1.15), (0, 0.35), stone),
        side.panel((2.35, 3.25), (0.05, 0.80), dark, 0.352),
        side.panel((2.50, 3.10), (0.08, 0.24), (0.45, 0.28, 0.20), 0.353),
        face(
            [side.at(2.55, 0.22, 0.354), side.at(2.68, 0.56, 0.354), side.at(2.82, 0.22, 0.354)],
            (0.55, 0.30, 0.18),
            glow=1.0,
            glow_color=(1.0, 0.58, 0.22),
        ),
        face(
            [side.at(2.72, 0.22, 0.355), side.at(2.86, 0.66, 0.355), side.at(3.02, 0.22, 0.355)],
            (0.60, 0.38, 0.20),
            glow=1.0,
            glow_color=(1.0, 0.76, 0.32),
        ),
        *side.box((1.9, 3.7), (1.15, 1.22), (0, 0.42), darker(stone, 0.3), bottom=True),
        *side.box((2.25, 3.35), (1.22, 2.7), (0, 0.2), lighter(stone, 0.2)),
        *[
            piece
            for u, c in ((2.05, SPINES[1]), (3.45, SPINES[2]))
            for piece in side.box((u, u + 0.12), (1.22, 1.46), (0.1, 0.22), c)
        ],
        side.panel((2.5, 3.1), (1.45, 2.1), (0.40, 0.30, 0.24), 0.201),
        side.panel((2.55, 3.05), (1.5, 2.05), (0.60, 0.70, 0.68), 0.202),
        side.panel((2.55, 3.05), (1.5, 1.72), (0.38, 0.50, 0.44), 0.203),
    ]


def _build(colors: Palette) -> SetPlan:
    wall, wood, cloth = colors["wall"], colors["wood"], colors["cloth"]
    back, left, right, front = ROOM.back, ROOM.left, ROOM.right, ROOM.front
    faces = ROOM.shell(
        wall,
        colors["floor"],
        lighter(wall, 0.6),
        holes={"back": (WINDOW,)},
        tile=1.0,
        size=1.35,
        other=darker(colors["floor"], 0.05),
    )
    faces += garden(back) + back.window(WINDOW, CREAM, across=3, up=2)
    curtain = lighter(cloth, 0.35)
    for u in ((1.85, 2.35), (4.05, 4.55)):
        faces.append(back.panel(u, (0.05, 2.42), curtain, 0.06))
        faces.append(
            back.panel((u[0] + 0.16, u[0] + 0.30), (0.05, 2.42), darker(curtain, 0.1), 0.06)
        )
    faces += back.box((1.75, 4.65), (2.42, 2.46), (0.03, 0.09), darker(wood, 0.3), bottom=True)
    faces += [
        floor((-1.7, 1.5), (-0.8, 1.2), (0.62, 0.34, 0.30)),
        floor((-1.55, 1.35), (-0.65, 1.05), (0.86, 0.78, 0.64)),
        floor((-1.3, 1.1), (-0.4, 0.8), (0.70, 0.42, 0.36)),
    ]
    faces += _sofa(-0.2, 1.75, 180, cloth, 2.0) + _sofa(-2.1, -0.5, 65, (0.78, 0.56, 0.36), 0.95)
    faces += table((-0.75, 0.45), (-0.1, 0.45), 0.42, wood) + placed(
        cup(CREAM), 0.15, 0.1, 40, 0.42
    )
    faces += placed(book(SPINES[0]), -0.35, 0.2, 15, 0.42)
    faces += bookshelf(left, (3.4, 5.2), 2.1, wood, 3) + _fireplace(right)
    faces += left.door((0.5, 1.45), 2.1, colors["door"], CREAM)
    faces += left.picture(
        (2.2, 2.9),
        (1.3, 2.0),
        darker(wood, 0.3),
        CREAM,
        left.panel((2.35, 2.75), (1.45, 1.7), SPINES[1]),
    )
    faces += front.door((4.6, 5.55), 2.1, colors["door"], CREAM) + bookshelf(
        front, (0.8, 2.2), 1.3, wood, 7
    )
    faces += front.picture(
        (2.9, 4.1),
        (1.2, 2.0),
        darker(wood, 0.3),
        CREAM,
        front.panel((3.05, 3.95), (1.35, 1.6), SPINES[3]),
        front.panel((3.2, 3.6), (1.55, 1.85), SPINES[2]),
    )
    faces += _floor_lamp(1.6, 2.2) + _pot(2.75, 2.35)
    return SetPlan(
        name="living room",
        words=(),
        interior=True,
        faces=tuple(faces),
        marks=_marks(),
        lamps=(
            Lamp(1.6, 1.5, 2.2, (1.0, 0.80, 0.50), 1.8, 0.95),
            Lamp(2.6, 0.45, 0.0, (1.0, 0.55, 0.25), 1.4, 0.8),
        ),
        bounds=(-2.9, 2.9, -2.5, 2.5),
        height=2.7,
        center=(0.0, -0.2),
        master=6.0,
        key=205.0,
        obstacles=(
            (-1.25, 0.85, 1.3, 2.2),
            (-2.6, -1.55, -1.0, 0.0),
            (-0.8, 0.5, -0.15, 0.5),
            (2.8, 3.2, -0.9, 0.9),
            (-3.2, -2.85, 0.55, 2.45),
            (1.35, 1.85, 1.95, 2.45),
            (2.45, 3.05, 2.05, 2.65),
            (0.95, 2.45, -2.8, -2.45),
        ),
        parts=(
            halo(1.6, 1.55, 2.2, 0.6),
            halo(2.75, 0.4, 0.0, 0.7, (1.0, 0.6, 0.3), 0.4),
            foliage(
                [
                    (2.75, 0.75, 2.35, 0.24),
                    (2.6, 0.95, 2.3, 0.22),
                    (2.85, 1.0, 2.3, 0.22),
                    (2.72, 1.25, 2.35, 0.22),
                ],
                (0.36, 0.54, 0.38),
            ),
        ),
        colors=dict(colors),
    )


def _floor_lamp(x: float, z: float) -> list[Face]:
    return [
        *prism(x, z, 0.16, (0, 0.03), (0.3, 0.25, 0.22), sides=8),
        *prism(x, z, 0.018, (0.03, 1.42), (0.3, 0.25, 0.22), sides=4),
        *prism(
            x,
            z,
            0.24,
            (1.40, 1.72),
            (0.93, 0.82, 0.62),
            sides=8,
            top_radius=0.15,
            glow=0.8,
            glow_color=(1.0, 0.86, 0.56),
        ),
    ]


def _pot(x: float, z: float) -> list[Face]:
    return [
        *shadow((x - 0.2, x + 0.2), (z - 0.2, z + 0.2)),
        *prism(x, z, 0.17, (0, 0.36), (0.46, 0.60, 0.62), top_radius=0.22, top=(0.25, 0.2, 0.18)),
    ]


def _marks() -> tuple[Mark, ...]:
    return (
        Mark("middle", 0.9, -0.9, 180, ("center", "middle", "rug", "carpet")),
        Mark("sofa", -0.5, 1.72, 180, ("sofa", "couch", "seat"), "sit", 0.44),
        Mark("sofa right", 0.1, 1.72, 180, ("sofa", "couch"), "sit", 0.44),
        Mark("armchair", -2.1, -0.5, 65, ("armchair", "chair"), "sit", 0.44),
        Mark("table", 0.9, 0.9, 230, ("table", "coffee table"), look_at=(-0.15, 0.42, 0.2)),
        Mark("fireplace", 2.3, 0.0, 90, ("fireplace", "fire", "hearth"), look_at=(2.9, 0.5, 0.0)),
        Mark("window", 1.1, 2.4, 0, ("window",), look_at=(0.0, 1.5, 2.8)),
        Mark(
            "bookshelf",
            -2.3,
            1.0,
            270,
            ("bookshelf", "shelf", "books", "bookcase"),
            look_at=(-3.0, 1.3, 1.5),
        ),
        Mark(
            "door",
            -2.6,
            -1.8,
            90,
            ("door", "doorway", "entrance", "exit", "stairs"),
            look_at=(-3.2, 1.2, -1.8),
        ),
        Mark("lamp", 2.1, 1.8, 320, ("lamp", "floor lamp"), look_at=(1.6, 1.55, 2.2)),
        Mark("corner", 2.4, -2.0, 315, ("corner",)),
        Mark(
            "table top",
            -0.05,
            0.3,
            180,
            ("table", "coffee table", "table top"),
            height=0.42,
            for_things=True,
        ),
        Mark("mantel", 3.0, -0.5, 270, ("mantel", "fireplace"), height=1.22, for_things=True),
        Mark("floor", 0.9, -1.4, 180, ("floor", "rug"), for_things=True),
    )


LIVING_ROOM = Blueprint(
    "living room",
    {
        "wall": (0.72, 0.76, 0.70),
        "floor": (0.66, 0.50, 0.37),
        "door": (0.86, 0.82, 0.74),
        "wood": (0.50, 0.35, 0.26),
        "cloth": (0.36, 0.50, 0.54),
    },
    _build,
)
