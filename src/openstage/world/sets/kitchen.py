"""A small kitchen: a window over the sink, a stove, a table for two, a door to the outside."""

from __future__ import annotations

from openstage.world.scene import Color, Face, Lamp, Mark, SetPlan
from openstage.world.sets.blueprint import Blueprint, Palette
from openstage.world.sets.building import Room, Side, chair, shadow, table
from openstage.world.sets.scenery import foliage, halo
from openstage.world.solids import box, face, floor, placed, prism
from openstage.world.things.colors import darker, lighter
from openstage.world.things.small import cup

ROOM = Room((-2.4, 2.4), (-2.3, 2.3), 2.6)
WINDOW = (1.25, 3.05, 1.05, 2.15)
DOOR = (1.2, 2.15, 0.0, 2.1)
"""In the right wall, from its far end."""
METAL: Color = (0.30, 0.31, 0.34)
BRASS: Color = (0.82, 0.68, 0.40)
CREAM: Color = (0.93, 0.89, 0.80)


def _counter(side: Side, colors: Palette) -> list[Face]:
    """Cupboards along the back wall, below and above, the sink and the stove."""
    wood, top = colors["wood"], (0.72, 0.70, 0.66)
    faces = [
        *shadow((-2.4, 1.4), (1.68, 2.3)),
        *side.box((0.0, 2.95), (0.08, 0.88), (0.0, 0.58), wood)[:4],
        *side.box((0.0, 2.98), (0.88, 0.93), (0.0, 0.62), top, top=lighter(top, 0.3), bottom=True),
        *side.box((3.0, 3.65), (0.0, 0.93), (0.0, 0.62), METAL, top=(0.20, 0.20, 0.22)),
        side.panel((3.08, 3.57), (0.18, 0.66), (0.16, 0.16, 0.18), 0.62),
        side.panel((3.12, 3.53), (0.36, 0.60), (0.85, 0.48, 0.22), 0.62, alpha=0.55),
        *side.box((3.06, 3.59), (0.70, 0.73), (0.62, 0.65), (0.75, 0.76, 0.78), bottom=True),
    ]
    for k in range(4):
        u = 0.05 + 0.73 * k
        faces.append(side.panel((u, u + 0.68), (0.14, 0.84), lighter(wood, 0.12), 0.58))
        faces += side.box(
            (u + 0.27, u + 0.41), (0.74, 0.76), (0.58, 0.60), (0.80, 0.66, 0.38), bottom=True
        )
    for k in range(4):
        x = 3.0 + 0.08 + 0.15 * k
        faces.append(side.panel((x, x + 0.06), (0.80, 0.86), (0.80, 0.78, 0.74), 0.62))
    y, z = 0.932, 1.99
    faces.append(floor((-0.75, -0.05), (z - 0.18, z + 0.18), (0.50, 0.52, 0.54), 0.93))
    faces += box((-0.42, -0.38), (y, 1.2), (2.2, 2.24), (0.76, 0.77, 0.80))
    faces += box((-0.42, -0.38), (1.16, 1.2), (2.02, 2.2), (0.76, 0.77, 0.80), bottom=True)
    for x, d in ((0.76, 1.86), (1.08, 1.86), (0.76, 2.14), (1.08, 2.14)):
        faces.append(floor((x - 0.1, x + 0.1), (d - 0.1, d + 0.1), (0.10, 0.10, 0.11), 0.93))
    return faces


def _upper(side: Side, colors: Palette) -> list[Face]:
    """Wall cupboards left of the window, a shelf and the hood right of it, tiles between."""
    wood = colors["wood"]
    faces = [
        side.panel((0.0, 1.2), (0.93, 1.45), CREAM),
        side.panel((3.1, 4.8), (0.93, 1.45), CREAM),
        *side.box((0.05, 1.05), (1.45, 2.2), (0.0, 0.34), wood, bottom=True),
        side.panel((0.10, 0.53), (1.50, 2.15), lighter(wood, 0.12), 0.34),
        side.panel((0.57, 1.00), (1.50, 2.15), lighter(wood, 0.12), 0.34),
        *side.box((3.12, 3.60), (1.60, 1.78), (0.0, 0.45), (0.72, 0.73, 0.75), bottom=True),
        *side.box((3.26, 3.46), (1.78, 2.6), (0.0, 0.22), (0.72, 0.73, 0.75)),
        *side.box((3.75, 4.7), (1.62, 1.66), (0.0, 0.24), wood, bottom=True),
    ]
    jars = (
        (3.85, 0.20, (0.80, 0.46, 0.34)),
        (4.05, 0.15, (0.90, 0.80, 0.50)),
        (4.25, 0.22, (0.46, 0.60, 0.60)),
        (4.46, 0.13, CREAM),
    )
    for u, high, color in jars:
        faces += side.box((u, u + 0.12), (1.66, 1.66 + high), (0.05, 0.17), color)
    for k in range(1, 4):
        faces.append(
            side.panel((0.0, 1.2), (0.93 + 0.13 * k, 0.936 + 0.13 * k), darker(CREAM, 0.12))
        )
        faces.append(
            side.panel((3.1, 4.8), (0.93 + 0.13 * k, 0.936 + 0.13 * k), darker(CREAM, 0.12))
        )
    return faces


