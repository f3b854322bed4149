"""A bedroom: a bed with a lamp beside it, a wardrobe, a desk at the window."""

from __future__ import annotations

from openstage.world.scene import Color, Face, Lamp, Mark, SetPlan
from openstage.world.sets.blueprint import Blueprint, Palette
from openstage.world.sets.building import Room, chair, shadow, table
from openstage.world.sets.kitchen import garden
from openstage.world.sets.living_room import SPINES, bookshelf
from openstage.world.sets.scenery import halo
from openstage.world.solids import box, floor, placed, prism
from openstage.world.things.colors import darker, lighter
from openstage.world.things.small import book

ROOM = Room((-2.6, 2.6), (-2.4, 2.4), 2.6)
WINDOW = (3.1, 4.5, 0.95, 2.15)
CREAM: Color = (0.94, 0.91, 0.86)


def _bed(wood: Color, cloth: Color) -> list[Face]:
    """Its head at the left wall, its foot toward the middle."""
    x0, x1, z0, z1 = -2.55, -0.5, 0.15, 1.55
    return [
        *shadow((x0, x1), (z0, z1)),
        *box((x0, x0 + 0.07), (0, 1.05), (z0 - 0.05, z1 + 0.05), wood),
        *box((x1, x1 + 0.06), (0, 0.62), (z0 - 0.05, z1 + 0.05), wood),
        *box((x0 + 0.07, x1), (0.16, 0.32), (z0, z1), darker(wood, 0.15)),
        *box((x0 + 0.07, x1), (0.32, 0.50), (z0 + 0.02, z1 - 0.02), CREAM),
        *box(
            (x0 + 0.75, x1 - 0.01),
            (0.36, 0.54),
            (z0 - 0.02, z1 + 0.02),
            cloth,
            top=lighter(cloth, 0.08),
        ),
        floor((x0 + 0.75, x0 + 0.95), (z0 - 0.02, z1 + 0.02), lighter(cloth, 0.6), 0.54),
        *box((x0 + 0.14, x0 + 0.55), (0.50, 0.63), (z0 + 0.15, z0 + 0.65), lighter(CREAM, 0.5)),
        *box((x0 + 0.14, x0 + 0.55), (0.50, 0.63), (z1 - 0.65, z1 - 0.15), lighter(CREAM, 0.5)),
    ]


def _night_table(wood: Color) -> list[Face]:
    x, z = -2.3, -0.25
    return [
        *shadow((-2.55, -2.05), (-0.5, 0.0)),
        *box((-2.55, -2.05), (0, 0.52), (-0.5, 0.0), wood, top=lighter(wood, 0.15)),
        *box((-2.05, -2.02), (0.32, 0.36), (-0.30, -0.20), (0.8, 0.66, 0.4), bottom=True),
        *prism(x, z, 0.07, (0.52, 0.68), (0.46, 0.60, 0.62), sides=6, top_radius=0.03),
        *prism(
            x,
            z,
            0.14,
            (0.70, 0.90),
            (0.93, 0.83, 0.66),
            sides=8,
            top_radius=0.08,
            glow=0.8,
            glow_color=(1.0, 0.86, 0.56),
        ),
    ]


