"""Where each actor ends, by which way, and when it goes."""

from __future__ import annotations

import re
from math import cos, radians, sin

from openstage.storyboard.document import Storyboard
from openstage.world.blocking.actors import Actor, Notes
from openstage.world.blocking.company import followers, gather_company, keep_behind, keep_together
from openstage.world.blocking.entrances import come_up, hide, step_back
from openstage.world.blocking.places import (
    ARM,
    Floor,
    Spot,
    distance,
    facing_to,
    find_mark,
    generic_spot,
    step,
)
from openstage.world.blocking.positions import entity_id, long_way
from openstage.world.blocking.ways import length, part_of_way, way
from openstage.world.scene import Mark, SetPlan

SPEED = {"walk": 1.3, "run": 3.2}
"""Meters a second."""
SLOWLY = 0.65
"""What is left of the speed of those who go slowly."""
HUG = 0.45
"""Meters between two who embrace."""
TOO_FAR = 1.3
"""A goal is out of reach that is so many times farther than the fastest gait goes."""
FEW_STEPS = 1.8
"""Meters that somebody goes who comes out: a pan keeps the face and the size so far."""
OUT_OF = 115
"""Degrees between the way into a door and that of somebody who has come out and goes along."""
HURRY = 2.4
"""Meters a second that a walk cannot do: who must be there in time, runs."""

_GOAL = re.compile(r"\b(?:to|toward|towards|into|through|for|at|out of|from)\s+(.+)$")
_AT_REST = ("sit", "lie", "kneel", "crouch")


def go(
    actors: list[Actor],
    plan: SetPlan,
    board: Storyboard,
    seconds: float,
    notes: Notes,
    *,
    master: bool,
) -> None:
    """Gives every actor its end. Those who stay are settled first, for others go to them.

    `master`: the shot is seen as the set's master camera sees it.
    """
    floor = Floor(plan)
    company = gather_company(actors, board)
    staying = [actor for actor in actors if not _moves_along(actor, actors, board, plan)]
    staying = [actor for actor in staying if not actor.enters]
    for actor in staying:
        _stay(actor, plan, floor, notes)
        floor.take([actor.end_spot])
    for actor in actors:
        if actor in staying or actor in company[1:]:
            continue
        if actor.enters:
            _come_in(actor, actors, plan, board, floor, notes)
        else:
            _travel(actor, actors, plan, board, floor, seconds, notes)
        floor.take([actor.end_spot])
    if company:
        keep_together(company, plan, master=master)
    for actor, leader in followers(actors, board):
        keep_behind(actor, leader)


def _moves_along(actor: Actor, actors: list[Actor], board: Storyboard, plan: SetPlan) -> bool:
    if actor.begin.gait or actor.finish.gait or actor.backs or _partner(actor, actors, board):
        return True
    words = actor.blocking.place_end
    if not words or words == actor.blocking.place:
        return False
    id = entity_id(words, board)
    other = next((other for other in actors if other.id == id), None)
    if other is not None:
        near = ARM + 0.4 + actor.ahead + other.ahead
        return other is not actor and distance(other.spot, actor.spot) > near
    spot = actor.others.get(id) or _named_spot(words, plan)
    return spot is not None and distance(spot, actor.spot) > 0.5


def _stay(actor: Actor, plan: SetPlan, floor: Floor, notes: Notes) -> None:
    """The same place, in another pose perhaps; getting up and sitting down shift a little."""
    actor.end_spot, actor.end_facing = actor.spot, actor.facing
    actor.end_height, actor.end_mark = actor.height, actor.mark
    actor.end_body = actor.finish.body or actor.body
    if actor.end_body == actor.body:
        return
    if actor.body in ("sit", "lie") and actor.end_body not in ("sit", "lie"):
        actor.end_spot, actor.end_height = _before_seat(actor, plan), 0.0
    elif actor.end_body in ("sit", "lie") and not actor.animal:
        seat = _seat_near(actor, plan)
        if seat is None:
            notes.add(f"{actor.name} {actor.end_body}s on the ground: no seat or bed is near.")
        else:
            _take_seat(actor, seat)
    actor.moves = (0.2, 0.75)


def _before_seat(actor: Actor, plan: SetPlan) -> Spot:
    spot = step(actor.spot, actor.facing, 0.3)
    return spot if Floor(plan, radius=0.05).open(spot) else actor.spot


def _seat_near(actor: Actor, plan: SetPlan, reach: float = 2.5) -> Mark | None:
    seats = [
        mark
        for mark in plan.marks
        if mark.pose == actor.end_body and distance((mark.x, mark.z), actor.spot) < reach
    ]
    return min(seats, key=lambda mark: distance((mark.x, mark.z), actor.spot), default=None)


def _take_seat(actor: Actor, seat: Mark) -> None:
    actor.end_spot, actor.end_facing = (seat.x, seat.z), seat.facing
    actor.end_height, actor.end_mark = seat.height, seat


