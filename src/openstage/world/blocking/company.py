"""Those who walk side by side: one leads, the others keep to its way and its pace."""

from __future__ import annotations

from math import cos, radians, sin

from openstage.storyboard.document import Storyboard
from openstage.world.blocking.actors import Actor
from openstage.world.blocking.places import Floor, Spot, distance, facing_to, step
from openstage.world.blocking.positions import entity_id, screen_order
from openstage.world.blocking.ways import length, part_of_way
from openstage.world.scene import SetPlan

APART = 0.9
"""Meters between two who walk side by side."""


BEHIND = 1.6
"""Meters between one who walks and one who follows."""


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


def followers(actors: list[Actor], board: Storyboard) -> list[tuple[Actor, Actor]]:
    """Those who walk on behind somebody who walks on: (who follows, whom)."""
    walkers = {actor.id: actor for actor in actors if _walks_on(actor)}
    pairs = []
    for actor in walkers.values():
        told = actor.blocking.place_end
        leader = walkers.get(entity_id(told, board)) if told else None
        goes_its_way = leader is not None and entity_id(leader.blocking.place_end, board) == ""
        if leader is not None and leader is not actor and goes_its_way:
            pairs.append((actor, leader))
    return pairs


def keep_behind(actor: Actor, leader: Actor) -> None:
    """Lays the way of one who follows onto that of the leader, some steps behind."""
    first = leader.way[0] if leader.way else leader.end_spot
    if distance(leader.spot, first) < 0.05:
        return
    heading = facing_to(leader.spot, first)
    gap = BEHIND + actor.ahead
    whole = length(leader.spot, leader.way, leader.end_spot)
    turns, last = part_of_way(leader.spot, leader.way, leader.end_spot, max(whole - gap, 0.0))
    actor.spot = step(leader.spot, heading + 180, gap)
    actor.way = (leader.spot, *turns) if whole > gap else ()
    actor.end_spot = last if whole > gap else step(leader.spot, heading + 180, gap - whole)
    actor.gait, actor.moves = leader.gait, leader.moves
    actor.body = actor.end_body = leader.end_body
    actor.facing = heading
    before = actor.way[-1] if actor.way else actor.spot
    actor.end_facing = facing_to(before, actor.end_spot)
    actor.height = actor.end_height = 0.0
    actor.mark = actor.end_mark = None


def keep_together(company: list[Actor], plan: SetPlan, *, master: bool) -> None:
    """Lays the ways of all but the first beside the way of the first, which is known.

    `master`: the camera looks as the set's master does; else it goes before them.
    """
    leader, *others = company
    first = leader.way[0] if leader.way else leader.end_spot
    if distance(leader.spot, first) < 0.05:
        return
    floor = Floor(plan)
    heading = facing_to(leader.spot, first)
    into_depth = abs((heading - plan.master + 180) % 360 - 180) < 90
    backs = leader.away or (master and into_depth)
    taken = {0}
    for actor in sorted(others, key=lambda one: distance(one.spot, leader.spot)):
        slot = _slot(actor, leader, heading, taken, floor, backs=backs)
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


def _slot(
    actor: Actor, leader: Actor, heading: float, taken: set[int], floor: Floor, *, backs: bool
) -> int:
    """How many places to the right of the leader: on the side that the screen tells, where there
    is floor."""
    side = _told_side(actor, leader, backs=backs) or _own_side(actor, leader, heading)
    slots = [slot for slot in (side, -side, 2 * side, -2 * side, 3 * side) if slot not in taken]
    ends = ((leader.spot, heading), (leader.end_spot, leader.end_facing))
    free = [
        slot
        for slot in slots
        if all(floor.open(_aside(spot, turn, slot * APART)) for spot, turn in ends)
    ]
    return (free or slots or [4 * side])[0]


def _told_side(actor: Actor, leader: Actor, *, backs: bool) -> int:
    """1: to the right of the leader, -1: to the left, 0: not told. A camera before them sees
    their right at its left; one that sees their `backs` does not."""
    mine, theirs = screen_order(actor), screen_order(leader)
    if mine == theirs:
        return 0
    right_on_screen = 1 if mine > theirs else -1
    return right_on_screen if backs else -right_on_screen


def _own_side(actor: Actor, leader: Actor, heading: float) -> int:
    """The side of the leader on which somebody is already."""
    along = radians(heading)
    right = (actor.spot[0] - leader.spot[0]) * cos(along)
    right -= (actor.spot[1] - leader.spot[1]) * sin(along)
    return 1 if right >= 0 else -1


def _aside(spot: Spot, heading: float, meters: float) -> Spot:
    along = radians(heading)
    return spot[0] + meters * cos(along), spot[1] - meters * sin(along)
