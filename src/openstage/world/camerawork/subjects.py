"""What a shot frames: how much of whom, as points that have to fill a part of the frame."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from openstage.storyboard.document import Shot
from openstage.storyboard.vocabulary import ShotSize
from openstage.world.blocking.lexicon import tokens
from openstage.world.blocking.props import TALL, above_hand
from openstage.world.camerawork.frame import Box, Sitter
from openstage.world.figures import Skeleton, pose
from openstage.world.geometry import Array
from openstage.world.staging import Role, Thing
from openstage.world.things import thing_grip, thing_size

INSTANTS = (0.0, 0.25, 0.5, 0.75, 1.0)
"""When a shot is looked at while its camera is set up."""
HELD = (0.0, 0.5, 1.0)
"""When the subject of a shot must be in its frame."""


@dataclass(frozen=True)
class Crop:
    """How much of a figure a size of shot holds, and where its ends are in the frame."""

    low: tuple[str, ...]
    """The joints of a person at the lower end; the lowest counts. Empty: the whole figure."""
    drop: float
    """Meters below that joint where the frame cuts."""
    box: Box
    animal: float
    """The share of the frame's height that an animal or a thing fills."""


CROPS: dict[ShotSize, Crop] = {
    ShotSize.EXTREME_WIDE: Crop((), 0.0, Box(0.52, 0.72, 0.2, 0.8, 0.6), 0.10),
    ShotSize.WIDE: Crop((), 0.0, Box(0.13, 0.90, 0.06, 0.94, 0.45), 0.42),
    ShotSize.MEDIUM_WIDE: Crop(("knee_l", "knee_r"), 0.0, Box(0.10, 1.0, 0.05, 0.95), 0.55),
    ShotSize.MEDIUM: Crop(("waist",), 0.0, Box(0.11, 1.0, 0.06, 0.94), 0.68),
    ShotSize.MEDIUM_CLOSE_UP: Crop(("chest",), 0.05, Box(0.11, 1.0, 0.08, 0.92), 0.78),
    ShotSize.CLOSE_UP: Crop(("neck",), 0.10, Box(0.09, 1.0, 0.08, 0.92), 0.74),
    ShotSize.EXTREME_CLOSE_UP: Crop((), 0.0, Box(0.16, 0.84, 0.1, 0.9), 0.95),
}
"""An extreme close-up frames the eyes: see `_eyes`."""

UPPER = ("head_top", "head", "eyes", "chin")
CLOSE = (ShotSize.MEDIUM_CLOSE_UP, ShotSize.CLOSE_UP, ShotSize.EXTREME_CLOSE_UP)
DETAILS: dict[str, tuple[tuple[str, ...], float]] = {
    "hands": (("hand_l", "hand_r"), 0.13),
    "hand": (("hand_r",), 0.15),
    "eyes": (("eyes",), 0.07),
    "eye": (("eyes",), 0.05),
    "face": (("head_top", "chin"), 0.03),
    "mouth": (("chin",), 0.08),
    "feet": (("foot_l", "foot_r"), 0.2),
    "foot": (("foot_l", "foot_r"), 0.2),
    "shoes": (("foot_l", "foot_r"), 0.2),
}
"""The detail of an insert: its joints, and the meters around them."""


HAT_TOPS = {
    "hat": 0.17,
    "tophat": 0.50,
    "cap": 0.05,
    "beanie": 0.10,
    "beret": 0.08,
    "chef": 0.50,
    "crown": 0.12,
    "hood": 0.06,
}
"""How far a hat is higher than the head, in heights of the head."""
ABOVE_LYING = 0.8
"""Meters: who lies is seen from so much above."""