def garden(side: Side) -> list[Face]:
    """What the window shows: sky, hills, a fence."""
    return [
        side.panel((-60, 66), (-4, 20), (1, 1, 1), -9.0, window=True),
        side.panel((-60, 66), (-4, 0.9), (0.52, 0.66, 0.62), -8.6),
        side.panel((-2, 3.2), (0, 1.5), (0.45, 0.60, 0.55), -8.4),
        side.panel((-60, 66), (-4, 0.2), (0.50, 0.66, 0.40), -7.0),
        side.panel((3.0, 4.6), (-1, 1.5), (0.86, 0.78, 0.66), -6.5),
        face(
            [side.at(2.8, 1.5, -6.5), side.at(3.8, 2.3, -6.5), side.at(4.8, 1.5, -6.5)],
            (0.66, 0.38, 0.31),
        ),
        side.panel(
            (3.6, 4.0), (0.6, 1.1), (0.35, 0.40, 0.45), -6.5, glow=1.0, glow_color=(1.0, 0.82, 0.5)
        ),
    ]


def _outside(side: Side) -> list[Face]:
    """What the open door shows: a step, a garden path, the sky."""
    x0 = side.start[0]
    z0, z1 = side.start[1] - DOOR[1], side.start[1] - DOOR[0]
    return [
        side.panel((-40, 44), (-2, 14), (1, 1, 1), -6.0, window=True),
        side.panel((-40, 44), (-2, 0.9), (0.50, 0.64, 0.45), -5.8),
        floor((x0, x0 + 5.6), (z0 - 3, z1 + 3), (0.48, 0.63, 0.38), -0.06),
        floor((x0, x0 + 5.6), (z0, z1), (0.80, 0.74, 0.62), -0.06),
    ]


def _door(amount: float) -> list[Face]:
    """The leaf, hinged at its near edge, opening into the room until it lies along the wall."""
    wide, top = DOOR[1] - DOOR[0], DOOR[3]
    color = (0.36, 0.53, 0.55)
    leaf = [
        *box((0.01, wide - 0.01), (0.01, top), (-0.045, 0.0), color, bottom=True),
        face(
            [(0.75, 1.85, 0.001), (0.2, 1.85, 0.001), (0.2, 1.15, 0.001), (0.75, 1.15, 0.001)],
            (0.66, 0.76, 0.78),
        ),
        face(
            [(0.2, 1.85, -0.046), (0.75, 1.85, -0.046), (0.75, 1.15, -0.046), (0.2, 1.15, -0.046)],
            (0.66, 0.76, 0.78),
        ),
        face(
            [(0.75, 0.95, 0.001), (0.2, 0.95, 0.001), (0.2, 0.2, 0.001), (0.75, 0.2, 0.001)],
            darker(color, 0.15),
        ),
        face(
            [(0.2, 0.95, -0.046), (0.75, 0.95, -0.046), (0.75, 0.2, -0.046), (0.2, 0.2, -0.046)],
            darker(color, 0.15),
        ),
        *box((wide - 0.13, wide - 0.06), (0.99, 1.03), (-0.10, -0.045), BRASS, bottom=True),
        *box((wide - 0.13, wide - 0.06), (0.99, 1.03), (0.0, 0.05), BRASS, bottom=True),
    ]
    return placed(leaf, ROOM.x[1] - 0.01, ROOM.z[1] - DOOR[1], 270.0 - 160.0 * amount)


