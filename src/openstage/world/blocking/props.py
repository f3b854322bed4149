"""Props: in whose hands, on which table, or which part of the set they are."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Literal

from openstage.storyboard.context import ShotContext
from openstage.storyboard.document import Blocking, Prop
from openstage.storyboard.vocabulary import Framing
from openstage.world.blocking.actors import Actor, Notes
from openstage.world.blocking.lexicon import says_verb, tokens
from openstage.world.blocking.places import (
    Floor,
    distance,
    facing_to,
    find_mark,
    generic_spot,
    step,
)
from openstage.world.blocking.positions import entity_id
from openstage.world.scene import Mark, SetPlan
from openstage.world.staging import Placement, Role, Thing
from openstage.world.things import find_thing, thing_carry, thing_grip, thing_size

GLIDING = frozenset({"slide", "roll", "glide", "skid", "drift", "float"})
GLIDE = 0.5
"""Meters."""
HOLLOW = frozenset({"basket", "bag", "suitcase", "backpack", "box"})
"""Kinds of things that others are carried in."""
HANDS: tuple[Literal["right"], Literal["left"]] = ("right", "left")
HELD = "held"
"""The pose of a thing in the state of the world while it is in a hand."""
PUT, DROPPED = (35.0, 0.45), (20.0, 0.62)
"""Degrees to the right and meters from the one who puts a thing at the feet, or lets it fall."""
TALL = 0.5
"""Meters over the hand: what is higher reaches the face."""
CALM = frozenset({"carry", "talk", "point", "wave", "shrug", "hands on hips", "cross arms", "nod"})
"""Gestures that would cross the picture of a thing in a hand."""
OPENING = frozenset({"open", "unlock", "arrive", "pull in", "come", "slide open", "rise", "stop"})
CLOSING = frozenset({"close", "shut", "lock", "depart", "leave", "pull out", "fall"})

_SPOKEN = re.compile(r"[“\"][^”\"]*[”\"]")
"""What somebody says does not happen."""


def handle(
    context: ShotContext, actors: list[Actor], plan: SetPlan, notes: Notes
) -> tuple[Thing, ...]:
    """Every prop that is seen or held, with its place at the start and at the end."""
    board = context.storyboard
    held = [id for actor in actors for id in (*actor.holds, *_end_holds(actor))]
    blocked = [item.who for item in context.shot.blocking if not board.character(item.who)]
    known = {prop.id: prop for prop in board.props}
    things = []
    for id in dict.fromkeys((*held, *context.shot.props, *blocked, *_left_here(context))):
        if id not in known:
            if id in context.shot.props or id in held:
                notes.add(f"The prop {id!r} is not in the storyboard: one of that name plays.")
            else:
                continue
        prop = known.get(id) or Prop(id=id, name=id.replace("_", " ").replace("-", " "))
        kind, color, exact = find_thing(f"{prop.name} {prop.look}".strip())
        if thing_carry(kind) == "set" and set_part(prop.name, plan):
            continue
        if _stands_in_set(prop, id in held, context, plan):
            continue
        if id not in held and _packed(prop, kind, context, actors):
            continue
        if not exact:
            notes.add(f"{prop.name}: the prop room has no such thing; a {kind} stands in.")
        start, end = _places(prop, kind, context, actors, plan)
        changes = 0.5 if start.held_by == end.held_by else _moment(actors, start, end)
        things.append(Thing(id, kind, color, start, end, changes))
    return tuple(things)


def carried_aside(role: Role, things: tuple[Thing, ...]) -> Role:
    """A role that carries what is taller than its face beside it, so that a pole crosses none."""
    tall = [thing for thing in things if above_hand(thing) > TALL]

    def hands(places: list[Placement]) -> tuple[Literal["right", "left"], ...]:
        return tuple(p.hand for p in places if p.held_by == role.id and p.hand != "both")

    return replace(
        role,
        start=replace(role.start, aside=hands([thing.start for thing in tall])),
        end=replace(role.end, aside=hands([thing.end for thing in tall])),
    )


def above_hand(thing: Thing) -> float:
    """Meters from the hand that holds a thing up to its top; 0 for what is borne by both hands."""
    if thing_carry(thing.kind) != "hand":
        return 0.0
    return thing_size(thing.kind)[1] - thing_grip(thing.kind)


def _left_here(context: ShotContext) -> list[str]:
    """The props that somebody put down or dropped in this place in an earlier shot."""
    here = context.scene.heading.location
    where = context.state.where
    return [
        prop.id
        for prop in context.storyboard.props
        if prop.id in where and where[prop.id].location == here and where[prop.id].pose != HELD
    ]


def _packed(prop: Prop, kind: str, context: ShotContext, actors: list[Actor]) -> bool:
    """Whether a small thing of which nobody has said where it is, is in somebody's basket."""
    told = context.shot.blocking_of(prop.id)
    known = prop.id in context.state.where or told.place or told.start
    if known or thing_carry(kind) != "hand" or _place_in_text(prop, context.shot.blocking):
        return False
    board = context.storyboard
    names = {other.id: f"{other.name} {other.look}" for other in board.props}
    carried = {id for actor in actors for id in actor.holds if id != prop.id}
    return any(find_thing(names.get(id, id))[0] in HOLLOW for id in carried)


