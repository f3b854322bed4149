"""The film sets: real places in three dimensions, found by the words of a story."""

from __future__ import annotations

from functools import lru_cache

from openstage.errors import UseError
from openstage.world.painter import BuiltSet
from openstage.world.scene import Color
from openstage.world.sets.register import SETS, find_set

__all__ = ["SETS", "built_set", "find_set"]


def built_set(name: str, look: str = "") -> BuiltSet:
    """The set, built and ready to be drawn; color words of `look` paint its walls, floor, doors.

    Raises UseError where there is no set of this name.
    """
    if name not in SETS:
        raise UseError(f"There is no set called {name!r}.", f"Choose one of: {', '.join(SETS)}.")
    return _in_colors(name, tuple(SETS[name].palette(look).items()))


@lru_cache(maxsize=24)
def _in_colors(name: str, palette: tuple[tuple[str, Color], ...]) -> BuiltSet:
    """By its colors, since most words of a look change none of them."""
    return BuiltSet(SETS[name].build(dict(palette)))