@dataclass(frozen=True)
class Body:
    """One figure of the shot; at an instant it is posed when that is first asked for."""

    role: Role
    seconds: float
    animal: bool

    @cached_property
    def _skeletons(self) -> dict[float, Skeleton]:
        return {}

    def skeleton(self, t: float = 0.0) -> Skeleton:
        if t not in self._skeletons:
            self._skeletons[t] = pose(self.role, t, self.seconds)
        return self._skeletons[t]

    def joint(self, name: str, t: float = 0.0) -> Array:
        """(3,) where a joint is; the top of the head is the top of its hat."""
        joints = self.skeleton(t).joints
        hat = HAT_TOPS.get(self.role.wardrobe.hat, 0.0)
        if name == "head_top" and hat and not self.animal:
            return np.asarray(joints[name] + 2 * hat * (joints[name] - joints["head"]))
        return joints[name]

    def lies(self, t: float) -> bool:
        return (self.role.end if t > 0.5 else self.role.start).body == "lie"

    def extent(self, t: float = 0.0) -> tuple[Array, Array]:
        """The lowest and the highest corner of all joints."""
        points = np.array(list(self.skeleton(t).joints.values()))
        return points.min(axis=0), points.max(axis=0)

    def head_facing(self, t: float) -> float:
        return self.skeleton(t).head_facing

    def facing(self, t: float) -> float:
        return self.skeleton(t).facing

    @cached_property
    def walks(self) -> bool:
        a, b = self.joint("hip", 0.0), self.joint("hip", 1.0)
        return float(np.hypot(a[0] - b[0], a[2] - b[2])) > 0.5


def bodies(roles: tuple[Role, ...], animals: frozenset[str], seconds: float) -> dict[str, Body]:
    """All figures."""
    return {role.id: Body(role, seconds, role.wardrobe.kind in animals) for role in roles}


def figure_points(body: Body, size: ShotSize, t: float) -> Array:
    """(N, 3) that make the size: the top of the head, and where the frame cuts the body."""
    if body.animal:
        return _animal_points(body, size, t)
    if size is ShotSize.EXTREME_CLOSE_UP:
        return _around(body.joint("eyes", t), 0.055)
    crop = CROPS[size]
    _low, _high = body.extent(t)
    if not crop.low:
        return _whole(body, t)
    top = body.joint("head_top", t)
    cut = min((body.joint(name, t) for name in crop.low), key=lambda joint: float(joint[1]))
    bottom = cut - np.array([0.0, crop.drop, 0.0])
    if float(top[1] - bottom[1]) < 0.6 * float(np.linalg.norm(top - bottom)):
        return np.array([top, bottom, *_around((top + bottom) / 2, 0.2)])  # it lies or bends
    # The frame cuts straight below the head, however the body leans.
    return np.array([top, [top[0], bottom[1], top[2]]])


def _whole(body: Body, t: float) -> Array:
    points = np.array(list(body.skeleton(t).joints.values()))
    low, _high = body.extent(t)
    return np.concatenate([points, [[body.joint("hip", t)[0], low[1], body.joint("hip", t)[2]]]])


def _animal_points(body: Body, size: ShotSize, t: float) -> Array:
    """By its own extent: the whole animal, or its head for the close sizes."""
    if size is ShotSize.EXTREME_CLOSE_UP:
        return _around(body.joint("eyes", t), 0.05)
    if size in CLOSE:
        head, top = body.joint("head", t), body.joint("head_top", t)
        reach = max(float(np.linalg.norm(top - head)) * 1.5, 0.08)
        around = _around(head, reach)
        if size is ShotSize.MEDIUM_CLOSE_UP:
            return np.concatenate([around, [body.joint("chest", t)]])
        return around
    return _whole(body, t)


def _around(point: Array, reach: float) -> Array:
    """The six ends of a cross of `reach` meters about a point."""
    return np.concatenate([point + reach * np.eye(3), point - reach * np.eye(3)])


def box_for(group: list[Body], size: ShotSize) -> Box:
    """The crop's box; animals alone get the share of the frame that animals fill."""
    crop = CROPS[size]
    if all(body.animal for body in group):
        return centered(crop.animal)
    return crop.box


