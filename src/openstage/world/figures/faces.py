"""Faces: eyes, brows, mouth, cheeks, glasses, on the round of the head, with which they turn."""

from __future__ import annotations

import numpy as np
import skia

from openstage.world.figures.forms import draw_solid
from openstage.world.figures.heads import Head
from openstage.world.figures.surface import Dome, rays
from openstage.world.figures.toning import Toning, blended, darker
from openstage.world.geometry import Array
from openstage.world.scene import Color
from openstage.world.stage_view import StageView

SMALL = 12.0
"""Pixels of a head below which it has no face."""

EYE_AT, EYE_WIDE, EYE_HIGH = 23.0, 9.6, 7.6
"""Degrees: an eye from the middle, and half its width and height."""
EYE_LEVEL = 6.0
"""Degrees of elevation of the eyes on the face."""
Marks = tuple[Array, Array]
"""Azimuths and elevations on the face, degrees."""

WHITE: Color = (0.97, 0.96, 0.94)
IRISES: tuple[Color, ...] = (
    (0.30, 0.20, 0.12),
    (0.24, 0.36, 0.46),
    (0.28, 0.38, 0.26),
    (0.20, 0.14, 0.10),
)
DARK: Color = (0.10, 0.07, 0.07)
TEETH: Color = (0.97, 0.95, 0.91)
INSIDE: Color = (0.36, 0.10, 0.12)


def draw_face(canvas: skia.Canvas, view: StageView, head: Head, toning: Toning) -> None:
    """Everything on the front of the head that the camera sees."""
    pixels = head.size * view.scale(head.figure.joint("head"))
    if pixels < SMALL:
        return
    face = _Face(canvas, view, head, toning, pixels)
    if face.turned > 0.92:
        return
    if pixels > 30:
        face.cheeks()
    for sign in (-1.0, 1.0):
        face.eye(sign)
    face.flush()
    draw_solid(canvas, view, head.nose(), toning)
    face.mouth()
    for sign in (-1.0, 1.0):
        face.brow(sign)
    if "glasses" in head.figure.wardrobe.extras:
        face.glasses()
    face.flush()


