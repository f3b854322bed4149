"""Where a camera could stand for a shot: each framing has its own ways."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product
from math import asin, atan, cos, degrees, radians, sin, tan

import numpy as np

from openstage.storyboard.document import Shot
from openstage.storyboard.vocabulary import Angle, Framing, ScreenPosition, ShotSize
from openstage.world.camerawork.frame import LOWEST, Aim, Sitter, fit
from openstage.world.camerawork.looks import Scene
from openstage.world.camerawork.subjects import CROPS, Body
from openstage.world.geometry import NEAR, SENSOR_HEIGHT_MM, Array, Camera, direction

STEP = 15
"""Degrees between the azimuths that are tried."""
LOW_TILT, HIGH_TILT = 20.0, 30.0
OVERHEAD_TILT, AERIAL_TILT = -88.5, -36.0
DUTCH_ROLL = 14.0
SIDES = {ScreenPosition.LEFT: 0.35, ScreenPosition.CENTER: 0.5, ScreenPosition.RIGHT: 0.65}
UNEVEN = 0.35
"""Meters between the heads of two of whom one sits or kneels."""
BEHIND = (0.8, 1.05, 1.3, 1.5, 1.7, 2.1)
"""Meters from the viewer's head to the lens that looks over its shoulder."""
LOOK_ROOM = 0.07
"""Of the frame's width: by this a lone face leaves the middle, to give its look room."""
WIDE_SIZES = (ShotSize.EXTREME_WIDE, ShotSize.WIDE, ShotSize.MEDIUM_WIDE)


@dataclass(frozen=True)
class Setup:
    """A camera for the start frame, and what it turns and moves about."""

    camera: Camera
    pivot: Array
    """(3,) the subject at the start."""
    pivot_end: Array
    """(3,) the subject at the end."""
    anchor: Array
    """(3,) what keeps its place in the frame while the camera comes nearer: the top of the head,
    so that the room over it stays."""
    anchor_end: Array
    """(3,) the same at the end of the shot."""
    handicap: float = 0.0
    height: float = 1.0
    """Meters: of the frame, at the subject."""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Order:
    """What is asked of the camera."""

    shot: Shot
    sitter: Sitter
    sitter_end: Sitter
    lens_mm: float
    aspect: float
    look_room: bool
    """One face alone: it gets room before it."""
    about: str
    """The id of the subject; empty for a place."""
    anchor: Array
    anchor_end: Array
    """(3,) the top of the subject at the start and at the end: see `Setup.anchor`."""
    late: bool = False
    """The subject comes in: it is framed as it is at the end."""
    target: tuple[float, float, float] | None = None
    """Where a point of view looks."""


def setups(order: Order, scene: Scene) -> Iterator[Setup]:
    """All the ways that the shot's framing knows."""
    framing = order.shot.framing
    subject, viewer = scene.bodies.get(scene.subject), scene.bodies.get(scene.viewer)
    if framing is Framing.OVER_THE_SHOULDER and subject and viewer and subject is not viewer:
        yield from _over_shoulder(order, scene, subject, viewer)
    elif framing is Framing.POINT_OF_VIEW and viewer:
        yield from _point_of_view(order, viewer)
    elif framing is Framing.ESTABLISHING and not order.about:
        yield from _establishing(order, scene)
    else:
        yield from _around(order, scene)


def _around(order: Order, scene: Scene) -> Iterator[Setup]:
    """From all sides, with the told lens and, where the room is small, with shorter ones."""
    close = order.shot.framing is Framing.INSERT
    lenses = [(order.lens_mm, 0.0)]
    if order.shot.size in WIDE_SIZES or len(scene.framed) > 1:
        lenses += [(max(order.lens_mm * k, 16.0), 0.5 + (1 - k)) for k in (0.72, 0.52)]
    elif order.shot.size is ShotSize.EXTREME_CLOSE_UP:
        lenses += [(order.lens_mm * k, k / 4) for k in (1.6, 2.6) if order.lens_mm * k <= 200]
    ways = [
        (float(azimuth) + scene.plan.master, lens, handicap)
        for azimuth in range(0, 360, STEP)
        for lens, handicap in lenses
    ]
    cameras = _fitted(order, scene, [(turn, lens) for turn, lens, _ in ways], close=close)
    for camera, (_, lens, handicap) in zip(cameras, ways, strict=True):
        notes = () if lens == order.lens_mm else (_other_lens(lens, order.lens_mm),)
        yield _setup(order, camera, handicap, notes)


