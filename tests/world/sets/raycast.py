"""What a camera sees, found by casting rays: slow, simple, nothing of the painter in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import skia

from openstage.storyboard.vocabulary import TimeOfDay, Weather
from openstage.world.geometry import Array, Camera
from openstage.world.light import Light
from openstage.world.painter import BuiltSet
from openstage.world.scene import Face, SetPlan
from openstage.world.stage_view import StageView

WIDTH, HEIGHT = 160, 90
AROUND = np.array([[0, 0], [0.8, 0.8], [0.8, -0.8], [-0.8, 0.8], [-0.8, -0.8]])
"""Pixels: where about a pixel's middle the truth must be the same to count."""

SAME_PLACE = 1e-4
"""Meters along a ray within which two faces lie in one plane; the later one is on top."""


def number_color(number: int) -> tuple[float, float, float]:
    """A color of its own for each face, exact in 8 bits; black is no face."""
    value = number + 1
    return ((value >> 8) * 16 / 255, (value & 255) / 255, 1.0)


def numbered(faces: Sequence[Face]) -> list[Face]:
    """The faces, each in its own color that no light changes."""
    return [
        Face(face.points, number_color(i), two_sided=face.two_sided, glow=1.0)
        for i, face in enumerate(faces)
    ]


def bare(plan: SetPlan) -> SetPlan:
    """The plan with numbered faces and nothing else, in clear air."""
    return replace(
        plan,
        faces=tuple(numbered(plan.faces)),
        parts=(),
        backdrop=(),
        moving={},
        lamps=(),
        interior=True,
    )


def picture(built: BuiltSet, camera: Camera) -> np.ndarray:
    """(HEIGHT, WIDTH) numbers of the faces that were drawn; -1 where none or a mixture was."""
    light = Light(TimeOfDay.DAY, Weather.CLEAR, interior=True, key=0.0)
    pixels = np.zeros((HEIGHT, WIDTH, 4), np.uint8)
    surface = skia.Surface(pixels, skia.kRGBA_8888_ColorType)
    built.draw(surface.getCanvas(), StageView(camera, WIDTH, HEIGHT, light), [])
    red, green, blue = (pixels[..., k].astype(int) for k in range(3))
    number = (red // 16) * 256 + green - 1
    return np.where((blue == 255) & (red % 16 == 0), number, -1)


def even(picture: np.ndarray) -> Array:
    """(N, 2) rows and columns of the pixels whose neighbors show the same face."""
    middle = picture[1:-1, 1:-1]
    same = middle >= 0
    for dy in range(3):
        for dx in range(3):
            same &= picture[dy : dy + HEIGHT - 2, dx : dx + WIDTH - 2] == middle
    return np.argwhere(same) + 1


def nearest(faces: Sequence[Face], eyes: Array, rays: Array) -> np.ndarray:
    """(N,) the number of the face that each ray (N, 3) from its eye, (N, 3) or (3,), meets first;
    -1: none."""
    eyes = np.broadcast_to(eyes, rays.shape)
    best = np.full(len(rays), np.inf)
    found = np.full(len(rays), -1)
    for number, face in enumerate(faces):
        a, b, c = face.points[:3]
        normal = np.cross(b - a, c - a)
        normal = normal / np.linalg.norm(normal)
        height = (eyes - a) @ normal
        slope = rays @ normal
        with np.errstate(divide="ignore", invalid="ignore"):
            along = -height / slope
        hit = np.isfinite(along) & (along > 0) & ((height > 0) | face.two_sided)
        if not hit.any():
            continue
        places = eyes + rays * np.where(hit, along, 0.0)[:, None]
        for k in range(len(face.points)):
            p, q = face.points[k], face.points[(k + 1) % len(face.points)]
            hit &= np.cross(q - p, places - p) @ normal >= 0
        nearer = hit & (along < best + SAME_PLACE)
        best = np.where(nearer, np.minimum(along, best), best)
        found = np.where(nearer, number, found)
    return found


def rays_through(camera: Camera, rows_and_columns: Array) -> Array:
    """The directions (N, 3) through the middles of pixels, worked out from the lens alone."""
    right, up, forward = camera.basis()
    per_pixel = 20.25 / camera.lens_mm / HEIGHT
    x = (rows_and_columns[:, 1] + 0.5 - WIDTH / 2) * per_pixel
    y = (HEIGHT / 2 - rows_and_columns[:, 0] - 0.5) * per_pixel
    rays = forward + x[:, None] * right + y[:, None] * up
    return rays / np.linalg.norm(rays, axis=1, keepdims=True)


def disagreements(
    built: BuiltSet, faces: Sequence[Face], cameras: Sequence[Camera], count: int
) -> tuple[int, list[tuple[int, int]]]:
    """How many pixels were compared, `count` a camera at most, and (drawn, true) face numbers
    where they differ."""
    seen, eyes, rays = [], [], []
    for camera in cameras:
        drawn = picture(built, camera)
        places = even(drawn)
        if len(places) > count:
            places = places[np.random.default_rng(1).choice(len(places), count, replace=False)]
        seen += drawn[places[:, 0], places[:, 1]].tolist()
        around = (places[:, None, :] + AROUND[None]).reshape(-1, 2)
        eyes += [camera.eye] * len(around)
        rays.append(rays_through(camera, around))
    if not seen:
        return 0, []
    truth = nearest(faces, np.array(eyes), np.concatenate(rays)).reshape(-1, len(AROUND))
    # The painter lets neighbors overlap by half a pixel: strips as thin as that are not compared.
    sure = (truth == truth[:, :1]).all(axis=1)
    pairs = [(a, int(b)) for a, b, s in zip(seen, truth[:, 0], sure, strict=True) if s]
    return len(pairs), [(a, b) for a, b in pairs if a != b]
