"""A long corridor: doors on both sides, a corner, and an elevator at the far end."""

from __future__ import annotations

from openstage.world.scene import Color, Face, Lamp, Mark, SetPlan
from openstage.world.sets.blueprint import Blueprint, Palette
from openstage.world.sets.building import Room, Side, shadow
from openstage.world.sets.scenery import foliage, halo
from openstage.world.solids import box, face, floor, prism
from openstage.world.things.colors import darker, lighter

ROOM = Room((-1.5, 1.5), (-4.0, 13.0), 2.8)
LIFT = (0.85, 2.15, 0.0, 2.2)
"""The opening of the elevator in the back wall."""
SIDE_HALL = (3.2, 5.2, 0.0, 2.8)
"""The opening of the corner in the right wall, from its far end."""
LEFT_DOORS = ((3.0, 3.95), (7.6, 8.55), (12.2, 13.15))
RIGHT_DOORS = ((8.0, 8.95), (12.8, 13.75))
STEEL: Color = (0.62, 0.64, 0.67)
CABIN: Color = (0.80, 0.62, 0.42)


def _cabin(side: Side) -> list[Face]:
    """The elevator's cabin behind the wall: three walls, a floor, a lit ceiling, a handrail."""
    u0, u1, _, top = LIFT
    a, b, deep, high = u0 - 0.15, u1 + 0.15, -1.75, top + 0.15
    left = Side(_flat(side.at(a, 0, -0.16)), _flat(side.at(a, 0, deep)))
    right = Side(_flat(side.at(b, 0, deep)), _flat(side.at(b, 0, -0.16)))
    z0, z1 = side.start[1] + 0.16, side.start[1] - deep
    x0, x1 = side.start[0] + a, side.start[0] + b
    return [
        floor((x0, x1), (z0, z1), (0.42, 0.36, 0.33), 0.0),
        face(
            [(x0, high, z0), (x1, high, z0), (x1, high, z1), (x0, high, z1)],
            (1.0, 0.95, 0.82),
            glow=0.9,
        ),
        side.panel((a, b), (0, high), CABIN, deep),
        side.panel((a + 0.2, b - 0.2), (1.0, high - 0.15), (0.83, 0.86, 0.86), deep),
        *left.wall((0, high), CABIN, size=1.0),
        *right.wall((0, high), CABIN, size=1.0),
        *side.box((a, b), (0.88, 0.93), (deep, deep + 0.06), STEEL, bottom=True),
    ]


def _flat(point: tuple[float, float, float]) -> tuple[float, float]:
    return (point[0], point[2])


def _lift_doors(amount: float) -> list[Face]:
    """Two leaves that slide behind the wall, and the light that falls between them on the floor."""
    side = ROOM.back
    u0, u1, _, top = LIFT
    middle, half = (u0 + u1) / 2, (u1 - u0) / 2
    slide = half * 0.94 * amount
    faces = []
    for a, b in ((u0 - slide, middle - slide), (middle + slide, u1 + slide)):
        faces.append(side.panel((a, b), (0, top), STEEL, -0.10))
        faces.append(
            side.panel((a + 0.12, b - 0.12), (0.15, top - 0.15), lighter(STEEL, 0.12), -0.10)
        )
    if amount > 0.02:
        faces += _light_on_floor(side, middle, slide)
    return faces


def _light_on_floor(side: Side, middle: float, half: float) -> list[Face]:
    warm = (1.0, 0.88, 0.62)
    return [
        face(
            [
                side.at(middle - half - spread, 0.0, far),
                side.at(middle + half + spread, 0.0, far),
                side.at(middle + half, 0.0, 0.0),
                side.at(middle - half, 0.0, 0.0),
            ][::-1],
            warm,
            alpha=alpha,
            glow=0.75,
        )
        for far, spread, alpha in ((4.2, 0.42, 0.14), (2.6, 0.26, 0.18), (1.3, 0.13, 0.20))
    ]


