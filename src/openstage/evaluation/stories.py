"""Stories of the world to test with: made anew from a seed, staged, with their truth."""

from __future__ import annotations

from dataclasses import dataclass

from openstage.crew import Frame, FramePair
from openstage.dataset.world.filming import staged_tale
from openstage.evaluation.backdrop import backdrop_of
from openstage.evaluation.truth import Labels, labels_of
from openstage.storyboard.context import ShotContext
from openstage.storyboard.document import Storyboard
from openstage.world.drawing import draw
from openstage.world.seen import regions
from openstage.world.staging import Staging


@dataclass(frozen=True)
class Story:
    """A tale, every shot of it staged."""

    id: str
    board: Storyboard
    """In the size of its frames."""
    shots: tuple[tuple[ShotContext, Staging], ...]

    def frame(self, shot: int, t: float) -> Frame:
        return draw(self.shots[shot][1], t, self.board.width, self.board.height)

    def pair(self, shot: int) -> FramePair:
        """The true one."""
        return FramePair(self.frame(shot, 0.0), self.frame(shot, 1.0))

    def labels(self, shot: int, t: float, frame: Frame) -> Labels:
        """Of the true frame at `t`, which is given, since it is costly to draw."""
        context, staging = self.shots[shot]
        found = regions(staging, t, self.board.width, self.board.height)
        backdrop = backdrop_of(staging, t, frame, found)
        return labels_of(context.shot, staging, t, found, backdrop)


def story(seed: int, number: int, width: int, height: int) -> Story:
    """The story of that number: the same in every process.

    Raises WorkError where the world can stage none of its tales.
    """
    tale = staged_tale(seed, number, width, height)
    return Story(tale.told.id, tale.board, tale.shots)
