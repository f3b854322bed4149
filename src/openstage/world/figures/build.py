"""The measures of a body, from its wardrobe. All lengths in meters."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from openstage.world.staging import Wardrobe

GIRTH = {"slim": 0.9, "medium": 1.0, "stout": 1.26}
CHILDREN = ("girl", "boy")


@dataclass(frozen=True)
class Build:
    height: float
    hip: float
    """Height of the hip joints of a standing body."""
    thigh: float
    shin: float
    ankle: float
    """Height of the ankle above the sole."""
    spine: float
    """From the hip joints to the line of the shoulders."""
    neck: float
    head: float
    """From chin to crown."""
    shoulder: float
    """From the spine to a shoulder."""
    pelvis: float
    """From the spine to a hip joint."""
    upper_arm: float
    forearm: float
    hand: float
    girth: float
    """How thick limbs and trunk are; 1 is a medium adult."""
    stoop: float
    """Degrees by which age bends the back."""

    @property
    def arm(self) -> float:
        return self.upper_arm + self.forearm

    @property
    def leg(self) -> float:
        return self.thigh + self.shin


ROBOT = "robot"
"""The kind of a wardrobe that is plates and joints."""
ADULT = (0.503, 0.297, 0.030, 0.170)
CHILD = (0.465, 0.290, 0.035, 0.210)
MACHINE = (0.420, 0.285, 0.045, 0.250)
"""Shares of the height: hip, spine, neck, head."""
WOMAN_SHOULDER, MAN_SHOULDER, CHILD_SHOULDER = 0.093, 0.111, 0.095


@lru_cache(maxsize=256)
def build_of(wardrobe: Wardrobe) -> Build:
    """The measures of a person who wears this."""
    child = wardrobe.kind in CHILDREN
    machine = wardrobe.kind == ROBOT
    hip, spine, neck, head = CHILD if child else MACHINE if machine else ADULT
    height = wardrobe.height
    ankle = 0.045 * height
    leg = (hip - 0.045) * height * 0.995
    if child or machine:
        shoulder = CHILD_SHOULDER * (1.25 if machine else 1.0)
    else:
        shoulder = WOMAN_SHOULDER if wardrobe.kind == "woman" else MAN_SHOULDER
    girth = GIRTH[wardrobe.build]
    return Build(
        height=height,
        hip=hip * height,
        thigh=leg * 0.51,
        shin=leg * 0.49,
        ankle=ankle,
        spine=spine * height,
        neck=neck * height,
        head=head * height,
        shoulder=shoulder * height * (0.9 + 0.1 * girth),
        pelvis=0.052 * height,
        upper_arm=0.160 * height,
        forearm=0.140 * height,
        hand=0.085 * height,
        girth=girth * height / 1.7 * (0.95 if child else 1.15 if machine else 1.0),
        stoop=9.0 if wardrobe.old else 0.0,
    )
