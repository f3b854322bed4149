"""A park at the edge of a forest: a winding path, trees on all sides, a bench, a pond."""

from __future__ import annotations

import numpy as np

from openstage.world.scene import Brush, Lamp, Mark, SetPlan
from openstage.world.sets.blueprint import Blueprint, Palette
from openstage.world.sets.houses import bench, puddle, street_lamp, tree
from openstage.world.sets.scenery import HEDGE, far_ground, foliage, hedge, hills, ridge
from openstage.world.sets.shore import rock
from openstage.world.solids import face, floor, prism, tiles
from openstage.world.things.colors import darker, lighter

TREES = (
    (-4.2, 6.0, 6.5, 1),
    (4.6, 8.5, 7.5, 2),
    (-5.2, 13.0, 8.0, 3),
    (3.6, 16.5, 7.0, 4),
    (-3.8, -3.0, 6.8, 5),
    (5.4, -1.5, 7.4, 6),
    (-7.5, 1.5, 8.4, 7),
    (8.2, 4.0, 8.0, 8),
    (-9.0, 9.0, 9.0, 9),
    (9.0, 12.5, 8.8, 10),
    (-2.2, 21.0, 8.0, 11),
    (6.0, 22.5, 9.0, 12),
    (-8.5, 18.5, 9.4, 13),
    (-6.8, -8.5, 8.5, 14),
    (4.2, -9.5, 8.2, 15),
    (9.5, -6.5, 9.0, 16),
    (12.0, 18.0, 9.5, 17),
    (-12.5, 4.5, 9.5, 18),
)
"""x, z, height, seed."""
TREE = ("tree", "oak", "trees")


def _build(colors: Palette) -> SetPlan:
    grass, path = colors["ground"], colors["path"]
    faces = [*tiles((-16.0, 16.0), (-14.0, 26.0), grass, darker(grass, 0.035), size=4.0)]
    xs = [0.7 * float(np.sin(z / 4.5)) for z in np.arange(-14.0, 26.1, 4.0)]
    for k, z in enumerate(np.arange(-14.0, 26.0, 4.0)):
        a, b, z0, z1 = xs[k], xs[k + 1], float(z), float(z) + 4.0
        corners = [(b - 1.2, 0, z1), (b + 1.2, 0, z1), (a + 1.2, 0, z0), (a - 1.2, 0, z0)]
        faces.append(face(corners, lighter(path, 0.06 * (k % 2))))
    water = (0.42, 0.56, 0.60)
    pond = puddle(-9.5, 13.0, 3.0, 2.0, 5)
    faces.append(face(pond.points.tolist(), water, window=True, alpha=0.85))
    faces += bench(2.3, 4.2, 270, (0.56, 0.41, 0.29))
    faces += rock(-2.4, 9.4, 0.8, 0.55, (0.56, 0.55, 0.53), 4) + rock(
        3.2, -4.2, 0.9, 0.7, (0.56, 0.55, 0.53), 6
    )
    faces += prism(-2.6, 2.4, 0.34, (0, 0.48), (0.46, 0.35, 0.27), sides=8, top=(0.74, 0.60, 0.43))
    for x, z in ((-1.8, 5.2), (2.6, 11.4), (-2.6, -1.0), (1.9, -6.0)):
        for k in range(3):
            c = ((0.93, 0.80, 0.42), (0.88, 0.50, 0.45), (0.93, 0.92, 0.88))[k]
            faces += [
                floor((x + 0.3 * k, x + 0.3 * k + 0.09), (z + 0.2 * k, z + 0.2 * k + 0.09), c, 0.01)
            ]
    lamps: list[Lamp] = []
    brushes: list[Brush] = []
    for x, z in ((-1.9, 1.0), (2.4, 12.0), (1.8, -8.0)):
        post, lamp, glow = street_lamp(x, z, -0.3 if x > 0 else 0.3, 3.2)
        faces += post
        lamps.append(lamp)
        brushes.append(glow)
    leaf = colors["leaves"]
    tints = (leaf, darker(leaf, 0.15), lighter(leaf, 0.12), (0.46, 0.56, 0.32))
    for x, z, high, seed in TREES:
        trunk, leaves = tree(x, z, high, tints[seed % 4], seed)
        faces += trunk
        brushes.append(leaves)
    for xs_, zs, high, seed in (
        ((-6.8, -5.8), (8.2, 10.0), 0.9, 1),
        ((5.6, 7.6), (6.2, 6.8), 1.0, 2),
        ((-6.0, -4.6), (-5.8, -5.6), 0.9, 3),
        ((6.4, 8.4), (-3.8, -3.4), 0.9, 4),
        ((-1.6, 1.4), (-13.0, -13.4), 1.1, 5),
    ):
        brushes.append(foliage(hedge(xs_, zs, high, seed), darker(leaf, 0.05), HEDGE))
    faces += [puddle(0.5, 2.4, 0.7, 0.4, 7), puddle(-0.3, 7.5, 0.6, 0.7, 8)]
    return SetPlan(
        name="park",
        words=(),
        interior=False,
        faces=tuple(faces),
        marks=_marks(),
        lamps=tuple(lamps),
        bounds=(-6.5, 7.0, -11.0, 20.0),
        height=6.0,
        center=(0.3, 4.0),
        key=230.0,
        obstacles=(
            *((x - 0.35, x + 0.35, z - 0.35, z + 0.35) for x, z, _, _ in TREES),
            (1.95, 2.65, 3.3, 5.1),
            (-3.2, -1.6, 8.6, 10.2),
            (2.3, 4.1, -5.1, -3.3),
            (-2.95, -2.25, 2.05, 2.75),
        ),
        parts=tuple(brushes),
        backdrop=(
            far_ground(grass),
            ridge(350.0, hills(31, 30.0, 80.0), (0.56, 0.64, 0.68)),
            ridge(150.0, hills(17, 10.0, 22.0), (0.42, 0.54, 0.45)),
            ridge(60.0, hills(12, 5.0, 10.0), (0.31, 0.45, 0.33)),
        ),
        colors=dict(colors),
    )


