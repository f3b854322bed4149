"""The previz cinematographer: films the staging itself, so every in-between frame is the truth."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from openstage.crew import Clip, Frame, FramePair
from openstage.errors import UseError
from openstage.storyboard.context import ShotContext
from openstage.world import Staging, draw, stage


class PrevizCinematographer:
    """Shoots the pairs that the previz artist drew."""

    name = "previz"

    def shoot(self, context: ShotContext, pair: FramePair) -> Clip:
        """Frame k of n is the instant k / (n - 1) of the staging; the ends are those of the pair.

        Raises UseError where the start frame is not the one that the staging draws.
        """
        staging = stage(context)
        height, width = pair.start.shape[:2]
        if not np.array_equal(pair.start, draw(staging, 0.0, width, height)):
            raise UseError(
                f"The start frame of shot {context.shot.id} was not drawn by the previz world, "
                "so the previz cinematographer does not know how it moves.",
                "Choose the cinematographer 'morph', which moves between any two frames.",
            )
        count = context.shot.frame_count
        return Clip(count, _instants(staging, pair, count), staging.notes)

    def depends_on(self, context: ShotContext) -> Any:
        return {
            "name": self.name,
            "frame_count": context.shot.frame_count,
            "staging": stage(context).as_data(),
        }


def _instants(staging: Staging, pair: FramePair, count: int) -> Iterator[Frame]:
    height, width = pair.start.shape[:2]
    yield pair.start
    for k in range(1, count - 1):
        yield draw(staging, k / (count - 1), width, height)
    if count > 1:
        yield pair.end
