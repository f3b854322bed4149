"""What a frame tells of its place: how much there is to see, and whether the hour shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from openstage.crew import Frame
from openstage.storyboard.vocabulary import TimeOfDay
from openstage.world.drawing import draw
from openstage.world.seen import Region, differing
from openstage.world.staging import Staging

EDGE = 5
"""Of 255, in one channel: beyond it two neighbors differ."""
HOURS_APART = 0.05
"""The share of the frame that two hours must show otherwise."""
ALIKE = {
    str(TimeOfDay.MORNING.value): str(TimeOfDay.DAY.value),
    str(TimeOfDay.DAY.value): str(TimeOfDay.MORNING.value),
}
"""Hours that are one where neither sun nor sky is seen; all others have colors of their own."""


@dataclass(frozen=True)
class Backdrop:
    pixels: int
    """Of the frame."""
    detail: float
    """Of all pairs of neighbors in the frame, the share that lies in the place and differs."""
    tells_the_hour: bool


def backdrop_of(staging: Staging, t: float, frame: Frame, found: Sequence[Region]) -> Backdrop:
    """Of the frame at `t` with its regions; costs a drawing by day."""
    place = np.ones(frame.shape[:2], bool)
    for region in found:
        place &= ~region.body
    return Backdrop(place.size, _detail(frame, place), _tells_the_hour(staging, t, frame))


def _detail(frame: Frame, place: NDArray[np.bool_]) -> float:
    signed = frame.astype(np.int16)
    edges = 0
    for axis in (0, 1):
        steps = np.abs(np.diff(signed, axis=axis)).max(axis=2) > EDGE
        ahead, behind = (np.delete(place, end, axis=axis) for end in (0, -1))
        edges += int((steps & ahead & behind).sum())
    return edges / (2 * place.size)


def _tells_the_hour(staging: Staging, t: float, frame: Frame) -> bool:
    if staging.time not in ALIKE:
        return True
    height, width = frame.shape[:2]
    other = draw(replace(staging, time=ALIKE[staging.time]), t, width, height)
    return float(differing(frame, other).mean()) >= HOURS_APART
