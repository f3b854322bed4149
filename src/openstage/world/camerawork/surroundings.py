"""What rays tell of a camera: who is hidden, what spoils the frame, whether the lens has room."""

from __future__ import annotations

import numpy as np

from openstage.world.camerawork.foreground import leaves_hide, posts_before, touches
from openstage.world.camerawork.frame import shares
from openstage.world.camerawork.looks import INDEX, Look
from openstage.world.camerawork.sight import FAR
from openstage.world.camerawork.subjects import HELD

ELBOW_ROOM = 0.45
"""Meters: the lens is never nearer to the middle of a figure."""
BARE_INSIDE, BARE_OUTSIDE = (0.2, 8.0), (0.12, 16.0)
"""The share of the frame that bare walls before the subject may fill, in a room and in the open,
and how much worse more of them is than the dark behind a room."""
LARGE = 3
"""Looks that end on one wall of one color: it is bare."""
BEFORE = 0.75
"""Of the way to the subject: a wall that is nearer is before it."""
GROUND = 0.25
"""Meters: what is lower is the ground, which may fill a frame."""
POSTS_WITHIN = 9.0
"""Meters: posts that are farther away belong to the picture."""
POSTS_BEFORE = 0.9
"""Of the way to the subject: a post that is nearer may cut somebody."""
NEARER = 0.5
"""What is nearer than this share of the way to the subject spoils the foreground."""
PARTS = (
    ("eyes", 3.0),
    ("head_top", 1.0),
    ("shoulder_l", 0.8),
    ("shoulder_r", 0.8),
    ("chest", 1.0),
    ("waist", 0.6),
    ("knee_l", 0.4),
)
"""What should be seen of a figure, and how much."""
LAP = ("waist", "hand_l", "hand_r")
WORST = 0.6
"""How much the instant counts at which the most of somebody is hidden."""
COLUMNS = [INDEX[name] for name, _ in PARTS]


def clear(look: Look) -> float:
    """Minus the share of the framed faces and chests that something hides; the instant at which
    the most is hidden counts by itself too."""
    scene = look.scene
    shown = [id for id in scene.judged if id in scene.bodies and id not in scene.hidden]
    found = []
    for t in look.cameras:
        ids = [id for id in shown if not (t == 0.0 and id in scene.hiding)]
        parts = [_hidden_of(look, id, t) for id in ids]
        total = sum(weight for _, weight in parts)
        found.append(sum(hidden for hidden, _ in parts) / total if total else 0.0)
    return -sum(found) / len(HELD) - WORST * max(found)


def _hidden_of(look: Look, id: str, t: float) -> tuple[float, float]:
    """Of the parts of a figure that are in the frame: how much is hidden, how much there is."""
    scene, eye = look.scene, np.array(look.cameras[t].eye)
    points = scene.joints[t][list(scene.bodies).index(id)][COLUMNS]
    frame, depth = (values[COLUMNS] for values in look.joints(id, t))
    hides = scene.sight.hidden(eye, points)
    hidden = total = 0.0
    for i, (_, weight) in enumerate(PARTS):
        if 0 < frame[i, 1] < 1 and depth[i] > 0:
            total += weight
            if hides[i] or leaves_hide(eye, points[i], scene.crowns):
                hidden += weight
    return hidden, total


def sunken(look: Look) -> float:
    """Minus the share of hands and laps that something hides where a camera has sunk."""
    scene = look.scene
    if not scene.sinks:
        return 0.0
    shown = [scene.bodies[id] for id in scene.judged if id not in scene.hidden]
    points = [body.joint(name, 1.0) for body in shown if not body.animal for name in LAP]
    if not points:
        return 0.0
    hides = scene.sight.hidden(np.array(look.cameras[1.0].eye), np.array(points))
    return -float(np.mean(hides))


def half_hidden(look: Look) -> float:
    """Minus how far those who come out of hiding are from being half hidden at the start."""
    wrong = 0.0
    for id in look.scene.hiding:
        hidden, total = _hidden_of(look, id, 0.0)
        wrong += abs(hidden / total - 0.5) if total else 0.5
    return -2.0 * wrong


def spoiled(look: Look) -> float:
    """Minus the share of the frame that shows the dark behind a room, or something at the lens."""
    scene = look.scene
    spoiled = 0.0
    for t, camera in look.cameras.items():
        seen = look.around(t)
        reach = NEARER * look.subject_depth(t)
        spoiled += 3.0 * dark(look, t)
        spoiled += 2.0 * float(((seen.far < reach) & (seen.heights > GROUND)).mean())
        spoiled += too_bare(look, t)
        posts_within = min(POSTS_BEFORE * look.subject_depth(t), POSTS_WITHIN)
        spoiled += 2.5 * posts_before(camera, scene.posts, posts_within, scene.aspect)
        if scene.crowns.size:
            frame, depth = shares(camera, scene.crowns, scene.aspect)
            at_lens = (
                (depth > -0.5) & (depth < max(reach, 2.0)) & (np.abs(frame - 0.5) < 0.9).all(axis=1)
            )
            spoiled += 0.3 * float(at_lens.sum())
    return -spoiled / len(HELD)


def dark(look: Look, t: float) -> float:
    """The share of the frame that shows the dark behind a room."""
    return float((look.around(t).far >= FAR).mean()) if look.scene.plan.interior else 0.0


def too_bare(look: Look, t: float) -> float:
    """How much worse a frame is for the bare walls before its subject; 0: there are few."""
    most, worse = BARE_INSIDE if look.scene.plan.interior else BARE_OUTSIDE
    return worse * max(bare(look, t) - most, 0.0)


def bare(look: Look, t: float) -> float:
    """The share of the frame that bare walls fill, well before the subject."""
    seen = look.around(t)
    before = (seen.far < BEFORE * look.subject_depth(t)) & (seen.walls >= 0)
    sizes = np.bincount(seen.walls[before])
    return float(sizes[sizes >= LARGE].sum()) / len(before)


def lens_room(look: Look) -> float:
    """-1 where the lens is in furniture, in somebody, or behind a wall of the way there."""
    path, scene = look.path, look.scene
    at_rest = path.start.eye == path.end.eye and not path.follows
    for t, camera in look.cameras.items():
        spot = (camera.eye[0], camera.eye[2])
        if camera.eye[1] < 1.0 and scene.floor.within(spot) and not scene.floor.open(spot):
            return -1.0
        for id, body in scene.bodies.items():
            if id in scene.hidden or id == scene.viewer:
                continue
            low, high = body.extent(t)
            middle = (low + high) / 2
            flat = np.hypot(camera.eye[0] - middle[0], camera.eye[2] - middle[2])
            if flat < ELBOW_ROOM and low[1] - 0.2 < camera.eye[1] < high[1] + 0.2:
                return -1.0
    for t in (0.0,) if at_rest else HELD:
        if touches(look.cameras[t], scene.sight, scene.crowns):
            return -1.0
    eye = np.array(path.start.eye)
    rays = (np.array(path.end.eye) - eye)[None]
    blocked = float(np.linalg.norm(rays)) > 0.05 and float(scene.sight.hits(eye, rays)[0]) < 1.0
    return -1.0 if blocked else 0.0
