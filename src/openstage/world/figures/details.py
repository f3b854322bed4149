"""What is sewn on: lapels, ties, buttons, belts, collars, drawn on the round of the trunk."""

from __future__ import annotations

from collections.abc import Sequence
from math import atan2, degrees
from typing import Literal

import numpy as np
import skia

from openstage.world.figures.clothes import Figure, sleeve_color, trunk_rings
from openstage.world.figures.toning import Toning, blended, darker
from openstage.world.geometry import Array
from openstage.world.scene import Color
from openstage.world.stage_view import StageView

Marks = Sequence[tuple[float, float]]
"""Angles around the trunk and heights on it, as `TrunkSurface` has them."""

LOST = (68.0, 86.0)
"""Degrees from the eye between which a patch takes on the color of its garment."""

NECK_LOST = (88.0, 112.0)
"""Degrees by which a head turns from the eye, between which a round neckline is lost with it:
beside a nape it would be a patch."""


class TrunkSurface:
    """The front and back of the trunk: an angle (0 ahead, 90 right) and a height from the hips
    (0) over waist (1) and chest (2) to the upper chest (3) and the collar (4)."""

    def __init__(self, figure: Figure, view: StageView) -> None:
        self.view = view
        rings = trunk_rings(figure)
        collar = figure.joint("collar")
        top = rings[3]
        rings.append(
            (collar + top[1][1] * 0.02 + top[1][2] * 0.012, top[1], top[2] * 0.42, top[3] * 0.78)
        )
        self.middles = np.array([ring[0] for ring in rings])
        self.frames = np.array([ring[1] for ring in rings])
        self.widths = np.array([ring[2] for ring in rings])
        self.depths = np.array([ring[3] for ring in rings])
        toward = figure.frame("chest") @ (view.eye - self.middles[2])
        # Where the ellipse's outline turns away, told in the angle that spans it.
        self.seen = degrees(atan2(toward[0] / self.depths[2], toward[2] / self.widths[2]))
        self.unit = view.scale(self.middles[2])

    def turned(self, angle: float) -> float:
        """Degrees by which a place is turned from the eye."""
        return abs((angle - self.seen + 180) % 360 - 180)

    def faces(self, angle: float, slack: float = 88.0) -> bool:
        return self.turned(angle) < slack

    def points(self, marks: Marks) -> list[skia.Point]:
        """(angle, height) each; angles that are turned away come to the visible edge."""
        angle = np.array([mark[0] for mark in marks])
        height = np.clip(np.array([mark[1] for mark in marks]), 0.0, 3.999)
        off = np.clip((angle - self.seen + 180) % 360 - 180, -90, 90)
        a = np.radians(self.seen + off)
        i = height.astype(int)
        part = (height - i)[:, None]

        def between(values: Array) -> Array:
            mixed: Array = values[i] + (values[i + 1] - values[i]) * part
            return mixed

        middle = between(self.middles)
        frame = self.frames[i]
        width = between(self.widths[:, None])
        depth = between(self.depths[:, None])
        out = frame[:, 0] * width * np.sin(a)[:, None] + frame[:, 2] * depth * np.cos(a)[:, None]
        frame_points, _ = self.view.project(middle + out)
        return [skia.Point(x, y) for x, y in frame_points.tolist()]


def _neck_shown(figure: Figure, view: StageView) -> float:
    """1 where the front of the neck is seen, 0 from behind a head that is turned away."""
    head = figure.joint("head")
    toward = degrees(atan2(view.eye[0] - head[0], view.eye[2] - head[2]))
    away = abs((toward - figure.skeleton.head_facing + 180) % 360 - 180)
    return float(np.interp(away, NECK_LOST, (1.0, 0.0)))


def draw_details(canvas: skia.Canvas, view: StageView, figure: Figure, toning: Toning) -> None:
    """The details of the top, where they are large enough to be seen."""
    surface = TrunkSurface(figure, view)
    if surface.unit < 40 or float(view.to_camera(surface.middles)[:, 2].min()) < 0.2:
        return
    painter = _Tailor(canvas, surface, figure, toning, _neck_shown(figure, view))
    {
        "suit": painter.suit,
        "jacket": painter.jacket,
        "coat": painter.coat,
        "uniform": painter.uniform,
        "shirt": painter.shirt,
        "sweater": painter.sweater,
        "dress": painter.dress,
        "apron": painter.apron,
        "robe": painter.robe,
    }.get(figure.wardrobe.top, painter.sweater)()
    if "tie" in figure.wardrobe.extras and figure.wardrobe.top != "suit":
        painter.tie(1.5)
    painter.flush()


