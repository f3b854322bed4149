"""A rocky shore: the sea, boulders, a path up to a lighthouse with a lit lantern."""

from __future__ import annotations

from math import cos, sin, tau

import numpy as np

from openstage.world.scene import Color, Face, Lamp, Mark, SetPlan
from openstage.world.sets.blueprint import Blueprint, Palette
from openstage.world.sets.building import Side
from openstage.world.sets.houses import PANE, WARM, cottage, puddle
from openstage.world.sets.scenery import HEDGE, foliage, halo, hedge, hills, ridge, sea
from openstage.world.solids import face, prism, tiles
from openstage.world.things.colors import darker, lighter

TOWER = (6.5, 16.0)
BASE = 0.0
ROCKS = (
    (-3.4, 2.2, 1.2, 0.95, 1),
    (-5.0, 4.6, 1.7, 1.5, 2),
    (3.6, 3.4, 0.9, 0.62, 3),
    (-6.6, 0.2, 1.5, 1.0, 4),
    (5.2, 6.8, 1.5, 1.3, 5),
    (-4.2, 9.0, 1.4, 1.1, 6),
    (6.2, -1.2, 1.3, 0.9, 7),
    (-7.8, 8.4, 2.3, 2.1, 8),
    (2.6, 13.4, 1.1, 0.8, 10),
    (9.4, 8.6, 1.9, 1.7, 11),
    (9.6, 2.0, 1.5, 1.0, 12),
    (-2.6, -4.8, 1.3, 0.8, 13),
    (4.0, -6.4, 1.8, 1.2, 14),
    (-7.4, -5.8, 2.0, 1.4, 15),
)
"""x, z, radius, height, seed."""


def rock(x: float, z: float, radius: float, height: float, color: Color, seed: int) -> list[Face]:
    """A boulder: a five-sided foot, a smaller and crooked shoulder, a low top."""
    rng = np.random.default_rng(seed)
    sides = 5
    turns = tau * (np.arange(sides) + rng.uniform(0, 1) + rng.uniform(-0.16, 0.16, sides)) / sides
    foot, shoulder = radius * rng.uniform(0.9, 1.1, sides), radius * rng.uniform(0.52, 0.72, sides)
    rise = height * rng.uniform(0.62, 0.92, sides)
    low = [(x + r * cos(a), -0.1, z + r * sin(a)) for a, r in zip(turns, foot, strict=True)]
    high = [
        (x + r * cos(a), y, z + r * sin(a)) for a, r, y in zip(turns, shoulder, rise, strict=True)
    ]
    top = (x + 0.12 * radius, height, z - 0.1 * radius)
    faces = []
    for k in range(sides):
        j = (k + 1) % sides
        tint = darker(color, float(rng.uniform(0.0, 0.14)))
        # Triangles stay flat whatever the corners do.
        faces.append(face([high[k], high[j], low[j]], tint))
        faces.append(face([high[k], low[j], low[k]], darker(tint, 0.05)))
        faces.append(face([top, high[j], high[k]], lighter(color, float(rng.uniform(0.06, 0.16)))))
    return faces


