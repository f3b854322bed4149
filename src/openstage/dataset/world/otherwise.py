"""The shots of a clip once more, with people in other colors or at another hour: what somebody
draws who does not remember, or has not read, what was told.

Only clips of the world as this version draws it can be staged again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, Literal

import numpy as np

from openstage.dataset.clip import Clip, Pair
from openstage.dataset.world.filming import png, staged_tale
from openstage.dataset.world.tales import TALES_VERSION
from openstage.processes import in_order
from openstage.storyboard.pictures import decoded
from openstage.storyboard.vocabulary import TimeOfDay
from openstage.world.drawing import draw
from openstage.world.palette import PALETTES, named, recolored
from openstage.world.seen import differing, is_person
from openstage.world.staging import WORLD_VERSION, Staging, Wardrobe

OFTEN = 0.5
"""How often a part of a person has another color."""
_SEEN = 0.002
"""The share of a frame that must differ in one of the two."""


Change = Literal["other looks", "other hour"]


def otherwise(
    clips: Sequence[Clip], made: Mapping[str, Any], jobs: int = 1
) -> Iterator[tuple[Clip, str, Change, Pair]]:
    """For each shot of these clips, the clip, its id, and its pair with a change that is seen:
    other looks, where it shows people, and another hour, where it shows the hour.

    `made` is what the manifest of their dataset tells. The same clips have the same ones each time,
    whatever `jobs` is; none where they are of another world than this one.
    """
    if not staged_again(made):
        return
    width, height = map(int, made["size"].split("x"))
    numbers = [int(clip.id.rpartition("-")[2]) for clip in clips]
    drawn = in_order(partial(_pairs, made["seed"], width, height), numbers, jobs)
    for clip, pairs in zip(clips, drawn, strict=True):
        for shot, change, pair in pairs:
            true = clip.pictures[shot]
            apart = max(_apart(*both) for both in zip((true.start, true.end), pair, strict=True))
            if apart >= _SEEN:
                yield clip, shot, change, pair


def staged_again(made: Mapping[str, Any]) -> bool:
    """Whether the clips of a dataset are of the world as this version draws it."""
    return (made.get("world"), made.get("tales")) == (WORLD_VERSION, TALES_VERSION)


def _pairs(seed: int, width: int, height: int, number: int) -> list[tuple[str, Change, Pair]]:
    """The shot's id, what is changed in it, and its pair so."""
    chances = [np.random.default_rng([seed, number, *own]) for _, _, own in _CHANGES]
    found = []
    for context, staging in staged_tale(seed, number, width, height).shots:
        for (change, changed_in, _), chance in zip(_CHANGES, chances, strict=True):
            changed = changed_in(staging, chance)
            if changed is not None:
                start, end = (png(draw(changed, t, width, height)) for t in (0.0, 1.0))
                found.append((context.shot.id, change, (start, end)))
    return found


def _at_another_hour(staging: Staging, chance: np.random.Generator) -> Staging:
    others = [str(hour.value) for hour in TimeOfDay if hour.value != staging.time]
    return replace(staging, time=others[int(chance.integers(len(others)))])


def _in_other_colors(staging: Staging, chance: np.random.Generator) -> Staging | None:
    """With one part of somebody in another color, at least; None where nobody is there."""
    people = [role.id for role in staging.roles if is_person(role.wardrobe)]
    if not people:
        return None
    parts = [(id, part) for id in people for part in PALETTES]
    chosen = [one for one in parts if chance.random() < OFTEN]
    chosen = chosen or [parts[int(chance.integers(len(parts)))]]
    roles = tuple(
        replace(
            role,
            wardrobe=_recolored(role.wardrobe, [p for id, p in chosen if id == role.id], chance),
        )
        for role in staging.roles
    )
    return replace(staging, roles=roles)


def _recolored(wardrobe: Wardrobe, parts: Sequence[str], chance: np.random.Generator) -> Wardrobe:
    names = {}
    for part in parts:
        others = [name for name in PALETTES[part] if name != named(part, wardrobe)]
        names[part] = others[int(chance.integers(len(others)))]
    return recolored(wardrobe, names)


_Changing = Callable[[Staging, np.random.Generator], Staging | None]
_CHANGES: tuple[tuple[Change, _Changing, tuple[int, ...]], ...] = (
    ("other looks", _in_other_colors, ()),
    ("other hour", _at_another_hour, (1,)),
)
"""Each with what its chance begins with: one of its own, so that no change alters another."""


def _apart(one: bytes, other: bytes) -> float:
    """The share of two frames that differs."""
    return float(differing(decoded(one, "a frame"), decoded(other, "a frame")).mean())
