"""Films a tale in the previz world: every shot staged, then drawn at six instants."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import TypeVar

import cv2

from openstage.crew import Frame
from openstage.dataset.clip import Clip, Figure, Interior, Pictures, Source
from openstage.dataset.world.tales import Tale, tales
from openstage.errors import WorkError
from openstage.processes import in_order
from openstage.storyboard.context import ShotContext
from openstage.storyboard.document import Storyboard
from openstage.world.boxes import boxes
from openstage.world.drawing import draw
from openstage.world.palette import PALETTES, named
from openstage.world.seen import is_person
from openstage.world.stage_manager import stage, states
from openstage.world.staging import WORLD_VERSION, Staging, Wardrobe

INTERIOR_TIMES = (0.2, 0.4, 0.6, 0.8)
"""When the frames between start and end are drawn."""
TITLE = "The previz world of openstage"
LICENSE = "Apache-2.0"

_MOST_TALES = 20
"""How many tales of a number are tried; that the world can stage none of them is a fault of it."""
_PNG = (
    cv2.IMWRITE_PNG_COMPRESSION, 6, cv2.IMWRITE_PNG_FILTER, cv2.IMWRITE_PNG_FILTER_NONE,
)  # fmt: skip
"""Flat drawings: without a filter level 6 is as fast as level 2 with one, and a sixth smaller."""


Made = TypeVar("Made")


@dataclass(frozen=True)
class StagedTale:
    told: Tale
    board: Storyboard
    """In the size of its frames."""
    shots: tuple[tuple[ShotContext, Staging], ...]


def staged_tale(seed: int, number: int, width: int, height: int) -> StagedTale:
    """The first tale of that number of which the world can stage every shot; no frame is drawn.

    The same in every process. Raises WorkError where there is no such tale.
    """
    for told, board in islice(tales(seed, number), _MOST_TALES):
        board = board.model_copy(update={"width": width, "height": height})
        shots = able(partial(_staged, board))
        if shots is not None:
            return StagedTale(told, board, shots)
    raise WorkError(
        f"None of {_MOST_TALES} tales of number {number} (seed {seed}) can be staged.",
        "Choose another seed, and report this one.",
    )


def _staged(board: Storyboard) -> tuple[tuple[ShotContext, Staging], ...]:
    return tuple((context, stage(context)) for context in states(board))


def able(work: Callable[[], Made]) -> Made | None:
    """What the world makes; None where it trips, as it would each time: something else then takes
    its place. The machine's own errors are raised, for they would not come again."""
    try:
        return work()
    except (MemoryError, OSError):
        raise
    except Exception:
        return None


def clip(
    seed: int, number: int, width: int, height: int, times: Sequence[float] = INTERIOR_TIMES
) -> Clip:
    """The clip of that number.

    Its frames are (height, width, 3) RGB as PNG; `times` says when those between start and end are
    drawn. Raises WorkError where none of its tales can be staged.
    """
    tale = staged_tale(seed, number, width, height)
    return Clip(
        id=tale.told.id,
        story=tale.told.id,
        source=Source("world", TITLE, LICENSE, world=WORLD_VERSION, seed=tale.told.seed),
        storyboard=tale.board,
        pictures={
            context.shot.id: _pictures(staging, width, height, times)
            for context, staging in tale.shots
        },
    )


def clips(
    seed: int,
    numbers: Iterable[int],
    size: tuple[int, int],
    jobs: int = 1,
    times: Sequence[float] = INTERIOR_TIMES,
) -> Generator[Clip, None, None]:
    """The clips of these numbers, in their order; `numbers` may be endless.

    `size` is (width, height) of the frames, `times` when those between start and end are drawn.
    Clips are the same whatever `jobs` is: it says how many processes film, and one is this process
    itself. When the iterator is closed they are gone. Raises WorkError where a process dies.
    """
    width, height = size
    filmed = partial(clip, seed, width=width, height=height, times=times)
    yield from in_order(filmed, numbers, jobs)


def _pictures(staging: Staging, width: int, height: int, times: Sequence[float]) -> Pictures:
    """In the order of time, so that what a frame has worked out serves the next one."""
    start, *inside, end = (png(draw(staging, t, width, height)) for t in (0.0, *times, 1.0))
    interior = (Interior(t, data) for t, data in zip(times, inside, strict=True))
    figures = (_figures(staging, t, width / height) for t in (0.0, 1.0))
    return Pictures(start, end, tuple(interior), *figures)


def _figures(staging: Staging, t: float, aspect: float) -> tuple[Figure, ...]:
    worn = {role.id: role.wardrobe for role in staging.roles}
    found = []
    for id, box in boxes(staging, t, aspect).items():
        left, top, right, bottom = (round(side, 4) for side in box)
        found.append(Figure(id, left, top, right, bottom, _colors(worn[id])))
    return tuple(found)


def _colors(wardrobe: Wardrobe) -> tuple[str, ...]:
    if not is_person(wardrobe):
        return ()
    return tuple(named(part, wardrobe) or "" for part in PALETTES)


def png(frame: Frame) -> bytes:
    """(height, width, 3) RGB to a PNG file, smaller than those that projects keep."""
    done, data = cv2.imencode(".png", cv2.cvtColor(frame, cv2.COLOR_RGB2BGR), _PNG)
    assert done, "what was drawn can be written"
    return data.tobytes()
