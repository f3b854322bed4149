"""The camera operator: tries the ways to shoot, judges them, and takes the best."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache, reduce
from heapq import heapify, heappop, heapreplace
from itertools import product
from math import inf, log
from operator import sub
from typing import Literal

import numpy as np

from openstage.storyboard.context import ShotContext
from openstage.storyboard.document import Shot
from openstage.storyboard.vocabulary import Framing, Movement, ShotSize
from openstage.world.blocking.actors import ANIMALS, Actor, Notes
from openstage.world.blocking.going import says_out
from openstage.world.blocking.places import find_mark
from openstage.world.blocking.positions import entity_id
from openstage.world.blocking.props import set_part
from openstage.world.camerawork.foreground import crowns_of, posts_of
from openstage.world.camerawork.looks import Look, Scene
from openstage.world.camerawork.movements import LEADS, SWEEPS, Ask, against, path_for
from openstage.world.camerawork.orders import BOOMS, GROUPS, PANS, goes_along, id_words, order_for
from openstage.world.camerawork.scoring import heads, most, narrowed, side_of, with_rays
from openstage.world.camerawork.setups import Order, Setup, looks_down, setups
from openstage.world.camerawork.sight import Sight
from openstage.world.camerawork.subjects import (
    CLOSE,
    HELD,
    Body,
    bodies,
    detail_middles,
    fallen,
    held_in,
    poles,
)
from openstage.world.camerawork.surroundings import dark, lens_room, sunken, too_bare
from openstage.world.geometry import Point
from openstage.world.painter import BuiltSet
from openstage.world.staging import CameraPath, Role, Thing

THOROUGH = 20
"""How many of the candidates that look best at first are tried by rays."""
HOPE = 1.5
"""By so much a candidate must promise to be better, to be tried when many have been."""
STRENGTHS = (1.0, 0.55, 0.3)
"""How far a movement goes; less where the set has no room."""
DARK = 0.05
"""The share of the frame that may show the dark behind a room where a movement ends."""
GOOD = 1.5
"""So much less than the best is still a good camera, for those who ask for another take."""
FAULTS = -0.7
"""What rays may find worse in another take."""
ELSEWHERE = 0.1
"""Of the way to the subject, or of the lens: with so much of a difference it is another
picture."""
LOST = -0.15
"""Heads that a movement cuts, for which it goes less far."""
UNMOVED = (Movement.STATIC, Movement.HANDHELD, Movement.ZOOM_IN, Movement.ZOOM_OUT, Movement.ROLL)
"""Movements that need no room."""
FACES_MATTER = {ShotSize.EXTREME_WIDE: 0.3, ShotSize.WIDE: 0.75, ShotSize.MEDIUM_WIDE: 0.9}
MASTER_MATTERS = {ShotSize.EXTREME_WIDE: 2.0, ShotSize.WIDE: 1.2, ShotSize.MEDIUM_WIDE: 0.8}
GROWING = (
    Movement.DOLLY_IN,
    Movement.DOLLY_OUT,
    Movement.ZOOM_IN,
    Movement.ZOOM_OUT,
)


Moving = tuple[tuple[str, float, float], ...]
"""Of the set's moving parts: the name, and how far open at the start and at the end."""


class Candidate:
    """One way to shoot, worked out no further than it is asked for."""

    def __init__(
        self,
        setup: Setup,
        ask: Ask,
        scene: Scene,
        most: dict[str, float],
        faults: tuple[float, ...],
    ) -> None:
        """`most`: of `scoring.most`; `faults`: what speaks against it beforehand."""
        self._setup, self._ask, self._scene, self._most = setup, ask, scene, most
        self._faults = faults
        self.notes = setup.notes
        self.worth = self._less_faults(sum(most.values()))
        """By all that needs no rays: what it can be at most until `narrow` has no more to do."""

    @cached_property
    def look(self) -> Look:
        return Look(path_for(self._setup, self._ask), self._scene)

    def narrow(self) -> bool:
        """Brings the worth nearer to what it is; False where it is there."""
        terms = next(self._terms, None)
        if terms is not None:
            self.worth = self._less_faults(terms)
        return terms is not None

    @cached_property
    def _terms(self) -> Iterator[float]:
        return narrowed(self.look, self._most)

    def _less_faults(self, terms: float) -> float:
        return reduce(sub, self._faults, terms)


@dataclass(frozen=True)
class Take:
    """The camera of a shot, and the side of the line that it stands on."""

    path: CameraPath
    axis: tuple[str, str] | None
    side: Literal["", "left", "right"]
    viewer: str