def _other_lens(lens: float, told: float) -> str:
    why = "the place is too small" if lens < told else "the camera would be in the face"
    return f"The lens is {lens:.0f} mm, not {told:.0f}: {why}."


def _setup(
    order: Order,
    camera: Camera,
    handicap: float,
    notes: tuple[str, ...] = (),
) -> Setup:
    pivot, pivot_end = order.sitter.middle, order.sitter_end.middle
    away = float(np.linalg.norm(pivot - np.array(camera.eye)))
    height = away * SENSOR_HEIGHT_MM / camera.lens_mm
    return Setup(camera, pivot, pivot_end, order.anchor, order.anchor_end, handicap, height, notes)


def top_of(sitter: Sitter) -> Array:
    x, _, z = sitter.middle
    return np.array([x, float(sitter.points[:, 1].max()), z])


def _fitted(
    order: Order, scene: Scene, ways: list[tuple[float, float]], *, close: bool
) -> list[Camera]:
    """A camera for each way: the azimuth of the look, and the lens."""
    angle, sitter = order.shot.angle, order.sitter
    aims = [
        Aim(
            azimuth, lens, _center_x(order, scene, azimuth), _eye_height(sitter, angle, lens, scene)
        )
        for azimuth, lens in ways
    ]
    if angle is Angle.OVERHEAD:
        flats = [_upright_to_camera(sitter, aim.azimuth) for aim in aims]
        return [
            fit(flat, [aim], OVERHEAD_TILT, order.aspect)[0]
            for flat, aim in zip(flats, aims, strict=True)
        ]
    if angle is Angle.AERIAL:
        return fit(_small(sitter), aims, AERIAL_TILT, order.aspect)
    if close and angle is Angle.EYE_LEVEL and looks_down(order.shot):
        return fit(sitter, aims, -27.0, order.aspect)
    return fit(sitter, aims, None, order.aspect, DUTCH_ROLL if angle is Angle.DUTCH else 0.0)


def looks_down(shot: Shot) -> bool:
    """Hands and things are seen from above a little; eyes and faces straight."""
    return shot.detail not in ("eyes", "eye", "face", "mouth", "screen")


def _upright_to_camera(sitter: Sitter, azimuth: float) -> Sitter:
    """The sitter's height laid out across the look, so that a size is a size from above too."""
    low, high = sitter.points.min(axis=0), sitter.points.max(axis=0)
    middle, half = (low + high) / 2, float(high[1] - low[1]) / 2
    ahead = direction(azimuth)
    flat = sitter.points * np.array([1.0, 0.0, 1.0]) + np.array([0.0, middle[1], 0.0])
    ends = np.array([middle + ahead * half, middle - ahead * half])
    return replace(sitter, points=np.concatenate([flat, ends]))


def _small(sitter: Sitter) -> Sitter:
    """From the air people are small."""
    box = CROPS[ShotSize.EXTREME_WIDE].box
    low, high = sitter.points.min(axis=0), sitter.points.max(axis=0)
    extra = np.array([[0.0, 1.0, 0.0]]) * max(0.0, 1.9 - float(high[1] - low[1]))
    points = np.concatenate([sitter.points, high + extra])
    return replace(sitter, points=points, box=replace(box, top=0.5, bottom=0.64))


def _eye_height(sitter: Sitter, angle: Angle, lens: float, scene: Scene) -> float:
    extent = float(np.ptp(sitter.points[:, 1])) / (sitter.box.bottom - sitter.box.top)
    away = max(extent, 0.15) * lens / SENSOR_HEIGHT_MM
    if angle is Angle.LOW:
        return max(0.25, sitter.eye_height - away * tan(radians(LOW_TILT)))
    if angle is Angle.HIGH:
        up = sitter.eye_height + away * tan(radians(HIGH_TILT))
        ceiling = scene.plan.height - 0.15 if scene.plan.interior else 9.0
        return max(min(up, ceiling), sitter.eye_height + 0.15)
    return sitter.eye_height


