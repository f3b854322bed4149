"""How good a camera is: a sum of named terms, each with its weight."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from openstage.storyboard.vocabulary import ScreenPosition
from openstage.world.blocking.places import Floor
from openstage.world.camerawork.foreground import leaves_hide, posts_before, touches
from openstage.world.camerawork.frame import azimuth_of, shares
from openstage.world.camerawork.path import camera_at, followed
from openstage.world.camerawork.sight import FAR, Sight, figure_hides
from openstage.world.camerawork.subjects import Body
from openstage.world.geometry import SENSOR_HEIGHT_MM, Array, Camera
from openstage.world.scene import SetPlan
from openstage.world.staging import CameraPath

THIRDS = {ScreenPosition.LEFT: 0.33, ScreenPosition.CENTER: 0.5, ScreenPosition.RIGHT: 0.67}
LOOKS = np.array(
    [
        [x, y]
        for y in (-0.8, -0.25, 0.3, 0.8)
        for x in (-0.9, -0.65, -0.4, -0.15, 0.15, 0.4, 0.65, 0.9)
    ]
)
"""Where the background is tried, in half frames from its middle."""


Term = Callable[["CameraPath", "Scene"], float]
Terms = dict[str, tuple[float, Term]]


ELBOW_ROOM = 0.45
"""Meters: the lens is never nearer to the middle of a figure."""
TOO_FULL = 0.35
"""The share of the frame that one near wall may fill."""
GROUND = 0.25
"""Meters: what is lower is the ground, which may fill a frame."""
POSTS_WITHIN = 9.0
"""Meters: posts that are farther away belong to the picture."""
SHOULDER = 0.35
"""The share of the frame's width that the one in the foreground of an over-the-shoulder fills."""
NEARER = 0.5
"""What is nearer than this share of the way to the subject spoils the foreground."""


@dataclass(frozen=True)
class Scene:
    """All that a camera is judged by."""

    plan: SetPlan
    sight: Sight
    bodies: dict[str, Body]
    hidden: frozenset[str]
    framed: tuple[str, ...]
    """The ids of those whom the shot frames."""
    judged: tuple[str, ...]
    """Those who should be seen well: the framed ones, or all whom an establishing shot finds."""
    subject: str
    viewer: str
    seen: tuple[str, ...]
    """The ids of the shot's cast: it is good to have them in the frame."""
    positions: dict[str, ScreenPosition]
    positions_end: dict[str, ScreenPosition]
    axis: tuple[str, str] | None
    """The two between whom the line of action runs."""
    side: str
    """The side of the line that the scene keeps; empty: free."""
    crowns: Array
    """(N, 3) the middles of what is no face: crowns of trees and bushes."""
    posts: Array
    """(N, 4) the lamp posts, columns and trunks: x, z, width, height."""
    aspect: float
    seconds: float
    faces_matter: float
    master_matters: float
    free_to_leave: frozenset[str] = frozenset()
    """The ids of those who come in or go out."""
    grows: bool = False
    """The movement itself changes the subject's size."""
    back: bool = False
    """The back is wanted: somebody walks away."""
    detail: dict[float, Array] = field(default_factory=dict)
    """(3,) the middle of what an insert shows, by the instant."""
    landmarks: tuple[tuple[float, float, float], ...] = ()
    """What is good to have in the background."""


@dataclass(frozen=True)
class Candidate:
    """One way to shoot."""

    path: CameraPath
    handicap: float = 0.0
    """What speaks against it beforehand: another lens than told, a size not kept."""
    notes: tuple[str, ...] = field(default=())


def score(candidate: Candidate, scene: Scene, table: Terms) -> float:
    """The sum of a table's terms, less the handicap."""
    return terms(candidate.path, scene, table) - candidate.handicap


def terms(path: CameraPath, scene: Scene, table: Terms) -> float:
    return sum(weight * term(path, scene) for weight, term in table.values())


