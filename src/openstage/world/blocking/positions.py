"""Where each actor is when the shot begins: as it was, as it is told, or where there is room."""

from __future__ import annotations

from openstage.storyboard.document import Storyboard
from openstage.storyboard.vocabulary import ScreenPosition
from openstage.world.blocking.actors import Actor, Notes
from openstage.world.blocking.lexicon import body_of, tokens
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
from openstage.world.scene import Mark, SetPlan

TALK = 1.2
"""Meters between two who talk."""
ABREAST = 0.75
"""Meters between those who walk side by side."""
NEXT_TO = 1.9
"""Meters: so far from somebody one may be and still be 'next to' them, from an earlier shot."""
SAME = 1.3
"""Meters: a place named in a shot is where somebody already is, when it is this near."""

_ORDER = {
    ScreenPosition.OFF_LEFT: -2,
    ScreenPosition.LEFT: -1,
    ScreenPosition.CENTER: 0,
    ScreenPosition.RIGHT: 1,
    ScreenPosition.OFF_RIGHT: 2,
}
_SITTING = ("sit", "lie")


def place(actors: list[Actor], plan: SetPlan, board: Storyboard, notes: Notes) -> Floor:
    """Gives every actor its start; the floor that it gives back knows where they are."""
    floor = Floor(plan)
    for actor in actors:
        _by_place(actor, actors, plan, board, floor, notes)
    for actor in actors:
        if not actor.placed and actor.before is not None and not _sent(actor, actors, board):
            _by_state(actor, plan, floor)
    for actor in actors:
        if not actor.placed:
            _by_words(actor, plan, floor)
    for actor in actors:
        if not actor.placed:
            _by_neighbor(actor, actors, board, floor)
    _free([actor for actor in actors if not actor.placed], actors, plan, floor)
    for actor in actors:
        _body(actor, plan, floor, notes)
    return floor


def _sent(actor: Actor, actors: list[Actor], board: Storyboard) -> bool:
    """Whether it is told to be next to somebody from whom it is far."""
    id = entity_id(actor.blocking.place, board) if actor.blocking.place else ""
    other = next((other for other in actors if other.id == id and other is not actor), None)
    if other is None or actor.before is None:
        return False
    spot = other.spot if other.placed else None
    if spot is None and other.before is not None:
        spot = (other.before.x, other.before.z)
    return spot is not None and distance(spot, (actor.before.x, actor.before.z)) > NEXT_TO


def entity_id(words: str, board: Storyboard) -> str:
    """The id of the character or prop that `words` name ('Mara', 'next to mara'); or nothing."""
    said = set(tokens(words)) | {words.strip().lower()}
    for entity in (*board.cast, *board.props):
        if entity.id.lower() in said or (
            tokens(entity.name) and set(tokens(entity.name)) <= set(tokens(words))
        ):
            return entity.id
    return ""


def _put(actor: Actor, spot: Spot, floor: Floor, mark: Mark | None = None) -> None:
    actor.spot = spot
    actor.mark = mark
    actor.placed = True
    if mark is not None:
        actor.facing = mark.facing
    floor.take([spot])


def _by_state(actor: Actor, plan: SetPlan, floor: Floor) -> None:
    before = actor.before
    assert before is not None
    mark = next((mark for mark in plan.marks if mark.name == before.mark), None)
    _put(actor, (before.x, before.z), floor, mark)
    actor.facing, actor.height = before.facing, before.height
    actor.body = body_of(before.pose)


def _by_place(
    actor: Actor,
    actors: list[Actor],
    plan: SetPlan,
    board: Storyboard,
    floor: Floor,
    notes: Notes,
) -> None:
    words = actor.blocking.place
    if not words or entity_id(words, board) in {other.id for other in actors}:
        return
    mark = find_mark(plan, words)
    spot = (mark.x, mark.z) if mark else generic_spot(plan, words)
    if actor.before is not None and (
        spot is None or distance((actor.before.x, actor.before.z), spot) < SAME
    ):
        return
    if mark is not None:
        _at_mark(actor, mark, plan, floor)
    elif spot is not None:
        _put(actor, floor.nearest(spot), floor)
        actor.facing = plan.master + 180
    elif not entity_id(words, board):
        notes.add(f"The set {plan.name!r} has no '{words}': {actor.name} is near its middle.")


