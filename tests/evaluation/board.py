"""Hand-written labels and stories."""

from __future__ import annotations

from typing import Any

import numpy as np

from openstage.evaluation.read import Read
from openstage.evaluation.truth import LABELS_VERSION, Labels, Worn
from openstage.evaluation.world_measures import TrueShot, TrueStory
from openstage.world.staging import WORLD_VERSION

LOOKS = {
    "ana": {"hair": "red", "top": "blue", "bottom": "black"},
    "ben": {"hair": "black", "top": "green", "bottom": "brown"},
    "eva": {"hair": "blond", "top": "white", "bottom": None},
}
"""Nobody sees Eva's legs."""


def labels(*who: str, set: str = "office", **more: Any) -> Labels:
    """These people from left to right."""
    slots = tuple(
        Worn(id, x=(number + 1) / (len(who) + 1), **LOOKS[id]) for number, id in enumerate(who)
    )
    told = {
        "time": "day", "size": "medium", "angle": "eye level", "people": str(len(who)),
        "glimpsed": frozenset(who),
    }  # fmt: skip
    return Labels(set=set, slots=slots, **(told | more))


def shot(*who: str, told: str = "", at: str = "office") -> TrueShot:
    """The same people in both frames."""
    both = labels(*who, set=at)
    return TrueShot(frozenset(who), at, frozenset(told.split()), (both, both))


def learned(size: list[int], **more: int) -> dict[str, Any]:
    """What readers tell of the frames that they have learned from."""
    return {"labels": LABELS_VERSION, "world": WORLD_VERSION, "size": size, **more}


def story(*shots: TrueShot) -> TrueStory:
    return TrueStory("story", shots)


def read_of(told: TrueStory, subject: Any = None, background: Any = None) -> Read:
    """Everything read right; features as given, else one vector for all frames."""
    codes = told.codes()
    same = np.tile(np.array([1.0, 0.0], np.float32), (len(codes), 1))
    vectors = (same if each is None else np.asarray(each, np.float32) for each in
               (subject, background))  # fmt: skip
    return Read(codes, *vectors)