def _land(stone: Color, path: Color) -> list[Face]:
    """The headland: a plateau above the water with a cliff's edge all round, and the path on it."""
    ring = [
        (-12.0, -9.0),
        (-4.0, -12.0),
        (6.0, -11.0),
        (13.0, -6.0),
        (15.6, 6.0),
        (16.0, 18.0),
        (11.0, 25.0),
        (2.0, 24.0),
        (-6.0, 17.0),
        (-13.0, 8.0),
    ]
    faces = []
    for k, (x0, z0) in enumerate(ring):
        x1, z1 = ring[(k + 1) % len(ring)]
        out = 1.18
        foot0, foot1 = (x0 * out, -2.2, z0 * out - 0.8), (x1 * out, -2.2, z1 * out - 0.8)
        faces.append(face([(x1, 0, z1), (x0, 0, z0), foot0], darker(stone, 0.25)))
        faces.append(face([(x1, 0, z1), foot0, foot1], darker(stone, 0.32)))
    faces += [
        face([(x, 0.0, z) for x, z in reversed(ring)], stone),
        *tiles((-9.0, 10.0), (-7.0, 8.0), stone, lighter(stone, 0.04), size=2.4),
        face([(1.0, 0, 14.8), (2.6, 0, 13.6), (1.2, 0, 8.0), (-0.6, 0, 8.0)], path),
        face([(1.0, 0, 14.8), (4.9, 0, 17.2), (5.6, 0, 15.6), (2.6, 0, 13.6)], path),
        *tiles((-0.6, 1.2), (-7.0, 8.0), path, lighter(path, 0.06), size=1.9),
    ]
    grass = (0.50, 0.58, 0.36)
    for a, b, c in (
        ((2.4, 8.5), (9.0, 12.5), (4.0, 12.6)),
        ((-5.5, 11.0), (-0.9, 14.5), (-1.2, 10.0)),
        ((9.0, 17.0), (13.0, 21.0), (12.5, 14.0)),
        ((-9.0, -2.5), (-5.2, 0.8), (-4.8, -3.2)),
    ):
        corners = [(p[0], 0.0, p[1]) for p in (a, b, c)]
        turn = np.cross(np.subtract(corners[1], corners[0]), np.subtract(corners[2], corners[0]))[1]
        faces.append(face(corners if turn > 0 else corners[::-1], grass))
    return faces


def _lighthouse(white: Color, red: Color) -> list[Face]:
    x, z = TOWER
    faces = []
    radii = np.linspace(1.75, 1.05, 6)
    heights = np.linspace(0.0, 7.4, 6)
    for k in range(5):
        faces += prism(
            x,
            z,
            float(radii[k]),
            (float(heights[k]), float(heights[k + 1])),
            red if k % 2 else white,
            sides=8,
            top_radius=float(radii[k + 1]),
        )[:-1]
    iron = (0.25, 0.26, 0.30)
    faces += [
        *prism(x, z, 1.45, (7.4, 7.56), iron, sides=8),
        *prism(
            x,
            z,
            0.82,
            (7.56, 8.8),
            (0.80, 0.84, 0.82),
            sides=8,
            glow=1.0,
            glow_color=(1.0, 0.90, 0.62),
        ),
        *prism(x, z, 1.05, (8.8, 9.6), red, sides=8, top_radius=0.12),
    ]
    for k in range(8):
        a = tau * k / 8
        px, pz = x + 1.36 * cos(a), z + 1.36 * sin(a)
        faces += prism(px, pz, 0.03, (7.56, 8.2), iron, sides=4)[:4]
    entry = Side((x - 0.62, z - 1.69), (x + 0.62, z - 1.69))
    faces += [
        *entry.box((0.0, 1.24), (0, 2.35), (0.0, 0.35), white),
        entry.panel((0.15, 1.09), (0, 2.1), (0.34, 0.44, 0.48), 0.351, outline=0.04),
        entry.panel((0.42, 0.82), (1.3, 1.8), PANE, 0.352, glow=1.0, glow_color=WARM),
    ]
    for y in (3.4, 5.6):
        r = 1.75 - 0.0946 * y
        win = Side((x - 0.3, z - r - 0.01), (x + 0.3, z - r - 0.01))
        faces += [
            win.panel((0, 0.6), (y, y + 1.0), lighter(white, 0.3)),
            win.panel((0.1, 0.5), (y + 0.1, y + 0.9), PANE, 0.001, glow=1.0, glow_color=WARM),
        ]
    return faces