def _build(colors: Palette) -> SetPlan:
    wall, wood, cloth = colors["wall"], colors["wood"], colors["cloth"]
    back, left, right, front = ROOM.back, ROOM.left, ROOM.right, ROOM.front
    faces = ROOM.shell(
        wall,
        colors["floor"],
        lighter(wall, 0.6),
        holes={"back": (WINDOW,)},
        tile=0.9,
        size=1.3,
        other=darker(colors["floor"], 0.05),
    )
    faces += garden(back) + back.window(WINDOW, CREAM, across=2, up=2)
    drape = lighter(cloth, 0.45)
    for u in ((2.8, 3.2), (4.4, 4.8)):
        faces.append(back.panel(u, (0.4, 2.32), drape, 0.06))
        faces.append(back.panel((u[0] + 0.13, u[0] + 0.25), (0.4, 2.32), darker(drape, 0.1), 0.06))
    faces += back.box((2.7, 4.9), (2.32, 2.36), (0.03, 0.09), wood, bottom=True)
    faces += [
        floor((-0.3, 1.4), (-1.2, 0.5), lighter(cloth, 0.3)),
        floor((-0.15, 1.25), (-1.05, 0.35), lighter(cloth, 0.6)),
    ]
    faces += _bed(wood, cloth) + _night_table(wood)
    faces += table((0.55, 1.95), (1.65, 2.25), 0.74, wood) + chair(1.2, 1.45, 0, wood)
    faces += placed(book(SPINES[0]), 0.85, 1.95, 20, 0.74) + placed(
        book(SPINES[1]), 1.7, 2.0, 80, 0.74
    )
    faces += shadow((2.0, 2.6), (-1.9, -0.5)) + right.box((2.9, 4.3), (0, 2.05), (0, 0.58), wood)
    for left_edge in (2.95, 3.63):
        faces.append(
            right.panel((left_edge, left_edge + 0.62), (0.1, 1.97), lighter(wood, 0.1), 0.58)
        )
    faces += right.box((3.56, 3.60), (0.95, 1.15), (0.58, 0.61), (0.8, 0.66, 0.4), bottom=True)
    faces += right.picture(
        (1.2, 2.2),
        (1.25, 1.95),
        darker(wood, 0.3),
        CREAM,
        right.panel((1.35, 2.05), (1.4, 1.6), SPINES[3]),
        right.panel((1.6, 1.9), (1.55, 1.8), SPINES[2]),
    )
    faces += left.picture(
        (3.0, 3.7),
        (1.35, 2.0),
        darker(wood, 0.3),
        CREAM,
        left.panel((3.12, 3.58), (1.5, 1.85), SPINES[1]),
    )
    faces += left.door((0.5, 1.4), 2.1, colors["door"], CREAM)
    faces += bookshelf(front, (0.5, 1.7), 1.7, wood, 5) + front.picture(
        (2.6, 3.5), (0.7, 2.0), wood, (0.74, 0.82, 0.84)
    )
    faces += front.box((4.0, 4.9), (1.55, 1.6), (0, 0.05), wood, bottom=True)
    faces += [
        front.panel((4.1, 4.4), (0.8, 1.55), SPINES[0], 0.07),
        front.panel((4.55, 4.8), (0.95, 1.55), SPINES[4], 0.07),
    ]
    return SetPlan(
        name="bedroom",
        words=(),
        interior=True,
        faces=tuple(faces),
        marks=_marks(),
        lamps=(Lamp(-2.2, 0.95, -0.25, (1.0, 0.80, 0.50), 1.6, 1.0),),
        bounds=(-2.35, 2.35, -2.15, 2.1),
        height=2.6,
        center=(0.2, -0.2),
        master=-12.0,
        key=195.0,
        obstacles=(
            (-2.6, -0.4, 0.1, 1.6),
            (-2.6, -2.0, -0.55, 0.05),
            (0.5, 2.0, 1.6, 2.3),
            (2.0, 2.6, -1.95, -0.45),
            (0.85, 2.15, -2.4, -2.05),
        ),
        parts=(halo(-2.3, 0.8, -0.25, 0.5),),
        colors=dict(colors),
    )


def _marks() -> tuple[Mark, ...]:
    return (
        Mark("middle", 0.5, -0.4, 180, ("center", "middle", "rug")),
        Mark("bed", -1.75, 0.85, 90, ("bed", "pillow"), "lie", 0.54, (-1.6, 0.6, 0.85)),
        Mark("bed edge", -1.1, 0.12, 180, ("edge of the bed", "bedside", "bed edge"), "sit", 0.5),
        Mark("desk", 1.2, 1.42, 0, ("desk", "chair", "table"), "sit", 0.46, (1.2, 0.8, 1.95)),
        Mark("window", 0.25, 2.0, 20, ("window",), look_at=(1.2, 1.5, 2.4)),
        Mark(
            "door",
            -2.0,
            -1.45,
            90,
            ("door", "doorway", "entrance", "exit"),
            look_at=(-2.6, 1.2, -1.45),
        ),
        Mark(
            "wardrobe", 1.5, -1.2, 90, ("wardrobe", "closet", "cupboard"), look_at=(2.0, 1.2, -1.2)
        ),
        Mark(
            "lamp",
            -1.7,
            -0.6,
            300,
            ("lamp", "night table", "bedside table"),
            look_at=(-2.3, 0.8, -0.25),
        ),
        Mark("mirror", -0.45, -1.8, 180, ("mirror",), look_at=(-0.45, 1.4, -2.4)),
        Mark(
            "bookshelf", 1.5, -1.85, 180, ("bookshelf", "shelf", "books"), look_at=(1.5, 1.2, -2.2)
        ),
        Mark("corner", 2.0, 0.9, 270, ("corner",)),
        Mark(
            "desk top", 1.25, 1.9, 180, ("desk", "table", "desk top"), height=0.74, for_things=True
        ),
        Mark(
            "night table", -2.15, -0.12, 90, ("night table", "lamp"), height=0.52, for_things=True
        ),
        Mark("bed top", -1.0, 0.85, 90, ("bed",), height=0.54, for_things=True),
        Mark("floor", 0.5, -0.9, 180, ("floor", "rug"), for_things=True),
    )


BEDROOM = Blueprint(
    "bedroom",
    {
        "wall": (0.66, 0.70, 0.78),
        "floor": (0.70, 0.56, 0.43),
        "door": (0.88, 0.84, 0.78),
        "wood": (0.58, 0.42, 0.31),
        "cloth": (0.70, 0.42, 0.42),
    },
    _build,
)
