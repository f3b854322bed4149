"""The burnt-in slate of an animatic: every frame tells which shot it is, and when."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import skia

from openstage.crew import Frame
from openstage.editor.arrows import draw_movement
from openstage.editor.plan import EditPlan, Placement
from openstage.editor.text import Style, draw_text, width_of
from openstage.editor.timecode import timecode
from openstage.storyboard.document import Shot, Storyboard
from openstage.storyboard.vocabulary import Angle, Framing

_INK = 0xFFFFFFFF
_QUIET = 0xB8FFFFFF
_BAND = 0xC8101216
_ACCENT = 0xFFFFC857


@dataclass
class _Band:
    """The part of the slate that stays the same throughout a shot."""

    shot: str
    pixels: skia.Image


class Slate:
    """Draws the slate into the bottom of the frames of a film."""

    def __init__(self, storyboard: Storyboard, plan: EditPlan) -> None:
        self._storyboard = storyboard
        self._plan = plan
        self._band: _Band | None = None
        self._at = 0

    def rows(self, width: int, height: int) -> int:
        """How many of the last rows of a picture the slate covers; an even number."""
        return _Layout.of(width, height).height

    def draw(self, strip: Frame, number: int, height: int) -> Frame:
        """The slate over the last rows of the film's frame `number`.

        `strip` is uint8 (rows, width, 3) RGB, `height` that of the whole picture.
        """
        place = self._place(number)
        layout = _Layout.of(strip.shape[1], height)
        pixels = np.full((*strip.shape[:2], 4), 255, np.uint8)
        pixels[:, :, :3] = strip
        canvas = skia.Surface(pixels, colorType=skia.kRGBA_8888_ColorType).getCanvas()
        canvas.drawImage(self._fixed(place, layout), 0, 0)
        self._draw_time(canvas, layout, place, number)
        return np.ascontiguousarray(pixels[:, :, :3])

    def _place(self, number: int) -> Placement:
        """The shot that a frame belongs to; of two, the one that is seen more."""
        places = self._plan.placements
        while number >= places[self._at].end - (places[self._at].overlap_out + 1) // 2:
            self._at += 1
        return places[self._at]

    def _fixed(self, place: Placement, layout: _Layout) -> skia.Image:
        if self._band is None or self._band.shot != place.cut.shot.id:
            surface = skia.Surface(layout.width, layout.height)
            _draw_band(surface.getCanvas(), layout, place)
            self._band = _Band(place.cut.shot.id, surface.makeImageSnapshot())
        return self._band.pixels

    def _draw_time(
        self, canvas: skia.Canvas, layout: _Layout, place: Placement, number: int
    ) -> None:
        u = layout.unit
        x = layout.width - layout.time_width - u
        code = timecode(number, self._storyboard.fps)
        style = Style(1.5 * u, "mono", _INK, "right", leading=1.2)
        draw_text(canvas, code, style, x, 0.55 * u, layout.time_width)
        shown = f"{number - place.start + 1} / {place.frame_count}"
        quiet = Style(0.95 * u, "mono", _QUIET, "right", leading=1.2)
        draw_text(canvas, shown, quiet, x, 2.35 * u, layout.time_width)


@dataclass(frozen=True)
class _Layout:
    """Sizes in pixels. `unit` is 20 at 1280 x 720; narrow pictures get a smaller one."""

    width: int
    height: int
    unit: float

    @classmethod
    def of(cls, width: int, height: int) -> _Layout:
        unit = max(0.5, min(height / 36, width / 52))
        return cls(width, min(height, 2 * round(2.05 * unit) or 2), unit)

    @property
    def time_width(self) -> float:
        return 11.5 * self.unit


def _draw_band(canvas: skia.Canvas, layout: _Layout, place: Placement) -> None:
    """Scene and shot, then how it is shot, then what it shows."""
    u = layout.unit
    shot = place.cut.shot
    canvas.clear(0)
    canvas.drawRect(skia.Rect.MakeWH(layout.width, layout.height), skia.Paint(Color=_BAND))
    canvas.drawRect(skia.Rect.MakeWH(0.3 * u, layout.height), skia.Paint(Color=_ACCENT))
    name = f"{place.cut.scene.number} / {shot.number}"
    style = Style(1.7 * u, "bold", _INK, leading=1.2)
    draw_text(canvas, name, style, 1.2 * u, 0.45 * u, 12 * u, lines=1)
    x = 1.2 * u + width_of(name, style) + 1.2 * u
    sign = 1.0 * u
    draw_movement(canvas, shot.movement, (x + sign, 1.5 * u), sign, _ACCENT)
    x += 2 * sign + 0.8 * u
    room = layout.width - layout.time_width - 2 * u
    how = Style(1.15 * u, "bold", _INK, leading=1.2)
    draw_text(canvas, camera_words(shot), how, x, 0.8 * u, room - x, lines=1)
    what = Style(1.0 * u, "regular", _QUIET, leading=1.25)
    draw_text(canvas, shot.description, what, 1.2 * u, 2.45 * u, room - 1.2 * u, lines=1)


def camera_words(shot: Shot) -> str:
    """How the camera takes the shot, in the abbreviations of shot lists: 'MCU · LOW · 50 mm'.

    An eye-level angle and a single are left out, as they are what one expects.
    """
    words = [shot.size.abbreviation]
    if shot.angle is not Angle.EYE_LEVEL:
        words.append(shot.angle.abbreviation)
    if shot.framing is not Framing.SINGLE:
        words.append(shot.framing.abbreviation)
    words += [shot.movement.abbreviation, f"{shot.lens_mm:g} mm"]
    return " · ".join(words)
