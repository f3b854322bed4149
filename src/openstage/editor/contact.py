"""The contact sheet: the whole film on one picture, a pair of frames for every shot."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil
from pathlib import Path

import skia

from openstage.editor.pictures import Box, draw_picture
from openstage.editor.plan import Cut, Edit, plan
from openstage.editor.slate import camera_words
from openstage.editor.text import Style, draw_text
from openstage.editor.timecode import timecode
from openstage.storyboard.document import Storyboard
from openstage.storyboard.files import atomic

_GROUND = 0xFF15171B
_INK = 0xFFF2F3F5
_QUIET = 0xFF9AA1AB
_HAIR = 0xFF3A3F47
_BLANK = 0xFF23262C
_ACCENT = 0xFFFFC857

_ASPECT = 1.5
"""Width over height that the sheet comes near to."""
_LARGEST = 320
_SMALLEST = 40
_MOST_PIXELS = 48_000_000
"""A sheet of very many shots gets smaller frames rather than a picture that nothing opens."""


@dataclass(frozen=True)
class _Sheet:
    """Sizes in pixels. A cell is one shot: two frames side by side, its name under them."""

    columns: int
    rows: int
    frame_width: int
    frame_height: int

    @property
    def unit(self) -> float:
        """A hundredth and a quarter of a frame's width: 4 pixels on a sheet of large frames."""
        return self.frame_width / 80

    @property
    def margin(self) -> int:
        return round(10 * self.unit)

    @property
    def header(self) -> int:
        return round(22 * self.unit)

    @property
    def cell(self) -> tuple[int, int]:
        width = 2 * self.frame_width + round(self.unit) + self.margin
        return width, self.frame_height + round(11 * self.unit)

    @property
    def size(self) -> tuple[int, int]:
        width = self.columns * self.cell[0] + self.margin
        return width, self.header + self.rows * self.cell[1] + self.margin


def write_contact_sheet(edit: Edit, path: Path) -> None:
    """Writes one PNG with the start and the end frame of all shots, in the order of the film.

    Raises UseError for a picture that is broken, DiskError where `path` cannot be written.
    """
    length = plan(edit.storyboard, edit.cuts).length
    facts = f"{_count(edit.cuts, 'shot')} · {timecode(length, edit.storyboard.fps)}"
    _write(edit.storyboard, edit.cuts, facts, path, names=_shot_name)


def write_takes_sheet(edit: Edit, path: Path) -> None:
    """The same with all takes of the shots that have several; the chosen one is marked."""
    _write(edit.storyboard, edit.takes, _count(edit.takes, "take"), path, names=_take_name)


def _count(cuts: Sequence[Cut], what: str) -> str:
    return f"{len(cuts)} {what if len(cuts) == 1 else what + 's'}"


def _shot_name(cut: Cut) -> str:
    return f"{cut.scene.number} / {cut.shot.number}"


def _take_name(cut: Cut) -> str:
    chosen = cut.shot.chosen
    mark = " ●" if chosen is not None and chosen.id == cut.take else ""
    return f"{cut.shot.id} {cut.take}{mark}"


def _write(
    storyboard: Storyboard,
    cuts: Sequence[Cut],
    facts: str,
    path: Path,
    *,
    names: Callable[[Cut], str],
) -> None:
    sheet = _layout(len(cuts), storyboard.width / storyboard.height)
    surface = skia.Surface(*sheet.size)
    canvas = surface.getCanvas()
    canvas.clear(_GROUND)
    _draw_header(canvas, storyboard.title, facts, sheet)
    for number, cut in enumerate(cuts):
        column, row = number % sheet.columns, number // sheet.columns
        x = sheet.margin + column * sheet.cell[0]
        y = sheet.header + row * sheet.cell[1]
        _draw_cell(canvas, cut, names(cut), sheet, x, y)
    data = surface.makeImageSnapshot().encodeToData(skia.EncodedImageFormat.kPNG, 100)
    with atomic(path) as temporary:
        temporary.write_bytes(bytes(data))


def _layout(shots: int, aspect: float) -> _Sheet:
    """The grid whose sheet is nearest to the wanted shape, with frames as large as is sensible."""
    width = _LARGEST
    while True:
        height = max(8, round(width / aspect))
        sheets = [
            _Sheet(columns, max(1, ceil(shots / columns)), width, height)
            for columns in range(1, max(1, shots) + 1)
        ]
        best = min(sheets, key=_distance)
        if best.size[0] * best.size[1] <= _MOST_PIXELS or width <= _SMALLEST:
            return best
        width = max(_SMALLEST, width * 3 // 4)


def _distance(sheet: _Sheet) -> float:
    """How far from the wanted shape, as a ratio; empty places count too."""
    ratio = sheet.size[0] / sheet.size[1] / _ASPECT
    return max(ratio, 1 / ratio)


def _draw_header(canvas: skia.Canvas, title: str, facts: str, sheet: _Sheet) -> None:
    u = sheet.unit
    width = sheet.size[0] - 2 * sheet.margin
    right = Style(4.2 * u, "mono", _QUIET, "right")
    draw_text(canvas, facts, right, sheet.margin, 9.5 * u, width)
    style = Style(7 * u, "bold", _INK)
    draw_text(canvas, title, style, sheet.margin, 7 * u, width - 70 * u, lines=1)


def _draw_cell(canvas: skia.Canvas, cut: Cut, name: str, sheet: _Sheet, x: float, y: float) -> None:
    u = sheet.unit
    start = Box(x, y, sheet.frame_width, sheet.frame_height)
    end = start.beside(round(u))
    for picture, box in ((cut.start, start), (cut.end, end)):
        draw_picture(canvas, picture, box, 1.0, _HAIR, _BLANK)
    bold = Style(4.4 * u, "bold", _ACCENT)
    below = y + sheet.frame_height + 1.6 * u
    draw_text(canvas, name, bold, x, below, 28 * u, lines=1)
    camera = Style(4 * u, "regular", _QUIET)
    room = 2 * sheet.frame_width + u - 30 * u
    draw_text(canvas, camera_words(cut.shot), camera, x + 30 * u, below + 0.3 * u, room, lines=1)
