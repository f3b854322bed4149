"""A room that may be any room: a table with chairs, a window, a door, shelves, a clock."""

from __future__ import annotations

from openstage.world.scene import Color, Face, Lamp, Mark, SetPlan
from openstage.world.sets.blueprint import Blueprint, Palette
from openstage.world.sets.building import Room, Side, chair, shadow, table
from openstage.world.sets.kitchen import garden
from openstage.world.sets.living_room import bookshelf
from openstage.world.sets.scenery import foliage, halo
from openstage.world.solids import box, floor, placed, prism
from openstage.world.things.colors import darker, lighter
from openstage.world.things.small import book

ROOM = Room((-3.5, 3.5), (-2.9, 2.9), 2.8)
WINDOW = (1.0, 2.9, 0.9, 2.2)
CREAM: Color = (0.93, 0.90, 0.83)
BRASS: Color = (0.80, 0.66, 0.36)
JARS: tuple[Color, ...] = (
    (0.72, 0.42, 0.32),
    (0.38, 0.52, 0.54),
    (0.86, 0.74, 0.48),
    (0.50, 0.56, 0.42),
)
TABLE = ((-1.0, 0.7), (0.15, 0.95), 0.75)


def _clock(side: Side, u: float, y: float, wood: Color) -> list[Face]:
    """A wall clock: a case, a dial, two hands."""
    return [
        *side.box((u - 0.2, u + 0.2), (y - 0.2, y + 0.2), (0.0, 0.08), darker(wood), bottom=True),
        side.panel((u - 0.16, u + 0.16), (y - 0.16, y + 0.16), CREAM, 0.081),
        side.panel((u - 0.012, u + 0.012), (y, y + 0.12), (0.16, 0.14, 0.15), 0.082),
        side.panel((u, u + 0.09), (y - 0.012, y + 0.012), (0.16, 0.14, 0.15), 0.082),
    ]


def _shelf(side: Side, u: tuple[float, float], y: float, wood: Color) -> list[Face]:
    """A board with jars and boxes."""
    faces = side.box(u, (y - 0.035, y), (0.0, 0.24), wood, bottom=True)
    for k in range(int((u[1] - u[0] - 0.1) / 0.27)):
        left, high = u[0] + 0.1 + 0.27 * k, 0.14 + 0.05 * (k * 2 % 3)
        faces += side.box((left, left + 0.17), (y, y + high), (0.05, 0.19), JARS[k % 4])
    return faces


def _chest(side: Side, u: tuple[float, float], wood: Color) -> list[Face]:
    """A low chest of drawers."""
    faces = side.box(u, (0.0, 0.85), (0.0, 0.42), wood, top=lighter(wood, 0.12))
    middle = (u[0] + u[1]) / 2
    for y in (0.08, 0.34, 0.60):
        for a, b in ((u[0] + 0.04, middle - 0.02), (middle + 0.02, u[1] - 0.04)):
            faces.append(side.panel((a, b), (y, y + 0.22), lighter(wood, 0.1), 0.421))
            knob = (a + b) / 2
            faces.append(side.panel((knob - 0.04, knob + 0.04), (y + 0.10, y + 0.13), BRASS, 0.422))
    return faces


def _lamp_over(x: float, z: float) -> list[Face]:
    return [
        *prism(x, z, 0.010, (1.98, 2.8), (0.2, 0.2, 0.22), sides=4),
        *prism(
            x,
            z,
            0.24,
            (1.80, 1.98),
            (0.42, 0.52, 0.50),
            top_radius=0.07,
            glow=0.7,
            glow_color=(1.0, 0.84, 0.54),
        ),
    ]