@lru_cache(maxsize=16)
def sight_of(built: BuiltSet, moving: tuple[tuple[str, float], ...]) -> Sight:
    """The rays' world: the set with its doors and trains as far open as the shot has them."""
    guests = [face for name, amount in moving for face in built.plan.moving[name](amount)]
    return Sight([*built.plan.faces, *guests])


def shoot(
    context: ShotContext,
    built: BuiltSet,
    roles: tuple[Role, ...],
    things: tuple[Thing, ...],
    moving: Moving,
    actors: list[Actor],
    seconds: float,
    notes: Notes,
) -> Take:
    """The best camera path for the shot."""
    shot = context.shot
    cast = bodies(roles, ANIMALS, seconds)
    subject = _subject(context, cast, things, built, notes)
    viewer = _viewer(shot, cast, subject, notes)
    framed = _framed(shot, cast, subject, viewer)
    scene = _scene(context, built, moving, cast, subject, viewer, framed, actors, things, seconds)
    order = order_for(context, scene, cast, things, subject, actors, notes)
    best = _best(order, scene, shot, context.seed - context.storyboard.seed)
    for line in best.notes:
        notes.add(line)
    path = best.look.path
    side = side_of(path.start, scene) if scene.axis else ""
    return Take(path, scene.axis, side, viewer)


def _subject(
    context: ShotContext,
    cast: dict[str, Body],
    things: tuple[Thing, ...],
    built: BuiltSet,
    notes: Notes,
) -> str:
    """Whom or what the camera is there for; empty for the place itself."""
    shot = context.shot
    told = shot.subject
    if told in cast or told in {thing.id for thing in things}:
        return told
    if told and told != context.scene.heading.location:
        if set_part(told.replace("_", " "), built.plan) or find_mark(built.plan, id_words(told)):
            return told
        named = entity_id(told, context.storyboard)
        if named in cast:
            return named
        notes.add(f"The subject {told!r} is nobody and nothing of this shot.")
    if shot.framing is Framing.INSERT and shot.props:
        return shot.props[0]
    if shot.framing is Framing.ESTABLISHING or told == context.scene.heading.location:
        return ""
    others = [id for id in cast if id != shot.viewer]
    return next(iter(others or cast), "")


def _viewer(shot: Shot, cast: dict[str, Body], subject: str, notes: Notes) -> str:
    if shot.framing not in (Framing.OVER_THE_SHOULDER, Framing.POINT_OF_VIEW):
        return ""
    if shot.viewer in cast and shot.viewer != subject:
        return shot.viewer
    other = next((id for id in cast if id != subject), "")
    if not other:
        notes.add(f"{shot.framing.value}: there is nobody to look from; it is shot as a single.")
    return other


def _framed(shot: Shot, cast: dict[str, Body], subject: str, viewer: str) -> tuple[str, ...]:
    """The people whom the frame is fitted to."""
    ids = [id for id in dict.fromkeys((subject, *cast)) if id in cast]
    if shot.framing is Framing.POINT_OF_VIEW:
        ids = [id for id in ids if id != viewer]
    walkers = [id for id in ids if cast[id].walks]
    if shot.movement is Movement.TRACKING and walkers:
        # Who stays behind cannot be held by a camera that goes along.
        return tuple(walkers) if shot.framing in GROUPS else (walkers[0],)
    if shot.framing in GROUPS:
        return tuple(ids[: GROUPS[shot.framing]])
    wide = shot.size in (ShotSize.WIDE, ShotSize.EXTREME_WIDE)
    if subject in cast:
        return tuple(ids) if wide and shot.framing is Framing.SINGLE else (subject,)
    if subject == "" and shot.framing is not Framing.ESTABLISHING:
        return tuple(ids)
    return ()


