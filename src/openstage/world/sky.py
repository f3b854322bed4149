"""What is behind the set and what falls before it: sky, sun, moon, stars, clouds, rain, snow."""

from __future__ import annotations

from functools import cache

import numpy as np
import skia

from openstage.storyboard.vocabulary import Weather
from openstage.world.geometry import Array, direction
from openstage.world.light import BLACK, Light, mix
from openstage.world.scene import Color
from openstage.world.stage_view import StageView, pack, pack_all

FAR = 900.0
"""Meters: where the sky is."""

BEHIND_ROOM: Color = (0.16, 0.15, 0.17)
"""What is seen past the edge of a room's floor: an unlit studio."""


def through_window(light: Light, heights: Array) -> Array:
    """What windows show of the sky at these heights (N,) in meters: the higher, the more zenith."""
    amount = np.clip(0.06 + heights / 11.0, 0.0, 0.8)[:, None]
    return np.array(light.horizon) * (1 - amount) + np.array(light.zenith) * amount


def draw(canvas: skia.Canvas, view: StageView) -> None:
    light = view.light
    if light.interior:
        canvas.clear(pack(np.array(BEHIND_ROOM) * light.at(np.zeros((1, 3)))[0]))
        return
    _gradient(canvas, view)
    _stars(canvas, view)
    _disc(canvas, view)
    _clouds(canvas, view)


BANDS = 128
"""Stripes of one color: a tenth of the time that a shader needs, and as smooth to the eye."""


def _gradient(canvas: skia.Canvas, view: StageView) -> None:
    """From the horizon up to 50 degrees, wherever the camera has them."""
    forward = view.basis[2]
    azimuth = float(np.degrees(np.arctan2(forward[0], forward[2])))
    ends = [view.eye + FAR * direction(azimuth, pitch) for pitch in (0.0, 50.0)]
    (x0, y0, ahead), (x1, y1, depth) = view.point(ends[0]), view.point(ends[1])
    if ahead < 1.0:
        x0, y0, x1, y1 = view.width / 2, 2.0 * view.height, view.width / 2, view.height
    elif depth < 1.0:
        up = view.basis[1]
        x1, y1 = x0 + view.height * float(up[0]), y0 - view.height * abs(float(up[1]))
    light = view.light
    canvas.clear(pack(np.array(light.zenith)))
    length = float(np.hypot(x1 - x0, y1 - y0))
    wide = 2.0 * (view.width + view.height) + length
    amounts = np.interp((np.arange(BANDS) + 0.5) / BANDS, [0, 0.25, 0.7, 1.0], [0, 0.35, 0.75, 1.0])
    low, high = np.array(light.horizon), np.array(light.zenith)
    tones = pack_all(low + (high - low) * amounts[:, None], np.ones(BANDS)).tolist()
    paint = skia.Paint()
    canvas.save()
    canvas.translate(x0, y0)
    canvas.rotate(float(np.degrees(np.arctan2(x1 - x0, y0 - y1))))
    for i, tone in enumerate(tones):
        paint.setColor(tone)
        bottom = wide if i == 0 else -length * i / BANDS + 0.5
        canvas.drawRect(skia.Rect.MakeLTRB(-wide, -length * (i + 1) / BANDS, wide, bottom), paint)
    canvas.restore()


@cache
def _star_field() -> tuple[Array, Array]:
    rng = np.random.default_rng(7)
    facing, pitch = rng.uniform(0, 360, 260), rng.uniform(3, 80, 260)
    rays = np.stack([direction(a, p) for a, p in zip(facing, pitch, strict=True)])
    return rays * FAR, rng.uniform(0.25, 1.0, 260)


def _stars(canvas: skia.Canvas, view: StageView) -> None:
    if view.light.stars <= 0:
        return
    places, bright = _star_field()
    frame, depth = view.project(places + view.eye)
    paint = skia.Paint(AntiAlias=True)
    for (x, y), ahead, value in zip(frame.tolist(), depth.tolist(), bright.tolist(), strict=True):
        if ahead > 0 and 0 <= x <= view.width and 0 <= y <= view.height:
            paint.setColor(skia.ColorSetARGB(round(210 * value * view.light.stars), 235, 240, 255))
            canvas.drawCircle(x, y, view.height * 0.0016 * (0.6 + value), paint)


