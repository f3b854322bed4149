"""Ways that begin where the words end: out of hiding, up to a place, a step backward."""

from __future__ import annotations

import re

from openstage.storyboard.document import Storyboard
from openstage.world.blocking.actors import Actor
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
from openstage.world.blocking.positions import SAME, entity_id
from openstage.world.scene import Mark, SetPlan

APPROACH = 2.2
"""Meters from which somebody comes near."""
BACKWARD = 0.6
"""Meters: so short a way is stepped without turning into it."""
IN_SIGHT = 4.5
"""Meters from those who see it, where somebody steps out of hiding."""
BEHIND = 0.75
"""Meters behind what hides somebody."""
_TURNS = (0, 30, -30, 60, -60)
_RESTING = ("sit", "lie", "kneel", "crouch")

_EMERGES = re.compile(
    r"\b(?:steps?|comes?|walks?|runs?|creeps?|climbs?|bursts?|jumps?|leaps?|rushes|slips?|sneaks?"
    r"|moves?|trots?|emerges?|appears?)\s+(?:\w+ly\s+)?"
    r"(?:out of|out from|from behind|from between|from among|from under|(?<=emerges )from)\s+"
    r"([^,.;]+)"
)
_FROM = re.compile(r"\b(?:from|off|away|leaves?)\b")


def step_back(actor: Actor, actors: list[Actor], board: Storyboard, plan: SetPlan) -> None:
    """A step backward from whom it looks at, its face still to them."""
    seen = _one_of(actor.look, actor, actors, board)
    if seen is not None:
        actor.turn_to(seen.spot)
    floor = Floor(plan)
    spots = [step(actor.spot, actor.facing + 180 + turn, BACKWARD) for turn in _TURNS]
    actor.end_spot = next((spot for spot in spots if floor.open(spot)), actor.spot)
    actor.gait, actor.body, actor.end_body = "walk", "stand", actor.finish.body or "stand"
    actor.end_facing, actor.end_height, actor.end_mark = actor.facing, 0.0, None
    actor.moves = (0.2, 0.75)


def come_up(actor: Actor, actors: list[Actor], board: Storyboard, plan: SetPlan) -> bool:
    """Who is told to walk next to somebody or at a place, and to stop, comes from some meters away.

    True where it is so: then the place is where it ends.
    """
    elsewhere = actor.blocking.place_end not in ("", actor.blocking.place)
    if elsewhere or not actor.begin.gait or not actor.blocking.place:
        return False
    other = _one_of(actor.blocking.place, actor, actors, board)
    if other is not None and other.gait:
        return False
    if other is None and not _stops_at_mark(actor, board, plan):
        return False
    if other is not None:
        near = ARM + actor.ahead + other.ahead
        if distance(actor.spot, other.spot) > near + 0.15:
            actor.spot = step(other.spot, facing_to(other.spot, actor.spot), near)
    actor.end_spot, actor.end_mark = actor.spot, actor.mark if other is None else None
    out = facing_to(other.spot if other else actor.spot, actor.spot if other else plan.center)
    floor = Floor(plan)
    starts = [step(actor.spot, out + turn, APPROACH) for turn in _TURNS]
    actor.spot = next((spot for spot in starts if floor.open(spot)), starts[0])
    actor.mark = None
    return True


def _stops_at_mark(actor: Actor, board: Storyboard, plan: SetPlan) -> bool:
    """Whether it is at the place of the set that it walks at, and comes to a stop there."""
    words = actor.blocking.place
    if actor.finish.body in _RESTING or actor.company or entity_id(words, board):
        return False
    if _FROM.search(f"{actor.text} {actor.story}"):
        return False
    mark = find_mark(plan, words)
    spot = (mark.x, mark.z) if mark is not None else generic_spot(plan, words)
    return spot is not None and distance(spot, actor.spot) < SAME


def hide(actor: Actor, actors: list[Actor], board: Storyboard, plan: SetPlan) -> Spot | None:
    """Puts who steps out of the trees behind one, near those who see it.

    Gives the place in the open to which it comes; None where it does not come out of anything.
    """
    told = _EMERGES.search(f"{actor.text.lower()}. {actor.story}")
    mark = find_mark(plan, told[1]) if told else None
    if mark is None or mark.look_at is None:
        return None
    seen = _one_of(actor.blocking.place_end or actor.look_end, actor, actors, board)
    there = seen.spot if seen else plan.center
    alike = [other for other in plan.marks if _alike(other, mark)]
    hidden = min(alike, key=lambda other: abs(distance((other.x, other.z), there) - IN_SIGHT))
    spot = _behind(hidden, there, actor, plan)
    if spot is None:
        return None
    actor.spot, actor.mark, actor.height = spot, None, 0.0
    actor.hides = True
    if seen is None:
        return there
    return step(there, facing_to(there, spot), ARM + APPROACH / 2 + actor.ahead)


def _behind(mark: Mark, there: Spot, actor: Actor, plan: SetPlan) -> Spot | None:
    """The open place at the far side of what the mark looks at; None where it is a wall."""
    assert mark.look_at is not None
    stands = (mark.look_at[0], mark.look_at[2])
    away = facing_to(there, stands)
    floor = Floor(plan, radius=0.05)
    spots = [step(stands, away + turn, BEHIND + actor.ahead) for turn in _TURNS]
    return next((spot for spot in spots if floor.open(spot)), None)


def _alike(mark: Mark, other: Mark) -> bool:
    return mark.look_at is not None and not mark.for_things and mark.words == other.words


def _one_of(words: str, actor: Actor, actors: list[Actor], board: Storyboard) -> Actor | None:
    id = entity_id(words, board) if words else ""
    return next((other for other in actors if other.id == id and other is not actor), None)
