"""A role at one instant: where it is, what its body does, where its joints are."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from math import pi, sin
from typing import Literal

import numpy as np

from openstage.world.figures import gaze
from openstage.world.figures.acting import Acting, mirrored
from openstage.world.figures.animal_kinds import ANIMALS
from openstage.world.figures.animal_rig import animal_skeleton
from openstage.world.figures.bodies import UPRIGHT, body_posture, step_out
from openstage.world.figures.build import Build, build_of
from openstage.world.figures.gait import Going, plan, shortest, smooth
from openstage.world.figures.gestures import ACTED
from openstage.world.figures.moods import mixed
from openstage.world.figures.rig import Posture, ball_offset, bend, solve, standing, trunk, turn
from openstage.world.figures.skeleton import Face, Skeleton
from openstage.world.figures.timing import Moment, blink, chance, moment, mouth_open
from openstage.world.figures.vectors import length
from openstage.world.geometry import Array, direction
from openstage.world.staging import Role, Stance

NARROW = 0.62
"""Feet come so much nearer to the middle in a walk than they stand."""

SLACK = 0.35
"""Meters by which a foot at the height of its swing may be farther than its leg is long."""

EMPTY = 0.75
"""How far a hand comes back to rest when what it let fall is gone."""
HANDS: tuple[Literal["right"], Literal["left"]] = ("right", "left")
"""In the order in which they take what is held."""

WATCHING = frozenset(
    {"type", "read", "write", "work", "pour", "pick up", "put down", "drop", "pet", "open", "close"}
)
"""Gestures that bend the head to the hands, unless the eyes are given something else."""


@lru_cache(maxsize=256)
def _going(role: Role, build: Build, seconds: float) -> Going | None:
    """The way of a role on its feet, from where it stands up to where it sits down."""
    start, end = _upright_end(role.start, build), _upright_end(role.end, build)
    if not _goes(role):
        return None
    return plan(
        start,
        end,
        role.way,
        height=build.height,
        running=role.gait == "run",
        moving_in=role.start.body in ("walk", "run"),
        moving_out=role.end.body in ("walk", "run"),
        seconds=seconds,
    )


def _goes(role: Role) -> bool:
    """Whether it changes its place on its feet; who stays down is moved as it is."""
    start, end = role.start, role.end
    if role.gait or role.way:
        return True
    return start.body in UPRIGHT and end.body in UPRIGHT


def _upright_end(stance: Stance, build: Build) -> tuple[float, float, float]:
    """x, z and facing where the feet of a stance are."""
    out = step_out(build, stance.height) if stance.body == "sit" else 0.0
    ahead = direction(stance.facing) * out
    return stance.x + float(ahead[0]), stance.z + float(ahead[2]), stance.facing


@lru_cache(maxsize=256)
def pose(role: Role, t: float, seconds: float) -> Skeleton:
    """The skeleton of `role` at `t` (0 to 1) of a shot that lasts `seconds`.

    At t = 0 it is the start stance, at t = 1 the end stance; between them it goes its way. The
    last ones are remembered, since camera, figures, hands and lamps ask for the same; nobody
    changes the arrays in it.
    """
    if role.wardrobe.kind in ANIMALS:
        return animal_skeleton(role, t, seconds)
    build = build_of(role.wardrobe)
    now = moment(role, t, seconds)
    going = _going(role, build, now.going_seconds)
    posture, root, facing = _placed(role, build, now, going)
    return _acted(role, build, now, posture, root, facing, t, seconds)


def _root(stance: Stance) -> Array:
    return np.array([stance.x, stance.height, stance.z])


def _placed(
    role: Role, build: Build, now: Moment, going: Going | None
) -> tuple[Posture, Array, float]:
    """The body without its gestures: its posture, and where it is."""
    first = body_posture(role.start.body, build, role.start.height)
    last = body_posture(role.end.body, build, role.end.height)
    start, end = _root(role.start), _root(role.end)
    if going is None:
        turned = shortest(role.end.facing - role.start.facing)
        return (
            _lifted(first, last, now.changed),
            start + (end - start) * now.changed,
            role.start.facing + turned * now.changed,
        )
    # Who is in the middle of a walk neither rises into it nor settles out of it.
    now = replace(
        now,
        risen=1.0 if going.moving_in else now.risen,
        settled=0.0 if going.moving_out else now.settled,
    )
    q = going.progress(now.gone, now.going_seconds)
    place, facing = going.place(q)
    level = role.start.height * (role.start.body in UPRIGHT) * (1 - q)
    level += role.end.height * (role.end.body in UPRIGHT) * q
    upright = np.array([place[0], level, place[1]])
    root = start + (upright - start) * (now.risen if q < 0.5 else 1.0)
    root = root + (end - root) * (now.settled if q >= 0.5 else 0.0)
    stride = _stride(build, going, q)
    posture = first.toward(stride, now.risen).toward(last, now.settled)
    return _on_feet(posture, first, last, build, going, q, now, root, facing, role), root, facing


def _lifted(first: Posture, last: Posture, amount: float) -> Posture:
    """From one posture to another on the spot; feet that move are lifted a little."""
    posture = first.toward(last, amount)
    if amount in (0.0, 1.0):
        return posture
    for side in ("r", "l"):
        moved = length(last[f"foot_{side}"] - first[f"foot_{side}"])
        lift = min(moved * 0.25, 0.06) * sin(pi * amount)
        x, y, z = posture[f"foot_{side}"]
        posture = posture.changed(**{f"foot_{side}": (x, y + lift, z)})
    return posture


def _stride(build: Build, going: Going, q: float) -> Posture:
    """Trunk and arms of a walk or run; the feet come from the footfalls."""
    phase = going.phase(q)
    swing, bob = sin(pi * (phase + 0.5)), sin(2 * pi * phase - pi / 2)
    speed = min(1.0, going.length / max(going.steps, 1) / (going.gait.step * build.height))
    base = standing(build)
    if going.running:
        return base.changed(
            pelvis=(0.0, build.hip * 0.955 + 0.030 * bob * speed, 0.0),
            hips=(10.0, 9.0 * swing, 0.0),
            spine=(6.0 + build.stoop, -18.0 * swing, 0.0),
            head=(-12.0, 9.0 * swing, 0.0),
            hand_r=(-0.04 - 0.06 * swing, -0.46 - 0.12 * swing, 0.36 - 0.40 * swing),
            hand_l=(0.04 - 0.06 * swing, -0.46 + 0.12 * swing, 0.36 + 0.40 * swing),
            elbow_r=(0.4, -0.3, -1.0),
            elbow_l=(-0.4, -0.3, -1.0),
        )
    return base.changed(
        pelvis=(0.012 * swing * speed, build.hip * 0.962 + 0.008 * bob * speed, 0.0),
        hips=(2.0 + build.stoop * 0.3, 6.0 * swing * speed, 2.0 * swing * speed),
        spine=(1.0 + build.stoop * 0.8, -10.0 * swing * speed, -2.0 * swing * speed),
        head=(-build.stoop * 0.7 - 2.0, 4.0 * swing * speed, 0.0),
        hand_r=(0.12, -0.93, 0.06 - 0.36 * swing * speed),
        hand_l=(-0.12, -0.93, 0.06 + 0.36 * swing * speed),
    )


def _on_feet(
    posture: Posture,
    first: Posture,
    last: Posture,
    build: Build,
    going: Going,
    q: float,
    now: Moment,
    root: Array,
    facing: float,
    role: Role,
) -> Posture:
    """The posture with its feet where the footfalls are, and its hips as low as they ask."""
    base = turn(facing)
    rest = standing(build)
    values: dict[str, tuple[float, ...]] = {}
    low = float(posture["pelvis"][1])
    for side, index in (("r", 0), ("l", 1)):
        fall, lift, pitch = going.foot(q, index)
        place, heading = going.place(fall)
        frame = turn(heading)
        sole = bend(pitch, 0.0, 0.0) @ turn(float(rest[f"toe_{side}"][0])) @ frame
        flat = turn(float(rest[f"toe_{side}"][0])) @ frame
        narrow = NARROW + (1 - NARROW) * going.at_rest(fall)
        x, y, z = rest[f"foot_{side}"]
        ball = np.array([place[0], root[1], place[1]]) + np.array([x * narrow, y, z]) @ frame
        ball = ball + ball_offset(build) @ flat
        ball[1] += lift * going.gait.lift * build.height + max(-pitch, 0.0) * 0.0012
        ankle = ball - ball_offset(build) @ sole
        local = (ankle - root) @ base.T
        yaw = float(rest[f"toe_{side}"][0]) + heading - facing
        for own, share, stance in (
            (first, 1 - now.risen, role.start),
            (last, now.settled, role.end),
        ):
            if stance.body in UPRIGHT and stance.body not in ("lean", "climb"):
                continue
            world = _root(stance) + own[f"foot_{side}"] @ turn(stance.facing)
            local = local + ((world - root) @ base.T - local) * share
            pitch += (float(own[f"toe_{side}"][1]) - pitch) * share
        values[f"foot_{side}"] = (float(local[0]), float(local[1]), float(local[2]))
        values[f"toe_{side}"] = (yaw, pitch)
        flat_way = (
            float(local[0] - posture["pelvis"][0]) ** 2
            + float(local[2] - posture["pelvis"][2]) ** 2
        )
        # A planted foot holds the hips within its reach; the higher it swings, the less.
        room = max((build.leg * 0.997) ** 2 - flat_way, 0.01) ** 0.5
        low = min(low, float(local[1]) + room + SLACK * lift)
    upright = (1 - now.settled) if q >= 0.5 else now.risen
    x, y, z = posture["pelvis"]
    return posture.changed(pelvis=(x, y + (low - y) * upright, z), **values)


def _acted(
    role: Role,
    build: Build,
    now: Moment,
    posture: Posture,
    root: Array,
    facing: float,
    t: float,
    seconds: float,
) -> Skeleton:
    """With gestures, mood, breath and gaze."""
    weights = _gesture_weights(role, now)
    if "drop" in weights and role.moves[1] < 1.0:
        after = smooth((t - role.moves[1]) / (1.0 - role.moves[1]))
        weights["drop"] *= 1.0 - EMPTY * after
    # A hand that holds something does not take the hat too.
    hat_hand: Literal["right", "left"] = "left" if len(role.end.holds) == 1 else "right"
    mood = mixed(role.start.emotion, role.end.emotion, now.changed)
    posture = _moody(posture, mood, role.id, t * seconds)
    if role.start.holds or role.end.holds:
        posture = _holding(role, posture, now.changed, weights)
    looks = [stance.look_at is not None for stance in (role.start, role.end)]
    watching = looks[0] * (1 - now.changed) + looks[1] * now.changed
    for name, weight in weights.items():
        stance = role.end if now.acted[1] > 0.5 else role.start
        acting = _acting(build, stance, root, weight, t * seconds + chance(role.id) * 3)
        fields, add = ACTED[name](acting)
        if name == "take off hat" and hat_hand == "left":
            fields = mirrored(fields)
        if name in WATCHING and "head" in add:
            add["head"] = tuple(value * (1 - watching) for value in add["head"])
        posture = posture.leaning(fields, add, weight)
    posture, eyes = _gazing(role, build, now, posture, root, facing)
    solved = solve(posture, build, root, facing)
    ahead = solved.frames["head"][2]
    return Skeleton(
        joints=solved.joints,
        frames=solved.frames,
        facing=facing,
        head_facing=float(np.degrees(np.arctan2(ahead[0], ahead[2]))),
        face=Face(
            features=mood,
            closed=max(blink(role.id, t * seconds), 0.92 * _sleeping(role, now)),
            speaking=max(mouth_open(role, t, seconds), weights.get("bark", 0.0)),
            laughing=weights.get("laugh", 0.0),
            crying=weights.get("cry", 0.0),
            eyes=eyes,
        ),
        hand_size=build.hand,
        hat_off=weights.get("take off hat", 0.0),
        hat_hand=hat_hand,
        ground=float(root[1]),
    )


def _sleeping(role: Role, now: Moment) -> float:
    """Who lies and looks at nothing has closed eyes."""
    lies = [s.body == "lie" and s.look_at is None for s in (role.start, role.end)]
    return lies[0] * (1 - now.changed) + lies[1] * now.changed


def _gesture_weights(role: Role, now: Moment) -> dict[str, float]:
    """By gesture, how far it is there; one that goes on through the shot is there throughout."""
    weights: dict[str, float] = {}
    for names, weight in zip((role.start.gestures, role.end.gestures), now.acted, strict=True):
        for name in names:
            if name in ACTED:
                weights[name] = weights.get(name, 0.0) + weight
    for name in set(role.start.gestures) & set(role.end.gestures) & set(weights):
        weights[name] = 1.0
    # In one order, since a later gesture takes the hands from an earlier one.
    return {name: min(weights[name], 1.0) for name in ACTED if weights.get(name, 0.0) > 1e-6}


def _acting(build: Build, stance: Stance, root: Array, weight: float, seconds: float) -> Acting:
    near, drop = 0.6, 0.0
    if stance.look_at is not None:
        x, y, z = stance.look_at
        near = float(np.hypot(x - root[0], z - root[2]))
        drop = max(0.0, float(root[1]) + 0.7 * build.hip - y)
    return Acting(build, seconds, weight, stance.body, stance.height, near, drop)


def _moody(posture: Posture, mood: dict[str, float], name: str, seconds: float) -> Posture:
    breath = sin(2 * pi * (seconds * 0.27 + chance(name, "breath")))
    sway = sin(2 * pi * (seconds * 0.11 + chance(name, "sway")))
    return posture.leaning(
        {},
        {
            "spine": (mood["bow"] * 0.5 + 0.5 * breath, 0.5 * sway, 0.0),
            "head": (mood["bow"] + 0.4 * breath, 1.2 * sway, mood["tilt"]),
            "shrug": (mood["shoulders"] + 0.03 * breath,),
        },
        1.0,
    )


def _holding(role: Role, posture: Posture, changed: float, weights: dict[str, float]) -> Posture:
    """A hand that holds something is brought up before the body; something tall, beside it."""
    for side in HANDS:
        index = HANDS.index(side)
        held = [len(stance.holds) > index for stance in (role.start, role.end)]
        amount = held[0] * (1 - changed) + held[1] * changed
        first, last = (_held_at(stance, side) for stance in (role.start, role.end))
        place = first + (last - first) * (changed if all(held) else float(held[1]))
        posture = posture.leaning({f"hand_{side[0]}": tuple(place.tolist())}, {}, amount)
    return posture


def _held_at(stance: Stance, side: Literal["right", "left"]) -> Array:
    """(3,) from the shoulder, in lengths of the arm."""
    if side not in stance.aside:
        return np.array([0.0, -0.66, 0.52])
    return np.array([0.38 if side == "right" else -0.38, -0.60, 0.34])


def _gazing(
    role: Role, build: Build, now: Moment, posture: Posture, root: Array, facing: float
) -> tuple[Posture, tuple[float, float]]:
    """The head turned to what is looked at, and the eyes' own turn."""
    stances = (role.start, role.end)
    if stances[0].look_at is None and stances[1].look_at is None:
        return posture, (0.0, 0.0)
    middle = trunk(posture, build, root, facing)
    own = posture["head"]
    total, eyes = np.zeros(3), np.zeros(2)
    for stance, share in zip(stances, (1 - now.changed, now.changed), strict=True):
        if stance.look_at is None:
            total += own * share
            continue
        pitch, yaw = gaze.toward(middle.frames["chest"], middle.joints["head"], stance.look_at)
        head_pitch, head_yaw, eye_pitch, eye_yaw = gaze.shared(pitch, yaw)
        total += np.array([head_pitch, head_yaw, float(own[2])]) * share
        eyes += np.array([eye_pitch, eye_yaw]) * share
    head = (float(total[0]), float(total[1]), float(total[2]))
    return posture.changed(head=head), (float(eyes[0]), float(eyes[1]))
