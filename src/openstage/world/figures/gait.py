"""Going from one place to another on feet that don't slide.

A going is planned as footfalls along the way. How far it has come is one number q from 0 to 1;
a foot is planted at a footfall for a stretch of q and swings to its next in between, so a planted
foot rests, whatever the speed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, floor, pi, sin

import numpy as np

from openstage.world.geometry import Array

TURN_STEP = 75.0
"""Degrees that one step turns on the spot."""

PUSH, STRIKE = 38.0, 16.0
"""Degrees: the heel rises so far before a foot leaves, the toes as it lands."""

AHEAD = 0.1
"""Steps by which the body is ahead of the middle of its footfalls: heels rise, toes do not."""

SIDESTEP = 0.7
"""Meters: a shorter way is stepped without turning into it."""

SETTLE = 0.55
"""Meters over which a walk takes up its direction, and over which it turns at its end."""


@dataclass(frozen=True)
class Gait:
    step: float
    """Of the height of the body."""
    planted: float
    """How much of a stride each foot rests, 0 to 1."""
    lift: float
    """Meters by which a swinging foot rises, of the height."""
    speed: float
    """Meters a second of an adult, at which it is natural."""


HURRIED = 2.0
"""Steps, at an end of the way."""

GATHERING = (0.45, 0.75)
"""The first steps from a rest, and, the other way round, the last to one, as shares of the others:
the feet of who starts or stops must not be farther from the body than legs are long."""

GAITS = {
    "walk": Gait(step=0.37, planted=0.60, lift=0.035, speed=1.35),
    "run": Gait(step=0.66, planted=0.36, lift=0.11, speed=3.4),
}


def _gait(running: bool, speed: float | None) -> Gait:
    """The gait of an adult at `speed`, in meters a second; None: at its natural one.

    A slow run is a jog: its steps come as near to those of a walk as its speed does.
    """
    walk, run = GAITS["walk"], GAITS["run"]
    if not running:
        return walk
    if speed is None or speed >= run.speed:
        return run
    share = max(0.0, (speed - walk.speed) / (run.speed - walk.speed))
    return Gait(
        step=walk.step + (run.step - walk.step) * share,
        planted=walk.planted + (run.planted - walk.planted) * share,
        lift=walk.lift + (run.lift - walk.lift) * share,
        speed=speed,
    )


def smooth(x: float) -> float:
    """0 to 1, slow at both ends."""
    x = min(max(x, 0.0), 1.0)
    return x * x * x * (x * (6 * x - 15) + 10)


def shortest(angle: float) -> float:
    """An angle in degrees brought to -180 to 180."""
    return (angle + 180.0) % 360.0 - 180.0


@dataclass(frozen=True)
class Going:
    """A way, as footfalls. `moving_in` and `moving_out`: it goes on beyond that end."""

    points: Array
    """(N, 2): x, z along the way, evenly spaced."""
    facings: Array
    """(N,): degrees, unwrapped."""
    length: float
    falls: Array
    """(steps + 1,): where along the way each footfall is, 0 to 1."""
    moving_in: bool
    moving_out: bool
    gait: Gait
    running: bool

    @property
    def steps(self) -> int:
        return len(self.falls) - 1

    def place(self, q: float) -> tuple[Array, float]:
        """(2,) x, z and the facing at q; straight on beyond the ends."""
        count = len(self.points) - 1
        inside = min(max(q, 0.0), 1.0) * count
        i = min(int(inside), count - 1)
        part = inside - i
        point = self.points[i] + (self.points[i + 1] - self.points[i]) * part
        facing = float(self.facings[i] + (self.facings[i + 1] - self.facings[i]) * part)
        if q != min(max(q, 0.0), 1.0):
            a = np.radians(facing)
            point = point + np.array([sin(a), cos(a)]) * self.length * (q - min(max(q, 0.0), 1.0))
        return point, facing

    def progress(self, share: float, seconds: float) -> float:
        """How far, 0 to 1, at a `share` of the time: it starts and stops within half a second."""
        ramp = min(0.45, 0.5 / max(seconds, 1e-6))
        up, down = 0.0 if self.moving_in else ramp, 0.0 if self.moving_out else ramp
        whole = 1.0 - (up + down) / 2
        gone = share - up / 2
        if share < up:
            gone = share * share / (2 * up)
        elif share > 1 - down:
            rest = 1 - share
            gone = whole - rest * rest / (2 * down)
        return min(max(gone / whole, 0.0), 1.0)

    def phase(self, q: float) -> float:
        """In steps; the foot of side k mod 2 rests around phase k."""
        at = float(np.interp(q, self.falls, np.arange(len(self.falls))))
        # At an end at rest the feet need a moment more than the body: the first leaves before it,
        # the last comes after it. Only the outermost steps are hurried for that.
        hurried = min(HURRIED, self.steps / 2)
        pad = 1 - self.gait.planted
        if not self.moving_in:
            at -= (pad - AHEAD) * max(0.0, 1 - at / hurried) ** 2
        if not self.moving_out:
            at += (pad + AHEAD) * max(0.0, 1 - (self.steps - at) / hurried) ** 2
        return at

    def foot(self, q: float, side: int) -> tuple[float, float, float]:
        """Of the foot `side` (0 right, 1 left): the q of its ball along the way, its lift from 0
        to 1, and its pitch in degrees, toes down."""
        half = self.gait.planted
        phase = self.phase(q) - AHEAD
        k = 2 * floor((phase - side + half) / 2) + side
        since = phase - (k + half)
        here, before, then = self._fall(k), self._fall(k - 2), self._fall(k + 2)
        far = min(1.0, abs(then - here) * self.steps / 2 + 0.3) if then != here else 0.0
        if since <= 0:
            # Toes come down after a landing, unless it is the last, which is flat.
            landed = STRIKE if here not in (before, then) else 0.0
            landing = landed * (1 - smooth((since + 2 * half) / (0.5 * half)))
            pushing = PUSH * far * smooth(1 + since / (0.9 * half)) * (here != before)
            return here, 0.0, pushing - landing
        part = since / (2 - 2 * half)
        lift = sin(pi * part) ** 1.3 * far
        strike = STRIKE if then not in (here, self._fall(k + 4)) else 0.0
        # From a stand the heel rises only as the foot leaves.
        heel = 1 - smooth(part) if here != before else 0.7 * sin(pi * part)
        pitch = PUSH * far * heel - strike * smooth(part)
        moved = 0.5 * smooth(part) + 0.5 * part * part * (3 - 2 * part)
        return here + (then - here) * moved, lift, pitch

    def at_rest(self, fall: float) -> float:
        """How far, 0 to 1, a foot at this q stands as it does before or after the way."""
        first = 0.0 if self.moving_in else 1 - smooth(fall * self.steps)
        last = 0.0 if self.moving_out else 1 - smooth((1 - fall) * self.steps)
        return max(first, last)

    def _fall(self, k: int) -> float:
        """The q of footfall k; beyond an end where it goes on, in steps like the outermost."""
        falls, last = self.falls, self.steps
        if k < 0:
            return float(k * (falls[1] - falls[0])) if self.moving_in else 0.0
        if k > last:
            return float(1 + (k - last) * (falls[-1] - falls[-2])) if self.moving_out else 1.0
        return float(falls[k])


def plan(
    start: tuple[float, float, float],
    end: tuple[float, float, float],
    way: Sequence[tuple[float, float]],
    *,
    height: float,
    running: bool,
    moving_in: bool,
    moving_out: bool,
    seconds: float | None = None,
) -> Going | None:
    """The going from `start` to `end` (x, z, facing) by `way`; None where there is no need.

    `seconds`, where told, is how long an adult takes for it.
    """
    corners = np.array([start[:2], *way, end[:2]], dtype=np.float64)
    legs = np.linalg.norm(np.diff(corners, axis=0), axis=1)
    length = float(legs.sum())
    turning = abs(shortest(end[2] - start[2]))
    if length < 0.06 and turning < 12.0:
        return None
    gait = _gait(running, length / seconds if seconds else None)
    points = _even(corners, legs, length, samples=max(12, int(length / 0.12)))
    facings = _facings(points, start[2], end[2], length)
    turned = float(np.abs(np.diff(facings)).sum())
    fewest = int(np.ceil(turned / TURN_STEP)) if length < 2.0 else 1
    rests = (not moving_in, not moving_out)
    falls = _falls(length / (gait.step * height), max(fewest, 1), *rests)
    return Going(points, facings, length, falls, moving_in, moving_out, gait, running)


def _falls(steps: float, fewest: int, gathers: bool, settles: bool) -> Array:
    """(N + 1,) from 0 to 1: about `steps` whole steps, those at an end at rest shorter."""
    count = max(fewest, round(steps))
    while gathers or settles:
        lengths = _lengths(count, gathers, settles)
        if lengths.sum() >= steps - 0.5:
            break
        count += 1
    lengths = _lengths(count, gathers, settles)
    return np.concatenate([[0.0], np.cumsum(lengths) / lengths.sum()])


def _lengths(count: int, gathers: bool, settles: bool) -> Array:
    lengths = np.ones(count)
    for at, share in enumerate(GATHERING[:count]):
        if gathers:
            lengths[at] *= share
        if settles:
            lengths[-1 - at] *= share
    return lengths


def _even(corners: Array, legs: Array, length: float, samples: int) -> Array:
    """(samples + 1, 2) evenly along the corners, which are cut round."""
    along = np.concatenate([[0.0], np.cumsum(legs)])
    if length < 1e-6:
        return np.repeat(corners[:1], samples + 1, axis=0)
    at = np.linspace(0, length, samples + 1)
    points = np.stack([np.interp(at, along, corners[:, i]) for i in (0, 1)], axis=1)
    if len(corners) > 2:
        reach = max(1, int(0.35 / (length / samples)))
        kernel = np.ones(2 * reach + 1) / (2 * reach + 1)
        padded = np.concatenate(
            [
                2 * points[0] - points[reach:0:-1],
                points,
                2 * points[-1] - points[-2 : -2 - reach : -1],
            ]
        )
        points = np.stack([np.convolve(padded[:, i], kernel, mode="valid") for i in (0, 1)], axis=1)
        points[0], points[-1] = corners[0], corners[-1]
    return points


def _facings(points: Array, first: float, last: float, length: float) -> Array:
    """Along the way the body looks where it goes; at its ends where the stances look."""
    count = len(points)
    share = np.linspace(0, 1, count)
    if length < SIDESTEP:
        return first + shortest(last - first) * np.array([smooth(s) for s in share])
    tangents = np.gradient(points, axis=0)
    along = np.degrees(np.unwrap(np.arctan2(tangents[:, 0], tangents[:, 1])))
    settle = min(0.45, SETTLE / length)
    blend_in = np.array([1 - smooth(s / settle) for s in share])
    blend_out = np.array([1 - smooth((1 - s) / settle) for s in share])
    facings = along + shortest(first - float(along[0])) * blend_in
    facings += shortest(last - float(along[-1])) * blend_out
    return np.asarray(facings)
