"""Stories of the world to test with: made anew from a seed, staged, with their truth."""

from __future__ import annotations

from dataclasses import dataclass

from openstage.crew import Frame
from openstage.dataset.world.filming import staged_tale
from openstage.evaluation.truth import Labels, labels_of
from openstage.storyboard.context import ShotContext
from openstage.storyboard.document import Storyboard
from openstage.world.drawing import draw
from openstage.world.seen import seen
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

    def labels(self, shot: int, t: float) -> Labels:
        context, staging = self.shots[shot]
        width, height = self.board.width, self.board.height
        found = seen(staging, t, width, height)
        return labels_of(context.shot, staging, t, found, width, height)


def story(seed: int, number: int, width: int, height: int) -> Story:
    """The story of that number: the same in every process.

    Raises WorkError where the world can stage none of its tales.
    """
    tale = staged_tale(seed, number, width, height)
    return Story(tale.told.id, tale.board, tale.shots)
