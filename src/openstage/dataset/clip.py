"""A clip: a short story of several shots, with the pictures of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from openstage.storyboard.document import Scene, Shot, Storyboard

INTERIOR = 4
"""Frames between start and end that a shot has at least: what preference training loses with."""


@dataclass(frozen=True)
class Source:
    """Where a clip comes from."""

    kind: Literal["world", "film"]
    title: str
    license: str
    creator: str = ""
    url: str = ""
    world: int = 0
    """The version of the world that drew it; 0: it was filmed."""
    seed: int = 0


@dataclass(frozen=True)
class Interior:
    """A frame between the two."""

    t: float
    """0 at the start frame, 1 at the end frame."""
    picture: bytes


COLORED = ("hair", "top", "bottom")
"""What of a person has a color: hair, and what is worn above and below."""

Box = tuple[float, float, float, float]
"""Left, top, right, bottom, in shares of the frame from its top left corner."""


@dataclass(frozen=True)
class Figure:
    """Where one of the cast is in a frame, and what it wears there."""

    id: str
    left: float
    top: float
    right: float
    bottom: float
    colors: tuple[str, ...] = ()
    """Of what is `COLORED`, in words; '': none that has a name. Empty of animals, and where nobody
    has looked."""

    @property
    def box(self) -> Box:
        return (self.left, self.top, self.right, self.bottom)


@dataclass(frozen=True)
class Pictures:
    """Of one shot, as PNG or JPEG files."""

    start: bytes
    end: bytes
    interior: tuple[Interior, ...]
    figures_start: tuple[Figure, ...] = ()
    figures_end: tuple[Figure, ...] = ()
    """Who is in the two frames; none: nobody, or nobody has looked."""

    def __post_init__(self) -> None:
        times = [frame.t for frame in self.interior]
        if times != sorted(set(times)) or not all(0 < t < 1 for t in times):
            raise ValueError(f"interior frames stand between 0 and 1, in order; got {times}")


@dataclass(frozen=True)
class Clip:
    id: str
    """Stable, unique in a dataset."""
    story: str
    """The story that it belongs to: train and test never share one."""
    source: Source
    storyboard: Storyboard
    """Without takes: the pictures lie beside it."""
    pictures: Mapping[str, Pictures]
    """By the id of the shot."""

    def __post_init__(self) -> None:
        told = [shot.id for _, shot in self.storyboard.shots()]
        if set(told) != set(self.pictures):
            raise ValueError(f"clip {self.id} has the shots {told}, pictures of {[*self.pictures]}")

    def shots(self) -> list[tuple[Scene, Shot, Pictures]]:
        """In the order of the film."""
        return [(scene, shot, self.pictures[shot.id]) for scene, shot in self.storyboard.shots()]


def same_shape(size: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether a frame of one size is one of the other, larger or smaller, to a pixel."""
    (width, height), (wide, high) = size, other
    return abs(width * high - height * wide) <= max(*size, *other)


Pair = tuple[bytes, bytes]
"""The start and the end frame."""


How = Literal["interior", "shuffled cut", "wrong memory", "other looks", "other hour", "vote"]
HOW: frozenset[str] = frozenset(get_args(How))


@dataclass(frozen=True)
class Preference:
    """Two pairs for the same shot of a clip, of which one is better (paper, ConStoryBoard-HP)."""

    clip: str
    """The id of the clip: its storyboard and earlier frames are the context."""
    shot: str
    winner: Pair
    loser: Pair
    how: How
    """How the loser was made; vote: both were drawn, and a person chose."""
    chosen_by: str
    """'rule', or who the person is."""
    distance: float = 0.0
    """How far the loser is from the winner, 0 to 1: near-duplicates teach nothing."""
