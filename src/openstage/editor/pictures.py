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
    """A picture file as uint8 (height, width, 3) RGB, inside `size` (width, height) if given.

    A picture of another shape than `size` stands in the middle of black.

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
    frame = np.ascontiguousarray(image[:, :, ::-1], np.uint8)
    return frame if size is None else _inside(frame, size)


def _inside(frame: Frame, size: tuple[int, int]) -> Frame:
    height, width = frame.shape[:2]
    if (width, height) == size:
        return frame
    scale = min(size[0] / width, size[1] / height)
    inner = (max(1, round(width * scale)), max(1, round(height * scale)))
    canvas = np.zeros((size[1], size[0], 3), np.uint8)
    left, top = (size[0] - inner[0]) // 2, (size[1] - inner[1]) // 2
    scaled = cv2.resize(
        frame, inner, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    )
    canvas[top : top + inner[1], left : left + inner[0]] = scaled
    return canvas


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