class _Tailor:
    def __init__(
        self,
        canvas: skia.Canvas,
        surface: TrunkSurface,
        figure: Figure,
        toning: Toning,
        neck_shown: float,
    ) -> None:
        self.neck_shown = neck_shown
        self.canvas, self.surface, self.figure, self.toning = canvas, surface, figure, toning
        self.wardrobe = figure.wardrobe
        self.color = figure.wardrobe.top_color
        self.dark = darker(self.color, 0.78)
        self._waiting: list[tuple[Marks, Literal["patch", "line", "dots"], int, float]] = []

    def patch(self, marks: Marks, color: Color, angle: float = 0.0, most_seen: float = 1.0) -> None:
        """Cloth of another color; it is lost in the garment where it turns away."""
        seen = min((LOST[1] - self.surface.turned(angle)) / (LOST[1] - LOST[0]), most_seen)
        if seen > 0:
            shown = blended(sleeve_color(self.wardrobe), color, seen)
            self._waiting.append((marks, "patch", self.toning.lit(shown), 0.0))

    def line(self, marks: Marks, color: Color, width: float, angle: float = 0.0) -> None:
        """A seam `width` meters wide."""
        if self.surface.faces(angle):
            thick = max(width * self.surface.unit, 0.7)
            self._waiting.append((marks, "line", self.toning.lit(color), thick))

    def dots(self, angle: float, heights: Sequence[float], color: Color, radius: float) -> None:
        if self.surface.faces(angle, 78):
            marks = [(angle, height) for height in heights]
            size = radius * self.surface.unit
            self._waiting.append((marks, "dots", self.toning.lit(color), size))

    def flush(self) -> None:
        """Draws what waits; all of its marks are placed at once."""
        if not self._waiting:
            return
        points = self.surface.points([mark for item in self._waiting for mark in item[0]])
        paint, stroke = self.toning.paint, self.toning.stroke
        first = 0
        for marks, kind, color, size in self._waiting:
            own = points[first : first + len(marks)]
            first += len(marks)
            if kind == "line":
                stroke.setStrokeWidth(size)
                stroke.setColor(color)
                self.canvas.drawPath(skia.Path.Polygon(own, False), stroke)
                continue
            paint.setColor(color)
            if kind == "patch":
                self.canvas.drawPath(skia.Path.Polygon(own, True), paint)
            else:
                for point in own:
                    self.canvas.drawCircle(point, size, paint)

    def opening(self, low: float, wide: float) -> None:
        """The shirt that shows in the neck of a suit or a coat, and its collar."""
        color = self.wardrobe.shirt_color
        self.patch(
            [(-wide, 3.9), (-wide * 0.62, 3.1), (0, low), (wide * 0.62, 3.1), (wide, 3.9)], color
        )

    def neckline(self, marks: Marks, color: Color) -> None:
        """What a round neckline shows; it goes with the neck."""
        self.patch(marks, color, most_seen=self.neck_shown)

    def lapels(self, low: float, wide: float) -> None:
        lighter = blended(self.color, (1, 1, 1), 0.10)
        for sign in (-1, 1):
            self.patch(
                [
                    (sign * wide, 3.95), (sign * (wide + 18), 3.35), (sign * (wide + 15), 2.95),
                    (sign * (wide + 7), 2.85), (sign * 3, low), (0, low), (sign * wide * 0.60, 3.1),
                ],
                lighter,
                sign * 22,
            )  # fmt: skip
            self.line(
                [(sign * (wide + 18), 3.35), (sign * (wide + 15), 2.95),
                 (sign * (wide + 7), 2.85), (sign * 3, low)],
                self.dark, 0.006, sign * 22,
            )  # fmt: skip

    def tie(self, low: float) -> None:
        accent = self.wardrobe.accent
        self.patch(
            [
                (-5, 3.62),
                (5, 3.62),
                (3, 3.3),
                (8, low + 0.35),
                (0, low),
                (-8, low + 0.35),
                (-3, 3.3),
            ],
            accent,
        )
        self.patch([(-7, 3.85), (7, 3.85), (4, 3.4), (-4, 3.4)], darker(accent, 0.85))

    def suit(self) -> None:
        self.opening(1.45, 24)
        if self.wardrobe.kind == "man" or "tie" in self.wardrobe.extras:
            self.tie(1.55)
        self.lapels(1.4, 24)
        self.line([(0, 1.4), (3, 0.0)], self.dark, 0.006)
        self.dots(3, (1.15, 0.75), self.dark, 0.008)
        self.line([(38, 2.55), (56, 2.62)], self.dark, 0.008, 45)

    def jacket(self) -> None:
        self.opening(2.5, 20)
        self.line([(0, 2.5), (0, 0.0)], self.dark, 0.010)
        for sign in (-1, 1):
            self.patch(
                [(0, 2.45), (sign * 24, 3.3), (sign * 22, 3.9), (sign * 8, 3.7), (sign * 2, 3.0)],
                self.dark,
                sign * 18,
            )
            self.line([(sign * 30, 1.2), (sign * 48, 0.7)], self.dark, 0.008, sign * 40)

    def coat(self) -> None:
        self.opening(2.35, 21)
        if "scarf" in self.wardrobe.extras:
            self.patch(
                [(-26, 3.95), (-14, 2.5), (0, 2.2), (14, 2.5), (26, 3.95)], self.wardrobe.accent
            )
        self.lapels(2.3, 21)
        self.line([(0, 2.3), (2, 0.0)], self.dark, 0.008)
        self.dots(10, (2.0, 1.45, 0.9, 0.4), self.dark, 0.011)
        for sign in (-1, 1):
            self.line([(sign * 40, 0.75), (sign * 62, 0.85)], self.dark, 0.012, sign * 50)

    def uniform(self) -> None:
        gold = (0.86, 0.70, 0.34)
        for sign in (-1, 1):
            self.patch(
                [(0, 3.55), (sign * 20, 3.98), (sign * 30, 3.5), (sign * 6, 3.1)],
                darker(self.color, 0.70),
                sign * 14,
            )
            self.patch(
                [
                    (sign * 24, 2.75),
                    (sign * 52, 2.75),
                    (sign * 52, 2.25),
                    (sign * 38, 2.1),
                    (sign * 24, 2.25),
                ],
                darker(self.color, 0.88),
                sign * 38,
            )
            self.line([(sign * 24, 2.62), (sign * 52, 2.62)], self.dark, 0.006, sign * 38)
        self.line([(0, 3.3), (0, 0.0)], self.dark, 0.007)
        self.dots(0, (3.0, 2.5, 2.0, 1.5), gold, 0.011)
        around = [
            (angle, height) for angle, height in zip(range(-180, 181, 15), [0.92] * 25, strict=True)
        ]
        seen = [mark for mark in around if self.surface.faces(mark[0], 95)]
        seen.sort(key=lambda mark: (mark[0] - self.surface.seen + 180) % 360)
        self.line(seen, (0.20, 0.16, 0.13), 0.040, self.surface.seen)
        self.dots(0, (0.92,), gold, 0.020)

    def shirt(self) -> None:
        for sign in (-1, 1):
            self.patch(
                [(0, 3.3), (sign * 24, 3.98), (sign * 26, 3.45), (sign * 9, 2.9)],
                blended(self.color, (1, 1, 1), 0.18),
                sign * 14,
            )
        self.line([(0, 3.2), (0, 0.0)], self.dark, 0.006)
        self.dots(0, (2.7, 2.1, 1.5, 0.9), self.dark, 0.007)

    def sweater(self) -> None:
        self.neckline([(-30, 3.98), (-20, 3.45), (0, 3.2), (20, 3.45), (30, 3.98)], self.dark)
        self.neckline(
            [(-26, 3.98), (-16, 3.6), (0, 3.42), (16, 3.6), (26, 3.98)], self.wardrobe.shirt_color
        )

    def dress(self) -> None:
        self.neckline(
            [(-34, 3.98), (-22, 3.2), (0, 2.85), (22, 3.2), (34, 3.98)], self.wardrobe.skin
        )
        around = [(float(angle), 1.0) for angle in range(-180, 181, 15)]
        seen = [mark for mark in around if self.surface.faces(mark[0], 95)]
        seen.sort(key=lambda mark: (mark[0] - self.surface.seen + 180) % 360)
        self.line(seen, darker(self.color, 0.82), 0.030, self.surface.seen)

    def apron(self) -> None:
        cloth = self.wardrobe.top_color
        self.patch(
            [
                (-34, 0.0),
                (-40, 1.0),
                (-30, 1.8),
                (-26, 2.7),
                (26, 2.7),
                (30, 1.8),
                (40, 1.0),
                (34, 0.0),
            ],
            cloth,
        )
        for sign in (-1, 1):
            self.line([(sign * 24, 2.7), (sign * 22, 3.9)], cloth, 0.024, sign * 20)

    def robe(self) -> None:
        self.opening(2.2, 18)
        self.line([(0, 2.2), (0, 0.0)], self.dark, 0.008)
