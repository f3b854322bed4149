"""Where the clips to prepare come from: a dataset, or the previz world as it draws them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import count, islice
from typing import Any, Protocol

from openstage.dataset.clip import Clip, Preference
from openstage.dataset.manifest import Split, Table
from openstage.dataset.rows import clip_of, preference_of
from openstage.dataset.store import Store
from openstage.dataset.world.filming import clips
from openstage.dataset.world.making import Order


class Clips(Protocol):
    """Clips that can be read more than once, always the same in the same order."""

    rated: bool
    """Whether there can be preferences. Where not, those that another source had stay."""

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

    rated = True

    def __init__(self, store: Store) -> None:
        self._store = store

    @property
    def made(self) -> Mapping[str, Any]:
        return self._store.manifest.made

    def size(self) -> tuple[int, int]:
        return self._store.frame_size()

    def rows(self, table: Table, split: Split) -> int:
        return self._store.manifest.rows(table, split)

    def clips(self, split: Split, skip: int) -> Iterator[Clip]:
        return map(clip_of, self._store.rows("clips", split, skip))

    def preferences(self, split: Split) -> Iterator[Preference]:
        return map(preference_of, self._store.rows("preferences", split))


class Drawn:
    """Of the previz world, drawn when they are asked for: the clips of `dataset world`, but for
    the frames between start and end, which only preferences need."""

    rated = False

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
