"""What somebody sees in another place is filmed there: the park below the window."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from openstage.director.grammar.lexicon.places import EXTERIORS, LANDMARKS
from openstage.director.grammar.places import Places
from openstage.director.grammar.reading import Passage, Unit

_VIEW = re.compile(r"\bP\.?O\.?V\b")


def split_views(passages: Sequence[Passage], places: Places) -> list[Passage]:
    """The passages; a view out of a room has one of its own, and the room goes on behind it."""
    return [part for passage in passages for part in _parts(passage, places)]


def _parts(passage: Passage, places: Places) -> list[Passage]:
    for index, unit in enumerate(passage.units):
        noun = _seen_outside(unit) if passage.interior == "INT" else ""
        if not noun:
            continue
        before, after = passage.units[:index], passage.units[index + 1 :]
        view = replace(
            passage, place=places.of_phrase(noun, noun, ""), interior="EXT", units=[unit],
            number=passage.number and f"{passage.number}A", continuous=True, view=True,
        )  # fmt: skip
        rest = replace(
            passage, units=after, number=passage.number and f"{passage.number}B", continuous=True
        )
        parts = [replace(passage, units=before)] if before else []
        return [*parts, view, *(_parts(rest, places) if after else [])]
    return [passage]


def _seen_outside(unit: Unit) -> str:
    """The noun of the place outside at which a point-of-view shot shows somebody."""
    if unit.kind != "direction" or not _VIEW.search(unit.text):
        return ""
    return next((e.at for e in unit.events if e.at in EXTERIORS - LANDMARKS), "")
