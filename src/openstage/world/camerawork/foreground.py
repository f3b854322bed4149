"""What stands in the way of a lens: solid things at it, posts and leaves before it."""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache

import numpy as np

from openstage.world.camerawork.frame import shares
from openstage.world.camerawork.sight import Sight
from openstage.world.geometry import SENSOR_HEIGHT_MM, Array, Camera, direction
from openstage.world.painter import BuiltSet

TOUCH = 0.4
"""Meters: nothing solid is nearer to a lens."""
SLACK = 0.01
"""Meters: more than rays may be wrong by."""
LEAVES = 1.5
"""Meters: a lens so near to the middle of a bush or a tree's crown is among its leaves."""
LEAF_REACH = 0.8
"""Meters: a look that passes the middle of a bush so near goes through it."""
AT_LAMP = 0.6
"""Meters: a part so near to a lamp is its glow, which is in nobody's way."""
POST_WIDE, POST_HIGH = 0.6, 1.2
"""Meters: what is slimmer and higher is a post."""
CELL = 0.7

AROUND: Array = np.array([direction(turn) for turn in range(0, 360, 30)])
"""Level: the ground may be near to a low camera."""


def touches(camera: Camera, sight: Sight, crowns: Array) -> bool:
    """Whether a wall, a piece of furniture or leaves are at the lens."""
    eye = np.array(camera.eye)
    if crowns.size and float(np.linalg.norm(crowns - eye, axis=1).min()) < LEAVES:
        return True
    if not sight.anything_near(eye, TOUCH + SLACK):
        return False
    return bool((sight.hits(eye, AROUND * TOUCH) < 1.0).any())


@lru_cache(maxsize=16)
def crowns_of(built: BuiltSet) -> Array:
    """(N, 3) the middles of bushes and tree crowns."""
    plan = built.plan
    lamps = np.array([[lamp.x, lamp.y, lamp.z] for lamp in plan.lamps]).reshape(-1, 3)
    centers = [
        part.center
        for part in plan.parts
        if not len(lamps) or np.linalg.norm(lamps - part.center, axis=1).min() > AT_LAMP
    ]
    return np.array(centers).reshape(-1, 3)


@lru_cache(maxsize=16)
def posts_of(built: BuiltSet) -> Array:
    """(N, 4) the lamp posts, columns and tree trunks in the open: x, z, width, height."""
    if built.plan.interior:
        return np.zeros((0, 4))
    cells: dict[tuple[int, int], list[int]] = defaultdict(list)
    faces = built.plan.faces
    for i, face in enumerate(faces):
        size = np.ptp(face.points, axis=0)
        if (
            max(size[0], size[2]) < POST_WIDE
            and size[1] > POST_HIGH
            and face.points[:, 1].min() < 1
        ):
            x, _, z = face.points.mean(axis=0)
            cells[(round(float(x) / CELL), round(float(z) / CELL))].append(i)
    posts = []
    for found in cells.values():
        points = np.concatenate([faces[i].points for i in found])
        size = np.ptp(points, axis=0)
        middle = (points.min(axis=0) + points.max(axis=0)) / 2
        if len(found) >= 2 and max(size[0], size[2]) < POST_WIDE:
            posts.append((middle[0], middle[2], max(size[0], size[2]), points[:, 1].max()))
    return np.array(posts).reshape(-1, 4)


def leaves_hide(eye: Array, point: Array, crowns: Array) -> bool:
    """Whether a bush or the crown of a tree is between `eye` and `point`."""
    if not len(crowns):
        return False
    ray = point - eye
    along = np.clip((crowns - eye) @ ray / max(float(ray @ ray), 1e-6), 0.0, 1.0)
    off = np.linalg.norm(crowns - (eye + along[:, None] * ray), axis=1)
    return bool(((off < LEAF_REACH) & (along > 0.02) & (along < 0.98)).any())


def posts_before(camera: Camera, posts: Array, reach: float, aspect: float) -> float:
    """The share of the frame's width that posts nearer than `reach` meters fill, each at least
    a tenth: a post before a picture cuts it."""
    if not len(posts):
        return 0.0
    heights = np.minimum(camera.eye[1], posts[:, 3])
    frame, depth = shares(camera, np.column_stack([posts[:, 0], heights, posts[:, 1]]), aspect)
    wide = posts[:, 2] * camera.lens_mm / SENSOR_HEIGHT_MM / np.maximum(depth, 0.2) / aspect
    seen = (depth > 0.1) & (depth < reach) & (np.abs(frame[:, 0] - 0.5) < 0.5 + wide / 2)
    seen &= frame[:, 1] < 1.0
    return float(np.maximum(wide[seen], 0.1).sum())
