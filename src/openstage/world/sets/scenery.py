"""What no plane cuts: far ground, hills and skylines, tree crowns, bushes, halos of lamps."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import ceil

import numpy as np
import skia

from openstage.world.geometry import Array, direction
from openstage.world.light import mix
from openstage.world.scene import Brush, Color
from openstage.world.stage_view import StageView, pack, pack_all
from openstage.world.things.colors import darker, lighter

UP: Array = np.array([[0.0, 1.0, 0.0]])
REACH = 80.0
"""Degrees to both sides of the camera's way of looking within which a far ring is drawn."""


def _azimuth(view: StageView) -> float:
    forward = view.basis[2]
    return float(np.degrees(np.arctan2(forward[0], forward[2])))


def far_ground(color: Color) -> Brush:
    """The plain from under the set to the horizon, hazier the farther."""

    def paint(canvas: skia.Canvas, view: StageView) -> None:
        if view.eye[1] <= 0.02:
            return
        facing = _azimuth(view)
        pitches = np.array([0.0, 0.15, 0.4, 1.0, 2.5, 6.0, 15.0, 40.0])
        distances = view.eye[1] / np.tan(np.radians(np.maximum(pitches, 0.05)))
        near = np.array([[view.eye[0], 0.0, view.eye[2]]])
        ground = view.light.surface(np.array([color]), np.ones(1))
        lit = np.minimum(ground * view.light.at(near, UP), 1.0)
        shades = view.light.air(np.repeat(lit, len(pitches), axis=0), distances)
        rays = np.stack([direction(facing, -float(pitch)) for pitch in pitches])
        frame, depth = view.project(view.eye + rays * 500.0)
        if depth[0] < 1.0:
            canvas.drawColor(pack(shades[-1]))
            return
        usable = int((depth > 1.0).sum())
        _stripes(canvas, view, frame[:usable], shades[:usable])

    return Brush(np.zeros(3), paint)


STRIPES = 40


def _stripes(canvas: skia.Canvas, view: StageView, places: Array, shades: Array) -> None:
    """The ground from the horizon, `places[0]`, down over `places` (N, 2), in level stripes of one
    color: a tenth of the time that a shader needs."""
    along = np.linalg.norm(places - places[0], axis=1)
    edges = np.interp(np.linspace(0, len(along) - 1, STRIPES), np.arange(len(along)), along)
    tones = np.stack([np.interp(edges, along, shades[:, k]) for k in range(3)], axis=1)
    down = places[-1] - places[0]
    wide = 3.0 * (view.width + view.height) + float(along[-1])
    paint = skia.Paint()
    canvas.save()
    canvas.translate(*places[0].tolist())
    canvas.rotate(float(np.degrees(np.arctan2(-down[0], down[1]))))
    for top, bottom, tone in zip(
        edges, [*edges[1:], wide], pack_all(tones, np.ones(STRIPES)), strict=True
    ):
        paint.setColor(int(tone))
        canvas.drawRect(skia.Rect.MakeLTRB(-wide, float(top) - 0.5, wide, float(bottom)), paint)
    canvas.restore()


Profile = Callable[[Array], Array]
"""Heights in meters by azimuth in degrees."""


def hills(seed: int, low: float, high: float) -> Profile:
    """A rolling outline that closes after 360 degrees."""
    rng = np.random.default_rng(seed)
    waves = [(n, rng.uniform(0, 360), rng.uniform(0.5, 1) / n**0.7) for n in (2, 3, 5, 8, 13, 21)]
    total = sum(weight for _, _, weight in waves)

    def heights(azimuths: Array) -> Array:
        value = sum(w * np.sin(np.radians(n * azimuths + phase)) for n, phase, w in waves)
        return low + (high - low) * (0.5 + 0.5 * np.asarray(value) / total * 1.6).clip(0, 1)

    return heights


def roofs(seed: int, low: float, high: float, width: float = 4.0) -> Profile:
    """The stepped outline of houses, each `width` degrees or so wide."""
    rng = np.random.default_rng(seed)
    edges = np.cumsum(rng.uniform(0.5 * width, 1.5 * width, ceil(360 / width * 1.4)))
    tops = rng.uniform(low, high, len(edges) + 1) * rng.choice(
        [0.6, 1.0, 1.0, 1.25], len(edges) + 1
    )

    def heights(azimuths: Array) -> Array:
        return np.asarray(tops[np.searchsorted(edges, np.mod(azimuths, 360.0))])

    return heights


