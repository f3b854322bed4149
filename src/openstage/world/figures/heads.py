"""The shape of a head, and where things are on it. Lengths are in heights of the head."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from openstage.world.figures.clothes import Figure
from openstage.world.figures.forms import Ball, Solid, ellipsoid
from openstage.world.figures.surface import Dome
from openstage.world.figures.toning import blended, darker
from openstage.world.figures.vectors import unit
from openstage.world.geometry import Array
from openstage.world.scene import Color
from openstage.world.stage_view import StageView

JAW = {"woman": 0.235, "man": 0.275, "girl": 0.255, "boy": 0.26}
"""Half the width of the jaw."""

BEHIND = np.array([0.0, -0.30, -0.95])
"""The side of a head from which its neck is before its jaw: from behind, and from below."""
BEFORE, BEYOND = 0.25, 0.60
"""How far an eye is on that side, as a cosine, where the neck begins to cover the jaw, and where
it covers it wholly."""
SIDE, REAR = -0.08, 0.45
"""Sines of the angles behind a trunk between which hanging hair comes before it."""


@dataclass(frozen=True)
class Head:
    figure: Figure

    def behind(self, view: StageView) -> float:
        """0 where the jaw is before the neck, as on a face; 1 where the neck is before it."""
        toward = unit(view.eye - self.figure.joint("head"))
        share = (float(BEHIND @ self.frame @ toward) - BEFORE) / (BEYOND - BEFORE)
        share = min(max(share, 0.0), 1.0)
        return share * share * (3 - 2 * share)

    def hangs(self, view: StageView) -> float:
        """0 where hanging hair is behind head and trunk, 1 where it is before them."""
        chest = self.figure.joint("chest")
        behind = -float(self.figure.frame("chest")[2] @ unit(view.eye - chest))
        share = min(max((behind - SIDE) / (REAR - SIDE), 0.0), 1.0)
        return max(share, self.behind(view))

    @property
    def size(self) -> float:
        return self.figure.build.head

    @property
    def frame(self) -> Array:
        return self.figure.frame("head")

    @property
    def child(self) -> bool:
        return self.figure.wardrobe.kind in ("girl", "boy")

    @property
    def hatted(self) -> bool:
        """Whether a hat sits on it now; a hood is no hat, since it leaves the crown its height."""
        return self.figure.wardrobe.hat not in ("", "hood") and not self._bared

    @property
    def hooded(self) -> bool:
        return self.figure.wardrobe.hat == "hood" and not self._bared

    @property
    def _bared(self) -> bool:
        return self.figure.skeleton.hat_off > 0.5

    def at(self, right: float, up: float, ahead: float) -> Array:
        """A place on or around the head, from its middle."""
        offset = np.array([right, up, ahead]) * self.size
        return self.figure.joint("head") + offset @ self.frame

    def egg(self, at: tuple[float, float, float], radii: tuple[float, float, float]) -> Ball:
        a, b, c = (radius * self.size for radius in radii)
        return ellipsoid(self.at(*at), self.frame, (a, b, c))

    def dome(self, at: tuple[float, float, float], radii: tuple[float, float, float]) -> Dome:
        return Dome(self.at(*at), self.frame, np.array(radii) * self.size)

    @property
    def skin(self) -> Color:
        return self.figure.wardrobe.skin

    def skull(self) -> Solid:
        jaw = JAW[self.figure.wardrobe.kind]
        chin = -0.31 if self.child else -0.355
        return Solid(
            [
                # A hat hides the crown, which must not stick out of it.
                self.egg((0, 0.01, -0.05), (0.350, 0.28, 0.43))
                if self.hatted
                else self.egg((0, 0.09, -0.05), (0.355, 0.405, 0.43)),
                self.egg((0, -0.08, 0.04), (jaw + 0.085, 0.26, 0.335)),
                self.egg((0, -0.22, 0.08), (jaw + 0.015, 0.20, 0.275)),
                self.egg((0, chin, 0.15), (jaw * 0.55, 0.115, 0.17)),
            ],
            self.skin,
        )

    def ear(self, sign: float, view: StageView) -> Solid:
        """The ear on the right (1) or left (-1); from behind, it is seen to stand off."""
        off = 0.045 * self.behind(view)
        return Solid(
            [
                self.egg((sign * (0.345 + off), 0.02, -0.05), (0.045, 0.085, 0.06)),
                self.egg((sign * (0.335 + off), -0.09, -0.03), (0.030, 0.045, 0.035)),
            ],
            blended(self.skin, (0.80, 0.36, 0.30), 0.14),
        )

    def nose(self) -> Solid:
        wide = 0.044 if self.figure.wardrobe.kind != "man" else 0.052
        size = {"man": 0.95, "woman": 0.80}.get(self.figure.wardrobe.kind, 0.65)
        return Solid(
            [
                self.egg((0, -0.03, 0.362), (0.018, 0.03, 0.022)),
                self.egg(
                    (0, -0.115, 0.355 + 0.075 * size), (wide * size, 0.038 * size, 0.05 * size)
                ),
            ],
            blended(self.skin, (0.90, 0.50, 0.40), 0.07),
        )

    def face(self) -> Dome:
        """The surface that eyes, brows and mouth lie on."""
        return self.dome((0, -0.06, -0.03), (0.328, 0.46, 0.42))

    def blush(self) -> Color:
        return blended(self.skin, (0.88, 0.36, 0.32), 0.5)

    def line(self) -> Color:
        return darker(blended(self.skin, (0.55, 0.20, 0.14), 0.35), 0.72)
