"""Camera directions of tales: 'LOW ANGLE, MEDIUM SHOT, DOLLY IN - '.

What a script leaves open, the grammar director chooses by its rules, which know a part of the
vocabulary only. These tables ask for the rest, each term where it is at home.
"""

from __future__ import annotations

from collections.abc import Mapping
from random import Random

from openstage.dataset.world.acts import Sort
from openstage.dataset.world.chance import draw

_SIZES: dict[Sort, dict[str, float]] = {
    "move": {"WIDE SHOT": 3, "MEDIUM WIDE SHOT": 1, "": 3},
    "body": {"WIDE SHOT": 1.5, "MEDIUM WIDE SHOT": 1, "MEDIUM SHOT": 1, "": 2},
    "face": {"CLOSE-UP": 3, "EXTREME CLOSE-UP": 5, "MEDIUM CLOSE-UP": 2, "": 1},
    "look": {"CLOSE-UP": 2, "EXTREME CLOSE-UP": 2, "MEDIUM CLOSE-UP": 2, "MEDIUM SHOT": 1, "": 1},
    "gesture": {"MEDIUM SHOT": 3, "MEDIUM WIDE SHOT": 1, "WIDE SHOT": 1.5, "": 2},
    "handle": {"CLOSE ON": 3, "MEDIUM SHOT": 1.5, "MEDIUM CLOSE-UP": 2, "": 1},
    "meet": {"": 1},
}  # fmt: skip
_WHOLE = {"": 2.0, "LOW ANGLE": 2.5, "HIGH ANGLE": 3.0, "OVERHEAD ANGLE": 2.4, "DUTCH ANGLE": 1.2}
_FACES = {"": 4.0, "LOW ANGLE": 2.0, "HIGH ANGLE": 1.5, "DUTCH ANGLE": 2.2}
# From above, whoever stands up leaves the frame.
_ANGLES: dict[Sort, dict[str, float]] = {
    "move": _WHOLE,
    "body": {"": 2, "LOW ANGLE": 2.5, "OVERHEAD ANGLE": 2.4, "DUTCH ANGLE": 1.2},
    "face": _FACES,
    "look": _FACES,
    "gesture": _WHOLE,
    "handle": {"": 4, "HIGH ANGLE": 2, "LOW ANGLE": 1, "OVERHEAD ANGLE": 1},
    "meet": {"": 1},
}
_MOVEMENTS: dict[Sort, dict[str, float]] = {
    "move": {"": 1.5, "PAN LEFT": 1, "PAN RIGHT": 2, "TRACKING": 0.5, "TRUCK LEFT": 3,
             "TRUCK RIGHT": 0.5, "HANDHELD": 3, "BOOM UP": 2, "BOOM DOWN": 0.5, "DOLLY OUT": 1,
             "ZOOM OUT": 2},
    "body": {"": 1, "TILT UP": 0.5, "TILT DOWN": 3, "ARC LEFT": 3, "ARC RIGHT": 1.5,
             "DOLLY OUT": 1, "ZOOM IN": 1, "ZOOM OUT": 1},
    "face": {"": 2, "DOLLY OUT": 1, "ZOOM IN": 1.5, "ZOOM OUT": 1.5, "DOLLY ZOOM": 4,
             "HANDHELD": 1.5, "ARC RIGHT": 2.5, "ROLL": 4},
    "look": {"": 1.5, "ARC LEFT": 3, "ARC RIGHT": 1.5, "DOLLY OUT": 0.8, "ZOOM IN": 1.2,
             "TILT UP": 0.5, "DOLLY ZOOM": 2.5, "TILT DOWN": 1, "ROLL": 2.5},
    "gesture": {"": 1.5, "TRUCK LEFT": 2.5, "TRUCK RIGHT": 0.5, "PAN RIGHT": 1.5, "ZOOM OUT": 2,
                "HANDHELD": 2, "ARC LEFT": 2.5, "DOLLY OUT": 0.8},
    "handle": {"": 1.5, "TILT DOWN": 2.5, "ZOOM IN": 1.5, "ARC LEFT": 1, "TRUCK LEFT": 1.5},
    "meet": {"": 1},
}  # fmt: skip

_PLACE_ANGLES = {"": 2.0, "HIGH ANGLE": 2.0, "LOW ANGLE": 1.0}
_PLACE_ANGLES_OUTSIDE = {"AERIAL ANGLE": 7.0, "": 1.0, "HIGH ANGLE": 1.0, "LOW ANGLE": 1.0}
_ENTRANCE_SIZES = {"WIDE SHOT": 3.0, "MEDIUM SHOT": 2.0, "MEDIUM WIDE SHOT": 1.0, "LOW ANGLE": 1.0}
_ENTRANCE_MOVEMENTS = {
    "STATIC": 2.0, "PAN RIGHT": 2.0, "HANDHELD": 1.0, "TRACKING": 0.5, "DOLLY OUT": 1.0,
    "TRUCK LEFT": 1.5, "ZOOM OUT": 0.5,
}  # fmt: skip
_UNDER_A_ROOF = {"EYE-LEVEL ANGLE": 2.0, "LOW ANGLE": 1.0}
"""Told always: the director would look down on a place without people."""
_PLACE_MOVEMENTS = {
    "": 1.0, "PAN LEFT": 0.5, "PAN RIGHT": 1.5, "TRUCK LEFT": 2.0, "BOOM UP": 1.0, "BOOM DOWN": 1.0,
    "DOLLY OUT": 1.0, "ZOOM OUT": 1.5, "ZOOM IN": 1.0, "TILT UP": 0.5, "TILT DOWN": 1.5,
}  # fmt: skip


def direction(rng: Random, sort: Sort, name: str, thing: str = "", *, roofed: bool) -> str:
    """What stands before the sentence: 'LOW ANGLE, TILT UP - '.

    `name` and `thing`: who is filmed, and what they hold, if anything. `roofed`: nothing is seen
    from above.
    """
    size, angle = draw(rng, _SIZES[sort]), draw(rng, _ANGLES[sort])
    if roofed and angle == "OVERHEAD ANGLE":
        angle = "LOW ANGLE"
    if size == "CLOSE ON" and not thing:
        size = "MEDIUM SHOT"
    movement = draw(rng, _MOVEMENTS[sort])
    if size in ("EXTREME CLOSE-UP", "CLOSE ON"):
        of = f"CLOSE ON THE {thing.upper()}" if size == "CLOSE ON" else f"{size} OF {name}"
        return _head([of, angle, movement])
    parts = [size, angle]
    if rng.random() < 0.3:
        parts.reverse()
    # A movement alone does not begin a direction.
    return _head([*parts, movement] if any(parts) else [f"ANGLE ON {name}", movement])


def entrance_direction(rng: Random) -> str:
    """The same before somebody comes in."""
    return _head([draw(rng, _ENTRANCE_SIZES), draw(rng, _ENTRANCE_MOVEMENTS)])


def place_direction(rng: Random, *, outside: bool, roofed: bool) -> str:
    """The same before words about a place."""
    angles: Mapping[str, float] = _PLACE_ANGLES_OUTSIDE if outside else _PLACE_ANGLES
    if roofed:
        angles = _UNDER_A_ROOF
    return _head(["WIDE SHOT", draw(rng, angles), draw(rng, _PLACE_MOVEMENTS)])


def _head(parts: list[str]) -> str:
    return f"{', '.join(filter(None, parts))} - "