def _face(path: CameraPath, scene: Scene) -> float:
    """1 where the subject is seen from three quarters, 0 from behind; over start and end."""
    bodies = [scene.bodies[id] for id in scene.judged if id in scene.bodies]
    if not bodies:
        return 0.0
    values = []
    for t, camera in ((0.0, path.start), (1.0, path.end)):
        for body in bodies:
            turn = _turn_of_face(body, camera, t)
            weight = 2.0 if body.role.id == scene.subject else 1.0
            seen = _side_of_lying(body, camera, t) if body.lies(t) else _view_of_face(turn)
            values.append((weight, seen))
    worth = sum(weight * value for weight, value in values) / sum(weight for weight, _ in values)
    return (1.0 - worth if scene.back else worth) * scene.faces_matter


def _turn_of_face(body: Body, camera: Camera, t: float) -> float:
    """Degrees between where the face looks and the way to the camera: 0 is full face."""
    head = body.joint("head", t)
    toward = np.degrees(np.arctan2(camera.eye[0] - head[0], camera.eye[2] - head[2]))
    return abs((float(toward) - body.head_facing(t) + 180.0) % 360.0 - 180.0)


def _side_of_lying(body: Body, camera: Camera, t: float) -> float:
    """1 where one who lies is seen from the side, 0 from the feet or over the top of the head."""
    along = (body.joint("head_top", t) - body.joint("hip", t)) * np.array([1.0, 0.0, 1.0])
    toward = (np.array(camera.eye) - body.joint("chest", t)) * np.array([1.0, 0.0, 1.0])
    lengths = max(float(np.linalg.norm(along) * np.linalg.norm(toward)), 1e-6)
    cosine = float(along @ toward) / lengths
    return float(np.interp(abs(cosine), [0.0, 0.55, 1.0], [1.0, 0.95, -1.0]))


def _view_of_face(turn: float) -> float:
    return float(np.interp(turn, [0, 20, 45, 70, 95, 130, 180], [0.88, 1.0, 1.0, 0.8, 0.5, 0.1, 0]))


def _positions(path: CameraPath, scene: Scene) -> float:
    """Minus how far those with a told position are from it, in thirds of the frame."""
    off = 0.0
    for t, camera, told in (
        (0.0, path.start, scene.positions),
        (1.0, path.end, scene.positions_end),
    ):
        for id, position in told.items():
            if id in scene.bodies and position in THIRDS:
                frame, depth = shares(camera, scene.bodies[id].joint("head", t)[None], scene.aspect)
                x = float(frame[0, 0]) if depth[0] > 0 else 2.0
                off += min(abs(x - THIRDS[position]) / 0.34, 2.0) ** 1.5
    return -off


def _company(path: CameraPath, scene: Scene) -> float:
    """The share of the cast whose heads are well inside the frame at the start and the end."""
    ids = [id for id in scene.seen if id in scene.bodies and id not in scene.hidden]
    if not ids:
        return 0.0
    inside = 0
    for t, camera in ((0.0, path.start), (1.0, path.end)):
        heads = np.array([scene.bodies[id].joint("head", t) for id in ids])
        frame, depth = shares(camera, heads, scene.aspect)
        inside += int(((np.abs(frame - 0.5) < 0.47).all(axis=1) & (depth > 0.2)).sum())
    return inside / len(ids) / 2


def _heads(path: CameraPath, scene: Scene) -> float:
    """Minus the share of instants in which a framed head is cut or outside the frame; every
    instant without the subject counts whole."""
    lost = count = without = 0.0
    for t in (0.0, 0.5, 1.0):
        camera = camera_in(path, scene, t)
        for id in scene.framed:
            if id not in scene.bodies or id in scene.free_to_leave:
                continue
            body = scene.bodies[id]
            points = np.array([body.joint("head_top", t), body.joint("chin", t)])
            frame, depth = shares(camera, points, scene.aspect)
            count += 1
            over = np.maximum(np.abs(frame - 0.5) - np.array([0.46, 0.495]), 0.0).max()
            cut = 1.0 if depth.min() < 0.15 else min(float(over) * 8.0, 1.0)
            lost += cut
            without += float(cut >= 1.0 and id == scene.subject)
    return -lost / count - without if count else 0.0