class _Face:
    def __init__(
        self, canvas: skia.Canvas, view: StageView, head: Head, toning: Toning, pixels: float
    ) -> None:
        self.canvas, self.view, self.head, self.toning = canvas, view, head, toning
        self.pixels = pixels
        self._waiting: list[tuple[Marks, int, float]] = []
        self.dome: Dome = head.face()
        self.ray = self.dome.view_ray(view)
        self.turned = float(1 - self.ray[2]) / 1.35
        """0 where the face looks at the camera; beyond 0.92 nothing of it is seen."""
        self.state = head.figure.skeleton.face
        self.mood = self.state.features
        self.wardrobe = head.figure.wardrobe
        self.scale = 1.18 if head.child else 1.0

    def seen(self, azimuth: float, elevation: float, slack: float = 0.06) -> bool:
        ray = rays(np.array([azimuth]), np.array([elevation]))[0]
        return float(ray @ self.ray) > slack

    def fill(self, marks: Marks, color: Color, alpha: float = 1.0) -> None:
        self._waiting.append((marks, self.toning.lit(color, alpha), 0.0))

    def stroke(self, marks: Marks, color: Color, width: float) -> None:
        """`width` in heights of the head."""
        self._waiting.append((marks, self.toning.lit(color), max(width * self.pixels, 0.7)))

    def flush(self) -> None:
        """Draws what waits; all of its marks are projected at once.

        Marks that are turned away come to the visible edge of the face.
        """
        if not self._waiting:
            return
        azimuth, elevation = (
            np.concatenate([item[0][i] for item in self._waiting]) for i in (0, 1)
        )
        ray = rays(azimuth, elevation)
        ray = ray - np.minimum(ray @ self.ray, 0.0)[:, None] * self.ray
        ray = ray / np.sqrt((ray * ray).sum(axis=1, keepdims=True))
        frame, _ = self.view.project(self.dome.at(ray))
        points = [skia.Point(x, y) for x, y in frame.tolist()]
        first = 0
        for marks, color, width in self._waiting:
            last = first + len(marks[0])
            path = skia.Path.Polygon(points[first:last], width == 0.0)
            paint = self.toning.stroke if width else self.toning.paint
            paint.setColor(color)
            if width:
                paint.setStrokeWidth(width)
            self.canvas.drawPath(path, paint)
            first = last
        self._waiting.clear()

    def cheeks(self) -> None:
        strength = 0.24 if self.wardrobe.kind in ("woman", "girl", "boy") else 0.12
        turn = np.linspace(0, 2 * np.pi, 18)[:-1]
        for sign in (-1.0, 1.0):
            if self.seen(sign * 36, -16, 0.42):
                marks = (sign * 37 + 11 * np.cos(turn), -17 + 8.0 * np.sin(turn))
                self.fill(marks, self.head.blush(), strength)

    def eye(self, sign: float) -> None:
        middle = sign * EYE_AT
        if not self.seen(middle, EYE_LEVEL, 0.04):
            return
        open_ = max(
            0.0, self.mood["lids"] * (1 - self.state.closed) * (1 - 0.75 * self.state.laughing)
        )
        wide, high = EYE_WIDE * self.scale, EYE_HIGH * self.scale
        squint = self.mood["squint"] * 0.45 + 0.3 * self.state.laughing
        level = EYE_LEVEL - (2.0 if self.head.child else 0.0)
        share = np.linspace(-1, 1, 13)
        arch = np.sqrt(np.maximum(1 - np.abs(share) ** 2.4, 0))
        outer = sign * share
        slant = self.mood["slant"] * -outer * (1.6 if self.mood["slant"] > 0 else 1.3)
        lids = min(open_, 1.25)
        upper = level + high * (lids * 1.62 - 0.62) * arch + slant * arch
        lower = level - high * 0.86 * arch * (1 - 0.6 * squint)
        upper = np.maximum(upper, lower)
        azimuth = middle + wide * share
        if open_ > 0.14:
            ring = np.concatenate([azimuth, azimuth[::-1]]), np.concatenate([upper, lower[::-1]])
            if self.pixels > 22:
                self.fill(ring, WHITE)
            self._iris(middle, level, azimuth, upper, lower)
        line = darker(self.wardrobe.hair, 0.35) if sum(self.wardrobe.hair) < 1.4 else DARK
        lash = 0.018 if self.wardrobe.kind in ("woman", "girl") else 0.013
        flick = np.array([outer[-1] if sign > 0 else outer[0]])
        self.stroke((azimuth[1:-1], upper[1:-1]), blended(line, DARK, 0.6), lash)
        if self.wardrobe.kind in ("woman", "girl") and self.pixels > 40:
            tip = 11 if sign > 0 else 1
            marks = np.array(
                [azimuth[tip], azimuth[tip] + sign * 2.2 * flick[0] / max(abs(flick[0]), 1)]
            )
            self.stroke((marks, np.array([upper[tip], upper[tip] + 2.4])), DARK, lash * 0.8)
        if self.pixels > 90:
            crease = level + high * 1.35 * arch[2:-2] + 1.2
            self.stroke((azimuth[2:-2], crease), darker(self.head.skin, 0.84), 0.008)
            if self.wardrobe.old:
                bag = level - high * 1.35 * arch[2:-2]
                self.stroke((azimuth[2:-2], bag), darker(self.head.skin, 0.84), 0.008)

    def _iris(
        self, middle: float, level: float, azimuth: Array, upper: Array, lower: Array
    ) -> None:
        pitch, yaw = self.state.eyes
        x = middle + float(np.clip(yaw, -28, 28)) * 0.16
        y = level + 0.4 - float(np.clip(pitch, -28, 28)) * 0.13
        turn = np.linspace(0, 2 * np.pi, 21)[:-1]
        size = 5.5 * self.scale
        iris = IRISES[
            int(sum(ord(c) for c in self.wardrobe.hair_style) + 10 * self.wardrobe.height * 10) % 4
        ]
        deep = darker(iris, 0.6) if self.pixels < 60 else iris
        for radius, color in ((size, deep), (size * 0.55, DARK)):
            if radius < size and self.pixels < 60:
                break
            a, e = x + radius * 0.94 * np.cos(turn), y + radius * 0.80 * np.sin(turn)
            a = np.clip(a, azimuth[0], azimuth[-1])
            e = np.clip(e, np.interp(a, azimuth, lower), np.interp(a, azimuth, upper))
            self.fill((a, e), color)
        if self.pixels > 60:
            a, e = x - 1.9 + 1.5 * np.cos(turn), y + 2.2 + 1.3 * np.sin(turn)
            e = np.clip(e, np.interp(a, azimuth, lower), np.interp(a, azimuth, upper))
            self.fill((a, e), (1.0, 1.0, 1.0))

    def brow(self, sign: float) -> None:
        if not self.seen(sign * 26, 22, 0.02):
            return
        mood = self.mood
        inner, outer = 10.5, 35.0
        share = np.linspace(0, 1, 9)
        azimuth = sign * (inner + (outer - inner) * share)
        base = 20.5 + (2.0 if self.head.child else 0.0)
        lift = base + 5.0 * mood["brow"] + 3.0 * np.sin(np.pi * share * 0.9)
        lift = lift + mood["slant"] * 6.0 * (0.6 - share) - 1.5 * share
        thick = {"man": 2.3, "boy": 1.6}.get(self.wardrobe.kind, 1.45) * (
            1.25 if self.wardrobe.old else 1.0
        )
        width = thick * np.sin(np.pi * (0.16 + 0.84 * share) ** 0.8) * 0.9 + 0.25
        ring = (
            np.concatenate([azimuth, azimuth[::-1]]),
            np.concatenate([lift + width, (lift - width)[::-1]]),
        )
        hair = self.wardrobe.hair
        color = darker(hair, 0.70) if sum(hair) < 2.1 else darker(hair, 0.84)
        self.fill(ring, color)

    def mouth(self) -> None:
        if not self.seen(0, -36, -0.05):
            return
        mood, state = self.mood, self.state
        level = -35.5 if self.head.child else -36.5
        talk = state.speaking
        open_ = max(mood["open"] * (0.6 if talk else 1.0), talk * 0.62, 0.75 * state.laughing)
        smile = max(mood["smile"], state.laughing) - 0.6 * state.crying
        wide = (
            (10.5 * mood["wide"] + 2.0 * state.laughing)
            * (1 - 0.22 * talk)
            * (0.92 if self.head.child else 1.0)
        )
        share = np.linspace(-1, 1, 15)
        corner = share**2
        middle = level + smile * 4.2 * (corner - 0.45)
        azimuth = share * wide * 1.25
        arch = np.sqrt(np.maximum(1 - share**2, 0))
        up = middle + open_ * 4.0 * arch * (0.45 if smile > 0.3 else 1.0)
        low = middle - open_ * 9.0 * arch
        lip = blended(
            self.head.skin,
            (0.72, 0.22, 0.24),
            0.52 if self.wardrobe.kind in ("woman", "girl") else 0.30,
        )
        lip = darker(lip, 0.86)
        if open_ > 0.05:
            if self.wardrobe.kind == "woman":
                ring = np.concatenate([up + 1.3 * arch, (low - 2.0 * arch)[::-1]])
                self.fill((np.concatenate([azimuth * 1.05, azimuth[::-1] * 1.05]), ring), lip)
            both = np.concatenate([azimuth, azimuth[::-1]])
            self.fill((both, np.concatenate([up, low[::-1]])), INSIDE)
            teeth = max(mood["teeth"], state.laughing, 0.45 * (talk > 0.2))
            if teeth > 0.2 and self.pixels > 40:
                edge = up - np.minimum((up - low) * 0.36, 2.6) * teeth
                cut = slice(2, -2)
                ring = np.concatenate([up[cut], edge[cut][::-1]])
                self.fill((np.concatenate([azimuth[cut], azimuth[cut][::-1]]), ring), TEETH)
        elif self.wardrobe.kind == "woman" and self.pixels > 50:
            full = np.concatenate(
                [
                    middle + 1.5 * arch * (1 - 0.35 * (np.abs(share) < 0.12)),
                    (middle - 2.4 * arch)[::-1],
                ]
            )
            self.fill((np.concatenate([azimuth, azimuth[::-1]]), full), lip)
            self.stroke((azimuth, middle), darker(lip, 0.66), 0.012)
        else:
            self.stroke((azimuth, middle), darker(self.head.line(), 0.9), 0.018)
            if self.pixels > 90:
                under = middle[4:-4] - 5.2
                self.stroke((azimuth[4:-4], under), darker(self.head.skin, 0.86), 0.012)
        if self.pixels > 110 and self.wardrobe.old and self.wardrobe.beard != "beard":
            self._folds(smile)

    def _folds(self, smile: float) -> None:
        """From the wings of the nose to the corners of the mouth."""
        for sign in (-1.0, 1.0):
            if self.seen(sign * 20, -26, 0.15):
                azimuth = sign * np.array([11.5, 15.5, 18.5 + 2 * smile])
                marks = (azimuth, np.array([-16.0, -22.5, -30.0 + 3 * smile]))
                self.stroke(marks, darker(self.head.skin, 0.84), 0.009)

    def glasses(self) -> None:
        turn = np.linspace(0, 2 * np.pi, 25)
        frame: Color = (0.16, 0.14, 0.15)
        for sign in (-1.0, 1.0):
            if self.seen(sign * EYE_AT, EYE_LEVEL, 0.04):
                ring = (sign * EYE_AT + 12.5 * np.cos(turn), EYE_LEVEL - 1 + 10.5 * np.sin(turn))
                self.fill(ring, (0.92, 0.96, 1.0), 0.22)
                self.stroke(ring, frame, 0.018)
            if self.seen(sign * 60, EYE_LEVEL, 0.0):
                marks = np.array([35.0, 50.0, 70.0, 88.0]) * sign
                self.stroke((marks, np.full(4, EYE_LEVEL)), frame, 0.018)
        self.stroke(
            (np.array([-10.5, 0, 10.5]), np.array([EYE_LEVEL, EYE_LEVEL + 1.5, EYE_LEVEL])),
            frame,
            0.018,
        )
