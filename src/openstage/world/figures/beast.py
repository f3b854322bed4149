"""What the drawing of an animal needs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from openstage.world.figures.animal_kinds import MARKINGS, PLAIN, AnimalKind, Markings
from openstage.world.figures.forms import Ball, ellipsoid
from openstage.world.figures.skeleton import Skeleton
from openstage.world.figures.toning import blended, darker
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

    @property
    def markings(self) -> Markings:
        return MARKINGS.get(self.wardrobe.kind, PLAIN)

    @property
    def pale(self) -> Color:
        """The tone of belly, chest and cheeks."""
        return blended(self.color, (1.0, 0.98, 0.95), self.markings.belly)

    @property
    def dark(self) -> Color:
        """The tone of the back, the crown and the ears."""
        return darker(self.color, self.markings.back)

    @property
    def resting(self) -> float:
        """How far the rump is down, 0 to 1: it sits or lies."""
        rump = self.joint("hip")[1] - self.skeleton.ground
        stands = (0.97 - self.kind.rump) * self.size
        return min(max(1.6 * (1 - float(rump) / stands), 0.0), 1.0)

    def joint(self, name: str) -> Array:
        return self.skeleton.joints[name]

    def frame(self, name: str) -> Array:
        return self.skeleton.frames[name]

    def egg(self, at: tuple[float, float, float], radii: tuple[float, float, float]) -> Ball:
        """On the head: place and radii in radii of the skull."""
        unit, frame = self.kind.head * self.size, self.frame("head")
        place = self.joint("head") + np.array(at) * unit @ frame
        return ellipsoid(place, frame, (radii[0] * unit, radii[1] * unit, radii[2] * unit))
