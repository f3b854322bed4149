"""What the prop room knows of each kind of thing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from openstage.world.geometry import Point
from openstage.world.scene import Color, Face

Carry = Literal["hand", "both", "floor", "set"]
"""How a person has it: in one hand, in both, not at all since it stands on the floor, or not even
as a thing, since it is a part of the set."""


@dataclass(frozen=True)
class Kind:
    """A kind of thing. It is built around the origin, its base at y = 0, its front toward +z."""

    name: str
    words: str
    """The nouns that mean it; phrases of several words stand between semicolons."""
    near: str = ""
    """Nouns of things that we do not have and that it is nearest to, in the same form."""
    color: Color = (0.5, 0.5, 0.5)
    """Of the main part, where the story tells none."""
    carry: Carry = "hand"
    build: Callable[[Color], list[Face]] | None = None
    """Its faces in a color; none: a part of the set."""
    grip: Point = (0.0, 0.0, 0.0)
    """Where the hand holds it."""
    tilt: float = 0.0
    """Degrees: when held, its top leans so far back toward the one who holds it."""
    light: float = 0.0
    """Meters: how far it shines, when it does."""