def _center_x(order: Order, scene: Scene, azimuth: float) -> float:
    """Where the subject is across the frame: as told, or so that its look has room."""
    if len(scene.framed) > 1 or order.about not in scene.bodies:
        return 0.5
    if scene.insert:
        return 0.5
    told = (scene.positions_end if order.late else scene.positions).get(order.about)
    if told in SIDES:
        return SIDES[told]
    if not order.look_room:
        return 0.5
    look = radians(scene.bodies[order.about].head_facing(1.0 if order.late else 0.0) - azimuth)
    # sin > 0: it looks to the right of the screen, so it stands to the left.
    return 0.5 - LOOK_ROOM * sin(look)


def aimed(
    eye: Array, point: Array, lens_mm: float, aspect: float, at: tuple[float, float]
) -> Camera:
    """The camera at `eye` that has `point` at the shares `at` of its frame."""
    ahead = (point - eye)[None]
    size = float(np.linalg.norm(ahead[0])) * SENSOR_HEIGHT_MM / lens_mm
    focal = lens_mm / SENSOR_HEIGHT_MM
    ex, ey, ez = eye.tolist()
    x, y, z = point.tolist()
    for _ in range(6):
        basis = Camera((ex, ey, ez), (x, y, z), lens_mm).basis()
        # Written out, since this is asked for hundreds of times a shot: see `shares`.
        across, upward, depth = (ahead @ basis.T)[0].tolist()
        scale = focal / max(depth, NEAR)
        dx = (0.5 + across * scale * (1.0 / aspect) - at[0]) * aspect * size
        dy = (0.5 - upward * scale - at[1]) * size
        right, up, _ = basis.tolist()
        x = x + right[0] * dx - up[0] * dy
        y = y + right[1] * dx - up[1] * dy
        z = z + right[2] * dx - up[2] * dy
    return Camera((ex, ey, ez), (x, y, z), lens_mm)


def _height_of(order: Order) -> float:
    """Meters of the subject that the frame's height holds, at the told size."""
    extent = float(np.ptp(order.sitter.points[:, 1]))
    return max(extent / (order.sitter.box.bottom - order.sitter.box.top), 0.12)


def _over_shoulder(order: Order, scene: Scene, subject: Body, viewer: Body) -> Iterator[Setup]:
    """Behind the viewer, to its left and to its right; the lens gives the subject its size."""
    face, back = subject.joint("eyes"), viewer.joint("head")
    span = back - face
    apart = max(float(np.hypot(span[0], span[2])), 0.4)
    away = degrees(np.arctan2(float(span[0]), float(span[2])))
    wanted = _height_of(order)
    drop = float(span[1])
    uneven = abs(drop) > UNEVEN
    # Where one sits and the other stands, the eye goes some way onto the line through both
    # heads, so that both find room in the frame, the higher one over the other.
    leans = (0.0, 0.3, 0.6) if uneven else (0.0,)
    levels = (0.40, 0.62 if drop > 0 else 0.30) if uneven else (0.40,)
    ceiling = scene.plan.height - 0.2 if scene.plan.interior else 9.0
    for side, behind, lean, level in product((-1.0, 1.0), BEHIND, leans, levels):
        at = (0.5 + 0.13 * side, level)
        height = float(np.clip(back[1] + 0.1 + lean * drop * behind / apart, 0.4, ceiling))
        lens = order.lens_mm
        for _ in range(3):
            eye = _behind_shoulder(back, away, apart, behind, side, lens, order.aspect)
            eye[1] = height
            far = float(np.linalg.norm(face - eye))
            least, most = max(24.0, 0.7 * order.lens_mm), min(90.0, 1.35 * order.lens_mm)
            lens = float(np.clip(far * SENSOR_HEIGHT_MM / wanted, least, most))
        camera = aimed(eye, face, lens, order.aspect, at)
        yield replace(
            _setup(order, camera, abs(behind - 1.2) * 0.6 + lean * 0.5),
            height=float(np.linalg.norm(face - eye)) * SENSOR_HEIGHT_MM / lens,
            pivot=face,
            anchor=subject.joint("head_top"),
            anchor_end=subject.joint("head_top", 1.0),
            pivot_end=subject.joint("eyes", 1.0),
        )


