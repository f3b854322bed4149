"""A railway platform: a roof on columns, benches, a clock, and a train that arrives."""

from __future__ import annotations

from openstage.world.scene import Color, Face, Lamp, Mark, SetPlan
from openstage.world.sets.blueprint import Blueprint, Palette
from openstage.world.sets.building import Side, shadow
from openstage.world.sets.houses import IRON, PANE, WARM, bench, fence, pane, puddle, tree
from openstage.world.sets.scenery import far_ground, halo, hills, ridge
from openstage.world.solids import box, ceiling, face, floor, placed, prism, tiles
from openstage.world.things.colors import darker, lighter

EDGE = 1.6
"""z where the platform ends; beyond it are the tracks."""
BED = -0.9
LENGTH = (-22.0, 22.0)
TRAIN_Z = (2.05, 4.75)
CAR = 9.0
"""Meters: the length of a carriage."""
GREEN: Color = (0.28, 0.44, 0.40)
CREAM: Color = (0.91, 0.86, 0.74)


def _ground(stone: Color) -> list[Face]:
    gravel = (0.50, 0.47, 0.45)
    faces = [*tiles(LENGTH, (-3.4, EDGE - 0.6), stone, lighter(stone, 0.05), size=2.2)]
    for beside in ((-22.0, -10.0), (10.0, 22.0)):
        faces += tiles(beside, (-9.0, -3.4), stone, lighter(stone, 0.05), size=3.0)
    faces.append(floor((-10.0, 10.0), (-9.0, -8.4), stone))
    faces += tiles(LENGTH, (EDGE - 0.6, EDGE), (0.90, 0.80, 0.48), size=4.4)
    side = Side((LENGTH[1], EDGE), (LENGTH[0], EDGE))
    faces.append(side.panel((0, 44), (BED, 0), darker(stone, 0.35)))
    faces += tiles(LENGTH, (EDGE, 9.0), gravel, size=7.4, y=BED)
    for z in (2.65, 4.15, 6.25, 7.75):
        faces.append(floor(LENGTH, (z - 0.06, z + 0.06), (0.66, 0.67, 0.70), BED + 0.14))
        rail = Side((LENGTH[0], z - 0.06), (LENGTH[1], z - 0.06))
        faces.append(rail.panel((0, 44), (BED, BED + 0.14), (0.38, 0.34, 0.33)))
    for k in range(29):
        x = LENGTH[0] + 1.2 + 1.5 * k
        faces.append(floor((x, x + 0.34), (2.2, 4.6), (0.40, 0.33, 0.29), BED))
    faces += tiles(LENGTH, (9.0, 22.0), (0.48, 0.60, 0.38), size=11.0, y=BED + 0.1)
    return faces


def _roof() -> list[Face]:
    faces = []
    for x in (-9.0, -3.0, 3.0, 9.0):
        faces += [
            *shadow((x - 0.15, x + 0.15), (-0.75, -0.45)),
            *prism(x, -0.6, 0.16, (0, 0.6), GREEN, sides=6, top_radius=0.10),
            *prism(x, -0.6, 0.09, (0.6, 3.4), GREEN, sides=6),
            *box((x - 0.06, x + 0.06), (3.28, 3.42), (-3.2, 1.2), GREEN, bottom=True),
        ]
    under = lighter(GREEN, 0.45)
    for k in range(6):
        x0 = -12.0 + 4.0 * k
        for z in ((-3.4, -1.1), (-1.1, 1.3)):
            faces.append(ceiling((x0, x0 + 4.0), z, under, 3.42))
    faces.append(floor((-12.0, 12.0), (-3.4, 1.3), darker(GREEN, 0.3), 3.6))
    eave = Side((12.0, 1.3), (-12.0, 1.3))
    faces.append(eave.panel((0, 24), (3.30, 3.62), CREAM, two_sided=True))
    for x, s in ((-12.0, 1), (12.0, -1)):
        end = Side((x, 1.3 * s), (x, -3.4 * s)) if s > 0 else Side((x, -3.4), (x, 1.3))
        faces.append(end.panel((0, end.length * 0.6), (3.30, 3.62), CREAM, two_sided=True))
    return faces


