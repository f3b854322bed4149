"""Coming in and going out through the edges of the frame, once there is a camera."""

from __future__ import annotations

from math import hypot

import numpy as np

from openstage.world.blocking.actors import Actor
from openstage.world.blocking.going import SPEED
from openstage.world.blocking.places import Floor, Spot, distance, facing_to
from openstage.world.blocking.ways import length, way
from openstage.world.geometry import SENSOR_HEIGHT_MM, Camera
from openstage.world.scene import SetPlan

_SOON = 0.15
"""Of the shot: by then somebody comes in, or begins to go out."""


_LATE = 0.35
"""The same of somebody who has not arrived when the shot ends, and hurries less for it."""


_AMID = 0.27
"""Of the shot: the middle of the way of somebody after whom the camera pans, as eyes do."""


def off_frame(
    actor: Actor,
    camera: Camera,
    aspect: float,
    plan: SetPlan,
    side: float,
    seconds: float,
    *,
    entering: bool,
    panned: bool = False,
) -> None:
    """Lays the start of one who comes in, or the end of one who goes out, outside the frame.

    `side`: -1 for the left edge of the frame, 1 for the right one. The shot lasts `seconds`; who
    needs less for the way waits where nobody sees them, and keeps the speed of their gait. A pan
    is fastest in the middle of the shot: who is `panned` is a little before it.
    """
    inner = actor.end_spot if entering else actor.spot
    outer = _outside(inner, camera, aspect, plan, side)
    actor.way = way(Floor(plan), outer, inner) if entering else way(Floor(plan), inner, outer)
    actor.gait = actor.gait or actor.begin.gait or actor.finish.gait or "walk"
    if entering:
        actor.spot, actor.height, actor.body = outer, 0.0, actor.gait
        actor.facing = facing_to(outer, actor.way[0] if actor.way else inner)
        needed = _share(actor, outer, inner, seconds)
        goes_on = actor.end_body == actor.gait
        arrives = 1.0 if goes_on else 0.8
        latest = _LATE if goes_on else _AMID - needed / 2 if panned else _SOON
        begins = min(max(latest, 0.0), max(0.0, arrives - needed))
        actor.moves = (begins, 1.0 if goes_on else min(arrives, begins + needed))
        last = actor.way[-1] if actor.way else outer
        if actor.end_body == actor.gait:
            actor.end_facing = facing_to(last, inner)
        return
    actor.end_spot, actor.end_height, actor.end_mark = outer, 0.0, None
    actor.end_body = actor.gait
    actor.end_facing = facing_to(actor.way[-1] if actor.way else inner, outer)
    leaves = 0.0 if actor.begin.gait else _SOON
    actor.moves = (leaves, min(1.0, leaves + _share(actor, inner, outer, seconds)))
    if actor.begin.gait:
        actor.facing = facing_to(inner, actor.way[0] if actor.way else outer)


def _share(actor: Actor, start: Spot, end: Spot, seconds: float) -> float:
    """Of the shot, that the way takes."""
    return length(start, actor.way, end) / (SPEED[actor.gait] * seconds)


def _outside(inner: Spot, camera: Camera, aspect: float, plan: SetPlan, side: float) -> Spot:
    """The nearest open place beyond the told edge of the frame; past the walls if there is none."""
    floor = Floor(plan)
    x0, x1, z0, z1 = plan.bounds
    cells = [
        (x, z)
        for x in np.arange(x0 + 0.3, x1, 0.5).tolist()
        for z in np.arange(z0 + 0.3, z1, 0.5).tolist()
        if floor.open((x, z))
    ]
    right = camera.basis()[0]
    flat = (float(right[0]) * side, float(right[2]) * side)
    length_flat = max(hypot(*flat), 1e-6)
    straight = [
        (inner[0] + flat[0] / length_flat * d, inner[1] + flat[1] / length_flat * d)
        for d in np.arange(0.5, 30.0, 0.25).tolist()
    ]
    for places in (cells, straight):
        out = [spot for spot in places if _beyond(spot, camera, aspect, side)]
        if out:
            return min(out, key=lambda spot: distance(spot, inner))
    return straight[-1]


def _beyond(spot: Spot, camera: Camera, aspect: float, side: float) -> bool:
    """Whether a whole figure at `spot` is outside the frame on that side."""
    column = np.array([[spot[0], y, spot[1]] for y in (0.0, 0.9, 1.8)])
    in_camera = (column - np.array(camera.eye)) @ camera.basis().T
    half = SENSOR_HEIGHT_MM / camera.lens_mm / 2 * aspect
    edge = np.maximum(in_camera[:, 2], 0.05) * half + 0.45
    return bool((in_camera[:, 0] * side > edge).all())
