"""What the camera does between the two frames: each movement as a real path."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from math import atan, cos, sin

import numpy as np

from openstage.storyboard.vocabulary import Movement
from openstage.world.camerawork.frame import LOWEST, shares, turned
from openstage.world.camerawork.setups import Setup, aimed
from openstage.world.geometry import SENSOR_HEIGHT_MM, Array, Camera, Point
from openstage.world.staging import CameraPath

DOLLY = 0.64
"""What is left of the distance after a dolly in."""
ZOOM = 1.6
ARC, BIG_ARC = 38.0, 90.0
TRUCK = 0.32
"""Of the frame's width at the subject."""
TRUCK_MOST = 2.4
"""Meters."""
BOOM = 0.45
"""Of the frame's height at the subject; at least BOOM_LEAST meters."""
BOOM_LEAST, BOOM_MOST = 0.5, 3.0
LEADS = {Movement.TRUCK_LEFT: (0.5, 0.0, 1.0), Movement.TRUCK_RIGHT: (0.5, 0.0, 1.0)}
"""Of movements that may begin or end at the setup's camera: the ways to do so."""
GETS_UP = 0.25
"""Meters by which a head is higher at the end."""
HIGHEST = 0.1
"""The share of the frame over a head that has come up."""
PAN, TILT = 0.34, 0.36
"""Of the frame's width and height, by which the look turns."""
SWEEPS = (0.5, 0.22, 0.35, 0.62, 0.75, 1.0)
"""Of the frame's width: by how much a pan may go along with somebody who comes in, so that those
who wait are clearly in its start frame, or not at all."""
ROLL = 24.0


@dataclass(frozen=True)
class Ask:
    """A movement, how far it goes, and what it goes along with."""

    movement: Movement
    aspect: float
    strength: float = 1.0
    """1: the whole movement; less where the set has no room for it."""
    big: bool = False
    """An arc of a quarter circle."""
    settles: float = 0.0
    """Somebody comes in: a pan goes along from the edge, over so much of the frame's width, and
    ends where the frame holds all; 0: nobody does."""
    lead: float = 0.5
    """How much of a truck's way lies before the setup's camera."""
    follows: str = ""
    """The id of the walker that a tracking camera goes along with."""
    way: Point = (0.0, 0.0, 0.0)
    """Meters: how far that walker goes, and how far its head rises."""


def path_for(setup: Setup, ask: Ask) -> CameraPath:
    """The path that begins in the setup's camera (for some movements, around it)."""
    return MOVES[ask.movement](setup, ask)


def _moved(
    camera: Camera,
    eye: Array | None = None,
    target: Array | None = None,
    *,
    lens: float | None = None,
    roll: float | None = None,
) -> Camera:
    return Camera(
        camera.eye if eye is None else _point(eye),
        camera.target if target is None else _point(target),
        camera.lens_mm if lens is None else lens,
        camera.roll if roll is None else roll,
    )


def _point(values: Array) -> Point:
    return (float(values[0]), float(values[1]), float(values[2]))


def _static(setup: Setup, ask: Ask) -> CameraPath:
    return CameraPath(setup.camera, setup.camera)


def _handheld(setup: Setup, ask: Ask) -> CameraPath:
    return CameraPath(setup.camera, setup.camera, kind="handheld", linear=True)


def _turn(sign: float) -> Callable[[Setup, Ask], CameraPath]:
    """Pan: with a subject that goes, from its start to its end; else across the subject."""

    def pan(setup: Setup, ask: Ask) -> CameraPath:
        camera = setup.camera
        eye = np.array(camera.eye)
        target = np.array(camera.target)
        across = _bearing(setup.pivot_end - eye) - _bearing(setup.pivot - eye)
        across = (across + 180.0) % 360.0 - 180.0
        if across * sign > 4.0:
            return CameraPath(camera, _held(camera, setup, ask, camera.lens_mm))
        share = ask.settles or PAN
        half = ask.strength * share * ask.aspect * SENSOR_HEIGHT_MM / camera.lens_mm
        angle = float(np.degrees(atan(half)))
        lead = 1.0 if ask.settles else 0.45 if abs(across) < 4.0 else 0.5
        start = turned(target, eye, -sign * angle * lead)
        end = turned(target, eye, sign * angle * (1 - lead))
        return CameraPath(_moved(camera, target=start), _moved(camera, target=end))

    return pan