def _house(brick: Color) -> list[Face]:
    """The station house along the back of the platform."""
    side = Side((10.0, -3.4), (-10.0, -3.4))
    faces = [
        *side.wall((0, 3.6), brick, size=3.0),
        *side.box((0.0, 20.0), (3.6, 4.6), (-5.0, 0.0), brick),
    ]
    faces.append(side.panel((0, 20), (0, 0.7), darker(brick, 0.25)))
    gables = (Side((-10.0, -3.4), (-10.0, -8.4)), Side((10.0, -8.4), (10.0, -3.4)))
    faces += [gable.panel((0, 5), (0, 3.6), darker(brick, 0.1)) for gable in gables]
    faces.append(Side((-10.0, -8.4), (10.0, -8.4)).panel((0, 20), (0, 4.6), darker(brick, 0.15)))
    for u in (1.2, 4.0, 12.4, 15.2, 17.8):
        faces += pane(side, (u, u + 1.3), (1.0, 2.5), u != 4.0, CREAM)
    faces += [
        side.panel((7.6, 9.6), (0, 2.6), CREAM),
        side.panel((7.75, 9.45), (0, 2.3), GREEN, outline=0.04),
        side.panel((7.95, 8.5), (1.1, 2.1), PANE, glow=1.0, glow_color=WARM),
        side.panel((8.7, 9.25), (1.1, 2.1), PANE, glow=1.0, glow_color=WARM),
        side.panel((10.2, 12.1), (2.62, 3.12), (0.20, 0.32, 0.42)),
        side.panel((10.4, 11.9), (2.82, 2.92), CREAM),
        side.panel((6.2, 7.0), (1.2, 2.2), (0.88, 0.86, 0.78), outline=0.05),
        side.panel((6.3, 6.9), (1.7, 2.1), (0.78, 0.45, 0.34)),
    ]
    return faces


def _clock(x: float, z: float) -> list[Face]:
    """A clock with two faces that hangs from the roof."""
    ring = [
        (0.92, 0.38),
        (0.38, 0.92),
        (-0.38, 0.92),
        (-0.92, 0.38),
        (-0.92, -0.38),
        (-0.38, -0.92),
        (0.38, -0.92),
        (0.92, -0.38),
    ]
    faces = [
        *box((x - 0.03, x + 0.03), (2.95, 3.42), (z - 0.03, z + 0.03), IRON),
        *box((x - 0.07, x + 0.07), (2.3, 2.95), (z - 0.33, z + 0.33), IRON, bottom=True),
    ]
    for outer in (
        Side((x - 0.071, z + 0.33), (x - 0.071, z - 0.33)),
        Side((x + 0.071, z - 0.33), (x + 0.071, z + 0.33)),
    ):
        dial = [outer.at(0.33 + 0.30 * a, 2.625 + 0.30 * b) for a, b in ring]
        faces.append(face(dial[::-1], (0.96, 0.94, 0.86), glow=0.7, glow_color=(1.0, 0.95, 0.8)))
        faces.append(outer.panel((0.315, 0.345), (2.62, 2.86), IRON))
        faces.append(outer.panel((0.32, 0.50), (2.61, 2.64), IRON))
    return faces


def _train(amount: float) -> list[Face]:
    """An engine and two carriages that come along the track from the right and stop.

    At 0 they are still far down the line.
    """
    shift = (1.0 - amount) ** 1.6 * 160.0
    faces: list[Face] = []
    for number in range(3):
        x0 = -8.0 + (CAR + 0.5) * number + shift
        faces += _engine(x0) if number == 0 else _carriage(x0)
    return faces


def _carriage(x0: float) -> list[Face]:
    body, z = (0.60, 0.27, 0.24), TRAIN_Z
    x1, low, high = x0 + CAR, 0.12, 2.75
    faces = [
        *box((x0 + 0.2, x1 - 0.2), (BED + 0.15, low), (z[0] + 0.3, z[1] - 0.3), (0.16, 0.16, 0.18)),
        *box((x0, x1), (low, high), z, body, bottom=True),
        *box(
            (x0 - 0.05, x1 + 0.05),
            (high, high + 0.22),
            (z[0] + 0.12, z[1] - 0.12),
            (0.36, 0.37, 0.40),
        ),
    ]
    for side in (Side((x0, z[0]), (x1, z[0])), Side((x1, z[1]), (x0, z[1]))):
        faces.append(side.panel((0, CAR), (1.15, 2.35), CREAM))
        for k in range(5):
            u = 1.5 + 1.26 * k
            faces.append(side.panel((u, u + 0.96), (1.3, 2.15), PANE, glow=1.0, glow_color=WARM))
        for u in (0.25, CAR - 1.15):
            faces.append(side.panel((u, u + 0.9), (low, 2.4), darker(body, 0.25), outline=0.03))
            faces.append(
                side.panel((u + 0.2, u + 0.7), (1.3, 2.1), PANE, glow=1.0, glow_color=WARM)
            )
    return faces


