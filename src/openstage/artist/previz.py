"""The previz artist: stages the shot in the drawn world and takes its first and last instant."""

from __future__ import annotations

from typing import Any

from openstage.crew import FramePair, Memory
from openstage.storyboard.context import ShotContext
from openstage.world import draw, stage


class PrevizArtist:
    """Draws the pair from the staging. The world keeps its own state, so it needs no memory."""

    name = "previz"
    model = ""
    remembers = False

    def sees(self, context: ShotContext, memory: Memory) -> Memory:
        return ()

    def draw(self, context: ShotContext, memory: Memory) -> FramePair:
        """The instants 0 and 1 of the staging, in the size of the storyboard."""
        staging = stage(context)
        width, height = context.storyboard.width, context.storyboard.height
        return FramePair(
            start=draw(staging, 0.0, width, height),
            end=draw(staging, 1.0, width, height),
            notes=staging.notes,
        )

    def depends_on(self, context: ShotContext) -> Any:
        return {
            "name": self.name,
            "width": context.storyboard.width,
            "height": context.storyboard.height,
            "staging": stage(context).as_data(),
        }
