"""What a posed figure is: joints, frames and the state of its face."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from openstage.world.geometry import Array


@dataclass(frozen=True)
class Face:
    """What a face shows, each from 0 to 1 unless it says otherwise."""

    features: dict[str, float] = field(default_factory=dict)
    """Of `moods`: brows, lids, mouth."""
    closed: float = 0.0
    speaking: float = 0.0
    laughing: float = 0.0
    crying: float = 0.0
    eyes: tuple[float, float] = (0.0, 0.0)
    """Pitch down and yaw to the right of the eyes in the head, degrees."""


@dataclass(frozen=True)
class Skeleton:
    """Where the joints of a figure are, in world coordinates, (3,) each."""

    joints: dict[str, Array]
    frames: dict[str, Array]
    facing: float
    head_facing: float
    face: Face
    hand_size: float
    hat_off: float = 0.0
    """Above a half, the hat is in a hand."""
    hat_hand: Literal["right", "left"] = "right"
    ground: float = 0.0
    """The height of what carries the body."""

    def hand(self, hand: Literal["right", "left", "both"]) -> tuple[Array, float]:
        """Where a thing is held: the place, and the facing of the thing in degrees."""
        palms = [self._palm(side) for side in ("r", "l")]
        if hand == "both":
            return (palms[0] + palms[1]) / 2, self.facing
        return palms[hand == "left"], self.facing

    def _palm(self, side: str) -> Array:
        wrist, elbow = self.joints[f"hand_{side}"], self.joints[f"elbow_{side}"]
        along = wrist - elbow
        return wrist + along / max(float(np.linalg.norm(along)), 1e-9) * self.hand_size * 0.55
