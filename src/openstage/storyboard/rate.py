"""Exact frame rates: fractions, never floats, since 24000/1001 must survive a round trip."""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated, Any

from pydantic import BeforeValidator, PlainSerializer, WithJsonSchema

NTSC = {Fraction(n * 1000, 1001) for n in (24, 30, 48, 60, 120)}
SLOWEST, FASTEST = Fraction(1), Fraction(240)
LARGEST_DENOMINATOR = 1001
"""Of a rate that video files, timelines and their tools can hold."""


def parse_rate(value: Any) -> Fraction:
    """A rate in frames a second from 24, "24", "24000/1001" or 23.976 (the nearest NTSC rate).

    Another decimal becomes the nearest fraction with a denominator of at most 1001. Raises
    ValueError for what is no rate, and for one below 1 or above 240.
    """
    try:
        rate = _fraction(str(value).strip())
    except (ValueError, ZeroDivisionError) as error:
        raise ValueError(f"{value!r:.40} is no frame rate; write 24, 25 or 24000/1001") from error
    if rate.denominator not in (1, 1001):
        nearest = min(NTSC, key=lambda ntsc: abs(ntsc - rate))
        is_ntsc = abs(nearest - rate) < Fraction(1, 100)
        rate = nearest if is_ntsc else rate.limit_denominator(LARGEST_DENOMINATOR)
    if not SLOWEST <= rate <= FASTEST:
        raise ValueError(
            f"a frame rate of {value!s:.40} is outside {SLOWEST} to {FASTEST} frames a second"
        )
    return rate


def _fraction(text: str) -> Fraction:
    # A power of ten is read as a float, which is bounded: the exact 1e999999999 would fill memory.
    return Fraction(repr(float(text)) if "e" in text.lower() else text)


def format_rate(rate: Fraction) -> int | str:
    return rate.numerator if rate.denominator == 1 else f"{rate.numerator}/{rate.denominator}"


FrameRate = Annotated[
    Fraction,
    BeforeValidator(parse_rate),
    PlainSerializer(format_rate, return_type=int | str),
    WithJsonSchema(
        {
            "anyOf": [{"type": "integer"}, {"type": "number"}, {"type": "string"}],
            "description": 'Frames a second: 24, or exactly "24000/1001".',
        }
    ),
]
