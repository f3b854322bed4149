"""Preferences by rule: the true pair of a shot against pairs that are wrong in a known way.

    interior        two frames from within the same shot: a movement that is not finished
    shuffled cut    the pair of an unlike shot of the story: a cut to somewhere else
    wrong memory    the pair of a like shot of another story: other people, another place
    other looks     the same pair, its people in other colors
    other hour      the same pair at another hour of the day

The last two are of clips of the previz world alone.

Near-duplicates of the winner would teach nothing but that its two frames must differ, so losers of
the first three are drawn evenly over how far they are from it, and too near ones are left away.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, combinations, pairwise
from typing import Any, Literal

import cv2
import numpy as np

from openstage.dataset.clip import Clip, Pair, Pictures, Preference
from openstage.dataset.rows import clip_of, preference_row
from openstage.dataset.store import Store
from openstage.dataset.world.otherwise import otherwise
from openstage.errors import UseError
from openstage.storyboard.document import Scene, Shot
from openstage.storyboard.pictures import decoded

NEAREST = 0.02
"""Mean difference of two pairs, of the whole range, below which they count as the same."""
_STRATA = (NEAREST, 0.05, 0.1, 0.15, 0.2, 0.3, 1.0)
"""Losers are drawn from these ranges of distance as evenly as there are any."""
_SMALL = (48, 27)
"""Width and height at which pairs are compared: grain and outlines do not count."""

BY_RULE = "rule"
"""Who chose, where nobody did."""

Rule = Literal["interior", "shuffled cut", "wrong memory"]
RULES: tuple[Rule, ...] = ("interior", "shuffled cut", "wrong memory")


@dataclass(frozen=True)
class _Seen:
    """A shot with what makes another one like it."""

    clip: Clip
    scene: Scene
    shot: Shot
    pictures: Pictures

    @property
    def pair(self) -> Pair:
        return self.pictures.start, self.pictures.end

    @property
    def likeness(self) -> tuple[str, int]:
        return str(self.shot.size), len(self.shot.cast)

    @property
    def camera(self) -> tuple[object, ...]:
        """What a cut to another shot of the story changes."""
        shot = self.shot
        return self.scene.heading.location, shot.size, shot.angle, shot.framing, {*shot.cast}


def preferences(clips: Sequence[Clip], shard: int = 0) -> Iterator[Preference]:
    """One preference of each rule for every shot that has a loser of it. The same clips of a shard
    have the same ones each time."""
    shots = [_Seen(clip, *each) for clip in clips for each in clip.shots()]
    for number, seen in enumerate(shots):
        chance = np.random.default_rng([shard, number])
        winner = _small(seen.pair)
        for rule in RULES:
            found = _losers(rule, seen, shots, chance)
            chosen = _stratified(winner, found, chance)
            if chosen is not None:
                loser, distance = chosen
                yield Preference(
                    seen.clip.id, seen.shot.id, seen.pair, loser, rule, BY_RULE, distance
                )


_MOST = 6
"""Losers of a rule that are looked at."""


def _losers(
    rule: Rule, seen: _Seen, shots: Sequence[_Seen], chance: np.random.Generator
) -> list[Pair]:
    if rule == "interior":
        inside = [frame.picture for frame in seen.pictures.interior]
        found = list(combinations(inside, 2))
    else:
        fits: Callable[[_Seen], bool] = {
            "shuffled cut": lambda other: (
                other.clip.id == seen.clip.id and other.camera != seen.camera
            ),
            "wrong memory": lambda other: (
                other.clip.story != seen.clip.story and other.likeness == seen.likeness
            ),
        }[rule]
        found = [other.pair for other in shots if fits(other)]
    order = chance.permutation(len(found))[:_MOST]
    return [found[int(k)] for k in order]


def _stratified(
    winner: np.ndarray, losers: Sequence[Pair], chance: np.random.Generator
) -> tuple[Pair, float] | None:
    """A loser from a range of distance that was drawn first; None: all are too near."""
    distances = [_difference(_small(loser), winner) for loser in losers]
    ranges = [
        [k for k, distance in enumerate(distances) if low <= distance < high]
        for low, high in pairwise(_STRATA)
    ]
    ranges = [each for each in ranges if each]
    if not ranges:
        return None
    some = ranges[int(chance.integers(len(ranges)))]
    k = some[int(chance.integers(len(some)))]
    return losers[k], round(distances[k], 4)


def distance(one: Pair, other: Pair) -> float:
    """How far two pairs are from each other, 0 to 1."""
    return _difference(_small(one), _small(other))


def by_change(clips: Sequence[Clip], made: Mapping[str, Any], jobs: int) -> Iterator[Preference]:
    """Of clips of the previz world: the true pair against the one with other looks and the one at
    another hour, however near they are: nothing else is different."""
    for clip, shot, change, loser in otherwise(clips, made, jobs):
        winner = clip.pictures[shot].start, clip.pictures[shot].end
        far = round(distance(winner, loser), 4)
        yield Preference(clip.id, shot, winner, loser, change, BY_RULE, far)


def _difference(one: np.ndarray, other: np.ndarray) -> float:
    return float(np.abs(one - other).mean())


def _small(pair: Pair) -> np.ndarray:
    frames = [
        cv2.resize(decoded(data, "a frame of the dataset"), _SMALL, interpolation=cv2.INTER_AREA)
        for data in pair
    ]
    return np.stack(frames).astype(np.float32) / 255


def prefer(
    store: Store, jobs: int = 1, watch: Callable[[int, int], None] = lambda done, total: None
) -> int:
    """Adds preferences by rule to a dataset, a shard for each shard of clips; what is there stays.
    Gives how many there are now; `jobs` is how many processes draw what is otherwise.

    Raises UseError where the dataset has no clips.
    """
    with store.alone():
        shards = store.manifest.of("clips")
        if not shards:
            raise UseError(f"{store.folder} has no clips.", "Make some first.")
        for done, shard in enumerate(shards):
            if not store.has("preferences", shard.split, shard.number):
                clips = [clip_of(row) for row in store.rows_of(shard)]
                told = chain(
                    preferences(clips, shard.number), by_change(clips, store.manifest.made, jobs)
                )
                store.add("preferences", shard.split, shard.number, map(preference_row, told))
            watch(done + 1, len(shards))
        return store.manifest.rows("preferences")