def _engine(x0: float) -> list[Face]:
    body, z = GREEN, TRAIN_Z
    x1, high = x0 + CAR, 2.9
    nose = Side((x0, z[1]), (x0, z[0]))
    faces = [
        *box(
            (x0 + 0.2, x1 - 0.2), (BED + 0.15, 0.12), (z[0] + 0.3, z[1] - 0.3), (0.16, 0.16, 0.18)
        ),
        *box((x0, x1), (0.12, high), z, body, bottom=True),
        *box(
            (x0 + 0.3, x1 - 0.3), (high, high + 0.25), (z[0] + 0.3, z[1] - 0.3), (0.30, 0.32, 0.34)
        ),
        nose.panel((0.25, 2.45), (1.5, 2.5), PANE, glow=0.8, glow_color=(0.98, 0.84, 0.56)),
        nose.panel((0.0, 2.7), (0.75, 1.0), (0.86, 0.66, 0.30)),
        nose.panel((0.25, 0.6), (0.45, 0.72), (1.0, 0.95, 0.8), glow=1.0),
        nose.panel((2.1, 2.45), (0.45, 0.72), (1.0, 0.95, 0.8), glow=1.0),
    ]
    for side in (Side((x0, z[0]), (x1, z[0])), Side((x1, z[1]), (x0, z[1]))):
        faces.append(side.panel((0, CAR), (0.75, 1.0), (0.86, 0.66, 0.30)))
        faces.append(
            side.panel((0.4, 1.6), (1.5, 2.4), PANE, glow=0.8, glow_color=(0.98, 0.84, 0.56))
        )
        faces += [
            side.panel((u, u + 1.4), (1.4, 2.3), darker(body, 0.2), outline=0.04)
            for u in (2.6, 4.5, 6.4)
        ]
    return faces


def _build(colors: Palette) -> SetPlan:
    faces = _ground(colors["floor"]) + _roof() + _house(colors["wall"])
    faces += _clock(-1.2, -0.2)
    wood = (0.60, 0.43, 0.30)
    faces += bench(-5.6, -2.75, 0, wood, 1.8) + bench(5.4, -2.75, 0, wood, 1.8)
    faces += [
        *shadow((6.9, 7.9), (-3.0, -2.4)),
        *box((6.9, 7.5), (0, 0.5), (-3.0, -2.5), (0.52, 0.37, 0.27)),
        *box((7.0, 7.4), (0.5, 0.8), (-2.95, -2.6), (0.35, 0.42, 0.48)),
    ]
    faces += prism(
        -7.6,
        -2.8,
        0.22,
        (0, 0.8),
        (0.30, 0.42, 0.38),
        sides=6,
        top_radius=0.26,
        top=(0.1, 0.1, 0.1),
    )
    faces += fence(Side((-22.0, 10.2), (22.0, 10.2)), (0.0, 44.0), (0.70, 0.66, 0.58))
    faces += _signal(13.5, 1.1)
    lights = (-9.0, -3.0, 3.0, 9.0)
    glows = []
    for x in lights:
        faces += prism(
            x + 1.5,
            -0.6,
            0.16,
            (3.02, 3.2),
            (0.93, 0.90, 0.80),
            sides=6,
            top_radius=0.06,
            glow=1.0,
            glow_color=(1.0, 0.88, 0.58),
        )
        glows.append(halo(x + 1.5, 3.05, -0.6, 1.1, strength=0.45))
    for x, z, high, seed in (
        (-13.0, 13.0, 6.5, 1),
        (-6.0, 15.0, 7.5, 2),
        (4.5, 13.5, 6.0, 3),
        (12.0, 15.5, 8.0, 4),
        (18.0, 12.5, 6.0, 5),
        (-15.5, -5.0, 6.0, 6),
        (15.5, -5.5, 6.5, 7),
    ):
        trunk, leaves = tree(x, z, high, (0.38, 0.54, 0.36), seed)
        faces += placed(trunk, 0.0, 0.0, y=BED if z > 0 else 0.0)
        glows.append(leaves)
    faces += [puddle(13.8, -1.0, 0.9, 0.5, 1), puddle(-14.0, -0.4, 1.1, 0.5, 2)]
    return SetPlan(
        name="platform",
        words=(),
        interior=False,
        faces=tuple(faces),
        marks=_marks(),
        lamps=tuple(Lamp(x + 1.5, 3.0, -0.6, (1.0, 0.80, 0.50), 2.2, 0.95) for x in lights),
        bounds=(-16.0, 16.0, -3.1, 1.4),
        height=3.4,
        center=(0.0, -0.8),
        master=40.0,
        key=250.0,
        obstacles=((-6.6, -4.6, -3.1, -2.4), (4.4, 6.4, -3.1, -2.4), (6.8, 7.6, -3.1, -2.4)),
        parts=tuple(glows),
        backdrop=(
            far_ground((0.48, 0.60, 0.38)),
            ridge(400.0, hills(13, 25.0, 70.0), (0.58, 0.65, 0.70)),
            ridge(200.0, hills(4, 8.0, 24.0), (0.46, 0.57, 0.50), lights=24),
            ridge(90.0, hills(6, 2.0, 6.0), (0.36, 0.49, 0.37)),
        ),
        moving={"train": _train},
        colors=dict(colors),
    )


