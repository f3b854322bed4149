"""The stage manager: makes a staging of a shot, and keeps what the world remembers."""

from __future__ import annotations

from collections.abc import Iterator

from openstage.errors import UseError
from openstage.storyboard.context import ShotContext, Whereabouts, WorldState
from openstage.storyboard.document import Storyboard
from openstage.storyboard.vocabulary import Framing, ScreenPosition, ShotSize
from openstage.world.blocking.actors import Actor, Notes, gather
from openstage.world.blocking.edges import off_frame
from openstage.world.blocking.eyelines import Eyes, toward_camera, turn_bodies, with_eyelines
from openstage.world.blocking.going import go
from openstage.world.blocking.positions import place
from openstage.world.blocking.props import HELD, calm_hands, carried_aside, handle, moving_parts
from openstage.world.blocking.spacing import space
from openstage.world.camerawork.operator import Take, axis_key, shoot
from openstage.world.camerawork.orders import PANS
from openstage.world.scene import SetPlan
from openstage.world.sets import built_set, find_set
from openstage.world.staging import Role, Staging, Thing

_SIDES = {ScreenPosition.OFF_LEFT: -1.0, ScreenPosition.OFF_RIGHT: 1.0}


_REMEMBERED: dict[tuple[str, ...], Staging] = {}

MOST_REMEMBERED = 4096
"""Stagings, some kilobytes each: the shots of a feature film."""


def stage(context: ShotContext) -> Staging:
    """The shot, staged: its set, its cast with poses, its things and its camera path.

    The same context gives the same staging; it is worked out once, since a production asks for
    it to survey, to draw and to shoot. What the world could not do as it was told stands in
    `notes`; the state of the world after the shot is in `after`.
    """
    key = _told(context)
    if key not in _REMEMBERED:
        if len(_REMEMBERED) >= MOST_REMEMBERED:
            del _REMEMBERED[next(iter(_REMEMBERED))]
        _REMEMBERED[key] = _staged(context)
    return _REMEMBERED[key]


def _told(context: ShotContext) -> tuple[str, ...]:
    """All that a staging depends on: of the other shots, what they left behind in the state."""
    return (
        context.shot.model_dump_json(exclude={"takes", "take"}),
        context.scene.model_dump_json(exclude={"shots"}),
        context.storyboard.model_dump_json(exclude={"scenes"}),
        context.state.model_dump_json(),
    )


def _staged(context: ShotContext) -> Staging:
    notes = Notes()
    location, heading = context.location, context.scene.heading
    words = f"{location.name} {location.look}".strip()
    set_name, exact = find_set(words, heading.interior != "EXT")
    if not exact:
        notes.add(f"There is no set for '{location.name}': the {set_name} stands in for it.")
    # A set that stands in takes its colors from the name of the place too.
    set_look = location.look if exact else f"{location.name}, {location.look}"
    built = built_set(set_name, set_look)
    plan = built.plan
    board, shot = context.storyboard, context.shot
    seconds = float(shot.frame_count / board.fps)

    actors = gather(context, notes)
    calm_hands(context, actors)
    floor = place(actors, plan, board, notes)
    space(actors, shot, board, floor)
    master = shot.framing is Framing.ESTABLISHING or shot.size is ShotSize.EXTREME_WIDE
    go(actors, plan, board, seconds, notes, master=master)
    turn_bodies(actors, plan, board, context.state)
    roles, things = _cast(context, actors, plan, seconds, notes)
    moving = moving_parts(context, actors, plan)
    take = shoot(context, built, roles, things, moving, actors, seconds, notes)
    if any(actor.enters or actor.exits for actor in actors):
        _through_the_edges(actors, take, plan, board, seconds, panned=shot.movement in PANS)
        roles, things = _cast(context, actors, plan, seconds, notes)
    roles = toward_camera(roles, actors, take.path.start, take.path.end, seconds)
    hides = shot.framing.value == "point of view" and bool(take.viewer)
    return Staging(
        set_name=set_name,
        set_look=set_look,
        interior=plan.interior,
        time=heading.time.value,
        weather=heading.weather.value,
        seconds=seconds,
        roles=roles,
        things=things,
        moving=moving,
        camera=take.path,
        hidden=(take.viewer,) if hides else (),
        notes=tuple(notes.lines),
        after=_after(context, actors, things, moving, take),
    )