def centered(share: float) -> Box:
    """A box of `share` of the frame's height, a little below its middle."""
    spare = max(0.0, 1.0 - share)
    return Box(spare * 0.5, 1 - spare * 0.5, 0.5 - 0.42, 0.5 + 0.42, 0.5)


def group_sitter(
    group: list[Body],
    size: ShotSize,
    times: tuple[float, ...],
    hold: tuple[float, ...],
    rises: tuple[float, ...],
) -> Sitter:
    """A sitter of all of the group at `times`, keeping their heads in the frame at `hold`, and
    room above for those who are higher at `rises`."""
    points = np.concatenate(
        [_widened(figure_points(body, size, t), size) for body in group for t in times]
    )
    tops = [body.joint("head_top", t)[None] for body in group for t in rises]
    higher = [top for top in tops if float(top[0, 1]) > float(points[:, 1].max()) + 0.1]
    # One who gets up is framed with room for the head, over the place where it was.
    points = np.concatenate([points, *[_over(points, float(top[0, 1])) for top in higher]])
    feet = ("foot_l",) if not CROPS[size].low else ()
    keep = [
        point
        for body in group
        for t in hold
        for name in ("head_top", *feet)
        for point in _shouldered(body, name, t)
    ]
    people = [body for body in group if not body.animal] or group
    eye = float(np.mean([body.joint("eyes", times[0])[1] for body in people]))
    if all(body.lies(times[0]) for body in people):
        eye += ABOVE_LYING
    kept = np.array([] if size is ShotSize.EXTREME_CLOSE_UP else keep).reshape(-1, 3)
    return Sitter(points, kept, box_for(group, size), eye)


def _shouldered(body: Body, name: str, t: float) -> Array:
    """A joint; of one who walks, with the shoulders about it."""
    point = body.joint(name, t)[None]
    return _widened(point, ShotSize.WIDE) if body.walks else point


def _over(points: Array, height: float) -> Array:
    """The middle of points (N, 3), at another height, (1, 3)."""
    middle = (points.min(axis=0) + points.max(axis=0)) / 2
    return np.array([[middle[0], height, middle[2]]])


def _widened(points: Array, size: ShotSize) -> Array:
    """Points with the width of shoulders, so that nobody is cut by the side of the frame."""
    reach = 0.0 if size is ShotSize.EXTREME_CLOSE_UP else 0.22
    low, high = points.min(axis=0), points.max(axis=0)
    middle = (low + high) / 2
    sides = [
        [middle[0] + dx, middle[1], middle[2] + dz]
        for dx, dz in ((reach, 0.0), (-reach, 0.0), (0.0, reach), (0.0, -reach))
    ]
    return np.concatenate([points, np.array(sides)]) if reach else points


def thing_points(thing: Thing, held_at: Array | None) -> Array:
    """The corners of a thing, where it lies or is held."""
    width, height, depth = thing_size(thing.kind)
    base = np.array([thing.start.x, thing.start.y, thing.start.z]) if held_at is None else held_at
    return np.array(
        [
            base + np.array([dx, dy, dz])
            for dx in (-width / 2, width / 2)
            for dy in (0.0, height)
            for dz in (-depth / 2, depth / 2)
        ]
    )


def poles(things: tuple[Thing, ...], cast: dict[str, Body], t: float) -> Array:
    """(N, 2, 3) the poles of the tall things in hands: from the hand up to the top."""
    found = []
    for thing in things:
        place, high = (thing.start if t < thing.changes_at else thing.end), above_hand(thing)
        if place.held_by in cast and high > TALL:
            skeleton = cast[place.held_by].skeleton(t)
            hand = np.asarray(skeleton.hand(place.hand)[0])
            found.append([hand, hand + np.array([0.0, high, 0.0])])
    return np.array(found).reshape(-1, 2, 3)


