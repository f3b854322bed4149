"""An open-plan office: rows of desks, a wall of windows over the city, a door to the corridor."""

from __future__ import annotations

from openstage.world.scene import Color, Face, Lamp, Mark, SetPlan
from openstage.world.sets.blueprint import Blueprint, Palette
from openstage.world.sets.building import Room, Side, chair, shadow
from openstage.world.sets.scenery import halo
from openstage.world.solids import box, prism
from openstage.world.things.colors import darker, lighter

ROOM = Room((-6.0, 6.0), (-4.5, 4.5), 3.0)
DESKS = ((-3.7, 2.2), (0.0, 2.2), (3.7, 2.2), (-3.7, -1.2), (3.7, -1.2))
"""x and z of the middle of each desk; whoever works there sits behind it and faces the audience."""
HERO = 1
METAL: Color = (0.24, 0.26, 0.30)
SCREEN: Color = (0.62, 0.80, 0.95)
WINDOWS = ((0.5, 3.5, 0.85, 2.6), (4.2, 7.8, 0.85, 2.6), (8.5, 11.5, 0.85, 2.6))
DOOR = (6.3, 7.25, 0.0, 2.15)


def _desk(x: float, z: float, wood: Color, cloth: Color, lit: bool) -> list[Face]:
    w, d, top = 0.8, 0.38, 0.74
    return [
        *shadow((x - w, x + w), (z - d, z + d + 0.5), 0.16),
        *box((x - w, x - w + 0.05), (0, top - 0.04), (z - d, z + d), darker(wood, 0.2))[:4],
        *box((x + 0.38, x + w), (0, top - 0.04), (z - d + 0.02, z + d - 0.02), darker(wood, 0.2))[
            :4
        ],
        *box(
            (x - w, x + w),
            (top - 0.04, top),
            (z - d, z + d),
            wood,
            top=lighter(wood, 0.15),
            bottom=True,
        ),
        *box((x - w, x + w), (0.24, 0.70), (z - d - 0.05, z - d), cloth, bottom=True),
        *box(
            (x - 0.47, x + 0.13), (top + 0.10, top + 0.48), (z - 0.14, z - 0.10), METAL, bottom=True
        ),
        Side((x + 0.13, z - 0.10), (x - 0.47, z - 0.10)).panel(
            (0.025, 0.575),
            (top + 0.125, top + 0.455),
            SCREEN if lit else (0.13, 0.15, 0.18),
            glow=1.0 if lit else 0.0,
        ),
        *box((x - 0.21, x - 0.13), (top, top + 0.10), (z - 0.14, z - 0.10), METAL)[:4],
        *box((x - 0.38, x + 0.04), (top, top + 0.015), (z + 0.06, z + 0.2), (0.85, 0.85, 0.84)),
        *chair(x, z + 0.72, 180, (0.27, 0.31, 0.38)),
    ]


def _lamp(x: float, z: float) -> list[Face]:
    return [
        *prism(x, z, 0.08, (0.74, 0.76), METAL, sides=6),
        *prism(x, z, 0.012, (0.76, 1.12), METAL, sides=4),
        *prism(
            x,
            z,
            0.13,
            (1.06, 1.20),
            (0.30, 0.52, 0.42),
            sides=6,
            top_radius=0.05,
            glow=0.85,
            glow_color=(1.0, 0.84, 0.52),
        ),
    ]


def _city(side: Side) -> list[Face]:
    """Night or day over the roofs, some floors up: the sky, and two rows of houses before it."""
    faces = [side.panel((-70, 82), (-8, 30), (1, 1, 1), -14, window=True)]
    rows = (
        (
            -12.5,
            (0.42, 0.47, 0.56),
            (
                (-6, 4.2),
                (-3, 2.0),
                (-0.5, 3.3),
                (3, 1.5),
                (5.2, 4.6),
                (7.4, 2.4),
                (10, 3.8),
                (13, 1.9),
                (15.5, 4.4),
            ),
        ),
        (
            -9.0,
            (0.30, 0.34, 0.43),
            ((-4, 1.2), (-1, 2.4), (2.2, 0.8), (4.5, 1.9), (8.2, 1.3), (11, 2.6), (13.6, 0.9)),
        ),
    )
    for d, color, houses in rows:
        for i, (u, top) in enumerate(houses):
            faces.append(side.panel((u, u + 2.4), (-4, top), color, d))
            for k in range(3):
                v = u + 0.35 + 0.7 * k
                y = top - 0.5 - 0.55 * ((i * 2 + k) % 3)
                faces.append(
                    side.panel(
                        (v, v + 0.3),
                        (y - 0.3, y),
                        darker(color, 0.15),
                        d,
                        glow=1.0,
                        glow_color=(1.0, 0.82, 0.5),
                    )
                )
    return faces