def _marks() -> tuple[Mark, ...]:
    return (
        Mark("path", 0.3, 4.0, 180, ("path", "center", "middle", "trail", "road")),
        Mark("bench", 2.3, 4.2, 270, ("bench", "seat"), "sit", 0.45),
        Mark("tree", -3.4, 5.6, 110, TREE, look_at=(-4.2, 2.2, 6.0)),
        *(
            Mark(
                f"tree {x:g} {z:g}",
                x * 0.75,
                z,
                110.0 if x < 0 else 250.0,
                TREE,
                look_at=(x, 2.2, z),
            )
            for x, z, _, seed in TREES[1:]
            if abs(x) < 5.5 and z < 14.0
        ),
        Mark("stump", -2.6, 2.4, 120, ("stump", "log"), "sit", 0.48),
        Mark("rock", -1.4, 9.0, 200, ("rock", "stone", "boulder"), look_at=(-2.4, 0.5, 9.4)),
        Mark("clearing", -1.5, 0.0, 90, ("clearing", "grass", "meadow", "lawn")),
        Mark(
            "pond", -6.2, 12.0, 290, ("pond", "water", "lake", "river"), look_at=(-9.5, 0.0, 13.0)
        ),
        Mark("lamp", -1.4, 0.4, 150, ("lamp", "street lamp", "lamppost"), look_at=(-1.6, 2.9, 1.0)),
        Mark("far end", -0.6, 18.0, 180, ("far end", "end", "distance"), look_at=(-0.5, 2.0, 26.0)),
        Mark("near", 0.0, -7.0, 0, ("near", "front", "start")),
        Mark("bushes", 5.2, 5.6, 90, ("bush", "bushes", "hedge"), look_at=(6.4, 0.6, 6.4)),
        Mark("bench seat", 2.3, 4.7, 270, ("bench",), height=0.45, for_things=True),
        Mark("ground", 0.6, 3.2, 180, ("ground", "path", "grass", "floor"), for_things=True),
    )


PARK = Blueprint(
    "park",
    {"ground": (0.48, 0.60, 0.36), "path": (0.77, 0.68, 0.54), "leaves": (0.37, 0.54, 0.33)},
    _build,
)
