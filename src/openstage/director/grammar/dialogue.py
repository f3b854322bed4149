"""How the lines of a talk are covered: as the tension rises the camera comes nearer."""

from __future__ import annotations

from typing import Literal

Setup = Literal["shoulder", "single", "two", "close"]

_TALK = 5
"""Lines from which a talk has a shape: before that, shot and reverse shot are enough."""
_IN_A_ROW = 3
"""Over-the-shoulder shots that may follow each other."""
_LAST_LINES = 2
_ROUND = 6
"""Lines after which the pattern of a long talk begins anew."""


def setup_of(turn: int, left: int) -> Setup:
    """The setup of the line `turn` (from 0) of a pair, `left` lines before their talk ends.

    Three over the shoulder, one with both to breathe, then singles; the last lines are close.
    """
    if turn + 1 + left < _TALK:
        return "shoulder" if turn < _IN_A_ROW else "single"
    if left < _LAST_LINES:
        return "close"
    if turn < _IN_A_ROW:
        return "shoulder"
    return "two" if turn % _ROUND == _IN_A_ROW else "single"


def listens_after(turn: int, left: int) -> bool:
    """True where the face of the listener is worth a shot: in the middle of a long talk."""
    return left >= _LAST_LINES and turn % _ROUND == _ROUND - 2
