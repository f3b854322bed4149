"""Pictures in files: PNG out, and whatever a person has in."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from openstage.errors import ProjectError, UseError

COMPRESSION = 2
"""Of PNG, 0 to 9: flat drawings are small at any, and this one is fast."""


def png(frame: NDArray[np.uint8]) -> bytes:
    """(height, width, 3) RGB to the bytes of a PNG file."""
    options = [cv2.IMWRITE_PNG_COMPRESSION, COMPRESSION]
    done, data = cv2.imencode(".png", cv2.cvtColor(frame, cv2.COLOR_RGB2BGR), options)
    if not done:
        raise ValueError(f"a picture of shape {frame.shape} cannot be written as PNG")
    return data.tobytes()


def read_picture(path: Path) -> NDArray[np.uint8]:
    """The picture in `path`, (height, width, 3) RGB; transparent parts stand before black.

    Raises ProjectError where there is no such file, UseError where it is no picture.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ProjectError(
            f"{path} cannot be read: {error.strerror}.", "Check the name and its permissions."
        ) from error
    try:
        picture = cv2.imdecode(np.frombuffer(data, dtype=np.uint8), cv2.IMREAD_UNCHANGED)
    except cv2.error:
        picture = None
    if picture is None:
        raise UseError(f"{path} is no picture that can be read.", "Give a PNG or a JPEG file.")
    return _rgb(picture)


def _rgb(picture: NDArray[Any]) -> NDArray[np.uint8]:
    """Any depth and number of channels, in the order of OpenCV, to 8-bit RGB."""
    if picture.dtype == np.uint16:
        picture = (picture // 257).astype(np.uint8)
    elif picture.dtype != np.uint8:
        picture = np.clip(picture * 255.0, 0, 255).astype(np.uint8)
    if picture.ndim == 2:
        return np.repeat(picture[:, :, None], 3, axis=2).astype(np.uint8)
    if picture.shape[2] == 4:
        alpha = picture[:, :, 3:4].astype(np.float32) / 255.0
        picture = (picture[:, :, :3] * alpha).astype(np.uint8)
    return np.ascontiguousarray(picture[:, :, ::-1]).astype(np.uint8)


def fitted(picture: NDArray[np.uint8], width: int, height: int) -> NDArray[np.uint8]:
    """The whole picture inside `width` x `height`, with black bars where its shape differs."""
    rows, columns = picture.shape[:2]
    scale = min(width / columns, height / rows)
    w, h = max(1, round(columns * scale)), max(1, round(rows * scale))
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    inside = cv2.resize(picture, (w, h), interpolation=how) if scale != 1 else picture
    frame = np.zeros((height, width, 3), dtype=np.uint8)
    top, left = (height - h) // 2, (width - w) // 2
    frame[top : top + h, left : left + w] = inside
    return frame