def resting_points(thing: Thing) -> Array:
    """Where a thing that nobody holds is at the end, and the middle of where it was before."""
    moved = replace(thing, start=thing.end) if not thing.end.held_by else thing
    points = thing_points(moved, None)
    return np.concatenate([points, thing_points(thing, None).mean(axis=0)[None]])


def thing_sitter(points: Array, size: ShotSize) -> Sitter:
    low, high = points.min(axis=0), points.max(axis=0)
    flat = np.maximum(high - low, 0.1)
    middle = (low + high) / 2
    corners = np.concatenate([middle - flat / 2, middle + flat / 2]).reshape(-1, 3)
    share = CROPS[size].animal * 0.85
    return Sitter(
        np.concatenate([points, corners]), np.zeros((0, 3)), centered(share), float(high[1]) + 0.25
    )


def held_in(shot: Shot, who: str, things: tuple[Thing, ...]) -> Thing | None:
    """What `who` holds throughout the shot and the shot names: its insert of the hand shows it.

    None where the words are about both hands.
    """
    if "hands" in tokens(shot.description):
        return None
    for thing in things:
        holders = {thing.start.held_by, thing.end.held_by}
        if thing.id in shot.props and holders == {who}:
            return thing
    return None


def dropped_by(role: Role, things: tuple[Thing, ...]) -> Thing | None:
    """What somebody holds at the start and lets fall."""
    if "drop" not in role.end.gestures:
        return None
    return next((t for t in things if t.start.held_by == role.id and not t.end.held_by), None)


def fallen(shot: Shot, role: Role, things: tuple[Thing, ...]) -> Array | None:
    """(3,) where something comes to lie that `role` drops in a wider frame; None without that."""
    thing = dropped_by(role, things)
    if thing is None or thing.id not in shot.props or shot.size in (ShotSize.MEDIUM, *CLOSE):
        return None
    return np.array([thing.end.x, thing.end.y, thing.end.z])


def detail_middles(body: Body, detail: str, held: Thing | None) -> dict[float, Array]:
    """(3,) the middle of a part of a figure at each of HELD; empty where the word names none."""
    joints, _ = _joints_of(detail, held)
    if not joints:
        return {}
    return {t: np.mean([body.joint(name, t) for name in joints], axis=0) for t in HELD}


def _joints_of(detail: str, held: Thing | None) -> tuple[tuple[str, ...], float]:
    """The joints of a detail, and the meters around them; of hands, the one that holds."""
    word = next((word for word in reversed(detail.lower().split()) if word in DETAILS), "")
    if word in ("hand", "hands") and held is not None and held.start.hand != "both":
        return (f"hand_{held.start.hand[0]}",), DETAILS["hand"][1]
    return DETAILS.get(word, ((), 0.0))


def detail_sitter(body: Body, detail: str, held: Thing | None) -> Sitter | None:
    """The part of a figure that an insert shows, with what the hand holds; None where the word
    names no part."""
    joints, reach = _joints_of(detail, held)
    if not joints:
        return None
    # The camera goes along with the body; what the part does besides has to fit.
    ways = {
        t: body.joint("hip", t) - body.joint("hip") if body.walks else np.zeros(3) for t in HELD
    }
    points = [_around(body.joint(name, t) - ways[t], reach) for name in joints for t in HELD]
    if held is not None and joints[0].startswith("hand"):
        points += [in_hand(held, body, t) - ways[t] for t in HELD]
    found = np.concatenate(points)
    return Sitter(found, np.zeros((0, 3)), centered(0.8), float(found[:, 1].max()))


def in_hand(thing: Thing, body: Body, t: float) -> Array:
    """(8, 3) the corners of a thing that a figure holds."""
    hand = np.asarray(body.skeleton(t).hand(thing.start.hand)[0])
    return thing_points(thing, hand - np.array([0.0, thing_grip(thing.kind), 0.0]))
