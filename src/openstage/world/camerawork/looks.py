"""A camera path as it is judged: where everybody falls in its frames, and what its rays meet."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from operator import add, sub

import numpy as np
from numpy.typing import NDArray

from openstage.storyboard.vocabulary import ScreenPosition
from openstage.world.blocking.places import Floor
from openstage.world.camerawork.frame import shares
from openstage.world.camerawork.path import camera_at, followed
from openstage.world.camerawork.sight import Sight
from openstage.world.camerawork.subjects import HELD, Body
from openstage.world.geometry import SENSOR_HEIGHT_MM, Array, Camera
from openstage.world.scene import SetPlan
from openstage.world.staging import CameraPath

JOINTS = (
    "head_top",
    "head",
    "eyes",
    "chin",
    "neck",
    "chest",
    "waist",
    "hip",
    "knee_l",
    "knee_r",
    "shoulder_l",
    "shoulder_r",
    "foot_l",
    "foot_r",
)
"""What is looked for in a frame."""
INDEX = {name: i for i, name in enumerate(JOINTS)}
LOOKS = np.array(
    [
        [x, y]
        for y in (-0.8, -0.25, 0.3, 0.8)
        for x in (-0.9, -0.65, -0.4, -0.15, 0.15, 0.4, 0.65, 0.9)
    ]
)
"""Where the background is tried, in half frames from its middle."""


HEAD = slice(INDEX["head_top"], INDEX["chin"] + 1)
TRUNK = slice(INDEX["head_top"], INDEX["hip"] + 1)
HEAD_SIDE, SHOULDERS = 0.13, 0.21
"""Meters from the middle of a person to the side."""
ANIMAL_SIDE = 0.22
"""The same of an animal, in heights of its shoulder."""

Box = tuple[float, float, float, float]
"""Left, top, right, bottom, in shares of the frame."""
NOWHERE: Box = (0.0, 0.0, 0.0, 0.0)


class Outline:
    """What a figure fills of a frame; each part is worked out when it is first asked for."""

    def __init__(self, body: Body, frame: Array, depth: Array, meter: Array) -> None:
        """Of its JOINTS: (J, 2) shares of the frame, (J,) depths, and (J,) the share of the
        frame's width that a meter fills there."""
        self._frame, self._meter, self._animal = frame, meter, body.animal
        self._reach = ANIMAL_SIDE * body.role.wardrobe.height if body.animal else SHOULDERS
        self.depth = 0.0 if float(depth[TRUNK].min()) < 0.1 else float(depth[INDEX["chest"]])
        """Meters; 0 where a part of it is behind the camera."""

    @cached_property
    def head(self) -> Box:
        return self._box(HEAD, min(HEAD_SIDE, self._reach))

    @cached_property
    def trunk(self) -> Box:
        """From the head to the hips; all of an animal."""
        return self.whole if self._animal else self._box(TRUNK, self._reach)

    @cached_property
    def whole(self) -> Box:
        return self._box(slice(None), self._reach)

    def _box(self, part: slice, reach: float) -> Box:
        if self.depth == 0.0:
            return NOWHERE
        # Of so few points numpy is slower than the numbers one by one.
        x, y = self._frame[part].T.tolist()
        sides = (self._meter[part] * reach).tolist()
        return (min(map(sub, x, sides)), min(y), max(map(add, x, sides)), max(y))


@dataclass(frozen=True)
class Around:
    """What each of N looks meets first."""

    far: Array
    """(N,) meters along the lens's axis; FAR: nothing."""
    walls: NDArray[np.intp]
    """(N,) the number of the wall; -1: of none."""
    heights: Array
    """(N,) meters over the ground."""


