"""Pictures in files: PNG out, and whatever a person has in."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from openstage.errors import UseError
from openstage.storyboard.files import reading_errors

_GAP = 4
"""Pixels between the pictures of a sheet."""

COMPRESSION = 2
"""Of PNG, 0 to 9: flat drawings are small at any, and this one is fast."""

LARGEST = 200_000_000
"""Bytes of a picture file; OpenCV itself refuses more than 2^30 pixels."""


def png(frame: NDArray[np.uint8]) -> bytes:
    """(height, width, 3) RGB to the bytes of a PNG file."""
    options = [cv2.IMWRITE_PNG_COMPRESSION, COMPRESSION]
    done, data = cv2.imencode(".png", cv2.cvtColor(frame, cv2.COLOR_RGB2BGR), options)
    if not done:
        raise ValueError(f"a picture of shape {frame.shape} cannot be written as PNG")
    return data.tobytes()


def read_picture(path: Path) -> NDArray[np.uint8]:
    """The picture in `path`, (height, width, 3) RGB; transparent parts stand before black.

    A photograph stands as its camera was held (EXIF). Raises ProjectError where there is no such
    file, UseError where it is no picture, or one of more than `LARGEST` bytes.
    """
    return decoded(_content(path), str(path))


def decoded(content: bytes, name: str = "it") -> NDArray[np.uint8]:
    """The same of the content of a picture's file; `name` is what errors call it."""
    data = np.frombuffer(content, dtype=np.uint8)
    picture = _decoded(data, cv2.IMREAD_UNCHANGED) if content else None
    if picture is None:
        raise UseError(f"{name} is no picture that can be read.", "Give a PNG or a JPEG file.")
    if picture.ndim == 3 and picture.shape[2] == 4:
        return _before_black(picture)
    # Read once more, since only a reader of colors turns the picture as EXIF tells.
    plain = _decoded(data, cv2.IMREAD_COLOR_RGB)
    assert plain is not None, "what was read in one way can be read in another"
    return plain.astype(np.uint8, copy=False)


def _content(path: Path) -> bytes:
    with reading_errors(path):
        # Neither a pipe nor a device, which would keep us waiting or never end.
        if path.exists() and not path.is_file():
            raise UseError(f"{path} is no file.", "Give a PNG or a JPEG file.")
        if path.stat().st_size > LARGEST:
            raise UseError(
                f"{path} is larger than {LARGEST // 1_000_000} MB.", "Make the picture smaller."
            )
        return path.read_bytes()


def _decoded(data: NDArray[np.uint8], how: int) -> NDArray[Any] | None:
    try:
        return cv2.imdecode(data, how)
    except cv2.error:
        return None


def _before_black(picture: NDArray[Any]) -> NDArray[np.uint8]:
    """(height, width, 4) in the order blue, green, red, opacity, to RGB."""
    whole = np.iinfo(picture.dtype).max if np.issubdtype(picture.dtype, np.integer) else 1
    scaled = picture.astype(np.float32) / whole
    return np.rint(255 * np.clip(scaled[:, :, 2::-1] * scaled[:, :, 3:], 0, 1)).astype(np.uint8)


def resized(picture: NDArray[np.uint8], width: int, height: int) -> NDArray[np.uint8]:
    """The picture at another size, stretched where its shape differs."""
    rows, columns = picture.shape[:2]
    if (columns, rows) == (width, height):
        return picture
    how = cv2.INTER_AREA if width * height < columns * rows else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(picture, (width, height), interpolation=how), np.uint8)


def covering(picture: NDArray[np.uint8], width: int, height: int) -> NDArray[np.uint8]:
    """The middle of the picture in the shape of `width` x `height`, and as large."""
    rows, columns = picture.shape[:2]
    high = min(rows, max(1, round(columns * height / width)))
    wide = min(columns, max(1, round(rows * width / height)))
    top, left = (rows - high) // 2, (columns - wide) // 2
    return resized(picture[top : top + high, left : left + wide], width, height)


def fitted(
    picture: NDArray[np.uint8], width: int, height: int, *, bars: bool = True
) -> NDArray[np.uint8]:
    """The whole picture inside `width` x `height`; where its shape differs it has black bars, or
    its edges are drawn out."""
    rows, columns = picture.shape[:2]
    scale = min(width / columns, height / rows)
    w, h = max(1, round(columns * scale)), max(1, round(rows * scale))
    top, left = (height - h) // 2, (width - w) // 2
    around = (top, height - h - top, left, width - w - left)
    how = cv2.BORDER_CONSTANT if bars else cv2.BORDER_REPLICATE
    return np.asarray(cv2.copyMakeBorder(resized(picture, w, h), *around, how), np.uint8)


def sheet(cells: Sequence[NDArray[np.uint8]], columns: int) -> NDArray[np.uint8]:
    """Pictures of one size in rows of so many, with a black gap after each."""
    framed = [cv2.copyMakeBorder(cell, 0, _GAP, 0, _GAP, cv2.BORDER_CONSTANT) for cell in cells]
    framed += [np.zeros_like(framed[0])] * (-len(framed) % columns)
    rows = [np.hstack(framed[k : k + columns]) for k in range(0, len(framed), columns)]
    return np.asarray(np.vstack(rows), np.uint8)
