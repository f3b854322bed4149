"""Still pictures: read whole, or small for a page."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import skia

from openstage.crew import Frame
from openstage.errors import UseError

_JPEG_QUALITY = 84


@dataclass(frozen=True)
class Box:
    """A rectangle on a canvas."""

    left: float
    top: float
    width: float
    height: float

    @property
    def bottom(self) -> float:
        return self.top + self.height

    @property
    def center(self) -> tuple[float, float]:
        return self.left + self.width / 2, self.top + self.height / 2

    def beside(self, gap: float) -> Box:
        """A box of the same size to the right."""
        return Box(self.left + self.width + gap, self.top, self.width, self.height)

    @property
    def rect(self) -> skia.Rect:
        return skia.Rect.MakeXYWH(self.left, self.top, self.width, self.height)


def load_picture(path: Path, size: tuple[int, int] | None = None) -> Frame:
    """A picture file as uint8 (height, width, 3) RGB, scaled to `size` (width, height) if given.

    Raises UseError where there is no picture in it.
    """
    remedy = "Draw the shot again, or use another picture."
    # Not cv2.imread: it does not tell a missing file from a broken one.
    try:
        data = np.frombuffer(path.read_bytes(), np.uint8)
    except OSError as error:
        raise UseError(f"{path} cannot be read: {error.strerror}.", remedy) from error
    image = cv2.imdecode(data, cv2.IMREAD_COLOR) if data.size else None
    if image is None:
        raise UseError(f"{path} is no picture.", remedy)
    if size is not None and (image.shape[1], image.shape[0]) != size:
        shrinks = size[0] < image.shape[1]
        image = cv2.resize(
            image, size, interpolation=cv2.INTER_AREA if shrinks else cv2.INTER_CUBIC
        )
    return np.ascontiguousarray(image[:, :, ::-1], np.uint8)


def page_picture(path: Path, width: int, height: int) -> skia.Image:
    """The picture inside `width` x `height` pixels, held as JPEG, which a PDF takes as it is."""
    frame = load_picture(path)
    scale = min(width / frame.shape[1], height / frame.shape[0], 1.0)
    if scale < 1:
        size = (max(1, round(frame.shape[1] * scale)), max(1, round(frame.shape[0] * scale)))
        frame = np.asarray(cv2.resize(frame, size, interpolation=cv2.INTER_AREA), np.uint8)
    bgr = np.ascontiguousarray(frame[:, :, ::-1])
    _, data = cv2.imencode(".jpg", bgr, [cv2.IMWRITE_JPEG_QUALITY, _JPEG_QUALITY])
    return skia.Image.MakeFromEncoded(skia.Data.MakeWithCopy(data.tobytes()))


def draw_picture(
    canvas: skia.Canvas, path: Path | None, box: Box, density: float, ink: int, blank: int
) -> None:
    """Draws a picture into the middle of a box with a hairline around it.

    `density` is pixels for a unit of the canvas. Where there is no picture yet, the box is filled
    with the color `blank`; the hairline has the color `ink`.
    """
    if path is None:
        canvas.drawRect(box.rect, skia.Paint(Color=blank))
        _frame(canvas, box, ink)
        return
    image = page_picture(
        path, max(1, round(box.width * density)), max(1, round(box.height * density))
    )
    scale = min(box.width / image.width(), box.height / image.height())
    width, height = image.width() * scale, image.height() * scale
    inner = Box(box.center[0] - width / 2, box.center[1] - height / 2, width, height)
    canvas.drawImageRect(image, inner.rect, skia.SamplingOptions(skia.FilterMode.kLinear))
    _frame(canvas, inner, ink)


def _frame(canvas: skia.Canvas, box: Box, ink: int) -> None:
    canvas.drawRect(
        box.rect,
        skia.Paint(Color=ink, Style=skia.Paint.kStroke_Style, StrokeWidth=0.5, AntiAlias=True),
    )