def _side_hall(wall: Color, ground: Color) -> list[Face]:
    """Around the corner: two meters of another corridor, with a picture at its end."""
    far, near = 13.0 - SIDE_HALL[0], 13.0 - SIDE_HALL[1]
    back, front = Side((1.5, far), (5.5, far)), Side((5.5, near), (1.5, near))
    end = Side((5.5, far), (5.5, near))
    return [
        floor((1.5, 3.5), (near, far), ground),
        floor((3.5, 5.5), (near, far), ground),
        face([(1.5, 2.8, near), (5.5, 2.8, near), (5.5, 2.8, far), (1.5, 2.8, far)], lighter(wall)),
        *back.wall((0, 2.8), wall, size=2.0),
        *front.wall((0, 2.8), darker(wall, 0.1), size=2.0),
        *end.wall((0, 2.8), lighter(wall, 0.1), size=2.0),
        *end.picture(
            (0.5, 1.5),
            (1.1, 2.0),
            (0.3, 0.27, 0.26),
            (0.55, 0.68, 0.66),
            end.panel((0.62, 1.38), (1.2, 1.5), (0.36, 0.48, 0.42)),
        ),
    ]


def _build(colors: Palette) -> SetPlan:
    wall, door = colors["wall"], colors["door"]
    back, left, right, front = ROOM.back, ROOM.left, ROOM.right, ROOM.front
    low = colors["dado"]
    faces = ROOM.shell(
        wall,
        colors["floor"],
        lighter(wall, 0.6),
        holes={"back": (LIFT,), "right": (SIDE_HALL,)},
        other=darker(colors["floor"], 0.07),
        dado=low,
        dado_height=1.05,
        size=2.1,
        tile=1.0,
    )
    faces += back.reveal(LIFT, darker(STEEL, 0.2))
    faces += back.framed(LIFT[:2], (0, LIFT[3]), darker(STEEL, 0.25), w=0.10)
    faces += _cabin(back)
    faces += [
        back.panel((1.28, 1.72), (2.38, 2.55), (0.14, 0.14, 0.16)),
        back.panel((1.36, 1.48), (2.41, 2.52), (1.0, 0.55, 0.25), glow=1.0),
        back.panel((1.54, 1.64), (2.41, 2.52), (1.0, 0.55, 0.25), glow=1.0),
        back.panel((2.42, 2.54), (1.05, 1.30), STEEL),
        back.panel((2.46, 2.50), (1.20, 1.24), (1.0, 0.62, 0.3), glow=1.0),
    ]
    for u in LEFT_DOORS:
        faces += left.door(u, 2.1, door, darker(door, 0.28))
        faces.append(left.panel((u[1] + 0.2, u[1] + 0.5), (1.45, 1.62), (0.90, 0.89, 0.84)))
    for u in RIGHT_DOORS:
        faces += right.door(u, 2.1, door, darker(door, 0.28))
        faces.append(right.panel((u[0] - 0.5, u[0] - 0.2), (1.45, 1.62), (0.90, 0.89, 0.84)))
    faces += _side_hall(wall, colors["floor"])
    faces += front.door((0.95, 2.05), 2.15, lighter(door, 0.1), darker(door, 0.28))
    faces.append(front.panel((1.15, 1.85), (1.25, 1.95), (0.55, 0.66, 0.70)))
    faces.append(front.panel((1.2, 1.8), (2.32, 2.52), (0.25, 0.75, 0.45), glow=0.9))
    faces += right.picture(
        (6.1, 7.2),
        (1.25, 2.0),
        (0.3, 0.27, 0.26),
        (0.93, 0.91, 0.86),
        right.panel((6.3, 7.0), (1.4, 1.85), (0.80, 0.48, 0.36)),
    )
    faces += left.picture(
        (5.2, 6.5),
        (1.25, 2.0),
        (0.3, 0.27, 0.26),
        (0.93, 0.91, 0.86),
        left.panel((5.35, 5.8), (1.4, 1.85), (0.42, 0.56, 0.62)),
        left.panel((5.9, 6.35), (1.4, 1.85), (0.83, 0.70, 0.45)),
    )
    faces += _bench() + _pot(-1.1, 12.3) + _extinguisher(right)
    lights = (-2.2, 2.3, 6.8)
    for z in lights:
        faces.append(
            face(
                [
                    (-0.5, 2.795, z - 0.2),
                    (0.5, 2.795, z - 0.2),
                    (0.5, 2.795, z + 0.2),
                    (-0.5, 2.795, z + 0.2),
                ],
                (0.93, 0.93, 0.90),
                glow=0.8,
                glow_color=(1.0, 0.93, 0.75),
            )
        )
    return SetPlan(
        name="corridor",
        words=(),
        interior=True,
        faces=tuple(faces),
        marks=_marks(),
        lamps=(
            *(Lamp(0.0, 2.6, z, reach=1.7, strength=0.34) for z in lights),
            Lamp(0.0, 2.1, 13.9, (1.0, 0.86, 0.60), 2.1, 0.85, always=True),
            Lamp(3.6, 2.5, 8.8, (1.0, 0.90, 0.70), 1.8, 0.35),
        ),
        bounds=(-1.25, 1.25, -3.7, 12.8),
        height=2.8,
        center=(0.0, 4.5),
        key=20.0,
        obstacles=((-1.5, -1.05, 5.7, 7.1), (-1.4, -0.85, 12.0, 12.6)),
        parts=(
            foliage(
                [
                    (-1.1, 0.95, 12.3, 0.24),
                    (-1.2, 1.15, 12.35, 0.2),
                    (-1.0, 1.2, 12.2, 0.2),
                    (-1.1, 1.4, 12.3, 0.17),
                ],
                (0.35, 0.53, 0.38),
            ),
            halo(0.0, 1.5, 13.3, 1.9, (1.0, 0.85, 0.55), 0.22),
        ),
        moving={"elevator": _lift_doors},
        colors=dict(colors),
    )


