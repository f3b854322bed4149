"""A view with light in it: what every part needs in order to draw itself."""

from __future__ import annotations

import numpy as np
import skia

from openstage.world.geometry import Array, Camera, Point, View
from openstage.world.light import Light
from openstage.world.scene import Color


class StageView(View):
    """Where points fall in the frame, and which color they have there."""

    def __init__(
        self, camera: Camera, width: int, height: int, light: Light, seconds: float = 0.0
    ) -> None:
        super().__init__(camera, width, height)
        self.light = light
        self.seconds = seconds
        """Since the shot began: for rain, flames and water."""

    def tone(
        self, color: Color, point: Point | Array, *, glow: float = 0.0, alpha: float = 1.0
    ) -> int:
        """The color of something small at `point`, lit from all sides, as a skia color."""
        place = np.asarray(point, dtype=np.float64)[None]
        lit = self.light.at(place) * (1 - glow) + glow
        distance = np.linalg.norm(place - self.eye, axis=1)
        rgb = self.light.air(np.minimum(np.array(color) * lit, 1.0), distance)[0]
        return pack(rgb, alpha)

    def meets(self, points: Array, reach: float) -> bool:
        """Whether anything within `reach` meters of (N, 3) points may be in the frame."""
        in_camera = self.to_camera(points)
        depth = in_camera[:, 2]
        if float(depth.max()) < -reach:
            return False
        for axis, pixels in ((0, self.width), (1, self.height)):
            half = pixels / 2 / self.focal
            beyond = np.abs(in_camera[:, axis]) - half * depth > reach * (1 + half)
            one_side = np.abs(np.sign(in_camera[:, axis]).sum()) == len(points)
            if one_side and bool(beyond.all()):
                return False
        return True

    def path(self, points: Array) -> skia.Path | None:
        """The polygon (N, 3) as a closed path; None where a corner is behind the camera."""
        frame, depth = self.project(points)
        if depth.min() <= 0.01:
            return None
        return skia.Path.Polygon([skia.Point(x, y) for x, y in frame.tolist()], True)


def pack(rgb: Array, alpha: float = 1.0) -> int:
    """(3,) sRGB 0 to 1 to a skia color."""
    r, g, b = (round(255 * min(max(float(value), 0.0), 1.0)) for value in rgb)
    color: int = skia.ColorSetARGB(round(255 * alpha), r, g, b)
    return color


def pack_all(rgb: Array, alphas: Array) -> Array:
    """(N, 3) sRGB 0 to 1 and (N,) alphas to N skia colors."""
    channels = np.concatenate([alphas[:, None], rgb], axis=1)
    values = np.rint(255 * np.clip(channels, 0.0, 1.0)).astype(np.int64)
    packed: Array = values @ np.array([1 << 24, 1 << 16, 1 << 8, 1])
    return packed
