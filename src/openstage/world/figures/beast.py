"""What the drawing of an animal needs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from openstage.world.figures.animal_kinds import AnimalKind
from openstage.world.figures.forms import Ball, ellipsoid
from openstage.world.figures.skeleton import Skeleton
from openstage.world.geometry import Array
from openstage.world.scene import Color
from openstage.world.staging import Wardrobe


@dataclass(frozen=True)
class Beast:
    wardrobe: Wardrobe
    kind: AnimalKind
    skeleton: Skeleton

    @property
    def size(self) -> float:
        return self.wardrobe.height

    @property
    def color(self) -> Color:
        return self.wardrobe.hair

    def joint(self, name: str) -> Array:
        return self.skeleton.joints[name]

    def frame(self, name: str) -> Array:
        return self.skeleton.frames[name]

    def egg(self, at: tuple[float, float, float], radii: tuple[float, float, float]) -> Ball:
        """On the head: place and radii in radii of the skull."""
        unit, frame = self.kind.head * self.size, self.frame("head")
        place = self.joint("head") + np.array(at) * unit @ frame
        return ellipsoid(place, frame, (radii[0] * unit, radii[1] * unit, radii[2] * unit))