def covered(box: Box, by: Box) -> float:
    """The share of a box that another covers."""
    across = min(box[2], by[2]) - max(box[0], by[0])
    upright = min(box[3], by[3]) - max(box[1], by[1])
    area = (box[2] - box[0]) * (box[3] - box[1])
    return max(across, 0.0) * max(upright, 0.0) / area if area > 0 else 0.0


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
    late: frozenset[str] = frozenset()
    leaving: frozenset[str] = frozenset()
    """The ids of those who come in, and of those who go out."""
    hiding: frozenset[str] = frozenset()
    """The ids of those who come out from behind something."""
    awaited: tuple[str, ...] = ()
    """The ids of those to whom a tracking camera comes: they are in its frame at the end."""
    settles: bool = False
    """A pan goes along with somebody who comes in, and ends where all are."""
    grows: bool = False
    """The movement itself changes the subject's size."""
    sinks: bool = False
    """The camera goes down, which may bring furniture before laps and hands."""
    back: bool = False
    """The back is wanted: somebody walks away."""
    goes_off: bool = False
    """Somebody goes out of the place: the back may be seen."""
    insert: bool = False
    """A part is shown large: where the head is in the frame does not count."""
    hands: bool = False
    """It is a part of the body, whose front the trunk tells; not of the face."""
    detail: dict[float, Array] = field(default_factory=dict)
    """(3,) the middle of what an insert shows, by the instant."""
    fallen: Array | None = None
    """(3,) where something comes to lie that is dropped, in a frame that has room for it."""
    poles: dict[float, Array] = field(default_factory=dict)
    """(N, 2, 3) the poles of tall things in hands, by the instant."""
    landmarks: tuple[tuple[float, float, float], ...] = ()
    """What is good to have in the background."""

    def expected(self, id: str, t: float) -> bool:
        """Whether somebody is to be in the frame: not before coming in, nor in going out, nor
        where a pan with one who comes in ends."""
        if self.settles and t < 1.0:
            return False
        return not (id in self.late and t < 1.0) and not (id in self.leaving and t > 0.0)

    @cached_property
    def joints(self) -> dict[float, Array]:
        """(B, J, 3) where the JOINTS of all bodies are, by the instant."""
        return {
            t: np.array([[body.joint(name, t) for name in JOINTS] for body in self.bodies.values()])
            for t in HELD
        }

    @cached_property
    def floor(self) -> Floor:
        """Where a low lens finds room between the furniture."""
        return Floor(self.plan, radius=0.05)


class Look:
    """One camera path in a scene; what several terms ask of it is worked out once."""

    def __init__(self, path: CameraPath, scene: Scene) -> None:
        self.path, self.scene = path, scene
        self._rows = {id: row for row, id in enumerate(scene.bodies)}

    @cached_property
    def cameras(self) -> dict[float, Camera]:
        """The cameras at the instants of HELD."""
        middle = camera_in(self.path, self.scene, 0.5)
        return {0.0: self.path.start, 0.5: middle, 1.0: self.path.end}

    @cached_property
    def _frames(self) -> dict[float, tuple[Array, Array]]:
        """(B, J, 2) shares of the frame and (B, J) depths of all joints, by the instant."""
        return {
            t: shares(camera, self.scene.joints[t], self.scene.aspect)
            for t, camera in self.cameras.items()
        }

    def joints(self, id: str, t: float) -> tuple[Array, Array]:
        """(J, 2) shares of the frame and (J,) depths of one body's JOINTS."""
        frame, depth = self._frames[t]
        return frame[self._rows[id]], depth[self._rows[id]]

    def joint(self, id: str, name: str, t: float) -> tuple[float, float, float]:
        """Where a joint is in the frame, in shares of it, and its depth."""
        frame, depth = self._frames[t]
        row, column = self._rows[id], INDEX[name]
        x, y = frame[row, column]
        return float(x), float(y), float(depth[row, column])

    @cached_property
    def _around(self) -> dict[Camera, Around]:
        return {}

    def around(self, t: float) -> Around:
        """What LOOKS meet at `t`; they are the same for a camera that has not moved."""
        camera = self.cameras[t]
        if camera not in self._around:
            right, up, forward = camera.basis()
            half = SENSOR_HEIGHT_MM / camera.lens_mm / 2
            across = LOOKS[:, :1] * right * half * self.scene.aspect
            rays = np.asarray(forward + across + LOOKS[:, 1:] * up * half)
            far, walls = self.scene.sight.met(np.array(camera.eye), rays)
            self._around[camera] = Around(far, walls, camera.eye[1] + far * rays[:, 1])
        return self._around[camera]

    @cached_property
    def _outlines(self) -> dict[tuple[str, float], Outline]:
        return {}

    def outline(self, id: str, t: float) -> Outline:
        """What one fills of the frame, about."""
        if (id, t) not in self._outlines:
            frame, depth = self.joints(id, t)
            focal = self.cameras[t].lens_mm / SENSOR_HEIGHT_MM
            meter = focal / np.maximum(depth, 0.1) / self.scene.aspect
            self._outlines[(id, t)] = Outline(self.scene.bodies[id], frame, depth, meter)
        return self._outlines[(id, t)]

    def subject_depth(self, t: float) -> float:
        """Meters along the look to the subject; to the middle of the set where there is none."""
        scene = self.scene
        if scene.subject in scene.bodies:
            return max(self.joint(scene.subject, "chest", t)[2], 0.2)
        camera = self.cameras[t]
        point = np.array([scene.plan.center[0], 1.0, scene.plan.center[1]])
        return max(float((point - np.array(camera.eye)) @ camera.basis()[2]), 0.2)


def camera_in(path: CameraPath, scene: Scene, t: float) -> Camera:
    """The camera at one of INSTANTS, also of a path that follows a walker."""
    body = scene.bodies.get(path.follows)
    if body is None:
        return camera_at(path, t, scene.seconds, steady=True)
    way = (body.joint("hip", t) - body.joint("hip")) * np.array([1.0, 0.0, 1.0])
    return followed(path, way, t * t * (3 - 2 * t))
