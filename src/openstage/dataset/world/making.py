"""Makes a dataset of clips of the previz world, shard by shard; an interrupted run goes on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain, islice
from pathlib import Path
from typing import Any

from openstage.dataset.manifest import About, Split
from openstage.dataset.rows import row_of
from openstage.dataset.store import Store
from openstage.dataset.world.filming import LICENSE, clips
from openstage.dataset.world.tales import TALES_VERSION
from openstage.world.staging import WORLD_VERSION

_ABOUT = About(
    "ConStoryBoard of the previz world",
    "Short stories, written at random and filmed in the previz world of openstage by its grammar "
    "director. All is known of them: who is where, and what everybody wears. A look is told once, "
    "where somebody comes into the story, so that the later shots ask for a memory.",
    LICENSE.lower(),
)


@dataclass(frozen=True, kw_only=True)
class Order:
    """What is asked for."""

    clips: int
    """In both splits together."""
    seed: int = 0
    size: tuple[int, int] = (288, 160)
    """Width and height of the frames."""
    test_share: Fraction = Fraction(1, 20)
    """Of the clips, evenly spread over the numbers."""
    shard: int = 100
    """Clips in a file."""

    @property
    def made(self) -> dict[str, Any]:
        """What a shard's content depends on. How many clips are wanted is not among it: a dataset
        may grow, and each of its shards stays what it is."""
        width, height = self.size
        return {
            "kind": "world",
            "seed": self.seed,
            "size": f"{width}x{height}",
            "test_share": str(self.test_share),
            "shard": self.shard,
            "world": WORLD_VERSION,
            "tales": TALES_VERSION,
        }

    def split(self, number: int) -> Split:
        """By the number alone, whatever the count of clips."""
        share = self.test_share
        return "test" if (number + 1) * share // 1 > number * share // 1 else "train"


@dataclass(frozen=True)
class _Piece:
    """A shard that is to be made."""

    split: Split
    number: int
    clips: tuple[int, ...]
    """The numbers of its clips."""


def make(
    folder: Path,
    order: Order,
    jobs: int = 1,
    watch: Callable[[int, int], None] = lambda done, total: None,
) -> Store:
    """The dataset in `folder`, with at least as many clips as are asked for.

    What is there already stays; of a shard that has too few clips, all are made again. The same
    order makes the same files, interrupted or not, whatever `jobs` is. `watch` is told how many
    clips there are and how many there will be.

    Raises UseError where the folder holds a dataset of another order or other files, DiskError
    where the disk is full: what was made is kept.
    """
    store = Store.create(folder, order.made, _ABOUT)
    with store.alone():
        _fill(store, order, jobs, watch)
    return store


def _fill(store: Store, order: Order, jobs: int, watch: Callable[[int, int], None]) -> None:
    wanted = _pieces(order)
    rows = {(shard.split, shard.number): shard.rows for shard in store.manifest.of("clips")}
    lacking = [p for p in wanted if rows.get((p.split, p.number), -1) < len(p.clips)]
    total = sum(len(piece.clips) for piece in wanted)
    done = total - sum(len(piece.clips) for piece in lacking)
    watch(done, total)
    numbers = chain.from_iterable(piece.clips for piece in lacking)
    coming = clips(order.seed, numbers, order.size, jobs)
    try:
        for piece in lacking:
            made = []
            for clip in islice(coming, len(piece.clips)):
                made.append(row_of(clip))
                done += 1
                watch(done, total)
            store.add("clips", piece.split, piece.number, made)
    finally:
        coming.close()


def _pieces(order: Order) -> list[_Piece]:
    """The shards of an order, in the order of their first clips."""
    numbers: dict[Split, list[int]] = {"train": [], "test": []}
    for number in range(order.clips):
        numbers[order.split(number)].append(number)
    found = [
        _Piece(split, first // order.shard, tuple(mine[first : first + order.shard]))
        for split, mine in numbers.items()
        for first in range(0, len(mine), order.shard)
    ]
    return sorted(found, key=lambda piece: piece.clips)