def _detail(path: CameraPath, scene: Scene) -> float:
    """Minus the instants at which the detail of an insert is outside the frame."""
    lost = 0.0
    for t, point in scene.detail.items():
        frame, depth = shares(camera_in(path, scene, t), point[None], scene.aspect)
        lost += float(depth[0] < 0.1 or float(np.abs(frame - 0.5).max()) > 0.45)
    return -lost


def _shoulder(path: CameraPath, scene: Scene) -> float:
    """Minus what is wrong with the one over whose shoulder is looked: too wide, or headless."""
    body = scene.bodies.get(scene.viewer)
    if body is None or scene.viewer in scene.hidden:
        return 0.0
    wrong = 0.0
    for t, camera in ((0.0, path.start), (1.0, path.end)):
        right = camera.basis()[0]
        head, neck = body.joint("head", t), body.joint("neck", t)
        sides = np.array([head - 0.11 * right, head + 0.11 * right])
        shoulders = np.array([neck - 0.2 * right, neck + 0.2 * right]) - np.array([0, 0.08, 0])
        ends = np.array([body.joint("head_top", t), body.joint("chin", t)])
        frame, depth = shares(camera, np.concatenate([sides, shoulders, ends]), scene.aspect)
        if depth.min() < 0.1:
            return -2.0
        across, upright = np.clip(frame[:4, 0], 0, 1), np.clip(frame[4:, 1], 0, 1)
        tall = max(abs(float(frame[5, 1] - frame[4, 1])), 1e-6)
        wrong += max(float(np.ptp(across)) - SHOULDER, 0.0) * 3.0
        head_in = float(np.ptp(np.clip(frame[:2, 0], 0, 1))) > 0.01
        wrong += max(0.6 - (abs(float(upright[1] - upright[0])) / tall if head_in else 0.0), 0.0)
    return -wrong / 2


def _size_kept(path: CameraPath, scene: Scene) -> float:
    """Minus how much the subject grows or shrinks by its own walk, beyond half as much again."""
    body = scene.bodies.get(scene.subject)
    if body is None or not body.walks or path.follows or scene.grows:
        return 0.0
    sizes = []
    for t, camera in ((0.0, path.start), (1.0, path.end)):
        ahead = (body.joint("chest", t) - np.array(camera.eye)) @ camera.basis()[2]
        sizes.append(camera.lens_mm / max(float(ahead), 0.1))
    return -max(abs(float(np.log(sizes[1] / sizes[0]))) - 0.5, 0.0)


def camera_in(path: CameraPath, scene: Scene, t: float) -> Camera:
    """The camera at one of INSTANTS, also of a path that follows a walker."""
    body = scene.bodies.get(path.follows)
    if body is None:
        return camera_at(path, t, scene.seconds, steady=True)
    way = (body.joint("hip", t) - body.joint("hip")) * np.array([1.0, 0.0, 1.0])
    way[1] = (path.end.eye[1] - path.start.eye[1]) * t * t * (3 - 2 * t)
    return followed(path, way)


def _inside(path: CameraPath, scene: Scene) -> float:
    """Minus the meters by which the eye leaves the bounds of the set, the first ones cheaper."""
    x0, x1, z0, z1 = scene.plan.bounds
    worst = 0.0
    for camera in (path.start, path.end):
        x, y, z = camera.eye
        worst = max(worst, x0 - x, x - x1, z0 - z, z - z1)
        if scene.plan.interior and y > scene.plan.height - 0.1:
            worst = max(worst, 0.5)
    return -min(worst, 1.0) * 0.6 - min(max(worst - 1.0, 0.0), 12.0) * (
        1.0 if scene.plan.interior else 0.25
    )


def _master(path: CameraPath, scene: Scene) -> float:
    """1 where the camera looks as the master does, -1 against it."""
    turn = np.radians(azimuth_of(path.start) - scene.plan.master)
    return float(np.cos(turn)) * scene.master_matters


