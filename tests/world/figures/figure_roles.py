"""Roles that the tests of the figures share."""

from __future__ import annotations

import numpy as np
import skia

from openstage.storyboard.vocabulary import TimeOfDay, Weather
from openstage.world.figures import dress, figure_parts, pose
from openstage.world.geometry import Array, Camera
from openstage.world.light import Light
from openstage.world.stage_view import StageView
from openstage.world.staging import Body, Role, Stance, Wardrobe

MARA = dress("woman", "30s, short red hair, gray suit", "Mara")[0]
DOG = dress("dog", "small white", "Dog")[0]
GIRL = dress("girl", "small, braids, yellow dress", "Pia")[0]
TOMAS = dress("man", "old, white beard, blue coat, hat", "Tomas")[0]
LIGHT = Light(TimeOfDay.DAY, Weather.CLEAR, interior=True, key=300)


def role(
    start: Stance, end: Stance | None = None, wardrobe: Wardrobe = MARA, **more: object
) -> Role:
    return Role("x", wardrobe, start, end or start, **more)  # type: ignore[arg-type]


def at(x: float = 0.0, z: float = 0.0, facing: float = 180.0, body: Body = "stand") -> Stance:
    return Stance(x, z, facing, 0.45 if body == "sit" else 0.0, body)


def picture(of: Role, camera: Camera, t: float = 0.0, size: int = 160) -> Array:
    """(size, size, 3) of 0 to 255, the figure before a plain wall."""
    pixels = np.zeros((size, size, 4), np.uint8)
    canvas = skia.Surface(pixels).getCanvas()
    canvas.clear(skia.ColorSetRGB(120, 160, 120))
    view = StageView(camera, size, size, LIGHT)
    parts = figure_parts(of, pose(of, t, 3.0))
    for part in sorted(parts, key=lambda part: -float(np.linalg.norm(part.center - view.eye))):
        part.draw(canvas, view)
    return pixels[..., :3].astype(np.float64)