def calm_hands(context: ShotContext, actors: list[Actor]) -> None:
    """Takes from hands that hold something what they cannot do with it.

    A lamp in one hand leaves the other at rest; in an insert of what a hand holds, the other
    hand stays out of the picture.
    """
    names = {prop.id: f"{prop.name} {prop.look}" for prop in context.storyboard.props}

    def in_one_hand(id: str) -> bool:
        return thing_carry(find_thing(names.get(id, id))[0]) != "both"

    shot = context.shot
    for actor in actors:
        carried = {*actor.holds, *_end_holds(actor)}
        if not carried:
            continue
        still: set[str] = set()
        if all(in_one_hand(id) for id in carried):
            still = {"carry"}
        if shot.framing == Framing.INSERT:
            still = set(CALM)
        actor.begin, actor.finish = (
            replace(action, gestures=tuple(g for g in action.gestures if g not in still))
            for action in (actor.begin, actor.finish)
        )


def _stands_in_set(prop: Prop, held: bool, context: ShotContext, plan: SetPlan) -> bool:
    """Whether the set has this thing already, as furniture: its desk lamp, its computer."""
    if held or prop.id in context.state.where or context.shot.blocking_of(prop.id).place:
        return False
    name = " ".join(tokens(prop.name))
    last = name.split()[-1:] or [""]
    return any(
        not mark.for_things
        and (name in (mark.name, *mark.words) or last[0] in (mark.name, *mark.words))
        for mark in plan.marks
    )


def _end_holds(actor: Actor) -> tuple[str, ...]:
    ends = actor.blocking.holds_end
    return actor.holds if ends is None else tuple(ends)


def _moment(actors: list[Actor], start: Placement, end: Placement) -> float:
    """When hands change: late in the move of the one who takes or gives; after it, what falls."""
    who = end.held_by or start.held_by
    actor = next((actor for actor in actors if actor.id == who), None)
    if actor is None:
        return 0.5
    if actor.goes and "drop" in actor.finish.gestures:
        return actor.moves[1]  # where it falls, the walk is over
    return round(actor.moves[0] + 0.6 * (actor.moves[1] - actor.moves[0]), 3)


def _places(
    prop: Prop, kind: str, context: ShotContext, actors: list[Actor], plan: SetPlan
) -> tuple[Placement, Placement]:
    start = _in_hand(prop.id, kind, actors, end=False)
    end = _in_hand(prop.id, kind, actors, end=True)
    if start is None:
        start = _lying(prop, kind, context, actors, plan, end=False)
    if end is None:
        was_held = start.held_by != ""
        told = context.shot.blocking_of(prop.id)
        if was_held:
            end = _put_down(start.held_by, prop, kind, actors, plan)
        elif told.place_end:
            end = _lying(prop, kind, context, actors, plan, end=True)
        else:
            end = start
            if says_verb(f"{told.start} {told.end}", GLIDING):
                start = _come_from(end, plan)
    return start, end


def _come_from(end: Placement, plan: SetPlan) -> Placement:
    """Where a thing that slides or rolls in was before: farther from the middle of the set."""
    out = facing_to(plan.center, (end.x, end.z))
    spot = step((end.x, end.z), out, GLIDE)
    return replace(end, x=round(spot[0], 4), z=round(spot[1], 4))


def _in_hand(id: str, kind: str, actors: list[Actor], *, end: bool) -> Placement | None:
    for actor in actors:
        holds = _end_holds(actor) if end else actor.holds
        if id in holds:
            spot = actor.end_spot if end else actor.spot
            both = thing_carry(kind) == "both"
            hand = "both" if both else HANDS[holds.index(id) % 2]
            return Placement(round(spot[0], 4), 1.0, round(spot[1], 4), 0.0, actor.id, hand)
    return None


def _put_down(who: str, prop: Prop, kind: str, actors: list[Actor], plan: SetPlan) -> Placement:
    """Where the one who held it has put it: on the table within reach, else at the feet."""
    actor = next(actor for actor in actors if actor.id == who)
    table = _table_near(plan, actor.end_spot, 1.6)
    drops = "drop" in actor.finish.gestures
    if table is not None and thing_carry(kind) != "floor" and not drops:
        return Placement(round(table.x, 4), table.height, round(table.z, 4), table.facing)
    aside, ahead = DROPPED if drops else PUT
    spot = step(actor.end_spot, actor.end_facing + aside, ahead)
    return Placement(round(spot[0], 4), 0.0, round(spot[1], 4), actor.end_facing)


