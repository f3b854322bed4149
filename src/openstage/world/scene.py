"""What a set is made of: faces, marks, lamps; and the parts that move in front of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Literal, Protocol, TypedDict

import numpy as np

from openstage.world.geometry import Array, Point, unit

if TYPE_CHECKING:
    import skia

    from openstage.world.stage_view import StageView

Color = tuple[float, float, float]
"""sRGB, 0 to 1."""


@dataclass(frozen=True, eq=False)
class Face:
    """A flat convex polygon. Its corners run clockwise as seen from its front.

    Faces that lie in one plane are drawn in the order in which they were given, so that a
    picture is given after the wall that it hangs on.
    """

    points: Array
    """(N, 3), N >= 3."""
    color: Color
    two_sided: bool = False
    """False: seen from the front alone, as a wall that is left away for the camera behind it."""
    glow: float = 0.0
    """0: lit by the scene's light; 1: shines by itself, as a screen or a lamp."""
    glow_color: Color | None = None
    """The color when the lamps are on, where it differs; with it, `glow` counts only then."""
    window: bool = False
    """True: shows the sky outside instead of its color."""
    alpha: float = 1.0
    outline: float = 0.0
    """Meters: the width of a darker line around it."""
    when: Literal["always", "wet", "sun"] = "always"
    """wet: seen only when the ground is wet (a puddle); sun: only when the sun shines, in its
    color (the patch that it throws on the floor)."""

    @cached_property
    def plane(self) -> tuple[Array, float]:
        """The normal that points out of the front, and the distance from the origin along it."""
        a, b, c = self.points[0], self.points[1], self.points[2]
        normal = unit(np.cross(b - a, c - a))
        return normal, float(normal @ self.points.mean(axis=0))


class Finish(TypedDict, total=False):
    """What a face may have beside its points, its color and its sides; `Face` tells of each."""

    glow: float
    glow_color: Color | None
    window: bool
    alpha: float
    outline: float
    when: Literal["always", "wet", "sun"]


class FaceOptions(Finish, total=False):
    two_sided: bool


class Part(Protocol):
    """Something that moves (a limb, a head, a held cup) or that no plane can cut (a tree crown).

    It is sorted among the set's faces by its center, so it is small, or far from all planes.
    """

    @property
    def center(self) -> Array:
        """(3,)"""
        ...

    def draw(self, canvas: skia.Canvas, view: StageView) -> None: ...


@dataclass(frozen=True)
class Brush:
    """A part that a function draws."""

    center: Array
    paint: Callable[[skia.Canvas, StageView], None]

    def draw(self, canvas: skia.Canvas, view: StageView) -> None:
        self.paint(canvas, view)


@dataclass(frozen=True)
class Mark:
    """A place where somebody can be, or that somebody can look at."""

    name: str
    x: float
    z: float
    facing: float = 180.0
    """Degrees: where a person here looks by nature. 180 is toward the audience."""
    words: tuple[str, ...] = ()
    """The landmark words that lead here: 'desk', 'computer'."""
    pose: str = "stand"
    """What a person does here by nature: sit on a chair, lie on a bed, stand."""
    height: float = 0.0
    """Meters: of the seat, of the bed, of the table top for things that are put here."""
    look_at: Point | None = None
    """Where the landmark itself is, for eyes and cameras that turn to it; none: the mark."""
    for_things: bool = False
    """True: a place to put things (a table top), not to be."""


@dataclass(frozen=True)
class Lamp:
    """A source of light in the set."""

    x: float
    y: float
    z: float
    color: Color = (1.0, 0.83, 0.55)
    reach: float = 3.0
    """Meters: at this distance half of its light is left."""
    strength: float = 0.8
    always: bool = False
    """True: on by day as well."""


@dataclass(frozen=True)
class SetPlan:
    """A film set, as built. Its floor is at y = 0 around the origin."""

    name: str
    words: tuple[str, ...]
    """The places that it can stand for, the best first: 'office', 'newsroom', 'desk'."""
    interior: bool
    faces: tuple[Face, ...]
    marks: tuple[Mark, ...]
    lamps: tuple[Lamp, ...]
    bounds: tuple[float, float, float, float]
    """x from, x to, z from, z to: where people can be."""
    height: float
    """Meters to the ceiling; outdoors, to the roofs."""
    center: tuple[float, float]
    """x, z of the middle of the acting area."""
    master: float = 0.0
    """Degrees: the way the camera of the establishing shot looks."""
    obstacles: tuple[tuple[float, float, float, float], ...] = ()
    """Furniture on the floor that nobody walks through: x from, x to, z from, z to."""
    key: float = 300.0
    """Degrees: the light by day travels this way in (a window's side)."""
    parts: tuple[Part, ...] = ()
    """What no plane cuts: tree crowns, lamps' halos."""
    backdrop: tuple[Part, ...] = ()
    """What lies behind all else, drawn in the given order: far ground, hills, a skyline."""
    moving: dict[str, Callable[[float], list[Face]]] = field(default_factory=dict)
    """By name ('door', 'elevator', 'train'): its faces, opened or arrived by 0 to 1."""
    colors: dict[str, Color] = field(default_factory=dict)
    """Named colors of the set that the look of a location may change: wall, floor."""