def _at_mark(actor: Actor, mark: Mark, plan: SetPlan, floor: Floor) -> None:
    """At a mark: on its seat if it is one and the actor sits or is told nothing, else beside it."""
    sits = actor.begin.body in _SITTING or (
        mark.pose in _SITTING and not actor.begin.body and not actor.begin.gait
    )
    if actor.animal and mark.pose in _SITTING:
        sits = False
    if mark.pose in _SITTING and sits:
        _seat(actor, mark, plan, floor)
    elif mark.for_things or mark.pose in _SITTING:
        _put(actor, floor.nearest((mark.x, mark.z)), floor)
        actor.turn_to((mark.look_at[0], mark.look_at[2]) if mark.look_at else (mark.x, mark.z))
        actor.mark = mark
    else:
        crowded = any(distance((mark.x, mark.z), other) < 0.6 for other in floor.taken)
        spot = floor.nearest((mark.x, mark.z)) if crowded else (mark.x, mark.z)
        _put(actor, spot, floor, mark)


def _seat(actor: Actor, mark: Mark, plan: SetPlan, floor: Floor) -> None:
    """On the seat of a mark; where it is taken, on the next one, or beside on the same bench."""
    seats = sorted(
        (other for other in plan.marks if other.pose == mark.pose),
        key=lambda other: distance((other.x, other.z), (mark.x, mark.z)),
    )
    for seat in seats:
        spot = (seat.x, seat.z)
        near = distance(spot, (mark.x, mark.z)) < 2.0
        if near and all(distance(spot, other) > 0.4 for other in floor.taken):
            break
    else:
        seat, spot = mark, step((mark.x, mark.z), mark.facing + 90, 0.6)
    _put(actor, spot, floor, seat)
    actor.height = seat.height
    actor.body = body_of(seat.pose)
    actor.settled = True


def _by_words(actor: Actor, plan: SetPlan, floor: Floor) -> None:
    """A landmark in what the actor does ('types at a computer') is where it is."""
    if actor.begin.gait or not actor.text.strip(" ,"):
        return
    for clause in actor.text.split(","):
        mark = find_mark(plan, clause)
        looks = any(word in clause for word in ("look", "toward", "points", "watch"))
        if mark is not None and not looks:
            _at_mark(actor, mark, plan, floor)
            return
    if actor.begin.body in _SITTING and not actor.animal:
        seats = [mark for mark in plan.marks if mark.pose == actor.begin.body]
        if seats:
            _seat(actor, min(seats, key=lambda m: distance((m.x, m.z), plan.center)), plan, floor)


def _by_neighbor(actor: Actor, actors: list[Actor], board: Storyboard, floor: Floor) -> None:
    """Next to the one it is told to be next to, once that one has a place."""
    id = entity_id(actor.blocking.place, board)
    other = next((o for o in actors if o.id == id and o.placed and o is not actor), None)
    if other is None:
        if id in actor.others:
            there = actor.others[id]
            _put(actor, floor.beside(there, facing_to(there, floor.plan.center), ARM), floor)
            actor.turn_to(there)
        return
    near = ARM + actor.ahead + other.ahead
    _put(actor, floor.beside(other.spot, _side(actor, other, floor.plan), near), floor)
    actor.turn_to(other.spot)


def screen_order(actor: Actor) -> int:
    """Where somebody is told to be on the screen, from left to right; 0: in the middle."""
    position = actor.blocking.position
    return 0 if position is None else _ORDER[position]


def _side(actor: Actor, other: Actor, plan: SetPlan) -> float:
    """The side of `other` on which `actor` belongs: by the screen, by its way here, or in front."""
    mine, theirs = screen_order(actor), screen_order(other)
    if mine != theirs:
        return plan.master + (90 if mine > theirs else -90)
    if actor.before is not None:
        return facing_to(other.spot, (actor.before.x, actor.before.z))
    if other.settled:
        return other.facing + 30
    return plan.master + (90 if facing_to(other.spot, plan.center) % 360 < 180 else -90)


def _free(free: list[Actor], actors: list[Actor], plan: SetPlan, floor: Floor) -> None:
    """Those whom nothing places: abreast if they go, else around the one who has a place."""
    goers = [actor for actor in free if actor.begin.gait]
    if goers:
        _line_up(goers, actors, plan, floor)
    rest = [actor for actor in free if not actor.placed]
    rest.sort(key=screen_order)
    placed = [actor for actor in actors if actor.placed]
    if placed:
        for actor in rest:
            anchor = min(placed, key=lambda other: distance(other.spot, plan.center))
            near = TALK + actor.ahead + anchor.ahead
            _put(actor, floor.beside(anchor.spot, _side(actor, anchor, plan), near), floor)
            actor.turn_to(anchor.spot)
            placed.append(actor)
        return
    _circle(rest, plan, floor)