def _line(path: CameraPath, scene: Scene) -> float:
    """-1 where the camera has crossed the line of action."""
    if not scene.side or scene.axis is None:
        return 0.0
    return 0.0 if side_of(path.start, scene) == scene.side else -1.0


def side_of(camera: Camera, scene: Scene) -> str:
    """On which side of the line from the first to the second of the axis the camera is."""
    assert scene.axis is not None
    a, b = (scene.bodies[id].joint("hip") for id in scene.axis)
    cross = (b[0] - a[0]) * (camera.eye[2] - a[2]) - (b[2] - a[2]) * (camera.eye[0] - a[0])
    return "left" if cross > 0 else "right"


def _clear(path: CameraPath, scene: Scene) -> float:
    """Minus the share of the framed faces and chests that something hides."""
    hidden = total = 0.0
    for t, camera in ((0.0, path.start), (0.5, camera_in(path, scene, 0.5)), (1.0, path.end)):
        for id in scene.judged:
            if id not in scene.bodies or id in scene.hidden:
                continue
            body = scene.bodies[id]
            parts = [
                ("eyes", 3.0),
                ("head_top", 1.0),
                ("chest", 1.5),
                ("waist", 0.6),
                ("knee_l", 0.4),
            ]
            points = np.array([body.joint(name, t) for name, _ in parts])
            frame, depth = shares(camera, points, scene.aspect)
            hides = scene.sight.hidden(np.array(camera.eye), points)
            for i, (_, weight) in enumerate(parts):
                if not (0 < frame[i, 1] < 1 and depth[i] > 0):
                    continue
                total += weight
                eye = np.array(camera.eye)
                leaves = leaves_hide(eye, points[i], scene.crowns)
                if hides[i] or leaves or _behind_figure(eye, points[i], id, scene, t):
                    hidden += weight
    return -hidden / total if total else 0.0


def _behind_figure(eye: Array, point: Array, id: str, scene: Scene, t: float) -> bool:
    for other, body in scene.bodies.items():
        if other in (id, scene.viewer) or other in scene.hidden:
            continue
        low, high = body.extent(t)
        hip = body.joint("hip", t)
        axis_low = np.array([hip[0], low[1], hip[2]])
        axis_high = np.array([hip[0], high[1], hip[2]])
        if figure_hides(eye, point, axis_low, axis_high):
            return True
    return False


def _surroundings(path: CameraPath, scene: Scene) -> float:
    """Minus the share of the frame that shows the dark behind a room, or something at the lens."""
    spoiled = 0.0
    for t, camera in ((0.0, path.start), (1.0, path.end)):
        far = _looks(camera, scene)
        full = _near(far, camera, scene, t)
        walls = near_walls(camera, scene, t)
        if scene.plan.interior:
            spoiled += 3.0 * float((far >= FAR).mean())
        reach = NEARER * _subject_depth(camera, scene, t)
        spoiled += 2.0 * full + 6.0 * max(walls - TOO_FULL, 0.0)
        spoiled += 2.5 * posts_before(camera, scene.posts, min(reach, POSTS_WITHIN), scene.aspect)
        if scene.crowns.size:
            frame, depth = shares(camera, scene.crowns, scene.aspect)
            at_lens = (
                (depth > -0.5) & (depth < max(reach, 2.0)) & (np.abs(frame - 0.5) < 0.9).all(axis=1)
            )
            spoiled += 0.3 * float(at_lens.sum())
    return -spoiled / 2


def _looks(camera: Camera, scene: Scene) -> Array:
    """(N,) how far the first faces are in the directions of LOOKS."""
    return scene.sight.hits(np.array(camera.eye), _rays(camera, scene))


def _rays(camera: Camera, scene: Scene) -> Array:
    """(N, 3) the directions of LOOKS."""
    right, up, forward = camera.basis()
    half = SENSOR_HEIGHT_MM / camera.lens_mm / 2
    across = LOOKS[:, :1] * right * half * scene.aspect
    return np.asarray(forward + across + LOOKS[:, 1:] * up * half)


