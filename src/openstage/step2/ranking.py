"""Which memories matter most to a shot: the order in which the budget deals out its room.

1. the end frame of the shot before: the cut starts there, and the understanding model of the
   release is shown nothing else
2. frames that show more of the shot's people, place and props before those that show fewer
3. among those, fewer strangers first: a picture of two people does not say which is which
4. then the more similar to the shot's text; then the more recent
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, Protocol

from openstage.crew import Memory, MemoryFrame
from openstage.storyboard.context import ShotContext, shown
from openstage.storyboard.document import Storyboard

Kept = Literal["both", "end"]
"""Which frames of the earlier shots are remembered. The release was trained on the last alone."""


class Similarity(Protocol):
    """How well pictures fit a text, such as CLIP's cosine."""

    def __call__(self, frames: Memory, text: str) -> Sequence[float]:
        """A number for each frame; the larger, the more similar."""
        ...


def ranked(
    memory: Memory,
    context: ShotContext,
    similarity: Similarity | None = None,
    keep: Kept = "both",
) -> list[MemoryFrame]:
    """The memories of a shot, the most relevant first.

    `memory` stands in the order of the film, as it grew. Reference pictures of who and what is not
    in the shot are left out. Without a `similarity`, frames that show as much of the shot and as
    few strangers are told apart by how recent they are.
    """
    before = context.previous
    previous = before[1].id if before else None
    seen_in = _entities_by_source(context.storyboard)
    wanted = shown(context.scene, context.shot)

    def helps(frame: MemoryFrame) -> bool:
        # A picture of who is not in the shot would only invite them in.
        if frame.kind == "reference":
            return frame.source in wanted
        return keep == "both" or frame.kind == "end"

    kept = [frame for frame in memory if helps(frame)]
    scores = similarity(kept, context.shot.description) if similarity else [0.0] * len(kept)

    def relevance(number: int) -> tuple[bool, int, int, bool, float, int]:
        frame = kept[number]
        is_cut = frame.kind == "end" and frame.source == previous
        there = seen_in.get(frame.source, frozenset())
        shared, strangers = len(wanted & there), len(there - wanted)
        return (is_cut, shared, -strangers, frame.kind == "reference", scores[number], number)

    return [kept[number] for number in sorted(range(len(kept)), key=relevance, reverse=True)]


def _entities_by_source(storyboard: Storyboard) -> dict[str, frozenset[str]]:
    """What is seen in the frames of each shot, and in the reference pictures of each entity."""
    shots = {shot.id: shown(scene, shot) for scene, shot in storyboard.shots()}
    return {entity.id: frozenset({entity.id}) for entity in storyboard.entities()} | shots
