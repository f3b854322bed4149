"""How far from each other those are who share a shot: near enough to be read, apart enough to
look over a shoulder."""

from __future__ import annotations

import re
from itertools import permutations

from openstage.storyboard.document import Shot, Storyboard
from openstage.storyboard.vocabulary import Framing, ShotSize
from openstage.world.blocking.actors import Actor
from openstage.world.blocking.places import ARM, Floor, Spot, distance, facing_to, step
from openstage.world.blocking.positions import entity_id, screen_order
from openstage.world.blocking.ways import part_of_way, way

READABLE = {
    ShotSize.WIDE: 5.5,
    ShotSize.MEDIUM_WIDE: 3.4,
    ShotSize.MEDIUM: 2.8,
}
"""Meters between two of one shot, by its size: farther, one of them is too small to be known."""
CLOSE_BY = 2.6
"""The same for all closer sizes."""
TOLD_FAR = 2.0
"""So many times farther are those of whom the words say that they are far."""
TOO_CLOSE = 0.75
OVER_SHOULDER, OVER_UNEVEN = 1.35, 1.5
"""Meters between the one over whose shoulder is looked and the other; where one is lower than
the other, the lens needs some more of them to see both heads."""
A_STEP = 2.0
"""Meters: so far from each other two are a step away."""
ASIDE = (50, 35, 65, 20, 10)
"""Degrees from where somebody looks, at which another comes near: the best first."""
_FAR = re.compile(
    r"\b(?:far|farther|distance|distant|distantly|across|horizon|opposite|other side|at the end)\b"
)
_RESTING = ("sit", "lie")


def space(actors: list[Actor], shot: Shot, board: Storyboard, floor: Floor) -> None:
    """Brings nearer who would be too small beside the others, and parts who stand too close."""
    _come_near(actors, shot, board, floor)
    _come_to_hand(actors, floor)
    _part(actors, shot, floor)


def _come_near(actors: list[Actor], shot: Shot, board: Storyboard, floor: Floor) -> None:
    """Who is where an earlier shot left them has come nearer since, as far as the frame needs it.

    A master may show people far apart; who comes in or goes to the other is on the way itself.
    """
    if shot.framing is Framing.ESTABLISHING or shot.size is ShotSize.EXTREME_WIDE:
        return
    reach = READABLE.get(shot.size, CLOSE_BY)
    if _FAR.search(_words(shot)):
        reach *= TOLD_FAR
    for actor in actors:
        others = [other for other in actors if other is not actor and not other.enters]
        if not others or not _may_come(actor, others, board):
            continue
        nearest = min(others, key=lambda other: distance(other.spot, actor.spot))
        if distance(nearest.spot, actor.spot) > reach:
            _approach(actor, nearest, reach, floor)


def _words(shot: Shot) -> str:
    """What the shot says, and the places that it tells."""
    places = [blocking.place for blocking in shot.blocking]
    return " ".join((shot.description, shot.action_start, *places)).lower()


def _may_come(actor: Actor, others: list[Actor], board: Storyboard) -> bool:
    """Whether somebody is at no place of its own: left on its way by an earlier shot."""
    before, told = actor.before, actor.blocking
    rests = actor.settled or actor.body in _RESTING
    if before is None or rests or actor.enters:
        return False
    if told.place and not entity_id(told.place, board):
        return False
    if before.mark and not actor.begin.gait:
        return False
    goal = entity_id(told.place_end, board) if told.place_end else ""
    return goal not in {other.id for other in others}


def _approach(actor: Actor, other: Actor, reach: float, floor: Floor) -> None:
    """To the side of `other` that the screen tells, else along the way, `reach` meters off."""
    floor.taken = [taken for taken in floor.taken if taken != actor.spot]
    spot = _on_its_side(actor, other, reach, floor)
    if spot is None:
        turns = way(floor, other.spot, actor.spot)
        _, spot = part_of_way(other.spot, turns, actor.spot, reach)
        spot = floor.nearest(spot)
    actor.spot, actor.mark, actor.height = spot, None, 0.0
    actor.turn_to(other.spot)
    floor.take([actor.spot])


def _on_its_side(actor: Actor, other: Actor, reach: float, floor: Floor) -> Spot | None:
    """Before `other`, left or right as a camera that faces it shows them; None where both are
    told the same, or there is no room."""
    mine, theirs = (screen_order(one) for one in (actor, other))
    if mine == theirs or other.mark is None:
        return None
    side = 1 if mine < theirs else -1
    spots = [step(other.spot, other.facing + side * turn, reach) for turn in ASIDE]
    open_ways = (spot for spot in spots if floor.free(spot) and not way(floor, other.spot, spot))
    return next(open_ways, None)


def _come_to_hand(actors: list[Actor], floor: Floor) -> None:
    """Who gets something out of the hand of another, a step away, has made that step."""
    for taker, giver in permutations(actors, 2):
        gets = set(taker.blocking.holds_end or ()) - {*taker.holds}
        still = not (taker.begin.gait or giver.begin.gait or taker.enters or giver.enters)
        if not still or not gets & {*giver.holds}:
            continue
        goer, other = (giver, taker) if taker.settled else (taker, giver)
        if not goer.settled and ARM < distance(goer.spot, other.spot) < A_STEP:
            floor.taken = [spot for spot in floor.taken if spot != goer.spot]
            goer.spot = step(other.spot, facing_to(other.spot, goer.spot), ARM)
            floor.take([goer.spot])


def _part(actors: list[Actor], shot: Shot, floor: Floor) -> None:
    """Two who stood closer than people talk, and do not embrace now, have stepped back."""
    for i, actor in enumerate(actors):
        for other in actors[:i]:
            room = _room(actor, other, shot)
            if distance(actor.spot, other.spot) >= room:
                continue
            goes = [one for one in (actor, other) if not (one.settled or one.animal)]
            if goes and not (actor.animal or other.animal):
                _step_back(goes[0], other if goes[0] is actor else actor, room, floor)


def _room(actor: Actor, other: Actor, shot: Shot) -> float:
    """Meters that two keep between them."""
    if "embrace" in (*actor.begin.gestures, *other.begin.gestures):
        return 0.0
    over = shot.framing is Framing.OVER_THE_SHOULDER
    if not over or not {actor.id, other.id} <= {shot.subject, shot.viewer}:
        return TOO_CLOSE
    return OVER_SHOULDER if actor.body == other.body else OVER_UNEVEN


def _step_back(actor: Actor, other: Actor, room: float, floor: Floor) -> None:
    apart = distance(actor.spot, other.spot)
    away = facing_to(other.spot, actor.spot) if apart > 0.05 else actor.facing + 180
    others = [spot for spot in floor.taken if spot not in (actor.spot, other.spot)]
    floor.taken = [*others, other.spot]
    actor.spot = floor.beside(other.spot, away, max(room, ARM))
    floor.take([actor.spot])