def _circle(actors: list[Actor], plan: SetPlan, floor: Floor) -> None:
    """Around the middle of the set: two face each other, more stand in an arc open to the front."""
    count = len(actors)
    for i, actor in enumerate(actors):
        if count == 1:
            spot = plan.center
        elif count == 2:
            apart = TALK + sum(other.ahead for other in actors)
            spot = step(plan.center, plan.master + (90 if i else -90), apart / 2)
        else:
            turn = -90 + 180 * i / (count - 1)
            spot = step(plan.center, plan.master + turn, max(0.85, 0.32 * count))
        _put(actor, floor.nearest(spot), floor)
    for actor in actors:
        others = [other.spot for other in actors if other is not actor]
        if others:
            middle = (
                sum(spot[0] for spot in others) / len(others),
                sum(spot[1] for spot in others) / len(others),
            )
            actor.turn_to(middle)
        else:
            actor.facing = plan.master + 150


def _line_up(goers: list[Actor], actors: list[Actor], plan: SetPlan, floor: Floor) -> None:
    """Side by side, where they have the length of the set before them."""
    heading = long_way(goers[0], plan)
    start = step(plan.center, heading, -0.3 * set_length(plan, heading))
    ordered = sorted(goers, key=screen_order)
    sign = 1 if abs((heading - plan.master + 180) % 360 - 180) < 90 else -1
    for i, actor in enumerate(ordered):
        aside = (i - (len(ordered) - 1) / 2) * ABREAST * sign
        _put(actor, floor.nearest(step(start, heading + 90, aside), 0.5), floor)
        actor.facing = heading


def long_way(actor: Actor, plan: SetPlan) -> float:
    """The way somebody goes who has no goal: along the set, into it if 'away', else out of it."""
    x0, x1, z0, z1 = plan.bounds
    along = plan.master
    across = (x1 - x0) if abs((plan.master % 180) - 90) > 45 else (z1 - z0)
    deep = (z1 - z0) if abs((plan.master % 180) - 90) > 45 else (x1 - x0)
    if across > 1.6 * deep:
        along = plan.master + 90
    if actor.away or across > 1.6 * deep:
        return along
    return along + 180


def set_length(plan: SetPlan, heading: float) -> float:
    x0, x1, z0, z1 = plan.bounds
    return z1 - z0 if abs((heading % 180) - 90) > 45 else x1 - x0


def _body(actor: Actor, plan: SetPlan, floor: Floor, notes: Notes) -> None:
    """The body that the words tell, on the seat or the ground that it needs."""
    told = actor.begin.body
    if actor.begin.gait:
        actor.body, actor.height, actor.settled = actor.begin.gait, 0.0, False
        return
    if not told:
        actor.settled = actor.settled or actor.body in _SITTING
        return
    if told in _SITTING and not actor.animal and actor.body != told:
        _find_seat(actor, told, plan, floor, notes)
    if told not in _SITTING:
        if actor.body in _SITTING:
            actor.spot = _off_seat(actor, floor)
        actor.height, actor.settled = 0.0, False
    actor.body = told


def _find_seat(actor: Actor, told: str, plan: SetPlan, floor: Floor, notes: Notes) -> None:
    """The nearest seat within reach; without one, the ground."""
    near = [
        mark
        for mark in plan.marks
        if mark.pose == told
        and distance((mark.x, mark.z), actor.spot) < 2.5
        and all(
            distance((mark.x, mark.z), other) > 0.4 for other in floor.taken if other != actor.spot
        )
    ]
    if not near:
        notes.add(f"{actor.name} {told}s on the ground: no seat or bed is near.")
        return
    seat = min(near, key=lambda mark: distance((mark.x, mark.z), actor.spot))
    actor.spot, actor.facing, actor.height = (seat.x, seat.z), seat.facing, seat.height
    actor.mark, actor.settled = seat, True


def _off_seat(actor: Actor, floor: Floor) -> Spot:
    """Where somebody stands who gets up: before the seat, or beside it for a table."""
    slim = Floor(floor.plan, radius=0.1)
    for turn in (0, 40, -40, 80, -80):
        spot = step(actor.spot, actor.facing + turn, 0.4)
        if slim.open(spot):
            return spot
    return actor.spot
