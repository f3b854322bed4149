"""The shots of a clip once more, with people in other colors: what somebody draws who does not
remember, or has not read, what they wear.

Only clips of the world as this version draws it can be staged again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np

from openstage.dataset.clip import Clip, Pair
from openstage.dataset.world.filming import png, staged_tale
from openstage.dataset.world.tales import TALES_VERSION
from openstage.processes import in_order
from openstage.storyboard.pictures import decoded
from openstage.world.drawing import draw
from openstage.world.palette import PALETTES, named, recolored
from openstage.world.seen import differing, is_person
from openstage.world.staging import WORLD_VERSION, Staging, Wardrobe

OFTEN = 0.5
"""How often a part of a person has another color."""
_SEEN = 0.002
"""The share of a frame that must differ in one of the two."""


def other_looks(
    clips: Sequence[Clip], made: Mapping[str, Any], jobs: int = 1
) -> Iterator[tuple[Clip, str, Pair]]:
    """For each shot of these clips that shows people: the clip, the id of the shot, and its pair
    with other looks.

    `made` is what the manifest of their dataset tells. The same clips have the same ones each time,
    whatever `jobs` is; none where they are of another world than this one.
    """
    if not staged_again(made):
        return
    width, height = map(int, made["size"].split("x"))
    numbers = [int(clip.id.rpartition("-")[2]) for clip in clips]
    drawn = in_order(partial(_pairs, made["seed"], width, height), numbers, jobs)
    for clip, pairs in zip(clips, drawn, strict=True):
        for shot, pair in pairs.items():
            true = clip.pictures[shot]
            apart = max(_apart(*both) for both in zip((true.start, true.end), pair, strict=True))
            if apart >= _SEEN:
                yield clip, shot, pair


def staged_again(made: Mapping[str, Any]) -> bool:
    """Whether the clips of a dataset are of the world as this version draws it."""
    return (made.get("world"), made.get("tales")) == (WORLD_VERSION, TALES_VERSION)


def _pairs(seed: int, width: int, height: int, number: int) -> dict[str, Pair]:
    """By the shot's id, its pair with other looks; of shots without people nothing."""
    chance = np.random.default_rng([seed, number])
    found = {}
    for context, staging in staged_tale(seed, number, width, height).shots:
        changed = _changed(staging, chance)
        if changed is not None:
            start, end = (png(draw(changed, t, width, height)) for t in (0.0, 1.0))
            found[context.shot.id] = (start, end)
    return found


def _changed(staging: Staging, chance: np.random.Generator) -> Staging | None:
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
            wardrobe=_otherwise(role.wardrobe, [p for id, p in chosen if id == role.id], chance),
        )
        for role in staging.roles
    )
    return replace(staging, roles=roles)


def _otherwise(wardrobe: Wardrobe, parts: Sequence[str], chance: np.random.Generator) -> Wardrobe:
    names = {}
    for part in parts:
        others = [name for name in PALETTES[part] if name != named(part, wardrobe)]
        names[part] = others[int(chance.integers(len(others)))]
    return recolored(wardrobe, names)


def _apart(one: bytes, other: bytes) -> float:
    """The share of two frames that differs."""
    return float(differing(decoded(one, "a frame"), decoded(other, "a frame")).mean())
