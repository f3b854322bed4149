"""The boards: a PDF of panels, one a shot, each with its two frames and its words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import skia

from openstage.editor.panel import INK, QUIET, draw_panel
from openstage.editor.pictures import Box
from openstage.editor.plan import Edit, Placement, plan
from openstage.editor.text import Style, draw_text, printable
from openstage.errors import UseError
from openstage.storyboard.document import Storyboard
from openstage.storyboard.files import atomic

Paper = Literal["A4", "Letter"]

_POINTS: dict[Paper, tuple[float, float]] = {"A4": (595.28, 841.89), "Letter": (612.0, 792.0)}
_MARGIN = 36.0
_HEADER = 40.0
_GUTTER = 22.0


@dataclass(frozen=True)
class Layout:
    """How the boards are laid out on paper."""

    paper: Paper = "A4"
    landscape: bool = True
    columns: int = 2
    rows: int = 2

    def __post_init__(self) -> None:
        if self.paper not in _POINTS:
            raise UseError(f"There is no paper {self.paper!r}.", f"Choose {' or '.join(_POINTS)}.")
        if not (1 <= self.columns <= 6 and 1 <= self.rows <= 8):
            raise UseError(
                f"A page cannot hold {self.columns} columns and {self.rows} rows.",
                "Choose 1 to 6 columns and 1 to 8 rows.",
            )

    @property
    def page(self) -> tuple[float, float]:
        """Width and height in points of 1/72 inch."""
        short, long = _POINTS[self.paper]
        return (long, short) if self.landscape else (short, long)

    def panels(self) -> Iterator[Box]:
        """The places of the panels on a page, row by row."""
        width, height = self.page
        panel_width = (width - 2 * _MARGIN - (self.columns - 1) * _GUTTER) / self.columns
        room = height - 2 * _MARGIN - _HEADER
        panel_height = (room - (self.rows - 1) * _GUTTER) / self.rows
        for row in range(self.rows):
            for column in range(self.columns):
                yield Box(
                    _MARGIN + column * (panel_width + _GUTTER),
                    _MARGIN + _HEADER + row * (panel_height + _GUTTER),
                    panel_width,
                    panel_height,
                )


def write_boards(edit: Edit, path: Path, layout: Layout | None = None) -> int:
    """Writes the boards as PDF with selectable text, and returns the number of pages.

    Shots that are not drawn yet have empty frames. Raises UseError for a picture that is broken,
    DiskError where `path` cannot be written.
    """
    layout = layout or Layout()
    places = plan(edit.storyboard, edit.cuts).placements
    size = layout.columns * layout.rows
    pages = [places[at : at + size] for at in range(0, len(places), size)] or [()]
    data = _pdf(edit.storyboard, layout, pages)
    with atomic(path) as temporary:
        temporary.write_bytes(data)
    return len(pages)


def _pdf(storyboard: Storyboard, layout: Layout, pages: Sequence[Sequence[Placement]]) -> bytes:
    memory = skia.DynamicMemoryWStream()
    document = skia.PDF.MakeDocument(memory, _metadata(printable(storyboard.title)))
    try:
        for number, page in enumerate(pages, start=1):
            canvas = document.beginPage(*layout.page)
            _draw_header(canvas, storyboard, layout, number, len(pages))
            for place, box in zip(page, layout.panels(), strict=False):
                draw_panel(canvas, storyboard, box, place)
            document.endPage()
        document.close()
    except BaseException:
        # A document that is left open writes to its stream when it dies, which may be gone by then.
        document.abort()
        raise
    return bytes(memory.detachAsData())


def _metadata(title: str) -> skia.PDF.Metadata:
    metadata = skia.PDF.Metadata()
    metadata.fTitle = title
    metadata.fCreator = "openstage"
    return metadata


def _draw_header(
    canvas: skia.Canvas, storyboard: Storyboard, layout: Layout, number: int, count: int
) -> None:
    width = layout.page[0] - 2 * _MARGIN
    right = Style(8, "regular", QUIET, "right")
    draw_text(canvas, f"Page {number} of {count}", right, _MARGIN, _MARGIN + 2, width)
    title = Style(15, "bold", INK, leading=1.2)
    draw_text(canvas, storyboard.title, title, _MARGIN, _MARGIN - 6, width - 80, lines=1)
    quiet = Style(8.5, "regular", QUIET)
    draw_text(canvas, storyboard.logline, quiet, _MARGIN, _MARGIN + 13, width - 80, lines=1)
    rule = skia.Paint(Color=INK, StrokeWidth=0.8, AntiAlias=True)
    y = _MARGIN + 29
    canvas.drawLine(_MARGIN, y, _MARGIN + width, y, rule)
