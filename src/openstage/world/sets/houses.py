"""What stands along streets: houses, cottages, street lamps, fences, benches, trees."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from openstage.world.scene import Brush, Color, Face, Lamp
from openstage.world.sets.building import Side, Span, shadow
from openstage.world.sets.scenery import crown, foliage, halo
from openstage.world.solids import box, face, floor, placed, prism
from openstage.world.things.colors import darker, lighter

PANE: Color = (0.36, 0.42, 0.50)
WARM: Color = (1.0, 0.80, 0.46)
WHITE: Color = (0.90, 0.88, 0.83)
IRON: Color = (0.22, 0.24, 0.28)


def pane(side: Side, u: Span, y: Span, lit: bool, frame: Color | None = WHITE) -> list[Face]:
    """A window in a wall that is seen from outside; lit: warm when lamps are on."""
    faces = []
    if frame is not None:
        faces.append(side.panel((u[0] - 0.09, u[1] + 0.09), (y[0] - 0.12, y[1] + 0.09), frame))
    glow = WARM if lit else None
    faces.append(side.panel(u, y, PANE, outline=0.03, glow=1.0 if lit else 0.0, glow_color=glow))
    return faces


def town_house(
    side: Side,
    u: Span,
    floors: int,
    color: Color,
    seed: int,
    *,
    deep: float = 9.0,
    storey: float = 2.9,
    shop: Color | None = None,
) -> list[Face]:
    """A house of a street: rows of windows, a door or a shop below, a cornice above."""
    rng = np.random.default_rng(seed)
    ground = 3.3
    top = ground + storey * floors
    faces = side.box(u, (0, top), (-deep, 0.0), color, top=darker(color, 0.35))
    faces += side.box(
        (u[0], u[1]), (top, top + 0.35), (-deep, 0.22), darker(color, 0.22), bottom=True
    )
    faces.append(side.panel(u, (0.0, 0.45), darker(color, 0.28)))
    faces.append(side.panel(u, (ground - 0.1, ground + 0.12), lighter(color, 0.35)))
    count = max(2, round((u[1] - u[0]) / 2.6))
    pitch = (u[1] - u[0]) / count
    for level in range(floors):
        y = ground + storey * level + 0.75
        for k in range(count):
            middle = u[0] + pitch * (k + 0.5)
            faces += pane(
                side,
                (middle - 0.5, middle + 0.5),
                (y, y + 1.45),
                rng.random() < 0.42,
                lighter(color, 0.5),
            )
    faces += _front(side, u, shop, color, lit=bool(rng.random() < 0.7))
    return faces


def _front(side: Side, u: Span, shop: Color | None, color: Color, lit: bool) -> list[Face]:
    """The ground floor: a shop with an awning, or a door and two windows."""
    middle = (u[0] + u[1]) / 2
    if shop is None:
        door = darker(color, 0.5)
        return [
            side.panel((middle - 0.7, middle + 0.7), (0, 2.6), lighter(color, 0.45)),
            side.panel((middle - 0.5, middle + 0.5), (0, 2.2), door, outline=0.03),
            side.panel((middle - 0.5, middle + 0.5), (2.25, 2.5), PANE, glow=1.0, glow_color=WARM),
            *side.box((middle - 0.8, middle + 0.8), (0, 0.14), (0, 0.4), (0.66, 0.65, 0.63)),
            *pane(side, (u[0] + 0.7, u[0] + 1.8), (1.0, 2.4), lit, lighter(color, 0.5)),
            *pane(side, (u[1] - 1.8, u[1] - 0.7), (1.0, 2.4), not lit, lighter(color, 0.5)),
        ]
    shine, bright = (1.0, (1.0, 0.86, 0.60)) if lit else (0.0, None)
    a, b = u[0] + 0.5, u[1] - 0.5
    faces = [
        side.panel((a - 0.15, b + 0.15), (0.0, 3.05), darker(shop, 0.35)),
        side.panel(
            (a, middle + 0.4), (0.6, 2.25), PANE, outline=0.04, glow=shine, glow_color=bright
        ),
        side.panel(
            (middle + 0.8, middle + 1.8),
            (0.0, 2.25),
            darker(PANE, 0.1),
            outline=0.06,
            glow=shine,
            glow_color=bright,
        ),
        side.panel(
            (middle + 2.2, b), (0.6, 2.25), PANE, outline=0.04, glow=shine, glow_color=bright
        ),
        side.panel((a + 0.4, middle - 0.3), (2.62, 2.92), lighter(shop, 0.7)),
    ]
    stripes = 6
    for k in range(stripes):
        s0, s1 = a + (b - a) * k / stripes, a + (b - a) * (k + 1) / stripes
        tint = shop if k % 2 else WHITE
        faces.append(
            face(
                [
                    side.at(s0, 2.55, 0.02),
                    side.at(s1, 2.55, 0.02),
                    side.at(s1, 2.15, 1.1),
                    side.at(s0, 2.15, 1.1),
                ],
                tint,
                two_sided=True,
            )
        )
    return faces


def cottage(
    x: float,
    z: float,
    facing: float,
    color: Color,
    roof: Color,
    *,
    wide: float = 7.0,
    deep: float = 5.0,
    wall: float = 2.6,
    rise: float = 2.2,
    lit: tuple[bool, bool] = (True, False),
) -> list[Face]:
    """A house with a gable roof; its door looks along `facing`, its ridge runs across."""
    w, d, top = wide / 2, deep / 2, wall + rise
    eave, _low = 0.35, wall - 0.2
    front = Side((w, d), (-w, d))
    back = Side((-w, -d), (w, -d))
    faces = box((-w, w), (0, wall), (-d, d), color)[:4]
    for s in (-1, 1):
        peak = [(s * w, wall, -d), (s * w, wall, d), (s * w, top, 0.0)]
        faces.append(face(peak if s < 0 else peak[::-1], color))
    over = w + eave
    slope = rise / d
    reach = d + eave / slope * 0.6
    drop = top - slope * reach
    for s in (-1, 1):
        corners = [
            (-over, top, 0.0),
            (over, top, 0.0),
            (over, drop, s * reach),
            (-over, drop, s * reach),
        ]
        faces.append(face(corners if s < 0 else corners[::-1], roof, two_sided=True))
    chimney = box(
        (w * 0.45, w * 0.45 + 0.6),
        (wall + rise * 0.3, top + 0.7),
        (-0.9, -0.3),
        darker(color, 0.25),
    )
    door = darker(roof, 0.2)
    faces += [
        front.panel((0, wide), (0, 0.4), darker(color, 0.25)),
        front.panel((w - 0.55, w + 0.55), (0, 2.15), lighter(color, 0.5)),
        front.panel((w - 0.45, w + 0.45), (0, 2.05), door, outline=0.03),
        *front.box((w - 0.8, w + 0.8), (0, 0.12), (0, 0.7), (0.64, 0.62, 0.58)),
    ]
    for u, glowing in ((w - 2.3, lit[0]), (w + 2.3, lit[1])):
        faces += pane(front, (u - 0.55, u + 0.55), (0.95, 2.0), glowing)
        faces += [front.panel((v, v + 0.3), (0.88, 2.06), door) for v in (u - 0.92, u + 0.62)]
    for u in (w - 1.8, w + 1.8):
        faces += pane(back, (u - 0.5, u + 0.5), (0.95, 2.0), lit[1])
    return placed([*shadow((-w, w), (-d, d), 0.2, 0.5), *faces, *chimney], x, z, facing)


def street_lamp(
    x: float, z: float, arm: float, height: float = 4.2
) -> tuple[list[Face], Lamp, Brush]:
    """A post, its head `arm` meters to the side; its light; its halo."""
    head = x + arm
    faces = [
        *prism(x, z, 0.13, (0, 0.5), IRON, sides=6, top_radius=0.08),
        *prism(x, z, 0.055, (0.5, height), IRON, sides=4),
        *box(
            (min(x, head), max(x, head)),
            (height - 0.06, height),
            (z - 0.03, z + 0.03),
            IRON,
            bottom=True,
        ),
        *prism(
            head,
            z,
            0.17,
            (height - 0.42, height - 0.06),
            (0.93, 0.90, 0.80),
            sides=6,
            top_radius=0.09,
            glow=1.0,
            glow_color=(1.0, 0.88, 0.58),
        ),
    ]
    return (
        faces,
        Lamp(head, height - 0.5, z, (1.0, 0.80, 0.48), 2.7, 0.95),
        halo(head, height - 0.25, z, 1.3, strength=0.5),
    )


def bench(x: float, z: float, facing: float, color: Color, wide: float = 1.6) -> list[Face]:
    """A park bench, its seat 0.45 m high, looking along `facing`."""
    w = wide / 2
    faces = [*shadow((-w, w), (-0.25, 0.25))]
    for s in (-w + 0.1, w - 0.18):
        faces += box((s, s + 0.08), (0, 0.40), (-0.2, 0.2), IRON)[:4]
        faces += box((s, s + 0.08), (0.40, 0.88), (-0.28, -0.24), IRON)
    faces += box((-w, w), (0.40, 0.45), (-0.22, 0.24), color, top=lighter(color, 0.15), bottom=True)
    faces += box((-w, w), (0.58, 0.70), (-0.24, -0.20), color, bottom=True)
    faces += box((-w, w), (0.76, 0.88), (-0.24, -0.20), color, bottom=True)
    return placed(faces, x, z, facing)


def tree(x: float, z: float, height: float, color: Color, seed: int) -> tuple[list[Face], Brush]:
    """A trunk and a crown."""
    bark = (0.42, 0.32, 0.26)
    radius = height * 0.30
    trunk = [
        *shadow(
            (x - radius * 0.8, x + radius * 0.8), (z - radius * 0.8, z + radius * 0.8), 0.22, 0.5
        ),
        *prism(x, z, 0.035 * height, (0, height * 0.62), bark, sides=5, top_radius=0.018 * height),
    ]
    return trunk, foliage(crown(x, height * 0.70, z, radius, seed), color)


def fence(side: Side, u: Span, color: Color, height: float = 0.95) -> list[Face]:
    """Pickets on two rails."""
    faces = [
        side.panel(u, (height * 0.3, height * 0.4), darker(color, 0.15), two_sided=True),
        side.panel(u, (height * 0.7, height * 0.8), darker(color, 0.15), two_sided=True),
    ]
    count = max(2, round((u[1] - u[0]) / 0.5))
    for k in range(count):
        v = u[0] + (u[1] - u[0]) * (k + 0.5) / count
        faces.append(side.panel((v - 0.08, v + 0.08), (0, height), color, 0.0, two_sided=True))
    return faces


def puddle(x: float, z: float, wide: float, deep: float, seed: int) -> Face:
    """A pool on wet ground in which the sky is seen."""
    rng = np.random.default_rng(seed)
    turns = np.arange(9) / 9 * 2 * np.pi
    stretch = rng.uniform(0.85, 1.1, 9)
    ring = [
        (x + wide * s * float(np.cos(t)), 0.0, z + deep * s * float(np.sin(t)))
        for t, s in zip(turns, stretch, strict=True)
    ]
    hull = _convex(ring)
    return face(hull, (0.5, 0.55, 0.6), window=True, when="wet", alpha=0.62)


def _convex(ring: Sequence[tuple[float, float, float]]) -> list[tuple[float, float, float]]:
    """The outer corners of a level ring, clockwise as seen from above (Andrew's chain)."""
    points = sorted({(x, z) for x, _, z in ring})

    def chain(sequence: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
        hull: list[tuple[float, float]] = []
        for p in sequence:
            while len(hull) > 1 and (
                (hull[-1][0] - hull[-2][0]) * (p[1] - hull[-2][1])
                <= (hull[-1][1] - hull[-2][1]) * (p[0] - hull[-2][0])
            ):
                hull.pop()
            hull.append(p)
        return hull

    around = chain(points)[:-1] + chain(points[::-1])[:-1]
    return [(x, 0.0, z) for x, z in around[::-1]]


def gleam(x: float, z: float, long: float) -> Face:
    """The light of a street lamp, drawn out on the wet road."""
    return floor(
        (x - 0.35, x + 0.35),
        (z - long / 2, z + long / 2),
        (0.55, 0.56, 0.60),
        when="wet",
        alpha=0.20,
        glow=1.0,
        glow_color=(1.0, 0.82, 0.50),
    )