def _near(far: Array, camera: Camera, scene: Scene, t: float) -> float:
    """The share of looks that end, after `far` (N,), long before they reach the subject."""
    return float((far < NEARER * _subject_depth(camera, scene, t)).mean())


def near_walls(camera: Camera, scene: Scene, t: float) -> float:
    """The share of the frame that is filled, in the open, by what is much nearer than the subject
    and stands over the ground. A room's walls are always near."""
    if scene.plan.interior:
        return 0.0
    rays = _rays(camera, scene)
    far = scene.sight.hits(np.array(camera.eye), rays)
    stands = camera.eye[1] + np.minimum(far, FAR) * rays[:, 1] > GROUND
    return float(((far < NEARER * _subject_depth(camera, scene, t)) & stands).mean())


def _subject_depth(camera: Camera, scene: Scene, t: float) -> float:
    """Meters along the look to the subject; to the middle of the set where there is none."""
    if scene.subject in scene.bodies:
        point = scene.bodies[scene.subject].joint("chest", t)
    else:
        point = np.array([scene.plan.center[0], 1.0, scene.plan.center[1]])
    return max(float((point - np.array(camera.eye)) @ camera.basis()[2]), 0.2)


def lens_room(path: CameraPath, scene: Scene) -> float:
    """-1 where the lens is in furniture, in somebody, or behind a wall of the way there."""
    floor = Floor(scene.plan, radius=0.05)
    at_rest = path.start.eye == path.end.eye and not path.follows
    for t in (0.0,) if at_rest else (0.0, 0.5, 1.0):
        if touches(camera_in(path, scene, t), scene.sight, scene.crowns):
            return -1.0
    for t in (0.0, 0.5, 1.0):
        camera = camera_in(path, scene, t)
        spot = (camera.eye[0], camera.eye[2])
        if camera.eye[1] < 1.0 and floor.within(spot) and not floor.open(spot):
            return -1.0
        for id, body in scene.bodies.items():
            if id in scene.hidden or id == scene.viewer:
                continue
            low, high = body.extent(min((0.0, 0.5, 1.0), key=lambda at: abs(at - t)))
            middle = (low + high) / 2
            flat = np.hypot(camera.eye[0] - middle[0], camera.eye[2] - middle[2])
            if flat < ELBOW_ROOM and low[1] - 0.2 < camera.eye[1] < high[1] + 0.2:
                return -1.0
    eye = np.array(path.start.eye)
    rays = (np.array(path.end.eye) - eye)[None]
    blocked = float(np.linalg.norm(rays)) > 0.05 and float(scene.sight.hits(eye, rays)[0]) < 1.0
    return -1.0 if blocked else 0.0


def _landmarks(path: CameraPath, scene: Scene) -> float:
    """The share of the wanted landmarks that are in the frame at the start."""
    if not scene.landmarks:
        return 0.0
    frame, depth = shares(path.start, np.array(scene.landmarks), scene.aspect)
    inside = (np.abs(frame - 0.5) < 0.5).all(axis=1) & (depth > 0.3)
    return float(inside.mean())


CHEAP: Terms = {
    "the face is seen": (3.2, _face),
    "screen positions are as told": (2.2, _positions),
    "no head is cut": (4.0, _heads),
    "the detail is in the frame": (4.0, _detail),
    "the shoulder is one": (6.0, _shoulder),
    "the size is kept": (2.5, _size_kept),
    "the cast is in the frame": (1.2, _company),
    "the eye is in the set": (1.6, _inside),
    "the look of the master": (0.8, _master),
    "the line is not crossed": (1.0, _line),
    "landmarks are in view": (0.8, _landmarks),
}
COSTLY: Terms = {
    "nothing is before the face": (5.0, _clear),
    "no dark behind, nothing at the lens": (3.5, _surroundings),
    "the lens has room": (6.0, lens_room),
}