def _travel(
    actor: Actor,
    actors: list[Actor],
    plan: SetPlan,
    board: Storyboard,
    floor: Floor,
    seconds: float,
    notes: Notes,
) -> None:
    """A walk or a run: to its goal where it has one and the time is enough, else on its way."""
    if actor.backs:
        step_back(actor, actors, board, plan)
        return
    actor.gait = actor.begin.gait or actor.finish.gait or "walk"
    stops = not actor.finish.gait or bool(actor.finish.body)
    if stops and come_up(actor, actors, board, plan):
        _arrive(actor, actors, plan, board, stops=True)
        return
    open_spot = hide(actor, actors, board, plan)
    if open_spot is not None:
        goal, mark, certain = floor.nearest(open_spot), None, False
    else:
        goal, mark, certain = _goal(actor, actors, plan, board, floor, notes)
        goal = _abreast(actor, actors, goal, plan)
    ahead = Floor(plan)
    ahead.take(other.spot for other in actors if other is not actor and not other.gait)
    actor.way = way(ahead, actor.spot, goal)
    whole = length(actor.spot, actor.way, goal)
    pace = SPEED[actor.gait] * (SLOWLY if "slow" in actor.text else 1.0)
    reach = pace * seconds * (0.8 if actor.begin.gait == "" or stops else 1.0)
    fastest = (SPEED["run"] if actor.gait == "run" else HURRY) * seconds
    out_of_reach = whole > TOO_FAR * fastest
    if (not certain and whole > reach) or out_of_reach:
        actor.way, goal = part_of_way(actor.spot, actor.way, goal, reach)
        mark = None
    if actor.gait == "walk" and length(actor.spot, actor.way, goal) > HURRY * seconds:
        actor.gait = "run"
    actor.end_spot, actor.end_mark = goal, mark
    _arrive(actor, actors, plan, board, stops=stops)


def _come_in(
    actor: Actor,
    actors: list[Actor],
    plan: SetPlan,
    board: Storyboard,
    floor: Floor,
    notes: Notes,
) -> None:
    """Where somebody arrives who comes in; where it comes from, the camera decides later."""
    goal, mark, certain = _goal(actor, actors, plan, board, floor, notes)
    if not certain and mark is None and not entity_id(actor.look_end, board):
        goal = actor.spot
    actor.gait = actor.begin.gait or "walk"
    actor.spot = actor.end_spot = goal
    actor.end_mark, actor.end_facing, actor.end_height = mark, actor.facing, 0.0
    goes_on = bool(actor.finish.gait) and not actor.finish.body
    actor.end_body = actor.gait if goes_on else (actor.finish.body or "stand")
    actor.body = actor.end_body if actor.end_body != actor.gait else "stand"


def _abreast(actor: Actor, actors: list[Actor], goal: Spot, plan: SetPlan) -> Spot:
    """Who goes to the same place with others keeps to its side of the way."""
    words = actor.blocking.place_end
    group = [other for other in actors if words and other.blocking.place_end == words]
    if len(group) < 2 or actor.company:
        return goal
    middle = (
        sum(other.spot[0] for other in group) / len(group),
        sum(other.spot[1] for other in group) / len(group),
    )
    along = radians(facing_to(middle, goal))
    aside = (actor.spot[0] - middle[0]) * cos(along) - (actor.spot[1] - middle[1]) * sin(along)
    aside = max(-1.2, min(1.2, aside))
    return Floor(plan).nearest((goal[0] + aside * cos(along), goal[1] - aside * sin(along)), 0.0)


def _partner(actor: Actor, actors: list[Actor], board: Storyboard) -> Actor | None:
    """The one whom somebody goes to embrace: the first of the two goes to the second."""
    if "embrace" not in actor.finish.gestures:
        return None
    id = entity_id(actor.look_end, board) if actor.look_end else ""
    other = next((other for other in actors if other.id == id and other is not actor), None)
    if other is None or distance(other.spot, actor.spot) < HUG + 0.15:
        return None
    second = "embrace" in other.finish.gestures and actors.index(other) < actors.index(actor)
    return None if second else other


def _arrive(
    actor: Actor, actors: list[Actor], plan: SetPlan, board: Storyboard, *, stops: bool
) -> None:
    """The body and the facing at the end of a way, and the time it takes."""
    last = actor.way[-1] if actor.way else actor.spot
    actor.end_facing = (
        facing_to(last, actor.end_spot) if distance(last, actor.end_spot) > 0.05 else actor.facing
    )
    first = actor.way[0] if actor.way else actor.end_spot
    if actor.body not in ("sit", "lie") and distance(actor.spot, first) > 0.05:
        actor.facing = facing_to(actor.spot, first)
    actor.end_height = 0.0
    if not stops:
        actor.end_body = actor.gait or "walk"
        actor.moves = (0.0 if actor.begin.gait else 0.2, 1.0)
        return
    actor.end_body = actor.finish.body if actor.finish.body else "stand"
    actor.moves = (0.0 if actor.begin.gait else 0.15, 0.85)
    if actor.end_body in ("sit", "lie") and not actor.animal:
        near = [m for m in plan.marks if distance((m.x, m.z), actor.end_spot) < 1.6]
        seat = next((m for m in near if m.pose == actor.end_body), None)
        if seat is not None:
            _take_seat(actor, seat)
    elif actor.end_mark is not None and not entity_id(actor.look_end, board):
        actor.end_facing = actor.end_mark.facing


