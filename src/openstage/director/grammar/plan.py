"""The plan of a shot: what it films and how, before it is written into the storyboard."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from openstage.director.grammar.reading import Event, Unit
from openstage.storyboard.vocabulary import Angle, Framing, Movement, ShotSize, Transition

Purpose = Literal["establish", "action", "insert", "speech", "reaction", "view", "thing", "closing"]

IMPORTANCE: dict[Purpose, float] = {
    "reaction": 0.2,
    "insert": 0.4,
    "view": 0.5,
    "thing": 0.5,
    "action": 0.6,
    "speech": 0.7,
    "establish": 0.8,
    "closing": 0.9,
}
"""What a shorter film lets go of first."""

LENS: dict[ShotSize, float] = {
    ShotSize.EXTREME_WIDE: 24,
    ShotSize.WIDE: 28,
    ShotSize.MEDIUM_WIDE: 35,
    ShotSize.MEDIUM: 40,
    ShotSize.MEDIUM_CLOSE_UP: 50,
    ShotSize.CLOSE_UP: 75,
    ShotSize.EXTREME_CLOSE_UP: 85,
}

SIZES = tuple(ShotSize)
"""From the widest to the closest."""


@dataclass
class Plan:
    purpose: Purpose
    units: list[Unit]
    """Whose words the shot films, in order."""
    events: list[Event] = field(default_factory=list)
    cast: list[str] = field(default_factory=list)
    subject: str = ""
    viewer: str = ""
    detail: str = ""
    props: list[str] = field(default_factory=list)
    lines: list[Unit] = field(default_factory=list)
    sound: str = ""
    size: ShotSize = ShotSize.MEDIUM
    angle: Angle = Angle.EYE_LEVEL
    framing: Framing = Framing.SINGLE
    movement: Movement = Movement.STATIC
    transition: Transition = Transition.CUT
    fades_out: bool = False
    near: bool = False
    """Closer than a line needs: the last words of a talk."""
    listener: str = ""
    """To whom the lines are said."""
    told: frozenset[str] = frozenset()
    """What the script itself dictates: size, angle, framing, movement."""
    ahead: list[Event] = field(default_factory=list)
    """What those in the picture are already doing, which the next shot films."""
    shared: bool = False
    """It films words that the shot before films too: coverage that was added."""
    seconds: float = 0.0

    @property
    def tension(self) -> int:
        return max((event.action.tension for event in self.events), default=0)

    @property
    def importance(self) -> float:
        return IMPORTANCE[self.purpose] + 0.1 * self.tension

    @property
    def moves(self) -> bool:
        return any(e.who and e.action.role in {"move", "enter", "exit"} for e in self.events)

    def closer(self, steps: int) -> None:
        index = SIZES.index(self.size) + steps
        self.size = SIZES[min(max(index, 0), len(SIZES) - 1)]