def _build(colors: Palette) -> SetPlan:
    wall, wood = colors["wall"], colors["wood"]
    back, left, right, front = ROOM.back, ROOM.left, ROOM.right, ROOM.front
    faces = ROOM.shell(
        wall,
        colors["floor"],
        lighter(wall, 0.6),
        holes={"back": (WINDOW,), "right": (DOOR,)},
        other=darker(colors["floor"], 0.10),
        tile=0.6,
        size=1.2,
    )
    faces += garden(back) + _outside(right)
    faces += back.window(WINDOW, CREAM, across=2, up=2)
    faces += right.reveal(DOOR, CREAM) + right.framed(DOOR[:2], (0, DOOR[3]), CREAM)
    faces += _counter(back, colors) + _upper(back, colors)
    cloth = colors["cloth"]
    for u in ((1.0, 1.42), (2.88, 3.30)):
        faces.append(back.panel(u, (1.0, 2.24), cloth, 0.05))
        faces.append(back.panel((u[0] + 0.14, u[0] + 0.28), (1.0, 2.24), darker(cloth, 0.1), 0.05))
    faces += back.box((0.92, 3.38), (2.24, 2.28), (0.02, 0.08), darker(wood, 0.3), bottom=True)
    faces += _table(wood)
    faces += _left_wall(left, colors) + _front_wall(front, colors) + _right_wall(right)
    return SetPlan(
        name="kitchen",
        words=(),
        interior=True,
        faces=tuple(faces),
        marks=_marks(),
        lamps=(Lamp(-0.5, 1.75, 0.2, (1.0, 0.80, 0.50), 1.8, 0.95),),
        bounds=(-2.15, 2.15, -2.05, 1.6),
        height=2.6,
        center=(0.2, 0.1),
        master=-8.0,
        key=215.0,
        obstacles=((-1.15, 0.15, -0.2, 0.6), (-2.4, 1.4, 1.65, 2.3), (-2.4, -1.75, -1.9, -1.1)),
        parts=(
            halo(-0.5, 1.8, 0.2, 0.55),
            foliage(
                [(0.45, 1.24, 2.16, 0.10), (0.55, 1.27, 2.15, 0.09), (0.5, 1.34, 2.15, 0.08)],
                (0.40, 0.60, 0.40),
            ),
        ),
        moving={"door": _door},
        colors=dict(colors),
    )


def _table(wood: Color) -> list[Face]:
    cloth = (0.90, 0.86, 0.76)
    return [
        *table((-1.15, 0.15), (-0.2, 0.6), 0.75, wood),
        floor((-0.95, -0.05), (-0.05, 0.45), cloth, 0.75),
        *chair(-0.5, 0.95, 180, darker(wood, 0.1)),
        *chair(-1.45, 0.2, 90, darker(wood, 0.1)),
        *placed(cup((0.83, 0.48, 0.36)), -0.25, 0.05, 90, 0.75),
        *prism(-0.7, 0.3, 0.10, (0.75, 0.82), (0.45, 0.60, 0.62), top_radius=0.15),
        *prism(-0.72, 0.31, 0.045, (0.82, 0.88), (0.86, 0.40, 0.28), sides=6, top_radius=0.03),
        *prism(-0.66, 0.28, 0.04, (0.82, 0.87), (0.90, 0.70, 0.32), sides=6, top_radius=0.025),
        *prism(-0.5, 0.2, 0.012, (1.98, 2.6), (0.2, 0.2, 0.22), sides=4),
        *prism(
            -0.5,
            0.2,
            0.24,
            (1.80, 1.98),
            (0.83, 0.48, 0.36),
            top_radius=0.07,
            glow=0.7,
            glow_color=(1.0, 0.72, 0.45),
        ),
    ]


def _left_wall(side: Side, colors: Palette) -> list[Face]:
    """The refrigerator, a dresser's shelf with plates, a calendar."""
    pale = (0.80, 0.86, 0.84)
    faces = [
        *shadow((-2.4, -1.75), (-1.9, -1.15)),
        *side.box((0.4, 1.15), (0.0, 1.75), (0.0, 0.65), pale),
        side.panel((0.42, 1.13), (1.18, 1.72), lighter(pale, 0.2), 0.65),
        side.panel((0.42, 1.13), (0.06, 1.14), lighter(pale, 0.2), 0.65),
        *side.box((1.04, 1.08), (1.25, 1.50), (0.65, 0.69), METAL, bottom=True),
        *side.box((1.04, 1.08), (0.75, 1.05), (0.65, 0.69), METAL, bottom=True),
        side.panel((0.55, 0.70), (1.42, 1.60), (0.92, 0.75, 0.40), 0.65),
        side.panel((0.74, 0.86), (1.36, 1.50), (0.83, 0.48, 0.40), 0.65),
    ]
    for y in (1.35, 1.75):
        faces += side.box((2.0, 3.4), (y - 0.03, y), (0, 0.2), colors["wood"], bottom=True)
        for k in range(4):
            u = 2.12 + 0.31 * k
            color = ((0.46, 0.60, 0.62), CREAM, (0.83, 0.55, 0.42), CREAM)[k]
            faces.append(side.panel((u, u + 0.22), (y, y + 0.22), color, 0.06))
            faces.append(
                side.panel((u + 0.05, u + 0.17), (y + 0.05, y + 0.17), lighter(color, 0.4), 0.06)
            )
    return faces


