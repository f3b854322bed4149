"""What the camera has to frame: people, a part of one, a thing, a part of the set, a landmark."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from openstage.storyboard.context import ShotContext
from openstage.storyboard.document import Shot
from openstage.storyboard.vocabulary import Framing, Movement, ShotSize
from openstage.world.blocking.actors import Actor, Notes
from openstage.world.blocking.places import find_mark
from openstage.world.blocking.props import set_part
from openstage.world.camerawork.frame import Box, Sitter
from openstage.world.camerawork.looks import Scene
from openstage.world.camerawork.setups import Order, top_of
from openstage.world.camerawork.subjects import (
    CLOSE,
    INSTANTS,
    Body,
    centered,
    detail_sitter,
    dropped_by,
    fallen,
    group_sitter,
    held_in,
    in_hand,
    resting_points,
    thing_points,
    thing_sitter,
)
from openstage.world.geometry import Array, Point
from openstage.world.staging import Thing

FOLLOWING = (
    Movement.PAN_LEFT,
    Movement.PAN_RIGHT,
    Movement.TILT_UP,
    Movement.TILT_DOWN,
    Movement.TRACKING,
    Movement.DOLLY_IN,
    Movement.DOLLY_OUT,
)
"""Movements that go with a walker; under all others the frame holds the whole walk."""


PANS = (Movement.PAN_LEFT, Movement.PAN_RIGHT)
GROUPS = {Framing.TWO_SHOT: 2, Framing.THREE_SHOT: 3, Framing.GROUP: 99}
"""How many people a framing is of."""
BOOMS = (Movement.BOOM_UP, Movement.BOOM_DOWN)
GOING_ALONG = (Movement.STATIC, Movement.DOLLY_IN, Movement.DOLLY_OUT, *BOOMS)
"""Movements that become a tracking one where a close subject walks; a boom rises on the way."""
TOGETHER = 0.35
"""Of a way: those whose ways differ by less walk together."""
LOWER = 0.22
"""Of its height, by which a frame may reach lower, to hold what falls from a hand."""
LIES = 0.92
"""Of the frame's height, down to what has fallen."""
NARROW = (ShotSize.MEDIUM, *CLOSE)
"""Sizes that a walk would leave, or would make wide."""


def goes_along(shot: Shot, scene: Scene) -> bool:
    """Whether a camera has to go with its subjects, to keep them in the frame and their size."""
    group = [scene.bodies[id] for id in scene.framed if id in scene.bodies]
    ids = {body.role.id for body in group}
    if shot.movement not in GOING_ALONG or scene.subject not in ids:
        return False
    if ids & (scene.late | scene.leaving) or not _walk_together(group):
        return False
    booms = shot.movement in BOOMS
    if booms and not all(body.role.gait for body in group):
        return False  # one who sits up is moved, but goes nowhere
    sizes = (*NARROW, ShotSize.MEDIUM_WIDE) if booms else NARROW
    return shot.size in sizes and shot.framing in (Framing.SINGLE, Framing.INSERT, *GROUPS)


def _walk_together(group: list[Body]) -> bool:
    """Whether all of a group walk, and by about the same way."""
    if not all(body.walks for body in group):
        return False
    ways = np.array([body.joint("hip", 1.0) - body.joint("hip") for body in group])
    middle = ways.mean(axis=0)
    apart = np.linalg.norm(ways - middle, axis=1).max()
    return float(apart) < TOGETHER * float(np.linalg.norm(middle))


def id_words(id: str) -> str:
    return id.replace("_", " ").replace("-", " ")


def order_for(
    context: ShotContext,
    scene: Scene,
    cast: dict[str, Body],
    things: tuple[Thing, ...],
    subject: str,
    actors: list[Actor],
    notes: Notes,
) -> Order:
    shot = context.shot
    group = [cast[id] for id in scene.framed]
    coming = {actor.id for actor in actors if actor.enters}
    late = bool(group) and all(body.role.id in coming for body in group)
    first, last = (1.0, 1.0) if late else (0.0, 1.0)
    sitter = sitter_end = _sitter_without_group(context, scene, cast, things, subject, notes)
    if group and (sitter is None or (subject in cast and not shot.detail)):
        holds: tuple[float, ...] = ()
        leaving = any(actor.exits or actor.enters for actor in actors)
        if shot.movement not in FOLLOWING and not leaving and not goes_along(shot, scene):
            holds = INSTANTS
        rises = INSTANTS if shot.movement in PANS else holds
        sitter = group_sitter(group, shot.size, (first,), holds, rises)
        sitter_end = group_sitter(group, shot.size, (last,), (), ())
        if scene.framed == (subject,):
            sitter = _with_dropped(sitter, cast[subject], shot, things)
    if sitter is None or sitter_end is None:
        sitter = sitter_end = _place_sitter(scene)
    whole = [cast[subject]] if subject in cast and not shot.detail else []
    if shot.framing in GROUPS and group:
        whole = group
    tops = [
        np.mean([_anchor(body, shot.size, t) for body in whole], axis=0) if whole else top_of(end)
        for t, end in ((first, sitter), (last, sitter_end))
    ]
    return Order(
        shot=shot,
        sitter=sitter,
        sitter_end=sitter_end,
        lens_mm=shot.lens_mm,
        aspect=scene.aspect,
        look_room=len(group) == 1 and not shot.detail,
        about=subject,
        late=late,
        anchor=tops[0],
        anchor_end=tops[1],
        target=_looked_at(scene, cast, subject),
    )