def _build(colors: Palette) -> SetPlan:
    wall, wood, cloth = colors["wall"], colors["wood"], colors["cloth"]
    back, left, right, front = ROOM.back, ROOM.left, ROOM.right, ROOM.front
    ground = colors["floor"]
    faces = ROOM.shell(
        wall,
        ground,
        lighter(wall, 0.55),
        holes={"back": (WINDOW,)},
        dado=darker(wall, 0.16),
        dado_height=0.9,
        tile=1.0,
        size=1.4,
        other=darker(ground, 0.05),
    )
    faces += garden(back) + back.window(WINDOW, CREAM, across=2, up=2)
    faces += _shelf(back, (3.5, 5.3), 1.45, wood) + _shelf(back, (3.5, 5.3), 1.90, wood)
    faces += _chest(back, (3.6, 5.2), wood) + _clock(back, 6.1, 1.85, wood)
    faces += [floor((-1.7, 1.4), (-0.5, 1.6), cloth), floor((-1.55, 1.25), (-0.35, 1.45), CREAM)]
    faces += [floor((-1.45, 1.15), (-0.25, 1.35), lighter(cloth, 0.15))]
    faces += table(*TABLE, wood)
    faces += chair(-0.15, 1.28, 180, darker(wood, 0.1)) + chair(-1.38, 0.5, 90, darker(wood, 0.1))
    faces += placed(book(JARS[1]), -0.7, 0.75, 20, 0.75)
    faces += prism(0.45, 0.75, 0.05, (0.75, 0.87), JARS[0], sides=6, top=(0.2, 0.16, 0.14))
    faces += _lamp_over(-0.15, 0.5)
    faces += bookshelf(left, (3.3, 4.8), 2.0, wood, 11)
    faces += left.door((0.7, 1.65), 2.1, colors["door"], CREAM)
    faces += left.picture(
        (2.2, 2.9),
        (1.3, 1.95),
        darker(wood, 0.3),
        CREAM,
        left.panel((2.33, 2.77), (1.45, 1.68), JARS[3]),
    )
    faces += [*right.box((1.2, 3.0), (0.0, 0.46), (0.0, 0.46), wood, top=cloth)]
    faces += right.picture(
        (1.4, 2.8),
        (1.25, 2.05),
        darker(wood, 0.3),
        CREAM,
        right.panel((1.55, 2.65), (1.38, 1.65), JARS[1]),
        right.panel((1.8, 2.2), (1.6, 1.9), JARS[0]),
    )
    faces += _shelf(right, (3.6, 5.2), 1.5, wood)
    faces += [*right.box((3.6, 5.2), (0.0, 0.8), (0.0, 0.5), darker(wood, 0.1), top=wood)]
    faces += front.door((4.7, 5.65), 2.1, colors["door"], CREAM) + bookshelf(
        front, (0.9, 2.3), 1.3, wood, 5
    )
    faces += front.picture(
        (2.9, 4.0),
        (1.25, 2.0),
        darker(wood, 0.3),
        CREAM,
        front.panel((3.1, 3.8), (1.4, 1.7), JARS[2]),
    )
    faces += [
        *shadow((2.75, 3.15), (2.1, 2.5)),
        *prism(2.95, 2.3, 0.16, (0, 0.34), JARS[0], top_radius=0.21, top=(0.25, 0.2, 0.18)),
    ]
    faces += box((-3.1, -2.6), (0, 0.42), (2.2, 2.6), darker(wood, 0.15), top=wood)
    return SetPlan(
        name="room",
        words=(),
        interior=True,
        faces=tuple(faces),
        marks=_marks(),
        lamps=(Lamp(-0.15, 1.75, 0.5, (1.0, 0.84, 0.56), 2.6, 0.95),),
        bounds=(-3.2, 3.2, -2.6, 2.6),
        height=2.8,
        center=(0.2, -0.4),
        master=6.0,
        key=160.0,
        obstacles=(
            (-1.0, 0.7, 0.15, 0.95),
            (-0.35, 0.05, 1.05, 1.5),
            (-1.6, -1.15, 0.3, 0.7),
            (0.1, 1.7, 2.45, 2.9),
            (-3.5, -3.15, 0.4, 1.9),
            (3.0, 3.5, -0.1, 1.7),
            (2.95, 3.5, -2.3, -0.7),
            (1.2, 2.6, -2.9, -2.55),
            (2.7, 3.2, 2.05, 2.55),
            (-3.1, -2.6, 2.2, 2.6),
        ),
        parts=(
            halo(-0.15, 1.82, 0.5, 0.5),
            foliage(
                [
                    (2.95, 0.7, 2.3, 0.24),
                    (2.8, 0.9, 2.25, 0.22),
                    (3.05, 0.95, 2.25, 0.22),
                    (2.93, 1.2, 2.3, 0.22),
                ],
                (0.36, 0.54, 0.38),
            ),
        ),
        colors=dict(colors),
    )


