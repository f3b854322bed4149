"""What a frame shows of each figure, to the pixel.

A frame is drawn, and drawn again with a color of a wardrobe far away in one channel: the pixels
that change in it are what is seen of that color. So whatever stands before it, darkness and the
edge of the frame are all heard. Light and shade change each channel by itself, so that three colors
are told apart by one drawing. A few tones are chosen by how bright a color is, such as that of the
brows; these change in all channels, the moved one most.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from openstage.crew import Frame
from openstage.world.camerawork.path import staged_camera
from openstage.world.drawing import draw, eased
from openstage.world.figures.animal_kinds import ANIMALS
from openstage.world.figures.build import ROBOT
from openstage.world.scene import Color
from openstage.world.staging import CameraPath, Staging, Wardrobe

Mask = NDArray[np.bool_]

CHANGED = 10
"""Of 255, in one channel: a smaller change is that of a light thrown back, not of the part."""
PARTS: dict[str, str] = {"hair": "hair", "top": "top_color", "bottom": "bottom_color"}
"""What is told apart of a person, by the color of the wardrobe that it has."""
_CHANNELS = 3
_LED = 3
"""How many times less than the most changed channel of a pixel one may have changed that was moved;
at edges two colors meet in a pixel."""
_COLORS = (
    "skin", "hair", "hat_color", "top_color", "shirt_color", "bottom_color", "shoes_color",
    "accent",
)  # fmt: skip


@dataclass(frozen=True)
class Region:
    """The pixels of one figure in a frame, each mask (height, width)."""

    id: str
    wardrobe: Wardrobe
    body: Mask
    """All of it."""
    parts: Mapping[str, Mask]
    """Those of `PARTS`, inside the body; none of animals and robots."""


@dataclass(frozen=True)
class Seen:
    """One figure, as a frame shows it. Counts are pixels."""

    id: str
    wardrobe: Wardrobe
    hair: int
    """With the beard and the brows."""
    top: int
    bottom: int
    body: int
    """All of it."""
    x: float
    """Of the middle of its pixels: 0 at the left edge of the frame, 1 at the right one."""

    @property
    def person(self) -> bool:
        return is_person(self.wardrobe)


def is_person(wardrobe: Wardrobe) -> bool:
    """Neither an animal nor a robot."""
    return wardrobe.kind not in ANIMALS and wardrobe.kind != ROBOT


def counted(found: Sequence[Region]) -> tuple[Seen, ...]:
    """The same regions as counts, from left to right."""
    return tuple(sorted(map(_counted, found), key=lambda one: one.x))


def regions(staging: Staging, t: float, width: int, height: int) -> list[Region]:
    """Of everybody of whom a frame shows a pixel.

    Costs two drawings of a resting camera for up to three figures, one more for each three others,
    and one where there are people.
    """
    rest = at_rest(staging, t)
    shown = {role.id: role.wardrobe for role in rest.roles if role.id not in rest.hidden}
    if not shown:
        return []
    plain = draw(rest, t, width, height)

    def changed(far: Mapping[str, Mapping[str, int]]) -> NDArray[np.bool_]:
        """(height, width, channels), after these colors of these ids were changed in a channel."""
        return _moved(plain, draw(_recolored(rest, far), t, width, height))

    bodies: dict[str, Mask] = {}
    # Whoever is hidden keeps the channel, so that the others keep theirs.
    for first in range(0, len(rest.roles), _CHANNELS):
        some = [role.id for role in rest.roles[first : first + _CHANNELS]]
        there = {id: channel for channel, id in enumerate(some) if id in shown}
        if there:
            apart = changed({id: dict.fromkeys(_COLORS, c) for id, c in there.items()})
            bodies |= {id: apart[..., channel] for id, channel in there.items()}
    people = {id for id, worn in shown.items() if is_person(worn) and bodies[id].any()}
    parts: dict[str, Mask] = {}
    if people:
        channels = {color: channel for channel, color in enumerate(PARTS.values())}
        apart = changed(dict.fromkeys(people, channels))
        parts = {part: apart[..., channels[color]] for part, color in PARTS.items()}
    return [
        Region(id, worn, bodies[id], _inside(bodies[id], parts if id in people else {}))
        for id, worn in shown.items()
        if bodies[id].any()
    ]


def _inside(body: Mask, parts: Mapping[str, Mask]) -> dict[str, Mask]:
    return {part: mask & body for part, mask in parts.items()}


def _counted(region: Region) -> Seen:
    counts = {part: int(region.parts[part].sum()) if region.parts else 0 for part in PARTS}
    rows, columns = np.nonzero(region.body)
    x = float(columns.mean() + 0.5) / region.body.shape[1]
    return Seen(region.id, region.wardrobe, **counts, body=len(rows), x=x)


def differing(one: Frame, other: Frame) -> Mask:
    """Where two pictures clearly differ, (height, width)."""
    return np.asarray((_difference(one, other) > CHANGED).any(axis=2))


def _moved(one: Frame, other: Frame) -> NDArray[np.bool_]:
    """Which channels of which pixels a moved color has changed, (height, width, channels)."""
    apart = _difference(one, other)
    return np.asarray((apart > CHANGED) & (_LED * apart >= apart.max(axis=2, keepdims=True)))


def _difference(one: Frame, other: Frame) -> NDArray[np.int16]:
    return np.abs(one.astype(np.int16) - other.astype(np.int16))


def at_rest(staging: Staging, t: float) -> Staging:
    """The staging with its camera and its set as they are at `t`: the set is then drawn once for
    all pictures of that instant."""
    camera = staged_camera(staging, t)
    opened = [(name, a + (b - a) * eased(t)) for name, a, b in staging.moving]
    moving = tuple((name, amount, amount) for name, amount in opened)
    return replace(staging, camera=CameraPath(camera, camera), moving=moving)


def _recolored(staging: Staging, far: Mapping[str, Mapping[str, int]]) -> Staging:
    """With colors of wardrobes changed, by id and name, each in a channel."""
    roles = tuple(
        replace(role, wardrobe=_far(role.wardrobe, far[role.id])) if role.id in far else role
        for role in staging.roles
    )
    return replace(staging, roles=roles)


def _far(wardrobe: Wardrobe, colors: Mapping[str, int]) -> Wardrobe:
    changed: dict[str, Any] = {
        name: far(getattr(wardrobe, name), channel) for name, channel in colors.items()
    }
    return replace(wardrobe, **changed)


def far(color: Color, channel: int) -> Color:
    """The color with one of its channels at least a half away."""
    red, green, blue = (
        value if number != channel else 0.0 if value > 0.5 else 1.0
        for number, value in enumerate(color)
    )
    return red, green, blue