def _signal(x: float, z: float) -> list[Face]:
    return [
        *prism(x, z, 0.07, (0, 3.6), IRON, sides=4),
        *box((x - 0.16, x + 0.16), (3.0, 3.75), (z - 0.12, z + 0.12), IRON, bottom=True),
        Side((x - 0.161, z + 0.12), (x - 0.161, z - 0.12)).panel(
            (0.05, 0.19), (3.45, 3.62), (0.90, 0.30, 0.25), glow=1.0
        ),
        Side((x + 0.161, z - 0.12), (x + 0.161, z + 0.12)).panel(
            (0.05, 0.19), (3.15, 3.32), (0.45, 0.80, 0.50), glow=1.0
        ),
    ]


def _marks() -> tuple[Mark, ...]:
    track = (-1.0, 1.5, 3.2)
    return (
        Mark("platform", 0.5, -0.9, 0, ("platform", "center", "middle")),
        Mark("edge", 0.0, 0.9, 0, ("edge", "platform edge", "tracks", "track"), look_at=track),
        Mark("train", 2.0, 1.15, 0, ("train", "train door", "carriage"), look_at=(2.3, 1.4, 2.1)),
        Mark(
            "train step",
            2.25,
            1.75,
            180,
            ("on the train", "inside the train", "steps"),
            height=0.12,
        ),
        Mark("bench", -5.6, -2.72, 0, ("bench", "seat"), "sit", 0.45),
        Mark("other bench", 5.4, -2.72, 0, ("other bench",), "sit", 0.45),
        Mark("clock", -1.8, -1.2, 60, ("clock",), look_at=(-1.2, 2.6, -0.2)),
        Mark(
            "door",
            1.3,
            -2.8,
            0,
            ("door", "station", "entrance", "waiting room", "house"),
            look_at=(1.4, 1.3, -3.4),
        ),
        Mark("far end", 12.0, -0.6, 270, ("far end", "end", "distance"), look_at=(30.0, 1.5, 2.0)),
        Mark("near end", -12.0, -0.6, 90, ("near end", "other end"), look_at=(-30.0, 1.5, 2.0)),
        Mark("column", -3.0, -1.1, 0, ("column", "pillar", "lamp"), look_at=(-3.0, 1.6, -0.6)),
        Mark("window", -5.8, -2.0, 180, ("window", "ticket window"), look_at=(-5.9, 1.8, -3.4)),
        Mark("bench seat", -5.1, -2.75, 0, ("bench",), height=0.45, for_things=True),
        Mark("ground", 1.2, -0.6, 180, ("ground", "platform", "floor"), for_things=True),
    )


PLATFORM = Blueprint("platform", {"floor": (0.66, 0.63, 0.60), "wall": (0.72, 0.46, 0.37)}, _build)
