"""The morph cinematographer: moves between any two frames, by the camera's move and dense flow."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import cv2
import numpy as np

from openstage.cinematographer.camera_move import CameraMove, Matrix
from openstage.cinematographer.easing import Easing, easing_of
from openstage.cinematographer.grid import Grid
from openstage.cinematographer.inbetween import InBetween
from openstage.cinematographer.search import Gray, find_move
from openstage.cinematographer.tracks import find_tracks
from openstage.crew import Clip, Frame, FramePair
from openstage.storyboard.context import ShotContext
from openstage.storyboard.vocabulary import Movement

TRAVELING = frozenset({Movement.DOLLY_IN, Movement.DOLLY_OUT})
"""Movements in which things grow as they come nearer, and not at a steady rate."""

VERSION = "1"
"""Rises whenever the same two frames would give other pictures between them."""

SEARCH_SIDE = 1024
"""The long side of the copies on which the camera's move is sought."""
GRID_SIDE = 512
"""The long side, in cells, of the grid on which flow is computed."""
SMALLEST_SIDE = 24
"""Below this, in pixels, there is nothing to follow."""
LEAST_AGREEMENT = 0.5
"""Below this likeness, after all motion is undone, the two frames show different things."""
LEAST_CONSISTENT = 0.3
"""The same for the share of the picture that can be followed there and back."""

HELD = "The start and the end frame are the same, so the picture is held."
SINGLE = "A clip of one frame shows the start frame alone; the end frame is not seen."
TOO_SMALL = "Frames of {width} x {height} pixels are too small to follow; the clip dissolves."
NO_MATCH = (
    "Nothing of the start frame was found again in the end frame, "
    "so the clip dissolves from one to the other."
)


class MorphCinematographer:
    """Shoots any pair: needs no model and knows nothing of what the frames show."""

    name = "morph"

    def shoot(self, context: ShotContext, pair: FramePair) -> Clip:
        """`shot.frame_count` frames, drawn as they are asked for.

        The notes say where the clip is no morph: a held picture, a dissolve, a single frame.
        """
        count = context.shot.frame_count
        easing = easing_of(context)
        if count == 1:
            return Clip(1, iter([pair.start]), (SINGLE,))
        if np.array_equal(pair.start, pair.end):
            return Clip(count, (pair.start for _ in range(count)), (HELD,))
        if count == 2:
            return Clip(2, iter([pair.start, pair.end]))
        height, width = pair.start.shape[:2]
        if min(height, width) < SMALLEST_SIDE:
            note = TOO_SMALL.format(width=width, height=height)
            return Clip(count, _dissolve(pair, count, easing), (note,))
        between = _follow(pair, context.shot.movement in TRAVELING)
        if between is None:
            return Clip(count, _dissolve(pair, count, easing), (NO_MATCH,))
        return Clip(count, _morph(between, count, easing))

    def depends_on(self, context: ShotContext) -> Any:
        easing = easing_of(context)
        return {
            "name": self.name,
            "version": VERSION,
            "opencv": cv2.__version__,
            "frame_count": context.shot.frame_count,
            "travels": context.shot.movement in TRAVELING,
            "easing": [easing.ramp_in, easing.ramp_out],
        }


def _follow(pair: FramePair, travels: bool) -> InBetween | None:
    """How the start frame becomes the end frame; None where they have nothing in common."""
    height, width = pair.start.shape[:2]
    start = cv2.cvtColor(pair.start, cv2.COLOR_RGB2GRAY)
    end = cv2.cvtColor(pair.end, cv2.COLOR_RGB2GRAY)
    camera, others = _seek_move(start, end)
    camera = replace(camera, travels=travels)
    grid = Grid(width, height, step=-(-max(width, height) // GRID_SIDE))
    tracks = find_tracks(pair.start, pair.end, camera, others, grid)
    if tracks.agreement < LEAST_AGREEMENT or tracks.consistent < LEAST_CONSISTENT:
        return None
    return InBetween(pair.start, pair.end, camera, tracks, grid)


def _seek_move(start: Gray, end: Gray) -> tuple[CameraMove, list[Matrix]]:
    """The camera's move and those of other things, sought on smaller copies of large frames."""
    height, width = start.shape
    ratio = min(1.0, SEARCH_SIDE / max(height, width))
    size = (max(1, round(width * ratio)), max(1, round(height * ratio)))
    move, others = find_move(
        cv2.resize(start, size, interpolation=cv2.INTER_AREA),
        cv2.resize(end, size, interpolation=cv2.INTER_AREA),
    )
    x, y = size[0] / width, size[1] / height
    # Pixel centers lie at whole numbers, so the middle of the first pixel moves by half of each.
    shrink = np.array([[x, 0, x / 2 - 0.5], [0, y, y / 2 - 0.5], [0, 0, 1.0]])
    enlarge = np.linalg.inv(shrink)
    camera = CameraMove(move.kind, enlarge @ move.matrix @ shrink, width, height)
    return camera, [enlarge @ other @ shrink for other in others]


def _progress(count: int, easing: Easing) -> Iterator[float]:
    """The progress of every frame but the first and the last."""
    for k in range(1, count - 1):
        yield easing(k / (count - 1))


def _morph(between: InBetween, count: int, easing: Easing) -> Iterator[Frame]:
    yield between.start
    for progress in _progress(count, easing):
        yield between.draw(progress)
    yield between.end


def _dissolve(pair: FramePair, count: int, easing: Easing) -> Iterator[Frame]:
    yield pair.start
    for progress in _progress(count, easing):
        mixed = cv2.addWeighted(pair.start, 1.0 - progress, pair.end, progress, 0.0)
        yield np.asarray(mixed, np.uint8)
    yield pair.end
