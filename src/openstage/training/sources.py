"""Where the clips to prepare come from: a dataset, or the previz world as it draws them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import count, islice
from typing import Any, Protocol

import pyarrow as pa

from openstage.dataset.clip import Clip, Preference
from openstage.dataset.manifest import Split, Table
from openstage.dataset.rows import clip_of, preference_of
from openstage.dataset.store import Store
from openstage.dataset.world.filming import clips
from openstage.dataset.world.making import Order
from openstage.errors import MissingError, ProjectError, UseError


class Clips(Protocol):
    """Clips that can be read more than once, always the same in the same order."""

    @property
    def made(self) -> Mapping[str, Any]:
        """What they were made from, as plain JSON data, but for how many there are."""
        ...

    def size(self) -> tuple[int, int]:
        """Height and width of every frame."""
        ...

    def rows(self, table: Table, split: Split) -> int: ...

    def clips(self, split: Split, skip: int) -> Iterator[Clip]:
        """All but the first."""
        ...

    def preferences(self, split: Split) -> Iterator[Preference]: ...


class Stored:
    """Of a dataset in a folder."""

    def __init__(self, store: Store) -> None:
        self._store = store

    @property
    def made(self) -> Mapping[str, Any]:
        return self._store.manifest.made

    def size(self) -> tuple[int, int]:
        """Raises MissingError where it has no clips, UseError where its frames differ in size."""
        found = {
            (row["height"], row["width"])
            for shard in self._store.manifest.of("clips")
            for row in self._store.rows_of(shard, ["height", "width"])
        }
        if not found:
            raise MissingError(f"{self._store.folder} has no clips.", "Make some first.")
        (size, *others) = sorted(found)
        if others:
            told = ", ".join(f"{width}x{height}" for height, width in sorted(found))
            raise UseError(
                f"{self._store.folder} has frames of {told}; one size is wanted.",
                "Make a dataset whose clips have one size, such as 288x160.",
            )
        height, width = size
        return int(height), int(width)

    def rows(self, table: Table, split: Split) -> int:
        return self._store.manifest.rows(table, split)

    def clips(self, split: Split, skip: int) -> Iterator[Clip]:
        return map(clip_of, self._rest("clips", split, skip))

    def preferences(self, split: Split) -> Iterator[Preference]:
        return map(preference_of, self._rest("preferences", split, 0))

    def _rest(self, table: Table, split: Split, skip: int) -> Iterator[dict[str, object]]:
        """Raises ProjectError where a shard turns out to be damaged."""
        if skip >= self.rows(table, split):
            return
        try:
            yield from self._store.stream(table, split).skip(skip)
        except (OSError, pa.ArrowInvalid) as error:
            first = str(error).partition("\n")[0]
            raise ProjectError(
                f"{self._store.folder} cannot be read: {first}",
                "Run `openstage dataset verify` to see which shards are damaged.",
            ) from error


class Drawn:
    """Of the previz world, drawn when they are asked for: the clips of `dataset world`, but for
    the frames between start and end, which only preferences need."""

    def __init__(self, order: Order, jobs: int) -> None:
        self._order, self._jobs = order, jobs

    @property
    def made(self) -> Mapping[str, Any]:
        return self._order.made

    def size(self) -> tuple[int, int]:
        width, height = self._order.size
        return height, width

    def rows(self, table: Table, split: Split) -> int:
        if table == "preferences":
            return 0
        return sum(self._order.split(number) == split for number in range(self._order.clips))

    def clips(self, split: Split, skip: int) -> Iterator[Clip]:
        order = self._order
        numbers = (number for number in count() if order.split(number) == split)
        wanted = islice(numbers, skip, self.rows("clips", split))
        return clips(order.seed, wanted, order.size, self._jobs, times=())

    def preferences(self, split: Split) -> Iterator[Preference]:
        return iter(())