def ridge(
    distance: float, profile: Profile, color: Color, *, step: float = 1.5, lights: int = 0
) -> Brush:
    """A ring of hills or roofs around the set, `distance` meters away.

    `lights`: so many lit windows around the ring, at night.
    """
    grid = np.arange(0.0, 360.0, step)
    heights = profile(grid)
    spots = _spots(distance, profile, lights)

    def paint(canvas: skia.Canvas, view: StageView) -> None:
        facing = _azimuth(view)
        apart = np.mod(grid - facing + 180.0, 360.0) - 180.0
        chosen = np.nonzero(np.abs(apart) < REACH)[0]
        chosen = chosen[np.argsort(apart[chosen])]
        a = np.radians(grid[chosen])
        top = np.stack([np.sin(a) * distance, heights[chosen], np.cos(a) * distance], axis=1)
        low = top * [1.0, 0.0, 1.0] + [0.0, -0.02 * distance, 0.0]
        (above, far), (below, _) = view.project(top), view.project(low)
        ahead = far > 1.0
        if ahead.sum() < 2:
            return
        frame = np.concatenate([above[ahead], below[ahead][::-1]])
        here = view.light.at(np.array([[0.0, -60.0, distance]]))
        shade = view.light.air(np.minimum(np.array(color) * here, 1.0), np.array([distance]))[0]
        path = skia.Path.Polygon([skia.Point(x, y) for x, y in frame.tolist()], True)
        canvas.drawPath(path, skia.Paint(AntiAlias=True, Color=pack(shade)))
        _light_spots(canvas, view, spots)

    return Brush(np.zeros(3), paint)


def _spots(distance: float, profile: Profile, count: int) -> Array:
    """Places of lit windows below the outline, (count, 3)."""
    rng = np.random.default_rng(count)
    azimuths = rng.uniform(0, 360, count)
    heights = profile(azimuths) * rng.uniform(0.15, 0.85, count)
    a = np.radians(azimuths)
    return np.stack([np.sin(a) * distance, heights, np.cos(a) * distance], axis=1)


def _light_spots(canvas: skia.Canvas, view: StageView, spots: Array) -> None:
    if not len(spots) or view.light.lamps_on < 0.4:
        return
    frame, depth = view.project(spots)
    size = max(1.2, view.focal * 1.3 / float(np.linalg.norm(spots[0])))
    points = [
        skia.Point(x, y)
        for (x, y), ahead in zip(frame.tolist(), depth.tolist(), strict=True)
        if ahead > 1.0 and 0 < x < view.width
    ]
    paint = skia.Paint(
        Color=pack(np.array([1.0, 0.82, 0.5]), 0.75 * view.light.lamps_on), StrokeWidth=size
    )
    canvas.drawPoints(skia.Canvas.kPoints_PointMode, points, paint)


Blob = tuple[float, float, float, float]
"""x, y, z and radius of a ball of leaves, in meters."""


def foliage(blobs: Sequence[Blob], color: Color, clump: int = 0) -> Brush:
    """Balls of leaves that overlap: a dark side, a middle and a side toward the light.

    `clump`: so many balls make one bush of a row; the nearer bush is drawn over the farther.
    """
    balls = np.array(blobs)
    center = balls[:, :3].mean(axis=0)
    reach = float(balls[:, 3].mean())
    layers = (
        (0.0, 1.0, darker(color, 0.30)),
        (0.26, 0.80, color),
        (0.48, 0.50, lighter(color, 0.2)),
    )

    def paint(canvas: skia.Canvas, view: StageView) -> None:
        frame, depth = view.project(balls[:, :3])
        if depth.max() < 0.3:
            return
        toward = view.basis @ view.light.to_sun
        side = np.array([toward[0], -toward[1]]) / max(float(np.hypot(*toward[:2])), 0.5)
        seen = list(zip(frame.tolist(), depth.tolist(), balls[:, 3].tolist(), strict=True))
        size = clump or len(seen)
        bushes = [seen[first : first + size] for first in range(0, len(seen), size)]
        bushes.sort(key=lambda bush: -bush[0][1])
        tones = [view.tone(tint, center + view.light.to_sun * reach * s) for s, _, tint in layers]
        for bush in bushes:
            for (shift, share, _), tone in zip(layers, tones, strict=True):
                path = skia.PathBuilder()
                for (x, y), ahead, radius in bush:
                    if ahead < 0.3:
                        continue
                    wide = radius * view.focal / ahead
                    left, top = x + side[0] * wide * shift, y + side[1] * wide * shift
                    path.addCircle(left, top, wide * share)
                path.setFillType(skia.PathFillType.kWinding)
                canvas.drawPath(path.detach(), skia.Paint(AntiAlias=True, Color=tone))

    return Brush(center, paint)