def _behind_shoulder(
    back: Array, away: float, apart: float, behind: float, side: float, lens: float, aspect: float
) -> Array:
    """The eye from which the viewer's head is in the near third and the face in the other half.

    By the law of sines in the triangle of eye, viewer and subject.
    """
    half = aspect * SENSOR_HEIGHT_MM / lens
    angle = atan(0.31 * half) + atan(0.13 * half)
    turn = degrees(angle + asin(min(behind * sin(angle) / apart, 0.9)))
    # Seen along the look, the eye goes to the right of the line for side = 1.
    eye = back + behind * direction(away - side * min(turn, 75.0))
    return np.array([eye[0], back[1], eye[2]])


def _point_of_view(order: Order, viewer: Body) -> Iterator[Setup]:
    eyes = viewer.joint("eyes")
    target = np.array(order.target) if order.target is not None else order.sitter.middle
    ahead = target - eyes
    far = max(float(np.linalg.norm(ahead)), 0.3)
    eye = eyes + ahead / far * 0.08
    eye[1] = max(float(eye[1]), LOWEST)  # the eyes of who lies are too near to the ground
    wanted = far * SENSOR_HEIGHT_MM / _height_of(order)
    lens = float(np.clip(wanted, 0.7 * order.lens_mm, 1.8 * order.lens_mm))
    for factor in (1.0, 1.2, 0.84):
        camera = aimed(eye, target, lens * factor, order.aspect, (0.5, 0.45))
        yield replace(_setup(order, camera, 3.0 * abs(factor - 1.0)), pivot=target)


def _establishing(order: Order, scene: Scene) -> Iterator[Setup]:
    """The look of the master: from the edge of a room, from afar in the open."""
    plan, angle = scene.plan, order.shot.angle
    middle = np.array([plan.center[0], 1.25, plan.center[1]])
    backs = (0.0, 1.2) if plan.interior else (0.0, 5.0)
    lenses = ((order.lens_mm, 0.0), (min(order.lens_mm, 22.0), 0.2))
    ways = product((0, -12, 12, -25, 25, -40, 40), (0.0, -0.8, 0.8), (0.0, 0.6), backs, lenses)
    for turn, aside, rise, back, (lens, handicap) in ways:
        azimuth = plan.master + turn
        away = _to_edge(plan.bounds, plan.center, azimuth) + back
        away = away if plan.interior else min(away, 14.0 + back)
        eye = middle - away * direction(azimuth) + aside * direction(azimuth + 90)
        eye[1] = _establishing_height(angle, rise, plan.height, plan.interior)
        camera = aimed(eye, middle, lens, order.aspect, (0.5, 0.56))
        camera = replace(camera, roll=DUTCH_ROLL if angle is Angle.DUTCH else 0.0)
        against = handicap + abs(turn) / 60 + back * 0.1 + abs(aside) * 0.3 + rise * 0.2
        yield replace(
            _setup(order, camera, against),
            pivot=middle,
            pivot_end=middle,
            anchor=middle,
            anchor_end=middle,
            height=away * SENSOR_HEIGHT_MM / lens,
        )


def _establishing_height(angle: Angle, rise: float, ceiling: float, interior: bool) -> float:
    heights = {
        Angle.LOW: 0.4,
        Angle.HIGH: 4.5,
        Angle.OVERHEAD: 16.0,
        Angle.AERIAL: 15.0,
    }
    height = heights.get(angle, 1.75) + rise
    return min(height, ceiling - 0.25) if interior else height


def _to_edge(
    bounds: tuple[float, float, float, float], center: tuple[float, float], azimuth: float
) -> float:
    """Meters from the center, against the look, to the edge of the bounds."""
    x0, x1, z0, z1 = bounds
    dx, dz = -sin(radians(azimuth)), -cos(radians(azimuth))
    reaches = [
        ((x1 if dx > 0 else x0) - center[0]) / dx if abs(dx) > 1e-6 else 1e9,
        ((z1 if dz > 0 else z0) - center[1]) / dz if abs(dz) > 1e-6 else 1e9,
    ]
    return max(min(reaches), 1.5)
