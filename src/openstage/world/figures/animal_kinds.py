"""The shapes of animals. Lengths are in heights of the shoulder."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class AnimalKind:
    height: float
    """Meters to the shoulder."""
    length: float
    """From the chest to the rump."""
    chest: float
    """Radius of the rib cage."""
    rump: float
    leg: float
    """Radius of a leg at its middle."""
    neck: float
    neck_angle: float
    """Degrees above the level."""
    neck_width: float
    head: float
    """Radius of the skull."""
    muzzle: float
    """From the skull's middle to the nose."""
    muzzle_width: float
    ears: Literal["floppy", "pointed", "long", "round", "none"]
    tail: Literal["plume", "brush", "long", "horse", "stub", "none"]
    step: float = 1.1


KINDS: dict[str, AnimalKind] = {
    "dog": AnimalKind(
        0.36, 0.94, 0.260, 0.225, 0.075, 0.28, 56, 0.180, 0.255, 0.36, 0.130,
        "floppy", "plume"),
    "cat": AnimalKind(
        0.27, 1.20, 0.205, 0.190, 0.052, 0.24, 42, 0.140, 0.205, 0.20, 0.085,
        "pointed", "long"),
    "horse": AnimalKind(
        1.50, 0.98, 0.235, 0.215, 0.045, 0.56, 52, 0.120, 0.120, 0.37, 0.078,
        "pointed", "horse", 0.9),
    "cow": AnimalKind(
        1.35, 1.12, 0.285, 0.265, 0.050, 0.32, 22, 0.150, 0.135, 0.28, 0.095,
        "long", "long", 0.8),
    "sheep": AnimalKind(
        0.70, 1.05, 0.330, 0.330, 0.050, 0.24, 36, 0.130, 0.130, 0.24, 0.080,
        "long", "stub", 0.8),
    "wolf": AnimalKind(
        0.70, 1.05, 0.215, 0.170, 0.050, 0.30, 40, 0.150, 0.160, 0.30, 0.078,
        "pointed", "brush"),
    "fox": AnimalKind(
        0.38, 1.15, 0.180, 0.155, 0.045, 0.28, 42, 0.120, 0.170, 0.30, 0.065,
        "pointed", "brush"),
    "rabbit": AnimalKind(
        0.20, 1.15, 0.300, 0.360, 0.075, 0.16, 45, 0.180, 0.230, 0.22, 0.140,
        "long", "stub"),
    "bird": AnimalKind(
        0.16, 1.10, 0.330, 0.250, 0.030, 0.22, 60, 0.200, 0.230, 0.34, 0.060,
        "none", "none", 0.8),
    "animal": AnimalKind(
        0.60, 1.10, 0.225, 0.190, 0.055, 0.30, 42, 0.140, 0.160, 0.26, 0.090,
        "pointed", "long"),
}  # fmt: skip
"""By the kind of a wardrobe; `animal` has the shape of no kind in particular."""


@dataclass(frozen=True)
class Markings:
    """How a coat is toned, so that an animal reads from every side."""

    belly: float = 0.22
    """How far belly, chest and cheeks are blended to white, 0 to 1."""
    back: float = 0.86
    """Of the tone of the coat: a band along the spine, the ears, the crown; 1: no band."""
    socks: float = 0.94
    """Of the tone of the coat: the paws; above 1, toward white."""
    tip: float = 0.80
    """The same of the tip of the tail."""


MARKINGS: dict[str, Markings] = {
    "wolf": Markings(belly=0.42, back=0.62, socks=1.18, tip=0.50),
    "fox": Markings(belly=0.85, back=0.84, socks=0.36, tip=1.85),
    "cat": Markings(belly=0.45, back=0.76, socks=1.45, tip=0.66),
    "dog": Markings(belly=0.30, back=0.86, socks=0.96, tip=1.15),
    "horse": Markings(belly=0.10, back=1.0, socks=0.90, tip=0.60),
    "cow": Markings(belly=0.15, back=1.0, socks=0.90, tip=0.60),
    "rabbit": Markings(belly=0.50, back=0.88, socks=1.10, tip=1.50),
}
PLAIN = Markings()

ANIMALS = frozenset(KINDS)