def _lying(
    prop: Prop,
    kind: str,
    context: ShotContext,
    actors: list[Actor],
    plan: SetPlan,
    *,
    end: bool,
) -> Placement:
    """A thing that nobody holds: where it was, where it is told, on a table, on the floor."""
    told = context.shot.blocking_of(prop.id)
    words = (
        (told.place_end if end else "") or told.place or _place_in_text(prop, context.shot.blocking)
    )
    before = context.state.where.get(prop.id)
    here = before is not None and before.location == context.scene.heading.location
    if before is not None and here and before.pose != HELD and not words:
        return Placement(before.x, before.height, before.z, before.facing)
    near = _owner(prop, context, actors, words)
    if words and near is None:
        mark = find_mark(plan, words, things=True)
        if mark is not None:
            height = mark.height if mark.for_things or mark.pose == "sit" else 0.0
            return Placement(mark.x, height, mark.z, mark.facing)
        spot = generic_spot(plan, words)
        if spot is not None:
            return Placement(round(spot[0], 4), 0.0, round(spot[1], 4), plan.master + 180)
    return _near_actor(near, kind, actors, plan)


def _near_actor(near: Actor | None, kind: str, actors: list[Actor], plan: SetPlan) -> Placement:
    around = near or (actors[0] if actors else None)
    spot = around.spot if around is not None else plan.center
    table = _table_near(plan, spot, 2.5 if around else 99.0)
    if thing_carry(kind) != "floor" and table is not None:
        return Placement(table.x, table.height, table.z, table.facing)
    width, _, depth = thing_size(kind)
    floor = Floor(plan, radius=max(width, depth) / 2)
    floor.take(actor.spot for actor in actors)
    side = (around.facing if around is not None else plan.master) + 60
    place = floor.beside(spot, side, 0.5 + max(width, depth) / 2)
    return Placement(round(place[0], 4), 0.0, round(place[1], 4), plan.master + 180)


def _owner(prop: Prop, context: ShotContext, actors: list[Actor], words: str) -> Actor | None:
    """The actor that the words name, if they name one."""
    id = entity_id(words, context.storyboard) if words else ""
    return next((actor for actor in actors if actor.id == id), None)


def _place_in_text(prop: Prop, blockings: list[Blocking]) -> str:
    """'cup on the table' in what somebody does tells where the cup is."""
    name = tokens(prop.name)[-1:] or [prop.id]
    for blocking in blockings:
        for text in (blocking.start, blocking.end):
            match = re.search(
                rf"\b{re.escape(name[0])}\b\s+(?:on|in|under|at|by)\s+([\w\s]+)", text
            )
            if match:
                return match.group(1)
    return ""


def _table_near(plan: SetPlan, spot: tuple[float, float], reach: float) -> Mark | None:
    tables = [
        mark for mark in plan.marks if mark.for_things and distance((mark.x, mark.z), spot) < reach
    ]
    return min(tables, key=lambda mark: distance((mark.x, mark.z), spot), default=None)


def set_part(words: str, plan: SetPlan) -> str:
    """The moving part of the set that `words` name; empty where there is none."""
    said = set(tokens(words))
    return next((name for name in plan.moving if set(tokens(name)) & said), "")


def moving_parts(
    context: ShotContext, actors: list[Actor], plan: SetPlan
) -> tuple[tuple[str, float, float], ...]:
    """How far each moving part of the set is open at the start and at the end."""
    location = context.scene.heading.location
    parts = []
    for name in plan.moving:
        was = 1.0 if f"{location}/{name}" in context.state.open else 0.0
        start, end = _swing(name, was, context, actors)
        parts.append((name, start, end))
    return tuple(parts)


def _swing(name: str, was: float, context: ShotContext, actors: list[Actor]) -> tuple[float, float]:
    """By what the shot says, sentence by sentence, of the part."""
    shot = context.shot
    start, end = was, was
    told_start = _clauses(name, (shot.action_start, *_blockings(name, shot.blocking, "start")))
    told_end = _clauses(name, (shot.action_end, *_blockings(name, shot.blocking, "end")))
    told = _clauses(name, (shot.description,))
    for clause in told_start or told:
        start, end = _read_swing(clause, was)
    for clause in told_end:
        end = _read_swing(clause, end)[1]
    return start, end


def _blockings(name: str, blockings: list[Blocking], side: str) -> list[str]:
    """What prop blockings of this part say, with its name, and what people do to it."""
    return [
        f"{blocking.who.replace('_', ' ')} {getattr(blocking, side)}"
        for blocking in blockings
        if getattr(blocking, side)
    ]


def _clauses(name: str, texts: tuple[str, ...]) -> list[str]:
    words = set(tokens(name))
    return [
        clause
        for text in texts
        for clause in re.split(r"[.;]", _SPOKEN.sub(" ", text))
        if words & set(tokens(clause))
    ]


def _read_swing(clause: str, was: float) -> tuple[float, float]:
    """(start, end): 'is open', 'opens', 'closes', 'is closed'."""
    words = set(tokens(clause))
    if words & {"open", "opened", "ajar", "stands"} and "opens" not in words:
        return 1.0, 1.0
    if words & {"closed", "shut"} and not words & {"closes", "shuts"}:
        return 0.0, 0.0
    if says_verb(clause, OPENING):
        return (was if was < 0.5 else 0.0), 1.0
    if says_verb(clause, CLOSING):
        return 1.0, 0.0
    return was, was
