"""The sign of each camera movement, as storyboard artists draw them: arrows and frames."""

from __future__ import annotations

from dataclasses import dataclass
from math import atan2, cos, hypot, pi, sin

import skia

from openstage.storyboard.vocabulary import Movement

Point = tuple[float, float]


@dataclass(frozen=True)
class Stroke:
    """A line through points of the square from -1 to 1, y downward; an arrow head at its end."""

    points: tuple[Point, ...]
    head: bool = True


def _arc(from_degrees: float, to_degrees: float, rx: float = 0.8, ry: float = 0.8) -> Stroke:
    """Part of an ellipse; 0 degrees is right, 90 is down."""
    steps = 24
    angles = [
        (from_degrees + (to_degrees - from_degrees) * i / steps) * pi / 180
        for i in range(steps + 1)
    ]
    return Stroke(tuple((rx * cos(a), ry * sin(a)) for a in angles))


def _box(half: float) -> Stroke:
    h, v = half, half * 0.62
    return Stroke(((-h, -v), (h, -v), (h, v), (-h, v), (-h, -v)), head=False)


def _line(*points: Point) -> Stroke:
    return Stroke(points)


def _mirrored(strokes: tuple[Stroke, ...]) -> tuple[Stroke, ...]:
    return tuple(Stroke(tuple((-x, y) for x, y in s.points), s.head) for s in strokes)


def _turned(strokes: tuple[Stroke, ...]) -> tuple[Stroke, ...]:
    """A quarter turn: what points right points down."""
    return tuple(Stroke(tuple((-y, x) for x, y in s.points), s.head) for s in strokes)


def _flipped(strokes: tuple[Stroke, ...]) -> tuple[Stroke, ...]:
    return tuple(Stroke(tuple((x, -y) for x, y in s.points), s.head) for s in strokes)


def _corners(inner: float, outer: float) -> tuple[Stroke, ...]:
    """Four arrows along the diagonals of the frame, from `inner` to `outer`."""
    return tuple(
        _line((sx * inner, sy * inner * 0.62), (sx * outer, sy * outer * 0.62))
        for sx in (-1, 1)
        for sy in (-1, 1)
    )


_BLOCK = (
    Stroke(
        (
            *((-0.95, -0.17), (0.3, -0.17), (0.3, -0.42), (0.95, 0)),
            *((0.3, 0.42), (0.3, 0.17), (-0.95, 0.17), (-0.95, -0.17)),
        ),
        head=False,
    ),
)
# A turn in place bows like the path of the lens; a slide is a straight block arrow.
_TURN = (_arc(205, 335, rx=0.95, ry=0.75),)
_ARC = (_arc(160, 20, rx=0.9, ry=0.6), _box(0.16))

_SIGNS: dict[Movement, tuple[Stroke, ...]] = {
    Movement.STATIC: (_box(0.5),),
    Movement.PAN_RIGHT: _TURN,
    Movement.PAN_LEFT: _mirrored(_TURN),
    Movement.TILT_DOWN: _turned(_TURN),
    Movement.TILT_UP: _flipped(_turned(_TURN)),
    Movement.TRUCK_RIGHT: _BLOCK,
    Movement.TRUCK_LEFT: _mirrored(_BLOCK),
    Movement.BOOM_DOWN: _turned(_BLOCK),
    Movement.BOOM_UP: _flipped(_turned(_BLOCK)),
    Movement.DOLLY_IN: (_box(0.3), _line((-1, 0), (-0.42, 0)), _line((1, 0), (0.42, 0))),
    Movement.DOLLY_OUT: (_box(0.3), _line((-0.42, 0), (-1, 0)), _line((0.42, 0), (1, 0))),
    Movement.ZOOM_IN: (_box(0.3), *_corners(1.0, 0.42)),
    Movement.ZOOM_OUT: (_box(0.3), *_corners(0.42, 1.0)),
    Movement.DOLLY_ZOOM: (
        _box(0.3),
        _line((-1, 0), (-0.42, 0)),
        _line((1, 0), (0.42, 0)),
        _line((0, -0.3), (0, -0.85)),
        _line((0, 0.3), (0, 0.85)),
    ),
    # The camera that circles to the left walks the near side of the circle from right to left.
    Movement.ARC_RIGHT: _ARC,
    Movement.ARC_LEFT: _mirrored(_ARC),
    Movement.ROLL: (_arc(-60, 220),),
    Movement.TRACKING: (
        Stroke(((-0.95, 0.3), (-0.95, -0.3)), head=False),
        _line((-0.75, 0), (0.1, 0)),
        _line((0.25, 0), (0.95, 0)),
    ),
    Movement.HANDHELD: (
        _line((-0.95, 0), (-0.65, -0.35), (-0.3, 0.35), (0.05, -0.35), (0.4, 0.3), (0.95, -0.1)),
    ),
}


def draw_movement(
    canvas: skia.Canvas,
    movement: Movement,
    center: Point,
    radius: float,
    color: int,
    weight: float | None = None,
) -> None:
    """Draws the sign of a movement into the square of twice `radius` around `center`."""
    weight = weight or max(1.0, radius * 0.13)
    paint = skia.Paint(
        AntiAlias=True,
        Color=color,
        Style=skia.Paint.kStroke_Style,
        StrokeWidth=weight,
        StrokeCap=skia.Paint.kRound_Cap,
        StrokeJoin=skia.Paint.kRound_Join,
    )
    for stroke in _SIGNS[movement]:
        points = [(center[0] + x * radius, center[1] + y * radius) for x, y in stroke.points]
        path = skia.Path()
        path.addPoly([skia.Point(*point) for point in points], False)
        canvas.drawPath(path, paint)
        if stroke.head:
            _draw_head(canvas, points[-2], points[-1], weight * 2.6, paint)


def _draw_head(
    canvas: skia.Canvas, before: Point, tip: Point, size: float, paint: skia.Paint
) -> None:
    if hypot(tip[0] - before[0], tip[1] - before[1]) == 0:
        return
    angle = atan2(tip[1] - before[1], tip[0] - before[0])
    wings = [
        skia.Point(tip[0] - size * cos(angle + turn), tip[1] - size * sin(angle + turn))
        for turn in (-0.6, 0.6)
    ]
    head = skia.Path()
    head.addPoly([wings[0], skia.Point(*tip), wings[1]], False)
    canvas.drawPath(head, paint)