def _marks() -> tuple[Mark, ...]:
    over = (-0.15, 0.78, 0.55)
    return (
        Mark("middle", 1.3, -0.9, 200, ("center", "middle", "room", "carpet", "rug")),
        Mark("chair", -0.15, 1.25, 180, ("chair", "table", "desk", "bench", "seat"), "sit", 0.46),
        Mark("chair left", -1.35, 0.5, 90, ("chair", "stool"), "sit", 0.46),
        Mark("table", 1.1, 0.3, 260, ("table", "desk", "workbench"), look_at=over),
        Mark("window", -1.5, 2.3, 0, ("window",), look_at=(-1.55, 1.5, 2.9)),
        Mark(
            "shelf",
            0.9,
            2.05,
            0,
            ("shelf", "shelves", "drawers", "counter"),
            look_at=(0.9, 1.5, 2.7),
        ),
        Mark("bookshelf", -2.75, 1.15, 270, ("bookshelf", "books"), look_at=(-3.3, 1.3, 1.15)),
        Mark("clock", 2.3, 1.7, 0, ("clock", "wall"), look_at=(2.6, 1.85, 2.85)),
        Mark(
            "door",
            -2.8,
            -1.72,
            90,
            ("door", "doorway", "entrance", "exit", "stairs"),
            look_at=(-3.5, 1.2, -1.72),
        ),
        Mark("corner", 2.4, -2.2, 315, ("corner",)),
        Mark("far end", -2.2, 1.9, 160, ("far end", "back"), look_at=(-1.55, 1.5, 2.9)),
        Mark(
            "table top",
            -0.15,
            0.45,
            180,
            ("table", "desk", "workbench", "table top"),
            height=0.75,
            for_things=True,
        ),
        Mark(
            "chest top",
            0.3,
            2.65,
            180,
            ("shelf", "drawers", "counter"),
            height=0.85,
            for_things=True,
        ),
        Mark("floor", 1.6, -1.5, 180, ("floor", "rug", "ground"), for_things=True),
    )


ROOM_SET = Blueprint(
    "room",
    {
        "wall": (0.80, 0.77, 0.68),
        "floor": (0.62, 0.49, 0.37),
        "door": (0.52, 0.40, 0.30),
        "wood": (0.58, 0.42, 0.30),
        "cloth": (0.45, 0.54, 0.55),
    },
    _build,
    tints={
        "workshop garage forge smithy": {
            "wall": (0.86, 0.74, 0.56),
            "floor": (0.58, 0.46, 0.36),
            "wood": (0.60, 0.41, 0.27),
            "door": (0.34, 0.46, 0.46),
            "cloth": (0.36, 0.47, 0.46),
        },
        "study library court courtroom": {
            "wall": (0.46, 0.54, 0.48),
            "floor": (0.45, 0.32, 0.24),
            "wood": (0.42, 0.27, 0.19),
            "cloth": (0.58, 0.28, 0.25),
        },
        "classroom school kindergarten": {
            "wall": (0.76, 0.82, 0.70),
            "floor": (0.74, 0.62, 0.46),
            "wood": (0.76, 0.58, 0.38),
            "cloth": (0.42, 0.58, 0.62),
        },
        "laboratory lab clinic hospital ward": {
            "wall": (0.84, 0.89, 0.89),
            "floor": (0.70, 0.76, 0.77),
            "wood": (0.78, 0.82, 0.83),
            "door": (0.62, 0.74, 0.76),
            "cloth": (0.58, 0.72, 0.74),
        },
        "shop store bakery market": {
            "wall": (0.88, 0.80, 0.66),
            "floor": (0.66, 0.55, 0.44),
            "wood": (0.50, 0.40, 0.32),
            "cloth": (0.72, 0.38, 0.32),
        },
        "spaceship spacecraft ship submarine": {
            "wall": (0.58, 0.64, 0.70),
            "floor": (0.40, 0.44, 0.50),
            "wood": (0.50, 0.56, 0.62),
            "door": (0.36, 0.42, 0.50),
            "cloth": (0.30, 0.46, 0.58),
        },
        "prison cell dungeon cellar cave tomb": {
            "wall": (0.52, 0.52, 0.51),
            "floor": (0.40, 0.39, 0.38),
            "wood": (0.40, 0.33, 0.27),
            "cloth": (0.38, 0.37, 0.36),
        },
        "church chapel temple castle palace": {
            "wall": (0.72, 0.68, 0.62),
            "floor": (0.52, 0.47, 0.44),
            "wood": (0.42, 0.28, 0.20),
            "cloth": (0.62, 0.22, 0.24),
        },
    },
)