def against(setup: Setup, movement: Movement) -> float:
    """Degrees by which the subject goes the other way than the camera pans; 0 for all else."""
    sign = {Movement.PAN_LEFT: -1.0, Movement.PAN_RIGHT: 1.0}.get(movement)
    if sign is None:
        return 0.0
    eye = np.array(setup.camera.eye)
    across = _bearing(setup.pivot_end - eye) - _bearing(setup.pivot - eye)
    return max(0.0, -sign * ((across + 180.0) % 360.0 - 180.0))


def _bearing(vector: Array) -> float:
    return float(np.degrees(np.arctan2(vector[0], vector[2])))


def _tilt(sign: float) -> Callable[[Setup, Ask], CameraPath]:
    """Tilt: with a subject that rises or sinks; else it ends on the subject."""

    def tilt(setup: Setup, ask: Ask) -> CameraPath:
        camera = setup.camera
        eye = np.array(camera.eye)
        if (setup.anchor_end[1] - setup.anchor[1]) * sign > 0.2:
            return CameraPath(camera, _held(camera, setup, ask, camera.lens_mm))
        end = _held(camera, setup, ask, camera.lens_mm)
        _, up, forward = end.basis()
        angle = atan(ask.strength * TILT * SENSOR_HEIGHT_MM / camera.lens_mm)
        ahead = forward * cos(angle) - up * sin(angle) * sign
        return CameraPath(_moved(end, target=eye + ahead * 2.0), end)

    return tilt


def _held(
    camera: Camera, setup: Setup, ask: Ask, lens_mm: float, eye: Point | None = None
) -> Camera:
    """The camera, here or at `eye`, that has the anchor at the end where it was at the start."""
    frame, _ = shares(camera, np.array([setup.anchor, setup.anchor_end]), ask.aspect)
    at = (float(frame[0, 0]), float(frame[0, 1]))
    if eye is not None and setup.anchor_end[1] > setup.anchor[1] + GETS_UP:
        # The first frame has room over one who gets up: the last one fills it.
        at = (at[0], float(np.clip(frame[1, 1], HIGHEST, at[1])))
    end = aimed(np.array(eye or camera.eye), setup.anchor_end, lens_mm, ask.aspect, at)
    return replace(end, roll=camera.roll)


def _dolly(factor: float) -> Callable[[Setup, Ask], CameraPath]:
    """Along the line to the anchor, which so keeps its place in the frame."""

    def dolly(setup: Setup, ask: Ask) -> CameraPath:
        share = 1 + (factor - 1) * ask.strength
        camera = setup.camera
        eye, target = np.array(camera.eye), np.array(camera.target)
        shift = setup.anchor_end - setup.anchor if factor < 1 else np.zeros(3)
        way = (setup.anchor - eye) * (1 - share) + shift
        way[1] = max(way[1], LOWEST - eye[1])
        return CameraPath(camera, _moved(camera, eye + way, target + way))

    return dolly


def _on_axis(camera: Camera, pivot: Array) -> Array:
    """The point of the lens's axis at the depth of the subject."""
    eye = np.array(camera.eye)
    forward = camera.basis()[2]
    return np.asarray(eye + forward * max(float((pivot - eye) @ forward), 0.3))


def _truck(sign: float) -> Callable[[Setup, Ask], CameraPath]:
    def truck(setup: Setup, ask: Ask) -> CameraPath:
        camera = setup.camera
        right = camera.basis()[0]
        way = right * sign * min(TRUCK * setup.height * ask.aspect, TRUCK_MOST) * ask.strength
        eye, target = np.array(camera.eye), np.array(camera.target)
        return CameraPath(
            _moved(camera, eye - way * ask.lead, target - way * ask.lead),
            _moved(camera, eye + way * (1 - ask.lead), target + way * (1 - ask.lead)),
        )

    return truck


def _boom(sign: float) -> Callable[[Setup, Ask], CameraPath]:
    """Up or down, the look turning so far that the subject keeps most of its place; along with
    a walker, if there is one to follow."""

    def boom(setup: Setup, ask: Ask) -> CameraPath:
        camera = setup.camera
        rise = float(np.clip(BOOM * setup.height, BOOM_LEAST, BOOM_MOST)) * ask.strength * sign
        x, y, z = camera.eye
        raised = (x, max(y + rise, LOWEST), z)
        if ask.follows:
            return _carried(
                _held(camera, setup, ask, camera.lens_mm, _along(raised, ask)), setup, ask
            )
        return CameraPath(camera, _held(camera, setup, ask, camera.lens_mm, eye=raised))

    return boom