def _disc(canvas: skia.Canvas, view: StageView) -> None:
    """The sun or the moon, with its halo."""
    light = view.light
    if light.disc_alpha <= 0:
        return
    x, y, depth = view.point(view.eye + FAR * direction(light.sun_facing, light.sun_pitch))
    if depth <= 0:
        return
    radius = view.focal * 0.035
    color = np.array(light.disc)
    halo = skia.GradientShader.MakeRadial(
        (x, y), radius * 7, [pack(color, 0.55 * light.disc_alpha), pack(color, 0.0)]
    )
    canvas.drawCircle(x, y, radius * 7, skia.Paint(AntiAlias=True, Shader=halo))
    canvas.drawCircle(x, y, radius, skia.Paint(AntiAlias=True, Color=pack(color, light.disc_alpha)))


@cache
def _cloud_field() -> list[tuple[Array, float, list[tuple[float, float, float]]]]:
    """Each cloud: where, how wide (radians), and its puffs (x, y, radius in widths)."""
    rng = np.random.default_rng(21)
    clouds = []
    for facing in np.arange(10, 370, 30):
        ray = direction(facing + rng.uniform(-9, 9), rng.uniform(9, 32)) * FAR
        puffs = [
            (float(x), float(rng.uniform(0, 0.10)), float(rng.uniform(0.10, 0.20)))
            for x in np.linspace(-0.38, 0.38, 6)
        ]
        clouds.append((ray, float(rng.uniform(0.12, 0.26)), puffs))
    return clouds


def _clouds(canvas: skia.Canvas, view: StageView) -> None:
    light = view.light
    # Clouds are the brightest of a fair sky, and the darkest of one that rains.
    tone = mix(light.horizon, (1.0, 1.0, 1.0), 0.35)
    if light.gloom < 1:
        tone = mix(BLACK, light.zenith, light.gloom)
    paint = skia.Paint(AntiAlias=True, Color=pack(np.array(tone), 0.75))
    for ray, width, puffs in _cloud_field():
        x, y, depth = view.point(view.eye + ray)
        reach = view.focal * width
        if depth <= 0 or not -reach < x < view.width + reach:
            continue
        path = skia.PathBuilder()
        for px, py, radius in puffs:
            path.addCircle(x + px * reach, y - py * reach, radius * reach)
        path.addRect(skia.Rect.MakeLTRB(x - 0.4 * reach, y, x + 0.4 * reach, y + 0.1 * reach))
        canvas.drawPath(path.detach(), paint)


@cache
def _drops(count: int) -> Array:
    return np.random.default_rng(3).uniform(0, 1, (count, 3))


def draw_weather(canvas: skia.Canvas, view: StageView) -> None:
    """Rain or snow between the lens and the set; none in a room."""
    light = view.light
    if light.interior:
        return
    if light.weather in (Weather.RAIN, Weather.STORM):
        _rain(canvas, view, slant=0.28 if light.weather is Weather.STORM else 0.06)
    elif light.weather is Weather.SNOW:
        _snow(canvas, view)


def _falling(view: StageView, count: int, speed: float) -> Array:
    """Points in a box around the eye that fall and come back at its top, (N, 3)."""
    size = np.array([14.0, 9.0, 14.0])
    drops = _drops(count) * size
    drops[:, 1] -= speed * view.seconds
    places: Array = np.mod(drops - view.eye, size) - size / 2 + view.eye
    return places


def _rain(canvas: skia.Canvas, view: StageView, slant: float) -> None:
    top = _falling(view, 520, speed=11.0)
    low = top + np.array([slant, -0.55, 0.0])
    (a, depth), (b, _) = view.project(top), view.project(low)
    paint = skia.Paint(
        AntiAlias=True,
        StrokeWidth=max(0.8, view.height / 600),
        Color=pack(np.array([0.86, 0.9, 0.97]), 0.30),
    )
    lines = np.stack([a, b], axis=1)[(depth > 1.2)].reshape(-1, 2)
    canvas.drawPoints(
        skia.Canvas.kLines_PointMode, [skia.Point(x, y) for x, y in lines.tolist()], paint
    )


def _snow(canvas: skia.Canvas, view: StageView) -> None:
    flakes = _falling(view, 420, speed=1.1)
    flakes[:, 0] += 0.25 * np.sin(view.seconds * 1.3 + flakes[:, 2] * 2.0)
    frame, depth = view.project(flakes)
    paint = skia.Paint(AntiAlias=True, Color=pack(np.array([1.0, 1.0, 1.0]), 0.85))
    for (x, y), ahead in zip(frame.tolist(), depth.tolist(), strict=True):
        if ahead > 0.8:
            canvas.drawCircle(x, y, view.focal * 0.014 / ahead, paint)
