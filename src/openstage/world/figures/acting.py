"""What a gesture knows of the moment, and what it gives."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import pi, sin

from openstage.world.figures.build import Build

Fields = dict[str, tuple[float, ...]]


@dataclass(frozen=True)
class Acting:
    """What a gesture knows of the moment."""

    build: Build
    seconds: float
    """Since the shot began."""
    amount: float
    """How far the gesture is there, 0 to 1."""
    body: str
    height: float
    """Of the seat, meters."""
    near: float
    """Meters to what is looked at, along the ground; 0.6 where nothing is."""
    drop: float = 0.0
    """Meters from the eyes down to what is looked at."""

    def wave(self, hertz: float, phase: float = 0.0) -> float:
        return sin(2 * pi * (hertz * self.seconds + phase))

    @property
    def table(self) -> float:
        """The height of a table top before this body, in the root frame."""
        if self.body == "sit":
            return max(0.77 - self.height, 0.16)
        return {"kneel": 0.5, "crouch": 0.4, "lie": 0.4}.get(self.body, 0.62) * (
            self.build.height if self.body not in ("kneel", "crouch", "lie") else 1.0
        )


Gesture = Callable[[Acting], tuple[Fields, Fields]]


def mirrored(fields: Fields) -> Fields:
    """The same with the other hand."""
    other = {"r": "l", "l": "r"}
    return {
        f"{name[:-1]}{other[name[-1]]}": (-value[0], *value[1:]) for name, value in fields.items()
    }


def hands(
    right: tuple[float, float, float] | None = None,
    left: tuple[float, float, float] | None = None,
    **add: tuple[float, ...],
) -> tuple[Fields, Fields]:
    """A gesture that holds the hands so, from their shoulders, and adds to other fields."""
    fields: Fields = {}
    for side, hand in (("r", right), ("l", left)):
        if hand is not None:
            fields[f"hand_{side}"] = hand
            fields[f"touch_{side}"] = (0.0, 1.0, 0.3, 0.0)
    return fields, dict(add)