def _front_wall(side: Side, colors: Palette) -> list[Face]:
    return [
        *side.box((0.5, 1.9), (0.0, 0.85), (0.0, 0.4), colors["wood"], top=CREAM),
        side.panel((0.55, 1.18), (0.1, 0.78), lighter(colors["wood"], 0.12), 0.4),
        side.panel((1.22, 1.85), (0.1, 0.78), lighter(colors["wood"], 0.12), 0.4),
        *side.box((0.75, 1.05), (0.85, 1.10), (0.08, 0.30), (0.83, 0.48, 0.36)),
        *side.picture(
            (0.7, 1.7),
            (1.35, 2.05),
            darker(colors["wood"], 0.3),
            CREAM,
            side.panel((0.85, 1.55), (1.5, 1.7), (0.50, 0.64, 0.45)),
            side.panel((1.1, 1.3), (1.62, 1.85), (0.83, 0.48, 0.36)),
        ),
        *side.door((2.9, 3.8), 2.1, (0.36, 0.53, 0.55), CREAM),
    ]


def _right_wall(side: Side) -> list[Face]:
    return [
        *side.box((3.3, 4.3), (1.60, 1.66), (0, 0.05), (0.5, 0.36, 0.26), bottom=True),
        side.panel((3.4, 3.75), (0.95, 1.60), (0.83, 0.55, 0.42), 0.07),
        side.panel((3.95, 4.15), (1.15, 1.60), (0.46, 0.60, 0.62), 0.07),
        *side.picture(
            (0.35, 0.85),
            (1.3, 1.9),
            (0.5, 0.36, 0.26),
            CREAM,
            side.panel((0.45, 0.75), (1.42, 1.6), (0.92, 0.75, 0.40)),
        ),
    ]


def _marks() -> tuple[Mark, ...]:
    door = (2.4, 1.2, 0.6)
    return (
        Mark("middle", 0.9, 0.0, 180, ("center", "middle", "kitchen")),
        Mark("table", 0.5, -0.1, 220, ("table",), look_at=(-0.5, 0.8, 0.2)),
        Mark("chair", -0.5, 0.92, 180, ("chair", "table", "seat"), "sit", 0.46),
        Mark("window", -0.2, 1.4, 0, ("window", "sink", "counter"), look_at=(-0.25, 1.6, 2.3)),
        Mark("stove", 0.92, 1.4, 0, ("stove", "oven", "cooker"), look_at=(0.92, 0.95, 2.0)),
        Mark(
            "cupboard", -1.8, 1.35, 0, ("cupboard", "cupboards", "shelf"), look_at=(-1.85, 1.8, 2.2)
        ),
        Mark("door", 1.75, 0.6, 90, ("door", "doorway", "exit", "threshold"), look_at=door),
        Mark("outside", 3.6, 0.6, 270, ("outside", "out", "garden"), look_at=door),
        Mark(
            "refrigerator", -1.4, -1.45, 270, ("refrigerator", "fridge"), look_at=(-1.8, 1.2, -1.5)
        ),
        Mark("corner", 1.7, -1.6, 315, ("corner",)),
        Mark("table top", -0.2, -0.02, 180, ("table", "table top"), height=0.75, for_things=True),
        Mark(
            "counter top",
            -1.0,
            1.95,
            180,
            ("counter", "sink", "window", "window sill"),
            height=0.93,
            for_things=True,
        ),
        Mark("stove top", 0.92, 1.86, 180, ("stove",), height=0.93, for_things=True),
        Mark(
            "floor by the door",
            1.85,
            0.62,
            270,
            ("door", "floor", "under the door"),
            for_things=True,
        ),
    )


KITCHEN = Blueprint(
    "kitchen",
    {
        "wall": (0.94, 0.86, 0.68),
        "floor": (0.82, 0.72, 0.60),
        "wood": (0.52, 0.64, 0.60),
        "cloth": (0.90, 0.64, 0.46),
    },
    _build,
)
