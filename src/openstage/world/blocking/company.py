"""Those who walk side by side: one leads, the others keep to its way and its pace."""

from __future__ import annotations

from math import cos, radians, sin

from openstage.storyboard.document import Storyboard
from openstage.world.blocking.actors import Actor
from openstage.world.blocking.places import Floor, Spot, distance, facing_to
from openstage.world.blocking.positions import entity_id
from openstage.world.scene import SetPlan

APART = 0.9
"""Meters between two who walk side by side."""


def gather_company(actors: list[Actor], board: Storyboard) -> list[Actor]:
    """Those who walk through the whole shot and to the same place; none where one walks alone."""
    walkers = [actor for actor in actors if _walks_on(actor)]
    ids = {actor.id for actor in walkers}
    same = {actor.blocking.place_end for actor in walkers}
    meets = any(entity_id(words, board) in ids for words in same if words)
    if len(walkers) < 2 or len(same) > 1 or meets:
        return []
    for actor in walkers:
        actor.company = tuple(ids - {actor.id})
    return walkers


def _walks_on(actor: Actor) -> bool:
    return bool(
        actor.begin.gait and actor.finish.gait and not actor.enters and not actor.exits
    ) and not (actor.finish.body or actor.begin.body)


def keep_together(company: list[Actor], plan: SetPlan) -> None:
    """Lays the ways of all but the first beside the way of the first, which is known."""
    leader, *others = company
    first = leader.way[0] if leader.way else leader.end_spot
    if distance(leader.spot, first) < 0.05:
        return
    floor = Floor(plan)
    heading = facing_to(leader.spot, first)
    taken = {0}
    for actor in sorted(others, key=lambda one: distance(one.spot, leader.spot)):
        slot = _slot(actor, leader, heading, taken, floor)
        taken.add(slot)
        aside = slot * APART

        def beside(spot: Spot, toward: float, aside: float = aside) -> Spot:
            return _aside(spot, toward, aside)

        last = leader.end_facing
        actor.spot = floor.nearest(beside(leader.spot, heading), 0.0)
        actor.way = tuple(beside(spot, heading) for spot in leader.way)
        actor.end_spot = floor.nearest(beside(leader.end_spot, last), 0.0)
        actor.gait, actor.moves = leader.gait, leader.moves
        actor.body = actor.end_body = leader.end_body
        actor.facing, actor.end_facing = heading, last
        actor.height = actor.end_height = 0.0
        actor.mark = actor.end_mark = None


def _slot(actor: Actor, leader: Actor, heading: float, taken: set[int], floor: Floor) -> int:
    """How many places to the right of the leader: on its own side, where there is floor."""
    along = radians(heading)
    right = (actor.spot[0] - leader.spot[0]) * cos(along)
    right -= (actor.spot[1] - leader.spot[1]) * sin(along)
    side = 1 if right >= 0 else -1
    slots = [slot for slot in (side, -side, 2 * side, -2 * side, 3 * side) if slot not in taken]
    ends = ((leader.spot, heading), (leader.end_spot, leader.end_facing))
    free = [
        slot
        for slot in slots
        if all(floor.open(_aside(spot, turn, slot * APART)) for spot, turn in ends)
    ]
    return (free or slots or [4 * side])[0]


def _aside(spot: Spot, heading: float, meters: float) -> Spot:
    along = radians(heading)
    return spot[0] + meters * cos(along), spot[1] - meters * sin(along)
