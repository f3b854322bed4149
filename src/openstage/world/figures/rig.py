"""The rig: what steers a body, and where its joints are then.

A `Posture` is a row of numbers (how the trunk is turned, where feet and hands go), so that two
postures blend; the joints follow by inverse kinematics, so that bones keep their lengths in
every blend. The root frame of a body: x to its right, y up, z ahead, the ground under it at 0.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import cos, radians, sin, sqrt

import numpy as np

from openstage.world.figures.build import Build
from openstage.world.figures.vectors import cross, unit
from openstage.world.geometry import Array

_SIZES = {
    "pelvis": 3,  # middle of the hip joints, root frame, meters
    "hips": 3,  # pitch (bent forward), yaw (to the right), roll (to the right), degrees
    "spine": 3,  # the same, of the chest against the hips
    "head": 3,  # the same, of the head against the chest; half of it is the neck's
    "foot_r": 3,  # ankles, root frame, meters
    "foot_l": 3,
    "toe_r": 2,  # yaw and pitch (toes down) of the feet, degrees
    "toe_l": 2,
    "knee_r": 3,  # where the knees point, root frame
    "knee_l": 3,
    "hand_r": 3,  # wrists from their shoulders, chest frame, in lengths of the arm
    "hand_l": 3,
    "touch_r": 4,  # wrists in the root frame, meters, and how much this counts, 0 to 1
    "touch_l": 4,
    "elbow_r": 3,  # where the elbows point, chest frame
    "elbow_l": 3,
    "shrug": 1,  # how far the shoulders are drawn up, 0 to 1
}
_ENDS = np.cumsum(list(_SIZES.values())).tolist()
SLICES = {
    name: slice(end - size, end) for (name, size), end in zip(_SIZES.items(), _ENDS, strict=True)
}

SHRUG = 0.022
"""Of the height: how far shoulders rise."""


HINGE = 0.6
"""How much of the bend of a leg is that of a hinge."""

BALL = 0.062
"""Of the height: the ball of a foot ahead of its ankle."""


@dataclass(frozen=True)
class Posture:
    values: Array

    def __getitem__(self, name: str) -> Array:
        return self.values[SLICES[name]]

    def changed(self, **fields: tuple[float, ...]) -> Posture:
        values = self.values.copy()
        for name, value in fields.items():
            values[SLICES[name]] = value
        return Posture(values)

    def toward(self, other: Posture, amount: float) -> Posture:
        """The posture `amount` (0 to 1) of the way to `other`."""
        if amount <= 0.0:
            return self
        if amount >= 1.0:
            return other
        return Posture(self.values + (other.values - self.values) * amount)

    def leaning(
        self,
        fields: Mapping[str, tuple[float, ...]],
        add: Mapping[str, tuple[float, ...]],
        amount: float,
    ) -> Posture:
        """With `fields` blended in by `amount`, and `add` added as often."""
        values = self.values.copy()
        for name, value in fields.items():
            where = SLICES[name]
            if name.startswith("touch") and values[where][3] == 0.0:
                values[where][:3] = value[:3]
            values[where] += (np.asarray(value) - values[where]) * amount
        for name, value in add.items():
            values[SLICES[name]] += np.asarray(value) * amount
        return Posture(values)


def standing(build: Build) -> Posture:
    """At rest on both feet, arms hanging: the posture that all others start from."""
    wide = build.pelvis * 1.15
    return Posture(np.zeros(_ENDS[-1])).changed(
        pelvis=(0.0, build.hip * 0.995, 0.0),
        hips=(build.stoop * 0.3, 0.0, 0.0),
        spine=(build.stoop * 0.8, 0.0, 0.0),
        head=(-build.stoop * 0.7, 0.0, 0.0),
        foot_r=(wide, build.ankle, -0.01),
        foot_l=(-wide, build.ankle, -0.01),
        toe_r=(11.0, 0.0),
        toe_l=(-11.0, 0.0),
        knee_r=(0.12, 0.0, 1.0),
        knee_l=(-0.12, 0.0, 1.0),
        hand_r=(0.09, -0.965, 0.08),
        hand_l=(-0.09, -0.965, 0.08),
        elbow_r=(0.55, -0.1, -1.0),
        elbow_l=(-0.55, -0.1, -1.0),
    )


def turn(facing: float) -> Array:
    """Rows: right, up, ahead of a body that faces so, in the world."""
    a = radians(facing)
    return np.array([[cos(a), 0.0, -sin(a)], [0.0, 1.0, 0.0], [sin(a), 0.0, cos(a)]])


def bend(pitch: float, yaw: float, roll: float) -> Array:
    """Rows: right, up, ahead after bending forward, turning right and leaning right, degrees."""
    p, r = radians(pitch), radians(roll)
    pitched = np.array([[1.0, 0.0, 0.0], [0.0, cos(p), sin(p)], [0.0, -sin(p), cos(p)]])
    rolled = np.array([[cos(r), -sin(r), 0.0], [sin(r), cos(r), 0.0], [0.0, 0.0, 1.0]])
    frame: Array = rolled @ turn(yaw) @ pitched
    return frame


def two_bones(start: Array, end: Array, first: float, second: float, pole: Array) -> Array:
    """The (2, 3) middle joint and end of a chain from `start` that reaches toward `end`.

    The middle joint bends toward `pole`; an end out of reach is brought within it.
    """
    way = end - start
    distance = sqrt(float(way @ way))
    reach = min(max(distance, abs(first - second) + 0.02 * first), (first + second) * 0.9995)
    axis = way / distance if distance > 1e-9 else np.array([0.0, -1.0, 0.0])
    side = pole - axis * float(pole @ axis)
    length = sqrt(float(side @ side))
    if length < 1e-6:
        side = np.array([axis[1], -axis[0], 0.0]) + 1e-6
        side = side - axis * float(side @ axis)
        length = sqrt(float(side @ side))
    along = (first * first - second * second + reach * reach) / (2 * reach)
    out = sqrt(max(first * first - along * along, 0.0))
    middle = start + axis * along + side * (out / length)
    return np.stack([middle, start + axis * reach])


@dataclass(frozen=True)
class Trunk:
    """The middle of a posture in the world; limbs hang from it."""

    base: Array
    joints: dict[str, Array]
    frames: dict[str, Array]


def trunk(posture: Posture, build: Build, root: Array, facing: float) -> Trunk:
    """Pelvis, spine, neck and head of `posture` for a body at `root` (3,) that faces so."""
    base = turn(facing)
    hips = bend(*posture["hips"]) @ base
    chest = bend(*posture["spine"]) @ hips
    # The spine curves: its middle frame lies between hips and chest.
    middle = bend(*(posture["spine"] * 0.5)) @ hips
    pelvis = root + posture["pelvis"] @ base
    waist = pelvis + hips[1] * build.spine * 0.30
    breast = waist + middle[1] * build.spine * 0.40
    collar = breast + chest[1] * build.spine * 0.30
    neck_frame = bend(*(posture["head"] * 0.5)) @ chest
    head_frame = bend(*posture["head"]) @ chest
    nape = collar + neck_frame[1] * build.neck + neck_frame[2] * build.neck * 0.35
    head = nape + head_frame[1] * build.head * 0.5 + head_frame[2] * build.head * 0.06
    joints = {
        "hip": pelvis,
        "waist": waist,
        "chest": breast,
        "collar": collar,
        "neck": (collar + nape) * 0.5,
        "nape": nape,
        "head": head,
        "head_top": head + head_frame[1] * build.head * 0.5,
        "chin": head - head_frame[1] * build.head * 0.46 + head_frame[2] * build.head * 0.30,
        "eyes": head + head_frame[2] * build.head * 0.40,
    }
    frames = {"hips": hips, "chest": chest, "neck": neck_frame, "head": head_frame}
    return Trunk(base, joints, frames)


@dataclass(frozen=True)
class Solved:
    """A posture in the world."""

    joints: dict[str, Array]
    frames: dict[str, Array]
    """(3, 3): rows right, up, ahead of hips, chest, neck, head, foot_r, foot_l."""


def solve(posture: Posture, build: Build, root: Array, facing: float) -> Solved:
    """The joints of `posture` for a body that stands at `root` (3,) and faces so."""
    middle = trunk(posture, build, root, facing)
    base, chest, hips = middle.base, middle.frames["chest"], middle.frames["hips"]
    joints, frames = dict(middle.joints), dict(middle.frames)
    collar, pelvis = joints["collar"], joints["hip"]
    rise = chest[1] * (float(posture["shrug"][0]) * SHRUG - 0.018) * build.height
    for side, sign in (("r", 1.0), ("l", -1.0)):
        hip = pelvis + hips[0] * build.pelvis * sign
        ankle = root + posture[f"foot_{side}"] @ base
        # A leg that points where its knee does bends as a hinge across the hips would.
        pole = posture[f"knee_{side}"] @ base + HINGE * cross(unit(ankle - hip), base[0])
        knee, foot = two_bones(hip, ankle, build.thigh, build.shin, pole)
        shoulder = collar + chest[0] * build.shoulder * sign + rise
        hand = shoulder + posture[f"hand_{side}"] * build.arm @ chest
        touch = posture[f"touch_{side}"]
        hand = hand + (root + touch[:3] @ base - hand) * touch[3]
        elbow, wrist = two_bones(
            shoulder, hand, build.upper_arm, build.forearm, posture[f"elbow_{side}"] @ chest
        )
        yaw, pitch = posture[f"toe_{side}"]
        sole = bend(pitch, 0.0, 0.0) @ turn(yaw) @ base
        joints |= {
            f"thigh_{side}": hip,
            f"knee_{side}": knee,
            f"foot_{side}": foot,
            f"ball_{side}": foot + ball_offset(build) @ sole,
            f"shoulder_{side}": shoulder,
            f"elbow_{side}": elbow,
            f"hand_{side}": wrist,
        }
        frames[f"foot_{side}"] = sole
    return Solved(joints, frames)


def ball_offset(build: Build) -> Array:
    """The ball of a foot from its ankle, in the frame of the foot."""
    return np.array([0.0, -0.6 * build.ankle, BALL * build.height])
