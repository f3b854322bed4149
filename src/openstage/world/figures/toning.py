"""The two tones that a figure is drawn in: the side to the light, and the side in the shade."""

from __future__ import annotations

from math import exp

import numpy as np
import skia

from openstage.world.geometry import Array, unit
from openstage.world.scene import Color
from openstage.world.stage_view import StageView

_SIDES = np.concatenate([np.eye(3), -np.eye(3)])
_LUMA = np.array([0.30, 0.59, 0.11])
KEY_OF_CAMERA = np.array([-0.80, 0.55, -0.60])
"""Right, up, ahead: light that always comes a little from the left above the camera."""
DEEPEST, LIGHTEST = 0.60, 0.80
"""Of the lit tone: what the shade may be."""
COOL = np.array([0.96, 0.97, 1.06])


class Toning:
    """The light on one figure, as one camera sees it."""

    def __init__(self, view: StageView, center: Array) -> None:
        light = view.light
        places = np.repeat(center[None], 7, axis=0)
        sides = light.at(places[:6], _SIDES)
        mean = light.at(places[:1])[0]
        bright = sides @ _LUMA
        flow = (bright[:3] - bright[3:]) / max(float(bright.max()), 1e-6)
        key = unit(flow * 1.6 + KEY_OF_CAMERA @ view.basis)
        lit, dark = light.at(places[:2], np.stack([key, -key]))
        lit = np.maximum(lit, mean * 0.9)
        dark = np.clip(dark, lit * DEEPEST, lit * LIGHTEST) * COOL
        self._lit = [float(value) for value in np.minimum(lit, 1.35)]
        self._shade = [float(value) for value in dark]
        distance = float(np.linalg.norm(center - view.eye))
        self._clear = exp(-light.haze * distance)
        self._horizon = light.horizon
        self._packed: dict[tuple[Color, bool], int] = {}
        seen = view.basis @ key
        flat = np.array([seen[0], -seen[1]])
        length = float(np.linalg.norm(flat))
        toward = flat / length if length > 1e-3 else np.array([-0.6, -0.8])
        share = 0.66 + 0.26 * max(-float(seen[2]), 0.0)
        self.key_2d: tuple[Array, float] = (toward, share)
        """The direction to the light in the frame, and how much of a form it lights."""
        self.paint = skia.Paint(AntiAlias=True)
        self.stroke = skia.Paint(
            AntiAlias=True,
            Style=skia.Paint.kStroke_Style,
            StrokeCap=skia.Paint.kRound_Cap,
            StrokeJoin=skia.Paint.kRound_Join,
        )

    def lit(self, color: Color, alpha: float = 1.0) -> int:
        return self._tone(color, True, alpha)

    def shade(self, color: Color, alpha: float = 1.0) -> int:
        return self._tone(color, False, alpha)

    def bare(self, color: Color) -> int:
        """The color of what shines by itself."""
        r, g, b = (round(255 * value) for value in color)
        return 0xFF << 24 | r << 16 | g << 8 | b

    def _tone(self, color: Color, lit: bool, alpha: float) -> int:
        packed = self._packed.get((color, lit))
        if packed is None:
            light, clear = (self._lit if lit else self._shade), self._clear
            r, g, b = (
                round(255 * min(max(min(c * v, 1.0) * clear + h * (1 - clear), 0.0), 1.0))
                for c, v, h in zip(color, light, self._horizon, strict=True)
            )
            packed = r << 16 | g << 8 | b
            self._packed[color, lit] = packed
        return round(255 * alpha) << 24 | packed


class Tonings:
    """The toning of one figure; it is worked out once for each view, not for each part."""

    def __init__(self, center: Array) -> None:
        self._center = center
        self._view: StageView | None = None
        self._toning: Toning | None = None

    def __call__(self, view: StageView) -> Toning:
        if self._toning is None or self._view is not view:
            self._view, self._toning = view, Toning(view, self._center)
        return self._toning


def darker(color: Color, amount: float) -> Color:
    return (color[0] * amount, color[1] * amount, color[2] * amount)


def blended(a: Color, b: Color, amount: float) -> Color:
    return (
        a[0] + (b[0] - a[0]) * amount,
        a[1] + (b[1] - a[1]) * amount,
        a[2] + (b[2] - a[2]) * amount,
    )