def _goal(
    actor: Actor,
    actors: list[Actor],
    plan: SetPlan,
    board: Storyboard,
    floor: Floor,
    notes: Notes,
) -> tuple[Spot, Mark | None, bool]:
    """Where a walk leads, the mark there, and whether it must be there when the shot ends."""
    loved = _partner(actor, actors, board)
    if loved is not None:
        return step(loved.spot, facing_to(loved.spot, actor.spot), HUG), None, True
    told = actor.blocking.place_end
    if told and told != actor.blocking.place:
        found = _resolve(told, actor, actors, plan, board, floor)
        if found is not None:
            return (*found, True)
        notes.add(f"The set {plan.name!r} has no '{told}': {actor.name} goes on its way.")
    for clause in re.split(r"[,.;]", actor.text):
        goal = _GOAL.search(clause.lower())
        if goal:
            found = _resolve(goal.group(1), actor, actors, plan, board, floor)
            if found is not None and distance(found[0], actor.spot) > 0.5:
                return (*found, False)
    if actor.finish.leaves or says_out(actor):
        for words in ("outside", "door"):
            mark = find_mark(plan, words)
            if mark is not None and distance((mark.x, mark.z), actor.spot) > 0.5:
                return (mark.x, mark.z), mark, False
    if not actor.away and entity_id(actor.look_end, board) not in actor.company:
        found = _resolve(actor.look_end, actor, actors, plan, board, floor)
        if found is not None and distance(found[0], actor.spot) > 1.0:
            return (*found, False)
    return (*_onward(actor, plan), False)


def says_out(actor: Actor) -> bool:
    return bool(re.search(r"\b(?:out of|leaves|exits)\b", f"{actor.text} {actor.story}"))


def _onward(actor: Actor, plan: SetPlan) -> tuple[Spot, None]:
    """Straight along the set, as far as its bounds."""
    heading = long_way(actor, plan)
    if actor.before is not None and actor.begin.gait:
        heading = actor.before.facing
    if not actor.begin.gait and not actor.away:
        heading = facing_to(actor.spot, plan.center)
    if actor.panned and actor.mark is not None and actor.mark.look_at is not None:
        # Out of a door or a train, before a camera that sees it and pans along.
        x, _, z = actor.mark.look_at
        heading = facing_to(actor.spot, (x, z)) + actor.panned * OUT_OF
        far = _straight(actor, heading, plan)
        if distance(far, actor.spot) > FEW_STEPS:
            return step(actor.spot, heading, FEW_STEPS), None
    far = _straight(actor, heading, plan)
    if distance(far, actor.spot) < 1.2:
        far = _straight(actor, heading + 180, plan)
    return far, None


def _straight(actor: Actor, heading: float, plan: SetPlan) -> Spot:
    """The last spot of the set on a straight way."""
    floor = Floor(plan)
    margin = 0.3 if floor.within(actor.spot, 0.3) else 0.0
    far = actor.spot
    for i in range(1, 200):
        spot = step(actor.spot, heading, 0.25 * i)
        if not floor.within(spot, margin):
            break
        far = spot
    return far


def _resolve(
    words: str,
    actor: Actor,
    actors: list[Actor],
    plan: SetPlan,
    board: Storyboard,
    floor: Floor,
) -> tuple[Spot, Mark | None] | None:
    """The spot that words name: beside a person, at a mark, in a region of the set."""
    if not words.strip():
        return None
    id = entity_id(words, board)
    other = next((other for other in actors if other.id == id and other is not actor), None)
    if other is not None:
        there = other.end_spot if other.end_spot != (0.0, 0.0) else other.spot
        near = HUG if "embrace" in actor.finish.gestures else ARM
        near += actor.ahead + other.ahead
        return floor.beside(there, facing_to(there, actor.spot), near), None
    if id in actor.others:
        there = actor.others[id]
        return floor.beside(there, facing_to(there, actor.spot), ARM), None
    mark = find_mark(plan, words)
    if mark is not None:
        if mark.for_things or (mark.pose in _AT_REST and actor.finish.body not in _AT_REST):
            return floor.nearest((mark.x, mark.z)), mark
        return floor.nearest((mark.x, mark.z), 0.5) if mark.pose == "stand" else (
            mark.x,
            mark.z,
        ), mark
    spot = generic_spot(plan, words)
    return (floor.nearest(spot), None) if spot is not None else None


def _named_spot(words: str, plan: SetPlan) -> Spot | None:
    mark = find_mark(plan, words)
    return (mark.x, mark.z) if mark is not None else generic_spot(plan, words)
