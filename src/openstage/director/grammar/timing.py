"""How long a shot lasts: as long as its action takes, and its words."""

from __future__ import annotations

from fractions import Fraction

from openstage.director.grammar.plan import Plan, Purpose

CHARACTERS_A_SECOND = 15.0
"""How fast dialogue is spoken, blanks included."""
BREATH = 0.8
"""Seconds around a line."""
LONGEST = 20.0
_LEAST: dict[Purpose, float] = {
    "establish": 3.5,
    "action": 2.0,
    "insert": 1.8,
    "speech": 1.6,
    "reaction": 1.4,
    "view": 2.2,
    "thing": 2.0,
    "closing": 4.0,
}


def spoken(text: str) -> float:
    """Seconds that it takes to say a line."""
    return len(" ".join(text.split())) / CHARACTERS_A_SECOND + BREATH


def seconds_of(plan: Plan) -> float:
    """Seconds of a shot: the longer of its action and its words, at least what its kind needs."""
    action = sum(event.action.seconds * (0.4 if event.concurrent else 1.0) for event in plan.events)
    quiet = 1.0 if plan.sound else 0.0
    if plan.purpose in {"establish", "closing"}:
        action = max(action, 2.5 + 0.02 * sum(len(unit.text) for unit in plan.units))
    words = 0.0
    for unit in plan.lines:
        words = max(words, spoken(unit.text)) if unit.dual else words + spoken(unit.text)
    gap = 0.5 * action if words else action
    return min(max(_LEAST[plan.purpose], words + gap + quiet), max(LONGEST, words))


def frames(seconds: float, fps: Fraction) -> int:
    return max(1, min(100_000, round(seconds * float(fps))))
