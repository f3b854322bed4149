"""The labels of a frame: what a reader should see in it, from its storyboard and its staging.

What cannot be told from the frame has no label, and nothing is judged there: a color that no name
of the palette is near, a garment of a few pixels, a size that the camera has left, an angle that
the world could not take.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from openstage.evaluation.backdrop import Backdrop
from openstage.evaluation.camera import has_size, seen_from
from openstage.storyboard.document import Shot
from openstage.storyboard.vocabulary import Angle, ShotSize, TimeOfDay
from openstage.world.palette import PALETTES, named
from openstage.world.seen import Region, Seen, counted
from openstage.world.sets.register import SETS
from openstage.world.staging import Staging

SLOTS = 3
"""People whose colors are read, from left to right."""
COUNTS = ("0", "1", "2", "3+")


PLACE: dict[str, tuple[str, ...]] = {
    "set": tuple(SETS),
    "time": tuple(str(time.value) for time in TimeOfDay),
    "size": tuple(str(size.value) for size in ShotSize),
    "angle": tuple(str(angle.value) for angle in Angle),
    "people": COUNTS,
}
SLOT_PARTS: dict[str, tuple[int, str]] = {
    f"{part} {slot + 1}": (slot, part) for slot in range(SLOTS) for part in PALETTES
}
"""The attributes of the slots: 'hair 1' is that of the person at the left."""
ATTRIBUTES: dict[str, tuple[str, ...]] = PLACE | {
    name: tuple(PALETTES[part]) for name, (_, part) in SLOT_PARTS.items()
}
"""By name, its classes; a label is the number of one of them."""

UNJUDGED = -1

LABELS_VERSION = 6
"""Raised when the same frame gets other labels: figures of two versions are not comparable."""

SEEN = 0.003
"""The share of a frame's pixels from which on a person is seen."""
GLIMPSED = 0.0006
"""From here to `SEEN` a person is neither seen nor unseen: how many there are is not judged."""
TOLD = 0.0008
"""The share from which on a part of a person is judged."""
LEAST = 12
"""Pixels of a person who is seen: of small frames the shares are too few."""
LEAST_OF_A_PART = 45
"""Pixels of a part whose color is judged. What fewer show lies between its neighbors: half of them
are read right, and above it nineteen of twenty."""
BEHIND = 0.4
"""The share of the frame that the place must have to be judged."""
DETAIL = 0.01
"""The share of all neighbors that must differ in the place for camera and place to be judged: a
blank wall tells of neither."""
APART = 0.04
"""Of the frame's width: people who are nearer are in no order from left to right."""


@dataclass(frozen=True)
class Worn:
    """A person, by the names of colors; None: not judged."""

    id: str
    x: float
    """Of the middle, 0 at the left edge."""
    hair: str | None = None
    top: str | None = None
    bottom: str | None = None


@dataclass(frozen=True)
class Labels:
    """None: not judged."""

    set: str | None
    time: str | None
    size: str | None
    angle: str | None
    people: str | None
    slots: tuple[Worn, ...]
    """The first people that are seen, from left to right, `SLOTS` at most."""
    glimpsed: frozenset[str]
    """The ids of all people of whom more than a few pixels are seen."""
    ordered: bool = True
    """Whether the people stand in a sure order from left to right."""

    def value(self, attribute: str) -> str | None:
        """Of one of the `ATTRIBUTES`."""
        if attribute in PLACE:
            told: str | None = getattr(self, attribute)
            return told
        slot, part = SLOT_PARTS[attribute]
        return getattr(self.slots[slot], part) if slot < len(self.slots) else None


def codes_of(labels: Labels) -> NDArray[np.int8]:
    """The class numbers, in the order of `ATTRIBUTES`; `UNJUDGED` where there is no label."""
    return np.array([_code(labels, name) for name in ATTRIBUTES], np.int8)


def _code(labels: Labels, name: str) -> int:
    told = labels.value(name)
    return UNJUDGED if told is None else ATTRIBUTES[name].index(told)


def places_of(labels: Labels) -> NDArray[np.float32]:
    """(SLOTS,) where the person of each slot is, 0 to 1; -1 where there is nobody."""
    found = [worn.x for worn in labels.slots]
    return np.array([*found, *[-1.0] * (SLOTS - len(found))], np.float32)


def labels_of(
    shot: Shot, staging: Staging, t: float, found: Sequence[Region], backdrop: Backdrop
) -> Labels:
    """The labels of the frame at `t`, of which regions and backdrop are known."""
    return judged(shot, staging, t, counted(found), backdrop)


def judged(
    shot: Shot, staging: Staging, t: float, seen: Sequence[Seen], backdrop: Backdrop
) -> Labels:
    """The same from the counts of the regions' pixels."""
    pixels = backdrop.pixels
    people = [one for one in seen if one.person]
    shown = [one for one in people if one.body >= max(LEAST, SEEN * pixels)]
    sure = all(one.body < GLIMPSED * pixels for one in people if one not in shown)
    ordered = sure and all(b.x - a.x >= APART for a, b in pairwise(shown))
    open_ = sum(one.body for one in seen) <= (1 - BEHIND) * pixels
    blank = backdrop.detail < DETAIL
    placed = open_ and not blank
    framed = not blank and (bool(seen) or not _figures(staging))
    sized = framed and has_size(shot, staging, t, seen, pixels)
    return Labels(
        set=staging.set_name if placed else None,
        time=staging.time if placed and backdrop.tells_the_hour else None,
        size=str(shot.size.value) if sized else None,
        angle=str(shot.angle.value) if framed and seen_from(staging, t) is shot.angle else None,
        people=COUNTS[min(len(shown), len(COUNTS) - 1)] if sure else None,
        slots=tuple(_slots(shown, ordered, max(LEAST_OF_A_PART, TOLD * pixels)))[:SLOTS],
        glimpsed=frozenset(one.id for one in people if one.body >= GLIMPSED * pixels),
        ordered=ordered,
    )


def _figures(staging: Staging) -> bool:
    return any(role.id not in staging.hidden for role in staging.roles)


def _slots(shown: Sequence[Seen], ordered: bool, least: float) -> Iterator[Worn]:
    """Colors are judged where the order of all people is sure."""
    for one in shown:
        colors = _colors(one, least) if ordered else {}
        yield Worn(one.id, one.x, **colors)


def _colors(one: Seen, least: float) -> dict[str, str | None]:
    return {
        part: named(part, one.wardrobe) if getattr(one, part) >= least else None
        for part in PALETTES
    }