def _along(eye: Point, ask: Ask) -> Point:
    """An eye, carried over the floor as far as the walker goes."""
    return (eye[0] + ask.way[0], eye[1], eye[2] + ask.way[2])


def _carried(end: Camera, setup: Setup, ask: Ask) -> CameraPath:
    """Along with the walker, and up or down to the height and the tilt of `end`."""
    camera, forward = setup.camera, end.basis()[2]
    across = float(np.hypot(*np.subtract(camera.target, camera.eye)[[0, 2]]))
    level = float(np.hypot(forward[0], forward[2]))
    x, _, z = _along(camera.target, ask)
    target = np.array([x, end.eye[1] + across * float(forward[1]) / level, z])
    moved = _moved(camera, np.array(end.eye), target)
    return CameraPath(camera, moved, linear=True, follows=ask.follows)


def _zoom(factor: float) -> Callable[[Setup, Ask], CameraPath]:
    """The lens alone; the look turns a little, so that the anchor keeps its place."""

    def zoom(setup: Setup, ask: Ask) -> CameraPath:
        camera = setup.camera
        return CameraPath(camera, _held(camera, setup, ask, camera.lens_mm * factor**ask.strength))

    return zoom


def _dolly_zoom(setup: Setup, ask: Ask) -> CameraPath:
    """In, while the lens grows shorter by as much: the subject stays, the place stretches."""
    share = 1 + (DOLLY - 1) * ask.strength
    camera = setup.camera
    about = _on_axis(camera, setup.pivot)
    end = about + (np.array(camera.eye) - about) * share
    end[1] = max(end[1], LOWEST)
    start = _moved(camera, target=about)
    return CameraPath(start, _moved(camera, end, about, lens=camera.lens_mm * share))


def _arc(sign: float) -> Callable[[Setup, Ask], CameraPath]:
    """Moving to the left, the camera circles clockwise as seen from above."""

    def arc(setup: Setup, ask: Ask) -> CameraPath:
        angle = -sign * (BIG_ARC if ask.big else ARC) * ask.strength
        camera, pivot = setup.camera, setup.pivot
        eye, target = np.array(camera.eye), np.array(camera.target)
        end = _moved(camera, turned(eye, pivot, angle), turned(target, pivot, angle))
        return CameraPath(camera, end, kind="arc", pivot=_point(pivot))

    return arc


def _roll(setup: Setup, ask: Ask) -> CameraPath:
    camera = setup.camera
    return CameraPath(camera, _moved(camera, roll=camera.roll + ROLL * ask.strength))


def _tracking(setup: Setup, ask: Ask) -> CameraPath:
    """Along with the walker, at the same distance; without one, a slow truck."""
    way = np.array(ask.way)
    if not ask.follows:
        return _truck(1.0)(setup, replace(ask, strength=0.6 * ask.strength))
    camera = setup.camera
    way[1] = max(way[1], LOWEST - camera.eye[1])
    end = _moved(camera, np.array(camera.eye) + way, np.array(camera.target) + way)
    return CameraPath(camera, end, linear=True, follows=ask.follows)


MOVES: dict[Movement, Callable[[Setup, Ask], CameraPath]] = {
    Movement.STATIC: _static,
    Movement.PAN_LEFT: _turn(-1.0),
    Movement.PAN_RIGHT: _turn(1.0),
    Movement.TILT_UP: _tilt(1.0),
    Movement.TILT_DOWN: _tilt(-1.0),
    Movement.DOLLY_IN: _dolly(DOLLY),
    Movement.DOLLY_OUT: _dolly(1 / DOLLY),
    Movement.TRUCK_LEFT: _truck(-1.0),
    Movement.TRUCK_RIGHT: _truck(1.0),
    Movement.BOOM_UP: _boom(1.0),
    Movement.BOOM_DOWN: _boom(-1.0),
    Movement.ZOOM_IN: _zoom(ZOOM),
    Movement.ZOOM_OUT: _zoom(1 / ZOOM),
    Movement.DOLLY_ZOOM: _dolly_zoom,
    Movement.ARC_LEFT: _arc(-1.0),
    Movement.ARC_RIGHT: _arc(1.0),
    Movement.ROLL: _roll,
    Movement.TRACKING: _tracking,
    Movement.HANDHELD: _handheld,
}
