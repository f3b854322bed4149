"""How one picture becomes another."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from openstage.crew import Frame

_EDGE = 0.12
"""How wide the soft edge of a wipe is, as a part of the picture's width."""
_ROWS = 32
"""Rows that are mixed at a time: they stay in the cache, and 8K needs no more memory."""


def dissolve(outgoing: Frame, incoming: Frame, progress: float) -> Frame:
    """Melts one picture into the next; `progress` runs from 0 (outgoing) to 1 (incoming).

    The mix is made in linear light, as two exposures of one film add up: halfway, a lamp still
    shines, where a mix of the stored values would turn it gray.
    """
    to_light, from_light = _light_tables()
    share = round(progress * 65536)
    mixed = np.empty_like(outgoing)
    for top in range(0, outgoing.shape[0], _ROWS):
        rows = slice(top, top + _ROWS)
        light = to_light[outgoing[rows]] * np.uint64(65536 - share)
        light += to_light[incoming[rows]] * np.uint64(share)
        mixed[rows] = from_light[light >> np.uint64(16)]
    return mixed


def wipe(outgoing: Frame, incoming: Frame, progress: float) -> Frame:
    """Pushes a soft upright edge across the picture from left to right."""
    width = outgoing.shape[1]
    columns = (np.arange(width, dtype=np.float32) + 0.5) / width
    edge = progress * (1 + _EDGE)
    covered = np.clip((edge - columns) / _EDGE, 0, 1)
    smooth = (covered * covered * (3 - 2 * covered) * 256).astype(np.int32)[None, :, None]
    mixed = np.empty_like(outgoing)
    for top in range(0, outgoing.shape[0], _ROWS):
        rows = slice(top, top + _ROWS)
        before = outgoing[rows].astype(np.int32)
        mixed[rows] = before + ((incoming[rows] - before) * smooth + 128 >> 8)
    return mixed


def fade(frame: Frame, level: float) -> Frame:
    """Darkens a picture: `level` 0 is black, 1 leaves it as it is.

    The stored values are scaled, which the eye sees as even; in linear light, half the fade would
    pass before one noticed it.
    """
    table = np.rint(np.arange(256) * level).astype(np.uint8)
    return np.take(table, frame)


@cache
def _light_tables() -> tuple[NDArray[np.uint64], NDArray[np.uint8]]:
    """From a stored value to linear light in 16 bits, and back (sRGB's curve, IEC 61966-2-1)."""
    stored = np.arange(256) / 255
    linear = np.where(stored <= 0.04045, stored / 12.92, ((stored + 0.055) / 1.055) ** 2.4)
    light = np.arange(65536) / 65535
    shown = np.where(light <= 0.0031308, light * 12.92, 1.055 * light ** (1 / 2.4) - 0.055)
    return np.rint(linear * 65535).astype(np.uint64), np.rint(shown * 255).astype(np.uint8)
