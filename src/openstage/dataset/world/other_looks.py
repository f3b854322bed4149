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

from openstage.dataset.clip import Clip, Preference
from openstage.dataset.world.filming import png, staged_tale
from openstage.dataset.world.tales import TALES_VERSION
from openstage.processes import in_order
from openstage.storyboard.pictures import decoded
from openstage.world.drawing import draw
from openstage.world.palette import PALETTES, named
from openstage.world.seen import PARTS, differing, is_person
from openstage.world.staging import WORLD_VERSION, Staging, Wardrobe

OFTEN = 0.5
"""How often a part of a person has another color."""
_SEEN = 0.002
"""The share of a frame that must differ in one of the two."""

Pair = tuple[bytes, bytes]


def other_looks(
    clips: Sequence[Clip], made: Mapping[str, Any], jobs: int = 1
) -> Iterator[Preference]:
    """For each shot of these clips with people in it its own pair against the one with other looks.

    `made` is what the manifest of their dataset tells. The same clips have the same ones each time,
    whatever `jobs` is; none where they are of another world than this one.
    """
    if (made.get("world"), made.get("tales")) != (WORLD_VERSION, TALES_VERSION):
        return
    width, height = map(int, made["size"].split("x"))
    numbers = [int(clip.id.rpartition("-")[2]) for clip in clips]
    drawn = in_order(partial(_pairs, made["seed"], width, height), numbers, jobs)
    for clip, pairs in zip(clips, drawn, strict=True):
        for shot, loser in pairs.items():
            true = clip.pictures[shot]
            far = [_apart(*both) for both in zip((true.start, true.end), loser, strict=True)]
            if max(far) >= _SEEN:
                yield Preference(
                    clip.id,
                    shot,
                    (true.start, true.end),
                    loser,
                    "other looks",
                    "rule",
                    round(max(far), 4),
                )


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
            wardrobe=_recolored(role.wardrobe, [p for id, p in chosen if id == role.id], chance),
        )
        for role in staging.roles
    )
    return replace(staging, roles=roles)


def _recolored(wardrobe: Wardrobe, parts: Sequence[str], chance: np.random.Generator) -> Wardrobe:
    colors: dict[str, Any] = {}
    for part in parts:
        others = [name for name in PALETTES[part] if name != named(part, wardrobe)]
        colors[PARTS[part]] = PALETTES[part][others[int(chance.integers(len(others)))]]
    return replace(wardrobe, **colors)


def _apart(one: bytes, other: bytes) -> float:
    """The share of two frames that differs."""
    return float(differing(decoded(one, "a frame"), decoded(other, "a frame")).mean())