def _build(colors: Palette) -> SetPlan:
    wall, wood, cloth = colors["wall"], colors["wood"], colors["cloth"]
    back, left, right, front = ROOM.back, ROOM.left, ROOM.right, ROOM.front
    faces = ROOM.shell(
        wall, colors["floor"], lighter(wall, 0.5), holes={"back": WINDOWS, "left": (DOOR,)}
    )
    faces += _city(back)
    for window in WINDOWS:
        faces += back.window(window, (0.35, 0.38, 0.43), across=3, up=1)
    faces += left.reveal(DOOR, lighter(wall, 0.2))
    faces += left.framed(DOOR[:2], (0, DOOR[3]), darker(colors["door"], 0.2))
    faces += _hall(left, wall)
    for i, (x, z) in enumerate(DESKS):
        faces += _desk(x, z, wood, cloth, lit=i == HERO)
    lamp = (DESKS[HERO][0] + 0.55, DESKS[HERO][1] + 0.05)
    faces += _lamp(*lamp)
    faces += [*right.box((0.6, 3.0), (0, 1.15), (0, 0.42), lighter(METAL, 0.45))]
    for k in range(3):
        faces.append(right.panel((0.65 + 0.8 * k, 1.35 + 0.8 * k), (0.08, 0.54), METAL, 0.42))
        faces.append(right.panel((0.65 + 0.8 * k, 1.35 + 0.8 * k), (0.60, 1.08), METAL, 0.42))
    faces += right.picture((4.2, 6.4), (1.1, 2.3), (0.6, 0.62, 0.65), (0.95, 0.96, 0.96))
    faces += front.door((2.4, 3.3), 2.1, colors["door"], darker(colors["door"], 0.2))
    faces += front.picture((5.2, 6.6), (1.2, 2.2), METAL, (0.88, 0.62, 0.45))
    faces += front.picture((7.2, 8.2), (1.2, 2.2), METAL, (0.45, 0.62, 0.66))
    marks = (
        Mark(
            "desk",
            0.0,
            2.92,
            180,
            ("desk", "computer", "chair", "work", "keyboard", "screen"),
            "sit",
            0.46,
            (-0.17, 1.0, 2.1),
        ),
        Mark("lamp", 0.9, 3.0, 200, ("lamp", "desk lamp", "light"), look_at=(0.55, 1.12, 2.25)),
        Mark("window", 0.0, 3.95, 0, ("window", "windows", "back"), look_at=(0.0, 1.7, 4.5)),
        Mark(
            "door",
            -5.3,
            2.3,
            90,
            ("door", "doorway", "corridor", "exit", "entrance", "elevator"),
            look_at=(-6.0, 1.5, 2.3),
        ),
        Mark(
            "desk top", 0.35, 2.3, 180, ("desk top", "desk", "table"), height=0.74, for_things=True
        ),
    )
    return SetPlan(
        name="office",
        words=(),
        interior=True,
        faces=tuple(faces),
        marks=marks,
        lamps=(
            Lamp(lamp[0], 1.08, lamp[1], reach=1.5, strength=1.15),
            Lamp(-0.17, 1.05, 2.4, (0.45, 0.65, 1.0), 0.8, 0.5, always=True),
            Lamp(-6.6, 2.2, 2.3, (1.0, 0.85, 0.6), 1.8, 0.7),
        ),
        bounds=(-5.7, 5.7, -4.2, 4.2),
        height=3.0,
        center=(0.0, 1.0),
        key=200.0,
        obstacles=tuple((x - 0.8, x + 0.8, z - 0.43, z + 0.38) for x, z in DESKS),
        parts=(halo(lamp[0], 1.1, lamp[1], 0.5),),
        colors=dict(colors),
    )


def _hall(side: Side, wall: Color) -> list[Face]:
    """What is seen of the corridor through the open door."""
    u0, u1, _, _top = DOOR
    return [
        side.panel((u0 - 1.2, u1 + 1.2), (0, 3), lighter(wall, 0.2), -1.6),
        *side.box((u0 - 1.2, u1 + 1.2), (-0.02, 0.0), (-1.6, 0.0), (0.45, 0.42, 0.42))[-1:],
    ]


OFFICE = Blueprint(
    "office",
    {
        "wall": (0.80, 0.81, 0.79),
        "floor": (0.37, 0.43, 0.49),
        "door": (0.44, 0.55, 0.58),
        "wood": (0.78, 0.62, 0.44),
        "cloth": (0.78, 0.46, 0.35),
    },
    _build,
)