def _scene(
    context: ShotContext,
    built: BuiltSet,
    moving: Moving,
    cast: dict[str, Body],
    subject: str,
    viewer: str,
    framed: tuple[str, ...],
    actors: list[Actor],
    things: tuple[Thing, ...],
    seconds: float,
) -> Scene:
    shot, board = context.shot, context.storyboard
    held = held_in(shot, subject, things)
    hidden = (
        frozenset({viewer}) if shot.framing is Framing.POINT_OF_VIEW and viewer else frozenset()
    )
    axis = _axis(context, cast)
    key = axis_key(context, axis) if axis else ""
    told = {actor.id: actor.blocking for actor in actors}
    starts = {id: told[id].position for id in cast if told[id].position is not None}
    ends = {
        id: told[id].position_end or (None if cast[id].walks else told[id].position)
        for id in cast
        if told[id].position_end or told[id].position
    }
    away = any(actor.goes and actor.away for actor in actors)
    # Whom a tracking camera comes to is in its frame at the end.
    tracks = shot.movement is Movement.TRACKING and framed and cast[framed[0]].walks
    awaited = [id for id in cast if id not in framed] if tracks else []
    return Scene(
        plan=built.plan,
        sight=sight_of(built, tuple((name, max(a, b)) for name, a, b in moving)),
        bodies=cast,
        hidden=hidden,
        framed=framed,
        judged=(*framed, *awaited) or tuple(id for id in shot.cast if id in cast),
        subject=subject,
        viewer=viewer,
        seen=tuple(id for id in shot.cast if id in cast),
        positions={id: p for id, p in starts.items() if p is not None and id not in awaited},
        positions_end={id: p for id, p in ends.items() if p is not None},
        axis=axis,
        side=context.state.axis.get(key, ""),
        crowns=crowns_of(built),
        posts=posts_of(built),
        aspect=board.width / board.height,
        seconds=seconds,
        faces_matter=FACES_MATTER.get(shot.size, 1.0) if framed else 0.1,
        master_matters=MASTER_MATTERS.get(shot.size, 0.5),
        late=frozenset(actor.id for actor in actors if actor.enters),
        leaving=frozenset(actor.id for actor in actors if actor.exits),
        hiding=frozenset(actor.id for actor in actors if actor.hides),
        awaited=tuple(awaited),
        settles=shot.movement in PANS and any(one.enters for one in actors if one.id in framed),
        grows=shot.movement in GROWING,
        sinks=shot.movement is Movement.BOOM_DOWN,
        back=away,
        goes_off=any(actor.goes and (actor.finish.leaves or says_out(actor)) for actor in actors),
        insert=shot.framing is Framing.INSERT,
        hands=shot.framing is Framing.INSERT and looks_down(shot),
        detail=detail_middles(cast[subject], shot.detail, held) if subject in cast else {},
        fallen=fallen(shot, cast[subject].role, things) if subject in cast else None,
        poles={t: poles(things, cast, t) for t in HELD},
        landmarks=_landmarks(shot, built, actors),
    )


def _axis(context: ShotContext, cast: dict[str, Body]) -> tuple[str, str] | None:
    """The two between whom the line runs: the subject and the viewer, or the first two people."""
    order = [character.id for character in context.storyboard.cast]
    people = [id for id in cast if not cast[id].animal] + [id for id in cast if cast[id].animal]
    pair = sorted(people[:2], key=lambda id: (order.index(id) if id in order else 99, id))
    return (pair[0], pair[1]) if len(pair) == 2 else None


def axis_key(context: ShotContext, axis: tuple[str, str]) -> str:
    return f"{context.scene.number}:{axis[0]}+{axis[1]}"


def _landmarks(shot: Shot, built: BuiltSet, actors: list[Actor]) -> tuple[Point, ...]:
    """The landmarks that the eyes and the ways of the shot lead to."""
    if shot.size in CLOSE:
        return ()
    words = {
        word
        for actor in actors
        for word in (actor.blocking.place, actor.blocking.place_end, actor.blocking.eyeline)
        if word
    }
    marks = [find_mark(built.plan, word) for word in sorted(words)]
    return tuple(mark.look_at for mark in marks if mark is not None and mark.look_at is not None)


def _candidates(
    ways: list[Setup], scene: Scene, shot: Shot, strength: float
) -> Iterator[Candidate]:
    walker = next(
        (
            id
            for id in (scene.subject, *scene.framed)
            if id in scene.bodies and scene.bodies[id].walks
        ),
        "",
    )
    text = shot.description.lower()
    along = goes_along(shot, scene)
    movement = Movement.TRACKING if along and shot.movement not in BOOMS else shot.movement
    follows = walker if along or movement is Movement.TRACKING else ""
    ask = Ask(
        movement,
        scene.aspect,
        strength=strength,
        big=any(word in text for word in ("circle", "around", "orbit")),
        follows=follows,
        way=_way(scene.bodies[follows]) if follows else (0.0, 0.0, 0.0),
    )
    leads, sweeps = LEADS.get(shot.movement, (0.5,)), SWEEPS if scene.settles else (0.0,)
    asks = [replace(ask, lead=lead, settles=sweep) for lead, sweep in product(leads, sweeps)]
    at_most = most(scene)
    for setup in ways:
        wrong_way = min(against(setup, shot.movement) / 10.0, 2.0)
        for ask in asks:
            far = abs(ask.settles - sweeps[0])
            yield Candidate(setup, ask, scene, at_most, (setup.handicap, wrong_way, far))


