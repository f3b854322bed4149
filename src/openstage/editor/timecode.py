"""SMPTE timecode (ST 12-1): hours, minutes, seconds and frames of a film."""

from __future__ import annotations

from fractions import Fraction

_DROPPED = {Fraction(30000, 1001): 2, Fraction(60000, 1001): 4}
"""How many numbers are skipped at the start of every minute but each tenth, so that the code keeps
step with the clock. Other rates count straight on."""


def drops_frames(fps: Fraction) -> bool:
    return fps in _DROPPED


def timecode(frame: int, fps: Fraction) -> str:
    """The code of a frame, counted from 0: '01:02:03:04', with a ';' before dropped frames."""
    base = max(1, round(fps))
    dropped = _DROPPED.get(fps, 0)
    if dropped:
        ten_minutes = base * 600 - dropped * 9
        minute = base * 60 - dropped
        tens, rest = divmod(frame, ten_minutes)
        # The first minute of ten drops nothing and is longer than the others.
        minutes = 0 if rest < base * 60 else 1 + (rest - base * 60) // minute
        frame += dropped * (tens * 9 + minutes)
    seconds, frames = divmod(frame, base)
    separator = ";" if dropped else ":"
    return (
        f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}{separator}"
        f"{frames:0{max(2, len(str(base - 1)))}}"
    )
