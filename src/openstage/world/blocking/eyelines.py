"""Whom bodies and eyes turn to."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from openstage.storyboard.context import WorldState
from openstage.storyboard.document import Storyboard
from openstage.world.blocking.actors import Actor
from openstage.world.blocking.places import distance, facing_to, find_mark, generic_spot
from openstage.world.blocking.positions import entity_id
from openstage.world.blocking.props import HELD
from openstage.world.figures import pose
from openstage.world.geometry import Camera, Point
from openstage.world.scene import SetPlan
from openstage.world.staging import Role, Stance, Thing

EYES = {"sit": 1.2, "kneel": 1.05, "crouch": 0.9, "lie": 0.5}
"""Meters: about where the eyes of one who is not in the shot are, by its pose."""
TO_CAMERA = frozenset({"left", "right", "up", "down", "camera"})
TURNABLE = ("stand", "kneel", "crouch", "lean")


def turn_bodies(actors: list[Actor], plan: SetPlan, board: Storyboard, state: WorldState) -> None:
    """Those who stand turn to whom they look at; those who sit and walk keep their way."""
    by_id = {actor.id: actor for actor in actors}

    def spot_of(words: str, actor: Actor, *, end: bool) -> tuple[float, float] | None:
        id = entity_id(words, board) if words else ""
        other = by_id.get(id)
        if other is not None and other is not actor:
            return other.end_spot if end else other.spot
        if id in state.where and id != actor.id and state.where[id].pose != HELD:
            return state.where[id].x, state.where[id].z
        mark = find_mark(plan, words) if words and words not in TO_CAMERA else None
        if mark is None:
            return None
        return (mark.look_at[0], mark.look_at[2]) if mark.look_at else (mark.x, mark.z)

    for actor in actors:
        start = spot_of(actor.look, actor, end=False)
        if start is not None and _turns(actor, actor.body, start):
            actor.facing = facing_to(actor.spot, start)
            if not actor.goes:
                actor.end_facing = actor.facing
        end = spot_of(actor.look_end, actor, end=True)
        if end is not None and actor.end_body in TURNABLE and distance(end, actor.end_spot) > 0.3:
            changes = actor.look_end != actor.look or actor.goes or actor.end_body != actor.body
            if changes or _turns(actor, actor.end_body, end):
                actor.end_facing = facing_to(actor.end_spot, end)


def _turns(actor: Actor, body: str, spot: tuple[float, float]) -> bool:
    return body in TURNABLE and not actor.settled and distance(actor.spot, spot) > 0.3


class Eyes:
    """Finds the point that an eyeline names."""

    def __init__(
        self,
        roles: tuple[Role, ...],
        things: tuple[Thing, ...],
        plan: SetPlan,
        board: Storyboard,
        state: WorldState,
        seconds: float,
    ) -> None:
        self.plan, self.board, self.state = plan, board, state
        self.eyes = {role.id: tuple(_eyes(role, t, seconds) for t in (0.0, 1.0)) for role in roles}
        self.things = {thing.id: (thing.start, thing.end) for thing in things}

    def point(self, words: str, who: str, end: bool) -> Point | None:
        """The point that `who` looks at; None where words name nothing that is there."""
        if not words or words in TO_CAMERA:
            return None
        id = entity_id(words, self.board)
        if id in self.eyes and id != who:
            return self.eyes[id][end]
        if id in self.things:
            place = self.things[id][end]
            if not place.held_by:
                return (place.x, place.y, place.z)
            if place.held_by != who and place.held_by in self.eyes:
                x, y, z = self.eyes[place.held_by][end]
                return (x, y - 0.35, z)
            return None
        if id in self.state.where and id != who and self.state.where[id].pose != HELD:
            where = self.state.where[id]
            return (where.x, EYES.get(where.pose, 1.55), where.z)
        return self._landmark(words)

    def _landmark(self, words: str) -> Point | None:
        mark = find_mark(self.plan, words)
        if mark is not None:
            return mark.look_at or (mark.x, 1.4, mark.z)
        spot = generic_spot(self.plan, words)
        return (spot[0], 1.4, spot[1]) if spot is not None else None


def _eyes(role: Role, t: float, seconds: float) -> Point:
    x, y, z = (float(value) for value in pose(role, t, seconds).joints["eyes"])
    return (x, y, z)


def with_eyelines(roles: tuple[Role, ...], actors: list[Actor], eyes: Eyes) -> tuple[Role, ...]:
    """The roles, looking at the people, things and landmarks that their eyelines name."""
    by_id = {actor.id: actor for actor in actors}
    looking = []
    for role in roles:
        actor = by_id[role.id]
        start = eyes.point(actor.look, role.id, False)
        end = eyes.point(actor.look_end, role.id, True)
        looking.append(
            replace(
                role, start=replace(role.start, look_at=start), end=replace(role.end, look_at=end)
            )
        )
    return tuple(looking)


def toward_camera(
    roles: tuple[Role, ...], actors: list[Actor], start: Camera, end: Camera, seconds: float
) -> tuple[Role, ...]:
    """The roles whose eyelines are left, right, up, down or camera, now that there is a camera."""
    by_id = {actor.id: actor for actor in actors}
    looking = []
    for role in roles:
        actor = by_id[role.id]
        stances: list[Stance] = []
        for stance, words, camera, t in (
            (role.start, actor.look, start, 0.0),
            (role.end, actor.look_end, end, 1.0),
        ):
            if words in TO_CAMERA:
                at = _beside_lens(_eyes(role, t, seconds), camera, words)
                stances.append(replace(stance, look_at=at))
            else:
                stances.append(stance)
        looking.append(replace(role, start=stances[0], end=stances[1]))
    return tuple(looking)


def _beside_lens(eyes: Point, camera: Camera, words: str) -> Point:
    """A point that leads the look to the side of the screen that is told, past the lens."""
    right, _up, forward = camera.basis()
    toward = -forward * 1.6
    turns = {
        "left": toward - right * 2.2,
        "right": toward + right * 2.2,
        "up": toward + np.array([0.0, 2.0, 0.0]),
        "down": toward - np.array([0.0, 1.6, 0.0]),
    }
    point = np.array(camera.eye) if words == "camera" else np.array(eyes) + turns[words]
    return (float(point[0]), float(point[1]), float(point[2]))