def _build(colors: Palette) -> SetPlan:
    stone = colors["rock"]
    faces = _land(colors["ground"], colors["path"])
    faces += _lighthouse((0.92, 0.90, 0.85), colors["wall"])
    faces += cottage(
        11.2,
        17.5,
        180.0,
        (0.90, 0.88, 0.82),
        (0.45, 0.36, 0.36),
        wide=4.6,
        deep=3.6,
        wall=2.3,
        rise=1.5,
    )
    for x, z, radius, height, seed in ROCKS:
        faces += rock(x, z, radius, height, stone, seed)
    for x, z in ((-0.9, 1.0), (-0.9, 4.5), (1.5, -2.0), (1.5, 6.4)):
        faces += prism(x, z, 0.06, (0, 0.8), (0.48, 0.38, 0.30), sides=4)
    faces += [
        puddle(2.2, 0.4, 0.8, 0.5, 1),
        puddle(-2.4, -1.6, 1.0, 0.6, 2),
        puddle(0.2, 3.4, 0.5, 0.7, 3),
    ]
    x, z = TOWER
    return SetPlan(
        name="shore",
        words=(),
        interior=False,
        faces=tuple(faces),
        marks=_marks(),
        lamps=(
            Lamp(x, 8.2, z, (1.0, 0.86, 0.56), 5.0, 1.0),
            Lamp(x, 2.6, z - 2.6, (1.0, 0.78, 0.46), 1.8, 0.8),
            Lamp(11.2, 1.6, 15.2, (1.0, 0.78, 0.46), 1.5, 0.5),
        ),
        bounds=(-10.5, 11.5, -8.5, 20.0),
        height=7.4,
        center=(0.3, 2.5),
        master=10.0,
        key=150.0,
        obstacles=(
            *((a - r * 0.85, a + r * 0.85, b - r * 0.85, b + r * 0.85) for a, b, r, _, _ in ROCKS),
            (x - 1.8, x + 1.8, z - 2.0, z + 1.8),
            (8.8, 11.5, 15.6, 19.4),
        ),
        parts=(
            halo(x, 8.2, z, 4.5, (1.0, 0.88, 0.6), 0.7),
            halo(x, 1.7, z - 2.2, 0.7, strength=0.4),
            foliage(hedge((3.2, 8.6), (9.6, 11.8), 0.5, 3), (0.48, 0.57, 0.36), HEDGE),
            foliage(hedge((-5.0, -1.8), (11.8, 13.4), 0.45, 4), (0.48, 0.57, 0.36), HEDGE),
        ),
        backdrop=(
            ridge(420.0, hills(23, -22.0, 26.0), (0.46, 0.53, 0.58)),
            sea((0.27, 0.44, 0.50)),
        ),
        colors=dict(colors),
    )


def _marks() -> tuple[Mark, ...]:
    light = (6.5, 8.2, 16.0)
    return (
        Mark("shore", 0.3, 2.0, 180, ("shore", "center", "middle", "beach", "coast")),
        Mark(
            "rock", -2.0, 2.0, 100, ("rock", "rocks", "stone", "boulder"), look_at=(-3.4, 0.9, 2.2)
        ),
        Mark("rock seat", 3.6, 3.4, 200, ("rock", "on the rock", "seat", "boulder"), "sit", 0.62),
        Mark(
            "between the rocks", -3.3, 3.9, 120, ("rocks", "between the rocks", "hollow"), "crouch"
        ),
        Mark("path", 0.4, 6.2, 180, ("path", "trail", "way")),
        Mark("lighthouse", 5.9, 13.3, 0, ("lighthouse", "tower", "home"), look_at=light),
        Mark(
            "door",
            6.5,
            13.4,
            180,
            ("door", "doorway", "lighthouse door", "entrance"),
            look_at=(6.5, 1.3, 14.0),
        ),
        Mark(
            "water",
            -1.6,
            -7.4,
            200,
            ("water", "sea", "edge", "waves", "ocean"),
            look_at=(-6.0, -1.0, -40.0),
        ),
        Mark("far end", 3.4, 12.2, 30, ("far end", "end", "distance"), look_at=light),
        Mark("near", 0.3, -5.2, 0, ("near", "front", "start")),
        Mark("rock top", -3.4, 2.2, 180, ("rock", "stone"), height=0.95, for_things=True),
        Mark("ground", 0.6, 1.4, 180, ("ground", "path", "floor"), for_things=True),
    )


SHORE = Blueprint(
    "shore",
    {
        "rock": (0.50, 0.49, 0.50),
        "ground": (0.60, 0.58, 0.53),
        "path": (0.76, 0.68, 0.56),
        "wall": (0.74, 0.30, 0.26),
    },
    _build,
)