def crown(x: float, y: float, z: float, radius: float, seed: int) -> list[Blob]:
    """The balls of a tree's crown around its middle."""
    rng = np.random.default_rng(seed)
    blobs: list[Blob] = [(x, y, z, radius * 0.72)]
    for turn in np.arange(7) / 7 * 2 * np.pi + rng.uniform(0, 1):
        away = radius * rng.uniform(0.42, 0.62)
        lift = radius * rng.uniform(-0.35, 0.42)
        blobs.append(
            (
                x + away * float(np.cos(turn)),
                y + lift,
                z + away * float(np.sin(turn)),
                radius * float(rng.uniform(0.38, 0.54)),
            )
        )
    blobs.append((x, y + radius * 0.5, z, radius * 0.5))
    return blobs


HEDGE = 4
"""Balls to each bush of a hedge."""


def hedge(x: tuple[float, float], z: tuple[float, float], height: float, seed: int) -> list[Blob]:
    """The balls of a row of bushes, `HEDGE` to each: a wide one below, three smaller ones on it."""
    rng = np.random.default_rng(seed)
    length = max(abs(x[1] - x[0]), abs(z[1] - z[0]))
    count = max(3, round(length / (0.62 * height)))
    blobs: list[Blob] = []
    for i in range(count):
        size = height * float(rng.uniform(0.85, 1.05))
        at_x = float(np.interp(i, [0, count - 1], x) + rng.uniform(-0.1, 0.1))
        at_z = float(np.interp(i, [0, count - 1], z) + rng.uniform(-0.1, 0.1))
        blobs.append((at_x, 0.36 * size, at_z, 0.40 * size))
        for turn in np.arange(HEDGE - 1) * 2 * np.pi / (HEDGE - 1) + rng.uniform(0, 2):
            away = 0.26 * size
            blobs.append(
                (
                    at_x + away * float(np.cos(turn)),
                    size * float(rng.uniform(0.50, 0.68)),
                    at_z + away * float(np.sin(turn)),
                    size * float(rng.uniform(0.24, 0.32)),
                )
            )
    return blobs


def halo(
    x: float,
    y: float,
    z: float,
    radius: float,
    color: Color = (1.0, 0.8, 0.5),
    strength: float = 0.55,
    always: bool = False,
) -> Brush:
    """The glow around a lamp that is on."""
    center = np.array([x, y, z])

    def paint(canvas: skia.Canvas, view: StageView) -> None:
        on = 1.0 if always else view.light.lamps_on
        px, py, depth = view.point(center)
        if on <= 0.05 or depth < 0.3:
            return
        size = radius * view.focal / depth
        glow = skia.GradientShader.MakeRadial(
            (px, py),
            size,
            [
                pack(np.array(color), strength * on),
                pack(np.array(color), strength * on * 0.28),
                pack(np.array(color), 0.0),
            ],
            [0.0, 0.35, 1.0],
        )
        canvas.drawCircle(px, py, size, skia.Paint(AntiAlias=True, Shader=glow))

    return Brush(center, paint)


def sea(color: Color) -> Brush:
    """Water to the horizon: the far plain, mirroring the sky, with long waves on it."""
    ground = far_ground(color)
    rng = np.random.default_rng(11)
    away, turn = rng.uniform(0, 1, 420) ** 1.7 * 190 + 8, rng.uniform(0, 2 * np.pi, 420)
    waves = np.stack([np.sin(turn) * away, np.zeros(420), np.cos(turn) * away], axis=1)
    wide = rng.uniform(0.8, 3.2, 420) * (0.5 + away / 80)

    def paint(canvas: skia.Canvas, view: StageView) -> None:
        ground.paint(canvas, view)
        drift = np.stack(
            [0.35 * np.sin(view.seconds * 0.6 + turn * 5), np.zeros(420), np.zeros(420)], axis=1
        )
        across = view.basis[0] * np.array([1.0, 0.0, 1.0])
        a, depth = view.project(waves + drift - across * wide[:, None] / 2)
        b, behind = view.project(waves + drift + across * wide[:, None] / 2)
        light = mix(view.light.horizon, (1.0, 1.0, 1.0), 0.35)
        for far, alpha, width in ((0, 0.30, 0.0022), (60, 0.18, 0.0014)):
            chosen = (depth > 4) & (behind > 4) & (away > far if far else away <= 60)
            lines = np.stack([a, b], axis=1)[chosen].reshape(-1, 2)
            canvas.drawPoints(
                skia.Canvas.kLines_PointMode,
                [skia.Point(x, y) for x, y in lines.tolist()],
                skia.Paint(
                    AntiAlias=True,
                    StrokeWidth=view.height * width,
                    StrokeCap=skia.Paint.kRound_Cap,
                    Color=pack(np.array(light), alpha),
                ),
            )

    return Brush(np.zeros(3), paint)
