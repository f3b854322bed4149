"""The dice of a tale: from its seed and its number alone."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random
from typing import TypeVar

_Choice = TypeVar("_Choice")


def dice(seed: int, number: int, attempt: int) -> Random:
    """The same in every process: a text is hashed by SHA-512, whatever PYTHONHASHSEED says."""
    return Random(f"openstage tale {seed} {number} {attempt}")


def draw(rng: Random, weights: Mapping[_Choice, float]) -> _Choice:
    """One of a table, as often as its weight says."""
    return rng.choices([*weights], [*weights.values()])[0]
