"""What a frame shows of each figure, to the pixel.

A frame is drawn, and drawn again with one color of a wardrobe far away: the pixels that change are
what is seen of it. So whatever stands before it, darkness and the edge of the frame are all heard.
"""

from __future__ import annotations

from collections.abc import Set
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
_COLORS = (
    "skin", "hair", "hat_color", "top_color", "shirt_color", "bottom_color", "shoes_color",
    "accent",
)  # fmt: skip


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


def seen(staging: Staging, t: float, width: int, height: int) -> tuple[Seen, ...]:
    """Everybody of whom a frame shows a pixel, from left to right.

    Of animals and robots the body alone is counted. Costs a drawing more than there are figures,
    and three where there are people; all but the first are of a resting camera.
    """
    rest = at_rest(staging, t)
    shown = {role.id: role.wardrobe for role in rest.roles if role.id not in rest.hidden}
    if not shown:
        return ()
    plain = draw(rest, t, width, height)

    def changed(ids: Set[str], colors: tuple[str, ...]) -> Mask:
        other = draw(_recolored(rest, ids, colors), t, width, height)
        return differing(plain, other)

    bodies = {id: changed({id}, _COLORS) for id in shown}
    people = {id for id, worn in shown.items() if is_person(worn) and bodies[id].any()}
    parts = {part: changed(people, (color,)) for part, color in PARTS.items()} if people else {}
    found = [
        _counted(id, worn, bodies[id], parts if id in people else {})
        for id, worn in shown.items()
        if bodies[id].any()
    ]
    return tuple(sorted(found, key=lambda one: one.x))


def _counted(id: str, wardrobe: Wardrobe, body: Mask, parts: dict[str, Mask]) -> Seen:
    """The parts of all people, of which those inside this body are this one's."""
    counts = dict.fromkeys(PARTS, 0)
    counts |= {part: int((mask & body).sum()) for part, mask in parts.items()}
    columns = np.nonzero(body)[1]
    return Seen(
        id, wardrobe, **counts, body=len(columns), x=float(columns.mean() + 0.5) / body.shape[1]
    )


def differing(one: Frame, other: Frame) -> Mask:
    """Where two pictures clearly differ, (height, width)."""
    apart = np.abs(one.astype(np.int16) - other.astype(np.int16)).max(axis=2)
    return np.asarray(apart > CHANGED)


def at_rest(staging: Staging, t: float) -> Staging:
    """The staging with its camera and its set as they are at `t`: the set is then drawn once for
    all pictures of that instant."""
    camera = staged_camera(staging, t)
    opened = [(name, a + (b - a) * eased(t)) for name, a, b in staging.moving]
    moving = tuple((name, amount, amount) for name, amount in opened)
    return replace(staging, camera=CameraPath(camera, camera), moving=moving)


def _recolored(staging: Staging, ids: Set[str], colors: tuple[str, ...]) -> Staging:
    roles = tuple(
        replace(role, wardrobe=_far(role.wardrobe, colors)) if role.id in ids else role
        for role in staging.roles
    )
    return replace(staging, roles=roles)


def _far(wardrobe: Wardrobe, colors: tuple[str, ...]) -> Wardrobe:
    """With these colors as far away as colors go."""
    changed: dict[str, Any] = {name: far(getattr(wardrobe, name)) for name in colors}
    return replace(wardrobe, **changed)


def far(color: Color) -> Color:
    """Each channel at least a half away."""
    red, green, blue = (0.0 if value > 0.5 else 1.0 for value in color)
    return red, green, blue
