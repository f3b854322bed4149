"""How a movement gathers speed and comes to rest between its two frames."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from openstage.storyboard.context import ShotContext
from openstage.storyboard.vocabulary import Movement

RAMP = 0.2
"""The share of the clip in which a movement gathers its speed, and in which it comes to rest."""

STEADY = frozenset({Movement.TRACKING, Movement.HANDHELD})
"""Movements that are under way when the shot begins and still are when it ends."""


@dataclass(frozen=True)
class Easing:
    """Time to progress: a trapezoid of speed, so nothing starts or stops within one frame."""

    ramp_in: float
    """The share of the time in which the speed rises from zero; 0: it starts at full speed."""
    ramp_out: float
    """The share of the time in which it falls to zero; the two are at most 1 together."""

    def __call__(self, time: float) -> float:
        """How much of the movement is done at `time`, both in [0, 1]."""
        speed = 1.0 / (1.0 - (self.ramp_in + self.ramp_out) / 2.0)
        if time < self.ramp_in:
            return speed * time * time / (2.0 * self.ramp_in)
        left = 1.0 - time
        if left < self.ramp_out:
            return 1.0 - speed * left * left / (2.0 * self.ramp_out)
        return speed * (time - self.ramp_in / 2.0)


def easing_of(context: ShotContext) -> Easing:
    """The easing of a shot: none for steady movements, nor where the picture goes on over the cut.

    A movement that rested at a continuous cut would stop and start again in the middle of it.
    """
    steady = context.shot.movement in STEADY
    goes_on_from = context.shot.continuity == "continuous"
    return Easing(
        ramp_in=0.0 if steady or goes_on_from else RAMP,
        ramp_out=0.0 if steady or _is_continued(context) else RAMP,
    )


def _is_continued(context: ShotContext) -> bool:
    """Whether the shot after this one goes on from its end frame."""
    shots = [shot for _, shot in context.storyboard.shots()]
    return any(
        before.id == context.shot.id and after.continuity == "continuous"
        for before, after in pairwise(shots)
    )