def _bench() -> list[Face]:
    wood = (0.62, 0.45, 0.31)
    return [
        *shadow((-1.45, -1.08), (5.8, 7.0)),
        *box((-1.45, -1.08), (0.40, 0.46), (5.8, 7.0), wood, top=lighter(wood), bottom=True),
        *box((-1.42, -1.12), (0, 0.40), (5.9, 5.98), darker(wood)),
        *box((-1.42, -1.12), (0, 0.40), (6.82, 6.9), darker(wood)),
    ]


def _pot(x: float, z: float) -> list[Face]:
    return [
        *shadow((x - 0.2, x + 0.2), (z - 0.2, z + 0.2)),
        *prism(x, z, 0.16, (0, 0.42), (0.80, 0.47, 0.36), top_radius=0.21, top=(0.25, 0.2, 0.18)),
        *prism(x, z, 0.02, (0.42, 0.9), (0.38, 0.32, 0.22), sides=4),
    ]


def _extinguisher(side: Side) -> list[Face]:
    return [
        *side.box((10.6, 10.76), (0.75, 1.25), (0.03, 0.19), (0.78, 0.22, 0.20), bottom=True),
        *side.box((10.64, 10.72), (1.25, 1.33), (0.06, 0.14), (0.2, 0.2, 0.22)),
    ]


def _marks() -> tuple[Mark, ...]:
    end = (0.0, 1.2, 13.0)
    return (
        Mark("middle", 0.0, 3.0, 180, ("center", "middle", "corridor")),
        Mark("near", 0.0, -2.2, 0, ("near", "front", "entrance", "start", "office")),
        Mark("far end", 0.0, 11.0, 180, ("far end", "end", "back"), look_at=end),
        Mark("elevator", 0.0, 12.2, 180, ("elevator", "lift", "elevator door"), look_at=end),
        Mark(
            "elevator cabin", 0.0, 13.9, 180, ("inside", "elevator", "cabin"), look_at=(0, 0.9, 14)
        ),
        Mark("corner", 1.05, 8.7, 250, ("corner", "around the corner"), look_at=(1.5, 1.4, 8.8)),
        Mark("around the corner", 3.4, 8.8, 270, ("around the corner", "side hall")),
        Mark("door", -0.95, 3.5, 90, ("door", "doorway"), look_at=(-1.5, 1.2, 4.2 - 4.7)),
        Mark("bench", -1.2, 6.4, 90, ("bench", "seat", "chair"), "sit", 0.46),
        Mark("wall", 1.1, 4.0, 270, ("wall",), look_at=(1.5, 1.5, 4.0)),
        Mark("bench seat", -1.26, 6.1, 90, ("bench", "seat"), height=0.46, for_things=True),
        Mark("floor", 0.5, 4.0, 180, ("floor", "ground"), for_things=True),
    )


CORRIDOR = Blueprint(
    "corridor",
    {
        "wall": (0.84, 0.82, 0.76),
        "dado": (0.42, 0.54, 0.54),
        "floor": (0.60, 0.56, 0.52),
        "door": (0.62, 0.44, 0.32),
    },
    _build,
)
