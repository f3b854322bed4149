"""When things happen within a shot: rising, going, sitting down, gestures, words, blinks."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2s
from math import sin

from openstage.world.figures.bodies import UPRIGHT
from openstage.world.figures.gait import smooth
from openstage.world.staging import Role

RISING = 0.9
"""Seconds to stand up from a seat or to sit down."""
STARTING = 0.45
"""Seconds from standing to walking and back."""
CHANGING = 1.1
"""Seconds from one posture on the spot to another."""
GESTURE = 0.55
"""Seconds from one gesture to the next."""
BLINK = 0.14
"""Seconds."""
BLINK_EVERY = 3.4


@dataclass(frozen=True)
class Moment:
    """How far everything has come at one instant, each from 0 to 1."""

    risen: float
    """From the body of the start to upright."""
    gone: float
    """Along the way, in time."""
    settled: float
    """From upright to the body of the end."""
    changed: float
    """From the start to the end, for what happens on the spot."""
    acted: tuple[float, float]
    """How far the gestures of the start, and those of the end, are there."""
    going_seconds: float


def moment(role: Role, t: float, seconds: float) -> Moment:
    """The moment `t` (0 to 1) of a shot that lasts `seconds`."""
    begin, finish = (share * seconds for share in role.moves)
    now = t * seconds
    whole = max(finish - begin, 1e-6)
    before = 0.0 if role.start.body in UPRIGHT else min(RISING, 0.3 * whole)
    after = 0.0 if role.end.body in UPRIGHT else min(RISING, 0.3 * whole)
    going = max(whole - before - after, 1e-6)
    on_spot = min(CHANGING, whole)
    wait = (whole - on_spot) * 0.3
    gesture = min(GESTURE, whole)
    stays = role.gait == ""
    fade = smooth((now - begin - 0.3 * (whole - gesture) * stays) / gesture)
    come = fade if stays else smooth((now - (finish - gesture)) / gesture)
    return Moment(
        risen=smooth((now - begin) / (before or min(STARTING, whole / 2))),
        gone=min(max((now - begin - before) / going, 0.0), 1.0),
        settled=smooth(1 - (finish - now) / (after or min(STARTING, whole / 2))),
        changed=smooth((now - begin - wait) / on_spot),
        acted=(1.0 - fade, come),
        going_seconds=going,
    )


def chance(*words: object) -> float:
    """0 to 1, the same for the same words."""
    digest = blake2s(repr(words).encode(), digest_size=4).digest()
    return int.from_bytes(digest, "big") / 0xFFFFFFFF


def blink(name: str, seconds: float) -> float:
    """How far the lids of `name` are closed, 0 to 1. Nobody blinks just as a shot begins."""
    turn = int(seconds / BLINK_EVERY)
    at = (turn + 0.25 + 0.6 * chance(name, turn)) * BLINK_EVERY
    return max(0.0, 1.0 - abs(seconds - at) / (BLINK / 2))


def mouth_open(role: Role, t: float, seconds: float) -> float:
    """How far the mouth is open for words, 0 to 1."""
    if not any(begin <= t <= end for begin, end in role.speaks):
        return 0.0
    now = t * seconds
    syllables = sin(now * 21.0) * 0.5 + sin(now * 13.7 + 1.0) * 0.35 + 0.35
    return min(max(syllables, 0.0), 1.0)