def _with_dropped(sitter: Sitter, body: Body, shot: Shot, things: tuple[Thing, ...]) -> Sitter:
    """The sitter, with the hand from which something falls, as far as the size allows; a wider
    frame reaches down to where it comes to lie."""
    thing = dropped_by(body.role, things)
    if thing is None or thing.id not in shot.props or shot.size in CLOSE:
        return sitter
    lies = fallen(shot, body.role, things)
    if lies is not None:
        # Where a camera goes or pans along, what lies at the end is as far from the one who goes.
        along = shot.movement in FOLLOWING
        lies = lies - (body.joint("hip", 1.0) - body.joint("hip")) * (along and body.walks)
        box = replace(sitter.box, bottom=min(sitter.box.bottom, LIES))
        return replace(sitter, points=np.concatenate([sitter.points, lies[None]]), box=box)
    tall = float(np.ptp(sitter.points[:, 1])) * (1 + LOWER)
    lowest = float(sitter.points[:, 1].max()) - tall
    held = in_hand(thing, body, 0.0)
    shown = np.maximum(held, [-np.inf, lowest, -np.inf])
    return replace(sitter, points=np.concatenate([sitter.points, shown]))


def _sitter_without_group(
    context: ShotContext,
    scene: Scene,
    cast: dict[str, Body],
    things: tuple[Thing, ...],
    subject: str,
    notes: Notes,
) -> Sitter | None:
    """A detail of a figure, a thing, or a landmark of the set."""
    shot, plan = context.shot, scene.plan
    if subject in cast:
        if not shot.detail and shot.framing is not Framing.INSERT:
            return None
        return _detail(shot, cast[subject], things, scene, notes)
    thing = next((thing for thing in things if thing.id == subject), None)
    if thing is not None:
        holder = cast.get(thing.start.held_by)
        if holder is None:
            return thing_sitter(resting_points(thing), shot.size)
        hand = np.asarray(holder.skeleton().hand(thing.start.hand)[0])
        return thing_sitter(thing_points(thing, hand), shot.size)
    part = set_part(id_words(subject), plan) if subject else ""
    if part:
        points = np.concatenate([face.points for face in plan.moving[part](1.0)])
        x0, x1, z0, z1 = plan.bounds
        reach = np.array([[x0 - 2, 0.0, z0 - 2], [x1 + 2, plan.height, z1 + 2]])
        return thing_sitter(np.clip(points, *reach), shot.size)
    mark = find_mark(plan, id_words(subject)) if subject else None
    if mark is not None:
        return _landmark_sitter(mark.look_at or (mark.x, mark.height + 0.2, mark.z), shot.size)
    return None


def _detail(
    shot: Shot, body: Body, things: tuple[Thing, ...], scene: Scene, notes: Notes
) -> Sitter | None:
    detail = shot.detail or "hands"
    held = held_in(shot, body.role.id, things)
    found = detail_sitter(body, detail, held)
    if found is not None:
        return found
    thing = next(
        (thing for thing in things if thing.id == detail or id_words(thing.id) == detail), None
    )
    if thing is not None:
        hand = None
        if thing.start.held_by in scene.bodies:
            hand = np.asarray(
                scene.bodies[thing.start.held_by].skeleton().hand(thing.start.hand)[0]
            )
        return thing_sitter(thing_points(thing, hand), ShotSize.CLOSE_UP)
    mark = find_mark(scene.plan, detail)
    if mark is not None:
        return _landmark_sitter(mark.look_at or (mark.x, mark.height, mark.z), shot.size)
    notes.add(f"There is no {detail!r} to show large: the hands are shown.")
    return detail_sitter(body, "hands", held)


def _landmark_sitter(point: Point, size: ShotSize) -> Sitter:
    reach = {ShotSize.EXTREME_CLOSE_UP: 0.15, ShotSize.CLOSE_UP: 0.3, ShotSize.MEDIUM_CLOSE_UP: 0.4}
    half = reach.get(size, 0.7)
    middle = np.array(point)
    points = np.concatenate([middle + half * np.eye(3), middle - half * np.eye(3)])
    return Sitter(points, np.zeros((0, 3)), centered(0.7), float(point[1]) + 0.2)


def _place_sitter(scene: Scene) -> Sitter:
    x, z = scene.plan.center
    points = np.array([[x, 0.2, z], [x, 1.9, z], [x - 1.2, 1.0, z], [x + 1.2, 1.0, z]])
    return Sitter(points, np.zeros((0, 3)), Box(0.3, 0.8), 1.55)


def _anchor(body: Body, size: ShotSize, t: float) -> Array:
    """What stays in its place while a camera comes nearer: the top of the head; in a close-up a
    point on the forehead, so that the chin is not lost."""
    top = body.joint("head_top", t)
    if size in (ShotSize.CLOSE_UP, ShotSize.EXTREME_CLOSE_UP):
        return np.asarray(0.64 * body.joint("eyes", t) + 0.36 * top)
    return top


def _looked_at(scene: Scene, cast: dict[str, Body], subject: str) -> Point | None:
    """What a point of view is of: the subject, else what the viewer looks at."""
    if subject and subject != scene.viewer:
        if subject in cast:
            x, y, z = cast[subject].joint("head")
            return (float(x), float(y), float(z))
        return None
    return cast[scene.viewer].role.start.look_at if scene.viewer in cast else None
