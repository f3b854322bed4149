"""The rig of animals: a trunk between two girdles, four legs (a bird: two), a neck and a head."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import pi, sin

import numpy as np

from openstage.world.figures import gaze
from openstage.world.figures.animal_kinds import KINDS, AnimalKind
from openstage.world.figures.gait import Going, plan, shortest
from openstage.world.figures.moods import mixed
from openstage.world.figures.rig import bend, turn, two_bones
from openstage.world.figures.skeleton import Face, Skeleton
from openstage.world.figures.timing import blink, chance, moment, mouth_open
from openstage.world.figures.vectors import cross
from openstage.world.figures.words import ANIMAL_GESTURES
from openstage.world.geometry import Array
from openstage.world.staging import Role, Stance

ASLEEP_NECK = -24.0
"""Degrees above the level: the neck of a sleeper."""
_AWAKE = frozenset({"look up", "look around", "look back", "bark", "eat", "drink", "sniff"})
"""Gestures of one who lies and does not sleep."""
FOLDED = 0.46
"""How much shorter a leg is seen that is folded under the body."""
LEGS = {"fr": (0.13, 0), "fl": (-0.13, 1), "hr": (0.12, 1), "hl": (-0.12, 0)}
"""Each leg: how far it is from the middle, in heights, and which pair of the trot it is in."""

_FIELDS = {
    "chest": 3,
    "rump": 3,
    "neck": 1,
    "head": 3,
    "fr": 3,
    "fl": 3,
    "hr": 3,
    "hl": 3,
    "tail": 2,
}
_ENDS = np.cumsum(list(_FIELDS.values())).tolist()
_AT = {
    name: slice(end - size, end) for (name, size), end in zip(_FIELDS.items(), _ENDS, strict=True)
}
"""chest and rump, feet: right, up, ahead in heights; neck, head, tail: degrees."""


@dataclass(frozen=True)
class _Creature:
    kind: AnimalKind
    height: float


def _posture(kind: AnimalKind, body: str) -> Array:
    """One row of `_FIELDS` for what the body does; an animal knows fewer bodies than a person."""
    half = kind.length / 2
    values = np.zeros(_ENDS[-1])
    row = {
        "chest": (0, 0.98 - kind.chest, half - kind.chest * 0.6),
        "rump": (0, 0.97 - kind.rump, -half + kind.rump * 0.7),
        "neck": (kind.neck_angle,),
        "head": (8, 0, 0),
        "tail": (40, 0),
    }
    for name, (out, _) in LEGS.items():
        row[name] = (out, 0.0, (half - 0.17) if name[0] == "f" else (-half + 0.06))
    if body in ("sit", "crouch"):
        row["chest"] = (0, 0.80 - kind.chest * 0.8, 0.20 * kind.length)
        row["rump"] = (0, kind.rump * 1.15, -0.26 * kind.length)
        row["neck"] = (min(kind.neck_angle + 14, 74),)
        row["tail"] = (8, 0)
        for name in ("hr", "hl"):
            row[name] = (LEGS[name][0] * 1.5, 0.0, -0.02 * kind.length)
        for name in ("fr", "fl"):
            row[name] = (LEGS[name][0] * 0.8, 0.0, 0.30 * kind.length)
    elif body in ("lie", "kneel", "fall"):
        row["chest"] = (0, kind.chest * 1.02, half * 0.62)
        row["rump"] = (0, kind.rump * 1.05, -half * 0.55)
        row["tail"] = (-4, 62)
        for name in ("fr", "fl"):
            row[name] = (LEGS[name][0] * 0.9, 0.0, half * 0.62 + kind.chest + 0.10)
        for name in ("hr", "hl"):
            row[name] = (LEGS[name][0] * 2.0, 0.0, -half * 0.55 + 0.24)
    for name, value in row.items():
        values[_AT[name]] = value
    return values


@lru_cache(maxsize=64)
def _going(role: Role, creature: _Creature) -> Going | None:
    start, end = role.start, role.end
    return plan(
        (start.x, start.z, start.facing),
        (end.x, end.z, end.facing),
        role.way,
        height=creature.height * creature.kind.step / 0.40 * (0.62 if role.gait != "run" else 0.75),
        running=role.gait == "run",
        moving_in=start.body in ("walk", "run"),
        moving_out=end.body in ("walk", "run"),
    )


def _creature_of(role: Role) -> _Creature:
    return _Creature(KINDS[role.wardrobe.kind], role.wardrobe.height)


def animal_skeleton(role: Role, t: float, seconds: float) -> Skeleton:
    """The skeleton of an animal at `t` (0 to 1) of a shot that lasts `seconds`."""
    creature = _creature_of(role)
    now = moment(role, t, seconds)
    kind, clock = creature.kind, t * seconds
    first, last = _posture(kind, role.start.body), _posture(kind, role.end.body)
    going = _going(role, creature)
    ends = [_root(role.start), _root(role.end)]
    if going is None:
        amount = now.changed
        values = first + (last - first) * amount
        root = ends[0] + (ends[1] - ends[0]) * amount
        facing = role.start.facing + shortest(role.end.facing - role.start.facing) * amount
    else:
        q = going.progress(now.gone, now.going_seconds)
        place, facing = going.place(q)
        level = role.start.height + (role.end.height - role.start.height) * q
        root = np.array([place[0], level, place[1]])
        values = _trotting(creature, going, q, root, facing)
        for own, share in ((first, 1 - now.risen), (last, now.settled)):
            share = 0.0 if (going.moving_in if own is first else going.moving_out) else share
            values = values + (own - values) * share
    weights = {
        name: max(
            now.acted[0] * (name in role.start.gestures), now.acted[1] * (name in role.end.gestures)
        )
        for name in ANIMAL_GESTURES
    }
    mood = mixed(role.start.emotion, role.end.emotion, now.changed)
    _enliven(values, weights, mood["smile"], clock, chance(role.id) * 6)
    asleep = _asleep(role, now.changed)
    _laid_down(values, asleep)
    face = Face(
        features=mood,
        closed=max(blink(role.id, clock), 0.95 * asleep),
        speaking=max(mouth_open(role, t, seconds), weights["bark"] * max(0.0, sin(clock * 11.0))),
    )
    return _solved(role, creature, values, root, facing, now.changed, face)


def _root(stance: Stance) -> Array:
    return np.array([stance.x, stance.height, stance.z])


def _asleep(role: Role, changed: float) -> float:
    lies = [
        s.body == "lie" and s.look_at is None and not _AWAKE & set(s.gestures)
        for s in (role.start, role.end)
    ]
    return lies[0] * (1 - changed) + lies[1] * changed


def _laid_down(values: Array, asleep: float) -> None:
    """The head of a sleeper comes down to its paws."""
    values[_AT["neck"]] += (ASLEEP_NECK - values[_AT["neck"]]) * asleep
    values[_AT["head"]][0] += 6.0 * asleep


def _trotting(creature: _Creature, going: Going, q: float, root: Array, facing: float) -> Array:
    """A posture whose feet are where the footfalls are; diagonal legs go together."""
    kind, size = creature.kind, creature.height
    values = _posture(kind, "stand")
    base = turn(facing)
    rest = values.copy()
    for name, (_, pair) in LEGS.items():
        fall, lift, _ = going.foot(q, pair)
        place, heading = going.place(fall)
        foot = np.array([place[0], root[1], place[1]]) + rest[_AT[name]] * size @ turn(heading)
        foot[1] += lift * size * (0.30 if going.running else 0.16)
        values[_AT[name]] = (foot - root) @ base.T / size
    bob = sin(2 * pi * going.phase(q))
    deep = 0.06 if going.running else 0.02
    values[_AT["chest"]][1] += deep * bob
    values[_AT["rump"]][1] -= deep * bob
    values[_AT["head"]][0] -= 4 * bob
    values[_AT["tail"]][0] += 20 if going.running else 8
    return values


def _enliven(
    values: Array, weights: dict[str, float], smile: float, clock: float, own: float
) -> None:
    """Breath, a wagging tail, a hop, a bark, a nose held out to what it sniffs or eats."""
    glad = max(smile, weights["wag"], 0.0)
    values[_AT["head"]][0] += 1.5 * sin(clock * 1.7 + own)
    values[_AT["tail"]][1] += (5 + 24 * glad) * sin(clock * (4 + 9 * glad) + own)
    bark = weights["bark"] * max(0.0, sin(clock * 11.0))
    values[_AT["head"]][0] -= 14 * bark
    values[_AT["neck"]][0] += 6 * bark
    nosing = max(weights["eat"], weights["drink"], weights["sniff"])
    values[_AT["neck"]][0] -= 26 * nosing
    values[_AT["head"]][0] += nosing * (8 + 4 * sin(clock * 7.0 + own))
    hop = weights["jump"] * max(0.0, sin(clock * 5.0)) ** 2
    for name in ("chest", "rump", *LEGS):
        values[_AT[name]][1] += hop * (0.9 if name in ("chest", "fr", "fl") else 0.5)


def _solved(
    role: Role,
    creature: _Creature,
    values: Array,
    root: Array,
    facing: float,
    changed: float,
    face: Face,
) -> Skeleton:
    kind, size = creature.kind, creature.height
    base = turn(facing)

    def world(name: str) -> Array:
        return root + values[_AT[name]] * size @ base

    chest, rump = world("chest"), world("rump")
    spine = chest - rump
    spine = spine / np.linalg.norm(spine)
    lift = cross(spine, base[0])
    body = np.stack([base[0], lift / np.linalg.norm(lift), spine])
    neck_root = chest + body[1] * kind.chest * 0.45 * size + body[2] * kind.chest * 0.35 * size
    angle = float(values[_AT["neck"]][0])
    nod, turned, tilt = (float(v) for v in values[_AT["head"]])
    look, eyes = _gaze(role, changed, base, neck_root + base[1] * kind.neck * size * 0.7)
    along = bend(-angle, turned * 0.3 + look[1] * 0.35, 0.0) @ base
    head_joint = neck_root + along[2] * kind.neck * size
    head = bend(nod + look[0], turned + look[1], tilt) @ base
    skull = head_joint + head[1] * kind.head * 0.25 * size + head[2] * kind.head * 0.25 * size
    joints = {
        "hip": rump,
        "waist": (chest + rump) / 2,
        "chest": chest,
        "collar": neck_root,
        "neck": (neck_root + head_joint) / 2,
        "nape": head_joint,
        "head": skull,
        "head_top": skull + head[1] * kind.head * size,
        "eyes": skull + head[2] * kind.head * 0.8 * size,
        "chin": skull - head[1] * kind.head * 0.7 * size + head[2] * kind.muzzle * 0.6 * size,
        "nose": skull + head[2] * kind.muzzle * size - head[1] * kind.head * 0.25 * size,
    }
    for name, (out, _) in LEGS.items():
        front, side = name[0] == "f", name[1]
        girdle = chest if front else rump
        top = girdle + body[0] * out * size - body[1] * (0.05 if front else 0.0) * size
        foot = world(name)
        length = (
            (0.98 - kind.chest if front else 0.97 - kind.rump) * size * (0.503 if front else 0.517)
        )
        stands = (0.98 - kind.chest if front else 0.97 - kind.rump) * size
        down = 1 - float(girdle[1] - root[1]) / stands
        folded = min(max((down - 0.3) / 0.4, 0.0), 1.0) if front or _lies(values) else 0.0
        length *= 1 - FOLDED * folded
        outward = base[0] * (1.0 if side == "r" else -1.0) + base[1] * 0.7
        pole = base[2] * (-1.0 if front else 1.0) * (1 - 0.7 * folded) + outward * folded
        knee, end = two_bones(top, foot, length, length, pole)
        upper, lower, tip = ("shoulder", "elbow", "hand") if front else ("thigh", "knee", "foot")
        joints |= {f"{upper}_{side}": top, f"{lower}_{side}": knee, f"{tip}_{side}": end}
    raised, aside = (float(v) for v in values[_AT["tail"]])
    frames = {"hips": body, "chest": body, "neck": along, "head": head}
    frames["tail"] = bend(-raised, aside + 180.0, 0.0) @ base
    ahead = head[2]
    return Skeleton(
        joints=joints,
        frames=frames,
        facing=facing,
        head_facing=float(np.degrees(np.arctan2(ahead[0], ahead[2]))),
        face=Face(face.features, face.closed, face.speaking, eyes=eyes),
        hand_size=0.05 * size,
        ground=float(root[1]),
    )


def _lies(values: Array) -> bool:
    """Whether the chest is as low as the rump: it lies and does not sit."""
    return bool(values[_AT["chest"]][1] < values[_AT["rump"]][1] + 0.12)


def _gaze(
    role: Role, changed: float, base: Array, eye: Array
) -> tuple[tuple[float, float], tuple[float, float]]:
    """(pitch, yaw) of the head and of the eyes toward what is looked at."""
    head, eyes = np.zeros(2), np.zeros(2)
    for stance, share in ((role.start, 1 - changed), (role.end, changed)):
        if stance.look_at is not None and share:
            pitch, yaw = gaze.toward(base, eye, stance.look_at)
            turned = gaze.shared(pitch, yaw)
            head += np.array(turned[:2]) * share
            eyes += np.array(turned[2:]) * share
    return (float(head[0]), float(head[1])), (float(eyes[0]), float(eyes[1]))
