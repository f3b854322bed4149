"""One panel of the boards: what is read first is largest, and every shot is read the same way.

INT. OFFICE - NIGHT                                   00:00:03:00
1 / 20   WS · LOW · PAN L · 35 mm                   3.0 s · 72 f
┌──────────────┐      ┌──────────────┐
│ start frame  │  ⟶   │  end frame   │
└──────────────┘      └──────────────┘
what is seen first     what is seen last
What the shot shows.
MARA (whispering)  What she says.
Sound
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import skia

from openstage.editor.arrows import draw_movement
from openstage.editor.pictures import Box, draw_picture
from openstage.editor.plan import Placement
from openstage.editor.slate import camera_words
from openstage.editor.text import Style, draw_text, width_of
from openstage.editor.timecode import timecode
from openstage.storyboard.document import Line, Shot, Storyboard

INK = 0xFF16181C
QUIET = 0xFF6B7078
_HAIR = 0xFFB9BEC6
_BLANK = 0xFFF1F2F4
_ACCENT = 0xFFB4531A

_PIXELS_PER_POINT = 2.8
"""About 200 dots an inch: sharp in print, and small as a file."""
_PICTURE_SHARE = 0.55
"""Of the panel's height, what the pictures take at most; the rest is for words."""

_SCENE = Style(7, "regular", QUIET, spacing=0.2)
_CODE = Style(7, "mono", QUIET, "right")
_NAME = Style(14, "bold", INK, leading=1.15)
_CAMERA = Style(8.5, "bold", _ACCENT)
_TIME = Style(8.5, "regular", INK, "right")
_CAPTION = Style(7, "regular", QUIET, leading=1.25)
_TEXT = Style(8.5, "regular", INK)
_SPEAKER = Style(7, "bold", QUIET, spacing=0.4)
_SOUND = Style(7, "regular", QUIET)


def draw_panel(canvas: skia.Canvas, storyboard: Storyboard, box: Box, place: Placement) -> None:
    """Draws a shot into a box of a page, in points. Words that do not fit end in an ellipsis."""
    _Panel(canvas, storyboard, box, place).draw()


class _Panel:
    def __init__(
        self, canvas: skia.Canvas, storyboard: Storyboard, box: Box, place: Placement
    ) -> None:
        self._canvas = canvas
        self._storyboard = storyboard
        self._box = box
        self._place = place
        self._shot = place.cut.shot
        self._scale = max(0.5, min(1.2, box.width / 370, box.height / 200))

    def draw(self) -> None:
        below = self._head(self._box.top)
        below = self._pair(below)
        below = self._captions(below)
        self._words(below)

    def _text(
        self, text: str, style: Style, x: float, y: float, width: float, lines: int | None = None
    ) -> float:
        """Draws in the panel's own size of type; gives the height."""
        scaled = replace(style, size=style.size * self._scale, spacing=style.spacing * self._scale)
        return draw_text(self._canvas, text, scaled, x, y, width, lines)

    def _head(self, top: float) -> float:
        s, left, width = self._scale, self._box.left, self._box.width
        scene, fps = self._place.cut.scene, self._storyboard.fps
        heading = scene.heading.text or (
            f"{scene.heading.interior}. {scene.heading.location} - {scene.heading.time}"
        )
        self._text(heading.upper(), _SCENE, left, top, width - 70 * s, lines=1)
        self._text(timecode(self._place.start, fps), _CODE, left, top, width)
        top += 10 * s
        name = f"{scene.number} / {self._shot.number}"
        indent = max(46 * s, self._width(name, _NAME) + 10 * s)
        self._text(name, _NAME, left, top, width, lines=1)
        seconds = float(self._shot.frame_count / fps)
        time = f"{seconds:.1f} s · {self._shot.frame_count} f"
        room = width - indent - self._width(time, _TIME) - 8 * s
        self._text(camera_words(self._shot), _CAMERA, left + indent, top + 3.4 * s, room, lines=1)
        self._text(time, _TIME, left, top + 3.4 * s, width)
        return top + 20 * s

    def _width(self, text: str, style: Style) -> float:
        return width_of(text, replace(style, size=style.size * self._scale))

    @property
    def _between(self) -> float:
        """The gap between the two frames, in which the movement stands."""
        return 30 * self._scale

    @property
    def _picture_width(self) -> float:
        return (self._box.width - self._between) / 2

    def _pair(self, top: float) -> float:
        aspect = self._storyboard.height / self._storyboard.width
        height = min(self._picture_width * aspect, self._box.height * _PICTURE_SHARE)
        left = Box(self._box.left, top, self._picture_width, height)
        right = left.beside(self._between)
        for picture, box in ((self._place.cut.start, left), (self._place.cut.end, right)):
            draw_picture(self._canvas, picture, box, _PIXELS_PER_POINT, _HAIR, _BLANK)
        middle = (self._box.center[0], top + height / 2)
        draw_movement(self._canvas, self._shot.movement, middle, self._between * 0.36, _ACCENT)
        return top + height + 3 * self._scale

    def _captions(self, top: float) -> float:
        """What is seen in either frame, under it."""
        start, end = self._shot.action_start, self._shot.action_end
        if start == self._shot.description:
            start = ""
        left = self._box.left
        heights = [
            self._text(start, _CAPTION, left, top, self._picture_width, lines=2),
            self._text(
                end,
                _CAPTION,
                left + self._picture_width + self._between,
                top,
                self._picture_width,
                lines=2,
            ),
        ]
        return top + max(heights) + 3 * self._scale

    def _words(self, top: float) -> None:
        """Description, dialogue and sound, as far as there is room."""
        for text, style in _blocks(self._storyboard, self._shot):
            line = style.size * style.leading * self._scale
            lines = int((self._box.bottom - top) / line)
            if lines < 1:
                return
            height = self._text(text, style, self._box.left, top, self._box.width, lines)
            top += height + (0 if style is _SPEAKER else 2.5 * self._scale)


def _blocks(storyboard: Storyboard, shot: Shot) -> Iterator[tuple[str, Style]]:
    yield shot.description, _TEXT
    for line in shot.dialogue:
        yield speaker(storyboard, line), _SPEAKER
        yield line.text, _TEXT
    if shot.sound:
        yield f"Sound: {shot.sound}", _SOUND


def speaker(storyboard: Storyboard, line: Line) -> str:
    """'MARA (O.S., whispering)', as scripts name who speaks."""
    character = storyboard.character(line.who)
    name = (character.name if character else line.who).upper()
    manner = ", ".join(filter(None, ("O.S." if line.off_screen else "", line.manner)))
    return f"{name} ({manner})" if manner else name
