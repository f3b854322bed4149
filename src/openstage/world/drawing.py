"""The picture of any instant of a staging."""

from __future__ import annotations

from functools import lru_cache

import cv2
import numpy as np
import skia

from openstage.crew import Frame
from openstage.storyboard.vocabulary import TimeOfDay, Weather
from openstage.world.camerawork.path import staged_camera
from openstage.world.figures import Skeleton, figure_parts, pose
from openstage.world.geometry import Camera
from openstage.world.light import Light, light_of_scene
from openstage.world.scene import Lamp, Part
from openstage.world.sets import built_set
from openstage.world.sets.scenery import halo
from openstage.world.stage_view import StageView
from openstage.world.staging import Placement, Staging, Thing
from openstage.world.still import StillSet
from openstage.world.things import thing_grip, thing_light, thing_parts, thing_size

LARGEST_STILL = 2_500_000
"""Pixels: of a larger frame no copy is kept."""
DARK = 0.3
"""How far lamps are on where a carried one is lit."""
REACH = 0.4
"""The share of a thing's light's way at which half of it is left."""
HALO = 0.45
"""Of that reach: the radius of the glow around it."""
CHANGING_HANDS = 0.35
"""Seconds from a hand to the ground, or to another hand."""
BEFORE_LENS = 0.12
"""Meters: what is nearer to the lens is left away."""


def draw(staging: Staging, t: float, width: int, height: int) -> Frame:
    """The picture (height, width, 3) uint8 RGB at `t`: 0 is the start frame, 1 the end frame."""
    light = light_of(staging.set_name, staging.set_look, staging.time, staging.weather)
    lamps = burning(staging, light, t)
    if lamps:
        light = _lit_by(staging, lamps)
    view = StageView(staged_camera(staging, t), width, height, light, t * staging.seconds)
    pixels = np.zeros((height, width, 4), dtype=np.uint8)
    canvas = skia.Surface(pixels, skia.kRGBA_8888_ColorType).getCanvas()
    guests = parts(staging, view, t)
    guests += [halo(lamp.x, lamp.y, lamp.z, HALO * lamp.reach) for lamp in lamps]
    if _rests(staging) and not lamps and width * height <= LARGEST_STILL:
        moving = tuple((name, amount) for name, amount, _ in staging.moving)
        still_set(
            (staging.set_name, staging.set_look, staging.time, staging.weather),
            view.camera,
            (width, height),
            moving,
        ).draw(canvas, view, guests)
    else:
        moving = tuple((name, a + (b - a) * eased(t)) for name, a, b in staging.moving)
        built_set(staging.set_name, staging.set_look).draw(canvas, view, guests, moving)
    return np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGBA2RGB))


def _rests(staging: Staging) -> bool:
    """Whether neither the camera nor a part of the set moves."""
    path = staging.camera
    return (
        path.kind != "handheld"
        and path.start == path.end
        and not path.follows
        and all(start == end for _, start, end in staging.moving)
    )


@lru_cache(maxsize=2)
def still_set(
    place: tuple[str, str, str, str],
    camera: Camera,
    size: tuple[int, int],
    moving: tuple[tuple[str, float], ...],
) -> StillSet:
    """The set of a shot whose camera rests, drawn once for all of its frames."""
    name, look, time, weather = place
    view = StageView(camera, *size, light_of(name, look, time, weather))
    return StillSet(built_set(name, look), view, moving)


@lru_cache(maxsize=16)
def light_of(set_name: str, set_look: str, time: str, weather: str) -> Light:
    """One light for all frames of a scene: sheets of faces remember what it does to them."""
    plan = built_set(set_name, set_look).plan
    return light_of_scene(
        TimeOfDay(time),
        Weather(weather),
        interior=plan.interior,
        key=plan.key,
        lamps=plan.lamps,
    )


def parts(staging: Staging, view: StageView, t: float) -> list[Part]:
    """Figures and things at `t`."""
    found: list[Part] = []
    skeletons = {role.id: pose(role, t, staging.seconds) for role in staging.roles}
    for role in staging.roles:
        if role.id not in staging.hidden:
            found += figure_parts(role, skeletons[role.id])
    for thing in staging.things:
        holder = (thing.start if t < thing.changes_at else thing.end).held_by
        if holder in staging.hidden:
            continue
        place = _where(thing, t, staging.seconds, skeletons)
        found += thing_parts(thing.kind, thing.color, *place, held=holder in skeletons)
    ahead = view.basis[2]
    return [part for part in found if float((part.center - view.eye) @ ahead) > BEFORE_LENS]


def burning(staging: Staging, light: Light, t: float) -> tuple[Lamp, ...]:
    """The lamps and candles that somebody holds or that stand about, where it is dark."""
    shining = [thing for thing in staging.things if thing_light(thing.kind) > 0]
    if not shining or light.lamps_on < DARK:
        return ()
    skeletons = {role.id: pose(role, t, staging.seconds) for role in staging.roles}
    return tuple(_lamp(thing, t, staging.seconds, skeletons) for thing in shining)


def _lamp(thing: Thing, t: float, seconds: float, skeletons: dict[str, Skeleton]) -> Lamp:
    """The light of a thing: over its base, or below the hand that carries it by its top."""
    held = (thing.start if t < thing.changes_at else thing.end).held_by in skeletons
    x, y, z, _ = _where(thing, t, seconds, skeletons)
    height = thing_size(thing.kind)[1]
    return Lamp(x, y + height * (-0.5 if held else 0.6), z, reach=REACH * thing_light(thing.kind))


def _lit_by(staging: Staging, lamps: tuple[Lamp, ...]) -> Light:
    """The light of the scene and of lamps that move: it is the light of one frame alone."""
    plan = built_set(staging.set_name, staging.set_look).plan
    return Light(
        TimeOfDay(staging.time),
        Weather(staging.weather),
        interior=plan.interior,
        key=plan.key,
        lamps=(*plan.lamps, *lamps),
    )


def eased(t: float) -> float:
    """0 to 1, with a rest at both ends."""
    share = min(max((t - 0.15) / 0.6, 0.0), 1.0)
    return share * share * (3 - 2 * share)


def _where(
    thing: Thing, t: float, seconds: float, skeletons: dict[str, Skeleton]
) -> tuple[float, float, float, float]:
    """x, y, z and facing of a thing at `t`: in a hand, at rest, or gliding."""
    start, end = _at(thing.start, skeletons), _at(thing.end, skeletons)
    share = eased(t)
    if thing.start.held_by == thing.end.held_by and thing.start.held_by:
        share = float(t >= thing.changes_at)
    elif thing.start.held_by or thing.end.held_by:
        # It falls faster and faster; what is taken up goes along with the hand.
        passed = min(max((t - thing.changes_at) * seconds / CHANGING_HANDS, 0.0), 1.0)
        share = passed * passed if thing.start.held_by else float(passed > 0)
        if passed > 0.0 and thing.start.held_by and not thing.end.held_by:
            # From here on its place is its base, not its grip.
            start = (start[0], start[1] - thing_grip(thing.kind), start[2], start[3])
    turn = (end[3] - start[3] + 180.0) % 360.0 - 180.0
    x, y, z = (a + (b - a) * share for a, b in zip(start[:3], end[:3], strict=True))
    return x, y, z, start[3] + turn * share


def _at(place: Placement, skeletons: dict[str, Skeleton]) -> tuple[float, float, float, float]:
    if place.held_by in skeletons:
        point, facing = skeletons[place.held_by].hand(place.hand)
        return float(point[0]), float(point[1]), float(point[2]), facing
    return place.x, place.y, place.z, place.facing