def _way(body: Body) -> Point:
    """How far a walker goes, and how far its head rises: it gets up, or sits down."""
    hips = body.joint("hip", 1.0) - body.joint("hip")
    rise = float(body.joint("head_top", 1.0)[1] - body.joint("head_top")[1])
    return (float(hips[0]), rise if abs(rise) > 0.15 else 0.0, float(hips[2]))


def _best(order: Order, scene: Scene, shot: Shot, turn: int) -> Candidate:
    """The best of all setups; the movement goes less far where the set has no room for it.

    `turn` other than 0: another of the good ones, if there is one.
    """
    tried: list[tuple[float, list[Candidate]]] = []
    ways = list(setups(order, scene))
    for strength in STRENGTHS:
        found = _judged(_candidates(ways, scene, shot, strength), scene, GOOD if turn else 0.0)
        tried.append((found[0][0] - 1.5 * (1 - strength), [candidate for _, candidate in found]))
        if shot.movement in UNMOVED or _has_room(found[0][1].look):
            break
    good = max(tried, key=lambda pair: pair[0])[1]
    others = _others(good)
    return others[(turn - 1) % len(others)] if turn and others else good[0]


def _others(good: list[Candidate]) -> list[Candidate]:
    """Of good candidates, those that make other pictures than the first and than one another,
    with no fault that the first has not, and from its side of the line, so that the shots after
    this one need not change."""
    best = good[0].look
    kept = [best]
    others = []
    for candidate in good[1:]:
        look = candidate.look
        if _as_sound(look, best) and all(_differ(look, other) for other in kept):
            kept.append(look)
            others.append(candidate)
    return others


def _as_sound(look: Look, best: Look) -> bool:
    """Whether a look stays on the same side, loses no more heads, and has its frame as free."""
    scene = look.scene
    if scene.axis and side_of(look.path.start, scene) != side_of(best.path.start, scene):
        return False
    faults = with_rays(look, 0.0, -inf) - with_rays(best, 0.0, -inf)
    return heads(look) >= heads(best) + LOST and faults >= FAULTS


def _differ(look: Look, other: Look) -> bool:
    """Whether two looks show their subject from another side, or much nearer or farther."""
    a, b = look.path.start, other.path.start
    moved = float(np.linalg.norm(np.subtract(a.eye, b.eye)))
    nearer = min(look.subject_depth(0.0), other.subject_depth(0.0))
    return moved > ELSEWHERE * nearer or abs(log(a.lens_mm / b.lens_mm)) > ELSEWHERE


def _has_room(look: Look) -> bool:
    """Whether the whole movement keeps its people, ends in a good frame, and gets there."""
    kept = heads(look) > LOST
    kept = kept and sunken(look) == 0.0 and dark(look, 1.0) < DARK
    return kept and lens_room(look) == 0.0 and too_bare(look, 1.0) == 0.0


def _tries(scene: Scene) -> int:
    """A place is seen from many sides that are equally good at first: more of them are tried."""
    return THOROUGH if scene.framed else 3 * THOROUGH


def _ranked(candidates: Iterable[Candidate]) -> Iterator[Candidate]:
    """The best by all that needs no rays first; whoever others outdo for sure is left as it is."""
    waiting = [(-one.worth, number, one) for number, one in enumerate(candidates)]
    heapify(waiting)
    while waiting:
        _, number, best = waiting[0]
        if best.narrow():
            heapreplace(waiting, (-best.worth, number, best))
        else:
            yield heappop(waiting)[-1]


def _judged(
    candidates: Iterable[Candidate], scene: Scene, margin: float
) -> list[tuple[float, Candidate]]:
    """The best and those that are worse by less than `margin`, with their worths, best first.

    Those that look best at first are tried by rays, until none that is left can be good.
    """
    found: list[tuple[float, Candidate]] = []
    enough = -inf
    for tried, candidate in enumerate(_ranked(candidates)):
        tiring = tried >= _tries(scene) and candidate.worth <= enough + HOPE
        if candidate.worth <= enough or tiring or tried >= 3 * THOROUGH:
            break
        worth = with_rays(candidate.look, candidate.worth, enough)
        found.append((worth, candidate))
        enough = max(enough, worth - margin)
    return sorted(((w, c) for w, c in found if w >= enough), key=lambda pair: -pair[0])