def _cast(
    context: ShotContext, actors: list[Actor], plan: SetPlan, seconds: float, notes: Notes
) -> tuple[tuple[Role, ...], tuple[Thing, ...]]:
    """The roles, with the eyelines that need no camera, and the props."""
    things = handle(context, actors, plan, notes)
    roles = tuple(carried_aside(_role(actor), things) for actor in actors)
    eyes = Eyes(roles, things, plan, context.storyboard, context.state, seconds)
    return with_eyelines(roles, actors, eyes), things


def _role(actor: Actor) -> Role:
    start, end = actor.stances()
    return Role(
        id=actor.id,
        wardrobe=actor.wardrobe,
        start=start,
        end=end,
        way=tuple((round(x, 4), round(z, 4)) for x, z in actor.way),
        gait=actor.gait,
        moves=actor.moves,
        speaks=actor.speaks,
    )


def _through_the_edges(
    actors: list[Actor],
    take: Take,
    plan: SetPlan,
    board: Storyboard,
    seconds: float,
    *,
    panned: bool,
) -> None:
    aspect = board.width / board.height
    for actor in actors:
        blocking = actor.blocking
        if actor.enters and blocking.position is not None:
            side = _SIDES[blocking.position]
            camera = take.path.start
            off_frame(actor, camera, aspect, plan, side, seconds, entering=True, panned=panned)
        if actor.exits and blocking.position_end is not None:
            side = _SIDES[blocking.position_end]
            off_frame(actor, take.path.end, aspect, plan, side, seconds, entering=False)


def _after(
    context: ShotContext,
    actors: list[Actor],
    things: tuple[Thing, ...],
    moving: tuple[tuple[str, float, float], ...],
    take: Take,
) -> WorldState:
    """What is so when the shot is over: people, things, doors and the line of action."""
    state, location = context.state, context.scene.heading.location
    where = dict(state.where)
    in_hands = {thing.id for thing in things if thing.end.held_by}
    for actor in actors:
        _, end = actor.stances()
        where[actor.id] = Whereabouts(
            location=location,
            x=end.x,
            z=end.z,
            facing=end.facing,
            pose="stand" if end.body in ("walk", "run", "fall", "climb") else end.body,
            mark=actor.end_mark.name if actor.end_mark else "",
            holds=end.holds,
            height=end.height,
        )
    present = {actor.id for actor in actors}
    for id, was in where.items():
        if id not in present and set(was.holds) & in_hands:
            kept = tuple(held for held in was.holds if held not in in_hands)
            where[id] = was.model_copy(update={"holds": kept})
    for thing in things:
        end_place = thing.end
        where[thing.id] = Whereabouts(
            location=location,
            x=end_place.x,
            z=end_place.z,
            facing=end_place.facing,
            pose=HELD if end_place.held_by else "stand",
            height=end_place.y,
        )
    opened = {f"{location}/{name}" for name, _, end_open in moving if end_open > 0.5}
    closed = {f"{location}/{name}" for name, _, end_open in moving if end_open <= 0.5}
    axis = dict(state.axis)
    if take.axis is not None and take.side:
        axis.setdefault(axis_key(context, take.axis), take.side)
    return WorldState(where=where, open=(state.open | opened) - closed, axis=axis)


def states(storyboard: Storyboard) -> Iterator[ShotContext]:
    """Every shot of the film in order, with the state of the world that it finds."""
    state = WorldState()
    for scene, shot in storyboard.shots():
        context = ShotContext(storyboard, scene, shot, state)
        yield context
        state = stage(context).after


def state_before(storyboard: Storyboard, shot_id: str) -> WorldState:
    """The state of the world that a shot finds. Raises UseError where there is no such shot."""
    for context in states(storyboard):
        if context.shot.id == shot_id:
            return context.state
    raise UseError(
        f"The storyboard has no shot {shot_id!r}.", "Choose one of the ids in storyboard.json."
    )
