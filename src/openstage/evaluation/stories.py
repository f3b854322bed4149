"""Stories of the world to test with: made anew from a seed, staged, with their truth."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from openstage.crew import Frame
from openstage.dataset.world.tales import tales
from openstage.errors import WorkError
from openstage.evaluation.truth import Labels, labels_of
from openstage.storyboard.context import ShotContext
from openstage.storyboard.document import Storyboard
from openstage.world.drawing import draw
from openstage.world.seen import seen
from openstage.world.stage_manager import stage, states
from openstage.world.staging import Staging

_MOST_TALES = 20


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
    for told, board in islice(tales(seed, number), _MOST_TALES):
        board = board.model_copy(update={"width": width, "height": height})
        try:
            return Story(told.id, board, tuple(_staged(board)))
        except (MemoryError, OSError):
            raise  # these are the machine's, and would not come again
        except Exception:
            # What the world trips over it does so each time: the next tale takes its place.
            continue
    raise WorkError(
        f"None of {_MOST_TALES} tales of number {number} (seed {seed}) can be staged.",
        "Choose another seed, and report this one.",
    )


def _staged(board: Storyboard) -> Iterator[tuple[ShotContext, Staging]]:
    for context in states(board):
        yield context, stage(context)
