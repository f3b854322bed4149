"""Exact frame rates: fractions, never floats, since 24000/1001 must survive a round trip."""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated, Any

from pydantic import BeforeValidator, PlainSerializer, WithJsonSchema

NTSC = {Fraction(n * 1000, 1001) for n in (24, 30, 48, 60, 120)}
FASTEST = Fraction(240)


def parse_rate(value: Any) -> Fraction:
    """A rate in frames a second from 24, "24", "24000/1001" or 23.976 (the nearest NTSC rate).

    Raises ValueError for what is no rate, for zero and below, and above 240.
    """
    try:
        rate = Fraction(str(value).strip())
    except (ValueError, ZeroDivisionError) as error:
        raise ValueError(f"{value!r} is no frame rate; write 24, 25 or 24000/1001") from error
    if rate.denominator not in (1, 1001):
        nearest = min(NTSC, key=lambda ntsc: abs(ntsc - rate))
        if abs(nearest - rate) < Fraction(1, 100):
            rate = nearest
    if not 0 < rate <= FASTEST:
        raise ValueError(f"a frame rate of {value} is outside 0 to {FASTEST} frames a second")
    return rate


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
